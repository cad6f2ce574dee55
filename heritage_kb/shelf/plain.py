"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heritage_kb.errors import RefusedInput
from heritage_kb.shelf.blocks import Block, Opened, column_names, row_text
from heritage_kb.shelf.lettering import cleaned, decoded, one_line
from heritage_kb.shelf.limits import LINE_BYTES, MEGABYTE
from heritage_kb.shelf.pieces import chapter_level, unwrapped

_ATX = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r" {0,3}([-*_=])(?:\s*\1){2,}\s*$")
_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,500})\]\([^)\n]{0,2000}\)")
_STRONG = re.compile(r"(\*\*|__|~~|`)(?=\S)([^\n]{1,500}?)(?<=\S)\1")
_QUOTE = re.compile(r"^ {0,3}(?:>\s?)+")
_TABLE_RULE = re.compile(r"[\s|:\-]+")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})\s*")


def read_text(data: bytes, stem: str) -> Opened:
    """Return a text file; a line such as 第一章 … counts as a heading."""
    lines = text_lines(data)
    blocks = [
        Block(text, None, number, chapter_level(text))
        for number, text in enumerate(unwrapped(lines), 1)
    ]
    return Opened(stem, None, blocks)


def read_markdown(data: bytes, stem: str) -> Opened:
    """Return a Markdown file; marks of form are left out, the front matter too."""
    lines = _without_front_matter(text_lines(data))
    blocks = list(_markdown_blocks(lines))
    first = next((b.text for b in blocks if b.level == 1), "")
    return Opened(one_line(first) or stem, None, blocks)


def text_lines(data: bytes, declared: str = "") -> list[str]:
    """Return the clean lines of a text file.

    Raises:
        RefusedInput: not text, or a line longer than a megabyte.
    """
    lines = cleaned(decoded(data, declared)).split("\n")
    if max(map(len, lines)) > LINE_BYTES // 3 and any(len(x.encode()) > LINE_BYTES for x in lines):
        raise RefusedInput(
            f"有一行超过 {LINE_BYTES // MEGABYTE} MB，不像给人读的文字；请分行后再试。",
            "A line is longer than a megabyte.",
        )
    return lines


def _without_front_matter(lines: list[str]) -> list[str]:
    if lines and lines[0].strip() == "---":
        for number, line in enumerate(lines[1:200], 1):
            if line.strip() in ("---", "..."):
                return lines[number + 1 :]
    return lines


def _markdown_blocks(lines: list[str]) -> Iterator[Block]:
    """Yield headings, paragraphs, rows of tables and whole pieces of code, counted in order."""
    number = 0
    for text, level, row in _markdown_parts(lines):
        if text.strip():
            number += 1
            yield Block(text, None, number, level, row)


def _markdown_parts(lines: list[str]) -> Iterator[tuple[str, int, bool]]:
    held: list[str] = []
    code: list[str] | None = None
    for line in [*lines, ""]:
        if line.lstrip().startswith(("```", "~~~")):
            yield from _paragraphs(held)
            yield "\n".join(code or ()), 0, False
            held, code = [], [] if code is None else None
        elif code is not None:
            code.append(line)
        elif held and _UNDERLINE.fullmatch(line):  # the line above is a heading
            yield from _paragraphs(held[:-1])
            yield _bare(held[-1]), 1 if "=" in line else 2, False
            held = []
        elif (heading := _ATX.match(line)) or not line.strip() or _RULE.match(line):
            yield from _paragraphs(held)
            held = []
            if heading:
                yield _bare(heading[2]), len(heading[1]), False
        else:
            held.append(line)
    yield "\n".join(code or ()), 0, False
    yield from _paragraphs(held)


def _paragraphs(lines: list[str]) -> Iterator[tuple[str, int, bool]]:
    if len(lines) >= 2 and all(line.lstrip().startswith("|") for line in lines):
        rows = [[_bare(cell) for cell in line.strip().strip("|").split("|")] for line in lines]
        rows = [cells for cells in rows if not _TABLE_RULE.fullmatch("|".join(cells))]
        names = column_names(rows[0]) if len(rows) > 1 else []
        for cells in rows[1:] if names else rows:
            yield row_text(names, cells), 0, True
    else:
        for text in unwrapped([_bare(line) for line in lines]):
            yield text, 0, False


def _bare(line: str) -> str:
    """Return a line of Markdown without its marks."""
    line = _LINK.sub(r"\1", _IMAGE.sub(r"\1", _QUOTE.sub("", line)))
    return _STRONG.sub(r"\2", line)
