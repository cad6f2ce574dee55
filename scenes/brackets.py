"""Bracket sets: 斗, 栱, 昂 and the sets they make, in fen, turned to metres at the end.

A set stands with the foot of its 栌斗 at the origin; x runs along the wall, outward is −y, z up.
A corner set has outward −x and −y. Layers lie 21 fen apart, the first 12 above the foot.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.building import Building
from scenes.solids import Mesh, lofted, merge, moved, placement, prism, shifted
from scenes.timber import CAI, ZHI, ZUCAI

THICK = 10.0  # arm thickness, fen
SINK = 0.08  # parts that rest on one another overlap by this, fen (1–2 mm)
BRIM, QI = 12.0, 12.0
FACETS = {
    "nidao": (4, 4.0),
    "guazi": (4, 4.0),
    "hua": (4, 4.0),
    "ling": (5, 4.0),
    "man": (4, 3.0),
    "cut": (0, 0.0),
}  # fmt: skip  卷四 卷杀: 瓣 and fen a 瓣
HALF = {"nidao": 31.0, "guazi": 31.0, "ling": 36.0, "man": 46.0}  # 卷四: half lengths
NOSE = 25.0  # how far a lever's nose passes its block, fen


def layer(k: int) -> float:
    """Return the underside of layer ``k`` above the foot of 栌斗, fen."""
    return BRIM + ZUCAI * k


def dou(width: float, depth: float, height: float, foot: float = 2.0) -> Mesh:
    """Return a bearing block standing on z = 0: 欹 (hollowed), 平, 耳."""
    hollow = foot * 0.62
    levels = ((0.0, foot), (0.4 * height * 0.45, hollow), (0.4 * height, 0.0), (height, 0.0))
    rings = [_square(width - 2 * i, depth - 2 * i, z) for z, i in levels]
    return lofted(np.array(rings))


def _square(w: float, d: float, z: float) -> list[tuple[float, float, float]]:
    return [(-w / 2, -d / 2, z), (w / 2, -d / 2, z), (w / 2, d / 2, z), (-w / 2, d / 2, z)]


LUDOU = dou(32, 32, 20, 4)
CORNER_LUDOU = dou(36, 36, 20, 4)
SANDOU = dou(14, 16, 10)
SANDOU_Y = dou(16, 14, 10)
JIAOHU = dou(18, 16, 10)
QIXIN = dou(16, 16, 10)


def rounded(tip: float, facets: tuple[int, float]) -> list[tuple[float, float]]:
    """Return the 卷杀 of an arm's end from its upper edge down to the underside.

    The end keeps 6 fen upright; the lower 9 are cut back over ``facets`` 瓣, each vertex on the
    curve that the rule's crossing lines envelop (卷四 造栱之制).
    """
    count, each = facets
    side, run = math.copysign(1.0, tip), count * each
    if not count:
        return [(tip, 0.0)]
    t = np.arange(count + 1) / count
    along, high = tip - side * run * t**2, 9.0 * (1 - t) ** 2
    return list(zip(along.tolist(), high.tolist(), strict=True))


def arm(left: float, right: float, ends: tuple[str, str], axis: str, thick: float = THICK) -> Mesh:
    """Return an arm from ``left`` (< 0) to ``right`` along ``axis``, its underside at z = 0.

    Arms along the wall are a hair lower than those across, so that no two faces coincide.
    """
    trim = SINK if axis == "x" else 0.0
    start = rounded(left, FACETS[ends[0]])
    end = rounded(right, FACETS[ends[1]])
    outline = [(left, CAI), *start, *end[::-1], (right, CAI)]
    flat = [(s, min(max(z, trim), CAI - trim)) for s, z in outline]
    return prism(_thinned(flat), thick, axis + "z")


def _thinned(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for p in points:
        if not out or math.dist(p, out[-1]) > 1e-6:
            out.append(p)
    return out


def diagonal(mesh: Mesh) -> Mesh:
    """Turn what runs along −y to run to the corner (−x, −y)."""
    return moved(mesh, placement(turn=-math.pi / 4))


def lever(tip: float, block: float, tail: float, under: float, slope: float, cover: float) -> Mesh:
    """Return a 下昂 with a 批竹 nose, lying in the yz plane.

    Args:
        tip: y of the nose, outward and so negative.
        block: y of the middle of the block that it carries.
        tail: y of the inner end.
        under: height of its underside at y = 0.
        slope: rise per fen inward.
        cover: from the block's middle to where the nose begins to thin.
    """
    steep = CAI * math.hypot(1.0, slope)

    def low(y: float) -> float:
        return under + slope * y

    shoulder = block - cover
    outline = [
        (tail, low(tail)), (tail, low(tail) + steep), (shoulder, low(shoulder) + steep),
        (tip, low(tip) + 2.2), (tip, low(tip)),
    ]  # fmt: skip
    return prism(outline, THICK - 2 * SINK, "yz")


def nose_head(tip: float, inner: float, block: float) -> Mesh:
    """Return a 耍头 whose end is cut like a split bamboo, its underside at z = 0."""
    shoulder = block - 8.0
    outline = [(inner, 0.0), (inner, CAI), (shoulder, CAI), (tip, 2.5), (tip, 0.0)]
    return prism(outline, THICK - 2 * SINK, "yz")


def wing() -> Mesh:
    """Return a 翼形栱 along x, its underside at z = 0."""
    half = [(0, 0), (9, 0), (14, 3), (19, 5), (27, 9), (20, 9.5), (14, 12), (8, 14.6), (0, 14.6)]
    outline = half + [(-x, z) for x, z in half[-2:0:-1]]
    return prism(outline, THICK * 0.7, "xz")


def rest_timber(left: float, right: float) -> Mesh:
    """Return a 替木 along x, 10 fen high, its ends cut under, its underside at z = 0."""
    cut = 14.0
    outline = [(left, 10.0), (left, 5.0), (left + cut, 0.0), (right - cut, 0.0), (right, 5.0),
               (right, 10.0)]  # fmt: skip
    return prism(outline, THICK * 0.96, "xz")


@dataclass(frozen=True, slots=True)
class Stack:
    """What a set is made of: distances in fen from the wall, heights above its foot."""

    jumps: tuple[float, ...]  # distance of each jump from the wall
    arms: int
    levers: int
    slope: float

    @classmethod
    def of(cls, b: Building) -> Stack:
        """Return the stack of a hall's column sets."""
        places = tuple((np.cumsum(b.jumps) / b.fen).tolist())
        return cls(places, b.brackets.arms, b.brackets.levers, b.lever_slope)

    @property
    def last(self) -> float:
        """Return the distance of the eave purlin."""
        return self.jumps[-1]

    def under(self, i: int) -> float:
        """Return the underside of lever ``i`` at the wall plane."""
        steep = CAI * math.hypot(1.0, self.slope)
        first = layer(self.arms) + self.slope * self.jumps[self.arms - 1]
        return first + i * (steep + ZHI)

    def lever_top(self, i: int) -> float:
        """Return the top of lever ``i`` at its own jump."""
        y = -self.jumps[self.arms + i]
        return self.under(i) + self.slope * y + CAI * math.hypot(1.0, self.slope)

    @property
    def ling(self) -> float:
        """Return the underside of 令栱."""
        if self.levers:
            return self.lever_top(self.levers - 1) + ZHI
        return layer(self.arms)

    @property
    def filled(self) -> tuple[int, ...]:
        """Return the jumps (from 0) that carry arms along the wall: 计心, each second one."""
        return tuple(
            k for k in range(1, self.arms) if (len(self.jumps) - 1 - k) % 2 == 0
            and k < len(self.jumps) - 1
        )  # fmt: skip


