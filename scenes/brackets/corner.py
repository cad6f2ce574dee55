"""Corner sets (转角铺作、角科), in fen, their outward −x and −y.

What faces the front (outward −y) is made once, its inner ends being the wall arms of the side;
the side is its mirror over the diagonal. Members on the corner line are √2 as long.
"""

from __future__ import annotations

import math

import numpy as np

from scenes.brackets.arms import SINK, THICK, arm, outward, rest_timber
from scenes.brackets.blocks import vase
from scenes.brackets.heads import head
from scenes.brackets.levers import beaked, level, lever, levers, nose_of, wedges
from scenes.brackets.sets import BLUNT, rest_half
from scenes.brackets.stack import Stack
from scenes.solids import Mesh, merge, moved, placement, shifted

ROOT = math.sqrt(2.0)
STOUT = 1.1  # members on the corner line are this much thicker
_SWAP = np.array([[0.0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])


def corner_set(s: Stack) -> Mesh:
    """Return the set of the corner at (−x, −y) of a hall with hips."""
    seat = s.block("corner")
    if s.kind != "出跳":
        return merge(seat, *_both(merge(*_low(s))), _slant(_slant_low(s)))
    front = [*_level(s), *levers(s, (26.0,) * s.real), *wedges(s)]
    for k in s.filled:
        front += _pair(s, "guazi", s.places[k], s.seat(k))
        if s.double:
            front += _pair(s, "man", s.places[k], s.seat(k) + s.step)
    front += _pair(s, "ling", s.last, s.ling)
    front.append(head(s, -s.last, s.head_end, s.ling))
    front += _rest(s)
    return merge(seat, *_both(merge(*front)), *(_slant(m) for m in _corner_line(s)))


def _both(front: Mesh) -> list[Mesh]:
    """Return the front's members and the side's, these a hair higher so that no faces coincide."""
    return [front, shifted(moved(front, _SWAP), z=1.5 * SINK)]


def _slant(mesh: Mesh) -> Mesh:
    """Turn what runs along −y to run to the corner (−x, −y)."""
    return moved(mesh, placement(turn=-math.pi / 4))


def _level(s: Stack) -> list[Mesh]:
    """Return the level members that face the front, each the side's wall arm at its other end."""
    out: list[Mesh] = []
    for k in range(s.flat):
        out += level(s, k, BLUNT, answered=False)
        name = ("nidao", "man")[k] if k < 2 and (k == 0 or s.double or s.relief) else ""
        if name:
            half, z = s.half(name), s.layer(k)
            made = arm(
                BLUNT - 0.05, half, ("cut", name), "y", THICK + (1.2 if k else 0.0), s.single
            )
            out += [shifted(made, z=z),
                    shifted(s.block("cross"), 0, half - 5.0, z + s.single - SINK)]  # fmt: skip
    return out


def _pair(s: Stack, name: str, far: float, z: float) -> list[Mesh]:
    """Return the arm at ``far`` that runs on past the corner line over two places (鸳鸯交手)."""
    half, top = s.half(name), z + s.single - SINK
    out = [shifted(arm(-far - half, half, (name, name), "x", high=s.single), y=-far, z=z)]
    places = [half - 5.0, -far - half + 5.0] + ([0.0] if name != "ling" else [])
    seat = s.block("san")
    return out + [shifted(seat, x, -far, top) for x in places]


def _rest(s: Stack) -> list[Mesh]:
    return [] if s.whole else [_rest_timber(s)]


def _rest_timber(s: Stack) -> Mesh:
    timber = rest_timber(s, -s.last - 22.0, rest_half(s))
    return shifted(timber, y=-s.last, z=s.seat_of_rest)


def _corner_line(s: Stack) -> list[Mesh]:
    """Return the members on the corner line, with the 由昂 (or 耍头) over them."""
    out: list[Mesh] = []
    thick = THICK * STOUT + (5.0 if s.qing else 0.0)
    for k in range(s.flat):
        far, z = s.places[k] * ROOT, s.layer(k) + 3.5 * SINK
        if k < s.arms:
            back = s.places[min(k, 1)] * ROOT if k < 2 else BLUNT
            out += outward(s, far, back, z, answered=k < 2, thick=thick)
        else:
            bend = -(s.places[k - 1] * ROOT + 9.0) if k else -9.0
            nose = nose_of(s, -far, BLUNT, bend, ROOT**0.5, thick)
            top = shifted(s.block("jiaohu"), 0, -far, z + s.single - SINK)
            out += [shifted(beaked(nose), z=z), top]
    out += levers(s, (60.0,) * s.real, ROOT)
    return out + _over(s, thick)


def _over(s: Stack, thick: float) -> list[Mesh]:
    """Return 由昂: the lever over the last corner one, with a block or vase for the corner beam."""
    y = -s.last * ROOT
    if s.real:
        under = s.under(s.real)
        made = lever(s, s.real - 1, -s.places[0], ROOT, under, y)
        top = under + s.slope / ROOT * y + s.steep
    elif s.false:
        made = shifted(
            beaked(nose_of(s, y, BLUNT, y + 16.0, ROOT**0.5, thick)), z=s.ling + 3.5 * SINK
        )
        top = s.ling + s.single
    else:
        return [shifted(head(s, y, BLUNT, s.ling, 1.1), z=3.5 * SINK)]
    high = s.seat_of_rest + s.rest + 0.4 * s.purlin - top
    seat = vase(high) if s.qing and high > 8.0 else s.block("jiaohu")
    return [made, shifted(seat, 0, y, top - SINK)]


def _low(s: Stack) -> list[Mesh]:
    """Return the front's members of a set that makes no jump, or one under the purlin."""
    half, z = s.half("nidao"), s.layer(0)
    wall = arm(BLUNT - 0.05, half, ("cut", "nidao"), "y", high=s.single)
    out = [shifted(wall, z=z),
           shifted(s.block("cross"), 0, half - 5.0, z + s.single - SINK)]  # fmt: skip
    if s.kind == "斗口跳":
        out += outward(s, s.last, BLUNT, z, answered=False)
        return [*out, _rest_timber(s)]
    return [*out, head(s, 0.0, BLUNT, z), *_rest(s)]


def _slant_low(s: Stack) -> Mesh:
    if s.kind == "斗口跳":
        return merge(*outward(s, s.last * ROOT, BLUNT, s.layer(0) + 3.5 * SINK, answered=False))
    return shifted(head(s, 0.0, BLUNT, s.layer(0), 1.1), z=3.5 * SINK)


def mirrored(mesh: Mesh) -> Mesh:
    """Return the set as in a glass along x, faces outward."""
    return moved(mesh, placement(scale=(-1.0, 1.0, 1.0)))
