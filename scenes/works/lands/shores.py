"""The bank of a river, and a ferry: shingle, water, a plank jetty and a boat."""

from __future__ import annotations

import numpy as np

from scenes import props, turned
from scenes.model import SetModel
from scenes.solids import Mesh, boxes, lofted, merge, outward
from scenes.work import Spot, Viewpoint
from scenes.works.lands.land import Land, lay, stones, swell, trees, tufts

LEVEL = -0.62  # metres, of the water
NEAR = 5.0  # x at which the bank ends
_FAR = 165.0
_DECK = 0.16  # of the jetty


def pit(land: Land) -> tuple[float, float, float, float]:
    """Return where the land is open for the river."""
    return (NEAR, NEAR + land.size["river"], -_FAR, _FAR)


def bank(model: SetModel, land: Land) -> None:
    """Lay a bank of shingle along a river that flows by at the right."""
    lay(model, "land", lambda x, y: swell(x + 30.0, y, 1.1) * np.clip((-6.0 - x) / 12.0, 0.0, 1.0) - 0.05,
        (-52.0, NEAR - 0.3, 61), (-52.0, 52.0, 61))  # fmt: skip
    _shingle(model, land)
    dice = land.dice("willows")
    row = [
        (-dice.uniform(3.5, 24.0), dice.uniform(-1.0, 44.0), dice.uniform(0.7, 1.0))
        for _ in range(8)
    ]
    trees(model, land, "locust", row)
    tufts(
        model,
        land,
        700,
        (-24, NEAR - 0.6, -16, 44),
        lambda x, y: (x + 0.4 * y) % 5 < 3.4,
        (0.14, 0.55),
    )


def _shingle(model: SetModel, land: Land) -> None:
    """Spread a strip of pale silt and the stones that the water left on it."""
    lay(model, "silt", lambda x, y: 0.015 + 0.05 * np.clip((x + 4.5) / 2.0, 0.0, 1.0) * np.sin(0.8 * x + 0.3 * y) ** 2,
        (-5.5, NEAR + 0.2, 34), (-52.0, 52.0, 105), "loess", deep=0.5)  # fmt: skip
    stones(model, land, 420, (-4.8, NEAR + 0.4, -13.0, 34.0), (0.05, 0.17))
    stones(
        model, land, 26, (-6.0, NEAR + 0.6, -6.0, 34.0), (0.25, 0.75), lambda x, y: x > 1.2 or y > 8
    )


def ferry(model: SetModel, land: Land) -> None:
    """Lay a bank with a jetty and a boat made fast to it."""
    bank(model, land)
    long = land.size["jetty"]
    out = NEAR + long
    planks = boxes([(x + 0.01, x + 0.25, -1.0 - 0.02 * (k % 3), 1.0 + 0.02 * ((k + 1) % 3), _DECK - 0.055, _DECK - 0.003 * (k % 2))
                    for k, x in enumerate(np.arange(NEAR - 1.2, out, 0.26))])  # fmt: skip
    model.add_part("planks", *planks, "wood")
    model.place("planks", "floor", rule="land.jetty", name="栈板")
    posts: list[Mesh] = []
    for x in np.arange(NEAR + 0.6, out + 0.1, 1.8):
        posts += [turned.tube([(float(x), s * 0.92, -2.2), (float(x), s * 0.92, _DECK + 0.5 * (k % 2))], (0.09, 0.08), 8)
                  for k, s in enumerate((-1, 1))]  # fmt: skip
    beams = [turned.tube([(NEAR - 1.0, s * 0.8, _DECK - 0.12), (out, s * 0.8, _DECK - 0.12)], (0.07, 0.07), 8)
             for s in (-1, 1)]  # fmt: skip
    model.add_part("jetty", *merge(*posts, *beams), "timber")
    model.place("jetty", "column", rule="land.jetty", name="木桩")
    _boat(model, out - 2.6, -2.3)
    stake = turned.tube([(NEAR - 1.6, 1.5, -0.3), (NEAR - 1.62, 1.52, 0.9)], (0.08, 0.07), 8)
    props.add(model, "mooring", "prop", [(stake, "timber")], 0.0, 0.0)


