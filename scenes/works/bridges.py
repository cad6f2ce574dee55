"""Bridges: the stone arch of one or more spans over its stream."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from heritage_kb.errors import RefusedInput
from scenes import beasts, solids
from scenes.ledger import Ledger
from scenes.model import SetModel
from scenes.solids import Mesh
from scenes.work import Mark, Spot, Viewpoint, Work
from scenes.works.naming import title_of

STEPS, STONE = 42, 2  # facets of an arch's half circle, and of one voussoir
SLABS = 47  # stations along the road: paving and spandrels fall by the same chords
BANK = 9.0  # metres of bank on either side
WATER, BED = -0.55, -1.7  # metres: the stream's level, and how deep walls stand
BOWS = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)  # 2 is a parabola; the higher, the more level
REACH = 165.0  # metres of stream up and down
NARROWEST = 1.5  # metres: a clear span below which it is a drain (own)
QUAY = 9.0  # metres of stone quay either side of the road


@dataclass(frozen=True, kw_only=True, slots=True)
class Bridge(Work):
    """A stone arch bridge over a stream that runs along y; metres.

    ``deck`` is the height of the road at the crown, ``spans`` clear widths from left to right,
    ``bow`` the power by which the road falls to the banks.
    """

    spans: tuple[float, ...]
    rise: float
    ring: float
    pier: float
    deck: float
    road: float
    parapet: float
    bow: int = 2


def resolve(book: Ledger) -> Bridge:
    """Return the bridge that the ledger's spec asks for."""
    count = book.spec.count or 1
    span = _span(book, count)
    rise = book.ruled("rise", "bridge.rise", span)
    ring = book.ruled("ring", "bridge.ring", span)
    cover = book.ruled("cover", "bridge.cover")
    pier = book.ruled("pier", "bridge.pier", span)
    road = book.settled("road", "bridge.width")
    parapet = book.ruled("parapet", "bridge.parapet")
    spans = (span,) * count
    half = (count * span + (count - 1) * pier) / 2 + ring + 1.2
    deck = rise + ring + cover
    made = Bridge(
        kind=str(book.case["kind"]), title=title_of(book, "石拱桥"), period=book.period,
        site=book.hall.id if book.hall else "", year=book.case["year"],
        form=f"{count} 孔石拱，净跨 {span:.1f} 米", dimensions=book.rows, spans=spans, rise=rise,
        ring=ring, pier=pier, deck=deck, road=road, parapet=parapet,
        xs=(-half, half), ys=(-road / 2, road / 2), floor=deck,
        heights=(Mark(z=rise, name="券顶", key="rise"), Mark(z=deck, name="桥面", key="cover"),
                 Mark(z=deck + parapet, name="栏顶", key="parapet")),
        pit=(-half - 1.3, half + 1.3, -REACH, REACH), water=WATER,
        measures={"span_m": "span", "rise_m": "rise"},
        invented=("河岸、水面与桥面踏痕：画面布置",), views=_views(half, deck, road),
        spots=(Spot(at=(0.3, -0.5, deck), turn=0.4), Spot(at=(-0.5, -0.4, deck), turn=-0.4, role="woman")),
    )  # fmt: skip
    return replace(made, bow=_bow(made))


def _span(book: Ledger, count: int) -> float:
    """Settle the clear span: measured, or what the plot leaves, or ruled."""
    if not book.spec.site_m:
        return book.settled("span", "bridge.span")
    pier = book.rule("bridge.pier").value
    wide = (book.spec.site_m[0] - 4.0) / (count + (count - 1) * pier)
    if wide < NARROWEST:
        need = NARROWEST * (count + (count - 1) * pier) + 4.0
        raise RefusedInput(
            f"用地宽 {book.spec.site_m[0]:g} 米放不下 {count} 孔石拱（净跨不足 {NARROWEST} 米）："
            f"请把 site_m 的宽改到 {need:.1f} 米以上，或减少 count。",
            f"A plot {book.spec.site_m[0]:g} m wide has no room for {count} arches.",
        )
    return book.asked("span", "拱券净跨", wide)


