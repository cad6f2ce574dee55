"""A stretch of city wall about one of its gates: bastions, outer court, tower."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np

from scenes import clutter, planting, props, signs, solids
from scenes.building import Building
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.signs import Sign
from scenes.solids import placement
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works import members
from scenes.works.naming import title_of
from scenes.works.ramparts import masonry, moat, verdure
from scenes.works.ramparts.masonry import Rampart
from scenes.works.ramparts.moat import Moat
from scenes.works.streets import paving
from scenes.works.streets.kit import Kit

BLOCK = 20.0  # metres: least breadth of the gate block
COURT = 24.0, 27.0  # the outer court: clear breadth, and how far its front lies before the wall
_CLEAR = 2.6  # metres about a standing cart where no bush grows and no stone lies
BASTION = 9.0, 6.5  # a bastion: breadth and how far it stands out
PLAQUE = "永安門"  # our own, where nobody names the gate


@dataclass(frozen=True, kw_only=True, slots=True)
class CityWall(Work):
    """A gate of a city and the wall to both sides of it."""

    rampart: Rampart
    tower: Building
    seat: tuple[float, float]
    apart: float
    moat: Moat | None
    plaque: str
    leftward: bool
    bare: bool
    seed: str


def resolve(book: Ledger) -> CityWall:
    """Return the wall that the ledger's spec, or what stands, asks for."""
    r = masonry.settled(book)
    apart = book.settled("apart", "wall.apart")
    late = r.face == "brick"
    tower = masonry.tower(book.period, 5, double=late)
    recorded = tuple(book.hall.form.get("signs", ())) if book.hall else ()
    text = (*recorded, *book.spec.signs, PLAQUE)[0]
    plaque = signs.worded(text, book.period, book.case["year"], old=book.period == "dangdai")
    tall = members.top_of(tower)
    top = r.height + 0.5 + tall
    book.derived("tower", "城楼高（城台面以上）", 0.9 * tall, tall, 1.1 * tall, "plan")
    half = apart + BASTION[0] / 2 + 8.0
    ditch = _moat(book, r)
    return CityWall(
        kind="city_wall",
        title=title_of(book, "城门"),
        period=book.period,
        year=book.case["year"],
        site=book.hall.id if book.hall else "",
        rampart=r,
        tower=tower,
        seat=masonry.seat(tower, (BLOCK, r.base + 4.5)),
        apart=apart,
        moat=ditch,
        pit=ditch.pit if ditch else None,
        plaque=plaque,
        leftward=signs.leftward(book.period, book.case["year"]),
        bare=book.spec.season == "冬",
        seed=f"wall/{book.spec.seed}",
        form=f"{'包砖' if late else '夯土'}城墙一段，{'砖券' if r.arched else '排叉柱'}城门，瓮城、马面、"
        f"{tower.roof}城楼，{'护城河，' if ditch else ''}额曰“{plaque}”",
        dimensions=book.rows,
        xs=(-half, -apart, 0.0, apart, half),
        ys=(-COURT[1], 0.0, r.base / 2),
        heights=(
            Mark(z=r.height, name="城头", key="height"),
            Mark(z=r.height + r.merlon, name="垛顶", key="merlon"),
            Mark(z=top, name="城楼脊", key="tower"),
        ),
        measures={"wall_m": "height", "base_m": "base", "top_m": "top"},
        cut=1.8,
        invented=("城楼按该代殿堂之制推得", "瓮城大小、壕岸与桥、城外旷地：画面布置"),
        views=_views(r, apart),
        spots=_spots(r),
    )


def _moat(book: Ledger, r: Rampart) -> Moat | None:
    """Return the moat, where the age keeps one."""
    if book.chosen("wall.moat") == "无":
        return None
    size = book.ruled("moat_wide", "wall.moat.wide"), book.ruled("moat_deep", "wall.moat.deep")
    return moat.before(r, COURT[1], size, drop=book.ruled("moat_water", "wall.moat.water"))


def _views(r: Rampart, apart: float) -> tuple[Viewpoint, ...]:
    h = r.height
    far = -COURT[1]
    return (
        Viewpoint(
            name="城外",
            eye=(-20.0, far - 58.0, 1.7),
            target=(0.5, far + 8.0, 1.7),
            lens_mm=44,
            rise=0.22,
        ),
        Viewpoint(
            name="城门",
            eye=(2.4, far - 15.0, 1.55),
            target=(-0.3, far, 1.55),
            lens_mm=24,
            rise=0.20,
        ),
        Viewpoint(
            name="护城河",
            eye=(-13.0, far - 21.0, 2.6),
            target=(-2.0, far - 8.0, 2.6),
            lens_mm=22,
            rise=0.08,
        ),
        Viewpoint(
            name="城头",
            eye=(0.78 * apart, 0.3, h + 1.62),
            target=(0.0, -0.6, h + 1.62),
            lens_mm=30,
            rise=0.12,
        ),
        Viewpoint(
            name="瓮城", eye=(-9.5, far + 4.6, 1.6), target=(2.0, -4.0, 1.6), lens_mm=18, rise=0.30
        ),
        Viewpoint(
            name="城里", eye=(-16.0, 42.0, 1.6), target=(1.0, 4.0, 1.6), lens_mm=27, rise=0.18
        ),
    )


