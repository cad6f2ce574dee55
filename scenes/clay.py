"""素模 and 线稿: the set as form alone, in white clay under one soft light, and as lines on paper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenes import brush, hills, ink, paper
from scenes.gongbi import weighted
from scenes.light import Light
from scenes.view import View
from scenes.wash import Wash

Picture = NDArray[np.float32]

_GROUND = (0.86, 0.86, 0.85)  # the studio's cove, which far things run out into
_SHEET = np.array((0.915, 0.890, 0.825), np.float32)
_PEN = np.array((0.030, 0.027, 0.025), np.float32)


def lit(light: Light) -> Light:
    """Return a studio: a broad soft lamp on the hour's sun side, and a pale dome. No weather."""
    side = -1.0 if light.bearing < 0 else 1.0
    return replace(
        light, bearing=side * 48.0, height=38.0, sun=(0.62, 0.61, 0.59), spread=0.34, zenith=(0.46, 0.46, 0.46),
        horizon=(0.22, 0.22, 0.22), glow=(3.4, 3.38, 3.3), mist=_GROUND, ambient=1.0, fog=55.0,
        exposure=1.0, lamps=0.0, stars=0.0, cloud=0.0, snow=0.0, flakes=0.0, wet=0.0, pools=0.0,
        rain=0.0,
    )  # fmt: skip


def drawn(wash: Wash, light: Light, seed: int) -> NDArray[np.uint8]:
    """Return the clay model, (h, w, 3) sRGB bytes; ``light`` is that of ``lit``."""
    view = wash.small.camera
    back = np.array(light.mist, np.float32) * _cove(view)[..., None]
    picture = wash.colour + back * (1 - wash.cover[..., None])
    faint = 0.30 * np.clip(wash.lines(ink.Strokes.all), 0, 1)[..., None]
    picture = picture * (1 - faint)
    x = picture * np.float32(1.32)
    return paper.encoded(np.asarray(x / (1 + 0.32 * x), np.float32))


def outlined(wash: Wash, light: Light, seed: int) -> NDArray[np.uint8]:
    """Return the line drawing, (h, w, 3) sRGB bytes: the set's lines, and the hills' crests."""
    view = wash.small.camera
    strokes = wash.lines(weighted) * 2.1
    land = hills.stand(view, seed, light.hills)
    far = np.where(np.isfinite(land.far), land.far, np.float32(1e4))
    crest = brush.blur(land.crest, 0.6) * np.exp(-far / 4000) * (1 - wash.cover)
    strength = np.clip(np.maximum(strokes, 0.75 * crest), 0, 0.95)[..., None]
    tooth = paper.fibre(view)[..., None]
    sheet = _SHEET * (1 + 0.035 * (tooth - 0.5))
    strength = strength * (0.92 + 0.16 * (tooth - 0.5))
    return paper.encoded(np.asarray(sheet * (1 - strength) + _PEN * strength, np.float32))


def _cove(view: View) -> Picture:
    """Return (h, w) the backdrop's shade by elevation: palest low down."""
    _, toward = view.rays()
    level = np.maximum(np.hypot(toward[:, 0], toward[:, 1]), 1e-5)
    up = np.clip(toward[:, 2] / level, 0, 2).reshape(view.height, view.width)
    return np.asarray(1.0 - 0.20 * (1 - np.exp(-1.6 * up)), np.float32)
