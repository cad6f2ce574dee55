"""Letters as solids: the outlines of the shipped faces, a plate of one em that signs scale."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely

from heritage_kb.typeface import Face, outline
from scenes.solids import EMPTY, Mesh, outward

_COARSE = 0.006  # of an em: how far a drawn outline may leave the face's own
_BOLD = {"kai": 0.006, "sans": 0.014}  # signs are written broader than books
_HAIR = 4e-4
_SPECK = 1e-4  # square ems: what is smaller is no stroke


@cache
def glyph(letter: str, face: Face) -> Mesh:
    """Return a letter as a closed plate: one em wide and high, one metre thick, about the origin.

    It is read from −y, x to its right and z up. A space is an empty mesh.

    Raises:
        KeyError: the face does not hold the letter.
    """
    pieces = [one for one in _areas(letter, face) if one.area > _SPECK]
    meshes = [_plate(one) for one in pieces]
    if not meshes:
        return EMPTY
    starts = np.cumsum([0, *(len(v) for v, _ in meshes[:-1])])
    faces = [f + start for (_, f), start in zip(meshes, starts, strict=True)]
    return np.concatenate([v for v, _ in meshes]), np.concatenate(faces).astype(np.int32)


def _areas(letter: str, face: Face) -> list[Any]:
    """Return the filled areas of a letter: bodies joined, holes taken out."""
    bodies: list[Any] = []
    holes: list[Any] = []
    for contour in outline(letter, face):
        ring = shapely.polygons(np.array(contour))
        (holes if shapely.is_ccw(ring.exterior) else bodies).append(ring.buffer(0))
    inked = shapely.union_all(bodies).difference(shapely.union_all(holes)).simplify(_COARSE)
    bold = inked.buffer(_BOLD[face], join_style="mitre")
    # a hair less all round, so that strokes that only touch in a point are two
    return list(shapely.get_parts(bold.buffer(-_HAIR, join_style="mitre")))


def _plate(area: Any) -> Mesh:
    """Return one area, holes and all, as a closed plate from y = −0.5 to 0.5."""
    rings = [shapely.get_coordinates(r)[:-1] for r in (area.exterior, *area.interiors)]
    flat = np.concatenate(rings)
    number = {(x, z): n for n, (x, z) in enumerate(flat.tolist())}
    cut = shapely.get_parts(shapely.constrained_delaunay_triangles(area))
    corners = shapely.get_coordinates(cut).reshape(-1, 4, 2)[:, :3].reshape(-1, 2).tolist()
    front = np.array([number[x, z] for x, z in corners], np.int32).reshape(-1, 3)
    a, b, c = (flat[front[:, k]] for k in range(3))
    turn = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    front[turn < 0] = front[turn < 0][:, ::-1]
    walls, first = [], 0
    for k, ring in enumerate(rings):
        here = first + np.arange(len(ring), dtype=np.int32)
        # seen from the front a body's rim runs counter-clockwise, a hole's the other way
        here = here[:: 1 if (_area(ring) > 0) == (k == 0) else -1]
        after = np.roll(here, -1)
        n = np.int32(len(flat))
        walls += [np.stack([here, here + n, after + n], 1), np.stack([here, after + n, after], 1)]
        first += len(ring)
    faces = np.concatenate([front, front[:, ::-1] + np.int32(len(flat)), *walls])
    x, z = flat[:, 0] - 0.5, flat[:, 1] - 0.5
    half = np.full(len(flat), 0.5)
    points = np.concatenate([np.stack([x, -half, z], 1), np.stack([x, half, z], 1)])
    return outward((points, faces.astype(np.int32)))


def _area(ring: np.ndarray) -> float:
    x, z = ring[:, 0], ring[:, 1]
    return float(np.sum(x * np.roll(z, -1) - np.roll(x, -1) * z)) / 2
