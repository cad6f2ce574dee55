"""Ridges: laid up of tiles or moulded, their ends, their beasts, and what crowns them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes import beasts
from scenes.building import RING, Building
from scenes.model import Matrix, Points, SetModel
from scenes.ridge_ends import corner_piece, ridge_end
from scenes.roofline import Roofline
from scenes.solids import Mesh, lofted, merge, moved, placement, swept
from scenes.tiles import edge_material

SEAT = 0.10  # ridges are bedded this far over the boards
LOWER = 0.62  # the ridge before a 垂兽 over the one behind it


def lay_ridges(model: SetModel, b: Building, line: Roofline) -> None:
    """Put the main ridge with its ends, and the ridges of hips, gables and the ring."""
    _slope_ridges(model, b, line)
    if b.roof == "攒尖":
        _finial(model, b, line)
    elif b.roof == RING:
        _round_body(model, b, line)
    else:
        half = ridge_half(b, line)
        _main_ridge(model, b, line, half)
        _ends(model, b, line, half)
    if b.roof == "歇山":
        _gable_foot(model, b, line)


def ridge_half(b: Building, line: Roofline) -> float:
    """Return half the main ridge's length."""
    if b.roof == "庑殿":
        return line.half_x - float(line.on_side(line.half_y)) + 0.25
    return (line.gable_x if b.roof == "歇山" else line.half_x) - 0.12


def _ends(model: SetModel, b: Building, line: Roofline, half: float) -> None:
    kind = b.style.ridge_end
    _sized(model, "chiwei", ridge_end(kind), b.chiwei, edge_material(b, "ridge"))
    z = float(line.profile(line.half_y)) + _ridge_lift(line, half) + 0.05
    for x, turn in ((-half, 0.0), (half, math.pi)):
        model.place("chiwei", "ridge", placement(x, 0, z, turn), "chiwei", kind)


def _ridge_lift(line: Roofline, x: float) -> float:
    return float(line.lift(min(x, line.half_x), 0.0)) if not line.hips else 0.0


def stacked(width: float, height: float, courses: int) -> NDArray[np.float64]:
    """Return the section of a 瓦条脊: courses of flat tile with joints between, a round cap.

    The cap of a narrow one is as broad as the course it lies on: no ledge beside it.
    """
    w, out = width / 2, []
    narrow = w < 0.125
    r = w - 0.018 - 0.02 if narrow else 0.075
    body = height - 0.09
    each = body / courses
    for k in range(courses):
        out += [(w, k * each), (w, k * each + each * 0.62),
                (w - 0.018, k * each + each * 0.66), (w - 0.018, (k + 1) * each)]  # fmt: skip
    cap = np.linspace(0, math.pi, 7)[:4]
    out += [(r * math.cos(a) + 0.02, body + 0.09 * math.sin(a)) for a in cap[1 if narrow else 0 :]]
    right = np.array(out)
    left = right[::-1] * [-1, 1]
    return np.concatenate([right, left[1:] if abs(right[-1][0]) < 1e-9 else left])


def moulded(width: float, height: float) -> NDArray[np.float64]:
    """Return the section of a 脊筒: moulded foot, upright or hollow cheek, lip and round cap."""
    w, h = width / 2, height
    right = np.array([
        (w, 0.0), (w, 0.10 * h), (0.82 * w, 0.12 * h), (0.95 * w, 0.19 * h), (0.66 * w, 0.25 * h),
        (0.62 * w, 0.50 * h), (0.66 * w, 0.74 * h), (0.98 * w, 0.80 * h), (0.98 * w, 0.86 * h),
        (0.55 * w, 0.88 * h), (0.50 * w, 0.95 * h), (0.22 * w, h),
    ])  # fmt: skip
    return np.concatenate([right, right[::-1] * [-1, 1]])


def _section(b: Building, width: float, height: float) -> NDArray[np.float64]:
    if b.style.ridge_form == "脊筒":
        return moulded(width, height)
    return stacked(width, height, max(3, int(height / 0.11)))


