"""The grain and the age of things: painted by position, so that no two stones are alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenes import brush
from scenes.palette import Pigment

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Look:
    """Per point: ``tone`` times the colour, ``age`` mixes in the aged one, ``joint`` is ink."""

    tone: Values
    age: Values
    joint: Values


@dataclass(frozen=True, slots=True)
class Spots:
    """Points to paint: ``at`` and ``normal`` (n, 3), ``footprint`` metres a pixel (n,)."""

    at: NDArray[np.float32]
    normal: NDArray[np.float32]
    footprint: Values


@cache
def cloudy() -> brush.Picture:
    """Return the broad noise every surface shares."""
    return brush.fbm(1024, 7, coarse=4, octaves=8, gain=0.6)


@cache
def speckle() -> brush.Picture:
    """Return fine noise, the granulation of pigment."""
    return brush.fbm(512, 11, coarse=32, octaves=5, gain=0.8)


def look_of(pigment: Pigment, spots: Spots) -> Look:
    """Return how a material looks at some points."""
    return _PAINTERS[pigment.grain](spots)


def _plane(spots: Spots) -> tuple[Values, Values]:
    """Return coordinates in the face's own plane: along it level, and up it (or to the back)."""
    p, n = spots.at, np.abs(spots.normal)
    flat = (n[:, 2] > n[:, 0]) & (n[:, 2] > n[:, 1])
    side = n[:, 0] > n[:, 1]
    u = np.where(side & ~flat, p[:, 1], p[:, 0])
    return u.astype(np.float32), np.where(flat, p[:, 1], p[:, 2]).astype(np.float32)


def _noise(spots: Spots, metres: float, across: float | None = None) -> Values:
    u, v = _plane(spots)
    mix = spots.at[:, 0] * 0.13 + spots.at[:, 1] * 0.17
    return brush.sample(cloudy(), u / (across or metres) + mix * 0.05, v / metres)


def _hash(*keys: Values) -> Values:
    """Return a stable 0..1 number for whole-numbered keys."""
    total = np.zeros(keys[0].shape, np.float64)
    for key, factor in zip(keys, (12.9898, 78.233, 37.719), strict=False):
        total += np.floor(key) * factor
    total = np.sin(total) * 43758.5453
    return (total - np.floor(total)).astype(np.float32)


def _stroke(distance: Values, width: float, footprint: Values) -> Values:
    """Return how much of a pixel a line of ``width`` metres covers, ``distance`` from its axis."""
    reach = np.maximum(footprint, 1e-4)
    near = np.clip((width / 2 + reach / 2 - distance) / reach, 0, 1)
    return (near * np.minimum(1.0, width / reach)).astype(np.float32)


def _courses(
    spots: Spots, u: Values, v: Values, long: float, high: float, gap: float
) -> tuple[Values, Values]:
    """Return (joint, tone per piece) of a running bond."""
    row = v / high
    shift = np.where(np.floor(row) % 2 > 0, 0.5, 0.0) + 0.12 * (_hash(row, row) - 0.5)
    col = u / long + shift
    du = np.abs(np.mod(col, 1.0) - 0.5)
    dv = np.abs(np.mod(row, 1.0) - 0.5)
    joint = np.maximum(
        _stroke((0.5 - du) * long, gap, spots.footprint),
        _stroke((0.5 - dv) * high, gap, spots.footprint),
    )
    return joint.astype(np.float32), _hash(col, row)


def _timber(spots: Spots) -> Look:
    streak = _noise(spots, 5.0, 0.35)
    worn = _noise(spots, 2.6)
    low = np.clip(1.0 - (spots.at[:, 2] - 0.9) / 2.2, 0, 1)
    age = np.clip((worn - 0.52) * 2.2 + low * 0.55 * worn + 0.10, 0, 0.75)
    return Look(0.80 + 0.40 * streak, age, np.zeros_like(age))


def _tile(spots: Spots) -> Look:
    u, v = spots.at[:, 0] / 0.31, spots.at[:, 1] / 0.37
    each = _hash(u, v)
    lichen = np.clip((_noise(spots, 6.0) - 0.5) * 2.4, 0, 0.85)
    calm = np.clip(1.3 - spots.footprint / 0.22, 0.15, 1.0)
    return Look(
        1.0 + (0.46 * (each - 0.5)) * calm + 0.35 * (_noise(spots, 2.2) - 0.5),
        lichen,
        np.zeros_like(each),
    )


def _stone(spots: Spots) -> Look:
    stain = np.clip((_noise(spots, 2.4) - 0.42) * 2.0, 0, 0.9)
    return Look(0.82 + 0.36 * _noise(spots, 0.7), stain, np.zeros_like(stain))


