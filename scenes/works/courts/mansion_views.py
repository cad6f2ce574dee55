"""Where a mansion is photographed from, and where people stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenes.work import Spot, Viewpoint
from scenes.works.courts import layout

if TYPE_CHECKING:
    from scenes.works.courts.mansion import Sizes
    from scenes.works.courts.mansion_side import SideYard


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """Where things lie: each court's y from and to, the gate, the main house and its terrace."""

    courts: tuple[tuple[float, float], ...]
    gate_x: float
    front: float
    main: float
    deck: float


def views(s: Sizes, marks: Marks) -> tuple[Viewpoint, ...]:
    """Return the views of a mansion, that up its inner court first.

    Args:
        s: its sizes.
        marks: where its courts, gate and main house lie.
    """
    low, high = marks.courts[-1]
    gate_x, front = marks.gate_x, marks.front
    main, deck = marks.main, marks.deck
    aside = 0.14 * s.court
    roof, over = s.wall + 1.7, s.width + s.beside
    return (
        Viewpoint(name="院中", eye=(-aside, low + 0.4, 1.55), target=(0.06 * s.court, main, 1.55),
                  lens_mm=26, rise=0.16),
        Viewpoint(name="正房回望", eye=(aside, high + 0.4, max(deck, 2.2) + 1.6),
                  target=(0.0, low, deck + 1.6), lens_mm=26, rise=-0.02, pitch=-14),
        Viewpoint(name="大门", eye=(gate_x - 7.0, front - 9.6, 1.6), target=(gate_x + 0.4, front, 1.6),
                  lens_mm=27, rise=0.24),
        Viewpoint(name="外院", eye=(0.3 * aside, marks.courts[0][0] - 1.6, 1.5),
                  target=(0.0, main, 1.5), lens_mm=30, rise=0.14),
        layout.aimed("屋脊", (-0.46 * s.width, low - 7.5, roof + 2.4), (0.1 * s.width, main, roof),
                     30),
        layout.aimed("俯瞰", (-1.25 * over, front - 0.9 * over, 1.9 * over),
                     (0.0, 0.35 * front, 2.0), 30),
    )  # fmt: skip


def beside(courts: Sequence[SideYard], shift: float) -> tuple[Viewpoint, ...]:
    """Return a view up each side court; ``shift`` moves the plan along y."""
    return tuple(
        Viewpoint(name=one.word, eye=(one.middle - one.side * 0.2 * one.yard, one.y0 + shift + 1.0, 1.55),
                  target=(one.middle + one.side * 0.12 * one.yard, one.y1 + shift, 1.55), lens_mm=24,
                  rise=0.14)
        for one in courts
    )  # fmt: skip


def spots(s: Sizes, marks: Marks) -> tuple[Spot, ...]:
    """Return where people of the house stand."""
    low, high = marks.courts[-1]
    deep, c = high - low, s.court
    gate_x, front = marks.gate_x, marks.front
    return (
        Spot(at=(0.12 * c, low + 0.62 * deep, 0.0), turn=0.2),
        Spot(at=(0.27 * c, low + 0.60 * deep, 0.0), turn=-1.3, role="woman"),
        Spot(at=(-0.28 * c, low + 0.86 * deep, 0.0), turn=2.6, role="woman", pose="carry"),
        Spot(at=(gate_x - 1.4, front - 1.1, 0.0), turn=0.4),
    )
