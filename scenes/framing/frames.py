"""Roof frames: beams stepped to the purlins and what stands between them (梁架)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from scenes.brackets.stack import EARLY
from scenes.building import LATE, RING, Building
from scenes.framing.bracketing import section
from scenes.framing.columns import GABLED, gable_head, inner_top, planned
from scenes.framing.sections import (
    AT_HIP,
    PAST,
    RIDGE_LEG,
    UPON,
    Section,
    beam,
    in_hip,
    inner_square,
    levels,
    main_beam,
    ring_beam,
    upper_purlin,
)
from scenes.model import Points, SetModel
from scenes.roofline import Roofline
from scenes.solids import Mesh, bars, boxes, lathe, lofted, merge, moved, placement, rectangle

Half = tuple[float, float]  # half the sides of a square, along x and y, metres
Bar = tuple[tuple[float, float, float], tuple[float, float, float], Section]


@dataclass(slots=True)
class _Frame:
    """Members collected by what they are, so that all frames of a hall become a few parts."""

    beams: list[Bar] = field(default_factory=list)
    posts: list[tuple[float, float, float, float]] = field(default_factory=list)  # x y low high
    ridge_posts: list[tuple[float, float, float, float]] = field(default_factory=list)
    legs: list[tuple[Points, Points]] = field(default_factory=list)
    struts: list[tuple[Points, Points]] = field(default_factory=list)


def raise_beams(model: SetModel, b: Building, line: Roofline) -> None:
    """Put the roof frames: beams, 驼峰 or posts between them, 叉手 and 托脚, and those of the ends."""
    made = _Frame()
    if b.roof == RING:
        _across_ring(made, b)
    elif b.roof == "攒尖":
        _pavilion(model, made, b)
    else:
        ends = b.roof in GABLED
        for i, x in enumerate(b.xs):
            if ends or 0 < i < len(b.xs) - 1:
                _stepped(made, b, x, i, from_level=0)
        if b.roof == "歇山" and _apart(b, line.truss_x):
            single = len(b.xs) == 2  # a pavilion of one bay has no other frame to lean on
            for x in (-line.truss_x, line.truss_x):
                _stepped(made, b, x, None, from_level=0 if single else 1)
        if not ends:
            _end_beams(made, b)
        if b.roof == "庑殿":
            _ridge_ends(made, b, line)
    _put(model, made, b)


def _apart(b: Building, x: float) -> bool:
    return all(abs(abs(a) - x) > 0.35 for a in b.xs[1:-1])


def _stepped(made: _Frame, b: Building, x: float, i: int | None, *, from_level: int) -> None:
    """Collect one frame at ``x``: level 0 is the beam on the column sets.

    ``i`` is the line of columns below it, None for the gable frame of 歇山, which stands on the
    beams of the end.
    """
    low, top, size = main_beam(b, x)
    stack = [(b.depth / 2 - 4 * b.fen, top, size), *levels(b)]
    held = _supports(b, i)
    below = low
    for n, (place, z, (w, h)) in enumerate(stack):
        if n < from_level or not _under_hips(b, x, place):
            below = z if n < from_level else below
            continue
        past = PAST * b.fen if n else 0.0
        for y0, y1 in _spans(place, held, z - h, past):
            made.beams.append(((x, y0, z - h / 2), (x, y1, z - h / 2), (w, h)))
        if n and z - h > below + 0.02:
            ys = [s * place for s in (-1, 1)]
            # a column that reaches the beam stands where a post would
            made.posts += [(x, y, below - 0.02, z - h + 0.01) for y in ys
                           if all(abs(y - a) > 0.3 or t < z - h - 0.4 for a, t in held)]  # fmt: skip
        below = z
    if _under_hips(b, x, 0.0):
        _crown(made, b, x, stack, held)
    if b.period not in LATE:
        _struts(made, b, x, stack[from_level:])


def _supports(b: Building, i: int | None) -> list[tuple[float, float]]:
    """Return (y, top) of the inner columns planned on a line, standing or borne by 内额."""
    if i is None:
        return []
    if b.roof in GABLED and i in (0, len(b.xs) - 1):
        return [(y, gable_head(b, y)) for y in b.ys[1:-1]]
    return [(y, inner_top(b, b.xs[i], y)) for j, y in enumerate(b.ys) if planned(b, i, j)]


def _spans(
    place: float, held: list[tuple[float, float]], under: float, past: float
) -> list[tuple[float, float]]:
    """Return the pieces of a beam at ``±place``: whole, or from each end to a higher column."""
    tall = [y for y, top in held if top > under + 0.05 and abs(y) < place - 0.05]
    if not tall:
        return [(-place - past, place + past)]
    return [(-place - past, min(tall) - 0.02), (max(tall) + 0.02, place + past)]


def _crown(
    made: _Frame,
    b: Building,
    x: float,
    stack: list[tuple[float, float, Section]],
    held: list[tuple[float, float]],
) -> None:
    """Collect what carries the ridge purlin: 叉手, from the Song with a 蜀柱, the Qing post alone."""
    place, top, _ = stack[-1]
    ridge = b.eave_purlin_back + b.purlins[0][1] - upper_purlin(b)
    borne = any(abs(y) < 0.05 and t > top for y, t in held)
    if b.period not in ("tang", "wudai") and not borne:
        made.ridge_posts.append((x, 0.0, top - 0.02, ridge + 0.01))
    if b.period in LATE or len(stack) < 2:
        return
    for s in (-1.0, 1.0):
        start = np.array([x, s * place * 0.9, top - 0.05])
        made.legs.append((start, np.array([x, s * 0.03, ridge])))


def _struts(made: _Frame, b: Building, x: float, stack: list[tuple[float, float, Section]]) -> None:
    """Collect 托脚: from a beam's end up to the purlin of the beam above it."""
    for (place, z, _), (above, top, (_, h)) in zip(stack, stack[1:], strict=False):
        if place > b.depth / 2 - 5 * b.fen or not _under_hips(b, x, above):
            continue  # from the sets upward the roof is too near
        for s in (-1.0, 1.0):
            start = np.array([x, s * (place - 6 * b.fen), z - 0.03])
            made.struts.append((start, np.array([x, s * (above + 2 * b.fen), top - 0.3 * h])))


