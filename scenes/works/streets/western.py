"""A house with a brick front in the western manner of the Republic (民国砖面): one or two storeys.

Behind the front stands a shop's own body. What is known of such fronts is our own reading of 太原,
太谷 and 平遥 in the 1920s–40s (own, low to medium): piers, arches, a frieze for the name, a parapet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from scenes import signs, solids
from scenes.model import Matrix, SetModel
from scenes.signs import Sign
from scenes.solids import placement
from scenes.works.streets import blades, fronts, parapets, streetlamps
from scenes.works.streets.brickwork import Opening, Wall, doored, glazed, moulded, pierced, silled
from scenes.works.streets.fronts import Front
from scenes.works.streets.kit import Kit
from scenes.works.streets.parapets import Parapet
from scenes.works.streets.shell import Shell, raise_shell

FACE = -0.26  # y of the wall's face
DEEP = 0.42  # the wall's thickness
FRIEZE = 0.86  # metres over the ground storey that are kept for the name
CORNICE = 0.26
ORDERS = ("round", "segment", "flat")
WAYS = ("door", "show", "boards", "open")
_RISE = {"round": 0.86, "segment": 0.30, "flat": 0.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How a brick front is dressed: ``order`` of ``ORDERS``, crest and fill of its parapet, metres.

    ``face``, ``trim`` and ``frame`` are matters of wall, mouldings and joinery; ``lit`` tells which
    upper windows have a lamp behind them, bit by bit.
    """

    order: str = "round"
    crest: str = "step"
    fill: str = "wall"
    parapet: float = 0.95
    rise: float = 1.2
    face: str = "grey_facing"
    trim: str = "cement_pale"
    frame: str = "dark_wood"
    balcony: bool = False
    lit: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class BrickShop:
    """A shop behind a brick front: its words, whether electric light burns at it, its power."""

    shell: Shell
    front: Front
    style: Style
    name: str
    crest: str
    blade: str
    leftward: bool = True
    board: str = "black"
    colour: str = "white"
    electric: bool = True
    power: float = 1.3

    @property
    def top(self) -> float:
        """Return the highest point."""
        return max(self.shell.top, parapet(self.shell, self.style).top)


def waist(s: Shell) -> float:
    """Return the height at which the ground storey ends."""
    return s.plinth + s.column


def head(s: Shell) -> float:
    """Return the height of the wall under its cornice."""
    return s.head + 0.32 if s.upper else waist(s) + FRIEZE


def parapet(s: Shell, d: Style) -> Parapet:
    """Return the parapet of a front."""
    end = s.width / 2 - parapets.POST - 0.004
    inner = s.xs[1:-1]
    if len(s.bays) == 1:
        wide = 0.62 * end
    else:
        n = len(s.bays) // 2
        wide = (s.xs[n + 1] - s.xs[n]) / 2 + parapets.POST
    return Parapet(
        xs=(-end, *inner, end), foot=head(s) + CORNICE, high=d.parapet, rise=d.rise, wide=wide,
        crest=d.crest, fill=d.fill, y=FACE, material=d.face, trim=d.trim,
    )  # fmt: skip


def body(s: Shell, f: Front, d: Style) -> SetModel:
    """Return a house without its signs."""
    kit = Kit()
    raise_shell(kit, s)
    ground = _ground(s, f, d)
    x0, x1 = -s.width / 2 + 0.002, s.width / 2 - 0.002
    ys = (FACE, FACE + DEEP)
    pierced(kit, "face", Wall((x0, x1), (s.plinth - 0.02, waist(s)), ys, d.face), ground)
    for hole, way in zip(ground, f.ways, strict=True):
        moulded(kit, hole, FACE, d.trim)
        _closed(kit, s, hole, way, d)
    upper = _upper(s, d)
    pierced(kit, "face", Wall((x0, x1), (waist(s), head(s)), ys, d.face), upper)
    for number, hole in enumerate(upper):
        moulded(kit, hole, FACE, d.trim, 0.12)
        silled(kit, hole, FACE, d.trim)
        glazed(kit, hole, FACE + 0.20, d.frame, "glass_lit" if d.lit >> number & 1 else "glass")
    _piers(kit, s, d)
    _courses(kit, s, d)
    parapets.crown(kit, parapet(s, d))
    if d.balcony and s.upper:
        _balcony(kit, s)
    if any(way in ("open", "show") for way in f.ways):
        fronts.room(kit, s, f)
    return kit.model("republic.front", joined=True)


