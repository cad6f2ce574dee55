"""Ink lines from what a camera sees: contours, joints and folds, each with its own weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes import brush
from scenes.frame import Frame, bands
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


def strokes(frame: Frame) -> Strokes:
    """Return the lines of a view."""
    solid = frame.solid
    deep = np.where(solid, frame.depth, np.float32(1e4))
    jump = brush.curvature((1.0 / deep).astype(np.float32)) * deep
    contour = np.clip((jump - 0.018) * 30, 0, 1) * _near_solid(solid)
    weight = _weights(frame)
    element = frame.ids(frame.triangles.element)
    instance = frame.ids(frame.triangles.instance)
    pieces = np.maximum(0.9 * differs(element), 0.62 * differs(instance))
    fade = np.clip(1.45 - deep / 75, 0.22, 1)
    fold = folds(frame) * np.clip(1.25 - deep / 55, 0.12, 1)
    soft = _soft(frame)
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


def _near_solid(solid: NDArray[np.bool_]) -> Picture:
    return brush.thicken(solid.astype(np.float32), 3)


def differs(ids: NDArray[np.int32]) -> Picture:
    """Return 1 where a number differs from the one below or to the right."""
    edge = np.zeros(ids.shape, np.float32)
    edge[:-1] = ids[:-1] != ids[1:]
    edge[:, :-1] = np.maximum(edge[:, :-1], ids[:, :-1] != ids[:, 1:])
    return edge


def folds(frame: Frame) -> Picture:
    """Return where neighbouring faces turn by more than about forty degrees."""
    out = np.zeros(frame.depth.shape, np.float32)
    height = frame.depth.shape[0]
    for rows in bands(height):
        wide = slice(rows.start, min(rows.stop + 1, height))
        n = frame.normal(wide)
        turn = np.ones(n.shape[:2], np.float32)
        turn[:-1] = np.einsum("ijk,ijk->ij", n[:-1], n[1:])
        turn[:, :-1] = np.minimum(turn[:, :-1], np.einsum("ijk,ijk->ij", n[:, :-1], n[:, 1:]))
        out[rows] = np.clip((0.80 - turn[: rows.stop - rows.start]) * 3, 0, 1)
    return out


def _weights(frame: Frame) -> Picture:
    table = np.array([pigment(m).ink for m in frame.triangles.materials] or [1.0], np.float32)
    ids = frame.ids(frame.triangles.material)
    return np.asarray(np.where(ids >= 0, table[ids], np.float32(1)))


def _soft(frame: Frame) -> Picture:
    names = frame.triangles.elements
    table = np.array([float(e in SOFT) for e in names] or [0.0], np.float32)
    ids = frame.ids(frame.triangles.element)
    return np.asarray(np.where(ids >= 0, table[ids], np.float32(0)))
