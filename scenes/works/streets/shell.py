"""The body of a shop that its like share: plinth, walls, timber front frame, roof."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import lattice, solids
from scenes.works.streets import roofing
from scenes.works.streets.kit import Kit, between
from scenes.works.streets.roofing import Cover, Profile

GABLE = 0.37  # thickness of a gable wall, metres
WALK = 0.62  # how far the plinth passes the columns
POST = 0.13  # radius of a column
BACK = 0.30  # rear eave
OVERHANG = 0.55  # how far a 悬山 roof passes its gables


@dataclass(frozen=True, kw_only=True, slots=True)
class Shell:
    """A shop's body; metres. ``bays`` are widths, ``column`` and ``upper`` heights of storeys.

    ``roof`` is 硬山, 卷棚 or 悬山, ``cover`` 瓦 or 草, ``wall`` a material, ``timber`` that of
    columns and beams; ``arched`` marks a brick front with arches, ``fretted`` one with 挂落.
    """

    bays: tuple[float, ...]
    depth: float
    plinth: float
    column: float
    upper: float = 0.0
    eave: float = 0.95
    rise: float = 1.5
    roof: str = "硬山"
    cover: str = "瓦"
    wall: str = "brick"
    timber: str = "wood"
    arched: bool = False
    fretted: bool = False

    @property
    def width(self) -> float:
        """Return the whole width, gables included."""
        return sum(self.bays) + 2 * GABLE

    @property
    def xs(self) -> tuple[float, ...]:
        """Return the axes of the columns."""
        marks = np.cumsum([0.0, *self.bays]) - sum(self.bays) / 2
        return tuple(float(x) for x in marks)

    @property
    def beam(self) -> float:
        """Return the underside of the ground storey's architrave."""
        return self.plinth + self.column - 0.26

    @property
    def head(self) -> float:
        """Return the top of the topmost columns."""
        return self.plinth + self.column + (0.24 + self.upper if self.upper else 0.0)

    @property
    def line(self) -> Profile:
        """Return the roof's profile."""
        front = 0.02 if self.arched else self.eave
        line = roofing.double(
            self.depth, front, BACK, self.head + 0.36, self.rise, round_=self.roof == "卷棚"
        )
        return line[2:] if self.arched else line  # behind a brick front there is no eave

    @property
    def top(self) -> float:
        """Return the highest point, a brick front's crown apart."""
        return roofing.ridge_top(self.roof != "卷棚", self.cover == "草", self.line)


def raise_shell(kit: Kit, s: Shell) -> None:
    """Put a shop's body together."""
    _stand(kit, s)
    _walls(kit, s)
    if not s.arched:
        _frame(kit, s)
    if s.upper and not s.arched:
        _waist(kit, s)
    _roof(kit, s)


