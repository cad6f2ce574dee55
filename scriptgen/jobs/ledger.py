"""The ledger: hand a job in, look at it, cancel it, have it done again."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Collection, Mapping
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.jobs.claims import Claims
from scriptgen.jobs.job import STATES, Job
from scriptgen.jobs.records import job_of, text_of


class Ledger(Claims):
    """What a person or a program asks of jobs; see ``Records`` for how it is opened."""

    def submit(self, kind: str, inputs: Mapping[str, Any], *, owner: str, title: str) -> Job:
        """Hand a job in; the same one again is the one that is there already.

        Args:
            kind: what is to be done; see ``kinds``.
            inputs: JSON values, all that the work depends on.
            owner: whose it is; owners are served in turn.
            title: what people call it.

        Raises:
            RefusedInput: nobody is named, or the ledger cannot be written.
        """
        if not owner.strip():
            raise RefusedInput("请写明作业是谁的，如“王编剧”。", "Say whose job it is.")
        key = key_of(owner.strip(), kind, inputs)
        with self._change() as link:
            done = link.execute(
                "INSERT INTO jobs (key, kind, owner, title, inputs, place, queued_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                (key, kind, owner.strip(), title, text_of(inputs), self._next_place(), self._now()),
            )
            row = self._row("SELECT * FROM jobs WHERE key = ?", key)
            if done.rowcount:
                self._tell(row["id"], "交来")
        return job_of(row)

    def cancel(self, id: int) -> Job:
        """Have a job stopped: at once where nobody is at it, else at its next look.

        What is finished of it stays, and ``retry`` goes on from there. An ended job stays as it is.
        """
        self.job(id)
        with self._change() as link:
            row = self._row("SELECT * FROM jobs WHERE id = ?", id)
            if row["state"] in ("waiting", "running") and self._is_free(row):
                self._end(id, "cancelled", "已取消")
            elif row["state"] == "running" and not row["asked_to_stop"]:
                link.execute("UPDATE jobs SET asked_to_stop = 1 WHERE id = ?", (id,))
                self._tell(id, "请停")
        return self.job(id)

    def set_aside(self, kinds: Collection[str]) -> list[Job]:
        """End the jobs of some kinds whose worker is gone, so that a person says what becomes of them.

        What is finished of them stays, and ``retry`` goes on from there.

        Returns:
            These jobs, cancelled.
        """
        with self._change() as link:
            rows = link.execute("SELECT * FROM jobs WHERE state = 'running' ORDER BY id").fetchall()
            gone = [row["id"] for row in rows if row["kind"] in kinds and self._is_free(row)]
            for id in gone:
                self._end(id, "cancelled", "中断")
        return [self.job(id) for id in gone]

    def retry(self, id: int, *, also_done: bool = False) -> Job:
        """Put a job that failed or was cancelled back in the queue; finished steps stay finished.

        Args:
            id: the job.
            also_done: look after a finished one as well; steps whose files are gone are redone.

        Raises:
            RefusedInput: it is waiting, being done, or done.
        """
        job = self.job(id)
        if not job.ended or (job.state == "done" and not also_done):
            raise RefusedInput(
                f"作业 {id} {STATES[job.state]}，不用再试；没成或已取消的才要。",
                f"Job {id} is {job.state}; only failed or cancelled ones can be retried.",
            )
        with self._change() as link:
            put = link.execute(
                "UPDATE jobs SET state = 'waiting', tries = 0, deaths = 0, error = '',"
                " error_en = '', what = '', result = NULL, ended_at = NULL, place = ?"
                " WHERE id = ? AND state = ?",
                (self._next_place(), id, job.state),
            )
            if put.rowcount:
                self._tell(id, "重做")
        return self.job(id)

    def clear_files(self, id: int) -> None:
        """Throw away the files that a finished job no longer needs."""
        shutil.rmtree(self.files_of(id), ignore_errors=True)

    def _row(self, query: str, *given: Any) -> sqlite3.Row:
        row: sqlite3.Row = self._link.execute(query, given).fetchone()
        return row


def key_of(owner: str, kind: str, inputs: Mapping[str, Any]) -> str:
    """Return the hash that tells one submission from another."""
    text = json.dumps([owner, kind, inputs], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
