"""Tiles: rows of 筒瓦 over troughs of 板瓦, 瓦当 and 重唇板瓦 at the eave."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scenes.building import RING, Building
from scenes.model import SetModel
from scenes.roofline import Face, Roofline
from scenes.solids import Mesh, lathe, lofted, merge, moved, placement, sweeps

COURSE = 0.45  # length of a tube tile as laid, metres
# Tube tiles near the eave are drawn one by one and round; higher up without joints, their bends so
# many courses apart, of fewer sides. Of a roof of many rows fewer are drawn one by one.
MANY = 350
NEAR = 2, 1  # courses drawn one by one: of few rows, of many
FAR_COURSES = 2, 3  # courses from bend to bend
PAN_COURSES = 2  # troughs lie in shade: so many courses are drawn as one
PANS = 2  # courses from the eave with troughs; higher up the bed stands for those of its colour
BED = 0.125  # rafter top to the underside of the troughs, metres
TUBE = 0.27  # radius of a tube tile over the pitch
OUT = 0.05  # how far tiles pass the edge of the boards
RIDGE_GAP = 0.10  # rows stop this short of a hip's middle
TRIM = 1.15  # breadth of a glazed edge (剪边) along the eave, metres
SLOPE_TRIM = 0.75  # and beside hips, gables and under the ridge

# style.tile: (field, edge, outer and inner diamond)
GLAZES = {
    "青瓦": ("tile",) * 4,
    "绿剪边": ("tile", "tile_green", "tile", "tile"),
    "黄剪边": ("tile", "tile_yellow", "tile", "tile"),
    "绿琉璃": ("tile_green",) * 4,
    "黄琉璃": ("tile_yellow",) * 4,
    "孔雀蓝": ("tile_peacock", "tile_yellow", "tile_peacock", "tile_peacock"),
    "方心": ("tile", "tile_green", "tile_green", "tile_yellow"),
}  # fmt: skip
_SAID = {"tile": "", "tile_green": "绿琉璃", "tile_yellow": "黄琉璃", "tile_peacock": "孔雀蓝琉璃"}


def glaze(b: Building) -> tuple[str, str, str, str]:
    """Return the materials of a roof's field, its edge, and the two rings of its diamonds."""
    field, edge, outer, inner = GLAZES.get(b.style.tile, GLAZES["青瓦"])
    return field, edge, outer, inner


def edge_material(b: Building, grey: str) -> str:
    """Return the material of ridge or tile end: ``grey``, or it with the edge's glaze."""
    return grey + glaze(b)[1].removeprefix("tile")


def lay_tiles(model: SetModel, b: Building, line: Roofline) -> None:
    """Put every slope's tiles, and their ends at the eaves."""
    pitch, colours = b.tile_pitch, glaze(b)
    patterned = len(set(colours)) > 1
    tubes: dict[str, list[Mesh]] = {}
    pans: dict[str, list[Mesh]] = {}
    ends = edge_material(b, "tile_end")
    model.add_part("tile_disc", *_disc(pitch * TUBE), ends)
    model.add_part("tile_lip", *_lip(pitch, pointed=b.period in _POINTED), ends)
    many = sum(len(_rows(face, line, pitch)[0]) for face in line.faces()) > MANY
    near, far, pan, upper = _kinds(pitch, colours, many)
    for face in line.slopes():
        rows, gaps = _rows(face, line, pitch)
        for kept, at, row in ((tubes, rows, near), (tubes, rows, far), (pans, gaps, pan),
                              (pans, gaps, upper)):  # fmt: skip
            for k, mesh in _strips(face, line, at, row, patterned):
                if row is not upper or colours[k] != colours[0]:
                    kept.setdefault(colours[k], []).append(mesh)
    for face in line.faces():
        rows, gaps = _rows(face, line, pitch)
        _ends(model, face, line, rows, "tile_disc", 0.045)
        _ends(model, face, line, gaps, "tile_lip", 0.0)
    for name, said, made in (("tube_tiles", "筒瓦", tubes), ("pan_tiles", "板瓦", pans)):
        for material, meshes in made.items():
            part = name + material.removeprefix("tile")
            model.add_part(part, *merge(*meshes), material)
            model.place_both(part, "roof", rule="tile.pitch", name=_SAID[material] + said)


