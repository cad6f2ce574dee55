"""A temple fair: stalls under cloth along the way, pennants, and what is sold (庙会)."""

from __future__ import annotations

import random

import numpy as np

from scenes.model import SetModel
from scenes.props import add
from scenes.turned import Mesh, ball, box, join, lathe, moved, placed, tube

STALL = (2.6, 1.9)  # metres along the way and across it
AWNINGS = ("robe_hemp", "robe_blue", "robe_white", "robe_ochre")
GOODS = ("bowls", "cloth", "baskets", "pots")


def stall(model: SetModel, x: float, y: float, turn: float, number: int, sign: bool) -> None:
    """Put a stall facing its own -y: four poles, a sagging awning, a trestle table with goods.

    ``sign`` hangs a cloth sign (幌) from its front, without words.
    """
    long, deep = STALL
    poles = [
        tube([(s * long / 2, d, 0.0), (s * long / 2, d, z)], 0.034, 6)
        for s in (-1, 1) for d, z in ((-deep / 2, 2.05), (deep / 2, 2.45))
    ]  # fmt: skip
    rails = [tube([(-long / 2 - 0.15, d, z), (long / 2 + 0.15, d, z)], 0.028, 6)
             for d, z in ((-deep / 2, 2.03), (deep / 2, 2.43))]  # fmt: skip
    table = join(
        box((-long / 2 + 0.15, -0.75, 0.72), (long / 2 - 0.15, -0.05, 0.78)),
        *(box((s * 0.95 - 0.03, -0.72 + d, 0.0), (s * 0.95 + 0.03, -0.66 + d, 0.72))
          for s in (-1, 1) for d in (0.0, 0.58)),
    )  # fmt: skip
    kind = number % len(GOODS)
    pieces = [
        (join(*poles, *rails), "wood"), (_awning(long, deep), AWNINGS[number % len(AWNINGS)]),
        (table, "timber"), *_goods(GOODS[kind], number),
    ]  # fmt: skip
    add(model, f"stall.{number}", "prop", pieces, x, y, turn)
    if sign:
        hung = [(box((-0.19, -0.012, 1.25), (0.19, 0.012, 1.95)), "robe_crimson"),
                (box((-0.22, -0.018, 1.95), (0.22, 0.018, 1.99)), "wood")]  # fmt: skip
        c, s = np.cos(turn), np.sin(turn)
        dx, dy = long / 2 - 0.25, -deep / 2 - 0.05
        add(model, "shop_sign", "prop", hung, x + c * dx - s * dy, y + s * dx + c * dy, turn)


def _awning(long: float, deep: float) -> Mesh:
    """Return cloth over the rails, sagging between them, a hand's breadth thick at its edge."""
    u, v = np.linspace(-1, 1, 9), np.linspace(0, 1, 7)
    a, b = np.meshgrid(u, v, indexing="ij")
    x = a * (long / 2 + 0.22)
    y = -deep / 2 - 0.28 + b * (deep + 0.5)
    z = 2.02 + 0.42 * b - 0.13 * np.sin(np.pi * b) * (1 - 0.3 * a**2) - 0.02 * a**2
    top = np.stack([x, y, z], -1).reshape(-1, 3)
    index = np.arange(a.size).reshape(a.shape)
    i, j, k, m = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    faces = np.concatenate([np.stack([i, j, k], -1), np.stack([i, k, m], -1)]).reshape(-1, 3)
    n = len(top)
    under = faces[:, ::-1] + n
    return np.concatenate([top, top - (0, 0, 0.012)]), np.concatenate([faces, under]).astype(
        np.int32
    )


def _goods(kind: str, number: int) -> list[tuple[Mesh, str]]:
    rng = random.Random(f"goods/{number}")
    spots = [(-0.95 + 0.38 * k + rng.uniform(-0.05, 0.05), -0.42 + rng.uniform(-0.14, 0.14))
             for k in range(6)]  # fmt: skip
    if kind == "bowls":
        bowl = lathe([(0.05, 0.78), (0.11, 0.83), (0.14, 0.89), (0.10, 0.86)], 12)
        return [(join(*(moved(bowl, placed(x, y, 0.0)) for x, y in spots)), "earthenware")]
    if kind == "cloth":
        rolls = [[tube([(x, y - 0.22, 0.85), (x, y + 0.22, 0.85)], 0.075, 10) for x, y in spots[k::3]]
                 for k in range(3)]  # fmt: skip
        colours = ("robe_blue", "robe_crimson", "robe_white")
        return [(join(*some), colour) for some, colour in zip(rolls, colours, strict=True)]
    if kind == "baskets":
        basket = lathe([(0.12, 0.78), (0.17, 0.90), (0.16, 0.92), (0.12, 0.88)], 12)
        fruit = [ball((x + 0.05 * np.cos(2 * k), y + 0.05 * np.sin(2 * k), 0.92), 0.045, 0.045, 0.04, 6)
                 for x, y in spots for k in range(3)]  # fmt: skip
        made = join(*(moved(basket, placed(x, y, 0.0)) for x, y in spots))
        return [(made, "timber"), (join(*fruit), "robe_ochre")]
    pot = lathe([(0.08, 0.78), (0.14, 0.86), (0.15, 0.96), (0.09, 1.04), (0.11, 1.07), (0.07, 1.05)],
                12)  # fmt: skip
    return [(join(*(moved(pot, placed(x, y, 0.0)) for x, y in spots)), "earthenware")]
