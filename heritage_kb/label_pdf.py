"""AI labels of PDF files: the record in the document information, key /AIGC (TC260-PG-20258A).

The visible sentence is the writer's to print; here it is only looked for on the first and the
last page. Second owner of pypdf beside ``heritage_kb.shelf.pdf``.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping
from typing import Any

from heritage_kb.aigc import as_json, is_notice
from heritage_kb.errors import RefusedInput

KEY = "/AIGC"


def labelled(data: bytes, record: Mapping[str, str]) -> bytes:
    """Return the PDF with exactly one record; what it held before stays.

    Raises:
        RefusedInput: no whole PDF.
    """
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=_reader(data))
    writer.add_metadata({KEY: as_json(record)})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def found(data: bytes) -> tuple[list[str], bool]:
    """Return the records as JSON texts, and whether a visible sentence stands on an outer page.

    Raises:
        RefusedInput: no whole PDF.
    """
    from pypdf.errors import PyPdfError

    reader = _reader(data)
    try:
        kept = reader.metadata.get(KEY) if reader.metadata else None
        outer = [reader.pages[0], reader.pages[-1]] if len(reader.pages) else []
        rows = [row.strip() for page in outer for row in re.split("\n", page.extract_text() or "")]
    except (PyPdfError, KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise _damaged() from error
    return [str(kept)] if kept is not None else [], any(is_notice(row) for row in rows)


def _reader(data: bytes) -> Any:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        len(reader.pages)
    except (PyPdfError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged() from error
    return reader


def _damaged() -> RefusedInput:
    return RefusedInput("PDF 是坏的，读不出页；请用原软件重新导出。", "The PDF is damaged.")
