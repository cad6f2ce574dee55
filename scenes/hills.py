"""The mountains around the court, painted column by column from one height field.

Not part of the model: scenery with no survey behind it. A field of ridged noise stands on world
coordinates, so two cameras in one court see the same peaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from scenes import brush
from scenes.camera import Vector
from scenes.view import View

NEAR = 170.0  # metres from the court's middle; there the level ground of the set ends
_FAR, _STEPS = 5200.0, 560
_CHUNK = 512  # columns of land worked out at a time
_ROUND = 0.25  # how round the mountains' ridges are, as part of their height
_EVEN = 5.0  # how far the mist is evened over columns, in widths of a brush
_GAP = 4.0  # tangents between columns laid end to end; hills span much less


@dataclass(frozen=True, slots=True)
class Hills:
    """Per pixel: ``far`` metres (inf on sky), ``slope`` (h, w, 2) of the ground, ``wood`` 0..1.

    ``crest`` is 1 on the upper edge of a ridge; ``below`` tells how far under its own ridge's
    edge a slope lies, as a difference of tangents.
    """

    far: NDArray[np.float32]
    slope: NDArray[np.float32]
    wood: NDArray[np.float32]
    crest: NDArray[np.float32]
    below: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Ring:
    """The land along some bearings, (steps, columns): ``top`` the tangent risen to so far.

    ``ridge`` is the tangent of the ridge a visible slope hangs under, ``step_back`` how sharply
    what stands behind that ridge recedes, 0..1.
    """

    steps: NDArray[np.float64]
    top: NDArray[np.float32]
    slope: NDArray[np.float32]
    ridge: NDArray[np.float32]
    soft: NDArray[np.float32]
    step_back: NDArray[np.float32]


@cache
def _relief(seed: int) -> brush.Picture:
    """Return a tiling field of ridges in 0..1."""
    broad = 0.25 + 0.85 * brush.fbm(1024, seed, coarse=4, octaves=4, gain=0.42, clip=0.0)
    # A ridge as sharp as a fold, met by steps of thirty metres far away, stands there as a comb.
    fold = 2 * brush.fbm(1024, seed + 1, coarse=7, octaves=4, gain=0.42) - 1
    high = np.hypot(1, _ROUND)
    spurs = np.clip((high - np.hypot(fold, _ROUND)) / (high - _ROUND), 0, 1)
    gullies = 1 - np.abs(2 * brush.fbm(1024, seed + 2, coarse=20, octaves=3, gain=0.45) - 1)
    field = broad**1.25 * (0.50 + 0.50 * spurs**1.2) + 0.10 * (gullies - 0.5) * broad
    return np.asarray(field, np.float32)


@cache
def _trees() -> brush.Picture:
    return np.asarray(brush.fbm(512, 91, coarse=64, octaves=3, gain=0.7) ** 1.5, np.float32)


def height(
    x: NDArray[np.float64], y: NDArray[np.float64], seed: int = 5, rise: float = 1.0
) -> NDArray[np.float32]:
    """Return the height of the land in metres; level about the court, a range behind it.

    ``rise`` is how high the range stands, in parts of its own height.
    """
    away = np.hypot(x, y * 0.9)
    behind = 0.62 + 0.38 * np.clip(y / np.maximum(away, 1), -1, 1)
    reach = np.clip((away - 150) / 2400, 0, 1)
    scale = 40 + 1300 * reach**0.80
    relief = brush.sample(_relief(seed), x / 3700 + 0.83, y / 2700 + 0.49)
    small = brush.sample(_relief(seed + 40), x / 1300, y / 1000)
    land = scale * behind * (relief * (0.35 + 0.65 * reach) + 0.42 * small * (1 - reach) ** 2)
    grown = brush.sample(_trees(), x / 300, y / 300)
    timber = np.clip(1.5 - away / 1400, 0, 1) * 7.0 * grown
    return np.asarray(np.clip((away - 150) / 120, 0, 1) * (rise * land + timber), np.float32)


def stand(view: View, seed: int = 5, rise: float = 1.0) -> Hills:
    """Return what of the land each pixel sees, ignoring the hall; ``rise`` as ``height``."""
    bearing, tangent = _directions(view)
    # Nothing of the land stands lower than its near edge.
    land = tangent > -(view.eye[2] + 1.0) / NEAR
    shape = (view.height, view.width)
    far = np.full(shape, np.inf, np.float32)
    slope = np.zeros((*shape, 2), np.float32)
    wood, crest, below = (np.zeros(shape, np.float32) for _ in range(3))
    if not land.any():
        return Hills(far, slope, wood, crest, below)
    span = float(bearing[land].min()), float(bearing[land].max())
    count = min(int((span[1] - span[0]) * view.focal_px * (1 if view.round else 1.25)) + 2,
                3 * view.width)  # fmt: skip
    spread = max(view.brush_px / 90 * count / view.width, 1.0)
    ring = _ring(view.eye, _heading(view), (*span, count), spread, view.round, seed, rise)
    grid = np.linspace(*span, count)
    column = np.rint(np.interp(bearing[land], grid, np.arange(len(grid)))).astype(np.int64)
    seen = tangent[land]
    index = _first_above(ring.top, column, seen)
    met = index < _STEPS
    where = tuple(axis[met] for axis in np.nonzero(land))
    at = (index[met], column[met])
    far[where] = ring.steps[at[0]]
    slope[where] = ring.slope[at]
    pixel = 1.6 / view.focal_px
    crest[where] = ring.step_back[at] * (ring.ridge[at] - seen[met] < pixel)
    below[where] = np.maximum(ring.soft[at] - seen[met], 0)
    turn = grid[column[met]] + _heading(view)
    x = view.eye[0] + ring.steps[at[0]] * np.sin(turn)
    y = view.eye[1] + ring.steps[at[0]] * np.cos(turn)
    wood[where] = brush.sample(_trees(), x / 300, y / 300)
    return Hills(far, slope, wood, crest, below)


def _heading(view: View) -> float:
    return float(np.arctan2(view.heading[0], view.heading[1]))


def _directions(view: View) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return (h, w): bearing from the view's heading, radians, and tangent of elevation."""
    _, toward = view.rays()
    toward = toward.reshape(view.height, view.width, 3)
    right, ahead = np.cross(view.heading, (0, 0, 1)), view.heading
    aside = toward[..., 0] * np.float32(right[0]) + toward[..., 1] * np.float32(right[1])
    along = toward[..., 0] * np.float32(ahead[0]) + toward[..., 1] * np.float32(ahead[1])
    level = np.maximum(np.hypot(aside, along), 1e-5)
    tangent = toward[..., 2] / level
    return np.arctan2(aside, along).astype(np.float32), tangent.astype(np.float32)


