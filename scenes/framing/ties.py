"""What ties column to column: 阑额, 由额, 普拍枋, 柱头枋, and the great 内额 of an open nave."""

from __future__ import annotations

import math

import numpy as np

from scenes.building import Building
from scenes.framing.columns import GABLED, Post, planned, same_height, sides
from scenes.framing.sections import (
    architrave,
    beam_over,
    main_beam,
    plate_height,
    small_gap,
    tie,
    wall_bands,
)
from scenes.model import Points, SetModel
from scenes.roofline import Roofline
from scenes.solids import Mesh, bars, merge, moved, placement, prism, rectangle, swept

SEAM = 0.004  # metres of air that keep two faces apart
INNER_LINTEL = (
    30.0,
    45.0,
)  # 内额 of a nave with columns left out, fen (own, after 文殊殿, 广胜下寺)


def tie_columns(model: SetModel, b: Building, line: Roofline, ring: list[Post]) -> None:
    """Put the architraves between the column heads, the plate on them and the wall ties above."""
    _architraves(model, b, ring)
    _plates(model, b, ring)
    if bands := wall_bands(b, line):
        _wall_ties(model, b, ring, bands)
    _inner_lintels(model, b, ring)
    _inner_architraves(model, b, ring)


def _ends(b: Building, p: Post) -> Points:
    return np.array([p.x, p.y, p.top - plate_height(b)])


def _architraves(model: SetModel, b: Building, ring: list[Post]) -> None:
    t, h = architrave(b)
    pairs = [(_ends(b, p), _ends(b, q)) for _, p, q in sides(b, ring)]
    inset = b.column_diameter * 0.3
    made = [_between(pairs, h / 2 + SEAM, (t, h), inset), *_corner_ends(b, ring, (t, h))]
    small = b.style.small_architrave
    if small:
        gap = small_gap(b)
        drop = h + gap + small[1] / 2 + SEAM
        made.append(_between(pairs, drop, small, inset))
        board = _between(pairs, h + gap / 2 + SEAM, (0.3 * small[0], gap + 0.004), inset)
        model.add_part("architrave_board", *board, "timber_red")
        model.place("architrave_board", "beam", rule="own", name="由额垫板")
    model.add_part("architrave", *merge(*made), "timber_red")
    model.place("architrave", "beam", rule="own", name="阑额")


def _between(
    pairs: list[tuple[Points, Points]], drop: float, size: tuple[float, float], inset: float
) -> Mesh:
    down = np.array([0, 0, drop])
    return _trimmed([(a - down, c - down) for a, c in pairs], rectangle(*size), inset)


def _trimmed(ends: list[tuple[Points, Points]], section: Points, inset: float) -> Mesh:
    pairs = np.array(ends)
    ahead = pairs[:, 1] - pairs[:, 0]
    step = ahead / np.linalg.norm(ahead, axis=1, keepdims=True) * inset
    return bars(pairs[:, 0] + step, pairs[:, 1] - step, section)


def _corner_ends(b: Building, ring: list[Post], size: tuple[float, float]) -> list[Mesh]:
    """Return what comes out past the corner columns, both ways."""
    form = b.style.architrave_end
    if form == "不出头":
        return []
    t, h = size
    out = _end_outline(form, b.column_diameter, h)
    made = []
    for p in ring:
        if not p.corner:
            continue
        turn = [0.0, math.pi][p.x < 0], [math.pi / 2, -math.pi / 2][p.y < 0]
        for n, angle in enumerate(turn):
            stub = prism(out, t * 0.98, "xz")
            made.append(
                moved(stub, placement(p.x, p.y, p.top - plate_height(b) - SEAM - 0.001 * n, angle))
            )
    return made


def _end_outline(form: str, d: float, h: float) -> list[tuple[float, float]]:
    """Return the outline, from the column's axis outward, of an architrave's end; top at 0."""
    near, tip = 0.3 * d, 0.95 * d
    if form == "直截":
        return [(near, 0.0), (near, -h), (tip, -h), (tip, 0.0)]
    if form == "海棠":  # a quarter round, a step, a quarter round: the begonia line
        shape = [(1.0, 0.0), (1.0, 0.30), (0.97, 0.42), (0.90, 0.50), (0.90, 0.58), (0.86, 0.72),
                 (0.74, 0.86), (0.58, 0.95), (0.42, 1.0)]  # fmt: skip
    else:  # 霸王拳: a fist of half rounds, cut in beneath
        shape = [(0.96, 0.0), (1.0, 0.10), (1.0, 0.20), (0.95, 0.28), (0.96, 0.36), (0.93, 0.46),
                 (0.86, 0.50), (0.86, 0.58), (0.81, 0.67), (0.73, 0.70), (0.72, 0.78),
                 (0.64, 0.84), (0.55, 0.84)]  # fmt: skip
    right = [(near + (tip - near) * u, -h * v) for u, v in shape]
    last = -h * shape[-1][1]
    return [(near, 0.0), (near, last), *right[::-1]]


def _runs(b: Building, ring: list[Post]) -> dict[str, list[Post]]:
    """Return the columns of each side in order, both corners included."""
    out: dict[str, list[Post]] = {}
    for side, p, q in sides(b, ring):
        out.setdefault(side, [p]).append(q)
    return out


