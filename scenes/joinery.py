"""Walls, board doors, 直棂 windows and the plaster between the brackets."""

from __future__ import annotations

import math

import numpy as np

from scenes.brackets import layer
from scenes.building import Building
from scenes.framing import ARCHITRAVE, TIE, Post, sides, wall_ties
from scenes.model import SetModel
from scenes.roofline import Roofline
from scenes.solids import Mesh, bars, boxes, lathe, lofted, merge, moved, placement, rectangle, slab

STUD = 0.052  # 门钉 radius, metres
BATTER = 0.02  # how much a wall leans in over its height
DADO = 0.16  # brick foot of a wall over the column's height
BAR = 0.075  # 直棂 breadth, metres


def close_front(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put doors, windows or walls between the front columns."""
    pieces = _Pieces()
    front = [(p, q) for side, p, q in sides(b, ring) if side == "front"]
    for (p, q), kind in zip(front, b.doors, strict=True):
        if kind == "O":
            continue
        _BAY[kind](pieces, b, p, q)
    pieces.put(model)


class _Pieces:
    """Boxes collected by what they are, so that a whole front becomes a few parts."""

    def __init__(self) -> None:
        self.boxes: dict[str, list[tuple[float, ...]]] = {}
        self.meshes: dict[str, list[Mesh]] = {}
        self.studs: list[tuple[float, float, float]] = []
        self.rings: list[tuple[float, float, float]] = []

    def box(self, name: str, *bounds: float) -> None:
        self.boxes.setdefault(name, []).append(bounds)

    def put(self, model: SetModel) -> None:
        for name, (material, element) in _KINDS.items():
            made = [boxes(self.boxes[name])] if name in self.boxes else []
            made += self.meshes.get(name, [])
            if made:
                model.add_part(name, *merge(*made), material)
                model.place(name, element, rule="own", name=_SAID[name])
        if self.studs:
            model.add_part("door_stud", *_stud(), "iron")
            for at in self.studs:
                model.place("door_stud", "door", placement(*at), "own")
        if self.rings:
            model.add_part("door_ring", *_knocker(), "iron")
            for at in self.rings:
                model.place("door_ring", "door", placement(*at), "own", "铺首")


_KINDS = {
    "frame": ("timber_red", "door"), "door_leaf": ("door", "door"),
    "over_board": ("plaster_white", "wall"), "sill_wall": ("plaster_red", "wall"),
    "sill_foot": ("brick", "wall"), "window_frame": ("timber_red", "window"),
    "window_bar": ("lattice_green", "window"), "window_back": ("dark", "window"),
}  # fmt: skip
_SAID = {
    "frame": "门框", "door_leaf": "板门", "over_board": "门额上壁", "sill_wall": "槛墙",
    "sill_foot": "隔减", "window_frame": "窗框", "window_bar": "直棂", "window_back": "窗内",
}  # fmt: skip


def _span(b: Building, p: Post, q: Post) -> tuple[float, float, float]:
    """Return the clear x from column to column and the underside of the architrave."""
    r = b.column_diameter / 2
    return p.x + 0.86 * r, q.x - 0.86 * r, min(p.top, q.top) - ARCHITRAVE[1] * b.fen - 0.004


def _door_bay(pieces: _Pieces, b: Building, p: Post, q: Post) -> None:
    """Put a threshold, jambs, head and two leaves of boards with studs."""
    x0, x1, top = _span(b, p, q)
    y, z = p.y, b.platform
    head = z + 0.68 * b.column
    jamb, deep = 0.17, 0.13
    f = "frame"
    pieces.box(f, x0, x1, y - deep, y + deep, z - 0.03, z + 0.22)
    pieces.box(f, x0, x1, y - deep, y + deep, head, head + 0.24)
    for a, c in ((x0, x0 + jamb), (x1 - jamb, x1)):
        pieces.box(f, a, c, y - deep + 0.012, y + deep - 0.012, z + 0.21, top + 0.012)
    mid = (x0 + x1) / 2
    pieces.box(f, mid - 0.07, mid + 0.07, y - 0.07, y + 0.07, head + 0.23, top + 0.012)
    pieces.box("over_board", x0 + 0.05, x1 - 0.05, y - 0.035, y + 0.035, head + 0.1, top + 0.02)
    _leaves(pieces, (x0 + jamb, x1 - jamb), y, (z + 0.20, head))


def _leaves(
    pieces: _Pieces, span: tuple[float, float], y: float, rise: tuple[float, float]
) -> None:
    """Put two leaves, each of upright boards, with five rows of studs and a ring."""
    mid, gap = sum(span) / 2, 0.006
    low, high = rise[0] + 0.012, rise[1] - 0.012
    for a, c, inner in ((span[0] + gap, mid - gap, 1), (mid + gap, span[1] - gap, 0)):
        edges = np.linspace(a, c, 6)
        for k in range(5):
            push = 0.003 * (k % 2)
            pieces.box("door_leaf", edges[k] + 0.002, edges[k + 1] - 0.002, y - 0.065 - push,
                       y - 0.005, low, high)  # fmt: skip
        face = y - 0.068
        columns = max(4, round((c - a) / 0.24))
        across = np.linspace(a + 0.16, c - 0.16, columns)
        for z in np.linspace(low + 0.30, high - 0.28, 5):
            pieces.studs += [(float(x), face + 0.004, float(z)) for x in across]
        ring_x = c - 0.13 if inner else a + 0.13
        pieces.rings.append((float(ring_x), face + 0.004, low + (high - low) * 0.42))


def _stud() -> Mesh:
    """Return a round nail head facing −y."""
    dome = [(STUD, 0.0), (STUD * 0.96, 0.018), (STUD * 0.75, 0.038), (STUD * 0.42, 0.050),
            (STUD * 0.08, 0.054)]  # fmt: skip
    return moved(lathe(dome, 10), _facing())


def _facing() -> np.ndarray:
    m = np.eye(4)
    m[:3, :3] = [[1, 0, 0], [0, 0, -1], [0, 1, 0]]
    return m


def _knocker() -> Mesh:
    """Return a 铺首: a boss with a hanging ring, facing −y."""
    boss = moved(lathe([(0.10, 0.0), (0.10, 0.02), (0.075, 0.045), (0.03, 0.06)], 14), _facing())
    a = np.linspace(0, 2 * math.pi, 21)
    path = np.stack([0.085 * np.sin(a), np.full_like(a, -0.055), -0.07 - 0.085 * np.cos(a)], axis=1)
    rings = []
    for angle, p in zip(a[:-1], path[:-1], strict=True):
        out = np.array([math.sin(angle), 0.0, -math.cos(angle)])
        rings.append([p + out * 0.011 * math.cos(t) + np.array([0, 0.011 * math.sin(t), 0])
                      for t in np.arange(6) * math.pi / 3])  # fmt: skip
    return merge(boss, _torus(np.array(rings)))


def _torus(rings: np.ndarray) -> Mesh:
    from scenes.solids import outward

    k, m, _ = rings.shape
    i, j = np.meshgrid(np.arange(k), np.arange(m), indexing="ij")
    a, c = i * m + j, ((i + 1) % k) * m + j
    d, e = ((i + 1) % k) * m + (j + 1) % m, i * m + (j + 1) % m
    faces = np.concatenate([np.stack([a, c, d], -1).reshape(-1, 3),
                            np.stack([a, d, e], -1).reshape(-1, 3)])  # fmt: skip
    return outward((rings.reshape(-1, 3), faces.astype(np.int32)))


def _window_bay(pieces: _Pieces, b: Building, p: Post, q: Post) -> None:
    """Put a sill wall, and over it a frame with an odd number of upright bars."""
    x0, x1, top = _span(b, p, q)
    y, z = p.y, b.platform
    sill, head = z + 0.34 * b.column, z + 0.34 * b.column + 0.40 * b.column
    pieces.box(
        "sill_foot", x0 - 0.06, x1 + 0.06, y - 0.235, y + 0.235, z - 0.02, z + 0.09 * b.column
    )
    pieces.box("sill_wall", x0 - 0.05, x1 + 0.05, y - 0.21, y + 0.21, z - 0.01, sill - 0.10)
    w = "window_frame"
    pieces.box(w, x0, x1, y - 0.16, y + 0.16, sill - 0.11, sill + 0.08)
    pieces.box(w, x0, x1, y - 0.12, y + 0.12, head, head + 0.20)
    for a, c in ((x0, x0 + 0.20), (x1 - 0.20, x1)):
        pieces.box(w, a, c, y - 0.11, y + 0.11, sill + 0.07, top + 0.012)
    pieces.box("over_board", x0 + 0.05, x1 - 0.05, y - 0.035, y + 0.035, head + 0.1, top + 0.02)
    a, c = x0 + 0.20, x1 - 0.20
    low, high = sill + 0.06, head + 0.02
    for s in (a, c - 0.075):
        pieces.box(w, s - 0.005, s + 0.08, y - 0.085, y + 0.085, low + 0.02, high - 0.03)
    pieces.box("window_back", a - 0.02, c + 0.02, y + 0.05, y + 0.07, low - 0.02, high + 0.02)
    pieces.meshes.setdefault("window_bar", []).append(
        _window_bars(a + 0.08, c - 0.08, y, low, high)
    )


def _window_bars(a: float, c: float, y: float, low: float, high: float) -> Mesh:
    """Return 破子棂: three-sided bars, edge outward."""
    count = max(7, int((c - a) / (BAR * 1.9)) | 1)
    at = a + (c - a) * (np.arange(count) + 0.5) / count
    h = BAR / 2
    ring = [(-h, 0.035), (h, 0.035), (0.0, -0.032)]
    made = []
    for x in at:
        rings = [[(x + dx, y + dy, z) for dx, dy in ring] for z in (low - 0.01, high + 0.01)]
        made.append(lofted(np.array(rings)))
    return merge(*made)


def _wall_bay(pieces: _Pieces, b: Building, p: Post, q: Post) -> None:
    x0, x1, top = _span(b, p, q)
    pieces.box(
        "sill_wall", x0 - 0.05, x1 + 0.05, p.y - 0.2, p.y + 0.2, b.platform - 0.01, top + 0.02
    )


_BAY = {"D": _door_bay, "W": _window_bay, "P": _wall_bay}


def build_walls(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put battered walls round the other three sides, brick at the foot."""
    shafts, feet = [], []
    r, top = b.column_diameter / 2, b.platform + b.column - ARCHITRAVE[1] * b.fen * 0.6
    for k, (lo, hi) in enumerate(_wall_runs(b, r)):
        shafts.append(_battered(lo, hi, b.platform - 0.02, top - 0.004 * k, BATTER * b.column))
        feet.append(_battered(lo - [0.05, 0.05], hi + [0.05, 0.05], b.platform - 0.03,
                              b.platform + DADO * b.column + 0.003 * k, 0.012))  # fmt: skip
    model.add_part("wall", *merge(*shafts), "plaster_white")
    model.place("wall", "wall", rule="own", name="墙")
    model.add_part("wall_foot", *merge(*feet), "brick")
    model.place("wall_foot", "wall", rule="own", name="墙下隔减")


def _wall_runs(b: Building, r: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return (lower, upper) plan corners of the two side walls and the rear wall."""
    out, thick = r * 0.78, max(0.55, 1.7 * r)
    x, y = b.width / 2, b.depth / 2
    left = (np.array([-x - out, -y + 0.5 * r]), np.array([-x - out + thick, y + out]))
    right = (np.array([x + out - thick, -y + 0.5 * r]), np.array([x + out, y + out]))
    inset = thick - 0.05
    rear = (
        np.array([-x - out + inset, y + out - thick]),
        np.array([x + out - inset, y + out - 0.004]),
    )
    return [left, right, rear]


def _battered(lo: np.ndarray, hi: np.ndarray, low: float, high: float, batter: float) -> Mesh:
    rings = []
    for z, inset in ((low, 0.0), (high, batter)):
        (x0, y0), (x1, y1) = lo + inset, hi - inset
        rings.append([(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)])
    return lofted(np.array(rings))


def fill_between_brackets(model: SetModel, b: Building, line: Roofline, ring: list[Post]) -> None:
    """Put 栱眼壁 and the strips between wall ties, up to the boards."""
    f, count = b.fen, wall_ties(b, line)
    strips, closers = [], []
    for side, p, q in sides(b, ring):
        a, c = (np.array([v.x, v.y, v.top]) for v in (p, q))
        levels = [(-0.2, layer(1) + 0.2)]
        levels += [(layer(k) + TIE[1] - 0.2, layer(k + 1) + 0.2) for k in range(1, count)]
        for k, (low, high) in enumerate(levels):
            thick = (4.0 + 0.3 * (side in ("left", "right")) + 0.1 * (k % 2)) * f
            up = np.array([0, 0, (low + high) / 2 * f])
            strips.append(bars([a + up], [c + up], rectangle(thick, (high - low) * f)))
        if line.hips or side in ("front", "back"):
            closers.append(_closer(b, line, (p, q), layer(count) + TIE[1] - 0.3))
    model.add_part("bracket_plaster", *merge(*strips), "plaster_white")
    model.place("bracket_plaster", "wall", rule="own", name="栱眼壁")
    model.add_part("wall_closer", *merge(*closers), "plaster_white")
    model.place("wall_closer", "wall", rule="own", name="枋上壁")


def _closer(b: Building, line: Roofline, bay: tuple[Post, Post], low: float) -> Mesh:
    """Return the strip from the last tie up among the rafters."""
    p, q = bay
    t = np.linspace(0, 1, 9)
    x, y = p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t
    z = line.height(x, y) - line.rafter * 0.4
    across = np.array([0.03, 0.0]) if abs(p.x - q.x) < 1e-9 else np.array([0.0, 0.03])
    edge = [np.stack([x + s * across[0], y + s * across[1], z], axis=1) for s in (-1, 1)]
    bed = p.top + (q.top - p.top) * t + low * b.fen
    return slab(np.stack(edge, axis=1), np.maximum(z - bed, 0.02)[:, None] * np.ones(2))


def hang_ceiling(model: SetModel, b: Building) -> None:
    """Put 平闇: a dark board behind a fine square lattice, over the inner room."""
    if not b.ceiling:
        return
    z = b.platform + b.column + (layer(3) + 10) * b.fen
    hx, hy = b.width / 2 - 0.1, b.depth / 2 - 0.1
    model.add_part("ceiling", *boxes([(-hx, hx, -hy, hy, z + 0.06, z + 0.09)]), "dark")
    model.place("ceiling", "beam", rule="own", name="平闇")
    pitch, w = 0.42, 0.03
    xs = np.arange(-hx + pitch / 2, hx, pitch)
    ys = np.arange(-hy + pitch / 2, hy, pitch)
    rows = [(x - w, x + w, -hy, hy, z, z + 0.061) for x in xs]
    rows += [(-hx, hx, y - w, y + w, z + 0.003, z + 0.062) for y in ys]
    model.add_part("ceiling_lattice", *boxes(rows), "board")
    model.place("ceiling_lattice", "beam", rule="own", name="平闇椽")


def paint_architrave(model: SetModel, b: Building, ring: list[Post]) -> None:
    """Put the white blocks of 七朱八白 on the front architraves."""
    rows = []
    half = ARCHITRAVE[0] * b.fen / 2
    for side, p, q in sides(b, ring):
        if side != "front":
            continue
        a, c = p.x + b.column_diameter * 0.55, q.x - b.column_diameter * 0.55
        each = (c - a) / 8
        for k in range(8):
            x = a + each * (k + 0.5)
            z = p.top + (q.top - p.top) * (x - p.x) / (q.x - p.x) - ARCHITRAVE[1] * b.fen / 2
            h = ARCHITRAVE[1] * b.fen * 0.125
            rows.append((x - each * 0.36, x + each * 0.36, p.y - half - 0.003, p.y - half + 0.01,
                         z - h, z + h))  # fmt: skip
    model.add_part("seven_red_eight_white", *boxes(rows), "plaster_white")
    model.place("seven_red_eight_white", "beam", rule="own", name="七朱八白")
