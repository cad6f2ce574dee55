"""The app's hands: a few threads that work off the ledger, and following a job from a page.

The ledger (``scriptgen.jobs``) is the truth: what is queued, how far it is, what came of it. A job
whose app was killed is set aside when the app starts again, and a person says what becomes of it.
"""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from heritage_kb.errors import SanjinError
from ui.giving import sweep
from ui.projects import Project, Projects

if TYPE_CHECKING:
    from scriptgen.jobs.job import Job, Work
    from scriptgen.jobs.ledger import Ledger

HANDS = 2  # pictures and drafts are bound by the processor
_LOOK_S = 2.0  # between looks for what other programs queued
_PERCENT = re.compile(r"(\d{1,3})%$")
_log = logging.getLogger("sanjin.ui")


@dataclass(slots=True)
class Room:
    """What every page shares: the projects, the ledger, and the hands that work it off.

    ``given`` is a folder from which pages hand out copies of files: the browser never learns
    where a project lies.
    """

    projects: Projects
    ledger: Ledger
    given: Path
    _bell: threading.Condition = field(default_factory=threading.Condition)
    _rung: int = 0
    _closed: threading.Event = field(default_factory=threading.Event)
    _hands: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the hands go, each after the job that it has, and the ledger with them."""
        self._closed.set()
        self._ring()
        for hand in self._hands:
            hand.join()
        self.ledger.close()

    def open(self) -> None:
        """Set aside what an app that is gone left unfinished, and begin to work."""
        from ui.kinds import APP, SHELF

        self.ledger.set_aside((*APP, *SHELF))
        # Nobody's draft waits for a long book: a studio's own material has a hand of its own.
        for number, kinds in enumerate([*[APP] * HANDS, SHELF]):
            name = f"sanjin-{number}"
            hand = threading.Thread(target=self._work, args=(kinds,), name=name, daemon=True)
            self._hands.append(hand)
            hand.start()

    def start(self, project: Project, kind: str, inputs: Mapping[str, Any], title: str) -> Job:
        """Queue work for a project; the same again goes on with what was stopped.

        Raises:
            RefusedInput: the ledger or the project's desk cannot be written.
        """
        given = {"project": str(project.folder), **inputs}
        job = self.hand_in(kind, given, owner=project.owner, title=title)
        project.note(job=job.id)
        return job

    def hand_in(self, kind: str, inputs: Mapping[str, Any], *, owner: str, title: str) -> Job:
        """Queue work; the same again goes on with what was stopped."""
        job = self.ledger.submit(kind, inputs, owner=owner, title=title)
        if job.state in ("failed", "cancelled"):
            job = self.ledger.retry(job.id)
        self._ring()
        return job

    def again(self, job: Job) -> Job:
        """Put a stopped job back in the queue."""
        found = self.ledger.retry(job.id)
        self._ring()
        return found

    def job_of(self, project: Project | None) -> Job | None:
        """Return the job that a project's person has not yet seen the end of."""
        number = project.desk.get("job") if project else None
        if not isinstance(number, int):
            return None
        with suppress(SanjinError):  # a ledger that was deleted
            job = self.ledger.job(number)
            return job if project is not None and job.owner == project.owner else None
        return None

    def is_busy(self, project: Project | None) -> bool:
        """Tell whether a job of this project is waiting or running."""
        job = self.job_of(project)
        return job is not None and not job.ended

    def _ring(self) -> None:
        with self._bell:
            self._rung += 1
            self._bell.notify_all()

    def _listen(self, heard: int) -> None:
        """Wait until something was handed in since ``heard``, or for a while."""
        with self._bell:
            self._bell.wait_for(lambda: self._rung != heard, _LOOK_S)

    def _work(self, kinds: Mapping[str, Work]) -> None:
        from scriptgen.jobs.presence import Presence
        from scriptgen.jobs.worker import do

        with Presence(self.ledger.hands) as me:
            while not self._closed.is_set():
                job, heard = None, self._rung
                with suppress(SanjinError):  # a full disk; the next look may find room
                    job = self.ledger.claim(me.name, tuple(kinds))
                if job is None:
                    sweep(self.given)
                    self._listen(heard)
                    continue
                try:
                    do(self.ledger, job, kinds[job.kind])
                except SanjinError as error:
                    _log.error("job %s: %s", job.id, error.zh)


def open_room(root: Path, given: Path, *, shared: bool = False) -> Room:
    """Return the room of one app, its projects and its ledger under ``root``.

    Raises:
        RefusedInput: the folder cannot be written.
    """
    from scriptgen.jobs.ledger import Ledger

    ledger = Ledger(root / "jobs", create=True)
    room = Room(Projects(root / "projects", shared=shared), ledger, given)
    room.open()
    return room


async def follow(ledger: Ledger, id: int, every: float = 0.4) -> AsyncIterator[Job]:
    """Yield a job whenever its progress has changed, and once more when it has ended.

    ``every`` is seconds between looks: two or three page updates a second are enough.
    """
    seen: tuple[Any, ...] = ()
    while not (job := ledger.job(id)).ended:
        waits = ledger.ahead(id) if job.state == "waiting" else 0
        now = (job.state, job.what, job.done, waits)
        if now != seen:
            seen = now
            yield job
        await asyncio.sleep(every)
    yield job


def share_of(job: Job) -> float:
    """Return the share done (0–1): finished steps, and what the present one says of itself.

    A step tells how far it is by ending what it says with a percentage.
    """
    within = _PERCENT.search(job.what)
    inner = int(within[1]) / 100 if within else 0.0
    return min(1.0, (job.done + inner) / max(1, job.total))
