"""昂: levers that slope and levers that only look so, and their noses, in fen.

Every outward member with a nose is a loft of five-sided rings along y: two lower corners, two
shoulders and a crown, which stands higher than the shoulders where the nose is 琴面.
"""

from __future__ import annotations

import math

import numpy as np

from scenes.brackets.arms import SINK, THICK, outward, packing
from scenes.brackets.blocks import slanted
from scenes.brackets.stack import Stack
from scenes.solids import Mesh, lofted, prism, shifted

NOSE = 25.0  # how far a lever's nose passes its block, fen
# Per form: stations (part of the nose's length, part of its height left, crown over the shoulders
# in fen, part of its thickness left). 批竹 is cut flat; 琴面 is hollowed along and round across;
# 象鼻 curls up at the tip; the Qing beak keeps a blunt lip.
FORMS = {
    "批竹": ((0.0, 1.0, 0.0, 1.0), (1.0, 0.14, 0.0, 1.0)),
    "琴面": ((0.0, 1.0, 0.0, 1.0), (0.3, 0.70, 1.6, 1.0), (0.65, 0.45, 2.0, 0.96),
            (1.0, 0.27, 1.4, 0.90)),
    "象鼻": ((0.0, 1.0, 0.0, 1.0), (0.35, 0.58, 1.6, 1.0), (0.75, 0.40, 1.8, 0.9),
            (1.12, 0.34, 1.2, 0.75)),
    "斗科": ((0.0, 1.0, 0.0, 1.0), (0.3, 0.68, 0.8, 1.0), (0.72, 0.40, 1.0, 0.86),
            (1.0, 0.36, 0.8, 0.78)),
}  # fmt: skip
_CURVE = ((0.0, 1.0), (3.0, 0.5), (9.0, 0.12), (16.0, 0.0))  # 卷杀 of a rounded inner end, fen
Station = tuple[float, float, float, float, float]  # y, underside, shoulder, crown, half thickness


def beaked(stations: list[Station]) -> Mesh:
    """Return a member through the stations, from its inner end outward."""
    rings = [
        [(-h, y, low), (h, y, low), (h, y, side), (0.0, y, crown), (-h, y, side)]
        for y, low, side, crown, h in stations
    ]
    return lofted(np.array(rings))


def form_of(s: Stack) -> str:
    """Return which nose the hall's levers have."""
    if s.nose in ("琴面", "象鼻") and not (s.qing and s.nose == "琴面"):
        return s.nose
    return "斗科" if s.qing else "批竹"


def nose_of(
    s: Stack, y: float, inner: float, bend: float, stretch: float = 1.0, thick: float = THICK,
    *, rounded: bool = False,
) -> list[Station]:  # fmt: skip
    """Return the stations of a level member whose block is at ``y``, with a drooping nose.

    From ``bend`` outward its underside falls in one line to the tip, which hangs below the
    layer; ``inner`` is its inner end, ``rounded`` like an arm's where it carries a block.
    """
    h, high, form = thick / 2 - SINK, s.single, form_of(s)
    reach = (NOSE + 5.0 if s.qing else NOSE) * stretch
    drop = 9.0 if s.qing else 7.0
    start, tip = y - 8.0, y - reach
    run = bend - tip
    out: list[Station] = [(bend, 0.0, high, high + 0.01, h)]
    if rounded:
        curve = (_CURVE[0], _CURVE[-1]) if s.coarse else _CURVE
        out = [(inner - d, up * (high - 6.0), high, high + 0.01, h) for d, up in curve] + out
    else:
        out.insert(0, (inner, 0.0, high, high + 0.01, h))
    stations = FORMS[form] if not s.coarse else (FORMS[form][0], *FORMS[form][-2:])
    for part, left, crown, thin in stations:
        at = start + (tip - start) * part
        low = -drop * (bend - at) / run
        if form == "象鼻" and part > 1.0:
            low = -drop * 0.75
        tall = (high - low) * left
        out.append((at, low, low + tall - crown, low + tall + 0.01, h * thin))
    return out


def false_lever(
    s: Stack, k: int, inner: float, z: float, stretch: float = 1.0, *,
    answered: float | None = None, thick: float = THICK,
) -> list[Mesh]:  # fmt: skip
    """Return the level member of jump ``k`` with a lever's nose and its block.

    ``answered`` is the distance at which it carries a block inside, where it does.
    """
    y = -s.places[k] * stretch
    bend = -(s.places[k - 1] * stretch + 9.0) if k else -9.0
    top = z + s.single
    wider = thick - THICK
    nose = nose_of(s, y, inner, bend, stretch**0.5, thick, rounded=answered is not None)
    out = [shifted(beaked(nose), z=z),
           shifted(s.block("jiaohu", wider=wider), 0, y, top - SINK),
           packing(y + 6.0, inner, top, z + s.step, thick)]  # fmt: skip
    if answered is not None:
        out.append(shifted(s.block("jiaohu", wider=wider), 0, answered, top - SINK))
    return out


def lever(s: Stack, i: int, tail: float, stretch: float = 1.0, under: float | None = None,
          block_at: float | None = None) -> Mesh:  # fmt: skip
    """Return a 下昂 that slopes; ``stretch`` is √2 on the corner line."""
    y = -s.places[s.arms + i] * stretch if block_at is None else block_at
    foot, slope = s.under(i) if under is None else under, s.slope / stretch
    steep, h = s.single * math.hypot(1.0, slope), THICK / 2 - SINK
    start, tip = y - 8.0, y - NOSE * math.sqrt(stretch)
    out: list[Station] = []
    for at in (tail, y):
        low = foot + slope * at
        out.append((at, low, low + steep, low + steep + 0.01, h))
    for part, left, crown, thin in FORMS[form_of(s)]:
        at = start + (tip - start) * part
        low = foot + slope * at
        tall = steep * left
        out.append((at, low, low + tall - crown, low + tall + 0.01, h * thin))
    return beaked(out)


def levers(s: Stack, tails: tuple[float, ...], stretch: float = 1.0) -> list[Mesh]:
    """Return the sloping levers of a set with their blocks."""
    out = []
    for i in range(s.real):
        y = -s.places[s.arms + i] * stretch
        seat = slanted(s.block("jiaohu"), s.slope / stretch)
        out += [lever(s, i, tails[i], stretch), shifted(seat, 0, y, s.lever_top(i) - SINK)]
    return out


def wedges(s: Stack) -> list[Mesh]:
    """Return 华头子: what fills between the last arm's block and the lever over it."""
    if not s.real or not s.arms:
        return []
    y, z = s.places[s.arms - 1], s.layer(s.arms)
    outline = [(-y - 17.0, z - 7.6), (3.4, z - 7.6), (3.4, z + s.slope * y * 0.6), (-y - 9.0, z)]
    return [prism(outline, THICK * 0.92, "yz")]


def level(s: Stack, k: int, back: float, *, answered: bool, thick: float = THICK) -> list[Mesh]:
    """Return the level outward member of jump ``k``: an arm, or an arm with a lever's nose."""
    z = s.layer(k)
    if k < s.arms:
        return outward(s, s.places[k], back, z, answered=answered, thick=thick)
    inner = back + 6.0 if answered else back
    return false_lever(s, k, inner, z, answered=back if answered else None, thick=thick)
