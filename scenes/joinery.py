"""What closes the bays: board doors, 直棂 windows, 格子门 and 隔扇, 槛窗, 支摘窗, walls."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scenes import lattice
from scenes.building import LATE, Building, ring_of
from scenes.framing import underside
from scenes.model import Matrix, SetModel
from scenes.roofline import Roofline
from scenes.solids import Mesh, boxes, lathe, lofted, merge, moved, placement

STUD = 0.052  # 门钉 radius, metres
BAR = 0.075  # 直棂 breadth, metres


@dataclass(frozen=True, slots=True)
class Opening:
    """A bay to be closed: clear from ``x0`` to ``x1`` at ``y``, from ``floor`` to ``top``.

    ``tall`` is the height of the columns that frame it, which doors are proportioned by.
    """

    x0: float
    x1: float
    y: float
    floor: float
    top: float
    tall: float


def openings(b: Building, row: int, line: Roofline) -> list[Opening]:
    """Return the bays of a row of columns, counted from the front, left to right."""
    r, y = b.column_diameter / 2, b.ys[row]
    outer = row in (0, len(b.ys) - 1)
    tall = min(b.column, b.skirt.column) if b.skirt else b.column
    out = []
    for a, c in zip(b.xs, b.xs[1:], strict=False):
        rise = float(min(line.shengqi(a, y), line.shengqi(c, y))) if outer else 0.0
        top = b.platform + tall + (0.0 if b.skirt else rise) - underside(b) - 0.004
        out.append(Opening(a + 0.86 * r, c - 0.86 * r, y, b.platform, top, tall))
    return out


def closed_by(b: Building) -> Building:
    """Return what doors and walls stand in: the hall itself, or its ring where that is closed."""
    return b if b.skirt is None or b.skirt.open else ring_of(b)


def close_bays(model: SetModel, b: Building) -> None:
    """Put doors, windows or walls in the row of doors, and in the back wall where it is open."""
    line = Roofline(b)
    _close_row(model, b, line, b.door_row, b.doors, "", np.eye(4))
    if b.back_doors:
        _close_row(model, b, line, 0, b.back_doors, "back_", np.diag([1.0, -1.0, 1.0, 1.0]))


def _close_row(
    model: SetModel, b: Building, line: Roofline, row: int, kinds: tuple[str, ...], prefix: str,
    turn: Matrix,
) -> None:  # fmt: skip
    pieces = _Pieces()
    for bay, (o, kind) in enumerate(zip(openings(b, row, line), kinds, strict=True)):
        if kind != "O":
            pieces.bay = bay
            _BAY[kind](pieces, b, o)
    pieces.put(model, prefix, turn)


class _Pieces:
    """Boxes collected by what they are, so that a whole front becomes a few parts."""

    def __init__(self) -> None:
        self.boxes: dict[str, list[tuple[float, ...]]] = {}
        self.meshes: dict[str, list[Mesh]] = {}
        self.studs: list[tuple[float, float, float]] = []
        self.rings: list[tuple[float, float, float]] = []
        self.leaves: dict[tuple[str, str, float, float], list[tuple[str, Matrix]]] = {}
        self.bay = 0

    def box(self, name: str, *bounds: float) -> None:
        self.boxes.setdefault(name, []).append(bounds)

    def leaf(self, make: str, pattern: str, span: tuple[float, float], high: float,
             at: tuple[float, float]) -> None:  # fmt: skip
        """Hang a leaf across ``span``, its foot at (y, z) ``at``."""
        wide = round(span[1] - span[0], 3)
        key = (make, pattern, wide, round(high, 3))
        m = placement(sum(span) / 2, *at)
        self.leaves.setdefault(key, []).append((f"{_SAID_LEAF[make]} {self.bay}", m))

    def put(self, model: SetModel, prefix: str, turn: Matrix) -> None:
        """Put everything, mirrored to the back by ``turn``; names begin with ``prefix``."""
        for name, (material, element) in _KINDS.items():
            made = [boxes(self.boxes[name])] if name in self.boxes else []
            made += self.meshes.get(name, [])
            if made:
                model.add_part(prefix + name, *moved(merge(*made), turn), material)
                model.place(prefix + name, element, rule="own", name=_SAID[name])
        for part, mesh, places, said in (
            ("door_stud", _stud, self.studs, ""), ("door_ring", _knocker, self.rings, "铺首"),
        ):  # fmt: skip
            if places:
                model.add_part(prefix + part, *moved(mesh(), turn), "iron")
            for at in places:
                m = placement(*(turn[:3, :3] @ np.array(at)))
                model.place(prefix + part, "door", m, "own", said)
        for k, (key, hung) in enumerate(self.leaves.items()):
            self._hang(model, f"{prefix}leaf{k}", lattice.leaf(*key), hung, turn)

    @staticmethod
    def _hang(
        model: SetModel, name: str, made: lattice.Leaf, hung: list[tuple[str, Matrix]], turn: Matrix
    ) -> None:
        element = "window" if hung[0][0].startswith(("槛窗", "横披")) else "door"
        for part, mesh, material in (
            ("frame", made.frame, "leaf_frame"), ("lattice", made.lattice, "leaf_lattice"),
            ("board", made.board, "leaf_board"), ("paper", made.paper, "window_paper"),
        ):  # fmt: skip
            if not len(mesh[1]):
                continue
            model.add_part(f"{name}_{part}", *moved(mesh, turn), material)
            for said, m in hung:
                at = placement(*(turn[:3, :3] @ m[:3, 3]))
                title = said if part == "frame" else ""
                model.place(f"{name}_{part}", element, at, "own", title)


_SAID_LEAF = {
    "格子门": "格子门", "六抹": "隔扇", "四抹": "隔扇", "槛窗": "槛窗", "一扇": "横披",
}  # fmt: skip
_KINDS = {
    "frame": ("timber_red", "door"), "door_leaf": ("door", "door"),
    "over_board": ("over_board", "wall"), "sill_wall": ("plaster_red", "wall"),
    "sill_foot": ("brick", "wall"), "window_frame": ("timber_red", "window"),
    "window_bar": ("lattice_green", "window"), "window_back": ("dark", "window"),
    "sill_brick": ("brick", "wall"), "sill_board": ("timber_red", "window"),
    "bay_wall": ("plaster_red", "wall"),
}  # fmt: skip
_SAID = {
    "frame": "门框", "door_leaf": "板门", "over_board": "门额上壁", "sill_wall": "槛墙",
    "sill_foot": "隔减", "window_frame": "窗框", "window_bar": "直棂", "window_back": "窗内",
    "sill_brick": "槛墙", "sill_board": "榻板", "bay_wall": "墙",
}  # fmt: skip


def _door_bay(pieces: _Pieces, b: Building, o: Opening) -> None:
    """Put a threshold, jambs, head and two leaves of boards with studs."""
    x0, x1, top, y, z = o.x0, o.x1, o.top, o.y, o.floor
    head = min(z + 0.68 * o.tall, top - 0.30)
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
    pieces.box("door_leaf", span[0] - 0.01, span[1] + 0.01, y - 0.012, y + 0.012, low, high)
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
    dome = [(STUD, 0.0), (STUD * 0.80, 0.036), (STUD * 0.08, 0.054)]
    return moved(lathe(dome, 6), _facing())


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


def _window_bay(pieces: _Pieces, b: Building, o: Opening) -> None:
    """Put a sill wall, and over it a frame with an odd number of upright bars."""
    x0, x1, top, y, z = o.x0, o.x1, o.top, o.y, o.floor
    sill = z + 0.34 * o.tall
    head = min(sill + 0.40 * o.tall, top - 0.24)
    pieces.box("sill_foot", x0 - 0.06, x1 + 0.06, y - 0.235, y + 0.235, z - 0.02, z + 0.09 * o.tall)
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


def _wall_bay(pieces: _Pieces, b: Building, o: Opening) -> None:
    pieces.box("sill_brick", o.x0 - 0.06, o.x1 + 0.06, o.y - 0.235, o.y + 0.235, o.floor - 0.01,
               o.floor + dado(b))  # fmt: skip
    pieces.box("bay_wall", o.x0 - 0.05, o.x1 + 0.05, o.y - 0.2, o.y + 0.2, o.floor - 0.005,
               o.top + 0.02)  # fmt: skip


def dado(b: Building) -> float:
    """Return the height of a wall's brick foot: 隔减 to the Yuan, 下碱 a third of the column."""
    tall = b.skirt.column if b.skirt else b.column
    return (0.16 if b.period not in LATE else 0.31) * tall


