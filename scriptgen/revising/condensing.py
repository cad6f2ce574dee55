"""Condensing: asides go first, then what unfolds, then plain pictures, then whole exchanges.

The hook, the turn and the 卡点 stay, and so do the last three lines that cite a fact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scriptgen.revising.desk import Desk
from scriptgen.revising.lengths import CLOSE, Length, measured, spine
from scriptgen.revising.origins import origins
from scriptgen.revising.proposal import Op, Proposal, scene_values
from scriptgen.revising.selecting import Selection
from scriptgen.series import SOURCED_LINES, Element, Episode, Scene

_SPOKEN = ("dialogue", "vo", "os")
Group = tuple[Element, ...]


def condense(desk: Desk, selection: Selection, length: Length) -> Proposal:
    """Return a proposal that brings each episode (or the scene, or the lines) down to a length.

    Args:
        desk: where it is made.
        selection: what is to be shorter; of a series or an episode each episode is measured.
        length: the wish.
    """
    ops: list[Op] = []
    for episode in desk.series.episodes:
        if episode.number in selection.episodes:
            ops += _Cut(desk, episode, selection, length).ops()
    return desk.proposal("condense", f"压到约 {length.said}：先去旁支，不动钩子、转折和卡点。", ops)


class _Cut:
    """One episode being cut."""

    def __init__(self, desk: Desk, episode: Episode, selection: Selection, length: Length) -> None:
        self._desk, self._episode, self._length = desk, episode, length
        self._chosen = set(selection.lines)
        self._spine = spine(episode, desk.plan_of(episode))
        self._gone: set[str] = set()
        self._all = [line for scene in episode.scenes for line in scene.elements]
        mine = [line for line in self._all if line.id in self._chosen]
        self._total = measured(mine, length)
        self._target = length.target(mine)

    def ops(self) -> list[Op]:
        """Return what goes, and say where it could not be enough."""
        for candidates in (self._asides, self._unfolded, self._plain, self._middle, self._facts,
                           self._exchanges, self._singles, self._tail):  # fmt: skip
            while self._total > self._target * (1 + CLOSE / 2):
                fits = [g for g in candidates() if self._fits(g)]
                if not fits:
                    break
                best = max(fits, key=lambda g: measured(g, self._length))
                self._gone |= {line.id for line in best}
                self._total -= measured(best, self._length)
        self._say()
        return self._made()

    def _fits(self, group: Group) -> bool:
        """Tell whether a group may go: chosen, free, not too much, and enough facts stay."""
        if any(not self._free(line) for line in group):
            return False
        if self._total - measured(group, self._length) < self._target * (1 - CLOSE):
            return False
        facts = [e for e in self._all if e.sourced and e.id not in self._gone]
        left = len(facts) - sum(line.sourced for line in group)
        return left >= min(SOURCED_LINES, len(facts)) or left == len(facts)

    def _free(self, line: Element) -> bool:
        return (
            line.id in self._chosen and line.id not in self._gone and not self._desk.locked(line.id)
        )

    def _left(self, scene: Scene) -> list[Element]:
        return [line for line in scene.elements if line.id not in self._gone]

    def _loose(self) -> Iterator[Element]:
        """Yield the lines that are on no spine, last first."""
        for line in reversed(self._all):
            if line.id not in self._spine and line.id not in self._gone:
                yield line

    # -- what may go, gentlest first --------------------------------------------------------

    def _asides(self) -> list[Group]:
        found: list[Group] = []
        for line in self._loose():
            origin = origins().of(line)
            if origin and origin.optional and not line.citations:
                found.append((line,))
        return found

    def _unfolded(self) -> list[Group]:
        counts = Counter(
            c for line in self._all if line.id not in self._gone for c in line.citations
        )
        firsts: set[str] = set()
        first_lines = set()
        for line in self._all:
            if line.id not in self._gone and line.citations and line.citations[0] not in firsts:
                firsts.add(line.citations[0])
                first_lines.add(line.id)
        return [
            (line,)
            for line in self._loose()
            if line.citations and counts[line.citations[0]] > 1 and line.id not in first_lines
        ]

    def _plain(self) -> list[Group]:
        return [(x,) for x in self._loose() if x.type == "action" and not x.citations]

    def _middle(self) -> list[Group]:
        """A scene between the first and the last, whole."""
        return [
            tuple(line for line in left if line.type != "mark")
            for scene in self._episode.scenes[1:-1]
            if (left := self._left(scene))
            and not any(self._spine.get(line.id, "标记") != "标记" for line in left)
        ]

    def _facts(self) -> list[Group]:
        return [(x,) for x in self._loose() if x.citations and x.type != "caption"]

    def _exchanges(self) -> list[Group]:
        found: list[Group] = []
        for scene in self._episode.scenes:
            left = self._left(scene)
            for one, two in zip(left, left[1:], strict=False):
                pair = (one, two)
                if all(x.type in _SPOKEN and x.id not in self._spine for x in pair):
                    found.append(pair)
        return found

    def _singles(self) -> list[Group]:
        return [(x,) for x in self._loose() if x.type != "caption"]

    def _tail(self) -> list[Group]:
        """Pictures of the ending that are neither its last lines nor cited."""
        return [
            (x,)
            for x in self._all
            if self._spine.get(x.id) == "转折" and x.type == "action" and not x.citations
        ]

    # -- what comes of it -------------------------------------------------------------------

    def _say(self) -> None:
        if self._total <= self._target * (1 + CLOSE):
            return
        unit = "字" if self._length.counts_characters else "秒"
        locked = sum(self._desk.locked(x.id) for x in self._all if x.id in self._chosen)
        why = f"，其中锁定 {locked} 行" if locked else ""
        self._desk.note(
            f"第{self._episode.number}集只能压到 {self._total:.0f}{unit}（要 {self._target:.0f}{unit}）："
            f"余下的是钩子、转折、卡点和最后几处引文{why}；再短要接模型或由人改写。"
        )

    def _made(self) -> list[Op]:
        ops = []
        for scene in self._episode.scenes:
            gone = [line for line in scene.elements if line.id in self._gone]
            if not gone:
                continue
            left = [line for line in scene.elements if line.id not in self._gone]
            bare = all(x.type == "mark" for x in left) and scene is not self._episode.scenes[-1]
            marks = left if bare else _idle_glimpses(left)
            marks = [m for m in marks if not self._desk.locked(m.id)]
            ops += [self._desk.deleting(line) for line in (*gone, *marks)]
            if bare and len(marks) == len(left):
                ops.append(self._without(scene))
        return ops

    def _without(self, scene: Scene) -> Op:
        return Op(
            kind="delete",
            what="scene",
            id=scene.id,
            within=str(self._episode.number),
            before=scene_values(scene),
        )


def _idle_glimpses(left: list[Element]) -> list[Element]:
    """Return pairs of marks (闪回 … 闪回结束) that hold nothing any more."""
    found: list[Element] = []
    for one, two in zip(left, left[1:], strict=False):
        if one.type == two.type == "mark" and two.text == f"{one.text}结束":
            found += [one, two]
    return found
