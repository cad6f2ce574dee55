"""农家院: the farm court of every age, on the plain, in the hills or before vaulted rooms.

A wall with its gate at the south-east, a yard with what a farm keeps, one or two wings, the main
house at the back. What it is built of is a rule of its age and region; what stands in the yard is
staging.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np

from scenes import planting, solids
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.planting import Tree
from scenes.siteplan import QUARTER, Member, SitePlan
from scenes.spec import SetSpec
from scenes.work import Mark
from scenes.works.courts import farm_gates, farm_things, farm_views, house, layout, things, vaults
from scenes.works.courts.house import House
from scenes.works.courts.layout import CourtWork, built
from scenes.works.courts.vaults import Vaults
from scenes.works.naming import title_of

GAP = 1.3  # between main house and wings
WALLS = {"夯土": "rammed", "土坯": "adobe", "毛石": "rubble", "青砖": "brick", "红砖": "red_brick",
         "瓷砖": "white_tile"}  # fmt: skip
_BOUGHT = 1990  # year after which a yard has what is bought; without a year, today


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    """What a farm is set out by: metres, and the words of its age.

    ``wide`` and ``deep`` are over the yard's walls; ``late`` has what was bought of late.
    """

    wide: float
    deep: float
    wall: float
    wings: int
    material: str
    cover: str
    front: str
    lattice: str
    late: bool
    maize: bool


def resolve(book: Ledger) -> CourtWork:
    """Return the farm court that the ledger's spec asks for.

    Raises:
        RefusedInput: the plot is too small for house, wings and yard.
    """
    s = _sizes(book)
    main, wing = _houses(book, s)
    members, top = _set_out(book, s, main, wing)
    plan = SitePlan(tuple(members), _plot(book.spec), "农家院")
    plan.check()
    book.derived("height", "正房通高", 0.9 * top, top, 1.1 * top, "farm.column")
    marks = [Mark(z=main.floor, name="台基", key="floor"), Mark(z=s.wall, name="院墙顶", key="wall"),
             Mark(z=top, name="最高处", key="height")]  # fmt: skip
    x, y = s.wide / 2, s.deep / 2
    inner = x - wing.depth
    row = book.case
    return CourtWork(
        kind=book.kind, title=title_of(book, "农家院"), period=book.period,
        site=book.hall.id if book.hall else "", year=row["year"],
        form=f"{_said(book, s)}，{'一厢' if s.wings == 1 else '两厢'}，院宽 {s.wide:.0f} 深 {s.deep:.0f} 米",
        dimensions=book.rows, plan=plan, around=_around(s, plan), xs=(-x, inner, x),
        ys=(-y, y - main.depth, y), heights=tuple(sorted(marks, key=lambda m: m.z)), floor=0.0,
        cut=1.5, views=farm_views.views(x, y, main.depth, wing.depth), spots=farm_views.spots(x, y, main.depth),
        trees=_trees(s), measures={"yard_m": "wide", "yard_depth_m": "deep", "wall_m": "wall"},
        documented=layout.said_of(book),
        invented=("院落布局与院中之物：按同类农家常例设想，无测绘依据", "树木、家禽与院中人：画面布置"),
    )  # fmt: skip


def _said(book: Ledger, s: Sizes) -> str:
    """Return what house and walls are of, in the trade's words."""
    if book.kind == "vault_farm":
        return "锢窑正房"
    word = {v: k for k, v in WALLS.items()}[s.material]
    return f"{word}墙{s.cover if s.cover == '平顶' else s.cover + '顶'}正房 {int(book.rows['bays'].value)} 间"


def _plot(spec: SetSpec) -> tuple[float, float] | None:
    return (spec.site_m[0], spec.site_m[1]) if spec.site_m else None


def _sizes(book: Ledger) -> Sizes:
    wide, deep = book.ruled("wide", "farm.wide"), book.ruled("deep", "farm.deep")
    if plot := _plot(book.spec):  # a plot moves the yard as far as the rule lets it
        for key, asked in (("wide", plot[0]), ("deep", plot[1])):
            row = book.rows[key]
            book.asked(key, row.item, min(max(asked - 0.2, row.low), row.high))
        wide, deep = book.rows["wide"].value, book.rows["deep"].value
    year = book.case["year"]
    return Sizes(
        wide=wide, deep=deep, wall=book.ruled("wall", "farm.wall"),
        wings=int(book.ruled("wings", "farm.wings")), material=WALLS[book.chosen("farm.material")],
        cover=book.chosen("farm.cover"), front=book.chosen("farm.front"),
        lattice=book.chosen("farm.lattice"),
        late=book.period == "dangdai" and (year is None or year >= _BOUGHT),
        maize=book.period in ("qing", "minguo", "dangdai"),
    )  # fmt: skip


