"""Columns: where they stand, how they are shaped, and the stones under them (柱与柱础)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scenes.building import Building
from scenes.framing.sections import beam_over, plate_height, upper_purlin
from scenes.model import Matrix, SetModel
from scenes.roofline import Roofline
from scenes.solids import Mesh, boxes, lathe, lofted, merge, placement

# Shafts of radius 1 and height 1. 梭柱: drawn in above, its head rounded (卷五 用柱之制); 直柱 only
# eased at its head; 收分柱 the Qing hundredth of its height thinner at the head, cut square.
_SHAFTS = {
    "梭柱": ((0.97, 0.0), (1.0, 0.02), (1.0, 0.36), (0.985, 0.66), (0.92, 0.94),
           (0.82, 0.985), (0.72, 1.0)),
    "直柱": ((1.0, 0.0), (1.0, 0.94), (0.96, 0.975), (0.88, 1.0)),
    "收分柱": ((1.0, 0.0), (0.95, 0.5), (0.9, 1.0)),
}  # fmt: skip
# 覆盆 of radius 1: plinth edge, swelling, fillet under the shaft. 鼓镜: a low drum, hollowed up.
_BASIN = ((1.48, 0.0), (1.50, 0.05), (1.44, 0.13), (1.30, 0.19), (1.12, 0.22), (1.12, 0.25),
          (1.06, 0.255))  # fmt: skip
_DRUM = ((1.52, 0.0), (1.50, 0.04), (1.32, 0.10), (1.22, 0.20), (1.20, 0.255), (1.02, 0.258))
_PLAIN = ((1.22, 0.0), (1.20, 0.24), (1.04, 0.255))
_CUT_STONE = ((0.98, 0.0), (0.98, 0.9), (0.9, 0.97), (0.82, 1.0))  # 抹角石柱 of stages
STONE_STAGES = ("jin", "yuan")  # whose front columns are of stone: 牛王庙, 东羊, 四圣宫 (own)
GABLED = ("悬山", "硬山")
PLINTH = 1.75  # half the side of a base's plinth, in radii of its column
PETALS = 12  # of a 莲瓣 base, round its plinth (own)


@dataclass(frozen=True, slots=True)
class Post:
    """A column by its place in the grid; ``x, y`` of its head.

    ``top`` is the height above the court of what stands on it (the foot of its bracket set),
    ``head`` that of the shaft's end: lower by the plate where there is one, higher in a gable
    whose columns rise to the beams.
    """

    i: int
    j: int
    x: float
    y: float
    top: float
    edge: bool
    corner: bool
    head: float = 0.0


def posts(b: Building, line: Roofline) -> list[Post]:
    """Return the columns, row by row from the front."""
    found = []
    shift = {(i, j): (dx, dy) for i, j, dx, dy in b.moved}
    last_i, last_j = len(b.xs) - 1, len(b.ys) - 1
    for j, y in enumerate(b.ys):
        for i, x in enumerate(b.xs):
            edge = i in (0, last_i) or j in (0, last_j)
            if edge:
                top = b.platform + b.column + float(line.shengqi(x, y))
                corner = i in (0, last_i) and j in (0, last_j)
                head = top - plate_height(b)
                if b.roof in GABLED and 0 < j < last_j:
                    head = gable_head(b, y)
                found.append(Post(i, j, x, y, top, True, corner, head))
            elif planned(b, i, j) and (i, j) not in b.omitted:
                dx, dy = shift.get((i, j), (0.0, 0.0))
                top = inner_top(b, x, y)
                found.append(Post(i, j, x + dx, y + dy, top, False, False, top))
    return found


def planned(b: Building, i: int, j: int) -> bool:
    """Tell whether a frame is borne there, by an inner column or by a 内额 in its stead.

    Where a whole row is left out the beams span the wider aisle without it.
    """
    last_i, last_j = len(b.xs) - 1, len(b.ys) - 1
    if not (0 < i < last_i and 0 < j < last_j):
        return False
    if all((n, j) in b.omitted for n in range(1, last_i)):
        return False
    if b.door_row and j == b.door_row:
        return True
    round_ = b.roof == "攒尖" or (b.roof in ("庑殿", "歇山") and same_height(b))
    ends = round_ and i in (1, last_i - 1)
    return b.inner_ring and (j in (1, last_j - 1) or ends)


def same_height(b: Building) -> bool:
    """Tell whether inner columns are as high as outer ones (殿堂), and not up to the beams (厅堂)."""
    return b.ceiling and b.system != "doukou" and b.roof != "攒尖"


def inner_top(b: Building, x: float, y: float) -> float:
    """Return the top of an inner column at (x, y): where its set or the beam itself begins."""
    if same_height(b) or (b.door_row and abs(y) < 0.3 * b.depth / b.rafters and not late(b)):
        return b.platform + b.column
    mouth = 0.0 if late(b) else 12.0 * b.fen
    return beam_over(b, x, y)[0] - mouth


def gable_head(b: Building, y: float) -> float:
    """Return the top of a column in a gable: it rises to the beam, the middle one to the ridge.

    That one ends a hair under the ridge's purlin, the others are let into their beam.
    """
    if abs(y) < 0.3 * b.depth / b.rafters:
        return b.eave_purlin_back + b.rise - upper_purlin(b) - 0.002
    return beam_over(b, b.width / 2, y)[0] + 0.005


def late(b: Building) -> bool:
    """Tell whether inner columns carry beams without a block (Qing)."""
    return b.system == "doukou"


def sides(b: Building, ring: list[Post]) -> Iterator[tuple[str, Post, Post]]:
    """Yield (side, column, next column) around the outer ring."""
    at = {(p.i, p.j): p for p in ring}
    ni, nj = len(b.xs) - 1, len(b.ys) - 1
    for i in range(ni):
        yield "front", at[i, 0], at[i + 1, 0]
        yield "back", at[i, nj], at[i + 1, nj]
    for j in range(nj):
        yield "left", at[0, j], at[0, j + 1]
        yield "right", at[ni, j], at[ni, j + 1]


def raise_columns(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put columns, leaning inward, on their stone bases."""
    r = b.column_diameter / 2
    shaft = _SHAFTS.get(b.style.column_form, _SHAFTS["梭柱"])
    model.add_part("column", *lathe(shaft, 20), "timber_red")
    model.add_part("column_base", *_base(r, b.style.column_base), "stone")
    stone = b.kind == "stage" and b.period in STONE_STAGES
    if stone:
        model.add_part("column_stone", *lathe(_CUT_STONE, 8), "stone")
    for p in ring:
        name = f"column {p.i},{p.j}"
        part = "column_stone" if stone and p.j == 0 else "column"
        model.place(part, "column", _leaning(b, p, r), "column.height", name)
        x, y = foot(b, p)
        model.place("column_base", "column_base", placement(x, y, b.platform), "own", name)


