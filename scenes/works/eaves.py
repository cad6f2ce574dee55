"""Roofs over regular plans: a ring of eaves round a tower, or the whole of a pointed roof.

One slope and one hip are made and turned round. A slope's points are (u, d): u along the eave
from its middle, d inward from it in plan; metres.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scenes import beasts
from scenes.model import SetModel
from scenes.solids import (
    Mesh,
    bars,
    boxes,
    circle,
    lathe,
    merge,
    moved,
    placement,
    prism,
    rectangle,
    repeated,
    slab,
    swept,
)  # fmt: skip
from scenes.works.ngon import around, at_corners

Array = NDArray[np.float64]
BOARD, BED = 0.035, 0.13
FLYING = 0.42  # part of the rafters' reach that 飞子 add at the eave


@dataclass(frozen=True, kw_only=True, slots=True)
class Eave:
    """A ring of roof: the eave's apothem and how high its top is; the curve inward from it.

    ``curve`` are (d, height over the eave), eave first. ``lift`` and ``push`` draw the corners up
    and out. ``rafter`` is their thickness, 0 where there are none (brick); ``flying`` whether 飞子
    lie on them. ``tiles`` are the materials of field, ridge and eave's end.
    """

    sides: int
    apothem: float
    z: float
    curve: tuple[tuple[float, float], ...]
    lift: float = 0.0
    push: float = 0.0
    pitch: float = 0.24
    rafter: float = 0.0
    rafter_in: float = 0.0  # how far in the rafters run from the eave
    flying: bool = True
    ridge: float = 0.24
    beast: bool = True
    tiles: tuple[str, str, str] = ("tile", "ridge", "tile_end")
    wood: tuple[str, str, str] = ("timber_red", "rafter", "rafter_flying")
    crown: bool = True  # 博脊 round the wall that the ring leans on

    @property
    def deep(self) -> float:
        """Return how far the slope runs inward."""
        return self.curve[-1][0]

    @property
    def spread(self) -> float:
        """Return half a side over its apothem."""
        return math.tan(math.pi / self.sides)

    def half(self, d: ArrayLike) -> Array:
        """Return half the slope's breadth at a depth."""
        return np.asarray((self.apothem - np.asarray(d, np.float64)) * self.spread)

    def point(self, u: ArrayLike, d: ArrayLike, above: ArrayLike = 0.0) -> Array:
        """Return (…, 3) places ``above`` metres over the surface."""
        u, d, above = np.broadcast_arrays(*(np.asarray(v, np.float64) for v in (u, d, above)))
        warp = max(0.75 * float(self.half(0.0)), 0.1)
        c = np.clip(1 - (self.half(d) - np.abs(u)) / warp, 0, 1.05) ** 2.2
        c = c * np.clip(1 - d / max(1.25 * warp, 0.1), 0, 1.05) ** 1.3
        out = self.push * c
        places, heights = zip(*self.curve, strict=True)
        slope = (heights[1] - heights[0]) / (places[1] - places[0])
        z = np.interp(d, places, heights) + np.minimum(d, 0.0) * slope
        return np.stack([u + np.sign(u) * out * self.spread, -(self.apothem - d + out),
                         self.z + z + self.lift * c + above], -1)  # fmt: skip

    def hip(self, d: ArrayLike, above: float = 0.0) -> Array:
        """Return (k, 3) places on the corner line, as if the corner looked to −y."""
        deep = np.asarray(d, np.float64)
        p = self.point(self.half(deep), deep, above)
        far = np.hypot(p[:, 0], p[:, 1])
        return np.stack([np.zeros(len(far)), -far, p[:, 2]], 1)


def curve(
    out: float, inside: float, eave_slope: float, slopes: Sequence[float], *, steps: int = 3
) -> tuple[tuple[float, float], ...]:
    """Return (d, height) of a slope: ``out`` metres before the purlin, ``inside`` behind it.

    ``slopes`` are those of equal steps behind the purlin, the lowest first.
    """
    rows = [(0.0, 0.0), (out, out * eave_slope)]
    for slope in slopes:
        d, z = rows[-1]
        run = inside / len(slopes)
        rows.append((d + run, z + run * slope))
    d, z = np.array(rows).T
    fine = np.unique(np.concatenate([np.linspace(0, d[-1], steps * len(d)), d]))
    soft = np.interp(fine, d, z)
    kernel = np.array([0.25, 0.5, 0.25])
    soft[1:-1] = np.convolve(soft, kernel, "valid")
    return tuple(zip(fine.tolist(), soft.tolist(), strict=True))


