"""A worker: claims jobs and works them off until none is left.

``python -m scriptgen.jobs.worker LEDGER`` is one in a process of its own; it stops, its job given
back, when its standard input ends: with the process that started it.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from heritage_kb.errors import RefusedInput, SanjinError
from scriptgen.jobs.job import Cancelled, Halted, Job, TakenOver, Work
from scriptgen.jobs.ledger import Ledger
from scriptgen.jobs.presence import Presence
from scriptgen.jobs.shift import Shift

KINDS = "scriptgen.jobs.kinds:KINDS"
_WAIT_S = 0.3  # between looks while others are still at work
_UNEXPECTED = (
    "出了没有料到的错，这一步没有完成。",
    "Something unexpected went wrong in this step.",
)

_log = logging.getLogger("sanjin.jobs")


def work_off(
    ledger: Ledger,
    worker: str,
    kinds: Mapping[str, Work],
    *,
    halt: threading.Event | None = None,
    told: Callable[[Job], None] | None = None,
) -> int:
    """Work until every job that one can do has ended, whoever does it; return how many one did.

    Args:
        ledger: where the jobs stand.
        worker: one's name, that of its ``Presence`` where it has one.
        kinds: kind → work.
        halt: set to stop: the job in hand is given back.
        told: called with each job one has ended or given up.
    """
    halt, count = halt or threading.Event(), 0
    while not halt.is_set():
        job = ledger.claim(worker, tuple(kinds))
        if job is not None:
            do(ledger, job, kinds[job.kind], halt)
            count += 1
            if told is not None:
                told(ledger.job(job.id))
        elif ledger.open_jobs(tuple(kinds)):
            halt.wait(_WAIT_S)
        else:
            break
    return count


def do(ledger: Ledger, job: Job, work: Work, halt: threading.Event | None = None) -> None:
    """Do one claimed job and enter what came of it.

    Raises:
        RefusedInput: the ledger cannot be written.
    """
    try:
        with Shift(ledger, job, halt) as shift:
            result = work(job.inputs, shift)
            shift.check()
        if ledger.finish(job, result):
            ledger.clear_files(job.id)
    except Cancelled:
        ledger.stop(job)
    except TakenOver:
        _log.warning("job %s was taken over", job.id)
    except (Halted, KeyboardInterrupt) as stopped:
        ledger.give_back(job)
        if isinstance(stopped, KeyboardInterrupt):
            raise
    except Exception as error:  # noqa: BLE001 - becomes a sentence; the log has what we did not expect
        zh, en, again = _sentence(error, job)
        ledger.fail(job, zh, en, again=again)


def _sentence(error: Exception, job: Job) -> tuple[str, str, bool]:
    """Return what went wrong in one sentence, in both languages, and whether to try again."""
    if isinstance(error, SanjinError):
        return error.zh, error.en, not isinstance(error, RefusedInput)
    if isinstance(error, OSError):
        said = error.strerror or str(error)
        zh = f"读写文件出错（{said}）；请检查磁盘空间和权限后再试。"
        return zh, f"File trouble ({said}).", True
    if isinstance(error, MemoryError):
        return "内存不够；请少开几个进程再试。", "Out of memory; use fewer workers.", True
    _log.error("job %s failed", job.id, exc_info=error)
    return *_UNEXPECTED, True


def named(kinds: str) -> Mapping[str, Work]:
    """Return the kinds that ``module:NAME`` holds; named by whoever starts a worker, not by jobs.

    Raises:
        RefusedInput: there is no such module or name.
    """
    module, _, name = kinds.partition(":")
    try:
        found: Mapping[str, Work] = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise RefusedInput(
            f"找不到作业的做法“{kinds}”（{error}）；应是 模块:名字。",
            f"No kinds “{kinds}” ({error}).",
        ) from error
    return found


def main() -> int:
    """Work in a process of one's own."""
    words = argparse.ArgumentParser()
    words.add_argument("ledger", type=Path)
    words.add_argument("--kinds", default=KINDS)
    args = words.parse_args()
    halt = threading.Event()
    threading.Thread(target=_leash, args=(halt,), daemon=True).start()
    try:
        with Ledger(args.ledger) as ledger, Presence(ledger.hands) as presence:
            work_off(ledger, presence.name, named(args.kinds), halt=halt)
    except SanjinError as error:
        sys.stderr.write(f"{error.zh}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _leash(halt: threading.Event) -> None:
    while os.read(0, 4096):
        pass
    halt.set()


if __name__ == "__main__":
    sys.exit(main())
