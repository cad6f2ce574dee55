"""Pines, cypresses, locusts, shrubs and grass, in the manner of a painted scroll."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenes.model import SetModel
from scenes.turned import Mesh, join, placed, tube

PADS = 4  # shapes of needle pad, turned and stretched into many


def _fan(rng: np.random.Generator, count: int, spread: float, length: float, width: float) -> Mesh:
    """Return needles of one tuft: thin blades fanned about +z."""
    around = rng.uniform(0, 2 * np.pi, count)
    lean = rng.uniform(0.05, spread, count)
    tip = np.stack([np.sin(lean) * np.cos(around), np.sin(lean) * np.sin(around), np.cos(lean)], 1)
    tip *= length * rng.uniform(0.7, 1.1, (count, 1))
    side = np.stack([-np.sin(around), np.cos(around), np.zeros(count)], 1) * width / 2
    vertices = np.stack([side, -side, tip], 1).reshape(-1, 3)
    return vertices, np.arange(count * 3, dtype=np.int32).reshape(-1, 3)


def _leaves(rng: np.random.Generator, count: int, length: float, width: float) -> Mesh:
    """Return broad leaves that spread from one twig: two triangles each, widest in the middle."""
    around = rng.uniform(0, 2 * np.pi, count)
    lean = rng.uniform(0.25, 1.5, count)
    ahead = np.stack(
        [np.sin(lean) * np.cos(around), np.sin(lean) * np.sin(around), np.cos(lean)], 1
    )
    side = np.cross(ahead, rng.normal(size=(count, 3)))  # each turned its own way about its rib
    side *= width / 2 / np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-6)
    long = length * rng.uniform(0.75, 1.15, (count, 1))
    rib = 0.48 * long * ahead
    vertices = np.stack([0.06 * long * ahead, rib + side, long * ahead, rib - side], 1)
    faces = np.arange(count, dtype=np.int32)[:, None, None] * 4 + np.array([[0, 1, 2], [0, 2, 3]])
    return vertices.reshape(-1, 3), faces.reshape(-1, 3).astype(np.int32)


def tuft(rng: np.random.Generator, count: int) -> Mesh:
    """Return a tuft of grass 1 high: narrow blades that bow outward, three triangles each."""
    around = rng.uniform(0, 2 * np.pi, count)
    out = np.stack([np.cos(around), np.sin(around), np.zeros(count)], 1)
    side = np.stack([-np.sin(around), np.cos(around), np.zeros(count)], 1)
    tall, bow = rng.uniform(0.45, 1.05, (count, 1)), rng.uniform(0.15, 0.75, (count, 1))
    up = np.array([0.0, 0.0, 1.0])
    foot = out * rng.uniform(0.0, 0.10, (count, 1))
    middle = foot + out * 0.30 * bow + up * 0.62 * tall
    tip = foot + out * bow + up * tall * (1.0 - 0.35 * bow)
    wide = rng.uniform(0.014, 0.026, (count, 1))
    vertices = np.stack([foot - side * wide, foot + side * wide, middle - side * 0.7 * wide,
                         middle + side * 0.7 * wide, tip], 1)  # fmt: skip
    one = np.array([[0, 1, 3], [0, 3, 2], [2, 3, 4]])
    faces = np.arange(count)[:, None, None] * 5 + one
    return vertices.reshape(-1, 3), faces.reshape(-1, 3).astype(np.int32)


@cache
def _pad(seed: int, tufts: int, needles: int, length: float, width: float) -> Mesh:
    """Return a pad of radius 1 and about 0.35 high: tufts on a low dome, ragged at the rim."""
    rng = np.random.default_rng(seed)
    meshes = []
    for _ in range(tufts):
        around, out = rng.uniform(0, 2 * np.pi), np.sqrt(rng.uniform(0, 1))
        lobes = 0.80 + 0.20 * np.cos(3 * around + seed) + 0.08 * np.cos(7 * around + 2 * seed)
        x, y = out * lobes * np.cos(around), out * lobes * np.sin(around)
        top = 0.30 * (1 - out**2.2) * rng.uniform(0.35, 1.0)
        v, f = _fan(rng, needles, 1.15, length, width)
        tilt = np.array([[1, 0, 0.75 * x], [0, 1, 0.75 * y], [-0.75 * x, -0.75 * y, 1]])
        meshes.append((v @ tilt.T + (x, y, top), f))
    return join(*meshes)


def register(model: SetModel, fine: bool) -> str:
    """Add the pads once; return the stem of their names."""
    stem = "pine.fine" if fine else "pine.pad"
    if f"{stem}.0" not in model.parts:
        for k in range(PADS):
            mesh = _pad(k + 3, 420, 11, 0.17, 0.015) if fine else _pad(k + 3, 120, 8, 0.27, 0.042)
            model.add_part(f"{stem}.{k}", *mesh, "needles")
    return stem


def wander(
    rng: random.Random,
    start: NDArray[np.float64],
    toward: NDArray[np.float64],
    length: float,
    bend: float,
    steps: int = 7,
) -> NDArray[np.float64]:
    """Return a path that bends as it grows."""
    points, heading = [start], toward / np.linalg.norm(toward)
    for _ in range(steps):
        push = np.array([rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(-0.35, 0.35)])
        heading = heading + push * bend
        heading = heading / np.linalg.norm(heading)
        points.append(points[-1] + heading * length / steps)
    return np.array(points)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """A tree to plant, metres.

    ``kind`` is pine, cypress or locust. ``lean`` is the tangent of the trunk's slant and
    ``toward`` where it slants, radians from +x; ``low`` is where the crown begins, as a part of
    the height. ``bare`` trees have dropped leaves.
    """

    name: str
    x: float
    y: float
    kind: str = "pine"
    tall: float = 9.0
    lean: float = 0.12
    toward: float = 0.0
    low: float = 0.42
    bare: bool = False


def plant(model: SetModel, tree: Tree, seed: str) -> None:
    """Grow a tree in the set; the same seed grows the same tree."""
    {"pine": _pine, "cypress": _cypress, "locust": _locust}[tree.kind](model, tree, seed)


def plain_tree(
    model: SetModel, name: str, tall: float, seed: str, *, bare: bool, dense: bool = False
) -> None:
    """Grow a broad-leaved tree of few triangles at the origin: boughs that end in clumps of leaves.

    A ``dense`` one has more and smaller clumps, as trees near the lens must.
    """
    rng = random.Random(f"{seed}/plain")
    trunk = wander(
        rng, np.array([0.0, 0.0, -0.1]), np.array([0.05, 0.0, 1.0]), 0.42 * tall, 0.10, 5
    )
    thick = 0.030 * tall
    wood = [tube(trunk, np.linspace(thick, 0.6 * thick, len(trunk)), 7)]
    for k in range(7):
        around = 2.4 * k + rng.uniform(-0.4, 0.4)
        rise = rng.uniform(0.45, 1.5)
        way = np.array([np.cos(around), np.sin(around), rise])
        bough = wander(rng, trunk[-1 - k % 2], way, tall * rng.uniform(0.26, 0.44), 0.22, 5)
        wood.append(tube(bough, np.linspace(0.42 * thick, 0.10 * thick, len(bough)), 5))
        if bare:
            wood += [
                tube(wander(rng, bough[n], way + (rng.uniform(-1, 1), rng.uniform(-1, 1), 0.4),
                                            0.16 * tall, 0.3, 3), np.linspace(0.09, 0.03, 4) * thick, 4)
                for n in (2, 3, 4, 5)
            ]  # fmt: skip
        else:
            size = tall * rng.uniform(0.13, 0.19)
            ends = [bough[-1], bough[3]]
            if dense:
                size *= 0.58
                ends += [b + np.array([rng.gauss(0, 1), rng.gauss(0, 1), rng.gauss(0.3, 0.6)]) * 0.07 * tall
                         for b in (bough[2], bough[3], bough[4], bough[5], bough[5])]  # fmt: skip
            for at in ends:
                x, y, z = (float(c) for c in at)
                leaves = placed(
                    x, y, z - 0.2 * size, rng.uniform(0, 6.28), (size, size, 0.8 * size)
                )
                model.place(clump(model), "tree", leaves, rule="invention", name=name)
    model.add_part(f"{name}.wood", *join(*wood), "bark")
    model.place(f"{name}.wood", "tree", rule="invention", name=name)


def _cypress(model: SetModel, tree: Tree, seed: str) -> None:
    """Grow an old cypress (柏): a straight fluted trunk, a narrow crown of upright masses."""
    rng = random.Random(f"{seed}/{tree.name}")
    stem = register(model, False)
    foot = np.array([tree.x, tree.y, -0.1])
    trunk = wander(rng, foot, np.array([0.03, 0.0, 1.0]), tree.tall * 0.95, 0.05, 9)
    thick = 0.034 * tree.tall * np.linspace(1, 0.14, len(trunk))
    thick[0] *= 1.35
    wood = [tube(trunk, thick, 10)]
    masses = 30
    for k in range(masses):
        up_trunk = (k + 0.5) / masses
        at = along(trunk, 0.26 + 0.74 * up_trunk)
        wide = tree.tall * 0.125 * np.sin(np.pi * (0.22 + 0.74 * up_trunk)) * rng.uniform(0.8, 1.2)
        around = 2.4 * k + rng.uniform(-0.4, 0.4)
        out = wide * rng.uniform(0.35, 0.75)
        x, y = at[0] + out * np.cos(around), at[1] + out * np.sin(around)
        if k % 3 == 0:
            wood.append(tube([at - (0, 0, 0.3), (x, y, at[2])], (0.05, 0.03), 5))
        matrix = placed(x, y, at[2], rng.uniform(0, 6.28), (wide * 0.75, wide * 0.75, wide * 2.0))
        model.place(f"{stem}.{rng.randrange(PADS)}", "tree", matrix, rule="invention",
                    name=tree.name)  # fmt: skip
    _wood(model, tree.name, wood)


def _locust(model: SetModel, tree: Tree, seed: str) -> None:
    """Grow an old locust (槐): a short trunk in a few boughs, a broad crown, bare in winter."""
    rng = random.Random(f"{seed}/{tree.name}")
    foot = np.array([tree.x, tree.y, -0.1])
    up = np.array([0.5 * tree.lean, 0.0, 1.0])
    trunk = wander(rng, foot, up, tree.tall * 0.36, 0.10, 6)
    wood = [tube(trunk, 0.036 * tree.tall * np.linspace(1.2, 0.75, len(trunk)), 10)]
    leaves = clump(model)
    for k in range(6):
        around = 1.05 * k + rng.uniform(-0.3, 0.3)
        heading = np.array([np.cos(around), np.sin(around), rng.uniform(0.7, 1.5)])
        limb = wander(rng, trunk[-1], heading, tree.tall * rng.uniform(0.40, 0.54), 0.22, 7)
        wood.append(tube(limb, 0.022 * tree.tall * np.linspace(1, 0.2, len(limb)), 7))
        for part in (0.45, 0.62, 0.78, 0.92, 1.0):
            at = along(limb, part)
            for _ in range(2):
                push = np.array([rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(-0.2, 0.6)])
                twig = wander(rng, at, push, tree.tall * 0.13, 0.35, 4)
                wood.append(tube(twig, np.linspace(0.035, 0.008, len(twig)), 5))
                if not tree.bare:
                    size = tree.tall * 0.095 * rng.uniform(0.7, 1.15)
                    x, y, z = (float(v) for v in twig[-1])
                    matrix = placed(x, y, z, rng.uniform(0, 6.28), (size, size, size * 0.62))
                    model.place(leaves, "tree", matrix, rule="invention", name=tree.name)
    _wood(model, tree.name, wood)


def _pine(model: SetModel, pine: Tree, seed: str) -> None:
    """Grow a pine: level pads in layers on a bending trunk."""
    rng = random.Random(f"{seed}/{pine.name}")
    stem = register(model, False)
    up = np.array([pine.lean * np.cos(pine.toward), pine.lean * np.sin(pine.toward), 1.0])
    trunk = wander(rng, np.array([pine.x, pine.y, -0.1]), up, pine.tall * 0.93, 0.13, 10)
    thick = 0.032 * pine.tall * np.linspace(1, 0.16, len(trunk)) ** 0.9
    thick[0] *= 1.5
    wood = [tube(trunk, thick, 9)]
    limbs = 9
    start = rng.uniform(0, 6.28)
    for k in range(limbs):
        up_trunk = (k + 0.3) / limbs
        root = along(trunk, pine.low + (1 - pine.low) * up_trunk)
        reach = pine.tall * (0.40 - 0.26 * up_trunk) * rng.uniform(0.75, 1.15)
        around = start + k * 2.4 + rng.uniform(-0.4, 0.4)
        heading = np.array([np.cos(around), np.sin(around), rng.uniform(0.02, 0.30)])
        limb = wander(rng, root, heading, reach, 0.20, 6)
        base = 0.013 * pine.tall * (1 - 0.5 * up_trunk)
        wood.append(tube(limb, np.linspace(base, base * 0.3, len(limb)), 6))
        _dress(model, rng, stem, limb, reach, pine.name)
    _crown(model, rng, stem, trunk[-1], pine.tall, pine.name)
    _wood(model, pine.name, wood)


def _wood(model: SetModel, name: str, wood: list[Mesh]) -> None:
    model.add_part(f"pine.wood.{name}", *join(*wood), "bark")
    model.place(f"pine.wood.{name}", "tree", rule="invention", name=name)


def old_stem(
    rng: random.Random, foot: NDArray[np.float64], inward: NDArray[np.float64], tall: float, girth: float
) -> tuple[NDArray[np.float64], list[Mesh]]:  # fmt: skip
    """Grow an old pine's stem: slow bends, spreading roots, swellings, stubs of dead limbs.

    Args:
        rng: its dice.
        foot: where it stands, metres.
        inward: unit vector, level, that its second bend goes towards; the first goes the other way.
        tall: metres of stem.
        girth: radius above the roots, metres.

    Returns:
        Its middle line (n, 3) and its wood.
    """
    across = np.array([-inward[1], inward[0], 0.0])
    t = np.linspace(0.0, 1.0, 34)[:, None]
    bend, turns = tall * rng.uniform(0.022, 0.036), rng.uniform(0.85, 1.15)
    sway = bend * (1.4 * t - np.sin(2 * np.pi * turns * t))
    aside = 0.6 * bend * np.sin(2 * np.pi * 0.7 * t) * rng.choice((-1.0, 1.0))
    path = foot + (0.0, 0.0, -0.1) + inward * sway + across * aside + t * (0.0, 0.0, tall)
    high = t[:, 0] * tall
    swell = sum(
        0.03 * np.sin(high * rng.uniform(1.6, 4.2) + rng.uniform(0, 6.28)) for _ in range(3)
    )
    thick = girth * (1.0 - 0.60 * t[:, 0]) * (1.0 + swell) + 0.45 * girth * np.exp(-high / 0.30)
    wood = [tube(path, thick, 16)]
    for k in range(6):
        around = (k + rng.uniform(-0.3, 0.3)) * np.pi / 3
        way = np.array([np.cos(around), np.sin(around), 0.0])
        far, side = girth * rng.uniform(2.4, 4.2), np.array([-way[1], way[0], 0.0])
        root = [
            path[0] + way * far * out + side * far * rng.uniform(-0.10, 0.10) + (0.0, 0.0, z)
            for out, z in ((0.18, 0.34), (0.38, 0.19), (0.66, 0.10), (1.0, 0.0))
        ]
        wood.append(tube(root, girth * np.array([0.42, 0.34, 0.22, 0.10]), 7))
    for _ in range(6):
        n = rng.randrange(7, 24)
        around = rng.uniform(0, 6.28)
        way = np.array([np.cos(around), np.sin(around), rng.uniform(0.1, 0.6)])
        long = thick[n] + rng.uniform(0.12, 0.42)
        wood.append(tube(wander(rng, path[n], way, long, 0.10, 3), np.linspace(0.05, 0.026, 4), 6))
    return path, wood


def bough(
    model: SetModel,
    rng: random.Random,
    root: NDArray[np.float64],
    heading: NDArray[np.float64],
    length: float,
    name: str,
) -> list[Mesh]:
    """Grow a long limb with twigs and fine pads; the pads are placed, its wood is returned."""
    stem = register(model, True)
    limb = wander(rng, root, heading, length, 0.17, 10)
    wood = [tube(limb, np.linspace(0.105, 0.016, len(limb)), 8)]
    for part in (0.30, 0.44, 0.57, 0.69, 0.80, 0.90, 1.0):
        start = along(limb, part)
        push = [rng.uniform(-0.7, 0.7), rng.uniform(-0.7, 0.7), rng.uniform(-0.55, 0.75)]
        twig = wander(rng, start, heading * 0.5 + np.array(push), length * 0.20, 0.2, 4)
        wood.append(tube(twig, np.linspace(0.028, 0.008, len(twig)), 5))
        for end in (twig[-1], twig[2]):
            size = (0.22 + 0.065 * length) * rng.uniform(0.7, 1.25)
            x, y, z = end
            matrix = placed(x, y, z, rng.uniform(0, 6.28), (size, size, size * 0.85))
            model.place(
                f"{stem}.{rng.randrange(PADS)}", "tree", matrix, rule="invention", name=name
            )
    return wood


def along(path: NDArray[np.float64], part: float) -> NDArray[np.float64]:
    """Return the point at a part, 0..1, of a path."""
    at = part * (len(path) - 1)
    k = min(int(at), len(path) - 2)
    return np.asarray(path[k] + (path[k + 1] - path[k]) * (at - k))


def _dress(
    model: SetModel,
    rng: random.Random,
    stem: str,
    limb: NDArray[np.float64],
    reach: float,
    name: str,
) -> None:
    """Lay pads on the outer half of a limb, level, one above another like clouds."""
    for part, wide in ((1.0, 0.40), (0.76, 0.36), (0.52, 0.27)):
        at = along(limb, part)
        size = max(reach * wide * rng.uniform(0.85, 1.2), 0.42)
        for spread in (-1, 1):
            side = np.array([rng.uniform(-0.55, 0.55), rng.uniform(-0.55, 0.55), 0.0]) * size
            grow = size * rng.uniform(0.75, 1.0) * (1.0 if spread > 0 else 0.72)
            matrix = placed(
                at[0] + spread * side[0],
                at[1] + spread * side[1],
                at[2] + 0.05 + 0.10 * spread * size,
                rng.uniform(0, 6.28),
                (grow, grow * rng.uniform(0.75, 1.0), grow * rng.uniform(0.8, 1.1)),
            )
            model.place(
                f"{stem}.{rng.randrange(PADS)}", "tree", matrix, rule="invention", name=name
            )


def _crown(
    model: SetModel, rng: random.Random, stem: str, top: NDArray[np.float64], tall: float, name: str
) -> None:
    for k in range(3):
        size = tall * 0.11 * (1.15 - 0.25 * k)
        matrix = placed(
            top[0] + rng.uniform(-0.3, 0.3) * size,
            top[1] + rng.uniform(-0.3, 0.3) * size,
            top[2] - 0.28 * size + 0.42 * k * size,
            rng.uniform(0, 6.28),
            size,
        )
        model.place(f"{stem}.{rng.randrange(PADS)}", "tree", matrix, rule="invention", name=name)


def grass(model: SetModel, spots: list[tuple[float, float, float]], seed: str) -> None:
    """Set tufts of grass at (x, y, height in metres)."""
    if "grass.tuft" not in model.parts:
        generator = np.random.default_rng(77)
        model.add_part("grass.tuft", *tuft(generator, 15), "grass")
    rng = random.Random(f"{seed}/grass")
    for x, y, high in spots:
        matrix = placed(x, y, 0.0, rng.uniform(0, 6.28), (high, high, high * rng.uniform(0.7, 1.2)))
        model.place("grass.tuft", "grass", matrix, rule="invention", name="grass")


def clump(model: SetModel) -> str:
    """Add the clump of broad leaves once; return its name."""
    name = "shrub.clump"
    if name not in model.parts:
        model.add_part(name, *_clump(), "leaves")
    return name


@cache
def _clump() -> Mesh:
    generator = np.random.default_rng(78)
    clumps = []
    for _ in range(170):
        d = generator.normal(size=3)
        d /= np.linalg.norm(d)
        d[2] = abs(d[2])
        v, f = _leaves(generator, 3, 0.21, 0.12)
        clumps.append((v + d * generator.uniform(0.65, 1.0), f))
    return join(*clumps)


def shrub(model: SetModel, x: float, y: float, size: float, seed: str) -> None:
    """Plant a low round bush of broad leaves."""
    rng = random.Random(f"{seed}/{x:.2f}/{y:.2f}")
    matrix = placed(x, y, 0.0, rng.uniform(0, 6.28), (size, size, size * rng.uniform(0.7, 0.95)))
    model.place(clump(model), "shrub", matrix, rule="invention", name="shrub")
