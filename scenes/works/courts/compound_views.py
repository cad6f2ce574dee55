"""Where a compound of halls is photographed from."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.building import Building
from scenes.work import Viewpoint
from scenes.works.courts import layout
from scenes.works.courts.annex import SideCourt
from scenes.works.courts.precinct import Court


def views(
    courts: Sequence[Court], half: float, main: str, hall: Building, front: float, gate: float
) -> tuple[Viewpoint, ...]:
    """Return the views of a compound, that of its main hall over its court first.

    Args:
        courts: from the front back.
        half: of its breadth.
        main: name of the main hall.
        hall: that hall.
        front: y of the foremost thing.
        gate: y of the outer gate.
    """
    court = next(c for c in courts if c.name == main)
    first = courts[0]
    deep, back = court.y1 - court.y0, -front
    return (
        Viewpoint(name="正堂", eye=(-0.9, court.y0 + 0.04 * deep, 1.6), target=(0.0, court.y1 + 12, 1.6),
                  lens_mm=26, rise=0.10),
        Viewpoint(name="前院", eye=(0.5, first.y0 + 0.8, 1.6), target=(0.0, first.y1, 1.6),
                  lens_mm=26, rise=0.10),
        Viewpoint(name="门外", eye=(-6.8, gate - 12.0, 1.6), target=(0.0, gate, 1.6), lens_mm=26,
                  rise=0.10),
        Viewpoint(name="侧院", eye=(0.80 * court.half, court.y0 + 0.42 * deep, 1.6),
                  target=(-0.25 * hall.platform_half[0], court.y1 + 9, 1.6), lens_mm=24, rise=0.12),
        layout.aimed("俯瞰", (-0.9 * half, front - 0.42 * back - 6, 0.62 * back + 8),
                     (0.0, 0.12 * front, 0.0), 28),
    )  # fmt: skip


def beside(courts: Sequence[SideCourt], shift: float) -> tuple[Viewpoint, ...]:
    """Return a view of each side court's house from its front; ``shift`` moves the plan along y."""
    return tuple(
        Viewpoint(name="东跨院" if one.side > 0 else "西跨院",
                  eye=(one.middle - one.side * 1.6, one.y0 + shift + 0.7, 1.55),
                  target=(one.middle, one.y1 + shift, 1.55), lens_mm=24, rise=0.10)
        for one in courts
    )  # fmt: skip