def _under_hips(b: Building, x: float, place: float) -> bool:
    """Tell whether a frame at ``x`` has roof above its level ``place`` metres from the ridge.

    Under a hip roof the end slopes come down before the frames near the gables reach the ridge.
    """
    from_end = b.width / 2 - abs(x)
    return not in_hip(b, x) or from_end > b.depth / 2 - place - AT_HIP


def _end_beams(made: _Frame, b: Building) -> None:
    """Collect 丁栿: from the columns of each end onto the first frame's beam."""
    if b.inner_ring or len(b.xs) < 4:
        return
    low, top, _ = main_beam(b)
    w, h = beam(b, 2 * b.bays[0] / 3)
    h = min(h, 0.8 * (top - low))
    for y in b.ys[1:-1]:
        for s in (-1.0, 1.0):
            outer, inner = s * b.width / 2, s * (b.width / 2 - b.bays[0])
            made.beams.append(((outer, y, low + h / 2), (inner, y, top + h / 2 - 0.04), (w, h)))


def _ridge_ends(made: _Frame, b: Building, line: Roofline) -> None:
    """Collect 太平梁 and the post on it, where the ridge of a hip roof outruns the last frame."""
    far = float(line.extent(line.faces()[0], line.half_y)) - 0.12
    held = [abs(x) for x in b.xs[1:-1] if _under_hips(b, x, 0.0)]
    if far < 0.3 or (held and far - max(held) < 0.7):
        return
    place, height = b.purlins[1]
    top = b.eave_purlin_back + height - 0.03
    w, h = beam(b, 2 * place)
    h = min(h, 0.7 * (b.purlins[0][1] - height))
    ridge = b.eave_purlin_back + b.purlins[0][1] - upper_purlin(b)
    for x in (-far, far):
        made.beams.append(((x, -place, top - h / 2), (x, place, top - h / 2), (w, h)))
        made.ridge_posts.append((x, 0.0, top - 0.02, ridge + 0.01))