def _main_ridge(model: SetModel, b: Building, line: Roofline, half: float) -> None:
    low = float(line.profile(line.half_y)) + 0.05
    tall = b.height - low
    x = np.linspace(-half, half, 25)
    rise = 0.06 * (np.abs(x) / half) ** 2.5
    if not line.hips:
        rise = line.lift(x, np.zeros_like(x))
    path = np.stack([x, np.zeros_like(x), low + rise], axis=1)
    wide = max(0.26, 16.0 * b.fen, 0.34 * tall if b.style.ridge_form == "脊筒" else 0.0)
    model.add_part("main_ridge", *swept(path, _section(b, wide, tall)), edge_material(b, "ridge"))
    model.place("main_ridge", "ridge", rule="ridge", name="正脊")
    if not b.flowered:
        return
    _flowers(model, b, path, (wide, tall), half - 0.75 * b.chiwei)
    if b.crested:
        material = edge_material(b, "ridge")
        _sized(model, "ridge_crest", beasts.crest(), 1.25 * b.chiwei, material)
        at = placement(0.0, 0.0, low + tall - 0.04)
        model.place("ridge_crest", "ridge", at, "own", "脊刹")


def _flowers(
    model: SetModel, b: Building, path: Points, size: tuple[float, float], far: float
) -> None:
    """Put flowers and their winding stem in relief on both cheeks of a moulded ridge."""
    wide, tall = size
    r, cheek, middle = 0.185 * tall, 0.31 * wide, 0.495 * tall
    count = max(1, int(far / (3.0 * r)))
    xs = np.linspace(-far, far, 2 * count + 1)
    zs = np.interp(xs, path[:, 0], path[:, 2]) + middle
    other = "ridge_green" if edge_material(b, "ridge") == "ridge_yellow" else "ridge_yellow"
    plain = edge_material(b, "ridge")
    model.add_part("ridge_flower", *_flower(r), plain if plain == "ridge" else other)
    stems = []
    t = np.linspace(0, 1, 6 * count + 1)
    for s in (-1.0, 1.0):
        for x, z in zip(xs, zs, strict=True):
            at = placement(x, s * cheek, z, 0.0 if s < 0 else math.pi)
            model.place("ridge_flower", "ridge", at, "own")
        sx = -far + 2 * far * t
        wave = 0.55 * r * np.sin(2 * math.pi * count * t)
        stem = np.stack([sx, np.full_like(t, s * (cheek + 0.01)),
                         np.interp(sx, xs, zs) + wave], axis=1)  # fmt: skip
        d = 0.17 * r
        stems.append(swept(stem, [(-d, -d), (d, -d), (d, d), (-d, d)]))
    model.add_part("ridge_stem", *merge(*stems), plain)
    model.place("ridge_stem", "ridge", rule="own", name="脊筒花卉")


def _flower(r: float) -> Mesh:
    """Return a peony in low relief, facing −y."""
    a = np.arange(10) * math.pi / 5
    rings = []
    for size, out, lobe in ((1.0, 0.0, 0.20), (0.90, 0.24, 0.20), (0.24, 0.40, 0.0)):
        grow = r * size * (1 - lobe / 2 + lobe / 2 * np.cos(5 * a))
        rings.append(np.stack([grow * np.cos(a), np.full_like(a, -out * r), grow * np.sin(a)], 1))
    return lofted(np.array(rings))


@dataclass(frozen=True, slots=True)
class _Ridge:
    """A ridge down a slope: its path from the eave up, and how far up its main beast sits."""

    path: Points
    beast_at: float

    def run(self) -> Points:
        """Return how far from the foot each point of the path lies, metres along it."""
        steps = np.linalg.norm(np.diff(self.path, axis=0), axis=1)
        return np.concatenate([[0.0], np.cumsum(steps)])

    def at(self, along: float) -> tuple[Points, float]:
        """Return the point ``along`` metres from the foot and the heading down the ridge."""
        run = self.run()
        here = np.array([np.interp(along, run, self.path[:, k]) for k in range(3)])
        ahead = np.array([np.interp(along + 0.1, run, self.path[:, k]) for k in range(3)]) - here
        return here, math.atan2(-ahead[1], -ahead[0])

    def parts(self) -> tuple[Points, Points]:
        """Return the path before the main beast and the path behind it."""
        run = self.run()
        middle, _ = self.at(self.beast_at)
        inside, _ = self.at(self.beast_at + 0.04)  # runs a little into the higher one
        low = np.concatenate([self.path[run < self.beast_at - 0.05], inside[None]])
        high = np.concatenate([middle[None], self.path[run > self.beast_at + 0.05]])
        return low, high


