"""What closes the bays of a shop's front: boards, counters, lattice doors, arches of brick."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes import lattice, solids, turned
from scenes.solids import Mesh
from scenes.works.streets.kit import Kit, arc, between
from scenes.works.streets.shell import GABLE, POST, Shell

WAYS = ("boards", "open", "counter", "lattice", "door")
ROOM = 2.3  # metres from the front to the shelves
GOODS = ("jars", "rolls", "drawers", "sacks")


@dataclass(frozen=True, kw_only=True, slots=True)
class Front:
    """How each bay of a front is closed (``WAYS``), what stands on its shelves, what burns.

    ``lit`` tells whether paper windows have light behind them, ``pattern`` is their lattice.
    """

    ways: tuple[str, ...]
    goods: str = "jars"
    lit: bool = True
    pattern: str = "方格"
    upper: bool = True


def close(kit: Kit, s: Shell, f: Front) -> None:
    """Close the bays of a shop: the ground storey by ``f.ways``, the upper with windows."""
    paper = "window_paper" if f.lit else "paper_dark"
    for a, c, way in zip(s.xs[:-1], s.xs[1:], f.ways, strict=True):
        x0, x1 = a + POST - 0.01, c - POST + 0.01
        _CLOSED[way](kit, s, f, (x0, x1, paper))
    if any(way in ("open", "counter") for way in f.ways):
        room(kit, s, f)
    if s.upper:
        _upper(kit, s, f, paper)


Span = tuple[float, float, str]  # left, right and the paper's material


def _header(kit: Kit, s: Shell, span: Span, top: float, pattern: str) -> None:
    """Put a transom with lattice between ``top`` and the architrave."""
    x0, x1, paper = span
    if s.beam - top < 0.25:
        kit.boxes("transom", [(x0, x1, -0.03, 0.03, top, s.beam)], "board", "wall")
        return
    kit.boxes("rail", [(x0, x1, -0.05, 0.05, top, top + 0.09)], s.timber, "door")
    count = max(2, round((x1 - x0) / 0.95))
    edges = np.linspace(x0, x1, count + 1)
    for a, c in zip(edges[:-1], edges[1:], strict=True):
        made = lattice.leaf("一扇", pattern, float(c - a), s.beam - top - 0.09)
        _leaf(kit, made, (float(a + c) / 2, 0.0, top + 0.09), paper, "window")


def _leaf(
    kit: Kit, made: lattice.Leaf, at: tuple[float, float, float], paper: str, element: str
) -> None:
    for name, mesh, material in (
        ("leaf_frame", made.frame, "leaf_frame"),
        ("leaf_lattice", made.lattice, "leaf_lattice"),
        ("leaf_board", made.board, "leaf_board"),
        ("leaf_paper", made.paper, paper),
    ):
        if len(mesh[1]):
            kit.add(name, solids.shifted(mesh, *at), material, element)


def _tall(s: Shell) -> float:
    """Return the head of doors and boards."""
    return s.plinth + min(2.45, s.column - 0.62)


def planks(x0: float, x1: float, z0: float, z1: float, y: float = 0.0) -> Mesh:
    """Return 铺板: upright boards with a gap between them, every other a finger behind."""
    marks = between(x0, x1, 0.30)
    rows = [
        (a + 0.004, c - 0.004, y - 0.022 + 0.008 * (k % 2), y + 0.022, z0, z1)
        for k, (a, c) in enumerate(zip(marks[:-1], marks[1:], strict=True))
    ]
    return solids.boxes(rows)


def _sill(kit: Kit, s: Shell, span: Span) -> None:
    x0, x1, _ = span
    kit.boxes("sill", [(x0, x1, -0.07, 0.07, s.plinth, s.plinth + 0.12)], s.timber, "door")


def _boards(kit: Kit, s: Shell, f: Front, span: Span) -> None:
    top = _tall(s)
    _sill(kit, s, span)
    kit.add("planks", planks(span[0], span[1], s.plinth + 0.12, top), "shop_board", "door")
    _header(kit, s, span, top, f.pattern)


def _open(kit: Kit, s: Shell, f: Front, span: Span) -> None:
    """Leave a bay open but for a few boards stacked at its side."""
    x0 = span[0]
    _sill(kit, s, span)
    kit.add("planks", planks(x0, x0 + 0.62, s.plinth + 0.12, _tall(s)), "shop_board", "door")
    _header(kit, s, span, _tall(s), f.pattern)


def _counter(kit: Kit, s: Shell, f: Front, span: Span) -> None:
    """Put a counter in the bay, its shutters taken down."""
    x0, x1, _ = span
    z = s.plinth + 0.98
    kit.boxes("counter_wall", [(x0, x1, -0.12, 0.16, s.plinth, z)], "brick", "wall")
    kit.boxes("counter", [(x0, x1, -0.26, 0.34, z, z + 0.07)], "dark_wood", "furniture")
    for x in (x0 + 0.05, x1 - 0.05):
        kit.boxes("jamb", [(x - 0.05, x + 0.05, -0.06, 0.06, z + 0.07, _tall(s))], s.timber, "door")
    _header(kit, s, span, _tall(s), f.pattern)
    _on_counter(kit, f, (x0 + 0.3, x1 - 0.3), z + 0.07)


def _lattice(kit: Kit, s: Shell, f: Front, span: Span) -> None:
    x0, x1, paper = span
    top = _tall(s)
    _sill(kit, s, span)
    edges = np.linspace(x0, x1, 5)
    made = lattice.leaf("四抹", f.pattern, float(edges[1] - edges[0]) - 0.01, top - s.plinth - 0.12)
    for a, c in zip(edges[:-1], edges[1:], strict=True):
        _leaf(kit, made, (float(a + c) / 2, 0.0, s.plinth + 0.12), paper, "door")
    _header(kit, s, span, top, f.pattern)


def _door(kit: Kit, s: Shell, f: Front, span: Span) -> None:
    """Put a heavy door of planks in two leaves, with jambs, sill and stones (门枕石)."""
    x0, x1, _ = span
    top = _tall(s)
    half = min(1.05, (x1 - x0) / 2 - 0.16)
    m = (x0 + x1) / 2
    _sill(kit, s, span)
    for side in (-1, 1):
        j = m + side * (half + 0.09)
        kit.boxes(
            "jamb", [(j - 0.09, j + 0.09, -0.09, 0.09, s.plinth + 0.12, top)], s.timber, "door"
        )
        edge = x1 if side > 0 else x0
        a, c = sorted((j + side * 0.09, edge))
        kit.boxes("side_board", [(a, c, -0.03, 0.03, s.plinth + 0.12, top)], "shop_board", "door")
        a, c = sorted((m + side * 0.006, m + side * half))
        kit.boxes("door_leaf", [(a, c, 0.0, 0.07, s.plinth + 0.12, top)], "shop_board", "door")
        bars = [
            (a + 0.04, c - 0.04, -0.018, 0.01, s.plinth + h, s.plinth + h + 0.07)
            for h in (0.35, 1.1, 1.9)
        ]
        kit.boxes("door_bar", bars, "iron", "door")
        kit.boxes(
            "door_stone",
            [(j - 0.12, j + 0.12, -0.34, -0.09, s.plinth, s.plinth + 0.30)],
            "stone",
            "platform",
        )
    _header(kit, s, span, top, f.pattern)


_CLOSED = {
    "boards": _boards,
    "open": _open,
    "counter": _counter,
    "lattice": _lattice,
    "door": _door,
}


def _upper(kit: Kit, s: Shell, f: Front, paper: str) -> None:
    """Close the upper storey with windows over a low wall of boards."""
    z0 = s.plinth + s.column + 0.44
    top = s.head - 0.26
    kit.boxes(
        "upper_sill", [(s.xs[0], s.xs[-1], -0.04, 0.04, z0 - 0.45, z0 + 0.34)], "shop_board", "wall"
    )
    for a, c in zip(s.xs[:-1], s.xs[1:], strict=True):
        edges = np.linspace(a + POST - 0.01, c - POST + 0.01, 5)
        made = lattice.leaf("一扇", f.pattern, float(edges[1] - edges[0]) - 0.008, top - z0 - 0.34)
        for x0, x1 in zip(edges[:-1], edges[1:], strict=True):
            _leaf(kit, made, (float(x0 + x1) / 2, 0.0, z0 + 0.34), paper, "window")


# ------------------------------------------------------------------------------------- inside


def room(kit: Kit, s: Shell, f: Front) -> None:
    """Put shelves across the shop, a ceiling and the counter behind an open bay."""
    x0, x1 = s.xs[0] - 0.02, s.xs[-1] + 0.02
    z0, z1 = s.plinth, s.plinth + s.column - 0.05
    kit.boxes("shop_wall", [(x0, x1, ROOM, ROOM + 0.06, z0, z1)], "plaster_white", "wall")
    kit.boxes("shop_ceiling", [(x0, x1, 0.1, ROOM, z1, z1 + 0.04)], "dark_wood", "ceiling")
    kit.boxes("shop_floor", [(x0, x1, 0.07, ROOM, z0, z0 + 0.012)], "floor", "floor")
    shelves = [
        (x0 + 0.3, x1 - 0.3, ROOM - 0.34, ROOM, z0 + h, z0 + h + 0.035)
        for h in (0.75, 1.2, 1.65, 2.1)
    ]
    posts = [
        (x - 0.03, x + 0.03, ROOM - 0.36, ROOM, z0 + 0.012, z0 + 2.3)
        for x in between(x0 + 0.3, x1 - 0.3, 1.0)
    ]
    kit.boxes("shelf", [*shelves, *posts], "dark_wood", "furniture")
    for h in (0.785, 1.235, 1.685):
        _row(kit, f.goods, (x0 + 0.4, x1 - 0.4), ROOM - 0.18, z0 + h)
    for a, c, way in zip(s.xs[:-1], s.xs[1:], f.ways, strict=True):
        if way == "open":
            kit.boxes(
                "inner_counter",
                [(a + 0.75, c - 0.35, 0.85, 1.35, z0, z0 + 0.96)],
                "dark_wood",
                "furniture",
            )


_JAR = [(0.06, 0.0), (0.12, 0.07), (0.13, 0.16), (0.08, 0.25), (0.085, 0.27), (0.05, 0.275)]


def _row(kit: Kit, goods: str, span: tuple[float, float], y: float, z: float) -> None:
    """Stand wares on a shelf."""
    places = [(float(x), y, z) for x in between(*span, 0.36 if goods != "drawers" else 0.30, 0.1)]
    if goods == "jars":
        kit.add("jar", solids.repeated(solids.lathe(_JAR, 10), places), "earthenware", "prop")
    elif goods == "rolls":
        for k, colour in enumerate(("robe_blue", "robe_white", "robe_crimson")):
            roll = solids.boxes(
                [(-0.13, 0.13, -0.14, 0.14, 0.0, 0.10), (-0.12, 0.12, -0.13, 0.13, 0.10, 0.19)]
            )
            kit.add("roll", solids.repeated(roll, places[k::3]), colour, "prop")
    elif goods == "drawers":
        front = solids.boxes(
            [(-0.135, 0.135, -0.16, 0.1, 0.005, 0.2), (-0.135, 0.135, -0.16, 0.1, 0.21, 0.4)]
        )
        kit.add("drawer", solids.repeated(front, places), "wood", "furniture")
        knob = solids.boxes(
            [(-0.015, 0.015, -0.185, -0.15, 0.09, 0.12), (-0.015, 0.015, -0.185, -0.15, 0.29, 0.32)]
        )
        kit.add("knob", solids.repeated(knob, places), "gold", "furniture")
    else:
        sack = solids.lathe([(0.08, 0.0), (0.14, 0.08), (0.12, 0.2), (0.05, 0.28), (0.07, 0.32)], 9)
        kit.add("sack", solids.repeated(sack, places), "robe_hemp", "prop")


def _on_counter(kit: Kit, f: Front, span: tuple[float, float], z: float) -> None:
    places = [(float(x), 0.05, z) for x in between(*span, 0.8, 0.1)]
    made = (
        solids.lathe(_JAR, 10)
        if f.goods in ("jars", "drawers")
        else solids.boxes([(-0.17, 0.17, -0.12, 0.12, 0.0, 0.14)])
    )
    material = "earthenware" if f.goods in ("jars", "drawers") else "robe_hemp"
    kit.add("ware", solids.repeated(made, places), material, "prop")


# ------------------------------------------------------------------------------------- arches


def arches(kit: Kit, s: Shell, f: Front) -> None:
    """Put the brick front of the Republic: an arch a bay between pilasters, a crown on top."""
    paper = "window_paper" if f.lit else "paper_dark"
    top = crown(s)
    x0, x1 = -s.width / 2 + 0.002, s.width / 2 - 0.002
    foot = s.plinth - 0.02
    outline: list[list[float]] = [[x0, foot]]
    for a, c in zip(s.xs[:-1], s.xs[1:], strict=True):
        m, r = (a + c) / 2, (c - a) * 0.36
        spring = s.plinth + 2.1
        outline += [[m - r, foot], *arc(m, spring, r, rise=0.8)[::-1], [m + r, foot]]
        _in_arch(kit, s, f, (m, r, spring), paper)
    outline += [
        [x1, foot],
        [x1, top - 0.9],
        [0.42 * s.width, top - 0.9],
        [0.42 * s.width, top - 0.5],
        [0.24 * s.width, top - 0.5],
        *arc(0.0, top - 0.5, 0.17 * s.width, rise=0.5 / (0.17 * s.width)),
        [-0.24 * s.width, top - 0.5],
        [-0.42 * s.width, top - 0.5],
        [-0.42 * s.width, top - 0.9],
        [x0, top - 0.9],
    ]
    kit.add(
        "face", solids.shifted(solids.prism(outline, 0.42, "xz"), y=-0.05), "grey_facing", "wall"
    )
    _dressings(kit, s, top)
    if any(way in ("open", "counter") for way in f.ways):
        room(kit, s, f)


def crown(s: Shell) -> float:
    """Return the top of a brick front."""
    return s.head + 0.36 + max(1.2, 0.85 * s.rise) + 1.0


def _in_arch(kit: Kit, s: Shell, f: Front, opening: tuple[float, float, float], paper: str) -> None:
    m, r, spring = opening
    kit.boxes(
        "arch_bar", [(m - r, m + r, -0.04, 0.04, spring - 0.05, spring + 0.05)], "board", "door"
    )
    half = solids.prism(
        [[m - r, spring], [m + r, spring], *arc(m, spring, r - 0.002, rise=0.8)[1:-1]], 0.012, "xz"
    )
    kit.add("fanlight", solids.shifted(half, y=0.06), paper, "window")
    for k in range(1, 6):
        angle = np.pi * k / 6
        end = (m + 0.98 * r * np.cos(angle), 0.02, spring + 0.78 * r * np.sin(angle))
        kit.add("fan_bar", turned.beam((m, 0.02, spring), end, 0.03, 0.03), "board", "window")
    number = [(x0 + x1) / 2 for x0, x1 in zip(s.xs[:-1], s.xs[1:], strict=True)].index(m)
    z = s.plinth
    if f.ways[number] in ("open", "counter"):
        return
    marks = np.linspace(m - r, m + r, 5)
    made = lattice.leaf("四抹", "方格", float(marks[1] - marks[0]) - 0.01, spring - 0.05 - z - 0.03)
    for a, c in zip(marks[:-1], marks[1:], strict=True):
        _leaf(kit, made, (float(a + c) / 2, 0.04, z + 0.03), paper, "door")


def _dressings(kit: Kit, s: Shell, top: float) -> None:
    """Put pilasters, cornices and the rendered field for letters."""
    y = -0.26
    for x in s.xs:
        wide = 0.22 if abs(x) < max(s.xs) else GABLE / 2
        m = x if abs(x) < max(s.xs) else x * (1 + 0.4 * GABLE / abs(x))
        ends = abs(x) == max(s.xs)  # between them letters need the field above the cornice
        high = top - 1.05 if ends else s.plinth + s.column + 0.02
        kit.boxes(
            "pilaster",
            [(m - wide, m + wide, y - 0.07, y + 0.02, s.plinth - 0.02, high)],
            "grey_facing",
            "wall",
        )
        kit.boxes(
            "cap",
            [(m - wide - 0.05, m + wide + 0.05, y - 0.11, y + 0.02, high, high + 0.14)],
            "cement",
            "wall",
        )
    z = s.plinth + s.column + 0.18
    half = s.width / 2
    for h, out, thick in ((z, 0.10, 0.14), (top - 1.25, 0.08, 0.12)):
        kit.boxes(
            "cornice",
            [(-half + 0.004, half - 0.004, y - out, y + 0.02, h, h + thick)],
            "cement_pale",
            "wall",
        )
    field = min(0.30 * s.width, 2.6)
    kit.boxes(
        "field", [(-field, field, y - 0.03, y + 0.02, z + 0.30, top - 1.42)], "cement", "wall"
    )