def _houses(book: Ledger, s: Sizes) -> tuple[House, House]:
    """Return the main house and a wing."""
    bays = int(book.ruled("bays", "farm.bays"))
    bay = book.ruled("bay", "farm.bay")
    floor, column = book.ruled("floor", "farm.floor"), book.ruled("column", "farm.column")
    depth = book.ruled("depth", "farm.depth")
    flat = s.cover == "平顶"
    masonry = {"木": "", "券": "拱", "平": "平"}[s.front]
    early = book.period not in ("ming", "qing", "minguo", "dangdai")
    brick = s.material in ("brick", "red_brick", "white_tile")
    main = House(
        bays=(bay,) * bays, depth=depth, floor=floor, column=column, rise=0.03 if flat else 0.29 * depth,
        roof="双坡", front=_front(bays), parapet=0.55 if flat else 0.0, rich=False, lattice=s.lattice,
        wall=s.material, gable_out=0.0 if flat or (brick and not early) else 0.45,
        timber="cave_wood" if early else "dark_wood", cover=s.cover, masonry=masonry,
        podium="cement" if book.period == "dangdai" else "rubble",
        trim="cement_pale" if s.material != "brick" else "grey_brick",
        frame="aluminium" if s.late else "dark_wood", boarded=early,
    )  # fmt: skip
    small = replace(
        main, bays=(0.9 * bay,) * 2, depth=0.74 * depth, floor=0.6 * floor, column=column - 0.25,
        rise=0.03 if flat else 0.22 * depth, front=("L", "S"),
        wall="red_brick" if s.material == "white_tile" else s.material,
    )  # fmt: skip
    return main, small


