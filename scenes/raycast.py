"""Casting rays into a set: the only door to Embree."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any

import numpy as np
from embreex import mesh_construction, rtcore_scene
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore import EmbreeDevice
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# Rays handed to Embree at once: its answer holds eight numbers a ray, so this bounds memory.
BATCH = 1_000_000
FAR = np.float32(1e20)

# Releases of embreex whose objects begin with their Embree handle, as their .pxd files say.
_KNOWN = ("4.4.0", "4.4.0.post1")
_TRIANGLES, _INDEX, _VERTEX, _UINT3, _FLOAT3 = 0, 0, 1, 0x5003, 0x9003  # of embree4/rtcore.h


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
        device = EmbreeDevice()
        self._scene = rtcore_scene.EmbreeScene(device)
        self._empty = not len(corners)
        if not self._empty:
            fill(self._scene, device, np.ascontiguousarray(corners, np.float32))
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


def fill(scene: Any, device: Any, corners: NDArray[np.float32]) -> None:
    """Put triangles (t, 3, 3) into an Embree scene.

    embreex copies them number by number, which takes twice as long as Embree takes to sort them.
    Where its objects are known from within, all are copied at once.
    """
    embree = _embree()
    if embree is None:
        TriangleMesh(scene, corners)
        return
    count = len(corners)
    geometry = embree.rtcNewGeometry(_handle(device), _TRIANGLES)
    at = embree.rtcSetNewGeometryBuffer(geometry, _VERTEX, 0, _FLOAT3, 16, 3 * count)
    held = np.ctypeslib.as_array((ctypes.c_float * (12 * count)).from_address(at))
    held.reshape(-1, 4)[:, :3] = corners.reshape(-1, 3)
    at = embree.rtcSetNewGeometryBuffer(geometry, _INDEX, 0, _UINT3, 12, count)
    held = np.ctypeslib.as_array((ctypes.c_uint32 * (3 * count)).from_address(at))
    held[:] = np.arange(3 * count, dtype=np.uint32)
    embree.rtcCommitGeometry(geometry)
    embree.rtcAttachGeometry(_handle(scene), geometry)
    embree.rtcReleaseGeometry(geometry)


@cache
def _embree() -> Any:
    """Return Embree's own functions, None where they or embreex's objects are not known."""
    if metadata.version("embreex") not in _KNOWN:
        return None
    library = ctypes.CDLL(mesh_construction.__file__)
    try:  # Windows looks for a function in one file only, and does not find it
        pointer, number, size = ctypes.c_void_p, ctypes.c_uint, ctypes.c_size_t
        library.rtcNewGeometry.argtypes = [pointer, number]
        library.rtcNewGeometry.restype = pointer
        library.rtcSetNewGeometryBuffer.argtypes = [pointer, number, number, number, size, size]
        library.rtcSetNewGeometryBuffer.restype = pointer
        library.rtcCommitGeometry.argtypes = [pointer]
        library.rtcAttachGeometry.argtypes = [pointer, pointer]
        library.rtcReleaseGeometry.argtypes = [pointer]
    except AttributeError:
        return None
    return library


def _handle(of: Any) -> int:
    """Return the address that an object of embreex holds first."""
    held = ctypes.c_void_p.from_address(id(of) + object.__basicsize__).value
    assert held is not None
    return held


def face_normals(corners: NDArray[np.float32]) -> Vectors:
    """Return the (t, 3) unit normals of triangles; zero where a triangle has no area."""
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(across, axis=1, keepdims=True)
    unit = np.divide(across, length, out=np.zeros_like(across), where=length > 0)
    return np.asarray(unit, np.float32)


def _batches(count: int) -> list[slice]:
    return [slice(start, min(start + BATCH, count)) for start in range(0, count, BATCH)]