def _brick(spots: Spots) -> Look:
    u, v = _plane(spots)
    joint, each = _courses(spots, u, v, 0.36, 0.072, 0.009)
    damp = np.clip(1 - spots.at[:, 2] / 0.7, 0, 1)
    age = np.clip((_noise(spots, 1.8) - 0.5) * 2 + 0.5 * damp, 0, 0.9)
    return Look(0.80 + 0.38 * each, age, 0.55 * joint)


def _plaster(spots: Spots) -> Look:
    drip = _noise(spots, 7.0, 0.9)
    part = np.clip(2.2 * _noise(spots, 11.0) - 0.35, 0.15, 1.3)  # here it is sound, there it peels
    age = np.clip(part * ((_noise(spots, 3.2) - 0.5) * 1.8 + (drip - 0.55) * 0.9), 0, 0.8)
    return Look(0.90 + 0.2 * _noise(spots, 0.9), age, np.zeros_like(age))


def _laid(spots: Spots, long: float, high: float, gap: float, waste: float) -> Look:
    u, v = spots.at[:, 0], spots.at[:, 1]
    wander = 0.018 * (brush.sample(cloudy(), u / 3.1, v / 3.1) - 0.5)
    joint, each = _courses(spots, u + wander, v + wander, long, high, gap)
    broad = brush.sample(cloudy(), u / 19.0, v / 19.0)
    fine = brush.sample(cloudy(), u / 1.7, v / 1.7)
    broken = np.clip((fine - 0.3) * 3.0, 0.25, 1.0)
    age = np.clip((broad - 0.5) * waste + joint * 0.8 + 0.35 * (each > 0.86) * fine, 0, 0.95)
    calm = np.clip(1.35 - spots.footprint / (2.2 * high), 0.0, 1.0)
    tone = 0.92 + 0.36 * (each - 0.5) * calm + 0.26 * (fine - 0.5) + 0.18 * (broad - 0.5)
    return Look(tone, age, 0.72 * joint * broken * np.clip(calm * 1.6, 0.0, 1))


def _paving(spots: Spots) -> Look:
    return _laid(spots, 0.44, 0.44, 0.017, 1.9)


def _strips(spots: Spots) -> Look:
    """Paint bricks laid flat, stretchers across the court (条砖)."""
    return _laid(spots, 0.30, 0.15, 0.012, 1.7)


def _slab(spots: Spots) -> Look:
    return _laid(spots, 1.25, 0.78, 0.022, 1.3)


def _earth(spots: Spots) -> Look:
    u, v = spots.at[:, 0], spots.at[:, 1]
    broad = brush.sample(cloudy(), u / 23.0, v / 23.0)
    fine = brush.sample(cloudy(), u / 2.3, v / 2.3)
    age = np.clip((broad - 0.38) * 2.6 + (fine - 0.5), 0, 1)
    return Look(0.78 + 0.44 * fine, age, np.zeros_like(age))


def _soil(spots: Spots) -> Look:
    """Paint ground out of doors: earth, with grit and pebbles where it is near enough to see them."""
    broad = _earth(spots)
    level = spots.normal[:, 2] > 0.7
    near = np.clip(1.4 - spots.footprint / 0.03, 0, 1) * level
    u, v = spots.at[:, 0], spots.at[:, 1]
    grit = brush.sample(cloudy(), u / 0.41, v / 0.41) - 0.5
    clod = brush.sample(cloudy(), u / 1.1 + 0.3, v / 1.1) - 0.5
    stone, shade = _pebbles(u, v, spots.footprint, brush.sample(cloudy(), u / 5.7, v / 5.7))
    tone = broad.tone * (1 + (0.42 * grit + 0.30 * clod + 0.34 * stone) * near)
    age = np.clip(broad.age - 0.5 * stone * near, 0, 1)
    return Look(
        tone.astype(np.float32), age.astype(np.float32), (0.50 * shade * near).astype(np.float32)
    )


_STREWN = 0.115  # metres: one pebble at most in so much ground each way


def _pebbles(u: Values, v: Values, footprint: Values, where: Values) -> tuple[Values, Values]:
    """Return (stone, shade under it), 0..1, of pebbles that lie where ``where`` is high."""
    x, y = u / _STREWN, v / _STREWN
    size = _hash(x + 11.0, y) ** 2.4 * 0.20 + 0.05  # of a cell; most are small
    there = _hash(y, x) < np.clip(2.2 * where - 0.72, 0.03, 0.75)
    off = np.stack([_hash(x, y + 5.0), _hash(x + 3.0, y + 2.0)]) * 0.3 + 0.35
    dx, dy = np.mod(x, 1.0) - off[0], (np.mod(y, 1.0) - off[1]) * (0.8 + 0.5 * _hash(x, y))
    soft = np.maximum(footprint / _STREWN, 0.02)
    stone = np.clip((size - np.hypot(dx, dy)) / soft + 0.5, 0, 1) * there
    cast = np.clip((size - np.hypot(dx + 0.3 * size, dy + 0.4 * size)) / soft + 0.5, 0, 1) * there
    return stone.astype(np.float32), np.clip(cast - stone, 0, 1).astype(np.float32)