def _surround(pieces: _Pieces, b: Building, o: Opening, foot: float) -> tuple[float, float, float]:
    """Put jambs and rails about a bay of leaves; return the clear span and the leaves' head.

    Where the columns leave room over the leaves there is a row of fixed lattice (横披).
    """
    jamb, deep, rail = 0.13, 0.085, 0.16
    room = o.top - o.floor
    head = o.floor + room * 0.76 if room > 2.9 else o.top - rail
    f = "frame"
    for a, c in ((o.x0, o.x0 + jamb), (o.x1 - jamb, o.x1)):
        pieces.box(f, a, c, o.y - deep + 0.012, o.y + deep - 0.012, foot - 0.01, o.top + 0.012)
    pieces.box(f, o.x0, o.x1, o.y - deep, o.y + deep, head, head + rail)
    if head + rail < o.top - 0.25:
        pieces.box(
            f, o.x0, o.x1, o.y - deep + 0.006, o.y + deep - 0.006, o.top - 0.10, o.top + 0.01
        )
        z, high = head + rail - 0.004, o.top - 0.10 - head - rail + 0.008
        _row(pieces, "一扇", pattern_of(b), (o.x0 + jamb, o.x1 - jamb), 3, high, (o.y, z))
    return o.x0 + jamb, o.x1 - jamb, head


