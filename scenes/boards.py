"""What the boards of houses, halls and offices say: a plaque (匾) and a couplet for each place.

Words are data (``board`` rows of ``data/signs.toml``): made up, or common sayings. Characters are
traditional and run from right to left, also where an old house still stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from scenes import rulebook, signs, solids
from scenes.model import Matrix, SetModel
from scenes.signs import Sign

LEAN = 0.18  # radians that a plaque under an eave leans out
TOLD = "匾额、对联的字：编者自拟或常见成语，不是哪一处的实物"


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """The words of a place: its ``plaque`` and the two lines of its couplet, right-hand first."""

    plaque: str
    couplet: tuple[str, str] = ("", "")


@cache
def words(place: str) -> Board:
    """Return what stands on the boards of a place.

    Raises:
        KeyError: the table has no such place.
    """
    row = next((r for r in rulebook.table("signs")["board"] if r["place"] == place), None)
    if row is None:
        raise KeyError(place)
    plaque, *lines = (
        signs.worded(text, "qing", None) for text in (row["plaque"], *row.get("couplet", ()))
    )
    return Board(plaque=plaque, couplet=(lines[0], lines[1]) if lines else ("", ""))


def plaque(place: str, wide: float = 1.7, high: float = 0.62) -> SetModel:
    """Return the plaque of a place leaning out from under an eave, its foot at the origin."""
    model = SetModel()
    hang_plaque(model, place, wide, high, leaning())
    return model


def leaning() -> Matrix:
    """Return the turn of a plaque whose head leans out towards its reader."""
    tip = np.eye(4)
    c, s = np.cos(LEAN), np.sin(LEAN)
    tip[1:3, 1:3] = [(c, -s), (s, c)]
    return tip


def hang_plaque(
    model: SetModel, place: str, wide: float, high: float, at: Matrix, style: str = "black"
) -> None:  # fmt: skip
    """Hang the plaque of a place, the middle of its foot at ``at``."""
    board = Sign(text=words(place).plaque, form="plaque", wide=wide, high=high, style=style)
    signs.hang(model, board, at @ solids.placement(z=high / 2))


def hang_couplet(
    model: SetModel, place: str, apart: float, wide: float, high: float, at: Matrix,
    style: str = "black",
) -> None:  # fmt: skip
    """Hang the couplet of a place, ``apart`` metres between its lines, their feet level with ``at``."""
    for side, text in zip((1, -1), words(place).couplet, strict=True):
        line = Sign(text=text, form="upright", wide=wide, high=high, style=style)
        signs.hang(model, line, at @ solids.placement(side * apart / 2, 0.0, high / 2))
