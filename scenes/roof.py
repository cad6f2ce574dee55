"""Boards, rafters and corner beams: the roof as it is seen from below."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from scenes.beasts import sleeve_beast
from scenes.building import RING, Building
from scenes.model import SetModel
from scenes.roofline import FLYING_TAIL, Face, Roofline
from scenes.solids import Mesh, bars, circle, merge, moved, placement, rectangle, slab, swept
from scenes.tiles import edge_material, glaze

BOARD = 0.035  # 望板, metres
PITCH = 2.05  # rafter spacing over diameter
CORNER_BEAM = (17.0, 24.0)  # 大角梁, fen
THIN = 0.13  # rafters below this diameter, metres, are drawn with five sides
STATIONS = 3  # bends of a rafter that follows the corner's rise


def lay_boards(model: SetModel, b: Building, line: Roofline) -> None:
    """Put the boards, the bed on them and the strip along the eave."""
    boards, beds, strips = [], [], []
    for face in line.slopes():
        grid = _grid(face, line, edge=0.0)
        boards.append(slab(grid + [0, 0, BOARD], BOARD - 0.002))
        bed = _grid(face, line, edge=0.07) + [0, 0, BOARD + 0.088]
        beds.append(slab(bed, 0.086))
        strips.append(_eave_strip(face, line))
    model.add_part("roof_board", *merge(*boards), "board")
    model.add_part("roof_bed", *merge(*beds), glaze(b)[0])
    model.add_part("eave_strip", *merge(*strips), "timber_red")
    model.place_both("roof_board", "roof", rule="juzhe", name="望板")
    model.place_both("roof_bed", "roof", rule="juzhe", name="苫背")
    model.place_both("eave_strip", "roof", rule="own", name="连檐")


def _grid(face: Face, line: Roofline, edge: float) -> NDArray[np.float64]:
    """Return (i, j, 3) of a slope: i along the eave, j inward; finer toward eave and corners."""
    # front and back meet along the ridge, past whose ends nothing covers a gap
    top = face.deep - (0.02 if face.along == "y" or line.b.roof in ("攒尖", RING) else 0.0)
    j = edge + (top - edge) * np.linspace(0, 1, 12) ** 1.25
    if line.b.roof == "歇山":
        j = _with_break(j, line.half_x - line.gable_x)
    t = np.linspace(-1, 1, 21)
    t = np.sign(t) * (1 - (1 - np.abs(t)) ** 1.35)
    reach = np.maximum(line.extent(face, j) - 0.012 - edge * 0.5, 0.01)
    return line.point(face, t[:, None] * reach[None, :], j[None, :])


def _with_break(j: NDArray[np.float64], at: float) -> NDArray[np.float64]:
    """Put a station on either side of the depth where the slope stops narrowing."""
    return np.sort(np.concatenate([j, [at - 1e-3, at + 1e-3]]))


def _eave_strip(face: Face, line: Roofline) -> Mesh:
    far = float(line.extent(face, 0.03)) - 0.01
    path = line.point(face, np.linspace(-far, far, 33), 0.03, BOARD + 0.036)
    return swept(path, rectangle(0.07, 0.07))


def lay_rafters(model: SetModel, b: Building, line: Roofline) -> None:
    """Put round eave rafters, fanned at the corners, 飞子 on them and those above them.

    The upper ones are left out where a ceiling hides them.
    """
    faces = line.slopes()
    round_ = circle(line.rafter / 2, 6 if line.rafter > THIN else 5)
    made = [
        swept(path, round_) for face in faces for path in _eave_rafters(face, line, line.flying)
    ]
    model.add_part("eave_rafter", *merge(*made), "rafter")
    model.place_both("eave_rafter", "rafter", rule="eave", name="檐椽")
    if line.flying:
        _lay_flying(model, line)
    if not (b.ceiling and (b.roof == "庑殿" or line.closed_gable)):
        upper = _upper_rafters(line)
        if len(upper[1]):
            model.add_part("upper_rafter", *upper, "rafter")
            model.place_both("upper_rafter", "rafter", rule="juzhe", name="花架椽、脑椽")
    if line.hips:
        model.add_part("corner_beam", *merge(*_corner_beams(b, line)), "timber_red")
        model.place_both("corner_beam", "beam", rule="corner.rise", name="大角梁")
        if line.flying:
            _sleeve_corners(model, b, line)


def _lay_flying(model: SetModel, line: Roofline) -> None:
    """Put 飞子, square, one on each rafter, the boards they lie on and the strip before these."""
    side = 0.88 * line.rafter
    made, boards, strips = [], [], []
    for face in line.slopes():
        u, inner_u, inner_d = _rafter_lines(face, line)
        d = np.array([0.02, 1.6 * line.flying])
        us = u[:, None] + (inner_u - u)[:, None] * (d - 0.02) / (inner_d - 0.02)[:, None]
        path = line.point(face, us, np.broadcast_to(d, us.shape), -side / 2 - 0.001)
        made.append(swept(path, rectangle(side, side)))
        deep = np.linspace(line.flying - 0.03, FLYING_TAIL * line.flying, 4)
        t = np.linspace(-1, 1, 33)[:, None] * (line.extent(face, deep) - 0.02)[None]
        boards.append(slab(line.point(face, t, deep[None], 0.018 - line.kick(deep)), 0.017))
        far = float(line.extent(face, line.flying)) - 0.03
        strip = line.point(face, np.linspace(-far, far, 33), line.flying + 0.01)
        strip[:, 2] += 0.022 - float(line.kick(line.flying))
        strips.append(swept(strip, rectangle(0.05, 0.05)))
    model.add_part("flying_rafter", *merge(*made), "rafter_flying")
    model.place_both("flying_rafter", "rafter", rule="eave", name="飞子")
    model.add_part("eave_board", *merge(*boards), "board")
    model.place_both("eave_board", "roof", rule="eave", name="檐下望板")
    model.add_part("small_strip", *merge(*strips), "timber_red")
    model.place_both("small_strip", "roof", rule="own", name="小连檐")


def _sleeve_corners(model: SetModel, b: Building, line: Roofline) -> None:
    """Put 套兽 on the ends of the corner beams."""
    wide, high = CORNER_BEAM[0] * b.fen, CORNER_BEAM[1] * b.fen
    size = 1.02 * wide
    made = moved(sleeve_beast(), placement(scale=(size, size, size * high / wide * 0.86)))
    model.add_part("sleeve_beast", *made, edge_material(b, "ridge"))
    for sx in (-1.0, 1.0):
        for sy in (-1.0, 1.0):
            at = line.hip(np.array([0.02]), sx, sy)[0]
            turn = math.atan2(sy, sx)
            z = float(at[2]) - 0.40 * high - 0.02
            m = placement(float(at[0]), float(at[1]), z, turn)
            model.place("sleeve_beast", "ridge", m, "own", "套兽")


def _rafter_lines(
    face: Face, line: Roofline
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return where rafters lie: u at the eave, u and d of their inner ends."""
    pitch = line.rafter * PITCH
    far = float(line.extent(face, 0.0)) - _verge(line)
    half = int(far / pitch - 0.5)
    u = (np.arange(-half - 1, half + 1, dtype=np.float64) + 0.5) * pitch
    deep = min(line.eave_step, face.deep - 0.05) + 0.12
    return u, *_inner_ends(face, line, u, deep)


