"""Taking a proposal, whole or in part: stale ones are refused, locks hold, the rest stays as it is.

``apply`` returns a new series and what undoes it; the series it was given is not changed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen import duration, elements
from scriptgen.revising.proposal import (
    Op,
    Proposal,
    Stale,
    episode_values,
    line_values,
    scene_values,
)
from scriptgen.series import Element, Episode, Scene, Series


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """What came of a proposal: the new series, what takes it back, which operations were taken."""

    series: Series
    undo: Proposal
    taken: tuple[int, ...]


def apply(series: Series, proposal: Proposal, take: Iterable[int] | None = None) -> Applied:
    """Return the series with a proposal taken.

    A line of a new scene brings the scene along; a scene that goes takes its lines with it. What
    is not touched is the very same value as before.

    Args:
        series: what the proposal was made for; it stays as it is.
        proposal: the proposal.
        take: which operations, counted from 0; None all.

    Raises:
        Stale: a part is no longer as the proposal found it.
        RefusedInput: a part is locked; there is no such operation; two change the same line.
    """
    numbers = _with_what_they_need(proposal, take)
    ops = [proposal.ops[n] for n in numbers]
    _refuse_twice(ops)
    desk = _Pages(series, proposal)
    for op in ops:
        desk.refuse(op)
    undone = desk.undoing(ops)
    made = desk.made(ops)
    undo = replace(
        proposal,
        do="undo",
        why=f"撤回：{proposal.why}",
        ops=tuple(undone),
        seconds=(proposal.seconds[1], proposal.seconds[0]),
        findings=(proposal.findings[1], proposal.findings[0]),
        notes=(),
        said="",
        lengths=desk.lengths(ops),
    )
    return Applied(series=made, undo=undo, taken=tuple(numbers))


def _with_what_they_need(proposal: Proposal, take: Iterable[int] | None) -> list[int]:
    count = len(proposal.ops)
    wanted = set(range(count)) if take is None else set(take)
    wrong = sorted(n for n in wanted if not 0 <= n < count)
    if wrong:
        raise RefusedInput(
            f"提案只有 {count} 处改动，没有第 {wrong[0]} 处（从 0 数）；请对照提案再选。",
            f"The proposal has {count} operations; there is no {wrong[0]}.",
        )
    holders = {(op.what, op.id): n for n, op in enumerate(proposal.ops) if op.kind == "insert"}
    lines = {
        op.within: [n for n, one in enumerate(proposal.ops) if one.within == op.within]
        for op in proposal.ops
        if op.what == "line" and op.kind == "delete"
    }
    groups = {proposal.ops[n].group for n in wanted} - {""}
    wanted |= {n for n, op in enumerate(proposal.ops) if op.group in groups}
    for n in sorted(wanted):
        op = proposal.ops[n]
        holder = holders.get(("scene" if op.what == "line" else "episode", op.within))
        if op.what in ("line", "scene") and holder is not None:
            wanted.add(holder)
            above = holders.get(("episode", proposal.ops[holder].within))
            wanted |= {above} if above is not None else set()
        if op.what == "scene" and op.kind == "delete":
            wanted |= {m for m in lines.get(op.id, ()) if proposal.ops[m].kind == "delete"}
    return sorted(wanted)


def _refuse_twice(ops: Sequence[Op]) -> None:
    seen: set[tuple[str, str]] = set()
    for op in ops:
        if (op.what, op.id) in seen:
            raise RefusedInput(
                f"选中的改动里有两处改同一行（{op.id}）；请只取一处。",
                f"Two chosen operations change {op.id}.",
            )
        seen.add((op.what, op.id))


class _Pages:
    """The series laid open: where every part lies, and how it is put together again."""

    def __init__(self, series: Series, proposal: Proposal) -> None:
        self._series, self._proposal = series, proposal
        self._episodes = {str(e.number): e for e in series.episodes}
        self._scenes = {s.id: (e, s) for e in series.episodes for s in e.scenes}
        self._lines = {x.id: (e, s, x) for e, s in self._scenes.values() for x in s.elements}
        self._inserts = {op.id: op for op in proposal.ops if op.kind == "insert"}
        of_plan = any(op.what == "plan" for op in proposal.ops)
        self._plan = elements.all_held(series) if of_plan else {}

    # -- refusing ---------------------------------------------------------------------------

    def refuse(self, op: Op) -> None:
        """Refuse an operation whose part is locked or is no longer what it was."""
        now = self._now(op)
        if op.kind == "insert":
            if now is not None:
                raise _stale(f"{op.id} 已经有了")
            self._refuse_locked(op, None)
            self._refuse_lost_anchor(op)
            return
        if now is None:
            raise _stale(f"{op.id} 已不在")
        self._refuse_locked(op, now)
        if _unlocked(now) != _unlocked(op.before or {}):
            raise _stale(f"{op.id} 后来改过")

    def _now(self, op: Op) -> dict[str, Any] | None:
        if op.what == "line":
            line = self._lines.get(op.id)
            return line_values(line[2]) if line and line[1].id == op.within else None
        if op.what == "scene":
            scene = self._scenes.get(op.id)
            return scene_values(scene[1]) if scene and str(scene[0].number) == op.within else None
        if op.what == "plan":
            return self._plan.get(op.id) or elements.held(self._series, op.id)
        episode = self._episodes.get(op.id)
        return episode_values(episode) if episode else None

    def _refuse_locked(self, op: Op, now: dict[str, Any] | None) -> None:
        held = [now or {}]
        if op.what == "line" and op.within in self._scenes:
            episode, scene = self._scenes[op.within]
            held += [scene_values(scene), episode_values(episode)]
        elif op.what == "scene" and op.within in self._episodes:
            held.append(episode_values(self._episodes[op.within]))
        elif op.what == "plan":
            held = [{"locked": elements.is_held(op.id, self._series.planning.locks)}]
            if op.id.startswith("rows:"):
                held = [{"locked": bool(elements.lock_broken(self._series, op.id, op.after))}]
        if any(one.get("locked") for one in held):
            raise RefusedInput(
                f"{op.id} 已锁定，没有改动；要改请先解锁，或采纳时不选这一处。",
                f"{op.id} is locked.",
            )

    def _refuse_lost_anchor(self, op: Op) -> None:
        if op.what in ("episode", "plan"):
            return
        home = self._scenes if op.what == "line" else self._episodes
        if op.within not in home and op.within not in self._inserts:
            raise _stale(f"{op.within} 已不在")
        behind = self.anchor(op)
        if not behind:
            return
        if op.what == "line":
            there = behind in self._lines and self._lines[behind][1].id == op.within
        else:
            there = behind in self._scenes and str(self._scenes[behind][0].number) == op.within
        if not there and behind not in self._inserts:
            raise _stale(f"要接在其后的 {behind} 已不在原处")

    def anchor(self, op: Op, taken: frozenset[str] | None = None) -> str:
        """Return what an insert comes behind: over those of its proposal that are not taken."""
        behind = op.behind
        while behind in self._inserts and taken is not None and behind not in taken:
            behind = self._inserts[behind].behind
        return behind

    # -- taking back ------------------------------------------------------------------------

    def undoing(self, ops: Sequence[Op]) -> list[Op]:
        """Return the operations that take these back, in an order in which they can be done."""
        taken = frozenset(op.id for op in ops if op.kind == "insert")
        back = []
        for op in ops:
            if op.kind == "replace":
                back.append(replace(op, before=op.after, after=self._now(op)))
            elif op.kind == "insert":
                back.append(
                    replace(
                        op, kind="delete", before=op.after, after=None,
                        behind=self.anchor(op, taken),
                    )
                )  # fmt: skip
        gone = [op for op in ops if op.kind == "delete"]
        return back + sorted(map(self._brought_back, gone), key=self._place)

    def _brought_back(self, op: Op) -> Op:
        return replace(
            op, kind="insert", before=None, after=self._now(op), behind=self._neighbour(op)
        )

    def _neighbour(self, op: Op) -> str:
        """Return what a part that goes comes behind now."""
        if op.what == "line":
            row = [line.id for line in self._scenes[op.within][1].elements]
        elif op.what == "scene":
            row = [scene.id for scene in self._episodes[op.within].scenes]
        else:
            return ""
        at = row.index(op.id)
        return row[at - 1] if at else ""

    def _place(self, op: Op) -> tuple[int, int]:
        rank = ("episode", "scene", "line", "plan").index(op.what)
        if op.what == "plan":
            return rank, 0
        row: list[str] = list(self._lines if op.what == "line" else self._scenes)
        return rank, row.index(op.id) if op.what != "episode" else int(op.id)

    def lengths(self, ops: Sequence[Op]) -> dict[str, float]:
        """Return the estimates that stand now for the episodes that are touched."""
        return {n: self._episodes[n].seconds for n in self._touched(ops) if n in self._episodes}

    # -- making -----------------------------------------------------------------------------

    def made(self, ops: Sequence[Op]) -> Series:
        """Return the series with the operations done; untouched episodes are the same values."""
        touched = self._touched(ops)
        gone = {op.id for op in ops if op.what == "episode" and op.kind == "delete"}
        new = [
            Episode(**(op.after or {}))
            for op in ops
            if op.what == "episode" and op.kind == "insert"
        ]
        episodes = [e for e in self._series.episodes if str(e.number) not in gone]
        whole = [
            self._episode(e, ops) if str(e.number) in touched else e
            for e in sorted([*episodes, *new], key=lambda one: one.number)
        ]
        made = replace(self._series, episodes=whole if new or gone else _in_order(whole, episodes))
        planned = {op.id: op.after for op in ops if op.what == "plan"}
        return elements.changed(made, planned) if planned else made

    def _touched(self, ops: Sequence[Op]) -> set[str]:
        found = set()
        for op in ops:
            if op.what == "episode":
                found.add(op.id)
            elif op.what == "scene":
                found.add(op.within)
            elif op.what == "plan":
                continue
            elif op.within in self._scenes:
                found.add(str(self._scenes[op.within][0].number))
            else:
                found.add(self._inserts[op.within].within)
        return found

    def _episode(self, episode: Episode, ops: Sequence[Op]) -> Episode:
        named = [op.after for op in ops if op.what == "episode" and op.id == str(episode.number)]
        if named and named[0]:
            episode = replace(episode, title=named[0]["title"])
        mine = [op for op in ops if op.what == "scene" and op.within == str(episode.number)]
        values = {op.id: op.after for op in mine if op.kind != "delete" and op.after is not None}
        rows = self._woven([s.id for s in episode.scenes], mine)
        known = {scene.id: scene for scene in episode.scenes}
        scenes = [self._scene(known.get(id), values.get(id), id, ops) for id in rows]
        made = replace(episode, scenes=scenes)
        kept = self._proposal.lengths.get(str(episode.number))
        summed = duration.seconds(line for scene in scenes for line in scene.elements)
        made.seconds = round(summed, 1) if kept is None else kept
        return made

    def _scene(
        self, scene: Scene | None, values: dict[str, Any] | None, id: str, ops: Sequence[Op]
    ) -> Scene:
        mine = [op for op in ops if op.what == "line" and op.within == id]
        if scene is not None and values is None and not mine:
            return scene
        lines = {line.id: line for line in scene.elements} if scene else {}
        for op in mine:
            if op.kind != "delete":
                lines[op.id] = Element(**copy.deepcopy(op.after or {}))
        row = self._woven([line.id for line in scene.elements] if scene else [], mine)
        rows = [lines[id] for id in row]
        if values is not None:
            return Scene(**copy.deepcopy(values), elements=rows)
        if scene is None:
            raise _stale(f"{id} 已不在")
        return replace(scene, elements=rows)

    def _woven(self, row: list[str], ops: Sequence[Op]) -> list[str]:
        """Return ids in their new order: what goes left out, what comes behind its anchor."""
        taken = frozenset(op.id for op in ops if op.kind == "insert")
        gone = {op.id for op in ops if op.kind == "delete"}
        behind: dict[str, list[str]] = {}
        for op in ops:
            if op.kind == "insert":
                behind.setdefault(self.anchor(op, taken), []).append(op.id)
        made: list[str] = []

        def put(id: str) -> None:
            if id and id not in gone:
                made.append(id)
            for one in behind.pop(id, ()):
                put(one)

        for id in ("", *row):
            put(id)
        return made


def _in_order(episodes: list[Episode], before: list[Episode]) -> list[Episode]:
    """Return the episodes in the order in which the series had them."""
    order = {episode.number: n for n, episode in enumerate(before)}
    return sorted(episodes, key=lambda one: order[one.number])


def _unlocked(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in ("locked", "seconds")}


def _stale(what: str) -> Stale:
    return Stale(f"提案已过期：{what}，没有动；请重新提。", f"The proposal is stale ({what}).")
