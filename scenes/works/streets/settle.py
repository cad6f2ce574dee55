"""From the ledger to shops: one body by the rules, and others that differ from it within them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from heritage_kb.errors import RefusedInput
from scenes import rulebook, signs
from scenes.case import AGES
from scenes.ledger import Ledger
from scenes.trades import Trade, Wording, in_age, late_in, order_of, pendant_of, trade_of, wording
from scenes.works.streets.fronts import Front
from scenes.works.streets.shell import Shell
from scenes.works.streets.shops import Shop

WALLS = {"砖": "brick", "土": "rammed"}
COUPLETS = AGES["明"]  # the first age of couplets at doors
# bays and upper storeys of the bodies that a street chooses from
_SIZES = ((3, 0), (3, 1), (1, 0), (3, 0), (5, 1), (3, 1), (3, 0))
OLD_TOWN = (
    "vinegar",
    "wine",
    "cloth",
    "drugs",
    "tea",
    "inn",
    "noodle",
)  # trades left in an old street
GOODS = {
    "cloth": "rolls",
    "drugs": "drawers",
    "grain": "sacks",
    "sundries": "sacks",
    "lacquer": "drawers",
    "cloth_shoes": "rolls",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How an age builds and letters its shops."""

    period: str
    year: int | None
    body: Shell
    arched: bool
    red: bool
    dark: bool  # no lamp burns

    @property
    def order(self) -> int:
        """Return the age's place in time."""
        return order_of(self.period)


def manner(book: Ledger, *, upper: bool) -> Manner:
    """Settle how the shops of a spec are built; ``upper`` asks for the second storey's figure."""
    bay = book.ruled("bay", "shop.bay")
    column = book.ruled("column", "shop.column")
    depth = book.ruled("shop_depth", "shop.depth")
    front = book.chosen("shop.front")
    arched = front == "砖券门面" or (
        book.period != "qing" and any("门面" in one for one in book.spec.features)
    )
    body = Shell(
        bays=(bay, bay, bay),
        depth=depth,
        plinth=book.ruled("plinth", "shop.plinth"),
        column=column,
        upper=book.ruled("upper", "shop.upper") if upper else 0.0,
        eave=book.ruled("eave", "shop.eave", column),
        rise=book.ruled("rise", "shop.rise", depth),
        roof=book.chosen("shop.roof"),
        cover=book.chosen("shop.cover"),
        wall=WALLS[book.chosen("shop.wall")],
        arched=arched,
    )
    said = "".join((*book.spec.features, *book.spec.lamps, *book.spec.dressing))
    return Manner(
        period=book.period,
        year=book.case["year"],
        body=body,
        arched=arched,
        red="红灯笼" in said,
        dark="无灯" in said,
    )


def trade_for(book: Ledger) -> Trade | None:
    """Return the trade a spec asks for, by ``trade``, its type or its title."""
    spec = book.spec
    said = (spec.trade, spec.type, spec.title)
    return next((t for one in said if (t := trade_of(one))), None)


def several(
    book: Ledger, m: Manner, count: int, rng: Random, *, visited: bool = False
) -> list[Shop]:
    """Return the shops of a street, no two neighbours of one trade.

    A ``visited`` one sells what visitors buy, and has no shops of the state.
    """
    pool = in_age(m.period)
    if visited:
        keepsakes = [t for t in late_in(m.period, m.year) if t.couplets]
        pool = [*keepsakes, *(t for t in pool if t.id in OLD_TOWN)]
    if m.order < AGES["当代"]:
        pool = [t for t in pool if t.id != "stores"]
    chief = trade_for(book)
    storeys = 1 if book.kind == "market" else book.spec.storeys
    bodies, made = bodies_of(m, storeys, rng), []
    fronts: dict[Shell, Front] = {}
    bag: list[Trade] = []
    for number in range(count):
        if not bag:
            bag = rng.sample(pool, len(pool))
        text = list(book.spec.signs[number : number + 1])
        named = trade_of(text[0]) if text else None
        trade = named or (chief if chief and number % 3 == 1 else bag.pop())
        made.append(one(m, rng.choice(bodies), trade, text, rng))
        if visited:  # shops of one body have one front: so many are alike that files stay small
            front = fronts.setdefault(made[-1].shell, made[-1].front)
            made[-1] = replace(
                made[-1], front=front, couplet="" if number % 2 else made[-1].couplet
            )
    return made


