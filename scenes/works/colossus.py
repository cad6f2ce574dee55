"""Figures cut in the rock, in outline: masses and folds, no portrait of any one statue."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes import solids
from scenes.solids import Mesh

Level = tuple[float, float, float, float]

_RING = 44  # corners round a body
_BETWEEN = 4  # rings between two levels
_FEW = 12


def _smooth(levels: list[Level]) -> NDArray[np.float64]:
    """Return levels with a curve laid through them (Catmull and Rom's)."""
    p = np.array(levels)
    ends = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.arange(_BETWEEN)[:, None] / _BETWEEN
    rows = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        rows.append(
            0.5
            * (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
        )
    return np.vstack([*rows, p[-1:]])


def _stack(levels: list[Level], power: float = 2.4, *, plain: bool = False) -> Mesh:
    """Return a body through levels (z, rx, ry, y): rounded squares, one above the other."""
    corners = _FEW if plain else _RING
    turn = np.arange(corners) * 2 * np.pi / corners
    c, s = np.cos(turn), np.sin(turn)
    flat = np.column_stack(
        [np.sign(c) * np.abs(c) ** (2 / power), np.sign(s) * np.abs(s) ** (2 / power)]
    )
    rings = [np.column_stack([flat[:, 0] * rx, flat[:, 1] * ry + y, np.full(corners, z)])
             for z, rx, ry, y in (levels if plain else _smooth(levels))]  # fmt: skip
    return solids.lofted(np.array(rings))


def _ball(x: float, y: float, z: float, rx: float, ry: float, rz: float) -> Mesh:
    turn = np.linspace(0.06, np.pi - 0.06, 11)
    mesh = solids.lathe([(float(np.sin(t)), float(-np.cos(t))) for t in turn], 22)
    return solids.shifted((mesh[0] * (rx, ry, rz), mesh[1]), x, y, z)


def _fold(points: list[tuple[float, float, float]], thick: float) -> Mesh:
    """Return one raised fold of a robe along points."""
    path = np.array(points)
    section = (
        np.column_stack([np.cos(np.arange(6) * np.pi / 3), np.sin(np.arange(6) * np.pi / 3)])
        * thick
    )
    taper = np.sin(np.linspace(0.25, np.pi - 0.25, len(path)))
    return solids.swept(path, section, taper)


def small(tall: float) -> Mesh:
    """Return a seated figure of a niche, ``tall`` metres: legs, body and head in few facets."""
    legs = _stack(
        [(0.0, 0.40, 0.24, -0.08), (0.12, 0.42, 0.27, -0.08), (0.22, 0.24, 0.16, 0.0)], plain=True
    )
    torso = _stack([(0.18, 0.22, 0.15, 0.0), (0.45, 0.26, 0.15, 0.02), (0.60, 0.27, 0.12, 0.03),
                    (0.67, 0.09, 0.08, 0.03)], plain=True)  # fmt: skip
    head = _stack([(0.66, 0.07, 0.08, 0.02), (0.76, 0.13, 0.13, 0.02), (0.90, 0.11, 0.11, 0.02),
                   (1.0, 0.05, 0.05, 0.02)], 2.0, plain=True)  # fmt: skip
    whole = solids.merge(legs, torso, head)
    return whole[0] * tall, whole[1]


def seated(tall: float) -> Mesh:
    """Return a figure seated with crossed legs, hands in the lap, ``tall`` metres; it faces −y."""
    legs = _stack([(0.0, 0.40, 0.25, -0.10), (0.05, 0.43, 0.28, -0.11), (0.12, 0.41, 0.26, -0.09),
                   (0.18, 0.30, 0.20, -0.03), (0.21, 0.20, 0.14, 0.0)])  # fmt: skip
    torso = _stack([(0.14, 0.22, 0.155, 0.02), (0.26, 0.205, 0.145, 0.02), (0.40, 0.235, 0.15, 0.02),
                    (0.53, 0.275, 0.14, 0.03), (0.60, 0.255, 0.115, 0.04), (0.645, 0.15, 0.085, 0.045),
                    (0.67, 0.085, 0.075, 0.04)], 2.6)  # fmt: skip
    neck = _stack([(0.64, 0.082, 0.078, 0.035), (0.72, 0.078, 0.075, 0.03)], 2.0)
    head = _stack([(0.69, 0.062, 0.07, 0.01), (0.715, 0.098, 0.102, 0.012), (0.77, 0.122, 0.122, 0.018),
                   (0.83, 0.126, 0.126, 0.022), (0.88, 0.118, 0.12, 0.026), (0.925, 0.085, 0.09, 0.03),
                   (0.945, 0.055, 0.06, 0.03)], 2.2)  # fmt: skip
    knot = _ball(0, 0.03, 0.95, 0.062, 0.064, 0.05)
    parts = [legs, torso, neck, head, knot, *_face(), *_arms(), *_robe()]
    whole = solids.merge(*parts)
    return whole[0] * tall, whole[1]


def _face() -> list[Mesh]:
    """Return ears to the shoulders, nose, brow and lips, seen in raking light."""
    ears = [_ball(s * 0.132, 0.035, 0.775, 0.017, 0.034, 0.078) for s in (-1, 1)]
    nose = solids.lofted(np.array([
        [(-0.010, -0.098, 0.845), (0.010, -0.098, 0.845), (0.0, -0.112, 0.845)],
        [(-0.026, -0.100, 0.772), (0.026, -0.100, 0.772), (0.0, -0.136, 0.776)],
    ]))  # fmt: skip
    brows = [_fold([(s * 0.012, -0.103, 0.848), (s * 0.045, -0.104, 0.858), (s * 0.085, -0.085, 0.846)], 0.007)
             for s in (-1, 1)]  # fmt: skip
    eyes = [_ball(s * 0.048, -0.094, 0.823, 0.026, 0.012, 0.011) for s in (-1, 1)]
    lips = [
        _ball(0, -0.103, 0.745, 0.030, 0.012, 0.007),
        _ball(0, -0.101, 0.733, 0.024, 0.012, 0.008),
    ]
    return [*ears, nose, *brows, *eyes, *lips]


def _arms() -> list[Mesh]:
    """Return upper arms, forearms and the two hands laid in the lap."""
    made = []
    for s in (-1, 1):
        line = [(s * 0.262, 0.03, 0.565), (s * 0.312, 0.0, 0.43), (s * 0.30, -0.07, 0.30),
                (s * 0.20, -0.20, 0.235), (s * 0.085, -0.255, 0.225)]  # fmt: skip
        path = np.array(line)
        circle = solids.circle(0.062, 12)
        made.append(solids.swept(path, circle, np.array([1.05, 1.05, 0.95, 0.8, 0.66])))
    made.append(_ball(0.0, -0.262, 0.218, 0.105, 0.058, 0.026))
    made.append(_ball(0.0, -0.262, 0.245, 0.090, 0.052, 0.022))
    return made


def _robe() -> list[Mesh]:
    """Return the robe's edge over the left shoulder and the folds across breast and knees."""
    made = []
    for k in range(7):  # from the left shoulder down to the right side
        drop = 0.055 * k
        made.append(_fold([(0.19, -0.085, 0.60 - 0.3 * drop), (0.11, -0.132, 0.52 - drop), (0.0, -0.150, 0.445 - drop),
                           (-0.11, -0.145, 0.40 - 0.8 * drop), (-0.20, -0.10, 0.385 - 0.6 * drop)], 0.0105))  # fmt: skip
    for k in range(6):  # over the knees
        z = 0.045 + 0.022 * k
        reach = 0.40 - 0.02 * k
        made.append(_fold([(-reach, -0.18, z), (-0.5 * reach, -0.345 + 0.012 * k, z - 0.012), (0.0, -0.365 + 0.014 * k, z - 0.018),
                           (0.5 * reach, -0.345 + 0.012 * k, z - 0.012), (reach, -0.18, z)], 0.009))  # fmt: skip
    return made


def standing(tall: float) -> Mesh:
    """Return an attendant who stands, one hand before the breast, ``tall`` metres; faces −y."""
    body = _stack([(0.0, 0.135, 0.09, 0.0), (0.06, 0.12, 0.085, 0.0), (0.35, 0.115, 0.08, 0.0),
                   (0.52, 0.105, 0.072, 0.0), (0.66, 0.125, 0.078, 0.0), (0.76, 0.14, 0.072, 0.0),
                   (0.80, 0.10, 0.055, 0.0), (0.82, 0.045, 0.042, 0.0)])  # fmt: skip
    head = _stack([(0.81, 0.035, 0.038, -0.005), (0.835, 0.058, 0.06, -0.005), (0.89, 0.066, 0.066, 0.0),
                   (0.93, 0.056, 0.058, 0.0), (0.955, 0.03, 0.03, 0.0)], 2.2)  # fmt: skip
    knot = _ball(0, 0.0, 0.965, 0.03, 0.03, 0.035)
    arms = []
    for s, hand in ((-1, (-0.03, -0.105, 0.66)), (1, (0.13, -0.05, 0.46))):
        path = np.array([(s * 0.135, 0.0, 0.755), (s * 0.165, -0.015, 0.63), hand])
        arms.append(solids.swept(path, solids.circle(0.032, 10), np.array([1.0, 0.95, 0.7])))
    folds = [_fold([(-0.11, -0.055, 0.62 - 0.09 * k), (0.0, -0.092, 0.575 - 0.09 * k), (0.11, -0.055, 0.62 - 0.09 * k)], 0.007)
             for k in range(6)]  # fmt: skip
    whole = solids.merge(body, head, knot, *arms, *folds)
    return whole[0] * tall, whole[1]


def halo(tall: float) -> Mesh:
    """Return rings of a flaming halo behind head and body, for a figure ``tall``; flat at y = 0."""
    made = []
    for radius, broad, z, squash in (
        (0.27, 0.05, 0.82, 1.0),
        (0.20, 0.035, 0.82, 1.0),
        (0.53, 0.06, 0.44, 1.32),
        (0.44, 0.035, 0.44, 1.32),
    ):
        turn = np.linspace(-0.18 * np.pi, 1.18 * np.pi, 40)
        point = 1 + 0.12 * np.exp(-((turn - np.pi / 2) ** 2) / 0.02)  # drawn up to a tip
        outer = np.column_stack([radius * np.cos(turn), z + radius * squash * np.sin(turn) * point])
        inner = np.column_stack(
            [(radius - broad) * np.cos(turn), z + (radius - broad) * squash * np.sin(turn) * point]
        )
        outline = np.vstack([outer, inner[::-1]])
        made.append(solids.shifted(solids.prism(outline, 0.03, "xz"), y=-0.015))
    whole = solids.merge(*made)
    return whole[0] * tall, whole[1]
