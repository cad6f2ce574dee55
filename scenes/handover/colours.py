"""The colour script of a plate: a few colours that hold it, named after painters' pigments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenes.handover import names

COUNT = 7  # industry.md 5.2: five to seven colours a scene
_TURNS = 24
_FEWEST = 0.01  # of the picture; a colour of less is no colour of the script


@dataclass(frozen=True, slots=True)
class Swatch:
    """``srgb`` 0..255, ``share`` of the picture, ``name`` the nearest pigment's, ``off`` how far.

    ``off`` is a distance in CIELAB; under 10 the name tells the colour, above it only its kin.
    """

    srgb: tuple[int, int, int]
    share: float
    name: str
    off: float

    @property
    def hex(self) -> str:
        """Return #rrggbb."""
        return "#{:02x}{:02x}{:02x}".format(*self.srgb)


def script(pixels: NDArray[np.uint8], count: int = COUNT) -> list[Swatch]:
    """Return the colours that hold a picture (h, w, 3), the largest share first.

    K-means in CIELAB from evenly chosen seeds: the same picture gives the same colours. A small
    colour far from all others, a lantern's, is kept.
    """
    step = max(1, int(np.sqrt(pixels.shape[0] * pixels.shape[1] / 40_000)))
    few = pixels[::step, ::step].reshape(-1, 3)
    lab = to_lab(few)
    centres = _apart(lab, count)
    for _ in range(_TURNS):
        nearest = _nearest(lab, centres)
        moved = [
            lab[nearest == k].mean(0) if (nearest == k).any() else centres[k]
            for k in range(len(centres))
        ]
        centres = np.array(moved)
    nearest = _nearest(lab, centres)
    swatches = []
    for k in range(len(centres)):
        mine = few[nearest == k]
        if len(mine) < _FEWEST * len(few):
            continue
        middle = np.rint(np.median(mine, axis=0)).astype(int)
        name, off = named(middle)
        red, green, blue = (int(c) for c in middle)
        swatches.append(Swatch((red, green, blue), len(mine) / len(few), name, off))
    return sorted(swatches, key=lambda one: (-one.share, one.hex))


def named(srgb: Sequence[int] | NDArray[np.int64]) -> tuple[str, float]:
    """Return the nearest pigment's name and its distance in CIELAB."""
    titles, lab = _table()
    away = np.linalg.norm(lab - to_lab(np.array([srgb], np.uint8)), axis=1)
    return titles[int(away.argmin())], round(float(away.min()), 1)


def to_lab(srgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return (n, 3) CIELAB, D65, of sRGB bytes (n, 3)."""
    x = srgb / 255.0
    linear = np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([
        [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ])  # fmt: skip
    part = linear @ to_xyz.T / np.array([0.95047, 1.0, 1.08883])
    f = np.where(part > 216 / 24389, np.cbrt(part), (24389 / 27 * part + 16) / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


@cache
def _table() -> tuple[list[str], NDArray[np.float64]]:
    rows = names.table()["colour"]
    bytes_ = [[int(row["srgb"][k : k + 2], 16) for k in (1, 3, 5)] for row in rows]
    return [row["name"] for row in rows], to_lab(np.array(bytes_, np.uint8))


def _apart(lab: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return colours to begin from: the mean's nearest, then ever the one farthest from all.

    Farthest among the 99 in 100 nearest, so that no single pixel becomes a colour.
    """
    chosen = [lab[int(np.linalg.norm(lab - lab.mean(0), axis=1).argmin())]]
    while len(chosen) < count:
        away = np.min([np.linalg.norm(lab - one, axis=1) for one in chosen], axis=0)
        order = np.argsort(away, kind="stable")
        chosen.append(lab[order[int(0.99 * (len(order) - 1))]])
    return np.array(chosen)


def _nearest(lab: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.asarray(np.linalg.norm(lab[:, None] - centres[None], axis=2).argmin(1))
