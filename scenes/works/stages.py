"""Stages of Ming and Qing that are more than a hall: over a gate, between flaring walls, in a row."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from scenes import stagecraft
from scenes.building import Building
from scenes.ledger import Ledger
from scenes.model import Matrix, SetModel
from scenes.raising import raise_hall
from scenes.resolve import resolve as resolve_hall
from scenes.solids import Mesh, boxes, lathe, lofted, merge, placement, prism, shifted
from scenes.spec import SetSpec
from scenes.work import Mark, Viewpoint, Work
from scenes.works import members
from scenes.works.naming import numeral, title_of

FORMS = {"gate_stage": "山门戏台", "screen_stage": "八字戏台", "joined_stage": "连台"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage(Work):
    """Stages of one make; metres. ``places`` are where each stands, its front towards −y.

    ``floor`` is the height that is played on, ``passage`` (breadth, height) of the way below,
    zeros where there is none; ``wings`` the length of the flaring walls, 0 for none.
    """

    hall: Building
    places: tuple[tuple[float, float], ...]
    passage: tuple[float, float]
    wings: float
    wing_high: float


def resolve(book: Ledger) -> Stage:
    """Return the stage that the ledger's spec asks for."""
    kind = book.kind
    count = book.spec.count or (
        round(book.ruled("count", "stage.count")) if kind == "joined_stage" else 1
    )
    floor = book.ruled("floor", "stage.floor")
    hall = _hall(book, floor)
    wide, high = 0.0, 0.0
    if kind == "gate_stage":
        wide = book.ruled("passage", "stage.passage")
        high = book.derived(
            "passage_high", "通道净高", floor - 0.62, floor - 0.56, floor - 0.5, "台高、楼板"
        )
    wings = book.ruled("wings", "stage.wings") if kind != "joined_stage" else 0.0
    places = _places(count, hall)
    half = max(abs(x) for x, _ in places) + hall.width / 2
    back = max(y for _, y in places) + hall.depth / 2
    front = min(y for _, y in places) - hall.depth / 2
    top = members.top_of(hall)
    book.derived("height", "总高（至脊饰）", 0.93 * top, top, 1.07 * top, "台、柱、斗栱、举高")
    book.derived("width", "面阔", 0.97 * hall.width, hall.width, 1.03 * hall.width, "戏台的规矩")
    return Stage(
        kind=kind, title=title_of(book, FORMS[kind]), period=book.period, year=book.case["year"],
        form=f"{numeral(len(hall.bays))}间{hall.roof}{_said(kind, count)}", dimensions=book.rows,
        invented=("台下、八字墙与隔断的分件：按常例设想",), xs=(-half, half), ys=(front, back), floor=floor,
        hall=hall, places=places, passage=(wide, high), wings=wings,
        wing_high=book.ruled("wing_high", "stage.wing.height") if wings else 0.0, ground="court",
        heights=(Mark(z=floor, name="台面", key="floor"),
                 Mark(z=hall.eave_purlin_back, name="檐檩背"), Mark(z=top, name="脊饰", key="height")),
        spots=tuple(
            replace(spot, at=(spot.at[0] + x, spot.at[1] + y, spot.at[2]))
            for x, y in places for spot in stagecraft.spots_on(hall)
        ),
        measures={"floor_m": "floor", "stage_width_m": "width"}, views=_views(half, front, floor, top),
    )  # fmt: skip


def _said(kind: str, count: int) -> str:
    return {"gate_stage": "，台下过人", "screen_stage": "，两侧八字影壁"}.get(
        kind, f"，{numeral(count)}台" + ("品字" if count == 3 else "并列"))  # fmt: skip


def _hall(book: Ledger, floor: float) -> Building:
    made = resolve_hall(SetSpec(period=book.period, type="戏台", bays=3, year=book.spec.year))
    return replace(made, platform=floor, style=replace(made.style, railing=False))


def _places(count: int, hall: Building) -> tuple[tuple[float, float], ...]:
    """Return where stages stand: side by side, or three of them two before and one behind (品字)."""
    step = hall.width + 2 * hall.platform_out + 1.2
    if count == 3:
        return ((0.0, 1.05 * step), (-0.66 * step, -0.1 * step), (0.66 * step, -0.1 * step))
    return tuple(((k - (count - 1) / 2) * step, 0.0) for k in range(count))


