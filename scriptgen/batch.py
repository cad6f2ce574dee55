"""Hundreds of briefs at once: each a job of one ledger, worked off by several processes.

The ledger lies in the output folder and stays the truth: the same call again goes on where the
last one stopped, and does nothing twice.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from heritage_kb.publish import MARKER, write_file
from scriptgen.batch_briefs import Asked, asked_of
from scriptgen.brief import read_brief
from scriptgen.formats.files import read_plan
from scriptgen.jobs.drafting import submit_draft
from scriptgen.jobs.executors import Executor, executor
from scriptgen.jobs.job import Job
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.worker import KINDS

LEDGER = ".sanjin-jobs"
REPORT = "批量报告"
Progress = Callable[[str, float], None]
Briefs = str | os.PathLike[str] | Iterable[str | os.PathLike[str] | Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one brief: ``files`` lie in ``out``; ``why`` is one sentence where it failed.

    ``seconds`` is what its recorded steps took, in this run and earlier ones; ``before`` says that
    it was done before this run.
    """

    brief: str
    out: str
    job: int | None = None
    files: tuple[str, ...] = ()
    seconds: float = 0.0
    why: str = ""
    before: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """What ``batch`` did: ``seconds`` is the time of this run by the clock on the wall."""

    out: str
    done: tuple[Outcome, ...]
    failed: tuple[Outcome, ...]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return asdict(self)

    def to_text(self) -> str:
        """Return the report as Chinese text."""
        files = sum(len(one.files) for one in self.done)
        before = sum(one.before for one in self.done)
        lines = [
            f"共 {len(self.done) + len(self.failed)} 份题材：做完 {len(self.done)} 份"
            + (f"（其中 {before} 份先前已做完）" if before else "")
            + f"，没成 {len(self.failed)} 份；{files} 个文件；用时 {self.seconds:.0f} 秒。",
            *(f"没成　{one.brief}：{one.why}" for one in self.failed),
            *(
                f"做完　{one.brief} → {one.out}（{len(one.files)} 个文件，{one.seconds:.1f} 秒）"
                for one in self.done
            ),
        ]
        return "\n".join(lines)


def batch(
    briefs: Briefs,
    out_dir: str | os.PathLike[str],
    *,
    workers: int = 2,
    executor: str | Executor = "local",
    owner: str = "批量",
    kinds: str = KINDS,
    progress: Progress | None = None,
) -> Batch:
    """Draft every brief into a folder of its own; a bad one is named and skipped.

    Args:
        briefs: a folder of TOML and JSON files, a JSONL file with a brief a line, or several
            files and mappings.
        out_dir: one folder a brief comes to lie here, the report, and the ledger.
        workers: how many processes.
        executor: ``local``, ``ray``, or one's own.
        owner: whose jobs they are.
        kinds: ``module:NAME`` of the kinds of work; see ``jobs.kinds``.
        progress: told what is being done, and the share done (0–1).

    Raises:
        RefusedInput: nothing to draft, no such folder, or an output that cannot be written.
        SanjinError: workers cannot be started, or die one after the other.
    """
    if workers < 1:
        raise RefusedInput("workers 至少是 1。", "At least one worker.")
    started = time.monotonic()
    say = progress or (lambda what, share: None)
    out = Path(out_dir).expanduser().absolute()
    asked = asked_of(briefs)
    with Ledger(out / LEDGER, create=True) as ledger:
        failed, jobs, before = _submitted(ledger, asked, out, owner)
        if any(not ledger.job(job).ended for job in jobs.values()):
            ids = set(jobs.values())
            _executor(executor).work_off(ledger, workers, kinds, lambda: say(*ledger.standing(ids)))
        ended = [
            _outcome(name, ledger.job(job), before=job in before) for name, job in jobs.items()
        ]
    done = tuple(one for one in ended if not one.why)
    failed += [one for one in ended if one.why]
    report = Batch(
        out=str(out), done=done, failed=tuple(failed), seconds=round(time.monotonic() - started, 1)
    )
    _write_report(report, out)
    return report


def _submitted(
    ledger: Ledger, asked: Sequence[Asked], out: Path, owner: str
) -> tuple[list[Outcome], dict[str, int], set[int]]:
    """Hand in what can be read.

    Returns:
        What cannot be; the jobs by their briefs' names; those that were done before.
    """
    failed: list[Outcome] = []
    jobs: dict[str, int] = {}
    before: set[int] = set()
    for one in asked:
        place = out / one.folder
        try:
            if one.wrong:
                raise RefusedInput(one.wrong)
            job = _handed_in(ledger, one.source, place, owner)
        except RefusedInput as error:
            failed.append(Outcome(brief=one.name, out=str(place), why=error.zh))
            continue
        jobs[one.name] = job.id
        if job.state == "done" and (place / MARKER).is_file():
            before.add(job.id)
        elif job.ended:
            ledger.retry(job.id, also_done=True)
    return failed, jobs, before


def _handed_in(
    ledger: Ledger, source: str | os.PathLike[str] | Mapping[str, Any], place: Path, owner: str
) -> Job:
    """Hand in a brief, or a plan as it was edited."""
    planned = read_plan(source)
    brief = planned.brief if planned else read_brief(source)
    return submit_draft(ledger, brief, place, owner=owner, planned=planned)


def _executor(which: str | Executor) -> Executor:
    return executor(which) if isinstance(which, str) else which


def _outcome(name: str, job: Job, *, before: bool) -> Outcome:
    result = job.result or {}
    why = "" if job.state == "done" else job.error or "没有做完（已取消，或还在别处做）。"
    return Outcome(
        brief=name,
        out=str(job.inputs["out"]),
        job=job.id,
        files=tuple(result.get("files", ())),
        seconds=round(job.seconds, 2),
        why=why,
        before=before,
    )


def _write_report(report: Batch, out: Path) -> None:
    text = json.dumps(report.to_json(), ensure_ascii=False, indent=1)
    write_file(out / f"{REPORT}.json", f"{text}\n".encode())
    write_file(out / f"{REPORT}.txt", f"{report.to_text()}\n".encode())
