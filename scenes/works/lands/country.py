"""Land that nobody tills: wilds, a wood, a graveyard."""

from __future__ import annotations

import numpy as np

from scenes import planting, solids
from scenes.model import SetModel
from scenes.solids import placement
from scenes.spec import SetSpec
from scenes.work import Spot, Viewpoint
from scenes.works.lands.land import EDGE, Land, lay, stones, swell, trees, tufts

_PITCH = 3.4  # metres between graves


def _wild(x: float, y: float) -> float:
    return float(swell(np.array(x), np.array(y), 1.9)) - 0.04


def wilds(model: SetModel, land: Land) -> None:
    """Lay rough land with stones, tufts and a few trees."""
    lay(
        model,
        "land",
        lambda x, y: swell(x, y, 1.9) - 0.03,
        (-EDGE, EDGE, 97),
        (-EDGE, EDGE, 97),
        "grass_slope",
    )
    dice = land.dice("wilds")
    few = [
        (dice.choice((-1, 1)) * dice.uniform(4.5, 22), dice.uniform(2, 42), dice.uniform(0.5, 1.0))
        for _ in range(7)
    ]
    trees(model, land, "locust", few, ground=_wild)
    first = len(model.instances)
    stones(model, land, 60, (-18, 18, -9, 36), (0.12, 0.85), lambda x, y: abs(x) > 1.0 or y > 7)
    _settle(model, first)
    tufts(model, land, 2800, (-20, 20, -16, 40), lambda _x, _y: True, (0.12, 0.5), ground=_wild)


def _settle(model: SetModel, first: int) -> None:
    """Let what was put since ``first`` down onto the rough land."""
    for instance in model.instances[first:]:
        instance.matrix[2, 3] += _wild(float(instance.matrix[0, 3]), float(instance.matrix[1, 3]))


def wood(model: SetModel, land: Land) -> None:
    """Plant a wood about a clearing, a trodden path through it."""
    lay(
        model,
        "land",
        lambda x, y: swell(x, y, 0.6) - 0.03,
        (-EDGE, EDGE, 81),
        (-EDGE, EDGE, 81),
        "grass_slope",
    )
    half, dice = land.size["way"] / 2, land.dice("wood")
    lay(
        model,
        "path",
        lambda x, y: swell(x, y, 0.6) + 0.06 + 0.0 * x,
        (-half, half, 9),
        (-24.0, 40.0, 65),
        "road_earth",
        deep=0.5,
    )
    pines: list[tuple[float, float, float]] = []
    locusts: list[tuple[float, float, float]] = []
    for number in range(34):
        side, y = dice.choice((-1, 1)), dice.uniform(-3.0, 40.0)
        x = side * (half + 0.9 + dice.uniform(0.0, 1.0) ** 1.4 * 17.0)
        (pines if number % 2 else locusts).append((x, y, dice.uniform(0.7, 1.15)))
    low = _low
    trees(model, land, "pine", pines, ground=low)
    trees(model, land, "locust", locusts, ground=low)
    tufts(
        model,
        land,
        700,
        (-18, 18, -14, 34),
        lambda x, _y: abs(x) > half + 0.1,
        (0.1, 0.4),
        ground=low,
    )
    for k in range(14):
        x, y = dice.choice((-1, 1)) * dice.uniform(half + 1.0, 9.0), dice.uniform(-2, 26)
        planting.shrub(model, x, y, dice.uniform(0.4, 0.9), f"{land.seed}/{k}")
    stones(model, land, 16, (-10, 10, -8, 24), (0.15, 0.5), lambda x, _y: abs(x) > half + 0.4)


def _low(x: float, y: float) -> float:
    return float(swell(np.array(x), np.array(y), 0.6)) - 0.04


