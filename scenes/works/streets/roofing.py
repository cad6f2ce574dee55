"""Roofs of houses and shops: tiled slopes along a profile, ridges, thatch; no bracket sets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes import solids
from scenes.works.streets.kit import Kit, between

Profile = NDArray[np.float64]  # (k, 2): y and z of the roof's upper face, front to back

BED = 0.13  # metres of boards and clay
PITCH, TUBE = 0.235, 0.064  # rows of tube tiles: apart, and their radius
THATCH = 0.30


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """A roof over x0 … x1: ``ridge`` at (y, z) where it has one, ``back`` marks an eave behind.

    A ``hidden`` one lies behind a parapet: its tiles are coarser and no eave is seen.
    """

    x0: float
    x1: float
    line: Profile
    ridge: tuple[float, float] | None = None
    thatch: bool = False
    back: bool = False
    hidden: bool = False

    @property
    def rows(self) -> Profile:
        """The line that tiles and verges follow; what is hidden does with fewer corners."""
        if not self.hidden:
            return self.line
        last = len(self.line) - 1
        kept: Profile = self.line[np.unique([0, *range(2, last, 2), len(self.line) // 2, last])]
        return kept


def double(
    depth: float, eave: float, back: float, ze: float, rise: float, *, round_: bool
) -> Profile:
    """Return the profile of two slopes over y = 0 … depth, rounded on top for 卷棚.

    ``eave`` and ``back`` pass the walls, ``ze`` is the height over the front wall.
    """
    t = np.array([0.0, 0.25, 0.5, 0.72, 0.86] if round_ else [0.0, 0.25, 0.5, 0.75, 1.0])
    y, z = t * depth / 2, ze + rise * (0.76 * t + 0.24 * t * t)
    half = [(-eave, ze - 0.36 * eave), (-0.5 * eave, ze - 0.20 * eave), *zip(y, z, strict=True)]
    top: list[tuple[float, float]] = []
    if round_:
        last = half[-1][1]
        top = [(depth / 2 - 0.05 * depth, last + 0.075 * rise), (depth / 2, last + 0.11 * rise)]
    left = half + top
    mirrored = [(depth - a, b) for a, b in left[::-1] if a > -1e-9][1:]
    return np.array([*left, *mirrored, (depth + back, ze - 0.34 * back)], np.float64)


def single(y0: float, z0: float, y1: float, z1: float) -> Profile:
    """Return the profile of one slope, a little hollow."""
    t = np.linspace(0.0, 1.0, 5)
    return np.stack([y0 + (y1 - y0) * t, z0 + (z1 - z0) * (0.84 * t + 0.16 * t * t)], axis=1)


def height_at(line: Profile, y: float) -> float:
    """Return the roof's upper face over a place."""
    return float(np.interp(y, line[:, 0], line[:, 1]))


def under(line: Profile, y0: float, y1: float, drop: float) -> list[tuple[float, float]]:
    """Return the line ``drop`` under a roof from y0 to y1, as an outline follows it."""
    inner = [(float(y), float(z) - drop) for y, z in line if y0 < y < y1]
    ends = [(y, height_at(line, y) - drop) for y in (y0, y1)]
    return [ends[0], *inner, ends[1]]


def lay(kit: Kit, c: Cover) -> None:
    """Put a roof's bed, its tiles or thatch, and its ridge."""
    y, z = c.line[:, 0], c.line[:, 1]
    grid = np.zeros((2, len(y), 3))
    grid[0, :, 0], grid[1, :, 0] = c.x0, c.x1
    grid[:, :, 1], grid[:, :, 2] = y, z
    if c.thatch:
        grid[:, :, 2] += THATCH - BED
        kit.add(
            "thatch",
            solids.outward(solids.slab(grid, np.full(grid.shape[:2], THATCH))),
            "thatch",
            "roof",
        )
        _thatch_ridge(kit, c)
        return
    kit.add("bed", solids.outward(solids.slab(grid, np.full(grid.shape[:2], BED))), "tile", "roof")
    _tiles(kit, c)
    if c.ridge is not None:
        _ridge(kit, c, *c.ridge)


def _tiles(kit: Kit, c: Cover) -> None:
    rows = between(c.x0, c.x1, PITCH, 0.11)
    line = c.rows
    path = np.stack([np.zeros(len(line)), line[:, 0], line[:, 1] + 0.012], axis=1)
    path[0, 1] -= 0.03
    a = np.linspace(0, np.pi, 4)
    half = np.stack([TUBE * np.cos(a), TUBE * np.sin(a)], axis=1)
    one = solids.swept(path, half)
    at = np.zeros((len(rows), 3))
    at[:, 0] = rows
    kit.add("tubes", solids.repeated(one, at), "tile", "roof")
    ends = [(c.line[0], -0.055)] + ([(c.line[-1], 0.055)] if c.back else [])
    ends = [] if c.hidden else ends
    gaps = (rows[1:] + rows[:-1]) / 2
    for (y, z), out in ends:
        disc = solids.prism(solids.circle(0.07, 8), 0.03, "xz")
        spots = np.stack([rows, np.full(len(rows), y + out), np.full(len(rows), z + 0.025)], 1)
        kit.add("discs", solids.repeated(disc, spots), "tile_edge", "roof")
        lip = solids.prism(
            [(-0.085, 0.0), (0.0, -0.10), (0.085, 0.0), (0.06, 0.03), (-0.06, 0.03)], 0.02, "xz"
        )
        hang = np.stack([gaps, np.full(len(gaps), y + 0.4 * out), np.full(len(gaps), z - 0.03)], 1)
        kit.add("lips", solids.repeated(lip, hang), "tile_edge", "roof")


def _ridge(kit: Kit, c: Cover, y: float, z: float) -> None:
    """Put a plain ridge of tile courses with raised ends (清水脊)."""
    x0, x1 = c.x0 + 0.05, c.x1 - 0.05
    kit.boxes(
        "ridge",
        [
            (x0, x1, y - 0.10, y + 0.10, z - 0.10, z + 0.20),
            (x0, x1, y - 0.135, y + 0.135, z + 0.20, z + 0.25),
        ],
        "ridge",
        "ridge",
    )
    for side, x in ((-1, x0), (1, x1)):
        inner = x - side * min(0.9, 0.2 * (x1 - x0))
        path = np.array([(inner, y, z + 0.22), (x - side * 0.25, y, z + 0.30), (x, y, z + 0.52)])
        kit.add("ridge", solids.swept(path, solids.rectangle(0.13, 0.14)), "ridge", "ridge")


def _thatch_ridge(kit: Kit, c: Cover) -> None:
    y, z = (float(v) for v in c.line[np.argmax(c.line[:, 1])])
    path = np.array(
        [(c.x0 + 0.02, y, z + THATCH - BED + 0.04), (c.x1 - 0.02, y, z + THATCH - BED + 0.04)]
    )
    kit.add("thatch_ridge", solids.swept(path, solids.circle(0.17, 7)), "thatch", "ridge")


def ridge_top(ridge: bool, thatch: bool, line: Profile) -> float:
    """Return the highest point of a roof."""
    top = float(line[:, 1].max())
    if thatch:
        return top + THATCH - BED + 0.04 + 0.17
    return top + (0.52 + 0.07 if ridge else TUBE + 0.012)