def _ground(s: Shell, f: Front, d: Style) -> list[Opening]:
    """Return the openings of the ground storey: wide ones, a window's over a low wall."""
    made = []
    for a, c, way in zip(s.xs[:-1], s.xs[1:], f.ways, strict=True):
        half = min(0.37 * (c - a), 1.30)
        rise = _RISE[d.order]
        spring = s.plinth + min(2.55, s.column - 0.42 - rise * half)
        foot = s.plinth + 0.62 if way == "show" else s.plinth - 0.02
        made.append(Opening((a + c) / 2, half, foot, spring, rise))
    return made


def _upper(s: Shell, d: Style) -> list[Opening]:
    """Return the windows of the upper storey: a pair a bay where it is wide."""
    if not s.upper:
        return []
    made = []
    rise = {"round": 1.0, "segment": 0.3, "flat": 0.0}[d.order]
    for number, (a, c) in enumerate(zip(s.xs[:-1], s.xs[1:], strict=True)):
        middle, foot = (a + c) / 2, waist(s) + FRIEZE + 0.16
        spring = foot + min(1.42, s.upper - 1.25)
        if d.balcony and number == len(s.bays) // 2:
            made.append(Opening(middle, 0.55, waist(s) + FRIEZE - 0.10, spring, rise))
        elif c - a > 3.1 and d.order != "flat":
            made += [Opening(middle + side * 0.66, 0.42, foot, spring, rise) for side in (-1, 1)]
        else:
            made.append(Opening(middle, 0.62, foot, spring, rise))
    return made


def _closed(kit: Kit, s: Shell, hole: Opening, way: str, d: Style) -> None:
    """Close an opening of the ground storey."""
    y = FACE + 0.22
    inner = Opening(hole.x, hole.half, max(hole.foot, s.plinth), hole.spring, hole.rise)
    if way == "door":
        doored(kit, inner, y, d.frame, "glass_lit")
    elif way == "show":
        silled(kit, inner, FACE, d.trim)
        _show(kit, inner, y, d.frame)
    else:
        _boards(kit, s, inner, way, y, d)


def _show(kit: Kit, hole: Opening, y: float, frame: str) -> None:
    """Frame a shop window; its panes are left out, so that what lies behind is seen."""
    left, right = hole.x - hole.half, hole.x + hole.half
    rows = [
        (left, left + 0.08, y - 0.05, y + 0.05, hole.foot, hole.spring),
        (right - 0.08, right, y - 0.05, y + 0.05, hole.foot, hole.spring),
        (left, right, y - 0.05, y + 0.05, hole.foot, hole.foot + 0.09),
        (left, right, y - 0.05, y + 0.05, hole.spring - 0.09, hole.spring),
        (left + 0.08, right - 0.08, y - 0.03, y + 0.03, hole.spring - 0.52, hole.spring - 0.47),
    ]
    for k in (1, 2):
        x = left + 2 * hole.half * k / 3
        rows.append(
            (x - 0.025, x + 0.025, y - 0.03, y + 0.03, hole.foot + 0.09, hole.spring - 0.09)
        )
    kit.boxes("show", rows, frame, "window")
    if hole.rise > 0:
        _tympanum(kit, hole, y, frame)


def _tympanum(kit: Kit, hole: Opening, y: float, frame: str) -> None:
    """Glaze what lies over the springing of an arch."""
    head = [[hole.x - hole.half - 0.01, hole.spring - 0.02], [hole.x + hole.half + 0.01, hole.spring - 0.02], *hole.over(0.008)]  # fmt: skip
    kit.add("tympanum", solids.shifted(solids.prism(head, 0.012, "xz"), y=y), "glass_lit", "window")
    for part in (-0.5, 0.0, 0.5):
        x = hole.x + part * hole.half
        high = hole.rise * hole.half * (1 - part * part) ** 0.5
        kit.boxes("fan", [(x - 0.016, x + 0.016, y - 0.02, y + 0.02, hole.spring, hole.spring + 0.97 * high)], frame, "window")  # fmt: skip


