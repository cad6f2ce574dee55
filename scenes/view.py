"""What the plate asks of whoever looks: a camera's rectangle, or the whole sphere about an eye."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from scenes.camera import Vector


class View(Protocol):
    """Rays in rows and columns, and the measures that brushes and air need.

    ``focal_px`` is the pixels of one radian (or of a tangent of 1) at the middle, ``brush_px``
    the width in pixels that brushes are sized by; ``round`` where the last column joins the first.
    ``axes`` are right, up and forward; ``rays`` gives origins and directions, row by row, and a
    depth is measured in lengths of its direction.
    """

    @property
    def eye(self) -> Vector: ...  # noqa: D102
    @property
    def width(self) -> int: ...  # noqa: D102
    @property
    def height(self) -> int: ...  # noqa: D102
    @property
    def focal_px(self) -> float: ...  # noqa: D102
    @property
    def brush_px(self) -> float: ...  # noqa: D102
    @property
    def round(self) -> bool: ...  # noqa: D102
    @property
    def heading(self) -> NDArray[np.float64]: ...  # noqa: D102
    @property
    def axes(self) -> NDArray[np.float64]: ...  # noqa: D102
    def rays(self, rows: slice | None = None) -> tuple[NDArray[Any], NDArray[Any]]: ...  # noqa: D102
    def scaled(self, factor: int) -> Self: ...  # noqa: D102
    def repeats(self, times: float) -> float: ...  # noqa: D102
    def paper(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]: ...  # noqa: D102


@dataclass(frozen=True, kw_only=True, slots=True)
class Sphere:
    """Rows ``top`` to ``bottom`` of an equirectangular picture, seen from ``eye``.

    ``wide`` columns go once round, the middle one towards ``bearing`` (degrees from the hall's
    back, +y, clockwise seen from above); ``wide / 2`` rows go from the zenith to the nadir.
    ``margin`` columns are seen again beyond either end, so that brushes find their neighbours.
    Directions have length 1: depth is the distance from the eye.
    """

    eye: Vector
    wide: int
    top: int
    bottom: int
    bearing: float = 0.0
    margin: int = 0

    @property
    def width(self) -> int:
        """Return the columns, margins included."""
        return self.wide + 2 * self.margin

    @property
    def height(self) -> int:
        """Return the rows."""
        return self.bottom - self.top

    @property
    def focal_px(self) -> float:
        """Return the pixels of one radian."""
        return self.wide / (2 * np.pi)

    @property
    def brush_px(self) -> float:
        """Return a quarter of the way round: what a wide lens would take in."""
        return self.wide / 4

    @property
    def round(self) -> bool:
        """Return whether the last column joins the first: it does."""
        return True

    @property
    def heading(self) -> NDArray[np.float64]:
        """Return the (3,) level unit vector of the middle column."""
        return np.array([np.sin(np.radians(self.bearing)), np.cos(np.radians(self.bearing)), 0.0])

    @property
    def axes(self) -> NDArray[np.float64]:
        """Return (3, 3): right, up and forward as rows."""
        up = np.array([0.0, 0.0, 1.0])
        return np.stack([np.cross(self.heading, up), up, self.heading])

    def scaled(self, factor: int) -> Sphere:
        """Return the same view with ``factor`` times the pixels a side."""
        return replace(
            self, wide=self.wide * factor, top=self.top * factor, bottom=self.bottom * factor,
            margin=self.margin * factor,
        )  # fmt: skip

    def rays(self, rows: slice | None = None) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return (origin (3,), directions (n, 3) of length 1), row by row."""
        band = np.arange(self.top, self.bottom)[rows or slice(None)]
        turn = np.radians(self.bearing) + self._turn()
        lift = (0.5 - (band + 0.5) / (self.wide / 2)) * np.pi
        level = np.cos(lift)[:, None]
        toward = np.empty((len(band), self.width, 3), np.float32)
        toward[..., 0] = np.sin(turn) * level
        toward[..., 1] = np.cos(turn) * level
        toward[..., 2] = np.sin(lift)[:, None]
        return np.asarray(self.eye, np.float32), toward.reshape(-1, 3)

    def repeats(self, times: float) -> float:
        """Return how often a pattern laid ``times`` across a picture goes round: a whole number."""
        return float(max(1, round(4 * times)))

    def paper(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Return (column, row, strength) of the paper's grain: light, and none at the poles.

        Worn on the head, a paper that moves with the view is in the way of it.
        """
        wide = np.float32(self.wide)
        u = np.arange(-self.margin, self.wide + self.margin, dtype=np.float32)[None] / wide
        rows = np.arange(self.top, self.bottom, dtype=np.float32)[:, None]
        calm = 0.4 * np.sin(np.pi * (rows + 0.5) / (self.wide / 2))
        return u, rows / wide, calm.astype(np.float32)

    def _turn(self) -> NDArray[np.float64]:
        columns = np.arange(-self.margin, self.wide + self.margin) + 0.5
        return (columns / self.wide - 0.5) * 2 * np.pi
