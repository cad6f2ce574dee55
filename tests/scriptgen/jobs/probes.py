"""Kinds of job that leave traces, for workers in processes of their own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scriptgen.jobs.kinds import KINDS as REAL
from scriptgen.jobs.shift import Shift


class Tracing:
    """A shift that writes down each step it really does: ``begin`` and ``end`` lines."""

    def __init__(self, shift: Shift, trace: Path, die_at: int | None = None) -> None:
        self._shift, self._trace, self._die_at, self._made = shift, trace, die_at, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shift, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "base":
            self._shift.base = value
        else:
            super().__setattr__(name, value)

    def step(self, name: str, what: str, make: Any, **more: Any) -> Any:
        def traced() -> Any:
            self._made += 1
            note(self._trace, f"begin {self._shift.job.id} {name}")
            if self._die_at is not None and self._made > self._die_at:
                os.kill(os.getpid(), signal.SIGKILL)
            made = make()
            note(self._trace, f"end {self._shift.job.id} {name}")
            return made

        return self._shift.step(name, what, traced, **more)


def note(trace: Path, line: str) -> None:
    with trace.open("a", encoding="utf-8") as out:
        out.write(f"{os.getpid()} {line}\n")


def counting(inputs: Mapping[str, Any], shift: Shift) -> dict[str, Any]:
    """Count to ``upto``, a step a number; each takes a little."""
    shift.expect(inputs["upto"])
    traced = Tracing(shift, Path(inputs["trace"]))
    total = 0
    for number in range(1, inputs["upto"] + 1):

        def make(number: int = number) -> int:
            for _ in range(inputs.get("turns", 1)):
                time.sleep(0.002)
                shift.check()
            return number

        total += traced.step(f"n{number}", f"数到{number}", make)
    return {"total": total}


def drafting(inputs: Mapping[str, Any], shift: Shift) -> dict[str, Any]:
    """Draft as always, with a trace, and die where the trace's folder says so."""
    trace = Path(os.environ["SANJIN_TEST_TRACE"])
    die_at = os.environ.get("SANJIN_TEST_DIE_AT")
    return REAL["draft"](inputs, Tracing(shift, trace, int(die_at) if die_at else None))  # type: ignore[arg-type]


def deadly(inputs: Mapping[str, Any], shift: Shift) -> dict[str, Any]:
    """Take the worker's process along."""
    return shift.step("die", "退出", lambda: os.kill(os.getpid(), signal.SIGKILL))


KINDS = {"count": counting, "draft": drafting, "deadly": deadly}
