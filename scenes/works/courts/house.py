"""One house of a court: brick on three sides, timber and paper on the fourth, under grey tiles.

The house is centred on x = y = 0 and faces −y; metres; the court lies at z = 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import solids
from scenes.model import SetModel
from scenes.solids import Mesh
from scenes.works.courts import covers, fronts, openings, tilework
from scenes.works.courts.tilework import BED, Curve

WALL = 0.44  # thickness of outer walls
OVER = 0.80  # front columns to the eave
COLUMN = 0.15  # radius of a column
OUT = 0.55  # front columns to the edge of the platform


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """What a house is.

    ``bays`` are front bays, axis to axis; ``depth`` runs from the front columns to the back of
    the rear wall; ``column`` from floor to the underside of the eave purlin; ``rise`` over that.
    ``roof``: 单坡 falls to the front only, 双坡 both ways with a ridge, 卷棚 both ways with none.
    ``front`` says what closes each bay (``openings``), ``porch`` how far that stands behind the
    columns; ``parapet`` is what a 单坡's rear wall stands over its roof, ``gable_out`` how far a
    悬山 roof hangs over its gables. ``rich`` fronts have carved and painted members; ``back``
    opens the middle of the rear wall. ``cover`` is 瓦, 草, 石板 or 平顶 (a flat deck, its parapet
    in ``parapet``); ``masonry`` is "" for a timber front, 拱 or 平 for one of brick (``fronts``);
    ``podium`` and ``trim`` are materials.
    """

    bays: tuple[float, ...]
    depth: float
    floor: float
    column: float
    rise: float
    roof: str
    front: tuple[str, ...]
    porch: float = 0.0
    parapet: float = 0.0
    rich: bool = True
    lattice: str = "步步锦"
    wall: str = "brick"
    back: bool = False
    gable_out: float = 0.0
    timber: str = "dark_wood"
    steps: bool = True
    cover: str = "瓦"
    masonry: str = ""
    podium: str = "brick"
    trim: str = "grey_brick"
    frame: str = "dark_wood"
    boarded: bool = False

    @property
    def width(self) -> float:
        """Return the axes of the outer columns apart."""
        return sum(self.bays)

    @property
    def half(self) -> float:
        """Return half the breadth over the gables' outer faces."""
        return self.width / 2 + COLUMN + 0.30

    @property
    def face(self) -> float:
        """Return the y of the front columns."""
        return -self.depth / 2

    @property
    def rect(self) -> tuple[float, float, float, float]:
        """Return the ground it takes, without its eaves."""
        return -self.half, self.half, self.face - OUT, self.depth / 2

    @property
    def eave(self) -> float:
        """Return the height of the eave's lower edge over the court."""
        return float(self.curve[0, 1]) - BED

    @property
    def top(self) -> float:
        """Return the highest point over the court."""
        if self.roof == "单坡":
            return float(self.curve[-1, 1]) + self.parapet
        if self.cover != "瓦":
            over = {"草": covers.THATCH - BED + 0.16, "石板": 0.075, "平顶": self.parapet}
            return float(self.curve[-1, 1]) + over[self.cover]
        return float(self.curve[-1, 1]) + (tilework.RIDGE if self.roof == "双坡" else 0.06)

    @property
    def curve(self) -> Curve:
        """Return the front slope, (y, z) from the eave to the top."""
        end = 0.0 if self.roof != "单坡" else self.depth / 2 - WALL
        run = end - self.face + OVER
        line = tilework.slope(run, self.rise * run / (run - OVER))
        over_column = float(np.interp(OVER, line[:, 0], line[:, 1]))
        return line + [self.face - OVER, self.floor + self.column + 0.26 + BED - over_column]


def raise_house(h: House) -> SetModel:
    """Return the geometry of a house."""
    model = SetModel()
    _platform(model, h)
    _walls(model, h)
    if h.masonry:
        _masonry(model, h)
        lay_roof(model, h)
        return model
    _timber(model, h)
    openings.close(model, h.bays, h.front, openings.Line(
        y=h.face + h.porch + (0.0 if h.porch else 0.02), foot=h.floor,
        head=h.floor + h.column - 0.42, column=COLUMN, lattice=h.lattice, wall=h.wall,
        boarded=h.boarded))  # fmt: skip
    lay_roof(model, h)
    return model