def _spots(r: Rampart) -> tuple[Spot, ...]:
    far = -COURT[1]
    walk = r.height + 0.02
    return (
        Spot(at=(0.6, far - 3.6, 0.05), turn=3.0),
        Spot(at=(-1.5, far - 6.4, 0.05), turn=0.2, role="woman"),
        Spot(at=(-1.1, far - 11.2, 0.05), turn=2.9, role="worker", pose="pole"),
        Spot(at=(1.2, far - 24.0, 0.05), turn=3.2, role="worker", pose="carry"),
        Spot(at=(-9.6, far - 36.0, 0.0), turn=2.9, role="worker", pose="pole"),
        Spot(at=(-7.6, far - 27.0, 0.0), turn=0.3, role="elder", pose="cane"),
        Spot(at=(-7.0, far - 26.4, 0.0), turn=0.1, role="child"),
        Spot(at=(17.0, -0.2, walk), turn=1.2),
        Spot(at=(-0.9, far + 13.0, 0.05), turn=0.3),
        Spot(at=(-2.2, 16.0, 0.05), turn=2.6),
    )


def raise_wall(work: CityWall) -> SetModel:
    """Return a wall, its gate, its outer court and its tower."""
    r, kit = work.rampart, Kit()
    half = work.xs[-1]
    _main(kit, r, work.apart, half, work.seat)
    _court(kit, r)
    masonry.ramp(kit, r, half - 6.0, work.seat[0] / 2 + 9.0, r.outer_edge + r.top + 1.7)
    model = kit.model("wall.height")
    masonry.crown(model, work.tower, placement(0.0, 0.4, r.height + 0.5))
    front = 0.72 * r.base + 2.0
    for y, deep, high in (
        (-COURT[1] - front / 2, front, r.height - 1.2),
        (-work.seat[1] / 2, work.seat[1], r.height + 0.5),
    ):
        text = Sign(
            text=work.plaque,
            form="plaque",
            wide=2.9,
            high=1.0,
            style="stone",
            leftward=work.leftward,
        )
        lean = 0.10 * (r.clear + 1.1) / high * min(1.0, 12 / deep) * deep / 2
        signs.hang(model, text, placement(0.0, y + lean - 0.02, r.clear + 1.6))
    way = Kit()
    paving.lay(way, 2.6, -COURT[1] - 46.0, 40.0, slabs=r.face == "brick")
    model.take(way.model("street.paving"), "way.", placement(z=-0.02))
    if work.moat:
        moat.dig(model, work.moat)
    _grow(model, work)
    return model


def _grow(model: SetModel, work: CityWall) -> None:
    """Plant locusts by the way and let grass stand along the foot of the wall."""
    far = -COURT[1]
    near = (
        (-24.0, far - 16.0),
        (13.0, far - 20.0),
        (27.0, far - 17.0),
        (-15.0, 27.0),
        (19.0, 33.0),
    )
    verdure.trees(model, "locust", near, lambda _x, _y: 0.0, work.seed, bare=work.bare)

    def open_ground(x: float, y: float) -> bool:
        dry = work.moat is None or not work.moat.wets(y)
        return dry and abs(x) > 3.4 and (y < far - 6.5 or abs(x) > 22.0)

    verdure.tufts(model, (-46.0, 46.0, far - 40.0, far - 5.0), 700, open_ground, work.seed)
    _outside(model, work, far)


