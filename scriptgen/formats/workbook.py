"""A workbook as bytes: the same content gives the same bytes, whenever it is written."""

from __future__ import annotations

import io
import zipfile
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
