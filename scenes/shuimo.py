"""水墨: ink in five tones on raw paper, brush edges broken by its tooth, much of it left blank.

Not the coloured plate turned grey: nothing casts a shadow, the pale court and the sky are the
paper itself, far things end in blank mist, washes gather dark at their rims and bleed past them,
and only timber keeps a breath of ochre red, trees and hills one of indigo (浅绛).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenes import brush, ink, paper, sky, surface, weather
from scenes.light import Light
from scenes.view import View
from scenes.wash import Wash

Picture = NDArray[np.float32]

_INK = np.array((0.018, 0.019, 0.022), np.float32)
_OCHRE = np.array((0.62, 0.250, 0.150), np.float32)  # 赭石 with a little 朱磦, thin
_INDIGO = np.array((0.400, 0.560, 0.560), np.float32)  # 花青, thin
_LAMP = np.array((1.0, 0.70, 0.36), np.float32)  # 藤黄 round a flame
_BLANK = 0.30  # luminance that is left as paper
_BLANK_FAR = 0.80  # and of hills and sky, which are painted paler
_TONES = 5


def lit(light: Light) -> Light:
    """Return the light ink sees: the sky's even gift, dimmer by night, and no sun."""
    sky_by_day = 0.62
    level = (sum(light.zenith) + sum(light.horizon)) / 6
    bright = float(np.clip(level / sky_by_day, 0.06, 1.0) ** 0.45)
    even = (bright, bright, bright)
    paler = min(0.94 * bright + 0.06, 1.0)
    return replace(
        light, sun=(0.0, 0.0, 0.0), zenith=even, horizon=even, glow=even,
        mist=(paler, paler, paler), ambient=1.0, fog=1.3 * light.fog, exposure=1.0,
    )  # fmt: skip


def drawn(wash: Wash, light: Light, seed: int) -> NDArray[np.uint8]:
    """Return the plate, (h, w, 3) sRGB bytes; ``light`` is that of ``lit``."""
    view = wash.small.camera
    tooth = paper.fibre(view)
    cover = wash.cover
    behind = sky.backdrop(view, light, seed)
    colour = _bled(wash.colour + behind * (1 - cover[..., None]), view, seed)
    wet = _inked(colour, cover, view, seed, tooth)
    strokes = _dry(wash.lines(_brushed), view, tooth, seed)
    veil = weather.falling(view, light)
    edge = _unpainted(view, tooth, seed)
    wet, strokes = wet * edge, strokes * np.clip(edge * 1.6, 0, 1)
    if veil is not None:
        wet = wet * (1 - veil * (0.22 if light.rain else 0.95))
        strokes = strokes * (1 - veil * (0.15 if light.rain else 0.95))
    sheet = _tinted(colour, wet, edge, light)
    sheet = sheet * (0.985 + 0.03 * (tooth[..., None] - 0.5))
    thick = (1 - (1 - wet) * (1 - 0.92 * strokes))[..., None]
    return paper.encoded(np.asarray(sheet * (1 - thick) + _INK * thick, np.float32))


def _brushed(marks: ink.Strokes) -> Picture:
    """Return one line picture: contours of a full brush, joints of its tip, few folds."""
    heavy = brush.thicken(marks.contour, 5)
    return np.asarray(np.maximum(np.maximum(heavy * 1.1, marks.joint * 0.9), marks.fold * 0.35))


def _bled(colour: Picture, view: View, seed: int) -> Picture:
    """Return the colour with its edges wandering, as wet ink creeps along the fibres."""
    u, v, calm = view.paper()
    reach = calm * np.float32(view.brush_px / 210)
    times = view.repeats(3.0)
    across = reach * (paper.laid(surface.cloudy(), u, v, times, 0.19 * seed) - 0.5)
    down = reach * (paper.laid(surface.cloudy(), u, v, times, 0.41 + 0.19 * seed) - 0.5)
    return brush.shifted(colour, across, down)


