"""Purlins (槫、檩) and what lies under them: 橑檐枋, 襻间, 垫板与枋, 生头木, 罗汉枋."""

from __future__ import annotations

import math

import numpy as np

from scenes.brackets import Stack
from scenes.building import RING, Building
from scenes.framing.sections import (
    TIE,
    has_wall_purlin,
    upper_purlin,
    wall_purlin_back,
)
from scenes.model import Points, SetModel
from scenes.roofline import Face, Roofline
from scenes.solids import Mesh, bars, circle, merge, rectangle, slab, swept

PAST_CORNER = 0.22  # eave purlins cross and end this far past the corner, metres
HAIR = 0.002  # those of the ends lie this much higher, so that no faces coincide


def log(diameter: float) -> Points:
    """Return a purlin's section: twelve faces, so turned that its back is at the full height."""
    return circle(diameter / 2 / math.cos(math.pi / 12), 12)


def lay_purlins(model: SetModel, b: Building, line: Roofline) -> None:
    """Put the eave purlin around, its wedge at the corners, and the purlins above."""
    made = [_around(b, line, b.reach, b.eave_purlin_back - b.purlin_diameter / 2,
                    log(b.purlin_diameter))]  # fmt: skip
    model.add_part("eave_purlin", *merge(*made), "timber_red")
    model.place("eave_purlin", "beam", rule="juzhe", name="橑檐槫")
    if under := _under_eave(b, line):
        model.add_part("eave_beam", *under, "bracket")
        model.place("eave_beam", "beam", rule="own", name="橑檐枋")
    upper = [*_upper(b, line), *_over_wall(b, line)]
    if upper:
        model.add_part("purlin", *merge(*upper), "timber_red")
        model.place("purlin", "beam", rule="juzhe", name="平槫、脊槫")
    if ties := _ties_under(b, line):
        model.add_part("purlin_tie", *merge(*ties), "timber_red")
        model.place("purlin_tie", "beam", rule="own", name=_tie_name(b))
    if wedge := _corner_wedges(b, line):
        model.add_part("purlin_wedge", *merge(*wedge), "timber_red")
        model.place("purlin_wedge", "beam", rule="corner.rise", name="生头木")


def _tie_name(b: Building) -> str:
    return "垫板与枋" if b.system == "doukou" else "襻间"


def _around(
    b: Building, line: Roofline, far: float, z: float, section: Points, past: float = PAST_CORNER
) -> Mesh:
    """Return bars along every eave, ``far`` out from the columns, their middles at ``z``."""
    made = []
    for face in line.faces():
        x, y = line.plan(face, _stations(b, line, face, far, past), b.eave - far)
        if b.roof == "硬山":
            x = np.clip(x, -_wall_end(b), _wall_end(b))
        hair = HAIR if face.along == "y" else 0.0
        made.append(swept(np.stack([x, y, z + line.shengqi(x, y) + hair], axis=-1), section))
    return merge(*made)


def _stations(b: Building, line: Roofline, face: Face, far: float, past: float) -> Points:
    """Return places along an eave: both ends and every column axis."""
    reach = float(line.extent(face, b.eave - far)) + (past if line.hips else 0.0)
    axes = np.array(b.xs if face.along == "x" else b.ys, np.float64)
    return np.unique(np.concatenate([[-reach, reach], axes]))


def _wall_end(b: Building) -> float:
    """Return where purlins end inside the gable wall of 硬山."""
    return b.width / 2 + 0.55 * b.column_diameter


def _under_eave(b: Building, line: Roofline) -> Mesh | None:
    """Return 橑檐枋 (挑檐枋), or the board and tie under the purlin of a hall without brackets."""
    s = Stack.of(b)
    foot = b.platform + b.column
    if s.kind == "无":
        low, high = foot + 0.012, b.eave_purlin_back - b.purlin_diameter + 0.01
        if high - low < 0.04:
            return None
        return _around(b, line, 0.0, (low + high) / 2, rectangle(8.0 * b.fen, high - low), 0.0)
    if not s.whole:
        return None
    unit = b.fen * s.squeeze
    low = foot + s.seat_of_rest * unit
    return _around(b, line, b.reach, low + s.rest * unit / 2,
                   rectangle(TIE[0] * b.fen, s.rest * unit + 0.01))  # fmt: skip


def _reach(b: Building, line: Roofline, place: float) -> float:
    """Return how far either side of the middle the purlins run ``place`` from the ridge line."""
    if b.roof == "歇山":
        return line.gable_x - 0.1
    if b.roof == "悬山":
        return line.half_x - 0.1
    if b.roof == "硬山":
        return _wall_end(b)
    return float(line.extent(line.faces()[0], line.half_y - place))


