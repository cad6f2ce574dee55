"""A site plan: placed members put together into one place, checked, and drawn as footprints.

A court, a street or a village is a list of ``Member``: what it is, where it stands, how it is
turned. ``SitePlan`` knows nothing of what a member is made of; it sees that no two stand in one
another and that everything lies on its plot, and takes their geometry over. Metres; x along the
front, y to the back, z up; the plot is centred on x = y = 0.

::

    wing = Member("东厢", partial(raise_house, house), rect=(-5, 5, -2, 2), part="wing",
                  at=(6, 0, 0), turn=-QUARTER)
    plan = SitePlan((hall, wing, gate), plot=(16.0, 40.0))
    plan.check()                  # RefusedInput: which building, how many metres too wide
    plan.raise_into(model)        # makes each ``part`` once; its meshes are shared
    plan.footprints()             # outlines with names, for a drawing
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import cos, pi, sin
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from heritage_kb.errors import RefusedInput
from scenes.camera import Vector
from scenes.model import SetModel
from scenes.solids import placement

QUARTER = pi / 2  # a member that faced −y then faces +x; a negative one: −x
TOUCH = 0.02  # metres that neighbours may share: wall stands against wall
Rect: TypeAlias = tuple[float, float, float, float]  # x0 x1 y0 y1
Corners: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Member:
    """One thing on a plan.

    ``name`` is what sentences and drawings call it, ``make`` raises its geometry when that is
    wanted, ``rect`` is the ground it takes in its own frame, ``part`` the name its meshes go by:
    members of one ``part`` are the same model, made once. ``at`` is where its origin goes, ``turn`` radians about z. ``solid`` is False for what others may
    stand on or over: paving, terraces, the crown of a tree. Only solid members must keep to the
    plot.
    """

    name: str
    make: Callable[[], SetModel]
    rect: Rect
    part: str
    at: Vector = (0.0, 0.0, 0.0)
    turn: float = 0.0
    solid: bool = True

    @property
    def corners(self) -> Corners:
        """Return its four corners (4, 2) on the plan, counter-clockwise."""
        x0, x1, y0, y1 = self.rect
        own = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float64)
        c, s = cos(self.turn), sin(self.turn)
        return np.asarray(own @ np.array([(c, s), (-s, c)]) + np.array(self.at[:2]), np.float64)

    def on(self, x: float, y: float, z: float = 0.0) -> Vector:
        """Return where a point of its own frame lies on the plan."""
        c, s = cos(self.turn), sin(self.turn)
        return (
            self.at[0] + c * x - s * y, self.at[1] + s * x + c * y, self.at[2] + z,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Footprint:
    """The outline of a member on the ground: ``corners`` (4, 2) metres."""

    name: str
    corners: Corners


@dataclass(frozen=True, slots=True)
class SitePlan:
    """Members on a plot; ``plot`` is its width and depth, or None where nobody set bounds."""

    members: tuple[Member, ...]
    plot: tuple[float, float] | None = None
    title: str = field(default="院落")

    @property
    def extent(self) -> Rect:
        """Return the ground that all members take together: x0, x1, y0, y1."""
        every = np.concatenate([m.corners for m in self.members])
        (x0, y0), (x1, y1) = every.min(axis=0), every.max(axis=0)
        return float(x0), float(x1), float(y0), float(y1)

    def check(self) -> None:
        """Let the plan pass or refuse it.

        Raises:
            RefusedInput: a solid member lies off the plot, or two stand in one another; says which,
                by how many metres, and what to write.
        """
        for axis, word in ((0, "宽"), (1, "深")):
            self._within(axis, word)
        for one, other, deep in self.overlaps():
            raise RefusedInput(
                f"{self.title}里{one.name}与{other.name}相叠 {deep:.1f} 米："
                "请减少 count，或把 site_m 放大。",
                f"{one.name} and {other.name} overlap by {deep:.1f} m.",
            )

    def _within(self, axis: int, word: str) -> None:
        if self.plot is None:
            return
        half = self.plot[axis] / 2
        solid = [m for m in self.members if m.solid]
        worst = max(solid, key=lambda m: float(np.abs(m.corners[:, axis]).max()))
        over = float(np.abs(worst.corners[:, axis]).max()) - half
        if over > TOUCH:
            low, high = SitePlan(tuple(solid)).extent[2 * axis : 2 * axis + 2]
            raise RefusedInput(
                f"{self.title}放不进用地：{worst.name}出了地界 {over:.1f} 米，全院{word}"
                f" {high - low:.1f} 米，用地{word}只有 {self.plot[axis]:g} 米：请把 site_m 的"
                f"{word}改为 {np.ceil(max(-low, high) * 2):.0f} 以上，或减少 count。",
                f"{worst.name} is {over:.1f} m off the plot; enlarge site_m.",
            )

    def overlaps(self) -> Iterator[tuple[Member, Member, float]]:
        """Yield each two solid members that stand in one another, and how many metres deep."""
        solid = [m for m in self.members if m.solid]
        places = [m.corners for m in solid]
        for i, one in enumerate(solid):
            for j in range(i + 1, len(solid)):
                deep = _depth(places[i], places[j])
                if deep > TOUCH:
                    yield one, solid[j], deep

    def raise_into(self, model: SetModel) -> None:
        """Take every member's geometry over; those of one ``part`` share it."""
        made: dict[str, SetModel] = {}
        for m in self.members:
            if m.part not in made:
                made[m.part] = m.make()
            model.take(made[m.part], f"{m.part}_", placement(*m.at, turn=m.turn))

    def footprints(self) -> tuple[Footprint, ...]:
        """Return the outline of everything that stands, in the members' order."""
        return tuple(Footprint(m.name, m.corners) for m in self.members if m.solid)


def spaced(lengths: tuple[float, ...], gaps: tuple[float, ...], start: float) -> list[float]:
    """Return the middles of things set in a row from ``start``, one gap between each two.

    Args:
        lengths: how long each is, metres.
        gaps: one fewer than the lengths.
        start: where the first begins.
    """
    at, middles = start, []
    for length, gap in zip(lengths, (*gaps, 0.0), strict=True):
        middles.append(at + length / 2)
        at += length + gap
    return middles


def _depth(one: Corners, other: Corners) -> float:
    """Return how deep two rectangles lie in one another, 0 or less where they do not."""
    least = np.inf
    for a in (one, other):
        for k in (0, 1):
            way = a[k + 1] - a[k]
            length = float(np.hypot(*way))
            if length < 1e-9:
                continue
            off = np.array([-way[1], way[0]]) / length
            p, q = one @ off, other @ off
            least = min(least, float(min(p.max() - q.min(), q.max() - p.min())))
    return float(least)
