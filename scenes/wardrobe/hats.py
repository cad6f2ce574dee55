"""Hats and caps, each drawn on a head from the front and the side by its row's measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from scenes.wardrobe.outline import (
    DARK,
    EDGE,
    FOLD,
    MAIN,
    PALE,
    SEAM,
    TRIM,
    View,
    curve,
    oval,
    rect,
    thick,
)
from scenes.wardrobe.skull import BROW, blob, cap, hair


def _soft_futou(front: View, side: View, cut: Mapping[str, Any]) -> None:
    high, tail = cut["height"], cut["tail"]
    front.lines(curve((0.03, 0.19), (0.11, 0.12), (0.09, 0.19 - tail)), EDGE)
    cap(front, side, 0.15, 0.235)
    top = BROW + high
    front.area(curve((-0.062, 0.212), (-0.075, top + 0.03), (0.0, top - 0.012), (0.075, top + 0.03),
                     (0.062, 0.212), steps=20), MAIN)  # fmt: skip
    front.line(curve((0.0, 0.225), (0.006, top - 0.02), (0.0, top - 0.002)))
    side.area(curve((-0.05, 0.205), (-0.05, top + 0.04), (0.10, top + 0.03), (0.10, 0.20)), MAIN)
    front.area(rect(-0.083, 0.148, 0.166, 0.014), MAIN)
    side.line([(-0.09, 0.16), (0.106, 0.155)])
    for drift in (0.02, 0.05):
        ribbon = curve((0.10, 0.17), (0.13 + drift, 0.14), (0.11 + drift, 0.17 - tail))
        side.area(thick(ribbon, 0.016), MAIN)


def _stiff_futou(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """Boxed crown, wings of ``wing`` metres each: straight (wing > 0) or bent up (curl)."""
    high, wing = cut["height"], cut["wing"]
    top = BROW + high
    if cut.get("curl"):
        for s in (-1, 1):
            path = curve((s * 0.06, 0.175), (s * (0.10 + wing), 0.15), (s * (0.09 + wing), 0.30),
                         (s * 0.05, 0.30))  # fmt: skip
            front.area(thick(path, 0.020), MAIN)
    else:
        thin = cut.get("wing_height", 0.022)
        front.both([(0.07, 0.166), (0.08 + wing, 0.160), (0.08 + wing, 0.160 + thin),
                    (0.07, 0.170 + thin)], MAIN)  # fmt: skip
    front.area([(-0.083, 0.148), (-0.084, 0.195), (-0.078, 0.2), (0.078, 0.2), (0.084, 0.195),
                (0.083, 0.148)], MAIN)  # fmt: skip
    front.area(np.concatenate([[(-0.066, 0.195)], oval(0, top - 0.025, 0.064, 0.025, 180, 0),
                               [(0.066, 0.195)]]), MAIN)  # fmt: skip
    side.area([(-0.092, 0.15), (-0.090, 0.190), (-0.060, 0.228), (0.0, 0.243), (0.108, 0.21),
               (0.108, 0.125)], MAIN)  # fmt: skip
    side.area(np.concatenate([[(0.000, 0.195)], oval(0.052, top - 0.02, 0.052, 0.02, 180, 0),
                              [(0.106, 0.195)]]), MAIN)  # fmt: skip
    side.area(oval(0.112, 0.172, 0.012, 0.012), MAIN)


def _square_cap(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """A cap of stiff gauze, square above; ``flare`` widens its top, ``wall`` is an outer wall."""
    top, flare = BROW + cut["height"], cut.get("flare", 0.012)
    for view, x0, x1 in ((front, -0.084, 0.084), (side, -0.090, 0.106)):
        view.area([(x0, 0.15), (x0 - flare, top), (x1 + flare, top), (x1, 0.15)], MAIN)
        if cut.get("wall"):
            high = 0.15 + cut["wall"]
            view.area([(x0 - 0.008, 0.148), (x0 - 0.014, high), (x1 + 0.014, high),
                       (x1 + 0.008, 0.148)], MAIN)  # fmt: skip
        view.line([((x0 + x1) / 2, 0.15), ((x0 + x1) / 2, top)])
    if cut.get("tail"):
        side.area(thick(curve((0.10, 0.17), (0.14, 0.1), (0.12, 0.17 - cut["tail"])), 0.025), MAIN)


def _gores(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """六合帽、瓜皮帽: six gores, a band, a knot."""
    top = BROW + cut["height"]
    for view, x0, x1 in ((front, -0.083, 0.083), (side, -0.090, 0.104)):
        mid, half = (x0 + x1) / 2, (x1 - x0) / 2
        view.area(np.concatenate([[(x0, 0.15)], oval(mid, 0.175, half, top - 0.175, 180, 0),
                                  [(x1, 0.15)]]), MAIN)  # fmt: skip
        for t in (-0.55, 0.0, 0.55):
            view.line(curve((mid + t * half, 0.175), (mid + t * half, top - 0.03), (mid, top)))
        view.area(rect(x0, 0.148, 2 * half, 0.027), MAIN)
        view.area(oval(mid, top + 0.008, 0.011, 0.011), TRIM)


def _brim(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """A brimmed hat: ``brim`` its radius, ``height`` of the crown, ``cone`` where it is one cone.

    ``turned`` is the height of a turned-up brim; ``knob`` of what stands on the crown; ``square``
    makes the crown one, ``tassel`` covers it with a red fringe.
    """
    brim, top = cut["brim"], BROW + cut["height"]
    for view, mid, half in ((front, 0.0, 0.083), (side, 0.008, 0.097)):
        if cut.get("cone"):
            view.area([(mid - brim, 0.148), (mid, top), (mid + brim, 0.148)], MAIN)
            view.line([(mid - brim * 0.97, 0.153), (mid + brim * 0.97, 0.153)])
            if cut.get("tassel"):
                low = 0.153 + 0.22 * (top - 0.153)
                view.area([(mid - brim * 0.74, low), (mid, top), (mid + brim * 0.74, low)], TRIM)
            for t in (-0.6, -0.3, 0.0, 0.3, 0.6):
                view.line([(mid + t * brim, 0.153), (mid, top)], FOLD)
        elif cut.get("turned"):
            high = 0.15 + cut["turned"]
            dome = oval(mid, 0.17, half, top - 0.17, 180, 0)
            if cut.get("square"):
                dome = np.array([(mid - half * 0.72, top), (mid + half * 0.72, top)])
            view.area(np.concatenate([[(mid - half, 0.16)], dome, [(mid + half, 0.16)]]),
                      TRIM if cut.get("tassel") else MAIN)  # fmt: skip
            view.area([(mid - half, 0.148), (mid - brim, high), (mid + brim, high),
                       (mid + half, 0.148)], MAIN)  # fmt: skip
        else:
            view.area(np.concatenate([[(mid - half, 0.16)], oval(mid, 0.17, half * 0.96, top - 0.17,
                      180, 0), [(mid + half, 0.16)]]), MAIN)  # fmt: skip
            view.area(oval(mid, 0.158, brim, 0.020), MAIN)
            view.area(rect(mid - half, 0.172, 2 * half, 0.024), TRIM)
        if cut.get("knob"):
            view.area(rect(mid - 0.008, top - 0.004, 0.016, cut["knob"] * 0.5), TRIM)
            view.area(oval(mid, top + cut["knob"] * 0.7, 0.013, cut["knob"] * 0.4), TRIM)
    if cut.get("plume"):
        side.area(thick(curve((0.02, top), (0.12, top + 0.02), (0.22, 0.08)), 0.022), DARK)


def _veil(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """帷帽: a brimmed hat with a veil around it."""
    brim, drop = cut["brim"], cut["drop"]
    for view, mid in ((front, 0.0), (side, 0.008)):
        view.line(rect(mid - brim, 0.158 - drop, 2 * brim, drop)[[0, 1, 2, 3, 0]], EDGE)
        for t in np.linspace(-0.9, 0.9, 13):
            view.line([(mid + t * brim, 0.15), (mid + t * brim, 0.162 - drop)], FOLD)
    _brim(front, side, cut)


def _wrap(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """A cloth wound about the head: ``height``; ``knot`` before, behind or none; ``point`` up."""
    top = BROW + cut["height"]
    cap(front, side, 0.145, top)
    for k in range(3):
        y = 0.150 + 0.018 * k
        front.line(curve((-0.083, y), (0.0, y + 0.02), (0.083, y - 0.004)))
        side.line(curve((-0.090, y), (0.0, y + 0.02), (0.105, y - 0.02)))
    where = cut.get("knot", "behind")
    if where == "front":
        front.both([(0.0, 0.185), (0.045, 0.215), (0.05, 0.175)], MAIN)
        front.area(oval(0.0, 0.187, 0.013, 0.013), MAIN)
        side.area([(-0.070, 0.190), (-0.128, 0.212), (-0.118, 0.165)], MAIN)
    elif where == "behind":
        side.area([(0.10, 0.165), (0.15, 0.185), (0.145, 0.12)], MAIN)
    if cut.get("tail"):
        ribbon = curve((0.10, 0.17), (0.14, 0.13), (0.12, 0.17 - cut["tail"]))
        side.area(thick(ribbon, 0.022), MAIN)
        side.area(thick(ribbon + (0.028, 0.0), 0.022), MAIN)
        front.lines(curve((0.08, 0.15), (0.11, 0.10), (0.10, 0.17 - cut["tail"])), EDGE)
    if cut.get("point"):
        lean = cut["point"]
        front.area(curve((-0.03, top - 0.01), (-0.02, top + lean), (0.09, top + lean),
                         (0.03, top - 0.01)), MAIN)  # fmt: skip
        side.area(curve((-0.02, top - 0.01), (0.0, top + lean), (0.10, top + lean),
                        (0.06, top - 0.01)), MAIN)  # fmt: skip


def _hood(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """A hood or helmet with a fall behind: ``height`` ``drop``; ``spike`` of a helmet."""
    top, drop = BROW + cut["height"], cut["drop"]
    front.area(
        [
            (-0.10, 0.16),
            (0.10, 0.16),
            (0.125, 0.15 - drop),
            (0.07, 0.13 - drop),
            (0.075, 0.15),
            (-0.075, 0.15),
            (-0.07, 0.13 - drop),
            (-0.125, 0.15 - drop),
        ],
        TRIM,
    )
    side.area([(-0.02, 0.16), (0.108, 0.16), (0.145, 0.15 - drop), (-0.01, 0.15 - drop)], TRIM)
    cap(front, side, 0.15, top)
    for y in np.arange(0.13, 0.15 - drop, -0.03) if cut.get("spike") else ():
        side.line([(-0.01, y), (0.135, y)])
    if cut.get("spike"):
        for view, mid in ((front, 0.0), (side, 0.008)):
            view.area(rect(mid - 0.088, 0.148, 0.176, 0.018), TRIM)
            view.line([(mid, 0.166), (mid, top)])
            view.area([(mid - 0.012, top - 0.004), (mid + 0.012, top - 0.004),
                       (mid, top + cut["spike"])], TRIM)  # fmt: skip


def _net(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """网巾: a net over hair in a topknot."""
    hair(front, side)
    blob(front, side, (0.0, 0.262, 0.02), np.array([0.03, 0.034, 0.03]))
    for view, x0, x1 in ((front, -0.083, 0.083), (side, -0.088, 0.106)):
        view.line([(x0, 0.165), (x1, 0.16)], EDGE)
        view.line([(x0, 0.178), (x1, 0.174)], EDGE)
        for t in np.linspace(0.08, 0.92, 9):
            x = x0 + t * (x1 - x0)
            view.line([(x, 0.178), ((x0 + x1) / 2 + (x - (x0 + x1) / 2) * 0.35, 0.235)], FOLD)


def _tall(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """姑姑冠: a tall column that widens upwards."""
    top = BROW + cut["height"]
    cap(front, side, 0.150, 0.235)
    for view, mid in ((front, 0.0), (side, 0.015)):
        view.area(
            [
                (mid - 0.055, 0.22),
                (mid - 0.05, top - 0.09),
                (mid - 0.085, top),
                (mid + 0.085, top),
                (mid + 0.05, top - 0.09),
                (mid + 0.055, 0.22),
            ],
            MAIN,
        )
        view.line([(mid - 0.05, top - 0.09), (mid + 0.05, top - 0.09)])
        view.area(oval(mid, top - 0.13, 0.02, 0.02), TRIM, SEAM)
        view.line(curve((mid, top), (mid + 0.01, top + 0.05), (mid + 0.05, top + 0.07)))
    front.lines([(0.08, 0.15), (0.085, 0.02)], EDGE)


def _peaked(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """A soft cap with a peak (解放帽、学生帽): ``height`` ``peak``; ``hard`` for a helmet."""
    top, peak = BROW + cut["height"], cut["peak"]
    if cut.get("hard"):
        cap(front, side, 0.165, top)
        for t in (-0.3, 0.0, 0.3):
            front.line(curve((t * 0.16, 0.17), (t * 0.16, top - 0.01), (t * 0.1, top - 0.006)))
    else:
        for view, mid, half in ((front, 0.0, 0.083), (side, 0.008, 0.098)):
            view.area([(mid - half - 0.014, 0.205), (mid - half * 0.7, top), (mid + half * 0.7, top),
                       (mid + half + 0.014, 0.205)], MAIN)  # fmt: skip
            view.area(rect(mid - half, 0.160, 2 * half, 0.047), MAIN)
    front.area(np.concatenate([oval(0.0, 0.166, 0.083, 0.022, 180, 360)]), TRIM)
    side.area(
        [(-0.088, 0.172), (-0.088 - peak, 0.148), (-0.086 - peak, 0.142), (-0.07, 0.160)], TRIM
    )
    if cut.get("badge"):
        front.area(oval(0.0, 0.197, 0.013, 0.013), TRIM)


def _tiger(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """虎头帽: a child's cap with ears, eyes and a fall behind."""
    cap(front, side, 0.14, BROW + cut["height"])
    front.both([(0.045, 0.222), (0.088, 0.262), (0.082, 0.195)], TRIM)
    side.area([(-0.01, 0.235), (0.02, 0.272), (0.05, 0.23)], TRIM)
    front.both(oval(0.035, 0.190, 0.016, 0.016), PALE)
    front.both(oval(0.035, 0.190, 0.007, 0.007), DARK)
    front.area([(-0.022, 0.212), (0.022, 0.212), (0.018, 0.218), (-0.018, 0.218)], DARK)
    front.both([(0.078, 0.15), (0.098, 0.02), (0.060, 0.02), (0.070, 0.14)], MAIN)
    side.area([(0.02, 0.15), (0.108, 0.14), (0.12, -0.03), (0.03, -0.03)], MAIN)


HATS: Mapping[str, Callable[[View, View, Mapping[str, Any]], None]] = {
    "soft_futou": _soft_futou,
    "stiff_futou": _stiff_futou,
    "square_cap": _square_cap,
    "gores": _gores,
    "brim": _brim,
    "veil": _veil,
    "wrap": _wrap,
    "hood": _hood,
    "net": _net,
    "tall": _tall,
    "peaked": _peaked,
    "tiger": _tiger,
}
