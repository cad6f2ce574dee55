"""Ink lines from what a camera sees: contours, joints and folds, each with its own weight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes import brush
from scenes.frame import Frame
from scenes.palette import pigment

Picture = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Strokes:
    """0..1 strengths at the frame's sampling: contours, joints of pieces, folds of faces."""

    contour: Picture
    joint: Picture
    fold: Picture

    def all(self) -> Picture:
        """Return the strongest of the three."""
        return np.asarray(np.maximum(np.maximum(self.contour, self.joint), self.fold))


# Things drawn without inner lines: their own texture does the drawing.
SOFT = ("tree", "grass", "shrub", "smoke")
WORN = ("worn_earth", "snow_print", "road_earth")  # ground that shades into other ground
_OPEN = 80.0  # metres: ground farther off than this is open country
_MARGIN = 3  # rows a band looks beyond its own, for neighbours and thickening


def drawn(frame: Frame, weigh: Callable[[Strokes], Picture]) -> Picture:
    """Return the lines of a view in one picture, weighed band by band to spare memory."""
    height = frame.depth.shape[0]
    lines = np.empty(frame.depth.shape, np.float32)
    for rows in frame.bands():
        wide = slice(max(rows.start - _MARGIN, 0), min(rows.stop + _MARGIN, height))
        first = rows.start - wide.start
        lines[rows] = weigh(strokes(frame, wide))[first : first + rows.stop - rows.start]
    return lines


def strokes(frame: Frame, rows: slice = slice(None)) -> Strokes:
    """Return the lines of a view, or of some of its rows."""
    plain = _plain(frame, rows)
    solid = frame.solid[rows] & ~plain
    deep = np.where(frame.solid[rows], frame.depth[rows], np.float32(1e4))
    jump = brush.curvature((1.0 / deep).astype(np.float32)) * deep
    contour = np.clip((jump - 0.018) * 30, 0, 1) * brush.thicken(solid.astype(np.float32), 3)
    whole = ~_worn(frame, rows)
    contour *= whole & ~(
        plain | ((deep > _OPEN) & (brush.thicken(plain.astype(np.float32), 5) > 0))
    )
    weight, soft = _weights(frame, rows), _soft(frame, rows)
    element = frame.ids(frame.triangles.element, rows)
    instance = frame.ids(frame.triangles.instance, rows)
    pieces = np.maximum(0.9 * differs(element), 0.62 * differs(instance)) * whole
    fade = np.clip(1.45 - deep / 75, 0.22, 1)
    fold = folds(frame, rows) * np.clip(1.25 - deep / 55, 0.12, 1)
    inner = weight * fade * solid * (1 - soft)
    contour = contour * np.where(solid, np.maximum(weight, 0.35), 1) * fade * (1 - 0.88 * soft)
    return Strokes(
        contour.astype(np.float32),
        (pieces * inner).astype(np.float32),
        (0.55 * fold * inner).astype(np.float32),
    )


def thinned(lines: Picture, scale: int) -> Picture:
    """Return lines with crowded ones made lighter, as a painter leaves out far tiles."""
    crowd = brush.blur(lines, 3.0 * scale)
    return np.asarray(lines / (1 + 5.5 * np.clip(crowd - 0.10, 0, 1)), np.float32)


def differs(ids: NDArray[np.int32]) -> Picture:
    """Return 1 where a number differs from the one below or to the right."""
    edge = np.zeros(ids.shape, np.float32)
    edge[:-1] = ids[:-1] != ids[1:]
    edge[:, :-1] = np.maximum(edge[:, :-1], ids[:, :-1] != ids[:, 1:])
    return edge


def folds(frame: Frame, rows: slice = slice(None)) -> Picture:
    """Return where neighbouring faces turn by more than about forty degrees."""
    n = frame.normal(rows)
    turn = np.ones(n.shape[:2], np.float32)
    turn[:-1] = np.einsum("ijk,ijk->ij", n[:-1], n[1:])
    turn[:, :-1] = np.minimum(turn[:, :-1], np.einsum("ijk,ijk->ij", n[:, :-1], n[:, 1:]))
    return np.asarray(np.clip((0.80 - turn) * 3, 0, 1))


def _weights(frame: Frame, rows: slice) -> Picture:
    table = np.array([pigment(m).ink for m in frame.triangles.materials] or [1.0], np.float32)
    ids = frame.ids(frame.triangles.material, rows)
    return np.asarray(np.where(ids >= 0, table[ids], np.float32(1)))


def _plain(frame: Frame, rows: slice) -> NDArray[np.bool_]:
    """Return where far ground runs out into the painted land, which no line should part."""
    names = frame.triangles.elements
    if "ground" not in names:
        return np.zeros(frame.depth[rows].shape, np.bool_)
    ground = frame.ids(frame.triangles.element, rows) == names.index("ground")
    return np.asarray(ground & (frame.depth[rows] > _OPEN))


def _worn(frame: Frame, rows: slice) -> NDArray[np.bool_]:
    """Return where ground without ink, a rut, meets other ground, which no line should part."""
    inkless = [n for n, m in enumerate(frame.triangles.materials) if m in WORN]
    if not inkless or "ground" not in frame.triangles.elements:
        return np.zeros(frame.depth[rows].shape, np.bool_)
    worn = np.isin(frame.ids(frame.triangles.material, rows), inkless)
    ground = frame.ids(frame.triangles.element, rows) == frame.triangles.elements.index("ground")
    beside = brush.thicken(worn.astype(np.float32), 3) > 0
    return np.asarray(beside & ~(brush.thicken((~ground).astype(np.float32), 5) > 0))


def _soft(frame: Frame, rows: slice) -> Picture:
    names = frame.triangles.elements
    table = np.array([float(e in SOFT) for e in names] or [0.0], np.float32)
    ids = frame.ids(frame.triangles.element, rows)
    return np.asarray(np.where(ids >= 0, table[ids], np.float32(0)))
