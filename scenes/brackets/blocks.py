"""Bearing blocks (斗、升), in fen, standing on z = 0."""

from __future__ import annotations

from functools import cache

import numpy as np

from scenes.solids import Mesh, lathe, lofted

# (width along the wall, depth, height, how much the foot is narrower a side): 卷四 造斗之制;
# 《工程做法》 坐斗 3 by 3, 十八斗 1.8, 三才升 1.3, 槽升子 1.3 by 1.72 斗口.
SONG = {
    "seat": (32.0, 32.0, 20.0, 4.0), "corner": (36.0, 36.0, 20.0, 4.0),
    "san": (16.0, 14.0, 10.0, 2.0), "cross": (14.0, 16.0, 10.0, 2.0),
    "jiaohu": (18.0, 16.0, 10.0, 2.0), "qixin": (16.0, 16.0, 10.0, 2.0),
}  # fmt: skip
QING = {
    "seat": (30.0, 32.0, 20.0, 4.0), "corner": (34.0, 34.0, 20.0, 4.0),
    "san": (13.0, 15.0, 10.0, 2.0), "cross": (15.0, 13.0, 10.0, 2.0),
    "jiaohu": (18.0, 15.0, 10.0, 2.0), "qixin": (13.0, 17.0, 10.0, 2.0),
}  # fmt: skip


@cache
def block(name: str, *, qing: bool, wider: float = 0.0, plain: bool = False) -> Mesh:
    """Return a block by its job; ``wider`` fen are added along the wall (柱头科).

    A ``plain`` one, for sets that are many and small, only narrows from top to foot.
    """
    w, d, h, foot = (QING if qing else SONG)[name]
    if plain:
        rings = [_square(w + wider - 2 * foot, d - 2 * foot, 0.0), _square(w + wider, d, h)]
        return lofted(np.array(rings))
    return dou(w + wider, d, h, foot, hollow=not qing)


def dou(width: float, depth: float, height: float, foot: float, *, hollow: bool) -> Mesh:
    """Return a block: 欹 (hollowed until the Ming, then straight), 平, 耳."""
    levels = [(0.0, foot), (0.4 * height, 0.0), (height, 0.0)]
    if hollow:
        levels.insert(1, (0.18 * height, foot * 0.62))
    rings = [_square(width - 2 * i, depth - 2 * i, z) for z, i in levels]
    return lofted(np.array(rings))


def _square(w: float, d: float, z: float) -> list[tuple[float, float, float]]:
    return [(-w / 2, -d / 2, z), (w / 2, -d / 2, z), (w / 2, d / 2, z), (-w / 2, d / 2, z)]


def slanted(mesh: Mesh, slope: float) -> Mesh:
    """Lengthen a block's foot into the lever that slopes away under it."""
    v = mesh[0].copy()
    foot = v[:, 2] < 1e-9
    v[foot, 2] = slope * v[foot, 1] - 0.4
    return v, mesh[1]


def vase(height: float) -> Mesh:
    """Return a 宝瓶, which carries the corner beam on the topmost lever of a Qing corner."""
    h = height
    return lathe([(5.5, 0.0), (6.0, 0.1 * h), (10.0, 0.3 * h), (11.0, 0.5 * h), (8.0, 0.75 * h),
                  (5.0, 0.88 * h), (6.5, h)], 10)  # fmt: skip
