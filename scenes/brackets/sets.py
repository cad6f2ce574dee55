"""The sets over a column, between columns and over an inner column, in fen."""

from __future__ import annotations

import math
from dataclasses import replace

from scenes.brackets.arms import (
    SINK,
    THICK,
    arm,
    crossing,
    forked,
    hump,
    outward,
    rest_timber,
    wing,
)
from scenes.brackets.blocks import block
from scenes.brackets.heads import head, peach
from scenes.brackets.levers import level, levers, wedges
from scenes.brackets.stack import EARLY, Stack
from scenes.building import Building
from scenes.solids import Mesh, merge, moved, placement, shifted

TAIL_STEP = 14.0  # each lower lever's tail ends this much sooner, fen
BLUNT = 4.0  # how far inside the wall a member that is not answered ends


def wall_arms(s: Stack, first: int = 0) -> list[Mesh]:
    """Return 泥道栱 and 慢栱 with their blocks; the latter carved on the tie until the Liao."""
    out: list[Mesh] = []
    names = ("nidao", "man") if s.double or s.relief else ("nidao",)
    for k, name in list(enumerate(names))[first:]:
        carved = s.relief and k > 0
        half, z = s.half(name), s.layer(k)
        made = arm(-half, half, s.ends(name), "x", THICK + (1.2 if carved else 0.0), s.single)
        out.append(shifted(made, z=z))
        seat = s.block("san")
        out += [shifted(seat, x, 0, z + s.single - SINK) for x in (5.0 - half, half - 5.0)]
    return out


def filled(s: Stack, side: float = -1.0) -> list[Mesh]:
    """Return the arms along the wall over the lower jumps, outside (−1) or inside (1)."""
    out = []
    for k in s.filled:
        y, z = side * s.places[k], s.seat(k)
        out += crossing(s, "guazi", y, z)
        if s.double:
            out += crossing(s, "man", y, z + s.step)
    return out


def eave_end(s: Stack, *, crossed: bool = True) -> list[Mesh]:
    """Return 令栱 (厢栱) at the last jump and, below Qing 枋, its 替木; ``crossed`` by a 耍头."""
    y, z = -s.last, s.ling
    out = crossing(s, "ling", y, z, middle=crossed and not s.qing)
    if crossed:
        out.append(head(s, y, s.head_end, z))
    return out + rest(s, y)


def rest(s: Stack, y: float) -> list[Mesh]:
    """Return the short 替木; where a whole 枋 lies there it belongs to the frame."""
    half = rest_half(s)
    return [] if s.whole else [shifted(rest_timber(s, -half, half), y=y, z=s.seat_of_rest)]


def rest_half(s: Stack) -> float:
    """Return half a 替木's length: it passes the arm under it by a block's width."""
    return min(52.0, s.limit + 2.0)


def column_set(s: Stack, tail: float) -> Mesh:
    """Return a 柱头铺作 (柱头科); ``tail`` is how far lever tails run inside, fen."""
    if s.kind != "出跳":
        return merge(s.block("seat"), *_low(s, beam=True))
    if s.qing:
        return _under_beam(s)
    tails = tuple(tail - TAIL_STEP * (s.real - 1 - i) for i in range(s.real))
    parts = [s.block("seat"), *wall_arms(s)]
    for k in range(s.flat):
        parts += level(s, k, s.places[k] if k == 0 else BLUNT, answered=k == 0)
    return merge(*parts, *filled(s), *levers(s, tails), *eave_end(s), *wedges(s))


def _under_beam(s: Stack) -> Mesh:
    """Return a Qing 柱头科: its members widen layer by layer to the beam that they carry."""
    parts = [s.block("seat", wider=10.0), *wall_arms(s)]
    for k in range(s.jumps):
        thick = 20.0 + 20.0 * k / max(s.jumps, 1)
        parts += level(s, k, s.places[k], answered=True, thick=thick)
    parts += [*filled(s), *eave_end(s, crossed=False), peach(s)]
    return merge(*parts)


def _low(s: Stack, *, beam: bool) -> list[Mesh]:
    """Return what stands on the block of a set that makes no jump, or one under the purlin."""
    out, z = wall_arms(replace(s, double=False, relief=False)), s.layer(0)
    if s.kind == "斗口跳":
        out += outward(s, s.last, BLUNT, z, answered=False)
        return out + rest(s, -s.last) + ([] if not beam else wall_arms(s, 1))
    if s.kind == "把头绞项" and beam:
        out.append(head(s, 0.0, 40.0, z))
    else:
        out.append(shifted(s.block("qixin"), 0, 0, z + s.single - SINK))
        out.append(shifted(arm(-9.0, 9.0, ("cut", "cut"), "y", high=s.single), z=z - 2 * SINK))
    return out + rest(s, 0.0)