@dataclass(frozen=True, slots=True)
class _Row:
    """How a row of tiles is laid: ``lip`` widens, ``step`` lifts the lower end of a course.

    With neither, no joints are drawn.
    It begins at the depth ``first`` and ends at ``last``, or where the slope does.
    """

    section: NDArray[np.float64]
    course: float
    raised: float
    lip: float
    step: float
    first: float = -OUT
    last: float = math.inf


def _kinds(pitch: float, colours: tuple[str, ...], many: bool) -> tuple[_Row, ...]:
    """Return how tubes, then troughs, are laid near the eave and above."""
    r, parted = pitch * TUBE, NEAR[many] * COURSE - OUT
    diamonds, plain = colours[2] != colours[0], len(set(colours)) == 1
    bends = 1 if diamonds else FAR_COURSES[many and plain]  # a pattern changes only at a bend
    near = _Row(_tube(r, 5), COURSE, raised=0.045, lip=0.10, step=0.006, last=parted)
    far = _Row(_tube(r, 4), COURSE * bends, raised=0.045, lip=0.0, step=0.0, first=parted)
    edge = PANS * COURSE - OUT
    pan = _Row(_pan(pitch), COURSE * PAN_COURSES, raised=0.0, lip=0.0, step=0.0, last=edge)
    return near, far, pan, replace(pan, first=edge, last=math.inf)


