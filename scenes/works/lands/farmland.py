"""Tilled land: a field in its season, an orchard, a threshing floor."""

from __future__ import annotations

import numpy as np

from scenes import props, solids, turned
from scenes.model import SetModel
from scenes.solids import placement
from scenes.work import Spot, Viewpoint
from scenes.works import farmyard
from scenes.works.lands.land import EDGE, Land, lay, stones, swell, trees, tufts

_PATH = 0.9  # metres of a path between two fields, to either side of x = 0
_STRIP = (-21.0, 21.0, -8.0, 34.0)  # x0 x1 y0 y1 that is tilled
_APART = 0.52  # of plants in a row
# How high a crop stands by season, as a part of the rule's, and its stuff; None: stubble or nothing.
_STANDS = {
    "春": (0.22, "leaves"),
    "夏": (0.85, "leaves"),
    "": (0.85, "leaves"),
    "秋": (1.0, "straw"),
    "冬": None,
}


def field(model: SetModel, land: Land) -> None:
    """Lay two fields with a path between: ridges, and the crop as the season has it."""
    lay(model, "land", lambda x, y: np.clip((np.abs(x) - 22.0) / 8.0, 0.0, 1.0) * swell(x, y, 0.8) - 0.03,
        (-EDGE, EDGE, 81), (-EDGE, EDGE, 61))  # fmt: skip
    _ridges(model, land)
    lay(model, "path", lambda x, y: 0.10 + 0.02 * np.sin(1.9 * y) * np.cos(3.0 * x) + 0.0 * x,
        (-_PATH + 0.15, _PATH - 0.15, 9), (-30.0, 40.0, 71), "road_earth", deep=0.5)  # fmt: skip
    stands = _STANDS.get(land.season, _STANDS[""])
    if stands is not None:
        _crop(model, land, stands[0] * land.size["crop"], stands[1])
    if land.season == "秋":
        for k, (x, y) in enumerate(((2.2, 3.0), (2.6, 8.5), (-2.4, 5.5), (2.4, 14.0))):
            part = SetModel()
            farmyard.sheaves(part, 0.0, 0.0)
            model.take(part, f"sheaves{k}.", placement(x, y))
    dice = land.dice("far trees")
    far = [
        (dice.choice((-1, 1)) * dice.uniform(8, 30), dice.uniform(36, 50), dice.uniform(0.8, 1.0))
        for _ in range(6)
    ]
    trees(model, land, "locust", far)
    tufts(model, land, 260, (-1.7, 1.7, -14, 38), lambda x, _y: 0.65 < abs(x) < 1.6)


def _ridges(model: SetModel, land: Land) -> None:
    """Raise the soil in ridges along y."""
    x0, x1, y0, y1 = _STRIP
    apart = land.size["ridge"]
    t = np.linspace(-1.0, 1.0, 9)
    back = [(float(0.40 * apart * u), float(0.13 * np.cos(1.45 * u) - 0.05)) for u in t[::-1]]
    one = solids.prism([(-0.40 * apart, -0.12), (0.40 * apart, -0.12), *back], y1 - y0, "xz")
    model.add_part("ridge", *one, "loess" if land.season in ("冬", "春") else "earth_yard")
    for x in np.arange(x0 + apart / 2, x1, apart):
        if abs(x) > _PATH + 0.2:
            model.place(
                "ridge",
                "ground",
                placement(float(x), (y0 + y1) / 2, 0.0),
                rule="land.ridge",
                name="垄",
            )


def _crop(model: SetModel, land: Land, high: float, stuff: str) -> None:
    """Set plants of millet on the ridges: blades that arch, thinner with distance."""
    dice = land.dice("crop")
    for kind in range(3):
        model.add_part(f"crop.{kind}", *_plant(high, 900 + kind, stuff == "straw"), stuff)
    x0, x1, y0, y1 = _STRIP
    for x in np.arange(x0 + land.size["ridge"] / 2, x1, land.size["ridge"]):
        if abs(x) <= _PATH + 0.2:
            continue
        for y in np.arange(y0 + 0.3, y1, _APART):
            far = max(0.0, float(y) - 10.0) / 24.0 + max(0.0, abs(float(x)) - 8.0) / 26.0
            if dice.random() < 0.62 * far:
                continue
            at = placement(
                float(x) + dice.uniform(-0.06, 0.06),
                float(y) + dice.uniform(-0.14, 0.14),
                0.10,
                dice.uniform(0, 6.28),
            )
            at[:3, :3] *= dice.uniform(0.82, 1.08) * (1.0 + 0.25 * far)
            model.place(f"crop.{dice.randrange(3)}", "grass", at, rule="land.crop", name="庄稼")


