"""A view of a set as lines and cut areas, in metres and not yet on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.drawings import cuts, linework, outlines
from scenes.drawings.linework import Line
from scenes.drawings.outlines import Seams
from scenes.drawings.outlook import Outlook
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster

Path = NDArray[np.float64]
_EAVE_STEP = 0.5  # metres along an eave between the points of its outline
_EAVE_DEEP = 0.8  # metres from the outermost point within which the outline runs


@dataclass(slots=True)
class Subject:
    """A model made ready to be drawn from any side; ``eaves`` is ``eave_outline`` of it."""

    model: SetModel
    triangles: Triangles
    caster: Caster
    seams: Seams
    eaves: Path

    @classmethod
    def of(cls, model: SetModel) -> Subject:
        """Prepare a model; the costly part of a set of drawings that all share."""
        triangles = model.flatten()
        return cls(
            model, triangles, Caster(triangles.corners), outlines.seams(model, triangles),
            eave_outline(triangles),
        )  # fmt: skip


@dataclass(slots=True)
class Drawing:
    """What a view shows: visible lines, and for a section the pieces cut, class → rings.

    ``pieces`` and ``whole`` hold areas as (outer ring, hole, …), all (n, 2) metres; ``whole`` is
    everything cut, as one.
    """

    outlook: Outlook
    lines: list[Line]
    pieces: Mapping[str, list[tuple[Path, ...]]] = field(default_factory=dict)
    whole: list[tuple[Path, ...]] = field(default_factory=list)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return left, lowest, right and highest place in metres; zeros where nothing is seen."""
        paths = [line.points for line in self.lines] + [area[0] for area in self.whole]
        if not paths:
            return 0.0, 0.0, 0.0, 0.0
        points = np.concatenate(paths)
        low, high = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return low[0], low[1], high[0], high[1]


def draw_view(subject: Subject, outlook: Outlook) -> Drawing:
    """Return the visible lines of a view and what its plane cuts."""
    seen = outlines.visible(subject.seams, subject.caster, outlook)
    if outlook.cut is None:
        return Drawing(outlook, linework.joined(seen, subject.seams.elements, cuts.under_ground()))
    pieces = cuts.cut(subject.model, outlook)
    whole = cuts.united(pieces)
    return Drawing(
        outlook,
        linework.joined(seen, subject.seams.elements, whole),
        {element: _rings(some) for element, some in pieces.items()},
        _rings([whole]),
    )


def _rings(areas: list[Any]) -> list[tuple[Path, ...]]:
    return [rings for area in areas for rings in cuts.rings(area)]


def eave_outline(triangles: Triangles) -> Path:
    """Return the roof's edge from above as a closed ring (n, 2), metres; empty without a roof.

    The outermost roof point is taken in every half metre along each side, so that corners drawn
    out keep their curve.
    """
    roof = np.isin(triangles.element, triangles.numbers(["roof"]))
    points = triangles.corners[roof, 0, :2].astype(np.float64)
    if not len(points):
        return np.zeros((0, 2))
    low = np.array([points[:, k].min() for k in (0, 1)])
    high = np.array([points[:, k].max() for k in (0, 1)])
    rim = (points < low + _EAVE_DEEP) | (points > high - _EAVE_DEEP)
    points = points[rim.any(axis=1)]
    sides = [_side(points, low, high, axis, far) for axis, far in ((0, 0), (1, 1), (0, 1), (1, 0))]
    ring = [side if turn < 2 else side[::-1] for turn, side in enumerate(sides)]
    whole = np.concatenate(ring)
    return np.concatenate([whole, whole[:1]])


def _side(points: Path, low: Path, high: Path, axis: int, far: int) -> Path:
    """Return the outermost points along one side, from low to high along ``axis``."""
    bins = max(2, round(float(high[axis] - low[axis]) / _EAVE_STEP))
    cell = np.clip(((points[:, axis] - low[axis]) / (high[axis] - low[axis]) * bins).astype(int),
                   0, bins - 1)  # fmt: skip
    out = points[:, 1 - axis] if far else -points[:, 1 - axis]
    best = np.full(bins, -np.inf)
    np.maximum.at(best, cell, out)
    along = low[axis] + (np.arange(bins) + 0.5) * (high[axis] - low[axis]) / bins
    kept = np.isfinite(best)
    side = np.empty((int(kept.sum()), 2))
    side[:, axis] = along[kept]
    side[:, 1 - axis] = best[kept] if far else -best[kept]
    return side
