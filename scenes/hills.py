"""The mountains behind the court, painted column by column from one height field.

Not part of the model: scenery with no survey behind it. A field of ridged noise stands on world
coordinates, so two cameras in one court see the same peaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenes import brush
from scenes.camera import Camera

OFFX, OFFY = 0.31, 0.12
_NEAR, _FAR, _STEPS = 170.0, 5200.0, 560


@dataclass(frozen=True, slots=True)
class Hills:
    """Per pixel: ``far`` metres (inf on sky), ``slope`` (h, w, 2) of the ground, ``wood`` 0..1.

    ``crest`` is 1 on the upper edge of a ridge; ``below`` tells how many pixels under its own
    ridge's edge a slope lies.
    """

    far: NDArray[np.float32]
    slope: NDArray[np.float32]
    wood: NDArray[np.float32]
    crest: NDArray[np.float32]
    below: NDArray[np.float32]


@cache
def _relief(seed: int) -> brush.Picture:
    """Return a tiling field of ridges in 0..1."""
    broad = 0.25 + 0.85 * brush.fbm(1024, seed, coarse=4, octaves=4, gain=0.42, clip=0.0)
    spurs = 1 - np.abs(2 * brush.fbm(1024, seed + 1, coarse=7, octaves=4, gain=0.42) - 1)
    gullies = 1 - np.abs(2 * brush.fbm(1024, seed + 2, coarse=20, octaves=3, gain=0.45) - 1)
    field = broad**1.25 * (0.50 + 0.50 * spurs**1.2) + 0.10 * (gullies - 0.5) * broad
    return np.asarray(field, np.float32)


@cache
def _trees() -> brush.Picture:
    return np.asarray(brush.fbm(512, 91, coarse=64, octaves=3, gain=0.7) ** 1.5, np.float32)


def height(x: NDArray[np.float64], y: NDArray[np.float64], seed: int = 5) -> NDArray[np.float32]:
    """Return the height of the land in metres; level about the court, a range behind it."""
    away = np.hypot(x, y * 0.9)
    behind = 0.62 + 0.38 * np.clip(y / np.maximum(away, 1), -1, 1)
    reach = np.clip((away - 150) / 2400, 0, 1)
    scale = 40 + 1300 * reach**0.80
    relief = brush.sample(_relief(seed), x / 3700 + 0.83, y / 2700 + 0.49)
    small = brush.sample(_relief(seed + 40), x / 1300, y / 1000)
    land = scale * behind * (relief * (0.35 + 0.65 * reach) + 0.42 * small * (1 - reach) ** 2)
    grown = brush.sample(_trees(), x / 300, y / 300)
    timber = np.clip(1.5 - away / 1400, 0, 1) * 7.0 * grown
    return np.asarray(np.clip((away - 150) / 120, 0, 1) * (land + timber), np.float32)


def stand(camera: Camera, seed: int = 5) -> Hills:
    """Return what of the land each pixel sees, ignoring the hall."""
    x = (np.arange(camera.width) + 0.5 - camera.width / 2) / camera.focal_px
    steps = np.geomspace(_NEAR, _FAR, _STEPS)
    right, _, ahead = camera.axes
    ground_x = camera.eye[0] + steps[:, None] * (ahead[0] + x * right[0])
    ground_y = camera.eye[1] + steps[:, None] * (ahead[1] + x * right[1])
    land = height(ground_x, ground_y, seed)
    row = camera.horizon_px - (land - camera.eye[2]) / steps[:, None] * camera.focal_px
    gx, gy = _slopes(ground_x, ground_y, land, seed)
    return _columns(camera, steps, row, gx, gy, ground_x, ground_y)


def _slopes(
    x: NDArray[np.float64], y: NDArray[np.float64], land: NDArray[np.float32], seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    away = np.hypot(x, y)
    d = np.maximum(3.0, away * 0.006)
    across = (height(x + d, y, seed) - land) / d
    back = (height(x, y + d, seed) - land) / d
    return across.astype(np.float32), back.astype(np.float32)


def _columns(
    camera: Camera,
    steps: NDArray[np.float64],
    row: NDArray[np.float64],
    gx: NDArray[np.float32],
    gy: NDArray[np.float32],
    ground_x: NDArray[np.float64],
    ground_y: NDArray[np.float64],
) -> Hills:
    top = np.minimum.accumulate(row, axis=0)
    rows = np.arange(camera.height) + 0.5
    shape = (camera.height, camera.width)
    index = np.full(shape, len(steps), np.int32)
    for column in range(camera.width):
        index[:, column] = np.searchsorted(-top[:, column], -rows)
    met = index < len(steps)
    safe = np.minimum(index, len(steps) - 1)
    across = np.broadcast_to(np.arange(camera.width), shape)
    far = np.where(met, steps[safe], np.inf).astype(np.float32)
    slope = np.stack([gx[safe, across], gy[safe, across]], -1)
    wx, wy = ground_x[safe, across], ground_y[safe, across]
    wood = brush.sample(_trees(), wx / 300, wy / 300)
    crest = _crest(far)
    return Hills(far, slope, wood, crest, _below(crest))


def _crest(far: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return 1 on the upper edge of each ridge, where what stands above is much farther."""
    edge = np.zeros_like(far)
    above = np.minimum(far[:-1], _FAR * 1.6)
    here = np.minimum(far[1:], _FAR * 1.6)
    edge[1:] = np.clip((above / np.maximum(here, 1) - 1.12) * 6, 0, 1)
    return edge


def _below(crest: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rows between each pixel and the last crest above it in its column."""
    rows = np.arange(len(crest), dtype=np.float32)[:, None]
    last = np.maximum.accumulate(np.where(crest > 0.5, rows, np.float32(-1)), axis=0)
    # Neighbouring columns break at different rows; the mist between ridges must not.
    return brush.blur(
        np.where(last >= 0, rows - last, np.float32(0)), max(crest.shape[1] / 90, 1), 1.0
    )