def between_set(s: Stack, b: Building, tail: float) -> Mesh:
    """Return a 补间铺作 (平身科) as the age makes it.

    Under the Tang it grows out of the wall ties without a block, two arms for the levers'
    four jumps; a Liao set stands on a short 驼峰 and needs a jump's height less; from the Song on
    it is the same as that over the column, its levers' tails rising to the lowest purlin (挑斡).
    """
    if s.kind != "出跳":
        early = b.period in EARLY and s.kind != "一斗三升"
        return forked() if early else merge(s.block("seat"), *_low(s, beam=False))
    if b.period in EARLY and s.real and s.arms > 1:
        return _grown(s)
    if b.period == "liao" and s.arms > 1 and not s.slanted:
        return _raised(s)
    parts = [s.block("seat"), *wall_arms(s)]
    for k in range(s.flat):
        parts += level(s, k, s.places[k], answered=True)
    if s.flat == s.jumps:
        parts += _inside(s)
    if s.slanted and not s.qing:
        return merge(*parts, *_fanned(s))
    tails = tuple(tail - TAIL_STEP * (s.real - 1 - i) for i in range(s.real))
    return merge(*parts, *filled(s), *levers(s, tails), *eave_end(s), *wedges(s))


def _inside(s: Stack) -> list[Mesh]:
    """Return the arms along the wall inside: over each filled jump, and the last."""
    out: list[Mesh] = []
    if s.coarse:
        return out
    for k in s.filled:
        out += crossing(s, "guazi", s.places[k], s.layer(k + 1))
    if s.filled or s.qing:
        out += crossing(s, "ling", s.last, s.layer(s.jumps))
    return out


def _grown(s: Stack) -> Mesh:
    two = replace(s, places=s.places[:2], arms=2, levers=0, filled=())
    out = [shifted(wing(), y=-s.places[0], z=s.layer(2))]
    for k in range(2):
        out += outward(two, s.places[k], s.places[k], s.layer(k + 1), answered=True)
    out += crossing(s, "ling", -s.places[1], s.layer(3), middle=True)
    for k, spread in ((1, 26.0), (2, 41.0)):
        top = s.layer(k) + s.single - SINK
        out += [shifted(block("san", qing=False), x, 0, top) for x in (-spread, spread)]
    return merge(*out)


def _raised(s: Stack) -> Mesh:
    """Return a set on a 驼峰: it starts a layer higher and carries the purlin without 令栱."""
    seat = block("jiaohu", qing=False)
    low = s.layer(1) - 0.6 * 10.0
    out = [hump(0.0, low + SINK), shifted(seat, z=low), *wall_arms(s, 1)]
    for k in range(s.flat):
        out += outward(s, s.places[k], s.places[k], s.layer(k + 1), answered=True)
    for k in s.filled:
        out += crossing(s, "guazi", -s.places[k], s.layer(k + 2))
    return merge(*out, *rest(s, -s.last))


def fan(s: Stack) -> float:
    """Return the tangent of 斜栱 off the axis: 45° where there is room for it, else 30°."""
    if s.last + s.half("ling") <= _room(s):
        return 1.0
    return min(0.577, (_room(s) - 9.0) / s.last)


def _room(s: Stack) -> float:
    """Return the half length that the neighbours on both sides leave free at the last jump."""
    if s.paired:
        return s.limit
    return 2.0 * s.limit - (s.half("ling") if s.whole else rest_half(s))


def _fanned(s: Stack) -> list[Mesh]:
    """Return 斜栱: arms that fan out of the block, and the one long arm that all of them carry."""
    out, spread = [], fan(s)
    turn, stretch = math.atan(spread), math.hypot(1.0, spread)
    for k in range(s.flat):
        far, z = s.places[k] * stretch, s.layer(k)
        for hand in (-1.0, 1.0):
            made = merge(*outward(s, far, far if k == 0 else BLUNT, z - 1.5 * hand * SINK,
                                  answered=k == 0))  # fmt: skip
            out.append(moved(made, placement(turn=hand * turn)))
    y, z = -s.last, s.ling
    tip = s.last * spread
    half = min(tip + s.half("ling"), _room(s))
    crowded = half - 5.0 - tip < 17.0  # then the slanted arms' blocks are the arm's end ones too
    half = tip + 5.0 if crowded else half
    seat, top = block("san", qing=False), z + s.single - SINK
    out.append(shifted(arm(-half, half, ("ling", "ling"), "x"), y=y, z=z))
    places = [-tip, 0.0, tip] if crowded else [5.0 - half, -tip, 0.0, tip, half - 5.0]
    out += [shifted(seat, x, y, top) for x in places]
    out += [head(s, y, BLUNT, z), *rest(s, y)]
    for k in s.filled:
        out += crossing(s, "guazi", -s.places[k], s.seat(k))
    return out


def inner_set(s: Stack) -> Mesh:
    """Return the set on an inner column: arms both ways, all 偷心."""
    out = [s.block("seat"), *wall_arms(s)]
    for k in range(min(s.arms, 2)):
        far = s.places[k]
        out += outward(s, far, far, s.layer(k), answered=True)
    return merge(*out)


def under_beam(s: Stack) -> Mesh:
    """Return what an inner column that rises to its beam carries: a block and one short arm."""
    made = arm(-26.0, 26.0, ("hua", "hua"), "y", high=s.single)
    return merge(s.block("seat"), shifted(made, z=s.layer(0) - s.single + 4.0))
