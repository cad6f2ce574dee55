"""Gable ends: 搏风 with 悬鱼 and 惹草, boarded 山花, brick walls of 硬山 with 墀头."""

from __future__ import annotations

import math

import numpy as np

from scenes.building import Building
from scenes.framing import architrave, underside
from scenes.model import SetModel
from scenes.roofline import GABLE_WALL, Roofline
from scenes.solids import Mesh, boxes, lofted, merge, prism, shifted, slab

GABLE_BOARD = 0.07  # 搏风板 thickness, metres
MEET = 0.001  # the boards of the two slopes come so near the point of the gable, metres


def close_gables(model: SetModel, b: Building, line: Roofline) -> None:
    """Close the ends of a roof that has gables."""
    if b.roof == "硬山":
        _brick_gables(model, b, line)
    elif b.roof in ("歇山", "悬山"):
        _boarded_gables(model, b, line)


def _boarded_gables(model: SetModel, b: Building, line: Roofline) -> None:
    """Put 搏风板 with 悬鱼 and 惹草 and, set back or flush with them, what closes the gable."""
    x_board = line.gable_x if b.roof == "歇山" else line.half_x
    x_wall = line.truss_x if b.roof == "歇山" else b.width / 2
    if line.closed_gable:
        x_wall = line.gable_x - 0.07
    start = line.half_x - line.gable_x - 0.05 if b.roof == "歇山" else 0.06
    boards, hung, infill = [], [], []
    for s in (-1.0, 1.0):
        boards += [_gable_board(line, s * x_board, start, sy) for sy in (-1.0, 1.0)]
        if not line.closed_gable:
            hung.append(_fish(line, s * (x_board + 0.02)))
            hung += _grasses(b, line, s * (x_board + 0.02), start)
        infill.append(_infill(b, line, s * x_wall, _infill_thick(b)))
    _put(model, "gable_board", "timber_red", "roof", "搏风板", boards, "gable.out")
    if hung:
        _put(model, "hanging_fish", "timber_red", "roof", "悬鱼、惹草", hung)
    red = "gable_red" if line.closed_gable else "plaster_white"
    _put(model, "gable_infill", red, "wall", "山花", infill)
    if line.closed_gable and b.style.painting == "和玺":
        _ribbons(model, line, x_wall + 0.06)


def _infill_thick(b: Building) -> float:
    """Return half of how thick the wall in a gable is: in no plane with the humps that stand in it."""
    if b.roof == "悬山":
        return 3.7 * b.fen  # thinner than the arms of the sets that stand in it
    return 0.06 if abs(6.5 * b.fen - 0.06) > 0.003 else 0.05


def _put(
    model: SetModel, name: str, material: str, element: str, said: str, meshes: list[Mesh],
    rule: str = "own",
) -> None:  # fmt: skip
    model.add_part(name, *merge(*meshes), material)
    model.place(name, element, rule=rule, name=said)


def _gable_board(line: Roofline, x: float, start: float, sy: float) -> Mesh:
    d = np.linspace(start, line.half_y - MEET, 24)
    y = sy * (line.half_y - d)
    high = line.profile(d) + line.lift(np.full_like(y, abs(x)), y) + 0.085
    deep = np.linspace(0.40, 0.52, len(d))
    out = x + math.copysign(GABLE_BOARD, x)
    x -= math.copysign(0.02, x)  # the edge of the roof's boards is let into it
    rings = [[(x, yy, z), (out, yy, z), (out, yy, z - w), (x, yy, z - w)]
             for yy, z, w in zip(y, high, deep, strict=True)]  # fmt: skip
    return lofted(np.array(rings))


def _fish(line: Roofline, x: float) -> Mesh:
    """Return a 悬鱼 hanging from the point of the gable boards."""
    top = float(line.profile(line.half_y) + line.lift(abs(x), 0.0)) - 0.18
    half = [(0.0, 0.0), (0.13, -0.03), (0.15, -0.22), (0.10, -0.36), (0.21, -0.50), (0.22, -0.62),
            (0.14, -0.74), (0.07, -0.82), (0.10, -0.95), (0.0, -1.06)]  # fmt: skip
    outline = np.array([*half, *((-a, z) for a, z in half[-2:0:-1])])
    out = prism(outline, 0.05, "yz")
    return shifted(out, math.copysign(GABLE_BOARD * 0.8, x) + x, 0.0, top)


