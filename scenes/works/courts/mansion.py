"""晋中大院: narrow courts one behind another between blank brick walls.

From the lane at the front: gate block at the south-east with its screen inside, a range that
looks in (倒座), the outer court with wings, a hall that is walked through (过厅), the inner court
with longer wings (里五外三), and the main house, vaults below and timber above (下窑上楼). Courts
beside it (跨院) are in ``mansion_side``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from scenes import boards
from scenes.ledger import Ledger
from scenes.siteplan import QUARTER, Member, SitePlan
from scenes.work import Mark
from scenes.works.courts import (
    annex,
    gateway,
    house,
    layout,
    mansion_side,
    mansion_views,
    things,
    vaults,
)
from scenes.works.courts.house import House
from scenes.works.courts.layout import CourtWork, built
from scenes.works.courts.mansion_side import SideYard
from scenes.works.courts.mansion_views import Marks
from scenes.works.courts.vaults import Vaults
from scenes.works.naming import title_of

SIDE = 2 * (house.COLUMN + 0.30)  # what gables add to a range's axes
TOWER = 0.97  # metres below the wall head: where the lookout stands, on the gate block
STRIP = 3.4  # the cross court between gate and wings
BEFORE, BEHIND = 1.7, 1.3  # clear ground before and behind the hall walked through
LANE = 6.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    """What a mansion is set out by; metres. ``bay`` is that of the wings."""

    court: float
    inner: float
    bay: float
    wing: float
    wall: float
    courts: int
    storeys: int
    beside: float = 0.0  # breadth of a side court

    @property
    def width(self) -> float:
        """Return the breadth over the outer walls."""
        return self.court + 2 * self.wing


def resolve(book: Ledger) -> CourtWork:
    """Return the mansion that the ledger's spec asks for."""
    s = _sizes(book)
    houses = _houses(book, s)
    plan, marks, beside = _set_out(book, s, houses)
    plan.check()
    heights = _heights(book, s, houses)
    return CourtWork(
        kind=str(book.case["kind"]), title=title_of(book, "晋中大院"), period=book.period,
        site=book.hall.id if book.hall else "", year=book.case["year"],
        form=f"{s.courts} 进院，{'下窑上楼' if s.storeys > 1 else '单层'}正房五间，"
             f"院宽深比 1:{s.inner / s.court:.1f}" + "".join(f"，{one.word}" for one in beside),
        dimensions=book.rows, plan=plan, around=_around(s, plan, beside), xs=_across(s, beside),
        ys=_axes(marks), heights=heights, floor=0.0, cut=1.6,
        views=(*mansion_views.views(s, marks), *mansion_views.beside(beside, marks.front)), spots=mansion_views.spots(s, marks),
        measures={"court_m": "court", "court_depth_m": "inner", "wall_m": "wall"},
        documented=layout.said_of(book),
        invented=("家具、盆花、灯与院中人：画面布置", boards.TOLD, "影壁寿字只作轮廓"),
    )  # fmt: skip


def _across(s: Sizes, beside: list[SideYard]) -> tuple[float, ...]:
    """Return the lines along the front that a drawing dimensions."""
    ends = [one.side * one.outer for one in beside]
    return tuple(sorted((-s.width / 2, -s.court / 2, s.court / 2, s.width / 2, *ends)))


def _around(s: Sizes, plan: SitePlan, beside: list[SideYard]) -> SitePlan:
    """Return the courts of the same lane, on either side and across it."""
    left, right = (max([0.0, *(s.beside for one in beside if one.side == k)]) for k in (-1, 1))
    y0 = plan.extent[2]
    step, across = s.width + 2.6, 2 * y0 - LANE - 11.0
    rest = ("倒座", "厢房", "东厢房", "西厢房", "过厅", "正房窑洞", "正房", "院墙")
    places = (
        (-step - left, 3.0),
        (step + right, -1.5),
        (-0.55 * step, across),
        (0.5 * step, across - 2.0),
    )
    return layout.neighbours(plan, rest, places)


def _axes(marks: Marks) -> tuple[float, ...]:
    """Return the lines across the plan that a drawing dimensions: its ends, and the courts'."""
    front = marks.front
    return (front, *(y for pair in marks.courts for y in pair), -front)


