"""Halls on an axis: offices, temples, schools. What stands in which order is data (``axis`` rows).

Each hall is made by the hall's own rules; here it is only put in its place. A step of an axis is
a hall with the court before it, the side halls of that court and the things that stand in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any

from scenes import platform, raising, rulebook, tiles
from scenes.building import Building
from scenes.ledger import Ledger
from scenes.planting import Tree
from scenes.resolve import resolve as resolve_hall
from scenes.siteplan import Member, Rect, SitePlan
from scenes.spec import TYPES, SetSpec
from scenes.work import Mark, Spot
from scenes.works.courts import annex, compound_views, layout, precinct
from scenes.works.courts.annex import Porch, SideCourt
from scenes.works.courts.layout import CourtWork
from scenes.works.courts.precinct import Court
from scenes.works.naming import title_of

Step = Mapping[str, Any]


@dataclass(slots=True)
class Ground:
    """What is set out so far: members, courts from front to back, and how far back it reaches."""

    members: list[Member] = field(default_factory=list)
    courts: list[Court] = field(default_factory=list)
    walls: list[tuple[float, float]] = field(default_factory=list)  # y, half of its opening
    beside: list[SideCourt] = field(default_factory=list)
    behind: float = 0.0  # y behind the main hall
    y: float = 0.0


def resolve(book: Ledger) -> CourtWork:
    """Return the compound that the ledger's spec asks for."""
    row = _row(book)
    grey = book.chosen("axis.tile") == "青瓦"
    halls = {
        step["name"]: _hall(book, row, step, grey=grey) for step in row["steps"] if "type" in step
    }
    sides = {
        side["name"]: _hall(book, row, side, grey=grey)
        for step in row["steps"] for side in step.get("sides", ()) if "type" in side
    }  # fmt: skip
    main = next(step["name"] for step in row["steps"] if step.get("main"))
    for key, one in halls[main].dimensions.items():
        if not (grey and one.word in tiles.GLAZES):  # its tile is the compound's
            book.rows[f"main.{key}"] = replace(one, item=f"{main}·{one.item}")
    ground = _set_out(book, row, halls, sides)
    half = _enclose(book, ground, row)
    return _work(book, row, ground, half, halls, main)


def _row(book: Ledger) -> Step:
    """Return the axis of the site that stands, or of the kind in its age."""
    kind, site = book.case["kind"], book.hall.id if book.hall else ""
    rows: list[Step] = [
        r for r in rulebook.table("works/courts")["axis"] if kind in (r["kind"], "")
    ]
    for row in rows:
        if site and row.get("site") == site:
            return row
    plain = [r for r in rows if "site" not in r and book.period in r.get("period", [book.period])]
    return max(plain, key=lambda r: "period" in r)


def _hall(book: Ledger, row: Step, step: Step, *, grey: bool) -> Building:
    """Return a hall of the axis, under plain tiles where its owner's rank asks for them."""
    made = _ruled(book, row, step)
    return replace(made, style=replace(made.style, tile="青瓦")) if grey else made


def _ruled(book: Ledger, row: Step, step: Step) -> Building:
    """Return a hall that stands, or one by the rules of its age."""
    if "site" in step:
        return resolve_hall(SetSpec(site=step["site"]))
    age = rulebook.titles()[book.period]
    late = book.period in ("ming", "qing")
    roof = step.get("roof", "")
    if roof == "平常":
        roof = "硬山" if late else "悬山"
    return resolve_hall(SetSpec(
        period=age, year=book.case["year"], type=step["type"], kind=row.get("place", "temple"),
        bays=step.get("bays"), roof=roof, eaves=step.get("eaves", ""), rafters=step.get("rafters"),
    ))  # fmt: skip


def _rect(b: Building) -> Rect:
    """Return the ground a hall takes, steps and terrace included."""
    x, y = b.platform_half
    ahead = platform.terrace(b)
    front = y + (ahead.out if ahead else 0.0) + platform.stair(b)[2] + 0.5
    return -x - 0.1, x + 0.1, -front, y + 0.1


def _member(step: Step, b: Building, at: tuple[float, float], turn: float = 0.0) -> Member:
    make = cache(partial(raising.raise_hall, b))  # raised once: measured first, then stood
    return Member(step["name"], make, _rect(b), _part(step), (*at, 0.0), turn)


_ROOFS = {"平常": "plain", "悬山": "gable", "硬山": "flush", "歇山": "hip_gable", "庑殿": "hip"}


def _part(step: Step) -> str:
    """Return the name that a hall's meshes go by, in letters that every 3D format takes."""
    keys = ("bays", "rafters", "site")
    roof = _ROOFS.get(step.get("roof", ""), "ruled")
    return "_".join([TYPES[step["type"]], roof, *(str(step[k]) for k in keys if k in step)])