def _plates(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put 普拍枋 (平板枋), halved over each other at the corners and running out past them."""
    if b.style.plate is None:
        return
    w, h = b.style.plate
    past = 0.95 * b.column_diameter if b.style.architrave_end != "不出头" else 0.45 * w
    made = []
    for side, run in _runs(b, ring).items():
        hair = 0.0015 if side in ("left", "right") else 0.0
        path = np.array([_ends(b, p) for p in run]) + [0, 0, h / 2 - hair]
        path[[0, -1]] += _outward(path) * past
        made.append(swept(path, rectangle(w, h - 0.002)))
    model.add_part("plate", *merge(*made), "timber_red")
    model.place("plate", "beam", rule="own", name="普拍枋")


def _outward(path: Points) -> Points:
    """Return the unit directions in which a path leaves its two ends."""
    out = np.stack([path[0] - path[1], path[-1] - path[-2]])
    return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True))


def _wall_ties(
    model: SetModel, b: Building, ring: list[Post], bands: list[tuple[float, float]]
) -> None:
    t, h = tie(b)
    made = []
    for side, run in _runs(b, ring).items():
        if not carries(b, side):
            continue
        # ties of the long sides and of the ends lie a hair apart where they cross
        hair = 0.15 * b.fen if side in ("left", "right") else 0.0
        path = np.array([[p.x, p.y, p.top + hair] for p in run])
        made += [swept(path + [0, 0, (low + high) / 2], rectangle(t, h - 0.3 * b.fen))
                 for low, high in bands]  # fmt: skip
    model.add_part("wall_tie", *merge(*made), "bracket")
    model.place("wall_tie", "beam", rule="own", name="柱头枋")


def carries(b: Building, side: str) -> bool:
    """Tell whether that side has bracket sets: the gables of 悬山 and 硬山 have none."""
    return b.roof not in GABLED or side in ("front", "back")


def _bare_rows(b: Building) -> set[int]:
    """Return the inner rows from which columns are left out or moved."""
    return {j for _, j in b.omitted} | {j for _, j, _, _ in b.moved}


def _inner_lintels(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put 内额 along inner rows from which columns are left out or moved, to carry the frames."""
    w, h = INNER_LINTEL[0] * b.fen, INNER_LINTEL[1] * b.fen
    starts, ends, props = [], [], []
    for j in sorted(_bare_rows(b)):
        z = beam_over(b, 0.0, b.ys[j])[0]
        standing = sorted((p for p in ring if p.j == j), key=lambda p: p.x)
        low = min((p.head for p in standing if not p.edge), default=z - 0.3)
        top = min(low, z - 12.0 * b.fen) - SEAM
        for p, q in zip(standing, standing[1:], strict=False):
            bare = [x for i, x in enumerate(b.xs) if p.x + 0.01 < x < q.x - 0.01
                    and planned(b, i, j)]  # fmt: skip
            if bare:
                # at the gable it goes down onto the outer column's set
                starts.append((p.x, p.y, _seat(b, p, top) - h / 2))
                ends.append((q.x, q.y, _seat(b, q, top) - h / 2))
            props += [(x, b.ys[j], top, beam_over(b, x, b.ys[j])[0]) for x in bare]
    if not starts:
        return
    model.add_part("inner_lintel", *bars(starts, ends, rectangle(w, h)), "timber_red")
    model.place("inner_lintel", "beam", rule="own", name="大内额")
    if props:
        model.add_part("lintel_prop", *_props(b, props), "timber_red")
        model.place("lintel_prop", "beam", rule="own", name="内额上驼峰")


def _inner_architraves(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put 内额 (金枋) between inner columns that stand next to each other."""
    bare = _bare_rows(b)
    at = {(p.i, p.j): p for p in ring if not p.edge}
    t, h = architrave(b)
    t, h = 0.8 * t, 0.9 * h
    pairs = []
    for (i, j), p in at.items():
        for q in (at.get((i + 1, j)) if j not in bare else None, at.get((i, j + 1))):
            # along the front always; across only where both carry sets, or beams, at one height
            alike = same_height(b) or b.roof == "攒尖"
            if q is not None and (q.j == j or (abs(q.head - p.head) < 0.01 and alike)):
                z = min(p.head, q.head)
                pairs.append((np.array([p.x, p.y, z]), np.array([q.x, q.y, z])))
    if pairs:
        made = _between(pairs, h / 2 + 0.02, (t, h), 0.3 * b.column_diameter)
        model.add_part("inner_architrave", *made, "timber_red")
        model.place("inner_architrave", "beam", rule="own", name="内额")


def _seat(b: Building, p: Post, top: float) -> float:
    return min(top, main_beam(b)[1]) if p.edge else top


def _props(b: Building, places: list[tuple[float, float, float, float]]) -> Mesh:
    """Return the blocks between 内额 and the beams of the frames whose columns are left out."""
    made = []
    for x, y, low, high in places:
        half = [(20.0 * b.fen, low - 0.01), (16.0 * b.fen, low + 0.5 * (high - low)),
                (11.0 * b.fen, high + 0.01)]  # fmt: skip
        outline = half + [(-u, z) for u, z in half[::-1]]
        made.append(moved(prism(outline, 20.0 * b.fen, "xz"), placement(x, y)))
    return merge(*made)