def _base(r: float, form: str) -> Mesh:
    """Return a base on its square plinth, the shaft's foot 0.25 r above the floor."""
    half = PLINTH * r
    plinth = boxes([(-half, half, -half, half, -0.12, 0.012)])
    profile = {"鼓镜": _DRUM, "素平": _PLAIN}.get(form, _BASIN)
    turned = [(q * r, z * r + 0.004) for q, z in profile]
    return merge(plinth, _petals(turned) if form == "莲瓣" else lathe(turned, 16))


def _petals(profile: list[tuple[float, float]]) -> Mesh:
    """Return a turned solid whose swelling is carved into petals that die out under the shaft."""
    angle = np.arange(PETALS * 4) * (2 * math.pi / (PETALS * 4))
    wave = np.abs(np.cos(PETALS / 2 * angle)) - 0.6
    rings = []
    for n, (q, z) in enumerate(profile):
        deep = 0.07 * q * max(0.0, 1.0 - n / 4.0)
        rr = q + deep * wave
        rings.append(np.stack([rr * np.cos(angle), rr * np.sin(angle), np.full_like(angle, z)], 1))
    return lofted(np.array(rings))


def foot(b: Building, p: Post) -> tuple[float, float]:
    """Return where a column stands: those of the outer ring lean in toward their heads."""
    tall = p.head - b.platform
    dx = b.lean[1] * tall * math.copysign(1, p.x) if p.edge and p.i in (0, len(b.xs) - 1) else 0.0
    dy = b.lean[0] * tall * math.copysign(1, p.y) if p.edge and p.j in (0, len(b.ys) - 1) else 0.0
    return p.x + dx, p.y + dy


def _leaning(b: Building, p: Post, r: float) -> Matrix:
    x, y = foot(b, p)
    bottom = b.platform + 0.2 * r
    m = placement(x, y, bottom, scale=(r, r, p.head - bottom))
    m[0, 2], m[1, 2] = p.x - x, p.y - y
    return m
