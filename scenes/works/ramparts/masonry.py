"""Pieces of a rampart: battered runs, gate blocks with their passage, parapets, towers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scenes import solids
from scenes.building import Building
from scenes.ledger import Ledger
from scenes.model import Matrix, SetModel
from scenes.resolve import resolve as resolve_hall
from scenes.solids import Mesh, placement
from scenes.spec import SetSpec
from scenes.works import members
from scenes.works.streets import roofing
from scenes.works.streets.kit import Kit, arc
from scenes.works.streets.roofing import Cover

CREST, LOW = 1.45, 0.95  # a merlon's breadth; the part of a parapet below its gaps, metres
GAP = 0.55
OUTER = 0.32  # part of a run's batter that its outer face takes
SUNK = 0.6  # metres that walls go into the ground


@dataclass(frozen=True, kw_only=True, slots=True)
class Rampart:
    """What all pieces of one wall share; metres. ``face`` is a material, ``arched`` its passages."""

    height: float
    base: float
    top: float
    merlon: float
    inner: float
    passage: float
    face: str
    arched: bool

    @property
    def crest(self) -> str:
        """Return the material of parapets."""
        return "rammed" if self.face == "rammed" else "brick"

    @property
    def clear(self) -> float:
        """Return the clear height of a passage."""
        return 1.18 * self.passage if self.arched else 1.05 * self.passage

    @property
    def outer_edge(self) -> float:
        """Return where the outer edge of the walk lies before the toe at y = −base / 2."""
        return -self.base / 2 + OUTER * (self.base - self.top)


def settled(book: Ledger) -> Rampart:
    """Settle a rampart's figures."""
    face = "rammed" if book.chosen("wall.face") == "夯土" else "brick"
    return Rampart(
        height=book.settled("height", "wall.height"),
        base=book.settled("base", "wall.base"),
        top=book.settled("top", "wall.top"),
        merlon=book.settled("merlon", "wall.merlon"),
        inner=book.settled("inner", "wall.inner"),
        passage=book.ruled("passage", "wall.passage"),
        face=face,
        arched=book.chosen("wall.opening") == "砖券",
    )


def run(kit: Kit, r: Rampart, long: float, at: Matrix, *, inner: bool = True) -> None:
    """Put a run of wall along x about the origin of ``at``, outside towards −y, with its parapets."""
    toe, heel = -r.base / 2, r.base / 2
    a, c = r.outer_edge, r.outer_edge + r.top
    outline = [(toe, -SUNK), (heel, -SUNK), (c, r.height), (a, r.height)]
    kit.add("run", solids.moved(solids.prism(outline, long, "yz"), at), r.face, "wall")
    ends = long / 2 - 0.02  # the paving stops short of the faces at which runs end
    walk = solids.boxes([(-ends, ends, a + 0.4, c - 0.3, r.height - 0.1, r.height + 0.02)])
    kit.add(
        "walk", solids.moved(walk, at), "strips" if r.face == "brick" else "road_earth", "floor"
    )
    parapet(kit, r, long, at @ placement(0.0, a + 0.26, r.height))
    if inner:
        low = solids.boxes(
            [(-long / 2, long / 2, c - 0.42, c - 0.06, r.height - 0.1, r.height + r.inner)]
        )
        kit.add("inner", solids.moved(low, at), r.crest, "wall")


def parapet(kit: Kit, r: Rampart, long: float, at: Matrix) -> None:
    """Put a crenellated parapet 0.5 thick along x, its foot at z = 0 of ``at``."""
    kit.add(
        "parapet",
        solids.moved(solids.boxes([(-long / 2, long / 2, -0.25, 0.25, -0.1, LOW)]), at),
        r.crest,
        "wall",
    )
    count = max(1, int((long + GAP) / (CREST + GAP)))
    places = (np.arange(count) - (count - 1) / 2) * (CREST + GAP)
    spots = np.stack([places, np.zeros(count), np.zeros(count)], axis=1)
    one = solids.boxes([(-CREST / 2, CREST / 2, -0.25, 0.25, LOW - 0.02, r.merlon)])
    kit.add("merlons", solids.moved(solids.repeated(one, spots), at), r.crest, "wall")
    if r.crest == "brick":
        cap = solids.prism([(-0.29, 0.0), (0.29, 0.0), (0.0, 0.14)], CREST + 0.06, "yz")
        high = spots + [0.0, 0.0, r.merlon - 0.14]
        kit.add("caps", solids.moved(solids.repeated(cap, high), at), "grey_brick", "wall")
        hole = solids.boxes([(-0.11, 0.11, -0.256, 0.256, 1.22, 1.48)])
        kit.add("loopholes", solids.moved(solids.repeated(hole, spots), at), "dark", "wall")