def _boards(kit: Kit, s: Shell, hole: Opening, way: str, y: float, d: Style) -> None:
    """Put upright boards (铺板) into an opening; of an open one only those stacked at its side."""
    left, right = hole.x - hole.half, hole.x + hole.half
    top = hole.spring - 0.05
    end = right if way == "boards" else left + 0.50
    boards = fronts.planks(left, end, s.plinth + 0.06, top, y)
    kit.add("planks", boards, "shop_board", "door")
    kit.boxes("rail", [(left, right, y - 0.06, y + 0.06, top, hole.spring + 0.03),
                       (left, right, y - 0.05, y + 0.05, s.plinth, s.plinth + 0.06)], d.frame, "door")  # fmt: skip
    if hole.rise > 0:
        _tympanum(kit, Opening(hole.x, hole.half, hole.foot, hole.spring, hole.rise), y, d.frame)


def _piers(kit: Kit, s: Shell, d: Style) -> None:
    """Put piers between the bays, broken where the name is."""
    end = s.width / 2 - 0.004
    for number, x in enumerate(s.xs):
        wide = 0.20
        if number in (0, len(s.xs) - 1):
            side = -1 if number == 0 else 1
            a, c = sorted((side * end, side * (end - 0.50)))
            runs = [(s.plinth - 0.02, head(s) - 0.2)]
        else:
            a, c = x - wide, x + wide
            runs = [(s.plinth - 0.02, waist(s) - 0.10)]
            if s.upper:
                runs.append((waist(s) + FRIEZE, head(s) - 0.2))
        kit.boxes(
            "pier",
            [(a, c, FACE - 0.08, FACE + 0.02, low, high) for low, high in runs],
            d.face,
            "wall",
        )
        base = s.plinth + 0.46
        kit.boxes("base", [(a - 0.03, c + 0.03, FACE - 0.12, FACE + 0.02, s.plinth - 0.016, base)]
                  if abs(a) < end - 0.01 and abs(c) < end - 0.01
                  else [(a, c, FACE - 0.12, FACE + 0.02, s.plinth - 0.016, base)], "stone", "wall")  # fmt: skip


def _courses(kit: Kit, s: Shell, d: Style) -> None:
    """Put the string courses and the cornice with its teeth."""
    w = s.width / 2 - 0.006
    bands = [(waist(s) - 0.10, 0.09), (waist(s) - 0.03, 0.14)]
    if s.upper:
        bands.append((waist(s) + FRIEZE - 0.07, 0.10))
    rows = [(-w, w, FACE - out, FACE + 0.02, z, z + 0.07) for z, out in bands]
    kit.boxes("string", rows, d.trim, "wall")
    z = head(s)
    teeth = np.arange(-w + 0.14, w - 0.10, 0.26)
    kit.boxes("tooth", [(x - 0.065, x + 0.065, FACE - 0.10, FACE + 0.02, z - 0.14, z) for x in teeth], d.face, "wall")  # fmt: skip
    steps = [(0.0, 0.08, 0.14), (0.08, 0.17, 0.20), (0.17, CORNICE, 0.27)]
    cornice = [(-w - 0.001 * k, w + 0.001 * k, FACE - out, FACE + DEEP + 0.01, z + a, z + b)
               for k, (a, b, out) in enumerate(steps)]  # fmt: skip
    kit.boxes("cornice", cornice, d.trim, "wall")