def lay(model: SetModel, e: Eave, name: str, rule: str = "") -> None:
    """Put a ring of roof: boards, rafters, tiles, hips and the ridge round its inner edge."""
    ends = min(e.deep, 0.995 * e.apothem)
    field, ridge, disc = e.tiles
    lining = "board" if e.rafter else "brick"
    bed = slab(_grid(e, 0.03, ends) + [0, 0, BED], BED - BOARD - 0.004)
    board = slab(_grid(e, 0.0, ends) + [0, 0, BOARD], BOARD - 0.002)
    _slope(model, e, name, ("bed", field, "roof", "苫背"), bed, rule)
    _slope(model, e, name, ("board", lining, "roof", "望板"), board, rule)
    _slope(model, e, name, ("tubes", field, "roof", "筒瓦"), _tubes(e), rule)
    _slope(model, e, name, ("ends", disc, "roof", "瓦当、滴水"), _ends(e), rule)
    if e.rafter:
        _timber(model, e, name, rule)
    model.add_part(f"{name}hip", *_hip(e), ridge)
    at_corners(model, f"{name}hip", "ridge", e.sides, rule=rule, name="戗脊")
    if e.crown:
        _slope(model, e, name, ("crown", ridge, "ridge", "博脊"), _crown(e), rule)


def _slope(
    model: SetModel, e: Eave, name: str, kind: tuple[str, str, str, str], mesh: Mesh, rule: str
) -> None:
    """Put a piece of a slope on every side; ``kind`` is its name, material, class and title."""
    what, material, element, said = kind
    if len(mesh[1]):
        model.add_part(name + what, *mesh, material)
        around(model, name + what, element, e.sides, rule=rule, name=said)


def _grid(e: Eave, start: float, end: float) -> Array:
    d = start + (end - start) * np.linspace(0, 1, 9) ** 1.2
    t = np.sin(np.linspace(-1, 1, 15) * np.pi / 2)
    reach = np.maximum(e.half(d) - 0.004, 0.005)
    return e.point(t[:, None] * reach[None], d[None])


def _rows(e: Eave, pitch: float, shift: float) -> tuple[Array, Array]:
    """Return where rows of tiles lie and how deep each runs, even about the middle."""
    count = int((float(e.half(0.0)) - 0.09) / pitch)
    u = (np.arange(-count, count + 1 - (shift > 0)) + shift) * pitch
    deep = np.minimum(e.deep - 0.02, e.apothem - np.abs(u) / e.spread - 0.09)
    keep = deep > 0.12
    return u[keep], deep[keep]


def _tubes(e: Eave) -> Mesh:
    u, deep = _rows(e, e.pitch, 0.0)
    stations = max(3, min(7, int(e.deep / 0.7) + 3))
    d = -0.05 + (deep + 0.05)[:, None] * np.linspace(0, 1, stations)[None]
    path = e.point(np.broadcast_to(u[:, None], d.shape), d, BED + 0.02)
    r = 0.27 * e.pitch
    a = np.linspace(0, math.pi, 4)
    section = np.stack([r * np.cos(a), r * np.sin(a)], 1)
    section = np.concatenate([section, [(-r, -0.03), (r, -0.03)]])
    return swept(path, section[::-1])


def _ends(e: Eave) -> Mesh:
    """Return round ends of the tubes and pointed lips of the troughs between them."""
    r = 0.30 * e.pitch
    disc = moved(lathe([(r, 0.0), (r, 0.02)], 8), _upright())
    lip = prism([(-0.42 * e.pitch, 0.02), (0.42 * e.pitch, 0.02), (0.3 * e.pitch, -0.05),
                 (0.0, -0.09), (-0.3 * e.pitch, -0.05)], 0.02)  # fmt: skip
    u, _ = _rows(e, e.pitch, 0.0)
    v, _ = _rows(e, e.pitch, 0.5)
    return merge(
        repeated(disc, e.point(u, -0.055, BED + 0.05)), repeated(lip, e.point(v, -0.03, BED))
    )


