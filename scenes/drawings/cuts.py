"""What a cutting plane goes through: closed outlines of the solids it meets.

The one owner of shapely in drawings is this module and ``linework``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from scenes.drawings.outlook import Outlook
from scenes.model import Part, SetModel

_JOINT = 0.012  # metres: half the width of a joint that is not drawn
_FAR = 1000.0
_NOTHING = 1e-6  # square metres below which a cut is a graze


def cut(model: SetModel, view: Outlook) -> dict[str, Any]:
    """Return class → polygons (shapely, metres on paper), one for each piece that is cut.

    Raises:
        ValueError: the view has no cutting plane.
    """
    if view.cut is None:
        raise ValueError(f"{view.name} cuts nothing")
    found: dict[str, list[Any]] = {}
    for inst in model.instances:
        part = model.parts[inst.part]
        world = part.vertices @ inst.matrix[:3, :3].T + inst.matrix[:3, 3]
        away = view.near(world) - view.cut
        if not len(part.faces) or away.min() >= 0 or away.max() <= 0:
            continue
        piece = _section(part, world, away, view)
        if not piece.is_empty and piece.area > _NOTHING:
            found.setdefault(inst.element, []).append(piece)
    return {element: found[element] for element in sorted(found)}


def _section(
    part: Part, world: NDArray[np.float64], away: NDArray[np.float64], view: Outlook
) -> Any:
    """Return the area in which a plane meets a part made of closed solids."""
    nudged = np.where(np.abs(away) < 1e-9, 1e-9, away)  # no corner lies on the plane itself
    side = nudged > 0
    f = part.faces[np.any(side[part.faces] != side[part.faces][:, :1], axis=1)].astype(np.int64)
    if not len(f):
        return shapely.Polygon()
    a, b = f, np.roll(f, -1, 1)
    leaves, enters = side[a] & ~side[b], ~side[a] & side[b]
    start, end = _crossing(a, b, leaves), _crossing(a, b, enters)
    rings = [
        ring for loop in _loops(_key(start), _key(end)) if len(ring := start[loop]) >= 3
    ]  # fmt: skip
    outer: list[Any] = []
    inner: list[Any] = []
    for ends in rings:
        d = nudged[ends]
        t = (d[:, 0] / (d[:, 0] - d[:, 1]))[:, None]
        flat = view.flat(world[ends[:, 0]] + t * (world[ends[:, 1]] - world[ends[:, 0]]))
        (outer if _is_outer(flat, view) else inner).append(shapely.Polygon(flat).buffer(0))
    whole = shapely.union_all(outer)
    return shapely.difference(whole, shapely.union_all(inner)) if inner else whole


def _crossing(
    a: NDArray[np.int64], b: NDArray[np.int64], which: NDArray[np.bool_]
) -> NDArray[np.int64]:
    column = which.argmax(axis=1)
    rows = np.arange(len(a))
    return np.stack([a[rows, column], b[rows, column]], 1)


def _key(ends: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(ends.min(axis=1) * (1 << 31) + ends.max(axis=1))


def _loops(start: NDArray[np.int64], end: NDArray[np.int64]) -> Iterator[list[int]]:
    """Follow segments, each beginning on the mesh edge where another ended."""
    waiting: dict[int, list[int]] = {}
    for row, key in enumerate(start.tolist()):
        waiting.setdefault(key, []).append(row)
    goes = end.tolist()
    for first in range(len(goes)):
        if first not in waiting.get(int(start[first]), ()):
            continue
        loop, row = [], first
        while True:
            waiting[int(start[row])].remove(row)
            loop.append(row)
            after = waiting.get(goes[row])
            if not after:
                break
            row = after[0]
        yield loop


def _is_outer(ring: NDArray[np.float64], view: Outlook) -> bool:
    """Return whether matter lies inside the ring, by the direction its faces gave it."""
    x, y = ring[:, 0], ring[:, 1]
    area = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
    handed = float(np.dot(np.cross(view.right, view.up), view.toward))
    return bool(area * handed > 0)


def united(pieces: Mapping[str, list[Any]]) -> Any:
    """Return everything that is cut as one area; hairline joints between pieces are closed."""
    whole = shapely.union_all([p for some in pieces.values() for p in some])
    return whole.buffer(_JOINT, join_style="mitre").buffer(-_JOINT, join_style="mitre")


def under_ground() -> Any:
    """Return the area below the court, in which an elevation shows nothing."""
    return shapely.box(-_FAR, -_FAR, _FAR, -1e-3)


def rings(area: Any) -> Iterator[tuple[NDArray[np.float64], ...]]:
    """Yield the outer ring and the holes of each polygon of an area, (n, 2) metres each."""
    for one in shapely.get_parts(area):
        if shapely.get_type_id(one) == shapely.GeometryType.POLYGON and not one.is_empty:
            yield tuple(
                np.asarray(shapely.get_coordinates(ring)) for ring in (one.exterior, *one.interiors)
            )
