"""彩画: what the painter did to beams, brackets and architraves, by ``Style.painting``.

Matter is told by material: this module gives other materials to what stands, and lays the
figures of the architraves on as films, each a hair over the one below. 朱白 and 解绿 and the
painted halls of Song and Yuan after 卷十四; 旋子, 和玺 and 苏式 as the 则例 describes them. Shades and
proportions of figures are our own (confidence medium).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from scenes.building import LATE, Building
from scenes.framing import Post, architrave, plate_height, sides, small_gap
from scenes.model import Instance, Matrix, Part, SetModel
from scenes.solids import Mesh, merge, moved

SHORTEST = 3.4  # a board shorter than this many of its heights has no room for figures
HAIR = 0.0025  # each layer of figures over the one below, metres
Outline = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Scheme:
    """Materials by what they lie on; two for sets that take turns (相间)."""

    brackets: tuple[str, ...] = ("bracket",)
    beams: str = "timber_red"
    ties: str = "bracket"
    eyes: str = "bracket_eye"
    columns: str = "timber_red"
    flying: str = "rafter_flying"


_SCHEMES = {
    "朱白": _Scheme(),
    "解绿": _Scheme(brackets=("paint_jielv",), ties="paint_jielv"),
    "五彩": _Scheme(
        brackets=("paint_green", "paint_blue"), ties="paint_red", eyes="bracket_eye_red",
        flying="paint_green",
    ),
    "碾玉": _Scheme(brackets=("paint_green", "paint_blue"), ties="paint_green", flying="paint_green"),
    "旋子": _Scheme(
        brackets=("paint_green", "paint_blue"), beams="paint_green", ties="paint_blue",
        eyes="bracket_eye_red", columns="column_late", flying="paint_green",
    ),
    "和玺": _Scheme(
        brackets=("paint_blue", "paint_green"), beams="paint_blue", ties="paint_green",
        eyes="bracket_eye_red", columns="column_late", flying="paint_green",
    ),
    "苏式": _Scheme(
        brackets=("paint_green", "paint_blue"), beams="paint_green", ties="paint_blue",
        eyes="bracket_eye_red", columns="column_late", flying="paint_green",
    ),
    "素": _Scheme(
        brackets=("wood",), beams="wood", ties="wood", columns="dark_wood", flying="wood",
    ),
}  # fmt: skip


def scheme(b: Building) -> _Scheme:
    """Return the materials of a hall's painting; what is not known is 朱白."""
    made = _SCHEMES.get(b.style.painting, _SCHEMES["朱白"])
    return replace(made, columns="column_late") if (
        made.columns == "timber_red" and b.period in LATE) else made  # fmt: skip


def paint(model: SetModel, b: Building) -> None:
    """Give the timber of a hall (its ring included) the materials of its painting."""
    s = scheme(b)
    fixed = {
        ("beam", "timber_red"): s.beams, ("beam", "bracket"): s.ties,
        ("wall", "bracket_eye"): s.eyes, ("rafter", "rafter_flying"): s.flying,
        ("column", "timber_red"): s.columns, ("bracket", "bracket"): s.brackets[0],
    }  # fmt: skip
    if b.style.painting == "素":
        fixed |= {("roof", "timber_red"): "wood", ("rafter", "rafter"): "wood",
                  ("door", "timber_red"): "wood", ("window", "timber_red"): "wood",
                  ("wall", "over_board"): "wood", ("door", "door"): "dark_wood"}  # fmt: skip
        fixed |= {(kind, f"leaf_{of}"): "wood" for kind in ("door", "window")
                  for of in ("frame", "lattice", "board")}  # fmt: skip
    element = {i.part: i.element for i in model.instances}
    for name, part in list(model.parts.items()):
        material = fixed.get((element.get(name, ""), part.material))
        if material and material != part.material:
            model.parts[name] = Part(part.vertices, part.faces, material)
    if len(s.brackets) > 1:
        _take_turns(model, s.brackets[1])


