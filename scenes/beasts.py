"""Small figures of the roof: 垂兽, 走兽 with the immortal, 套兽, 宝顶, 脊刹.

Beasts look along +x and stand on z = 0, a metre tall unless said; the roofer scales and turns
them. Silhouettes are our own (confidence medium); the order of the figures is not told apart
beyond the rider in front.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from scenes import turned
from scenes.ridge_ends import head
from scenes.solids import Mesh, boxes, lathe, lofted, merge, moved, outward, shifted


def _tube(path: object, radii: object, sides: int = 6) -> Mesh:
    return outward(turned.tube(path, radii, sides))


def _ball(at: tuple[float, float, float], r: float, sides: int = 8) -> Mesh:
    return outward(turned.ball(at, r, r, r, sides))


@cache
def ridge_beast() -> Mesh:
    """Return a 垂兽 or 戗兽: a horned head and chest looking down the ridge, mane behind."""
    chest = _tube([(-0.42, 0, 0.05), (-0.20, 0, 0.22), (-0.02, 0, 0.44), (0.05, 0, 0.60)],
                  [0.26, 0.26, 0.23, 0.17], 8)  # fmt: skip
    face = moved(head(0.50), turned.placed(0.0, 0.0, 0.58))
    mane = [
        _tube([(-0.08, s * 0.16, 0.66 - 0.2 * k), (-0.26, s * 0.2, 0.68 - 0.2 * k),
               (-0.40, s * 0.16, 0.80 - 0.2 * k)], [0.08, 0.08, 0.012], 5)
        for k in range(3) for s in (-1, 1)
    ]  # fmt: skip
    horns = [_tube([(0.0, s * 0.1, 0.78), (-0.16, s * 0.14, 0.92), (-0.2, s * 0.14, 1.0)],
                   [0.055, 0.04, 0.01], 5) for s in (-1, 1)]  # fmt: skip
    base = boxes([(-0.5, 0.42, -0.17, 0.17, -0.10, 0.10)])
    legs = boxes([(0.10, 0.34, s * 0.17 - 0.06, s * 0.17 + 0.06, 0.05, 0.22) for s in (-1, 1)])
    return merge(base, chest, face, *mane, *horns, legs)


@cache
def walking_beast() -> Mesh:
    """Return a 蹲兽: seated on its tile, forelegs straight, head up."""
    body = _tube([(-0.28, 0, 0.16), (-0.18, 0, 0.24), (0.02, 0, 0.46), (0.08, 0, 0.62)],
                 [0.16, 0.19, 0.16, 0.11], 7)  # fmt: skip
    legs = [_tube([(0.10, s * 0.09, 0.48), (0.15, s * 0.1, 0.05)], [0.06, 0.05], 5)
            for s in (-1, 1)]  # fmt: skip
    tail = _tube([(-0.32, 0, 0.12), (-0.42, 0, 0.34), (-0.34, 0, 0.52)], [0.06, 0.06, 0.015], 5)
    face = moved(head(0.34), turned.placed(0.04, 0.0, 0.72))
    tile = boxes([(-0.40, 0.32, -0.13, 0.13, -0.08, 0.06)])
    return merge(tile, body, *legs, tail, face)


@cache
def immortal() -> Mesh:
    """Return the rider on a bird that leads the figures (仙人)."""
    bird = _tube([(-0.36, 0, 0.40), (-0.10, 0, 0.26), (0.16, 0, 0.32), (0.28, 0, 0.50),
                  (0.34, 0, 0.56)], [0.05, 0.17, 0.15, 0.08, 0.04], 7)  # fmt: skip
    tail = _tube([(-0.28, 0, 0.38), (-0.44, 0, 0.60)], [0.09, 0.03], 5)
    rider = outward(turned.lathe([(0.15, 0.34), (0.13, 0.55), (0.10, 0.72), (0.05, 0.78)], 8))
    top = _ball((0.0, 0.0, 0.87), 0.085)
    hat = outward(turned.lathe([(0.06, 0.93), (0.05, 1.0)], 6))
    tile = boxes([(-0.40, 0.36, -0.13, 0.13, -0.08, 0.20)])
    return merge(tile, bird, tail, rider, top, hat)


@cache
def sleeve_beast() -> Mesh:
    """Return a 套兽: the head that sleeves a corner beam, looking outward, one metre broad."""
    made = head(1.4)
    block = boxes([(-0.55, 0.15, -0.47, 0.47, -0.42, 0.5)])
    return merge(made, block)


@cache
def finial() -> Mesh:
    """Return a 宝顶 a metre tall: a moulded foot, a vase and its jewel."""
    foot = [(0.36, -0.12), (0.36, 0.05), (0.30, 0.09), (0.24, 0.13), (0.24, 0.20), (0.31, 0.25),
            (0.33, 0.30), (0.20, 0.33)]  # fmt: skip
    jewel = [(0.17, 0.36), (0.26, 0.46), (0.30, 0.58), (0.27, 0.72), (0.18, 0.83), (0.08, 0.91),
             (0.025, 1.0)]  # fmt: skip
    return lathe([*foot, *jewel], 20)


def _roof(z: float, half: float, high: float) -> Mesh:
    """Return the little roof of a pavilion, its eaves bent up at the corners."""
    rings = []
    for k, (w, up) in enumerate(((1.0, 0.0), (1.0, 0.16), (0.62, 0.42), (0.30, 0.8), (0.12, 1.0))):
        r = []
        for a in np.arange(16) * math.pi / 8:
            c, s = math.cos(a), math.sin(a)
            square = 1.0 / max(abs(c), abs(s))
            corner = max(0.0, square - 1.18) * (1.2 if k < 2 else 0.0)
            r.append(
                (c * square * w * half, s * square * w * half * 0.62, z + (up + corner) * high)
            )
        rings.append(r)
    return lofted(np.array(rings))


@cache
def crest() -> Mesh:
    """Return a 脊刹 a metre tall: a two-storeyed pavilion under a jewel, astride a ridge."""
    foot = boxes([(-0.22, 0.22, -0.10, 0.10, -0.05, 0.06), (-0.18, 0.18, -0.09, 0.09, 0.05, 0.16)])
    rooms = boxes(
        [(-0.13, 0.13, -0.075, 0.075, 0.15, 0.36), (-0.09, 0.09, -0.055, 0.055, 0.46, 0.60)]
    )
    posts = boxes([(x - 0.014, x + 0.014, y - 0.012, y + 0.012, 0.15, 0.37)
                   for x in (-0.15, -0.05, 0.05, 0.15) for y in (-0.09, 0.09)])  # fmt: skip
    jewel = shifted(lathe([(0.05, 0.0), (0.035, 0.04), (0.07, 0.10), (0.05, 0.17), (0.01, 0.24)], 10),
                    z=0.76)  # fmt: skip
    beasts = [
        moved(
            shifted(head(0.22), z=0.02), turned.placed(s * 0.25, 0, 0.02, 0 if s > 0 else math.pi)
        )
        for s in (-1, 1)
    ]
    return merge(
        foot, rooms, posts, _roof(0.35, 0.24, 0.13), _roof(0.59, 0.18, 0.19), jewel, *beasts
    )
