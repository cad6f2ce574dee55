"""Ridges of stacked tiles, 鸱尾, gable boards and 悬鱼."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from scenes.building import Building
from scenes.model import Points, SetModel
from scenes.roofline import Roofline
from scenes.solids import Mesh, boxes, lofted, merge, placement, prism, slab, swept

GABLE_BOARD = 0.07  # 搏风板 thickness, metres
SEAT = 0.10  # ridges are bedded this far over the boards


def lay_ridges(model: SetModel, b: Building, line: Roofline) -> None:
    """Put the main ridge with its 鸱尾, and the ridges of hips and gables."""
    half = ridge_half(b, line)
    _main_ridge(model, b, line, half)
    _slope_ridges(model, b, line)
    tail = chiwei(b.chiwei)
    model.add_part("chiwei", *tail, "ridge")
    z = float(line.profile(line.half_y)) + _ridge_lift(b, line, half) + 0.05
    model.place("chiwei", "ridge", placement(-half, 0, z), "chiwei", "鸱尾")
    model.place("chiwei", "ridge", placement(half, 0, z, math.pi), "chiwei", "鸱尾")


def ridge_half(b: Building, line: Roofline) -> float:
    """Return half the main ridge's length."""
    if b.roof == "庑殿":
        return line.half_x - line.half_y + 0.25
    return (line.gable_x if b.roof == "歇山" else line.half_x) - 0.12


def _ridge_lift(b: Building, line: Roofline, x: float) -> float:
    return float(line.lift(min(x, line.half_x), 0.0)) if b.roof == "悬山" else 0.0


def stacked(width: float, height: float, courses: int) -> NDArray[np.float64]:
    """Return the section of a 瓦条脊: courses of flat tile with joints between, a round cap."""
    w, out = width / 2, []
    body = height - 0.09
    each = body / courses
    for k in range(courses):
        out += [(w, k * each), (w, k * each + each * 0.62),
                (w - 0.018, k * each + each * 0.66), (w - 0.018, (k + 1) * each)]  # fmt: skip
    cap = np.linspace(0, math.pi, 7)[:4]
    out += [(0.075 * math.cos(a) + 0.02, body + 0.09 * math.sin(a)) for a in cap]
    right = np.array(out)
    left = right[::-1] * [-1, 1]
    return np.concatenate([right, left[1:] if abs(right[-1][0]) < 1e-9 else left])


def _main_ridge(model: SetModel, b: Building, line: Roofline, half: float) -> None:
    low = float(line.profile(line.half_y)) + 0.05
    tall = b.height - low
    x = np.linspace(-half, half, 25)
    rise = 0.06 * (np.abs(x) / half) ** 2.5
    if b.roof == "悬山":
        rise = line.lift(x, np.zeros_like(x))
    path = np.stack([x, np.zeros_like(x), low + rise], axis=1)
    wide = max(0.26, 16.0 * b.fen)
    model.add_part(
        "main_ridge", *swept(path, stacked(wide, tall, max(5, int(tall / 0.075)))), "ridge"
    )
    model.place("main_ridge", "ridge", rule="ridge", name="正脊")


def _slope_ridges(model: SetModel, b: Building, line: Roofline) -> None:
    made, ends = [], []
    tall = max(0.26, 0.62 * b.ridge)
    section = stacked(0.22, tall, max(3, int(tall / 0.07)))
    for sx in (-1.0, 1.0):
        for sy in (-1.0, 1.0):
            for path in _ridge_paths(b, line, sx, sy):
                made.append(swept(path, section))
                ends.append(_end_tile(path, tall))
    model.add_part("hip_ridge", *merge(*made), "ridge")
    model.place("hip_ridge", "ridge", rule="ridge", name="垂脊、戗脊")
    model.add_part("ridge_end", *merge(*ends), "tile_end")
    model.place("ridge_end", "ridge", rule="own", name="脊头瓦")


