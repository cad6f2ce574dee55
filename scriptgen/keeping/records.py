"""The records of a project file: its parts at any revision, and one change at a time.

Every change is one transaction that is on the disk before the call returns.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.keeping.parts import Part
from scriptgen.keeping.schema import connect
from scriptgen.sqlfile import Clock, Held

LATEST = 2**62
_STATE = (
    "SELECT s.*, n.kind, l.who AS locked_by FROM states s"
    " JOIN nodes n ON n.id = s.node LEFT JOIN locks l ON l.node = s.node "
)
_PRESENT = f"{_STATE}WHERE s.seq IN (SELECT max(seq) FROM states WHERE revision <= ? GROUP BY node)"
_ONE = f"{_STATE}WHERE s.node = ? AND s.revision <= ? ORDER BY s.seq DESC LIMIT 1"


class Records(Held):
    """A project file; use it in a ``with`` block or call ``close``.

    Args:
        path: the file.
        who: who works on it now; stands in every revision.
        create: make the file where there is none.
        clock: tells the time; for tests.

    Raises:
        RefusedInput: see ``schema.connect``; or nobody is named.
    """

    def __init__(
        self, path: Path, *, who: str, create: bool = False, clock: Clock | None = None
    ) -> None:
        if not who.strip():
            raise RefusedInput("请写明是谁在改，如“王编剧”。", "Say who works on the project.")
        self.path = path
        self.who = who.strip()
        self._within: int | None = None  # the revision of a change of several that is being made
        super().__init__(connect(path, create=create), clock)

    # -- reading ----------------------------------------------------------------------------

    def part(self, id: str, *, revision: int = LATEST) -> Part:
        """Return a part as it stands, or stood after a revision.

        Raises:
            RefusedInput: there is no such part.
        """
        with self._hand:
            row = self._link.execute(_ONE, (id, revision)).fetchone()
        if row is None:
            raise RefusedInput(f"项目里没有“{id}”。", f"The project has no part “{id}”.")
        return _part(row)

    def has(self, id: str) -> bool:
        """Tell whether there is or was a part of that id; it may lie in the trash."""
        with self._hand:
            found = self._link.execute("SELECT 1 FROM nodes WHERE id = ?", (id,)).fetchone()
        return found is not None

    def latest(self) -> int:
        """Return the number of the newest revision; 0 where nothing was ever written."""
        with self._hand:
            row = self._link.execute("SELECT coalesce(max(seq), 0) FROM revisions").fetchone()
        return int(row[0])

    def parts(
        self, parent: str | None = None, *, revision: int = LATEST, trashed: bool = False
    ) -> list[Part]:
        """Return the parts of one parent (or of the whole project) in their order.

        Args:
            parent: id of the part that holds them.
            revision: as they stood after it.
            trashed: those in the trash instead of those that are not.
        """
        with self._hand:
            rows = self._link.execute(_PRESENT, (revision,)).fetchall()
        found = [_part(row) for row in rows if bool(row["trashed"]) == trashed]
        if parent is not None:
            found = [part for part in found if part.parent == parent]
        return sorted(found, key=lambda part: (part.parent, part.place, part.id))

    def kinds(self, parent: str, *, revision: int = LATEST) -> set[str]:
        """Return the kinds of the parts that one parent holds, without reading what they say."""
        with self._hand:
            rows = self._link.execute(
                "SELECT DISTINCT n.kind FROM states s JOIN nodes n ON n.id = s.node WHERE s.seq IN"
                " (SELECT max(seq) FROM states WHERE revision <= ? GROUP BY node)"
                " AND s.parent = ? AND NOT s.trashed",
                (revision, parent),
            ).fetchall()
        return {row["kind"] for row in rows}

    def history(self, id: str) -> list[Part]:
        """Return every state that a part ever had, oldest first."""
        with self._hand:
            rows = self._link.execute(
                "SELECT s.*, n.kind, l.who AS locked_by FROM states s JOIN nodes n ON n.id = s.node"
                " LEFT JOIN locks l ON l.node = s.node WHERE s.node = ? ORDER BY s.seq",
                (id,),
            ).fetchall()
        return [_part(row) for row in rows]

    def revisions(self) -> list[dict[str, Any]]:
        """Return every revision, oldest first: ``{"seq","at","who","what"}``."""
        with self._hand:
            return [dict(row) for row in self._link.execute("SELECT * FROM revisions ORDER BY seq")]

    def locked(self, id: str) -> str | None:
        """Return who locked a part or what holds it; None where it may be changed."""
        with self._hand:
            at: str | None = id
            seen: set[str] = set()
            while at and at not in seen:
                seen.add(at)
                row = self._link.execute(_ONE, (at, LATEST)).fetchone()
                if row is None:
                    return None
                if row["locked_by"]:
                    return str(row["locked_by"])
                at = row["parent"]
        return None

    # -- parts of a change ------------------------------------------------------------------

    @contextmanager
    def together(self, what: str) -> Iterator[int]:
        """Make several changes one: under one revision, all of them or none.

        Args:
            what: what stands in the list of revisions.
        """
        with self._hand, self._change(what) as revision:
            self._within = revision
            try:
                yield revision
            finally:
                self._within = None

    @contextmanager
    def _change(self, what: str) -> Iterator[int]:
        """One transaction under a new revision, on the disk when the block ends."""
        with self._hand:
            if self._within is not None:
                yield self._within
                return
            try:
                self._link.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise RefusedInput(
                    "项目正被别的程序占着，没有改动；请稍后再试。",
                    f"The project is busy ({error}).",
                ) from error
            try:
                done = self._link.execute(
                    "INSERT INTO revisions (at, who, what) VALUES (?, ?, ?)",
                    (self._now(), self.who, what),
                )
                yield int(done.lastrowid or 0)
                self._link.execute("COMMIT")
            except sqlite3.OperationalError as error:
                self._undo()
                raise RefusedInput(
                    "存不进去（磁盘满了，或文件只读），原有内容没有动；请腾出空间再试。",
                    f"Cannot save ({error}); nothing was changed.",
                ) from error
            except BaseException:
                self._undo()
                raise

    def _state(
        self,
        id: str,
        revision: int,
        parent: str,
        place: float,
        content: Mapping[str, Any],
        author: Mapping[str, Any],
        *,
        trashed: bool = False,
    ) -> None:
        self._link.execute(
            "INSERT INTO states (node, revision, parent, place, content, author, trashed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (id, revision, parent, place, text_of(content), text_of(author), int(trashed)),
        )


def text_of(value: Mapping[str, Any]) -> str:
    """Return a value as it stands in the file: the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _part(row: sqlite3.Row) -> Part:
    return Part(
        id=row["node"],
        kind=row["kind"],
        parent=row["parent"],
        place=row["place"],
        content=json.loads(row["content"]),
        author=json.loads(row["author"]),
        state=row["seq"],
        revision=row["revision"],
        trashed=bool(row["trashed"]),
        locked_by=row["locked_by"],
    )