def _across_ring(made: _Frame, b: Building) -> None:
    """Collect the beams from the ring's columns to the hall's own, and on the corner lines."""
    low, top, (w, h) = main_beam(b)
    w, h = beam(b, 0.0) if b.system != "doukou" else (w, h)
    h = min(h, top - low)
    z, (x, y) = low + h / 2, (b.width / 2, b.depth / 2)
    inner_x, inner_y = x - b.bays[0], y - b.depth_bays[0]
    for s in (-1.0, 1.0):
        made.beams += [((a, s * y, z), (a, s * inner_y, z), (w, h)) for a in b.xs[1:-1]]
        made.beams += [((s * x, a, z), (s * inner_x, a, z), (w, h)) for a in b.ys[1:-1]]
        made.beams += [((s * x, t * y, z), (s * inner_x, t * inner_y, z), (w, h)) for t in (-1, 1)]


def _pavilion(model: SetModel, made: _Frame, b: Building) -> None:
    """Collect the beams under a 攒尖 roof, square upon square, and the king post.

    Each square lies on beams over the corners of the one below it. Where inner columns stand, those
    over the aisle are lifted off its beams, and the first inside lies on the square of the columns.
    """
    low, top, _ = main_beam(b)
    inner = inner_square(b)
    half, bed = (b.width / 2, b.depth / 2), (low, math.inf)
    if inner:
        _aisle(made, b)
    for place, z, (w, h) in levels(b):
        if inner and place > inner - UPON:
            _on_aisle(made, b, place, (top, z - h))
        else:
            if half[1] > inner > 0:
                half, bed = (-b.xs[1], -b.ys[1]), ring_beam(b)[:2]
            upper = min(bed[0] + h, bed[1])
            _over_corners(made, half, place, (bed[0], upper), w)
            if z - h > upper + 0.02:
                made.posts += [(sx * place, sy * place, upper - 0.02, z - h + 0.01)
                               for sx in (-1, 1) for sy in (-1, 1)]  # fmt: skip
        _square(made, b, (place, place), z - h / 2, (w, h))
        half, bed = (place, place), (z - h, z)
    ridge = b.eave_purlin_back + b.purlins[0][1]
    foot = bed[1] + 0.25 * (ridge - bed[1])
    r = 0.45 * b.column_diameter
    king = [(0.35 * r, foot - 0.5 * r), (r, foot), (r, ridge - 0.2)]
    model.add_part("king_post", *lathe(king, 12), "timber_red")
    model.place("king_post", "beam", rule="own", name="雷公柱")


def _square(made: _Frame, b: Building, half: Half, z: float, size: Section) -> None:
    """Collect four beams that cross at the corners, their middles at ``z``."""
    (x, y), past = half, PAST * b.fen
    for s in (-1.0, 1.0):
        made.beams += [((-x - past, s * y, z), (x + past, s * y, z), size),
                       ((s * x, -y - past, z + 0.003), (s * x, y + past, z + 0.003), size)]  # fmt: skip


def _over_corners(
    made: _Frame, half: Half, place: float, span: tuple[float, float], w: float
) -> None:
    """Collect what bears the corners of a square inside another: 抹角梁, or 趴梁 where it is small.

    ``half`` is the outer square's, ``place`` half the inner one's side, ``span`` the beams'
    underside and top.
    """
    (x, y), (low, top) = half, span
    z, size = (low + top) / 2, (w, top - low)
    if 2 * place < max(half) - 0.02:  # a slanting beam would pass outside its corners
        made.beams += [((-x, s * place, z), (x, s * place, z), size) for s in (-1.0, 1.0)]
        return
    for sx in (-1.0, 1.0):
        for sy in (-1.0, 1.0):
            made.beams.append(((sx * (2 * place - y), sy * y, z), (sx * x, sy * (2 * place - x), z),
                               size))  # fmt: skip


def _aisle(made: _Frame, b: Building) -> None:
    """Collect the beams from the outer columns to the inner ones, and those on the inner ones."""
    low, top, size = main_beam(b)
    z, (ni, nj) = (low + top) / 2, (len(b.xs) - 1, len(b.ys) - 1)
    for i, x in enumerate(b.xs):
        for j, y in enumerate(b.ys):
            if not planned(b, i, j):
                continue
            out_x = {1: b.xs[0], ni - 1: b.xs[-1]}.get(i, x)
            out_y = {1: b.ys[0], nj - 1: b.ys[-1]}.get(j, y)
            for at in {(out_x, y), (x, out_y), (out_x, out_y)} - {(x, y)}:
                made.beams.append(((*at, z), (x, y, z), size))
    low, top, size = ring_beam(b)
    _square(made, b, (-b.xs[1], -b.ys[1]), (low + top) / 2, size)


