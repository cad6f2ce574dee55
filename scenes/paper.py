"""What a plate is painted on: silk and rough paper, their grain and age, and the bytes of a file."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenes import brush, surface
from scenes.view import View

Picture = NDArray[np.float32]

_SILK = np.array((0.905, 0.835, 0.700), np.float32)
XUAN = np.array((0.875, 0.850, 0.775), np.float32)  # linear; raw paper of some years


def laid(texture: Picture, u: Picture, v: Picture, times: float, aside: float = 0.0) -> Picture:
    """Return a tiling texture laid ``times`` across the paper."""
    across, down = np.broadcast_arrays(u * times + aside, v * times)
    return brush.sample(texture, across, down)


@cache
def _weave() -> Picture:
    """Return a tile of silk: crossing threads of uneven thickness, mean near 1."""
    size = 256
    rng = np.random.default_rng(41)
    warp = rng.normal(1, 0.5, (1, size)) * np.sin(np.arange(size) * np.pi / 1.0 + 0.5)[None]
    weft = rng.normal(1, 0.5, (size, 1)) * np.sin(np.arange(size) * np.pi / 1.0 + 0.5)[:, None]
    flecks = brush.fbm(size, 43, coarse=32, octaves=3) - 0.5
    return np.asarray(1 + 0.010 * (warp + weft) + 0.020 * flecks, np.float32)


@cache
def fibres() -> Picture:
    """Return a tile of paper fibre in 0..1: long felted strands over fine tooth."""
    size = 512
    total = 0.45 * brush.fbm(size, 71, coarse=64, octaves=4, gain=0.8)
    for seed, (x, y) in ((72, (3.6, 0.6)), (73, (0.6, 3.6)), (74, (2.6, 1.4))):
        noise = np.random.default_rng(seed).random((size, size), dtype=np.float32)
        wide = np.pad(noise, 32, mode="wrap")
        strand = brush.blur(wide, x, y)[32:-32, 32:-32]
        total = total + 0.28 * (strand - strand.mean()) / (4 * strand.std())
    low, high = np.percentile(total, (1, 99))
    return np.ascontiguousarray(np.clip((total - low) / (high - low), 0, 1), np.float32)


def fibre(view: View) -> Picture:
    """Return (h, w) 0..1 the paper's tooth across a view; even at the poles of a sphere."""
    u, v, calm = view.paper()
    tooth = laid(fibres(), u, v, view.repeats(max(view.brush_px / 512, 0.6)))
    return np.asarray(0.5 + calm * (tooth - 0.5), np.float32)


def on_silk(picture: Picture, view: View, seed: int) -> Picture:
    """Return the picture on warm silk, its corners, if it has any, a little darker and older."""
    u, v, calm = view.paper()
    cloth = 1 + calm * (laid(_weave(), u, v, view.repeats(view.brush_px / 256)) - 1)
    age = laid(surface.cloudy(), u, v, view.repeats(0.6), 0.13 * seed)
    shade = 0.05 * calm * (age - 0.5)
    if not view.round:
        down = v * view.width / view.height
        across = (u - 0.5) ** 2 + 0.77 * (down - 0.5) ** 2
        shade = shade + 0.42 * np.clip(across - 0.08, 0, 1)
    warm = 0.90 + 0.10 * _SILK
    lifted = picture * np.float32(0.965) + np.float32(0.010) * _SILK
    return np.asarray(lifted * warm * (cloth * (1 - shade))[..., None], np.float32)


def encoded(linear: Picture) -> NDArray[np.uint8]:
    """Return sRGB bytes."""
    # A table of the curve, finer than a byte can tell; the power itself costs ten times as much.
    index = np.clip(linear, 0, 1) * np.float32(len(_curve()) - 1)
    return np.asarray(_curve()[np.rint(index).astype(np.uint16)])


@cache
def _curve() -> NDArray[np.uint8]:
    x = np.arange(1 << 16) / ((1 << 16) - 1)
    curve = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(x, 1 / 2.4) - 0.055)
    return np.asarray(np.rint(curve * 255), np.uint8)
