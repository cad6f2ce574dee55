"""Two rows of houses along a street: who stands where, and what is seen and walked between them.

A street lies along y about x = y = 0 and is looked down towards +y; metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from scenes.work import Spot, Viewpoint

GAP = 0.05  # metres between gables
Place = tuple[float, float, float]  # x, y and turn


def facing(
    widths: Sequence[float], half: float, rng: Random, steps: tuple[float, ...] = (0.0,), *, sides: int = 2
) -> tuple[list[Place], float]:  # fmt: skip
    """Return where houses of some widths stand in turn left and right, and the street's length.

    ``half`` is from the middle to the house; of ``steps`` a house stands back by one, by dice.
    With one side all stand to the right.
    """
    ends = [0.0, 0.0]
    found: list[tuple[float, float, float]] = []
    for wide in widths:
        row = int(ends[1] < ends[0]) if sides == 2 else 1
        side = -1 if row == 0 else 1
        x = side * (half + rng.choice(steps))
        found.append((x, ends[row] + wide / 2, -side * np.pi / 2))
        ends[row] += wide + GAP
    length = max(ends)
    return [(x, y - length / 2, turn) for x, y, turn in found], length


def views(half: float, length: float, *, far: float = 0.0) -> tuple[Viewpoint, ...]:
    """Return four places to see a street from; ``half`` is from its middle to the houses.

    ``far`` is how much farther back than the first house the first of them stands.
    """
    near = -length / 2
    return (
        Viewpoint(name="街口", eye=(-0.52 * half, near - 1.6 - far, 1.5), target=(0.42 * half, near + 18.0, 1.5),
                  lens_mm=30, rise=0.17),
        Viewpoint(name="街心", eye=(0.36 * half, near + 0.28 * length, 1.5), target=(-0.62 * half, near + 0.28 * length + 15, 1.5),
                  lens_mm=28, rise=0.13),
        Viewpoint(name="对门", eye=(half - 0.5, near + 0.34 * length, 1.55), target=(-half - 0.6, near + 0.44 * length, 1.55),
                  lens_mm=22, rise=0.12),
        Viewpoint(name="俯瞰", eye=(-0.2 * half, near - 10.0, 9.6), target=(0.0, near + 0.42 * length, 0.8), lens_mm=28, pitch=-13),
    )  # fmt: skip


def walkers(
    half: float, walk: float, length: float, rng: Random, eyes: Sequence[Viewpoint], *, up: float,
    road: float = 0.3,
) -> tuple[Spot, ...]:  # fmt: skip
    """Return where people walk: most on the walks between ``half`` and ``half + walk``, ``up`` high.

    ``road`` is the part of them that walks on the road itself.
    """
    near, made = -length / 2, []
    for k in range(16):
        y = near + 7.5 + (length - 12.0) * (k / 16) ** 1.15 + rng.uniform(-0.8, 0.8)
        on_road = rng.random() < road
        side = rng.choice((-1, 1))
        x = (
            rng.uniform(-0.75, 0.75) * half
            if on_road
            else side * (half + rng.uniform(0.45, 0.85) * walk)
        )
        if any(abs(y - v.eye[1]) < 4.5 and abs(x - v.eye[0]) < 3.0 for v in eyes[:3]):
            continue
        role = rng.choice(("man", "woman", "man", "woman", "worker", "girl", "elder", "boy"))
        pose = {"worker": "carry", "elder": "cane"}.get(role, "down")
        z = 0.05 if on_road else up
        made.append(
            Spot(
                at=(x, y, z),
                turn=rng.choice((0.0, np.pi)) + rng.uniform(-0.4, 0.4),
                role=role,
                pose=pose,
            )
        )
        if k % 4 == 1 and not on_road:
            made.append(Spot(at=(x - side * 0.1, y + 0.75, z), turn=1.4 + rng.uniform(-0.3, 0.3)))
    return tuple(made)
