"""Casting rays into a set: the only door to Embree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from embreex import rtcore_scene
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore import EmbreeDevice
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# Rays handed to Embree at once: its answer holds eight numbers a ray, so this bounds memory.
BATCH = 1_000_000
FAR = np.float32(1e20)


@dataclass(frozen=True, slots=True)
class Hits:
    """What rays met first. ``triangle`` is -1 and ``distance`` infinite where they met nothing."""

    distance: NDArray[np.float32]
    triangle: NDArray[np.int32]


class Caster:
    """A set made ready for rays.

    Args:
        corners: (t, 3, 3) float32 metres, as ``Triangles.corners``.
    """

    def __init__(self, corners: NDArray[np.float32]) -> None:
        self._scene = rtcore_scene.EmbreeScene(EmbreeDevice())
        self._empty = not len(corners)
        if not self._empty:
            TriangleMesh(self._scene, np.ascontiguousarray(corners, np.float32))
        self.normals = face_normals(corners)

    def first(self, origins: Vectors, directions: Vectors, reach: float = float(FAR)) -> Hits:
        """Return the nearest triangle along each ray.

        Args:
            origins: (n, 3) or one (3,) point, metres.
            directions: (n, 3); distances are in their lengths.
            reach: how far to look, in the same unit.
        """
        count = len(directions)
        distance = np.full(count, np.inf, np.float32)
        triangle = np.full(count, -1, np.int32)
        for rows in _batches(0 if self._empty else count):
            answer = self._ask(origins, directions, rows, reach, output=1)
            hit = answer["primID"] >= 0
            triangle[rows] = answer["primID"]
            distance[rows] = np.where(hit, answer["tfar"], np.inf)
        return Hits(distance, triangle)

    def blocked(
        self, origins: Vectors, directions: Vectors, reach: float = float(FAR)
    ) -> NDArray[np.bool_]:
        """Return whether anything stands within ``reach`` along each ray."""
        answer = np.zeros(len(directions), np.bool_)
        for rows in _batches(0 if self._empty else len(directions)):
            answer[rows] = self._ask(origins, directions, rows, reach, query="OCCLUDED") != -1
        return answer

    def _ask(
        self, origins: Vectors, directions: Vectors, rows: slice, reach: float, **how: object
    ) -> Any:
        toward = np.ascontiguousarray(directions[rows], np.float32)
        start = np.asarray(origins, np.float32)
        start = np.broadcast_to(start, toward.shape) if start.ndim == 1 else start[rows]
        reaches = np.full(len(toward), reach, np.float32)
        return self._scene.run(np.ascontiguousarray(start), toward, dists=reaches, **how)


def face_normals(corners: NDArray[np.float32]) -> Vectors:
    """Return the (t, 3) unit normals of triangles; zero where a triangle has no area."""
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(across, axis=1, keepdims=True)
    unit = np.divide(across, length, out=np.zeros_like(across), where=length > 0)
    return np.asarray(unit, np.float32)


def _batches(count: int) -> list[slice]:
    return [slice(start, min(start + BATCH, count)) for start in range(0, count, BATCH)]
