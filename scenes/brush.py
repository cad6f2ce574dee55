"""Filters, paper and noise: the only door to OpenCV.

Pictures are float32 arrays (rows, columns[, channels]); a size is (width, height) in pixels.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
# One thread: OpenCV splits float sums among threads, and pixels must not depend on the machine's.
cv2.setNumThreads(1)
_ROW = 1024  # remap wants two-dimensional maps; points are folded into rows of this many


def fbm(
    size: int,
    seed: int,
    *,
    coarse: int = 4,
    octaves: int = 6,
    gain: float = 0.55,
    clip: float = 0.5,
) -> Picture:
    """Return a square, seamlessly tiling noise in 0..1, (size, size).

    Args:
        size: pixels a side.
        seed: of the generator.
        coarse: cells a side of the broadest octave.
        octaves: how many times the cells are halved.
        gain: weight of each finer octave against the one before.
        clip: per cent of either end that is flattened to 0 and 1.
    """
    rng = np.random.default_rng(seed)
    total = np.zeros((size, size), np.float32)
    cells, weight = coarse, 1.0
    for _ in range(octaves):
        if cells > size:
            break
        total += weight * _periodic(rng.random((cells, cells), dtype=np.float32), size)
        cells, weight = cells * 2, weight * gain
    low, high = np.percentile(total, (clip, 100 - clip))
    return np.asarray(np.clip((total - low) / (high - low), 0, 1), np.float32)


def _periodic(cells: Picture, size: int) -> Picture:
    count = len(cells)
    margin = 2
    wide = np.pad(cells, margin, mode="wrap")
    scale = size / count
    grown = cv2.resize(wide, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    start = round(margin * scale)
    tile = np.asarray(grown, np.float32)
    return np.ascontiguousarray(tile[start : start + size, start : start + size])


def sample(texture: Picture, u: NDArray[Any], v: NDArray[Any]) -> Picture:
    """Return a tiling texture at (u, v), where one unit is one tile. Shapes are kept."""
    height, width = texture.shape[:2]
    shape, count = u.shape, u.size
    if not count:
        return np.zeros((*shape, *texture.shape[2:]), np.float32)
    fold = -(-count // _ROW) * _ROW
    x, y = np.zeros(fold, np.float32), np.zeros(fold, np.float32)
    x[:count] = ((u - np.floor(u)) * width).ravel()
    y[:count] = ((v - np.floor(v)) * height).ravel()
    out = cv2.remap(
        texture,
        x.reshape(-1, _ROW),
        y.reshape(-1, _ROW),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_WRAP,
    )
    extra = texture.shape[2:]
    points = np.asarray(out, np.float32).reshape(fold, *extra)[:count]
    return np.asarray(points.reshape(*shape, *extra))


def shifted(picture: Picture, across: Picture, down: Picture) -> Picture:
    """Return the picture looked up ``across`` columns and ``down`` rows from each pixel."""
    rows, columns = picture.shape[:2]
    x = np.arange(columns, dtype=np.float32)[None] + across
    y = np.arange(rows, dtype=np.float32)[:, None] + down
    return np.asarray(
        cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32
    )


def blur(picture: Picture, sigma: float, sigma_y: float | None = None) -> Picture:
    """Return a Gaussian blur; ``sigma`` in pixels, ``sigma_y`` where rows differ."""
    down = sigma if sigma_y is None else sigma_y
    return np.asarray(
        cv2.GaussianBlur(picture, (0, 0), sigmaX=max(sigma, 0.01), sigmaY=max(down, 0.01))
    )


def box(picture: Picture, pixels: int) -> Picture:
    """Return the mean over a square window."""
    return np.asarray(cv2.blur(picture, (pixels, pixels)))


def thicken(picture: Picture, pixels: int) -> Picture:
    """Return the maximum over a round window of ``pixels`` across."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (pixels, pixels))
    return np.asarray(cv2.dilate(picture, disc))


def settled(mask: NDArray[np.bool_], within: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a mask without lone specks: the majority of 5 by 5, where all of that lies within."""
    whole = cv2.erode(within.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    voted = cv2.medianBlur(mask.astype(np.uint8), 5) > 0
    return np.asarray(np.where(whole, voted, mask))


def closed(picture: Picture, pixels: int) -> Picture:
    """Return the picture with gaps narrower than ``pixels`` filled."""
    square = cv2.getStructuringElement(cv2.MORPH_RECT, (pixels, pixels))
    return np.asarray(cv2.morphologyEx(picture, cv2.MORPH_CLOSE, square), np.float32)


def resize(picture: Picture, width: int, height: int) -> Picture:
    """Return the picture at another size: area mean when smaller, smooth when larger."""
    smaller = width < picture.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (width, height), interpolation=how))


def curvature(picture: Picture) -> Picture:
    """Return the absolute Laplacian: zero on planes where ``picture`` is 1/depth."""
    return np.abs(np.asarray(cv2.Laplacian(picture, cv2.CV_32F, ksize=1)))


def lab(picture: NDArray[np.uint8]) -> Picture:
    """Return an sRGB picture (h, w, 3) as CIE L*a*b*: 0..100, and about -128..127 twice."""
    return np.asarray(cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def slopes(picture: Picture) -> tuple[Picture, Picture]:
    """Return how a picture rises across and down, in its unit a pixel; shapes are kept."""
    across = cv2.Sobel(picture, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    down = cv2.Sobel(picture, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    return np.asarray(across, np.float32), np.asarray(down, np.float32)


def distance_to(mask: NDArray[np.bool_]) -> Picture:
    """Return how many pixels each lies from the nearest True; huge where there is none."""
    if not mask.any():
        return np.full(mask.shape, 1e6, np.float32)
    away = (~mask).astype(np.uint8)
    return np.asarray(cv2.distanceTransform(away, cv2.DIST_L2, 5), np.float32)
