"""Leaves of 格子门 and 隔扇 and their lattices (棂花), as light geometry.

A leaf stands on z = 0, its middle at x = 0, facing −y; metres. Patterns are named as the trade
does; bar widths and pitches are our own reading of standing examples (confidence medium).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scenes.solids import EMPTY, Mesh, boxes, merge, outward

BAR = 0.022  # breadth of a lattice bar
DEEP = 0.030  # its depth
STILE = 0.075  # 边梃、抹头
THICK = 0.060  # a leaf's thickness
_SPINDLE = np.array([(-0.49, 0.0), (0.0, -1.1), (0.49, 0.0), (0.0, 1.1)])
_BAR = np.array([(-0.5, -1.0), (0.5, -1.0), (0.5, 1.0), (-0.5, 1.0)])


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf by matter: its frame, lattice, boards and the paper behind."""

    frame: Mesh
    lattice: Mesh
    board: Mesh
    paper: Mesh


def planks(starts: ArrayLike, ends: ArrayLike, outline: NDArray[np.float64], wide: float) -> Mesh:
    """Return flat pieces in the xz plane between points (n, 2) and (n, 2).

    ``outline`` (m, 2) is convex: along in lengths of the piece, across in halves of ``wide``.
    """
    a = np.asarray(starts, np.float64).reshape(-1, 2)
    c = np.asarray(ends, np.float64).reshape(-1, 2)
    if not len(a):
        return EMPTY
    ahead = c - a
    across = np.stack([-ahead[:, 1], ahead[:, 0]], 1) / np.linalg.norm(ahead, axis=1)[:, None]
    flat = (
        (a + c)[:, None] / 2
        + ahead[:, None] * outline[None, :, :1]
        + across[:, None] * outline[None, :, 1:] * wide / 2
    )
    n, m = flat.shape[:2]
    points = np.zeros((n, 2, m, 3))
    points[..., [0, 2]] = flat[:, None]
    points[:, 0, :, 1], points[:, 1, :, 1] = -DEEP / 2, DEEP / 2
    k = np.arange(1, m - 1)
    fan = np.stack([np.zeros_like(k), k, k + 1], 1)
    j = np.arange(m)
    step = (j + 1) % m
    walls = np.concatenate([np.stack([j, j + m, step + m], 1), np.stack([j, step + m, step], 1)])
    one = np.concatenate([fan, fan[:, ::-1] + m, walls])
    faces = one[None] + (np.arange(n) * 2 * m)[:, None, None]
    return outward((points.reshape(-1, 3), faces.reshape(-1, 3).astype(np.int32)))


def pattern(name: str, wide: float, high: float) -> Mesh:
    """Return a lattice filling ``wide`` by ``high`` about x = 0, its foot on z = 0."""
    starts, ends, outline, breadth = _PATTERNS[name](wide, high)
    return planks(starts, ends, outline, breadth)


Bars = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]


def _grid_bars(wide: float, high: float, pitch: float) -> tuple[list[object], list[object]]:
    across = max(2, round(wide / pitch))
    up = max(2, round(high / pitch))
    xs = -wide / 2 + wide * np.arange(1, across) / across
    zs = high * np.arange(1, up) / up
    starts: list[object] = [(x, 0.0) for x in xs] + [(-wide / 2, z) for z in zs]
    ends: list[object] = [(x, high) for x in xs] + [(wide / 2, z) for z in zs]
    return starts, ends


def _square(wide: float, high: float) -> Bars:
    """方格眼."""
    starts, ends = _grid_bars(wide, high, 0.13)
    return np.array(starts, np.float64), np.array(ends, np.float64), _BAR, BAR


def _upright(wide: float, high: float) -> Bars:
    """直棂 with two belts of three rails (一码三箭)."""
    count = max(5, round(wide / 0.085))
    xs = -wide / 2 + wide * np.arange(1, count) / count
    belts = [f * high + d for f in (0.14, 0.5, 0.86) for d in (-0.07, 0.0, 0.07)]
    starts = [(x, 0.0) for x in xs] + [(-wide / 2, z) for z in belts]
    ends = [(x, high) for x in xs] + [(wide / 2, z) for z in belts]
    return np.array(starts), np.array(ends), _BAR, BAR


def _bars(wide: float, high: float) -> Bars:
    """破子棂: stout upright bars alone, as before lattices; breadth and pitch are our own."""
    count = max(4, round(wide / 0.105))
    xs = -wide / 2 + wide * np.arange(1, count) / count
    starts, ends = [(x, 0.0) for x in xs], [(x, high) for x in xs]
    return np.array(starts), np.array(ends), _BAR, 2 * BAR


def _slanted(wide: float, high: float, angle: float, pitch: float) -> tuple[list[object], ...]:
    """Return lines at ``angle`` every ``pitch``, cut to the panel."""
    way = np.array([np.cos(angle), np.sin(angle)])
    off = np.array([-way[1], way[0]])
    middle = np.array([0.0, high / 2])
    reach = abs(off[0]) * wide / 2 + abs(off[1]) * high / 2
    starts: list[object] = []
    ends: list[object] = []
    for k in np.arange(-int(reach / pitch), int(reach / pitch) + 1):
        at, low, top = middle + off * k * pitch, -1e9, 1e9
        for axis, (least, most) in enumerate(((-wide / 2, wide / 2), (0.0, high))):
            if abs(way[axis]) < 1e-9:
                continue
            t = sorted(((least - at[axis]) / way[axis], (most - at[axis]) / way[axis]))
            low, top = max(low, t[0]), min(top, t[1])
        if top - low > 0.03:
            starts.append(at + way * low)
            ends.append(at + way * top)
    return starts, ends


