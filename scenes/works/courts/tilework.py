"""Grey roofs of houses: a bed, rows of tube tiles, their ends, ridges, and brick copings.

A slope here is a curve (k, 2) of (y, z) from the eave up, drawn out along x. Everything is a
closed solid in metres.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenes import solids
from scenes.solids import Mesh

Curve = NDArray[np.float64]
BED = 0.14  # boards, clay and troughs together
PITCH = 0.25  # tube to tube
TUBE = 0.070  # radius of a tube tile
RIDGE = 1.05  # a ridge's foot to the tips of its ends
_STEEPER = 0.22  # part of the rise that the upper half of a slope gains on a straight one
_SECTION = np.array([(1.0, -0.4), (0.72, 0.62), (0.0, 1.0), (-0.72, 0.62), (-1.0, -0.4)]) * TUBE


def slope(run: float, rise: float, steps: int = 6) -> Curve:
    """Return a slope's curve, hollow as rafters laid in steps make it, from (0, 0) up."""
    t = np.linspace(0, 1, steps + 1)
    return np.column_stack([run * t, rise * ((1 - _STEEPER) * t + _STEEPER * t**2)])


def bed(curve: Curve, half: float) -> Mesh:
    """Return what the tiles lie on: a plate under a curve, ``half`` metres to either side."""
    low = curve - [0.0, BED]
    return solids.prism([*curve.tolist(), *low[::-1].tolist()], 2 * half, "yz")


def pans(curve: Curve, half: float) -> Mesh:
    """Return the skin of troughs over a bed; it passes the bed's ends by a hair."""
    ahead = np.array([(-0.006, 0.0), (0.006, 0.0)])
    skin = curve + [0.0, 0.012]
    skin[[0, -1]] += ahead
    return bed(skin, half - 0.01)


def rows(half: float) -> NDArray[np.float64]:
    """Return where the rows of tubes lie, even about the middle."""
    count = max(1, int((half - TUBE) / PITCH))
    return np.linspace(-1.0, 1.0, 2 * count + 1) * (half - TUBE - 0.01)


def tubes(curve: Curve, half: float) -> Mesh:
    """Return the rows of tube tiles up a curve."""
    xs = rows(half)
    path = np.zeros((len(xs), len(curve), 3))
    path[..., 0] = xs[:, None]
    path[..., 1:] = curve
    return solids.swept(path, _SECTION)


def ends(curve: Curve, half: float) -> Mesh:
    """Return the discs and drips that close the rows at the eave, which looks towards −y."""
    xs = rows(half)
    y, z = curve[0]
    turn = np.arange(8) * np.pi / 4 + np.pi / 8
    disc = solids.prism(TUBE * 1.12 * np.column_stack([np.cos(turn), np.sin(turn)]), 0.05, "xz")
    drip = solids.prism([(-0.10, 0.02), (0.0, -0.13), (0.10, 0.02)], 0.03, "xz")
    between = (xs[1:] + xs[:-1]) / 2
    return solids.merge(
        solids.repeated(disc, [(x, y - 0.03, z + 0.005) for x in xs]),
        solids.repeated(drip, [(x, y - 0.02, z - 0.05) for x in between]),
    )


def rafters(curve: Curve, half: float, reach: float, spacing: float = 0.24) -> Mesh:
    """Return the ends of rafters seen under an eave, ``reach`` metres from it inwards."""
    xs = np.linspace(-half + 0.12, half - 0.12, max(2, int(2 * half / spacing)))
    inner = float(np.interp(curve[0, 0] + reach, curve[:, 0], curve[:, 1]))
    starts = [(x, curve[0, 0] + 0.06, curve[0, 1] - BED - 0.05) for x in xs]
    stops = [(x, curve[0, 0] + reach, inner - BED - 0.05) for x in xs]
    return solids.bars(starts, stops, solids.circle(0.045, 6))


def ridge(half: float, y: float, z: float, high: float = 0.42) -> Mesh:
    """Return a brick ridge that lifts at its ends (清水脊), its foot at a height."""
    t = np.linspace(-half, half, 13)
    lift = 0.16 * np.clip(np.abs(t) / half - 0.72, 0, 1) ** 1.5 / 0.28**1.5
    section = np.array([(0.12, -0.12), (0.12, 0.08), (0.07, 0.10), (0.07, high - 0.09),
                        (0.10, high - 0.07), (0.10, high), (-0.10, high), (-0.10, high - 0.07),
                        (-0.07, high - 0.09), (-0.07, 0.10), (-0.12, 0.08), (-0.12, -0.12)])  # fmt: skip
    rings = np.array([[(x, y + s, z + up + u) for s, u in section]
                      for x, up in zip(t, lift, strict=True)])  # fmt: skip
    beak = solids.prism(
        [(0.0, 0.0), (0.30, 0.0), (0.36, 0.30), (0.24, 0.52), (0.20, 0.30), (0.0, 0.18)],
        0.14, "xz",
    )  # fmt: skip
    top = z + high + 0.13
    right = solids.shifted(beak, half - 0.30, y, top)
    left = solids.moved(right, solids.placement(0, 2 * y, 0, np.pi))
    return solids.merge(solids.lofted(rings), right, left)


