"""The surface on which boards and tiles lie: juzhe curve, corner rise, hips and gables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scenes.building import LATE, RING, Building
from scenes.model import Points

RAFTER = 7.5  # rafter diameter, fen, where the style does not say
SOFTENED = 0.55  # metres either side of a purlin over which the bed rounds the fold
PUSHED = 0.1  # 推山: each step of the end slope above the lowest is this much shorter (则例)
FLYING_TAIL = 3.5  # a 飞子 lies this many times its reach on the rafters, its own reach included
GABLE_WALL = 1.6  # 硬山: the gable wall's face beyond its column's axis, in column diameters
Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Face:
    """One slope. ``along`` is the eave's axis; ``sign`` −1 for front and left, +1 otherwise.

    A point is (u, d): u along the eave from the middle, d inward from it in plan.
    """

    along: str
    sign: float
    deep: float


class Roofline:
    """The top of the rafters of a hall's roof, in metres.

    ``height(x, y)`` is the surface over a point of the unpushed plan; ``point(face, u, d)`` the
    place in space, corners pushed out. Under 飞子 the surface is the top of these, ``kick`` over
    the rafters. The roof of a ring (``building.ring_of``) is one too.
    """

    def __init__(self, b: Building) -> None:
        self.b = b
        self.hips = b.roof in ("庑殿", "歇山", "攒尖", RING)
        self.half_x = b.width / 2 + self._past_columns(b)
        self.half_y = b.depth / 2 + b.eave
        self.step = b.purlins[-2][0]  # lowest purlin, from the ridge line
        self.eave_step = self.half_y - self.step  # eave to the lowest purlin, in plan
        self.closed_gable = b.roof == "歇山" and b.period in LATE
        self.truss_x, self.gable_x = self._gables(b)
        self.rafter = b.style.rafter or RAFTER * b.fen
        self.flying = min(b.style.flying, 0.45 * b.eave)
        self.base = b.eave_purlin_back + self.rafter
        self.warp = b.eave + 0.85 * b.bays[0]

    @staticmethod
    def _past_columns(b: Building) -> float:
        if b.roof == "悬山":
            return b.gable_out
        return GABLE_WALL * b.column_diameter if b.roof == "硬山" else b.eave

    def _gables(self, b: Building) -> tuple[float, float]:
        """Return where the wall of the gable stands and where the roof over it ends.

        To the Yuan the gable of a 歇山 stands open over the frame a step inside the end columns;
        from the Ming it is boarded one purlin's thickness inside them (收山).
        """
        if self.closed_gable:
            edge = b.width / 2 - b.purlin_diameter
            return edge - 0.24, edge
        truss = b.width / 2 - (b.depth / 2 - self.step)
        return truss, min(truss + b.gable_out, b.width / 2 - 0.25)

    @cached_property
    def _curve(self) -> tuple[Array, Array]:
        """Return (d, height) finely, with the folds rounded and the 飞子 laid on."""
        ridge = self.half_y
        d = np.array([ridge - p for p, _ in self.b.purlins[::-1]])
        h = np.array([z for _, z in self.b.purlins[::-1]])
        low, high = (h[1] - h[0]) / (d[1] - d[0]), (h[-1] - h[-2]) / (d[-1] - d[-2])
        fine = np.linspace(-1.0, ridge + 1.0, 1601)
        z = np.interp(fine, d, h)
        z = np.where(fine < d[0], h[0] + (fine - d[0]) * low, z)
        z = np.where(fine > d[-1], h[-1] + (fine - d[-1]) * high, z)
        w = max(1, round(SOFTENED / (fine[1] - fine[0])))
        soft = np.convolve(np.pad(z, w, mode="reflect", reflect_type="odd"),
                           np.ones(2 * w + 1) / (2 * w + 1), "valid")  # fmt: skip
        return fine, soft + self.base + self.kick(fine)

    def kick(self, d: ArrayLike) -> Array:
        """Return how high 飞子 stand over the rafters ``d`` metres inward from the eave."""
        deep = np.asarray(d, np.float64)
        if self.flying <= 0:
            return np.zeros(deep.shape)
        full = 0.95 * self.rafter
        return np.asarray(full * np.clip(1 - deep / (FLYING_TAIL * self.flying), 0, 1.2))

    @cached_property
    def _push(self) -> tuple[Array, Array]:
        """Return (depth on the front, depth on the end slope) of places of equal height."""
        if self.b.roof == "攒尖":
            ends = np.array([-2.0, 1.2 * self.half_y])
            return ends, ends * self.half_x / self.half_y
        stations = [0.0] + [self.half_y - p for p, _ in self.b.purlins[-2::-1]]
        late = self.b.roof == "庑殿" and self.b.period in LATE
        side, share = [0.0], 1.0
        for k, (a, c) in enumerate(zip(stations, stations[1:], strict=False)):
            share *= 1 - PUSHED if late and k else 1.0
            side.append(side[-1] + (c - a) * share)
        far = 2.0
        return (np.array([-far, *stations, stations[-1] + far]),
                np.array([-far, *side, side[-1] + far]))  # fmt: skip

    def on_side(self, d: ArrayLike) -> Array:
        """Return how deep the end slope is where it is as high as the front one at ``d``."""
        return np.asarray(np.interp(np.asarray(d, np.float64), *self._push))

    def on_front(self, d: ArrayLike) -> Array:
        """Return how deep the front slope is where it is as high as the end one at ``d``."""
        return np.asarray(np.interp(np.asarray(d, np.float64), *self._push[::-1]))

    def profile(self, d: ArrayLike) -> Array:
        """Return the height over a middle section, ``d`` metres inward from the eave."""
        return np.interp(np.asarray(d, np.float64), *self._curve)

    def shengqi(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return how much the columns' rise toward the corners lifts a point of the plan."""
        qx = np.clip(np.abs(x) / (self.b.width / 2), 0, 1) ** 2
        if not self.hips:
            return np.asarray(self.b.corner_rise * qx + 0.0 * np.asarray(y))
        qy = np.clip(np.abs(y) / (self.b.depth / 2), 0, 1) ** 2
        return np.asarray(self.b.corner_rise * qx * qy)

    def corner(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return 1 at an eave corner, falling to 0 an end bay away."""
        if not self.hips:
            return np.zeros(np.broadcast(x, y).shape)
        fx = np.clip(1 - (self.half_x - np.abs(x)) / self.warp, 0, 1)
        fy = np.clip(1 - (self.half_y - np.abs(y)) / self.warp, 0, 1)
        return np.asarray((fx * fy) ** 2.2)

    def lift(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return the rise of the surface above its middle section."""
        return self.shengqi(x, y) + self.b.corner_lift * self.corner(x, y)

    @property
    def inner(self) -> float:
        """Return how deep the slopes run: to the ridge, or to the body a ring leans against."""
        return self.b.eave + self.b.bays[0] - 0.04 if self.b.roof == RING else self.half_y

    def faces(self) -> tuple[Face, ...]:
        """Return the slopes: front, back and, where there are hips, left and right."""
        deep = self.inner
        main = (Face("x", -1.0, deep), Face("x", 1.0, deep))
        if not self.hips:
            return main
        if self.b.roof == "歇山":
            end = self.half_x - self.truss_x
        else:
            end = float(self.on_side(deep))
        return (*main, Face("y", -1.0, end), Face("y", 1.0, end))

    def slopes(self) -> tuple[Face, ...]:
        """Return the slopes that differ: the others are these turned half round."""
        return tuple(face for face in self.faces() if face.sign < 0)

    def extent(self, face: Face, d: ArrayLike) -> Array:
        """Return how far the slope reaches either side of its middle at depth ``d``."""
        deep = np.asarray(d, np.float64)
        if not self.hips:
            return np.full(deep.shape, self.half_x)
        if face.along == "y":
            under = deep > self.half_x - self.gable_x + 1e-9
            margin = np.where(under & (self.b.roof == "歇山"), 0.45, 0.0)
            return np.maximum(self.half_y - self.on_front(deep) - margin, 0.0)
        if self.b.roof == "歇山":
            return np.maximum(self.half_x - deep, self.gable_x)
        return np.maximum(self.half_x - self.on_side(deep), 0.0)

    def run(self, face: Face, u: ArrayLike) -> Array:
        """Return how deep a row of tiles at ``u`` runs from the eave."""
        off = np.abs(np.asarray(u, np.float64))
        if not self.hips:
            return np.full(off.shape, face.deep)
        if face.along == "y":
            return np.minimum(face.deep, self.on_side(self.half_y - off))
        if self.b.roof == "歇山":
            return np.where(off <= self.gable_x, face.deep, self.half_x - off)
        return np.minimum(face.deep, self.on_front(self.half_x - off))

    def plan(self, face: Face, u: ArrayLike, d: ArrayLike) -> tuple[Array, Array]:
        """Return unpushed (x, y)."""
        u, d = np.broadcast_arrays(np.asarray(u, np.float64), np.asarray(d, np.float64))
        if face.along == "x":
            return u, face.sign * (self.half_y - d)
        return face.sign * (self.half_x - d), u

    def point(self, face: Face, u: ArrayLike, d: ArrayLike, above: ArrayLike = 0.0) -> Points:
        """Return (…, 3) places ``above`` metres over the surface."""
        x, y = self.plan(face, u, d)
        deep = np.broadcast_to(d if face.along == "x" else self.on_front(d), x.shape)
        z = self.profile(deep) + self.lift(x, y) + np.asarray(above)
        return np.stack([*self.pushed(x, y), z], axis=-1)

    def pushed(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return the plan with its corners drawn out (生出)."""
        out = self.b.corner_push * self.corner(x, y)
        return x + np.sign(x) * out, y + np.sign(y) * out

    def height(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return the surface over unpushed points; the lower of the slopes that meet there."""
        ax, ay = np.abs(x), np.abs(y)
        z = self.profile(self.half_y - ay)
        if self.hips:
            side = np.minimum(z, self.profile(self.on_front(self.half_x - ax)))
            z = np.where(ax > self.gable_x, side, z) if self.b.roof == "歇山" else side
        return z + self.lift(x, y)

    def hip(self, d: ArrayLike, sx: float, sy: float, above: float = 0.0) -> Points:
        """Return (k, 3) places along the hip of a corner, ``d`` inward from the front's eave."""
        deep = np.asarray(d, np.float64)
        x, y = sx * (self.half_x - self.on_side(deep)), sy * (self.half_y - deep)
        z = self.profile(deep) + self.lift(x, y) + above
        return np.stack([*self.pushed(x, y), z], axis=-1)