def _six(wide: float, high: float) -> Bars:
    """三交六椀: bars upright and at 30° either way, crossing in one point."""
    pitch = wide / max(3, round(wide / 0.17))
    starts: list[object] = []
    ends: list[object] = []
    for angle in (np.pi / 2, np.pi / 6, -np.pi / 6):
        a, c = _slanted(wide, high, angle, pitch)
        starts += a
        ends += c
    return np.array(starts, np.float64), np.array(ends, np.float64), _BAR, BAR * 1.15


def _balls(wide: float, high: float) -> Bars:
    """四斜毬文: circles that overlap leave spindles along a slanting grid."""
    across = max(2, round(wide / 0.27))
    pitch = wide / across
    up = max(2, round(high / pitch))
    x = -wide / 2 + pitch * np.arange(across)
    z = high / up * np.arange(up)
    gx, gz = (g.ravel() for g in np.meshgrid(x, z))
    px, pz = pitch, high / up
    a = np.stack([gx, gz], 1)
    m = a + [px / 2, pz / 2]
    corners = [a, a + [px, 0], a + [0, pz], a + [px, pz]]
    starts = np.concatenate([m] * 4)
    return starts, np.concatenate(corners), _SPINDLE, 0.052


def _steps(wide: float, high: float) -> Bars:
    """步步锦: rails and posts in steps toward a framed middle."""
    starts: list[object] = []
    ends: list[object] = []
    insets = (0.10, 0.20) if wide < 0.9 else (0.12, 0.24, 0.36)
    for k, d in enumerate(insets):
        x, low, top = wide / 2 - d, d * 1.2, high - d * 1.2
        starts += [(-wide / 2, low), (-wide / 2, top), (-x, low), (x, low)]
        ends += [(wide / 2, low), (wide / 2, top), (-x, top), (x, top)]
        for f in (0.25, 0.5, 0.75):
            z = low + (top - low) * (f + 0.02 * (k % 2))
            starts += [(-wide / 2, z), (x, z)]
            ends += [(-x, z), (wide / 2, z)]
        starts += [(0.0, low - d * 0.5 if k else 0.0), (0.0, top)]
        ends += [(0.0, low), (0.0, high if not k else top + d * 0.5)]
    return np.array(starts, np.float64), np.array(ends, np.float64), _BAR, BAR


_PATTERNS = {
    "方格": _square, "直棂": _upright, "破子棂": _bars, "三交六椀": _six, "毬文": _balls, "步步锦": _steps,
}  # fmt: skip
PATTERNS = tuple(_PATTERNS)

# Heights of rails by the leaf's height: (foot of a panel, top of it, what fills it).
_SONG = ((0.0, 0.25, "board"), (0.25, 0.33, "board"), (0.33, 1.0, "lattice"))
_SIX = ((0.0, 0.075, "board"), (0.075, 0.31, "board"), (0.31, 0.385, "board"),
        (0.385, 0.925, "lattice"), (0.925, 1.0, "board"))  # fmt: skip
_FOUR = ((0.0, 0.29, "board"), (0.29, 0.38, "board"), (0.38, 1.0, "lattice"))
_WINDOW = ((0.0, 0.13, "board"), (0.13, 0.87, "lattice"), (0.87, 1.0, "board"))
_PLAIN = ((0.0, 1.0, "lattice"),)
MAKES = {"格子门": _SONG, "六抹": _SIX, "四抹": _FOUR, "槛窗": _WINDOW, "一扇": _PLAIN}
SILL = 0.385  # foot of the lattice in a six-railed leaf: 槛墙 come up to the rail under it


def leaf(make: str, lattice: str, wide: float, high: float) -> Leaf:
    """Return a leaf of one make (a key of ``MAKES``) with one lattice (of ``PATTERNS``)."""
    x, t = wide / 2, THICK / 2
    frame = [(-x, -x + STILE, -t, t, 0.0, high), (x - STILE, x, -t, t, 0.0, high)]
    rail = min(STILE, 0.05 * high)
    boards: list[tuple[float, ...]] = []
    lattices: list[Mesh] = []
    papers: list[tuple[float, ...]] = []
    inner = x - STILE
    rows = MAKES[make]
    levels = sorted({f for low, top, _ in rows for f in (low, top)})
    for f in levels:
        z = f * (high - rail)
        frame.append((-inner - 0.004, inner + 0.004, -t + 0.002, t - 0.002, z, z + rail))
    for low, top, fill in rows:
        z0, z1 = low * (high - rail) + rail, top * (high - rail)
        if fill == "board":
            boards += _panel(inner, z0, z1)
        else:
            made = pattern(lattice, 2 * inner + 0.008, z1 - z0 + 0.008)
            lattices.append((made[0] + [0.0, -0.004, z0 - 0.004], made[1]))
            papers.append((-inner - 0.006, inner + 0.006, 0.013, 0.017, z0 - 0.006, z1 + 0.006))
    return Leaf(boxes(frame), merge(*lattices), boxes(boards), boxes(papers))


def _panel(inner: float, z0: float, z1: float) -> list[tuple[float, ...]]:
    """Return a board with a raised field (裙板、绦环板)."""
    edge = min(0.05, 0.22 * (z1 - z0))
    return [
        (-inner - 0.006, inner + 0.006, -0.006, 0.006, z0 - 0.006, z1 + 0.006),
        (-inner + edge, inner - edge, -0.016, -0.002, z0 + edge, z1 - edge),
    ]
