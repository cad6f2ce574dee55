"""Boards, rafters and corner beams: the roof as it is seen from below."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes.building import Building
from scenes.model import SetModel
from scenes.roofline import Face, Roofline
from scenes.solids import Mesh, bars, circle, merge, rectangle, slab, swept

BOARD = 0.035  # 望板, metres
PITCH = 2.05  # rafter spacing over diameter
CORNER_BEAM = (17.0, 24.0)  # 大角梁, fen
STATIONS = 5  # bends of a rafter that follows the corner's rise


def lay_boards(model: SetModel, b: Building, line: Roofline) -> None:
    """Put the boards, the bed on them and the strip along the eave."""
    boards, beds, strips = [], [], []
    for face in line.faces():
        grid = _grid(face, line, edge=0.0)
        boards.append(slab(grid + [0, 0, BOARD], BOARD - 0.002))
        bed = _grid(face, line, edge=0.07) + [0, 0, BOARD + 0.078]
        beds.append(slab(bed, 0.076))
        strips.append(_eave_strip(face, line))
    model.add_part("roof_board", *merge(*boards), "board")
    model.add_part("roof_bed", *merge(*beds), "tile")
    model.add_part("eave_strip", *merge(*strips), "timber_red")
    model.place("roof_board", "roof", rule="juzhe", name="望板")
    model.place("roof_bed", "roof", rule="juzhe", name="苫背")
    model.place("eave_strip", "roof", rule="own", name="连檐")


def _grid(face: Face, line: Roofline, edge: float) -> NDArray[np.float64]:
    """Return (i, j, 3) of a slope: i along the eave, j inward; finer toward eave and corners."""
    j = edge + (face.deep - 0.02 - edge) * np.linspace(0, 1, 30) ** 1.25
    if line.b.roof == "歇山" and face.along == "x":
        j = _with_break(j, line.half_x - line.gable_x)
    t = np.linspace(-1, 1, 61)
    t = np.sign(t) * (1 - (1 - np.abs(t)) ** 1.35)
    reach = np.maximum(line.extent(face, j) - 0.012 - edge * 0.5, 0.01)
    return line.point(face, t[:, None] * reach[None, :], j[None, :])


def _with_break(j: NDArray[np.float64], at: float) -> NDArray[np.float64]:
    """Put a station on either side of the depth where the slope stops narrowing."""
    return np.sort(np.concatenate([j, [at - 1e-3, at + 1e-3]]))


def _eave_strip(face: Face, line: Roofline) -> Mesh:
    far = float(line.extent(face, 0.03)) - 0.01
    path = line.point(face, np.linspace(-far, far, 61), 0.03, BOARD + 0.036)
    return swept(path, rectangle(0.07, 0.07))


def lay_rafters(model: SetModel, b: Building, line: Roofline) -> None:
    """Put round eave rafters, fanned at the corners, and those above where no ceiling hides them."""
    made = [swept(_eave_rafters(face, line), circle(line.rafter / 2, 8)) for face in line.faces()]
    model.add_part("eave_rafter", *merge(*made), "rafter")
    model.place("eave_rafter", "rafter", rule="eave", name="檐椽")
    if not b.ceiling or b.roof != "庑殿":
        model.add_part("upper_rafter", *_upper_rafters(line), "rafter")
        model.place("upper_rafter", "rafter", rule="juzhe", name="花架椽、脑椽")
    if line.hips:
        model.add_part("corner_beam", *merge(*_corner_beams(b, line)), "timber_red")
        model.place("corner_beam", "beam", rule="corner.rise", name="大角梁")


def _eave_rafters(face: Face, line: Roofline) -> NDArray[np.float64]:
    """Return (n, k, 3) middles of the rafters from the eave to the lowest purlin."""
    pitch = line.rafter * PITCH
    far = float(line.extent(face, 0.0)) - (0.12 if line.hips else 0.06)
    half = int(far / pitch - 0.5)
    u = (np.arange(-half - 1, half + 1, dtype=np.float64) + 0.5) * pitch
    deep = min(line.eave_step, face.deep - 0.05) + 0.12
    inner_u, inner_d = _inner_ends(face, line, u, deep)
    t = np.linspace(0, 1, STATIONS)
    us = u[:, None] + (inner_u - u)[:, None] * t
    ds = 0.03 + (inner_d - 0.03)[:, None] * t
    return line.point(face, us, ds, -line.rafter / 2 - 0.001)


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
    for face in line.faces()[:2]:
        for upper, lower in zip(places, places[1:], strict=False):
            d0, d1 = line.half_y - lower, line.half_y - upper
            far = float(line.extent(face, d0)) - 0.1
            if b.roof == "庑殿":
                far = float(line.extent(face, d1)) - 0.05
            half = int(far / pitch - 0.5)
            u = (np.arange(-half - 1, half + 1) + 0.5) * pitch
            below = -line.rafter / 2 - 0.012
            a, c = line.point(face, u, d0 - 0.1, below), line.point(face, u, d1 - 0.03, below)
            out.append(bars(a, c, circle(line.rafter / 2, 6)))
    return merge(*out)


def _corner_beams(b: Building, line: Roofline) -> list[Mesh]:
    w, h = CORNER_BEAM[0] * b.fen, CORNER_BEAM[1] * b.fen
    deep = np.linspace(-0.04, line.eave_step + 0.3, 12)
    taper = np.linspace(0.86, 1.0, 12)
    out = []
    for sx in (-1.0, 1.0):
        for sy in (-1.0, 1.0):
            path = line.hip(deep, sx, sy)
            path[:, 2] -= h * taper / 2 + 0.012
            out.append(swept(path, rectangle(w, h), taper))
    return out
