"""The ground of a street of today: asphalt between kerbs, tiled walks, markings, pits for trees.

Breadths of markings and of the strip for the blind are those in common use as the editor
remembers the national standards (own, medium); nothing is copied from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenes import solids
from scenes.works.streets.kit import Kit

CAMBER = 0.05
PAINT = 0.010  # metres that a marking lies over the road at its middle
STRIPE, APART = 0.45, 1.05  # of a crossing: a stripe's breadth, from one to the next
CURB = 0.14  # breadth of a kerb stone


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """A carriageway and its walks: half its breadth, a walk's, the kerb's height, from y to y.

    ``crossings`` are where people cross; a ``foot`` street has no carriageway; ``lined`` has
    markings, ``guided`` a strip for the blind.
    """

    half: float
    walk: float
    kerb: float
    span: tuple[float, float]
    crossings: tuple[float, ...] = ()
    foot: bool = False
    lined: bool = True
    guided: bool = True


def lay(kit: Kit, w: Way) -> None:
    """Lay a street's ground."""
    if w.foot:
        _foot(kit, w)
        return
    y0, y1 = w.span
    x = np.linspace(-w.half, w.half, 41)
    top = [(float(u), camber(w, float(u))) for u in x]
    outline = [(-w.half, -0.45), (w.half, -0.45), *top[::-1]]
    road = solids.shifted(solids.prism(outline, y1 - y0, "xz"), y=(y0 + y1) / 2)
    kit.add("way", road, "asphalt_dark", "ground")
    for side in (-1, 1):
        _walk(kit, w, side)
    if w.lined:
        _lines(kit, w)
    for y in w.crossings if w.lined else ():
        _crossing(kit, w, y)


def camber(w: Way, x: float) -> float:
    """Return the height of the asphalt at a distance from the middle."""
    return CAMBER * (1 - (x / w.half) ** 2)


def _walk(kit: Kit, w: Way, side: int) -> None:
    """Lay a walk: kerb, tiles, the strip for the blind."""
    y0, y1 = w.span
    a, c = sorted((side * w.half, side * (w.half + CURB)))
    kit.boxes("kerb", [(a, c, y0 + 0.012, y1 - 0.012, -0.44, w.kerb + 0.006)], "stone", "ground")
    a, c = sorted((side * (w.half + CURB), side * (w.half + w.walk)))
    kit.boxes("walk", [(a, c, y0, y1, -0.45, w.kerb)], "pavers", "ground")
    if w.guided:
        middle = w.half + 0.62 * w.walk
        a, c = sorted((side * (middle - 0.15), side * (middle + 0.15)))
        kit.boxes(
            "guide", [(a, c, y0 + 0.02, y1 - 0.02, 0.0, w.kerb + 0.005)], "guide_tile", "ground"
        )


def _mark(kit: Kit, w: Way, rect: tuple[float, float, float, float], matter: str) -> None:
    a, c, y0, y1 = rect
    kit.boxes("mark", [(a, c, y0, y1, -0.2, camber(w, (a + c) / 2) + PAINT)], matter, "ground")


def _clear(w: Way, y0: float, y1: float) -> bool:
    """Tell whether a line from y to y keeps clear of crossings."""
    return all(y1 < y - 3.4 or y0 > y + 3.4 for y in w.crossings)


def _lines(kit: Kit, w: Way) -> None:
    """Paint the middle line and the lines at the edges, broken at crossings."""
    y0, y1 = w.span
    for y in np.arange(y0 + 1.0, y1 - 4.0, 6.0):
        if _clear(w, y, y + 3.0):
            _mark(kit, w, (-0.07, 0.07, float(y), float(y) + 3.0), "road_yellow")
    stops = [y0 + 0.5, *(v for y in sorted(w.crossings) for v in (y - 3.4, y + 3.4)), y1 - 0.5]
    for a, c in zip(stops[::2], stops[1::2], strict=True):
        if c - a > 1.0:
            for side in (-1, 1):
                x0, x1 = sorted((side * (w.half - 0.42), side * (w.half - 0.30)))
                _mark(kit, w, (x0, x1, a, c), "road_white")


def _crossing(kit: Kit, w: Way, y: float) -> None:
    """Paint a crossing for walkers (斑马线) and the lines where wheels stop."""
    count = int((2 * w.half - 0.5) / APART)
    for x in (np.arange(count) - (count - 1) / 2) * APART:
        _mark(
            kit, w, (float(x) - STRIPE / 2, float(x) + STRIPE / 2, y - 2.0, y + 2.0), "road_white"
        )
    for side, at in ((1, y - 3.0), (-1, y + 2.7)):
        a, c = sorted((side * 0.25, side * (w.half - 0.5)))
        for p, q in zip(np.linspace(a, c, 5)[:-1], np.linspace(a, c, 5)[1:], strict=True):
            _mark(kit, w, (float(p), float(q), at, at + 0.30), "road_white")


def _foot(kit: Kit, w: Way) -> None:
    """Lay a street for walkers alone: slabs, bands of red tile, drains along both sides."""
    y0, y1 = w.span
    reach = w.half + w.walk
    inner = w.half - 0.3
    kit.boxes("way", [(-inner, inner, y0, y1, -0.45, w.kerb)], "slab", "ground")
    for side in (-1, 1):
        a, c = sorted((side * inner, side * (inner + 0.30)))
        kit.boxes("drain", [(a, c, y0, y1, -0.45, w.kerb - 0.012)], "mast_grey", "ground")
        a, c = sorted((side * (inner + 0.30), side * reach))
        kit.boxes("walk", [(a, c, y0, y1, -0.45, w.kerb)], "pavers", "ground")
    for y in np.arange(y0 + 3.0, y1 - 1.0, 7.0):
        kit.boxes(
            "band", [(-inner, inner, y, y + 0.6, -0.2, w.kerb + 0.004)], "pavers_red", "ground"
        )


def pits(kit: Kit, places: Sequence[tuple[float, float]], z: float) -> None:
    """Open pits for trees in a walk at height ``z``: earth within a border."""
    for x, y in places:
        kit.boxes(
            "pit",
            [(x - 0.55, x + 0.55, y - 0.55, y + 0.55, -0.3, z + 0.012)],
            "earth_yard",
            "ground",
        )
        ring = [
            (x - 0.65, x + 0.65, y + s * 0.60 - 0.05, y + s * 0.60 + 0.05, -0.3, z + 0.045)
            for s in (-1, 1)
        ]
        ring += [
            (x + s * 0.60 - 0.05, x + s * 0.60 + 0.05, y - 0.55, y + 0.55, -0.3, z + 0.045)
            for s in (-1, 1)
        ]
        kit.boxes("border", ring, "stone", "ground")
