"""A street of the Republic (民国街): brick fronts beside plank shops, wires, lamps, a metalled road."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scenes import signs, trades
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.solids import placement
from scenes.trades import Trade
from scenes.work import Mark, Work
from scenes.works.naming import title_of
from scenes.works.streets import paving, poles, rows, settle, streetlamps, vehicles
from scenes.works.streets.fronts import Front
from scenes.works.streets.kit import Kit
from scenes.works.streets.rows import Place
from scenes.works.streets.settle import Manner
from scenes.works.streets.shell import WALK, Shell
from scenes.works.streets.shops import Row, Shop
from scenes.works.streets.western import BrickShop, Style, Terrace

USUAL = 14  # houses where nobody says how many
PAVINGS = {"条石": "slab", "青砖": "strips", "碎石": "road_gravel", "土": "road_earth"}
INVENTED = (
    "各铺字号、行业、招牌、门脸样式、货物与灯火：画面布置，编者自拟",
    "西式门面不仿任何一座实有的楼；街道直而不曲，街尾以丁字口封住：画面布置",
)
_BOARDS = ("black", "black", "gilt", "red")
_BLADES = ("white", "black", "blue", "white")
House = Shop | BrickShop


@dataclass(frozen=True, kw_only=True, slots=True)
class RepublicWork(Work):
    """A street of the Republic along y: its houses with their places, metres from its middle.

    ``half`` is to the kerb, ``walk`` the breadth of a walk; ``paving`` the road's matter.
    """

    houses: tuple[tuple[House, Place], ...]
    half: float
    walk: float
    paving: str
    electric: bool
    lit: bool
    apart: float
    rickshaws: int = 2
    wall: bool = False
    seed: int = 0


def resolve(book: Ledger) -> RepublicWork:
    """Return the street of the Republic that the ledger's spec asks for."""
    spec, rng = book.spec, Random(f"republic/{book.spec.seed}")
    m = replace(settle.manner(book, upper=True), arched=False)
    m = replace(m, body=replace(m.body, arched=False))
    wide, walk = book.ruled("street", "republic.width"), book.ruled("walk", "republic.walk")
    half = wide / 2 - walk
    said = "".join((*spec.features, *spec.surroundings, *spec.lamps, spec.type))
    electric = _lamp(book, said) == "电灯"
    sides = 1 if any(word in said for word in ("单边", "单侧", "一侧")) else 2
    shops = _houses(book, m, spec.count or USUAL, rng, electric=electric)
    places, length = rows.facing(
        [s.shell.width for s in shops], wide / 2 + WALK, rng, (0.0, 0.0, 0.12), sides=sides
    )
    houses = list(zip(shops, places, strict=True))
    closing = _closing(book, m, shops, rng, wide, electric=electric)
    houses.append((closing, (0.0, length / 2 + wide + 1.0, 0.0)))
    book.derived("length", "街长", 0.8 * length, length, 1.25 * length, "republic.bay")
    top = max(s.top if isinstance(s, BrickShop) else s.shell.top for s in (*shops, closing))
    top = max(top, poles.TALL)
    book.derived("rise", "最高处", 0.9 * top, top, 1.1 * top, "republic.parapet")
    around, eyes = wide / 2 + WALK + 6.0, rows.views(wide / 2, length)
    brick = sum(isinstance(s, BrickShop) for s in shops)
    return RepublicWork(
        kind=str(book.case["kind"]), title=title_of(book, "街"), period=m.period, year=m.year,
        site=book.hall.id if book.hall else "", houses=tuple(houses), half=half, walk=walk,
        paving=PAVINGS[_paving(book, said)], electric=electric, lit=not m.dark,
        apart=book.ruled("pole", "republic.pole"), seed=spec.seed, wall=sides == 1,
        form=f"街{'一旁' if sides == 1 else '两旁'}楼铺 {len(shops)} 家：砖面 {brick}、铺板门面 {len(shops) - brick}",
        dimensions=book.rows, xs=(-around, -wide / 2, wide / 2, around), ys=(-length / 2, length / 2), cut=1.5,
        heights=(Mark(z=paving.STEP, name="便道"), Mark(z=m.body.plinth, name="台面", key="plinth"),
                 Mark(z=top, name="最高处", key="rise")),
        measures={"street_m": "street", "length_m": "length", "walk_m": "walk"}, invented=INVENTED, views=eyes,
        spots=rows.walkers(half, walk, length, Random(f"walk/{spec.seed}"), eyes, up=paving.STEP),
    )  # fmt: skip


