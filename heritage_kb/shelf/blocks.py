"""What every reader of a file hands on: blocks of text in reading order, with their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from heritage_kb.errors import RefusedInput
from heritage_kb.shelf.limits import CHARACTERS


class Block(NamedTuple):
    """A paragraph, a heading or a row of a table.

    ``page`` counts from 1 (for a workbook: the sheet); None where the format has no pages.
    ``paragraph`` counts from 1 within the page, else within the document (for a table: the row).
    ``level`` is 0 for text and 1–9 for a heading. ``row`` marks what stays one passage.
    """

    text: str
    page: int | None
    paragraph: int
    level: int = 0
    row: bool = False


class Opened(NamedTuple):
    """A file as read. ``pages`` is None where the format has none; ``note`` is for its owner."""

    title: str
    pages: int | None
    blocks: list[Block]
    note: str = ""


def within_limit(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks that hold something.

    Raises:
        RefusedInput: more text than one document may hold.
    """
    total = 0
    for block in blocks:
        if not block.text.strip():
            continue
        total += len(block.text)
        if total > CHARACTERS:
            raise RefusedInput(
                f"文字超过 {CHARACTERS // 10_000} 万字，请拆成几个文件。",
                f"More than {CHARACTERS} characters; split the file.",
            )
        yield block


def row_text(names: list[str], cells: list[str]) -> str:
    """Return a table row as ``列名：值；列名：值``; a cell without a column name stands alone.

    >>> row_text(["名称", "年代"], ["佛光寺", "唐"])
    '名称：佛光寺；年代：唐'
    """
    said = []
    for number, cell in enumerate(cells):
        value = " ".join(cell.split())
        if value:
            name = names[number] if number < len(names) else ""
            said.append(f"{name}：{value}" if name else value)
    return "；".join(said)


def column_names(cells: list[str]) -> list[str]:
    """Return a first row as column names; none where it does not look like a head of a table."""
    filled = [cell for cell in cells if cell.strip()]
    worded = [cell for cell in filled if not cell.strip().replace(".", "", 1).isdigit()]
    if len(filled) < 2 or len(worded) < len(filled) or max(map(len, filled)) > 40:
        return []
    return [" ".join(cell.split()) for cell in cells]
