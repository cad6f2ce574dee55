"""Columns, architraves, wall ties, purlins, beams: what stands and what ties (大木构架)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scenes import brackets
from scenes.brackets import Stack, layer
from scenes.building import RING, Building
from scenes.model import Matrix, Points, SetModel
from scenes.roofline import Roofline
from scenes.solids import (
    Mesh,
    bars,
    boxes,
    circle,
    lathe,
    lofted,
    merge,
    placement,
    rectangle,
    slab,
    swept,
)  # fmt: skip

ARCHITRAVE = (16.0, 30.0)  # 阑额, thickness and height in fen
TIE = (10.0, 15.0)  # 柱头枋
RIDGE_LEG = (9.0, 15.0)  # 叉手

# Entasis of a column of radius 1 and height 1: straight below, drawn in above, rounded at the head.
_COLUMN = ((0.97, 0.0), (1.0, 0.02), (1.0, 0.36), (0.985, 0.66), (0.955, 0.84), (0.92, 0.94),
           (0.885, 0.972), (0.82, 0.99), (0.72, 1.0))  # fmt: skip
# 覆盆 base of radius 1: plinth edge, swelling, fillet under the shaft.
_BASIN = ((1.48, 0.0), (1.50, 0.05), (1.44, 0.13), (1.30, 0.19), (1.16, 0.215), (1.12, 0.22),
          (1.12, 0.25), (1.06, 0.255))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """A column by its place in the grid; ``x, y`` of its head, ``top`` above the court."""

    i: int
    j: int
    x: float
    y: float
    top: float
    edge: bool
    corner: bool


def posts(b: Building, line: Roofline) -> list[Post]:
    """Return the columns, outer ring first by grid order."""
    found = []
    last_i, last_j = len(b.xs) - 1, len(b.ys) - 1
    for j, y in enumerate(b.ys):
        for i, x in enumerate(b.xs):
            edge = i in (0, last_i) or j in (0, last_j)
            inner = b.inner_ring and (j in (1, last_j - 1) or i in (1, last_i - 1))
            if edge or inner:
                rise = float(line.shengqi(x, y)) if edge else 0.0
                corner = i in (0, last_i) and j in (0, last_j)
                found.append(Post(i, j, x, y, b.platform + b.column + rise, edge, corner))
    return found


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
    model.add_part("column", *lathe(_COLUMN, 24), "timber_red")
    model.add_part("column_base", *_base(r), "stone")
    for p in ring:
        name = f"column {p.i},{p.j}"
        model.place("column", "column", _leaning(b, p, r), "column.height", name)
        foot = _foot(b, p)
        model.place(
            "column_base", "column_base", placement(foot[0], foot[1], b.platform), "own", name
        )


def _base(r: float) -> Mesh:
    """Return a plain 覆盆 on its square plinth, the shaft's foot 0.25 r above the floor."""
    plinth = boxes([(-1.75 * r, 1.75 * r, -1.75 * r, 1.75 * r, -0.12, 0.012)])
    return merge(plinth, lathe([(q * r, z * r + 0.004) for q, z in _BASIN], 28))


def _foot(b: Building, p: Post) -> tuple[float, float]:
    tall = p.top - b.platform
    dx = b.lean[1] * tall * math.copysign(1, p.x) if p.edge and p.i in (0, len(b.xs) - 1) else 0.0
    dy = b.lean[0] * tall * math.copysign(1, p.y) if p.edge and p.j in (0, len(b.ys) - 1) else 0.0
    return p.x + dx, p.y + dy


def _leaning(b: Building, p: Post, r: float) -> Matrix:
    x, y = _foot(b, p)
    bottom = b.platform + 0.2 * r
    m = placement(x, y, bottom, scale=(r, r, p.top - bottom))
    m[0, 2], m[1, 2] = p.x - x, p.y - y
    return m


