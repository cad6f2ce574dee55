"""Pagodas of brick and stone: close-eaved, storeyed, glazed, single-storeyed, and white stupas."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.solids import shifted
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works import eaves, finials, masonry, ngon, plinths, storeys, stupas
from scenes.works.naming import numeral, title_of
from scenes.works.storeys import Craft, Storey

ROUND = 24  # sides that stand for a circle
SHAPES = {4: "方形", 6: "六角", 8: "八角", ROUND: "圆形"}
GLAZED = ("tile_green", "ridge_yellow", "tile_end_yellow")
PLAIN = ("tile", "ridge", "tile_end")
TILES = {"glazed_pagoda": GLAZED, "stone_pagoda": ("stone", "stone", "stone")}
NAMES = {"miyan_pagoda": "密檐", "louge_pagoda": "楼阁式", "glazed_pagoda": "楼阁式琉璃",
         "stone_pagoda": "亭阁式", "white_stupa": "覆钵式"}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """One storey or one eave: its wall's apothem, foot and head, and how far the eave reaches."""

    apothem: float
    foot: float
    head: float
    out: float


@dataclass(frozen=True, kw_only=True, slots=True)
class BrickPagoda(Work):
    """A pagoda of masonry; metres. ``levels`` from below, the first standing on ``base``."""

    sides: int
    base: float
    levels: tuple[Level, ...]
    spire: float
    set: Craft | None
    ring: Storey | None
    slope: float
    waist: float  # apothem of what the first storey stands on


def resolve(book: Ledger) -> BrickPagoda:
    """Return the pagoda that the ledger's spec asks for."""
    sides, count = _shape(book)
    known = book.fact("height")
    height = (book.enter("height", "总高", known) if known
              else book.ruled("height", "brick.height", count))  # fmt: skip
    base = book.ruled("base", "brick.base", height)
    spire = book.ruled("spire", "brick.spire", height)
    wide = (book.settled("side", "brick.width") if book.fact("side")
            else book.ruled("side", "brick.width", height))  # fmt: skip
    apothem = _apothem(book, sides, wide)
    levels = _levels(book, count, apothem, (base, height - spire))
    craft = _set(book, sides, levels)
    ring = _ring(book, sides, apothem, levels[0]) if book.kind == "glazed_pagoda" else None
    outer = ring.apothem if ring else apothem
    kind = book.kind
    many = (
        ""
        if kind in ("stone_pagoda", "white_stupa")
        else numeral(count) + ("檐" if kind == "miyan_pagoda" else "层")
    )
    return BrickPagoda(
        kind=kind, title=title_of(book, book_title(kind)), period=book.period,
        site=book.hall.id if book.hall else "", year=book.case["year"],
        form=f"{'' if kind == 'white_stupa' else SHAPES[sides]}{many}{NAMES[kind]}塔",
        dimensions=book.rows, invented=_invented(book), xs=_axes(sides, outer), ys=(-outer, outer),
        floor=base, sides=sides, base=base, levels=levels, spire=spire, set=craft, ring=ring,
        slope=book.ruled("slope", "brick.slope"), waist=1.12 * apothem,
        heights=(Mark(z=base, name="塔座面", key="base"), Mark(z=levels[0].head, name="首层檐下", key="first"),
                 Mark(z=height - spire, name="刹座", key="spire"), Mark(z=height, name="塔刹尖", key="height")),
        ground="court", views=_views(height, outer, base), measures={"side_m": "side", "total_m": "height"},
        spots=(Spot(at=(1.0, -outer - 6.5, 0.0), turn=0.4), Spot(at=(2.1, -outer - 7.0, 0.0), turn=-0.4, role="woman")),
    )  # fmt: skip


def book_title(kind: str) -> str:
    """Return what a pagoda of a kind is called."""
    return {"miyan_pagoda": "密檐塔", "louge_pagoda": "砖塔", "glazed_pagoda": "琉璃塔",
            "stone_pagoda": "亭阁式塔", "white_stupa": "白塔"}[kind]  # fmt: skip


