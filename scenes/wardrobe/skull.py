"""The head that hats and hair are drawn on, and what they share: a close cap, drawn-up hair.

Stature is 1.65-1.70 m. The chin is at y = 0 and the crown at 0.23 m; from the side the face looks
to the left.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from scenes.wardrobe.outline import (
    FOLD,
    MAIN,
    PALE,
    View,
    curve,
    oval,
)

CROWN, BROW, WIDE = 0.23, 0.155, 0.078  # of the head, metres; WIDE is half of it


def face(view: View) -> None:
    """Draw the face from the front."""
    view.area([(-0.05, -0.07), (0.05, -0.07), (0.046, 0.03), (-0.046, 0.03)], PALE, FOLD)
    view.area(oval(0.0, 0.115, WIDE, 0.115), PALE, FOLD)
    view.lines(oval(WIDE + 0.006, 0.105, 0.011, 0.026, -90, 100), FOLD)
    view.lines([(0.018, 0.118), (0.044, 0.121)], FOLD)
    view.line([(-0.016, 0.045), (0.016, 0.045)], FOLD)
    view.line([(0.0, 0.10), (-0.007, 0.075), (0.006, 0.074)], FOLD)


def profile(view: View) -> None:
    """Draw the head from its left."""
    skull = oval(0.01, 0.135, 0.094, 0.096, -35, 190)
    face = [(-0.084, 0.105), (-0.100, 0.078), (-0.088, 0.070), (-0.092, 0.048), (-0.084, 0.030),
            (-0.080, 0.004), (-0.045, 0.0), (-0.030, -0.02), (-0.028, -0.07), (0.060, -0.07),
            (0.064, 0.02)]  # fmt: skip
    view.area(np.concatenate([skull, face]), PALE, FOLD)
    view.line(oval(0.012, 0.10, 0.015, 0.027), FOLD)
    view.line([(-0.076, 0.118), (-0.058, 0.118)], FOLD)


def cap(front: View, side: View, low: float, top: float, fill: int = MAIN) -> None:
    """Draw a close cap down to ``low``."""
    front.area(np.concatenate([[(-0.083, low)], oval(0.0, low, 0.083, top - low, 180, 0),
                               [(0.083, low)]]), fill)  # fmt: skip
    side.area(np.concatenate([oval(0.008, low, 0.100, top - low, 180, 0), [(0.108, low - 0.04)]]),
              fill)  # fmt: skip


def hair(front: View, side: View, fill: int = MAIN) -> None:
    """Draw hair drawn up from brow and nape."""
    front.area(np.concatenate([oval(0.0, 0.135, 0.086, 0.108, 0, 180),
                               curve((-0.086, 0.135), (-0.05, 0.205), (0.05, 0.205),
                                     (0.086, 0.135))]), fill)  # fmt: skip
    side.area(np.concatenate([oval(0.012, 0.135, 0.100, 0.106, -42, 165),
                              curve((-0.085, 0.165), (-0.04, 0.17), (0.0, 0.11), (0.03, 0.05),
                                    (0.086, 0.064))]), fill)  # fmt: skip


def blob(
    front: View, side: View, at: tuple[float, float, float], size: ArrayLike, fill: int = MAIN
) -> None:
    """Draw a rounded mass at x, z, y-from-before to behind, of half sizes rx, ry, rz."""
    x, z, back = at
    rx, rz, rb = np.asarray(size, np.float64).tolist()
    front.area(oval(x, z, rx, rz), fill)
    side.area(oval(back, z, rb, rz), fill)