def _set_out(
    book: Ledger, row: Step, halls: Mapping[str, Building], sides: Mapping[str, Building]
) -> Ground:
    """Put halls, courts and side halls from the front back."""
    ratio = book.ruled("court_ratio", "axis.court")
    margin = book.ruled("margin", "axis.margin")
    widest = max(b.platform_half[0] for b in halls.values())
    ground = Ground()
    for step in row["steps"]:
        flank = [(side, sides.get(side["name"])) for side in step.get("sides", ())]
        if "type" not in step:
            _thing(ground, step)
            continue
        b = halls[step["name"]]
        before = _court_deep(b, flank, ratio, step)
        if before:
            court = Court(ground.y, ground.y + before, widest + margin, step["name"])
            ground.courts.append(court)
            precinct.flank(ground.members, court, flank, _member)
            precinct.furnish(ground.members, court, step.get("things", ()), book)
        rect, porch = _rect(b), _porch(book, step, b)
        if porch is not None:
            rect = (rect[0], rect[1], min(rect[2], porch.outermost - 0.5), rect[3])
        middle = ground.y + before - rect[2]
        ground.members.append(_member(step, b, (0.0, middle)))
        if porch is not None:
            ground.members.append(Member("抱厦", partial(annex.raise_porch, porch), (-0.3, 0.3, -0.3, 0.3),
                                         "porch", (0.0, middle, 0.0), solid=False))  # fmt: skip
        if step.get("main"):
            ground.behind = middle + rect[3] + 1.2
        if step.get("wall"):
            ground.walls.append((middle, b.platform_half[0] - 0.5))
        ground.y = middle + rect[3] + step.get("behind", 1.6)
    return ground


def _porch(book: Ledger, step: Step, b: Building) -> Porch | None:
    """Return the porch before the main hall, where one is recorded or asked for."""
    if not step.get("main") or not annex.asks_porch(book, bool(step.get("porch"))):
        return None
    return annex.porch_of(book, b, annex.lowest_eave(raising.raise_hall(b), b))


def _court_deep(
    b: Building, flank: list[tuple[Step, Building | None]], ratio: float, step: Step
) -> float:
    """Return how deep the court before a hall is: by the hall's height, and by what flanks it."""
    if step.get("court") == 0:
        return 0.0
    need = sum(2 * s.platform_half[0] + 1.6 for _, s in flank if s) + 1.2
    return max(ratio * b.height * float(step.get("court", 1.0)), need)


def _thing(ground: Ground, step: Step) -> None:
    """Put what stands before the gate: a screen, an archway."""
    make, deep = precinct.standing(step)
    at = ground.y + deep / 2
    ground.members.append(Member(step["name"], make, (-2.0, 2.0, -0.5, 0.5), step["thing"],
                                 (0.0, at, 0.0)))  # fmt: skip
    if step.get("wall"):
        ground.walls.append((at, sum(step["bays"]) / 2 + 0.19))
    ground.y += deep + float(step.get("behind", 5.0))


def _enclose(book: Ledger, ground: Ground, row: Step) -> float:
    """Wall the precinct in, pave it, and return half its breadth."""
    high = book.ruled("wall", "axis.wall")
    half: float = max(abs(float(v)) for m in ground.members for v in m.corners[:, 0]) + 0.9
    if row.get("gallery"):
        half += precinct.GALLERY + 3.0
    front = ground.walls[0][0]
    temple = row.get("place") in ("寺", "祠庙", "文庙")
    material = "redplaster" if temple else "brick"
    doors = _beside(book, ground, row, half, high, material)
    precinct.enclose(ground.members, half, ground.walls, ground.y, high, material, doors)
    if row.get("gallery"):
        precinct.galleries(ground.members, half, front + 1.0, ground.y - 0.4)
    holes = [m for m in ground.members if m.part == "pool"]
    precinct.pave(ground.members, half, front, ground.y, holes)
    return half


def _beside(
    book: Ledger, ground: Ground, row: Step, half: float, high: float, material: str
) -> dict[int, list[tuple[float, float]]]:  # fmt: skip
    """Put the side courts that are asked for; return what of the precinct's walls still stands."""
    if not annex.sides(book.spec):
        return {}
    main = next(step["name"] for step in row["steps"] if step.get("main"))
    court = next(c for c in ground.courts if c.name == main)
    step = {"name": "跨院正房", "type": "厢房", "bays": 3, "roof": "平常"}
    b = _hall(book, row, step, grey=True)
    ground.beside = annex.laid_out(book, court, min(ground.behind, ground.y - 0.4), half, b)
    for one in ground.beside:
        annex.put_side(ground.members, one, b, high, material, _rect(b))
    front = ground.walls[0][0]
    return {one.side: annex.broken(front, ground.y, [one.door]) for one in ground.beside}