def _shape(book: Ledger) -> tuple[int, int]:
    """Settle how many sides and storeys it has: recorded, asked or ruled."""
    form = book.hall.form if book.hall else {}
    found = []
    for key, item, unit in (("sides", "平面边数", "边"), ("storeys", "层数", "层")):
        said = form.get(key) or getattr(book.spec, key)
        found.append(
            int(book.asked(key, item, said, unit) if said else book.ruled(key, f"brick.{key}"))
        )
    return found[0], found[1]


def _apothem(book: Ledger, sides: int, wide: float) -> float:
    """Return the first storey's apothem; of a square tower the width is its side."""
    return wide / 2 if sides in (4, ROUND) else ngon.apothem_of(sides, wide)


def _axes(sides: int, apothem: float) -> tuple[float, ...]:
    half = ngon.half_side(sides, apothem)
    return (-apothem, -half, half, apothem) if 4 < sides < ROUND else (-apothem, apothem)


def _levels(
    book: Ledger, count: int, apothem: float, span: tuple[float, float]
) -> tuple[Level, ...]:
    """Share the height between base and spire: a tall first storey, the rest shrinking upward."""
    low, high = span
    whole = high - low
    first = book.ruled("first", "brick.first", whole)
    taper, shrink = book.ruled("taper", "brick.taper"), book.ruled("shrink", "brick.shrink")
    out = book.ruled("eave", "brick.eave", apothem)
    bend = book.ruled("entasis", "brick.entasis")
    share = [1.0 - shrink * k / max(count - 1, 1) for k in range(1, count)]
    unit = (whole - first) / sum(share) if share else 0.0
    heights = [first if count > 1 else whole, *(unit * s for s in share)]
    levels, foot = [], low
    for k, tall in enumerate(heights):
        t = k / max(count - 1, 1)
        scale = 1.0 - taper * t**bend
        reach = out * (0.45 + 0.55 * scale)
        roof = _roof_share(book.kind, k, count) * reach
        roof = min((0.8 if book.kind == "miyan_pagoda" and k else 0.62) * tall, roof)
        levels.append(Level(apothem=apothem * scale, foot=foot, head=foot + tall - roof, out=reach))
        foot += tall
    return tuple(levels)


def _roof_share(kind: str, k: int, count: int) -> float:
    """Return how high corbels and roof stand over an eave's reach; the last closes to a point."""
    if k == count - 1:
        return 1.9 if kind == "stone_pagoda" else 1.6
    return 1.5 if kind == "miyan_pagoda" else 1.05


def _set(book: Ledger, sides: int, levels: tuple[Level, ...]) -> Craft | None:
    """Return the bracket sets of brick or glaze under its eaves, where it has any."""
    name = book.chosen("brick.brackets")
    if name == "不用斗栱":
        return None
    cai = book.ruled("cai", "brick.cai")
    return storeys.craft(
        book.period, name, 100 * cai, 2 * ngon.half_side(sides, levels[0].apothem) / 3
    )


def _ring(book: Ledger, sides: int, apothem: float, first: Level) -> Storey:
    """Return the timber gallery round the foot of a glazed pagoda."""
    out = book.ruled("ring_bay", "brick.ring", apothem)
    craft = storeys.craft(book.period, book.chosen("brick.ring.brackets"), 9.0, 3.0)
    column = book.derived("ring_column", "围廊柱高", 0.4 * (first.head - first.foot),
                          0.52 * (first.head - first.foot), 0.6 * (first.head - first.foot), "首层高")  # fmt: skip
    return Storey(
        sides=sides, apothem=apothem + out, floor=first.foot, column=column, diameter=0.40, bays=3,
        between=1, craft=craft, fills=("O",), late=True,
    )  # fmt: skip