def _lamp(book: Ledger, said: str) -> str:
    """Return what lights the street: as said, else as the rule of its year has it."""
    word = next((one for one, names in (("煤油灯", ("煤油", "洋油", "马灯")), ("电灯", ("电灯", "电路灯"))) if any(n in said for n in names)), "")  # fmt: skip
    return book.form("republic.lamp", "路灯", word) if word else book.chosen("republic.lamp")


def _paving(book: Ledger, said: str) -> str:
    """Return what the road is made of: as said, else by the rule."""
    words = {"碎石": "碎石", "马路": "碎石", "砖路": "青砖", "砖铺": "青砖", "石板": "条石", "条石": "条石", "土路": "土"}  # fmt: skip
    word = next((matter for name, matter in words.items() if name in said), "")
    return book.form("republic.paving", "街面", word) if word else book.chosen("republic.paving")


def _houses(book: Ledger, m: Manner, count: int, rng: Random, *, electric: bool) -> list[House]:
    """Return the houses in their order along the street, no two neighbours of one trade."""
    share = book.ruled("brick", "republic.brick")
    bricks, planks = _bricks(book, m, rng, electric=electric), _planks(book, m, rng)
    pool: list[Trade] = [*trades.late_in(m.period, m.year), *_old(m.period)]
    chief = trades.late_of(book.spec.trade, m.period) or settle.trade_for(book)
    bag: list[Trade] = []
    made: list[House] = []
    due = rng.uniform(0.75, 1.0)
    for number in range(count):
        bag = bag or rng.sample(pool, len(pool))
        text = list(book.spec.signs[number : number + 1])
        due += share
        common = chief if chief and number % 3 == 1 else None
        trade = _meant(text, m.period) or common or _late_or_old(bag, due >= 1.0)
        if due >= 1.0:
            due -= 1.0
            made.append(_named(m, bricks[number % len(bricks)], trade, text, rng))
        else:
            made.append(_plank(m, planks[number % len(planks)], trade, text, rng))
    return made


def _old(period: str) -> list[Trade]:
    """Return the trades that an old street has and this one still."""
    return [t for t in trades.in_age(period) if t.id not in ("stores", "bank")]


def _meant(text: Sequence[str], period: str) -> Trade | None:
    return (trades.late_of(text[0], period) or trades.trade_of(text[0])) if text else None


def _late_or_old(bag: list[Trade], brick: bool) -> Trade:
    """Take from a bag a trade that likes brick fronts, or one that keeps planks, where there is one."""
    fitting = [one for one in bag if bool(one.couplets) is not brick] or bag
    return bag.pop(bag.index(fitting[-1]))


def _planks(book: Ledger, m: Manner, rng: Random) -> list[Shop]:
    """Return a few shops with planks and eaves, as before, that all others are like."""
    bodies = rng.sample(settle.bodies_of(m, book.spec.storeys, rng), 3)
    return [settle.one(m, one, trades.trades()["sundries"], (), rng) for one in bodies]


def _plank(m: Manner, like: Shop, trade: Trade, text: Sequence[str], rng: Random) -> Shop:
    """Return a shop that is built like another, with its own trade, words and signs."""
    kept = trade if trade.couplets else trades.trades()["sundries"]
    shop = settle.one(m, like.shell, kept, text, rng)
    return replace(
        shop,
        front=like.front,
        lanterns=min(shop.lanterns, 1),
        couplet=rng.choice((shop.couplet, "")),
    )


