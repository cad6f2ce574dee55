"""Tiles: rows of 筒瓦 over troughs of 板瓦, 瓦当 and 重唇板瓦 at the eave."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from scenes.building import Building
from scenes.model import SetModel
from scenes.roofline import Face, Roofline
from scenes.solids import Mesh, lathe, lofted, merge, moved, placement, sweeps

COURSE = 0.36  # length of a tile as laid, metres
BED = 0.125  # rafter top to the underside of the troughs, metres
TUBE = 0.27  # radius of a tube tile over the pitch
OUT = 0.05  # how far tiles pass the edge of the boards
RIDGE_GAP = 0.10  # rows stop this short of a hip's middle


def lay_tiles(model: SetModel, b: Building, line: Roofline) -> None:
    """Put every slope's tiles, and their ends at the eaves."""
    pitch = b.tile_pitch
    tubes, pans = [], []
    model.add_part("tile_disc", *_disc(pitch * TUBE), "tile_end")
    model.add_part("tile_lip", *_lip(pitch), "tile_end")
    for face in line.faces():
        rows, gaps = _rows(face, line, pitch)
        tubes.append(_strips(face, line, rows, _tube(pitch * TUBE), raised=0.045, lip=0.10))
        pans.append(_strips(face, line, gaps, _pan(pitch), raised=0.0, lip=0.0, step=0.018))
        _ends(model, face, line, rows, "tile_disc", 0.045)
        _ends(model, face, line, gaps, "tile_lip", 0.0)
    model.add_part("tube_tiles", *merge(*tubes), "tile")
    model.add_part("pan_tiles", *merge(*pans), "tile")
    model.place("tube_tiles", "roof", rule="tile.pitch", name="筒瓦")
    model.place("pan_tiles", "roof", rule="tile.pitch", name="板瓦")


def _rows(face: Face, line: Roofline, pitch: float) -> tuple[NDArray[np.float64], ...]:
    """Return the places along the eave of tube rows and of troughs, even about the middle."""
    far = float(line.extent(face, 0.0))
    inset = 0.10 if line.hips else 0.12
    count = int((far - inset) // pitch)
    rows = np.arange(-count, count + 1, dtype=np.float64) * pitch
    gaps = (np.arange(-count, count, dtype=np.float64) + 0.5) * pitch
    return rows, gaps


def _tube(r: float) -> NDArray[np.float64]:
    a = np.linspace(0, math.pi, 7)
    arc = np.stack([r * np.cos(a), r * np.sin(a)], axis=1)
    return np.concatenate([arc, [(-r, -0.03), (r, -0.03)]])


def _pan(pitch: float) -> NDArray[np.float64]:
    w = pitch * 0.40
    x = np.linspace(w, -w, 5)
    sag = 0.012 + 0.036 * (x / w) ** 2
    return np.concatenate([np.stack([x, sag], axis=1), [(-w, -0.035), (w, -0.035)]])


def _strips(
    face: Face,
    line: Roofline,
    rows: NDArray[np.float64],
    section: NDArray[np.float64],
    *,
    raised: float,
    lip: float,
    step: float = 0.006,
) -> Mesh:
    """Return closed strips up the slope, each course standing ``step`` over the one above."""
    ends = line.run(face, rows) - (RIDGE_GAP if line.hips else 0.02)
    keep = ends > 0.3
    rows, ends = rows[keep], ends[keep]
    courses = np.ceil((ends + OUT) / COURSE).astype(np.int64)
    row = np.repeat(np.arange(len(rows)), 2 * courses)
    order = np.arange(len(row)) - np.repeat(np.cumsum(2 * courses) - 2 * courses, 2 * courses)
    u = rows[row]
    d = np.minimum(-OUT + (order + 1) // 2 * COURSE, ends[row])
    lower = order % 2 == 0  # the exposed end of a course is larger
    above = BED + raised + np.where(lower, step, 0.0)
    size = np.where(lower, 1.0 + lip, 1.0)
    return sweeps(_rings(face, line, u, d, above, section, size), row.astype(np.int32))


def _rings(
    face: Face,
    line: Roofline,
    u: NDArray[np.float64],
    d: NDArray[np.float64],
    above: NDArray[np.float64],
    section: NDArray[np.float64],
    size: NDArray[np.float64],
) -> NDArray[np.float64]:
    here = line.point(face, u, d)
    ahead = line.point(face, u, d + 0.05) - here
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    side = np.zeros_like(here)
    side[:, 0 if face.along == "x" else 1] = 1.0
    up = np.cross(side, ahead)
    up *= np.sign(up[:, 2:3])
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    middle = here + up * above[:, None]
    across = side[:, None] * section[None, :, :1] + up[:, None] * section[None, :, 1:]
    return middle[:, None] + across * size[:, None, None]


def _ends(
    model: SetModel, face: Face, line: Roofline, rows: NDArray[np.float64], part: str, raised: float
) -> None:
    """Put a tile end before each row that reaches the eave."""
    at = line.point(face, rows, -OUT - 0.004, BED + raised)
    ahead = line.point(face, rows, 0.3, BED + raised) - at
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


def _disc(r: float) -> Mesh:
    """Return a 瓦当 facing −y: rim, sunk field, boss; its middle where the tube's is."""
    rim = r * 1.14
    profile = [(rim, 0.0), (rim, 0.030), (rim * 0.82, 0.030), (rim * 0.78, 0.020),
               (rim * 0.42, 0.022), (rim * 0.30, 0.032), (rim * 0.05, 0.034)]  # fmt: skip
    made = lathe(profile, 14)
    face = np.eye(4)
    face[:3, :3] = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
    return moved(made, face)


def _lip(pitch: float) -> Mesh:
    """Return the front of a 重唇板瓦 facing −y: a curved band with a doubled, straight lip."""
    w = pitch * 0.41
    x = np.linspace(-w, w, 9)
    top = 0.022 + 0.036 * (x / w) ** 2
    layers = []
    for low, high, front in (
        (-0.075, -0.045, 0.034),
        (-0.045, -0.012, 0.024),
        (-0.012, 0.0, 0.034),
    ):
        outline = np.concatenate(
            [np.stack([x, top + low], 1), np.stack([x[::-1], top[::-1] + high], 1)]
        )
        rings = np.zeros((2, len(outline), 3))
        rings[:, :, [0, 2]] = outline
        rings[0, :, 1], rings[1, :, 1] = -front, 0.004
        layers.append(lofted(rings))
    return merge(*layers)
