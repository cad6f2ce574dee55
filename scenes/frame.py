"""What a camera sees of a set: depth and triangle of every pixel, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.model import Triangles
from scenes.raycast import Caster, Vectors
from scenes.view import View

BAND = 256  # rows worked on at a time, which bounds memory at any picture size
_USUAL = 1152  # columns that so many rows are meant for; of wider pictures fewer are taken


@dataclass(frozen=True, slots=True)
class Points:
    """What is solid in some rows, row by row, n points.

    ``at`` (n, 3) metres, ``normal`` (n, 3) turned to the camera, ``toward`` (n, 3) the directions
    they were seen along, ``depth`` (n,) and ``triangle`` (n,).
    """

    at: Vectors
    normal: Vectors
    toward: Vectors
    depth: NDArray[np.float32]
    triangle: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Frame:
    """A view: ``depth`` (h, w) metres, inf on sky; ``triangle`` (h, w), -1 on sky.

    Depth is planar for a camera and the distance from the eye for a sphere.
    """

    camera: View
    triangles: Triangles
    caster: Caster
    depth: NDArray[np.float32]
    triangle: NDArray[np.int32]

    @property
    def solid(self) -> NDArray[np.bool_]:
        """Return where something stands."""
        return self.triangle >= 0

    def bands(self) -> list[slice]:
        """Return slices of rows to work on one after another."""
        return bands(*self.depth.shape)

    def ids(self, of_triangles: NDArray[np.int32], rows: slice = slice(None)) -> NDArray[np.int32]:
        """Return a per-triangle number at every pixel, -1 on sky."""
        seen = self.triangle[rows]
        if not len(of_triangles):
            return np.full(seen.shape, -1, np.int32)
        return np.where(seen >= 0, of_triangles[seen], np.int32(-1))

    def normal(self, rows: slice = slice(None)) -> Vectors:
        """Return (h, w, 3) unit normals turned to the camera; zero on sky."""
        seen = self.triangle[rows]
        if not len(self.caster.normals):
            return np.zeros((*seen.shape, 3), np.float32)
        facing = np.where((seen >= 0)[..., None], self.caster.normals[seen], np.float32(0))
        _, toward = self.camera.rays(rows)
        away = np.einsum("ijk,ijk->ij", facing, toward.reshape(facing.shape)) > 0
        facing[away] *= -1
        return facing

    def position(self, rows: slice = slice(None)) -> Vectors:
        """Return (h, w, 3) metres in the set's frame; zero on sky."""
        origins, toward = self.camera.rays(rows)
        deep = self.depth[rows].reshape(-1, 1)
        met = np.isfinite(deep)
        points = origins + toward * np.where(met, deep, np.float32(0))
        return np.where(met, points, np.float32(0)).reshape(*self.depth[rows].shape, 3)

    def points(self, rows: slice = slice(None)) -> Points:
        """Return the solid points of some rows, with all that lighting asks of them."""
        solid = self.solid[rows].ravel()
        origins, toward = self.camera.rays(rows)
        toward = toward[solid]
        triangle, depth = self.triangle[rows].ravel()[solid], self.depth[rows].ravel()[solid]
        normal = self.caster.normals[triangle]
        normal[np.einsum("ij,ij->i", normal, toward) > 0] *= -1
        start = origins if origins.ndim == 1 else origins[solid]
        return Points(start + toward * depth[:, None], normal, toward, depth, triangle)


def look(
    caster: Caster, triangles: Triangles, camera: View, where: NDArray[np.bool_] | None = None
) -> Frame:
    """Cast one ray through every pixel's centre, or only ``where`` (h, w); the rest is sky."""
    depth = np.full((camera.height, camera.width), np.inf, np.float32)
    seen = np.full((camera.height, camera.width), -1, np.int32)
    for rows in bands(camera.height, camera.width):
        ask = slice(None) if where is None else where[rows].ravel()
        if where is not None and not where[rows].any():
            continue
        origins, toward = camera.rays(rows)
        hits = caster.first(origins if origins.ndim == 1 else origins[ask], toward[ask])
        depth[rows].reshape(-1)[ask] = hits.distance
        seen[rows].reshape(-1)[ask] = hits.triangle
    return Frame(camera, triangles, caster, depth, seen)


def bands(height: int, width: int = 0) -> list[slice]:
    """Return slices that cut ``height`` rows into bands, thinner where rows are wide."""
    rows = max(16, BAND * _USUAL // max(width, _USUAL) // 16 * 16)
    return [slice(top, min(top + rows, height)) for top in range(0, height, rows)]
