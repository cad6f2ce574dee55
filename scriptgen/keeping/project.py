"""The project itself: write, lock, propose, compare, restore, throw away and bring back.

A change says which
state it was made against; where somebody was faster, it is not applied but kept as a proposal.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.keeping.parts import Change, Locked, Overtaken, Part, Proposal
from scriptgen.keeping.records import LATEST, Records, text_of


class Project(Records):
    """A project that is worked on; see ``Records`` for how it is opened."""

    # -- writing ----------------------------------------------------------------------------

    def add(
        self,
        parts: Iterable[tuple[str, str, str, Mapping[str, Any]]],
        *,
        author: Mapping[str, Any],
        what: str,
    ) -> int:
        """Add new parts ``(id, kind, parent, content)`` after what their parents hold already.

        Returns:
            The revision.

        Raises:
            RefusedInput: an id is there already.
            Locked: a parent is locked.
        """
        with self._change(what) as revision:
            for id, kind, parent, content in parts:
                self._refuse_locked(parent)
                try:
                    self._link.execute("INSERT INTO nodes VALUES (?, ?, ?)", (id, kind, revision))
                except sqlite3.IntegrityError as error:
                    raise RefusedInput(
                        f"项目里已有“{id}”。", f"“{id}” is there already."
                    ) from error
                last = self._link.execute(
                    "SELECT max(place) FROM states WHERE parent = ?", (parent,)
                ).fetchone()[0]
                self._state(id, revision, parent, (last or 0.0) + 1.0, content, author)
        return revision

    def write(
        self, id: str, content: Mapping[str, Any], *, base: int, author: Mapping[str, Any]
    ) -> Part:
        """Give a part a new content.

        Args:
            id: the part.
            content: all of it.
            base: the ``state`` that the writer had before her.
            author: see ``Part``.

        Raises:
            Locked: the part or what holds it is locked.
            Overtaken: it was changed since; the content is kept as a proposal.
        """
        with self._change("改") as revision:
            now = self.part(id)
            self._refuse_locked(id)
            overtaken = now.state != base
            if not overtaken and dict(content) != now.content:
                self._state(id, revision, now.parent, now.place, content, author)
            number = self._keep(id, base, content, author, "他人先改了") if overtaken else 0
        if overtaken:
            raise Overtaken(
                f"“{id}”刚被别人改过，你的改动没有盖上去，已存为提案 {number}；请对照后再定。",
                f"“{id}” was changed by somebody else; yours is kept as proposal {number}.",
                number,
            )
        return self.part(id)

    def move(self, id: str, *, parent: str, after: str | None, author: Mapping[str, Any]) -> Part:
        """Put a part after another of a parent, or first.

        Raises:
            Locked: the part, its old or its new parent is locked.
        """
        with self._change("移") as revision:
            now = self.part(id)
            self._refuse_locked(id)
            self._refuse_locked(parent)
            others = [part for part in self.parts(parent) if part.id != id]
            at = next((n + 1 for n, part in enumerate(others) if part.id == after), 0)
            before = others[at - 1].place if at else (others[0].place - 2.0 if others else 0.0)
            behind = others[at].place if at < len(others) else before + 2.0
            self._state(id, revision, parent, (before + behind) / 2, now.content, author)
        return self.part(id)

    def trash(self, id: str, *, author: Mapping[str, Any]) -> None:
        """Throw a part away, with all that it holds; it can be brought back.

        Raises:
            Locked: the part, what holds it, or something in it is locked.
        """
        self._set_trashed(id, author, trashed=True, what="扔")

    def bring_back(self, id: str, *, author: Mapping[str, Any]) -> None:
        """Bring a part back from the trash, with all that it held."""
        self._set_trashed(id, author, trashed=False, what="找回")

    def _set_trashed(self, id: str, author: Mapping[str, Any], *, trashed: bool, what: str) -> None:
        with self._change(what) as revision:
            for part in self._below(id, among_trashed=not trashed):
                if trashed:
                    self._refuse_locked(part.id)
                self._state(
                    part.id,
                    revision,
                    part.parent,
                    part.place,
                    part.content,
                    author,
                    trashed=trashed,
                )

    def _below(self, id: str, *, among_trashed: bool) -> Iterator[Part]:
        every = self.parts(trashed=among_trashed)
        held: dict[str, list[Part]] = {}
        for part in every:
            held.setdefault(part.parent, []).append(part)
        found = [part for part in every if part.id == id]
        if not found:
            raise RefusedInput(f"项目里没有“{id}”。", f"The project has no part “{id}”.")
        while found:
            part = found.pop()
            yield part
            found += held.get(part.id, [])

    # -- locks ------------------------------------------------------------------------------

    def lock(self, id: str) -> None:
        """Lock a part and all that it holds against every change, by whomever."""
        with self._change("锁"):
            self.part(id)
            self._link.execute(
                "INSERT OR REPLACE INTO locks VALUES (?, ?, ?)", (id, self.who, self._now())
            )

    def unlock(self, id: str) -> None:
        """Let a part be changed again."""
        with self._change("解锁"):
            self._link.execute("DELETE FROM locks WHERE node = ?", (id,))

    def _refuse_locked(self, id: str) -> None:
        who = self.locked(id)
        if who is not None:
            raise Locked(
                f"“{id}”已由{who}锁定，没有改动；要改请先解锁。", f"“{id}” is locked by {who}."
            )

    # -- proposals --------------------------------------------------------------------------

    def propose(
        self, id: str, content: Mapping[str, Any], *, author: Mapping[str, Any], why: str = ""
    ) -> int:
        """Keep a text that is offered for a part, and return its number; nothing is changed."""
        with self._change("提"):
            return self._keep(id, self.part(id).state, content, author, why)

    def proposals(self, id: str | None = None, *, state: str = "open") -> list[Proposal]:
        """Return proposals, oldest first; one whose part was changed since is ``stale``."""
        if state not in ("open", "stale"):
            return self._proposals(id, state)
        with self._hand:
            found = self._proposals(id, "open")
            now = {node: self.part(node).state for node in {one.node for one in found}}
        marked = [one if now[one.node] == one.base else _stale(one) for one in found]
        return [proposal for proposal in marked if proposal.state == state]

    def unsettled(self, id: str) -> list[Proposal]:
        """Return a part's proposals that nobody took or rejected, stale or not, oldest first."""
        return self._proposals(id, "open")

    def _proposals(self, id: str | None, state: str) -> list[Proposal]:
        where, told = ("node = ? AND ", (id, state)) if id is not None else ("", (state,))
        with self._hand:
            rows = self._link.execute(
                f"SELECT * FROM proposals WHERE {where}state = ? ORDER BY id", told
            ).fetchall()
        return [_proposal(row) for row in rows]

    def accept(self, number: int) -> Part:
        """Apply a proposal.

        Raises:
            RefusedInput: there is no such open proposal.
            Overtaken: its part was changed since it was made.
            Locked: its part is locked.
        """
        row = self.open_proposal(number)
        if "ops" in row.content:
            raise RefusedInput(
                f"提案 {number} 改好几处，不能整块盖上去；请用 scriptgen.revising 采纳。",
                f"Proposal {number} is of several changes; take it by scriptgen.revising.",
            )
        with self._change(f"采纳提案 {number}") as revision:
            now = self.part(row.node)
            self._refuse_locked(row.node)
            if now.state != row.base:
                raise Overtaken(
                    f"提案 {number} 之后“{row.node}”又改过，提案已过期，没有动；请重新提。",
                    f"Proposal {number} is stale.",
                    number,
                )
            self._state(row.node, revision, now.parent, now.place, row.content, row.author)
            self._settle(number, "accepted")
        return self.part(row.node)

    def reject(self, number: int) -> None:
        """Put a proposal aside; it stays readable."""
        row = self.open_proposal(number)
        with self._change(f"不采纳提案 {number}"):
            self._settle(row.id, "rejected")

    def close_proposal(self, number: int, state: str) -> None:
        """Say what became of a proposal (accepted, rejected); its parts are not changed."""
        with self._change(f"提案 {number}：{state}"):
            self._settle(number, state)

    def _settle(self, number: int, state: str) -> None:
        self._link.execute("UPDATE proposals SET state = ? WHERE id = ?", (state, number))

    def open_proposal(self, number: int) -> Proposal:
        """Return a proposal that is neither accepted nor rejected.

        Raises:
            RefusedInput: there is no such one.
        """
        with self._hand:
            row = self._link.execute("SELECT * FROM proposals WHERE id = ?", (number,)).fetchone()
        if row is None or row["state"] != "open":
            raise RefusedInput(f"没有待定的提案 {number}。", f"There is no open proposal {number}.")
        return _proposal(row)

    def _keep(
        self, id: str, base: int, content: Mapping[str, Any], author: Mapping[str, Any], why: str
    ) -> int:
        done = self._link.execute(
            "INSERT INTO proposals (node, base, content, author, at, why) VALUES (?, ?, ?, ?, ?, ?)",
            (id, base, text_of(content), text_of(author), self._now(), why),
        )
        return int(done.lastrowid or 0)

    # -- versions ---------------------------------------------------------------------------

    def name_version(self, name: str) -> int:
        """Give the present state of the whole project a name, and return its revision.

        Raises:
            RefusedInput: the name is empty or taken.
        """
        if not name.strip():
            raise RefusedInput("版本要有名字，如“一稿”。", "A version needs a name.")
        with self._change(f"命名版本 {name.strip()}") as revision:
            try:
                self._link.execute(
                    "INSERT INTO versions VALUES (?, ?, ?, ?)",
                    (name.strip(), revision, self._now(), self.who),
                )
            except sqlite3.IntegrityError as error:
                raise RefusedInput(
                    f"已有版本“{name}”，请换个名字。", f"“{name}” is taken."
                ) from error
        return revision

    def versions(self) -> list[dict[str, Any]]:
        """Return the named versions, oldest first: ``{"name","revision","at","who"}``."""
        with self._hand:
            rows = self._link.execute("SELECT * FROM versions ORDER BY revision")
            return [dict(row) for row in rows]

    def revision_of(self, version: str) -> int:
        """Return the revision of a named version or of a number.

        Raises:
            RefusedInput: no such version.
        """
        found = {row["name"]: int(row["revision"]) for row in self.versions()}
        if version in found:
            return found[version]
        last = self.revisions()[-1]["seq"] if self.revisions() else 0
        if version.isdigit() and 0 < int(version) <= last:
            return int(version)
        known = "、".join(found) or "（还没有）"
        raise RefusedInput(
            f"没有版本“{version}”；有：{known}。", f"No version “{version}”; known: {known}."
        )

    def compare(self, before: int, after: int = LATEST) -> list[Change]:
        """Return what became of each part between two revisions."""
        old = {part.id: part for part in self.parts(revision=before)}
        new = {part.id: part for part in self.parts(revision=after)}
        found = []
        for id in [*old, *(id for id in new if id not in old)]:
            was, now = old.get(id), new.get(id)
            kind = (now or was).kind  # type: ignore[union-attr]
            a, b = was.content if was else None, now.content if now else None
            if a != b:
                found.append(Change(id=id, kind=kind, before=a, after=b))
        return found

    def restore(self, revision: int, *, id: str | None = None) -> int:
        """Make a part, with all that it holds, or the whole project what it was: a new revision.

        Locked parts stay as they are.

        Returns:
            How many parts were changed.
        """
        old = {part.id: part for part in self.parts(revision=revision)}
        every = {part.id: part for part in [*self.parts(), *self.parts(trashed=True)]}
        wanted = set(every) if id is None else self._family(id, every)
        changed = 0
        with self._change(f"恢复到 {revision}") as made:
            for one in sorted(wanted):
                now, was = every[one], old.get(one)
                same = was is not None and not now.trashed and was.content == now.content
                if (same and was and was.place == now.place) or self.locked(one) is not None:
                    continue
                if was is None and now.trashed:
                    continue
                keep = was or now
                self._state(
                    one, made, keep.parent, keep.place, keep.content, keep.author,
                    trashed=was is None,
                )  # fmt: skip
                changed += 1
        return changed

    def _family(self, id: str, every: Mapping[str, Part]) -> set[str]:
        found = {id}
        while more := {p.id for p in every.values() if p.parent in found} - found:
            found |= more
        return found & set(every)

    def back_up(self, path: Path) -> None:
        """Write a whole copy of the project, readable while it was being written to.

        Raises:
            RefusedInput: the file is there already, or cannot be written.
        """
        if path.exists():
            raise RefusedInput(f"“{path}”已存在；请换个名字。", f"“{path}” exists.")
        with self._hand:
            try:
                self._link.execute("VACUUM INTO ?", (str(path),))
            except sqlite3.DatabaseError as error:
                with suppress(OSError):
                    path.unlink()
                raise RefusedInput(
                    f"写不了备份“{path}”；请检查目录和磁盘空间。",
                    f"Cannot write “{path}”: {error}.",
                ) from error


def _proposal(row: sqlite3.Row) -> Proposal:
    return Proposal(
        id=row["id"],
        node=row["node"],
        base=row["base"],
        content=json.loads(row["content"]),
        author=json.loads(row["author"]),
        at=row["at"],
        why=row["why"],
        state=row["state"],
    )


def _stale(one: Proposal) -> Proposal:
    return replace(one, state="stale")
