"""A masonry front: a wall of brick with doors and windows in it, flat-headed or round.

Bays are those of a house: ``L`` has a door, ``S`` a window, ``P`` neither. Metres, facing −y; the
wall stands where a timber front has its columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import solids
from scenes.model import SetModel
from scenes.solids import Mesh

THICK = 0.37
SILL = 0.95


@dataclass(frozen=True, kw_only=True, slots=True)
class Front:
    """A front: its plane (middle of the wall), foot, head of openings and top of the wall.

    ``style`` is 拱 (round heads) or 平; ``wall``, ``trim`` and ``frame`` are materials.
    """

    y: float
    foot: float
    head: float
    top: float
    half: float
    style: str
    wall: str
    trim: str = "grey_brick"
    frame: str = "dark_wood"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Hole:
    x: float
    half: float
    foot: float
    spring: float
    door: bool

    @property
    def leaf(self) -> float:
        """Return how high the leaves of a door are."""
        return min(2.0, self.spring - self.foot - 0.10)


def raise_front(model: SetModel, bays: tuple[float, ...], kinds: tuple[str, ...], f: Front) -> None:
    """Put the front up: wall, openings with their trim, frames, glass and leaves."""
    holes = _holes(bays, kinds, f)
    line: list[tuple[float, float]] = [(-f.half, -0.1)]
    sills: list[tuple[float, ...]] = []
    for hole in holes:
        head = [(x + hole.x, z) for x, z in _head(hole, f)]
        line += [(head[0][0], -0.1), *head, (head[-1][0], -0.1)]
        base = f.foot + 0.02 if hole.door else hole.foot
        sills.append((hole.x - hole.half, hole.x + hole.half, f.y - THICK / 2 + 0.01,
                      f.y + THICK / 2 - 0.01, -0.1, base))  # fmt: skip
    line += [(f.half, -0.1), (f.half, f.top), (-f.half, f.top)]
    _put(
        model, "front_wall", solids.shifted(solids.prism(line, THICK, "xz"), y=f.y), f.wall, "wall"
    )
    if not holes:
        return
    _put(model, "front_sills", solids.boxes(sills), f.wall, "wall")
    _put(model, "front_trim", solids.merge(*(_trim(h, f) for h in holes)), f.trim, "wall")
    _put(model, "front_frames", solids.merge(*(_frame(h, f) for h in holes)), f.frame, "window")
    _put(model, "front_glass", solids.merge(*(_glass(h, f) for h in holes)), "glass", "window")
    if leaves := [_leaves(h, f) for h in holes if h.door]:
        _put(model, "front_leaves", solids.merge(*leaves), f.frame, "door")


def _put(model: SetModel, name: str, mesh: Mesh, material: str, element: str) -> None:
    model.add_part(name, *mesh, material)
    model.place(name, element, rule="farm.front")


def _holes(bays: tuple[float, ...], kinds: tuple[str, ...], f: Front) -> list[_Hole]:
    made, at = [], -sum(bays) / 2
    for bay, kind in zip(bays, kinds, strict=True):
        if kind != "P":
            door = kind == "L"
            half = min(0.29 * bay, 0.62 if door else 0.95)
            spring = f.head - half if f.style == "拱" else f.head
            made.append(_Hole(x=at + bay / 2, half=half, foot=f.foot + (0.0 if door else SILL),
                              spring=spring, door=door))  # fmt: skip
        at += bay
    return made


def _head(hole: _Hole, f: Front, out: float = 0.0) -> list[tuple[float, float]]:
    """Return the line over an opening from left springing to right, ``out`` beyond it."""
    half = hole.half + out
    if f.style != "拱":
        return [(-half, hole.spring + out), (half, hole.spring + out)]
    angle = np.linspace(np.pi, 0.0, 15)
    return [(float(half * np.cos(a)), float(hole.spring + half * np.sin(a))) for a in angle]


def _trim(hole: _Hole, f: Front) -> Mesh:
    """Return the band round an opening's head, and the sill under a window."""
    out, y = 0.14, f.y - THICK / 2 - 0.02
    inner, outer = _head(hole, f), _head(hole, f, out)
    band = solids.shifted(solids.prism([*inner, *outer[::-1]], 0.09, "xz"), hole.x, y)
    if hole.door:
        return band
    sill = (hole.x - hole.half - 0.12, hole.x + hole.half + 0.12, y - 0.07, y + 0.10,
            hole.foot - 0.075, hole.foot + 0.012)  # fmt: skip
    return solids.merge(band, solids.boxes([sill]))


