"""Small things that lie about on the ground: what people put down, what is strewn, ruts of a way.

Metres; each thing is made about x = y = 0 with its foot at z = 0. Sizes are the trade's usual ones
(source: own).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenes import planting, props, solids
from scenes.model import SetModel
from scenes.turned import Mesh, ball, beam, box, join, lathe, loft, moved, placed, strip, tube

_Pieces = list[tuple[Mesh, str]]
_GAUGE = 1.40  # metres between the ruts of a cart's wheels


def put(model: SetModel, id: str, at: tuple[float, float, float], turn: float) -> None:
    """Put a thing of ``THINGS`` on the ground at a point.

    Raises:
        KeyError: no such thing.
    """
    for number, (mesh, material) in enumerate(_pieces(id)):
        part = f"near.{id}.{number}"
        if part not in model.parts:
            model.add_part(part, *mesh, material)
        model.place(part, "prop", placed(*at, turn), rule="invention", name=id)


@cache
def _pieces(id: str) -> _Pieces:
    return THINGS[id]()


def strew(
    model: SetModel, id: str, at: tuple[float, float, float], size: float, rng: random.Random
) -> None:
    """Strew one of ``STREWN`` at a point: ``size`` metres high or across, or a scale of litter."""
    mesh, material, element, shapes = STREWN[id]
    shape = rng.randrange(shapes)
    part = f"near.{id}.{shape}"
    if part not in model.parts:
        model.add_part(part, *mesh(shape), material)
    wide = size * rng.uniform(0.85, 1.2)
    if id == "sod":  # as a mat: no broader where it is low
        wide = max(size, 0.09) * rng.uniform(0.9, 1.3)
    matrix = placed(*at, rng.uniform(0.0, 6.28), (wide, wide, size))
    model.place(part, element, matrix, rule="invention", name=id)


def ruts(model: SetModel, name: str, path: NDArray[np.float64], seed: str) -> None:
    """Press the two ruts of carts along a way; ``path`` is (n, 3), its middle on the ground."""
    rng = np.random.default_rng(abs(hash_of(seed)))
    path = _finer(path, 0.6)
    ahead = np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    side = np.stack([-ahead[:, 1], ahead[:, 0], np.zeros(len(path))], 1)
    across = np.array([-0.34, -0.20, -0.11, -0.05, 0.05, 0.11, 0.20, 0.34])
    high = np.array([0.0, 0.020, 0.034, 0.006, 0.006, 0.030, 0.016, 0.0])
    meshes = []
    for wheel in (-_GAUGE / 2, _GAUGE / 2):
        drift = np.cumsum(rng.normal(0, 0.02, len(path)))
        drift -= np.linspace(drift[0], drift[-1], len(path))
        lift = rng.uniform(0.35, 1.15, (len(path), 1)) * high
        offs = (wheel + drift)[:, None] + across * rng.uniform(0.8, 1.25, (len(path), 1))
        grid = path[:, None] + side[:, None] * offs[..., None]
        grid[..., 2] += 0.004 + lift
        meshes.append(solids.slab(grid, np.full(grid.shape[:2], 0.02)))
    model.add_part(name, *join(*meshes), "worn_earth")
    model.place(name, "ground", rule="invention", name="ruts")


def prints(model: SetModel, steps: NDArray[np.float64]) -> None:
    """Press the prints of two feet into snow at ``steps`` (n, 3), one after another."""
    if len(steps) < 2:
        return
    name = "near.print"
    if name not in model.parts:
        angle = np.linspace(0, 2 * np.pi, 14, endpoint=False)
        waist = 1 - 0.28 * np.exp(-((np.sin(angle) + 0.1) ** 2) / 0.06)
        rim = np.stack([0.052 * np.cos(angle) * waist, 0.135 * np.sin(angle), angle * 0 + 0.004], 1)
        model.add_part(name, *loft([rim - (0, 0, 0.004), rim]), "snow_print")
    ahead = np.gradient(steps, axis=0)
    for k, (at, way) in enumerate(zip(steps, ahead, strict=True)):
        turn = float(np.arctan2(way[1], way[0])) - np.pi / 2
        side = 0.085 * (-1) ** k
        x, y = at[0] + side * np.cos(turn), at[1] + side * np.sin(turn)
        model.place(name, "ground", placed(x, y, at[2], turn), rule="invention", name="footprint")


def hash_of(seed: str) -> int:
    """Return a whole number that is the same for a seed in every process."""
    return random.Random(seed).randrange(2**31)


def _finer(path: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    along = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))]
    at = np.linspace(0.0, along[-1], max(3, round(along[-1] / step)))
    return np.stack([np.interp(at, along, path[:, k]) for k in range(3)], 1)


# --- strewn --------------------------------------------------------------------------------------


def _sod(shape: int) -> Mesh:
    """Return a mat of short grass about 1 high: blades over a ragged round, three across."""
    rng = np.random.default_rng(300 + shape)
    tufts = []
    for _ in range(9):
        around, out = rng.uniform(0, 6.28), 1.5 * np.sqrt(rng.uniform(0, 1))
        v, f = planting.tuft(rng, 7)
        grown = rng.uniform(0.45, 1.0)
        tufts.append(
            (v * (1.25, 1.25, grown) + (out * np.cos(around), out * np.sin(around), 0.0), f)
        )
    return join(*tufts)


def _weed(shape: int) -> Mesh:
    """Return a rosette of broad leaves, half of them flat on the ground, 1 across its half."""
    rng = np.random.default_rng(340 + shape)
    leaves = []
    for k in range(11):
        around, up = 0.571 * 6.28 * k + rng.uniform(-0.3, 0.3), rng.uniform(0.08, 0.75)
        out, side = (
            np.array([np.cos(around), np.sin(around), 0]),
            np.array([-np.sin(around), np.cos(around), 0]),
        )
        long, z = rng.uniform(0.55, 1.0), np.array([0.0, 0.0, 1.0])
        rib = [out * 0.08, out * 0.45 * long + z * up * 0.45, out * long + z * up * 0.35]
        wide = (0.03, 0.17 * long, 0.01)
        leaves.append(strip([p - side * w for p, w in zip(rib, wide, strict=True)],
                            [p + side * w for p, w in zip(rib, wide, strict=True)]))  # fmt: skip
    return join(*leaves)


def _pebble(shape: int) -> Mesh:
    """Return a worn stone of radius about 1, a third of it in the ground."""
    rng = np.random.default_rng(360 + shape)
    rings = []
    for t in np.linspace(-0.5, 1.42, 6):
        around = 2 * np.pi * np.arange(9) / 9
        bump = 1 + 0.16 * np.cos(2 * around + shape) + rng.uniform(-0.07, 0.07, 9)
        rings.append(np.stack([np.cos(t) * np.cos(around) * bump, 0.8 * np.cos(t) * np.sin(around) * bump,
                               np.full(9, 0.62 * np.sin(t))], 1))  # fmt: skip
    return loft(rings)


def _straw(shape: int) -> Mesh:
    """Return a few stalks that lie crosswise within about 0.35 m."""
    rng = np.random.default_rng(380 + shape)
    stalks = []
    for _ in range(8):
        at, turn, long = rng.uniform(-0.28, 0.28, 2), rng.uniform(0, 6.28), rng.uniform(0.06, 0.2)
        step = np.array([np.cos(turn), np.sin(turn), 0.0]) * long
        low = np.array([*at, rng.uniform(0.006, 0.016)])
        side = np.array([-np.sin(turn), np.cos(turn), 0.0]) * 0.0035
        stalks.append(strip([low - side, low + step - side], [low + side, low + step + side]))
    return join(*stalks)


def _litter(shape: int) -> Mesh:
    """Return fallen leaves, each curled its own way, within about 0.4 m."""
    rng = np.random.default_rng(400 + shape)
    leaves = [_fallen(rng, (*rng.uniform(-0.36, 0.36, 2), 0.008)) for _ in range(7)]
    return join(*leaves)


def _fallen(rng: np.random.Generator, at: tuple[float, float, float]) -> Mesh:
    turn, long, curl = rng.uniform(0, 6.28), rng.uniform(0.035, 0.065), rng.uniform(0.004, 0.022)
    out = np.array([np.cos(turn), np.sin(turn), 0.0]) * long
    side = np.array([-np.sin(turn), np.cos(turn), 0.0]) * long * rng.uniform(0.26, 0.42)
    up, foot = np.array([0.0, 0.0, curl]), np.asarray(at, float)
    left = [foot, foot + 0.5 * out - side + up, foot + out]
    right = [foot, foot + 0.5 * out + side + 0.4 * up, foot + out]
    return strip(left, right)


def _joint(shape: int) -> Mesh:
    """Return grass in a joint of paving: a short row of low tufts, 1 high."""
    rng = np.random.default_rng(420 + shape)
    row = []
    for k in range(5):
        v, f = planting.tuft(rng, 5)
        row.append(
            (
                v * rng.uniform(0.5, 1.0)
                + ((k - 2) * 1.5 + rng.uniform(-0.5, 0.5), rng.normal(0, 0.08), 0.0),
                f,
            )
        )
    return join(*row)


# --- put down ------------------------------------------------------------------------------------


def _basket(wide: float, tall: float) -> Mesh:
    return lathe([(0.68 * wide, 0), (0.86 * wide, 0.25 * tall), (wide, tall), (0.92 * wide, tall),
                  (0.78 * wide, 0.3 * tall), (0.02, 0.22 * tall)], 16)  # fmt: skip


def _heap(wide: float, tall: float, low: float) -> Mesh:
    return lathe(
        [
            (wide, low),
            (0.72 * wide, low + 0.55 * tall),
            (0.3 * wide, low + 0.93 * tall),
            (0.02, low + tall),
        ],
        16,
    )


def _shoulder_baskets() -> _Pieces:
    pair = [moved(_basket(0.27, 0.34), placed(s * 0.52, 0.1 * s, 0.0)) for s in (-1, 1)]
    loops = [tube([(s * 0.52 - 0.25, 0.1 * s, 0.33), (s * 0.52, 0.1 * s, 0.78), (s * 0.52 + 0.25, 0.1 * s, 0.33)],
                  0.009, 5) for s in (-1, 1)]  # fmt: skip
    pole = tube(
        [(-0.80, -0.42, 0.03), (0.0, -0.46, 0.045), (0.85, -0.40, 0.03)], (0.020, 0.028, 0.020), 7
    )
    return [(join(*pair, *loops), "reed_mat"), (pole, "timber"),
            (moved(_heap(0.22, 0.14, 0.27), placed(-0.52, -0.1, 0.0)), "straw"),
            (moved(_heap(0.22, 0.10, 0.27), placed(0.52, 0.1, 0.0)), "leaves")]  # fmt: skip


def _buckets() -> _Pieces:
    pails, hoops = [], []
    for s in (-1, 1):
        at = placed(s * 0.40, 0.12 * s, 0.0)
        pails.append(
            moved(
                lathe([(0.15, 0), (0.19, 0.34), (0.17, 0.34), (0.14, 0.05), (0.02, 0.04)], 16), at
            )
        )
        pails += [
            moved(box((d - 0.015, -0.03, 0.30), (d + 0.015, 0.03, 0.47)), at) for d in (-0.18, 0.18)
        ]
        pails.append(moved(beam((-0.19, 0, 0.45), (0.19, 0, 0.45), 0.03, 0.03), at))
        hoops += [moved(lathe([(r - 0.004, z), (r + 0.006, z + 0.004), (r + 0.007, z + 0.026), (r - 0.003, z + 0.03)], 16),
                        at) for r, z in ((0.157, 0.05), (0.181, 0.24))]  # fmt: skip
    pole = tube(
        [(-0.80, -0.32, 0.025), (0.0, -0.36, 0.04), (0.85, -0.30, 0.025)], (0.020, 0.028, 0.020), 7
    )
    return [(join(*pails), "timber"), (join(*hoops), "cave_wood"), (pole, "wood")]


def _barrow() -> _Pieces:
    angle = np.linspace(0, 2 * np.pi, 19)
    rim = tube([(0.0, 0.62 + 0.36 * np.cos(a), 0.38 + 0.36 * np.sin(a)) for a in angle], 0.03, 6)
    spokes = [beam((0, 0.62, 0.38), (0, 0.62 + 0.35 * np.cos(a), 0.38 + 0.35 * np.sin(a)), 0.03, 0.035)
              for a in angle[:-1:3]]  # fmt: skip
    shafts = [beam((s * 0.20, 1.05, 0.42), (s * 0.34, -1.05, 0.52), 0.055, 0.06) for s in (-1, 1)]
    legs = [beam((s * 0.30, -0.45, 0.0), (s * 0.31, -0.40, 0.48), 0.05, 0.05) for s in (-1, 1)]
    bars = [beam((-0.34 + 0.04 * k, y, 0.50), (0.34 - 0.04 * k, y, 0.50), 0.045, 0.04)
            for k, y in enumerate((-0.62, -0.2, 0.15, 1.0))]  # fmt: skip
    guard = [beam((s * 0.10, 0.15, 0.52), (s * 0.10, 1.02, 0.80), 0.04, 0.04) for s in (-1, 1)]
    axle = beam((-0.24, 0.62, 0.38), (0.24, 0.62, 0.38), 0.06, 0.06)
    sacks = [
        moved(ball((0, 0, 0), 0.24, 0.36, 0.15, 14), placed(s * 0.24, -0.12, 0.66)) for s in (-1, 1)
    ]
    return [
        (join(*shafts, *legs, *bars, *guard, axle), "timber"),
        (join(rim, *spokes), "wood"),
        (join(*sacks), "linen"),
    ]


def _blocks() -> _Pieces:
    rows = [((-0.85, -0.30, 0.0), (0.30, 0.14, 0.32), 0.05), ((-0.55, 0.22, 0.0), (0.62, 0.62, 0.30), -0.12),
            ((-0.50, -0.26, 0.32), (0.42, 0.16, 0.62), 0.22)]  # fmt: skip
    return [(join(*(moved(box(a, b), placed(0, 0, 0, t)) for a, b, t in rows)), "rubble")]


def _trough() -> _Pieces:
    w, d, h, t = 0.72, 0.27, 0.40, 0.07
    walls = [box((-w, -d, 0.0), (w, d, 0.14)), box((-w, -d, 0.14), (w, -d + t, h)), box((-w, d - t, 0.14), (w, d, h)),
             box((-w, -d + t, 0.14), (-w + t, d - t, h)), box((w - t, -d + t, 0.14), (w, d - t, h))]  # fmt: skip
    feed = moved(ball((0, 0, 0), 0.60, 0.19, 0.12, 14), placed(0, 0, 0.30))
    return [(join(*walls), "stone"), (feed, "straw")]


def _roller() -> _Pieces:
    stone = tube(
        [(-0.42, 0, 0.24), (-0.36, 0, 0.24), (0.36, 0, 0.24), (0.42, 0, 0.24)],
        (0.20, 0.235, 0.255, 0.21),
        18,
    )
    frame = [beam((-0.60, s * 0.36, 0.22), (0.60, s * 0.36, 0.24), 0.06, 0.07) for s in (-1, 1)]
    frame += [beam((s * 0.52, -0.44, 0.24), (s * 0.52, 0.44, 0.24), 0.06, 0.06) for s in (-1, 1)]
    rope = tube(
        [(0.0, -0.40, 0.25), (0.1, -0.75, 0.03), (-0.2, -1.05, 0.015), (0.25, -1.2, 0.015)],
        0.012,
        5,
    )
    return [(stone, "stone"), (join(*frame), "cave_wood"), (rope, "straw")]


def _drying_mat() -> _Pieces:
    mat = box((-0.95, -0.70, 0.0), (0.95, 0.70, 0.012))
    rng = np.random.default_rng(12)
    grain = [moved(_heap(0.5 * rng.uniform(0.7, 1.1), 0.06, 0.012), placed(x, y, 0.0))
             for x, y in ((-0.38, -0.12), (0.05, 0.16), (0.42, -0.1), (0.0, -0.3))]  # fmt: skip
    rake = join(beam((-0.55, -0.95, 0.03), (0.95, -0.78, 0.035), 0.03, 0.03),
                beam((0.93, -0.98, 0.03), (0.97, -0.58, 0.03), 0.05, 0.05))  # fmt: skip
    return [(mat, "kang_mat"), (join(*grain), "robe_ochre"), (rake, "timber")]


def _baskets() -> _Pieces:
    pans = join(
        moved(_basket(0.30, 0.30), placed(-0.28, 0.05, 0)),
        moved(_basket(0.24, 0.36), placed(0.30, 0.22, 0)),
    )
    tray = moved(
        lathe([(0.26, 0.0), (0.34, 0.07), (0.33, 0.08), (0.25, 0.015), (0.02, 0.012)], 18),
        placed(0.22, -0.38, 0.0),
    )
    roots = [ball((-0.28 + 0.13 * np.cos(2.4 * k), 0.05 + 0.13 * np.sin(2.4 * k), 0.27 + 0.02 * (k % 3)), 0.075, 0.06, 0.055, 8)
             for k in range(7)]  # fmt: skip
    return [(pans, "reed_mat"), (tray, "timber"), (join(*roots), "garlic"),
            (moved(_heap(0.20, 0.10, 0.30), placed(0.30, 0.22, 0)), "leaves"),
            (moved(_heap(0.20, 0.05, 0.015), placed(0.22, -0.38, 0.0)), "robe_ochre")]  # fmt: skip


def _chopping() -> _Pieces:
    block = lathe([(0.25, 0.0), (0.23, 0.06), (0.22, 0.40), (0.20, 0.42)], 14)
    handle = tube([(0.02, 0.0, 0.46), (0.36, -0.34, 0.92)], (0.018, 0.016), 6)
    head = moved(box((-0.09, -0.025, -0.05), (0.07, 0.025, 0.05)), placed(0.02, 0.0, 0.47, 0.8))
    rng = np.random.default_rng(5)
    split = []
    for k in range(11):
        at = placed(-0.55 + 0.10 * (k % 6) + rng.normal(0, 0.05), 0.42 + rng.normal(0, 0.12), 0.055 + 0.09 * (k // 6),
                    rng.normal(1.4, 0.25))  # fmt: skip
        split.append(moved(tube([(-0.24, 0, 0), (0.24, 0, 0)], (0.055, 0.05), 3), at))
    return [(block, "bark"), (handle, "timber"), (head, "iron"), (join(*split), "timber")]


def _jars() -> _Pieces:
    body = props.jar_body()
    lid = lathe([(0.24, 0.86), (0.25, 0.90), (0.05, 0.93), (0.03, 0.97)], 14)
    small = moved(body, placed(0.40, -0.34, 0.0, 0.4, 0.66))
    return [
        (join(moved(body, placed(-0.15, 0.1, 0)), small), "earthenware"),
        (moved(lid, placed(-0.15, 0.1, 0)), "wood"),
    ]


def _sweepings() -> _Pieces:
    rng = np.random.default_rng(31)
    leaves = []
    for _ in range(620):
        around, out = rng.uniform(0, 6.28), rng.uniform(0, 1.15) ** 0.6
        ragged = 1 + 0.18 * np.cos(3 * around + 1) + 0.1 * np.cos(7 * around)
        x, y = 0.55 * out * ragged * np.cos(around), 0.42 * out * ragged * np.sin(around)
        z = 0.14 * max(1 - out**1.6, 0.0) + rng.uniform(0.005, 0.03)
        leaf = _fallen(rng, (0.0, 0.0, 0.0))
        leaves.append(moved(leaf, placed(x, y, z, 0.0, (1.3, 1.3, rng.uniform(0.6, 2.4)))))
    broom = tube([(0.55, -0.30, 0.12), (0.86, -0.14, 0.06)], (0.12, 0.035), 9)
    stick = tube([(0.80, -0.17, 0.05), (1.75, 0.30, 0.02)], (0.017, 0.014), 6)
    return [
        (join(*leaves), "fallen_leaf"),
        (_heap(0.40, 0.10, 0.0), "mash"),
        (broom, "straw"),
        (stick, "timber"),
    ]


def _column_base() -> _Pieces:
    base = join(box((-0.34, -0.34, 0.0), (0.34, 0.34, 0.15)), props.lotus(0.30, 0.15, 0.27, True),
                lathe([(0.24, 0.26), (0.23, 0.30)], 20))  # fmt: skip
    other = np.eye(4)
    c, s = np.cos(1.25), np.sin(1.25)
    other[1:3, 1:3] = [(c, -s), (s, c)]
    other[:3, 3] = (0.62, 0.24, 0.31)
    return [(base, "stone"), (moved(base, other), "stone")]


THINGS: Mapping[str, Callable[[], _Pieces]] = {
    "shoulder_baskets": _shoulder_baskets, "buckets": _buckets, "barrow": _barrow, "blocks": _blocks,
    "trough": _trough, "roller": _roller, "drying_mat": _drying_mat, "baskets": _baskets,
    "chopping": _chopping, "jars": _jars, "sweepings": _sweepings, "column_base": _column_base,
}  # fmt: skip
STREWN: Mapping[str, tuple[Callable[[int], Mesh], str, str, int]] = {
    # how it is made by its shape's number, of what, its class, how many shapes
    "sod": (_sod, "grass", "grass", 4),
    "tuft": (lambda shape: planting.tuft(np.random.default_rng(320 + shape), 17), "grass", "grass", 3),
    "weed": (_weed, "grass", "grass", 3),
    "joint": (_joint, "grass", "grass", 3),
    "pebble": (_pebble, "pebble", "stone", 4),
    "straw": (_straw, "straw", "grass", 3),
    "leaf": (_litter, "fallen_leaf", "grass", 4),
}  # fmt: skip