def _masonry(model: SetModel, h: House) -> None:
    """Close the front with a wall of brick up to the roof."""
    under = float(np.interp(h.face, h.curve[:, 0], h.curve[:, 1])) - BED - 0.012
    fronts.raise_front(model, h.bays, h.front, fronts.Front(
        y=h.face, foot=h.floor, head=h.floor + min(h.column - 0.3, 2.75), top=under,
        half=h.width / 2 + COLUMN + 0.01, style=h.masonry, wall=h.wall, trim=h.trim, frame=h.frame,
    ))  # fmt: skip


def _put(
    model: SetModel, name: str, mesh: Mesh, material: str, element: str, rule: str = ""
) -> None:
    model.add_part(name, *mesh, material)
    model.place(name, element, rule=rule)


def _platform(model: SetModel, h: House) -> None:
    x, y0, y1 = h.half - 0.03, h.face - OUT, h.depth / 2 - 0.03
    _put(model, "podium", solids.boxes([(-x, x, y0 + 0.03, y1, -0.3, h.floor - 0.12)]), h.podium,
         "platform", "court.floor")  # fmt: skip
    rim = [(-x - 0.02, x + 0.02, y0, y0 + 0.42, h.floor - 0.13, h.floor)]
    _put(model, "rim", solids.boxes(rim), "stone", "platform")
    floor = [(-x, x, y0 + 0.40, y1 - 0.02, h.floor - 0.13, h.floor - 0.012)]
    _put(model, "floor", solids.boxes(floor), "floor", "platform")
    if not h.steps:
        return
    count = max(1, round(h.floor / 0.16))
    wide = max(h.bays) / 2 - 0.1
    steps = [
        (-wide, wide, y0 - 0.30 * (count - k), y0 + 0.02, -0.2, h.floor * (k + 1) / (count + 1))
        for k in range(count)
    ]
    _put(model, "steps", solids.boxes(steps), "slab", "step")
    if h.back:
        model.place("steps", "step", solids.placement(0, h.face - OUT + y1, 0, np.pi))


def _gable(h: House) -> list[tuple[float, float]]:
    """Return a gable wall's outline (y, z) from the foot of its front up to the roof and down."""
    low = h.curve - [0.0, BED + 0.01]
    front = h.face - 0.34  # 墀头 stands before the columns
    keep = low[low[:, 0] > front]
    start = (front, float(np.interp(front, low[:, 0], low[:, 1])))
    line = [start, *map(tuple, keep.tolist())]
    back = h.depth / 2
    if h.roof == "单坡":
        line.append((back - 0.01, float(low[-1, 1])))
    else:
        line += [(-y, z) for y, z in line[-2::-1] if -y < back]
        line.append((back, float(np.interp(-back, low[:, 0], low[:, 1]))))
    return [(line[-1][0], -0.1), (front, -0.1), *line]


def _walls(model: SetModel, h: House) -> None:
    outline = _gable(h)
    thick = h.half - (h.width / 2 - COLUMN - 0.02)
    gable = solids.prism(outline, thick, "yz")
    at = h.half - thick / 2
    walls = solids.merge(solids.shifted(gable, -at), solids.shifted(gable, at))
    _put(model, "gables", walls, h.wall, "wall")
    inner = h.half - thick + 0.005
    back = h.depth / 2
    high = float(h.curve[-1, 1]) - BED if h.roof == "单坡" else float(
        np.interp(-back, h.curve[:, 0], h.curve[:, 1])) - BED - 0.02  # fmt: skip
    if h.back:
        hole = max(h.bays) / 2 - COLUMN
        rear = openings.holed(-inner, inner, hole, h.floor + h.column - 0.42, high)
        _put(model, "rear", solids.shifted(solids.prism(rear, WALL, "xz"), y=back - WALL / 2),
             h.wall, "wall")  # fmt: skip
    else:
        rear_wall = [(-inner, inner, back - WALL, back - 0.004, -0.1, high)]
        _put(model, "rear", solids.boxes(rear_wall), h.wall, "wall")
    if h.wall == "brick" and h.cover == "瓦":
        _heads(model, h)
    if h.roof == "单坡":
        _parapet(model, h)


