"""What towers and stages stand on: terraces with stone edges, steps, moulded 须弥座; metres."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenes.model import SetModel
from scenes.solids import Mesh, boxes, merge, placement, prism, shifted
from scenes.works.ngon import around, drum, half_side

RISER, TREAD = 0.16, 0.31
EDGE = 0.15


def two_tiers(model: SetModel, sides: int, apothem: float, high: float) -> None:
    """Put a terrace of two tiers: a square one below, one of the tower's own plan above."""
    low = 0.46 * high if high > 2.0 else 0.0
    if low:
        half = apothem + 2.6
        tier(model, 4, half, 0.0, low, "base_low_")
        flight(model, half, 0.0, low, 2.6, "base_low_", (0.0, math.pi))
    tier(model, sides, apothem, low, high, "base_")
    flight(model, apothem, low, high, 2.0, "base_", (0.0, math.pi))


def tier(
    model: SetModel, sides: int, apothem: float, low: float, high: float, name: str,
    body: str = "brick",
) -> None:  # fmt: skip
    """Put one terrace: a body, its stone edge and floor."""
    inner = [
        (apothem - 0.05, low - (0.1 if low == 0 else 0.02)),
        (apothem - 0.05, high - EDGE + 0.02),
    ]
    model.add_part(f"{name}body", *drum(sides, inner), body)
    model.place(f"{name}body", "platform", rule="pagoda.base", name="台基")
    a, half = apothem, half_side(sides, apothem)
    cut = half_side(sides, apothem - 0.5)
    edge = [(-half, -a), (half, -a), (cut, -a + 0.5), (-cut, -a + 0.5)]
    model.add_part(f"{name}edge", *shifted(prism(edge, EDGE, "xy"), z=high - EDGE / 2), "stone")
    around(model, f"{name}edge", "platform", sides, rule="pagoda.base", name="压阑石")
    foot = boxes([(-half, half, -a - 0.05, -a + 0.3, low - 0.04, low + 0.13)])
    model.add_part(f"{name}foot", *foot, "stone")
    around(model, f"{name}foot", "platform", sides, rule="own", name="土衬石")
    floor = drum(sides, [(a - 0.503, high - 0.1), (a - 0.503, high - 0.005)])
    model.add_part(f"{name}floor", *floor, "floor")
    model.place(f"{name}floor", "floor", rule="own", name="墁地")


def flight(
    model: SetModel, edge: float, low: float, high: float, half: float, name: str,
    turns: Sequence[float] = (0.0,),
) -> None:  # fmt: skip
    """Put steps before the middle of sides, from one height to another."""
    part = f"{name}steps"
    model.add_part(part, *stairs(edge, low, high, half), "stone")
    for turn in turns:
        model.place(part, "step", placement(turn=turn), "own", "踏道")


def stairs(edge: float, low: float, high: float, half: float) -> Mesh:
    """Return steps up to a front edge at y = −edge, with sloping strings at their sides."""
    count = max(2, math.ceil((high - low) / RISER))
    rise, run = (high - low) / count, TREAD * count
    rows = [(-half, half, -edge - run + TREAD * k, -edge + 0.02, low - 0.05, low + rise * (k + 1) - (0.0 if k < count - 1 else 0.003))
            for k in range(count)]  # fmt: skip
    string = [(-edge + 0.02, high + 0.05), (-edge + 0.02, low - 0.06), (-edge - run - 0.15, low - 0.06),
              (-edge - run - 0.15, low + 0.12)]  # fmt: skip
    side = prism(string, 0.34, "yz")
    return merge(boxes(rows), *(shifted(side, x=s * (half + 0.17)) for s in (-1, 1)))


# 须弥座 over a height of 1 and out of the body's face: (out in parts of the height, height).
SUMERU = ((0.20, 0.0), (0.20, 0.10), (0.16, 0.13), (0.16, 0.24), (0.10, 0.30), (0.02, 0.36), (0.0, 0.37),
          (0.0, 0.62), (0.02, 0.63), (0.10, 0.70), (0.14, 0.76), (0.14, 0.86), (0.18, 0.90), (0.18, 1.0))  # fmt: skip


def sumeru(sides: int, apothem: float, low: float, high: float) -> Mesh:
    """Return a moulded base whose waist has the apothem, from one height to another."""
    tall = high - low
    return drum(sides, [(apothem + out * tall, low + z * tall) for out, z in SUMERU])