def _views(half: float, deck: float, road: float) -> tuple[Viewpoint, ...]:
    away = half + 10.0
    return (
        Viewpoint(name="岸上", eye=(-half - 3.2, -away, 1.7), target=(0.15 * half, 0, 1.7), lens_mm=26, rise=0.04),
        Viewpoint(name="桥头", eye=(-half - 7, -0.3 * road, 1.6), target=(0, 0, 1.6), lens_mm=28),
        Viewpoint(name="桥下", eye=(0.15 * half, -away, 0.7), target=(0, 0, 0.7), lens_mm=24),
    )  # fmt: skip


def raise_work(b: Bridge) -> SetModel:
    """Return the geometry of a bridge and its banks."""
    model = SetModel()
    model.add_part("body", *_body(b), "stone")
    model.place("body", "wall", rule="bridge.span")
    model.add_part("ring", *_rings(b), "slab")
    model.place("ring", "wall", rule="bridge.ring")
    model.add_part("road", *_road(b), "slab")
    model.place("road", "floor", rule="bridge.width", name="桥面石，中有车辙")
    model.add_part("quay", *_quays(b), "stone")
    model.place("quay", "ground", rule="own", name="石驳岸")
    _beasts(model, b)
    _parapets(model, b)
    return model


def _arch(b: Bridge, middle: float, span: float, out: float = 0.0) -> np.ndarray:
    """Return the line (STEPS + 1, 2) of an arch from left to right, ``out`` metres outside."""
    half = span / 2
    radius = (half**2 + b.rise**2) / (2 * b.rise)
    full = np.arctan2(half, radius - b.rise) if b.rise < radius else np.pi / 2
    angle = np.linspace(-full, full, STEPS + 1)
    x = middle + (radius + out) * np.sin(angle)
    return np.column_stack([x, b.rise - radius + (radius + out) * np.cos(angle)])


def _middles(b: Bridge) -> list[float]:
    step = b.spans[0] + b.pier
    return [(k - (len(b.spans) - 1) / 2) * step for k in range(len(b.spans))]


def _crown(b: Bridge, x: float) -> float:
    """Return the height of the road at a place: it falls to the banks in a bow."""
    return _bowed(b, x, b.bow)


def _bowed(b: Bridge, x: float, bow: int) -> float:
    half = b.xs[1] + BANK
    return 0.25 + (b.deck - 0.25) * (1 - (min(abs(x), half) / half) ** bow)


def _bow(b: Bridge) -> int:
    """Return the power of the road's bow: the gentlest that clears the outermost arch."""
    back = _arch(b, _middles(b)[-1], b.spans[-1], b.ring)
    clear = (bow for bow in BOWS if all(_bowed(b, x, bow) > z + 0.05 for x, z in back))
    return next(clear, BOWS[-1])


def _body(b: Bridge) -> Mesh:
    """Return spandrels and road as one solid, the arches cut out of its foot."""
    end = b.xs[1] + BANK
    foot = [(-end, BED)]
    for middle, span in zip(_middles(b), b.spans, strict=True):
        line = _arch(b, middle, span)
        foot += [(float(line[0, 0]), BED), *map(tuple, line.tolist()), (float(line[-1, 0]), BED)]
    foot.append((end, BED))
    top = [(float(x), _crown(b, float(x))) for x in np.linspace(end, -end, SLABS)]
    return solids.prism([*foot, *top], b.road, "xz")