def _frame(hole: _Hole, f: Front) -> Mesh:
    """Return jambs, mullions and transom, a little behind the wall's face."""
    y0, y1, b = f.y - 0.06, f.y + 0.02, 0.05
    x, h, low = hole.x, hole.half, hole.foot + 0.014
    rail = min(
        hole.spring - 0.02,
        hole.foot + (hole.leaf + 0.05 if hole.door else 0.72 * (f.head - hole.foot)),
    )
    top = hole.spring - 0.004
    rows = [(x - h + 0.004, x - h + b, y0, y1, low, top), (x + h - b, x + h - 0.004, y0, y1, low, top),
            (x - h + b - 0.001, x + h - b + 0.001, y0, y1 - 0.002, rail - b, rail)]  # fmt: skip
    if not hole.door:
        rows += [(x - b / 2, x + b / 2, y0 + 0.002, y1 - 0.004, low, rail - b + 0.001),
                 (x - h + b - 0.001, x + h - b + 0.001, y0, y1 - 0.002, low, low + b)]  # fmt: skip
    made = solids.boxes(rows)
    if f.style != "拱":
        bar = (x - h + b - 0.001, x + h - b + 0.001, y0, y1 - 0.002, top - b, top)
        return solids.merge(made, solids.boxes([bar]))
    arch = solids.prism([*_head(hole, f, -0.004), *_head(hole, f, -b)[::-1]], 0.08, "xz")
    fan = solids.bars([(x, f.y - 0.02, hole.spring)] * 3,
                      [(x + 0.96 * (h - b) * np.cos(a), f.y - 0.02, hole.spring + 0.96 * (h - b) * np.sin(a))
                       for a in (0.25 * np.pi, 0.497 * np.pi, 0.75 * np.pi)], solids.rectangle(0.035, 0.05))  # fmt: skip
    bar = (x - h + 0.005, x + h - 0.005, y0, y1, hole.spring - 0.05, hole.spring - 0.006)
    return solids.merge(made, solids.shifted(arch, x, f.y - 0.02), fan, solids.boxes([bar]))


def _glass(hole: _Hole, f: Front) -> Mesh:
    """Return the panes: all of a window, what is over the leaves of a door."""
    foot = hole.foot + (hole.leaf if hole.door else 0.02)
    line = [(-hole.half + 0.01, foot), *_head(hole, f, -0.012), (hole.half - 0.01, foot)]
    return solids.shifted(solids.prism(line[::-1], 0.012, "xz"), hole.x, f.y + 0.005)


def _leaves(hole: _Hole, f: Front) -> Mesh:
    """Return two panelled leaves."""
    rows: list[tuple[float, ...]] = []
    wide = hole.half - 0.058
    for s in (-1, 1):
        x0, x1 = sorted((hole.x + s * 0.004, hole.x + s * wide))
        rows.append((x0, x1, f.y - 0.045, f.y, hole.foot + 0.03, hole.foot + hole.leaf - 0.005))
        for z0, z1 in ((0.15, 0.85), (1.0, hole.leaf - 0.15)):
            rows.append((x0 + 0.08, x1 - 0.08, f.y - 0.062, f.y - 0.04, hole.foot + z0,
                         hole.foot + z1))  # fmt: skip
    return solids.boxes(rows)
