"""Bridges of beams: stone slabs on piers, and timber on trestles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import solids
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.solids import Mesh, bars, boxes, circle, merge, placement, prism, rectangle, shifted
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works.naming import numeral, title_of

_WORN = 3  # ways in which slabs are worn
WATER, BED, REACH = -0.75, -1.9, 165.0  # metres


@dataclass(frozen=True, kw_only=True, slots=True)
class BeamBridge(Work):
    """A level bridge over a stream along y; metres. ``piers`` are the x of its supports."""

    piers: tuple[float, ...]
    span: float
    road: float
    deck: float
    thick: float
    rail: float


def resolve(book: Ledger) -> BeamBridge:
    """Return the beam bridge that the ledger's spec asks for."""
    timber = book.kind == "timber_bridge"
    said = book.spec.count
    count = int(
        book.asked("count", "跨数", said, "跨") if said else book.ruled("count", "plank.count")
    )
    span = book.ruled("span", "plank.span")
    road, deck = book.ruled("road", "plank.width"), book.ruled("deck", "plank.deck")
    thick, rail = book.ruled("thick", "plank.thick"), book.ruled("rail", "plank.rail")
    half = count * span / 2
    top = (Mark(z=deck + rail, name="栏顶", key="rail"),) if rail else ()
    return BeamBridge(
        kind=book.kind, title=title_of(book, "木梁桥" if timber else "石板桥"), period=book.period,
        year=book.case["year"], form=f"{numeral(count)}跨{'木梁木面' if timber else '石墩石板'}", dimensions=book.rows,
        xs=(-half, half), ys=(-road / 2, road / 2), floor=deck, piers=tuple(np.linspace(-half, half, count + 1).tolist()),
        span=span, road=road, deck=deck, thick=thick, rail=rail, heights=(Mark(z=deck, name="桥面", key="deck"), *top),
        pit=(-half - 0.4, half + 0.4, -REACH, REACH), water=WATER, measures={"span_m": "span", "road_m": "road"},
        invented=("河岸、水面：画面布置",),
        views=(
            Viewpoint(name="岸上", eye=(-half - 2.2, -0.9 * half - 4.5, 1.6), target=(0.1 * half, 0, 1.6), lens_mm=24),
            Viewpoint(name="桥头", eye=(-half - 5, -0.2 * road, deck + 1.35), target=(half, 0, deck + 1.35), lens_mm=26),
            Viewpoint(name="水边", eye=(-0.5 * half, -half - 4.0, 0.15), target=(0.1 * half, 0, 0.15), lens_mm=24, rise=0.05),
        ),
        spots=(Spot(at=(0.4, 0.1, deck), turn=1.5), Spot(at=(-half - 2.5, 0.3, 0.0), turn=-1.2, role="woman")),
    )  # fmt: skip


def raise_work(b: BeamBridge) -> SetModel:
    """Return the geometry of a beam bridge and its banks."""
    model = SetModel()
    _banks(model, b)
    if b.kind == "timber_bridge":
        _timber(model, b)
    else:
        _slabs(model, b)
    return model


def _banks(model: SetModel, b: BeamBridge) -> None:
    """Put the abutments, and the trodden way that comes to them."""
    rows, ways = [], []
    for s in (-1, 1):
        x = s * b.piers[-1]
        a, c = sorted((x - s * 0.15, x + s * 1.1))
        rows.append((a, c, -b.road / 2 - 0.8, b.road / 2 + 0.8, BED, b.deck - b.thick - 0.004))
        low, high = sorted((x + s * 0.45, x + s * 1.15))
        rows.append((low, high, -b.road / 2 - 0.4, b.road / 2 + 0.4, BED, b.deck - 0.02))
        outline = [
            (x + s * 1.1, b.deck - 0.03),
            (x + s * 6.0, -0.02),
            (x + s * 6.0, -0.5),
            (x + s * 1.1, -0.5),
        ]
        ways.append(prism(outline, b.road + 1.2, "xz"))
    model.add_part("abutment", *boxes(rows), "grey_brick")
    model.place("abutment", "wall", rule="own", name="桥台")
    model.add_part("way", *merge(*ways), "earth")
    model.place("way", "ground", rule="own", name="引道")


def _slabs(model: SetModel, b: BeamBridge) -> None:
    """Put piers with cutwaters and long slabs laid side by side, worn hollow."""
    model.add_part("pier", *_pier(b), "stone")
    for x in b.piers[1:-1]:
        model.place("pier", "wall", placement(x), rule="own", name="石墩，迎水分水尖")
    count = max(3, round(b.road / 0.62))
    wide = b.road / count
    for n, x0 in enumerate(b.piers[:-1]):
        name = f"slab.{n % _WORN}"
        if name not in model.parts:
            model.add_part(name, *_slab(b, wide - 0.02, 0.012 + 0.018 * (n % _WORN)), "slab")
        for k in range(count):
            at = placement(x0, -b.road / 2 + (k + 0.5) * wide)
            model.place(name, "floor", at, rule="plank.thick", name="石板")
    if b.rail:
        _kerbs(model, b)


