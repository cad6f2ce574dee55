"""The ground of a street: slabs with cart ruts between drains, or earth."""

from __future__ import annotations

import numpy as np

from scenes import solids
from scenes.works.streets.kit import Kit

GAUGE = 0.72  # metres from the middle to a rut: half a cart's track
RUT = 0.09  # half the breadth of a rut
DRAIN = 0.26
STEP = 0.11  # metres that a walk of the Republic lies over the gutter


def lay(kit: Kit, half: float, y0: float, y1: float, *, slabs: bool) -> None:
    """Lay the way between plinths at x = ±half, its ruts and drains, from y0 to y1."""
    if slabs:
        _slabs(kit, half, y0, y1)
    else:
        _earth(kit, half, y0, y1)


def _slabs(kit: Kit, half: float, y0: float, y1: float) -> None:
    edge = half - DRAIN
    tops = [
        (-edge, -GAUGE - RUT, 0.0),
        (-GAUGE - RUT, -GAUGE + RUT, -0.035),
        (-GAUGE + RUT, GAUGE - RUT, 0.012),
        (GAUGE - RUT, GAUGE + RUT, -0.035),
        (GAUGE + RUT, edge, 0.0),
    ]
    kit.boxes("way", [(a, c, y0, y1, -0.45, z) for a, c, z in tops], "slab", "ground")
    for side in (-1, 1):
        a, c = sorted((side * edge, side * half))
        kit.boxes("drain", [(a, c, y0, y1, -0.45, -0.10)], "brick", "ground")
        e, f = sorted((side * (edge - 0.14), side * (edge + 0.012)))
        kit.boxes("kerb", [(e, f, y0 + 0.012, y1 - 0.012, -0.44, 0.03)], "stone", "ground")


def _earth(kit: Kit, half: float, y0: float, y1: float) -> None:
    """Lay a worn road, hollow along the ruts and towards its edges, with stones strewn on it."""
    x = np.linspace(-half - 0.05, half + 0.05, 61)
    dip = 0.055 * np.exp(-(((np.abs(x) - GAUGE) / 0.13) ** 2))
    crown = 0.05 * (1 - (x / half) ** 2) - 0.02
    top = [(float(u), float(z)) for u, z in zip(x, crown - dip, strict=True)]
    outline = [(float(x[0]), -0.45), (float(x[-1]), -0.45), *top[::-1]]
    road = solids.shifted(solids.prism(outline, y1 - y0, "xz"), y=(y0 + y1) / 2)
    kit.add("way", road, "road_earth", "ground")
    _strewn(kit, half, y0, y1, 1.6)


def _chips(kit: Kit, half: float, y0: float, y1: float) -> None:
    """Strew chips of broken stone over a metalled road, thicker along its edges."""
    rng = np.random.default_rng(round(90 * (y1 - y0)))
    count = int((y1 - y0) * 22)
    across = rng.uniform(0.0, 1.0, count) ** 0.6 * rng.choice((-1.0, 1.0), count)
    x = 0.98 * half * across
    at = np.stack([x, rng.uniform(y0, y1, count), 0.07 * (1 - across**2) - 0.012], 1)
    chip = solids.lathe([(0.026, -0.01), (0.016, 0.026)], 4)
    kit.add("chips", solids.repeated(chip, at), "rubble", "ground")


def _strewn(kit: Kit, half: float, y0: float, y1: float, dense: float) -> None:
    """Strew small stones over a road, ``dense`` of them a metre of its length."""
    rng = np.random.default_rng(round(100 * (y1 - y0)))
    count = int((y1 - y0) * dense)
    at = np.stack([rng.uniform(-half, half, count), rng.uniform(y0, y1, count), np.zeros(count)], 1)
    lump = solids.lathe([(0.03, -0.06), (0.06, 0.0), (0.035, 0.045)], 6)
    kit.add("stones", solids.repeated(lump, at), "stone", "ground")


def metalled(kit: Kit, half: float, walk: float, span: tuple[float, float], matter: str) -> None:
    """Lay a road of the Republic: a low camber between stone kerbs, brick walks on both sides.

    Args:
        kit: what is laid is added to it.
        half: metres from the middle to a kerb.
        walk: how broad a walk is.
        span: from where to where along y.
        matter: material of the road: slab, strips or road_gravel.
    """
    y0, y1 = span
    x = np.linspace(-half, half, 61)
    worn = (
        0.022 * np.exp(-(((np.abs(x) - GAUGE) / 0.16) ** 2)) if matter.startswith("road_") else 0.0
    )
    top = [
        (float(u), float(z)) for u, z in zip(x, 0.07 * (1 - (x / half) ** 2) - worn, strict=True)
    ]
    outline = [(-half, -0.45), (half, -0.45), *top[::-1]]
    road = solids.shifted(solids.prism(outline, y1 - y0, "xz"), y=(y0 + y1) / 2)
    kit.add("way", road, matter, "ground")
    if matter.startswith("road_"):
        _strewn(kit, half, y0, y1, 3.0)
    if matter == "road_gravel":
        _chips(kit, half, y0, y1)
    for side in (-1, 1):
        a, c = sorted((side * half, side * (half + 0.20)))
        kit.boxes("kerb", [(a, c, y0 + 0.012, y1 - 0.012, -0.44, STEP + 0.012)], "stone", "ground")
        a, c = sorted((side * (half + 0.20), side * (half + walk)))
        kit.boxes("walk", [(a, c, y0, y1, -0.45, STEP)], "strips", "ground")