def _row(
    pieces: _Pieces, make: str, pattern: str, span: tuple[float, float], count: int, high: float,
    at: tuple[float, float],
) -> None:  # fmt: skip
    edges = np.linspace(*span, count + 1)
    for a, c in zip(edges, edges[1:], strict=False):
        pieces.leaf(make, pattern, (float(a) + 0.004, float(c) - 0.004), high, at)


def pattern_of(b: Building) -> str:
    """Return the lattice of a hall's leaves, by its age and by the rank that its painting tells."""
    great = len(b.bays) >= 5
    if b.period not in LATE:
        return "毬文" if great and b.style.painting in ("五彩", "碾玉") else "方格"
    if b.style.painting == "和玺" or (b.style.painting == "旋子" and great):
        return "三交六椀"
    return "步步锦" if b.style.painting in ("苏式", "素") else "方格"


def leaves_in(o: Opening) -> int:
    """Return how many leaves fill a bay: four, six in a wide one, two in a narrow one."""
    clear = o.x1 - o.x0
    return 6 if clear > 5.4 else 4 if clear > 2.0 else 2


def _leaf_bay(pieces: _Pieces, b: Building, o: Opening) -> None:
    """Put 格子门 or 隔扇 between a threshold and a head."""
    foot = o.floor + (0.14 if b.period not in LATE else 0.20)
    a, c, head = _surround(pieces, b, o, o.floor)
    pieces.box("frame", o.x0, o.x1, o.y - 0.08, o.y + 0.08, o.floor - 0.02, foot)
    make = "格子门" if b.period not in LATE else "六抹" if b.kind == "hall" else "四抹"
    high = head - foot - 0.008
    _row(pieces, make, pattern_of(b), (a, c), leaves_in(o), high, (o.y, foot + 0.004))


def _sill(pieces: _Pieces, o: Opening, high: float) -> float:
    """Put 槛墙 and the board on it; return the top."""
    z = o.floor + high
    pieces.box("sill_brick", o.x0 - 0.04, o.x1 + 0.04, o.y - 0.19, o.y + 0.19, o.floor - 0.01,
               z - 0.10)  # fmt: skip
    pieces.box("sill_board", o.x0 - 0.02, o.x1 + 0.02, o.y - 0.22, o.y + 0.22, z - 0.102, z)
    return z


def _sill_window_bay(pieces: _Pieces, b: Building, o: Opening) -> None:
    """Put 槛窗: leaves like the doors' upper part over a sill wall."""
    room = o.top - o.floor
    door = (room * 0.76 if room > 2.9 else room - 0.16) - 0.2
    z = _sill(pieces, o, 0.2 + door * (lattice.SILL - 0.075))
    a, c, head = _surround(pieces, b, o, z)
    pieces.box("frame", a - 0.01, c + 0.01, o.y - 0.07, o.y + 0.07, z - 0.01, z + 0.07)
    _row(pieces, "槛窗", pattern_of(b), (a, c), leaves_in(o), head - z - 0.078, (o.y, z + 0.074))


def _propped_window_bay(pieces: _Pieces, b: Building, o: Opening) -> None:
    """Put 支摘窗: two lights a bay, each of a propped upper and a lifted-out lower half."""
    z = _sill(pieces, o, 0.28 * o.tall)
    a, c, head = _surround(pieces, b, o, z)
    mid = (a + c) / 2
    pieces.box("frame", mid - 0.06, mid + 0.06, o.y - 0.06, o.y + 0.06, z - 0.01, head + 0.01)
    half = (head - z) / 2
    for span in ((a, mid - 0.06), (mid + 0.06, c)):
        for k, pattern in enumerate(("直棂", "步步锦")):
            at = (o.y - 0.01, z + k * half + 0.003)
            pieces.leaf("一扇", pattern, (span[0] + 0.004, span[1] - 0.004), half - 0.006, at)


_BAY: dict[str, Callable[[_Pieces, Building, Opening], None]] = {
    "D": _door_bay, "W": _window_bay, "P": _wall_bay, "G": _leaf_bay, "S": _sill_window_bay,
    "H": _propped_window_bay,
}  # fmt: skip