def _grasses(b: Building, line: Roofline, x: float, start: float) -> list[Mesh]:
    """Return 惹草: a cloud-shaped board over the end of each purlin between ridge and eave."""
    half = [(0.0, 0.0), (0.22, -0.02), (0.28, -0.14), (0.17, -0.20), (0.20, -0.32), (0.09, -0.38),
            (0.0, -0.50)]  # fmt: skip
    outline = np.array([*half, *((-a, z) for a, z in half[-2:0:-1])])
    made, out = prism(outline, 0.045, "yz"), []
    for place, _ in b.purlins[1:-1]:
        d = line.half_y - place
        if d < start + 0.5:
            continue
        for sy in (-1.0, 1.0):
            top = float(line.profile(d) + line.lift(abs(x), sy * place)) - 0.30
            out.append(shifted(made, x + math.copysign(GABLE_BOARD * 0.8, x), sy * place, top))
    return out


def _infill(b: Building, line: Roofline, x: float, thick: float = 0.06) -> Mesh:
    """Return the wall that closes a roof's end, from the lower slope or the wall up to the roof."""
    if b.roof == "歇山":
        start = line.half_x - abs(x) - (0.05 if line.closed_gable else 0.35)
        low = float(line.profile(line.half_x - abs(x))) - (0.25 if line.closed_gable else 0.5)
    else:
        start, low = b.eave + 0.02, b.platform + b.column - 0.02
        if b.roof == "硬山":  # the brick runs on from the wall below
            low -= underside(b) + 0.30
    d = np.linspace(start, line.half_y - 0.01, 20)
    y = np.concatenate([-(line.half_y - d), (line.half_y - d)[::-1]])
    clear = 0.03 if line.closed_gable else line.rafter + 0.02
    z = np.concatenate([line.profile(d), line.profile(d)[::-1]]) - clear
    z += line.lift(np.full_like(y, abs(x)), y)
    top = np.stack(
        [np.stack([np.full_like(y, x + o), y, z], axis=1) for o in (-thick, thick)], axis=1
    )
    return slab(top, np.maximum(top[..., 2] - low, 0.02))


def _ribbons(model: SetModel, line: Roofline, x: float) -> None:
    """Put gilt coins bound by ribbons (金钱绶带) in relief on a boarded gable."""
    low = float(line.profile(line.half_x - line.gable_x)) + 0.55
    top = float(line.profile(line.half_y)) - 0.55
    if top - low < 0.9:
        return
    high = top - low
    middle, r = low + 0.50 * high, 0.10 * high
    a, t = np.linspace(0, 2 * math.pi, 15), np.linspace(0, 1, 12)
    coins = [(0.0, middle), (-2.6 * r, middle - 2.0 * r), (2.6 * r, middle - 2.0 * r),
             (0.0, middle - 3.2 * r)]  # fmt: skip
    loops = [[(y + size * r * math.sin(k), z + size * r * math.cos(k)) for k in a]
             for y, z in coins for size in (1.0, 0.5)]  # fmt: skip
    for s in (-1, 1):
        waves = (
            (s * r * (0.8 + 1.2 * t), middle + r * (0.2 - 1.3 * t + 0.5 * np.sin(6.28 * t))),
            (s * r * (0.4 + 0.9 * np.sin(3.14 * t)), middle + r * (0.9 + 2.0 * t)),
            (s * r * (1.0 + 1.1 * t), middle - r * (3.3 - 0.7 * t + 0.4 * np.sin(6.28 * t))),
            (s * r * (3.5 + 1.4 * t), middle - r * (2.2 + 0.8 * t - 0.5 * np.sin(6.28 * t))),
        )
        loops += [list(zip(y.tolist(), z.tolist(), strict=True)) for y, z in waves]
    rows = [
        _strip(p, q, sx * x)
        for sx in (-1, 1)
        for loop in loops
        for p, q in zip(loop, loop[1:], strict=False)
    ]
    _put(model, "gable_ribbon", "gold", "wall", "金钱绶带", rows)


