"""From what Cycles traced to the picture: air by distance, sky and land behind, glow, snowfall."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
FAR = 600.0  # metres at which the mist pass ends
_SKY = 0.90
_GREY = {"night": 0.045, "dusk": 0.105}  # the middle tone of a picture, by hour
_DAYLIGHT = 0.150
_SNOWY = 1.5  # snow is brighter than a middle tone
_RAINY = 0.55  # of the haze: rain drowns what is far, and still lets dark things be dark


def developed(
    traced: dict[str, Picture], backdrop: Picture, veil: Picture, job: dict[str, Any]
) -> Picture:
    """Return the linear picture (h, w, 3).

    Args:
        traced: ``colour`` times alpha, ``alpha`` and ``distance`` in metres, of the set alone.
        backdrop: sky and land behind it.
        veil: falling rain or snow, 0..1; empty where none falls.
        job: the job; its light's fog, mist and horizon count.
    """
    light, alpha = job["light"], traced["alpha"][..., None]
    mist = _deepened(np.array(light["mist"], np.float32)[None, None])
    # The mist pass counts sky within a pixel as far away; only what stands there has air before it.
    far = traced["distance"] - (1 - traced["alpha"]) * FAR
    away = far / np.maximum(traced["alpha"], 0.05)
    lost = 1 - np.exp(-np.clip(away - 14, 0, None) / (light["fog"] * 2.6))
    lost = lost[..., None].astype(np.float32) * np.float32(_RAINY if light["rain"] else 1.0)
    aired = traced["colour"] * (1 - lost) + mist * lost * alpha
    picture = aired + _deepened(backdrop) * (1 - alpha)
    if veil.size:
        bright = float(np.clip(1.35 * sum(light["horizon"]) / 3, 0.16, 0.92))
        strong = (0.15 if light["rain"] else 0.85) * veil[..., None]
        picture = picture + (np.float32(bright) - picture) * np.clip(strong, 0, 0.9)
    return np.asarray(_glowing(picture, light) * _corners(picture.shape[:2]), np.float32)


_FLAME = (1.0, 0.56, 0.24)  # the spill of a flame; channel by channel it would turn green


def exposure(picture: Picture, alpha: Picture, light: dict[str, Any]) -> float:
    """Return what a picture is multiplied by before the film curve.

    As a photographer meters: most of the way to a middle tone of what stands there, never all of
    it, so that a rainy day stays darker than a clear one.
    """
    bright = (picture @ np.array((0.2126, 0.7152, 0.0722), np.float32))[alpha > 0.5]
    if not bright.size:
        return 1.5
    middle = float(np.exp(np.log(np.maximum(bright, 1e-4)).mean()))
    wanted = _GREY.get(light["hour"], _DAYLIGHT) * (_SNOWY if light["snow"] >= 1 else 1.0)
    return float(np.clip(1.5 * (wanted / middle / 1.5) ** 0.75, 0.7, 6.0))


def _deepened(sky: Picture) -> Picture:
    """Return the painted sky as film takes it: darker and of fuller colour than on silk."""
    mean = sky.mean(-1, keepdims=True)
    return np.asarray(_SKY * np.maximum(mean + (sky - mean) * 1.6, 0) * (mean**0.3), np.float32)


def _glowing(picture: Picture, light: dict[str, Any]) -> Picture:
    """Let what is much brighter than paper spill a little into the air around it."""
    if light["lamps"] <= 0:
        return picture
    warm = picture[..., :1] > 1.3 * picture[..., 2:]
    hue = np.where(warm, np.array(_FLAME, np.float32), np.float32(1.0))
    hot = np.clip(picture.max(-1, keepdims=True) - 1.4, 0, 4) * hue
    wide = picture.shape[1]
    halo = 0.13 * _blurred(hot, wide / 60) + 0.07 * _blurred(hot, wide / 18)
    return np.asarray(picture + halo, np.float32)


def _blurred(picture: Picture, sigma: float) -> Picture:
    """Return three box means in each direction, which is nearly a Gaussian."""
    size = max(3, round(sigma * 1.9) | 1)
    out = picture.astype(np.float64)
    for axis in (0, 1):
        for _ in range(3):
            pads = [(0, 0)] * out.ndim
            pads[axis] = (size // 2 + 1, size // 2)
            total = np.cumsum(np.pad(out, pads, mode="edge"), axis)
            high = np.take(total, np.arange(size, total.shape[axis]), axis)
            out = (high - np.take(total, np.arange(total.shape[axis] - size), axis)) / size
    return out.astype(np.float32)


def _corners(shape: tuple[int, ...]) -> Picture:
    """Return (h, w, 1): the fall of light towards the corners of a lens."""
    high, wide = shape
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    long = max(high, wide) / 2
    off = ((x - wide / 2) / long) ** 2 + ((y - high / 2) / long) ** 2
    return np.asarray(1 / (1 + 0.28 * off) ** 2, np.float32)[..., None]
