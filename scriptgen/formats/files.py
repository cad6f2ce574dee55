"""Reading and writing script files of every format that there is so far."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from heritage_kb import label
from heritage_kb.errors import RefusedInput
from heritage_kb.publish import write_file
from scriptgen import jsonfile
from scriptgen.formats.sniffing import FORMS, form_of
from scriptgen.formats.titlepage import made_by_machine, reading_of, title_page
from scriptgen.reading import ReadEpisode, Reading, ReadLine, Role, Source
from scriptgen.series import Series
from scriptgen.textin import MEGABYTE, decode, read_bytes

# Each format has one module; it is loaded when a file of that format comes by.
_READERS = {
    "docx": "word:read_word",
    "txt": "textfile:read_text_file",
    "md": "textfile:read_markdown_file",
    "fountain": "fountain:read_fountain",
    "fdx": "finaldraft:read_finaldraft",
    "xlsx": "scenetable:read_scenetable",
    "pdf": "pdffile:read_pdf",
}
_WRITERS = {
    "docx": "word:write_word",
    "txt": "textfile:write_text_file",
    "md": "textfile:write_markdown_file",
    "fountain": "fountain:write_fountain",
    "fdx": "finaldraft:write_finaldraft",
    "xlsx": "scenetable:write_scenetable",
    "pdf": "pdffile:write_pdf",
}
_EDITORS = {
    "txt": "inplace:edit_text_file",
    "md": "inplace:edit_markdown_file",
    "docx": "word:edit_word",
}
FORMATS = (*_WRITERS, "json")
LIMIT = 20 * MEGABYTE


def read(path: str | os.PathLike[str], *, retags: Mapping[int, Role] | None = None) -> Reading:
    """Read a script file without losing a character.

    Args:
        path: docx, pdf, txt, md, fountain, fdx, xlsx or json (a ``series.json`` or the JSON of an
            earlier reading); at most 20 MB; text in UTF-8, UTF-16 or GB18030. What the first
            bytes say counts for more than the suffix.
        retags: what a person says that a row is (``heading``, ``action`` …), by its line number.

    Raises:
        RefusedInput: no such file, another format, too big, damaged, or no text.
    """
    text = read_any(path, retags=retags)
    return text if isinstance(text, Reading) else reading_of(text)


def read_any(
    path: str | os.PathLike[str], *, retags: Mapping[int, Role] | None = None
) -> Series | Reading:
    """Read a file as what it is: a ``Series`` from series.json, else a ``Reading``.

    A folder is read by its ``series.json``, else by its script files in order of name.

    Raises:
        RefusedInput: as for ``read``; or a folder without scripts.
    """
    if "\0" not in str(path) and Path(path).is_dir():
        return _read_folder(Path(path))
    data = read_bytes(path, limit=LIMIT)
    file = Path(path)
    form = form_of(data, file.suffix.lower(), file.name)
    if form == "json":
        return _read_json(data, file)
    reader: Any = _loaded(_READERS, form)
    reading: Reading = reader(data, file.name, retags) if retags else reader(data, file.name)
    reading.source = Source(file=str(path), sha256=hashlib.sha256(data).hexdigest(), form=form)
    return _with_label(reading, file) if form in ("docx", "pdf", "xlsx") else reading


def _loaded(table: Mapping[str, str], form: str) -> Any:
    module, name = table[form].split(":")
    return getattr(import_module(f"scriptgen.formats.{module}"), name)


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


def read_plan(source: str | os.PathLike[str] | Mapping[str, Any]) -> Series | None:
    """Return the plan, edited or not, that a file or JSON values hold; None where it is a brief.

    Raises:
        RefusedInput: as for ``read_series``.
    """
    if isinstance(source, Mapping):
        return Series.from_json(dict(source)) if jsonfile.is_series(dict(source)) else None
    path = Path(source)
    if path.suffix.lower() != ".json" or not path.is_file():
        return None
    try:
        data = jsonfile.loads(decode(read_bytes(path, limit=LIMIT), path.name), path.name)
    except RefusedInput:
        return None  # whoever reads it as a brief says what is wrong with it
    return read_series(path) if jsonfile.is_series(data) else None


def write(
    text: Series | Reading,
    path: str | os.PathLike[str],
    format: str | None = None,
    *,
    afresh: bool = False,
) -> list[str]:
    """Write a series or a reading to a file, whole or not at all, and label it where it must be.

    A reading of a file of the same format is written onto that file, as long as it is still what
    it was: only what was changed is written anew, all else stays as it stood.

    Args:
        text: what to write; machine-made content is labelled, a wholly human script is not.
        path: the file.
        format: one of ``FORMATS``; by default the suffix of ``path``.
        afresh: write the canonical layout, also where the original could be edited.

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
    staged = file.with_name(f".{file.name}.{os.getpid()}.{kind}")
    try:
        edited = None if afresh else _onto_source(text, kind)
        write_file(staged, _as(text, kind) if edited is None else edited)
        if made_by_machine(text):
            label.stamp(staged, notice=title_page(text).notice or label.NOTICE)
        lost = _lost(text, staged, kind)
        write_file(file, staged.read_bytes())
    finally:
        staged.unlink(missing_ok=True)
    return lost


def _onto_source(text: Series | Reading, kind: str) -> bytes | None:
    """Return the reading's own file with the changes made in place; None where that cannot be."""
    source = text.source if isinstance(text, Reading) else None
    if source is None or source.form != kind or kind not in _EDITORS:
        return None
    try:
        data = read_bytes(source.file, limit=LIMIT)
    except RefusedInput:
        return None
    if hashlib.sha256(data).hexdigest() != source.sha256:
        return None
    edited = _loaded(_EDITORS, kind)(data, text)
    return edited[0] if edited and not edited[1] else None


def losses(text: Series | Reading, format: str) -> list[str]:
    """Return what a format cannot hold of this very text, before anything is written.

    Raises:
        RefusedInput: an unknown format.
    """
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return write(text, Path(folder) / f"script.{format}", format)


# -------------------------------------------------------------------------------------- reading


def _read_json(data: bytes, file: Path) -> Series | Reading:
    from scriptgen.textin import decode

    values = jsonfile.loads(decode(data, file.name), file.name)
    if jsonfile.is_series(values):
        return Series.from_json(values)
    if "episodes" not in values:
        raise RefusedInput(
            f"“{file.name}”里没有 episodes，不是剧本；请用 series.json 或 import 得到的 JSON。",
            f"“{file.name}” holds no episodes.",
        )
    reading = jsonfile.reading_from_json(Reading, values)
    beside = file.parent / Path(reading.source.file).name if reading.source else None
    if reading.source and beside and not Path(reading.source.file).exists() and beside.exists():
        reading.source = replace(reading.source, file=str(beside))
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
        if file.suffix.lower() in FORMS
        and file.suffix != ".json"
        and not file.name.startswith((".", "~"))
    ]
    if not files:
        raise RefusedInput(
            f"文件夹“{folder}”里没有 series.json，也没有剧本文件；请指明文件。",
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


def _as(text: Series | Reading, kind: str) -> bytes:
    if kind == "json":
        return jsonfile.dumps(text.to_json())
    data: bytes = _loaded(_WRITERS, kind)(reading_of(text), title_page(text))
    return data


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