def _ridge_paths(b: Building, line: Roofline, sx: float, sy: float) -> list[Points]:
    """Return the paths, from the eave upwards, of the ridges of one quarter of the roof."""
    if b.roof == "庑殿":
        return [line.hip(np.linspace(0.28, line.half_y - 0.12, 40), sx, sy, SEAT)]
    if b.roof == "悬山":
        return [_down_gable(line, line.half_x - 0.16, 0.35, sx, sy)]
    meet = line.half_x - line.gable_x
    hip = line.hip(np.linspace(0.28, meet + 0.12, 24), sx, sy, SEAT)
    return [hip, _down_gable(line, line.gable_x - 0.14, meet - 0.25, sx, sy)]


def _down_gable(line: Roofline, x: float, start: float, sx: float, sy: float) -> Points:
    d = np.linspace(start, line.half_y - 0.1, 26)
    y = sy * (line.half_y - d)
    z = line.profile(d) + line.lift(np.full_like(y, x), y) + SEAT
    return np.stack([np.full_like(d, sx * x), y, z], axis=1)


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


# The 鸱尾 over a height of 1, its back at x = 0, the ridge toward +x: stations from the foot to the
# tip, each (middle x, middle z, half width, half thickness, lean of the section in radians).
_BODY = np.array([
    (0.36, 0.00, 0.360, 0.150, 0.00), (0.335, 0.12, 0.335, 0.150, 0.04),
    (0.300, 0.25, 0.300, 0.143, 0.06), (0.275, 0.38, 0.262, 0.134, 0.02),
    (0.268, 0.50, 0.238, 0.124, -0.08), (0.280, 0.61, 0.222, 0.112, -0.24),
    (0.312, 0.715, 0.205, 0.099, -0.46), (0.362, 0.805, 0.180, 0.084, -0.74),
    (0.426, 0.872, 0.146, 0.068, -1.02), (0.498, 0.912, 0.103, 0.050, -1.28),
    (0.566, 0.924, 0.055, 0.033, -1.50), (0.612, 0.915, 0.014, 0.014, -1.72),
])  # fmt: skip


def chiwei(height: float) -> Mesh:
    """Return a 鸱尾 ``height`` metres tall, its foot on z = 0, the ridge toward +x."""
    a = np.linspace(0, 2 * math.pi, 17)[:-1]
    rings = []
    for x, z, w, t, lean in _BODY:
        c, s = math.cos(lean), math.sin(lean)
        across = np.sign(np.cos(a)) * np.abs(np.cos(a)) ** 0.55 * w
        thick = np.sign(np.sin(a)) * np.abs(np.sin(a)) ** 0.7 * t
        rings.append(np.stack([x + across * c, thick, z - across * s], axis=1))
    body = lofted(np.array(rings) * height)
    return merge(body, *_fins(height), *_ribs(height), _saddle(height))


def _fins(height: float) -> list[Mesh]:
    """Return the row of fins along the back, from the foot to the tip."""
    spine = _back(np.linspace(0.02, 0.86, 60))
    out = []
    for k in np.linspace(0.03, 0.84, 13):
        p, q = _back(np.array([k, k + 0.062]))
        ahead = q - p
        away = np.array([-ahead[1], ahead[0]]) / np.linalg.norm(ahead)
        grow = 0.085 * (1.0 - 0.45 * k)
        tip = p + ahead * 1.35 + away * grow
        root_a, root_b = p - away * 0.05, q - away * 0.05
        outline = [root_a, root_b, q + away * grow * 0.35, tip, p + ahead * 0.5 + away * grow * 0.8,
                   p + away * grow * 0.25]  # fmt: skip
        out.append(prism(np.array(outline) * height, 0.13 * height * (1 - 0.5 * k), "xz"))
    return out if len(spine) else []