def _sizes(book: Ledger) -> Sizes:
    courts = book.spec.count or int(book.case.get("courts") or 2)
    court = book.settled("court", "mansion.court")
    wing = book.ruled("wing", "mansion.wing")
    ratio = book.rule("mansion.ratio")
    beside = mansion_side.breadth(book)
    if book.spec.site_m:
        # a broad plot widens the court as far as the rule lets it; a narrow one is refused later
        limit = book.rows["court"]
        court = min(max(book.spec.site_m[0] - 2 * (wing + beside), limit.low), limit.high)
        book.asked("court", "院心净宽", court)
    inner = book.enter("inner", "里院净深", ratio, court)
    return Sizes(
        court=court, inner=inner, bay=(inner - SIDE) / 5, wing=wing, courts=courts,
        wall=book.settled("wall", "mansion.wall"), storeys=int(book.case["storeys"] or 2),
        beside=beside,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Houses:
    """The buildings of a mansion, each made once."""

    wing: House
    short: House
    front: House
    middle: House
    vault: Vaults | None
    upper: House
    tower: House
    gate: float  # breadth of the gate block
    gate_deep: float


def _houses(book: Ledger, s: Sizes) -> Houses:
    pattern = book.chosen("court.lattice")
    floor = book.ruled("floor", "court.floor")
    book.ruled("parapet", "court.parapet")
    column = book.enter("column", "厢房檐柱高", book.rule("court.column"), s.wall)
    parapet = 0.13 * s.wall
    rise = s.wall - floor - column - parapet - 0.40
    gate = book.ruled("gate", "court.gate")
    deep = s.wing + 0.2
    wing = House(
        bays=(s.bay,) * 5, depth=s.wing, floor=floor, column=column, rise=rise, roof="单坡",
        front=("S", "L", "S", "L", "S"), parapet=parapet, lattice=pattern,
    )  # fmt: skip
    short = replace(wing, bays=(s.bay,) * 3, front=("S", "L", "S"))
    across = s.width - SIDE
    count = 3 if s.width - gate - SIDE < 10.5 else 4
    front = replace(wing, bays=((s.width - gate - SIDE) / count,) * count, depth=deep,
                  front=("S", "L", "S", "L")[:count] if count > 3 else ("S", "L", "S"))  # fmt: skip
    five = (across * 0.195, across * 0.195, across * 0.22, across * 0.195, across * 0.195)
    main_floor = floor + 0.15
    middle = House(
        bays=five, depth=5.6, floor=floor, column=column + 0.25, rise=1.9, roof="双坡",
        front=("S", "S", "O", "S", "S"), porch=1.2, lattice=pattern, back=True,
    )  # fmt: skip
    vault, lift = None, main_floor
    if s.storeys > 1:
        vault = _vault(book, s, main_floor)
        lift = 0.28
    upper = House(
        bays=five, depth=(vault.depth - 2.0) if vault else 6.6, floor=lift,
        column=2.75 if vault else column + 0.4, rise=1.75 if vault else 2.3, roof="双坡",
        front=("S", "D", "D", "D", "S"), porch=0.0 if vault else 1.3, lattice=pattern,
    )  # fmt: skip
    tower = House(
        bays=(gate - 1.9,), depth=2.5, floor=0.12, column=2.05, rise=0.9, roof="卷棚",
        front=("S",), lattice=pattern, rich=False,
    )  # fmt: skip
    return Houses(wing=wing, short=short, front=front, middle=middle, vault=vault, upper=upper,
                  tower=tower, gate=gate, gate_deep=deep + 0.55)  # fmt: skip


def _vault(book: Ledger, s: Sizes, floor: float) -> Vaults:
    wide = book.ruled("vault", "court.vault.wide")
    high = book.ruled("vault_high", "court.vault.high")
    deep = book.ruled("vault_deep", "court.vault.deep")
    pier = (s.width - 1.0 - 5 * wide) / 5
    if pier < 0.6:
        wide, pier = (s.width - 1.0) / 5 - 0.6, 0.6
        book.asked("vault", "窑洞净宽", wide)
    return Vaults(
        count=5, wide=wide, pier=pier, depth=deep, floor=floor, spring=high - wide / 2,
        deck=floor + high + 1.55, parapet=book.rows["parapet"].value, breadth=s.width,
    )  # fmt: skip


def _heights(book: Ledger, s: Sizes, houses: Houses) -> tuple[Mark, ...]:
    base = houses.vault.deck if houses.vault else 0.0
    top = base + houses.upper.top
    book.derived("height", "正房通高", top, top * 0.9, top * 1.1, "mansion.wall")
    marks = [Mark(z=book.rows["floor"].value, name="台基", key="floor"),
             Mark(z=s.wall, name="外墙顶", key="wall"), Mark(z=top, name="正房脊", key="height")]  # fmt: skip
    lookout = s.wall - TOWER + houses.tower.top
    marks.append(Mark(z=lookout, name="更楼脊"))
    if houses.vault:
        marks.insert(1, Mark(z=base, name="窑顶", key="vault_high"))
    return tuple(sorted(marks, key=lambda m: m.z))


def _set_out(book: Ledger, s: Sizes, h: Houses) -> tuple[SitePlan, Marks, list[SideYard]]:
    """Return the members from front to back, where the courts lie, and the side courts."""
    y, x = 0.0, s.width / 2
    members: list[Member] = []
    front = y + h.front.depth / 2
    members.append(built("倒座", h.front, "front", -x + h.front.half, front, 2 * QUARTER))
    gate_x = x - h.gate / 2
    gate = partial(gateway.block, h.gate, h.gate_deep, s.wall - 1.0, 2.1, 2.1,
                   boards.words("mansion.gate").plaque)  # fmt: skip
    members.append(Member("大门", gate, _rect(h.gate, h.gate_deep), "gate",
                          (gate_x, h.gate_deep / 2, 0.0)))  # fmt: skip
    members.append(built("更楼", h.tower, "tower", gate_x, h.gate_deep / 2 + 0.15, 0.0,
                          s.wall - TOWER, solid=False))  # fmt: skip
    y = h.gate_deep
    sides = [(y, y + STRIP)]
    y += STRIP
    courts: list[tuple[float, float]] = []
    for number in range(s.courts):
        last = number == s.courts - 1
        wing, part = (h.wing, "wing") if last else (h.short, "short")
        at = y + wing.half
        for side, word in ((1, "东"), (-1, "西")):
            members.append(built(f"{word}厢房", wing, part, side * (x - s.wing / 2), at,
                                  -side * QUARTER))  # fmt: skip
        courts.append((y, y + 2 * wing.half))
        y += 2 * wing.half
        if not last:
            sides.append((y, y + BEFORE + house.OUT))
            y += BEFORE + house.OUT
            members.append(built("过厅", h.middle, "middle", 0.0, y + h.middle.depth / 2))
            y += h.middle.depth
            sides.append((y, y + BEHIND + 0.6))
            y += BEHIND + 0.6
    sides.append((y, y + 2.4))
    y += 2.4
    main_y = y
    y = _main(members, s, h, y)
    middle = -y / 2
    beside = mansion_side.laid_out(book, h.wing, x, courts[-1][0], main_y, y, s.wall)
    _walls(members, sides, x, s, beside)
    for one in beside:
        mansion_side.put(members, one, str(book.spec.seed))
    _furnish(members, book, s, h, courts, gate_x, main_y)
    members.append(Member("院地", partial(gateway.ground, -x + 0.1, x - 0.1, 0.2, y - 0.2, "paving"),
                          (-x + 0.1, x - 0.1, 0.2, y - 0.2), "yard", solid=False))  # fmt: skip
    members.append(Member("甬道", partial(gateway.ground, -x - 9, x + 9, -LANE, 0.19, "slab", -0.02),
                          (-x, x, -0.1, 0.1), "lane", solid=False))  # fmt: skip
    moved = tuple(layout.shifted(m, middle) for m in members)
    plot = (book.spec.site_m[0], book.spec.site_m[1]) if book.spec.site_m else None
    marks = Marks(
        courts=tuple((a + middle, b + middle) for a, b in courts), gate_x=gate_x, front=middle,
        main=main_y + middle, deck=h.vault.deck if h.vault else 0.0,
    )  # fmt: skip
    return SitePlan(moved, plot, "大院"), marks, beside


def _main(members: list[Member], s: Sizes, h: Houses, y: float) -> float:
    """Put the main house and return where it ends."""
    if h.vault is None:
        y += house.OUT
        members.append(built("正房", h.upper, "main", 0.0, y + h.upper.depth / 2))
        return y + h.upper.depth
    y += vaults.OUT
    v = h.vault
    members.append(Member("正房窑洞", partial(vaults.raise_vaults, v), v.rect, "vaults",
                          (0.0, y + v.depth / 2, 0.0)))  # fmt: skip
    members.append(built("正房上楼", h.upper, "main", 0.0, y + v.depth - h.upper.depth / 2 - 0.02,
                          0.0, v.deck, solid=False))  # fmt: skip
    return y + v.depth


def _walls(
    members: list[Member], strips: list[tuple[float, float]], x: float, s: Sizes,
    beside: list[SideYard],
) -> None:  # fmt: skip
    """Close the cross courts between ranges with lengths of the outer wall, broken by doors."""
    put, high = layout.putter(members), s.wall - 1.2
    doors = {one.side: one.door for one in beside}
    for side in (-1, 1):
        for a, b in strips:
            cut = [y for k, y in doors.items() if k == side and a < y < b]
            for low, top in annex.broken(a, b, cut):
                length = top - low + 0.02
                put("院墙", f"side_{length:.2f}", partial(gateway.wall, length, high),
                    side * (x - 0.3), (low + top) / 2, 0.0, QUARTER)  # fmt: skip
        if side in doors:
            put("随墙门", "side_door", partial(annex.doorway, high, "brick"), side * (x - 0.3),
                doors[side], 0.0, QUARTER)  # fmt: skip


def _furnish(
    members: list[Member], book: Ledger, s: Sizes, h: Houses, courts: list[tuple[float, float]],
    gate_x: float, main_y: float,
) -> None:  # fmt: skip
    """Put screen, posts, stones, plaques, pots and lamps where such a house has them."""
    put = layout.putter(members)
    high = book.ruled("screen", "court.screen")
    wide = min(2.9, h.gate - 0.5)
    put("影壁", "screen", partial(gateway.screen, wide, high), gate_x, courts[0][0] - 0.45)
    for k in (-1, 1):
        put("上马石", "mounting", things.mounting_stone, gate_x + k * 2.0, -0.42)
    for k in range(3):
        put("拴马桩", "post", things.hitching_post, -s.width / 2 + 2.0 + 2.4 * k, -0.55)
    inner = courts[-1]
    for side in (-1, 1):
        for part in (0.16, 0.84):
            put("盆花", "pot", partial(things.flower_pot, str(book.spec.seed)),
                side * (s.court / 2 - 0.95), inner[0] + part * (inner[1] - inner[0]))  # fmt: skip
    _hang(members, book, s, h, courts, main_y)


def _hang(
    members: list[Member], book: Ledger, s: Sizes, h: Houses, courts: list[tuple[float, float]],
    main_y: float,
) -> None:  # fmt: skip
    put, board = layout.putter(members), partial(boards.plaque, "mansion")
    red, many = layout.red_lanterns(book.spec)
    light = partial(things.lantern, "lantern_red" if red else "lantern_lit", 1.0)
    low = h.wing.eave - 0.25
    for a, b in courts if many else courts[-1:]:
        places = [0.1 + 0.16 * k for k in range(6)] if many else [0.5]
        for side in (-1, 1):
            for part in places:
                put("灯笼", "lantern", light, side * (s.court / 2 - 0.45), a + part * (b - a), low)
    if h.vault:
        y = main_y + vaults.OUT - 0.55
        for side in (-1, 1):
            put("灯笼", "lantern", light, side * 0.5 * (h.vault.wide + h.vault.pier), y,
                h.vault.deck - 1.5)  # fmt: skip
        put("匾额", "plaque", board, 0.0, y - 0.45, h.vault.deck - 1.02)
    else:
        put("匾额", "plaque", board, 0.0, main_y + house.OUT - 0.25,
            h.upper.floor + h.upper.column - 0.4)  # fmt: skip


def _rect(wide: float, deep: float) -> tuple[float, float, float, float]:
    return -wide / 2, wide / 2, -deep / 2, deep / 2