def tie_columns(model: SetModel, b: Building, line: Roofline, ring: list[Post]) -> None:
    """Put 阑额 between the column heads and the stacked 柱头枋 over them."""
    f = b.fen
    heads, ties, count = [], [], wall_ties(b, line)
    for side, p, q in sides(b, ring):
        a, c = (np.array([v.x, v.y, v.top]) for v in (p, q))
        drop = np.array([0, 0, ARCHITRAVE[1] * f / 2 + 0.004])
        heads.append((a - drop, c - drop))
        # ties of the long sides and of the ends lie a hair apart where they cross
        hair = 0.15 if side in ("left", "right") else 0.0
        for k in range(1, count + 1):
            up = np.array([0, 0, (layer(k) + TIE[1] / 2 + hair) * f])
            ties.append((a + up, c + up))
    model.add_part("architrave", *_trimmed(heads, rectangle(*(np.array(ARCHITRAVE) * f)),
                                           b.column_diameter * 0.3), "timber_red")  # fmt: skip
    model.add_part("wall_tie", *_bars(ties, rectangle(TIE[0] * f, (TIE[1] - 0.3) * f)), "bracket")
    model.place("architrave", "beam", rule="own", name="阑额")
    model.place("wall_tie", "beam", rule="own", name="柱头枋")


def _bars(ends: list[tuple[Points, Points]], section: Points) -> Mesh:
    pairs = np.array(ends)
    return bars(pairs[:, 0], pairs[:, 1], section)


def _trimmed(ends: list[tuple[Points, Points]], section: Points, inset: float) -> Mesh:
    pairs = np.array(ends)
    ahead = pairs[:, 1] - pairs[:, 0]
    step = ahead / np.linalg.norm(ahead, axis=1, keepdims=True) * inset
    return bars(pairs[:, 0] + step, pairs[:, 1] - step, section)