def _upper(b: Building, line: Roofline) -> list[Mesh]:
    d = upper_purlin(b)
    out, section = [], log(d)
    hipped = b.roof in ("庑殿", "攒尖", RING)
    for place, height in b.purlins[:-1]:
        z = b.eave_purlin_back + height - d / 2
        x = _reach(b, line, place)
        if x > 0.05:
            out += [bars([(-x, y, z)], [(x, y, z)], section) for y in sorted({-place, place})]
        if hipped and min(place, x) > 0.05:
            ends = [([(e * x, -place, z + HAIR)], [(e * x, place, z + HAIR)]) for e in (-1, 1)]
            out += [bars(a, c, section) for a, c in ends]
    return out


def _over_wall(b: Building, line: Roofline) -> list[Mesh]:
    """Return 正心桁 around, over the columns."""
    if not has_wall_purlin(b):
        return []
    d = upper_purlin(b)
    return [_around(b, line, 0.0, wall_purlin_back(b) - d / 2, log(d), 0.64 * d)]


def _ties_under(b: Building, line: Roofline) -> list[Mesh]:
    """Return 襻间 under the purlins, or from the Qing a board and a square tie (檩垫枋)."""
    if b.roof == RING:
        return []
    qing, out = b.system == "doukou", []
    high, wide = (30.0, 24.0) if qing else (TIE[1], TIE[0])
    drop = 18.0 if qing else 6.0
    for place, height in b.purlins[:-1]:
        under = b.eave_purlin_back + height - upper_purlin(b)
        x = min(_reach(b, line, place), b.width / 2) - 0.06
        if x < 0.3:
            continue
        for y in sorted({-place, place}):
            z = under - (drop + high / 2) * b.fen
            out.append(bars([(-x, y, z)], [(x, y, z)], rectangle(wide * b.fen, high * b.fen)))
            if qing:
                z = under - drop / 2 * b.fen
                board = rectangle(8.0 * b.fen, drop * b.fen + 0.034)
                out.append(bars([(-x, y, z)], [(x, y, z)], board))
    return out


def _corner_wedges(b: Building, line: Roofline) -> list[Mesh]:
    """Return 生头木: what fills between the eave purlin and rafters that rise to the corner."""
    if not line.hips:
        return []
    out, deep, w = [], b.eave - b.reach, 4.0 * b.fen
    for face in line.faces():
        far = float(line.extent(face, deep))
        for s in (-1.0, 1.0):
            u = s * np.linspace(far - line.warp * 0.62, far + 0.1, 10)
            top = np.stack([line.point(face, u, deep - w), line.point(face, u, deep + w)], axis=1)
            top[..., 2] -= line.rafter + 0.012
            x, y = line.plan(face, u, deep)
            bed = b.eave_purlin_back + line.shengqi(x, y) - (0.06 if face.along == "x" else 0.064)
            out.append(slab(top, np.maximum(top[..., 2] - bed[:, None], 0.02)))
    return out


def lay_outer_ties(model: SetModel, b: Building, line: Roofline) -> None:
    """Put 罗汉枋 (拽枋) over the filled jumps, with the boards between them and the wall."""
    s = Stack.of(b)
    if not s.filled or s.kind != "出跳":
        return
    unit, foot = b.fen * s.squeeze, b.platform + b.column
    high = (s.step if s.qing else TIE[1]) * unit
    ties, boards, inner = [], [], 6.0 * b.fen
    for k in s.filled:
        far = s.places[k] * b.fen
        low = foot + (s.seat(k) + s.step * (2 if s.double else 1)) * unit
        ties.append(_around(b, line, far, low + high / 2,
                            rectangle(TIE[0] * b.fen, high - 0.3 * b.fen), 12 * b.fen))  # fmt: skip
        boards += [_soffit(b, line, f, (inner, far - 3 * b.fen), low + high) for f in line.faces()]
        inner = far + 3 * b.fen
    model.add_part("outer_tie", *merge(*ties), "bracket")
    model.place("outer_tie", "beam", rule="own", name="罗汉枋")
    model.add_part("soffit", *merge(*boards), "plaster_white")
    model.place("soffit", "wall", rule="own", name="遮椽板")


def _soffit(b: Building, line: Roofline, face: Face, span: tuple[float, float], z: float) -> Mesh:
    """Return the white board from a 罗汉枋 back to the wall or to the tie within."""
    inner, outer = span
    wide = float(line.extent(face, b.eave)) - 4 * b.fen
    if b.roof == "硬山":
        wide = min(wide, _wall_end(b))
    u = np.linspace(-wide, wide, 25)
    rows = []
    for away, rise in ((outer, -2.0 * b.fen), (inner, -1.0 * b.fen)):
        # at a hip it widens outward to the next side's; under a gable it ends with the roof
        wider = (away - inner) / max(wide, 1.0) * 0.9 if line.hips else 0.0
        x, y = line.plan(face, u * (1 + wider), b.eave - away)
        rows.append(np.stack([x, y, z + rise + line.shengqi(x, y)], axis=-1))
    return slab(np.stack(rows, axis=1), 0.02)
