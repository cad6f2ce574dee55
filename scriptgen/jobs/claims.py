"""The workers' side of the ledger: take a job, show that you live, record a step, end it.

Every write names its fence; a shift that was taken over writes nothing. Whether a worker is gone
is told by its lock, and where that cannot be asked by a heartbeat that has stood still for a
whole lease on the *observer's own* steady clock: a wall clock that is set back or forward changes
nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from typing import Any, Literal

from scriptgen.jobs.job import Job
from scriptgen.jobs.presence import is_gone
from scriptgen.jobs.records import Records, job_of, text_of

LEASE_S = 30.0  # a heartbeat that stands still for so long belongs to nobody
TRIES = 3  # how often one step may fail before the job does
DEATHS = 5  # how often workers may die over one step before the job is put aside
_CLAIMABLE = (
    "SELECT id, kind, owner, state, place, worker, fence, beat, deaths, asked_to_stop FROM jobs"
)
Answer = Literal["go on", "cancel", "lost"]

_DEADLY = (
    f"同一步上工作进程连续退出了 {DEATHS} 次，已停下；请检查内存与日志，再用 sanjin jobs retry 重做。",
    f"Workers died {DEATHS} times over the same step; check memory and logs, then retry.",
)


class Claims(Records):
    """The ledger as a worker uses it; see ``Records`` for how it is opened."""

    def claim(self, worker: str, kinds: Collection[str]) -> Job | None:
        """Take the next job, or None: owners in turn, each one's jobs in their order.

        Args:
            worker: who takes it; a running job under this very name is its own from before.
            kinds: what it can do.
        """
        with self._change() as link:
            rows = link.execute(
                f"{_CLAIMABLE} WHERE state IN ('waiting', 'running') ORDER BY place"
            ).fetchall()
            free = [row for row in rows if row["kind"] in kinds and self._is_free(row, worker)]
            free = [row for row in free if not self._ends_here(row)]
            if not free:
                return None
            served = dict(link.execute("SELECT owner, served FROM owners").fetchall())
            row = min(free, key=lambda row: (served.get(row["owner"], 0), row["place"]))
            link.execute(
                "INSERT OR REPLACE INTO owners VALUES (?, ?)",
                (row["owner"], max(served.values(), default=0) + 1),
            )
            link.execute(
                "UPDATE jobs SET state = 'running', worker = ?, fence = fence + 1, beat = 0,"
                " deaths = deaths + ? WHERE id = ?",
                (worker, int(row["state"] == "running"), row["id"]),
            )
            self._tell(row["id"], "接手" if row["state"] == "running" else "领取", worker)
            return job_of(link.execute("SELECT * FROM jobs WHERE id = ?", (row["id"],)).fetchone())

    def ahead(self, id: int) -> int:
        """Return how many waiting jobs will be taken before a waiting one, as turns stand now."""
        waiting = [
            (str(row["owner"]), int(row["place"]), int(row["id"]))
            for row in self._all("SELECT id, owner, place FROM jobs WHERE state = 'waiting'")
        ]
        rows = self._all("SELECT owner, served FROM owners")
        served = {str(row["owner"]): int(row["served"]) for row in rows}
        for taken in range(len(waiting)):
            first = min(waiting, key=lambda one: (served.get(one[0], 0), one[1]))
            if first[2] == id:
                return taken
            waiting.remove(first)
            served[first[0]] = max(served.values(), default=0) + 1
        return 0

    def _is_free(self, row: sqlite3.Row, worker: str = "") -> bool:
        """Tell whether nobody is at work on a job."""
        if row["state"] == "waiting" or row["worker"] == worker:
            return True
        if is_gone(row["worker"], self.hands):
            return True
        now, pulse = self._monotonic(), (row["fence"], row["beat"])
        seen, since = self._seen.get(row["id"], (None, now))
        if seen != pulse:
            self._seen[row["id"]] = (pulse, now)
            return False
        return now - since > LEASE_S

    def _ends_here(self, row: sqlite3.Row) -> bool:
        """End a deserted job that was cancelled, or that has cost too many workers."""
        if row["state"] != "running":
            return False
        if row["asked_to_stop"]:
            self._end(row["id"], "cancelled", "已取消")
            return True
        if row["deaths"] + 1 >= DEATHS:
            self._end(row["id"], "failed", "没成", error=_DEADLY)
            return True
        return False

    # -- during a shift ---------------------------------------------------------------------

    def answer(self, job: Job) -> Answer:
        """Say whether the shift may go on."""
        row = self._one("SELECT fence, state, asked_to_stop FROM jobs WHERE id = ?", job.id)
        if row is None or row["fence"] != job.fence or row["state"] != "running":
            return "lost"
        return "cancel" if row["asked_to_stop"] else "go on"

    def beat(self, job: Job, what: str) -> Answer:
        """Show that the shift lives, and say what it is doing."""
        with self._change() as link:
            link.execute(
                "UPDATE jobs SET beat = beat + 1, what = ?"
                " WHERE id = ? AND fence = ? AND state = 'running'",
                (what, job.id, job.fence),
            )
        return self.answer(job)

    def record(
        self,
        job: Job,
        name: str,
        result: Any,
        *,
        base: str,
        seconds: float,
        progress: tuple[int, int, str],
    ) -> bool:
        """Record a finished step; False where the job was lost.

        Args:
            job: the job.
            name: of the step.
            result: JSON values.
            base: what the step rests on besides the inputs.
            seconds: what it took.
            progress: steps done, steps in all, what the step was.
        """
        with self._change() as link:
            if self.answer(job) == "lost":
                return False
            link.execute("DELETE FROM steps WHERE job = ? AND name = ?", (job.id, name))
            link.execute(
                "INSERT INTO steps (job, name, base, fence, result, seconds, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (job.id, name, base, job.fence, text_of(result), seconds, self._now()),
            )
            link.execute(
                "UPDATE jobs SET beat = beat + 1, tries = 0, deaths = 0, done = ?, total = ?,"
                " what = ?, seconds = seconds + ? WHERE id = ?",
                (*progress, seconds, job.id),
            )
            self._tell(job.id, "一步", detail=name)
        return True

    # -- the end of a shift -----------------------------------------------------------------

    def finish(self, job: Job, result: Mapping[str, Any]) -> bool:
        """End the job well; False where it was lost."""
        with self._change():
            if self.answer(job) == "lost":
                return False
            self._end(job.id, "done", "做完", result=result)
        return True

    def fail(self, job: Job, zh: str, en: str, *, again: bool) -> bool:
        """Put the job back for another try, or end it; False where it was lost.

        Args:
            job: the job.
            zh: what went wrong, in one sentence.
            en: the same in English.
            again: whether trying again may help.
        """
        with self._change() as link:
            if self.answer(job) == "lost":
                return False
            tries = link.execute("SELECT tries FROM jobs WHERE id = ?", (job.id,)).fetchone()[0] + 1
            if not again or tries >= TRIES:
                self._end(job.id, "failed", "没成", error=(zh, en))
                return True
            link.execute(
                "UPDATE jobs SET state = 'waiting', worker = '', what = '', tries = ?, place = ?"
                " WHERE id = ?",
                (tries, self._next_place(), job.id),
            )
            self._tell(job.id, "再试", detail=zh)
        return True

    def stop(self, job: Job) -> bool:
        """End a job that was cancelled; False where it was lost."""
        with self._change():
            if self.answer(job) == "lost":
                return False
            self._end(job.id, "cancelled", "已取消")
        return True

    def give_back(self, job: Job) -> bool:
        """Put the job back where it was in the queue, unharmed; False where it was lost."""
        with self._change() as link:
            if self.answer(job) == "lost":
                return False
            link.execute(
                "UPDATE jobs SET state = 'waiting', worker = '', what = '' WHERE id = ?", (job.id,)
            )
            self._tell(job.id, "放回")
        return True

    def _end(
        self,
        id: int,
        state: str,
        what: str,
        *,
        result: Mapping[str, Any] | None = None,
        error: tuple[str, str] = ("", ""),
    ) -> None:
        self._link.execute(
            "UPDATE jobs SET state = ?, what = ?, worker = '', result = ?, error = ?, error_en = ?, asked_to_stop = 0,"
            " ended_at = ? WHERE id = ?",
            (state, what, None if result is None else text_of(result), *error, self._now(), id),
        )
        self._tell(id, what, detail=error[0])
