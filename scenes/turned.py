"""Bodies for what stands about a hall: boxes, turned and lofted shapes, tubes.

A mesh is (vertices (n, 3), faces (m, 3)), metres, counter-clockwise from outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mesh = tuple[NDArray[np.float64], NDArray[np.int32]]
Point = Sequence[float]


def placed(
    x: float, y: float, z: float, turn: float = 0.0, scale: float | Point = 1.0
) -> NDArray[np.float64]:
    """Return a (4, 4) matrix: scale, then turn about z by ``turn`` radians, then move."""
    c, s = np.cos(turn), np.sin(turn)
    matrix = np.eye(4)
    matrix[:3, :3] = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ np.diag(
        np.broadcast_to(np.asarray(scale, float), 3)
    )
    matrix[:3, 3] = (x, y, z)
    return matrix


def moved(mesh: Mesh, matrix: NDArray[np.float64]) -> Mesh:
    """Return the mesh under a (4, 4) matrix."""
    return mesh[0] @ matrix[:3, :3].T + matrix[:3, 3], mesh[1]


def join(*meshes: Mesh) -> Mesh:
    """Return several meshes as one."""
    starts = np.cumsum([0, *(len(m[0]) for m in meshes)])
    faces = [m[1] + start for m, start in zip(meshes, starts[:-1], strict=True)]
    return np.concatenate([m[0] for m in meshes]), np.concatenate(faces).astype(np.int32)


def box(low: Point, high: Point) -> Mesh:
    """Return an upright box between two corners."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    corners = [(x, y, z) for z in (z0, z1) for y in (y0, y1) for x in (x0, x1)]
    quads = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
    return np.array(corners, float), _split(quads)


def _split(quads: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    parts = [(q[0], q[k], q[k + 1]) for q in quads for k in range(1, len(q) - 1)]
    return np.array(parts, np.int32)


def loft(rings: Sequence[NDArray[np.float64]]) -> Mesh:
    """Return a skin over closed rings of one length, each counter-clockwise seen from above."""
    count, sides = len(rings), len(rings[0])
    index = np.arange(count * sides).reshape(count, sides)
    a, b = index[:-1], np.roll(index[:-1], -1, 1)
    c, d = np.roll(index[1:], -1, 1), index[1:]
    walls = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)]).reshape(-1, 3)
    vertices = np.concatenate([np.asarray(r, float) for r in rings])
    k = np.arange(1, sides - 1)
    low = np.stack([np.zeros_like(k), k + 1, k], 1)
    high = np.stack([np.zeros_like(k), k, k + 1], 1) + (count - 1) * sides
    return vertices, np.concatenate([walls, low, high]).astype(np.int32)


def ring(
    z: float,
    rx: float,
    ry: float,
    at: tuple[float, float] = (0.0, 0.0),
    sides: int = 16,
    folds: float = 0.0,
    waves: int = 7,
    tilt: float = 0.0,
) -> NDArray[np.float64]:
    """Return an oval ring; ``folds`` waves its radius as hanging cloth, ``tilt`` is dz/dx."""
    angle = 2 * np.pi * np.arange(sides) / sides
    grow = 1 + folds * np.cos(waves * angle + 0.7)
    x, y = at[0] + rx * grow * np.cos(angle), at[1] + ry * grow * np.sin(angle)
    return np.stack([x, y, z + tilt * (x - at[0])], 1)


def lathe(profile: Sequence[tuple[float, float]], sides: int = 16, turn: float = 0.0) -> Mesh:
    """Return a turned body from (radius, height) pairs, bottom to top."""
    angle = 2 * np.pi * np.arange(sides) / sides + turn
    unit = np.stack([np.cos(angle), np.sin(angle)], 1)
    rings = [np.column_stack([unit * max(r, 1e-4), np.full(sides, z)]) for r, z in profile]
    return loft(rings)


def ball(at: Point, rx: float, ry: float, rz: float, sides: int = 12) -> Mesh:
    """Return an ellipsoid."""
    rows = np.linspace(-np.pi / 2 + 0.12, np.pi / 2 - 0.12, max(5, sides // 2 + 1))
    rings = [
        ring(at[2] + rz * np.sin(r), rx * np.cos(r), ry * np.cos(r), (at[0], at[1]), sides)
        for r in rows
    ]
    return loft(rings)


def tube(path: Any, radii: Any, sides: int = 8) -> Mesh:
    """Return a round bar along a path of points."""
    points = np.asarray(path, float)
    thick = np.broadcast_to(np.asarray(radii, float), len(points))
    ahead = np.gradient(points, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    angle = 2 * np.pi * np.arange(sides) / sides
    guide = np.where(np.abs(ahead[:, 2:]) < 0.9, (0.0, 0.0, 1.0), (0.0, 1.0, 0.0))
    side = np.cross(guide, ahead)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    other = np.cross(ahead, side)
    round_ = (
        np.cos(angle)[None, :, None] * side[:, None] + np.sin(angle)[None, :, None] * other[:, None]
    )
    return loft(list(points[:, None] + thick[:, None, None] * round_))


def beam(start: Point, end: Point, wide: float, high: float) -> Mesh:
    """Return a squared bar between two points."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    axis = (b - a) / np.linalg.norm(b - a)
    guide = (0.0, 0.0, 1.0) if abs(axis[2]) < 0.95 else (0.0, 1.0, 0.0)
    side = np.cross(guide, axis)
    side = side / np.linalg.norm(side) * wide / 2
    up = np.cross(axis, side)
    up = up / np.linalg.norm(up) * high / 2
    square = [side + up, -side + up, -side - up, side - up]
    return loft([np.array([end_ + s for s in square]) for end_ in (a, b)])


def strip(left: Any, right: Any) -> Mesh:
    """Return a ribbon between two lines of points, for cloth and paths."""
    a, b = np.asarray(left, float), np.asarray(right, float)
    k = np.arange(len(a) - 1)
    n = len(a)
    faces = np.concatenate([np.stack([k, k + n, k + n + 1], 1), np.stack([k, k + n + 1, k + 1], 1)])
    return np.concatenate([a, b]), faces.astype(np.int32)
