"""One shop by itself, and a banker's house: its front and the first court behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scenes import signs, solids
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.solids import placement
from scenes.trades import in_age, trades, wording
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works.naming import title_of
from scenes.works.streets import fronts, paving, roofing, settle, shops
from scenes.works.streets.fronts import Front
from scenes.works.streets.kit import Kit
from scenes.works.streets.roofing import Cover
from scenes.works.streets.shell import GABLE, WALK, Shell
from scenes.works.streets.shops import Row, Shop

STREET = 5.0  # metres of street before a shop
YARD = 13.0  # metres that the first court of a banker's house is deep
INVENTED = "字号、联语、货物、幌子的样子与铺内陈设：画面布置，编者自拟"


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopWork(Work):
    """One shop on its street."""

    shop: Shop
    slabs: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class BankWork(Work):
    """A banker's house: its front, and wings with counters along a court behind."""

    shop: Shop
    wing: Shell
    rear: Shop
    slabs: bool


def _marks(s: Shell) -> tuple[Mark, ...]:
    low = [
        Mark(z=s.plinth, name="台面", key="plinth"),
        Mark(z=s.plinth + s.column, name="底层柱头", key="column"),
    ]
    if s.upper:
        low.append(Mark(z=s.head, name="楼层柱头", key="upper"))
    top = fronts.crown(s) if s.arched else s.top
    top = max(top, s.top)
    return (*low, Mark(z=top, name="脊" if not s.arched else "门面顶", key="rise"))


def resolve_shop(book: Ledger) -> ShopWork:
    """Return the one shop that the ledger's spec asks for."""
    upper = (book.spec.storeys or 1) > 1
    m = settle.manner(book, upper=upper)
    rng = Random(f"shop/{book.spec.seed}")
    pool = [t for t in in_age(m.period) if t.id != "stores"]
    trade = settle.trade_for(book) or rng.choice(pool)
    late = m.order >= settle.COUPLETS
    timber = rng.choice(("dark_wood", "redwood", "wood")) if late else "wood"
    body = replace(m.body, fretted=late and not upper, timber=timber)
    shop = settle.one(m, body, trade, book.spec.signs, rng)
    middle = (
        "lattice" if m.arched else rng.choice(("open", "lattice") if late else ("open", "door"))
    )
    ways = shop.front.ways if m.arched else ("boards", middle, "counter")
    shop = replace(
        shop,
        front=replace(shop.front, ways=ways),
        lanterns=2,
        cloth=shop.cloth or "white",
        couplet="" if not late else shop.couplet or "black",
    )
    w, far = body.width / 2, -shops.reach(body) - STREET
    return ShopWork(
        kind=str(book.case["kind"]),
        title=title_of(book, f"{trade.names[0]}铺"),
        period=m.period,
        site=book.hall.id if book.hall else "",
        year=m.year,
        shop=shop,
        form=f"{len(body.bays)} 间{'两层' if upper else '一层'}{body.roof}铺面，{shop.wording.plaque}",
        dimensions=book.rows,
        xs=(-w, *body.xs, w),
        ys=(0.0, body.depth),
        floor=body.plinth,
        heights=_marks(body),
        slabs=book.chosen("street.paving") == "条石",
        measures={"bay_m": "bay", "column_m": "column"},
        invented=(INVENTED,),
        views=_shop_views(body, far),
        spots=(
            Spot(at=(0.6, -1.7, 0.0), turn=2.8),
            Spot(at=(-w + 2.0, -2.1, 0.0), turn=1.2, role="woman"),
            Spot(at=(w - 1.2, -3.6, 0.0), turn=-1.2, role="worker", pose="carry"),
        ),
    )


def _shop_views(s: Shell, far: float) -> tuple[Viewpoint, ...]:
    w, z = s.width / 2, min(s.top, 7.0)
    return (
        Viewpoint(
            name="斜对门",
            eye=(-0.52 * w, far - 1.2, 1.55),
            target=(0.10 * w, 0.0, 1.55),
            lens_mm=25,
            rise=0.10,
        ),
        Viewpoint(
            name="正对门", eye=(0.0, far - 3.2, 1.6), target=(0.0, 0.0, 1.6), lens_mm=28, rise=0.10
        ),
        Viewpoint(
            name="柜台",
            eye=(0.1 * w, -3.2, s.plinth + 1.45),
            target=(0.62 * w, 0.4, s.plinth + 1.15),
            lens_mm=32,
        ),
        Viewpoint(
            name="檐下",
            eye=(-w + 0.5, -1.5, s.plinth + 1.5),
            target=(w, -0.3, 0.36 * z),
            lens_mm=24,
        ),
    )


