"""What a small picture cannot show of a set because it is turned away or stands behind something.

Walls, ground and the boards of roofs stay wherever they are: they hide, throw shadows and send light
back. What is built on to them goes where the eye cannot see it, and of what is slight the backs go.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenes import distant
from scenes.camera import Camera
from scenes.model import Instance, Part, SetModel, Triangles
from scenes.palette import pigment
from scenes.raycast import Caster

Numbers = NDArray[np.float64]
# What others stand behind.
_MASSES = (
    "wall", "roof", "platform", "ground", "cliff", "enclosure", "floor", "step", "gate", "screen",
)  # fmt: skip
# What is looked for piece by piece. Trees throw long shadows, and stay.
_FIXED = (
    "bracket", "ridge", "rafter", "beam", "column_base", "window", "door", "sign", "plaque",
    "carving", "painting", "railing", "grass", "stone",
)  # fmt: skip
_FREE = ("person", "animal", "prop", "lamp", "furniture", "statue")  # their shadows fall far
# Solids so slight that one side of them throws the shadow of the whole.
_SLIGHT = (
    "roof", "bracket", "ridge", "rafter", "column_base", "window", "door", "sign", "plaque",
    "carving", "painting", "railing", "stone", "prop", "lamp", "furniture",
)  # fmt: skip
_TILES = re.compile(r"tube|pan_tiles|disc|lip|ends")  # parts of a roof that lie on its boards
_LOOKED = (6, 24, 96, 240)  # points of a thing that are looked for, by its size
_SIZES = (2.0, 8.0, 32.0)  # pixels
_FACES = 960  # of a part that points are strewn over
_BEFORE = 0.3  # metres: what is no farther before a point does not hide it
_MARGIN = 1.02  # of the picture


def unseen(model: SetModel, camera: Camera) -> SetModel:
    """Return a set out of doors without the things that a camera does not see.

    Args:
        model: a set, which stays as it is.
        camera: in perspective. A room, or a set before another camera, is returned as it is.
    """
    if camera.ortho_m is not None or model.room is not None:
        return model
    masses = [i for i in model.instances if i.element in _MASSES and not _lies_on(i)]
    loose = [n for n, one in enumerate(model.instances) if _is_loose(one, model.parts[one.part])]
    if not masses or not loose:
        return model
    wall = Caster(SetModel(model.parts, masses).flatten().corners)
    some = [model.instances[n] for n in loose]
    kept = set(range(len(model.instances))) - set(loose)
    kept.update(np.array(loose)[_seen(model, some, wall, camera)].tolist())
    return replace(model, instances=[model.instances[n] for n in sorted(kept)])


def faced(model: SetModel, triangles: Triangles, camera: Camera) -> Triangles:
    """Return a set's triangles without those of slight solids that are turned from a camera.

    Args:
        model: the set.
        triangles: of it.
        camera: in perspective; before another, or in a room, all are returned.
    """
    if camera.ortho_m is not None or model.room is not None:
        return triangles
    slight = {one.part for one in model.instances if one.element in _SLIGHT}
    whole = {name: distant.original(name) for name in slight}
    closed = {name for name in set(whole.values()) if _is_closed(model.parts[name])}
    solid = {name for name in slight if whole[name] in closed}
    which = np.array([one.element in _SLIGHT and one.part in solid
                      and np.linalg.det(one.matrix[:3, :3]) > 0 for one in model.instances])  # fmt: skip
    some = np.flatnonzero(which[triangles.instance])
    a, b, c = (triangles.corners[some, k] for k in range(3))
    away = np.einsum("ij,ij->i", np.cross(b - a, c - a), a - np.asarray(camera.eye, np.float32)) > 0
    keep = np.ones(len(triangles.corners), np.bool_)
    keep[some[away]] = False
    return triangles.only(keep)


def _lies_on(one: Instance) -> bool:
    return one.element == "roof" and _TILES.search(one.part) is not None


def _is_loose(one: Instance, part: Part) -> bool:
    """Return whether a thing may go; not what a lamp stands behind by night."""
    if one.element not in _FIXED and one.element not in _FREE and not _lies_on(one):
        return False
    return pigment(part.material).grain not in ("paper", "room", "glow") and len(part.faces) > 0


def _is_closed(part: Part) -> bool:
    """Return whether a part has no edge of a single face: laid flat anyhow, it covers no area."""
    flat = np.random.default_rng(1).random((len(part.vertices), 2))
    a, b, c = (flat[part.faces[:, k]] for k in range(3))
    area = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    return bool(abs(area.sum()) < 1e-9 * max(np.abs(area).sum(), 1e-9))


def _seen(model: SetModel, some: list[Instance], wall: Caster, camera: Camera) -> NDArray[np.bool_]:
    """Return which of some instances have a point in the picture that no wall hides."""
    middles, radii = model.balls(some)
    away = np.linalg.norm(middles - np.asarray(camera.eye), axis=1)
    size = np.searchsorted(_SIZES, camera.focal_px * radii / np.maximum(away, 1e-3))
    alike: dict[tuple[str, int], list[int]] = defaultdict(list)
    for n, (one, level) in enumerate(zip(some, size.tolist(), strict=True)):
        alike[one.part, level].append(n)
    points, owners = [], []
    for (name, level), numbers in alike.items():
        own = _strewn(model.parts[name], _LOOKED[level])
        matrices = np.array([some[n].matrix for n in numbers])
        found = np.einsum("nij,kj->nki", matrices[:, :3, :3], own) + matrices[:, None, :3, 3]
        points.append(found.reshape(-1, 3))
        owners.append(np.repeat(numbers, len(own)))
    owner, off = np.concatenate(owners), np.concatenate(points) - np.asarray(camera.eye)
    inside = _inside(off, camera)
    free = np.array([one.element in _FREE for one in some])
    seen = np.zeros(len(some), np.bool_)
    seen[free] = True  # unless it stands in the picture, behind something
    seen[owner[inside]] = False
    toward, whose = off[inside], owner[inside]
    length = np.linalg.norm(toward, axis=1, keepdims=True)
    toward *= np.maximum(1 - _BEFORE / np.maximum(length, 1e-3), 0.0)
    open_way = ~wall.blocked(np.asarray(camera.eye, np.float32), toward.astype(np.float32), 1.0)
    seen[whose[open_way]] = True
    return seen


def _inside(off: Numbers, camera: Camera) -> NDArray[np.bool_]:
    """Return which points, from the eye, lie in the picture."""
    x, y, z = (off @ camera.axes.T).T
    row = camera.centre_px - camera.focal_px * y / np.maximum(z, 1e-3)
    half = camera.height / 2
    across = np.abs(x) * camera.focal_px <= _MARGIN * camera.width / 2 * z
    return np.asarray(across & (np.abs(row - half) <= _MARGIN * half) & (z > 0), np.bool_)


def _strewn(part: Part, count: int) -> Numbers:
    """Return points (n, 3) strewn evenly over a part, over every few of its faces where it has many."""
    faces = part.faces[:: max(1, len(part.faces) // _FACES)]
    a, b, c = (part.vertices[faces[:, k]] for k in range(3))
    area = np.cumsum(np.linalg.norm(np.cross(b - a, c - a), axis=1))
    k = np.arange(count)
    face = np.searchsorted(area, (0.5 + 0.6180340 * k) % 1.0 * area[-1])
    face = np.minimum(face, len(faces) - 1)
    u, v = np.sqrt((0.7548777 * k + 0.5) % 1.0)[:, None], ((0.5698403 * k + 0.5) % 1.0)[:, None]
    return np.asarray(a[face] * (1 - u) + b[face] * u * (1 - v) + c[face] * u * v)
