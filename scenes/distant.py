"""What a small picture can show of a set: parts far away with no more faces than they have pixels.

Vertices that fall into one cell of a grid become one (vertex clustering). A cell is less than a
pixel wide where the thing stands and no wider than half of what is thin about it, so its shape
stays. Only what is massive is treated: a leaf or a lattice is thinner than any cell.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenes.camera import Camera
from scenes.model import Instance, Part, SetModel

Numbers = NDArray[np.float64]
_MASSIVE = ("bracket", "ridge", "rafter", "beam", "column", "column_base", "platform", "roof")
# Beside the picture, no shadow tells of these.
_TRIMMING = ("bracket", "ridge", "rafter", "column_base")
_CELL = 0.8  # pixels
_FINEST = 0.01  # metres: cells are this, twice, four times … as wide
_COARSER = "~"  # in names of parts, before their level
_FEW = 24  # triangles: of a part that has no more, nothing is gained


def thinned(model: SetModel, camera: Camera) -> SetModel:
    """Return a set out of doors without the faces that a camera's pixels are too few to show.

    Args:
        model: a set, which stays as it is.
        camera: in perspective. A room, or a set before another camera, is returned as it is.
    """
    if camera.ortho_m is not None or model.room is not None:
        return model
    massive = [
        n for n, one in enumerate(model.instances)
        if one.element in _MASSIVE and len(model.parts[one.part].faces) > _FEW
    ]  # fmt: skip
    if not massive:
        return model
    some = [model.instances[n] for n in massive]
    thick = {name: _thickness(model.parts[name]) for name in {one.part for one in some}}
    cells, beside = _seen(model, some, camera)
    parts, instances = dict(model.parts), dict(enumerate(model.instances))
    for n, one, cell, aside in zip(massive, some, cells, beside, strict=True):
        if aside and one.element in _TRIMMING:
            del instances[n]
            continue
        level = int(np.floor(np.log2(max(min(cell, thick[one.part] / 2), 1e-6) / _FINEST)))
        if level < 0:
            continue
        name = f"{one.part}{_COARSER}{level}"
        if name not in parts:
            parts[name] = clustered(model.parts[one.part], _FINEST * 2.0**level)
        instances[n] = replace(one, part=name)
    return replace(model, parts=parts, instances=list(instances.values()))


def original(part: str) -> str:
    """Return the name of the part that a part, by its name, was made of here, or its own."""
    return part.partition(_COARSER)[0]


def clustered(part: Part, cell: float) -> Part:
    """Return a part whose vertices within one cell, so many metres wide, have become one."""
    at = np.rint((part.vertices - part.vertices.min(0)) / cell).astype(np.int64)
    size = at.max(0) + 1
    _, of, count = np.unique(
        (at[:, 0] * size[1] + at[:, 1]) * size[2] + at[:, 2],
        return_inverse=True, return_counts=True,
    )  # fmt: skip
    middle = np.stack([np.bincount(of, part.vertices[:, k]) for k in range(3)], 1) / count[:, None]
    faces = of[part.faces]
    a, b, c = faces.T
    faces = faces[(a != b) & (b != c) & (a != c)]
    # The same face twice is one; the two sides of what has become flat are two.
    lowest = faces.argmin(1)[:, None]
    corners, many = np.take_along_axis(faces, (lowest + np.arange(3)) % 3, 1), len(middle)
    _, first = np.unique(
        (corners[:, 0] * many + corners[:, 1]) * many + corners[:, 2], return_index=True
    )
    return Part(middle, faces[first].astype(np.int32), part.material)


def _thickness(part: Part) -> float:
    """Return how thick a part is across its flattest way, metres."""
    off = part.vertices - part.vertices.mean(0)
    return float(np.ptp(off @ np.linalg.eigh(off.T @ off)[1][:, 0]))


def _seen(
    model: SetModel, some: list[Instance], camera: Camera
) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return how wide a cell is on each instance, in its own metres, and whether it is out of sight."""
    scale = np.linalg.norm(np.array([one.matrix[:3, :3] for one in some]), axis=1).max(1)
    middles, radii = model.balls(some)
    off = middles - np.asarray(camera.eye)
    x, _, z = (off @ camera.axes.T).T
    away = np.linalg.norm(off, axis=1) - radii
    half = camera.width / 2 / camera.focal_px
    beside = (np.abs(x) - half * z > radii * np.hypot(1.0, half)) | (z < -radii)
    return _CELL * np.maximum(away, 1e-3) / camera.focal_px / scale, beside