def _take_turns(model: SetModel, second: str) -> None:
    """Let every other bracket set of a row wear the second colour, from the middle outward."""
    rows: dict[tuple[int, float], list[int]] = {}
    for n, i in enumerate(model.instances):
        if i.element == "bracket" and not i.name.startswith("转角"):
            along = 0 if abs(i.matrix[0, 1]) < 0.5 else 1
            rows.setdefault((along, round(float(i.matrix[1 - along, 3]), 1)), []).append(n)
    for (along, _), numbers in rows.items():
        places = [round(abs(float(model.instances[n].matrix[along, 3])), 2) for n in numbers]
        ranks = {place: k for k, place in enumerate(sorted(set(places)))}
        for n, place in zip(numbers, places, strict=True):
            if ranks[place] % 2:
                _repaint(model, n, second)


def _repaint(model: SetModel, number: int, material: str) -> None:
    old = model.instances[number]
    twin = f"{old.part}_{material}"
    if twin not in model.parts:
        part = model.parts[old.part]
        model.parts[twin] = Part(part.vertices, part.faces, material)
    model.instances[number] = Instance(twin, old.matrix, old.element, old.rule, old.name)


@dataclass(slots=True)
class _Board:
    """A face to be painted, ``long`` by ``high``, from its lower left corner; plates by colour."""

    long: float
    high: float
    turn: int  # which of two colourings, so that neighbours differ
    plates: dict[str, list[Mesh]] = field(default_factory=dict)

    def lay(self, colour: str, outline: Outline, layer: int) -> None:
        """Lay a figure given in metres along and up the board, and its mirror image."""
        for mirrored in (False, True):
            flat = [(self.long - s, z) for s, z in outline] if mirrored else outline
            self.middle(colour, flat, layer)

    def middle(self, colour: str, outline: Outline, layer: int) -> None:
        """Lay one figure, a film of a convex outline, facing −y; paint has no back."""
        p = np.asarray(outline, np.float64)
        ahead = np.roll(p, -1, axis=0)
        if float((p[:, 0] * ahead[:, 1] - ahead[:, 0] * p[:, 1]).sum()) < 0:
            p = p[::-1]
        k = np.arange(1, len(p) - 1)
        v = np.stack([p[:, 0], np.full(len(p), -HAIR * (layer + 1)), p[:, 1]], axis=1)
        faces = np.stack([np.zeros_like(k), k, k + 1], 1).astype(np.int32)
        self.plates.setdefault(colour, []).append((v, faces))

    def band(self, colour: str, start: float, end: float, layer: int) -> None:
        """Lay a band over the whole height, and its mirror image."""
        self.lay(colour, [(start, 0), (end, 0), (end, self.high), (start, self.high)], layer)

    def whole(self, colour: str, layer: int = 0, inset: float = 0.0) -> None:
        """Lay a colour over everything but an edge."""
        a, h = inset, self.high - inset
        self.middle(colour, [(a, a), (self.long - a, a), (self.long - a, h), (a, h)], layer)


def _disc(s: float, z: float, r: float, sides: int = 9) -> Outline:
    a = np.arange(sides) * 2 * math.pi / sides
    return list(zip((s + r * np.cos(a)).tolist(), (z + r * np.sin(a)).tolist(), strict=True))


def _pointed(start: float, end: float, low: float, top: float, point: float) -> Outline:
    """Return a panel with a pointed head at either end (枋心)."""
    mid = (low + top) / 2
    return [(start, mid), (start + point, low), (end - point, low), (end, mid),
            (end - point, top), (start + point, top)]  # fmt: skip


def _pair(board: _Board) -> tuple[str, str]:
    return ("paint_blue", "paint_green") if board.turn else ("paint_green", "paint_blue")


def _plain(board: _Board) -> None:
    """Two colours only, on a beam too short for figures."""
    first, second = _pair(board)
    board.whole(second)
    board.band(first, 0.0, 0.18 * board.long, 1)
    board.band("paint_white", 0.18 * board.long, 0.20 * board.long, 2)


