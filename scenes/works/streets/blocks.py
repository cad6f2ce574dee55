"""A block of today: shops on the ground, flats or offices over them, a flat roof (今楼).

Two to six storeys as county towns and cities of Shanxi have had since the 1970s; sizes are the
editor's own knowledge (medium) and shapes our own. A block faces −y; its pavement is z = 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import solids
from scenes.model import SetModel
from scenes.solids import placement
from scenes.works.courts import farm_things
from scenes.works.streets import shopfronts
from scenes.works.streets.brickwork import Opening, Wall, pierced
from scenes.works.streets.kit import Kit

SKIN = 0.26  # thickness of the front wall
END = 0.20  # of wall beyond the last bay
OUT = 1.05  # metres that a balcony stands out
FASCIA = 1.10  # metres under the first floor that signs take
RAIL, HEAD = 0.92, 2.42  # of a balcony: its breast and its head over the floor


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A block; metres. ``shops`` are how many bays each shop takes, ``goods`` what each shows.

    ``use`` is flats or offices; ``balconies`` are bays, ``units`` whether air conditioners hang,
    ``cages`` whether low windows are barred; ``lit`` tells which windows have a lamp, bit by bit.
    """

    shops: tuple[int, ...]
    goods: tuple[str, ...]
    bay: float
    storeys: int
    ground: float
    floor: float
    depth: float = 11.0
    use: str = "flats"
    wall: str = "render_cream"
    trim: str = "cement_pale"
    frame: str = "aluminium"
    glass: str = "glass"
    pier: str = "cement"
    balconies: tuple[int, ...] = ()
    units: bool = True
    cages: bool = True
    solar: bool = True
    lit: int = 0

    @property
    def bays(self) -> int:
        """Return how many bays it has."""
        return sum(self.shops)

    @property
    def width(self) -> float:
        """Return its whole width."""
        return self.bays * self.bay + 2 * END

    @property
    def roof(self) -> float:
        """Return the height of its roof."""
        return self.ground + (self.storeys - 1) * self.floor

    @property
    def head(self) -> bool:
        """Return whether a stair comes out on the roof."""
        return self.storeys >= 4

    @property
    def top(self) -> float:
        """Return the highest point."""
        low = self.roof + 1.0
        if self.solar and self.use == "flats":
            low = max(low, self.roof + farm_things.HEATER + 0.0)
        return self.roof + 2.72 if self.head else low

    def middle(self, number: int) -> float:
        """Return the middle of a bay."""
        return (number + 0.5 - self.bays / 2) * self.bay

    def spans(self) -> list[tuple[float, float]]:
        """Return from where to where each shop goes."""
        ends = np.cumsum([0, *self.shops]) * self.bay - self.bays * self.bay / 2
        return [(float(a), float(c)) for a, c in zip(ends[:-1], ends[1:], strict=True)]


def body(b: Block) -> SetModel:
    """Return a block without its signs."""
    kit = Kit()
    _mass(kit, b)
    for (a, c), goods in zip(b.spans(), b.goods, strict=True):
        shopfronts.put(kit, (a, c), b.ground - FASCIA - 0.12, goods, b.frame)
    for storey in range(1, b.storeys):
        _storey(kit, b, storey)
    _edges(kit, b)
    model = kit.model("today.block", joined=True)
    _on_roof(model, b)
    return model


def _mass(kit: Kit, b: Block) -> None:
    """Put what is behind the front, the piers of the ground floor and the beam over the shops."""
    w, deep = b.width / 2, b.depth
    kit.boxes("mass", [(-w, w, SKIN, deep, b.ground - 0.02, b.roof)], b.wall, "wall")
    kit.boxes("base", [(-w, w, shopfronts.ROOM + 0.1, deep, -0.3, b.ground - 0.02)], b.wall, "wall")
    kit.boxes(
        "slab",
        [(-w + 0.002, w - 0.002, 0.004, shopfronts.ROOM + 0.1, -0.3, 0.02)],
        "floor",
        "floor",
    )
    kit.boxes("beam", [(-w, w, 0.0, SKIN, b.ground - FASCIA - 0.12, b.ground)], b.wall, "wall")
    edges = [a for a, _ in b.spans()] + [b.spans()[-1][1]]
    for number, x in enumerate(edges):
        a, c = (x - 0.20, x + 0.20)
        if number == 0:
            a = -w
        if number == len(edges) - 1:
            c = w
        kit.boxes("pier", [(a, c, -0.06, 0.34, -0.3, b.ground - FASCIA - 0.118)], b.pier, "wall")
        inner = (max(a, x - 0.1), min(c, x + 0.1)) if 0 < number < len(edges) - 1 else (a, c)
        kit.boxes("party", [(*inner, 0.30, shopfronts.ROOM + 0.12, -0.3, b.ground - 0.021)], "whitewash", "wall")  # fmt: skip


def _lit(b: Block, storey: int, bay: int) -> str:
    """Return the matter of a window's panes: with a lamp behind them or without."""
    burns = b.lit >> ((storey * 7 + bay * 3) % 61) & 1
    return b.glass if not burns else "glass_blue_lit" if b.glass == "glass_blue" else "glass_lit"