def raise_shop_work(work: ShopWork) -> SetModel:
    """Return a shop and the street before it."""
    row = Row(SetModel())
    row.put(work.shop, np.eye(4))
    _neighbours(row, work.shop.shell, work.shop)
    _street_before(row.model, work.shop.shell, work.slabs)
    return row.model


def _neighbours(row: Row, s: Shell, shop: Shop) -> None:
    """Put a lower shop with its boards up on either side."""
    body = replace(
        s,
        bays=(2.8, 3.0, 2.8),
        column=round(0.93 * s.column, 2),
        upper=0.0,
        fretted=False,
        rise=round(0.92 * s.rise, 2),
        depth=round(0.94 * s.depth, 2),
        timber="wood",
        plinth=round(0.8 * s.plinth, 2),
    )
    front = Front(ways=("lattice",) * 3 if s.arched else ("boards", "door", "boards"), lit=False)
    plain = replace(
        shop,
        shell=body,
        front=front,
        style="",
        couplet="",
        cloth="",
        lanterns=0,
        trade=trades()["bank"],
        pendant="",
        wording=replace(shop.wording, plaque="　"),
    )
    away = s.width / 2 + body.width / 2 + 0.05
    for side in (-1, 1):
        row.put(plain, placement(side * away, 0.12, 0.0))


def _street_before(model: SetModel, s: Shell, slabs: bool) -> None:
    kit = Kit()
    half = STREET / 2 + 0.3
    paving.lay(kit, half, -s.width / 2 - 14.0, s.width / 2 + 14.0, slabs=slabs)
    model.take(kit.model("street.paving"), "street.", placement(0.0, -WALK - half, turn=np.pi / 2))


# ------------------------------------------------------------------------------ bankers' houses


def resolve_bank(book: Ledger) -> BankWork:
    """Return the banker's house that the ledger's spec, or what stands, asks for."""
    m = settle.manner(book, upper=True)
    if m.arched:
        m = replace(m, arched=False, body=replace(m.body, arched=False))
    rng = Random(f"bank/{book.spec.seed}")
    bay = m.body.bays[0]
    front = replace(
        m.body,
        bays=(bay, bay, round(1.1 * bay, 2), bay, bay),
        upper=0.0,
        roof="硬山",
        fretted=True,
        timber="dark_wood",
    )
    recorded = tuple(book.hall.form.get("signs", ())) if book.hall else ()
    bank = trades()["bank"]
    said = [signs.worded(t, m.period, m.year) for t in (*recorded, *book.spec.signs)[:1]]
    own = wording(bank, m.period, m.year, rng)
    words = replace(own, plaque=said[0]) if said else own
    shop = Shop(
        shell=front,
        front=Front(ways=("door",) * 5, pattern="步步锦"),
        trade=bank,
        wording=words,
        leftward=True,
        style="black",
        cloth="",
        couplet="black",
        lanterns=2,
    )
    rear = replace(
        shop,
        couplet="gilt",
        wording=replace(words, plaque=signs.worded("信义通达", m.period, m.year)),
        shell=replace(
            front,
            bays=(bay, round(1.06 * bay, 2), bay),
            upper=m.body.upper,
            roof="卷棚",
            timber="redwood",
        ),
        front=Front(ways=("lattice",) * 3, pattern="步步锦"),
    )
    wing = replace(front, bays=(2.9,) * 4, depth=3.6, plinth=0.30, column=2.75, fretted=False)
    if not (book.hall and "depth" in book.hall.facts):
        book.derived("depth", "铺面至中厅通深", 20.0, _deep(front, rear.shell), 60.0, "shop_depth")
    else:
        book.settled("depth", "shop.depth")
    return _bank(book, m, shop, wing, rear)


def _deep(front: Shell, rear: Shell) -> float:
    return front.depth + YARD + rear.depth