def _front(bays: int) -> tuple[str, ...]:
    """Return what closes each bay: a door to the middle, windows beside it, doors to long ends."""
    return tuple("L" if k == bays // 2 else "S" for k in range(bays))


def _set_out(
    book: Ledger, s: Sizes, main: House, wing: House
) -> tuple[list[Member], float]:  # fmt: skip
    """Return everything on the plot, centred, and how high the main house is."""
    x, y = s.wide / 2, s.deep / 2
    members: list[Member] = []
    if book.kind == "vault_farm":
        v = _vaults(book, s)
        back, top = v.depth + vaults.OUT, v.deck + v.parapet
        members.append(Member("正房窑洞", partial(vaults.raise_vaults, v), v.rect, "vaults",
                              (0.0, y - v.depth / 2, 0.0)))  # fmt: skip
    else:
        back, top = main.depth + house.OUT, main.top
        members.append(built("正房", main, "main", 0.0, y - main.depth / 2))
    at = y - back - GAP - wing.half
    for side, word in ((1, "东"), (-1, "西"))[: s.wings]:
        members.append(built(f"{word}厢房", wing, "wing", side * (x - wing.depth / 2), at,
                             -side * QUARTER))  # fmt: skip
    _walls(book, members, s)
    _yard(book, members, s, at - wing.half, y - back)
    if s.late and s.cover == "平顶" and book.kind != "vault_farm":
        roof = float(main.curve[-1, 1])
        top = max(top, roof + farm_things.HEATER)
        layout.putter(members)("太阳能热水器", "solar", farm_things.solar_heater, 0.30 * main.width,
                               y - 0.62 * main.depth, roof)  # fmt: skip
        layout.putter(members)("卫星天线", "dish", farm_things.dish, -0.38 * main.width,
                               y - 0.7 * main.depth, roof)  # fmt: skip
    return members, top


def _vaults(book: Ledger, s: Sizes) -> Vaults:
    wide, high = (
        book.ruled("vault", "court.vault.wide"),
        book.ruled("vault_high", "court.vault.high"),
    )
    deep = book.ruled("vault_deep", "court.vault.deep")
    floor = book.rows["floor"].value
    count = 3 if s.wide < 3 * wide + 8 else 5
    return Vaults(
        count=count, wide=wide, pier=0.75, depth=deep, floor=floor, spring=high - wide / 2,
        deck=floor + high + 1.35, parapet=book.ruled("parapet", "court.parapet"),
        breadth=count * (wide + 0.75) + 0.7, eave=False,
    )  # fmt: skip


def _walls(book: Ledger, members: list[Member], s: Sizes) -> None:
    """Close the yard: the gate to the south-east, walls on every side."""
    x, y = s.wide / 2, s.deep / 2
    style = book.chosen("farm.gate")
    gate, half = farm_gates.gate(style, s.wall, s.material)
    gate_x = x - 1.2 - half - (0.0 if s.wings else 1.0)
    members.append(
        Member("大门", cache(gate), (-half, half, -0.6, 0.6), "gate", (gate_x, 0.62 - y, 0.0))
    )
    runs = ((-x, gate_x - half), (gate_x + half, x))
    for a, b in runs:
        _wall(members, s, b - a, (a + b) / 2, 0.62 - y, 0.0)
    for side in (-1, 1):
        _wall(members, s, s.deep - 0.4, side * (x - 0.2), 0.2, QUARTER)
    _wall(members, s, s.wide - 0.8, 0.0, y - 0.2, 0.0)
    ground = partial(_ground, x, y, gate_x, s.late)
    members.append(Member("院地", ground, (-x, x, -y, y), "yard", solid=False))


def _wall(members: list[Member], s: Sizes, length: float, x: float, y: float, turn: float) -> None:
    make = partial(farm_gates.wall, length, s.wall, s.material)
    members.append(Member("院墙", make, (-length / 2, length / 2, -0.2, 0.2), f"wall_{length:.2f}",
                          (x, y, 0.0), turn, solid=False))  # fmt: skip


def _ground(x: float, y: float, gate_x: float, late: bool) -> SetModel:
    """Return the yard's earth, the lane before it, and a paved way from the gate to the door."""
    model = SetModel()
    model.add_part(
        "yard",
        *solids.boxes([(-x + 0.05, x - 0.05, -y + 0.05, y - 0.05, -0.3, 0.0)]),
        "cement" if late else "earth_yard",
    )
    lane = [(-x - 26, x + 26, -y - 7.0, -y + 0.02, -0.3, -0.012)]
    model.add_part("lane", *solids.boxes(lane), "cement" if late else "road_earth")
    flags = [(gate_x - 0.55, gate_x + 0.55, float(a), float(a) + 0.52, -0.1, 0.02)
             for a in np.arange(-y + 1.2, -0.1 * y, 0.55)]  # fmt: skip
    end = flags[-1][3]
    flags += [(float(a), float(a) + 0.6, end + 0.03, end + 1.05, -0.1, 0.02)
              for a in np.arange(-0.6, gate_x - 0.3, 0.63)]  # fmt: skip
    flags += [(-0.6, 0.6, float(a), float(a) + 0.52, -0.1, 0.02)
              for a in np.arange(end + 1.08, 0.30 * y, 0.55)]  # fmt: skip
    model.add_part("path", *solids.boxes(flags), "slab")
    for name in ("yard", "lane", "path"):
        model.place(name, "ground", rule="invention")
    rng = random.Random(f"{x:.2f}")
    spots = [(s * (x - 0.3 - 0.5 * rng.random() ** 2), rng.uniform(-y + 0.6, y - 0.8), rng.uniform(0.06, 0.24))
             for s in (-1, 1) for _ in range(60)]  # fmt: skip
    spots += [(rng.uniform(-x - 8, x + 8), -y + 0.05 - 0.5 * rng.random() ** 2, rng.uniform(0.08, 0.26))
              for _ in range(110)]  # fmt: skip
    planting.grass(model, spots, "farm")
    return model


_Put = Callable[..., None]


def _yard(book: Ledger, members: list[Member], s: Sizes, front: float, back: float) -> None:
    """Put what the farm keeps: ``front`` is where the wings end, ``back`` where the house begins."""
    x, y = s.wide / 2, s.deep / 2
    seed, bare = str(book.spec.seed), book.spec.season == "冬"
    cover = {"草": "thatch", "石板": "slab", "瓦": "tile", "平顶": "cement"}[s.cover]

    def put(
        name: str, part: str, make: Callable[[], SetModel], at: tuple[float, float],
        half: tuple[float, float], turn: float = 0.0, z: float = 0.0,
    ) -> None:  # fmt: skip
        members.append(Member(name, make, (-half[0], half[0], -half[1], half[1]), part, (*at, z), turn,
                              solid=not z))  # fmt: skip

    put("猪圈", "pen", partial(farm_things.pen, s.material, cover, seed), (-x + 2.05, -y + 2.15), (1.6, 1.3),
        2 * QUARTER)  # fmt: skip
    put("茅房", "privy", partial(farm_things.privy, s.material, cover), (-x + 1.35, -y + 4.4), (0.85, 0.85),
        QUARTER)  # fmt: skip
    bed = (0.30 * s.wide, min(0.20 * s.deep, front + y - 6.0))
    put("菜畦", "bed", partial(farm_things.vegetables, *bed, seed, bare=bare),
        (-x + 0.7 + bed[0] / 2, -y + 5.7 + bed[1] / 2), (bed[0] / 2, bed[1] / 2))  # fmt: skip
    put(
        "柴垛",
        "wood",
        partial(things.woodpile, seed, 2.0),
        (x - 2.0, front - 0.6),
        (1.0, 0.45),
    )
    put("水缸", "jar", partial(things.jar, 0.85), (0.28 * x, back - 1.0), (0.35, 0.35))
    put("农具", "tools", farm_things.tools, (-0.25 * x, -y + 1.15), (0.6, 0.38), 2 * QUARTER)
    _by_age(put, s, x, y, back, seed)


def _by_age(put: _Put, s: Sizes, x: float, y: float, back: float, seed: str) -> None:
    """Put what not every age has: mill, well and stack of old; heater, dish and scooter of late."""
    if s.late:
        put("电动车", "ebike", farm_things.ebike, (0.16 * x, -0.16 * y), (0.9, 0.4), 0.5)
        put("三轮车", "tricycle", farm_things.tricycle, (0.02 * x, -0.44 * y), (1.5, 0.7), 0.35)
        put("晾衣绳", "line", farm_things.clothes_line, (-0.40 * x, back - 4.2), (1.9, 0.1))
        return
    put("水井", "well", things.well, (0.10 * x, -y + 5.2), (1.15, 0.65))
    put("石碾", "mill", things.mill, (-0.29 * x, -y + 3.2), (1.1, 1.1), 0.5)
    put("麦秸垛", "stack", farm_things.stack, (0.22 * x, -y + 2.1), (1.25, 1.25))
    put(
        "鸡",
        "hens",
        partial(farm_things.hens, seed),
        (0.1 * x, 0.25 * back),
        (0.3, 0.3),
        0.0,
        0.001,
    )
    if s.maize:
        put("玉米架", "corn", farm_things.corn_frame, (-0.20 * x, back - 2.4), (1.35, 0.1))
    else:
        put("石磨", "quern", things.quern, (-0.24 * x, back - 2.4), (0.7, 0.7))


def _around(s: Sizes, plan: SitePlan) -> SitePlan:
    """Return the farms next door, and those whose backs close the lane."""
    names = ("正房", "正房窑洞", "东厢房", "西厢房", "院墙")
    step, over = s.wide + 0.6, s.deep + 7.6
    return layout.neighbours(plan, names, ((-step, 0.8), (step, -0.6), (0.4 * step, -over), (-0.7 * step, -over - 1.0),
                                           (0.3 * step, s.deep + 1.5), (-0.8 * step, s.deep + 2.4)))  # fmt: skip


def _trees(s: Sizes) -> tuple[Tree, ...]:
    x, y = s.wide / 2, s.deep / 2
    return (
        Tree(name="yard tree", x=-0.24 * x, y=-0.30 * y, kind="locust", tall=6.6, lean=0.1),
        Tree(name="lane tree", x=-0.85 * x, y=-y - 2.0, kind="locust", tall=9.0, lean=0.05),
        Tree(name="back tree", x=0.7 * x, y=y + 1.2, kind="locust", tall=10.5, lean=0.05),
    )