def _outside(model: SetModel, work: CityWall, far: float) -> None:
    """Wear a by-way across the open ground before the gate; weeds, stones and a cart beside it."""
    start = far - work.moat.far + 1.0 if work.moat else 9.0
    away = np.linspace(start, 66.0, 24)
    middle = -2.0 - 17.0 * ((away - start) / (66.0 - start)) ** 1.15 + 0.5 * np.sin(0.21 * away)
    rings = np.array([
        [(m - w, far - d, -0.05), (m + w, far - d, -0.05), (m + w, far - d, 0.014), (m - w, far - d, 0.014)]
        for m, d, w in zip(middle, away, 1.05 + 0.004 * away, strict=True)
    ])  # fmt: skip
    model.add_part("byway", *solids.lofted(rings), "road_earth")
    model.place("byway", "ground", rule="invention")
    line = np.column_stack([middle, far - away, np.full(len(away), 0.014)])
    clutter.ruts(model, "byway.ruts", line, work.seed)
    rng = Random(f"{work.seed}/outside")
    weeds = []
    for _ in range(420):
        d = rng.uniform(start + 1.5, 53.0)
        side = float(np.interp(d, away, middle)) + rng.choice((-1, 1)) * (
            1.2 + abs(rng.gauss(0, 4.5))
        )
        weeds.append((side, far - d, rng.uniform(0.10, 0.30)))
    planting.grass(model, weeds, f"{work.seed}/byway")
    cart = (float(np.interp(38.0, away, middle)) - 4.2, far - 36.0)
    for k in range(9):
        d = rng.uniform(start + 3.0, 52.0)
        x = float(np.interp(d, away, middle)) + rng.choice((-1, 1)) * rng.uniform(2.2, 9.0)
        if abs(x - cart[0]) < _CLEAR and -4 * _CLEAR < far - d - cart[1] < _CLEAR:
            continue  # nothing stands in the cart, nor before it as one comes up
        if k % 3:
            planting.shrub(model, x, far - d, rng.uniform(0.35, 0.9), work.seed)
        else:
            props.stone(model, x, far - d, rng.uniform(0.25, 0.6), rng.uniform(0, 6.2), k % 3)
    props.cart(model, *cart, 2.4)


def _main(kit: Kit, r: Rampart, apart: float, half: float, seat: tuple[float, float]) -> None:
    """Put the wall itself: gate block, runs, bastions with watch houses."""
    wide, deep = seat
    masonry.block(kit, r, wide, deep, placement(0.0, 0.0), r.height + 0.5)
    edge = deep / 2 * (1 - 0.10 * min(1.0, 12 / deep)) - 0.3
    top = r.height + 0.5
    masonry.parapet(kit, r, wide, placement(0.0, -edge, top))
    low = [(-wide / 2, wide / 2, edge - 0.2, edge + 0.2, top - 0.1, top + r.inner + 0.25)]
    kit.boxes("inner", low, r.crest, "wall")
    long = half - wide / 2 + 0.4
    for side in (-1, 1):
        masonry.run(kit, r, long, placement(side * (wide / 2 - 0.4 + long / 2)))
        _bastion(kit, r, side * apart)


def _bastion(kit: Kit, r: Rampart, x: float) -> None:
    wide, out = BASTION
    y0, y1 = -r.base / 2 - out, r.outer_edge + 0.6
    a = y0 + 0.10 * r.height
    w, t = wide / 2, 0.06 * r.height
    rings = [
        [
            (x - w, y0, -masonry.SUNK),
            (x + w, y0, -masonry.SUNK),
            (x + w, y1, -masonry.SUNK),
            (x - w, y1, -masonry.SUNK),
        ],
        [
            (x - w + t, a, r.height - 0.01),
            (x + w - t, a, r.height - 0.01),
            (x + w - t, y1, r.height - 0.01),
            (x - w + t, y1, r.height - 0.01),
        ],
    ]
    kit.add("bastion", solids.lofted(np.array(rings)), r.face, "wall")
    masonry.parapet(kit, r, wide - 2 * t, placement(x, a + 0.27, r.height))
    deep = r.outer_edge - a
    for side in (-1, 1):
        at = placement(
            x + side * (w - t - 0.27), a + deep / 2 + 0.2, r.height, -side * np.pi / 2 + np.pi
        )
        masonry.parapet(kit, r, deep, at)
    if r.face == "brick":
        masonry.hut(kit, placement(x, a + 0.6 + deep / 2, r.height))


def _court(kit: Kit, r: Rampart) -> None:
    """Put the outer court: two sides and a front with its own gate."""
    wide, far = COURT
    lower = Rampart(
        height=r.height - 1.6,
        base=0.72 * r.base,
        top=0.72 * r.top,
        merlon=r.merlon,
        inner=r.inner,
        passage=r.passage,
        face=r.face,
        arched=r.arched,
    )
    reach = wide / 2 + lower.base / 2
    long = far - r.base / 2 + lower.base / 2 + 1.0
    for side in (-1, 1):
        at = placement(side * reach, -r.base / 2 + 1.0 - long / 2, 0.0, side * np.pi / 2)
        masonry.run(kit, lower, long, at)
    block = 14.0
    masonry.block(kit, lower, block, lower.base + 2.0, placement(0.0, -far), lower.height + 0.4)
    edge = (lower.base + 2.0) / 2 * 0.93 - 0.3
    masonry.parapet(kit, lower, block, placement(0.0, -far - edge, lower.height + 0.4))
    piece = reach + lower.base / 2 - block / 2 + 0.4
    for side in (-1, 1):
        masonry.run(kit, lower, piece, placement(side * (block / 2 - 0.4 + piece / 2), -far))