def _bricks(book: Ledger, m: Manner, rng: Random, *, electric: bool) -> list[BrickShop]:
    """Return a few brick fronts that all others are like."""
    made = []
    for shell, style in zip(_bodies(book, m, rng), _styles(book, rng), strict=True):
        n = len(shell.bays)
        sides = [rng.choice(("show", "show", "boards")) for _ in range(n // 2)]
        ways = (*sides, rng.choice(("door", "door", "open")), *sides[::-1])
        front = Front(ways=ways, goods=rng.choice(("drawers", "rolls", "sacks")))
        dressed = replace(style, lit=rng.getrandbits(8) & rng.getrandbits(8))
        made.append(BrickShop(
            shell=shell, front=front, style=dressed, name="", crest="", blade="", electric=electric,
            leftward=signs.leftward(m.period, m.year), power=0.0 if m.dark else 1.5,
        ))  # fmt: skip
    return made


def _named(m: Manner, like: BrickShop, trade: Trade, text: Sequence[str], rng: Random) -> BrickShop:
    """Return a shop behind a front like another's, with its own words."""
    name = (
        signs.worded(text[0], m.period, m.year)
        if text
        else trades.shopname(trade, m.period, m.year, rng)
    )
    blade = signs.worded(trade.cloth, m.period, m.year) if rng.random() < 0.8 else ""
    mark = name[:2] if len(name) > 2 else name
    return replace(
        like, name=name, crest=mark if rng.random() < 0.75 else "", blade=blade,
        board=rng.choice(_BOARDS), colour=rng.choice(_BLADES),
    )  # fmt: skip


def _bodies(book: Ledger, m: Manner, rng: Random) -> list[Shell]:
    """Return the bodies behind brick fronts, within the rules' ranges: one to three bays."""
    bay, column = book.ruled("brick_bay", "republic.bay"), book.ruled("ground", "republic.ground")
    upper = book.ruled("brick_upper", "republic.upper")
    made = []
    for n, tall in ((3, 1), (3, 1), (1, 1), (3, 0), (2, 1), (3, 1)):
        tall = {None: tall, 1: 0, 2: 1}[book.spec.storeys]
        one = bay * rng.uniform(0.93, 1.06)
        count = 3 if n == 2 else n
        scale = 0.86 if n == 2 else 1.0
        bays = tuple(
            round(one * scale * (1.12 if k == count // 2 and count > 1 else 1.0), 2)
            for k in range(count)
        )
        made.append(replace(
            m.body, bays=bays, upper=round(upper * rng.uniform(0.96, 1.06), 2) if tall else 0.0,
            plinth=round(m.body.plinth * rng.choice((0.6, 0.9, 1.1)), 2), column=round(column * rng.uniform(0.97, 1.05), 2),
            roof="硬山", rise=round(0.22 * m.body.depth, 2), arched=True, fretted=False, timber="dark_wood",
        ))  # fmt: skip
    return made


def _styles(book: Ledger, rng: Random) -> list[Style]:
    """Return how brick fronts are dressed, the parapet's height within the rule's range."""
    parapet, rise = book.ruled("parapet", "republic.parapet"), book.ruled("crest", "republic.crest")
    other = "red_brick" if book.chosen("republic.face") == "青砖兼红砖" else "grey_facing"
    made = []
    for order, crest, fill, face, balcony in (
        ("round", "round", "balusters", "grey_facing", True), ("segment", "step", "fret", "grey_facing", False),
        ("flat", "pediment", "wall", "cement", True), ("round", "step", "fret", "grey_facing", False),
        ("segment", "round", "wall", "grey_facing", True), ("segment", "plain", "balusters", other, False),
    ):  # fmt: skip
        trim = "cement_pale" if face != "cement" else "lime_white"
        made.append(Style(
            order=order, crest=crest, fill=fill, face=face, trim=trim, balcony=balcony,
            frame=rng.choice(("dark_wood", "paint_green", "board")), parapet=round(parapet * rng.uniform(0.9, 1.15), 2),
            rise=round(rise * rng.uniform(0.85, 1.15), 2),
        ))  # fmt: skip
    return made


def _closing(
    book: Ledger, m: Manner, shops: Sequence[House], rng: Random, wide: float, *, electric: bool
) -> BrickShop:  # fmt: skip
    """Return the house that faces down the street from its far end: the widest, of five bays or seven."""
    bricks = [s for s in shops if isinstance(s, BrickShop)] or _bricks(
        book, m, rng, electric=electric
    )
    chief = max(bricks, key=lambda s: (s.shell.upper, s.shell.width))
    n = 5 if 5 * chief.shell.bays[0] > wide else 7
    shell = replace(chief.shell, bays=(chief.shell.bays[0],) * n)
    ways = ("show",) * (n // 2) + ("door",) + ("show",) * (n // 2)
    crest = "round" if chief.style.crest == "plain" else chief.style.crest
    style = replace(chief.style, crest=crest, face="grey_facing", trim="cement_pale")
    name = trades.shopname(trades.late()["global_goods"], m.period, m.year, rng)
    return replace(chief, shell=shell, front=replace(chief.front, ways=ways), style=style, name=name, crest=name[:2], blade="")  # fmt: skip


def raise_street(work: RepublicWork) -> SetModel:
    """Return a street of the Republic, its ground, poles, lamps and what is parked there."""
    model = SetModel()
    row, terrace = Row(model), Terrace(model)
    for house, (x, y, turn) in work.houses:
        at = placement(x, y, 0.0, turn)
        if isinstance(house, BrickShop):
            terrace.put(house, at)
        else:
            row.put(house, at)
    _ground(model, work)
    _wired(model, work)
    rng = Random(f"parked/{work.seed}")
    for k in range(work.rickshaws):
        y = work.ys[0] + 6.5 + k * 0.34 * work.depth + rng.uniform(-0.5, 0.5)
        side = (1, -1)[k % 2]
        vehicles.rickshaw(
            model, placement(side * (work.half - 0.75), y, 0.03, rng.uniform(-0.12, 0.12))
        )
    for k in range(2):
        y = work.ys[0] + 9.5 + k * 0.3 * work.depth
        vehicles.bicycle(
            model, placement((-1, 1)[k] * (work.half + work.walk - 0.35), y, paving.STEP, 0.08)
        )
    return model


def _ground(model: SetModel, work: RepublicWork) -> None:
    kit = Kit()
    near, far = work.ys[0] - 9.0, work.ys[1] + 0.4
    paving.metalled(kit, work.half, work.walk, (near, far), work.paving)
    reach, back = work.half + work.walk + 9.0, 2 * (work.half + work.walk) + 0.4
    kit.boxes(
        "square", [(-reach, reach, far + 0.002, far + back, -0.45, 0.0)], work.paving, "ground"
    )
    if work.wall:
        x = -(work.half + work.walk)
        y0, y1 = work.ys
        kit.boxes("wall", [(x - 0.40, x, y0, y1, -0.3, 2.7)], "brick", "wall")
        kit.boxes("wall_cap", [(x - 0.48, x + 0.08, y0, y1, 2.7, 2.84)], "ridge", "wall")
    model.take(kit.model("street.paving"), "way.")


def _wired(model: SetModel, work: RepublicWork) -> None:
    """Put poles along one side and lamps: bulbs on them, or, with telegraph wires alone, lanterns on posts."""
    x = work.half + 0.42
    places = poles.put(model, x, work.ys, arms=2 if work.electric else 1, apart=work.apart)
    if work.electric:
        for y in places:
            streetlamps.bulb(model, placement(x, y, 4.9, -np.pi / 2), lit=work.lit)
        return
    for k, y in enumerate(np.arange(work.ys[0] + 5.0, work.ys[1] - 2.0, 17.0)):
        side = (-1, 1)[k % 2]
        streetlamps.kerosene(
            model, placement(side * (work.half + 0.45), float(y), paving.STEP), lit=work.lit
        )
