"""Arms (栱), what lies on the last of them (替木) and what lifts a set (驼峰), in fen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

import numpy as np

from scenes.brackets.stack import Stack
from scenes.solids import Mesh, boxes, prism, shifted

THICK = 10.0  # arm thickness, fen
SINK = 0.08  # parts that rest on one another overlap by this, fen (1–2 mm)
FACETS = {
    "nidao": (4, 4.0),
    "guazi": (4, 4.0),
    "hua": (4, 4.0),
    "ling": (5, 4.0),
    "man": (4, 3.0),
    "cut": (0, 0.0),
    "few": (1, 12.0),  # one cut instead of a curve, for sets that are many and small
}  # fmt: skip  卷四 卷杀: 瓣 and fen a 瓣


def rounded(tip: float, name: str, high: float) -> list[tuple[float, float]]:
    """Return the 卷杀 of an arm's end from its upper edge down to the underside.

    The end keeps 6 fen upright; what is below is cut back over so many 瓣, each vertex on the
    curve that the rule's crossing lines envelop (卷四 造栱之制).
    """
    count, each = FACETS[name]
    if not count:
        return [(tip, 0.0)]
    side, run = math.copysign(1.0, tip), count * each
    t = np.arange(count + 1) / count
    along, up = tip - side * run * t**2, (high - 6.0) * (1 - t) ** 2
    return list(zip(along.tolist(), up.tolist(), strict=True))


@cache
def arm(
    left: float, right: float, ends: tuple[str, str], axis: str,
    thick: float = THICK, high: float = 15.0,
) -> Mesh:  # fmt: skip
    """Return an arm from ``left`` (< 0) to ``right`` along ``axis``, its underside at z = 0.

    Arms along the wall are a hair lower than those across, so that no two faces coincide.
    """
    trim = SINK if axis == "x" else 0.0
    start, end = rounded(left, ends[0], high), rounded(right, ends[1], high)
    outline = [(left, high), *start, *end[::-1], (right, high)]
    flat = [(s, min(max(z, trim), high - trim)) for s, z in outline]
    return prism(_thinned(flat), thick, axis + "z")


def _thinned(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for p in points:
        if not out or math.dist(p, out[-1]) > 1e-6:
            out.append(p)
    return out


def packing(near: float, far: float, low: float, high: float, thick: float = THICK) -> Mesh:
    """Return what makes a single arm a full one (足材) from y ``near`` to ``far``."""
    half = thick / 2 - 1.6 * SINK
    return boxes(
        [(-half, half, min(near, far), max(near, far), low - 2.5 * SINK, high + 1.5 * SINK)]
    )


def crossing(s: Stack, name: str, y: float, z: float, *, middle: bool = False) -> list[Mesh]:
    """Return an arm along the wall at ``y`` with a block at each end, and one at its middle."""
    half, top = s.half(name), z + s.single - SINK
    places = [-half + 5.0, half - 5.0, *([0.0] if middle else [])]
    names = ["san", "san", "qixin"]
    blocks = [shifted(s.block(n), x, y, top) for n, x in zip(names, places, strict=False)]
    made = arm(-half, half, s.ends(name), "x", high=s.single)
    return [shifted(made, y=y, z=z), *blocks]


def outward(
    s: Stack, far: float, back: float, z: float, *, answered: bool, thick: float = THICK
) -> list[Mesh]:
    """Return 华栱 (翘) out to ``far`` with its block; inside it answers at ``back`` or is cut."""
    tip = s.ends("hua")[0]
    ends = (tip, tip if answered else "cut")
    inner = back + 6.0 if answered else back
    wider, top = thick - THICK, z + s.single
    out = [shifted(arm(-far - 6.0, inner, ends, "y", thick, s.single), z=z),
           packing(-far + 6.0, back - 6.0 if answered else back, top, z + s.step, thick),
           shifted(s.block("jiaohu", wider=wider), 0, -far, top - SINK)]  # fmt: skip
    if answered:
        out.append(shifted(s.block("jiaohu", wider=wider), 0, back, top - SINK))
    return out


def rest_timber(s: Stack, left: float, right: float) -> Mesh:
    """Return a 替木 along x under the purlin, its ends cut under, its underside at z = 0."""
    high = s.rest + 0.5
    cut, up = 14.0, min(5.0, high / 2)
    outline = [(left, high), (left, up), (left + cut, 0.0), (right - cut, 0.0), (right, up),
               (right, high)]  # fmt: skip
    return prism(outline, THICK * 0.96, "xz")


@cache
def wing() -> Mesh:
    """Return a 翼形栱 along x, its underside at z = 0."""
    half = [(0, 0), (9, 0), (14, 3), (19, 5), (27, 9), (20, 9.5), (14, 12), (8, 14.6), (0, 14.6)]
    outline = half + [(-x, z) for x, z in half[-2:0:-1]]
    return prism(outline, THICK * 0.7, "xz")


@cache
def forked() -> Mesh:
    """Return a 人字栱 along x: two legs that bend out from one foot to the other."""
    outer = [(0.0, 33.0), (9.0, 33.0), (14.0, 22.0), (24.0, 10.0), (40.0, 2.0), (46.0, 0.0)]
    inner = [(36.0, 0.0), (20.0, 6.5), (8.0, 18.0), (0.0, 27.0)]
    right = [*outer[1:], *inner[:-1]]
    left = [(-x, z) for x, z in right[::-1]]
    return prism([*right, inner[-1], *left], THICK * 0.9, "xz")


def hump(low: float, high: float) -> Mesh:
    """Return a 驼峰 (or 蜀柱 where there is no room) that lifts a set off the plate."""
    rise = high - low
    half = [(24.0, 0.0), (21.0, 0.45), (14.0, 0.62), (12.0, 1.0)]
    right = [(x, low + t * rise) for x, t in half]
    return prism(right + [(-x, z) for x, z in right[::-1]], THICK * 1.3, "xz")
