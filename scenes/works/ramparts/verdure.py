"""What grows about a wall: trees by the way, tufts along its foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from scenes import planting
from scenes.model import SetModel
from scenes.planting import Tree
from scenes.solids import placement

Place = tuple[float, float]


def trees(
    model: SetModel,
    kind: str,
    places: Sequence[Place],
    ground: Callable[[float, float], float],
    seed: str,
    *,
    bare: bool = False,
) -> None:
    """Plant trees of one kind at places on the ground; ``bare`` ones have dropped their leaves."""
    rng = Random(f"{seed}/{kind}")
    for number, (x, y) in enumerate(places):
        grown = SetModel()
        tall = rng.uniform(6.5, 9.5)
        planting.plant(
            grown, Tree(name=f"{kind}{number}", x=0.0, y=0.0, kind=kind, tall=tall, bare=bare), seed
        )
        model.take(grown, "grown.", placement(x, y, ground(x, y), rng.uniform(0.0, 6.28)))


def tufts(
    model: SetModel,
    within: tuple[float, float, float, float],
    count: int,
    keep: Callable[[float, float], bool],
    seed: str,
) -> None:
    """Strew grass over x0, x1, y0, y1, where ``keep`` lets it grow."""
    rng = Random(f"{seed}/grass")
    x0, x1, y0, y1 = within
    spots = [
        (rng.uniform(x0, x1), rng.uniform(y0, y1), rng.uniform(0.10, 0.30)) for _ in range(count)
    ]
    planting.grass(model, [s for s in spots if keep(s[0], s[1])], seed)
