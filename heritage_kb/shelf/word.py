"""Word documents. The second module that imports python-docx (the other writes screenplays).

Tracked insertions are read, deletions are gone, hidden text is not read. Word files have no pages
of their own; paragraphs are counted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from heritage_kb.shelf.blocks import Block, Opened, column_names, row_text
from heritage_kb.shelf.lettering import one_line
from heritage_kb.shelf.limits import open_archive, refuse_hostile_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ENTERED = {f"{_W}{tag}" for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_SKIPPED = {
    *(f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pict", "rPr", "pPr")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # said twice
}
_OFF = ("0", "false", "off", "none")
_NOTES = ("/word/footnotes.xml", "/word/endnotes.xml")


def read_word(data: bytes, stem: str) -> Opened:
    """Return a docx: paragraphs and table rows in order, footnotes and endnotes at the end."""
    with open_archive(data) as archive:
        refuse_hostile_xml(archive)
    import docx

    document = docx.Document(io.BytesIO(data))
    levels = _style_levels(document)
    title, blocks = "", []
    for number, (text, level, row) in enumerate(_content(document.element.body, levels), 1):
        if level == 1 and not title:
            title = one_line(text)
        blocks.append(Block(text, None, number, level, row))
    for text in _notes(document):
        blocks.append(Block(text, None, len(blocks) + 1))
    hidden = sum(_hidden(run) for run in document.element.body.iter(f"{_W}r"))
    note = f"隐藏文字没有收入，共 {hidden} 处。" if hidden else ""
    return Opened(title or stem, None, blocks, note)


def _style_levels(document: Any) -> dict[str, int]:
    """Return the heading level of each paragraph style that has one; Title is 1."""
    levels = {}
    for style in document.styles.element.iter(f"{_W}style"):
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        named = style.find(f"{_W}name")
        name = (named.get(f"{_W}val") or "").lower() if named is not None else ""
        level = _outline(outline)
        if name == "title":
            level = 1
        elif name.startswith("heading ") and name[8:].isdigit():
            level = min(int(name[8:]), 9)
        if level:
            levels[style.get(f"{_W}styleId")] = level
    return levels


def _outline(mark: Any) -> int:
    value = mark.get(f"{_W}val") if mark is not None else None
    return int(value) + 1 if value is not None and value.isdigit() and int(value) < 9 else 0


def _content(node: Any, levels: Mapping[str, int]) -> Iterator[tuple[str, int, bool]]:
    """Yield (text, heading level, is a row) in reading order."""
    for child in node:
        if child.tag == f"{_W}p":
            yield _text(child), _level(child, levels), False
        elif child.tag == f"{_W}tbl":
            for text in _rows(child):
                yield text, 0, True
        elif child.tag in _ENTERED:
            yield from _content(child, levels)


def _level(paragraph: Any, levels: Mapping[str, int]) -> int:
    direct = _outline(paragraph.find(f"{_W}pPr/{_W}outlineLvl"))
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return direct or (levels.get(style.get(f"{_W}val"), 0) if style is not None else 0)


def _rows(table: Any) -> Iterator[str]:
    """Yield each row as ``列名：值；…``, or its cells where the first row names no columns."""
    names: list[str] = []
    for number, row in enumerate(table.iterchildren(f"{_W}tr")):
        cells = ["\n".join(_cell(cell)) for cell in row.iterchildren(f"{_W}tc")]
        if number == 0:
            names = column_names(cells)
            if names:
                continue
        yield row_text(names, cells)
    if names and number == 0:
        yield row_text([], names)


def _cell(cell: Any) -> Iterator[str]:
    """Yield the paragraphs of a cell, of tables inside it too."""
    for child in cell:
        if child.tag == f"{_W}p":
            yield _text(child)
        elif child.tag == f"{_W}tbl":
            yield from _rows(child)
        elif child.tag in _ENTERED:
            yield from _cell(child)


def _text(node: Any) -> str:
    parts = []
    for child in node:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            parts.append(" ")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag == f"{_W}p":  # inside a text box
            parts += ["\n", _text(child)]
        elif child.tag not in _SKIPPED and isinstance(child.tag, str) and not _hidden(child):
            parts.append(_text(child))
    return "".join(parts)


def _hidden(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and (mark.get(f"{_W}val") or "1").lower() not in _OFF


def _notes(document: Any) -> Iterator[str]:
    """Yield the text of footnotes and endnotes, which python-docx does not open."""
    from defusedxml.ElementTree import fromstring

    for part in document.part.package.iter_parts():
        if str(part.partname) in _NOTES:
            for note in fromstring(part.blob):
                for paragraph in note.iter(f"{_W}p"):
                    yield _text(paragraph)
