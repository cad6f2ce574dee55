"""Reading and writing script files of every format that there is so far."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from heritage_kb import label
from heritage_kb.errors import RefusedInput
from heritage_kb.publish import write_file
from scriptgen import jsonfile
from scriptgen.formats import textfile
from scriptgen.formats.titlepage import made_by_machine, plain_rows, reading_of, title_page
from scriptgen.reading import ReadEpisode, Reading, ReadLine
from scriptgen.series import Series
from scriptgen.textin import MEGABYTE, decode, read_bytes

FORMATS = ("docx", "txt", "md", "json")
LIMIT = 20 * MEGABYTE
_WORD_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")
_TEXT_SUFFIXES = (".txt", ".md", ".markdown", ".json", *_WORD_SUFFIXES)


def read(path: str | os.PathLike[str]) -> Reading:
    """Read a script file without losing a character.

    Args:
        path: docx, txt, md, or json (a ``series.json`` or the JSON of an earlier reading); at
            most 20 MB; text in UTF-8, UTF-16 with mark, or GB18030.

    Raises:
        RefusedInput: no such file, another format, too big, damaged, or no text.
    """
    text = read_any(path)
    return text if isinstance(text, Reading) else reading_of(text)


def read_any(path: str | os.PathLike[str]) -> Series | Reading:
    """Read a file as what it is: a ``Series`` from series.json, else a ``Reading``.

    A folder is read by its ``series.json``, else by its script files in order of name.

    Raises:
        RefusedInput: as for ``read``; or a folder without scripts.
    """
    file = Path(path)
    if file.is_dir():
        return _read_folder(file)
    suffix = file.suffix.lower()
    _refuse_other_formats(file, suffix)
    data = read_bytes(file, limit=LIMIT)
    if suffix in _WORD_SUFFIXES:
        from scriptgen.formats.word import read_word

        return _with_label(read_word(data), file)
    text = decode(data, file.name)
    if suffix == ".json":
        return _read_json(text, file)
    if suffix in (".md", ".markdown"):
        return textfile.read_markdown(text)
    return textfile.read_text(text)


def read_series(path: str | os.PathLike[str]) -> Series:
    """Read a ``series.json``.

    Raises:
        RefusedInput: as for ``read``; or the file holds a script but no series.
    """
    series = read_any(path)
    if not isinstance(series, Series):
        raise RefusedInput(
            f"“{Path(path).name}”是剧本，不是 series.json；请用 draft 得到的 series.json。",
            f"“{Path(path).name}” is a script, not a series.json.",
        )
    return series


def write(
    text: Series | Reading, path: str | os.PathLike[str], format: str | None = None
) -> list[str]:
    """Write a series or a reading to a file, whole or not at all, and label it where it must be.

    Args:
        text: what to write; machine-made content is labelled, a wholly human script is not.
        path: the file.
        format: docx, txt, md or json; by default the suffix of ``path``.

    Returns:
        What the format cannot hold, as Chinese sentences; empty when nothing was lost.

    Raises:
        RefusedInput: an unknown format, or a path that cannot be written.
    """
    file = Path(path)
    kind = (format or file.suffix.lstrip(".")).lower()
    if kind not in FORMATS:
        raise RefusedInput(
            f"不能写成“{kind or '无后缀'}”；可写的格式有：{'、'.join(FORMATS)}。",
            f"Cannot write “{kind}”; the formats are {', '.join(FORMATS)}.",
        )
    data = _WRITERS[kind](text)
    staged = file.with_name(f".{file.name}.{os.getpid()}.{kind}")
    try:
        write_file(staged, data)
        if made_by_machine(text):
            label.stamp(staged, notice=title_page(text).notice or label.NOTICE)
        lost = _lost(text, staged, kind)
        write_file(file, staged.read_bytes())
    finally:
        staged.unlink(missing_ok=True)
    return lost


# -------------------------------------------------------------------------------------- reading


def _refuse_other_formats(file: Path, suffix: str) -> None:
    if suffix in _TEXT_SUFFIXES:
        return
    known = "、".join(FORMATS)
    if not file.exists():
        raise RefusedInput(f"找不到文件“{file}”；请检查文件名。", f"No file “{file}”.")
    hint = (
        "请用 Word 或 WPS 另存为 docx" if suffix in (".doc", ".wps", ".rtf") else "请先转成其中一种"
    )
    raise RefusedInput(
        f"读不了“{file.name}”这种格式；现在能读的有：{known}，{hint}。",
        f"Cannot read “{file.name}”; the formats are {', '.join(FORMATS)}.",
    )


def _read_json(text: str, file: Path) -> Series | Reading:
    data = jsonfile.loads(text, file.name)
    if jsonfile.is_series(data):
        return Series.from_json(data)
    if "episodes" not in data:
        raise RefusedInput(
            f"“{file.name}”里没有 episodes，不是剧本；请用 series.json 或 import 得到的 JSON。",
            f"“{file.name}” holds no episodes.",
        )
    reading = jsonfile.reading_from_json(Reading, data)
    return _with_label(reading, file)


def _with_label(reading: Reading, file: Path) -> Reading:
    """Remember a label that stands only in the file's metadata."""
    if not reading.labels and label.verify(file).record:
        reading.labels.append("AIGC")
    return reading


