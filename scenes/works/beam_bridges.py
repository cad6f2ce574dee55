"""Bridges of beams: stone slabs on piers, and timber on trestles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import solids
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.solids import Mesh, bars, boxes, circle, merge, prism, rectangle, shifted
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works.naming import numeral, title_of

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
    body = []
    for x in b.piers[1:-1]:
        y = b.road / 2 + 0.15
        plan = [
            (x - 0.42, -y),
            (x, -y - 0.75),
            (x + 0.42, -y),
            (x + 0.42, y),
            (x, y + 0.4),
            (x - 0.42, y),
        ]
        high = b.deck - b.thick - 0.004 - BED
        body.append(shifted(prism(plan, high, "xy"), z=BED + high / 2))
        body.append(
            boxes(
                [
                    (
                        x - 0.52,
                        x + 0.52,
                        -y - 0.05,
                        y + 0.05,
                        b.deck - b.thick - 0.24,
                        b.deck - b.thick - 0.002,
                    )
                ]
            )
        )
    if body:
        model.add_part("piers", *merge(*body), "stone")
        model.place("piers", "wall", rule="own", name="石墩，迎水分水尖")
    count = max(3, round(b.road / 0.62))
    wide = b.road / count
    made = []
    for n, (x0, x1) in enumerate(zip(b.piers, b.piers[1:], strict=False)):
        for k in range(count):
            y = -b.road / 2 + (k + 0.5) * wide
            sag = 0.012 + 0.018 * ((3 * k + n) % 3)
            xs = np.linspace(x0 + 0.015, x1 - 0.015, 7)
            top = [(float(x), b.deck - sag * np.sin(np.pi * (x - x0) / (x1 - x0))) for x in xs]
            line = [*top, (x1 - 0.015, b.deck - b.thick), (x0 + 0.015, b.deck - b.thick)]
            made.append(shifted(prism(line, wide - 0.02, "xz"), y=y))
    model.add_part("slabs", *merge(*made), "slab")
    model.place("slabs", "floor", rule="plank.thick", name="石板")
    if b.rail:
        _kerbs(model, b)


def _kerbs(model: SetModel, b: BeamBridge) -> None:
    rows = []
    for s in (-1, 1):
        y = s * (b.road / 2 - 0.14)
        for x0, x1 in zip(b.piers, b.piers[1:], strict=False):
            rows.append((x0 + 0.1, x1 - 0.1, y - 0.12, y + 0.12, b.deck - 0.05, b.deck + b.rail))
    model.add_part("kerb", *boxes(rows), "stone")
    model.place("kerb", "railing", rule="plank.rail", name="护栏石")


def _timber(model: SetModel, b: BeamBridge) -> None:
    """Put trestles of posts and a cap, round beams, planks and a hand rail."""
    posts, caps = [], []
    for x in b.piers[1:-1]:
        head = b.deck - b.thick - 0.30
        for y in (-b.road / 2 + 0.3, 0.0, b.road / 2 - 0.3):
            lean = 0.12 * np.sign(y)
            posts.append(_pole((x, y + lean, BED), (x, y, head), 0.15))
        caps.append(
            bars(
                [(x, -b.road / 2 - 0.35, head + 0.14)],
                [(x, b.road / 2 + 0.35, head + 0.14)],
                rectangle(0.26, 0.28),
            )
        )
        caps.append(
            bars(
                [(x + 0.13, -b.road / 2 + 0.1, -0.35)],
                [(x + 0.13, b.road / 2 - 0.1, 0.35)],
                rectangle(0.1, 0.16),
            )
        )
    if posts:
        model.add_part("trestles", *merge(*posts, *caps), "timber")
        model.place("trestles", "column", rule="own", name="木桩与盖木")
    ys = np.linspace(-b.road / 2 + 0.25, b.road / 2 - 0.25, 4)
    starts = [(b.piers[0] - 0.3, y, b.deck - b.thick + 0.06) for y in ys]
    ends = [(b.piers[-1] + 0.3, y, b.deck - b.thick + 0.06) for y in ys]
    model.add_part("beams", *bars(starts, ends, circle(0.15, 8)), "timber")
    model.place("beams", "beam", rule="plank.thick", name="木梁")
    xs = np.arange(b.piers[0] - 0.3, b.piers[-1] + 0.3, 0.27)
    planks = boxes([(x + 0.008, x + 0.262, -b.road / 2 - 0.02 * (k % 3), b.road / 2 + 0.02 * ((k + 1) % 3),
                     b.deck - 0.075, b.deck - 0.004 * (k % 2)) for k, x in enumerate(xs)])  # fmt: skip
    model.add_part("planks", *planks, "wood")
    model.place("planks", "floor", rule="plank.width", name="桥面板")
    model.add_part("rails", *_rails(b), "timber")
    model.place("rails", "railing", rule="plank.rail", name="木栏")


def _pole(a: tuple[float, float, float], c: tuple[float, float, float], r: float) -> Mesh:
    """Return a round post between two points, nearly upright."""
    made = solids.lathe([(r, 0.0), (0.92 * r, 1.0)], 8)
    m = np.eye(4)
    m[:3, 2] = np.subtract(c, a)
    m[:3, 3] = a
    return solids.moved(made, m)


def _rails(b: BeamBridge) -> Mesh:
    made = []
    at = np.linspace(b.piers[0], b.piers[-1], max(4, int(b.piers[-1] / 0.9)))
    for s in (-1, 1):
        y = s * (b.road / 2 - 0.08)
        made += [
            _pole((float(x), y, b.deck - 0.5), (float(x), y, b.deck + b.rail), 0.05) for x in at
        ]
        for z in (0.5, 0.94):
            made.append(
                bars(
                    [(at[0] - 0.1, y, b.deck + z * b.rail)],
                    [(at[-1] + 0.1, y, b.deck + z * b.rail)],
                    circle(0.045, 6),
                )
            )
    return merge(*made)