def _inked(colour: Picture, cover: Picture, view: View, seed: int, tooth: Picture) -> Picture:
    """Return 0..1 (h, w) the ink of the washes."""
    tone = colour @ np.array((0.25, 0.60, 0.15), np.float32)
    blank = _BLANK_FAR + (_BLANK - _BLANK_FAR) * cover
    dark = np.clip(1 - np.sqrt(np.clip(tone, 0, None) / blank), 0, 1)
    # Sky and hills are laid thinner than what stands before them.
    dark = dark * (0.72 + 0.36 * cover)
    u, v, calm = view.paper()
    cloud = paper.laid(surface.cloudy(), u, v, view.repeats(1.7), 0.31 * seed) - 0.5
    loaded = dark * (1 + calm * (0.55 * cloud + 0.16 * (tooth - 0.5)))
    stepped = _stepped(loaded)
    soft = brush.blur(stepped, view.brush_px / 170)
    rim = np.clip(stepped - soft, 0, 1)
    halo = np.clip(soft - stepped, 0, 1) * (0.40 + 0.3 * tooth)
    wash = 0.80 * stepped + 0.20 * loaded + 0.75 * rim + 0.45 * halo
    return np.asarray(np.clip(wash * 0.98, 0, 0.93), np.float32)


def _stepped(dark: Picture) -> Picture:
    """Return the washes in five tones (焦浓重淡清), with soft steps between them."""
    whole = np.floor(dark * _TONES)
    part = dark * _TONES - whole
    soft = np.clip((part - 0.5) * 3 + 0.5, 0, 1)
    return np.asarray((whole + soft) / _TONES, np.float32)


def _dry(strokes: Picture, view: View, tooth: Picture, seed: int) -> Picture:
    """Return strokes that run dry in places, where only the paper's tooth takes ink (飞白)."""
    u, v, calm = view.paper()
    load = paper.laid(surface.cloudy(), u, v, view.repeats(5.0), 0.53 * seed)
    dry = np.clip(1.25 - 1.9 * load, 0, 1) * calm
    gaps = np.clip((tooth - 0.30) * 3.2, 0.08, 1)
    weight = (0.72 + 0.7 * load) * (1 - dry + dry * gaps)
    return np.asarray(np.clip(strokes * 1.35 * weight, 0, 1), np.float32)


def _unpainted(view: View, tooth: Picture, seed: int) -> Picture:
    """Return (h, w): 0 at the sheet's edge, where the brush did not go; 1 all over a sphere."""
    if view.round:
        return np.ones((view.height, view.width), np.float32)
    u, v, _ = view.paper()
    ends = v * np.float32(view.width / view.height)
    ragged = paper.laid(surface.cloudy(), u, v, 1.3, 0.11 * seed) - 0.5
    side = np.minimum(u, 1 - u) / 0.055
    foot = np.minimum(ends / 0.02, (1 - ends) / 0.105)
    edge = np.minimum(side, foot) + 1.5 * ragged + 0.6 * (tooth - 0.5) + 0.25
    return np.asarray(np.clip(edge, 0, 1), np.float32)


def _tinted(colour: Picture, wet: Picture, edge: Picture, light: Light) -> Picture:
    """Return (h, w, 3) the paper with its thin colours, under the ink."""
    mean = colour.mean(-1) + 0.004
    red = np.clip((colour[..., 0] - colour[..., 1]) / mean - 0.35, 0, 1.0)
    cool = np.clip((colour[..., 1] - colour[..., 0]) / mean - 0.02, 0, 0.5)
    lamp = np.clip(colour[..., 0] - 0.95, 0, 1) * (light.lamps > 0) * (red > 0)
    rosy = np.clip(0.75 * red * (0.35 + wet), 0, 0.72)[..., None] * (1 - lamp[..., None])
    green = np.clip(1.1 * cool * (0.2 + wet), 0, 0.45)[..., None]
    sheet = paper.XUAN * (1 - rosy + rosy * _OCHRE) * (1 - green + green * _INDIGO)
    glow = (lamp * edge)[..., None]
    return np.asarray(sheet * (1 - glow) + np.minimum(_LAMP, 1) * glow, np.float32)
