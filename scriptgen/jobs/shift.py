"""One worker's shift at a job: its steps, its heartbeat, and the question whether to go on."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heritage_kb.errors import SanjinError
from scriptgen.jobs.claims import LEASE_S, Answer
from scriptgen.jobs.job import Cancelled, Halted, Job, TakenOver

if TYPE_CHECKING:
    from scriptgen.jobs.ledger import Ledger

BEAT_S = LEASE_S / 15
_LOOK_S = 0.2  # how seldom ``check`` asks the ledger, however often it is called


class Shift:
    """What the work of a job is given; use it in a ``with`` block, in which its heart beats.

    Args:
        ledger: where the job stands.
        job: as it was claimed.
        halt: set by whoever wants the worker to stop.

    Attributes:
        base: what steps rest on besides the inputs; a step recorded on another base is redone.
    """

    def __init__(self, ledger: Ledger, job: Job, halt: threading.Event | None = None) -> None:
        self.job = job
        self.base = ""
        self._ledger = ledger
        self._halt = halt or threading.Event()
        self._total = job.total
        self._done = 0
        self._what = ""
        self._said: Answer = "go on"
        self._looked = float("-inf")
        self._over = threading.Event()
        self._heart = threading.Thread(target=self._beat, name="sanjin-heart", daemon=True)

    def __enter__(self) -> Shift:
        self._heart.start()
        return self

    def __exit__(self, *ended: object) -> None:
        self._over.set()
        self._heart.join()

    @property
    def folder(self) -> Path:
        """Return the folder for files that steps hand to later steps."""
        folder = self._ledger.files_of(self.job.id)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def expect(self, total: int) -> None:
        """Say how many steps the whole job has."""
        self._total = total

    def say(self, what: str) -> None:
        """Say where the work stands within a step; the next heartbeat tells it."""
        self._what = what

    def check(self) -> None:
        """Ask whether to go on; cheap enough to be asked at every turn.

        Raises:
            Cancelled: the job was cancelled.
            TakenOver: another worker has it.
            Halted: the worker is to stop.
        """
        now = time.monotonic()
        if self._said == "go on" and now - self._looked >= _LOOK_S:
            self._said, self._looked = self._ledger.answer(self.job), now
        if self._said == "cancel":
            raise Cancelled
        if self._said == "lost":
            raise TakenOver
        if self._halt.is_set():
            raise Halted

    def step(
        self,
        name: str,
        what: str,
        make: Callable[[], Any],
        *,
        still: Callable[[Any], bool] | None = None,
    ) -> Any:
        """Do one step, or return what it gave when it was done before.

        Args:
            name: of the step, one in the job.
            what: a Chinese word on what it does.
            make: does it, and returns JSON values; whatever it writes must be whole or not there.
            still: tells whether what it gave then still holds (its file is there).

        Raises:
            Cancelled: or another of ``check``'s.
        """
        self._looked = float("-inf")
        self.check()
        found = self._ledger.step_result(self.job.id, name, self.base)
        self._done += 1
        if found is not None and (still is None or still(found[0])):
            return found[0]
        self._what = what
        started = time.perf_counter()
        result = json.loads(json.dumps(make()))  # the same values as whoever comes later gets
        spent = time.perf_counter() - started
        kept = self._ledger.record(
            self.job, name, result, base=self.base, seconds=spent,
            progress=(self._done, max(self._total, self._done), what),
        )  # fmt: skip
        if not kept:
            raise TakenOver
        return result

    def _beat(self) -> None:
        while not self._over.wait(BEAT_S):
            try:
                self._said = self._ledger.beat(self.job, self._what)
            except SanjinError:
                continue  # a full disk; the next step will say so
            if self._said != "go on":
                return