def one(m: Manner, body: Shell, trade: Trade, said: Sequence[str], rng: Random) -> Shop:
    """Return one shop; ``said`` is plaque, cloth and the two lines of a couplet, as far as given."""
    n = len(body.bays)
    ways = _ways(m, n, rng, arched=body.arched)
    lit = rng.random() < 0.85 and not m.dark
    late = m.order >= AGES["明"]
    pattern = rng.choice(("步步锦", "方格", "方格")) if late else "直棂"
    couplet = rng.choice(("black", "paper", "")) if m.order >= COUPLETS else ""
    return Shop(
        shell=body,
        trade=trade,
        wording=_wording(m, trade, said, rng),
        pendant=pendant_of(trade, m.period),
        front=Front(ways=ways, goods=GOODS.get(trade.id, "jars"), lit=lit, pattern=pattern),
        leftward=signs.leftward(m.period, m.year),
        style=rng.choice(("black", "black", "gilt", "red")) if late else "plain",
        cloth=rng.choice(("white", "blue", "white", "")) if n > 1 else "white",
        couplet=couplet,
        lanterns=2 if m.red else rng.choice((1, 2, 2)),
        red=m.red,
        power=0.0 if m.dark else 1.8 if m.red else 1.3,
    )


def _wording(m: Manner, trade: Trade, said: Sequence[str], rng: Random) -> Wording:
    own = wording(trade, m.period, m.year, rng)
    if not said:
        return own
    written = [signs.worded(text, m.period, m.year) for text in said]
    if len(written) == 3:
        raise RefusedInput(
            "招牌写了三条：请写一条（匾）、两条（匾、幌）或四条（匾、幌、上联、下联）。",
            "Signs of a shop are one, two or four texts.",
        )
    pair = (written[2], written[3]) if len(written) > 3 else own.couplet
    return Wording(
        plaque=written[0], cloth=written[1] if len(written) > 1 else own.cloth, couplet=pair
    )


def _ways(m: Manner, n: int, rng: Random, *, arched: bool) -> tuple[str, ...]:
    """Return how the bays are closed: the middle a way in, the sides boards or a counter."""
    if arched:
        return ("lattice",) * n
    late = m.order >= AGES["明"]
    middle = rng.choice(("lattice", "open", "lattice", "door") if late else ("open", "door"))
    sides = [
        rng.choice(("boards", "counter", "lattice") if late else ("boards", "boards", "counter"))
        for _ in range(n // 2)
    ]
    other = [rng.choice(("boards", side)) for side in sides[::-1]]
    return (*sides[: n // 2], middle, *other)[:n] if n > 1 else (rng.choice(("open", "counter")),)


def bodies_of(m: Manner, storeys: int | None, rng: Random) -> list[Shell]:
    """Return the bodies that a street's shops are chosen from, within the rules' ranges."""
    upper = rulebook.rule("shop.upper").value
    made: list[Shell] = []
    for number, (n, high) in enumerate(_SIZES):
        tall = {None: high, 1: 0, 2: 1}[storeys]
        if m.order < AGES["北宋"] and storeys is None:
            tall = 0
        bay = m.body.bays[0] * rng.uniform(0.92, 1.08)
        widths = tuple(round(bay * (1.06 if k == n // 2 and n > 1 else 1.0), 2) for k in range(n))
        roof = m.body.roof
        if roof != "悬山":
            roof = "卷棚" if rng.random() < (0.6 if tall else 0.25) else "硬山"
        made.append(
            replace(
                m.body,
                bays=widths,
                upper=round(upper * rng.uniform(0.94, 1.08), 2) if tall else 0.0,
                plinth=round(m.body.plinth * rng.choice((0.5, 0.8, 1.0, 1.2)), 2),
                column=round(m.body.column * rng.uniform(0.96, 1.06), 2),
                roof=roof,
                rise=round(m.body.rise * rng.uniform(0.92, 1.08), 2),
                fretted=rng.random() < 0.5,
                arched=m.arched and not tall and number != 2,
                timber=rng.choice(("dark_wood", "wood", "redwood"))
                if m.order >= AGES["明"]
                else "wood",
            )
        )
    return made