def _red_and_white(board: _Board) -> None:
    """七朱八白: white blocks along the middle of a red beam."""
    h, each = board.high, board.long / 8
    for k in range(8):
        a, c = each * (k + 0.14), each * (k + 0.86)
        board.middle("plaster_white", [(a, h * 0.375), (c, h * 0.375), (c, h * 0.625),
                                       (a, h * 0.625)], 0)  # fmt: skip


def _edged_green(board: _Board) -> None:
    """解绿装: a red beam with green edges and 如意头 at its ends."""
    h, board_long = board.high, board.long
    board.whole("paint_red")
    for low, top in ((0.0, 0.13 * h), (0.87 * h, h)):
        board.middle("paint_green", [(0, low), (board_long, low), (board_long, top), (0, top)], 1)
    _cloud_heads(board, ("paint_pale_green", "paint_green", "paint_red"))


def _cloud_heads(board: _Board, colours: tuple[str, str, str]) -> None:
    """Lay 如意头角叶 at both ends: a pointed head between two lobes, in three layers."""
    h = board.high
    reach = min(1.25 * h, 0.22 * board.long)
    board.band(colours[1], 0.0, 0.22 * reach, 2)
    for k, (size, colour) in enumerate(zip((1.0, 0.86, 0.6), colours, strict=True)):
        m, r = h / 2, reach * size
        tip = [
            (0.2 * reach, m - 0.46 * h * size),
            (0.55 * r + 0.1 * reach, m - 0.44 * h * size),
            (0.72 * r + 0.1 * reach, m - 0.22 * h * size),
            (r + 0.1 * reach, m),
            (0.72 * r + 0.1 * reach, m + 0.22 * h * size),
            (0.55 * r + 0.1 * reach, m + 0.44 * h * size),
            (0.2 * reach, m + 0.46 * h * size),
        ]
        board.lay(colour, tip, 2 + k)


def _all_colours(board: _Board) -> None:
    """五彩遍装: flowers over a red or blue field between layered cloud heads."""
    h, first = board.high, _pair(board)[0]
    board.whole("paint_green" if first == "paint_blue" else "paint_blue")
    board.whole("paint_red", 1, 0.10 * h)
    start, end = 1.55 * h, board.long - 1.55 * h
    if end - start > 1.2 * h:
        count = max(1, int((end - start) / (1.25 * h)))
        for k in range(count):
            s = start + (end - start) * (k + 0.5) / count
            board.middle("paint_pale_green", _disc(s, h / 2, 0.32 * h), 2)
            board.middle(("paint_blue", "paint_gold")[k % 2], _disc(s, h / 2, 0.20 * h, 8), 3)
    _cloud_heads(board, ("paint_pale_blue", first, "paint_gold"))


def _jade(board: _Board) -> None:
    """碾玉装: blue and green in graded layers, no red."""
    first, second = _pair(board)
    board.whole(first)
    board.whole(f"paint_pale_{second.removeprefix('paint_')}", 1, 0.10 * board.high)
    board.whole(second, 2, 0.19 * board.high)
    _cloud_heads(board, (f"paint_pale_{first.removeprefix('paint_')}", first, "paint_white"))