def _views(half: float, front: float, floor: float, top: float) -> tuple[Viewpoint, ...]:
    away = max(1.35 * top + 0.8 * half, 2.3 * half)
    return (
        Viewpoint(name="台前", eye=(-0.42 * away, front - 0.88 * away, 1.7), target=(0, front, 1.7), lens_mm=24, rise=0.13),
        Viewpoint(name="正面", eye=(0.2, front - away, 1.7), target=(0, front, 1.7), lens_mm=24, rise=0.13),
        Viewpoint(name="台口", eye=(-0.25 * half, front - 5.2, floor + 0.5), target=(0.1 * half, 0, floor + 0.5),
                  lens_mm=24, rise=0.06),
        Viewpoint(name="侧台", eye=(-half - 7.5, front - 5.5, 1.7), target=(0, front + 1.5, 1.7), lens_mm=24, rise=0.12),
    )  # fmt: skip


def raise_work(work: Stage) -> SetModel:
    """Return the geometry of one stage or several."""
    one = raise_hall(work.hall)
    if work.passage[0]:
        one = members.without(one, ("platform", "step", "floor"))
        _podium(one, work)
    if work.wings:
        _wings(one, work)
    _lanterns(one, work.hall)
    model = SetModel()
    for x, y in work.places:
        model.take(one, "", placement(x, y))
    return model


def _lanterns(model: SetModel, b: Building) -> None:
    """Hang a pair of gauze lanterns over the boards; they burn when it is dark."""
    x, y, z = b.width * 0.2, -0.18 * b.depth, b.platform + 0.62 * b.column
    globe = lathe([(0.10, -0.30), (0.24, -0.20), (0.29, 0.0), (0.24, 0.20), (0.10, 0.30)], 14)
    frame = merge(lathe([(0.12, -0.36), (0.12, -0.29)], 10), lathe([(0.12, 0.29), (0.12, 0.36)], 10),
                  lathe([(0.012, 0.35), (0.012, 0.30 * b.column)], 5))  # fmt: skip
    for name, mesh, material in (
        ("lantern", globe, "lantern"),
        ("lantern_frame", frame, "dark_wood"),
    ):
        model.add_part(name, *mesh, material)
        for s in (-1, 1):
            model.place(name, "lamp", placement(s * x, y, z), "own", "纱灯")
    model.lamps += [
        {"at": (s * x, y - 0.05, z - 0.45), "power": 3.2, "colour": (1.0, 0.62, 0.30)}
        for s in (-1, 1)
    ]


def _podium(model: SetModel, work: Stage) -> None:
    """Put a podium with a way through it, its gate leaves thrown open at the back."""
    hx, hy = work.hall.platform_half
    wide, high = work.passage
    z, w = work.floor, wide / 2
    sides = [
        (s0, s1, -hy + 0.05, hy - 0.05, -0.1, z - 0.30)
        for s0, s1 in ((-hx + 0.05, -w), (w, hx - 0.05))
    ]
    model.add_part("podium", *boxes(sides), "brick")
    model.place("podium", "platform", rule="stage.floor", name="台座")
    lintels = boxes([(-w - 0.25, w + 0.25, y0, y0 + 0.34, high - 0.02, high + 0.32)
                     for y0 in (-hy + 0.02, -0.17, hy - 0.36)])  # fmt: skip
    model.add_part("lintels", *lintels, "stone")
    model.place("lintels", "beam", rule="own", name="过梁石")
    posts = boxes([(x - 0.19, x + 0.19, y - 0.19, y + 0.19, -0.1, high - 0.02)
                   for x in (-w - 0.004, w + 0.004) for y in (-hy + 0.21, hy - 0.21)])  # fmt: skip
    model.add_part("posts", *posts, "stone")
    model.place("posts", "column", rule="own", name="门洞石柱")
    model.add_part(
        "deck",
        *boxes([(-hx + 0.5, hx - 0.5, -hy + 0.5, hy - 0.5, high + 0.321, z - 0.004)]),
        "board",
    )
    model.place("deck", "floor", rule="own", name="台板")
    edge = boxes([(-hx, hx, -hy, -hy + 0.503, z - 0.3, z), (-hx, hx, hy - 0.503, hy, z - 0.3, z),
                  (-hx, -hx + 0.503, -hy + 0.503, hy - 0.503, z - 0.3, z - 0.002),
                  (hx - 0.503, hx, -hy + 0.503, hy - 0.503, z - 0.3, z - 0.002)])  # fmt: skip
    model.add_part("edge", *edge, "stone")
    model.place("edge", "platform", rule="own", name="压阑石")
    leaf = 0.96 * w
    leaves = boxes([(s * (w - 0.03) - 0.04, s * (w - 0.03) + 0.04, hy - 0.45 - leaf, hy - 0.45, 0.05, high - 0.04)
                    for s in (-1, 1)])  # fmt: skip
    model.add_part("gate_leaves", *leaves, "door")
    model.place("gate_leaves", "door", rule="own", name="山门门扇")
    road = boxes([(-w + 0.2, w - 0.2, -hy - 3.0, hy + 3.0, -0.15, 0.045)])
    model.add_part("way", *road, "slab")
    model.place("way", "floor", rule="own", name="甬道")
    steps = boxes([(hx - 0.04, hx + 0.25 * (n - k), hy - 1.3, hy - 0.25 + 0.001 * k, -0.1, z * (k + 1) / n - 0.003)
                   for n in (max(4, int(z / 0.2)),) for k in range(n)])  # fmt: skip
    model.add_part("side_steps", *steps, "stone")
    model.place("side_steps", "step", rule="own", name="上台踏道")


