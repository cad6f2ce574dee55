"""Walls of brick with openings in them, and what a mason dresses and a joiner fills them with.

A wall faces −y; every piece is a closed solid, metres. That openings of the Republic stand under
round or flat arches with keystones and sills is our own reading of what stands (own, medium).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenes import solids
from scenes.works.streets.kit import Kit, arc

CLEAR = 0.006  # metres that a moulding keeps from the edge it follows
Outline = list[list[float]]


@dataclass(frozen=True, slots=True)
class Opening:
    """A hole in a wall: middle, half its width, foot, where its arch springs and how it rises.

    ``rise`` is a part of the half width: 1 a half circle, 0 a lintel.
    """

    x: float
    half: float
    foot: float
    spring: float
    rise: float = 0.0

    @property
    def top(self) -> float:
        """Return the height of its crown."""
        return self.spring + self.rise * self.half

    def over(self, grow: float = 0.0, steps: int = 10) -> Outline:
        """Return its head from right to left, ``grow`` metres outside it."""
        if self.rise <= 0:
            z, half = self.spring + grow, self.half + grow
            return [[self.x + half, z], [self.x - half, z]]
        return arc(self.x, self.spring, self.half + grow, steps, self.rise)

    def outline(self, grow: float = 0.0) -> Outline:
        """Return it all round, ``grow`` metres outside it."""
        left, right = self.x - self.half - grow, self.x + self.half + grow
        return [[left, self.foot - grow], [right, self.foot - grow], *self.over(grow)]


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall to be pierced: x, z and y from … to, and its matter."""

    xs: tuple[float, float]
    zs: tuple[float, float]
    ys: tuple[float, float]
    material: str


def pierced(kit: Kit, name: str, wall: Wall, holes: Sequence[Opening]) -> None:
    """Put a wall with one row of openings, as piers between them and pieces under and over them."""
    (x0, x1), (z0, z1), (y0, y1) = wall.xs, wall.zs, wall.ys
    bounds = []
    at = x0
    for hole in sorted(holes, key=lambda one: one.x):
        left, right = hole.x - hole.half, hole.x + hole.half
        bounds.append((at, left, y0, y1, z0, z1))
        if hole.foot > z0 + CLEAR:
            bounds.append((left, right, y0, y1, z0, hole.foot))
        if hole.rise <= 0:
            bounds.append((left, right, y0, y1, hole.spring, z1))
        else:
            head = [[left, hole.spring], [left, z1], [right, z1], *hole.over()]
            piece = solids.prism(head[:-1], y1 - y0, "xz")
            kit.add(name, solids.shifted(piece, y=(y0 + y1) / 2), wall.material, "wall")
        at = right
    bounds.append((at, x1, y0, y1, z0, z1))
    kit.boxes(name, [b for b in bounds if b[1] - b[0] > 1e-6], wall.material, "wall")


def moulded(kit: Kit, hole: Opening, y: float, material: str, wide: float = 0.15) -> None:
    """Put a moulding round an opening's head, its keystone and, over a sill, the sill stone.

    ``y`` is the wall's face.
    """
    inner, outer = hole.over(CLEAR), hole.over(wide)
    if hole.rise <= 0:
        z, half = hole.spring, hole.half + wide
        kit.boxes(
            "hood", [(hole.x - half, hole.x + half, y - 0.04, y + 0.02, z + CLEAR, z + 0.22)],
            material, "wall",
        )  # fmt: skip
    else:
        ring = solids.prism([*outer, *inner[::-1]], 0.06, "xz")
        kit.add("hood", solids.shifted(ring, y=y - 0.01), material, "wall")
    key = [(-0.07, 0.02), (0.07, 0.02), (0.11, wide + 0.14), (-0.11, wide + 0.14)]
    stone = solids.prism([(hole.x + u, hole.top + v) for u, v in key], 0.12, "xz")
    kit.add("keystone", solids.shifted(stone, y=y - 0.025), material, "wall")


def silled(kit: Kit, hole: Opening, y: float, material: str) -> None:
    """Put a sill stone under an opening in a wall whose face is at ``y``."""
    x0, x1 = hole.x - hole.half - 0.10, hole.x + hole.half + 0.10
    kit.boxes("sill", [(x0, x1, y - 0.09, y + 0.03, hole.foot - 0.13, hole.foot - CLEAR)], material, "wall")  # fmt: skip