def block(kit: Kit, r: Rampart, wide: float, deep: float, at: Matrix, high: float = 0.0) -> None:
    """Put a gate block with its passage along y, parapets before and behind left to the caller."""
    high = high or r.height
    half, p = wide / 2, r.passage / 2
    spring = r.clear - 0.82 * p
    if r.arched:
        opening = [(-p, -SUNK), *arc(0.0, spring, p, rise=0.82)[::-1], (p, -SUNK)]
    else:
        opening = [
            (-p, -SUNK),
            (-p, 0.72 * r.clear),
            (-0.6 * p, r.clear),
            (0.6 * p, r.clear),
            (p, 0.72 * r.clear),
            (p, -SUNK),
        ]
    outline = [(-half, -SUNK), *opening, (half, -SUNK), (half, high), (-half, high)]
    v, f = solids.prism(outline, deep, "xz")
    leaning = v.copy()
    leaning[:, 1] *= 1 - 0.10 * np.clip(v[:, 2], 0, None) / high * min(1.0, 12 / deep)
    kit.add("block", solids.moved((leaning, f), at), r.face, "wall")
    if r.arched:
        _ring(kit, r, spring, deep, at)
    else:
        _posts(kit, r, deep, at)
    _leaves(kit, r, spring if r.arched else 0.72 * r.clear, at)
    floor = solids.boxes([(-p + 0.02, p - 0.02, -deep / 2, deep / 2, -0.4, 0.05)])
    kit.add("passage_floor", solids.moved(floor, at), "slab", "ground")


def _ring(kit: Kit, r: Rampart, spring: float, deep: float, at: Matrix) -> None:
    """Put two courses of voussoirs round the mouths of a passage."""
    p = r.passage / 2
    inner, outer = arc(0.0, spring, p + 0.004, rise=0.82), arc(0.0, spring, p + 0.62, rise=0.86)
    shape = solids.prism([*inner, *outer[::-1]], 0.5, "xz")
    lean = 0.10 * r.clear / r.height * min(1.0, 12 / deep) * deep / 2
    for side in (-1, 1):
        put = at @ placement(0.0, side * (deep / 2 - lean - 0.10))
        kit.add("voussoirs", solids.moved(shape, put), "grey_brick", "wall")


def _posts(kit: Kit, r: Rampart, deep: float, at: Matrix) -> None:
    """Line a passage with posts and the beams they bear (排叉柱)."""
    p, top = r.passage / 2, r.clear
    for y in np.arange(-deep / 2 + 0.4, deep / 2 - 0.2, 0.75):
        for side in (-1, 1):
            x = side * (p - 0.14)
            kit.add(
                "gate_post",
                solids.moved(
                    solids.boxes([(x - 0.13, x + 0.13, y - 0.13, y + 0.13, -0.1, 0.72 * top)]), at
                ),
                "wood",
                "column",
            )
            slant = solids.prism(
                [
                    (side * (p - 0.01), 0.72 * top - 0.1),
                    (side * 0.6 * p, top - 0.02),
                    (side * 0.6 * p - side * 0.24, top - 0.06),
                    (side * (p - 0.26), 0.72 * top - 0.1),
                ],
                0.24,
                "xz",
            )
            kit.add(
                "gate_slant", solids.moved(solids.shifted(slant, y=float(y)), at), "wood", "beam"
            )
        beam = solids.boxes([(-0.66 * p, 0.66 * p, y - 0.13, y + 0.13, top - 0.26, top - 0.02)])
        kit.add("gate_beam", solids.moved(beam, at), "wood", "beam")


