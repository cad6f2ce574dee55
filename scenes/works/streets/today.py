"""A street of today (今街): blocks over shops along asphalt, in a city or in a county town."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scenes import signs, trades
from scenes.ledger import Ledger
from scenes.signs import Sign
from scenes.trades import Trade
from scenes.work import Mark, Viewpoint, Work
from scenes.works.naming import title_of
from scenes.works.streets import blocks, gatehouse, poles, rows, streetlamps
from scenes.works.streets.blocks import Block
from scenes.works.streets.carriageway import CURB, Way
from scenes.works.streets.rows import Place

USUAL = 16  # shops where nobody says how many
INVENTED = (
    "各店店名、行业、门头颜色、货物与灯火：画面布置，编者自拟，不指任何一家",
    "楼的样子不仿任何一座实有的楼；街道直而不曲，街尾以丁字口封住：画面布置",
    "行道树、车辆、车位与街上杂物：画面布置",
)
ESTATE = "青禾苑"  # over the gate of an estate; made up
WIRED = "木杆电灯"
_FOOT = ("步行",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shopfront:
    """What stands over a shop: its name, the style of its fascia, what its board says."""

    name: str
    style: str
    blade: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of a housing estate in a row of houses: its name, its place, the block behind it."""

    name: str
    place: Place
    behind: Block


@dataclass(frozen=True, kw_only=True, slots=True)
class TodayWork(Work):
    """A street of today along y: its blocks with their shops and places, metres from its middle.

    ``lamp`` is what lights it, ``lamps`` where masts stand, ``bare`` whether trees have dropped their leaves; ``rides`` are
    what is parked: scooters, bicycles or cars.
    """

    houses: tuple[tuple[Block, tuple[Shopfront, ...], Place], ...]
    way: Way
    lamp: str
    lamps: tuple[tuple[float, float], ...]
    lit: bool
    apart: float
    tree: float
    pits: float
    bare: bool
    rides: tuple[str, ...]
    wall: bool = False
    gate: Gate | None = None
    seed: int = 0


def resolve(book: Ledger) -> TodayWork:
    """Return the street of today that the ledger's spec asks for."""
    spec, rng = book.spec, Random(f"today/{book.spec.seed}")
    said = "".join((spec.type, spec.title, *spec.features, *spec.surroundings, *spec.dressing))
    foot = any(word in said for word in _FOOT)
    half, walk = book.ruled("lane", "today.lane") / 2, book.ruled("walk", "today.walk")
    half = book.asked("lane", "步行道宽", 7.0) / 2 if foot else half
    kerb = book.ruled("kerb", "today.kerb")
    sides = 1 if any(word in said for word in ("单边", "单侧", "一侧")) else 2
    kinds = _prototypes(book, rng)
    front = half + walk
    houses = _houses(book, kinds, spec.count or USUAL, rng)
    widths = [b.width for b, _ in houses]
    estate, at = "小区" in said, 0
    if estate:
        at = min(3, len(widths))
        widths.insert(at, gatehouse.WIDE)
    places, length = rows.facing(widths, front, rng, sides=sides)
    gate = Gate(ESTATE, places.pop(at), _behind(kinds)) if estate else None
    chief = _closing(kinds, front)
    placed = [(b, shops, place) for (b, shops), place in zip(houses, places, strict=True)]
    words = _words(book, chief, rng, 10**3)
    placed.append((chief, words, (0.0, length / 2 + 2 * front + 2.0, 0.0)))
    book.derived("length", "街长", 0.8 * length, length, 1.25 * length, "today.bay")
    lamp, apart = book.chosen("today.lamp"), book.ruled("lamps", "today.lamps")
    eyes = rows.views(front, length, far=1.0)
    lined = book.chosen("today.lines") == "有"
    if gate:
        eyes = (_before(gate, half), *eyes)
    crossing = (-length / 2 + 6.5,) if lined and not foot else ()
    way = Way(
        half=half, walk=walk, kerb=kerb, span=(-length / 2 - 16.0, length / 2 + 0.4), crossings=crossing, foot=foot,
        guided=book.chosen("today.guide") == "有", lined=lined,
    )  # fmt: skip
    lamps = _masts(way, length, apart, gate, eyes) if lamp != WIRED else ()
    top = max(kerb + max(b.top for b, *_ in placed), poles.TALL if lamp == WIRED else 0.0)
    if lamps and not foot:
        top = max(top, kerb + streetlamps.MAST + streetlamps.ARM)
    book.derived("rise", "最高处", 0.9 * top, top, 1.1 * top, "today.floor")
    tall = [b.storeys for b, _ in houses]
    return TodayWork(
        kind=str(book.case["kind"]), title=title_of(book, "街"), period=book.period, year=book.case["year"],
        site=book.hall.id if book.hall else "", houses=tuple(placed), way=way, lamp=lamp,
        lit="无灯" not in "".join(spec.lamps), lamps=lamps, apart=apart, tree=book.ruled("tree", "today.tree"),
        pits=book.ruled("pits", "today.pits"), bare=spec.season == "冬", rides=_rides(book, foot), seed=spec.seed,
        wall=sides == 1, gate=gate,
        form=f"街{'一旁' if sides == 1 else '两旁'}楼 {len(houses)} 座（{min(tall)}–{max(tall)} 层）、底商 {sum(len(s) for _, s in houses)} 家",
        dimensions=book.rows, xs=(-front - 6.0, -front, front, front + 6.0), ys=(-length / 2, length / 2), cut=1.5,
        heights=(Mark(z=kerb, name="人行道", key="kerb"), Mark(z=kerb + book.rows["ground"].value, name="二层楼面", key="ground"),
                 Mark(z=top, name="最高处", key="rise")),
        measures={"lane_m": "lane", "walk_m": "walk", "length_m": "length"}, invented=INVENTED, views=eyes,
        spots=rows.walkers(half, walk, length, Random(f"walk/{spec.seed}"), eyes, up=kerb, road=0.5 if foot else 0.0),
    )  # fmt: skip