def glazed(kit: Kit, hole: Opening, y: float, frame: str, glass: str, panes: int = 2) -> None:
    """Fill an opening with a pair of sashes and a fanlight, their panes at ``y``."""
    pane = solids.prism(hole.outline(0.01), 0.012, "xz")
    kit.add("pane", solids.shifted(pane, y=y), glass, "window")
    left, right = hole.x - hole.half, hole.x + hole.half
    head = hole.spring if hole.rise > 0 else hole.top - 0.22 * (hole.top - hole.foot)
    bars = [
        (left, left + 0.07, y - 0.035, y + 0.03, hole.foot, hole.spring),
        (right - 0.07, right, y - 0.035, y + 0.03, hole.foot, hole.spring),
        (left, right, y - 0.035, y + 0.03, hole.foot, hole.foot + 0.07),
        (left, right, y - 0.04, y + 0.03, head - 0.04, head + 0.04),
        (hole.x - 0.05, hole.x + 0.05, y - 0.035, y + 0.03, hole.foot, head),
    ]
    for k in range(1, panes + 1):
        z = hole.foot + (head - hole.foot) * k / (panes + 1)
        bars.append((left, right, y - 0.022, y + 0.02, z - 0.016, z + 0.016))
    if hole.rise <= 0:
        bars.append((left, right, y - 0.035, y + 0.03, hole.top - 0.07, hole.top))
        bars.append((hole.x - 0.02, hole.x + 0.02, y - 0.022, y + 0.02, head, hole.top))
    kit.boxes("sash", bars, frame, "window")
    if hole.rise > 0.35:
        _fan(kit, hole, y, frame)


def _fan(kit: Kit, hole: Opening, y: float, frame: str) -> None:
    """Put the bars of a fanlight."""
    turns = np.pi * np.array([0.25, 0.5, 0.75])
    ends = [
        (hole.x + 0.98 * hole.half * np.cos(t), y, hole.spring + 0.98 * hole.rise * hole.half * np.sin(t))
        for t in turns
    ]  # fmt: skip
    starts = [(hole.x + 0.02 * np.cos(t), y, hole.spring) for t in turns]
    path = np.array([starts, ends]).transpose(1, 0, 2)
    flat = [_bar(a, b) for a, b in path]
    kit.add("fan", solids.merge(*flat), frame, "window")


def _bar(a: np.ndarray, b: np.ndarray) -> solids.Mesh:
    """Return a bar in the xz plane between two points."""
    along = (b - a)[[0, 2]] / np.linalg.norm(b - a)
    side = 0.016 * np.array([-along[1], along[0]])
    corners = [a[[0, 2]] - side, b[[0, 2]] - side, b[[0, 2]] + side, a[[0, 2]] + side]
    return solids.shifted(solids.prism(corners, 0.04, "xz"), y=float(a[1]))


def doored(kit: Kit, hole: Opening, y: float, frame: str, glass: str) -> None:
    """Fill an opening with two leaves, panels below and glass above, a light over them."""
    left, right = hole.x - hole.half, hole.x + hole.half
    head = min(hole.spring, hole.foot + 2.35)
    pane = solids.prism(hole.outline(0.01), 0.012, "xz")
    kit.add("pane", solids.shifted(pane, y=y), glass, "window")
    rows = [
        (left, left + 0.10, y - 0.06, y + 0.05, hole.foot, hole.spring),
        (right - 0.10, right, y - 0.06, y + 0.05, hole.foot, hole.spring),
        (left, right, y - 0.06, y + 0.05, head, head + 0.10),
    ]
    for side in (-1, 1):
        a, c = sorted((hole.x + side * 0.008, hole.x + side * (hole.half - 0.105)))
        foot, belt = hole.foot + 0.03, hole.foot + 0.95
        rows += [
            (a, a + 0.09, y - 0.04, y + 0.03, foot, head), (c - 0.09, c, y - 0.04, y + 0.03, foot, head),
            (a + 0.09, c - 0.09, y - 0.04, y + 0.03, foot, foot + 0.18),
            (a + 0.09, c - 0.09, y - 0.04, y + 0.03, belt - 0.06, belt + 0.06),
            (a + 0.09, c - 0.09, y - 0.04, y + 0.03, head - 0.10, head),
            (a + 0.09, c - 0.09, y - 0.02, y + 0.02, foot + 0.18, belt - 0.06),
        ]  # fmt: skip
    kit.boxes("leaf", rows, frame, "door")
    if hole.rise > 0.35:
        _fan(kit, hole, y, frame)
