"""The timber frame (大木构架): columns, architraves, bracket sets in place, purlins, roof frames."""

from __future__ import annotations

from scenes.building import Building
from scenes.framing.bracketing import set_brackets, set_inner_brackets
from scenes.framing.columns import PLINTH, Post, foot, posts, raise_columns, sides
from scenes.framing.frames import raise_beams
from scenes.framing.purlins import lay_outer_ties, lay_purlins
from scenes.framing.sections import (
    architrave,
    plate_height,
    small_gap,
    tie,
    underside,
    wall_bands,
)
from scenes.framing.ties import tie_columns
from scenes.model import SetModel
from scenes.roofline import Roofline

__all__ = [
    "PLINTH", "Post", "architrave", "foot", "plate_height", "posts", "raise_frame", "sides", "small_gap",
    "tie", "underside", "wall_bands",
]  # fmt: skip


def raise_frame(model: SetModel, b: Building, line: Roofline) -> list[Post]:
    """Put the whole frame of a hall, or of the ring around one, and return its columns."""
    ring = posts(b, line)
    raise_columns(model, b, ring)
    tie_columns(model, b, line, ring)
    set_brackets(model, b, ring)
    set_inner_brackets(model, b, ring)
    lay_outer_ties(model, b, line)
    lay_purlins(model, b, line)
    raise_beams(model, b, line)
    return ring