def _whirls(board: _Board) -> None:
    """旋子: whirling flowers between the end bands and a pointed middle panel."""
    h, (first, second) = board.high, _pair(board)
    board.whole(second)
    collar = min(0.55 * h, 0.09 * board.long)
    third = board.long / 3
    board.band(first, 0.0, collar, 1)
    for s in (0.12 * collar, 0.88 * collar):
        board.band("paint_white", s - 0.03 * h, s + 0.03 * h, 2)
    r = 0.43 * h
    s = collar + r + 0.08 * h
    centres = [s] if s + r < third - 0.1 * h else [collar + 0.6 * (third - collar)]
    while centres[-1] + 2.1 * r + 0.6 * r < third:
        centres.append(centres[-1] + 2.1 * r)
    for c in centres:
        r_here = min(r, third - c - 0.02 * h, c - collar) if len(centres) == 1 else r
        for k, (size, colour) in enumerate(((1.0, "paint_white"), (0.90, first),
                                            (0.64, "paint_white"), (0.54, second),
                                            (0.24, "paint_gold"))):  # fmt: skip
            board.lay(colour, _disc(c, h / 2, r_here * size), 1 + k)
    a, c, edge, tip = third, board.long - third, 0.06 * h, min(0.8 * h, 0.30 * third)
    board.middle("paint_white", _pointed(a, c, edge, h - edge, 0.62 * tip), 6)
    board.middle(first, _pointed(a + edge, c - edge, 2 * edge, h - 2 * edge, 0.56 * tip), 7)
    if board.turn:  # 一字枋心 and 龙锦 by turns
        board.middle("paint_ink", _pointed(a + tip, c - tip, 0.42 * h, 0.58 * h, 0.1 * tip), 8)
    else:
        _dragon(board, a + 0.9 * tip, c - 0.9 * tip, 0.16 * h, 8)


def _dragon(board: _Board, start: float, end: float, swing: float, layer: int) -> None:
    """Lay two dragons that chase a pearl, as winding gold."""
    mid, m = (start + end) / 2, board.high / 2
    t = np.linspace(0, 1, 8)
    xs, zs = start + (mid - 0.1 * (end - start) - start) * t, m + swing * np.sin(3 * math.pi * t)
    w = 0.30 * swing + 0.012
    for k in range(7):
        a, c = (xs[k], zs[k]), (xs[k + 1], zs[k + 1])
        d = w * (0.5 + 0.5 * k / 6)
        board.lay("paint_gold", [(a[0], a[1] - d), (c[0], c[1] - d), (c[0], c[1] + d),
                                 (a[0], a[1] + d)], layer)  # fmt: skip
    board.middle("paint_gold", _disc(mid, m, 0.55 * swing + 0.01), layer)


def _imperial(board: _Board) -> None:
    """和玺: gold lines in the shape of Σ part the fields; gold dragons fill them."""
    h, (first, second) = board.high, _pair(board)
    board.whole(second)
    collar, third, line = min(0.9 * h, 0.10 * board.long), board.long / 3, 0.045 * h
    board.band(first, 0.0, collar, 1)
    for s in (0.05 * h, collar):
        board.band("paint_gold", s - line, s + line, 2)
    board.lay("paint_gold", _disc(collar / 2, h / 2, min(0.30 * h, 0.36 * collar)), 2)
    for s in (collar + 0.28 * (third - collar), third - 0.1 * h):
        for low, top, a, c in ((0.0, h / 2, s - 0.3 * h, s), (h / 2, h, s, s - 0.3 * h)):
            board.lay("paint_gold", [(a - line, low), (a + line, low), (c + line, top),
                                     (c - line, top)], 2)  # fmt: skip
    a, c, edge, tip = third, board.long - third, 0.05 * h, min(0.55 * h, 0.30 * third)
    board.middle("paint_gold", _pointed(a, c, edge, h - edge, 0.76 * tip), 3)
    board.middle(first, _pointed(a + 2 * edge, c - 2 * edge, 2 * edge, h - 2 * edge, 0.7 * tip), 4)
    _dragon(board, a + tip, c - tip, 0.20 * h, 5)
    width = third - collar
    if width > 1.2 * h:
        board.lay("paint_gold", _disc(collar + 0.62 * width, h / 2, 0.26 * h), 3)
        board.lay(second, _disc(collar + 0.62 * width, h / 2, 0.14 * h, 8), 4)


