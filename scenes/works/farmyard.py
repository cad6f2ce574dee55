"""A farm's yard: its earth and low wall, gate, mill, jars, firewood, straw, what hangs to dry."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from scenes import clutter, planting, props, solids
from scenes.model import SetModel
from scenes.solids import Mesh
from scenes.turned import ball, join, lathe, placed, tube

_WALL = 1.55  # metres
_GATE = 1.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Yard:
    """A yard before a house, metres: ``half`` of its width, from ``front`` to ``back`` along y.

    ``late`` yards may hang up maize; ``bare`` ones are of winter; ``paved`` has a stone path.
    """

    half: float
    front: float
    back: float
    late: bool
    seed: str
    bare: bool = False
    paved: bool = False


def lay(model: SetModel, yard: Yard) -> None:
    """Lay a yard and put its things into it."""
    rng = random.Random(f"{yard.seed}/yard")
    half, front, back = yard.half, yard.front, yard.back
    model.add_part(
        "yard", *solids.boxes([(-half, half, front, back - 0.01, -0.3, 0.0)]), "earth_yard"
    )
    model.place("yard", "ground", rule="invention")
    if yard.paved:
        stones = [(-0.62 + 0.02 * (k % 3), 0.60 - 0.02 * (k % 2), y, y + 0.52, -0.1, 0.03)
                  for k, y in enumerate(np.arange(front - 2.0, back - 1.2, 0.56))]  # fmt: skip
        model.add_part("yard.path", *solids.boxes(stones), "slab")
        model.place("yard.path", "ground", rule="invention")
    _enclose(model, yard)
    _things(model, yard, rng)
    _approach(model, yard, rng)


def _approach(model: SetModel, yard: Yard, rng: random.Random) -> None:
    """Wear a way to the gate, and let weeds, bushes and stones lie beside it."""
    gate, front = 0.45 * yard.half, yard.front
    ys = np.linspace(front + 0.3, front - 34.0, 25)
    away = front - ys
    middle = gate + 0.055 * np.maximum(away, 0) ** 1.4 * np.sin(0.12 * away)
    wide = 1.0 + 0.02 * np.maximum(away, 0)
    rings = np.array([
        [(m - w, y, -0.05), (m + w, y, -0.05), (m + w, y, 0.012), (m - w, y, 0.012)]
        for m, w, y in zip(middle, wide, ys, strict=True)
    ])  # fmt: skip
    model.add_part("yard.way", *solids.lofted(rings), "earth_yard")
    model.place("yard.way", "ground", rule="invention")
    line = np.column_stack([middle, ys, np.full(len(ys), 0.012)])
    clutter.ruts(model, "yard.ruts", line, yard.seed)
    spots = []
    for _ in range(170):
        y = front - 0.4 - 30 * rng.random() ** 1.7
        side = rng.choice((-1, 1))
        x = float(np.interp(-y, -ys, middle)) + side * (1.5 + abs(rng.gauss(0, 6.0)))
        spots.append((x, y, rng.uniform(0.08, 0.30)))
    planting.grass(model, spots, yard.seed + "way")
    for k in range(9):
        y = front - 1.2 - 20 * rng.random()
        x = float(np.interp(-y, -ys, middle)) + rng.choice((-1, 1)) * (3.2 + 9 * rng.random())
        if k % 3:
            planting.shrub(model, x, y, rng.uniform(0.35, 0.8), yard.seed)
        else:
            props.stone(model, x, y, rng.uniform(0.25, 0.6), rng.uniform(0, 6.2), k % 3)


def _enclose(model: SetModel, yard: Yard) -> None:
    half, front, back = yard.half, yard.front, yard.back
    gate = 0.45 * half
    rows = [dry_wall(-half, gate - _GATE / 2, _WALL, 0.4, yard.seed + "f"),
            dry_wall(gate + _GATE / 2, half, _WALL, 0.4, yard.seed + "g")]  # fmt: skip
    walls = [solids.shifted(row, y=front) for row in rows]
    for s in (-1, 1):
        side = dry_wall(front + 0.2, back - 0.4, _WALL, 0.4, f"{yard.seed}{s}")
        walls.append(solids.moved(side, solids.placement(s * half, 0, 0, np.pi / 2)))
    model.add_part("yard.wall", *solids.merge(*walls), "adobe")
    model.place("yard.wall", "enclosure", rule="invention")
    x0, x1 = gate - _GATE / 2, gate + _GATE / 2
    posts = [
        (x - 0.09, x + 0.09, front - 0.1, front + 0.1, -0.2, 2.15) for x in (x0 + 0.06, x1 - 0.06)
    ]
    posts.append((x0 - 0.2, x1 + 0.2, front - 0.11, front + 0.11, 2.15, 2.3))
    boards = [
        (x0 + 0.16 + 0.19 * k, x0 + 0.34 + 0.19 * k, front + 0.02, front + 0.06, 0.06, 1.75)
        for k in range(3)
    ]
    model.add_part("yard.gate", *solids.boxes([*posts, *boards]), "cave_wood")
    model.place("yard.gate", "gate", rule="invention")
    thatch = solids.prism([(-0.55, 0), (0.55, 0), (0.12, 0.34), (-0.12, 0.34)], _GATE + 1.0, "yz")
    model.add_part("yard.thatch", *solids.shifted(thatch, x=gate, y=front, z=2.305), "straw")
    model.place("yard.thatch", "roof", rule="invention")


def dry_wall(x0: float, x1: float, high: float, thick: float, seed: str) -> Mesh:
    """Return a low wall of rammed earth along x, its top worn uneven; its middle at y = 0."""
    rng = random.Random(f"{seed}/wall")
    count = max(2, round((x1 - x0) / 0.7))
    xs = np.linspace(x0, x1, count + 1)
    tops = [high * rng.uniform(0.84, 1.0) for _ in xs]
    outline = [(x0, -0.2), *((float(x), t) for x, t in zip(xs, tops, strict=True)), (x1, -0.2)]
    return solids.prism(outline, thick, "xz")


def pierced(x0: float, x1: float, low: float, high: float, thick: float) -> Mesh:
    """Return a parapet of bricks laid with gaps (花栏墙), its middle at y = 0."""
    rows = [
        (x0, x1, -thick / 2, thick / 2, low, low + 0.14),
        (x0, x1, -thick / 2 - 0.03, thick / 2 + 0.03, high - 0.1, high),
    ]
    z = low + 0.14
    course = 0
    while z + 0.11 < high - 0.1:
        start = x0 + (0.12 if course % 2 else 0.0)
        rows += [(x, min(x + 0.14, x1), -thick / 2, thick / 2, z, z + 0.11)
                 for x in np.arange(start, x1 - 0.05, 0.25)]  # fmt: skip
        z, course = z + 0.11, course + 1
    rows.append((x0, x1, -thick / 2, thick / 2, z, high - 0.1))
    return solids.boxes([r for r in rows if r[5] - r[4] > 0.005])


def _things(model: SetModel, yard: Yard, rng: random.Random) -> None:
    half, front, back = yard.half, yard.front, yard.back
    millstone(model, 0.30 * half, 0.42 * front)
    for k, (out, tall) in enumerate(((0.9, 0.86), (1.8, 0.7), (2.6, 0.8)), 1):
        props.jar(model, half - 0.75, back - 0.6 - out, tall, k)
    firewood(model, -half + 0.8, back - 3.0, rng)
    stack(model, half - 1.6, front + 1.7, 1.5)
    broom = tube(
        [(0.62 * half, back - 0.25, 0.0), (0.62 * half, back - 0.02, 1.5)], (0.03, 0.015), 6
    )
    model.add_part("yard.broom", *broom, "straw")
    model.place("yard.broom", "prop", rule="invention")
    if yard.late:
        maize(model, 0.78 * half, back - 1.9)
    else:
        sheaves(model, 0.74 * half, back - 2.2)


def millstone(model: SetModel, x: float, y: float) -> None:
    """Put a roller mill (碾): a round bed, a stone roller on its pole."""
    bed = join(
        lathe([(0.55, 0), (0.62, 0.1), (0.62, 0.55), (1.05, 0.56), (1.08, 0.72), (0, 0.72)], 28)
    )
    roller = tube([(0.16, 0, 1.02), (0.86, 0, 1.02)], (0.27, 0.30), 18)
    pole = tube([(0, 0, 0.7), (0, 0, 1.5)], (0.05, 0.05), 8)
    bar = tube([(-0.4, 0, 1.02), (1.75, 0.05, 1.02)], (0.035, 0.03), 7)
    props.add(
        model,
        "mill",
        "prop",
        [(bed, "stone"), (roller, "stone"), (join(pole, bar), "cave_wood")],
        x,
        y,
        0.6,
    )


def sump(model: SetModel, x: float, y: float) -> None:
    """Put the stone mouth of a seepage well (渗井)."""
    ring = lathe([(0.34, -0.1), (0.52, -0.1), (0.52, 0.10), (0.34, 0.10)], 20)
    props.add(model, "sump", "prop", [(ring, "stone")], x, y)


def firewood(model: SetModel, x: float, y: float, rng: random.Random) -> None:
    """Stack split branches along the yard's side."""
    logs = []
    for row in range(6):
        for k in range(7 - row // 2):
            z = 0.07 + 0.13 * row
            at = y + 0.26 * k + rng.uniform(-0.03, 0.03)
            logs.append(tube([(-0.6 + rng.uniform(-0.1, 0.1), at, z), (0.6 + rng.uniform(-0.1, 0.1), at, z)],
                             (rng.uniform(0.045, 0.07), rng.uniform(0.04, 0.06)), 6))  # fmt: skip
    model.add_part("firewood", *join(*logs), "bark")
    model.place("firewood", "prop", placed(x, 0, 0), rule="invention")


def stack(model: SetModel, x: float, y: float, tall: float) -> None:
    """Put a round stack of straw."""
    body = lathe([(0.85, 0), (1.02, 0.35), (0.96, 0.9), (0.62, 1.35), (0.16, 1.62), (0, 1.66)], 18)
    props.add(
        model,
        "straw_stack",
        "prop",
        [(solids.moved(body, placed(0, 0, 0, 0, tall / 1.66)), "straw")],
        x,
        y,
    )


def maize(model: SetModel, x: float, y: float) -> None:
    """Hang maize on a drying pole: only where it was grown."""
    cobs = []
    rng = random.Random("maize")
    for k in range(46):
        around, up = 2.4 * k, 0.75 + 0.026 * k
        out = 0.20 + 0.02 * rng.uniform(-1, 1)
        cobs.append(ball((out * np.cos(around), out * np.sin(around), up), 0.045, 0.045, 0.11, 7))
    pole = tube([(0, 0, -0.1), (0, 0, 2.25)], (0.05, 0.04), 7)
    props.add(model, "maize", "prop", [(join(*cobs), "maize"), (pole, "cave_wood")], x, y)


def sheaves(model: SetModel, x: float, y: float) -> None:
    """Stand sheaves of millet together to dry."""
    made = []
    for k in range(5):
        around = 1.26 * k
        foot = (0.42 * np.cos(around), 0.42 * np.sin(around), 0.0)
        top = (0.10 * np.cos(around), 0.10 * np.sin(around), 1.05)
        made.append(tube([foot, top], (0.17, 0.09), 8))
        made.append(
            tube([top, (0.28 * np.cos(around), 0.28 * np.sin(around), 1.38)], (0.12, 0.16), 8)
        )
    props.add(model, "sheaves", "prop", [(join(*made), "straw")], x, y)
