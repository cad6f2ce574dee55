"""Expanding: facts unfold, then the work goes on, then people talk, then there is a pause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from scriptgen.revising.desk import Desk
from scriptgen.revising.drawing import WORK, hands, passages, unused, worked_on
from scriptgen.revising.lengths import CLOSE, Length, measured, spine
from scriptgen.revising.proposal import Op, Proposal
from scriptgen.revising.restaging import Restage
from scriptgen.revising.selecting import Selection
from scriptgen.series import Element, Episode, Scene
from scriptgen.story.shelf import open_shelf
from scriptgen.story.staging import suits

_BEATS = 3  # lines of one passage that go in together
_TALKS = 2  # exchanges that one scene takes up at most
_NEEDS_ROOM = 11.0  # seconds that an exchange is worth beginning for
_SLOT = re.compile(r"\{(.)\}")
More = tuple[Scene, str, list[Element]]  # where, behind which line, what


def expand(desk: Desk, selection: Selection, length: Length) -> Proposal:
    """Return a proposal that brings each episode (or the scene, or the lines) up to a length.

    Args:
        desk: where it is made.
        selection: what is to be longer; of a series or an episode each episode is measured.
        length: the wish.
    """
    ops: list[Op] = []
    for episode in desk.series.episodes:
        if episode.number in selection.episodes:
            ops += _Growth(desk, episode, selection, length).ops()
    return desk.proposal("expand", f"展到约 {length.said}：引文先铺开，再添活计、来回和停顿。", ops)


class _Growth:
    """One episode growing."""

    def __init__(self, desk: Desk, episode: Episode, selection: Selection, length: Length) -> None:
        self._desk, self._episode, self._length = desk, episode, length
        chosen = set(selection.lines)
        self._lines = [x for s in episode.scenes for x in s.elements if x.id in chosen]
        self._scenes = [
            s for s in episode.scenes if s.id in selection.scenes and not desk.locked(s.id)
        ]
        self._chosen = chosen
        self._spine = spine(episode, desk.plan_of(episode))
        self._total = measured(self._lines, length)
        self._target = length.target(self._lines)
        self._added: list[More] = []
        self._broken: set[str] = set()  # lines behind which something stands already

    def ops(self) -> list[Op]:
        """Return what is added, and say where it could not be enough."""
        for source in (self._unfolding, self._working, self._talking, self._pausing):
            for more in source():
                if self._total >= self._target * (1 - CLOSE / 2):
                    break
                self._take(more)
        unit = "字" if self._length.counts_characters else "秒"
        if self._total < self._target * (1 - CLOSE):
            self._desk.note(
                f"第{self._episode.number}集只能展到 {self._total:.0f}{unit}"
                f"（要 {self._target:.0f}{unit}）：引文和存货里合用的已用完；再长要接模型或由人写。"
            )
        return [
            op
            for scene, behind, lines in self._added
            for op in self._desk.inserting(lines, scene.id, behind)
        ]

    def _take(self, more: More) -> None:
        """Take what fits: lines are left out from the end while they are too much."""
        scene, behind, lines = more
        room = self._target * (1 + CLOSE) - self._total
        passed = [x for line in lines if (x := self._desk.passed(line, scene)) is not None]
        while passed and measured(passed, self._length) > room:
            passed.pop()
        if not passed:
            return
        self._broken.add(behind)
        self._added.append((scene, behind, passed))
        self._total += measured(passed, self._length)
        self._desk.texts.update(line.text for line in passed)
        self._desk.cited.update(c for line in passed for c in line.citations)

    # -- where more comes from --------------------------------------------------------------

    def _unfolding(self) -> Iterator[More]:
        """What a cited passage still has to show, behind its last line."""
        for scene in self._scenes:
            last: dict[str, str] = {}
            for line in scene.elements:
                if line.id in self._chosen and line.citations and line.type != "caption":
                    last[line.citations[0]] = line.id
            for id, behind in last.items():
                passage = self._desk.passage(id)
                who = hands(self._desk, scene, id)
                if (
                    passage
                    and passage.actions
                    and (more := list(unused(self._desk, passage, scene, who)))
                ):
                    yield scene, behind, more

    def _working(self) -> Iterator[More]:
        """The next of the work, where there is work in the scene, else where it opens."""
        ranked = sorted(self._scenes, key=lambda s: -sum(bool(e.citations) for e in s.elements))
        spots = [(scene, spot) for scene in ranked for spot in self._spots(scene)]
        for scene, behind in spots:
            for passage in passages(self._desk, worked_on(self._desk, scene), WORK)[:40]:
                who = hands(self._desk, scene, passage.id)
                more = list(unused(self._desk, passage, scene, who))[:_BEATS]
                if more and more[0].type == "action":
                    yield scene, behind, more
                    break

    def _spots(self, scene: Scene) -> list[str]:
        """Return lines behind which a beat may stand: where work stops, or after the opening."""
        rows = scene.elements[:-1]
        at_work = [
            one.id
            for one, two in zip(rows, scene.elements[1:], strict=False)
            if one.citations and not two.citations and one.id in self._chosen
        ]
        quiet = [
            one.id
            for one in rows[1:]
            if one.type == "action" and not one.citations and one.id in self._chosen
        ]
        return [id for id in (*at_work, *quiet[:2]) if id not in self._broken]

    def _talking(self) -> Iterator[More]:
        """An exchange from the stock in a scene that has one to play, before its last line."""
        missing = self._target - self._total
        if missing < _NEEDS_ROOM or (self._length.counts_characters and missing < 40):
            return
        stage = Restage(self._desk)
        for scene in self._scenes * _TALKS:
            end = self._before_the_end(scene)
            if len(end) < 2:
                continue
            for playing in stage.playings(self._episode, scene):
                kept = [x for n, x in enumerate(playing.lines) if n not in playing.optional]
                if measured(kept, self._length) <= self._target * (1 + CLOSE) - self._total:
                    yield scene, end[-1], kept
                    break

    def _before_the_end(self, scene: Scene) -> list[str]:
        """Return the chosen lines of a scene up to where the episode turns to its end."""
        lines = [x for x in scene.elements if x.type != "mark"]
        if scene is self._episode.scenes[-1]:
            lines = list(takewhile(lambda x: self._spine.get(x.id) in (None, "钩子"), lines))
        return [x.id for x in lines if x.id in self._chosen]

    def _pausing(self) -> Iterator[More]:
        """A picture where two people have talked longest."""
        pauses = iter(self._breaths())
        for scene in self._scenes:
            rows = [x for x in scene.elements if x.id in self._chosen]
            for one, two in zip(rows, rows[1:], strict=False):
                if one.type == two.type == "dialogue" and one.id not in self._broken:
                    text = next((t for t in pauses if self._fits(t, scene)), None)
                    if text is None:
                        return
                    yield scene, one.id, [Element(id="", type="action", text=text)]

    def _breaths(self) -> list[str]:
        return [t for t in open_shelf().breaths if not _SLOT.search(t) and not self._desk.texts[t]]

    def _fits(self, text: str, scene: Scene) -> bool:
        return suits(text, open_air=scene.int_ext == "外", hour=scene.time[:1])
