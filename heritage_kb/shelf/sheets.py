"""Workbooks and comma-separated tables: a row is a passage.

The second module that imports openpyxl (the other writes the evidence table). Formulas are not
worked out: the value that the file holds is read. Hidden sheets are not read.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator
from typing import Any

from heritage_kb.errors import RefusedInput
from heritage_kb.shelf.blocks import Block, Opened, column_names, row_text, within_limit
from heritage_kb.shelf.limits import LINE_BYTES, ROWS, open_archive, refuse_hostile_xml
from heritage_kb.shelf.plain import text_lines

_COLUMNS = 200
_LAST_ROW = 1_048_576  # of any workbook
_ERRORS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")


def read_workbook(data: bytes, stem: str) -> Opened:
    """Return an xlsx; ``page`` is the number of the sheet, ``paragraph`` that of the row."""
    with open_archive(data) as archive:
        refuse_hostile_xml(archive)
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    blocks = list(within_limit(_sheets(book.worksheets)))
    note = f"隐藏的表没有收入：{'、'.join(hidden)}。" if hidden else ""
    return Opened(stem, None, blocks, note)


def _sheets(sheets: Iterable[Any]) -> Iterator[Block]:
    count = 0
    for number, sheet in enumerate(sheets, 1):
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # what a sheet says of its size may be anything
        named = False
        for block in _rows(_filled(sheet), number):
            count += 1
            if count > ROWS:
                raise _too_many()
            if not named:
                yield Block(sheet.title, number, 0, 1)
                named = True
            yield block


def _filled(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells) of the rows that hold something."""
    rows = sheet.iter_rows(values_only=True, max_col=_COLUMNS, max_row=_LAST_ROW)
    for number, values in enumerate(rows, 1):
        cells = [_shown(value) for value in values]
        if any(cells):
            yield number, cells


def _rows(rows: Iterable[tuple[int, list[str]]], page: int | None) -> Iterator[Block]:
    names: list[str] | None = None
    waiting: tuple[int, list[str]] | None = None
    for number, cells in rows:
        if names is None:
            names = column_names(cells)
            if names:
                waiting = number, cells
                continue
        waiting = None
        yield Block(row_text(names, cells), page, number, row=True)
    if waiting is not None:  # nothing stands under the names
        yield Block(row_text([], waiting[1]), page, waiting[0], row=True)


def _shown(value: Any) -> str:
    """Return a cell as it reads: 3 for 3.0, 2024-05-01 for a day, nothing for an error."""
    if value is None or value in _ERRORS:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime.datetime):
        day = value.time() == datetime.time()
        return value.date().isoformat() if day else value.isoformat(" ", "minutes")
    return str(value).strip()


def _too_many() -> RefusedInput:
    return RefusedInput(f"表格超过 {ROWS} 行，请拆开再试。", f"More than {ROWS} rows.")


def read_table(data: bytes, stem: str) -> Opened:
    """Return a csv or tsv; the sign that parts the first row parts them all."""
    lines = text_lines(data)
    first = next((line for line in lines if line.strip()), "")
    mark = max(",\t;|", key=first.count)
    csv.field_size_limit(LINE_BYTES)
    rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=mark)
    try:
        blocks = list(within_limit(_rows(_counted(rows), None)))
    except csv.Error as error:
        raise RefusedInput(
            f"表格读不下去（{error}），请用表格软件另存为 xlsx 再试。", f"Broken table: {error}."
        ) from error
    return Opened(stem, None, blocks)


def _counted(rows: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(rows, 1):
        if number > ROWS:
            raise _too_many()
        if any(cell.strip() for cell in cells):
            yield number, [cell.strip() for cell in cells[:_COLUMNS]]