def _bank(book: Ledger, m: settle.Manner, shop: Shop, wing: Shell, rear: Shop) -> BankWork:
    s = shop.shell
    w, back = s.width / 2, s.depth + YARD
    eye = 1.55
    return BankWork(
        kind="bank",
        title=title_of(book, "票号铺面"),
        period=m.period,
        year=m.year,
        site=book.hall.id if book.hall else "",
        shop=shop,
        wing=wing,
        rear=rear,
        form=f"临街五间铺面、五合板门，后为东西柜房夹一进窄院，{shop.wording.plaque}",
        dimensions=book.rows,
        xs=(-w, *s.xs, w),
        ys=(0.0, s.depth, back, back + rear.shell.depth),
        floor=s.plinth,
        slabs=book.chosen("street.paving") == "条石",
        heights=(
            Mark(z=s.plinth, name="台面", key="plinth"),
            Mark(z=s.plinth + s.column, name="柱头", key="column"),
            Mark(z=rear.shell.top, name="中厅脊", key="upper"),
        ),
        measures={"bay_m": "bay", "column_m": "column"},
        invented=(INVENTED, "第二、三进未造；院内陈设：画面布置"),
        documented=("日升昌坐南朝北、临街五间、三进院，头进东西柜房各两间（日昇昌旧址，知识库）",)
        if book.hall
        else (),
        views=(
            Viewpoint(
                name="街面斜看",
                eye=(-0.62 * w, -STREET - 2.6, eye),
                target=(0.12 * w, 0, eye),
                lens_mm=24,
                rise=0.06,
            ),
            Viewpoint(
                name="正对门",
                eye=(0.0, -STREET - 5.2, eye),
                target=(0.0, 0.0, eye),
                lens_mm=26,
                rise=0.06,
            ),
            Viewpoint(
                name="头进院",
                eye=(0.5, s.depth + 0.9, eye),
                target=(-0.2, back, eye),
                lens_mm=24,
                rise=0.10,
            ),
            Viewpoint(
                name="柜房",
                eye=(1.2, s.depth + 3.0, eye),
                target=(-2.6, s.depth + 6.4, eye),
                lens_mm=26,
            ),
        ),
        spots=(
            Spot(at=(0.9, -1.9, 0.0), turn=2.9),
            Spot(at=(-0.7, -2.3, 0.0), turn=-2.4),
            Spot(at=(-3.0, -3.4, 0.0), turn=1.4, role="woman"),
            Spot(at=(-0.8, s.depth + 7.0, 0.12), turn=0.6, pose="joined"),
            Spot(at=(0.6, s.depth + 6.4, 0.12), turn=-2.2),
        ),
    )


def raise_bank(work: BankWork) -> SetModel:
    """Return a banker's house and the street before it."""
    row = Row(SetModel())
    s = work.shop.shell
    row.put(work.shop, np.eye(4))
    back = s.depth + YARD
    row.put(work.rear, placement(0.0, back, 0.0))
    _neighbours(row, s, work.shop)
    _street_before(row.model, s, work.slabs)
    row.model.take(
        _wing(work.wing, s.width / 2),
        "wing.",
        placement(-s.width / 2, s.depth + 0.5, turn=np.pi / 2) @ placement(sum(work.wing.bays) / 2),
    )
    row.model.take(
        _wing(work.wing, s.width / 2),
        "wing.",
        placement(s.width / 2, s.depth + 0.5, turn=-np.pi / 2)
        @ placement(-sum(work.wing.bays) / 2),
    )
    kit = Kit()
    w = s.width / 2
    kit.boxes(
        "yard", [(-w + 0.3, w - 0.3, s.depth + 0.01, back - 0.7, -0.3, 0.12)], "strips", "ground"
    )
    row.model.take(kit.model("own"), "yard.")
    return row.model


def _wing(s: Shell, half: float) -> SetModel:
    """Return a wing of counters under one slope that falls to the court; its back wall at y = 0."""
    kit = Kit()
    w, front, z = sum(s.bays) / 2, -s.depth, s.plinth + s.column
    line = roofing.single(front - 0.62, z + 0.12, 0.30, z + 2.2)
    roofing.lay(kit, Cover(x0=-w - GABLE, x1=w + GABLE, line=line))
    kit.boxes(
        "floor", [(-w - GABLE, w + GABLE, front - 0.4, 0.0, -0.2, s.plinth)], "brick", "platform"
    )
    kit.boxes("back", [(-w - GABLE, w + GABLE, -0.02, 0.30, -0.3, z + 2.0)], "brick", "wall")
    gable = [
        (front, -0.2),
        (-0.02, -0.2),
        *roofing.under(line, front, -0.02, roofing.BED + 0.003)[::-1],
    ]
    for x in (-w - GABLE / 2, w + GABLE / 2):
        kit.add("gable", solids.shifted(solids.prism(gable, GABLE, "yz"), x=x), "brick", "wall")
    kit.boxes("coping", [(-w - GABLE, w + GABLE, 0.02, 0.26, z + 2.26, z + 2.42)], "ridge", "ridge")
    body = replace(s, fretted=False)
    inner = Kit()
    ways = ("lattice", "counter", "counter", "lattice")
    fronts.close(inner, body, Front(ways=ways, goods="drawers", pattern="步步锦"))
    made = kit.model("own")
    made.take(inner.model("own"), "counter.", placement(0.0, front, 0.0))
    posts = Kit()
    for x in body.xs:
        posts.add(
            "post",
            solids.shifted(solids.lathe([(0.12, s.plinth), (0.12, z)], 12), x, front),
            "redwood",
            "column",
        )
    posts.boxes(
        "beam",
        [(body.xs[0], body.xs[-1], front - 0.085, front + 0.085, z - 0.26, z + 0.06)],
        "redwood",
        "beam",
    )
    made.take(posts.model("own"), "frame.")
    return made
