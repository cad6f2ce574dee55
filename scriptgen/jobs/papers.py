"""Reviewing and exporting a script file as jobs: a step a paper."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.formats.files import FORMATS, LIMIT, read_any, write
from scriptgen.jobs.files import digest, holds
from scriptgen.jobs.job import Job
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.shift import Shift
from scriptgen.reading import Reading
from scriptgen.reviewing.engine import review
from scriptgen.reviewing.reports.writing import write_report
from scriptgen.series import Series
from scriptgen.textin import read_bytes


def submit_review(
    ledger: Ledger,
    file: str | os.PathLike[str],
    report: str | os.PathLike[str],
    *,
    owner: str,
    context: Mapping[str, Any] | None = None,
) -> Job:
    """Hand in the review of a script file; the report is html, docx, sarif, json or txt.

    Raises:
        RefusedInput: the file cannot be read; or as for ``Ledger.submit``.
    """
    inputs = _source(file) | {"report": _absolute(report), "context": dict(context or {})}
    return ledger.submit("review", inputs, owner=owner, title=f"审读 {Path(file).name}")


def submit_export(
    ledger: Ledger,
    file: str | os.PathLike[str],
    out: str | os.PathLike[str],
    formats: Sequence[str],
    *,
    owner: str,
) -> Job:
    """Hand in the export of a script file into a folder, in each of some formats.

    Raises:
        RefusedInput: an unknown format, the file cannot be read; or as for ``Ledger.submit``.
    """
    wrong = [one for one in formats if one not in FORMATS]
    if wrong or not formats:
        raise RefusedInput(
            f"不能导出成“{'、'.join(wrong) or '空'}”；可写的格式有：{'、'.join(FORMATS)}。",
            f"Cannot export to {wrong}; the formats are {', '.join(FORMATS)}.",
        )
    inputs = _source(file) | {"out": _absolute(out), "formats": list(formats)}
    return ledger.submit("export", inputs, owner=owner, title=f"导出 {Path(file).name}")


def review_job(inputs: Mapping[str, Any], shift: Shift) -> dict[str, Any]:
    """Review a file and write the report."""
    shift.expect(2)
    script, report = _unchanged(inputs), Path(inputs["report"])
    found = shift.step("review", "审读", lambda: review(script, context=inputs["context"]))
    shift.step(
        "report", "写报告", partial(_reported, found, script, report), still=partial(holds, report)
    )
    return {"report": str(report), "review": found["summary"]}


def export_job(inputs: Mapping[str, Any], shift: Shift) -> dict[str, Any]:
    """Write a file in each format asked for."""
    shift.expect(len(inputs["formats"]))
    script, folder = _unchanged(inputs), Path(inputs["out"])
    folder.mkdir(parents=True, exist_ok=True)
    lost: dict[str, list[str]] = {}
    for form in inputs["formats"]:
        place = folder / f"{Path(inputs['file']).stem}.{form}"
        kept = shift.step(
            f"export {form}",
            f"导出 {place.name}",
            partial(_exported, script, place, form),
            still=partial(holds, place),
        )
        lost[place.name] = kept["lost"]
    return {"out": str(folder), "files": sorted(lost), "lost": lost}


def _reported(found: dict[str, Any], script: Series | Reading, report: Path) -> dict[str, Any]:
    write_report(found, script, report)
    return {"sha256": digest(report)}


def _exported(script: Series | Reading, place: Path, form: str) -> dict[str, Any]:
    lost = write(script, place, form)
    return {"sha256": digest(place), "lost": lost}


def _source(file: str | os.PathLike[str]) -> dict[str, Any]:
    read_bytes(file, limit=LIMIT)
    return {"file": _absolute(file), "sha256": digest(Path(file))}


def _unchanged(inputs: Mapping[str, Any]) -> Series | Reading:
    """Return the script that was handed in; another one in its place is another job."""
    file = Path(inputs["file"])
    read_bytes(file, limit=LIMIT)
    if digest(file) != inputs["sha256"]:
        raise RefusedInput(
            f"“{file.name}”交来以后改过了，没有动；请重新交一次。",
            f"“{file.name}” was changed since it was handed in; hand it in again.",
        )
    return read_any(file)


def _absolute(path: str | os.PathLike[str]) -> str:
    return str(Path(path).expanduser().absolute())