def _leaves(kit: Kit, r: Rampart, high: float, at: Matrix) -> None:
    """Put the two leaves of a gate, swung open against the passage's walls."""
    p = r.passage / 2
    inset = 0.34 if not r.arched else 0.06
    rows = []
    studs = []
    for side in (-1, 1):
        x = side * (p - inset - 0.08)
        rows.append((x - 0.07, x + 0.07, 0.3, 0.3 + 0.94 * p, 0.08, high - 0.06))
        studs += [
            (x - 0.09, x + 0.09, 0.42 + 0.30 * k, 0.50 + 0.30 * k, z, z + 0.08)
            for k in range(int(0.84 * p / 0.30))
            for z in np.arange(0.5, high - 0.4, 0.5)
        ]
    kit.add("leaves", solids.moved(solids.boxes(rows), at), "shop_board", "door")
    kit.add("studs", solids.moved(solids.boxes(studs), at), "iron", "door")


def hut(kit: Kit, at: Matrix, wide: float = 4.6, deep: float = 4.2, high: float = 2.9) -> None:
    """Put a watch house of brick on a bastion (敌楼): arrow windows, a door, a small gabled roof."""
    w, d = wide / 2, deep / 2
    line = roofing.double(deep, 0.32, 0.32, high + 0.05, 0.30 * deep, round_=False) - np.array(
        [d, 0.0]
    )
    own = Kit()
    ends = roofing.under(line, -d, d, roofing.BED + 0.01)
    body = [(-d, 0.0), (d, 0.0), *ends[::-1]]
    own.add("hut", solids.prism(body, wide, "yz"), "brick", "wall")
    peak = (0.0, float(line[:, 1].max()))
    roofing.lay(own, Cover(x0=-w - 0.12, x1=w + 0.12, line=line, ridge=peak, back=True))
    for x in (-w * 0.55, 0.0, w * 0.55):
        own.boxes(
            "slit", [(x - 0.22, x + 0.22, -d - 0.006, d + 0.006, 1.35, 2.05)], "dark", "window"
        )
        own.boxes(
            "slit_head",
            [(x - 0.34, x + 0.34, -d - 0.03, d + 0.03, 2.05, 2.17)],
            "grey_brick",
            "wall",
        )
    for side in (-1, 1):
        a, c = sorted((side * (w - 0.2), side * (w + 0.006)))
        own.boxes("hut_door", [(a, c, -0.45, 0.45, 0.0, 1.95)], "dark", "door")
    for (name, material, element), meshes in own.pieces.items():
        kit.add(name, solids.moved(solids.merge(*meshes), at), material, element)


def tower(period: str, bays: int, *, double: bool) -> Building:
    """Return the hall that stands on a gate, by the rules of halls; the nearest age that has them."""
    age = "qing" if period in ("minguo", "dangdai") else period
    widths = {3: (2.6, 3.4, 2.6), 5: (2.3, 2.9, 3.4, 2.9, 2.3)}[bays]
    made = resolve_hall(
        SetSpec(
            period=age,
            type="hall",
            bays=bays,
            bay_widths=widths,
            rafters=4 if bays == 3 else 6,
            roof="歇山",
            eaves="重檐" if double else "单檐",
            kind="衙署",
        )
    )
    return replace(made, style=replace(made.style, tile="青瓦"))  # a wall's tower is no temple


def seat(hall: Building, least: tuple[float, float]) -> tuple[float, float]:
    """Return the breadth and depth of the block that a tower stands on with room round it."""
    wide, deep = hall.platform_half
    return max(least[0], 2 * wide + 3.4), max(least[1], (2 * deep + 3.6) / 0.90)


def crown(model: SetModel, hall: Building, at: Matrix) -> None:
    """Put a tower on its block, without the steps it would have on the ground."""
    from scenes.raising import raise_hall  # the hall's line imports the works

    model.take(members.without(raise_hall(hall), ("step",)), "tower_", at)


def ramp(kit: Kit, r: Rampart, x0: float, x1: float, y: float) -> Mesh:
    """Put a ramp of brick up the inner face (马道) from x0 on the ground to x1 at the walk."""
    outline = [(x0, -SUNK), (x1, -SUNK), (x1, r.height), (x0, 0.02)]
    body = solids.shifted(solids.prism(outline, 3.6, "xz"), y=y)
    kit.add("ramp", body, r.face, "step")
    edge = [(x0, 0.0), (x1, r.height - 0.02), (x1, r.height + 0.7), (x0, 0.7)]
    kit.add(
        "ramp_wall", solids.shifted(solids.prism(edge, 0.36, "xz"), y=y + 1.63), r.crest, "wall"
    )
    return body
