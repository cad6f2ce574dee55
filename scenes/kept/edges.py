"""Edges of a picture, and how near they lie to lines of the same direction.

A direction is that of the normal, in one of ``BINS`` parts of half a turn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes import brush

Picture = NDArray[np.float32]
Mask = NDArray[np.bool_]
BINS = 12  # directions told apart, 15 degrees each; neighbours count as the same
TOLERANCE = 3.0  # pixels, as depth and line controls are usually judged
_SIGMA = 1.5  # of the blur before; benchmarks.kept: 1.0 is thrown off by noise, 2.0 by fine columns
_ABOVE, _WIDE = 1.2, 31  # an edge is so much steeper than the mean of a window this wide


@dataclass(frozen=True, slots=True)
class Edges:
    """``on`` (h, w) where an edge runs, ``bin`` (h, w) its direction."""

    on: Mask
    bin: NDArray[np.int64]


def edges(picture: NDArray[np.uint8]) -> Edges:
    """Return the edges of a picture, in lightness and in colour, whatever its contrast."""
    smooth = brush.blur(brush.lab(picture), _SIGMA)
    across, down = brush.slopes(smooth)
    steep = np.hypot(across, down)
    strongest = steep.argmax(-1)[..., None]
    gx, gy, size = (np.take_along_axis(a, strongest, -1)[..., 0] for a in (across, down, steep))
    on = _crest(size, gx, gy) & (size > _ABOVE * brush.box(size, _WIDE))
    on &= size > np.median(size)
    return Edges(on, binned(np.arctan2(gy, gx)))


def binned(angle: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return the bin of each angle in radians."""
    part = np.floor(np.mod(angle, np.pi) / (np.pi / BINS)).astype(np.int64)
    return np.asarray(np.minimum(part, BINS - 1), np.int64)


def _crest(size: Picture, gx: Picture, gy: Picture) -> Mask:
    """Return where the slope is steepest across the edge."""
    ax, ay = np.abs(gx), np.abs(gy)
    level, upright = ax > 2.414 * ay, ay > 2.414 * ax  # tan 67.5°
    falling = (gx * gy > 0) & ~level & ~upright
    high, wide = size.shape
    around = np.pad(size, 1)

    def at(down: int, right: int) -> Picture:
        return around[1 + down : 1 + down + high, 1 + right : 1 + right + wide]

    one = np.where(
        level, at(0, 1), np.where(upright, at(1, 0), np.where(falling, at(1, 1), at(1, -1)))
    )
    other = np.where(
        level, at(0, -1), np.where(upright, at(-1, 0), np.where(falling, at(-1, -1), at(-1, 1)))
    )
    return np.asarray((size >= one) & (size > other))


def direction(line: Mask) -> NDArray[np.int64]:
    """Return (h, w): the direction of the drawn lines nearby."""
    gx, gy = brush.slopes(brush.blur(line.astype(np.float32), 2.0))
    xx, yy, xy = (brush.blur(part, 2.5) for part in (gx * gx, gy * gy, gx * gy))
    return binned(0.5 * np.arctan2(2 * xy, xx - yy))


def near(found: Edges) -> Picture:
    """Return (BINS, h, w): how far it is to an edge of like direction, pixels."""
    same = [found.on & np.isin(found.bin, [(b - 1) % BINS, b, (b + 1) % BINS]) for b in range(BINS)]
    return np.stack([brush.distance_to(mask) for mask in same])