def _heads(model: SetModel, h: House) -> None:
    """Put the corbelled heads of both gables (墀头) under the front eave."""
    wide = h.half - (h.width / 2 - COLUMN - 0.02)
    front = h.face - 0.34
    top = float(np.interp(front, h.curve[:, 0], h.curve[:, 1])) - BED - 0.02
    rows = [(0.0, 0.0, 0.0)]
    rows = [(0.05 + 0.055 * k, top - 0.62 + 0.11 * k, top - 0.52 + 0.11 * k) for k in range(4)]
    made = [
        (s * (h.half - wide / 2) - wide / 2 - 0.01, s * (h.half - wide / 2) + wide / 2 + 0.01,
         front - out, front + 0.05, z0, z1)
        for s in (-1, 1) for out, z0, z1 in rows
    ]  # fmt: skip
    made += [
        (s * (h.half - wide / 2) - wide / 2 + 0.06, s * (h.half - wide / 2) + wide / 2 - 0.06,
         front - 0.035, front + 0.05, top - 1.05, top - 0.68)
        for s in (-1, 1)
    ]  # fmt: skip
    _put(model, "gable_heads", solids.boxes(made), "grey_brick", "carving")


def _parapet(model: SetModel, h: House) -> None:
    """Raise the rear wall of a 单坡 over its roof, with courses and a coping."""
    back, foot = h.depth / 2, float(h.curve[-1, 1]) - BED - 0.03
    top = h.top - 0.18
    wall = [(-h.half, h.half, back - WALL - 0.02, back, foot, top)]
    _put(model, "parapet", solids.boxes(wall), h.wall, "wall", "court.parapet")
    courses = [
        (-h.half - 0.02, h.half + 0.02, back - WALL - 0.05 - k, back + 0.03 + k, z, z + 0.085)
        for z, k in ((top - 0.55, 0.0), (top, 0.0), (top + 0.085, 0.05))
    ]
    _put(model, "courses", solids.boxes(courses), "grey_brick", "wall")


def _timber(model: SetModel, h: House) -> None:
    """Put columns, their stones, architrave, purlin and what is carved between them."""
    axes = np.concatenate([[0.0], np.cumsum(h.bays)]) - h.width / 2
    head = h.floor + h.column
    column = solids.lathe([(COLUMN, 0.0), (COLUMN * 0.93, h.column - 0.12)], 12)
    base = solids.lathe([(0.25, 0.0), (0.27, 0.06), (0.25, 0.16), (0.19, 0.2)], 12)
    model.add_part("column", *column, h.timber)
    model.add_part("base", *base, "stone")
    for x in axes:
        model.place("column", "column", solids.placement(x, h.face, h.floor), "court.column")
        model.place("base", "column", solids.placement(x, h.face, h.floor - 0.01))
    x = h.width / 2 - 0.01
    beams = [(-x, x, h.face - 0.10, h.face + 0.10, head - 0.42, head - 0.16)]
    beams += [(a - 0.09, a + 0.09, h.face - 0.34, h.face + 0.34 + h.porch, head - 0.17, head)
              for a in axes[1:-1]]  # fmt: skip
    purlin = solids.bars([(-x, h.face, head + 0.11)], [(x, h.face, head + 0.11)],
                         solids.circle(0.125, 12))  # fmt: skip
    _put(model, "beam", solids.merge(solids.boxes(beams), purlin), h.timber, "beam")
    strip = [(-x, x, h.face - 0.05, h.face + 0.05, head - 0.17, head + 0.02)]
    _put(model, "strip", solids.boxes(strip), "board", "beam")
    if h.rich:
        _ornament(model, h, axes)


def _ornament(model: SetModel, h: House, axes: np.ndarray) -> None:
    """Paint the architrave in dull fields (汉纹锦) and carve what fills its corners."""
    head, y = h.floor + h.column, h.face
    fields: dict[str, list[tuple[float, ...]]] = {"paint_blue": [], "paint_green": [],
                                                  "paint_gold": [], "paint_ink": []}  # fmt: skip
    blocks: list[tuple[float, ...]] = []
    brackets: list[Mesh] = []
    for a, b in zip(axes[:-1], axes[1:], strict=True):
        clear = (b - a) / 2 - COLUMN - 0.08
        mid = (a + b) / 2
        for x0, x1, paint in ((-1.0, -0.62, "paint_green"), (-0.58, 0.58, "paint_blue"),
                              (0.62, 1.0, "paint_green")):  # fmt: skip
            fields[paint].append((mid + x0 * clear, mid + x1 * clear, y - 0.106, y - 0.098,
                                  head - 0.39, head - 0.19))  # fmt: skip
        fields["paint_ink"].append((mid - 0.36 * clear, mid + 0.36 * clear, y - 0.111, y - 0.104,
                                    head - 0.36, head - 0.22))  # fmt: skip
        fields["paint_gold"] += [
            (mid + s * 0.6 * clear - 0.012, mid + s * 0.6 * clear + 0.012, y - 0.110, y - 0.099,
             head - 0.40, head - 0.18) for s in (-1, 1)
        ]  # fmt: skip
        count = max(2, round(2 * clear / 0.55))
        blocks += [
            (mid - clear + (k + 0.5) * 2 * clear / count - 0.09,
             mid - clear + (k + 0.5) * 2 * clear / count + 0.09, y - 0.085, y - 0.04,
             head - 0.155, head + 0.005) for k in range(count)
        ]  # fmt: skip
        brackets += [_spandrel(a + COLUMN * 0.8, y, head - 0.425, 1),
                     _spandrel(b - COLUMN * 0.8, y, head - 0.425, -1)]  # fmt: skip
    for paint, made in fields.items():
        _put(model, paint, solids.boxes(made), paint, "painting", "court.painting")
    _put(model, "blocks", solids.boxes(blocks), "paint_jielv", "carving")
    _put(model, "spandrels", solids.merge(*brackets), "dark_wood", "carving")


