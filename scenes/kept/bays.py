"""How many bays a picture shows, read off its front wall as if it were seen square on.

The camera is known and is the same for every picture made from one render, so the front plane can
be straightened. A column is what runs unbroken from its foot to the architrave: the jambs of doors
and windows end on the way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes import brush
from scenes.camera import Camera
from scenes.kept.seen import Seen

_STEP = 0.04  # metres along the wall
_ROWS = 48  # rows of the straightened wall
_BANDS = ((0.06, 0.24), (0.40, 0.60), (0.80, 0.95))  # parts of the column's height
_SIDE = 0.6  # metres beyond the outermost columns
_NARROWEST, _WIDEST = 2.4, 8.5  # metres a bay is on the average, a little beyond measured halls
_SEEN = 0.6  # part of the front that must be open to the camera
_SURE = 0.06


@dataclass(frozen=True, slots=True)
class Bays:
    """``told`` bays as the picture shows them, ``meant`` as built; ``sure`` whether it is clear."""

    told: int
    meant: int
    sure: bool


def camera_of(seen: Seen) -> Camera:
    """Return the camera of a render."""
    told = seen.body["camera"]
    wide, high = told["size_px"]
    return Camera(
        eye=tuple(told["eye_m"]), target=tuple(told["target_m"]), lens_mm=told["lens_mm"],
        width=wide, height=high, rise=told["rise"], pitch=told.get("pitch_deg", 0.0),
    )  # fmt: skip


def count(seen: Seen, picture: NDArray[np.uint8]) -> Bays | None:
    """Return the bays that a picture, at the plate's size, shows along the front.

    None where the set is no single hall of known bays, or its front is not seen well enough.
    """
    wall = _wall(seen)
    if wall is None:
        return None
    strength = _columns(wall, picture)
    whole = sum(wall.bays)
    fewest, most = max(1, round(whole / _WIDEST + 0.5)), int(whole / _NARROWEST)
    asked = sorted({len(wall.bays), *range(fewest, most + 1)})
    if len(asked) < 2:
        return None
    found = {n: max(_fit(wall, strength, part) for part in _layouts(n)) for n in asked}
    order = sorted(found, key=lambda n: -found[n])
    sure = found[order[0]] - found[order[1]] > _SURE
    return Bays(order[0], len(wall.bays), sure)


@dataclass(frozen=True, slots=True)
class _Wall:
    """The front plane: widths of bays, and where its points fall in the picture, (rows, n)."""

    bays: tuple[float, ...]
    along: NDArray[np.float64]
    column: NDArray[np.float64]
    row: NDArray[np.float64]
    open: NDArray[np.bool_]
    thick: float


def _wall(seen: Seen) -> _Wall | None:
    built, measures = seen.body.get("building", {}), seen.body.get("measures", {})
    bays, deep = built.get("bay_widths_m"), built.get("bay_depths_m")
    if not bays or not deep or "column_m" not in measures:
        return None
    half, foot = sum(bays) / 2, measures.get("platform_m", 0.0)
    along = np.arange(-half - _SIDE, half + _SIDE, _STEP)
    up = foot + measures["column_m"] * np.linspace(0.03, 0.97, _ROWS)
    x, z = np.meshgrid(along, up)
    points = np.stack([x.ravel(), np.full(x.size, -sum(deep) / 2), z.ravel()], 1)
    column, row, away = camera_of(seen).project(points).T
    wide, high = seen.size
    inside = (away > 1) & (column >= 1) & (column < wide - 2) & (row >= 1) & (row < high - 2)
    at = np.clip(row, 0, high - 1).astype(int), np.clip(column, 0, wide - 1).astype(int)
    open_ = inside & (np.abs(seen.depth[at] - away) < 1.2)
    shape = x.shape
    wall = _Wall(
        tuple(bays), along, column.reshape(shape), row.reshape(shape), open_.reshape(shape),
        measures["column_m"] / 9,
    )  # fmt: skip
    across = np.abs(along) < half
    return wall if wall.open[:, across].mean() > _SEEN else None


def _columns(wall: _Wall, picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return (n,): 0..1, how much each place along the wall looks like a column's rim."""
    high, wide = picture.shape[:2]
    flat = brush.sample(
        brush.blur(brush.lab(picture), 0.8), (wall.column + 0.5) / wide, (wall.row + 0.5) / high
    )
    across = np.abs(np.diff(flat, axis=1, append=flat[:, -1:])).max(-1)
    usual = np.median(across[wall.open]) if wall.open.any() else 1.0
    edge = np.minimum(across / (4 * max(float(usual), 0.2)), 1.0)
    wider = np.maximum.reduce([np.roll(edge, k, 1) for k in (-2, -1, 0, 1, 2)])
    bands = []
    for low, top in _BANDS:
        rows = slice(int(low * _ROWS), int(top * _ROWS))
        seen = wall.open[rows]
        mean = np.where(seen, wider[rows], 0).sum(0) / np.maximum(seen.sum(0), 1)
        bands.append(np.where(seen.mean(0) > 0.4, mean, np.nan))
    told = np.stack(bands)
    blind = np.isnan(told).all(0)
    lowest = np.nanmin(np.where(blind, 0.0, told), 0)
    return np.where(blind, np.nan, lowest)


def _layouts(n: int) -> list[NDArray[np.float64]]:
    """Return ways of dividing a front into n bays: even, or the middle wider and the ends less."""
    found = []
    for middle in (1.0, 1.12, 1.25):
        for ends in (1.0, 0.85):
            parts = np.ones(n)
            if n % 2:
                parts[n // 2] = middle
            if n > 3:
                parts[0] = parts[-1] = ends
            found.append(parts / parts.sum())
    return found


def _fit(wall: _Wall, strength: NDArray[np.float64], parts: NDArray[np.float64]) -> float:
    """Return how much stronger the wall is at such columns than between them."""
    whole = sum(wall.bays)
    spots = (np.concatenate([[0.0], np.cumsum(parts)]) - 0.5) * whole
    radius = wall.thick / 2
    rim = np.abs(np.abs(wall.along[None] - spots[:, None]) - radius) < 0.16
    near = np.abs(wall.along[None] - spots[:, None]) < radius + 0.3
    heard = ~np.isnan(strength)
    at = np.nanmax(np.where(rim & heard[None], strength[None], 0), 1)
    told = (rim & heard[None]).any(1)
    if not told.any():
        return 0.0
    rest = heard & ~near.any(0) & (np.abs(wall.along) < whole / 2)
    between = np.quantile(strength[rest], 0.97) if rest.sum() > 10 else 0.0
    return float(at[told].mean() * 0.5 + np.quantile(at[told], 0.2) * 0.5 - between)
