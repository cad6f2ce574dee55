"""Closed solids as (vertices, faces): boxes, prisms, lofts, lathes and sweeps.

A ``Mesh`` is vertices (n, 3) in metres and triangles (m, 3), counter-clockwise seen from
outside. Everything here is closed and works on whole arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scenes.model import Faces, Matrix, Points

Mesh: TypeAlias = tuple[Points, Faces]
Rings: TypeAlias = NDArray[np.float64]

EMPTY: Mesh = (np.zeros((0, 3)), np.zeros((0, 3), np.int32))

_BOX = np.array(
    [[0, 2, 1], [1, 2, 3], [4, 5, 6], [5, 7, 6], [0, 1, 4], [1, 5, 4],
     [2, 6, 3], [3, 6, 7], [0, 4, 2], [2, 4, 6], [1, 3, 5], [3, 7, 5]], np.int32,
)  # fmt: skip


def merge(*meshes: Mesh) -> Mesh:
    """Return one mesh holding all of them."""
    kept = [m for m in meshes if len(m[1])]
    if not kept:
        return EMPTY
    starts = np.cumsum([0, *(len(v) for v, _ in kept[:-1])])
    faces = [f + np.int32(s) for (_, f), s in zip(kept, starts, strict=True)]
    return np.concatenate([v for v, _ in kept]), np.concatenate(faces)


def moved(mesh: Mesh, matrix: Matrix) -> Mesh:
    """Return the mesh under a (4, 4) matrix; a mirroring matrix keeps faces outward."""
    v, f = mesh
    out = v @ matrix[:3, :3].T + matrix[:3, 3]
    return out, f[:, ::-1] if np.linalg.det(matrix[:3, :3]) < 0 else f


def shifted(mesh: Mesh, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Mesh:
    """Return the mesh moved by metres."""
    return mesh[0] + np.array([x, y, z]), mesh[1]


def repeated(mesh: Mesh, places: ArrayLike) -> Mesh:
    """Return copies of the mesh at each of the (k, 3) places."""
    v, f = mesh
    at = np.asarray(places, np.float64).reshape(-1, 3)
    offsets = np.arange(len(at), dtype=np.int32) * np.int32(len(v))
    points = (v[None] + at[:, None]).reshape(-1, 3)
    return points, (f[None] + offsets[:, None, None]).reshape(-1, 3)


def placement(
    x: float = 0.0,
    y: float = 0.0,
    z: float = 0.0,
    turn: float = 0.0,
    scale: tuple[float, float, float] = (1.0, 1.0, 1.0),
) -> Matrix:
    """Return the (4, 4) matrix that scales, turns about z by ``turn`` radians, then moves."""
    c, s = np.cos(turn), np.sin(turn)
    out = np.eye(4)
    out[:3, :3] = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]]) @ np.diag(scale)
    out[:3, 3] = (x, y, z)
    return out


def volume(mesh: Mesh) -> float:
    """Return the signed volume in cubic metres; positive where faces look outward."""
    a, b, c = (mesh[0][mesh[1][:, k]] for k in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6.0)


def outward(mesh: Mesh) -> Mesh:
    """Return the mesh with faces turned so that its volume is positive."""
    v, f = mesh
    centred = (v - v.mean(axis=0), f)
    return (v, f[:, ::-1].copy()) if volume(centred) < 0 else mesh


def boxes(bounds: ArrayLike) -> Mesh:
    """Return axis-aligned boxes; each row of ``bounds`` is x0 x1 y0 y1 z0 z1."""
    b = np.asarray(bounds, np.float64).reshape(-1, 6)
    if not len(b):
        return EMPTY
    x = b[:, [0, 1, 0, 1, 0, 1, 0, 1]]
    y = b[:, [2, 2, 3, 3, 2, 2, 3, 3]]
    z = b[:, [4, 4, 4, 4, 5, 5, 5, 5]]
    offsets = np.arange(len(b), dtype=np.int32) * 8
    faces = (_BOX[None] + offsets[:, None, None]).reshape(-1, 3)
    return np.stack([x, y, z], axis=2).reshape(-1, 3), faces


def triangulated(outline: ArrayLike) -> Faces:
    """Cut a simple polygon (n, 2) into triangles by clipping ears, keeping its direction."""
    p = np.asarray(outline, np.float64)
    x, y = p[:, 0], p[:, 1]
    area = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
    # Plain numbers, mirrored so that the outline turns left: numpy's cost five times as much.
    line = [(float(u), float(v) if area > 0 else -float(v)) for u, v in p]
    left = list(range(len(line)))
    ears: list[tuple[int, int, int]] = []
    while len(left) > 3:
        for k in range(len(left)):
            ear = (left[k - 1], left[k], left[(k + 1) % len(left)])
            if _is_ear(line, ear, left):
                ears.append(ear)
                del left[k]
                break
        else:
            raise ValueError("the outline crosses itself")
    ears.append((left[0], left[1], left[2]))
    return np.array(ears, np.int32)


def _is_ear(line: list[tuple[float, float]], ear: tuple[int, int, int], left: list[int]) -> bool:
    (ax, ay), (bx, by), (cx, cy) = (line[i] for i in ear)
    if (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) <= 1e-14:
        return False
    for i in left:
        if i in ear:
            continue
        x, y = line[i]
        if (
            (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0
            and (cx - bx) * (y - by) - (cy - by) * (x - bx) >= 0
            and (ax - cx) * (y - cy) - (ay - cy) * (x - cx) >= 0
        ):
            return False
    return True


def lofted(rings: ArrayLike) -> Mesh:
    """Return a closed solid through rings (k, m, 3); the end rings are capped.

    End rings may be concave as long as they are flat.
    """
    r = np.asarray(rings, np.float64)
    k, m, _ = r.shape
    faces = [_sides(np.arange(k - 1, dtype=np.int32), m)]
    cap = triangulated(_flat(r[0]))
    moved = r[-1] - r[0]  # a prism's two ends are one shape: it is cut once
    last = cap if np.ptp(moved, axis=0).max() < 1e-12 else triangulated(_flat(r[-1]))
    faces += [_agree(cap, m, first=True), _agree(last, m, first=False) + np.int32((k - 1) * m)]
    return outward((r.reshape(-1, 3), np.concatenate(faces).astype(np.int32)))


def _flat(ring: Points) -> Points:
    """Return the ring in the two axes of its own plane."""
    centred = ring - ring.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(centred @ axes[:2].T, np.float64)


def _agree(cap: Faces, m: int, *, first: bool) -> Faces:
    """Turn a cap's triangles so that its rim runs against (first) or with the side walls."""
    rim = {(i, (i + 1) % m) for i in range(m)}
    forward = any((int(t[a]), int(t[(a + 1) % 3])) in rim for t in cap for a in range(3))
    return cap[:, ::-1] if forward == first else cap


