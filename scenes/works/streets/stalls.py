"""Stalls of a market: poles, an awning, a trestle and what lies on it, as closed solids."""

from __future__ import annotations

import numpy as np

from scenes import solids
from scenes.model import Matrix, SetModel
from scenes.works.streets.kit import Kit, between

WARES = ("bowls", "cloth", "greens", "baskets")
LONG = 2.8  # metres along the street, awning included
_AWNINGS = ("robe_hemp", "sign_blue", "robe_hemp", "robe_ochre")


def put(model: SetModel, number: int, at: Matrix) -> None:
    """Put a stall facing its own −y; ``number`` chooses its wares and awning."""
    prefix = f"stall{number}."
    kit = Kit()
    _frame(kit, _AWNINGS[number])
    _wares(kit, WARES[number])
    model.take(kit.model("invention"), prefix, at)


def _frame(kit: Kit, cloth: str) -> None:
    long, deep = LONG - 0.4, 1.7
    for y, z in ((-deep / 2, 2.05), (deep / 2, 2.40)):
        for x in (-long / 2, long / 2):
            kit.add(
                "pole",
                solids.shifted(solids.lathe([(0.032, 0.0), (0.028, z)], 7), x, y),
                "wood",
                "prop",
            )
        kit.boxes(
            "rail",
            [(-long / 2 - 0.1, long / 2 + 0.1, y - 0.02, y + 0.02, z - 0.03, z + 0.01)],
            "wood",
            "prop",
        )
    u, v = np.linspace(-1, 1, 9), np.linspace(0, 1, 7)
    a, b = np.meshgrid(u, v, indexing="ij")
    top = np.stack(
        [
            a * (long / 2 + 0.2),
            -deep / 2 - 0.25 + b * (deep + 0.45),
            2.06 + 0.38 * b - 0.11 * np.sin(np.pi * b) * (1 - 0.3 * a**2),
        ],
        axis=-1,
    )
    kit.add("awning", solids.outward(solids.slab(top, np.full(a.shape, 0.012))), cloth, "prop")
    legs = [
        (x - 0.03, x + 0.03, y - 0.03, y + 0.03, 0.0, 0.70)
        for x in (-1.0, 1.0)
        for y in (-0.6, 0.0)
    ]
    kit.boxes("trestle", [(-1.15, 1.15, -0.68, 0.08, 0.70, 0.75), *legs], "timber", "furniture")


def _wares(kit: Kit, kind: str) -> None:
    spots = [(float(x), y, 0.752) for y in (-0.50, -0.16) for x in between(-1.0, 1.0, 0.34)]
    if kind == "bowls":
        bowl = solids.lathe([(0.05, 0.0), (0.11, 0.05), (0.14, 0.11), (0.06, 0.10)], 12)
        kit.add("ware", solids.repeated(bowl, spots), "earthenware", "prop")
    elif kind == "cloth":
        for k, colour in enumerate(("robe_blue", "robe_crimson", "robe_white")):
            roll = solids.boxes([(-0.14, 0.14, -0.13, 0.13, 0.0, 0.12)])
            kit.add("ware", solids.repeated(roll, spots[k::3]), colour, "prop")
    elif kind == "greens":
        head = solids.lathe([(0.04, 0.0), (0.12, 0.05), (0.13, 0.12), (0.05, 0.19)], 9)
        kit.add("ware", solids.repeated(head, spots), "robe_green", "prop")
    else:
        basket = solids.lathe([(0.11, 0.0), (0.16, 0.14), (0.13, 0.15)], 11)
        kit.add("ware", solids.repeated(basket, spots), "timber", "prop")
        fruit = solids.lathe([(0.03, 0.12), (0.10, 0.16), (0.03, 0.21)], 8)
        kit.add("fruit", solids.repeated(fruit, spots), "robe_ochre", "prop")