def _back(t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (k, 2) places on the outer edge of the body, t from foot 0 to tip 1."""
    x, z, w, _, lean = _BODY.T
    edge = np.stack([x - w * np.cos(lean), z + w * np.sin(lean)], axis=1)
    run = np.linspace(0, 1, len(_BODY))
    return np.stack([np.interp(t, run, edge[:, 0]), np.interp(t, run, edge[:, 1])], axis=1)


def _ribs(height: float) -> list[Mesh]:
    """Return the raised line that parts the fins from the body, on both cheeks."""
    x, z, w, t, lean = _BODY[:-1].T
    out = []
    for s in (-1.0, 1.0):
        off = -0.52 * w
        path = np.stack([x + off * np.cos(lean), s * t * 0.93, z - off * np.sin(lean)], axis=1)
        width = 0.020 * (1 - 0.5 * np.linspace(0, 1, len(x)))
        rings = []
        for k in range(len(path)):
            c, sn = math.cos(lean[k]), math.sin(lean[k])
            d = width[k]
            rings.append([path[k] + [a * c, s * h, -a * sn]
                          for a, h in ((-d, -d), (d, -d), (d, d), (-d, d))])  # fmt: skip
        out.append(lofted(np.array(rings) * height))
    return out


def _saddle(height: float) -> Mesh:
    """Return the low block that seats the 鸱尾 over the ridge."""
    return boxes(np.array([[-0.02, 0.80, -0.165, 0.165, -0.16, 0.05]]) * height)


def close_gables(model: SetModel, b: Building, line: Roofline) -> None:
    """Put 搏风板 with 悬鱼 and, set back, the infill of the gable."""
    if b.roof == "庑殿":
        return
    boards, fish, infill = [], [], []
    x_board = line.gable_x if b.roof == "歇山" else line.half_x
    x_wall = line.truss_x if b.roof == "歇山" else b.width / 2
    start = line.half_x - line.gable_x - 0.05 if b.roof == "歇山" else 0.06
    for s in (-1.0, 1.0):
        boards += [_gable_board(line, s * x_board, start, sy) for sy in (-1.0, 1.0)]
        fish.append(_fish(line, s * (x_board + 0.02)))
        infill.append(_gable_infill(b, line, s * x_wall))
    model.add_part("gable_board", *merge(*boards), "timber_red")
    model.place("gable_board", "roof", rule="gable.out", name="搏风板")
    model.add_part("hanging_fish", *merge(*fish), "timber_red")
    model.place("hanging_fish", "roof", rule="own", name="悬鱼")
    model.add_part("gable_infill", *merge(*infill), "plaster_white")
    model.place("gable_infill", "wall", rule="own", name="山花")


def _gable_board(line: Roofline, x: float, start: float, sy: float) -> Mesh:
    d = np.linspace(start, line.half_y - 0.012, 24)
    y = sy * (line.half_y - d)
    high = line.profile(d) + line.lift(np.full_like(y, abs(x)), y) + 0.085
    deep = np.linspace(0.40, 0.52, len(d))
    out = math.copysign(GABLE_BOARD, x)
    rings = [[(x, yy, z), (x + out, yy, z), (x + out, yy, z - w), (x, yy, z - w)]
             for yy, z, w in zip(y, high, deep, strict=True)]  # fmt: skip
    return lofted(np.array(rings))


def _fish(line: Roofline, x: float) -> Mesh:
    """Return a 悬鱼 hanging from the point of the gable boards."""
    top = float(line.profile(line.half_y) + line.lift(abs(x), 0.0)) - 0.18
    half = [(0.0, 0.0), (0.13, -0.03), (0.15, -0.22), (0.10, -0.36), (0.21, -0.50), (0.22, -0.62),
            (0.14, -0.74), (0.07, -0.82), (0.10, -0.95), (0.0, -1.06)]  # fmt: skip
    outline = np.array([*half, *((-a, z) for a, z in half[-2:0:-1])])
    out = prism(outline, 0.05, "yz")
    return out[0] + [x + math.copysign(GABLE_BOARD * 0.8, x), 0.0, top], out[1]


def _gable_infill(b: Building, line: Roofline, x: float) -> Mesh:
    """Return the wall that closes the roof's end, from the skirt or the wall up to the rafters."""
    if b.roof == "歇山":
        start = line.half_x - line.truss_x - 0.35
        low = float(line.profile(start)) - 0.25
    else:
        start, low = b.eave + 0.02, b.platform + b.column - 0.02
    d = np.linspace(start, line.half_y - 0.01, 20)
    y = np.concatenate([-(line.half_y - d), (line.half_y - d)[::-1]])
    z = np.concatenate([line.profile(d), line.profile(d)[::-1]]) - line.rafter - 0.02
    z += line.lift(np.full_like(y, abs(x)), y)
    top = np.stack(
        [np.stack([np.full_like(y, x + o), y, z], axis=1) for o in (-0.06, 0.06)], axis=1
    )
    return slab(top, np.maximum(top[..., 2] - low, 0.02))