def _slope_ridges(model: SetModel, b: Building, line: Roofline) -> None:
    tall = max(0.26, 0.62 * b.ridge)
    if b.roof == RING or not line.hips:
        tall = max(0.26, 0.5 * b.ridge)
    figured = b.style.beasts > 0 or b.style.ridge_form == "脊筒"
    made, ends = [], []
    for sx, sy in ((-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)):
        for k, ridge in enumerate(_ridges(b, line, sx, sy)):
            low, high = _parts(ridge, figured)
            if sy < 0:  # those behind are these turned
                made.append(swept(high, _section(b, 0.24 if figured else 0.22, tall)))
                if low is not None:
                    made.append(swept(low, _section(b, 0.20, LOWER * tall)))
                    ends.append(_end_tile(low, LOWER * tall))
                elif not figured:
                    ends.append(_end_tile(high, tall))
            if figured:  # the walking figures stand on 戗脊, not on 垂脊
                _beast(model, b, ridge, tall)
                if low is not None and (b.roof != "歇山" or k == 0):
                    _figures(model, b, ridge, LOWER * tall)
    model.add_part("hip_ridge", *merge(*made), edge_material(b, "ridge"))
    model.place_both("hip_ridge", "ridge", rule="ridge", name="垂脊、戗脊")
    if ends:
        model.add_part("ridge_end", *merge(*ends), edge_material(b, "tile_end"))
        model.place_both("ridge_end", "ridge", rule="own", name="脊头瓦")


def _parts(ridge: _Ridge, figured: bool) -> tuple[Points | None, Points]:
    """Return the path before a ridge's main beast, if it has one, and the path behind."""
    return ridge.parts() if figured and ridge.beast_at > 0.3 else (None, ridge.path)


def _ridges(b: Building, line: Roofline, sx: float, sy: float) -> list[_Ridge]:
    """Return the ridges of one quarter of the roof; on a 歇山 the hip first."""
    root = math.sqrt(2.0)
    beast = 0.92 * b.eave
    if b.roof in ("庑殿", "攒尖", RING):
        top = line.inner - 0.02
        path = line.hip(np.linspace(0.14, top, 26), sx, sy, SEAT)
        return [_Ridge(path, min(beast, 0.75 * (top - 0.28)) * root)]
    if not line.hips:
        path = _down_gable(line, line.half_x - 0.16, 0.12, sx, sy)
        return [_Ridge(path, b.eave - 0.12)]
    meet = line.half_x - line.gable_x
    hip = line.hip(np.linspace(0.14, meet + 0.12, 16), sx, sy, SEAT)
    down = _down_gable(line, line.gable_x - 0.19, meet - 0.25, sx, sy)
    return [_Ridge(hip, min(beast, 0.72 * (meet - 0.28)) * root), _Ridge(down, 0.0)]


def _down_gable(line: Roofline, x: float, start: float, sx: float, sy: float) -> Points:
    d = np.linspace(start, line.half_y - 0.1, 18)
    y = sy * (line.half_y - d)
    z = line.profile(d) + line.lift(np.full_like(y, x), y) + SEAT
    return np.stack([np.full_like(d, sx * x), y, z], axis=1)


def _sized(model: SetModel, name: str, mesh: Mesh, high: float, material: str) -> None:
    if name not in model.parts:
        model.add_part(name, *moved(mesh, placement(scale=(high, high, high))), material)


def _beast(model: SetModel, b: Building, ridge: _Ridge, tall: float) -> None:
    """Put the 垂兽 or 戗兽 that closes the higher ridge."""
    high = max(0.5, 1.5 * tall)
    _sized(model, "ridge_beast", beasts.ridge_beast(), high, edge_material(b, "ridge"))
    at, turn = ridge.at(max(ridge.beast_at, 0.05))
    z = float(at[2]) + (LOWER * tall if ridge.beast_at > 0.3 else 0.25 * tall)
    said = "垂兽" if ridge.beast_at <= 0.3 or b.roof != "歇山" else "戗兽"
    m = placement(float(at[0]), float(at[1]), z, turn)
    model.place("ridge_beast", "ridge", m, "own", said)


def _figures(model: SetModel, b: Building, ridge: _Ridge, tall: float) -> None:
    """Put the rider and ``Style.beasts`` figures on the lower ridge, the rider at its foot."""
    count = b.style.beasts
    if not count:
        return
    room = ridge.beast_at - 0.45
    step = min(0.62, room / (count + 1))
    high = min(0.62, 1.05 * step, 1.35 * tall + 0.16)
    material = edge_material(b, "ridge")
    _sized(model, "immortal", beasts.immortal(), high, material)
    _sized(model, "walking_beast", beasts.walking_beast(), high, material)
    for k in range(count + 1):
        # the front of the rider's tile is let into the middle of the end tile's thickness
        at, turn = ridge.at(0.12 + k * step if k else 0.36 * high - 0.015)
        m = placement(float(at[0]), float(at[1]), float(at[2]) + tall - 0.01, turn)
        part, said = ("walking_beast", "蹲兽") if k else ("immortal", "仙人")
        model.place(part, "ridge", m, "own", said)


