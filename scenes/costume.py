"""What people of each age wear: gowns, coats, skirts, caps and hair, as meshes on one body.

A figure is 1.6-1.7 m tall, its feet at z = 0, and faces -y. The cut is the silhouette that shows
at the distance of a plate; what belongs to which age stands in ``data/court.toml``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scenes import headwear
from scenes.turned import Mesh, Point, ball, box, join, loft, ring, tube

Piece = tuple[Mesh, str]
Body = list[Piece]
Rows = list[tuple[float, ...]]
SIDES = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Dress:
    """A dress of an age: words the gate is asked about, and how it is cut.

    ``robe`` is a key of ``ROBES`` and ``head`` of ``headwear.HEADS``; ``collar`` is round, cross (right
    over left as the Han wear it: 右衽), left (左衽) or front (对襟); ``over`` is what goes above
    the robe, a key of ``OVER``, or "". ``colours`` are materials: robe, skirt or over, trim.
    """

    id: str
    role: str
    ages: tuple[str, ...]
    said: tuple[str, ...]
    robe: str
    head: str
    collar: str = "cross"
    over: str = ""
    colours: tuple[str, str, str] = ("robe_indigo", "robe_grey", "black_cloth")
    cuff: float = 0.085
    kinds: tuple[str, ...] = ()  # of place; empty: any
    text: str = ""
    since: int = -9999  # worn from this year to ``until``, where an age is too wide
    until: int = 9999


def robe(rows: Rows, folds: float = 0.05) -> Mesh:
    """Return cloth over (z, rx, ry[, forward]) rows; folds die out upwards."""
    top = rows[-1][0]
    rings = []
    for row in rows:
        z, rx, ry = row[:3]
        at = (0.0, -row[3] if len(row) > 3 else 0.0)
        rings.append(ring(z, rx, ry, at, SIDES, folds * max(0.0, 1 - z / (0.62 * top))))
    return loft(rings)


_CHEST: Rows = [(1.20, 0.185, 0.132), (1.34, 0.198, 0.122), (1.42, 0.150, 0.095),
                (1.47, 0.070, 0.065)]  # fmt: skip
_GOWN: Rows = [(0.07, 0.255, 0.205), (0.35, 0.215, 0.175), (0.70, 0.188, 0.150),
               (0.98, 0.165, 0.125), (1.02, 0.160, 0.122), *_CHEST]  # fmt: skip
_LOOSE: Rows = [(0.05, 0.245, 0.200), (0.40, 0.225, 0.180), (0.80, 0.205, 0.158),
                (1.05, 0.192, 0.140), *_CHEST]  # fmt: skip
_KNEE: Rows = [(0.40, 0.240, 0.195), (0.62, 0.205, 0.165), (0.97, 0.160, 0.122), *_CHEST]
_COAT: Rows = [(0.58, 0.205, 0.165), (0.80, 0.180, 0.145), (0.97, 0.160, 0.122),
               (1.18, 0.185, 0.130), *_CHEST[1:]]  # fmt: skip
_HIGH_SKIRT: Rows = [(0.00, 0.36, 0.34, -0.10), (0.18, 0.30, 0.27, -0.06),
                     (0.60, 0.225, 0.20, -0.02), (1.00, 0.175, 0.150), (1.20, 0.150, 0.120),
                     (1.26, 0.155, 0.120)]  # fmt: skip
_SKIRT: Rows = [(0.02, 0.270, 0.240), (0.40, 0.225, 0.195), (0.80, 0.178, 0.148),
                (0.98, 0.148, 0.118)]  # fmt: skip
_SHIRT: Rows = [(1.16, 0.150, 0.116), (1.32, 0.172, 0.112), (1.39, 0.125, 0.085),
                (1.44, 0.062, 0.058)]  # fmt: skip
_JACKET: Rows = [(0.62, 0.245, 0.212), (0.82, 0.212, 0.172), (1.00, 0.165, 0.128),
                 (1.18, 0.168, 0.122), (1.32, 0.178, 0.114), (1.39, 0.128, 0.087),
                 (1.45, 0.064, 0.060)]  # fmt: skip
_SHORT: Rows = [(0.74, 0.200, 0.155), (0.90, 0.188, 0.145), (1.05, 0.184, 0.135), *_CHEST]
_SLIM: Rows = [(0.24, 0.190, 0.155), (0.50, 0.186, 0.150), (0.80, 0.184, 0.146),
               (1.02, 0.152, 0.118), *_SHIRT[1:]]  # fmt: skip


def _belted(rows: Rows, dress: Dress) -> Body:
    belt = loft([ring(z, 0.170, 0.130, (0, 0), SIDES) for z in (0.985, 1.025)])
    return [(robe(rows), dress.colours[0]), (belt, dress.colours[2])]


def _knee(dress: Dress) -> Body:
    return [*_belted(_KNEE, dress), *_legs(dress.colours[1])]


def _coat(dress: Dress) -> Body:
    return [*_belted(_COAT, dress), *_legs(dress.colours[1])]


def _short(dress: Dress) -> Body:
    return [(robe(_SHORT, 0.0), dress.colours[0]), *_legs(dress.colours[1])]


def _uniform(dress: Dress) -> Body:
    """军装: the short jacket girt, with puttees about the shins."""
    bound = [tube([(s * 0.108, -0.03 * s, 0.36), (s * 0.115, 0.02 * s, 0.09)], (0.066, 0.062), 9)
             for s in (-1, 1)]  # fmt: skip
    belt = loft([ring(z, 0.192, 0.142, (0, 0), SIDES) for z in (0.985, 1.025)])
    return [*_short(dress), (belt, dress.colours[2]), (join(*bound), dress.colours[1])]


def _slim(dress: Dress) -> Body:
    shins = [tube([(s * 0.09, 0, 0.40), (s * 0.10, 0.01, 0.08)], (0.058, 0.046), 8)
             for s in (-1, 1)]  # fmt: skip
    return [(robe(_SLIM, 0.02), dress.colours[0]), (join(*shins), dress.colours[1])]


def _legs(colour: str) -> Body:
    legs = [
        tube(
            [(s * 0.085, 0, 0.72), (s * 0.105, -0.05 * s, 0.40), (s * 0.115, 0.02 * s, 0.08)],
            (0.088, 0.075, 0.058), 9,
        )
        for s in (-1, 1)
    ]  # fmt: skip
    return [(join(*legs), colour)]


def _skirted(top: Rows, skirt: Rows, dress: Dress) -> Body:
    return [(robe(skirt, 0.07), dress.colours[1]), (robe(top, 0.0), dress.colours[0])]


ROBES: dict[str, Callable[[Dress], Body]] = {
    "gown": lambda d: _belted(_GOWN, d),  # 圆领袍、直身: girt
    "loose": lambda d: [(robe(_LOOSE, 0.06), d.colours[0])],  # 长衫、道袍、僧衣: ungirt
    "knee": _knee,  # 窄袖袍 over boots
    "coat": _coat,  # 短褐 with trousers
    "short": _short,  # 短褂、学生装、夹克 with trousers
    "uniform": _uniform,
    "slim": _slim,  # 旗袍
    "high_skirt": lambda d: _skirted(_SHIRT, _HIGH_SKIRT, d),  # 高腰襦裙
    "skirt": lambda d: _skirted(_SHIRT, _SKIRT + [(1.18, 0.150, 0.116)], d),  # 襦裙
    "jacket": lambda d: _skirted(_JACKET, _SKIRT, d),  # 袄裙
}


def _kasaya(dress: Dress) -> Body:
    rows = enumerate((0.34, 0.62, 0.88, 1.08, 1.24))
    slung = [
        ring(z, 0.228 - 0.012 * k, 0.186 - 0.010 * k, (0, 0), SIDES, 0.03, tilt=-0.55 * k / 4)
        for k, z in rows
    ]
    return [(loft(slung), dress.colours[1])]


def _beizi(dress: Dress) -> Body:
    """褙子: a straight coat, open down the front, to below the knee."""
    rows = [(z, rx + 0.012, ry + 0.010) for z, rx, ry in
            ((0.36, 0.232, 0.200), (0.80, 0.190, 0.160), (1.10, 0.172, 0.132),
             (1.33, 0.184, 0.118), (1.41, 0.130, 0.088))]  # fmt: skip
    front = [box((s * 0.052 - 0.016, -0.225, 0.37), (s * 0.052 + 0.016, -0.118, 1.30))
             for s in (-1, 1)]  # fmt: skip
    return [(robe(list(rows), 0.03), dress.colours[2]), (join(*front), dress.colours[0])]


def _magua(dress: Dress) -> Body:
    """马褂: a short jacket to the hip over the gown."""
    rows: Rows = [(0.86, 0.212, 0.172), (1.06, 0.202, 0.152), (1.22, 0.205, 0.145),
                  (1.35, 0.212, 0.132), (1.43, 0.158, 0.102), (1.49, 0.074, 0.069)]  # fmt: skip
    return [(robe(rows, 0.0), dress.colours[2])]


def _shawl(dress: Dress) -> Body:
    """披帛: a long scarf over both arms."""
    sides = [
        tube(
            [(s * 0.05, 0.12, 1.34), (s * 0.19, 0.03, 1.37), (s * 0.27, -0.08, 1.05),
             (s * 0.24, -0.20, 0.80), (s * 0.22, -0.16, 0.34)],
            (0.035, 0.040, 0.045, 0.035, 0.045), 7,
        )
        for s in (-1, 1)
    ]  # fmt: skip
    return [(join(*sides), dress.colours[2])]


def _half_sleeve(dress: Dress) -> Body:
    """半臂、比甲: a sleeveless coat to the hip."""
    rows: Rows = [(0.72, 0.212, 0.172), (1.00, 0.178, 0.140), (1.30, 0.186, 0.122),
                  (1.40, 0.135, 0.092)]  # fmt: skip
    return [(robe(rows, 0.0), dress.colours[2])]


def _apron(dress: Dress) -> Body:
    """马面裙: the flat panel before the skirt, with its band at the hem."""
    panel = [
        np.array([(-w, y - 0.012, z), (w, y - 0.012, z), (w, y + 0.02, z), (-w, y + 0.02, z)])
        for z, w, y in ((0.03, 0.10, -0.262), (0.60, 0.085, -0.190))
    ]
    hem = loft([ring(z, rx, ry, (0, 0), SIDES, 0.06) for z, rx, ry in
                ((0.04, 0.276, 0.247), (0.15, 0.264, 0.234))])  # fmt: skip
    return [(loft(panel), dress.colours[2]), (hem, dress.colours[2])]


def _bib(dress: Dress) -> Body:
    """围裙: a cook's apron, from the breast to below the knee."""
    sheet = [
        np.array([(-w, y - 0.016, z), (w, y - 0.016, z), (w, y + 0.03, z), (-w, y + 0.03, z)])
        for z, w, y in ((0.50, 0.20, -0.170), (0.98, 0.165, -0.150), (1.02, 0.115, -0.150),
                        (1.30, 0.095, -0.138))
    ]  # fmt: skip
    return [(loft(sheet), dress.colours[2])]


