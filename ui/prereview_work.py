"""What is done with a script that somebody brought: read, re-tagged row by row, reviewed, given back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput

Progress = Callable[[str, float], None]

SUFFIXES = (".docx", ".pdf", ".txt", ".md", ".fountain", ".fdx", ".xlsx", ".json")
RETAGS = (
    "episode", "heading", "cast", "action", "dialogue", "vo", "os", "caption", "mark", "unmapped",
)  # fmt: skip
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class Submitted:
    """A script on the desk: its file, how it is read now, and what the last review said."""

    file: Path
    name: str
    reading: Any
    remarks: list[Any]
    retags: dict[int, Any] = field(default_factory=dict)
    before: list[dict[int, Any]] = field(default_factory=list)  # for undo
    waivers: list[Any] = field(default_factory=list)
    result: dict[str, Any] | None = None
    asked: dict[str, Any] = field(default_factory=dict)


def reading(folder: Path, upload: str) -> Callable[[Progress], Submitted]:
    """Return the work that takes an uploaded file into ``folder`` and reads it."""

    def work(step: Progress) -> Submitted:
        step("收下文件", 0.1)
        name = safe_name(Path(upload).name)
        file = folder / "来稿" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(upload, file)
        step("逐行认", 0.4)
        return read(file, name, {})

    return work


def read(file: Path, name: str, retags: dict[int, Any]) -> Submitted:
    """Return a script as it is read with what a person said of its rows."""
    import scriptgen

    found = scriptgen.read(file, retags=retags)
    return Submitted(
        file=file, name=name, reading=found, remarks=scriptgen.lint(found), retags=dict(retags)
    )


def retagged(script: Submitted, line: object, role: str) -> Submitted:
    """Return the script with one row read as a person says.

    Raises:
        RefusedInput: no such row, or no such role.
    """
    number = int(line) if isinstance(line, (int, float)) and float(line).is_integer() else -1
    if number not in {row.source_line for row in script.reading.rows}:
        raise RefusedInput("没有这一行；请点左边的行号再改。", "No such row; click a row first.")
    if role not in RETAGS:
        raise RefusedInput("请选要认作什么。", "Choose what the row is.")
    fresh = read(script.file, script.name, script.retags | {number: role})
    fresh.before = [*script.before, script.retags]
    fresh.waivers, fresh.asked = script.waivers, script.asked
    return fresh


def undone(script: Submitted) -> Submitted:
    """Return the script as it was read before the last change.

    Raises:
        RefusedInput: nothing was changed.
    """
    if not script.before:
        raise RefusedInput("没有可撤销的改认。", "There is nothing to undo.")
    fresh = read(script.file, script.name, script.before[-1])
    fresh.before = script.before[:-1]
    fresh.waivers, fresh.asked = script.waivers, script.asked
    return fresh


def reviewing(script: Submitted, asked: dict[str, Any]) -> Callable[[Progress], dict[str, Any]]:
    """Return the work that reviews a script in the context that was asked for."""

    def work(step: Progress) -> dict[str, Any]:
        import scriptgen

        step("对照规则与知识库", 0.2)
        result: dict[str, Any] = scriptgen.review(
            script.reading, context=asked, waivers=script.waivers
        )
        step("整理", 0.95)
        return result

    return work


def context(period: str, year: str, profile: str, *, virtual_set: bool) -> dict[str, Any]:
    """Return the context of a review from what stands in the form.

    Raises:
        RefusedInput: the year is no number.
    """
    said: dict[str, Any] = {"period": (period or "").strip() or None, "profile": profile or None}
    words = (year or "").strip().replace("年", "").replace("公元前", "-").replace("公元", "")
    if words:
        if not re.fullmatch(r"-?\d{1,4}", words):
            raise RefusedInput(
                f"年份“{year}”不是年数，应如 857 或 -770。", f"“{year}” is not a year."
            )
        said["year"] = int(words)
    if virtual_set:
        said["virtual_set"] = True
    return {key: value for key, value in said.items() if value is not None}


def exported(script: Submitted, folder: Path, format: str) -> tuple[Path, list[str]]:
    """Return the script written in a format, and what that format could not hold.

    Raises:
        RefusedInput: the format is unknown or cannot hold the script at all.
    """
    import scriptgen

    file = folder / "导出" / f"{Path(script.name).stem}.{format}"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file, scriptgen.write(script.reading, file, format)


def reported(script: Submitted, folder: Path, form: str) -> Path:
    """Return the report of the last review in a form.

    Raises:
        RefusedInput: nothing was reviewed yet, or the form is unknown.
    """
    import scriptgen

    if script.result is None:
        raise RefusedInput("先按「预审」，再取报告。", "Review the script first.")
    names = {"docx": "批注稿"}
    stem = Path(script.name).stem
    file = folder / "报告" / f"{stem}·{names.get(form, '预审报告')}.{form}"
    file.parent.mkdir(parents=True, exist_ok=True)
    scriptgen.write_report(script.result, script.reading, file, form)
    return file


def waived(script: Submitted, code: str, line: str, term: str, reason: str, by: str) -> Submitted:
    """Return the script with one finding explained and reviewed again.

    Raises:
        RefusedInput: no such finding, no reason, or nobody is named.
    """
    import scriptgen
    from scriptgen.reviewing.waivers import waive

    found = [
        one
        for one in (script.result or {"findings": []})["findings"]
        if one["code"] == code
        and str(one["line"] if one["line"] is not None else "") == line
        and one["term"] == term
    ]
    if not found:
        raise RefusedInput("先在上面点一条提示，再写理由。", "Choose a finding first.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    script.waivers = [*script.waivers, waive(found[0], reason=reason, by=by, when=now)]
    script.result = scriptgen.review(script.reading, context=script.asked, waivers=script.waivers)
    return script


def safe_name(name: str) -> str:
    """Return a file name that is only a name: no folders, no control or direction signs."""
    plain = _UNSAFE.sub("", name).strip(". ") or "剧本"
    return plain[-80:]
