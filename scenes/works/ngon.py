"""Regular plans: what is made once for the front side of a tower and turned round to the others.

The front side looks to −y; metres. Side ``k`` is the front turned ``k`` steps, counter-clockwise
from above; corner ``k`` lies between side ``k`` and the next.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from scenes.model import Matrix, SetModel
from scenes.solids import Mesh, lathe, moved, placement

Array = NDArray[np.float64]


def half_side(sides: int, apothem: float) -> float:
    """Return half the length of a side whose middle is ``apothem`` from the axis."""
    return apothem * math.tan(math.pi / sides)


def apothem_of(sides: int, diameter: float) -> float:
    """Return the distance of the sides' middles where corners lie on a circle of a diameter."""
    return diameter / 2 * math.cos(math.pi / sides)


def turns(sides: int, only: Iterable[int] | None = None) -> list[tuple[int, float]]:
    """Return (side, radians) of every side, or of some."""
    return [(k, 2 * math.pi * k / sides) for k in (range(sides) if only is None else only)]


def corner_turn(sides: int, k: int) -> float:
    """Return what turns −y toward corner ``k``."""
    return 2 * math.pi * (k + 0.5) / sides


def corner(sides: int, apothem: float, k: int) -> tuple[float, float]:
    """Return (x, y) of a corner."""
    far, a = apothem / math.cos(math.pi / sides), corner_turn(sides, k)
    return far * math.sin(a), -far * math.cos(a)


def outline(sides: int, apothem: float) -> Array:
    """Return the corners (sides, 2), counter-clockwise from above."""
    return np.array([corner(sides, apothem, k) for k in range(sides)])


def drum(sides: int, profile: Sequence[tuple[float, float]]) -> Mesh:
    """Return an upright body of so many sides; ``profile`` runs (apothem, height) upwards."""
    spread = 1.0 / math.cos(math.pi / sides)
    made = lathe([(r * spread, z) for r, z in profile], sides)
    return moved(made, placement(turn=-math.pi / 2 + math.pi / sides))


def around(
    model: SetModel, part: str, element: str, sides: int, *, z: float = 0.0, rule: str = "",
    name: str = "", only: Iterable[int] | None = None,
) -> None:  # fmt: skip
    """Put a part that was made for the front side on every side, or on some."""
    for _, turn in turns(sides, only):
        model.place(part, element, placement(z=z, turn=turn), rule, name)


def at_corners(
    model: SetModel, part: str, element: str, sides: int, *, z: float = 0.0, rule: str = "",
    name: str = "",
) -> None:  # fmt: skip
    """Put a part that was made to look to −y on every corner line."""
    for k in range(sides):
        model.place(part, element, placement(z=z, turn=corner_turn(sides, k)), rule, name)


def along_side(apothem: float, u: float, z: float) -> Matrix:
    """Return the placement of what stands on the front side, ``u`` metres along it."""
    return placement(u, -apothem, z)
