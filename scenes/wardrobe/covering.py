"""What of a view is seen: areas and lines with everything that lies over them taken away.

The shapes of a view lie one over the other in their order; a line plate shows no hidden line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from scenes.wardrobe.outline import Path, Shape

_OFF = 2e-4  # metres by which a cover is drawn in, so that its own edge stays


def visible(
    shapes: Sequence[Shape], *, half: bool = False
) -> tuple[list[tuple[list[Path], int]], list[tuple[Path, str]]]:
    """Return the areas (rings, fill) and lines (path, pen) of a view that are seen.

    Args:
        shapes: from the hindmost to the foremost.
        half: only what lies right of the middle.
    """
    room = shapely.box(0.0 if half else -99.0, -99.0, 99.0, 99.0)
    solids = [_solid(one) for one in shapes]
    areas: list[tuple[list[Path], int]] = []
    lines: list[tuple[Path, str]] = []
    over: Any = shapely.Polygon()
    for shape, solid in zip(reversed(shapes), reversed(solids), strict=True):
        cover = over.buffer(-_OFF) if not over.is_empty else over
        seen = shapely.LineString(shape.points).intersection(room).difference(cover)
        lines += [(path, shape.pen) for path in _lines(seen)]
        if solid is not None and shape.fill is not None:
            for rings in _rings(solid.intersection(room).difference(over)):
                areas.append((rings, shape.fill))
            over = shapely.union(over, solid)
    return areas[::-1], lines[::-1]


def _solid(shape: Shape) -> Any:
    if shape.fill is None:
        return None
    solid = shapely.Polygon(shape.points)
    return solid if solid.is_valid else solid.buffer(0)


def _lines(seen: Any) -> list[Path]:
    parts = shapely.get_parts(shapely.line_merge(seen)) if not seen.is_empty else []
    return [np.asarray(part.coords) for part in parts if part.length > 1e-5]


def _rings(seen: Any) -> list[list[Path]]:
    found = []
    for part in shapely.get_parts(seen):
        if part.geom_type == "Polygon" and part.area > 1e-8:
            found.append([np.asarray(part.exterior.coords),
                          *(np.asarray(ring.coords) for ring in part.interiors)])  # fmt: skip
    return found
