"""Roads through open country: an earthen highroad with ruts, a mountain path, a road of asphalt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes import planting, props, solids
from scenes.model import SetModel
from scenes.work import Spot, Viewpoint
from scenes.works.lands.land import EDGE, Land, lay, stones, swell, trees, tufts
from scenes.works.streets import poles

_RUT, _GAUGE = 0.05, 0.75  # metres: how deep wheels cut, and half of how far apart
_WIRED = ("dangdai",)


def bend(y: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Return where the middle of a road lies: it swings about x = 0, straight near the lens."""
    far = np.clip((np.asarray(y, np.float64) + 8.0) / 30.0, 0.0, 1.0)
    return np.asarray(far * 3.4 * np.sin(np.asarray(y, np.float64) / 17.0), np.float64)


def road(model: SetModel, land: Land) -> None:
    """Lay a road along y, trees at its sides."""
    half, paved = land.size["way"] / 2, land.kind == "highway"

    def rises(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        away = np.abs(x - bend(y)) - half
        bank = 0.28 * np.exp(-(((away - 1.1) / 0.7) ** 2)) if not paved else 0.0 * away
        return (
            np.where(away < 0.0, -0.03, bank + np.clip(away / 9.0, 0.0, 1.0) * swell(x, y, 0.9))
            - 0.02
        )

    def way(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        across = np.abs(x)
        rut = _RUT * np.exp(-(((across - _GAUGE) / 0.13) ** 2)) * (0.7 + 0.3 * np.sin(0.7 * y))
        crown = 0.07 * (1.0 - (across / half) ** 2)
        return crown if paved else crown + 0.03 - rut

    lay(model, "land", rises, (-EDGE, EDGE, 93), (-EDGE, EDGE, 81))
    _ribbon(model, half, way, "asphalt" if paved else "road_earth")
    _beside(model, land, half)
    if paved:
        _marked(model, half)
    else:
        _milestone(model, half)
    stones(
        model,
        land,
        26,
        (-14, 14, -14, 40),
        (0.08, 0.22),
        lambda x, y: abs(x - float(bend(y))) > half + 0.2,
    )
    tufts(model, land, 900, (-16, 16, -18, 46), lambda x, y: abs(x - float(bend(y))) > half + 0.05)


def _ribbon(model: SetModel, half: float, way: object, material: str) -> None:
    """Lay the surface of a road that bends, finely enough across for its ruts."""
    x, y = np.meshgrid(np.linspace(-half, half, 41), np.linspace(-EDGE, EDGE, 117), indexing="ij")
    z = way(x, y)  # type: ignore[operator]
    top = np.stack([x + bend(y), y, z], axis=-1)
    model.add_part("way", *solids.outward(solids.slab(top, z + 0.6)), material)
    model.place("way", "ground", rule="land.way", name="路面")


def _beside(model: SetModel, land: Land, half: float) -> None:
    dice = land.dice("beside")
    paved = land.kind == "highway"
    row = []
    for y in np.arange(-6.0, 52.0, 7.0 if paved else 8.5):
        for side in (-1, 1):
            if paved or dice.random() < 0.72:
                x = float(bend(y)) + side * (half + (1.6 if paved else dice.uniform(1.5, 3.2)))
                row.append(
                    (
                        x,
                        float(y) + (0.0 if paved else dice.uniform(-2.0, 2.0)),
                        dice.uniform(0.75, 1.0),
                    )
                )
    trees(model, land, "locust", [one for one in row if one[1] > -2.0 or abs(one[0]) > half + 2.0])
    if land.period in _WIRED:
        poles.put(model, half + 4.6, (-26.0, 54.0))


def _milestone(model: SetModel, half: float) -> None:
    """Set a plain stone by the road, as posts of distance stood; nothing is cut into it."""
    stone = solids.prism(
        [(-0.17, -0.1), (0.17, -0.1), (0.15, 0.72), (0.0, 0.82), (-0.15, 0.72)], 0.16, "xz"
    )
    props.add(model, "milestone", "prop", [(stone, "stone")], half + 0.75, 2.6, 0.25)


def _marked(model: SetModel, half: float) -> None:
    """Paint the broken line in the middle of an asphalt road, and its edge lines."""
    rows = []
    for y in np.arange(-24.0, 52.0, 9.0):
        for k in range(4):
            a = float(y) + k
            x = float(bend(a + 0.5))
            rows.append((x - 0.07, x + 0.07, a, a + 1.01, 0.04, 0.078))
    model.add_part("line", *solids.boxes(rows), "whitewash")
    model.place("line", "ground", rule="own", name="标线")


def _slopes(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the land of a mountain path: steep above it at the right, easier at the left."""
    away = bend(y) - x
    left = np.clip(-away - 1.4, 0.0, None)
    right = np.clip(away - 1.6, 0.0, None)
    rough = 0.35 * np.sin(0.9 * x + 0.5 * y) + 0.30 * np.sin(0.43 * x - 0.61 * y + 1.0)
    up = 0.85 * left**1.08 + 0.20 * right**1.25
    run = np.clip((EDGE - np.abs(y)) / 14.0, 0.0, 1.0)
    return np.asarray(
        (up + rough * np.clip((left + right) / 3.0, 0.0, 1.0)) * run - 0.03, np.float64
    )


def path(model: SetModel, land: Land) -> None:
    """Lay a path between slopes, rocks and pines over it."""
    half = land.size["way"] / 2
    lay(model, "slope", _slopes, (-46.0, 46.0, 93), (-EDGE, EDGE, 81), "grass_slope")

    def way(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(0.02 + 0.03 * np.sin(1.7 * y) * np.cos(2.1 * x), np.float64)

    _ribbon(model, half, way, "road_earth")
    ground = _height
    dice = land.dice("pines")
    above = [(dice.uniform(4, 20), dice.uniform(-2, 50), dice.uniform(0.6, 1.0)) for _ in range(9)]
    below = [(-dice.uniform(5, 26), dice.uniform(3, 50), dice.uniform(0.5, 0.9)) for _ in range(6)]
    trees(model, land, "pine", [*above, *below], ground=ground)
    _rocks(model, land)
    tufts(
        model,
        land,
        900,
        (-18, 22, -16, 46),
        lambda x, y: abs(x - float(bend(y))) > half + 0.1,
        ground=ground,
    )
    for k in range(10):
        x, y = dice.choice((-1, 1)) * dice.uniform(2.2, 7.0), dice.uniform(0, 40)
        first = len(model.instances)
        planting.shrub(model, x, y, dice.uniform(0.5, 1.0), f"{land.seed}/{k}")
        for instance in model.instances[first:]:
            instance.matrix[2, 3] = ground(x, y)


def _rocks(model: SetModel, land: Land) -> None:
    dice = land.dice("rocks")
    for number in range(34):
        side = dice.choice((1, 1, -1))
        x, y = side * dice.uniform(1.3, 9.0), dice.uniform(-8.0, 42.0)
        first = len(model.instances)
        props.stone(
            model,
            x + float(bend(y)),
            y,
            dice.uniform(0.15, 1.15),
            dice.uniform(0, 6.28),
            number % 5,
        )
        for instance in model.instances[first:]:
            instance.matrix[2, 3] = _height(x + float(bend(y)), y)


def _height(x: float, y: float) -> float:
    return float(_slopes(np.array(x), np.array(y))) - 0.04


def form(land: Land) -> str:
    """Return what the road is, in words."""
    wide = land.size["way"]
    said = {"open_road": "夯土官道，有车辙", "highway": "柏油公路", "mountain_path": "山间小路"}[
        land.kind
    ]
    return f"{said}，路面宽 {wide:.1f} 米"


def views(land: Land) -> tuple[Viewpoint, ...]:
    """Return the road from its middle, from beside it, and from its bank."""
    half = land.size["way"] / 2
    return (
        Viewpoint(
            name="路上",
            eye=(0.32 * half, -13.0, 1.6),
            target=(0.6, 20.0, 1.6),
            lens_mm=30,
            rise=0.10,
        ),
        Viewpoint(
            name="路旁",
            eye=(half + 2.4, -9.0, 1.45),
            target=(-0.5 * half, 14.0, 1.45),
            lens_mm=28,
            rise=0.08,
        ),
        Viewpoint(
            name="低处",
            eye=(-half - 0.3, -8.0, 0.55),
            target=(0.4, 16.0, 0.55),
            lens_mm=26,
            rise=0.14,
        ),
    )


def path_views(land: Land) -> tuple[Viewpoint, ...]:
    """Return the path uphill, and from the slope."""
    return (
        Viewpoint(
            name="路上", eye=(0.2, -12.0, 1.6), target=(0.5, 20.0, 1.6), lens_mm=28, rise=0.12
        ),
        Viewpoint(
            name="坡下", eye=(7.0, -9.0, 2.9), target=(-2.0, 12.0, 2.2), lens_mm=28, rise=0.08
        ),
        Viewpoint(name="坡上", eye=(7.5, -6.0, 7.6), target=(-2.0, 18.0, 3.0), lens_mm=30),
    )


def spots(land: Land) -> tuple[Spot, ...]:
    """Return people walking the road."""
    half = min(land.size["way"] / 2, 2.0)
    return (
        Spot(at=(0.45 * half, 1.5, 0.04), turn=3.05),
        Spot(at=(-0.35 * half, 3.2, 0.04), turn=2.95, role="woman"),
        Spot(at=(-0.5 * half, 12.0, 0.04), turn=0.1, role="worker", pose="carry"),
    )