def _sides(starts: NDArray[np.int32], m: int) -> Faces:
    """Return the walls between ring ``i`` and ``i + 1`` for each start."""
    j = np.arange(m, dtype=np.int32)
    a = starts[:, None] * np.int32(m) + j
    b = starts[:, None] * np.int32(m) + (j + 1) % m
    quads = np.stack([a, b, b + m, a + m], axis=-1).reshape(-1, 4)
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def prism(outline: ArrayLike, thickness: float, axes: str = "xz") -> Mesh:
    """Return a flat outline (n, 2) given in two axes, ``thickness`` deep about the third."""
    p = np.asarray(outline, np.float64)
    third = ({"x", "y", "z"} - set(axes)).pop()
    rings = np.zeros((2, len(p), 3))
    for column, axis in enumerate(axes):
        rings[:, :, "xyz".index(axis)] = p[:, column]
    rings[0, :, "xyz".index(third)] = -thickness / 2
    rings[1, :, "xyz".index(third)] = thickness / 2
    return lofted(rings)


def lathe(profile: Sequence[tuple[float, float]], sides: int = 16) -> Mesh:
    """Return a turned solid about z; ``profile`` runs (radius, height) from below upwards."""
    angle = np.arange(sides) * (2 * np.pi / sides)
    p = np.asarray(profile, np.float64)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    rings = np.concatenate(
        [p[:, None, :1] * circle[None], np.broadcast_to(p[:, None, 1:], (len(p), sides, 1))],
        axis=2,
    )
    return lofted(rings)


def sweeps(rings: Rings, row: NDArray[np.int32]) -> Mesh:
    """Return closed bars: consecutive rings (r, m, 3) of the same ``row`` (r,) are joined.

    Rings run counter-clockwise seen against the direction of the bar and are convex.
    """
    r, m, _ = rings.shape
    if not r:
        return EMPTY
    joined = np.flatnonzero(row[:-1] == row[1:]).astype(np.int32)
    first = np.flatnonzero(np.r_[True, row[1:] != row[:-1]]).astype(np.int32)
    last = np.r_[first[1:] - 1, r - 1].astype(np.int32)
    k = np.arange(1, m - 1, dtype=np.int32)
    fan = np.stack([np.zeros_like(k), k, k + 1], axis=1)
    near = (first[:, None, None] * np.int32(m) + fan[None, :, ::-1]).reshape(-1, 3)
    far = (last[:, None, None] * np.int32(m) + fan[None]).reshape(-1, 3)
    faces = np.concatenate([_sides(joined, m), near, far])
    return outward((rings.reshape(-1, 3), faces))