def _upright() -> Array:
    """Return the turn that lays what stands on z toward −y."""
    m = np.eye(4)
    m[:3, :3] = [[1, 0, 0], [0, 0, 1], [0, -1, 0]]
    return m


def _timber(model: SetModel, e: Eave, name: str, rule: str) -> None:
    """Put rafters, 飞子, the strip along the eave and the corner beams."""
    start = FLYING * 0.75 if e.flying else 0.03
    low = -e.rafter / 2 - 0.002 - (0.9 * e.rafter if e.flying else 0.0)
    rafters = _bars(e, start, e.rafter_in, low, circle(e.rafter / 2, 5))
    _slope(model, e, name, ("rafters", e.wood[1], "rafter", "檐椽"), rafters, rule)
    if e.flying:
        side = 0.86 * e.rafter
        made = _bars(e, 0.015, 0.9, -side / 2 - 0.002, rectangle(side, side))
        _slope(model, e, name, ("flying", e.wood[2], "rafter", "飞子"), made, rule)
    far = float(e.half(0.03)) - 0.006
    edge = e.point(np.linspace(-far, far, 25), 0.03, BOARD + 0.03)
    strip = swept(edge, rectangle(0.06, 0.06))
    _slope(model, e, name, ("strip", e.wood[0], "roof", "连檐"), strip, rule)
    wide = 1.7 * e.rafter
    path = e.hip(np.linspace(-0.02, e.rafter_in, 8), -1.0 * wide - 0.03)
    beam = _straight(path, rectangle(wide, 1.5 * wide))
    model.add_part(f"{name}angle", *beam, e.wood[0])
    at_corners(model, f"{name}angle", "beam", e.sides, rule=rule, name="角梁")


def _bars(e: Eave, start: float, end: float, below: float, section: Array) -> Mesh:
    """Return rafters, fanned near the corners, from one depth to another."""
    pitch = 2.05 * e.rafter
    half, inner = float(e.half(start)) - 0.10, float(e.half(end)) - 0.06
    count = int(half / pitch)
    u = (np.arange(-count, count) + 0.5) * pitch
    straight = 0.45 * inner
    t = np.clip((np.abs(u) - straight) / max(half - straight, 0.05), 0, 1)
    to = np.where(np.abs(u) > straight, np.sign(u) * (straight + t * (inner - straight)), u)
    k = np.linspace(0, 1, 3)
    us, ds = (
        u[:, None] + (to - u)[:, None] * k,
        np.broadcast_to(start + (end - start) * k, (len(u), 3)),
    )
    return swept(e.point(us, ds, below), section)


def _straight(path: Array, section: Array) -> Mesh:
    """Return a bar of one section along a path in the plane x = 0 that runs to +y."""
    return swept(path, section)


def _hip(e: Eave) -> Mesh:
    """Return a hip's ridge, thicker behind its beast, and what ends it."""
    end = min(e.deep, 0.97 * e.apothem)
    h, w = e.ridge, 0.62 * e.ridge
    path = e.hip(np.linspace(0.03, end, 12), BED + h / 2 - 0.02)
    made = [_straight(path, rectangle(w, h)),
            _straight(path + [0, 0, h / 2 + 0.03], rectangle(0.55 * w, 0.09))]  # fmt: skip
    if e.beast and end > 0.9:
        at = e.hip(np.array([0.16]), BED + h - 0.02)[0]
        size = 1.5 * h
        made.append(moved(beasts.ridge_beast(), placement(
            0.0, float(at[1]), float(at[2]), -math.pi / 2, (size, size, size))))  # fmt: skip
    return merge(*made)


def _crown(e: Eave) -> Mesh:
    """Return the ridge where the slope meets the wall."""
    h, half = 1.25 * e.ridge, float(e.half(e.deep)) + 0.04
    y, z = -(e.apothem - e.deep), e.z + e.curve[-1][1]
    ends = np.array(
        [(-half, y - 0.02, z + BED + h / 2 - 0.06), (half, y - 0.02, z + BED + h / 2 - 0.06)]
    )
    return bars(ends[:1], ends[1:], rectangle(0.16, h)) if half > 0.05 else boxes([])
