"""A workbook as bytes: the same content gives the same bytes, whenever it is written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heritage_kb.label_office import pack, unpack

_EPOCH = datetime(2000, 1, 1)


def workbook_bytes(book: Any) -> bytes:
    """Return an openpyxl workbook as a file without the time of day in it.

    ``Workbook.save`` writes the present second into the file; the writer under it does not.
    """
    from openpyxl.writer.excel import ExcelWriter

    book.properties.creator = book.properties.lastModifiedBy = ""
    book.properties.created = book.properties.modified = _EPOCH
    out = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)).save()
    return pack(unpack(out.getvalue()))


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, its head, widths of columns in letters, and rows of text or numbers."""

    title: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[Sequence[Any]]


def tables_bytes(tables: Sequence[Table]) -> bytes:
    """Return a workbook with one sheet a table: bold frozen head, wrapped text."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        _lay(book.create_sheet(table.title), table)
    return workbook_bytes(book)


def _lay(sheet: Any, table: Table) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.append(table.head)
    for row in table.rows:
        sheet.append([_plain(value) for value in row])
    wrap = Alignment(wrap_text=True, vertical="top")
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = wrap
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EFE6D2")
    for number, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"


def _plain(value: Any) -> Any:
    """Return a value no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") and len(value) > 1:
        return "'" + value
    return value