def _masts(
    way: Way, length: float, apart: float, gate: Gate | None, eyes: Sequence[Viewpoint]
) -> tuple[tuple[float, float], ...]:  # fmt: skip
    """Return where lamps stand along the kerbs, in turn right and left, clear of gate and lenses."""
    x = way.half + (CURB + 0.32 if not way.foot else 0.2)
    found = []
    for k, y in enumerate(np.arange(-length / 2 + 4.4, length / 2 - 2.0, apart / 2)):
        side = (1, -1)[k % 2]
        if not at_gate(gate, side, float(y), 5.0) and not at_lens(eyes, side * x, float(y)):
            found.append((side * x, float(y)))
    return tuple(found)


def at_gate(gate: Gate | None, side: int, y: float, reach: float) -> bool:
    """Tell whether a place on a side lies before the gate of an estate."""
    return gate is not None and gate.place[0] * side > 0 and abs(y - gate.place[1]) < reach


def at_lens(eyes: Sequence[Viewpoint], x: float, y: float) -> bool:
    """Tell whether what stands at a place would fill a picture."""
    return any(np.hypot(x - v.eye[0], y - v.eye[1]) < 3.2 for v in eyes)


def _behind(kinds: Sequence[Block]) -> Block:
    """Return the flats that stand behind the gate of an estate."""
    flats = next((b for b in kinds if b.use == "flats"), kinds[0])
    return replace(
        flats, shops=(2, 2, 2), goods=("shutter",) * 3, balconies=(1, 4) if flats.balconies else ()
    )


def _before(gate: Gate, half: float) -> Viewpoint:
    """Return the place from which a gate is seen across the street."""
    x, y, _ = gate.place
    side = 1.0 if x > 0 else -1.0
    return Viewpoint(
        name="小区门口",
        eye=(-side * (half - 0.9), y - 6.5, 1.55),
        target=(x, y + 0.4, 1.55),
        lens_mm=24,
        rise=0.12,
    )


def _rides(book: Ledger, foot: bool) -> tuple[str, ...]:
    """Return what is parked in a street of a year."""
    year = book.case["year"]
    if foot:
        return ()
    if year is not None and year < 1995:
        return ("bicycle",)
    return ("bicycle", "car") if year is not None and year < 2005 else ("ebike", "bicycle", "car")


def _prototypes(book: Ledger, rng: Random) -> list[Block]:
    """Return the blocks that all others are like, within the rules' ranges."""
    ground, floor, bay = (
        book.ruled(key, f"today.{name}")
        for key, name in (("ground", "ground"), ("floor", "floor"), ("bay", "bay"))
    )
    storeys, skin = book.ruled("storeys", "today.storeys"), book.chosen("today.wall")
    row = book.rows["storeys"]
    year = book.case["year"]
    late = year is None or year >= 1992
    made = []
    for number, (use, wall, trim, frame, glass, pier) in enumerate(_SKINS[skin]):
        high = book.spec.storeys or int(
            np.clip(storeys + (0, -1, 1, 0, -2)[number % 5], row.low, row.high)
        )
        shops = tuple(rng.choice((1, 1, 2)) for _ in range(rng.choice((3, 4))))
        bays = sum(shops)
        flats = use == "flats"
        made.append(Block(
            shops=shops, goods=_goods(len(shops), rng, late=late), bay=round(bay * rng.uniform(0.95, 1.05), 2), storeys=high,
            ground=ground, floor=floor, use=use, wall=wall, trim=trim, frame=frame, glass=glass, pier=pier,
            balconies=tuple(range(number % 2, bays, 3)) if flats and high > 1 and (late or number == 1) else (),
            units=late, cages=late, solar=late and flats, lit=rng.getrandbits(61) & (rng.getrandbits(61) | rng.getrandbits(61)),
        ))  # fmt: skip
    return made