def _invented(book: Ledger) -> tuple[str, ...]:
    said = ["塔内梯级、塔心室不造", "门窗、倚柱位置按常例设想"]
    if not book.fact("height"):
        said.append("塔高按层数推得，无实物可据")
    return tuple(said)


def _views(height: float, wide: float, base: float) -> tuple[Viewpoint, ...]:
    away = 1.12 * height + wide
    near = wide + max(5.0, 0.32 * height)
    return (
        Viewpoint(name="塔前", eye=(-0.32 * away, -0.95 * away, 1.7), target=(0, 0, 1.7), lens_mm=21, rise=0.2),
        Viewpoint(name="正面", eye=(0.3, -away, 1.7), target=(0, 0, 1.7), lens_mm=22, rise=0.2),
        Viewpoint(name="仰望", eye=(-0.45 * near, -near, 1.5), target=(0, 0, 1.5), lens_mm=20, pitch=34.0),
        Viewpoint(name="远望", eye=(-1.2 * away, -1.7 * away, 2.2), target=(0, 0, 2.2), lens_mm=42, rise=0.2),
    )  # fmt: skip


def raise_work(work: BrickPagoda) -> SetModel:
    """Return the geometry of a pagoda of masonry."""
    model = SetModel()
    if work.kind == "white_stupa":
        stupas.raise_stupa(model, work.levels[0].apothem, work.base, work.height, work.spire)
        return model
    _base(model, work)
    for k, level in enumerate(work.levels):
        above = work.levels[k + 1] if k + 1 < len(work.levels) else None
        _level(model, work, k, level, above)
    if work.ring is not None:
        _gallery(model, work, work.ring)
    top = work.height - work.spire
    last = work.levels[-1]
    iron = work.kind != "stone_pagoda" and work.spire > 2.0
    seat = ngon.drum(
        work.sides,
        [(0.42 * last.apothem, top - 0.3 * last.out - 0.2), (0.42 * last.apothem, top + 0.06)],
    )
    model.add_part("spire_seat", *seat, _wall(work))
    model.place("spire_seat", "ridge", rule="brick.spire", name="刹座")
    made = finials.iron(work.spire) if iron else finials.lotus(work.spire)
    model.add_part("spire", *shifted(made, z=top), "iron" if iron else "stone")
    model.place("spire", "ridge", rule="brick.spire", name="塔刹")
    return model


def _wall(work: BrickPagoda) -> str:
    stone = work.kind == "stone_pagoda" and work.sides != ROUND
    return "stone" if stone else "tower_brick"


def _base(model: SetModel, work: BrickPagoda) -> None:
    """Put a low terrace with steps, and on it the moulded base of the tower."""
    first = work.levels[0]
    moulded = work.kind in ("miyan_pagoda", "stone_pagoda") and work.base > 0.7
    outer = (work.ring.apothem + 1.4) if work.ring else first.apothem * 1.45 + 1.0
    low = 0.34 * work.base if moulded else work.base
    plinths.tier(model, work.sides, outer, 0.0, low, "terrace_")
    plinths.flight(model, outer, 0.0, low, min(1.3, 0.4 * first.apothem), "terrace_")
    if moulded:
        body = plinths.sumeru(work.sides, first.apothem * 1.03, low - 0.004, work.base)
        model.add_part("sumeru", *body, _wall(work))
        model.place("sumeru", "platform", rule="brick.base", name="须弥座")