def _wings(model: SetModel, work: Stage) -> None:
    """Put the walls that flare from the front corners: a moulded foot, a field and a tiled coping."""
    hx, hy = work.hall.platform_half
    long, high = work.wings, work.wing_high
    parts = (
        ("wing_foot", merge(_slab(long, 0.62, -0.1, 0.5), _slab(long - 0.1, 0.54, 0.5, 0.85)), "stone", "须弥座"),
        ("wing_wall", _slab(long - 0.16, 0.42, 0.85, high - 0.55), "brick", "影壁身"),
        ("wing_field", _field(long, high), "grey_brick", "影壁心"),
        ("wing_corbel", merge(_slab(long - 0.08, 0.52, high - 0.56, high - 0.44),
                              _slab(long, 0.64, high - 0.44, high - 0.32)), "grey_brick", "砖檐"),
        ("wing_roof", _coping(long, high), "tile", "瓦顶"),
        ("wing_tiles", _rolls(long, high), "ridge", "瓦垄与脊"),
    )  # fmt: skip
    for name, mesh, material, said in parts:
        model.add_part(name, *mesh, material)
        for at in _flares(hx, hy, long):
            model.place(name, "enclosure", at, "stage.wings", said)


def _flares(hx: float, hy: float, long: float) -> list[Matrix]:
    turn = math.radians(32)
    rows = []
    for s in (-1, 1):
        x = s * (hx + 0.25 + 0.5 * long * math.cos(turn))
        y = -hy + 0.6 - 0.5 * long * math.sin(turn)
        rows.append(placement(x, y, 0.0, -s * turn))
    return rows


def _slab(long: float, thick: float, low: float, high: float) -> Mesh:
    return boxes([(-long / 2, long / 2, -thick / 2, thick / 2, low, high)])


def _field(long: float, high: float) -> Mesh:
    """Return a framed field of bricks laid cornerwise, a boss in its middle."""
    w, low, top = long / 2 - 0.45, 1.15, high - 0.85
    y = -0.26
    frame = [(-w, w, y, -0.18, low, low + 0.1), (-w, w, y, -0.18, top - 0.1, top),
             (-w, -w + 0.1, y, -0.18, low + 0.1, top - 0.1), (w - 0.1, w, y, -0.18, low + 0.1, top - 0.1)]  # fmt: skip
    middle = (low + top) / 2
    r = min(0.28 * (top - low), 0.5 * w)
    boss = shifted(prism([(0, -r), (r, 0), (0, r), (-r, 0)], 0.08, "xz"), y=-0.22, z=middle)
    ticks = []
    for sx in (-1, 1):
        for sz in (-1, 1):
            c = 0.3 * r
            corner = [(0.0, 0.0), (-sx * 2 * c, 0.0), (0.0, -sz * 2 * c)]
            made = prism(corner, 0.06, "xz")
            ticks.append(
                shifted(made, x=sx * (w - 0.14), y=-0.22, z=middle + sz * ((top - low) / 2 - 0.14))
            )
    return merge(boxes(frame), boss, *ticks)


def _coping(long: float, high: float) -> Mesh:
    section = [(-0.46, high - 0.32), (0.46, high - 0.32), (0.44, high - 0.25), (0.06, high - 0.06), (-0.06, high - 0.06),
               (-0.44, high - 0.25)]  # fmt: skip
    rings = [[(x, y, z) for y, z in section] for x in (-long / 2 - 0.12, long / 2 + 0.12)]
    return lofted(np.array(rings))


def _rolls(long: float, high: float) -> Mesh:
    """Return the rolls of tile down both slopes, and the ridge along the top."""
    at = np.arange(-long / 2, long / 2 + 0.01, 0.24)
    bar = [(-0.05, 0.0), (0.05, 0.0), (0.035, 0.05), (-0.035, 0.05)]
    made = [boxes([(-long / 2 - 0.16, long / 2 + 0.16, -0.08, 0.08, high - 0.14, high)])]
    for s in (-1, 1):
        ends = ((s * 0.47, high - 0.262), (s * 0.05, high - 0.07))
        rings = np.array([[(u, y, z + v) for u, v in bar] for y, z in ends])
        one = lofted(rings)
        made += [shifted(one, x=float(x)) for x in at]
    return merge(*made)
