"""Railings: wooden 寻杖 of Tang to Yuan, stone 望柱 and 栏板 of Ming and Qing.

Heights after 卷八 单钩阑 (3.5 chi) and the 则例; sections are our own (confidence medium).
"""

from __future__ import annotations

import numpy as np

from scenes.model import SetModel
from scenes.solids import Mesh, bars, boxes, circle, lathe, merge, rectangle, repeated

Point = tuple[float, float, float]
HIGH = 1.05  # a railing, its posts apart; metres
SPAN = {False: 2.4, True: 1.6}  # between posts, timber and stone


def rail(model: SetModel, runs: list[tuple[Point, Point]], of_stone: bool) -> None:
    """Put a railing along straight level runs of at least a metre."""
    posts: list[Point] = []
    starts, ends = [], []
    for p, q in runs:
        a, c = np.array(p), np.array(q)
        long = float(np.linalg.norm(c - a))
        if long < 1.0:
            continue
        count = max(1, round(long / SPAN[of_stone]))
        at = a + (c - a) * np.linspace(0, 1, count + 1)[:, None]
        posts += [tuple(x) for x in at.round(4).tolist()]
        starts.append(at[:-1])
        ends.append(at[1:])
    if not starts:
        return
    where = sorted(set(posts))
    a, c = np.concatenate(starts), np.concatenate(ends)
    made, panel = (_stone(a, c), "marble") if of_stone else (_timber(a, c), "timber_red")
    model.add_part("railing", *made, panel)
    model.place("railing", "railing", rule="own", name="石栏板" if of_stone else "钩阑")
    model.add_part("railing_post", *repeated(_post(of_stone), where), panel)
    model.place("railing_post", "railing", rule="own", name="望柱")


def _post(of_stone: bool) -> Mesh:
    w = 0.11 if of_stone else 0.085
    tall = HIGH + (0.08 if of_stone else 0.06)
    head = (
        [
            (0.05, tall - 0.01),
            (0.09, tall + 0.03),
            (0.10, tall + 0.12),
            (0.10, tall + 0.26),
            (0.06, tall + 0.31),
            (0.02, tall + 0.33),
        ]
        if of_stone
        else [(0.05, tall - 0.01), (0.085, tall + 0.05), (0.075, tall + 0.12), (0.02, tall + 0.19)]
    )
    return merge(boxes([(-w, w, -w, w, -0.02, tall)]), lathe(head, 10))


def _up(points: np.ndarray, high: float) -> np.ndarray:
    return points + [0.0, 0.0, high]


def _timber(a: np.ndarray, c: np.ndarray) -> Mesh:
    """Return 寻杖, 盆唇, 地栿, 华版 and the short posts with their blocks (斗子蜀柱)."""
    out = [
        bars(_up(a, HIGH - 0.05), _up(c, HIGH - 0.05), circle(0.05, 8)),
        bars(_up(a, 0.66), _up(c, 0.66), rectangle(0.15, 0.07)),
        bars(_up(a, 0.08), _up(c, 0.08), rectangle(0.14, 0.10)),
        bars(_up(a, 0.375), _up(c, 0.375), rectangle(0.035, 0.52)),
    ]
    for part in (1 / 3, 2 / 3):
        at = a + (c - a) * part
        out.append(
            repeated(
                boxes(
                    [
                        (-0.045, 0.045, -0.045, 0.045, 0.12, HIGH - 0.12),
                        (-0.07, 0.07, -0.07, 0.07, HIGH - 0.16, HIGH - 0.06),
                    ]
                ),
                at,
            )
        )
    return merge(*out)


def _stone(a: np.ndarray, c: np.ndarray) -> Mesh:
    """Return 栏板: a slab pierced under its rail, which vases carry (净瓶)."""
    out = [
        bars(_up(a, HIGH - 0.08), _up(c, HIGH - 0.08), rectangle(0.15, 0.12)),
        bars(_up(a, 0.34), _up(c, 0.34), rectangle(0.13, 0.60)),
        bars(_up(a, 0.34), _up(c, 0.34), rectangle(0.16, 0.36)),
        bars(_up(a, 0.04), _up(c, 0.04), rectangle(0.22, 0.10)),
    ]
    vase = lathe([(0.05, 0.63), (0.075, 0.70), (0.06, 0.78), (0.09, 0.86), (0.09, 0.925)], 8)
    for part in (0.0, 0.5, 1.0):
        out.append(repeated(vase, a + (c - a) * part))
    return merge(*out)