def _plant(high: float, seed: int, ripe: bool) -> solids.Mesh:
    """Return one plant: a stalk, leaves that arch from it, a drooping ear when ripe."""
    rng = np.random.default_rng(seed)
    made = [solids.prism([(-0.012, 0.0), (0.012, 0.0), (0.004, high)], 0.02, "xz")]
    leaves = 4 if high < 0.5 else 6
    for k in range(leaves):
        around, up = 2.4 * k + rng.uniform(0, 0.6), high * (0.12 + 0.75 * k / leaves)
        reach = high * rng.uniform(0.28, 0.42)
        t = np.linspace(0.0, 1.0, 4)
        out, rise = reach * t, up + 0.55 * reach * np.sin(2.3 * t)
        wide = 0.026 * np.sin(np.pi * (0.15 + 0.85 * t)) + 0.002
        c, s = np.cos(around), np.sin(around)
        left = np.stack([out * c - wide * s, out * s + wide * c, rise], axis=1)
        right = np.stack([out * c + wide * s, out * s - wide * c, rise], axis=1)
        rows = np.stack([left, right], axis=1).reshape(-1, 3)
        faces = [(2 * i, 2 * i + 1, 2 * i + 3) for i in range(3)] + [
            (2 * i, 2 * i + 3, 2 * i + 2) for i in range(3)
        ]
        made.append((rows, np.array(faces, np.int32)))
    if ripe:
        t = np.linspace(0.0, 1.0, 4)
        made.append(turned.tube(np.stack([0.11 * t, 0.0 * t, high - 0.02 + 0.09 * np.sin(2.6 * t) - 0.10 * t**2], axis=1),
                                (0.012, 0.03, 0.034, 0.012), 5))  # fmt: skip
    return solids.merge(*made)


def orchard(model: SetModel, land: Land) -> None:
    """Plant fruit trees in rows, trampled earth between them."""
    lay(model, "land", lambda x, y: swell(x, y, 0.5) - 0.03, (-EDGE, EDGE, 61), (-EDGE, EDGE, 61))
    row, dice = land.size["row"], land.dice("orchard")
    places = []
    for i in range(-3, 3):
        for j in range(7):
            x, y = (i + 0.5) * row, -4.0 + j * row
            places.append(
                (
                    x + dice.uniform(-0.25, 0.25),
                    y + dice.uniform(-0.25, 0.25),
                    dice.uniform(0.42, 0.52),
                )
            )
    trees(model, land, "locust", places, fine=9.0)
    tufts(model, land, 700, (-20, 20, -14, 34), lambda x, _y: abs(x) > 0.7)


def floor(model: SetModel, land: Land) -> None:
    """Lay a threshing floor of beaten earth: a stone roller, stacks, sheaves round it."""
    radius = land.size["floor"]
    lay(model, "land", lambda x, y: np.clip((np.hypot(x, y) - radius - 1.0) / 10.0, 0.0, 1.0) * swell(x, y, 0.9) - 0.04,
        (-EDGE, EDGE, 81), (-EDGE, EDGE, 81))  # fmt: skip
    disc = solids.lathe([(radius, -0.25), (radius, 0.0), (0.9 * radius, 0.03), (0.02, 0.05)], 56)
    model.add_part("floor", *disc, "earth_yard")
    model.place("floor", "ground", rule="land.floor", name="场面")
    _roller(model, 1.6, -0.6)
    for k, (x, y, tall) in enumerate(((-0.78, 0.62, 2.7), (-0.42, 0.92, 3.1), (0.72, 0.74, 2.5))):
        part = SetModel()
        farmyard.stack(part, 0.0, 0.0, tall)
        model.take(part, f"stack{k}.", placement(x * radius, y * radius))
    if land.season in ("秋", "夏", ""):
        for k in range(5):
            part = SetModel()
            farmyard.sheaves(part, 0.0, 0.0)
            turn = 0.5 + 0.38 * k
            model.take(
                part,
                f"sheaves{k}.",
                placement(0.80 * radius * np.cos(turn), 0.80 * radius * np.sin(turn)),
            )
    _grain(model, -2.6, 1.4)
    dice = land.dice("round")
    ring = [
        (radius * 1.35 * np.cos(a), radius * 1.35 * np.sin(a), dice.uniform(0.7, 1.0))
        for a in (0.55, 1.1, 1.9, 2.5)
    ]
    trees(model, land, "locust", ring)
    tufts(model, land, 500, (-20, 20, -16, 26), lambda x, y: np.hypot(x, y) > radius + 0.2)
    stones(
        model, land, 30, (-18, 18, -14, 24), (0.08, 0.3), lambda x, y: np.hypot(x, y) > radius + 0.4
    )