_SKINS: Mapping[str, tuple[tuple[str, str, str, str, str, str], ...]] = {  # use, wall, trim, frame, panes, piers
    "涂料": (
        ("flats", "render_cream", "cement_pale", "aluminium", "glass", "cement"),
        ("flats", "white_tile", "render_grey", "aluminium", "glass_blue", "white_tile"),
        ("offices", "render_grey", "cement_pale", "mast_grey", "glass", "slab"),
        ("flats", "render_ochre", "cement_pale", "enamel_white", "glass", "cement"),
        ("flats", "red_brick", "cement_pale", "enamel_white", "glass", "cement"),
    ),
    "瓷砖": (
        ("flats", "white_tile", "cement_pale", "aluminium", "glass_blue", "white_tile"),
        ("flats", "red_brick", "cement", "paint_green", "glass", "cement"),
        ("offices", "white_tile", "fascia_blue", "aluminium", "glass_blue", "white_tile"),
        ("flats", "cement", "cement_pale", "aluminium", "glass", "cement"),
        ("flats", "red_brick", "cement_pale", "paint_green", "glass", "red_brick"),
    ),
    "砖": (
        ("flats", "red_brick", "cement", "paint_green", "glass", "red_brick"),
        ("flats", "red_brick", "cement_pale", "board", "glass", "cement"),
        ("offices", "cement", "cement_pale", "paint_green", "glass", "cement"),
        ("flats", "grey_facing", "cement", "paint_green", "glass", "grey_facing"),
        ("flats", "red_brick", "cement", "board", "glass", "red_brick"),
    ),
}  # fmt: skip


def _goods(count: int, rng: Random, *, late: bool) -> tuple[str, ...]:
    """Return what each of some shops shows, no two neighbours alike."""
    usual = ("shelf", "tables", "counter", "rack", "crates", "shelf", "tables", "shutter")
    bag = rng.sample(
        usual
        if late
        else ("shelf", "counter", "shelf", "tables", "counter", "shelf", "boards", "tables"),
        8,
    )
    made = [bag[0]]
    for one in bag[1:]:
        if len(made) < count and one != made[-1]:
            made.append(one)
    return tuple(made)


def _houses(
    book: Ledger, kinds: Sequence[Block], count: int, rng: Random
) -> list[tuple[Block, tuple[Shopfront, ...]]]:  # fmt: skip
    """Return blocks with as many shops as are asked for, the last one cut short."""
    made: list[tuple[Block, tuple[Shopfront, ...]]] = []
    left, number = count, 0
    order = rng.sample(range(len(kinds)), len(kinds))
    while left:
        block = kinds[order[number % len(order)]]
        if len(block.shops) > left:
            block = replace(block, shops=block.shops[:left], goods=block.goods[:left])
            block = replace(block, balconies=tuple(n for n in block.balconies if n < block.bays))
        made.append((block, _words(book, block, rng, count - left)))
        left -= len(block.shops)
        number += 1
    return made


def _words(book: Ledger, block: Block, rng: Random, first: int) -> tuple[Shopfront, ...]:
    """Return what stands over the shops of a block, the spec's own words first."""
    year = book.case["year"]
    pool = [t for t in trades.late_in(book.period, year) if not t.couplets]
    made: list[Shopfront] = []
    for number, goods in enumerate(block.goods):
        text = book.spec.signs[first + number : first + number + 1]
        fitting = [t for t in pool if t.goods == goods or goods in ("shutter", "boards")] or pool
        trade: Trade = (trades.late_of(text[0], book.period) if text else None) or rng.choice(
            fitting
        )
        name = (
            signs.worded(text[0], book.period, year)
            if text
            else trades.shopname(trade, book.period, year, rng)
        )
        if any(name == one.name for one in made):
            name = trades.shopname(rng.choice(pool), book.period, year, rng)
        blade = (
            signs.worded(trade.cloth, book.period, year)
            if rng.random() < 0.45 and block.storeys > 1
            else ""
        )
        made.append(Shopfront(name=name, style=trade.board or "fascia_red", blade=blade))
    return tuple(made)


def _closing(kinds: Sequence[Block], front: float) -> Block:
    """Return the block that faces down the street from its far end: the highest, wider than the street."""
    chief = max(kinds, key=lambda b: (b.storeys, b.width))
    bays = int(np.ceil(2 * (front + 3.0) / chief.bay))
    shops = (2,) * (bays // 2)
    goods = tuple(("shelf", "tables", "counter", "rack")[k % 4] for k in range(len(shops)))
    return replace(
        chief,
        shops=shops,
        goods=goods,
        balconies=tuple(range(1, sum(shops), 3)) if chief.balconies else (),
    )


def fascia(shop: Shopfront, wide: float) -> Sign:
    """Return the sign over a shop so wide."""
    return Sign(
        text=shop.name,
        form="fascia",
        wide=wide - 0.10,
        high=blocks.FASCIA - 0.14,
        style=shop.style,
        leftward=False,
    )