def _level(model: SetModel, work: BrickPagoda, k: int, level: Level, above: Level | None) -> None:
    name, sides, r = f"l{k + 1}_", work.sides, level.apothem
    top = above.foot if above else work.height - work.spire
    next_r = above.apothem if above else 0.0
    wall = _wall(work)
    body = ngon.drum(sides, [(r, level.foot - 0.004), (r, level.head + 0.02)])
    model.add_part(f"{name}wall", *body, wall)
    model.place(f"{name}wall", "wall", rule="brick.taper", name=f"第{numeral(k + 1)}层壁")
    low = level.head
    glazed = work.kind == "glazed_pagoda"
    if work.set is not None and (work.kind != "miyan_pagoda" or k == 0):
        low = _sets(model, work, k, level)
    edge = r + level.out
    eave_z = (
        max(low + 0.14, top - 0.62 * (edge - next_r) * work.slope - 0.10)
        if above
        else low + 0.5 * level.out
    )
    eave_z = min(eave_z, top - 0.12)
    courses = max(3, min(9, int((eave_z - low) / 0.085)))
    model.add_part(f"{name}corbel", *masonry.corbels(sides, r, low - 0.002, eave_z, level.out - 0.03, courses),
                   "ridge_green" if glazed else wall)  # fmt: skip
    model.place(f"{name}corbel", "wall", rule="brick.eave", name="叠涩檐")
    if not glazed and work.kind != "stone_pagoda":
        teeth = masonry.teeth(sides, r + 0.25 * level.out, low + 0.3 * (eave_z - low), 0.08)
        model.add_part(f"{name}teeth", *teeth, wall)
        ngon.around(model, f"{name}teeth", "wall", sides, rule="own", name="菱角牙子")
    _roof(model, work, name, edge, (eave_z, next_r, top))
    _openings(model, work, k, level)


def _sets(model: SetModel, work: BrickPagoda, k: int, level: Level) -> float:
    """Put blind bracket sets under an eave; return where the corbels over them begin."""
    assert work.set is not None
    craft, r = work.set, level.apothem
    half = ngon.half_side(work.sides, r)
    between = max(0, min(5, int(2 * half / (100 * craft.fen)) - 1))
    foot = max(level.foot + 0.5, level.head - craft.high)
    glazed = work.kind == "glazed_pagoda"
    colour = "tile_end_green" if glazed else _wall(work)
    one = Storey(
        sides=work.sides, apothem=r - 0.03, floor=level.foot, column=foot - level.foot, diameter=0.3, bays=1,
        between=between, craft=craft, fills=("O",), wood=(colour, colour, colour),
    )  # fmt: skip
    storeys.set_round(model, one, foot, "puzuo_", f"第{numeral(k + 1)}层")
    strip = masonry.band(work.sides, r, foot - 0.24, foot - 0.004, 0.07)
    model.add_part(f"l{k + 1}_architrave", *strip, "ridge_yellow" if glazed else _wall(work))
    model.place(f"l{k + 1}_architrave", "wall", rule="brick.brackets", name="普拍枋")
    return level.head


def _roof(
    model: SetModel, work: BrickPagoda, name: str, edge: float, at: tuple[float, float, float]
) -> None:
    """Put the tiled slope of an eave; the last closes to a point under the spire."""
    z, inner, top = at
    if work.sides == ROUND:
        courses = max(6, int((top - z) / 0.11))
        body = masonry.stepped(work.sides, edge - 0.02, z - 0.004, top, 0.3 * edge, courses)
        model.add_part(f"{name}roof", *body, _wall(work))
        model.place(f"{name}roof", "roof", rule="brick.eave", name="反叠涩顶")
        return
    tiles = TILES.get(work.kind, PLAIN)
    if inner > 0:
        slope = min(max((top - z - 0.1) / max(edge - inner, 0.05), 0.2), 0.9)
        masonry.tiled(model, f"{name}roof_", work.sides, edge, inner, z, slope, tiles)
        return
    deep = edge - 0.25 * min(1.0, edge)
    unit = (top - z) / deep
    rows = eaves.curve(
        0.2 * deep, 0.8 * deep, 0.7 * unit, [unit * v for v in (0.8, 0.98, 1.2, 1.4)]
    )
    eave = eaves.Eave(sides=work.sides, apothem=edge, z=z, curve=rows, pitch=0.23,
                      ridge=0.16, beast=False, tiles=tiles, crown=False)  # fmt: skip
    eaves.lay(model, eave, f"{name}roof_", "brick.eave")