def _storey(kit: Kit, b: Block, storey: int) -> None:
    """Put one upper storey's front: wall, windows, balconies, what hangs under windows."""
    w = b.width / 2
    z0 = b.ground + (storey - 1) * b.floor
    half = 0.40 * b.bay if b.use == "offices" else min(0.75, 0.22 * b.bay)
    foot, spring = (
        (z0 + 0.75, z0 + b.floor - 0.42) if b.use == "offices" else (z0 + 0.92, z0 + b.floor - 0.55)
    )
    holes = {
        n: Opening(b.middle(n), half, foot, spring) for n in range(b.bays) if n not in b.balconies
    }
    pierced(
        kit, "face", Wall((-w, w), (z0, z0 + b.floor), (0.0, SKIN), b.wall), list(holes.values())
    )
    for n, hole in holes.items():
        _window(kit, b, hole, _lit(b, storey, n))
        turn = (storey * 5 + n * 3) % 4
        if b.units and b.use == "flats" and turn in (0, 1):
            _unit(kit, hole.x + hole.half + 0.42, foot - 0.75)
        if b.cages and storey <= 2 and turn != 3 and b.use == "flats":
            _cage(kit, hole)
    for n in b.balconies:
        _balcony(kit, b, b.middle(n), z0, _lit(b, storey, n))
        if b.units and (storey + n) % 2:
            _unit(kit, b.middle(n), z0 + 0.16, out=OUT)


def _window(kit: Kit, b: Block, hole: Opening, glass: str) -> None:
    """Put a sliding window into a wall: frame, mullions, panes, a ledge under it."""
    left, right, y = hole.x - hole.half, hole.x + hole.half, 0.12
    kit.boxes(
        "pane",
        [(left - 0.01, right + 0.01, y, y + 0.012, hole.foot - 0.01, hole.spring + 0.01)],
        glass,
        "window",
    )
    rows = [
        (left, left + 0.05, y - 0.04, y + 0.05, hole.foot, hole.spring),
        (right - 0.05, right, y - 0.04, y + 0.05, hole.foot, hole.spring),
        (left, right, y - 0.042, y + 0.05, hole.foot, hole.foot + 0.05),
        (left, right, y - 0.042, y + 0.05, hole.spring - 0.05, hole.spring),
    ]  # fmt: skip
    parts = 4 if b.use == "offices" else 2
    for k in range(1, parts):
        x = left + (right - left) * k / parts
        rows.append((x - 0.03, x + 0.03, y - 0.03, y + 0.04, hole.foot + 0.05, hole.spring - 0.05))
    if b.use == "flats":
        z = hole.foot + 0.70 * (hole.spring - hole.foot)
        rows.append((left + 0.05, right - 0.05, y - 0.031, y + 0.04, z - 0.025, z + 0.025))
    kit.boxes("frame", rows, b.frame, "window")
    kit.boxes(
        "ledge",
        [(left - 0.08, right + 0.08, -0.09, 0.05, hole.foot - 0.09, hole.foot - 0.006)],
        b.trim,
        "wall",
    )


def _unit(kit: Kit, x: float, z: float, out: float = 0.0) -> None:
    """Hang an air conditioner's outer box on its brackets; ``out`` is how far off the wall."""
    y = -out
    kit.boxes(
        "unit", [(x - 0.40, x + 0.40, y - 0.40, y - 0.10, z, z + 0.56)], "enamel_white", "prop"
    )
    fan = solids.prism(solids.circle(0.22, 14) + [x - 0.10, z + 0.28], 0.02, "xz")
    kit.add("fan", solids.shifted(fan, y=y - 0.405), "mast_grey", "prop")
    arms = [
        (x + s * 0.30 - 0.015, x + s * 0.30 + 0.015, y - 0.42, y + 0.02, z - 0.035, z - 0.001)
        for s in (-1, 1)
    ]
    kit.boxes("unit_arm", arms, "iron", "prop")
    if not out:
        kit.boxes("pipe", [(x - 0.43, x - 0.40, y - 0.22, y - 0.18, z + 0.1, z + 0.14), (x - 0.46, x - 0.42, y - 0.22, y + 0.02, z + 0.1, z + 0.14)], "enamel_white", "prop")  # fmt: skip


def _cage(kit: Kit, hole: Opening) -> None:
    """Put a cage of bars before a window (防盗窗)."""
    a, c, z0, z1, out = (
        hole.x - hole.half - 0.06,
        hole.x + hole.half + 0.06,
        hole.foot - 0.12,
        hole.spring + 0.08,
        -0.42,
    )
    bars = [(a, c, out, out + 0.02, z, z + 0.02) for z in np.linspace(z0, z1 - 0.02, 4)]
    bars += [
        (x - 0.009, x + 0.009, out + 0.001, out + 0.019, z0, z1)
        for x in np.linspace(a + 0.01, c - 0.01, 10)
    ]
    bars += [
        (x - 0.01, x + 0.01, out, 0.02, z, z + 0.02)
        for x in (a + 0.01, c - 0.01)
        for z in (z0, z1 - 0.02)
    ]
    kit.boxes("cage", bars, "mast_grey", "window")
    kit.boxes("cage_foot", [(a, c, out, 0.02, z0 - 0.015, z0 - 0.002)], "mast_grey", "window")