def _spandrel(x: float, y: float, z: float, way: int) -> Mesh:
    """Return a carved piece in the corner under an architrave (雀替)."""
    line = [(0.0, 0.0), (0.62, 0.0), (0.60, -0.06), (0.46, -0.10), (0.40, -0.17), (0.24, -0.20),
            (0.16, -0.30), (0.0, -0.36)]  # fmt: skip
    return solids.shifted(solids.prism([(way * u, v) for u, v in line], 0.07, "xz"), x, y, z)


def lay_roof(model: SetModel, h: House) -> None:
    """Lay a house's roof: bed, tiles, verges, rafters and ridge."""
    curve, half = h.curve, h.half + h.gable_out
    if h.cover != "瓦":
        _covered(model, h, half)
        return
    both = h.roof != "单坡"
    if h.roof == "卷棚":
        curve = _rounded(curve)
    pieces = {
        "bed": (tilework.bed(curve, half), "board", "roof"),
        "tubes": (solids.merge(tilework.tubes(curve, half), tilework.edge_tubes(curve, half)),
                  "tile", "roof"),
        "pans": (tilework.pans(curve, half), "tile", "roof"),
        "tile_ends": (tilework.ends(curve, half), "tile_edge", "roof"),
        "verge": (tilework.verge(curve, half), h.timber if h.gable_out else "grey_brick",
                  "roof"),
        "rafters": (tilework.rafters(h.curve, h.width / 2 + h.gable_out, OVER + h.porch + 0.25), h.timber,
                    "rafter"),
    }  # fmt: skip
    for name, (mesh, material, element) in pieces.items():
        model.add_part(name, *mesh, material)
        model.place(name, element, rule="court.rise")
        if both and (h.roof == "双坡" or name in ("tile_ends", "rafters")):
            model.place(name, element, solids.placement(turn=np.pi), "court.rise")
    if h.roof == "双坡":
        _put(model, "ridge", tilework.ridge(half - 0.05, 0.0, float(curve[-1, 1]) - 0.03),
             "ridge", "ridge")  # fmt: skip


def _covered(model: SetModel, h: House, half: float) -> None:
    """Lay what is no tile, and the ends of rafters under it."""
    if h.cover == "平顶":
        covers.deck(model, h.curve, h.half, h.parapet, h.wall)
        return
    if h.cover == "草":
        covers.thatch(model, h.curve, half)
    else:
        covers.slabs(model, h.curve, half, f"{h.width:.2f}")
    ends = tilework.rafters(h.curve, h.width / 2 + h.gable_out, OVER + h.porch + 0.25)
    model.add_part("rafters", *ends, h.timber)
    for turn in (0.0, np.pi):
        model.place("rafters", "rafter", solids.placement(turn=turn), "court.rise")


def _rounded(curve: Curve) -> Curve:
    """Return a roof's curve from eave to eave, round where a ridge would be (卷棚)."""
    at = np.array([-0.42, -0.26, -0.12, 0.0])
    over = np.interp(np.minimum(at, -0.16), curve[:, 0], curve[:, 1])
    over[-2:] = over[-3] + np.array([0.085, 0.115])
    half = np.vstack([curve[curve[:, 0] < -0.5], np.column_stack([at, over])])
    return np.vstack([half, half[-2::-1] * [-1.0, 1.0]])
