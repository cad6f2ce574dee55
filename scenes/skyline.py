"""What the hall covers in a picture, and whether something nearer would stand before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.camera import Camera
from scenes.model import SetModel

BINS = 96  # columns of the picture that the hall's outline is kept for
_HALL = ("roof", "ridge", "rafter", "column", "wall", "bracket", "door", "window")


@dataclass(frozen=True, slots=True)
class Skyline:
    """The hall's outline: ``top`` and ``bottom`` rows of every band of columns, NaN where bare.

    ``marks`` (n, 2) are columns and rows of what must be seen: both ends of the ridge, the eave
    corners and the near corner's column.
    """

    camera: Camera
    top: NDArray[np.float64]
    bottom: NDArray[np.float64]
    near: float
    marks: NDArray[np.float64]

    @classmethod
    def of(cls, model: SetModel, camera: Camera) -> Skyline:
        """Return the outline of a bare hall as a camera sees it."""
        points, ridge = _points(model, _HALL), _points(model, ("ridge",))
        seen = camera.project(points)
        seen = seen[seen[:, 2] > 0.1]
        band = np.floor(seen[:, 0] / camera.width * BINS).astype(int)
        inside = (band >= 0) & (band < BINS)
        top, bottom = np.full(BINS, np.inf), np.full(BINS, -np.inf)
        np.minimum.at(top, band[inside], seen[inside, 1])
        np.maximum.at(bottom, band[inside], seen[inside, 1])
        top[top == np.inf], bottom[bottom == -np.inf] = np.nan, np.nan
        marks = camera.project(_marks(points, ridge, camera))
        return cls(camera, top, bottom, float(seen[:, 2].min(initial=np.inf)), marks[:, :2])

    def covers(self, points: NDArray[np.float64], radii: NDArray[np.float64]) -> float:
        """Return the part (0..1) of balls (n, 3) that lie before the hall's outline."""
        seen = self.camera.project(points)
        size = radii * self.camera.focal_px / np.maximum(seen[:, 2], 0.1)
        band = (seen[:, 0] / self.camera.width * BINS).astype(int)
        inside = (band >= 0) & (band < BINS) & (seen[:, 2] > 0.1)
        band = np.clip(band, 0, BINS - 1)
        with np.errstate(invalid="ignore"):
            high = seen[:, 1] + size > self.top[band]
            low = seen[:, 1] - size < self.bottom[band]
        return float((inside & high & low).mean()) if len(points) else 0.0

    def hits_mark(self, points: NDArray[np.float64], radii: NDArray[np.float64]) -> bool:
        """Tell whether any ball (n, 3) would stand before a ridge end or a corner."""
        seen = self.camera.project(points)
        size = radii * self.camera.focal_px / np.maximum(seen[:, 2], 0.1)
        away = np.hypot(
            seen[:, None, 0] - self.marks[None, :, 0], seen[:, None, 1] - self.marks[None, :, 1]
        )
        return bool(((away < size[:, None] + 4) & (seen[:, None, 2] > 0.1)).any())


def _points(model: SetModel, elements: tuple[str, ...]) -> NDArray[np.float64]:
    found = [
        _thinned(model.parts[i.part].vertices) @ i.matrix[:3, :3].T + i.matrix[:3, 3]
        for i in model.instances
        if i.element in elements
    ]
    return np.concatenate(found) if found else np.zeros((1, 3))


def _thinned(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return some of many vertices: an outline in bands needs no more."""
    return vertices[:: max(1, len(vertices) // 6000)]


def _marks(
    points: NDArray[np.float64], ridge: NDArray[np.float64], camera: Camera
) -> NDArray[np.float64]:
    """Return ridge ends, eave corners and the near corner's foot and head, metres."""
    high = ridge[ridge[:, 2] > 0.5 * (ridge[:, 2].max() + points[:, 2].min())]
    ends = [high[np.argmin(high[:, 0])], high[np.argmax(high[:, 0])]]
    side = 1.0 if camera.eye[0] >= 0 else -1.0
    front = points[points[:, 1] < 0.9 * points[:, 1].min()]
    eaves = [front[np.argmin(front[:, 0])], front[np.argmax(front[:, 0])]]
    corner = front[np.argmax(side * front[:, 0])]
    posts = [(corner[0] * 0.86, corner[1] * 0.8, z * corner[2]) for z in (0.35, 0.7)]
    return np.array([*ends, *eaves, *posts], float)
