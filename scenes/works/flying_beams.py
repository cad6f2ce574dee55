"""鱼沼飞梁: two decks that cross over a square pond, on stone columns with timber sets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import solids
from scenes.building import Building
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.platform import stair
from scenes.railings import rail
from scenes.raising import raise_hall
from scenes.resolve import resolve as resolve_hall
from scenes.solids import Mesh, boxes, lathe, merge, placement, prism
from scenes.spec import SetSpec
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works import members, plinths
from scenes.works.naming import title_of

BED = -2.3  # metres: the pond's floor
WATER = -0.95
FLOOR = 0.36  # deck: beams, boards, paving


@dataclass(frozen=True, kw_only=True, slots=True)
class FlyingBeam(Work):
    """Two decks that cross: the long one level along y, its wings falling to the banks along x.

    ``deck`` is the height of the level one over the banks.
    """

    long: float
    wide: float
    wing: float
    wing_wide: float
    deck: float
    pond: float  # half its side
    shaft: float
    hall: Building  # what it leads to
    hall_y: float


def resolve(book: Ledger) -> FlyingBeam:
    """Return the crossed bridge that the ledger's spec asks for."""
    long = book.settled("long", "beam.long")
    wide = book.settled("wide", "beam.wide")
    wing = book.settled("wing", "beam.wing")
    wing_wide = book.settled("wing_wide", "beam.wing.wide")
    deck = book.settled("deck", "beam.deck")
    shaft = book.ruled("shaft", "beam.shaft")
    hall = resolve_hall(
        SetSpec(site="st_jincishengmudian") if book.hall else SetSpec(period=book.period, bays=3)
    )
    top = members.top_of(hall)
    book.derived("hall", f"桥后{hall.title}高（至吻）", 0.94 * top, top, 1.06 * top, "殿的规矩")
    pond = min(long, wing) / 2 - book.ruled("bank", "beam.bank")
    rail_ = book.ruled("railing", "beam.railing")
    return FlyingBeam(
        kind=str(book.case["kind"]), title=title_of(book, "十字飞梁"), period=book.period,
        site=book.hall.id if book.hall else "", year=book.case["year"],
        form=f"十字桥，{len(_posts(wide, wing_wide, long, wing))} 柱", dimensions=book.rows, long=long, wide=wide,
        wing=wing, wing_wide=wing_wide, deck=deck, pond=pond, shaft=shaft, hall=hall,
        hall_y=long / 2 + 4.6 + stair(hall)[2] + hall.platform_half[1], xs=(-wing / 2, -wide / 2, wide / 2, wing / 2),
        ys=(-long / 2, -wing_wide / 2, wing_wide / 2, long / 2), floor=deck, cut=0.5,
        heights=(Mark(z=deck, name="桥面", key="deck"), Mark(z=deck + 1.46, name="望柱头", key="railing"),
                 Mark(z=top, name=f"{hall.title}吻", key="hall")),
        pit=(-pond, pond, -pond, pond), measures={"long_m": "long", "wing_m": "wing", "wide_m": "wide",
                                                  "wing_wide_m": "wing_wide", "railing_m": "railing"},
        invented=("水深、池岸砌法与斗栱分件：按照片与常例设想", f"栏板高 {rail_:.2f} 米"),
        views=_views(long, deck), spots=(
            Spot(at=(0.9, -1.4, deck), turn=0.5), Spot(at=(-0.7, 0.9, deck), turn=-0.6, role="woman"),
            Spot(at=(4.5, -long / 2 - 3.4, 0.0), turn=2.6)),
    )  # fmt: skip


def _views(long: float, deck: float) -> tuple[Viewpoint, ...]:
    half = long / 2
    return (
        Viewpoint(name="池角", eye=(-half + 0.9, -half - 0.2, 2.35), target=(0.2, 4.5, 2.35), lens_mm=21, pitch=-5.0),
        Viewpoint(name="桥上", eye=(0.35, -half - 3.6, deck + 1.2), target=(0, 4.0, deck + 1.2), lens_mm=24, rise=0.06),
        Viewpoint(name="水边", eye=(-half + 1.3, -half + 2.2, -0.25), target=(0.5, 3.0, -0.25), lens_mm=21, rise=0.12),
        Viewpoint(name="俯看", eye=(-half - 5, -half - 8, 9.0), target=(0, 0, 9.0), lens_mm=28, pitch=-28.0),
    )  # fmt: skip