def _boat(model: SetModel, x: float, y: float) -> None:
    """Float a flat wooden boat beside the jetty: square ends that rise, thwarts, an oar."""
    long, wide, deep, wall = 6.2, 1.7, 0.55, 0.05
    rings = []
    for part in np.linspace(-1.0, 1.0, 17):
        at, low = part * long / 2, LEVEL - 0.16 + 0.42 * abs(part) ** 3.2
        top, side = low + deep + 0.10 * part**2, wide / 2 * (1.0 - 0.30 * abs(part) ** 2.6)
        less, bottom = side - wall, low + wall
        rings.append([(at, -side, top), (at, -0.82 * side, low), (at, 0.82 * side, low), (at, side, top),
                      (at, less, top), (at, 0.82 * less, bottom), (at, -0.82 * less, bottom), (at, -less, top)])  # fmt: skip
    hull = outward(lofted(np.array(rings)))
    seats = boxes([(a - 0.14, a + 0.14, -0.72 * wide / 2 - 0.1, 0.72 * wide / 2 + 0.1, LEVEL + 0.16, LEVEL + 0.20)
                   for a in (-1.5, 0.2, 1.7)])  # fmt: skip
    oar = turned.tube([(-2.6, -0.25, LEVEL + 0.62), (1.8, 0.35, LEVEL + 0.30)], (0.025, 0.03), 6)
    props.add(model, "boat", "prop", [(hull, "timber"), (seats, "wood"), (oar, "wood")], x, y, 0.06)


def form(land: Land) -> str:
    """Return what the bank is, in words."""
    wide = land.size["river"]
    if land.kind == "ferry":
        return f"河宽 {wide:.0f} 米的渡口，栈板伸出 {land.size['jetty']:.1f} 米，系一条平底木船"
    return f"卵石河滩，河面宽 {wide:.0f} 米"


def views(land: Land) -> tuple[Viewpoint, ...]:
    """Return the bank along the water, and the water across."""
    return (
        Viewpoint(
            name="滩上", eye=(-2.5, -13.0, 1.6), target=(6.5, 22.0, 1.5), lens_mm=28, rise=0.06
        ),
        Viewpoint(
            name="水边",
            eye=(NEAR - 1.0, -10.0, 0.6),
            target=(NEAR + 5.0, 20.0, 0.8),
            lens_mm=26,
            rise=0.10,
        ),
        Viewpoint(name="望对岸", eye=(-4.0, 0.0, 1.7), target=(NEAR + 30.0, 9.0, 1.2), lens_mm=30),
    )


def ferry_views(land: Land) -> tuple[Viewpoint, ...]:
    """Return the jetty from the bank, and the bank from the jetty's end."""
    out = NEAR + land.size["jetty"]
    return (
        Viewpoint(
            name="岸上",
            eye=(NEAR - 5.5, -8.5, 1.6),
            target=(NEAR + 3.9, 3.0, 0.8),
            lens_mm=28,
            rise=0.05,
        ),
        Viewpoint(
            name="栈头",
            eye=(NEAR - 3.0, -0.4, 1.7),
            target=(out + 8.0, 2.0, 0.6),
            lens_mm=28,
            rise=0.04,
        ),
        Viewpoint(
            name="水边", eye=(NEAR - 0.6, -7.0, 0.4), target=(out, 2.5, 0.5), lens_mm=26, rise=0.06
        ),
    )


def spots(land: Land) -> tuple[Spot, ...]:
    """Return people on the bank."""
    return (
        Spot(at=(1.8, 2.0, 0.0), turn=1.4),
        Spot(at=(0.6, 5.5, 0.0), turn=1.7, role="woman"),
    )


def ferry_spots(land: Land) -> tuple[Spot, ...]:
    """Return the ferryman on the jetty and passengers who wait."""
    return (
        Spot(at=(NEAR + land.size["jetty"] - 1.4, 0.2, _DECK), turn=-1.5, role="worker"),
        Spot(at=(NEAR - 2.2, -0.6, 0.0), turn=1.5),
        Spot(at=(NEAR - 3.0, 0.9, 0.0), turn=1.3, role="woman"),
    )
