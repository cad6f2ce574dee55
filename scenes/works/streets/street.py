"""A street of shops on both sides, or a market: fronts, ground, stalls, who walks there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scenes.ledger import Ledger
from scenes.model import Matrix, SetModel
from scenes.solids import placement
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works.naming import title_of
from scenes.works.streets import archways, crossing, fronts, paving, poles, settle, stalls, touring
from scenes.works.streets.archways import Archway
from scenes.works.streets.kit import Kit
from scenes.works.streets.settle import Manner
from scenes.works.streets.shell import WALK
from scenes.works.streets.shops import Row, Shop

_WANDER = 0.6  # metres that a stall may stand out of its even place
USUAL = {"street": 12, "old_town_street": 14, "market": 8}  # shops where nobody says how many
GAP = 0.05  # metres between gables
INVENTED = (
    "各铺字号、行业、联语、门脸开合、货物与灯火：画面布置，编者自拟",
    "街道直而不曲，街尾以丁字口封住：画面布置",
)
VISITED = "今天的街灯、座椅、花钵、遮阳伞与路牌：画面布置；铺面照旧，路面重铺"


@dataclass(frozen=True, kw_only=True, slots=True)
class StreetWork(Work):
    """A street along y, seen from its near end; ``shops`` with x, y and turn of each.

    A ``visited`` one is dressed for those who come to see it today.
    """

    shops: tuple[tuple[Shop, float, float, float], ...]
    half: float
    slabs: bool
    archway: Archway | None = None
    stalls: int = 0
    poles: bool = False
    visited: bool = False
    lit: bool = True
    seed: int = 0


def resolve(book: Ledger) -> StreetWork:
    """Return the street or market that the ledger's spec asks for."""
    spec, kind = book.spec, str(book.case["kind"])
    m = settle.manner(book, upper=kind != "market" and (spec.storeys or 2) > 1)
    rng = Random(f"street/{spec.seed}")
    half = book.ruled("street", "street.width") / 2
    slabs = book.chosen("street.paving") == "条石"
    visited = kind == "old_town_street" and touring.is_dressed(m.period, m.year)
    several = settle.several(book, m, spec.count or USUAL[kind], rng, visited=visited)
    placed, length = _placed(several, half, rng)
    placed += [_closing(m, several, half, length, rng)]
    book.derived("length", "街长", 0.8 * length, length, 1.25 * length, "bay")
    said = "".join((*spec.features, *spec.surroundings))
    across = any(word in said for word in ("牌坊", "牌楼", "坊门"))
    top = max(
        max(s.shell.top, fronts.crown(s.shell) if s.shell.arched else 0.0) for s, *_ in placed
    )
    archway = crossing.settled(book, ()) if across else None
    if archway:
        archway = replace(archway, span=min(archway.span, 2 * half - 1.4), side=0.55)
        top = max(top, archway.top)
    wide, views = half + WALK + 6.0, _views(half, length)
    return StreetWork(
        kind=kind,
        title=title_of(book, "集市" if kind == "market" else "街市"),
        period=m.period,
        year=m.year,
        site=book.hall.id if book.hall else "",
        shops=tuple(placed),
        half=half,
        slabs=slabs,
        archway=archway,
        stalls=4 if kind == "market" else 0,
        seed=spec.seed,
        poles="电线杆" in said,
        visited=visited,
        lit=not m.dark,
        form=_form(m, several, kind),
        dimensions=book.rows,
        xs=(-wide, -half, half, wide),
        ys=(-length / 2, length / 2),
        cut=1.5,
        heights=(
            Mark(z=m.body.plinth, name="台面", key="plinth"),
            Mark(z=top, name="最高处", key="rise"),
        ),
        measures={"street_m": "street", "length_m": "length"},
        invented=(*INVENTED, *((VISITED,) if visited else ())),
        views=views,
        spots=_spots(half, length, Random(f"walk/{spec.seed}"), kind, views),
    )


def _form(m: Manner, several: list[Shop], kind: str) -> str:
    tall = sum(s.shell.upper > 0 for s in several)
    names = "、".join(dict.fromkeys(s.trade.names[0] for s in several))
    return f"{'集市' if kind == 'market' else '街'}两旁铺面 {len(several)} 家（两层 {tall} 家）：{names}"


def _placed(
    several: list[Shop], half: float, rng: Random
) -> tuple[list[tuple[Shop, float, float, float]], float]:
    """Return the shops in two rows with x, y and turn, and the length of the longer row."""
    rows = (several[0::2], several[1::2])
    lengths = [sum(s.shell.width + GAP for s in row) for row in rows]
    length = max(lengths)
    placed = []
    for row, side in zip(rows, (-1, 1), strict=True):
        y = -length / 2
        for shop in row:
            wide = shop.shell.width
            x = side * (half + WALK + rng.choice((0.0, 0.0, 0.18, 0.32)))
            placed.append((shop, x, y + wide / 2, -side * np.pi / 2))
            y += wide + GAP
    return placed, length


