"""Writing a report in the form that its file name asks for."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from heritage_kb.publish import write_file
from scriptgen.formats.files import LIMIT
from scriptgen.formats.titlepage import reading_of
from scriptgen.reading import Reading
from scriptgen.reviewing.reports.page import html_report
from scriptgen.reviewing.reports.plain import text_report
from scriptgen.reviewing.reports.sarif import sarif_report
from scriptgen.series import Series
from scriptgen.textin import read_bytes

FORMS = ("html", "docx", "sarif", "json", "txt")


def write_report(
    result: Mapping[str, Any],
    script: Series | Reading,
    path: str | os.PathLike[str],
    form: str | None = None,
    *,
    date: str = "",
) -> None:
    """Write the report of a review.

    Args:
        result: what ``review`` gave.
        script: what was reviewed; a Word file that it came from is annotated itself.
        path: the file.
        form: html, docx (the script with comments), sarif, json or txt; by default the suffix.
        date: of the comments in Word, as ``2026-03-01T08:00:00Z``; empty for none.

    Raises:
        RefusedInput: another form, or a path that cannot be written.
    """
    file = Path(path)
    kind = (form or file.suffix.lstrip(".")).lower()
    if kind not in FORMS:
        raise RefusedInput(
            f"报告不能写成“{kind or '无后缀'}”；可写：{'、'.join(FORMS)}。",
            f"No report in “{kind}”; known: {', '.join(FORMS)}.",
        )
    reading = reading_of(script)
    name = Path(reading.source.file).name if reading.source else file.stem
    if kind == "docx":
        data = _annotated(result, script, reading, date)
    elif kind == "html":
        data = html_report(result, reading, name).encode()
    elif kind == "sarif":
        data = sarif_report(result, name).encode()
    elif kind == "json":
        data = (json.dumps(result, ensure_ascii=False, indent=2) + "\n").encode()
    else:
        data = (text_report(result) + "\n").encode()
    write_file(file, data)


def _annotated(
    result: Mapping[str, Any], script: Series | Reading, reading: Reading, date: str
) -> bytes:
    from scriptgen.formats.word import annotate

    source = script.source if isinstance(script, Reading) else None
    original = None
    if source is not None and source.form == "docx":
        try:
            original = read_bytes(source.file, limit=LIMIT)
        except RefusedInput:
            original = None
    return annotate(original, reading, result["findings"], date=date)