def verge(curve: Curve, half: float) -> Mesh:
    """Return the two courses of brick (博风、拔檐) under a roof's edge on both gables."""
    made = []
    for side in (-1, 1):
        for drop, deep, out in ((BED + 0.005, 0.26, 0.05), (BED + 0.27, 0.07, 0.09)):
            top, low = curve - [0.0, drop], curve - [0.0, drop + deep]
            band = solids.prism([*top.tolist(), *low[::-1].tolist()], 0.10, "yz")
            made.append(solids.shifted(band, side * (half - 0.05 + out)))
    return solids.merge(*made)


def edge_tubes(curve: Curve, half: float) -> Mesh:
    """Return the row that closes a roof over each gable, larger than the others (垂脊)."""
    path = np.zeros((2, len(curve), 3))
    path[0, :, 0], path[1, :, 0] = -half + 0.06, half - 0.06
    path[..., 1:] = curve + [0.0, 0.05]
    return solids.swept(path, _SECTION * 1.55)


def crenels(
    x0: float, x1: float, z: float, high: float = 0.95, deep: float = 0.30, wide: float = 0.9
) -> Mesh:
    """Return a parapet with merlons (垛口女墙) along x, its middle line on y = 0."""
    count = max(1, round((x1 - x0) / wide))
    step = (x1 - x0) / count
    low = 0.55 * high
    made = [(x0, x1, -deep / 2, deep / 2, z, z + low)]
    made += [
        (x0 + (k + 0.16) * step, x0 + (k + 0.84) * step, -deep / 2 + 0.01, deep / 2 - 0.01,
         z + low - 0.01, z + high)
        for k in range(count)
    ]  # fmt: skip
    return solids.boxes(made)


def pierced(x0: float, x1: float, z: float, high: float = 0.9) -> tuple[Mesh, Mesh]:
    """Return a parapet of pierced brick (花栏墙) along x on y = 0: its frame, and its crosses."""
    count = max(1, round((x1 - x0) / 1.5))
    step = (x1 - x0) / count
    frame = [(x0, x1, -0.15, 0.15, z, z + 0.22), (x0, x1, -0.19, 0.19, z + high - 0.12, z + high)]
    cross: list[tuple[float, ...]] = []
    for k in range(count + 1):
        x = x0 + k * step
        frame.append((max(x0, x - 0.17), min(x1, x + 0.17), -0.17, 0.17, z + 0.2, z + high - 0.1))
    for k in range(count):
        left, right = x0 + k * step + 0.17, x0 + (k + 1) * step - 0.17
        cross += _crosses(left, right, z + 0.22, z + high - 0.12)
    return solids.boxes(frame), solids.boxes(cross)


def _crosses(x0: float, x1: float, z0: float, z1: float) -> list[tuple[float, ...]]:
    """Return crosses of bricks with openings between them."""
    count = max(2, round((x1 - x0) / 0.26))
    step = (x1 - x0) / count
    middle = (z0 + z1) / 2
    out: list[tuple[float, ...]] = [(x0, x1, -0.07, 0.07, middle - 0.035, middle + 0.035)]
    out += [
        (x0 + (k + 0.5) * step - 0.045, x0 + (k + 0.5) * step + 0.045, -0.075, 0.075, z0, z1)
        for k in range(count)
    ]
    return out


def coping(outline: Sequence[tuple[float, float]], along: tuple[float, float]) -> Mesh:
    """Return a section (y, z) drawn out along x between two places."""
    solid = solids.prism(outline, along[1] - along[0], "yz")
    return solids.shifted(solid, (along[0] + along[1]) / 2)


def wall_cap(x0: float, x1: float, z: float, half: float = 0.24) -> Mesh:
    """Return a small two-sided tile coping for a wall along x on y = 0, its foot at ``z``."""
    out = half + 0.14
    return coping(
        [(-half - 0.05, z), (half + 0.05, z), (half + 0.05, z + 0.08), (out, z + 0.10),
         (out, z + 0.17), (0.10, z + 0.36), (0.10, z + 0.46), (-0.10, z + 0.46),
         (-0.10, z + 0.36), (-out, z + 0.17), (-out, z + 0.10), (-half - 0.05, z + 0.08)],
        (x0, x1),
    )  # fmt: skip