def _pier(b: BeamBridge) -> Mesh:
    """Return a pier about x = 0: its body pointed against the stream, its cap."""
    y, under = b.road / 2 + 0.15, b.deck - b.thick
    plan = [(-0.42, -y), (0.0, -y - 0.75), (0.42, -y), (0.42, y), (0.0, y + 0.4), (-0.42, y)]
    high = under - 0.004 - BED
    body = shifted(prism(plan, high, "xy"), z=BED + high / 2)
    return merge(body, boxes([(-0.52, 0.52, -y - 0.05, y + 0.05, under - 0.24, under - 0.002)]))


def _slab(b: BeamBridge, wide: float, sag: float) -> Mesh:
    """Return a slab from x = 0 over one span, its top worn hollow by ``sag`` metres."""
    xs = np.linspace(0.015, b.span - 0.015, 7)
    top = [(float(x), b.deck - sag * np.sin(np.pi * x / b.span)) for x in xs]
    under = b.deck - b.thick
    return prism([*top, (b.span - 0.015, under), (0.015, under)], wide, "xz")


def _kerbs(model: SetModel, b: BeamBridge) -> None:
    row = (0.1, b.span - 0.1, -0.12, 0.12, b.deck - 0.05, b.deck + b.rail)
    model.add_part("kerb", *boxes([row]), "stone")
    for x0 in b.piers[:-1]:
        for s in (-1, 1):
            at = placement(x0, s * (b.road / 2 - 0.14))
            model.place("kerb", "railing", at, rule="plank.rail", name="护栏石")


def _timber(model: SetModel, b: BeamBridge) -> None:
    """Put trestles of posts and a cap, round beams, planks and a hand rail."""
    model.add_part("trestle", *_trestle(b), "timber")
    for x in b.piers[1:-1]:
        model.place("trestle", "column", placement(x), rule="own", name="木桩与盖木")
    ys = np.linspace(-b.road / 2 + 0.25, b.road / 2 - 0.25, 4)
    start, end = b.piers[0] - 0.3, b.piers[-1] + 0.3
    low = b.deck - b.thick + 0.06
    model.add_part("beam", *bars([(start, 0.0, low)], [(end, 0.0, low)], circle(0.15, 8)), "timber")
    for y in ys:
        model.place("beam", "beam", placement(y=float(y)), rule="plank.thick", name="木梁")
    for k, x in enumerate(np.arange(start, end, 0.27)):
        name = f"plank.{k % 6}"
        if name not in model.parts:
            model.add_part(name, *boxes([_plank(b, k)]), "wood")
        model.place(name, "floor", placement(float(x)), rule="plank.width", name="桥面板")
    _rails(model, b)


def _plank(b: BeamBridge, k: int) -> tuple[float, ...]:
    """Return the bounds of the k-th plank from x = 0: they reach out and lie a little unevenly."""
    out, other = 0.02 * (k % 3), 0.02 * ((k + 1) % 3)
    return (
        0.008,
        0.262,
        -b.road / 2 - out,
        b.road / 2 + other,
        b.deck - 0.075,
        b.deck - 0.004 * (k % 2),
    )


def _trestle(b: BeamBridge) -> Mesh:
    """Return three posts under a cap, braced across, about x = 0."""
    head, half = b.deck - b.thick - 0.30, b.road / 2
    posts = [_pole((0.0, y + 0.12 * float(np.sign(y)), BED), (0.0, y, head), 0.15)
             for y in (-half + 0.3, 0.0, half - 0.3)]  # fmt: skip
    cap = bars(
        [(0.0, -half - 0.35, head + 0.14)], [(0.0, half + 0.35, head + 0.14)], rectangle(0.26, 0.28)
    )
    brace = bars([(0.13, -half + 0.1, -0.35)], [(0.13, half - 0.1, 0.35)], rectangle(0.1, 0.16))
    return merge(*posts, cap, brace)


def _pole(a: tuple[float, float, float], c: tuple[float, float, float], r: float) -> Mesh:
    """Return a round post between two points, nearly upright."""
    made = solids.lathe([(r, 0.0), (0.92 * r, 1.0)], 8)
    m = np.eye(4)
    m[:3, 2] = np.subtract(c, a)
    m[:3, 3] = a
    return solids.moved(made, m)


def _rails(model: SetModel, b: BeamBridge) -> None:
    """Put the posts of a hand rail and its two rails on both sides."""
    at = np.linspace(b.piers[0], b.piers[-1], max(4, int(b.piers[-1] / 0.9)))
    model.add_part(
        "rail_post", *_pole((0.0, 0.0, b.deck - 0.5), (0.0, 0.0, b.deck + b.rail), 0.05), "timber"
    )
    rails = merge(*(
        bars([(at[0] - 0.1, 0.0, b.deck + z * b.rail)], [(at[-1] + 0.1, 0.0, b.deck + z * b.rail)], circle(0.045, 6))
        for z in (0.5, 0.94)
    ))  # fmt: skip
    model.add_part("rails", *rails, "timber")
    for s in (-1, 1):
        y = s * (b.road / 2 - 0.08)
        model.place("rails", "railing", placement(y=y), rule="plank.rail", name="木栏")
        for x in at:
            model.place(
                "rail_post", "railing", placement(float(x), y), rule="plank.rail", name="栏柱"
            )