def _road(b: Bridge) -> Mesh:
    """Return the worn paving: three strips of slabs, two ruts between them."""
    end = b.xs[1] + BANK
    half = b.road / 2 - 0.28
    rut, wide = 0.72, 0.11
    xs = np.linspace(-end, end, SLABS)
    made = []
    for low, high in ((-half, -rut - wide), (-rut + wide, rut - wide), (rut + wide, half)):
        for k, (x0, x1) in enumerate(zip(xs, xs[1:], strict=False)):
            sunk = 0.006 * ((7 * k + int(10 * low)) % 3)
            z0, z1 = _crown(b, float(x0)), _crown(b, float(x1))
            line = [(x0 + 0.012, z0 - 0.06), (x1 - 0.012, z1 - 0.06), (x1 - 0.012, z1 + 0.035 - sunk),
                    (x0 + 0.012, z0 + 0.035 - sunk)]  # fmt: skip
            made.append(solids.shifted(solids.prism(line, high - low, "xz"), y=(low + high) / 2))
    return solids.merge(*made)


def _quays(b: Bridge) -> Mesh:
    """Return stone walls along both banks, a coping on them."""
    half, rows = b.xs[1], []
    for s in (-1, 1):
        a, c = sorted((s * half, s * (half + 1.5)))
        for y0, y1 in (
            (-b.road / 2 - QUAY, -b.road / 2 - 0.03),
            (b.road / 2 + 0.03, b.road / 2 + QUAY),
        ):
            rows += [(a, c, y0, y1, BED, -0.12), (a - 0.05, c + 0.05, y0 - 0.05, y1, -0.121, 0.06)]
    return solids.boxes(rows)


def _beasts(model: SetModel, b: Bridge) -> None:
    """Put the water beast's head over the crown of each arch, up and down stream."""
    size = min(0.62, 0.09 * b.spans[0])
    model.add_part("beast", *beasts.sleeve_beast(), "stone")
    for middle in _middles(b):
        for s in (-1, 1):
            at = solids.placement(middle, s * (b.road / 2 + 0.06 + 0.1 * size), b.rise + 0.5 * b.ring,
                                  s * np.pi / 2, (size, size, size))  # fmt: skip
            model.place("beast", "wall", at, rule="own", name="券口兽")


def _rings(b: Bridge) -> Mesh:
    """Return the voussoirs standing a little out of the spandrels, the keystone higher."""
    made = []
    for middle, span in zip(_middles(b), b.spans, strict=True):
        inner, outer = _arch(b, middle, span, -0.012), _arch(b, middle, span, b.ring)
        for k in range(0, STEPS, STONE):
            a, c = inner[k : k + STONE + 1], outer[k : k + STONE + 1]
            joint = 0.008 * (c[-1] - c[0]) / np.linalg.norm(c[-1] - c[0])
            outline = [*(a + joint).tolist()[:1], *a.tolist()[1:-1], *(a - joint).tolist()[-1:],
                       *(c - joint).tolist()[-1:], *c.tolist()[1:-1][::-1], *(c + joint).tolist()[:1]]  # fmt: skip
            deep = b.road + 0.12 + 0.012 * (k // STONE % 2)
            made.append(solids.prism(outline, deep, "xz"))
    return solids.merge(*made)


def _parapets(model: SetModel, b: Bridge) -> None:
    """Put slabs between posts along both edges of the road."""
    end = b.xs[1] + 1.0
    posts = np.linspace(-end, end, max(5, int(end / 0.75)) | 1)
    slabs = []
    post = solids.boxes([(-0.1, 0.1, -0.1, 0.1, -0.1, b.parapet)])
    model.add_part("post", *post, "stone")
    for side in (-1, 1):
        y = side * (b.road / 2 - 0.14)
        for x in posts:
            at = solids.placement(float(x), y, _crown(b, float(x)))
            model.place("post", "railing", at, rule="bridge.parapet", name="望柱")
        for x0, x1 in zip(posts[:-1], posts[1:], strict=True):
            low = [(x0 + 0.1, _crown(b, float(x0)) - 0.05), (x1 - 0.1, _crown(b, float(x1)) - 0.05)]
            high = [(x, z + 0.05 + 0.8 * b.parapet) for x, z in low[::-1]]
            slabs.append(solids.shifted(solids.prism([*low, *high], 0.12, "xz"), y=y))
    model.add_part("parapet", *solids.merge(*slabs), "stone")
    model.place("parapet", "railing", rule="bridge.parapet", name="栏板")