def _verge(line: Roofline) -> float:
    """Return how far within a roof's end its last rafter lies: inside the boards of its gable."""
    if line.hips:
        return 0.12
    return (0.10 if line.b.roof == "硬山" else 0.06) + line.rafter / 2


def _eave_rafters(face: Face, line: Roofline, start: float) -> list[NDArray[np.float64]]:
    """Return (n, k, 3) middles of the rafters from ``start`` inside the eave to a purlin.

    Those that follow the corner's rise are bent over ``STATIONS``, the others are straight.
    """
    u, inner_u, inner_d = _rafter_lines(face, line)
    bent = np.abs(u) > (line.half_x if face.along == "x" else line.half_y) - line.warp
    out = []
    for rows, stations in ((bent, STATIONS), (~bent, 2)):
        a, c, deep = u[rows], inner_u[rows], inner_d[rows]
        first = (max(start, 0.03) - 0.03) / (deep - 0.03)
        t = first[:, None] + (1 - first[:, None]) * np.linspace(0, 1, stations)
        us = a[:, None] + (c - a)[:, None] * t
        ds = 0.03 + (deep - 0.03)[:, None] * t
        out.append(line.point(face, us, ds, -line.rafter / 2 - 0.001 - line.kick(ds)))
    return [path for path in out if len(path)]


def _inner_ends(
    face: Face, line: Roofline, u: NDArray[np.float64], deep: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where rafters end inside: on the purlin, or fanned along the corner beam."""
    if not line.hips:
        return u, np.full(u.shape, deep)
    straight = float(line.half_x if face.along == "x" else line.half_y) - deep
    edge = straight + deep
    t = np.clip((np.abs(u) - straight) / (edge - straight), 0, 1)
    inner_d = deep * (1 - 0.55 * t**1.2)
    fan = edge - inner_d - 0.16
    return np.where(t > 0, np.sign(u) * np.minimum(np.abs(u), fan), u), inner_d


def _upper_rafters(line: Roofline) -> Mesh:
    """Return the rafters of the steps above the eave's, front and back."""
    b, out = line.b, []
    pitch, places = line.rafter * PITCH, [p for p, _ in b.purlins[:-1]]
    end_slopes = b.roof in ("攒尖", RING)
    for face in line.slopes()[: 2 if end_slopes else 1]:
        for upper, lower in zip(places, places[1:], strict=False):
            d0, d1 = (
                line.half_y - lower,
                min(line.half_y - upper, line.inner - (0.15 if b.roof == "攒尖" else 0.0)),
            )
            if face.along == "y":
                d0, d1 = float(line.on_side(d0)), float(line.on_side(d1))
            far = float(line.extent(face, d0)) - (0.1 if line.hips else _verge(line))
            if b.roof in ("庑殿", "攒尖", RING):
                far = float(line.extent(face, d1)) - 0.05
            half = int(far / pitch - 0.5)
            u = (np.arange(-half - 1, half + 1) + 0.5) * pitch
            below = -line.rafter / 2 - 0.012
            a, c = line.point(face, u, d0 - 0.1, below), line.point(face, u, d1 - 0.03, below)
            out.append(bars(a, c, circle(line.rafter / 2, 4)))
    return merge(*out)


def _corner_beams(b: Building, line: Roofline) -> list[Mesh]:
    w, h = CORNER_BEAM[0] * b.fen, CORNER_BEAM[1] * b.fen
    deep = np.linspace(-0.04, line.eave_step + 0.3, 12)
    taper = np.linspace(0.86, 1.0, 12)
    out = []
    for sx in (-1.0, 1.0):
        path = line.hip(deep, sx, -1.0)
        path[:, 2] -= h * taper / 2 + 0.045
        out.append(swept(path, rectangle(w, h), taper))
    return out
