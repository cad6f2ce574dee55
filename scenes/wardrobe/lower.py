"""Skirts, trousers, scarves, aprons, armour, collars of cloud and shoes, laid flat, measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from scenes.wardrobe.outline import (
    DARK,
    FOLD,
    MAIN,
    PALE,
    SEAM,
    THIRD,
    TRIM,
    Gauge,
    View,
    across,
    closed,
    curve,
    mirrored,
    oval,
    rect,
    thick,
)


def draw_skirt(cut: Mapping[str, Any]) -> list[View]:
    """Return a skirt: ``length`` ``waist`` ``hem``, ``band`` of the waist, ``pleats``, ``panel``.

    ``panel`` is the width of the flat 马面, ``border`` the depth of a band at the hem, ``straps``
    of a skirt hung from the shoulders.
    """
    length, waist, hem = cut["length"], cut["waist"], cut["hem"]
    band, panel = cut.get("band", 0.06), cut.get("panel", 0.0)
    view = View("正面")
    side = curve((waist / 2, -band), (waist / 2 + 0.06, -0.35 * length), (hem / 2, -length))
    foot = curve((hem / 2, -length), (hem / 4, -length - 0.05), (0.0, -length - 0.05))
    view.area(mirrored(np.concatenate([[(0.0, -band)], side, foot])), MAIN)
    if cut.get("border"):
        at = float(np.interp(-length + cut["border"], [-length, -band], [hem / 2, waist / 2]))
        top = curve((at, -length + cut["border"]), (at / 2, -length + cut["border"] - 0.05),
                    (0.0, -length + cut["border"] - 0.05))  # fmt: skip
        view.area(np.concatenate([across(foot), across(top)[::-1]]), THIRD)
    edge = panel / waist if panel else 0.0
    for t in np.linspace(-1, 1, cut.get("pleats", 0) + 2)[1:-1]:
        if abs(t) > edge + 0.04:
            view.line([(t * waist / 2, -band), (t * hem / 2, -length - 0.045 * (1 - t * t))], FOLD)
    if panel:
        view.area([(-panel / 2, -band), (panel / 2, -band), (panel * 0.56, -length - 0.05),
                   (-panel * 0.56, -length - 0.05)], TRIM, SEAM)  # fmt: skip
        view.line([(panel / 2 - 0.03, -band), (panel * 0.56 - 0.03, -length - 0.05)])
    view.area(rect(-waist / 2 - 0.01, -band, waist + 0.02, band), TRIM)
    if cut.get("straps"):
        view.both([(0.05, 0.0), (0.08, 0.0), (0.11, 0.20), (0.08, 0.20)], TRIM)
    else:
        view.lines(curve((waist / 2 + 0.01, -band / 2), (waist / 2 + 0.12, 0.0),
                         (waist / 2 + 0.10, -0.22)))  # fmt: skip
    view.high("裙长", -hem / 2, -length, 0.0, "left")
    view.wide("腰（叠后）", waist / 2, 0.0, "above")
    view.wide("下摆", hem / 2, -length - 0.05, "below")
    return [view]


def draw_trousers(cut: Mapping[str, Any]) -> list[View]:
    """Return trousers: ``length`` ``waist`` ``leg`` ``rise``, ``band`` of the waist, ``tied``.

    ``tied`` trousers are bound at the ankle; ``gaiter`` is the height of bindings on the calf.
    """
    length, waist, leg, rise = cut["length"], cut["waist"], cut["leg"], cut["rise"]
    band = cut.get("band", 0.15)
    view = View("正面")
    out = (0.05 + leg, -length) if not cut.get("tied") else (0.05 + leg * 0.9, -length)
    half = [(0.0, 0.0), (waist / 2, 0.0), (waist / 2 + 0.03, -rise), (out[0] + 0.02, -length * 0.7),
            out, (0.05, -length), (0.045, -length * 0.7), (0.0, -rise - 0.03)]  # fmt: skip
    view.area(mirrored(np.array(half)), MAIN)
    view.area(rect(-waist / 2, -band, waist, band), TRIM)
    if not cut.get("fly"):
        view.line([(waist * 0.22, 0.0), (waist * 0.12, -band)], FOLD)
        view.line(curve((-waist * 0.3, -band / 2), (0.0, -band * 0.8), (waist * 0.3, -band / 2)))
    else:
        view.line([(0.0, -band), (0.0, -rise)])
        view.both(rect(waist * 0.16, -band - 0.17, 0.02, 0.16), MAIN)
    view.line([(0.0, -band), (0.0, -rise - 0.03)])
    if cut.get("tied"):
        view.both(rect(0.045, -length + 0.03, leg * 0.9 + 0.01, 0.03), DARK)
    if cut.get("gaiter"):
        high = cut["gaiter"]
        for y in np.arange(-length + 0.02, -length + high, 0.05):
            view.lines([(0.05, y), (out[0], y + 0.035)])
        view.lines([(0.045, -length + high), (out[0] + 0.01, -length + high)])
    view.high("裤长", -max(waist / 2 + 0.03, out[0] + 0.02), -length, 0.0, "left")
    view.wide("腰宽", waist / 2, 0.0, "above")
    view.high("立裆", waist / 2 + 0.03, -rise, 0.0, "right")
    return [view]


def draw_strip(cut: Mapping[str, Any]) -> list[View]:
    """Return a long cloth: ``length`` and ``width``; folded in the drawing where longer than 2 m."""
    length, width = cut["length"], cut["width"]
    shown = min(length, 1.7)
    view = View("展开" if shown == length else f"展开（折断，全长 {length:.2f} 米）")
    view.area(rect(-shown / 2, 0.0, shown, width), MAIN)
    if cut.get("ends"):
        view.both(rect(shown / 2 - cut["ends"], 0.0, cut["ends"], width), TRIM)
    for t in (0.3, 0.7):
        view.line([(-shown / 2 + 0.04, width * t), (shown / 2 - 0.04, width * t)], FOLD)
    if shown < length:
        for x in (-0.02, 0.02):
            view.line([(x - 0.02, -0.03), (x + 0.02, width * 0.4), (x - 0.02, width * 0.6),
                       (x + 0.02, width + 0.03)])  # fmt: skip
    else:
        view.wide("长", length / 2, 0.0, "below")
    view.high("幅", -shown / 2, 0.0, width, "left")
    return [view]


def draw_patch(cut: Mapping[str, Any]) -> list[View]:
    """Return a robe of strips (袈裟): ``width`` ``height``, ``strips`` upright, each pieced."""
    wide, high, strips = cut["width"], cut["height"], cut["strips"]
    view = View("展开")
    view.area(rect(-wide / 2, -high, wide, high), TRIM)
    view.area(rect(-wide / 2 + 0.06, -high + 0.06, wide - 0.12, high - 0.12), MAIN)
    step = (wide - 0.12) / strips
    for k in range(strips):
        x = -wide / 2 + 0.06 + k * step
        view.line([(x, -high + 0.06), (x, -0.06)])
        for part in ((0.33, 0.66), (0.5,))[k % 2]:
            view.line([(x, -0.06 - part * (high - 0.12)), (x + step, -0.06 - part * (high - 0.12))])
    view.wide("阔", wide / 2, -high, "below")
    view.high("高", -wide / 2, -high, 0.0, "left")
    return [view]


def draw_bib(cut: Mapping[str, Any]) -> list[View]:
    """Return a bodice or bib: ``width`` ``height``, ``shape`` diamond, band or apron."""
    wide, high, shape = cut["width"] / 2, cut["height"], cut["shape"]
    view = View("正面")
    if shape == "diamond":
        neck = wide * 0.34
        half = [(0.0, 0.0), (neck, 0.0), (wide, -high * 0.46), (wide * 0.5, -high * 0.86),
                (0.0, -high)]  # fmt: skip
        view.area(mirrored(np.array(half)), MAIN)
        view.area(
            mirrored(np.array([(0.0, 0.0), (neck, 0.0), (neck * 0.9, -0.05), (0, -0.05)])), TRIM
        )
        view.lines(curve((neck, 0.0), (neck + 0.05, 0.18), (0.02, 0.20)))
        view.lines(
            curve((wide, -high * 0.46), (wide + 0.10, -high * 0.5), (wide + 0.14, -high * 0.7))
        )
        view.area(oval(0.0, -high * 0.5, wide * 0.34, wide * 0.34), THIRD, SEAM)
    elif shape == "apron":
        half = [(0.0, 0.0), (wide * 0.5, 0.0), (wide * 0.55, -high * 0.28), (wide, -high * 0.36),
                (wide, -high), (0.0, -high)]  # fmt: skip
        view.area(mirrored(np.array(half)), MAIN)
        view.lines(curve((wide * 0.45, 0.0), (wide * 0.5, 0.24), (0.02, 0.24)))
        view.lines(
            curve((wide, -high * 0.36), (wide + 0.16, -high * 0.4), (wide + 0.2, -high * 0.6))
        )
        view.area(rect(-wide * 0.5, -high * 0.78, wide, high * 0.24), MAIN, SEAM)
        view.line([(0.0, -high * 0.54), (0.0, -high * 0.78)])
    else:
        view.area(rect(-wide, -high, 2 * wide, high), MAIN)
        view.area(rect(-wide, -0.045, 2 * wide, 0.045), TRIM)
        for t in (-0.35, 0.0, 0.35):
            view.line([(t * 2 * wide * 0.8, -0.045), (t * 2 * wide * 0.75, -high)], FOLD)
        view.lines(curve((wide, -0.02), (wide + 0.14, 0.0), (wide + 0.16, -0.2)))
    view.wide("阔", wide, -high, "below")
    view.high("高", -wide, -high, 0.0, "left")
    return [view]


def draw_belt(cut: Mapping[str, Any]) -> list[View]:
    """Return a girdle laid out: ``length`` ``width``, ``plaques`` on it and ``straps`` from it."""
    long, wide = cut["length"], cut["width"]
    view = View("展开")
    view.area(rect(-long / 2, 0.0, long, wide), MAIN)
    view.area(rect(-long / 2 - 0.03, -0.008, 0.06, wide + 0.016), TRIM)
    for t in np.linspace(-0.38, 0.38, cut.get("plaques", 0)):
        view.area(rect(t * long - wide * 0.45, wide * 0.08, wide * 0.9, wide * 0.84), TRIM)
    for t in np.linspace(-0.26, 0.30, cut.get("straps", 0)):
        view.area(rect(t * long - 0.009, -0.22, 0.018, 0.22), MAIN)
        view.area(rect(t * long - 0.012, -0.25, 0.024, 0.035), TRIM)
    view.gauges.append(Gauge("长", (-long / 2, wide), (long / 2, wide), "above"))
    view.high("宽", long / 2, 0.0, wide, "right")
    return [view]


def draw_cloud(cut: Mapping[str, Any]) -> list[View]:
    """Return a cloud collar (云肩): ``width`` over all, ``lobes`` around the neck."""
    out, lobes = cut["width"] / 2, cut["lobes"]
    turn = np.linspace(0, 2 * np.pi, 24 * lobes + 1)[:-1] + np.pi / 2
    wave = np.abs(np.cos((turn - np.pi / 2) * lobes / 2)) ** 0.7
    radius = out * (0.55 + 0.45 * wave)
    view = View("展开")
    ring = np.stack([radius * np.cos(turn), radius * np.sin(turn)], 1)
    view.area(ring, MAIN)
    view.area(ring * 0.9, TRIM, SEAM)
    view.area(ring * 0.82, MAIN, SEAM)
    view.area(oval(0.0, 0.0, 0.07, 0.07), PALE)
    view.line([(0.0, -0.07), (0.0, -out * (0.55 + 0.45))])
    view.wide("阔", out, float(ring[:, 1].min()), "below")
    return [view]


def draw_armour(cut: Mapping[str, Any]) -> list[View]:
    """Return armour: ``length`` ``chest`` ``hem``, ``row`` height of lamellae, ``discs``, ``studs``.

    ``guard`` is the length of the shoulder guards; ``studs`` draws rivets on cloth, not lamellae.
    """
    length, half, hem = cut["length"], cut["chest"] / 2, cut["hem"] / 2
    row, guard = cut["row"], cut["guard"]
    views = [View("正面"), View("背面")]
    for view in views:
        side = [(0.0, -0.10), (0.10, 0.0), (half - 0.03, -0.03), (half - 0.05, -0.20),
                (half, -0.30), (half - 0.02, -0.45), (hem, -length), (0.0, -length)]  # fmt: skip
        view.both([(half - 0.05, -0.01), (half + 0.16, -0.06), (half + 0.17, -guard),
                   (half + 0.01, -guard + 0.03)], MAIN)  # fmt: skip
        view.area(mirrored(np.array(side)), MAIN)
        edge = ([-length, -0.45, -0.30, -0.20], [hem, half - 0.02, half, half - 0.05])
        for k, y in enumerate(np.arange(-0.22, -length + row / 2, -row)):
            x = float(np.interp(y, *edge)) - 0.004
            _row(view, x, float(y), row, k, studs=bool(cut.get("studs")))
        for y in np.arange(-0.12, -guard + row / 2, -row):
            view.lines([(half - 0.02, y), (half + 0.165, y)])
        view.area(rect(-half + 0.03, -0.47, 2 * half - 0.06, 0.05), DARK)
    if cut.get("discs"):
        views[0].both(oval(half * 0.48, -0.24, 0.085, 0.095), TRIM)
        views[0].both(oval(half * 0.48, -0.24, 0.055, 0.062), TRIM, SEAM)
    views[0].high("甲长", -half - 0.17, -length, 0.0, "left")
    views[0].wide("下摆", hem, -length, "below")
    views[1].high("披膊", half + 0.17, -guard, 0.0, "right")
    views[1].high("甲片行距", -half - 0.17, -0.22 - 2 * row, -0.22 - row, "left")
    return views


def _row(view: View, x: float, y: float, row: float, number: int, *, studs: bool) -> None:
    if studs:
        for at in np.arange(-x + 0.04 + 0.04 * (number % 2), x - 0.02, 0.08):
            view.area(oval(float(at), y, 0.009, 0.009), TRIM, SEAM)
        return
    view.line([(-x, y), (x, y)])
    for at in np.arange(-x + 0.02, x - 0.01, 0.035):
        view.line([(at, y), (at, y - row * 0.8)], FOLD)


# --------------------------------------------------------------------------------------- shoes


def draw_shoe(cut: Mapping[str, Any]) -> list[View]:
    """Return a shoe from the side and its sole: ``kind`` ``length`` ``height`` ``sole``.

    Kinds: boot, low, straw, bow (for bound feet), pot (a high block under the sole), laced.
    """
    long, high, sole = cut["length"], cut["height"], cut.get("sole", 0.015)
    view = View("侧面")
    SHOES[cut["kind"]](view, long, high, sole)
    view.gauges.append(Gauge("长", (0.0, 0.0), (long, 0.0), "below"))
    _, _, x1, _ = view.bounds()
    view.high("高", x1, 0.0, high, "right")
    under = View("底")
    half = long * (0.17 if cut["kind"] != "bow" else 0.15)
    edge = [(0.06, 0.74), (0.30, 0.74), (0.48, 0.68), (0.72, 1.0), (0.90, 0.80)]
    sole_of = [(0.0, 0.0), *edge, (1.0, 0.0), *((x, -y) for x, y in reversed(edge))]
    under.area(closed([(long * x, half * y) for x, y in sole_of]), MAIN)
    for t in np.linspace(0.15, 0.85, 8 if cut["kind"] in ("low", "straw") else 0):
        under.line([(long * t, -half * 0.55), (long * t, half * 0.55)], FOLD)
    return [view, under]


def _boot(view: View, long: float, high: float, sole: float) -> None:
    up = np.concatenate([
        [(0.0, sole), (0.01, high * 0.4), (0.0, high), (long * 0.56, high)],
        curve((long * 0.52, high * 0.42), (long * 0.5, high * 0.2), (long, 0.085), (long, sole)),
    ])  # fmt: skip
    view.area(up, MAIN)
    view.line([(long * 0.28, high), (long * 0.26, high * 0.25), (long * 0.6, sole)])
    view.area(rect(0.0, 0.0, long * 0.99, sole), PALE)


def _low(view: View, long: float, high: float, sole: float) -> None:
    up = np.concatenate([
        [(0.0, sole), (0.005, high)], curve((long * 0.1, high * 0.9), (long * 0.4, high * 0.5),
        (long * 0.6, high * 0.82)),
        curve((long * 0.62, high * 0.8), (long, high * 0.75), (long, sole)),
    ])  # fmt: skip
    view.area(up, MAIN)
    view.line(curve((long * 0.6, high * 0.82), (long * 0.78, high * 0.5), (long * 0.86, sole)))
    view.area(rect(0.0, 0.0, long * 0.99, sole), PALE)


def _straw(view: View, long: float, high: float, sole: float) -> None:
    view.area(np.concatenate([[(0.0, 0.0)], [(0.0, sole)], curve((0.02, sole), (long * 0.6, sole),
              (long, sole * 2.4)), [(long, sole * 0.6)], [(long * 0.9, 0.0)]]), MAIN)  # fmt: skip
    heel = curve((0.01, sole), (-0.012, high * 1.05), (long * 0.10, high), (long * 0.16, high))
    view.line(heel)
    cord = curve((long * 0.16, high), (long * 0.42, high * 0.95), (long * 0.66, high * 0.62),
                 (long * 0.96, sole * 2.2), steps=16)  # fmt: skip
    view.area(thick(cord, 0.006), MAIN)
    for a, k in ((0.14, 1), (0.34, 4), (0.55, 8), (0.72, 11), (0.86, 13)):
        view.line([(long * a, sole), cord[k]])


def _bow(view: View, long: float, high: float, sole: float) -> None:
    up = np.concatenate([
        [(0.0, sole + 0.012), (0.0, high)], curve((long * 0.35, high), (long * 0.6, high * 0.55),
        (long, high * 0.5)),
        curve((long, high * 0.5), (long * 0.86, -0.012), (long * 0.55, sole + 0.004),
              (0.0, sole + 0.012)),
    ])  # fmt: skip
    view.area(up, MAIN)
    view.area([(0.0, 0.0), (long * 0.26, 0.0), (long * 0.32, sole + 0.012), (0.0, sole + 0.012)],
              PALE)  # fmt: skip
    edge = curve((0.0, high - 0.004), (long * 0.35, high - 0.004), (long * 0.55, high * 0.6))
    view.area(thick(edge, 0.006), TRIM, SEAM)


def _pot(view: View, long: float, high: float, sole: float) -> None:
    low = high * 0.52
    up = np.concatenate([
        [(0.0, low), (0.005, high)], curve((long * 0.35, high * 0.92), (long * 0.65, high * 0.75),
        (long, low + 0.03)), [(long, low)],
    ])  # fmt: skip
    view.area(up, MAIN)
    view.area([(0.0, low), (long, low), (long, low - sole), (0.0, low - sole)], PALE)
    view.area([(long * 0.3, low - sole), (long * 0.7, low - sole), (long * 0.76, 0.0),
               (long * 0.24, 0.0)], PALE)  # fmt: skip


def _laced(view: View, long: float, high: float, sole: float) -> None:
    _low(view, long, high, sole)
    for t in (0.48, 0.56, 0.64):
        view.line([(long * t, high * (1.22 - t)), (long * t + 0.03, high * (0.98 - t * 0.7))])


SHOES = {"boot": _boot, "low": _low, "straw": _straw, "bow": _bow, "pot": _pot, "laced": _laced}