def _openings(model: SetModel, work: BrickPagoda, k: int, level: Level) -> None:
    """Put doors and windows, and columns on the corners of storeys that are walked in."""
    tall = (
        level.head
        - level.foot
        - (work.set.high if work.set and work.kind != "miyan_pagoda" else 0.0)
    )
    close = work.kind == "miyan_pagoda" and k > 0
    if work.sides == ROUND:
        _round_openings(model, work, level, tall)
        return
    half = ngon.half_side(work.sides, level.apothem)
    if close or tall < 1.2:
        return
    r = level.apothem
    faces = list(range(0, work.sides, 2)) if work.sides > 4 else list(range(4))
    if k % 2 and work.sides > 4 and work.kind == "louge_pagoda":
        faces = [n + 1 for n in faces]
    stone = work.kind == "stone_pagoda"
    high = min((0.52 if stone else 0.72) * tall, 2.6 if k == 0 else 1.9)
    wide = min(0.62 * high, 0.8 * half)
    only = [0] if stone else faces
    made = (
        masonry.stone_door(wide, high, half, tall)
        if stone
        else masonry.opening(wide, high, leaves=k == 0)
    )
    masonry.onto_sides(
        model, f"l{k + 1}_door", made, work.sides, r, level.foot + (0.0 if k == 0 else 0.12), only
    )
    if stone:
        masonry.onto_sides(model, "l1_panel", masonry.panel(half, tall), work.sides, r, level.foot,
                           list(range(1, work.sides)))  # fmt: skip
    if k == 0 and work.kind == "miyan_pagoda" and work.sides > 4:
        rest = [n for n in range(work.sides) if n not in faces]
        masonry.onto_sides(model, "l1_window", masonry.barred(0.9 * half, 0.5 * high), work.sides, r,
                           level.foot + 0.42 * tall, rest)  # fmt: skip
    if work.kind != "stone_pagoda":
        shaft = "ridge_yellow" if work.kind == "glazed_pagoda" else _wall(work)
        masonry.corner_shafts(
            model, f"l{k + 1}_shaft", work.sides, r, level.foot, level.foot + tall, 0.17, shaft
        )


def _round_openings(model: SetModel, work: BrickPagoda, level: Level, tall: float) -> None:
    """Put a door, and piers that part a round wall into eight; blind windows between them."""
    r, foot, wall = level.apothem, level.foot, _wall(work)
    high = min(0.62 * tall, 2.3)
    door = masonry.opening(0.5 * high, high, leaves=True)
    masonry.onto_sides(model, "l1_door", door, 8, r - 0.03, foot, [0])
    inner = r * math.cos(math.pi / 8)  # of the eight sides whose corners lie on the wall
    masonry.corner_shafts(model, "l1_shaft", 8, inner, foot, foot + tall, 0.15, wall)
    window = masonry.barred(0.30 * r, 0.36 * tall)
    masonry.onto_sides(
        model, "l1_window", window, 8, r - 0.04, foot + 0.34 * tall, [1, 2, 3, 5, 6, 7]
    )


def _gallery(model: SetModel, work: BrickPagoda, ring: Storey) -> None:
    """Put the timber gallery: columns, sets and a roof that leans on the first storey."""
    storeys.raise_storey(model, ring, "ring_", "ring_puzuo_")
    reach, out, slope = ring.craft.reach, 0.85, 0.48
    inner = work.levels[0].apothem + 0.02
    rows = eaves.curve(out, ring.apothem + reach - inner, 0.8 * slope, (slope, 1.05 * slope))
    eave = eaves.Eave(
        sides=ring.sides, apothem=ring.apothem + reach + out, z=ring.top + 0.19 - 0.8 * out * slope, curve=rows,
        lift=0.4, push=0.16, rafter=0.10, rafter_in=out + reach - 0.1, pitch=0.23, ridge=0.2,
    )  # fmt: skip
    eaves.lay(model, eave, "ring_roof_", "brick.ring")