def _roller(model: SetModel, x: float, y: float) -> None:
    """Put a stone roller (碌碡) in its wooden frame."""
    ribs = [
        solids.prism(
            [(0.30 * np.cos(a), 0.30 * np.sin(a)) for a in np.arange(12) * np.pi / 6], 0.92, "yz"
        )
    ]
    stone = solids.shifted(solids.merge(*ribs), z=0.30)
    rails = solids.boxes([(-0.62, 0.62, s * 0.42 - 0.04, s * 0.42 + 0.04, 0.27, 0.34) for s in (-1, 1)]
                         + [(s * 0.58 - 0.04, s * 0.58 + 0.04, -0.46, 0.46, 0.27, 0.34) for s in (-1, 1)])  # fmt: skip
    props.add(model, "roller", "prop", [(stone, "stone"), (rails, "timber")], x, y, 0.5)


def _grain(model: SetModel, x: float, y: float) -> None:
    """Heap threshed grain, a wooden shovel in it."""
    heap = solids.lathe([(1.05, 0.0), (0.72, 0.24), (0.30, 0.52), (0.02, 0.62)], 24)
    shaft = turned.tube([(0.2, 0.0, 0.35), (0.85, 0.2, 1.55)], (0.02, 0.018), 6)
    blade = solids.boxes([(0.02, 0.24, -0.13, 0.13, 0.28, 0.31)])
    props.add(model, "grain", "prop", [(heap, "straw"), (solids.merge(shaft, blade), "wood")], x, y)


def form(land: Land) -> str:
    """Return what the land bears, in words."""
    if land.kind == "orchard":
        return f"果园，行距 {land.size['row']:.1f} 米"
    if land.kind == "threshing_floor":
        return f"打谷场，场面半径 {land.size['floor']:.0f} 米"
    return f"垄作的田，垄距 {land.size['ridge']:.2f} 米，当中一条田埂路"


def views(land: Land) -> tuple[Viewpoint, ...]:
    """Return the land along its rows, and from low among them."""
    return (
        Viewpoint(
            name="田埂", eye=(0.1, -11.0, 1.65), target=(0.2, 22.0, 1.5), lens_mm=30, rise=0.06
        ),
        Viewpoint(
            name="地头", eye=(-6.5, -13.5, 1.8), target=(5.0, 16.0, 1.0), lens_mm=28, rise=0.06
        ),
        Viewpoint(
            name="低处", eye=(0.45, -9.0, 0.6), target=(-0.4, 12.0, 0.8), lens_mm=26, rise=0.12
        ),
    )


def floor_views(land: Land) -> tuple[Viewpoint, ...]:
    """Return the floor from its edge, and from the stacks."""
    radius = land.size["floor"]
    return (
        Viewpoint(name="场边", eye=(0.35 * radius, -1.25 * radius, 1.65), target=(-0.25 * radius, 0.6 * radius, 1.3), lens_mm=28, rise=0.08),
        Viewpoint(name="场上", eye=(-0.2 * radius, -0.7 * radius, 1.5), target=(0.2 * radius, 0.8 * radius, 1.4), lens_mm=24, rise=0.08),
    )  # fmt: skip


def spots(land: Land) -> tuple[Spot, ...]:
    """Return people on the path."""
    return (
        Spot(at=(0.15, 2.5, 0.10), turn=3.0),
        Spot(at=(-0.2, 6.5, 0.10), turn=0.1, role="worker", pose="carry"),
        Spot(at=(0.1, 12.0, 0.10), turn=0.0, role="woman"),
    )


def floor_spots(land: Land) -> tuple[Spot, ...]:
    """Return people at work on the floor."""
    return (
        Spot(at=(-1.2, 0.6, 0.05), turn=-0.9, role="worker"),
        Spot(at=(2.6, 1.6, 0.05), turn=2.4),
        Spot(at=(-3.8, 3.0, 0.05), turn=0.4, role="woman"),
    )
