"""Hair-dresses, each drawn on a head from the front and the side by its row's measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from scenes.wardrobe.outline import (
    EDGE,
    MAIN,
    PALE,
    SEAM,
    TRIM,
    View,
    closed,
    curve,
    oval,
    rect,
    thick,
)
from scenes.wardrobe.skull import BROW, CROWN, blob, hair


def _chignon(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """Hair in one mass: ``height`` over the crown, ``wide`` half width, ``back`` behind, ``cloth``.

    ``comb`` adds a comb or pins; ``cone`` makes the mass a cone (䯼髻).
    """
    hair(front, side)
    high, wide, back = cut["height"], cut["wide"], cut.get("back", 0.015)
    z = cut.get("z", CROWN - 0.01 + high / 2)
    fill = TRIM if cut.get("cloth") else MAIN
    if cut.get("cone"):
        for view, mid in ((front, 0.0), (side, back)):
            view.area(
                [
                    (mid - wide, z - high / 2),
                    (mid - wide * 0.4, z + high / 2),
                    (mid + wide * 0.4, z + high / 2),
                    (mid + wide, z - high / 2),
                ],
                fill,
            )
            view.line([(mid - wide * 0.7, z), (mid + wide * 0.7, z)])
    else:
        blob(front, side, (0.0, z, back), np.array([wide, high / 2 + 0.01, wide * 0.95]), fill)
        front.line(curve((-wide * 0.6, z - high * 0.2), (0.0, z + high * 0.3),
                         (wide * 0.6, z - high * 0.1)))  # fmt: skip
    if cut.get("comb"):
        front.area(oval(0.0, 0.215, 0.045, 0.020, 0, 180), TRIM)
        side.area(oval(-0.052, 0.205, 0.012, 0.022), TRIM)
    if cut.get("pins"):
        front.lines([(wide * 0.5, z), (wide + 0.05, z + 0.02)], EDGE)
        front.both(oval(wide + 0.055, z + 0.022, 0.010, 0.010), TRIM)
        side.line([(back - wide - 0.03, z), (back + wide + 0.03, z + 0.01)], EDGE)


def _coils(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """Two coils or tufts: ``x`` from the middle, ``z`` height of their middle, ``size``."""
    hair(front, side)
    x, z, size = cut["x"], cut["z"], cut["size"]
    front.both(oval(x, z, size * 0.8, size), MAIN)
    front.both(oval(x, z, size * 0.35, size * 0.5), PALE if cut.get("loops") else MAIN, SEAM)
    side.area(oval(0.02, z, size * 0.85, size), MAIN)
    if cut.get("ties"):
        front.both(rect(x - 0.012, z - size - 0.006, 0.024, 0.012), TRIM)


def _shaved(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """Shaven crowns: ``locks`` before the ears, ``tuft`` on the brow, ``queue`` down the back.

    ``queue`` is its length; ``crown`` keeps the hair of the back of the head.
    """
    if cut.get("crown"):
        front.area(np.concatenate([oval(0.0, 0.16, 0.083, 0.078, 20, 160), curve(
            (-0.078, 0.187), (0.0, 0.222), (0.078, 0.187))]), MAIN)  # fmt: skip
        side.area(np.concatenate([oval(0.012, 0.135, 0.098, 0.102, -42, 95), curve(
            (0.003, 0.237), (0.01, 0.16), (0.03, 0.06), (0.085, 0.067))]), MAIN)  # fmt: skip
    if cut.get("tuft"):
        front.area(curve((-0.03, 0.226), (-0.028, 0.135), (0.028, 0.135), (0.03, 0.226)), MAIN)
        side.area(closed([(-0.066, 0.186), (-0.040, 0.222), (-0.010, 0.231), (-0.040, 0.208),
                          (-0.082, 0.180), (-0.096, 0.145), (-0.100, 0.170)]), MAIN)  # fmt: skip
    if cut.get("locks"):
        long = cut["locks"]
        front.both(closed([(0.058, 0.188), (0.078, 0.175), (0.088, 0.10), (0.092, 0.165 - long),
                           (0.080, 0.13 - long), (0.076, 0.10)]), MAIN)  # fmt: skip
        side.area(closed([(-0.035, 0.188), (0.0, 0.195), (0.032, 0.185), (0.014, 0.12),
                          (0.012, 0.165 - long), (0.0, 0.13 - long), (-0.010, 0.165 - long),
                          (-0.012, 0.12)]), MAIN)  # fmt: skip
    if cut.get("queue"):
        long = cut["queue"]
        path = curve((0.10, 0.16), (0.15, 0.08), (0.115, 0.0), (0.125, 0.15 - long), steps=24)
        side.area(thick(path, 0.030), MAIN)
        for x, y in path[3::2]:
            side.line([(x - 0.014, y + 0.006), (x + 0.014, y - 0.006)])
    if cut.get("plaits"):
        long = cut["plaits"]
        for s in (-1, 1):
            path = curve((s * 0.075, 0.10), (s * 0.10, 0.03), (s * 0.095, 0.10 - long), steps=18)
            front.area(thick(path, 0.024), MAIN)
            for x, y in path[2::2]:
                front.line([(x - 0.012, y + 0.005), (x + 0.012, y - 0.005)])
        side.area(thick(curve((0.02, 0.10), (0.03, 0.03), (0.02, 0.10 - long)), 0.024), MAIN)


def _plate(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """两把头、大拉翅: a crosswise bar or plate on the crown, ``wide`` over all, ``height``."""
    hair(front, side)
    wide, high = cut["wide"] / 2, cut["height"]
    front.area(
        np.concatenate(
            [
                curve(
                    (-wide, 0.25),
                    (-wide, 0.25 + high),
                    (0.0, 0.25 + high * 0.82),
                    (wide, 0.25 + high),
                    (wide, 0.25),
                ),
                [(0.04, 0.235), (-0.04, 0.235)],
            ]
        ),
        MAIN,
    )
    front.area(oval(0.0, 0.25 + high * 0.4, 0.032, 0.032), TRIM)
    side.area(rect(-0.005, 0.235, 0.04, high * 0.95), MAIN)
    front.area(rect(wide - 0.012, 0.13, 0.012, 0.13), TRIM)


def _bob(front: View, side: View, cut: Mapping[str, Any]) -> None:
    """Hair cut to the ear or the neck: ``drop`` under the brow; ``fringe`` over it."""
    low = BROW - cut["drop"]
    front.area(
        np.concatenate(
            [
                curve((-0.098, low), (-0.118, 0.270), (0.118, 0.270), (0.098, low), steps=20),
                curve((0.062, low), (0.078, 0.17), (0.04, 0.195), (0.0, 0.197)),
                curve((0.0, 0.197), (-0.04, 0.195), (-0.078, 0.17), (-0.062, low)),
            ]
        ),
        MAIN,
    )
    if cut.get("fringe"):
        front.area([(-0.07, 0.20), (0.07, 0.20), (0.07, 0.160), (-0.07, 0.160)], MAIN)
    side.area(np.concatenate([oval(0.012, 0.135, 0.104, 0.107, 0, 150), curve((-0.078, 0.19), (
        -0.04, 0.17), (-0.02, low)), [(0.095, low)], [(0.112, 0.10)]]), MAIN)  # fmt: skip


HAIR: Mapping[str, Callable[[View, View, Mapping[str, Any]], None]] = {
    "chignon": _chignon,
    "coils": _coils,
    "shaved": _shaved,
    "plate": _plate,
    "bob": _bob,
}
