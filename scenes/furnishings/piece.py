"""What every piece of furniture is made of: closed bodies by matter, put once and placed often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from scenes import solids, turned
from scenes.model import SetModel
from scenes.solids import Mesh, merge
from scenes.turned import placed

Piece: TypeAlias = list[tuple[Mesh, str]]
Point = Sequence[float]

__all__ = [
    "Mesh", "Piece", "apron", "ball", "bar", "box", "frame", "jar", "legs", "merge", "pipe", "plate",
    "put", "skin", "slanted", "turn",
]  # fmt: skip


def put(
    model: SetModel, name: str, made: Piece, at: Point, turn_by: float = 0.0, *,
    element: str = "furniture", rule: str = "own", said: str = "",
) -> None:  # fmt: skip
    """Place a piece; its parts are registered at the first time and shared afterwards.

    Args:
        model: goes into it.
        name: of the parts; one name is one shape.
        made: its bodies.
        at: x, y and the height of its foot, metres.
        turn_by: radians from facing −y.
        element: semantic class.
        rule: that shaped it.
        said: what it is called.
    """
    for number, (mesh, material) in enumerate(made):
        part = f"{name}.{number}"
        if part not in model.parts:
            model.add_part(part, *mesh, material)
        model.place(
            part, element, placed(at[0], at[1], at[2], turn_by), rule, said if not number else ""
        )


def box(x0: float, x1: float, y0: float, y1: float, z0: float, z1: float) -> Mesh:
    """Return an upright box; the two ends of a side may come in either order."""
    return solids.boxes([(min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1), z0, z1)])


def bar(start: Point, end: Point, wide: float, high: float) -> Mesh:
    """Return a squared bar between two points."""
    return solids.outward(turned.beam(start, end, wide, high))


def pipe(path: Sequence[Point], radius: float | Sequence[float], sides: int = 8) -> Mesh:
    """Return a round bar along points."""
    return solids.outward(turned.tube(path, radius, sides))


def turn(profile: Sequence[tuple[float, float]], sides: int = 16) -> Mesh:
    """Return a turned body of (radius, height), from below upwards."""
    return solids.outward(turned.lathe(profile, sides))


def ball(at: Point, rx: float, ry: float, rz: float, sides: int = 12) -> Mesh:
    """Return an ellipsoid."""
    return solids.outward(turned.ball(at, rx, ry, rz, sides))


def skin(rings: Sequence[np.ndarray]) -> Mesh:
    """Return a body over closed convex rings."""
    return solids.outward(turned.loft(rings))


def plate(outline: Sequence[tuple[float, float]], thick: float, y: float = 0.0) -> Mesh:
    """Return a flat outline in x and z, ``thick`` deep about ``y``."""
    return solids.shifted(solids.prism(outline, thick, "xz"), y=y)


def legs(w: float, d: float, h: float, thick: float, inset: float = 0.0, foot: float = 0.0) -> Mesh:
    """Return four square legs under ``w`` by ``d``; ``foot`` splays each outward by that much."""
    x, y = w / 2 - thick / 2 - inset, d / 2 - thick / 2 - inset
    return merge(*(
        bar((sx * (x + foot), sy * (y + foot), 0.0), (sx * x, sy * y, h), thick, thick)
        for sx in (-1, 1) for sy in (-1, 1)
    ))  # fmt: skip


def frame(w: float, d: float, z: float, wide: float, high: float, inset: float = 0.0) -> Mesh:
    """Return four rails round ``w`` by ``d``, their foot at ``z``: stretchers, aprons, edges."""
    x, y = w / 2 - inset, d / 2 - inset
    hair = 0.0015
    return solids.boxes([
        (-x, x, -y, -y + wide, z, z + high), (-x, x, y - wide, y, z, z + high),
        (-x + hair, -x + wide, -y + wide - hair, y - wide + hair, z + hair, z + high - hair),
        (x - wide, x - hair, -y + wide - hair, y - wide + hair, z + hair, z + high - hair),
    ])  # fmt: skip


def apron(w: float, z0: float, z1: float, thick: float, y: float, arch: float = 0.65) -> Mesh:
    """Return a board whose foot is cut in an arch (壸门): ``arch`` of its height at the middle."""
    x, high = w / 2, z1 - z0
    line = [(-x, z1), (-x, z0), (-0.8 * x, z0)]
    for k in range(9):
        t = -0.8 + 1.6 * k / 8
        cusp = 1 - abs(t) ** 1.7 + (0.12 if k == 4 else 0.0)
        line.append((t * x * 0.98, z0 + high * arch * min(max(cusp, 0.0), 1.0)))
    line += [(0.8 * x, z0), (x, z0), (x, z1)]
    return plate(line[::-1], thick, y)


def jar(high: float, wide: float, mouth: float, foot: float, sides: int = 18) -> Mesh:
    """Return a jar or vat with a rim and an open mouth; ``wide``, ``mouth``, ``foot`` radii."""
    wall = min(0.035, 0.15 * mouth)
    outer = [(foot, 0.0), (0.86 * wide + 0.14 * foot, 0.30 * high), (wide, 0.62 * high),
             (0.55 * wide + 0.45 * mouth, 0.87 * high), (mouth, 0.95 * high),
             (mouth + 0.4 * wall, 0.96 * high), (mouth + 0.4 * wall, high)]  # fmt: skip
    inner = [(mouth - wall, high), (mouth - wall, 0.93 * high), (0.8 * wide, 0.7 * high)]
    return turn([*outer, *inner], sides)


def slanted(w: float, d: float, z: float, rise: float, thick: float) -> Mesh:
    """Return a board ``w`` by ``d`` whose back edge lies ``rise`` above its front one."""
    low = np.array([(-w / 2, -d / 2, z), (w / 2, -d / 2, z), (w / 2, d / 2, z + rise),
                    (-w / 2, d / 2, z + rise)])  # fmt: skip
    return solids.outward(turned.loft([low, low + np.array([0, 0, thick])]))
