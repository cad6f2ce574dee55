"""阶基 and 须弥座, 月台, 踏道, 散水 and the floor."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from scenes import railings
from scenes.building import LATE, Building
from scenes.model import SetModel
from scenes.solids import Mesh, boxes, lofted, merge, prism, shifted

TREAD, RISER = 0.32, 0.155  # metres
EDGE = 0.16  # thickness of 压阑石
KERB = 0.55  # its breadth
STRING = 0.34  # 副子 breadth
TERRACE_STEP = 0.16  # 月台 lies one step below the platform


@dataclass(frozen=True, slots=True)
class Terrace:
    """月台 before a hall: half its width, how far it runs out, its height. Metres."""

    half: float
    out: float
    high: float


def terrace(b: Building) -> Terrace | None:
    """Return the 月台, where the hall has one."""
    if not b.terraced:
        return None
    inner = len(b.bays) // 2 - (1 if len(b.bays) < 7 else 2)
    half = min(b.xs[-1 - max(inner, 1)] + 0.4, 0.66 * b.platform_half[0])
    return Terrace(half, min(max(0.45 * b.depth, 4.0), 9.0), b.platform - TERRACE_STEP)


def is_moulded(b: Building) -> bool:
    """Tell whether a platform is a 须弥座: under halls of imperial rank, by paint or tile."""
    return b.period in LATE and b.style.imperial


def lay_platform(model: SetModel, b: Building) -> None:
    """Put the platform with its stone edge, terrace, steps, railings and drip course."""
    hx, hy = b.platform_half
    _lay_base(model, "platform", (hx, hy, 0.0), b.platform, is_moulded(b))
    ahead = terrace(b)
    if ahead is not None:
        middle = -hy - ahead.out / 2 + 0.02
        _lay_base(model, "terrace", (ahead.half, ahead.out / 2 + 0.02, middle), ahead.high,
                  is_moulded(b))  # fmt: skip
    _put(model, "drip_course", "brick", "platform", "散水", merge(*_drip_course(b, ahead)))
    if b.kind == "stage":  # nobody climbs a stage from before it
        _put(model, "steps", "stone", "step", "上台踏道", _side_steps(b))
    else:
        _put(model, "steps", "stone", "step", "踏道", merge(*_steps(b)))
        _put(model, "step_cheek", "brick", "step", "象眼", merge(*_cheeks(b)))
    if b.style.railing:
        railings.rail(model, _edges(b, ahead), b.period in LATE)


def _lay_base(
    model: SetModel, name: str, plan: tuple[float, float, float], p: float,
    moulded: bool,
) -> None:  # fmt: skip
    """Put one block of platform: half its size and the y of its middle, its height."""
    hx, hy, y = plan
    if moulded:
        body, edge = _moulded(hx, hy, p), boxes(_kerb(hx, hy, p))
    else:
        body = boxes([(-hx + 0.06, hx - 0.06, -hy + 0.06, hy - 0.06, 0.06, p - 0.02)])
        edge = merge(
            boxes(_kerb(hx, hy, p)), boxes(_plinth(hx, hy)), boxes(_corner_posts(hx, hy, p))
        )
    floor = boxes([(-hx + KERB + 0.003, hx - KERB - 0.003, -hy + KERB + 0.003, hy - KERB - 0.003,
                    p - 0.06, p - 0.004)])  # fmt: skip
    said = "月台" if name == "terrace" else "须弥座" if moulded else "阶基"
    rows = (
        (f"{name}_body", "marble" if moulded else "brick", "platform", said, body),
        (f"{name}_edge", "marble" if moulded else "stone", "platform", "压阑石、角柱、土衬", edge),
        ("floor" if name == "platform" else "terrace_floor", "floor", "floor", "铺地", floor),
    )
    for part, material, element, title, mesh in rows:
        _put(model, part, material, element, title, shifted(mesh, y=y))


# 须弥座 over a height of 1: (inset in parts of the height, height), from the ground up.
_SUMERU = ((-0.06, 0.0), (-0.06, 0.10), (-0.03, 0.13), (-0.03, 0.27), (0.00, 0.28), (0.07, 0.38),
           (0.08, 0.39), (0.08, 0.62), (0.07, 0.63), (0.00, 0.73), (-0.02, 0.74), (-0.02, 0.90))  # fmt: skip


def _moulded(hx: float, hy: float, p: float) -> Mesh:
    rings = []
    for inset, z in _SUMERU:
        x, y = hx - 0.02 - inset * p, hy - 0.02 - inset * p
        rings.append([(-x, -y, z * p), (x, -y, z * p), (x, y, z * p), (-x, y, z * p)])
    posts = []
    waist = (0.395 * p, 0.615 * p)
    for sx in (-1, 1):
        for sy in (-1, 1):
            cx, cy = sx * (hx - 0.02 - 0.09 * p), sy * (hy - 0.02 - 0.09 * p)
            posts.append((cx - 0.09, cx + 0.09, cy - 0.09, cy + 0.09, *waist))
    return merge(lofted(np.array(rings)), boxes(posts))


def _edges(b: Building, ahead: Terrace | None) -> list[tuple[railings.Point, railings.Point]]:
    """Return the runs of railing round the platform and the terrace, open before the steps."""
    hx, hy = (h - 0.22 for h in b.platform_half)
    p, gap = b.platform, stair(b)[0] + STRING + 0.05
    runs = [((-hx, hy, p), (hx, hy, p)), ((-hx, -hy, p), (-hx, hy, p)), ((hx, -hy, p), (hx, hy, p))]
    inner = gap if ahead is None else ahead.half
    runs += [((s * hx, -hy, p), (s * inner, -hy, p)) for s in (-1, 1)]
    if ahead is not None:
        x, y, z = ahead.half - 0.22, -b.platform_half[1] - ahead.out + 0.22, ahead.high
        runs += [((s * x, y, z), (s * gap, y, z)) for s in (-1, 1)]
        runs += [((s * x, y, z), (s * x, -b.platform_half[1] - 0.02, z)) for s in (-1, 1)]
    return runs


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
    count = max(2, math.ceil(_front(b)[1] / RISER))
    return b.bays[len(b.bays) // 2] * 0.5, count, TREAD * count


def _front(b: Building) -> tuple[float, float]:
    """Return the y, outward, of the edge that the steps lean on, and its height."""
    ahead = terrace(b)
    if ahead is None:
        return b.platform_half[1], b.platform
    return b.platform_half[1] + ahead.out, ahead.high


def _steps(b: Building) -> list[Mesh]:
    half, count, run = stair(b)
    hy, high = _front(b)
    rise = high / count
    rows = []
    for k in range(count - 1):
        y0 = -hy - run + TREAD * (k + 1)
        rows.append((-half + 0.004, half - 0.004, y0 - 0.02, -hy + 0.05,
                     rise * k - (0.1 if not k else 0.006), rise * (k + 1)))  # fmt: skip
    rows.append((-half - STRING - 0.1, half + STRING + 0.1, -hy - run - 0.30, -hy - run + TREAD,
                 -0.1, 0.035))  # fmt: skip
    return [boxes(rows), *_strings(b)]


def _side_steps(b: Building) -> Mesh:
    """Return the narrow steps by which players climb a stage, at its right side behind."""
    hx, hy = b.platform_half
    count = max(2, math.ceil(b.platform / 0.2))
    rise, wide = b.platform / count, 1.0
    return boxes([
        (hx - 0.05, hx + 0.26 * (count - k), hy - wide - 0.4, hy - 0.4 + 0.002 * k, -0.1 + 0.004 * k,
         rise * (k + 1) - (0.004 if k == count - 1 else 0.0))
        for k in range(count)
    ])  # fmt: skip


def _strings(b: Building) -> list[Mesh]:
    """Return 副子: the sloping stones either side of the steps."""
    half, _, run = stair(b)
    hy, p = _front(b)
    outline = [(-hy + 0.02, p + 0.012), (-hy + 0.02, p - 0.19), (-hy - run - 0.10, 0.02),
               (-hy - run - 0.16, 0.02), (-hy - run - 0.16, 0.14)]  # fmt: skip
    made = prism(outline, STRING, "yz")
    return [(made[0] + [s * (half + STRING / 2), 0, 0], made[1]) for s in (-1, 1)]


def _cheeks(b: Building) -> list[Mesh]:
    """Return 象眼: the triangle under each string, in three steps set back one in another."""
    half, _, run = stair(b)
    hy, p = _front(b)
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


def _drip_course(b: Building, ahead: Terrace | None) -> list[Mesh]:
    """Return 散水: a brick strip round the platform, falling outward; none under a terrace."""
    hx, hy = b.platform_half
    wide, high, low = 0.95, 0.055, 0.02
    out = []
    for axis, half, length in (("y", hy, hx), ("x", hx, hy)):
        for s in (-1.0, 1.0):
            a = s * (half + 0.072)
            c = s * (half + 0.072 + wide)
            outline = [(a, -0.1), (a, high), (c, low), (c, -0.1)]
            full = length + (0.07 + wide if axis == "y" else 0.069)
            if axis == "y" and s < 0 and ahead is not None:
                side = full - ahead.half - 0.08
                made = prism(outline, side, axis + "z")
                out += [shifted(made, x=t * (full - side / 2)) for t in (-1, 1)]
                continue
            out.append(prism(outline, 2 * full, axis + "z"))
    return out
