"""Where a farm court is photographed from, and where its people stand; metres."""

from __future__ import annotations

from scenes.work import Spot, Viewpoint
from scenes.works.courts import layout


def views(x: float, y: float, main: float, wing: float) -> tuple[Viewpoint, ...]:
    """Return the views of a court of half breadth ``x`` and half depth ``y``, from its gate first.

    Args:
        x: half its breadth.
        y: half its depth.
        main: how deep the main house is.
        wing: how deep a wing is.
    """
    door = y - main
    return (
        Viewpoint(name="院中", eye=(0.62 * x, -y + 1.5, 1.6), target=(-0.16 * x, door, 1.6), lens_mm=24, rise=0.06),
        Viewpoint(name="院口", eye=(x - 2.0, -y - 6.0, 1.6), target=(x - 3.0, door, 1.6), lens_mm=28, rise=0.10),
        Viewpoint(name="屋檐下", eye=(-0.45 * x, door - 0.4, 1.7), target=(0.55 * x, -y, 1.5), lens_mm=26, rise=0.02),
        Viewpoint(name="门前", eye=(-0.2 * x, -0.1 * y, 1.5), target=(0.0, door, 1.5), lens_mm=30, rise=0.08),
        layout.aimed("俯瞰", (-1.1 * x, -y - 1.5 * x, 1.5 * x), (0.0, 0.1 * y, 1.0), 30),
    )  # fmt: skip


def spots(x: float, y: float, main: float) -> tuple[Spot, ...]:
    """Return where the people of the farm stand."""
    door = y - main
    return (
        Spot(at=(0.25 * x, door - 2.2, 0), turn=0.4, role="woman", pose="carry"),
        Spot(at=(-0.05 * x, door - 3.6, 0), turn=-0.7, role="man"),
        Spot(at=(0.30 * x, 0.05 * y, 0), turn=2.2, role="boy"),
        Spot(at=(-0.25 * x, door - 1.3, 0), turn=0.1, role="elder", pose="cane"),
    )
