"""Opening one file of a studio: which reader it goes to, and what is said when it cannot be read.

Runs inside the worker process (``worker.py``), because what it opens may be hostile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from heritage_kb.errors import RefusedInput
from heritage_kb.shelf.blocks import Opened, within_limit
from heritage_kb.shelf.limits import FILE_BYTES, MEGABYTE
from heritage_kb.shelf.pdf import read_pdf, read_rows
from heritage_kb.shelf.plain import read_markdown, read_text
from heritage_kb.shelf.sheets import read_table, read_workbook
from heritage_kb.shelf.web import read_book, read_page
from heritage_kb.shelf.word import read_word

READERS: dict[str, Callable[[bytes, str], Opened]] = {
    "txt": read_text,
    "text": read_text,
    "md": read_markdown,
    "markdown": read_markdown,
    "docx": read_word,
    "pdf": read_pdf,
    "pdf-rows": read_rows,
    "xlsx": read_workbook,
    "csv": read_table,
    "tsv": read_table,
    "html": read_page,
    "htm": read_page,
    "xhtml": read_page,
    "epub": read_book,
}


def open_file(path: str, form: str, stem: str) -> tuple[str, int, Opened]:
    """Return (sha256, size in bytes, what was read) of one file.

    Args:
        path: where it is.
        form: its suffix without the dot, in lower case; one of ``READERS``.
        stem: the title where the file names none.

    Raises:
        RefusedInput: too big, damaged, hostile, or without any text.
    """
    with Path(path).open("rb") as stream:
        data = stream.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        raise RefusedInput(
            f"超过 {FILE_BYTES // MEGABYTE} MB，请拆开再试。", f"Larger than {FILE_BYTES} bytes."
        )
    try:
        opened = READERS[form](data, stem)
        blocks = list(within_limit(opened.blocks))
    except RefusedInput:
        raise
    except MemoryError as error:
        raise RefusedInput(
            "读它要用的内存超过上限，请拆开再试。", "Reading it takes too much memory."
        ) from error
    except Exception as error:  # whatever a parser stumbles over costs only this file
        raise damaged() from error
    if not blocks:
        raise RefusedInput("里面没有文字。", "There is no text in it.")
    return hashlib.sha256(data).hexdigest(), len(data), opened._replace(blocks=blocks)


def damaged() -> RefusedInput:
    """Return the sentence for a file that its reader cannot make sense of."""
    return RefusedInput(
        "读不了：文件坏了，或不是后缀所说的格式；请用原软件打开、另存后再试。",
        "It cannot be read: damaged, or not of the format that its suffix says.",
    )