def _balcony(kit: Kit, s: Shell) -> None:
    """Put a small balcony with an iron rail before the middle of the upper storey."""
    n = len(s.bays) // 2
    x = (s.xs[n] + s.xs[n + 1]) / 2
    half, out, z = min(0.42 * s.bays[n], 1.3), FACE - 0.92, waist(s) + FRIEZE - 0.22
    kit.boxes(
        "balcony", [(x - half, x + half, out, FACE + 0.02, z, z + 0.11)], "cement_pale", "wall"
    )
    bracket = [(FACE + 0.02, z), (out + 0.25, z), (FACE + 0.02, z - 0.42)]
    for side in (-1, 1):
        piece = solids.prism(bracket, 0.12, "yz")
        kit.add("bracket", solids.shifted(piece, x=x + side * (half - 0.2)), "cement_pale", "wall")
    z += 0.11
    a, c = x - half + 0.05, x + half - 0.05
    bars = [(a, c, out + 0.04, out + 0.07, z + up, z + up + 0.03) for up in (0.10, 0.86)]
    bars += [
        (u - 0.011, u + 0.011, out + 0.044, out + 0.066, z, z + 0.87) for u in np.linspace(a, c, 15)
    ]
    for u in (a, c):
        bars += [(u - 0.015, u + 0.015, out + 0.05, FACE + 0.01, z + up, z + up + 0.028) for up in (0.101, 0.861)]  # fmt: skip
        bars += [(u - 0.011, u + 0.011, v - 0.011, v + 0.011, z, z + 0.87) for v in np.linspace(out + 0.2, FACE - 0.12, 5)]  # fmt: skip
    kit.boxes("rail", bars, "iron", "railing")


@dataclass(slots=True)
class Terrace:
    """A model that brick shops are put into, and the bodies it already has."""

    model: SetModel
    bodies: dict[tuple[Shell, Front, Style], tuple[str, SetModel]] = field(default_factory=dict)

    def put(self, shop: BrickShop, at: Matrix) -> None:
        """Put a shop at a place; shops of one body share their parts."""
        key = (shop.shell, shop.front, shop.style)
        if key not in self.bodies:
            self.bodies[key] = (f"brick{len(self.bodies)}.", body(*key))
        prefix, made = self.bodies[key]
        self.model.take(made, prefix, at)
        _named(self.model, shop, at)
        _lamps(self.model, shop, at)


def _named(model: SetModel, shop: BrickShop, at: Matrix) -> None:
    """Put the name on the frieze, the mark into the crest, the wares on a blade."""
    s = shop.shell
    wide = min(s.width - 1.3, 0.66 * len(shop.name) + 0.5)
    board = Sign(text=shop.name, form="plaque", wide=wide, high=0.60, style=shop.board, leftward=shop.leftward)  # fmt: skip
    signs.hang(model, board, at @ placement(0.0, FACE - 0.013, waist(s) + 0.42))
    p = parapet(s, shop.style)
    if shop.crest and shop.style.crest != "plain":
        half, low, high = p.field
        tall = min(0.80, high - low)
        half = min(half, 0.60 * tall * len(shop.crest))
        kit = Kit()
        z = (low + high) / 2
        kit.boxes(
            "field",
            [(-half, half, FACE - 0.05, FACE + 0.02, z - tall / 2, z + tall / 2)],
            "cement",
            "wall",
        )
        model.take(kit.model("invention"), f"field.{half:.3f}.{z:.3f}.", at)
        mark = Sign(text=shop.crest, form="bare", wide=2 * half - 0.2, high=0.92 * tall, style="cement", leftward=shop.leftward)  # fmt: skip
        signs.hang(model, mark, at @ placement(0.0, FACE - 0.05, z))
    if shop.blade:
        low = waist(s) + FRIEZE + 0.05 if s.upper else s.plinth + 2.15
        blades.put(
            model, shop.blade, shop.colour, at @ placement(s.width / 2 - 0.28, FACE - 0.08, low)
        )


def _lamps(model: SetModel, shop: BrickShop, at: Matrix) -> None:
    """Put lamps over the name, and light in a shop that is open."""
    s = shop.shell
    if shop.electric:
        for x in (-0.22 * s.width, 0.22 * s.width):
            streetlamps.over_sign(
                model, at @ placement(x, FACE, waist(s) + FRIEZE - 0.10), lit=shop.power > 0
            )
    if shop.power <= 0:
        return
    if any(way in ("open", "show") for way in shop.front.ways):
        spot = (at @ (0.0, 1.2, s.plinth + 2.5, 1.0))[:3].tolist()
        model.lamps.append({"at": tuple(spot), "power": shop.power, "colour": (1.0, 0.66, 0.34)})
    out = (at @ (0.0, FACE - 0.85, waist(s) + 0.35, 1.0))[:3].tolist()
    model.lamps.append({"at": tuple(out), "power": 0.9 * shop.power, "colour": (1.0, 0.66, 0.34)})