def _rows(face: Face, line: Roofline, pitch: float) -> tuple[NDArray[np.float64], ...]:
    """Return the places along the eave of tube rows and of troughs, even about the middle."""
    far = float(line.extent(face, 0.0))
    inset = 0.10 if line.hips else 0.12
    count = int((far - inset) // pitch)
    rows = np.arange(-count, count + 1, dtype=np.float64) * pitch
    gaps = (np.arange(-count, count, dtype=np.float64) + 0.5) * pitch
    return rows, gaps


def _tube(r: float, points: int) -> NDArray[np.float64]:
    a = np.linspace(0, math.pi, points)
    out = np.stack([r * np.cos(a), r * np.sin(a)], axis=1) * (1.0 if points > 4 else 1.05)
    out[[0, -1], 1] = -0.03
    return out


def _pan(pitch: float) -> NDArray[np.float64]:
    w = pitch * 0.40
    return np.array([(w, 0.045), (0.0, 0.010), (-w, 0.045), (0.0, -0.035)])


def _strips(
    face: Face, line: Roofline, rows: NDArray[np.float64], laid: _Row, patterned: bool
) -> list[tuple[int, Mesh]]:
    """Return (colour, closed strips up the slope), each course standing over the one above."""
    ends = line.run(face, rows) - (RIDGE_GAP if line.hips else 0.02)
    keep = ends > max(0.3, laid.first + 0.05)
    rows, ends = rows[keep], np.minimum(ends[keep], laid.last)
    courses = np.ceil((ends - laid.first) / laid.course - 1e-9).astype(np.int64)
    row = np.repeat(np.arange(len(rows)), 2 * courses)
    order = np.arange(len(row)) - np.repeat(np.cumsum(2 * courses) - 2 * courses, 2 * courses)
    u = rows[row]
    d = np.minimum(laid.first + (order + 1) // 2 * laid.course, ends[row])
    lower = order % 2 == 0  # the exposed end of a course is larger
    colour = np.zeros(len(row), np.int64)
    if patterned:
        middle = laid.first + (order // 2 + 0.5) * laid.course
        colour = _pattern(face, line, u, np.minimum(middle, ends[row]))
    begins = np.r_[True, (row[1:] != row[:-1]) | (colour[1:] != colour[:-1])]
    runs = np.cumsum(begins).astype(np.int32)
    if not laid.step:  # without joints the end of one course is the beginning of the next
        kept = begins | ~lower
        row, u, d, lower, colour, runs = (v[kept] for v in (row, u, d, lower, colour, runs))
    above = BED + laid.raised + np.where(lower, laid.step, 0.0)
    size = np.where(lower, 1.0 + laid.lip, 1.0)
    rings = _rings(face, line, u, d, above, laid.section, size)
    return [(int(k), sweeps(rings[colour == k], runs[colour == k])) for k in np.unique(colour)]


def _pattern(
    face: Face, line: Roofline, u: NDArray[np.float64], d: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return 0 in the field, 1 on the glazed edge, 2 and 3 in the diamonds of a slope."""
    beside = np.minimum(line.run(face, u) - d, line.extent(face, d) - np.abs(u))
    edge = (d < TRIM) | (beside < SLOPE_TRIM)
    out = np.where(edge, 1, 0)
    if face.along == "y" or line.b.roof == RING:
        return out
    half = min(0.30 * line.half_y, 2.4)
    middle = TRIM + (line.half_y - SLOPE_TRIM - TRIM) * 0.5
    high = min(half, 0.42 * (line.half_y - SLOPE_TRIM - TRIM))
    away = np.full(u.shape, np.inf)
    for at in (0.0,) if len(line.b.bays) < 5 else (-line.b.width * 0.27, 0.0, line.b.width * 0.27):
        scale = 1.0 if at == 0.0 else 0.75
        away = np.minimum(away, (np.abs(u - at) / half + np.abs(d - middle) / high) / scale)
    return np.where(edge, 1, np.where(away < 0.62, 3, np.where(away < 1.0, 2, 0)))


def _frames(
    face: Face, line: Roofline, u: NDArray[np.float64], d: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """Return places on the slope and the directions from there: along the eave, inward, out."""
    here = line.point(face, u, d)
    ahead = line.point(face, u, d + 0.05) - here
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    side = np.zeros_like(here)
    side[:, 0 if face.along == "x" else 1] = 1.0
    up = np.cross(side, ahead)
    up *= np.sign(up[:, 2:3])
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    return here, side, ahead, up


def _rings(
    face: Face,
    line: Roofline,
    u: NDArray[np.float64],
    d: NDArray[np.float64],
    above: NDArray[np.float64],
    section: NDArray[np.float64],
    size: NDArray[np.float64],
) -> NDArray[np.float64]:
    here, side, _, up = _frames(face, line, u, d)
    middle = here + up * above[:, None]
    across = side[:, None] * section[None, :, :1] + up[:, None] * section[None, :, 1:]
    return middle[:, None] + across * size[:, None, None]


def _ends(
    model: SetModel, face: Face, line: Roofline, rows: NDArray[np.float64], part: str, raised: float
) -> None:
    """Put a tile end before each row that reaches the eave."""
    here, _, ahead, up = _frames(face, line, rows, np.full(len(rows), -OUT))
    at = here + up * (BED + raised) - 0.004 * ahead
    turn = {
        ("x", -1.0): 0.0,
        ("x", 1.0): math.pi,
        ("y", -1.0): -math.pi / 2,
        ("y", 1.0): math.pi / 2,
    }
    for p, a in zip(at, ahead, strict=True):
        x, y, z = (float(v) for v in p)
        m = placement(x, y, z, turn[face.along, face.sign])
        pitch = math.atan2(a[2], math.hypot(a[0], a[1]))
        m[:3, :3] = m[:3, :3] @ _tilt(pitch)
        model.place(part, "roof", m, "own")


def _tilt(angle: float) -> NDArray[np.float64]:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


_POINTED = ("yuan", "ming", "qing")  # 滴水 hangs in a point; before, a 重唇 edge


def _disc(r: float) -> Mesh:
    """Return a 瓦当 facing −y: a round end; its middle where the tube's is."""
    rim = r * 1.14
    made = lathe([(rim, 0.0), (0.9 * rim, 0.030)], 7)
    face = np.eye(4)
    face[:3, :3] = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
    return moved(made, face)


def _lip(pitch: float, *, pointed: bool) -> Mesh:
    """Return the end of a trough facing −y: a straight 重唇 band, or a pointed 滴水."""
    w = pitch * 0.41
    x, top = np.array([-w, 0.0, w]), np.array([0.049, 0.013, 0.049])
    hang = np.array([0.03, 0.155, 0.03]) if pointed else np.full(3, 0.075)
    outline = np.concatenate([np.stack([x, top - hang], 1), np.stack([x, top], 1)[::-1]])
    rings = np.zeros((2, len(outline), 3))
    rings[:, :, [0, 2]] = outline
    rings[0, :, 1], rings[1, :, 1] = -0.030, 0.012
    return lofted(rings)