def _posts(wide: float, wing_wide: float, long: float, wing: float) -> list[tuple[float, float]]:
    """Return where the thirty-four columns stand: three rows under the long deck, two under each wing."""
    rows = np.linspace(-long / 2 + 2.3, long / 2 - 2.3, 6)
    found = [(x, float(y)) for x in (-wide / 2 + 0.42, 0.0, wide / 2 - 0.42) for y in rows]
    outs = np.linspace(wide / 2 + 1.0, wing / 2 - 1.9, 4)
    found += [(s * float(x), y) for s in (-1, 1) for x in outs
              for y in (-wing_wide / 2 + 0.4, wing_wide / 2 - 0.4)]  # fmt: skip
    return found


def _top(b: FlyingBeam, x: float) -> float:
    """Return the height of the road at a place of either deck."""
    half = b.wide / 2
    t = np.clip((abs(x) - half) / (b.wing / 2 - half), 0, 1)
    return float(b.deck - (b.deck - 0.03) * t)


def raise_work(b: FlyingBeam) -> SetModel:
    """Return the geometry of the bridge with its pond, and of the hall that it leads to."""
    model = SetModel()
    _pond(model, b)
    _columns(model, b)
    _decks(model, b)
    _railings(model, b)
    model.take(raise_hall(b.hall), "hall_", placement(y=b.hall_y))
    return model


def _pond(model: SetModel, b: FlyingBeam) -> None:
    p = b.pond
    thick = 0.9
    sides = [(-p - thick, p + thick, -p - thick, -p), (-p - thick, p + thick, p, p + thick),
             (-p - thick, -p, -p, p), (p, p + thick, -p, p)]  # fmt: skip
    walls = boxes([(*s, BED - 0.3, -0.16) for s in sides])
    model.add_part("bank", *walls, "grey_brick")
    model.place("bank", "ground", rule="beam.bank", name="池岸")
    coping = boxes(
        [(x0 - 0.004, x1 + 0.004, y0 - 0.004, y1 + 0.004, -0.17, 0.03) for x0, x1, y0, y1 in sides]
    )
    model.add_part("coping", *coping, "stone")
    model.place("coping", "ground", rule="own", name="池岸压面石")
    model.add_part("bed", *boxes([(-p, p, -p, p, BED - 0.2, BED)]), "brick")
    model.place("bed", "ground", rule="own", name="池底")
    model.add_part(
        "water", *boxes([(-p - 0.02, p + 0.02, -p - 0.02, p + 0.02, WATER - 0.02, WATER)]), "water"
    )
    model.place("water", "water", rule="own", name="水面")
    far = p + thick
    paved = [(-far - 9, far + 9, -far - 7, -far), (-far - 9, far + 9, far, b.hall_y + b.hall.platform_half[1] + 6),
             (-far - 9, -far, -far, far), (far, far + 9, -far, far)]  # fmt: skip
    model.add_part("apron", *boxes([(*s, -0.2, 0.0) for s in paved]), "paving")
    model.place("apron", "ground", rule="own", name="池岸铺地")


def _columns(model: SetModel, b: FlyingBeam) -> None:
    """Put the columns, their lotus bases and the cross-shaped sets on their heads."""
    r = b.shaft / 2
    model.add_part(
        "column", *lathe([(r, 0.0), (r, 0.7), (0.94 * r, 0.93), (0.8 * r, 1.0)], 8), "stone"
    )
    base = lathe(
        [(1.5 * r, 0.0), (1.9 * r, 0.06), (1.9 * r, 0.16), (1.6 * r, 0.26), (1.15 * r, 0.33)], 12
    )
    model.add_part("base", *base, "stone")
    model.add_part("cross", *_cross(), "bracket")
    for x, y in _posts(b.wide, b.wing_wide, b.long, b.wing):
        head = _top(b, x) - FLOOR - 0.62
        model.place(
            "column",
            "column",
            placement(x, y, BED, scale=(1, 1, head - BED)),
            "beam.shaft",
            "八角石柱",
        )
        model.place("base", "column_base", placement(x, y, BED), "own", "覆莲柱础")
        model.place("cross", "bracket", placement(x, y, head + 0.16), "own", "十字斗栱")


def _cross() -> Mesh:
    """Return a block and two arms that cross on it, a small block on each end."""
    block = lathe([(0.20, 0.0), (0.29, 0.09), (0.29, 0.20)], 4)
    block = solids.moved(block, placement(turn=np.pi / 4))
    outline = [(-0.52, 0.05), (-0.44, 0.0), (0.44, 0.0), (0.52, 0.05), (0.52, 0.15), (-0.52, 0.15)]
    arm = solids.shifted(prism(outline, 0.13, "xz"), z=0.14)
    other = solids.shifted(solids.moved(arm, placement(turn=np.pi / 2)), z=0.003)
    seats = boxes([(x - 0.09, x + 0.09, y - 0.09, y + 0.09, 0.285, 0.38)
                   for x, y in ((0.43, 0), (-0.43, 0), (0, 0.43), (0, -0.43), (0, 0))])  # fmt: skip
    return merge(block, arm, other, seats)


