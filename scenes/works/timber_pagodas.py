"""Timber pagodas (木塔): storeys over a regular plan, each standing a step inside the one below."""

from __future__ import annotations

from dataclasses import dataclass

from heritage_kb.errors import RefusedInput
from scenes import rulebook
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.solids import merge, placement, shifted
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works import eaves, finials, ngon, plinths, storeys
from scenes.works.naming import numeral, title_of
from scenes.works.storeys import Craft, Storey

BAND, FLOOR = 0.45, 0.10  # 平坐 over the roof below; a floor's thickness
LEAST = 1.5  # metres: no lower column can be walked under
OLD = ("old_timber", "old_bracket", "old_board")  # what stands: its red long weathered
NEW = ("timber_red", "bracket", "bracket_eye_red")
SHAPES = {4: "方形", 6: "六角", 8: "八角"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Pagoda(Work):
    """A timber pagoda, storeys from below; metres.

    ``ring`` is the 副阶, ``balconies`` the bracket sets under each floor above the first,
    ``steps`` the (out, inside, rise) of each roof, ``spire`` the height of the finial.
    """

    sides: int
    base: float
    base_out: float
    storeys: tuple[Storey, ...]
    ring: Storey | None
    balconies: tuple[Craft, ...]
    eave_out: float
    slope: float
    lift: float
    apex: float
    walk: float
    spire: float
    iron: bool


def resolve(book: Ledger) -> Pagoda:
    """Return the pagoda that the ledger's spec asks for.

    Raises:
        RefusedInput: so many storeys leave no room for columns.
    """
    form = book.hall.form if book.hall else {}
    sides = int(form.get("sides") or book.spec.sides or book.rule("pagoda.sides").value)
    count = int(form.get("storeys") or book.spec.storeys or book.rule("pagoda.storeys").value)
    if book.hall or book.spec.sides:
        book.asked("sides", "平面边数", sides, "边")
    else:
        book.ruled("sides", "pagoda.sides")
    book.asked("storeys", "层数", count, "层") if book.hall or book.spec.storeys else book.ruled(
        "storeys", "pagoda.storeys")  # fmt: skip
    known = book.fact("height")
    height = (book.enter("height", "总高", known) if known
              else book.ruled("height", "pagoda.height", count))  # fmt: skip
    base = book.ruled("base", "pagoda.base", height)
    spire = book.ruled("spire", "pagoda.spire", height)
    made = _storeys(book, sides, count, height - base - spire, base)
    first, ring = made.storeys[0], made.ring
    widest = (ring or first).apothem
    return Pagoda(
        kind=str(book.case["kind"]), title=title_of(book, "木塔"), period=book.period,
        site=book.hall.id if book.hall else "", year=book.case["year"],
        form=f"{SHAPES[sides]}{numeral(count)}层{numeral(count + bool(ring))}檐木塔",
        dimensions=book.rows, invented=_invented(book),
        xs=_axes(sides, widest), ys=(-widest, widest), floor=base, sides=sides, base=base,
        base_out=2.6 if ring else 2.0, storeys=made.storeys, ring=ring, balconies=made.balconies,
        eave_out=made.eave_out, slope=made.slope, lift=book.ruled("lift", "pagoda.lift"),
        apex=made.apex, walk=made.walk, spire=spire, iron=True, heights=_marks(made, base, height),
        ground="court", views=_views(height, widest, base), measures={
            "diameter_m": "diameter", "spire_m": "spire", "base_m": "base", "total_m": "height"},
        spots=(Spot(at=(1.2, -widest - 9, 0.0), turn=0.3), Spot(at=(2.4, -widest - 9.6, 0.0), turn=-0.5,
               role="woman")),
    )  # fmt: skip


def _axes(sides: int, apothem: float) -> tuple[float, ...]:
    half = ngon.half_side(sides, apothem)
    return (-apothem, -half, half, apothem) if sides > 4 else (-apothem, apothem)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rise:
    storeys: tuple[Storey, ...]
    ring: Storey | None
    balconies: tuple[Craft, ...]
    eave_out: float
    slope: float
    apex: float
    walk: float


def _storeys(book: Ledger, sides: int, count: int, body: float, base: float) -> _Rise:
    """Settle plans from below and let the columns share what height the timber above them leaves."""
    height = book.rows["height"].value
    diameter = book.settled("diameter", "pagoda.diameter") if book.fact("diameter") else book.ruled(
        "diameter", "pagoda.diameter", height)  # fmt: skip
    cai = book.settled("cai", "pagoda.cai")
    book.fen = cai / 15
    outer = ngon.apothem_of(sides, diameter)
    ringed = book.chosen("pagoda.ring") == "有"
    ring_bay = book.ruled("ring_bay", "pagoda.ring.bay", outer) if ringed else 0.0
    step = book.ruled("step", "pagoda.step", outer)
    bays = int(book.ruled("bays", "pagoda.bays"))
    out = book.ruled("eave", "pagoda.eave")
    slope = book.ruled("slope", "pagoda.slope")
    walk = book.ruled("walk", "pagoda.walk")
    shaft = book.ruled("column_diameter", "pagoda.column")
    plans = [outer - ring_bay - k * step for k in range(count)]
    bay = 2 * ngon.half_side(sides, plans[0]) / bays
    crafts = [_craft(book, f"brackets_{k + 1}", f"第{numeral(k + 1)}层斗栱", "pagoda.brackets", k + 1, cai, bay)
              for k in range(count)]  # fmt: skip
    under = [_craft(book, f"balcony_{k + 1}", f"第{numeral(k + 1)}层平坐斗栱", "pagoda.balcony", k + 1, cai, bay)
             for k in range(1, count)]  # fmt: skip
    fixed = [c.high + (c.reach + step) * slope + 0.2 for c in crafts[:-1]]
    fixed = [f + BAND + u.high + FLOOR for f, u in zip(fixed, under, strict=True)]
    top = plans[-1] + crafts[-1].reach
    apex = book.ruled("apex", "pagoda.apex", top)
    shares = [3.0 if ringed else 1.35] + [1.0 - 0.03 * k for k in range(1, count)]
    each = (body - sum(fixed) - crafts[-1].high - apex) / sum(shares)
    if each < LEAST:
        raise RefusedInput(
            f"{numeral(count)}层木塔高 {height:.1f} 米，每层柱高只剩 {max(each, 0):.1f} 米，立不起来；"
            "请减 storeys，或去掉 site 与实测高度。",
            f"A pagoda of {count} storeys and {height:.1f} m leaves no room for columns.",
        )
    book.derived("column", "平坐以上各层柱高", 0.9 * each, each, 1.1 * each, "总高、斗栱、屋面")
    floors, made = base, []
    fills = _fills(book, sides)
    for k in range(count):
        made.append(Storey(
            sides=sides, apothem=plans[k], floor=floors, column=each * shares[k], bays=bays,
            diameter=shaft * (1.0 - 0.03 * k), between=1, craft=crafts[k], late=book.period in ("ming", "qing"),
            fills=fills[0] if k == 0 else fills[1], wood=_wood(book),
        ))  # fmt: skip
        floors += each * shares[k] + (fixed[k] if k < count - 1 else 0.0)
    ring = _ring(book, made[0], outer, cai, (slope, out)) if ringed else None
    return _Rise(storeys=tuple(made), ring=ring, balconies=tuple(under), eave_out=out, slope=slope,
                 apex=apex, walk=walk)  # fmt: skip


def _fills(book: Ledger, sides: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what closes the sides of the first storey and of those above."""
    upper = book.chosen("pagoda.infill")
    doors, plain = ("PBP", "PPP"), {"格子门": "DDD", "墙与直棂窗": "PWP"}[upper]
    if sides == 4:
        return doors, ("WDW", "PWP" if upper == "墙与直棂窗" else "WDW")
    if sides == 6:
        return ("PBP", "PPP", "PPP"), ("WDW", plain, plain)
    return ("PBP", "PPP", "PPP", "PPP"), ("WDW", plain)


def _ring(
    book: Ledger, first: Storey, outer: float, cai: float, roof: tuple[float, float]
) -> Storey:
    slope, _ = roof
    bay = 2 * ngon.half_side(first.sides, outer) / first.bays
    made = _craft(book, "ring_brackets", "副阶斗栱", "pagoda.ring.brackets", 0, 0.94 * cai, bay)
    run = outer - first.apothem + made.reach
    column = first.column - first.tie - first.plate - 0.25 - run * slope - made.high
    column = book.derived(
        "ring_column", "副阶柱高", 0.9 * column, column, 1.1 * column, "首层柱高、副阶屋面"
    )
    return Storey(
        sides=first.sides, apothem=outer, floor=first.floor, column=max(column, LEAST), bays=first.bays,
        diameter=0.9 * first.diameter, between=1, craft=made, fills=("O",), wood=_wood(book),
    )  # fmt: skip


def _wood(book: Ledger) -> tuple[str, str, str]:
    return OLD if book.hall else NEW


def _craft(
    book: Ledger, key: str, item: str, head: str, storey: int, cai: float, bay: float
) -> Craft:
    c = rulebook.choice(head, {**book.case, "storeys": storey})
    book.form(key, item, c.value, c)
    return storeys.craft(book.period, c.value, 100 * cai, bay)


def _invented(book: Ledger) -> tuple[str, ...]:
    said = ["各层柱高：由总高减去斗栱、屋面后按比例分配", "内槽、楼梯与塔内塑像不造"]
    if not book.fact("height"):
        said.append("塔高按层数推得，无实物可据")
    return tuple(said)


def _marks(made: _Rise, base: float, height: float) -> tuple[Mark, ...]:
    rows = [Mark(z=base, name="台基面", key="base")]
    rows += [
        Mark(z=s.floor, name=f"{numeral(k)}层楼面", key="column")
        for k, s in enumerate(made.storeys[1:], 2)
    ]
    top = made.storeys[-1].top + made.apex
    return (
        *rows,
        Mark(z=top, name="攒尖顶", key="apex"),
        Mark(z=height, name="塔刹尖", key="height"),
    )


def _views(height: float, wide: float, base: float) -> tuple[Viewpoint, ...]:
    away = 1.0 * height + wide
    return (
        Viewpoint(name="塔前", eye=(-0.30 * away, -0.95 * away, 1.7), target=(0, 0, 1.7), lens_mm=20, rise=0.2),
        Viewpoint(name="正面", eye=(0.4, -1.05 * away, 1.7), target=(0, 0, 1.7), lens_mm=22, rise=0.2),
        Viewpoint(name="仰望", eye=(-0.9 * wide, -2.0 * wide - 6, 1.5), target=(0.1 * wide, 0, 1.5), lens_mm=18,
                  pitch=32.0),
        Viewpoint(name="副阶下", eye=(-0.15 * wide, -wide - 7.5, base + 0.2), target=(0.2 * wide, 0, base + 0.2),
                  lens_mm=24, rise=0.1),
        Viewpoint(name="城外远望", eye=(-1.1 * away, -1.9 * away, 2.4), target=(0, 0, 2.4), lens_mm=40, rise=0.2),
    )  # fmt: skip


def raise_work(work: Pagoda) -> SetModel:
    """Return the geometry of a timber pagoda."""
    model = SetModel()
    widest = (work.ring or work.storeys[0]).apothem
    plinths.two_tiers(model, work.sides, widest + work.base_out, work.base)
    for k, s in enumerate(work.storeys):
        name = f"s{k + 1}_"
        sets_of = f"puzuo_{s.craft.model.brackets.name}_"
        storeys.raise_storey(model, s, name, sets_of)
        _inside(model, s, name)
        last = k + 1 == len(work.storeys)
        above = None if last else work.storeys[k + 1]
        eaves.lay(model, _eave(work, s, above), f"{name}roof_", "pagoda.slope")
        if above is not None:
            under = work.balconies[k]
            lower = _stand(above, under)
            storeys.balcony(model, lower, _foot(work, s, above), work.walk, f"s{k + 2}_balcony_",
                            f"pingzuo_{under.model.brackets.name}_")  # fmt: skip
    if work.ring is not None:
        sets_of = f"fujie_{work.ring.craft.model.brackets.name}_"
        storeys.raise_storey(model, work.ring, "ring_", sets_of)
        eaves.lay(model, _ring_eave(work, work.ring), "ring_roof_", "pagoda.slope")
    _spire(model, work)
    return model


def _stand(above: Storey, under: Craft) -> Storey:
    """Return the storey with the craft of its 平坐, which stands a little outside its columns."""
    return Storey(
        sides=above.sides, apothem=above.apothem + 0.06, floor=above.floor, column=above.column,
        diameter=above.diameter, bays=above.bays, between=1, craft=under, fills=("P",), wood=above.wood,
    )  # fmt: skip


def _inside(model: SetModel, s: Storey, name: str) -> None:
    """Put the inner ring of columns, and boards that close the storey above."""
    inner = 0.58 * s.apothem
    for k in range(s.sides):
        x, y = ngon.corner(s.sides, inner, k)
        model.place(f"{name}column", "column", placement(x, y, s.floor), "own", "内槽柱")
    storeys.lay_floor(model, s.sides, s.apothem - 0.1, s.head + 0.4, 0.05, f"{name}ceiling")
    if s.floor > 0 and not name.startswith("s1_"):
        return
    storeys.lay_floor(
        model, s.sides, s.apothem - 0.2, s.floor + 0.012, 0.2, f"{name}paving", "floor"
    )


def _rafter(work: Pagoda) -> float:
    return 8.0 * work.storeys[0].craft.fen


def _surface(work: Pagoda, s: Storey) -> float:
    """Return how high the roof's surface lies over the eave purlin."""
    return s.top + 1.95 * _rafter(work)


def _foot(work: Pagoda, s: Storey, above: Storey) -> float:
    return _surface(work, s) + (s.apothem + s.craft.reach - above.apothem) * work.slope


def _eave(work: Pagoda, s: Storey, above: Storey | None) -> eaves.Eave:
    out, reach, slope = work.eave_out, s.craft.reach, work.slope
    edge = s.apothem + reach + out
    if above is None:
        inside = s.apothem + reach - 0.30
        rise = work.apex - 1.95 * _rafter(work)
        shares = (0.68, 0.88, 1.1, 1.34)
        unit = rise / inside
        bend = eaves.curve(out, inside, 0.8 * slope, [unit * v for v in shares])
    else:
        bend = eaves.curve(
            out, s.apothem + reach - above.apothem - 0.10, 0.8 * slope, (slope, 1.06 * slope)
        )
    return eaves.Eave(
        sides=s.sides, apothem=edge, z=_surface(work, s) - out * 0.8 * slope, curve=bend, lift=work.lift,
        push=0.4 * work.lift, rafter=_rafter(work), rafter_in=out + reach - 0.1, pitch=_pitch(work),
        ridge=0.30 if above is None else 0.26, crown=above is not None, wood=_rafters(s),
    )  # fmt: skip


def _rafters(s: Storey) -> tuple[str, str, str]:
    old = "old_timber"
    return (old, old, old) if s.wood == OLD else ("timber_red", "rafter", "rafter_flying")


def _pitch(work: Pagoda) -> float:
    return max(0.24, work.storeys[0].apothem / 42)


def _ring_eave(work: Pagoda, s: Storey) -> eaves.Eave:
    out, reach, slope = 0.9 * work.eave_out, s.craft.reach, work.slope
    bend = eaves.curve(out, s.apothem + reach - work.storeys[0].apothem - 0.12, 0.8 * slope,
                       (0.95 * slope, 1.05 * slope))  # fmt: skip
    return eaves.Eave(
        sides=s.sides, apothem=s.apothem + reach + out, z=_surface(work, s) - out * 0.8 * slope, curve=bend,
        lift=work.lift, push=0.4 * work.lift, rafter=_rafter(work), rafter_in=out + reach - 0.1,
        pitch=_pitch(work), ridge=0.26, wood=_rafters(s),
    )  # fmt: skip


def _spire(model: SetModel, work: Pagoda) -> None:
    """Put the finial on a brick seat over the roof's point, and the chains that stay it."""
    top = work.storeys[-1].top + work.apex
    seat = ngon.drum(work.sides, [(0.95, top - 1.1), (0.95, top + 0.1), (0.72, top + 0.2), (0.72, top + 0.5),
                                  (0.85, top + 0.6), (0.85, top + 0.75)])  # fmt: skip
    high = work.height - top - 0.70
    model.add_part("spire_seat", *seat, "grey_brick")
    model.place("spire_seat", "ridge", rule="pagoda.spire", name="刹座")
    model.add_part("spire", *shifted(finials.iron(high), z=top + 0.70), "iron")
    model.place("spire", "ridge", rule="pagoda.spire", name="铁刹")
    eave = _eave(work, work.storeys[-1], None)
    far = eave.hip([0.75 * eave.deep * 0.5], 0.35)[0]
    start = (0.0, -0.03, top + 0.70 + 0.80 * high)
    chain = finials.chain(start, (0.0, float(far[1]), float(far[2])))
    model.add_part("spire_chain", *merge(chain), "iron")
    ngon.at_corners(model, "spire_chain", "ridge", work.sides, rule="own", name="铁链")
