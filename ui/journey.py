"""The writer's journey as plain functions, one a step; the pages only show what they return.

Brief → plan → script (with its review) → set → files. Nothing here knows of widgets.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from ui.arguments import episode_range
from ui.brief_form import brief_data, form_values
from ui.giving import zipped
from ui.projects import Project

# What each file is, by its name's end; the first that fits.
_WHAT = (
    ("剧本.docx", "剧本，Word，按剧组版式"),
    ("考据表.xlsx", "每句有据之言的出处"),
    ("series.json", "全剧数据，可再读入"),
    ("evidence.json", "出处数据"),
    ("review.json", "审读结果"),
    ("manifest.json", "布景清单：尺寸、依据、想象"),
    ("plate.png", "设色图"),
    ("elevation.png", "立面图"),
    (".docx", "剧本，Word"),
    (".txt", "剧本，纯文本"),
    (".json", "数据"),
    (".png", "布景通道图"),
)
FORMATS = (
    ("Word 剧本（docx）", "docx"), ("PDF", "pdf"), ("场景表（xlsx）", "xlsx"),
    ("Fountain", "fountain"), ("Final Draft（fdx）", "fdx"), ("纯文本（txt）", "txt"),
    ("Markdown", "md"), ("JSON", "json"),
)  # fmt: skip
FIRST = ("剧本.docx", "考据表.xlsx", "plate.png", "elevation.png", "series.json", ".txt")


# ----------------------------------------------------------------------------------- brief


def shipped() -> list[tuple[str, str]]:
    """Return (short name, title) of every brief that comes with Sanjin."""
    import scriptgen

    briefs: Mapping[str, Path] = scriptgen.shipped_briefs()
    return [(name, scriptgen.read_brief(path).title) for name, path in sorted(briefs.items())]


def shipped_values(name: str) -> list[Any]:
    """Return the form's values of a shipped brief."""
    from ui.demo import shipped_brief

    return read_values(shipped_brief(name))


def read_values(path: Path) -> list[Any]:
    """Return the form's values of a brief file.

    Raises:
        RefusedInput: the file is not a brief; the sentence names field and cure.
    """
    import scriptgen

    return form_values(scriptgen.read_brief(path).model_dump())


def brief_of(values: Sequence[Any]) -> Any:
    """Return the brief of the form's values.

    Raises:
        RefusedInput: a field is missing or wrong; one sentence naming it as the form does.
    """
    import scriptgen

    data = brief_data(values)
    try:
        return scriptgen.read_brief(data)
    except RefusedInput as refused:
        raise RefusedInput(as_in_the_form(refused.zh), refused.en) from None


def as_in_the_form(sentence: str) -> str:
    """Return a sentence about a brief's file with the names that the form uses."""
    for pattern, words in _FILE_WORDS:
        sentence = re.sub(pattern, words, sentence)
    return sentence


_FILE_WORDS = (
    (r"(?:字段 | |\b)[a-z]+（(.+?)）", r"「\1」"),
    (r"请改 year 或 period", "请改「年份」或「朝代」"),
    (r"(如|或) \w+ = ", r"\1 "),
    (r"^题材缺少", "还缺"),
)


# --------------------------------------------------------------------------- plan and script


def holds_work(project: Project) -> bool:
    """Tell whether a project has an episode, or a person's own words: another plan goes elsewhere."""
    from scriptgen.keeping.parts import PERSON

    with project.open() as store:
        parts = store.parts()
        if store.proposals(state="accepted"):  # a plan that was told otherwise here and there
            return True
    return any(one.kind == "episode" or one.author.get("kind") == PERSON for one in parts)


def chosen_episodes(which: str, own: str, count: int) -> list[int]:
    """Return the episodes to write: ``first``, ``three``, ``all``, or the person's own words.

    Raises:
        RefusedInput: the words are not such a range.
    """
    if which == "own":
        return episode_range(own.strip(), count, "集数") or []
    return list(range(1, min(count, {"first": 1, "three": 3}.get(which, count)) + 1))


def to_write(series: Any, which: str, own: str) -> list[int]:
    """Return the episodes to write: those that are there already only where a person names them.

    Raises:
        RefusedInput: as for ``chosen_episodes``; or all of them are there.
    """
    chosen = chosen_episodes(which, own, series.brief.episodes)
    if which == "own":
        return chosen
    there = {one.number for one in series.episodes}
    missing = [number for number in chosen if number not in there]
    if not missing:
        raise RefusedInput(
            "这几集都有了，没有动；要另写一稿来对照，在「自己定」里写集号。",
            "These episodes are there; name them to have them written otherwise.",
        )
    return missing


def episode(project: Project | None, number: object) -> Any:
    """Return a written episode, the first one where the number is not among them, or None."""
    series = project.series if project else None
    if series is None or not series.episodes:
        return None
    written = {one.number: one for one in series.episodes}
    return written.get(int(str(number)) if str(number).isdigit() else -1) or next(
        iter(written.values())
    )


# ------------------------------------------------------------------------------------- files


def made_files(project: Project) -> list[Path]:
    """Return the files of the present draft, what to open first in front."""
    root = project.out
    if not root.is_dir():
        return []
    found = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return sorted(found, key=lambda path: (_rank(path), path.as_posix()))


def _rank(path: Path) -> int:
    ranks = (rank for rank, end in enumerate(FIRST) if path.name.endswith(end))
    return next(ranks, len(FIRST))


def file_rows(project: Project) -> list[tuple[str, str, str]]:
    """Return (name, what it is, status of its AI label, read back from the file)."""
    root = project.out
    rows: list[tuple[str, str, str]] = []
    for path in made_files(project):
        if path.name.endswith(".aigc.json"):
            continue
        what = next((words for end, words in _WHAT if path.name.endswith(end)), "")
        rows.append((path.relative_to(root).as_posix(), what, label_status(path)))
    return rows


def label_status(path: Path) -> str:
    """Return the status of a file's AI label; a file that cannot be opened has none."""
    from heritage_kb import label

    try:
        return label.verify(path).status
    except RefusedInput:
        return "not_found"


def exported(project: Project, format: str) -> tuple[Path, list[str]]:
    """Return the series as it stands now in a format, and what that format cannot hold.

    Raises:
        RefusedInput: nothing is written yet, or the format is unknown.
    """
    import scriptgen

    series = project.series
    if series is None or not series.episodes:
        raise RefusedInput("还没有剧本；先在「剧本」里写，再导出。", "There is no script yet.")
    if format not in {one for _, one in FORMATS}:
        raise RefusedInput(f"没有“{format}”这种格式。", f"No format “{format}”.")
    file = project.folder / "导出" / f"{file_name(project.name)}.{format}"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file, scriptgen.write(series, file, format)


def packed(project: Project, folder: Path) -> Path | None:
    """Return one zip of the present files, in a folder of its own; None where nothing was made."""
    files = made_files(project)
    if not files:
        return None
    root = project.out
    state = "|".join(f"{one}{one.stat().st_mtime_ns}" for one in sorted(files))
    key = hashlib.sha256(f"{project.name}|{state}".encode()).hexdigest()
    target = folder / key / f"{file_name(project.name)}.zip"
    if target.is_file():
        return target
    return zipped(target, ((path, path.relative_to(root).as_posix()) for path in sorted(files)))


def file_name(title: str) -> str:
    """Return a title as a file name that every system takes."""
    kept = "".join(sign for sign in title if sign.isalnum() or sign in "-_")[:40]
    return kept or "三晋"