def _work(
    book: Ledger, row: Step, ground: Ground, half: float, halls: Mapping[str, Building], main: str
) -> CourtWork:
    middle = -ground.y / 2
    members = tuple(layout.shifted(m, middle) for m in ground.members)
    plot = (book.spec.site_m[0], book.spec.site_m[1]) if book.spec.site_m else None
    plan = SitePlan(members, plot, row["title"])
    plan.check()
    b = halls[main]
    alike = {m.part: m for m in reversed(members) if m.part in _parts(row)}
    top = max(map(_top, alike.values()))
    book.derived("height", "全院最高处", top, 0.9 * top, 1.1 * top, "axis.court")
    courts = [Court(c.y0 + middle, c.y1 + middle, c.half, c.name) for c in ground.courts]
    marks = [Mark(z=b.platform, name="台基", key="main.platform" if "main.platform" in book.rows
                  else ""), Mark(z=top, name="最高脊", key="height")]  # fmt: skip
    named = "、".join(dict.fromkeys(s["name"] for s in row["steps"]))
    return CourtWork(
        kind=str(book.case["kind"]), title=title_of(book, row["title"]), period=book.period,
        site=book.hall.id if book.hall else "", year=book.case["year"],
        form=f"中轴依次：{named}；{len(courts)} 进院{_added(ground)}", dimensions=book.rows, plan=plan,
        xs=_across(half, ground.beside), ys=(middle, *[c.y0 for c in courts[1:]], -middle), heights=tuple(marks),
        floor=0.3, cut=1.8, views=(*compound_views.views(courts, half, main, b, middle, ground.walls[0][0] + middle),
               *compound_views.beside(ground.beside, middle)),
        spots=_spots(courts, main), trees=_trees(courts, half, row),
        measures={"wall_m": "wall"},
        documented=layout.said_of(book),
        invented=(f"{row['title']}的院落布局：按同类常例设想，无测绘依据", "树木与院中人：画面布置"),
    )  # fmt: skip


def _across(half: float, beside: list[SideCourt]) -> tuple[float, ...]:
    """Return the lines along the front that a plan dimensions: the precinct's, and the side courts'."""
    ends = [one.side * (one.x0 + one.wide) for one in beside]
    return tuple(sorted((-half, half, *ends)))


def _added(ground: Ground) -> str:
    """Return what stands beside and before the halls of the axis, in words."""
    porch = "，正中前出抱厦" if any(m.part == "porch" for m in ground.members) else ""
    return porch + "".join(f"，{'东' if c.side > 0 else '西'}侧跨院" for c in ground.beside)


def _parts(row: Step) -> set[str]:
    """Return the parts of an axis that are halls."""
    steps = [*row["steps"], *(side for step in row["steps"] for side in step.get("sides", ()))]
    return {_part(step) for step in steps if "type" in step}


def _top(member: Member) -> float:
    """Return how high a hall reaches, ridge ends and finials included."""
    model = member.make()
    return max(
        float((model.parts[i.part].vertices @ i.matrix[2, :3]).max() + i.matrix[2, 3])
        for i in model.instances
    )


def _spots(courts: list[Court], main: str) -> tuple[Spot, ...]:
    court = next(c for c in courts if c.name == main)
    deep = court.y1 - court.y0
    return (
        Spot(at=(-1.6, court.y0 + 0.62 * deep, 0.0), turn=3.0),
        Spot(at=(2.4, court.y0 + 0.50 * deep, 0.0), turn=1.2),
        Spot(at=(3.1, court.y0 + 0.52 * deep, 0.0), turn=-1.4),
        Spot(at=(1.0, court.y0 + 0.9 * deep, 0.0), turn=0.1, pose="incense"),
    )  # fmt: skip


def _trees(courts: list[Court], half: float, row: Step) -> tuple[Tree, ...]:
    """Return old trees, a pair to each court that has room for them."""
    kinds = row.get("trees", ("cypress",))
    return tuple(
        Tree(name=f"court tree {n} {side}", x=side * min(0.46 * court.half, 7.0) + 0.4 * n,
             y=court.y0 + 0.30 * (court.y1 - court.y0), kind=kinds[n % len(kinds)],
             tall=8.5 + 1.3 * ((n + side) % 3), lean=0.05)
        for n, court in enumerate(courts) for side in (-1, 1) if court.y1 - court.y0 > 11.0
    )  # fmt: skip