def _garden(board: _Board) -> None:
    """苏式: a hanging cloth (包袱) with a picture in the middle, bands at the ends."""
    h, (first, second) = board.high, _pair(board)
    board.whole(second)
    collar = min(0.5 * h, 0.08 * board.long)
    board.band(first, 0.0, collar, 1)
    board.band("paint_white", collar - 0.03 * h, collar + 0.03 * h, 2)
    mid, wide = board.long / 2, min(0.24 * board.long, 1.9 * h)
    a = np.linspace(math.pi, 2 * math.pi, 13)
    for k, (size, colour) in enumerate(((1.0, "paint_ink"), (0.95, first), (0.87, "paint_pale_blue"),
                                        (0.80, "paint_white"))):  # fmt: skip
        swag = [(mid + wide * size * math.cos(t), h + 0.96 * h * size * math.sin(t)) for t in a]
        board.middle(colour, swag, 2 + k)
    for s, colour in ((0.5, "paint_red"), (0.75, "paint_pale_green")):
        at = collar + (mid - wide - collar) * s
        if mid - wide - collar > 0.9 * h:
            board.lay(colour, _disc(at, h / 2, 0.22 * h, 8), 2)


_FIGURES: dict[str, Callable[[_Board], None]] = {
    "朱白": _red_and_white, "解绿": _edged_green, "五彩": _all_colours, "碾玉": _jade, "旋子": _whirls,
    "和玺": _imperial, "苏式": _garden,
}  # fmt: skip


def paint_architrave(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Lay the figures of the painting on the outer faces of the architraves.

    The front has them in every age; the other sides from the Liao on.
    """
    figure = _FIGURES.get(b.style.painting)
    if figure is None:
        return
    all_round = b.style.painting != "朱白"
    kept: dict[tuple[float, float, int], _Board] = {}
    plates: dict[str, list[Mesh]] = {}
    for n, (side, p, q) in enumerate(sides(b, ring)):
        if side != "front" and not all_round:
            continue
        for k, (thick, high, drop) in enumerate(_faces(b)):
            long = math.hypot(q.x - p.x, q.y - p.y) - 1.06 * b.column_diameter
            key = (round(long, 2), round(high, 3), (n // 2 + k) % 2)
            if key not in kept:
                kept[key] = _Board(*key)
                (figure if long > SHORTEST * high else _plain)(kept[key])
            m = _on_face((side, p, q), (thick, high, drop), long)
            for colour, meshes in kept[key].plates.items():
                plates.setdefault(colour, []).append(moved(merge(*meshes), m))
    for colour, meshes in plates.items():
        name = "seven_red_eight_white" if not all_round else f"figures_{colour}"
        model.add_part(name, *merge(*meshes), colour)
        said = "七朱八白" if not all_round else f"{b.style.painting}彩画"
        model.place(name, "beam", rule="own", name=said)


def _faces(b: Building) -> list[tuple[float, float, float]]:
    """Return (thickness, height, depth of the underside under the column's top) of each beam."""
    plate = plate_height(b)
    t, h = architrave(b)
    out = [(t, h, plate + h + 0.004)]
    small = b.style.small_architrave
    if small:
        out.append((small[0], small[1], plate + h + small_gap(b) + small[1] + 0.004))
    return out


def _on_face(bay: tuple[str, Post, Post], size: tuple[float, float, float], long: float) -> Matrix:
    """Return the matrix that lays a board on the outer face of a beam, following its slope."""
    side, p, q = bay
    if side in ("back", "left"):  # so that +s runs with the outside on the right hand
        p, q = q, p
    a, c = np.array([p.x, p.y, p.top]), np.array([q.x, q.y, q.top])
    along = (c - a) / np.linalg.norm(c[:2] - a[:2])
    flat = along * [1, 1, 0]
    outward = np.array([flat[1], -flat[0], 0.0])
    m = np.eye(4)
    m[:3, 0], m[:3, 1], m[:3, 2] = along, -outward, [0, 0, 1]
    inset = (np.linalg.norm(c[:2] - a[:2]) - long) / 2
    m[:3, 3] = a + along * inset + outward * (size[0] / 2) - [0, 0, size[2]]
    return m