def _balcony(kit: Kit, b: Block, x: float, z: float, glass: str) -> None:
    """Put a glazed balcony (封阳台): slab, breast, panes in their frame, a roof slab."""
    half = b.bay / 2 - 0.22
    a, c = x - half, x + half
    kit.boxes(
        "shelf", [(a - 0.05, c + 0.05, -OUT - 0.05, 0.02, z - 0.06, z + 0.10)], b.trim, "wall"
    )
    kit.boxes("breast", [(a, c, -OUT, 0.02, z + 0.10, z + RAIL)], b.wall, "wall")
    kit.boxes(
        "pane", [(a + 0.03, c - 0.03, -OUT + 0.03, 0.02, z + RAIL, z + HEAD)], glass, "window"
    )
    rows = [
        (a - 0.004, c + 0.004, -OUT - 0.004, 0.02, z + up, z + up + 0.06)
        for up in (RAIL - 0.02, HEAD - 0.05)
    ]
    marks = np.linspace(a + 0.03, c - 0.03, 5)
    rows += [(u - 0.03, u + 0.03, -OUT, -OUT + 0.06, z + RAIL, z + HEAD) for u in marks]
    rows += [
        (u - 0.025, u + 0.025, -OUT + 0.5, -OUT + 0.56, z + RAIL, z + HEAD)
        for u in (a + 0.027, c - 0.027)
    ]
    rows.append((a + 0.03, c - 0.03, -OUT + 0.004, -OUT + 0.05, z + HEAD - 0.52, z + HEAD - 0.47))
    kit.boxes("frame", rows, b.frame, "window")
    kit.boxes(
        "lid", [(a - 0.05, c + 0.05, -OUT - 0.05, 0.02, z + HEAD, z + HEAD + 0.10)], b.trim, "wall"
    )


def _edges(kit: Kit, b: Block) -> None:
    """Put floor bands, the parapet with its coping, and rain pipes."""
    w = b.width / 2
    if b.use == "offices" or "brick" in b.wall:
        bands = [b.ground + k * b.floor for k in range(b.storeys - 1)]
        kit.boxes("band", [(-w, w, -0.05, 0.01, z - 0.08, z + 0.10) for z in bands], b.trim, "wall")
    z = b.roof
    ring = [(-w, w, 0.0, 0.20), (-w, w, b.depth - 0.20, b.depth), (-w, -w + 0.20, 0.20, b.depth - 0.20), (w - 0.20, w, 0.20, b.depth - 0.20)]  # fmt: skip
    kit.boxes("parapet", [(*r, z, z + 0.92) for r in ring], b.wall, "wall")
    cap = [(x0 - 0.05, x1 + 0.05, y0 - 0.05, y1 + 0.05) for x0, x1, y0, y1 in ring[:2]]
    cap += [(x0 - 0.05, x1 + 0.05, y0 + 0.05, y1 - 0.05) for x0, x1, y0, y1 in ring[2:]]
    kit.boxes("coping", [(*r, z + 0.92, z + 1.0) for r in cap], b.trim, "wall")
    kit.boxes("cornice", [(-w, w, -0.10, 0.01, z - 0.12, z + 0.04)], b.trim, "wall")
    kit.boxes(
        "deck", [(-w + 0.2, w - 0.2, 0.2, b.depth - 0.2, z - 0.02, z + 0.03)], "asphalt", "roof"
    )
    pipe = solids.lathe([(0.05, b.ground - 0.05), (0.05, z + 0.1)], 8)
    for x in (-w + 0.14, w - 0.14):
        kit.add("rainpipe", solids.shifted(pipe, x, -0.06), "enamel_white", "wall")


def _on_roof(model: SetModel, b: Block) -> None:
    """Put the head of the stair, and the heaters of those who live there."""
    w, z = b.width / 2, b.roof + 0.03
    kit = Kit()
    if b.head:
        x = min(0.25 * w, w - 2.0)
        kit.boxes("stair", [(x - 1.4, x + 1.4, 5.2, 8.4, z, b.roof + 2.6)], b.wall, "wall")
        kit.boxes(
            "stair_lid",
            [(x - 1.55, x + 1.55, 5.05, 8.55, b.roof + 2.6, b.roof + 2.72)],
            b.trim,
            "roof",
        )
    model.take(kit.model("today.block"), "roof.")
    if not (b.solar and b.use == "flats"):
        return
    heater = farm_things.solar_heater()
    for k, x in enumerate(np.arange(-w + 1.6, w - 1.2, 2.6)):
        if k % 4 != 2:
            model.take(heater, "solar.", placement(float(x), 3.0, z))