def _strip(p: tuple[float, float], q: tuple[float, float], x: float) -> Mesh:
    along = np.array([q[0] - p[0], q[1] - p[1]])
    along /= max(float(np.linalg.norm(along)), 1e-9)
    n = np.array([-along[1], along[0]]) * 0.035
    ring = [np.array(p) + n, np.array(p) - n, np.array(q) - n, np.array(q) + n]
    out = prism(np.array(ring), 0.03, "yz")
    return shifted(out, x)


def _brick_gables(model: SetModel, b: Building, line: Roofline) -> None:
    """Carry the gable walls of a 硬山 up under its tiles, with brick 博缝 and 墀头."""
    r = b.column_diameter / 2
    inner, outer = b.width / 2 - r, b.width / 2 + GABLE_WALL * b.column_diameter - 0.06
    walls, boards, heads = [], [], []
    for s in (-1.0, 1.0):
        walls.append(_infill(b, line, s * (inner + outer) / 2, (outer - inner) / 2))
        boards += [_brick_board(line, s * outer, sy) for sy in (-1.0, 1.0)]
        for sy in (-1.0, 1.0):
            heads.append(_wall_head(b, line, s, sy, (inner, outer)))
    _put(model, "gable_wall", "brick", "wall", "山尖", walls)
    _put(model, "gable_brick_board", "grey_brick", "wall", "砖博缝", boards)
    _put(model, "wall_head", "grey_brick", "wall", "墀头", heads)


def _brick_board(line: Roofline, x: float, sy: float) -> Mesh:
    made = _gable_board(line, x, 0.05, sy)
    v = made[0].copy()
    v[:, 2] -= 0.056
    v[:, 0] = np.where(np.abs(v[:, 0]) > abs(x) + 0.01, np.sign(x) * (abs(x) + 0.05), v[:, 0])
    return v, made[1]


def _clear_of_beams(b: Building, x: float) -> float:
    """Return the inner face of a 墀头, near ``x``, in no plane with a side of the beams behind it."""
    wide = [architrave(b)[0]]
    wide += [size[0] for size in (b.style.small_architrave, b.style.plate) if size]
    sides = [b.width / 2 - w / 2 for w in wide]
    # its courses stand 8 mm inside it, its tip 5 mm outside
    return next(
        at for at in (x, x + 0.02, x + 0.04, x + 0.06)
        if not any(-0.010 < side - at < 0.007 for side in sides)
    )  # fmt: skip


def _wall_head(b: Building, line: Roofline, s: float, sy: float, span: tuple[float, float]) -> Mesh:
    """Return a 墀头: a pier before the corner column, stepping out above to carry the eave."""
    x0, x1 = sorted((s * _clear_of_beams(b, span[0] + 0.055), s * (span[1] + 0.006)))
    near = b.depth / 2
    far = near + 0.42 * b.eave
    under = float(line.profile(0.30 * b.eave)) - 0.10
    rows = [(x0, x1, *sorted((sy * (near - 0.1), sy * far)), b.platform - 0.02, under - 0.42)]
    for k in range(5):
        out = far + 0.032 * (k + 1) + (0.02 if k in (1, 3) else 0.0)
        low = under - 0.425 + 0.065 * k
        rows.append((x0 - 0.002 * k, x1 + 0.002 * k, *sorted((sy * (near - 0.1), sy * out)), low,
                     low + 0.066))  # fmt: skip
    lean = [(far + 0.12, under - 0.10), (near, under - 0.10), (near, under + 0.06),
            (near + 0.86 * b.eave, float(line.profile(0.14 * b.eave)) - 0.05),
            (near + 0.84 * b.eave, float(line.profile(0.14 * b.eave)) - 0.16)]  # fmt: skip
    tip = prism(np.array([(sy * y, z) for y, z in lean]), x1 - x0 - 0.01, "yz")
    return merge(boxes(rows), shifted(tip, (x0 + x1) / 2))