def _read_folder(folder: Path) -> Series | Reading:
    series = folder / "series.json"
    if series.is_file():
        return read_any(series)
    files = [
        file
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in (".docx", ".txt", ".md") and not file.name.startswith((".", "~"))
    ]
    if not files:
        raise RefusedInput(
            f"文件夹“{folder}”里没有 series.json，也没有 docx、txt、md 剧本；请指明文件。",
            f"“{folder}” holds neither series.json nor script files.",
        )
    readings = [read(file) for file in files]
    whole = replace(readings[0])
    whole.episodes = [episode for reading in readings for episode in reading.episodes]
    whole.unmapped = [loose for reading in readings for loose in reading.unmapped]
    whole.notes = [note for reading in readings for note in reading.notes]
    whole.labels = list(dict.fromkeys(x for reading in readings for x in reading.labels))
    whole.episodes.sort(key=lambda episode: episode.number)
    return whole


# -------------------------------------------------------------------------------------- writing


def _as_json(text: Series | Reading) -> bytes:
    return jsonfile.dumps(text.to_json())


def _as_text(text: Series | Reading) -> bytes:
    return textfile.write_text(reading_of(text), plain_rows(title_page(text))).encode()


def _as_markdown(text: Series | Reading) -> bytes:
    rows = [row for row in plain_rows(title_page(text)) if row != title_page(text).notice]
    return textfile.write_markdown(reading_of(text), rows).encode()


def _as_word(text: Series | Reading) -> bytes:
    from scriptgen.formats.word import write_word

    return write_word(reading_of(text), title_page(text))


_WRITERS: dict[str, Callable[[Series | Reading], bytes]] = {
    "json": _as_json,
    "txt": _as_text,
    "md": _as_markdown,
    "docx": _as_word,
}


# ----------------------------------------------------------------------------- what did not fit


def _lost(text: Series | Reading, file: Path, kind: str) -> list[str]:
    """Read the file back and say what is not there."""
    if kind == "json":
        return []
    said = []
    wanted, found = reading_of(text), read(file)
    for before, after in zip(_rows(wanted), _rows(found), strict=False):
        if before != after:
            said.append(f"有一行读回来与原来不同：“{str(before[-1])[:40]}”。")
    if len(_rows(wanted)) != len(_rows(found)):
        said.append(f"原有 {len(_rows(wanted))} 行，读回来 {len(_rows(found))} 行。")
    if wanted.unmapped:
        said.append(f"未能归类的 {len(wanted.unmapped)} 行没有写入 {kind}，请保留原文件。")
    if isinstance(text, Series) and _cites(text):
        said.append(f"引文、性质与锁定写不进 {kind}，请同时保留 series.json。")
    return said


def _cites(series: Series) -> bool:
    lines = (line for e in series.episodes for scene in e.scenes for line in scene.elements)
    return any(line.citations or line.locked for line in lines)


def _rows(reading: Reading) -> list[tuple[object, ...]]:
    """Return headings and lines as comparable rows, the text last."""
    return [row for episode in reading.episodes for row in _episode_rows(episode)]


def _episode_rows(episode: ReadEpisode) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [(episode.number, episode.title)]
    for scene in episode.scenes:
        rows.append((scene.number, scene.time, scene.int_ext, tuple(scene.cast), scene.place))
        rows += [_line_row(line) for line in scene.lines]
    return rows


def _line_row(line: ReadLine) -> tuple[object, ...]:
    return (line.type, line.speaker, line.parenthetical or None, line.text)
