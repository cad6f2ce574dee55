"""A piece of open country with every number settled, and the ground that it lies on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes import planting, props, solids
from scenes.model import SetModel
from scenes.planting import Tree
from scenes.work import Work

Heights = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]
_CLUMP = 6  # tufts of a patch of grass
_FINE = 21.0  # metres from the lens within which every leaf is drawn
EDGE = 58.0  # metres from the middle at which the relief of a land has run out


@dataclass(frozen=True, kw_only=True, slots=True)
class Land(Work):
    """Open country; ``size`` are its measures in metres by the ledger's keys."""

    size: Mapping[str, float]
    season: str = ""
    seed: int = 0

    @property
    def bare(self) -> bool:
        """Return whether trees have dropped their leaves."""
        return self.season == "冬"

    def settled(self, **more: Any) -> Land:
        """Return it with more of it known."""
        return replace(self, **more)

    def dice(self, what: str) -> Random:
        """Return dice for one kind of thing: the same land throws the same."""
        return Random(f"{self.kind}/{self.seed}/{what}")


def swell(x: NDArray[np.float64], y: NDArray[np.float64], high: float) -> NDArray[np.float64]:
    """Return gentle rises of about ``high`` metres, none below zero, run out at the edge."""
    waves = (
        0.5 + 0.30 * np.sin(0.11 * x + 0.6) * np.cos(0.09 * y) + 0.20 * np.sin(0.23 * x - 0.19 * y)
    )
    left = np.clip((EDGE - np.hypot(x, y)) / 22.0, 0.0, 1.0)
    return np.asarray(high * waves * left, np.float64)


def lay(
    model: SetModel, name: str, at: Heights, xs: tuple[float, float, int], ys: tuple[float, float, int],
    material: str = "earth", deep: float = 1.2,
) -> None:  # fmt: skip
    """Lay ground over a grid: first, last and number of points along x and y."""
    x, y = np.meshgrid(np.linspace(*xs), np.linspace(*ys), indexing="ij")
    z = at(x, y)
    mesh = solids.outward(solids.slab(np.stack([x, y, z], axis=-1), z + deep))
    model.add_part(name, *mesh, material)
    model.place(name, "ground", rule="invention", name=name)


def trees(
    model: SetModel,
    land: Land,
    kind: str,
    places: list[tuple[float, float, float]],
    ground: Callable[[float, float], float] | None = None,
    *,
    fine: float = _FINE,
) -> None:
    """Plant trees at (x, y, part of the rule's height); those farther than ``fine`` have fewer leaves."""
    dice = land.dice(f"trees/{kind}")
    for number, (x, y, part) in enumerate(places):
        grown = SetModel()
        tall, name = part * land.size["tree"], f"{kind}{number}"
        lean, toward = dice.uniform(0.04, 0.16), dice.uniform(0.0, 6.28)
        if np.hypot(x, y + 10.0) > fine and kind != "cypress":
            planting.plain_tree(
                grown, name, tall, f"{land.seed}/{name}", bare=land.bare and kind == "locust"
            )
        else:
            tree = Tree(
                name=name, x=0.0, y=0.0, kind=kind, tall=tall, lean=lean, toward=toward,
                bare=land.bare and kind == "locust",
            )  # fmt: skip
            planting.plant(grown, tree, f"{land.seed}/{name}")
        model.take(grown, f"{name}.", solids.placement(x, y, ground(x, y) if ground else 0.0))


def tufts(
    model: SetModel, land: Land, count: int, within: tuple[float, float, float, float],
    keep: Callable[[float, float], bool], high: tuple[float, float] = (0.10, 0.34),
    ground: Callable[[float, float], float] | None = None,
) -> None:  # fmt: skip
    """Strew tufts of grass over x0, x1, y0, y1 where ``keep`` lets them grow."""
    dice = land.dice("tufts")
    x0, x1, y0, y1 = within
    spots = []
    for _ in range(count // _CLUMP):  # grass grows in patches
        x, y, tall = dice.uniform(x0, x1), dice.uniform(y0, y1), dice.uniform(*high)
        spots += [
            (x + dice.gauss(0, 0.35), y + dice.gauss(0, 0.35), tall * dice.uniform(0.6, 1.1))
            for _ in range(_CLUMP)
        ]
    kept = [spot for spot in spots if keep(spot[0], spot[1])]
    first = len(model.instances)
    planting.grass(model, kept, f"{land.seed}/{land.kind}")
    for instance, (x, y, _) in zip(model.instances[first:], kept, strict=True):
        instance.matrix[2, 3] = ground(x, y) if ground else 0.0


def stones(
    model: SetModel, land: Land, count: int, within: tuple[float, float, float, float],
    size: tuple[float, float], keep: Callable[[float, float], bool] = lambda _x, _y: True,
) -> None:  # fmt: skip
    """Lay weathered stones, half sunk."""
    dice = land.dice("stones")
    x0, x1, y0, y1 = within
    for number in range(count):
        x, y = dice.uniform(x0, x1), dice.uniform(y0, y1)
        if keep(x, y):
            props.stone(
                model,
                x,
                y,
                dice.uniform(*size) * dice.uniform(0.5, 1.0),
                dice.uniform(0, 6.28),
                number % 5,
            )