def circle(radius: float, sides: int = 8) -> NDArray[np.float64]:
    """Return a ring (sides, 2) in (side, up)."""
    a = np.arange(sides) * (2 * np.pi / sides) + np.pi / sides
    return radius * np.stack([np.cos(a), np.sin(a)], axis=1)


def rectangle(width: float, height: float) -> NDArray[np.float64]:
    """Return a ring (4, 2) in (side, up) about its middle."""
    w, h = width / 2, height / 2
    return np.array([(-w, -h), (w, -h), (w, h), (-w, h)])


def frames(path: Points) -> tuple[Points, Points]:
    """Return the side and up directions (…, k, 3) along paths (…, k, 3) that are never upright."""
    ahead = np.gradient(path, axis=-2)
    side = np.stack([ahead[..., 1], -ahead[..., 0], np.zeros(ahead.shape[:-1])], axis=-1)
    side /= np.linalg.norm(side, axis=-1, keepdims=True)
    up = np.cross(side, ahead)
    up /= np.linalg.norm(up, axis=-1, keepdims=True)
    return side, up


def swept(paths: Points, section: ArrayLike, scale: ArrayLike = 1.0) -> Mesh:
    """Return bars of one section (m, 2) along paths (n, k, 3) or one path (k, 3).

    ``scale`` may give a factor per station (k,).
    """
    p = np.asarray(paths, np.float64)
    p = p[None] if p.ndim == 2 else p
    n, k, _ = p.shape
    side, up = frames(p)
    s = np.asarray(section, np.float64)
    factor = np.broadcast_to(np.asarray(scale, np.float64), (k,))[None, :, None, None]
    across = side[:, :, None] * s[:, 0, None] + up[:, :, None] * s[:, 1, None]
    rings = p[:, :, None] + across * factor
    row = np.repeat(np.arange(n, dtype=np.int32), k)
    if _convex(s):
        return sweeps(rings.reshape(n * k, len(s), 3), row)
    return merge(*(lofted(r) for r in rings))


def _convex(section: NDArray[np.float64]) -> bool:
    ahead = np.roll(section, -1, axis=0) - section
    after = np.roll(ahead, -1, axis=0)
    cross = ahead[:, 0] * after[:, 1] - ahead[:, 1] * after[:, 0]
    return bool((cross >= -1e-12).all() or (cross <= 1e-12).all())


def bars(starts: ArrayLike, ends: ArrayLike, section: ArrayLike) -> Mesh:
    """Return straight bars of one section between points (n, 3) and (n, 3)."""
    a = np.asarray(starts, np.float64).reshape(-1, 3)
    b = np.asarray(ends, np.float64).reshape(-1, 3)
    return swept(np.stack([a, b], axis=1), section) if len(a) else EMPTY


def slab(top: Points, below: ArrayLike) -> Mesh:
    """Return a closed plate under a surface grid (i, j, 3), ``below`` metres thick."""
    i, j, _ = top.shape
    under = top - np.array([0.0, 0.0, 1.0]) * np.asarray(below, np.float64)[..., None]
    index = np.arange(i * j, dtype=np.int32).reshape(i, j)
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    upper = np.stack([np.stack([a, b, c], -1), np.stack([a, c, d], -1)]).reshape(-1, 3)
    n = np.int32(i * j)
    rim = np.concatenate([index[:, 0], index[-1, 1:], index[-2::-1, -1], index[0, -2:0:-1]])
    after = np.roll(rim, -1)
    walls = np.concatenate(
        [np.stack([rim, rim + n, after + n], 1), np.stack([rim, after + n, after], 1)]
    )
    faces = np.concatenate([upper, upper[:, ::-1] + n, walls]).astype(np.int32)
    mesh = (np.concatenate([top.reshape(-1, 3), under.reshape(-1, 3)]), faces)
    return outward(mesh)


def lowest_linked(
    count: int, one: NDArray[np.int64], other: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return for each of ``count`` things the lowest that links from ``one`` to ``other`` lead to."""
    label = np.arange(count)
    while True:
        low = np.minimum(label[one], label[other])
        fresh = label.copy()
        np.minimum.at(fresh, one, low)
        np.minimum.at(fresh, other, low)
        fresh = fresh[fresh]
        if np.array_equal(fresh, label):
            return label
        label = fresh