def wall_ties(b: Building, line: Roofline) -> int:
    """Return how many 柱头枋 are stacked before the rafters are met."""
    room = float(line.profile(b.eave)) - line.rafter - b.platform - b.column
    return max(1, int((room / b.fen - 4.0 - layer(0)) // 21))


def wall_bands(b: Building, line: Roofline) -> list[tuple[float, float]]:
    """Return (underside, top) of each 柱头枋, metres above the foot of the brackets, upwards."""
    layers = range(1, wall_ties(b, line) + 1)
    return [(layer(k) * b.fen, (layer(k) + TIE[1]) * b.fen) for k in layers]


def architrave(b: Building) -> tuple[float, float]:
    """Return thickness and height of 阑额 (大额枋)."""
    t, h = b.style.architrave
    return (t, h) if h > 0 else (ARCHITRAVE[0] * b.fen, ARCHITRAVE[1] * b.fen)


def underside(b: Building) -> float:
    """Return how far the lowest architrave's underside lies below the foot of the brackets."""
    return architrave(b)[1]


def set_brackets(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put the bracket sets over columns and between them."""
    s = Stack.of(b)
    tail = 0.94 * (b.depth / 2 - b.purlins[-2][0]) / b.fen
    _bracket_parts(model, b, s, tail)
    turn = brackets.turns()
    for p in ring:
        if p.edge:
            _over_column(model, b, p, turn)
    for side, p, q in sides(b, ring):
        if b.between and _has_sets(b, side):
            mid = placement((p.x + q.x) / 2, (p.y + q.y) / 2, (p.top + q.top) / 2, turn[side])
            model.place("puzuo_between", "bracket", mid, "own", f"{side} 补间铺作")


def _bracket_parts(model: SetModel, b: Building, s: Stack, tail: float) -> None:
    corner = brackets.in_metres(brackets.corner_set(s), b)
    made = {
        "puzuo_column": brackets.column_set(s, tail), "puzuo_between": brackets.between_set(s),
        "puzuo_inner": brackets.inner_set(s),
    }  # fmt: skip
    unused = {"puzuo_between": not b.between, "puzuo_inner": not b.inner_ring}
    for name, mesh in made.items():
        if not unused.get(name, False):
            model.add_part(name, *brackets.in_metres(mesh, b), "bracket")
    if b.roof not in ("悬山", "硬山"):
        model.add_part("puzuo_corner", *corner, "bracket")
        model.add_part("puzuo_corner_mirrored", *brackets.mirrored(corner), "bracket")


def _has_sets(b: Building, side: str) -> bool:
    return b.roof not in ("悬山", "硬山") or side in ("front", "back")


def _over_column(model: SetModel, b: Building, p: Post, turn: dict[str, float]) -> None:
    ends = p.i in (0, len(b.xs) - 1)
    if p.corner and b.roof not in ("悬山", "硬山"):
        half_turn = 0.0 if p.y < 0 else math.pi
        plain = (p.x < 0) == (p.y < 0)
        part = "puzuo_corner" if plain else "puzuo_corner_mirrored"
        side = placement(p.x, p.y, p.top, half_turn)
        model.place(part, "bracket", side, "brackets", f"转角铺作 {p.i},{p.j}")
        return
    lengthwise = p.j in (0, len(b.ys) - 1)
    if not lengthwise and not _has_sets(b, "left"):
        return
    if lengthwise:
        side_name = "front" if p.y < 0 else "back"
    else:
        side_name = "left" if ends and p.x < 0 else "right"
    m = placement(p.x, p.y, p.top, turn[side_name])
    model.place("puzuo_column", "bracket", m, "brackets", f"柱头铺作 {p.i},{p.j}")


def set_inner_brackets(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put the sets of the inner ring and the beams that tie it to the outer one."""
    inner = [p for p in ring if not p.edge]
    for p in inner:
        m = placement(p.x, p.y, p.top, 0.0 if p.y <= 0 else math.pi)
        model.place("puzuo_inner", "bracket", m, "own", f"内柱铺作 {p.i},{p.j}")
    ends, z = [], b.platform + b.column + (layer(1) + 15) * b.fen
    for p in inner:
        for q in _neighbours(b, p, ring):
            ends.append((np.array([q.x, q.y, z]), np.array([p.x, p.y, z])))
    if ends:
        model.add_part("tie_beam", *_bars(ends, _moon(b)), "timber_red")
        model.place("tie_beam", "beam", rule="own", name="明乳栿")


def _neighbours(b: Building, p: Post, ring: list[Post]) -> list[Post]:
    """Return the outer columns straight across the aisle from an inner one."""
    last_i, last_j = len(b.xs) - 1, len(b.ys) - 1
    wanted = {
        (p.i, 0) if p.j == 1 else (-1, -1),
        (p.i, last_j) if p.j == last_j - 1 else (-1, -1),
        (0, p.j) if p.i == 1 else (-1, -1),
        (last_i, p.j) if p.i == last_i - 1 else (-1, -1),
    }
    return [q for q in ring if (q.i, q.j) in wanted and q.edge]


def _moon(b: Building) -> Points:
    w, h = 18.0 * b.fen, 30.0 * b.fen
    return np.array(
        [
            (-w * 0.42, -h / 2),
            (w * 0.42, -h / 2),
            (w / 2, -h * 0.3),
            (w / 2, h * 0.3),
            (w * 0.42, h / 2),
            (-w * 0.42, h / 2),
            (-w / 2, h * 0.3),
            (-w / 2, -h * 0.3),
        ]
    )


def lay_purlins(model: SetModel, b: Building, line: Roofline) -> None:
    """Put the eave purlin around, its wedge at the corners, and the purlins above."""
    round_ = circle(b.purlin_diameter / 2, 12)
    ends = []
    out = b.reach
    for face in line.faces():
        deep = b.eave - out
        far = float(line.extent(face, deep)) + (0.22 if line.hips else 0.0)
        u = np.array([-far, far])
        u = np.sort(np.concatenate([u, _stations(b, face.along)]))
        path = line.point(face, u, deep)
        x, y = line.plan(face, u, deep)
        path[:, 2] = b.eave_purlin_back - b.purlin_diameter / 2 + line.shengqi(x, y)
        path[:, 0], path[:, 1] = x, y
        hair = 0.002 if face.along == "y" else 0.0
        path[:, 2] += hair
        ends.append(swept(path, round_))
    model.add_part("eave_purlin", *merge(*ends), "timber_red")
    model.place("eave_purlin", "beam", rule="juzhe", name="橑檐槫")
    model.add_part("purlin", *merge(*_upper_purlins(b, line, round_)), "timber_red")
    model.place("purlin", "beam", rule="juzhe", name="平槫、脊槫")
    wedge = _corner_wedges(b, line)
    if wedge:
        model.add_part("purlin_wedge", *merge(*wedge), "timber_red")
        model.place("purlin_wedge", "beam", rule="corner.rise", name="生头木")


def _stations(b: Building, along: str) -> Points:
    return np.array(b.xs if along == "x" else b.ys, np.float64)


def _upper_purlins(b: Building, line: Roofline, section: Points) -> list[Mesh]:
    out = []
    all_round = b.roof in ("庑殿", "攒尖", RING)
    for place, height in b.purlins[:-1]:
        z = b.eave_purlin_back + height - b.purlin_diameter / 2
        x = line.half_x - float(line.on_side(line.half_y - place))
        reach = x if all_round else (line.gable_x if b.roof == "歇山" else line.half_x) - 0.1
        if reach < 0.05:
            continue
        for y in sorted({-place, place}):
            out.append(bars([(-reach, y, z)], [(reach, y, z)], section))
        if all_round and place > 0:
            out += [bars([(s * x, -place, z)], [(s * x, place, z)], section) for s in (-1, 1)]
    return out


def _corner_wedges(b: Building, line: Roofline) -> list[Mesh]:
    """Return 生头木: what fills between the eave purlin and rafters that rise to the corner."""
    if not line.hips:
        return []
    out, deep, w = [], b.eave - b.reach, 4.0 * b.fen
    for face in line.faces():
        far = float(line.extent(face, deep))
        for s in (-1.0, 1.0):
            u = s * np.linspace(far - line.warp * 0.62, far + 0.1, 10)
            top = np.stack([line.point(face, u, deep - w), line.point(face, u, deep + w)], axis=1)
            top[..., 2] -= line.rafter + 0.012
            x, y = line.plan(face, u, deep)
            bed = b.eave_purlin_back + line.shengqi(x, y) - 0.06
            out.append(slab(top, np.maximum(top[..., 2] - bed[:, None], 0.02)))
    return out


def raise_beams(model: SetModel, b: Building, line: Roofline) -> None:
    """Put the roof frames: beams stepped to the purlins, 驼峰 between, 叉手 at the ridge."""
    bays = b.xs[1:-1] if b.roof not in ("悬山", "硬山") else b.xs
    beams, humps, legs = [], [], []
    h, w = 24.0 * b.fen, 16.0 * b.fen
    under_purlin = b.purlin_diameter + 4.0 * b.fen
    levels = [(p, b.eave_purlin_back + z - under_purlin) for p, z in b.purlins[1:-1]][::-1]
    low = b.platform + b.column + (layer(1) + 30) * b.fen
    start = [(b.depth / 2 - 4 * b.fen, low)]
    top_place, top = (start + levels)[-1]
    ridge = b.eave_purlin_back + b.purlins[0][1] - b.purlin_diameter
    for x in bays:
        for (place, z), below in zip(start + levels, [low - h, *(z for _, z in start + levels)],
                                     strict=False):  # fmt: skip
            if not _under_hips(b, x, place):
                continue
            beams.append((x, place, z))
            if z - h > below + 0.05 and z != low:
                humps += [(x, s * place, below, z - h) for s in (-1, 1)]
        if _under_hips(b, x, 0.0):
            legs += [(x, s * top_place * 0.9, top, ridge) for s in (-1, 1)]
    _put_frames(model, beams, humps, legs, b, (w, h))


def _under_hips(b: Building, x: float, place: float) -> bool:
    """Tell whether a frame at ``x`` has roof above its level ``place`` metres from the ridge.

    Under a hip roof the end slopes come down before the frames near the gables reach the ridge.
    """
    return b.roof not in ("庑殿", "攒尖") or b.width / 2 - abs(x) > b.depth / 2 - place - 0.05


def _put_frames(
    model: SetModel,
    beams: list[tuple[float, float, float]],
    humps: list[tuple[float, float, float, float]],
    legs: list[tuple[float, float, float, float]],
    b: Building,
    size: tuple[float, float],
) -> None:
    w, h = size
    boxes_ = [(x - w / 2, x + w / 2, -p, p, z - h, z) for x, p, z in beams]
    model.add_part("roof_beam", *boxes(boxes_), "timber_red")
    model.place("roof_beam", "beam", rule="own", name="栿")
    if humps:
        model.add_part(
            "hump", *merge(*(_hump(*row, w * 0.8, b.fen) for row in humps)), "timber_red"
        )
        model.place("hump", "beam", rule="own", name="驼峰")
    section = rectangle(*(np.array(RIDGE_LEG) * b.fen))
    starts = [(x, y, z - 0.05) for x, y, z, _ in legs]
    ends = [(x, math.copysign(0.03, y), top) for x, y, _, top in legs]
    model.add_part("chashou", *bars(starts, ends, section), "timber_red")
    model.place("chashou", "beam", rule="own", name="叉手")


def _hump(x: float, y: float, low: float, high: float, w: float, fen: float) -> Mesh:
    wide, narrow = 26.0 * fen, 13.0 * fen
    rings = [
        [(x - w / 2, y - d, z), (x + w / 2, y - d, z), (x + w / 2, y + d, z), (x - w / 2, y + d, z)]
        for d, z in ((wide, low - 0.01), (wide * 0.8, low + (high - low) * 0.45),
                     (narrow, high - 0.2 * (high - low)), (narrow, high + 0.01))
    ]  # fmt: skip
    return lofted(np.array(rings))


def lay_outer_ties(model: SetModel, b: Building, line: Roofline) -> None:
    """Put 罗汉枋 over the filled jumps, with the boards between them and the wall."""
    s = Stack.of(b)
    if not s.filled or not line.hips:
        return
    ties, half = [], TIE[1] * b.fen / 2
    boards = []
    for k in s.filled:
        far = s.jumps[k] * b.fen
        z = b.platform + b.column + layer(k + 3) * b.fen + half
        for face in line.faces():
            reach = float(line.extent(face, b.eave - far)) + 12 * b.fen
            u = np.sort(np.concatenate([[-reach, reach], _stations(b, face.along)]))
            x, y = line.plan(face, u, b.eave - far)
            hair = 0.003 if face.along == "y" else 0.0
            path = np.stack([x, y, z + line.shengqi(x, y) + hair], axis=-1)
            ties.append(swept(path, rectangle(TIE[0] * b.fen, TIE[1] * b.fen)))
            boards.append(_soffit(b, line, face, far, z + half))
    model.add_part("outer_tie", *merge(*ties), "bracket")
    model.place("outer_tie", "beam", rule="own", name="罗汉枋")
    model.add_part("soffit", *merge(*boards), "plaster_white")
    model.place("soffit", "wall", rule="own", name="遮椽板")


def _soffit(b: Building, line: Roofline, face: object, far: float, z: float) -> Mesh:
    """Return the white board from 罗汉枋 back up to the wall."""
    from scenes.roofline import Face

    assert isinstance(face, Face)
    outer, inner = far - 3 * b.fen, 6 * b.fen
    wide = float(line.extent(face, b.eave)) - 4 * b.fen
    u = np.linspace(-wide, wide, 25)
    rows = []
    for away, rise in ((outer, -2.0 * b.fen), (inner, 14.0 * b.fen)):
        x, y = line.plan(face, u * (1 + (away - inner) / max(wide, 1.0) * 0.9), b.eave - away)
        rows.append(np.stack([x, y, z + rise + line.shengqi(x, y)], axis=-1))
    return slab(np.stack(rows, axis=1), 0.02)
