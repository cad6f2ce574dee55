"""阶基, 踏道, 散水 and the floor."""

from __future__ import annotations

import math

import numpy as np

from scenes.building import Building
from scenes.model import SetModel
from scenes.solids import Mesh, boxes, merge, prism

TREAD, RISER = 0.32, 0.155  # metres
EDGE = 0.16  # thickness of 压阑石
KERB = 0.55  # its breadth
STRING = 0.34  # 副子 breadth


def lay_platform(model: SetModel, b: Building) -> None:
    """Put the brick platform with its stone edge, corner posts, steps and drip course."""
    hx, hy = b.platform_half
    p = b.platform
    _put(model, "platform_body", "brick", "platform", "阶基", boxes(
        [(-hx + 0.06, hx - 0.06, -hy + 0.06, hy - 0.06, 0.06, p - 0.02)]))  # fmt: skip
    _put(model, "platform_edge", "stone", "platform", "压阑石、角柱、土衬", merge(
        boxes(_kerb(hx, hy, p)), boxes(_plinth(hx, hy)), boxes(_corner_posts(hx, hy, p))))  # fmt: skip
    _put(model, "floor", "floor", "floor", "铺地", boxes(
        [(-hx + KERB + 0.003, hx - KERB - 0.003, -hy + KERB + 0.003, hy - KERB - 0.003,
          p - 0.06, p - 0.004)]))  # fmt: skip
    _put(model, "drip_course", "brick", "platform", "散水", merge(*_drip_course(b)))
    _put(model, "steps", "stone", "step", "踏道", merge(*_steps(b)))
    _put(model, "step_cheek", "brick", "step", "象眼", merge(*_cheeks(b)))


def _put(model: SetModel, name: str, material: str, element: str, said: str, mesh: Mesh) -> None:
    model.add_part(name, *mesh, material)
    model.place(name, element, rule="platform", name=said)


def _stones(a: float, c: float) -> list[tuple[float, float]]:
    """Cut an edge into stones of about 1.5 m with open joints."""
    count = max(1, round((c - a) / 1.5))
    at = np.linspace(a, c, count + 1)
    return [(float(s) + 0.003, float(e) - 0.003) for s, e in zip(at, at[1:], strict=False)]


def _kerb(hx: float, hy: float, p: float) -> list[tuple[float, ...]]:
    z = (p - EDGE, p)
    rows: list[tuple[float, ...]] = []
    for s, e in _stones(-hx, hx):
        rows += [(s, e, -hy, -hy + KERB, *z), (s, e, hy - KERB, hy, *z)]
    for s, e in _stones(-hy + KERB, hy - KERB):
        rows += [(-hx, -hx + KERB, s, e, *z), (hx - KERB, hx, s, e, *z)]
    return rows


def _plinth(hx: float, hy: float) -> list[tuple[float, ...]]:
    out, top, wide = 0.07, 0.11, 0.3
    return [
        (-hx - out, hx + out, -hy - out, -hy + wide, -0.1, top),
        (-hx - out, hx + out, hy - wide, hy + out, -0.1, top),
        (-hx - out, -hx + wide, -hy + wide + 0.003, hy - wide - 0.003, -0.1, top),
        (hx - wide, hx + out, -hy + wide + 0.003, hy - wide - 0.003, -0.1, top),
    ]


def _corner_posts(hx: float, hy: float, p: float) -> list[tuple[float, ...]]:
    w, rows = 0.30, []
    for sx in (-1, 1):
        for sy in (-1, 1):
            x = sorted((sx * (hx - 0.025), sx * (hx - 0.025 - w)))
            y = sorted((sy * (hy - 0.025), sy * (hy - 0.025 - w)))
            rows.append((*x, *y, 0.10, p - EDGE + 0.01))
    return rows


def stair(b: Building) -> tuple[float, int, float]:
    """Return half the width of the steps, how many there are, and how far they run out."""
    count = max(2, math.ceil(b.platform / RISER))
    return b.bays[len(b.bays) // 2] * 0.5, count, TREAD * count


def _steps(b: Building) -> list[Mesh]:
    half, count, run = stair(b)
    _, hy = b.platform_half
    rise = b.platform / count
    rows = []
    for k in range(count - 1):
        y0 = -hy - run + TREAD * (k + 1)
        rows.append((-half + 0.004, half - 0.004, y0 - 0.02, -hy + 0.05,
                     rise * k - (0.1 if not k else 0.006), rise * (k + 1)))  # fmt: skip
    rows.append((-half - STRING - 0.1, half + STRING + 0.1, -hy - run - 0.30, -hy - run + TREAD,
                 -0.1, 0.035))  # fmt: skip
    return [boxes(rows), *_strings(b)]


def _strings(b: Building) -> list[Mesh]:
    """Return 副子: the sloping stones either side of the steps."""
    half, _, run = stair(b)
    hy, p = b.platform_half[1], b.platform
    outline = [(-hy + 0.02, p + 0.012), (-hy + 0.02, p - 0.19), (-hy - run - 0.10, 0.02),
               (-hy - run - 0.16, 0.02), (-hy - run - 0.16, 0.14)]  # fmt: skip
    made = prism(outline, STRING, "yz")
    return [(made[0] + [s * (half + STRING / 2), 0, 0], made[1]) for s in (-1, 1)]


def _cheeks(b: Building) -> list[Mesh]:
    """Return 象眼: the triangle under each string, in three steps set back one in another."""
    half, _, run = stair(b)
    hy, p = b.platform_half[1], b.platform
    out = []
    for k, inset in enumerate((0.03, 0.075, 0.12)):
        shrink = 0.16 * k
        outline = [(-hy + 0.03, p - 0.16 - shrink), (-hy + 0.03, -0.05),
                   (-hy - run + 0.12 + shrink * run / p, -0.05)]  # fmt: skip
        if outline[0][1] < 0.05:
            continue
        width = STRING - 2 * inset
        made = prism(outline, width if k == 0 else width + 0.02, "yz")
        out += [(made[0] + [s * (half + STRING / 2), 0, 0], made[1]) for s in (-1, 1)]
    return out[:2]


def _drip_course(b: Building) -> list[Mesh]:
    """Return 散水: a brick strip round the platform, falling outward."""
    hx, hy = b.platform_half
    wide, high, low = 0.95, 0.055, 0.02
    out = []
    for axis, half, length in (("y", hy, hx), ("x", hx, hy)):
        for s in (-1.0, 1.0):
            a = s * (half + 0.072)
            c = s * (half + 0.072 + wide)
            outline = [(a, -0.1), (a, high), (c, low), (c, -0.1)]
            made = prism(
                outline, 2 * (length + (0.07 + wide if axis == "y" else 0.069)), axis + "z"
            )
            out.append(made)
    return out
