"""Boards that stand out from a front and are read along the street (竖招), on iron arms."""

from __future__ import annotations

import numpy as np

from scenes import signs
from scenes.model import Matrix, SetModel
from scenes.signs import Sign
from scenes.solids import placement
from scenes.works.streets.kit import Kit

WIDE, LETTER = 0.52, 0.40  # metres: of a board, and of one letter of its length


def long(text: str) -> float:
    """Return how long a board is that holds a text."""
    return LETTER * len(text) + 0.22


def put(model: SetModel, text: str, style: str, at: Matrix, *, wide: float = WIDE) -> None:
    """Put a board whose foot is at the origin of ``at``, before a wall that faces −y."""
    high = long(text) * wide / WIDE
    name = f"blade.arm.{high:.2f}.{wide:.2f}"
    if name not in model.parts:
        kit = Kit()
        arms = [
            (-0.014, 0.014, -wide - 0.16, 0.10, z - 0.014, z + 0.014)
            for z in (0.12 * high, 0.90 * high)
        ]
        kit.boxes("arm", arms, "iron", "sign")
        made = kit.model()
        model.parts[name] = next(iter(made.parts.values()))
    model.place(name, "sign", at, "invention")
    sign = Sign(text=text, form="blade", wide=wide, high=high, style=style)
    signs.hang(model, sign, at @ placement(-0.03, -wide / 2 - 0.10, high / 2, np.pi / 2))