def _on_aisle(made: _Frame, b: Building, place: float, span: tuple[float, float]) -> None:
    """Collect the posts on the aisle's beams under a square; none where it lies on the inner columns.

    ``span`` is the posts' foot and head.
    """
    if place < inner_square(b) + UPON:
        return
    low, high = span[0] - 0.02, span[1] + 0.01
    for s in (-1.0, 1.0):
        made.posts += [(x, s * place, low, high) for x in (*b.xs[1:-1], -place, place)]
        made.posts += [(s * place, y, low, high) for y in b.ys[1:-1]]


def _put(model: SetModel, made: _Frame, b: Building) -> None:
    _put_beams(model, made.beams, b)
    posts = [_stand(b, *row) for row in made.posts]
    posts += [_ridge_stand(b, *row) for row in made.ridge_posts]
    if posts:
        model.add_part("hump", *merge(*posts), "timber_red")
        model.place("hump", "beam", rule="own", name=_STANDS.get(_stand_form(b), ""))
    for name, said, rows in (("chashou", "叉手", made.legs), ("tuojiao", "托脚", made.struts)):
        if rows:
            pairs = np.array(rows)
            wide, high = RIDGE_LEG[0] * b.fen, RIDGE_LEG[1] * b.fen
            made_bars = bars(pairs[:, 0], pairs[:, 1], rectangle(wide, high))
            model.add_part(name, *made_bars, "timber_red")
            model.place(name, "beam", rule="own", name=said)


def _put_beams(model: SetModel, rows: list[Bar], b: Building) -> None:
    by_size: dict[Section, list[Bar]] = {}
    for row in rows:
        by_size.setdefault((round(row[2][0], 4), round(row[2][1], 4)), []).append(row)
    made = [bars([r[0] for r in rs], [r[1] for r in rs], section(b, *size))
            for size, rs in by_size.items()]  # fmt: skip
    if made:
        model.add_part("roof_beam", *merge(*made), "timber_red")
        model.place("roof_beam", "beam", rule="own", name="栿")


_STANDS = {"hump": "驼峰", "king": "蜀柱", "queen": "瓜柱"}


def _stand_form(b: Building) -> str:
    if b.period in EARLY:
        return "hump"
    return "queen" if b.period in LATE else "king"


def _stand(b: Building, x: float, y: float, low: float, high: float) -> Mesh:
    """Return what lifts a beam off the one below."""
    form = _stand_form(b)
    if form == "hump" or high - low < 14 * b.fen:
        return _hump(x, y, low, high, 13.0 * b.fen, b.fen)
    if form == "queen":
        w = min(34.0 * b.fen, 0.5 * b.column_diameter + 0.06) / 2
        return boxes([(x - w, x + w, y - w * 0.9, y + w * 0.9, low, high)])
    shaft = lathe([(9.0 * b.fen, low), (9.0 * b.fen, high - 6 * b.fen), (7.5 * b.fen, high - 5 * b.fen),
                   (13.0 * b.fen, high - 3 * b.fen), (13.0 * b.fen, high)], 10)  # fmt: skip
    return merge(
        moved(shaft, placement(x, y)), _hump(x, y, low, low + 9 * b.fen, 15.0 * b.fen, b.fen)
    )


def _ridge_stand(b: Building, x: float, y: float, low: float, high: float) -> Mesh:
    """Return 蜀柱 or 脊瓜柱 under the ridge, the latter held by 角背."""
    post = _stand(b, x, y, low, high)
    if b.period not in LATE:
        return post
    half, t = 0.24 * (high - low) + 0.25, 8.0 * b.fen / 2
    return merge(
        post, boxes([(x - t, x + t, y - half, y + half, low + 0.01, low + 0.36 * (high - low))])
    )


def _hump(x: float, y: float, low: float, high: float, w: float, fen: float) -> Mesh:
    wide, narrow = 26.0 * fen, 13.0 * fen
    rings = [
        [(x - w / 2, y - d, z), (x + w / 2, y - d, z), (x + w / 2, y + d, z), (x - w / 2, y + d, z)]
        for d, z in ((wide, low - 0.01), (wide * 0.8, low + (high - low) * 0.45),
                     (narrow, high - 0.2 * (high - low)), (narrow, high + 0.01))
    ]  # fmt: skip
    return lofted(np.array(rings))
