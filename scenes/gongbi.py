"""工笔: mineral colour laid in even washes, held by ink lines, on silk."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes import brush, ink, paper, sky, surface, weather
from scenes.light import Light
from scenes.view import View
from scenes.wash import Wash

Picture = NDArray[np.float32]

_INK = np.array((0.022, 0.018, 0.016), np.float32)


def drawn(wash: Wash, light: Light, seed: int) -> NDArray[np.uint8]:
    """Return the plate, (h, w, 3) sRGB bytes: sky behind, tone, ink over it, silk under it."""
    view, cover = wash.small.camera, wash.cover
    picture = wash.colour + sky.backdrop(view, light, seed) * (1 - cover[..., None])
    strokes = wash.lines(weighted)
    toned = _toned(_bloomed(picture, light, view.brush_px) * light.exposure)
    toned = _granulated(toned, cover, view, seed)
    pooled = brush.blur(strokes, view.brush_px / 240) * 0.22
    toned = toned * (1 - pooled[..., None])
    strength = np.clip(strokes * 1.40, 0, 0.88)[..., None]
    inked = toned * (1 - strength) + (_INK + 0.16 * toned) * strength
    return paper.encoded(paper.on_silk(_fallen(inked, light, view), view, seed))


def weighted(marks: ink.Strokes) -> Picture:
    """Return one line picture: contours thickened, folds left thin."""
    heavy = brush.thicken(marks.contour, 3)
    return np.asarray(np.maximum(np.maximum(heavy, marks.joint * 0.85), marks.fold * 0.6))


def _fallen(picture: Picture, light: Light, view: View) -> Picture:
    """Lay rain or flakes over the picture: rain as fine light lines, flakes as dots of white."""
    veil = weather.falling(view, light)
    if veil is None:
        return picture
    bright = float(np.clip(1.35 * sum(light.horizon) / 3, 0.16, 0.92))
    white = np.array((0.97, 0.985, 1.0), np.float32) * np.float32(bright)
    strong = np.float32(0.24 if light.rain else 0.85) * veil[..., None]
    return np.asarray(picture + (white - picture) * np.clip(strong, 0, 0.9), np.float32)


def _bloomed(picture: Picture, light: Light, across: float) -> Picture:
    """Let flames and lit paper glow into the air around them."""
    if light.lamps <= 0:
        return picture
    hot = np.clip(picture[..., :1] - 1.15, 0, 3) * (picture[..., :1] > 1.6 * picture[..., 2:])
    spill = np.asarray(hot * np.array((1.0, 0.55, 0.22)), np.float32)
    halo = brush.blur(spill, across / 40) * 2.2 + brush.blur(spill, across / 160) * 0.8
    return np.asarray(picture + halo * light.lamps, np.float32)


def _toned(linear: Picture) -> Picture:
    """Return display-linear colour with a shoulder, keeping hue (a soft filmic curve)."""
    x = np.maximum(linear, 0) * np.float32(1.42)
    shoulder = (x * (1.0 + x * 0.10)) / (1.0 + 0.72 * x)
    # A gentle toe: ink painting keeps its darks.
    return np.asarray(shoulder * (0.72 + 0.28 * np.clip(shoulder * 2.6, 0, 1)), np.float32)


def _granulated(picture: Picture, cover: Picture, view: View, seed: int) -> Picture:
    u, v, calm = view.paper()
    grain = paper.laid(surface.speckle(), u, v, view.repeats(2.6))
    broad = paper.laid(surface.cloudy(), u, v, view.repeats(0.9), 0.07 * seed)
    amount = 1 + calm * (0.13 * (grain - 0.5) + 0.05 * (broad - 0.5)) * (0.12 + 0.88 * cover)
    return np.asarray(picture * amount[..., None], np.float32)