@lru_cache(maxsize=1)  # the bands of one sphere see the same land
def _ring(
    eye: Vector, heading: float, span: tuple[float, float, int], spread: float, closed: bool,
    seed: int, rise: float,
) -> _Ring:  # fmt: skip
    """Return the land along bearings ``span`` (first, last, how many), radians from ``heading``.

    ``spread`` is how many columns the mist is evened over; ``closed`` where they go all round.
    """
    steps, grid = np.geomspace(NEAR, _FAR, _STEPS), np.linspace(*span)
    top, ridge, soft, step_back = (np.empty((_STEPS, len(grid)), np.float32) for _ in range(4))
    slope = np.empty((_STEPS, len(grid), 2), np.float32)
    for first in range(0, len(grid), _CHUNK):
        some = slice(first, first + _CHUNK)
        x = eye[0] + steps[:, None] * np.sin(grid[some] + heading)
        y = eye[1] + steps[:, None] * np.cos(grid[some] + heading)
        land = height(x, y, seed, rise)
        top[:, some] = np.maximum.accumulate((land - eye[2]) / steps[:, None], axis=0)
        slope[:, some] = np.stack(_slopes(x, y, land, seed, rise), -1)
        ridge[:, some], step_back[:, some] = _ridges(top[:, some], steps)
    # Neighbouring columns break at different steps; the mist between ridges must not.
    reach = min(int(3 * _EVEN * spread) + 1, len(grid)) if closed else 0
    wide = np.concatenate([ridge[:, -reach:], ridge, ridge[:, :reach]], 1) if reach else ridge
    soft[:] = brush.blur(wide, _EVEN * spread, 0.5)[:, reach : reach + len(grid)]
    return _Ring(steps, top, slope, ridge, soft, step_back)


def _ridges(
    top: NDArray[np.float32], steps: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return, for each step, the tangent of the ridge it hangs under and how that one recedes.

    A step that rises above all before it is seen; a ridge is a seen step after which the next
    seen one is much farther away.
    """
    count = len(steps)
    rises = np.ones(top.shape, np.bool_)
    rises[1:] = top[1:] > top[:-1]
    number = np.arange(count)[:, None]
    following = np.where(rises, number, count)
    following = np.minimum.accumulate(following[::-1], axis=0)[::-1]
    beyond = np.concatenate([following[1:], np.full((1, top.shape[1]), count)])
    far = np.append(steps, _FAR * 1.6)[np.minimum(beyond, count)]
    recedes = np.clip((far / steps[:, None] - 1.12) * 6, 0, 1) * rises
    last = np.where(recedes > 0.5, number, count - 1)
    last = np.minimum.accumulate(last[::-1], axis=0)[::-1]
    across = np.broadcast_to(np.arange(top.shape[1]), last.shape)
    return top[last, across], recedes[last, across].astype(np.float32)


def _first_above(
    top: NDArray[np.float32], column: NDArray[np.int64], tangent: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Return the first step of each column that rises to a tangent; ``_STEPS`` where none does."""
    ends = np.ascontiguousarray(np.clip(top.T, -1.5, 2.4).astype(np.float64))
    ends += _GAP * np.arange(len(ends))[:, None]
    asked = np.clip(tangent, -1.5, 2.49) + _GAP * column
    return np.asarray(np.searchsorted(ends.ravel(), asked) - column * _STEPS)


def _slopes(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    land: NDArray[np.float32],
    seed: int,
    rise: float,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    away = np.hypot(x, y)
    d = np.maximum(3.0, away * 0.006)
    across = (height(x + d, y, seed, rise) - land) / d
    back = (height(x, y + d, seed, rise) - land) / d
    return across.astype(np.float32), back.astype(np.float32)