OVER: dict[str, Callable[[Dress], Body]] = {
    "": lambda _d: [],
    "kasaya": _kasaya,
    "beizi": _beizi,
    "magua": _magua,
    "shawl": _shawl,
    "half_sleeve": _half_sleeve,
    "apron": _apron,
    "bib": _bib,
}


def collar(dress: Dress) -> Body:
    """Return the band at the neck, which tells 右衽 from 左衽 (seen from before)."""
    trim = "robe_white" if dress.colours[2] == dress.colours[0] else dress.colours[2]
    if dress.robe in ("high_skirt",):
        return []
    if dress.collar == "round":
        turn = np.linspace(0, 2 * np.pi, 13)
        loop = [(0.078 * np.cos(t), 0.072 * np.sin(t), 1.455) for t in turn]
        return [(tube(loop, 0.012, 6), trim)]
    if dress.collar == "front":
        return [(tube([(0, -0.070, 1.44), (0, -0.136, 1.30), (0, -0.142, 1.16)], 0.014, 6), trim)]
    # Right over left: the upper lap runs from the wearer's left shoulder to his right side;
    # he faces -y, so his right is at -x.
    side = -1.0 if dress.collar == "cross" else 1.0
    upper = [(-side * 0.072, -0.030, 1.455), (-side * 0.02, -0.118, 1.38), (side * 0.05, -0.146,
             1.26), (side * 0.12, -0.136, 1.12)]  # fmt: skip
    under = [(side * 0.072, -0.030, 1.455), (side * 0.028, -0.112, 1.385)]
    return [(join(tube(upper, 0.017, 6), tube(under, 0.014, 6)), trim)]


def head(dress: Dress) -> Body:
    """Return the face and what is on it."""
    return [(headwear.face(), "skin"), *headwear.HEADS[dress.head]()]


def clothes(dress: Dress) -> Body:
    """Return robe, what is over it, and its collar."""
    return [*ROBES[dress.robe](dress), *OVER[dress.over](dress), *collar(dress)]


# ------------------------------------------------------------------------------ limbs


def sleeves(left: list[Point], right: list[Point], cuff: float = 0.085) -> Mesh:
    """Return two sleeves along paths of shoulder, elbow and wrist."""
    wide = [0.068, 0.072, cuff]
    return join(tube(left, wide[: len(left)], 10), tube(right, wide[: len(right)], 10))


def hands(*at: Point) -> Mesh:
    """Return hands at points."""
    return join(*(ball(p, 0.036, 0.036, 0.046, 8) for p in at))


def shoes(apart: float = 0.09) -> Mesh:
    """Return two shoes, half ``apart`` metres from the middle."""
    return join(
        *(box((s * apart - 0.045, -0.16, 0.0), (s * apart + 0.045, 0.09, 0.10)) for s in (-1, 1))
    )