def _closing(
    m: Manner, several: list[Shop], half: float, length: float, rng: Random
) -> tuple[Shop, float, float, float]:
    """Return the shop that faces down the street from its far end."""
    widest = max(several, key=lambda s: (s.shell.width, s.shell.top))
    bay = widest.shell.bays[0]
    n = 5 if 5 * bay > 2 * half else 7
    ways = ("boards", "lattice", "open", "lattice", "boards")
    front = replace(widest.front, ways=ways if n == 5 else ("boards", *ways, "boards"))
    shell = replace(widest.shell, bays=(bay,) * n, arched=False)
    trade = several[len(several) // 2].trade
    shop = settle.one(m, shell, trade, (), rng)
    return (replace(shop, front=front), 0.0, length / 2 + 2 * half + 1.0, 0.0)


def _views(half: float, length: float) -> tuple[Viewpoint, ...]:
    near = -length / 2
    return (
        Viewpoint(
            name="街口",
            eye=(-0.28 * half, near + 1.2, 1.55),
            target=(0.12 * half, near + 0.5 * length, 1.55),
            lens_mm=27,
            rise=0.10,
        ),
        Viewpoint(
            name="街心",
            eye=(0.42 * half, near + 0.3 * length, 1.5),
            target=(-0.55 * half, near + 0.3 * length + 14, 1.5),
            lens_mm=30,
            rise=0.10,
        ),
        Viewpoint(
            name="对门",
            eye=(half - 0.4, near + 0.32 * length, 1.55),
            target=(-half - 0.6, near + 0.40 * length, 1.55),
            lens_mm=24,
            rise=0.08,
        ),
        Viewpoint(
            name="俯瞰",
            eye=(-0.2 * half, near - 9.0, 8.6),
            target=(0.0, near + 0.42 * length, 0.8),
            lens_mm=28,
        ),
    )


def _spots(
    half: float, length: float, rng: Random, kind: str, views: tuple[Viewpoint, ...]
) -> tuple[Spot, ...]:
    """Return where people of a street walk and talk, thinner with distance."""
    near = -length / 2
    made = []
    count = 16 if kind == "market" else 12
    for k in range(count):
        y = near + 10.5 + (length - 14.0) * (k / count) ** 1.25 + rng.uniform(-0.8, 0.8)
        x = rng.uniform(-0.72, 0.72) * half
        if any(abs(y - v.eye[1]) < 5.5 for v in views[:3]):  # nobody right before a lens
            continue
        role = rng.choice(("man", "man", "woman", "worker", "girl", "elder", "boy"))
        pose = {"worker": rng.choice(("carry", "pole")), "elder": "cane"}.get(
            role, rng.choice(("down", "joined", "down"))
        )
        made.append(
            Spot(
                at=(x, y, 0.0),
                turn=rng.choice((0.0, np.pi)) + rng.uniform(-0.5, 0.5),
                role=role,
                pose=pose,
            )
        )
        if k % 3 == 1:
            made.append(Spot(at=(x + 0.7, y + 0.25, 0.0), turn=1.4 + rng.uniform(-0.3, 0.3)))
    return tuple(made)


def raise_street(work: StreetWork) -> SetModel:
    """Return a street and its ground."""
    row, kit = Row(SetModel()), Kit()
    for shop, x, y, turn in work.shops:
        row.put(shop, placement(x, y, 0.0, turn))
    near, far = work.ys[0] - 8.0, work.ys[1] + 0.4
    if work.visited:
        touring.lay(kit, work.half, near, far)
    else:
        paving.lay(kit, work.half, near, far, slabs=work.slabs)
    reach = work.half + 9.0
    kit.boxes(
        "square",
        [(-reach, reach, far + 0.002, far + 2 * work.half + 0.4, -0.45, -0.01)],
        "slab" if work.slabs else "road_earth",
        "ground",
    )
    row.model.take(kit.model("street.paving"), "way.")
    if work.archway:
        archways.put(row.model, work.archway, placement(0.0, work.ys[0] + 0.46 * work.depth))
    if work.stalls:
        _stalls(row.model, work)
    if work.visited:
        touring.dress(row.model, work.half, work.ys, work.seed, lit=work.lit)
    if work.poles:
        poles.put(row.model, work.half - 0.5, work.ys)
    return row.model


def _stalls(model: SetModel, work: StreetWork) -> None:
    """Put stalls along both sides, as many as a short street has room for without their awnings meeting."""
    rng = Random(f"stalls/{work.seed}")
    first = min(9.0, 0.3 * work.depth)
    room = work.depth - first - 2.0
    number = max(1, min(work.stalls, int(room // (stalls.LONG + 2 * _WANDER + 0.2))))
    for k in range(2 * number):
        side = (-1, 1)[k % 2]
        y = work.ys[0] + first + (k // 2) * room / number + rng.uniform(-_WANDER, _WANDER)
        at: Matrix = placement(side * (work.half - 1.5), y, 0.0, -side * np.pi / 2)
        stalls.put(model, k % len(stalls.WARES), at)
