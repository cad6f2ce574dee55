"""Outlines of one view of a thing: areas, seams and folds in metres, and what is measured on it.

x runs right and y up as one looks at the thing; of a garment spread out, y = 0 is the line of the
shoulders and the wearer's right lies at the left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Path = NDArray[np.float64]
EDGE, SEAM, FOLD = "edge", "seam", "fold"  # outline; sewn or joined; pleat, fold, what is hidden
MAIN, TRIM, THIRD, DARK, PALE = 0, 1, 2, 3, 4  # fills: the item's colours in order; ink; paper


@dataclass(frozen=True, slots=True)
class Shape:
    """A line (n, 2) or, with a ``fill``, an area; ``pen`` is EDGE, SEAM or FOLD."""

    points: Path
    pen: str = EDGE
    fill: int | None = None


@dataclass(frozen=True, slots=True)
class Gauge:
    """A measure between two points; ``side`` is where its line stands: below, above, left, right.

    ``row`` counts the lines of one side outwards from the drawing.
    """

    name: str
    a: tuple[float, float]
    b: tuple[float, float]
    side: str
    row: int = 0


@dataclass(slots=True)
class View:
    """One view of a thing, its name, and the words that stand on it (x, y, text, height)."""

    name: str
    shapes: list[Shape] = field(default_factory=list)
    gauges: list[Gauge] = field(default_factory=list)
    words: list[tuple[float, float, str, float]] = field(default_factory=list)
    half: bool = False  # only what lies right of the middle is shown

    def area(self, points: ArrayLike, fill: int = MAIN, pen: str = EDGE) -> None:
        """Add a filled area, closed."""
        ring = np.asarray(points, np.float64)
        self.shapes.append(Shape(np.concatenate([ring, ring[:1]]), pen, fill))

    def both(self, points: ArrayLike, fill: int = MAIN, pen: str = EDGE) -> None:
        """Add an area and its mirror image."""
        ring = np.asarray(points, np.float64)
        self.area(ring, fill, pen)
        self.area(ring * (-1, 1), fill, pen)

    def line(self, points: ArrayLike, pen: str = SEAM) -> None:
        """Add a line."""
        self.shapes.append(Shape(np.asarray(points, np.float64), pen))

    def lines(self, points: ArrayLike, pen: str = SEAM) -> None:
        """Add a line and its mirror image."""
        path = np.asarray(points, np.float64)
        self.line(path, pen)
        self.line(path * (-1, 1), pen)

    def wide(self, name: str, half: float, y: float, side: str, row: int = 0) -> None:
        """Measure a width that lies evenly about the middle."""
        self.gauges.append(Gauge(name, (-half, y), (half, y), side, row))

    def high(self, name: str, x: float, low: float, top: float, side: str, row: int = 0) -> None:
        """Measure a height."""
        self.gauges.append(Gauge(name, (x, low), (x, top), side, row))

    def bounds(self) -> tuple[float, float, float, float]:
        """Return x0, y0, x1, y1 of everything drawn, metres."""
        every = np.concatenate([one.points for one in self.shapes])
        (x0, y0), (x1, y1) = every.min(axis=0), every.max(axis=0)
        if self.half:
            x0 = 0.0
        return float(x0), float(y0), float(x1), float(y1)


def curve(*points: Sequence[float], steps: int = 12) -> Path:
    """Return a smooth line that begins at the first point, ends at the last and bends to the rest.

    A Bézier curve of as many control points as are given.
    """
    at = np.linspace(0.0, 1.0, steps + 1)[:, None]
    row = [np.broadcast_to(np.asarray(p, np.float64), (steps + 1, 2)) for p in points]
    while len(row) > 1:
        row = [(1 - at) * a + at * b for a, b in zip(row[:-1], row[1:], strict=True)]
    return np.asarray(row[0])


def oval(x: float, y: float, rx: float, ry: float, start: float = 0.0, stop: float = 360.0) -> Path:
    """Return an ellipse, or the part between two angles in degrees, anticlockwise."""
    count = max(9, round(abs(stop - start) / 10) + 1)
    turn = np.radians(np.linspace(start, stop, count))
    return np.stack([x + rx * np.cos(turn), y + ry * np.sin(turn)], 1)


def smooth(points: Path) -> Path:
    """Return a line through points with its corners rounded (Catmull-Rom)."""
    if len(points) < 3:
        return points
    ends = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    out = [points[0]]
    for a, b, c, d in zip(ends[:-3], ends[1:-2], ends[2:-1], ends[3:], strict=True):
        for t in np.linspace(0.125, 1.0, 8):
            out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
                              + (3 * b - a - 3 * c + d) * t**3))  # fmt: skip
    return np.array(out)


def closed(points: ArrayLike) -> Path:
    """Return a closed smooth outline through points."""
    ring = np.asarray(points, np.float64)
    return smooth(np.concatenate([ring[-2:], ring, ring[:2]]))[16:-8]


def rect(x: float, y: float, wide: float, high: float) -> Path:
    """Return a rectangle by its lower left corner."""
    return np.array([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)])


def mirrored(path: Path) -> Path:
    """Return a half outline (from the middle above to the middle below) made whole."""
    return np.concatenate([path, (path * (-1, 1))[::-1]])


def across(path: Path) -> Path:
    """Return a line from one end to the middle made whole: end, middle, other end."""
    return np.concatenate([path * (-1, 1), path[::-1][1:]])


def thick(path: ArrayLike, wide: float) -> Path:
    """Return the ring of a band of a width along a line."""
    line = np.asarray(path, np.float64)
    along = np.gradient(line, axis=0)
    long = np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    across = np.stack([-along[:, 1], along[:, 0]], 1) / long * (wide / 2)
    return np.concatenate([line + across, (line - across)[::-1]])