def _leaf(spots: Spots) -> Look:
    u, v = spots.at[:, 0] + 0.6 * spots.at[:, 2], spots.at[:, 1] + 0.6 * spots.at[:, 2]
    clump = brush.sample(cloudy(), u / 3.7, v / 3.7)
    fine = brush.sample(cloudy(), u / 0.9, v / 0.9)
    return Look(0.62 + 0.76 * fine, np.clip((clump - 0.35) * 1.3, 0, 1), np.zeros_like(fine))


def _bark(spots: Spots) -> Look:
    """Paint plates of bark like fish scales (松鳞), each edged with ink."""
    p = spots.at
    warp = brush.sample(cloudy(), (p[:, 0] + p[:, 1]) / 0.9, p[:, 2] / 1.3) - 0.5
    u = (p[:, 0] * 1.1 + p[:, 1] * 1.1) + 0.16 * warp
    joint, each = _courses(spots, u, p[:, 2] + 0.22 * warp, 0.090, 0.115, 0.012)
    scale = brush.sample(cloudy(), u / 0.55, p[:, 2] / 1.1)
    age = np.clip((scale - 0.45) * 2, 0, 1)
    return Look(0.42 + 0.75 * scale + 0.30 * each, age, 0.55 * joint)


def _cloth(spots: Spots) -> Look:
    fold = _noise(spots, 2.4, 0.22)
    return Look(0.80 + 0.36 * fold, np.clip(fold - 0.55, 0, 0.5), np.zeros_like(fold))


def _metal(spots: Spots) -> Look:
    patina = np.clip((_noise(spots, 0.5) - 0.4) * 2, 0, 0.9)
    return Look(np.ones_like(patina), patina, np.zeros_like(patina))


def _plain(spots: Spots) -> Look:
    zero = np.zeros(len(spots.at), np.float32)
    return Look(zero + 1, zero, zero)


def _mat(spots: Spots) -> Look:
    """Paint a reed mat: strips woven in a herringbone (席纹)."""
    u, v = spots.at[:, 0], spots.at[:, 1]
    block = np.floor(u / 0.16) + np.floor(v / 0.16)
    along = np.where(np.mod(block, 2) > 0.5, u + v, u - v)
    off = np.abs(np.mod(along / 0.034, 1.0) - 0.5).astype(np.float32) * np.float32(0.034)
    joint = _stroke(off, 0.003, spots.footprint)
    fine = brush.sample(cloudy(), u / 0.9, v / 0.9)
    return Look(0.86 + 0.26 * fine, np.clip((fine - 0.4) * 1.2, 0, 0.7), 0.35 * joint)


def _plank(spots: Spots) -> Look:
    """Paint floor boards, running with x."""
    u, v = spots.at[:, 0], spots.at[:, 1]
    joint, each = _courses(spots, u, v, 2.6, 0.19, 0.008)
    streak = brush.sample(cloudy(), u / 5.0, v / 0.3)
    return Look(
        0.76 + 0.24 * streak + 0.26 * each, np.clip((streak - 0.4) * 1.4, 0, 0.8), 0.7 * joint
    )


def _strata(spots: Spots) -> Look:
    """Paint the edges of stacked sheets."""
    line = np.abs(np.mod(spots.at[:, 2] / 0.012, 1.0) - 0.5) * 0.012
    line = line.astype(np.float32)
    joint = _stroke(line, 0.0022, spots.footprint) * (np.abs(spots.normal[:, 2]) < 0.5)
    fine = _noise(spots, 0.8)
    return Look(0.9 + 0.2 * fine, np.clip(fine - 0.4, 0, 0.6), (0.3 * joint).astype(np.float32))


_PAINTERS = {
    "timber": _timber,
    "tile": _tile,
    "stone": _stone,
    "brick": _brick,
    "plaster": _plaster,
    "paving": _paving,
    "strips": _strips,
    "slab": _slab,
    "earth": _earth,
    "soil": _soil,
    "leaf": _leaf,
    "bark": _bark,
    "cloth": _cloth,
    "metal": _metal,
    "plain": _plain,
    "glow": _plain,
    "room": _plain,
    "paper": _plain,
    "mat": _mat,
    "plank": _plank,
    "strata": _strata,
}
