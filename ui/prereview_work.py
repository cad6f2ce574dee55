"""What is done with a script that somebody brought: read, re-tagged row by row, reviewed, given back.

It lies in the project's folder 来稿: the file as it came, and ``state.json`` with what a person said
of it, so that it is there again after the app was closed.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from heritage_kb.publish import write_file
from ui.projects import LONGEST_NAME, Desk, Project, Projects

SUFFIXES = (".docx", ".pdf", ".txt", ".md", ".fountain", ".fdx", ".xlsx", ".json")
RETAGS = (
    "episode", "heading", "cast", "action", "dialogue", "vo", "os", "caption", "mark", "unmapped",
)  # fmt: skip
_COMING, _STATE = "新到", "state.json"
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


def receive(project: Project, upload: str) -> str:
    """Put an uploaded file beside the present one and return its name; it is not read yet."""
    name = safe_name(Path(upload).name)
    place = _folder(project) / _COMING / name
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(upload, place)
    return name


def take_in(project: Project, name: str) -> None:
    """Read what was received and put it in the place of the present script.

    Raises:
        RefusedInput: it cannot be read; the present one stays.
    """
    coming = _folder(project) / _COMING / name
    if coming.is_file():  # else it was taken in before the work was broken off
        read(coming, name, {})
        coming.replace(_folder(project) / name)
        keep(project, Submitted(file=_folder(project) / name, name=name, reading=None, remarks=[]))


def submitted(project: Project | None) -> Submitted | None:
    """Return the script that lies on a project's desk; None where there is none."""
    from scriptgen.reviewing.waivers import Waiver

    if project is None or not (_folder(project) / _STATE).is_file():
        return None
    told = json.loads((_folder(project) / _STATE).read_bytes())
    file = _folder(project) / safe_name(told["name"])
    retags = _numbered(told["retags"])
    found = _read_at(file, file.stat().st_mtime_ns, tuple(sorted(retags.items())))
    return Submitted(
        file=file, name=told["name"], reading=found[0], remarks=found[1], retags=retags,
        before=[_numbered(one) for one in told["before"]],
        waivers=[Waiver(**one) for one in told["waivers"]],
        result=told["result"], asked=told["asked"],
    )  # fmt: skip


def keep(project: Project, script: Submitted) -> None:
    """Write down what a person said of a script, and what the last review said."""
    told = {
        "name": script.name, "retags": script.retags, "before": script.before,
        "waivers": [asdict(one) for one in script.waivers],
        "result": script.result, "asked": script.asked,
    }  # fmt: skip
    write_file(_folder(project) / _STATE, json.dumps(told, ensure_ascii=False).encode())


def judge(
    project: Project,
    asked: dict[str, Any],
    model: Any = None,
    progress: Callable[[str, float], None] | None = None,
) -> None:
    """Review the script on a project's desk in a context, and keep what was found.

    Args:
        project: on whose desk it lies.
        asked: the context.
        model: reads it through as well, where one is given.
        progress: told how far the model has read.
    """
    import scriptgen

    script = submitted(project)
    if script is None:
        return
    script.result = scriptgen.review(
        script.reading, context=asked, waivers=script.waivers, model=model, progress=progress
    )
    script.asked = asked
    keep(project, script)


def accepted(
    projects: Projects, desk: Desk, project: Project | None, logline: str, period: str, year: str
) -> Project:
    """Put the script on a project's desk into it, or into a new one where it holds another.

    Raises:
        RefusedInput: nothing was read; logline, period or year are missing; it is there already.
    """
    import scriptgen
    from scriptgen.keeping.series_parts import take_in as put

    script = submitted(project)
    if project is None or script is None:
        raise RefusedInput("先读入一份剧本。", "Read a script first.")
    episodes = scriptgen.accept(script.reading)
    said = context(period, year, "", virtual_set=False)
    title = script.reading.title.strip() or Path(script.name).stem
    brief = scriptgen.read_brief({
        "title": title, "logline": " ".join(logline.split()),
        "episodes": max((one.number for one in episodes), default=1), **said,
    })  # fmt: skip
    made = scriptgen.as_series(script.reading, brief)
    held = project.series
    if held is not None and [e.title for e in held.episodes] == [e.title for e in episodes]:
        raise RefusedInput("这份已经收进来了，在「创作」里接着写。", "It is there already.")
    if held is not None:
        whole, project = project, projects.new(desk)
        shutil.copytree(_folder(whole), _folder(project))
    with project.open() as store:
        put(store, made)
    project.note(name=title[:LONGEST_NAME])
    return project


@lru_cache(maxsize=8)
def _read_at(file: Path, changed: int, retags: tuple[tuple[int, Any], ...]) -> tuple[Any, Any]:
    found = read(file, file.name, dict(retags))
    return found.reading, found.remarks


def _numbered(told: dict[str, Any]) -> dict[int, Any]:
    return {int(line): role for line, role in told.items()}


def _folder(project: Project) -> Path:
    return project.folder / "来稿"


def read(file: Path, name: str, retags: dict[int, Any]) -> Submitted:
    """Return a script as it is read with what a person said of its rows."""
    import scriptgen

    found = scriptgen.read(file, retags=retags)
    return Submitted(
        file=file, name=name, reading=found, remarks=scriptgen.lint(found), retags=dict(retags)
    )


def roles() -> list[tuple[str, str]]:
    """Return what a row can be as (what the page calls it, role): a head of an episode, of a scene."""
    from scriptgen.reading import ROLES

    heads = {"episode": "集头", "heading": "场头"}
    return [(heads.get(role, title), role) for title, role in ROLES.items()]


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
    """Return the script with one finding explained, and marked so in what the review found.

    Raises:
        RefusedInput: no such finding, no reason, or nobody is named.
    """
    from scriptgen.reviewing.waivers import marked, waive

    result = script.result or {"findings": []}
    found = [
        one
        for one in result["findings"]
        if one["code"] == code
        and str(one["line"] if one["line"] is not None else "") == line
        and one["term"] == term
    ]
    if not found:
        raise RefusedInput("先在上面点一条提示，再写理由。", "Choose a finding first.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    script.waivers = [*script.waivers, waive(found[0], reason=reason, by=by, when=now)]
    script.result = marked(result, script.waivers)
    return script


def safe_name(name: str) -> str:
    """Return a file name that is only a name: no folders, no control or direction signs."""
    plain = _UNSAFE.sub("", name).strip(". ") or "剧本"
    return plain[-80:]