def _at(mesh: Mesh, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Mesh:
    return shifted(mesh, x, y, z)


def _cross_arm(kind: str, y: float, z: float) -> list[Mesh]:
    """Return an arm along the wall at distance −y with a block at each end and its middle."""
    half = HALF[kind]
    end = half - 5.0
    top = z + CAI - SINK
    blocks = [_at(SANDOU_Y, x, y, top) for x in (-end, end)] + [_at(QIXIN, 0, y, top)]
    return [_at(arm(-half, half, (kind, kind), "x"), y=y, z=z), *blocks]


def _blocks_on_wall(spread: float, k: int) -> list[Mesh]:
    z = layer(k) + CAI - SINK
    return [_at(SANDOU_Y, x, 0, z) for x in (-spread, spread)] + [_at(QIXIN, 0, 0, z)]


def _wall_arms() -> list[Mesh]:
    """Return 泥道栱 and, carved on the first wall tie, 慢栱 in relief."""
    relief = arm(-HALF["man"], HALF["man"], ("man", "man"), "x", THICK + 1.2)
    return [
        _at(arm(-HALF["nidao"], HALF["nidao"], ("nidao", "nidao"), "x"), z=layer(0)),
        *_blocks_on_wall(26.0, 0), _at(relief, z=layer(1)), *_blocks_on_wall(41.0, 1),
    ]  # fmt: skip


def _outward_arms(s: Stack, first: int, inner: int) -> list[Mesh]:
    """Return 华栱 of layers ``first``… with their blocks; ``inner`` of them answer inside."""
    out = []
    for k in range(s.arms):
        far = s.jumps[k]
        inside = far + 6.0 if k < inner else 5.0
        ends = ("hua", "hua" if k < inner else "cut")
        z = layer(k + first)
        out.append(_at(arm(-far - 6.0, inside, ends, "y"), z=z))
        out.append(_at(JIAOHU, 0, -far, z + CAI - SINK))
        if k < inner:
            out.append(_at(JIAOHU, 0, far, z + CAI - SINK))
    return out


def _levers(s: Stack, tails: tuple[float, ...], stretch: float = 1.0) -> list[Mesh]:
    """Return levers in the yz plane with their blocks; ``stretch`` is √2 on the corner line."""
    out = []
    for i in range(s.levers):
        block = -s.jumps[s.arms + i] * stretch
        slope = s.slope / stretch
        made = lever(block - NOSE * stretch**0.5, block, tails[i], s.under(i), slope, 8.0)
        top = s.lever_top(i)
        out += [made, _at(_slanted(JIAOHU, slope), 0, block, top - SINK)]
    return out


def _slanted(block: Mesh, slope: float) -> Mesh:
    """Lengthen a block's foot into the lever that slopes away under it."""
    v = block[0].copy()
    foot = v[:, 2] < 1e-9
    v[foot, 2] = slope * v[foot, 1] - 0.4
    return v, block[1]


def _eave_end(s: Stack) -> list[Mesh]:
    """Return 令栱, its blocks and 替木 at the last jump, with the 耍头 that crosses them."""
    y, z = -s.last, s.ling
    inner = -s.jumps[max(s.arms - 1, 0)] + 8.0 if s.levers else 5.0
    return [
        *_cross_arm("ling", y, z), _at(nose_head(y - 26.0, inner, y), z=z),
        _at(rest_timber(-52.0, 52.0), y=y, z=z + ZUCAI),
    ]  # fmt: skip


def _filled_jumps(s: Stack) -> list[Mesh]:
    out = []
    for k in s.filled:
        out += _cross_arm("guazi", -s.jumps[k], layer(k + 1))
        out += _cross_arm("man", -s.jumps[k], layer(k + 2))
    return out


def column_set(s: Stack, tail: float) -> Mesh:
    """Return a 柱头铺作; ``tail`` is how far lever tails run inside, fen."""
    if s.arms == 1 and not s.levers:
        return _doukoutiao(s)
    tails = tuple(tail - 14.0 * (s.levers - 1 - i) for i in range(s.levers))
    parts = [
        LUDOU, *_wall_arms(), *_outward_arms(s, 0, 1), *_filled_jumps(s), *_levers(s, tails),
        *_eave_end(s), *_wedges(s),
    ]  # fmt: skip
    return merge(*parts)


def _doukoutiao(s: Stack) -> Mesh:
    """Return 斗口跳: one arm, whose block carries 替木 and the purlin."""
    z = layer(1)
    return merge(
        LUDOU, *_wall_arms()[:4], *_outward_arms(s, 0, 0),
        _at(rest_timber(-52.0, 52.0), y=-s.last, z=z),
    )  # fmt: skip


def _wedges(s: Stack) -> list[Mesh]:
    """Return 华头子: what fills between the last arm's block and the lever over it."""
    if not s.levers:
        return []
    y, z = s.jumps[s.arms - 1], layer(s.arms)
    outline = [(-y - 17.0, z - 7.6), (4.0, z - 7.6), (4.0, z + s.slope * y * 0.6), (-y - 9.0, z)]
    return [prism(outline, THICK * 0.92, "yz")]


def between_set(s: Stack) -> Mesh:
    """Return a 补间铺作.

    Over levers it is 五铺作双杪 without 栌斗, growing out of the wall ties, and carries 罗汉枋;
    without levers it repeats the column set on the architrave.
    """
    if not s.levers:
        return merge(
            LUDOU, *_wall_arms(), *_outward_arms(s, 0, 1), *_filled_jumps(s), *_eave_end(s)
        )
    two = Stack(s.jumps[:2], 2, 0, s.slope)
    out = _outward_arms(two, 1, 2)
    out += [_at(wing(), y=-s.jumps[0], z=layer(2)), *_cross_arm("ling", -s.jumps[1], layer(3))]
    for k in (1, 2):
        out += _blocks_on_wall(26.0 if k == 1 else 41.0, k)
    return merge(*out)


def corner_set(s: Stack) -> Mesh:
    """Return a 转角铺作: arms both ways that become wall arms on the other side, and 45° members."""
    root = math.sqrt(2.0)
    parts: list[Mesh] = [CORNER_LUDOU]
    for k in range(s.arms):
        far = s.jumps[k]
        kind = "nidao" if k == 0 else "man"
        one = [_at(arm(-far - 6.0, HALF[kind], ("hua", kind), "x"), z=layer(k))]
        one += [_at(b, *at, layer(k) + CAI - SINK) for b, at in _corner_blocks(far, HALF[kind])]
        two = [_at(arm(-far - 6.0, HALF[kind], ("hua", kind), "y"), z=layer(k))]
        two += [
            _at(b, at[1], at[0], layer(k) + CAI - SINK) for b, at in _corner_blocks(far, HALF[kind])
        ]
        slant = [
            arm(-far * root - 7.0, s.jumps[min(k, 1)] * root, ("hua", "hua"), "y", THICK * 1.1)
        ]
        slant = [_at(slant[0], z=layer(k) + 0.3), _at(QIXIN, 0, -far * root, layer(k) + CAI)]
        parts += one + two + [diagonal(m) for m in slant]
    parts += _corner_filled(s)
    parts += _corner_levers(s, root)
    parts += _corner_end(s, root)
    return merge(*parts)


def _corner_blocks(far: float, half: float) -> list[tuple[Mesh, tuple[float, float]]]:
    return [(JIAOHU, (-far, 0.0)), (SANDOU_Y, (half - 5.0, 0.0))]


def _pair(s: Stack, kind: str, far: float, z: float) -> list[Mesh]:
    """Return the two arms that cross beyond the corner at ``far``, each over two places (鸳鸯交手)."""
    half = HALF[kind]
    top = z + CAI - SINK
    along = [_at(arm(-far - half, half, (kind, kind), "x"), y=-far, z=z)]
    places = (half - 5.0, 0.0, -far, -far - half + 5.0)
    along += [_at(SANDOU_Y, x, -far, top) for x in places]
    across = [_at(arm(-far - half, half, (kind, kind), "y"), x=-far, z=z + SINK)]
    across += [_at(SANDOU, -far, y, top) for y in (places[0], places[1], places[3])]
    return along + across


def _corner_filled(s: Stack) -> list[Mesh]:
    out = []
    for k in s.filled:
        out += _pair(s, "guazi", s.jumps[k], layer(k + 1))
        out += _pair(s, "man", s.jumps[k], layer(k + 2))
    return out


def _corner_levers(s: Stack, root: float) -> list[Mesh]:
    if not s.levers:
        return []
    short = (26.0,) * s.levers
    front = merge(*_levers(s, short))
    side = moved(front, placement(turn=-math.pi / 2))
    slant = [diagonal(m) for m in _levers(s, (60.0,) * s.levers, root)]
    under, block = s.under(s.levers), -s.last * root
    over = lever(block - NOSE * 1.25, block, -s.jumps[1], under, s.slope / root, 6.0)
    wedge = merge(*_wedges(s))
    return [front, side, *slant, diagonal(over), wedge, moved(wedge, placement(turn=-math.pi / 2))]


def _corner_end(s: Stack, root: float) -> list[Mesh]:
    z = s.ling
    out = _pair(s, "ling", s.last, z)
    rest = _at(rest_timber(-s.last - 22.0, 52.0), y=-s.last, z=z + ZUCAI)
    turn = np.eye(4)
    turn[:2, :2] = [[0, 1], [1, 0]]
    out += [rest, _at(moved(rest, turn), z=SINK)]
    inner = -s.jumps[max(s.arms - 1, 0)] + 8.0 if s.levers else 5.0
    head = _at(nose_head(-s.last - 26.0, inner, -s.last), z=z)
    out += [head, moved(head, placement(turn=-math.pi / 2))]
    if not s.levers:
        slant = nose_head(-s.last * root - 30.0, 5.0, -s.last * root)
        out.append(diagonal(_at(slant, z=z + 0.3)))
    return out


def inner_set(s: Stack) -> Mesh:
    """Return the set on an inner column: arms both ways, all 偷心."""
    out = [LUDOU, *_wall_arms()]
    for k in range(min(s.arms, 2)):
        far = s.jumps[k]
        out.append(_at(arm(-far - 6.0, far + 6.0, ("hua", "hua"), "y"), z=layer(k)))
        out += [_at(JIAOHU, 0, y, layer(k) + CAI - SINK) for y in (-far, far)]
    return merge(*out)


def in_metres(mesh: Mesh, b: Building) -> Mesh:
    """Return a set made in fen in the hall's metres."""
    return mesh[0] * b.fen, mesh[1]


def mirrored(mesh: Mesh) -> Mesh:
    """Return the set as in a glass along x, faces outward."""
    return moved(mesh, placement(scale=(-1.0, 1.0, 1.0)))


def turns() -> dict[str, float]:
    """Return the turn of a set on each side of the hall, radians."""
    return {"front": 0.0, "back": math.pi, "left": -math.pi / 2, "right": math.pi / 2}


def bounds(mesh: Mesh) -> NDArray[np.float64]:
    """Return (2, 3) lower and upper corners."""
    return np.stack([mesh[0].min(axis=0), mesh[0].max(axis=0)])
