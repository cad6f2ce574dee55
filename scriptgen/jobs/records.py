"""The ledger's file: opened, read, and changed one transaction at a time."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.jobs.job import ENDED, Job, State
from scriptgen.jobs.schema import LAYOUT
from scriptgen.sqlfile import Clock, Held, connect, sentence

FILE = "ledger.sqlite"


class Records(Held):
    """A ledger's folder; use it in a ``with`` block or call ``close``.

    Args:
        folder: holds the file, the workers' locks, and the files of unfinished jobs.
        create: make it where there is none.
        clock: tells the time that is shown to people; nothing else depends on it.
        monotonic: seconds that never run backwards; what leases are measured with.

    Raises:
        RefusedInput: no ledger there, or one that cannot be opened or written.
    """

    def __init__(
        self,
        folder: Path,
        *,
        create: bool = False,
        clock: Clock | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = folder.expanduser().absolute()
        self._monotonic = monotonic
        self._seen: dict[
            int, tuple[tuple[int, int], float]
        ] = {}  # heartbeats of others, and since when
        if create:
            _make(self.folder)
        super().__init__(connect(self.folder / FILE, LAYOUT, create=create), clock)

    @property
    def hands(self) -> Path:
        """Return the folder of the workers' locks."""
        return self.folder / "hands"

    def files_of(self, job: int) -> Path:
        """Return the folder for the files of a job that is not finished yet."""
        return self.folder / "work" / str(job)

    # -- reading ----------------------------------------------------------------------------

    def job(self, id: int) -> Job:
        """Return a job.

        Raises:
            RefusedInput: there is none of that number.
        """
        row = self._one("SELECT * FROM jobs WHERE id = ?", id)
        if row is None:
            raise RefusedInput(
                f"没有作业 {id}；用 sanjin jobs list 看有哪些。", f"There is no job {id}."
            )
        return job_of(row)

    def jobs(self, *, owner: str | None = None, state: State | None = None) -> list[Job]:
        """Return the jobs in the order in which they came, all or some."""
        rows = self._all("SELECT * FROM jobs ORDER BY id")
        return [
            job
            for job in map(job_of, rows)
            if owner in (None, job.owner) and state in (None, job.state)
        ]

    def open_jobs(self, kinds: Collection[str] | None = None) -> int:
        """Return how many jobs, of these kinds or of any, wait or are being done."""
        rows = self._all("SELECT kind FROM jobs WHERE state IN ('waiting', 'running')")
        return sum(kinds is None or row["kind"] in kinds for row in rows)

    def standing(self, ids: Collection[int]) -> tuple[str, float]:
        """Return in Chinese what is being done of some jobs, and the share done (0–1)."""
        rows = self._all("SELECT id, state, done, total, title, what FROM jobs")
        rows = [row for row in rows if row["id"] in ids]
        ended = sum(row["state"] in ENDED for row in rows)
        open_ = [row for row in rows if row["state"] not in ENDED]
        share = ended + sum(row["done"] / max(1, row["total"]) for row in open_)
        now = "、".join(f"《{r['title']}》{r['what']}" for r in open_ if r["state"] == "running")
        return f"{ended}/{len(rows)} {now}".strip(), share / max(1, len(rows))

    def moves(self) -> int:
        """Return a number that grows with everything that happens."""
        row = self._one("SELECT coalesce(max(seq), 0) FROM events")
        return int(row[0]) if row else 0

    def steps(self, id: int) -> list[dict[str, Any]]:
        """Return a job's finished steps in order: ``{"name","seconds","at","shift"}``."""
        rows = self._all("SELECT * FROM steps WHERE job = ? ORDER BY seq", id)
        keys = {"name": "name", "seconds": "seconds", "at": "at", "shift": "fence"}
        return [{key: row[column] for key, column in keys.items()} for row in rows]

    def events(self, id: int) -> list[dict[str, Any]]:
        """Return what happened to a job, oldest first: ``{"at","what","worker","detail"}``."""
        rows = self._all(
            "SELECT at, what, worker, detail FROM events WHERE job = ? ORDER BY seq", id
        )
        return [dict(row) for row in rows]

    def step_result(self, id: int, name: str, base: str) -> tuple[Any] | None:
        """Return what a finished step gave, in a tuple; None where it was not finished."""
        row = self._one(
            "SELECT result FROM steps WHERE job = ? AND name = ? AND base = ?", id, name, base
        )
        return None if row is None else (json.loads(row["result"]),)

    def _one(self, query: str, *given: Any) -> sqlite3.Row | None:
        rows = self._all(query, *given)
        return rows[0] if rows else None

    def _all(self, query: str, *given: Any) -> list[sqlite3.Row]:
        with self._hand:
            try:
                return self._link.execute(query, given).fetchall()
            except sqlite3.DatabaseError as error:
                raise sentence(error, LAYOUT) from error

    # -- changing ---------------------------------------------------------------------------

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on the disk when the block ends.

        Raises:
            RefusedInput: the disk is full, the file is read-only, or another program keeps it.
        """
        with self._hand:
            try:
                self._link.execute("BEGIN IMMEDIATE")
                yield self._link
                self._link.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                self._undo()
                raise sentence(error, LAYOUT) from error
            except BaseException:
                self._undo()
                raise

    def _tell(self, id: int, what: str, worker: str = "", detail: str = "") -> None:
        self._link.execute(
            "INSERT INTO events (job, at, what, worker, detail) VALUES (?, ?, ?, ?, ?)",
            (id, self._now(), what, worker, detail),
        )

    def _next_place(self) -> int:
        row = self._link.execute("SELECT coalesce(max(place), 0) + 1 FROM jobs").fetchone()
        return int(row[0])


def text_of(value: Mapping[str, Any]) -> str:
    """Return a value as the ledger keeps it; keys stay in their order."""
    return json.dumps(value, ensure_ascii=False)


def job_of(row: sqlite3.Row) -> Job:
    """Return the job of a row."""
    given = {name: row[name] for name in Job.__dataclass_fields__}
    for name in ("inputs", "result"):
        given[name] = None if given[name] is None else json.loads(given[name])
    return Job(**given)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RefusedInput(
            f"建不了作业台账的文件夹“{folder}”（{error.strerror}）；请检查权限或换一个位置。",
            f"Cannot make the folder “{folder}” ({error.strerror}).",
        ) from error