def _stand(kit: Kit, s: Shell) -> None:
    """Lay the plinth with its edge stones, and steps before it."""
    w = s.width / 2 - 0.004  # the gables stand proud of it
    kit.boxes(
        "plinth", [(-w, w, -WALK + 0.30, s.depth - 0.004, -0.3, s.plinth)], "brick", "platform"
    )
    kit.boxes("kerb", [(-w, w, -WALK, -WALK + 0.30, -0.3, s.plinth + 0.004)], "slab", "platform")
    count = int(s.plinth / 0.17)
    if count < 1:
        return
    half = s.bays[len(s.bays) // 2] * 0.42
    tread, high = 0.30, s.plinth / (count + 1)
    kit.boxes(
        "steps",
        [
            (
                -half,
                half,
                -WALK - (k + 1) * tread,
                -WALK - k * tread,
                -0.3,
                s.plinth - (k + 1) * high,
            )
            for k in range(count)
        ],
        "slab",
        "platform",
    )


def _walls(kit: Kit, s: Shell) -> None:
    """Put gables that follow the roof, stepped out under the front eave, and the back wall."""
    flush = s.roof != "悬山"
    line, w = s.line, s.width / 2
    reach = -0.62 * s.eave if flush and not s.arched else 0.04
    top = roofing.under(line, reach, s.depth, roofing.BED + (0.002 if flush else 0.10))
    corbel: list[tuple[float, float]] = []
    if flush and not s.arched:  # 墀头: three courses reach out
        z = top[0][1]
        corbel = [(reach, z - 0.16), (0.66 * reach, z - 0.34), (0.40 * reach - 0.06, z - 0.52)]
    outline = [
        (0.40 * reach - 0.06 if corbel else reach, -0.304),
        (s.depth, -0.304),
        *top[::-1],
        *corbel,
    ]
    gable = solids.prism(outline, GABLE, "yz")
    for side in (-1, 1):
        kit.add("gable", solids.shifted(gable, x=side * (w - GABLE / 2)), s.wall, "wall")
    back = roofing.height_at(line, s.depth) - roofing.BED - 0.01
    kit.boxes(
        "back", [(-w + GABLE, w - GABLE, s.depth - 0.36, s.depth, s.plinth, back)], s.wall, "wall"
    )


def _frame(kit: Kit, s: Shell) -> None:
    """Put columns, architrave, eave beam and rafters."""
    xs = s.xs
    turned = solids.lathe([(POST, s.plinth), (POST, s.head)], 12)
    foot = solids.lathe([(0.20, s.plinth), (0.20, s.plinth + 0.05), (0.155, s.plinth + 0.14)], 12)
    for x in xs:
        kit.add("post", solids.shifted(turned, x=x), s.timber, "column")
        kit.add("foot", solids.shifted(foot, x=x), "stone", "platform")
    tops = [s.plinth + s.column] + ([s.head] if s.upper else [])
    kit.boxes(
        "architrave", [(xs[0], xs[-1], -0.085, 0.085, z - 0.26, z) for z in tops], s.timber, "beam"
    )
    kit.boxes(
        "plate", [(xs[0] - 0.1, xs[-1] + 0.1, -0.13, 0.13, s.head, s.head + 0.07)], s.timber, "beam"
    )
    _eave(kit, s)
    _brackets(kit, s)


def _eave(kit: Kit, s: Shell) -> None:
    """Put rafters and boards under the eave, the beam that bears them and its arms."""
    line, out = s.line, -0.58 * s.eave
    x0, x1 = _roof_ends(s)
    low = roofing.BED + 0.035
    ys = np.array([-s.eave + 0.06, -0.5 * s.eave, 0.25])
    zs = np.array([roofing.height_at(line, y) for y in ys])
    rows = between(x0, x1, 0.24, 0.16)
    path = np.stack([np.zeros(3), ys, zs - low - 0.045], axis=1)
    at = np.zeros((len(rows), 3))
    at[:, 0] = rows
    kit.add(
        "rafters",
        solids.repeated(solids.swept(path, solids.rectangle(0.075, 0.075)), at),
        "rafter" if s.timber == "redwood" else "wood",
        "rafter",
    )
    boards = np.zeros((2, 3, 3))
    boards[0, :, 0], boards[1, :, 0] = x0 + 0.02, x1 - 0.02
    boards[:, :, 1], boards[:, :, 2] = ys - 0.03, zs - roofing.BED - 0.003
    kit.add("boards", solids.outward(solids.slab(boards, np.full((2, 3), 0.03))), "board", "rafter")
    bears = roofing.height_at(line, out) - low - 0.085
    kit.boxes(
        "eave_beam",
        [(x0 + 0.05, x1 - 0.05, out - 0.06, out + 0.06, bears - 0.15, bears)],
        s.timber,
        "beam",
    )
    arms = [(x - 0.055, x + 0.055, out - 0.18, 0.3, bears - 0.36, bears - 0.15) for x in s.xs]
    kit.boxes("arms", arms, s.timber, "beam")


def _brackets(kit: Kit, s: Shell) -> None:
    """Put 雀替 beside the columns, and fretwork under the eave beam where a shop can afford it."""
    z = s.beam
    shape = [(0.0, 0.0), (0.52, 0.0), (0.44, -0.07), (0.28, -0.10), (0.16, -0.20), (0.0, -0.30)]
    for a, c in zip(s.xs[:-1], s.xs[1:], strict=True):
        for x, side in ((a + POST - 0.03, 1), (c - POST + 0.03, -1)):
            outline = [(x + side * u, z + v) for u, v in shape]
            kit.add("spandrel", solids.prism(outline, 0.07, "xz"), "leaf_lattice", "beam")
    if not s.fretted or s.upper:
        return
    y = -0.58 * s.eave
    top = roofing.height_at(s.line, y) - roofing.BED - 0.27 - 0.21
    drop = solids.lathe(
        [(0.02, -0.66), (0.075, -0.58), (0.085, -0.50), (0.055, -0.44), (0.055, 0.0)], 8
    )
    for x in s.xs:
        kit.add("drop", solids.shifted(drop, x, y, top), s.timber, "beam")
    for number, (a, c) in enumerate(zip(s.xs[:-1], s.xs[1:], strict=True)):
        if number == len(s.bays) // 2:  # the plaque hangs there
            continue
        fret = lattice.pattern("步步锦", c - a - 0.10, 0.34)
        kit.add("fret", solids.shifted(fret, (a + c) / 2, y, top - 0.38), "leaf_lattice", "beam")
        rails = [(a, c, y - 0.02, y + 0.02, top - 0.42, top - 0.38)]
        kit.boxes("fret_rail", rails, "leaf_lattice", "beam")


def _waist(kit: Kit, s: Shell) -> None:
    """Put the lean-to eave between the storeys (腰檐)."""
    x0, x1 = s.xs[0] - GABLE + 0.02, s.xs[-1] + GABLE - 0.02
    z = s.plinth + s.column
    line = roofing.single(-0.85, z - 0.06, -0.06, z + 0.34)
    roofing.lay(kit, Cover(x0=x0, x1=x1, line=line))
    kit.boxes(
        "waist_beam", [(x0 + 0.04, x1 - 0.04, -0.62, -0.52, z - 0.22, z - 0.11)], s.timber, "beam"
    )
    arms = [(x - 0.05, x + 0.05, -0.72, 0.2, z - 0.40, z - 0.22) for x in s.xs]
    kit.boxes("waist_arms", arms, s.timber, "beam")
    kit.boxes("waist_top", [(x0, x1, -0.09, -0.01, z + 0.30, z + 0.44)], "ridge", "ridge")


def _roof_ends(s: Shell) -> tuple[float, float]:
    past = OVERHANG if s.roof == "悬山" else 0.0
    return -s.width / 2 - past, s.width / 2 + past


def _roof(kit: Kit, s: Shell) -> None:
    line = s.line
    x0, x1 = _roof_ends(s)
    peak = int(np.argmax(line[:, 1]))
    ridge = None if s.roof == "卷棚" else (float(line[peak, 0]), float(line[peak, 1]))
    cover = Cover(x0=x0, x1=x1, line=line, ridge=ridge, thatch=s.cover == "草", hidden=s.arched)
    roofing.lay(kit, cover)
    if s.roof != "悬山":  # 披水: a row of bricks along the gable's edge
        y, z = cover.rows.T  # with the tiles: on another line it would touch their tops
        path = np.stack([np.zeros(len(y)), y, z + 0.03], axis=1)
        for x in (x0 + 0.05, x1 - 0.05):
            edge = solids.swept(path + [x, 0, 0], solids.rectangle(0.14, 0.10))
            kit.add("verge", edge, "ridge", "ridge")
        return
    outline = roofing.under(line, float(line[0, 0]) + 0.05, float(line[-1, 0]) - 0.05, 0.03)
    low = [(y, z - 0.30) for y, z in outline]
    board = solids.prism([*outline, *low[::-1]], 0.045, "yz")
    for x in (x0 + 0.03, x1 - 0.03):
        kit.add("barge", solids.shifted(board, x=x), s.timber, "roof")
