"""Walls round a hall, their gables, what closes it over the columns, and its ceiling."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes.brackets import layer
from scenes.building import LATE, Building
from scenes.framing import PLINTH, Post, architrave, foot, posts, sides, tie, underside, wall_bands
from scenes.joinery import dado
from scenes.model import SetModel
from scenes.roofline import GABLE_WALL, Roofline
from scenes.solids import Mesh, bars, boxes, lofted, merge, rectangle, slab

STAGE_WALL = 0.36  # how far a 舞亭 is walled at its sides: of 牛王庙's depth 2.7 m (own)
BATTER = 0.02  # how much a wall leans in over its height

Corner = NDArray[np.float64]
Run = tuple[Corner, Corner]
_GROWN = (0.05, 0.058, 0.066, 0.074, 0.082, 0.09)  # metres a wall's foot may stand out, best first
_CLEAR = 0.004  # metres between two faces that never flicker
_BEHIND = 0.004  # metres that a rear wall's back stands within the side walls' ends


def build_walls(model: SetModel, b: Building) -> None:
    """Put battered walls at the sides and the back, brick at the foot.

    They begin at the row of doors; a gate's and a 硬山 hall's gables at the front columns. A bell
    pavilion that is open before and behind stands open all round.
    """
    if b.kind == "bell" and set(b.doors) == set(b.back_doors) == {"O"}:
        return
    shafts, feet = [], []
    r = b.column_diameter / 2
    tall = b.skirt.column if b.skirt else b.column
    top = b.platform + tall - underside(b) - 0.01
    batter = 0.004 if b.roof == "硬山" else BATTER
    runs = _wall_runs(b, r, tall)
    grown = _grown(b, runs)
    for k, (lo, hi) in enumerate(runs):
        shafts.append(_battered(lo, hi, (b.platform - 0.02, top - 0.004 * k), batter * tall, r))
        feet.append(_battered(lo - grown, hi + grown,
                              (b.platform - 0.03, b.platform + dado(b) + 0.003 * k), 0.012, 0.0))  # fmt: skip
    model.add_part("wall", *merge(*shafts), wall_material(b))
    model.place("wall", "wall", rule="own", name="墙")
    model.add_part("wall_foot", *merge(*feet), "brick")
    model.place("wall_foot", "wall", rule="own", name="下碱" if b.period in LATE else "墙下隔减")


def _grown(b: Building, runs: list[Run]) -> float:
    """Return how far a wall's foot stands out from it, its faces in no plane with a plinth's."""
    half = PLINTH * b.column_diameter / 2
    feet = np.array([foot(b, p) for p in posts(b, Roofline(b)) if p.edge])
    plinths = np.concatenate([feet - half, feet + half])

    def gap(grown: float) -> float:
        faces = np.concatenate([(lo - grown, hi + grown) for lo, hi in runs])
        return float(np.abs(faces[:, None] - plinths).min())

    return max(_GROWN, key=lambda grown: min(_CLEAR, gap(grown)))


def wall_material(b: Building) -> str:
    """Return what a wall is faced with: white or red plaster, or bare grey brick."""
    if b.roof == "硬山":
        return "brick"
    return "plaster_white" if b.period in ("tang", "wudai") else "plaster_red"


def _wall_runs(b: Building, r: float, tall: float) -> list[Run]:
    """Return (lower, upper) plan corners of the walls; they wrap the columns they stand at."""
    out = r + (BATTER + b.lean[1]) * tall + 0.03
    thick = max(0.55, 1.7 * r) + out - 0.78 * r
    if b.roof == "硬山":
        out = 2 * r * GABLE_WALL - 0.06
        thick = out + r
    x, y = b.width / 2, b.depth / 2
    start = b.ys[0] if b.kind == "gate" or b.roof == "硬山" else b.ys[b.door_row]
    start += 0.5 * r if b.roof != "硬山" else -1.2 * r
    if b.kind == "stage" and len(b.depth_bays) == 1 and b.period not in LATE:
        start = y - STAGE_WALL * b.depth  # seen from three sides
    left = (np.array([-x - out, start]), np.array([-x - out + thick, y + out]))
    right = (np.array([x + out - thick, start]), np.array([x + out, y + out]))
    back = r + (BATTER + b.lean[0]) * tall + 0.03
    left[1][1] = right[1][1] = y + back
    return [left, right, *_rear(b, -x - out + thick - 0.05, x + out - thick + 0.05, y + back)]


def _rear(b: Building, x0: float, x1: float, y: float) -> list[Run]:
    """Return the runs of the rear wall between the bays that doors close."""
    thick = max(0.55, 1.25 * b.column_diameter)
    edges, r = [x0, *b.xs[1:-1], x1], 0.5 * b.column_diameter
    kinds = b.back_doors or ("P",) * len(b.bays)
    runs: list[Run] = []
    joined = False
    for a, c, kind in zip(edges, edges[1:], kinds, strict=False):
        if kind != "P":
            joined = False
            continue
        a = a - (0.4 * r if a != x0 else 0.0)
        c = c + (0.4 * r if c != x1 else 0.0)
        if joined:
            runs[-1][1][0] = c
        else:
            runs.append((np.array([a, y - thick]), np.array([c, y - _BEHIND])))
        joined = True
    return runs


def _battered(lo: Corner, hi: Corner, rise: tuple[float, float], batter: float, r: float) -> Mesh:
    """Return a wall leaning in by ``batter``, its shoulder sloping back by half of ``r`` (签尖)."""
    low, high = rise
    levels = [(low, 0.0), (high, batter)]
    if r > 0:
        levels = [(low, 0.0), (high - 0.16, batter), (high, batter + 0.55 * r)]
    rings = []
    for z, inset in levels:
        (x0, y0), (x1, y1) = lo + inset, hi - inset
        rings.append([(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)])
    return lofted(np.array(rings))


def close_upper(model: SetModel, b: Building) -> None:
    """Close the body of a double-eaved hall between the door heads and its upper architraves."""
    if b.skirt is None:
        return
    small = b.style.small_architrave or architrave(b)
    s, thick, hair = b.skirt, min(0.084, 0.42 * architrave(b)[0], 0.42 * small[0]), 0.003
    low = b.platform + s.column - underside(b) - 0.02
    if not s.open:
        low = b.platform + s.column + s.bracket
    high = b.platform + b.column - architrave(b)[1] * 0.5
    x, y = b.width / 2, b.depth / 2
    rows = [(-x, x, sy * y - thick, sy * y + thick, low, high) for sy in (-1, 1)]
    rows += [(sx * x - thick, sx * x + thick, -y + hair, y - hair, low + hair, high - hair)
             for sx in (-1, 1)]  # fmt: skip
    model.add_part("upper_wall", *boxes(rows), "over_board")
    model.place("upper_wall", "wall", rule="own", name="走马板")


def fill_between_brackets(model: SetModel, b: Building, line: Roofline, ring: list[Post]) -> None:
    """Put 栱眼壁 between the sets and the strips between wall ties, up to the boards."""
    bands, hair = wall_bands(b, line), 0.2 * b.fen
    gaps = [(-hair, bands[0][0] + hair)] if bands else []
    gaps += [(low[1] - hair, high[0] + hair) for low, high in zip(bands, bands[1:], strict=False)]
    strips, closers = [], []
    for side, p, q in sides(b, ring):
        a, c = (np.array([v.x, v.y, v.top]) for v in (p, q))
        for k, (low, high) in enumerate(gaps):
            if high - low < 3 * hair:
                continue
            thick = (4.0 + 0.3 * (side in ("left", "right")) + 0.1 * (k % 2)) * b.fen
            up = np.array([0, 0, (low + high) / 2])
            strips.append(bars([a + up], [c + up], rectangle(thick, high - low)))
        if line.hips or side in ("front", "back"):
            closers.append(_closer(line, (p, q), (bands[-1][1] if bands else 0.0) - hair))
    if strips:
        model.add_part("bracket_plaster", *merge(*strips), "bracket_eye")
        model.place("bracket_plaster", "wall", rule="own", name="栱眼壁")
    model.add_part("wall_closer", *merge(*closers), "plaster_white")
    model.place("wall_closer", "wall", rule="own", name="枋上壁")


def _closer(line: Roofline, bay: tuple[Post, Post], low: float) -> Mesh:
    """Return the strip from the last tie up among the rafters."""
    p, q = bay
    t = np.linspace(0, 1, 9)
    x, y = p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t
    z = line.height(x, y) - line.rafter * 0.4
    thick = min(0.03, 0.4 * tie(line.b)[0])  # thinner than the tie, whose face it would share
    across = np.array([thick, 0.0]) if abs(p.x - q.x) < 1e-9 else np.array([0.0, thick])
    edge = [np.stack([x + s * across[0], y + s * across[1], z], axis=1) for s in (-1, 1)]
    bed = p.top + (q.top - p.top) * t + low
    return slab(np.stack(edge, axis=1), np.maximum(z - bed, 0.02)[:, None] * np.ones(2))


def hang_ceiling(model: SetModel, b: Building, line: Roofline) -> None:
    """Put 平闇: a dark board behind a fine square lattice, over the inner room, under the roof."""
    if not b.ceiling:
        return
    hx, hy = b.width / 2 - 0.1, b.depth / 2 - 0.1
    under = float(np.min(line.height([hx, 0.0], [0.0, hy]))) - line.rafter - 0.16
    z = min(b.platform + b.column + (layer(3) + 10) * b.fen, under)
    model.add_part("ceiling", *boxes([(-hx, hx, -hy, hy, z + 0.06, z + 0.09)]), "dark")
    model.place("ceiling", "beam", rule="own", name="平闇")
    pitch, w = 0.42, 0.03
    xs = np.arange(-hx + pitch / 2, hx, pitch)
    ys = np.arange(-hy + pitch / 2, hy, pitch)
    rows = [(x - w, x + w, -hy, hy, z, z + 0.061) for x in xs]
    rows += [(-hx, hx, y - w, y + w, z + 0.003, z + 0.062) for y in ys]
    model.add_part("ceiling_lattice", *boxes(rows), "board")
    model.place("ceiling_lattice", "beam", rule="own", name="平闇椽")