def _decks(model: SetModel, b: FlyingBeam) -> None:
    """Put 普拍枋 on the columns, beams over the sets, boards and paving."""
    half, y1 = b.wide / 2, b.long / 2
    plates, beams = [], []
    for x in (-half + 0.42, 0.0, half - 0.42):
        head = b.deck - FLOOR - 0.62
        plates.append((x - 0.17, x + 0.17, -y1 + 0.6, y1 - 0.6, head, head + 0.155))
        beams.append((x - 0.13, x + 0.13, -y1 + 0.1, y1 - 0.1, b.deck - FLOOR - 0.09, b.deck - 0.2))
    model.add_part(
        "plates", *merge(boxes(plates), *_wing_bars(b, 0.16, -FLOOR - 0.62, 0.155)), "timber_red"
    )
    model.place("plates", "beam", rule="own", name="普拍枋")
    model.add_part(
        "beams", *merge(boxes(beams), *_wing_bars(b, 0.13, -FLOOR - 0.09, 0.26)), "timber_red"
    )
    model.place("beams", "beam", rule="beam.deck", name="梁")
    model.add_part("edges", *_slabs(b, 0.0, 0.2, 0.0), "stone")
    model.place("edges", "floor", rule="beam.deck", name="桥面石")
    model.add_part("paving", *_slabs(b, 0.42, 0.03, 0.012), "floor")
    model.place("paving", "floor", rule="beam.wide", name="桥面方砖")
    model.add_part("steps", *merge(_steps(b, 0.0), _steps(b, np.pi)), "stone")
    model.place("steps", "step", rule="own", name="踏道")


def _steps(b: FlyingBeam, turn: float) -> Mesh:
    return solids.moved(
        plinths.stairs(b.long / 2, 0.0, b.deck, b.wide / 2 - 0.36), placement(turn=turn)
    )


def _wing_bars(b: FlyingBeam, half: float, under: float, high: float) -> list[Mesh]:
    """Return sloping bars under both wings; ``under`` is their foot from the road."""
    x0, x1 = b.wide / 2, b.wing / 2 - 0.9
    made = []
    for s in (-1, 1):
        outline = [(s * x0, _top(b, x0) + under), (s * x1, _top(b, x1) + under),
                   (s * x1, _top(b, x1) + under + high), (s * x0, _top(b, x0) + under + high)]  # fmt: skip
        for y in (-b.wing_wide / 2 + 0.4, b.wing_wide / 2 - 0.4):
            made.append(solids.shifted(prism(outline, 2 * half, "xz"), y=y))
    return made


def _slabs(b: FlyingBeam, inset: float, thick: float, above: float) -> Mesh:
    """Return the decks' slabs: the level one and both sloping wings, a little inset."""
    half, y1 = b.wide / 2 - inset, b.long / 2 - 0.001
    level = boxes([(-half, half, -y1, y1, b.deck - thick, b.deck + above)])
    x0, x1 = b.wide / 2 - (0.05 if not inset else -0.002), b.wing / 2 - (0.02 if inset else 0.0)
    wings = []
    for s in (-1, 1):
        outline = [(s * x0, _top(b, x0) + above - 0.001), (s * x1, _top(b, x1) + above), (s * x1, _top(b, x1) - thick),
                   (s * x0, _top(b, x0) - thick)]  # fmt: skip
        wings.append(prism(outline, b.wing_wide - 2 * inset, "xz"))
    return merge(level, *wings)


def _railings(model: SetModel, b: FlyingBeam) -> None:
    """Put stone railings along both decks and round the pond, open where roads come in."""
    half, y1, w, x1 = (
        b.wide / 2 - 0.14,
        b.long / 2 - 0.15,
        b.wing_wide / 2 - 0.14,
        b.wing / 2 - 0.15,
    )
    runs = []
    for s in (-1.0, 1.0):
        for t in (-1.0, 1.0):
            runs.append(((s * half, t * (w + 0.02), b.deck), (s * half, t * y1, b.deck)))
            runs.append(((s * (half + 0.02), t * w, b.deck), (s * x1, t * w, _top(b, x1))))
            edge = b.pond + 0.45
            runs.append(((s * (half + 0.4), t * edge, 0.03), (s * edge, t * edge, 0.03)))
            runs.append(((s * edge, t * edge, 0.03), (s * edge, t * (w + 0.4), 0.03)))
    rail(model, runs, True)