def _end_tile(path: Points, tall: float) -> Mesh:
    """Return the upright tile that closes a ridge at its foot, a plain beast-mask slab."""
    ahead = path[1] - path[0]
    flat = ahead[:2] / np.linalg.norm(ahead[:2])
    a = np.linspace(0, math.pi, 9)
    r = 0.15
    arc = [(r * math.cos(t), tall * 0.72 + (tall * 0.45) * math.sin(t)) for t in a]
    outline = np.array([(-r, -0.02), (r, -0.02), *arc])
    rings = np.zeros((3, len(outline), 3))
    for k, (away, size) in enumerate(((0.03, 1.0), (-0.05, 1.0), (-0.085, 0.8))):
        s = outline * [size, 1.0]
        s[:, 1] = tall * 0.5 + (s[:, 1] - tall * 0.5) * size
        rings[k, :, 0] = path[0, 0] + flat[0] * away - flat[1] * s[:, 0]
        rings[k, :, 1] = path[0, 1] + flat[1] * away + flat[0] * s[:, 0]
        rings[k, :, 2] = path[0, 2] + s[:, 1]
    return lofted(rings)


def _finial(model: SetModel, b: Building, line: Roofline) -> None:
    """Put 宝顶 where the hips of a pointed roof meet."""
    high = max(b.ridge, 0.11 * b.width)
    _sized(model, "finial", beasts.finial(), high, edge_material(b, "ridge"))
    z = float(line.profile(line.half_y)) + 0.10
    model.place("finial", "ridge", placement(0.0, 0.0, z), "ridge", "宝顶")


def _round_body(model: SetModel, b: Building, line: Roofline) -> None:
    """Put 围脊 where a ring's roof meets the body, 合角吻 at its corners."""
    tall, wide = max(0.34, 0.55 * b.ridge), 0.30
    out = 0.62 * b.column_diameter + wide / 2
    hx, hy = b.width / 2 - b.bays[0] + out, b.depth / 2 - b.depth_bays[0] + out
    z = float(line.profile(line.inner)) + SEAT - 0.04
    section = _section(b, wide, tall)
    runs = [((-hx, s * hy), (hx, s * hy)) for s in (-1, 1)]
    runs += [((s * hx, -hy + wide / 2 + 0.004), (s * hx, hy - wide / 2 - 0.004)) for s in (-1, 1)]
    made = [swept(np.array([(*p, z), (*q, z)]), section) for p, q in runs]
    model.add_part("body_ridge", *merge(*made), edge_material(b, "ridge"))
    model.place("body_ridge", "ridge", rule="own", name="围脊")
    kind = b.style.ridge_end if b.style.ridge_end != "望兽" else "正吻"
    _sized(model, "corner_piece", corner_piece(kind), 2.1 * tall, edge_material(b, "ridge"))
    for sx in (-1, 1):
        for sy in (-1, 1):
            for turn in (0.0 if sx < 0 else math.pi, math.pi / 2 if sy < 0 else -math.pi / 2):
                m: Matrix = placement(sx * (hx + 0.08), sy * (hy + 0.08), z, turn)
                model.place("corner_piece", "ridge", m, "own", "合角吻")


def _gable_foot(model: SetModel, b: Building, line: Roofline) -> None:
    """Put 博脊 (曲脊) where the end slope of a 歇山 meets its gable."""
    out = 0.10 if line.closed_gable else 0.16
    x = line.truss_x + out + (line.gable_x - line.truss_x if line.closed_gable else 0.0)
    deep = line.half_x - x
    far = line.half_y - deep - (0.35 if line.closed_gable else 0.55)
    y = np.linspace(-far, far, 13)
    tall = max(0.24, 0.36 * b.ridge)
    made = []
    for s in (-1.0, 1.0):
        xs = np.full_like(y, s * x)
        z = np.full_like(y, float(line.profile(line.on_front(deep)))) + line.lift(xs, y) + SEAT
        made.append(swept(np.stack([xs, y, z], axis=1), _section(b, 0.20, tall)))
    model.add_part("gable_ridge", *merge(*made), edge_material(b, "ridge"))
    model.place("gable_ridge", "ridge", rule="own", name="博脊")