def graves(model: SetModel, land: Land) -> None:
    """Lay a graveyard: mounds in rows, plain stones before some, old cypresses."""
    lay(
        model,
        "land",
        lambda x, y: swell(x, y, 0.4) - 0.04,
        (-EDGE, EDGE, 61),
        (-EDGE, EDGE, 61),
        "grass_slope",
    )
    high, stone = land.size["mound"], land.size["stele"]
    mound = solids.lathe(
        [(1.30 * np.cos(t), high * np.sin(t) ** 0.9 - 0.02) for t in np.linspace(0.0, 1.56, 9)], 40
    )
    model.add_part("mound", *mound, "grass_slope")
    slab = solids.merge(
        solids.prism([(-0.30, 0.12), (0.30, 0.12), (0.30, stone - 0.10), (0.20, stone), (-0.20, stone), (-0.30, stone - 0.10)],
                     0.13, "xz"),
        solids.boxes([(-0.42, 0.42, -0.20, 0.20, -0.2, 0.13), (-0.34, 0.34, -0.75, -0.35, -0.1, 0.22)]),
    )  # fmt: skip
    model.add_part("tomb", *slab, "stone")
    dice = land.dice("graves")
    for row in range(3):
        for k in range(-2 + (row == 2), 3 - (row == 2)):
            if row == 0 and k == -2:
                continue
            x, y = k * _PITCH + dice.uniform(-0.4, 0.4), 4.0 + row * 4.6 + dice.uniform(-0.5, 0.5)
            size = dice.uniform(0.75, 1.05)
            at = placement(x, y, 0.0, dice.uniform(0, 6.28))
            at[:3, :3] *= size
            model.place("mound", "prop", at, rule="land.mound", name="坟丘")
            if (k + row) % 2 == 0:
                model.place("tomb", "prop", placement(x + dice.uniform(-0.1, 0.1), y - 1.55 * size, 0.0, dice.uniform(-0.06, 0.06)),
                            rule="land.stele", name="墓碑（未刻字）")  # fmt: skip
    trees(
        model,
        land,
        "cypress",
        [(-8.6, 7.0, 1.0), (8.2, 9.5, 0.9), (-5.2, 18.5, 1.1), (5.6, 19.5, 1.0), (0.4, 22.0, 1.05)],
    )
    tufts(model, land, 1200, (-16, 16, -10, 26), lambda _x, _y: True, (0.12, 0.45))


def distance(model: SetModel, land: Land, spec: SetSpec) -> None:
    """Put bushes and trees along the edge of sight, so that the land does not end in a line."""
    dice = land.dice("distance")
    for k in range(12):
        turn, far = dice.uniform(0.35, 2.8), dice.uniform(48.0, 70.0)
        x, y = far * np.cos(turn), far * np.sin(turn)
        if land.pit is not None and land.pit[0] - 1 < x < land.pit[1] + 1:
            continue
        grown = SetModel()
        planting.plain_tree(
            grown,
            f"far{k}",
            dice.uniform(5.0, 9.0),
            f"{land.seed}/far{k}",
            bare=spec.season == "冬",
        )
        model.take(grown, f"far{k}.", placement(float(x), float(y)))


def form(land: Land) -> str:
    """Return what the land is, in words."""
    if land.kind == "graveyard":
        return f"坟地，坟丘高 {land.size['mound']:.1f} 米，柏树几株"
    return "疏林间一条小路" if land.kind == "wood" else "荒坡野地，乱石疏树"


def views(land: Land) -> tuple[Viewpoint, ...]:
    """Return the land from a man's height, and from low in the grass."""
    return (
        Viewpoint(name="平视", eye=(0.3, -11.0, 2.2 if land.kind == "wilds" else 1.7), target=(0.0, 20.0, 2.0), lens_mm=28, rise=0.10),
        Viewpoint(name="低处", eye=(-2.2, -7.0, 1.5 if land.kind == "wilds" else 0.7), target=(1.5, 14.0, 1.6), lens_mm=24, rise=0.14),
    )  # fmt: skip


def grave_views(land: Land) -> tuple[Viewpoint, ...]:
    """Return the rows of graves, and one grave from before it."""
    return (
        Viewpoint(
            name="坟前", eye=(2.4, -5.5, 1.6), target=(-0.8, 9.0, 1.3), lens_mm=28, rise=0.10
        ),
        Viewpoint(
            name="远看", eye=(-7.5, -10.0, 1.7), target=(2.0, 10.0, 1.5), lens_mm=30, rise=0.10
        ),
    )


def spots(land: Land) -> tuple[Spot, ...]:
    """Return two who walk there."""
    z = _wild(0.6, 3.0) if land.kind == "wilds" else _low(0.6, 3.0) + 0.05
    far = _wild(-0.9, 6.0) if land.kind == "wilds" else _low(-0.9, 6.0) + 0.05
    return (Spot(at=(0.6, 3.0, z), turn=3.0), Spot(at=(-0.9, 6.0, far), turn=2.8, role="woman"))


def grave_spots(land: Land) -> tuple[Spot, ...]:
    """Return somebody who stands before a grave."""
    return (Spot(at=(0.0, 1.2, 0.0), turn=3.1), Spot(at=(1.1, 0.8, 0.0), turn=3.0, role="woman"))
