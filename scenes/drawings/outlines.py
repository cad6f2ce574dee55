"""Which edges of a set are seen: outlines and folds of its solids, the hidden parts taken away.

An edge is drawn where the surface turns away from the viewer (an outline) or is folded sharply (a
crease); points along it are tested by rays towards the viewer. Roof tiles keep only outlines, or
a roof at 1:100 would go black.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.drawings.meetings import meetings
from scenes.drawings.outlook import Outlook
from scenes.model import Part, SetModel, Triangles
from scenes.raycast import Caster

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

CONTOUR, EDGE, FINE = 0, 1, 2  # against the sky, before something far behind, all others
CREASE = 50.0  # degrees; the facets that stand for a round timber are flatter
CREASES: Mapping[str, float] = {"roof": 180.0, "rafter": 60.0, "ridge": 60.0}
_FLAT = np.cos(np.radians(12.0))  # no outline either: the facets of a plane
STEP = 0.08  # metres between points tested along an edge
_SHORT = 0.006  # metres on paper: what is shorter is no line
_LIFT = 0.004  # metres a tested point stands off its own surface
_BEHIND = 0.45  # metres to what is behind, from which an outline counts as an edge
_FAR = 400.0
_HALVINGS = 4  # after which the end of a visible run is known to a sixteenth of a step


@dataclass(slots=True)
class Seams:
    """Every edge that may be drawn, of every instance: one row an edge.

    ``a`` and ``b`` (e, 3) are its ends in metres, ``n1`` and ``n2`` (e, 3) the normals of the
    faces that meet there, ``crease`` whether it is sharp for its class, ``element`` (e,) the
    index of that class in ``elements``.
    """

    a: Floats
    b: Floats
    n1: Floats
    n2: Floats
    crease: Bools
    element: NDArray[np.int16]
    elements: list[str]


@dataclass(slots=True)
class Outlines:
    """Visible lines on paper: ``a`` and ``b`` (s, 2) metres, ``weight`` and ``element`` (s,)."""

    a: NDArray[np.float64]
    b: NDArray[np.float64]
    weight: NDArray[np.int8]
    element: NDArray[np.int16]


def seams(model: SetModel, triangles: Triangles) -> Seams:
    """Return the edges of a model that some view may draw; ``triangles`` are the same model's."""
    elements = sorted({i.element for i in model.instances})
    known: dict[str, tuple[NDArray[np.int32], NDArray[np.int32], Floats]] = {}
    rows: dict[str, list[NDArray[np.float32]]] = {k: [] for k in ("a", "b", "n1", "n2")}
    creases, kinds = [], []
    for inst in model.instances:
        part = model.parts[inst.part]
        if inst.part not in known:
            known[inst.part] = _edges(part)
        ends, faces, normals = known[inst.part]
        world = (part.vertices @ inst.matrix[:3, :3].T + inst.matrix[:3, 3]).astype(np.float32)
        turned = _turned(normals, inst.matrix[:3, :3])
        one, other = turned[faces[:, 0]], turned[faces[:, 1]]
        rows["a"].append(world[ends[:, 0]])
        rows["b"].append(world[ends[:, 1]])
        rows["n1"].append(one)
        rows["n2"].append(other)
        limit = np.cos(np.radians(CREASES.get(inst.element, CREASE)))
        creases.append(np.einsum("ij,ij->i", one, other) < limit)
        kinds.append(np.full(len(ends), elements.index(inst.element), np.int16))
    if not kinds:
        none = np.zeros((0, 3), np.float32)
        empty = np.zeros(0, np.bool_)
        return Seams(none, none, none, none, empty, np.zeros(0, np.int16), elements)
    met = meetings(triangles)
    for name in rows:
        rows[name].append(getattr(met, name))
    creases.append(np.ones(len(met.a), np.bool_))
    kinds.append(met.element.astype(np.int16))
    joined = {name: np.concatenate(parts) for name, parts in rows.items()}
    return Seams(
        **joined, crease=np.concatenate(creases), element=np.concatenate(kinds), elements=elements
    )


def _edges(part: Part) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
    """Return ends (e, 2), the two faces (e, 2) of each edge that is not flat, and face normals."""
    f = part.faces.astype(np.int64)
    corner = part.vertices[part.faces]
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    length = np.linalg.norm(across, axis=1, keepdims=True)
    normals = np.divide(across, length, out=np.zeros_like(across), where=length > 0)
    low = np.minimum(f, np.roll(f, -1, 1)).ravel()
    high = np.maximum(f, np.roll(f, -1, 1)).ravel()
    key = low * len(part.vertices) + high
    order = np.argsort(key, kind="stable")
    same = key[order][:-1] == key[order][1:]
    first = np.flatnonzero(same)
    first = first[np.r_[True, np.diff(first) > 1]] if len(first) else first
    one, other = order[first], order[first + 1]
    faces = np.stack([one // 3, other // 3], 1).astype(np.int32)
    bent = np.einsum("ij,ij->i", normals[faces[:, 0]], normals[faces[:, 1]]) < _FLAT
    ends = np.stack([low[one], high[one]], 1).astype(np.int32)
    return ends[bent], faces[bent], normals.astype(np.float32)


def _turned(normals: Floats, matrix: NDArray[np.float64]) -> Floats:
    """Return normals under a matrix that may stretch or mirror."""
    out = normals @ np.linalg.inv(matrix).astype(np.float32)
    length = np.linalg.norm(out, axis=1, keepdims=True)
    return np.asarray(np.divide(out, length, out=np.zeros_like(out), where=length > 0))


def visible(lines: Seams, caster: Caster, view: Outlook) -> Outlines:
    """Return what of the edges the view shows.

    Args:
        lines: the edges of a model.
        caster: the same model, ready for rays.
        view: from where; edges nearer than its cut are taken away.
    """
    toward = np.array(view.toward, np.float32)
    one, other = lines.n1 @ toward > 1e-4, lines.n2 @ toward > 1e-4
    outline = one != other
    rows = np.flatnonzero(outline | (lines.crease & one & other))
    a, b = lines.a[rows].astype(np.float64), lines.b[rows].astype(np.float64)
    a, b, kept = _beyond(a, b, view)
    rows = rows[kept]
    length = np.linalg.norm(view.flat(b) - view.flat(a), axis=1)
    long = length > _SHORT
    a, b, rows, length = a[long], b[long], rows[long], length[long]
    off = lines.n1[rows] + lines.n2[rows]
    off /= np.maximum(np.linalg.norm(off, axis=1, keepdims=True), 1e-6)
    probe = _Probe(caster, view, a, b, off.astype(np.float64))
    edge, start, end = _runs(probe, np.maximum(1, np.ceil(length / STEP)).astype(np.int64))
    flat_a, flat_b = view.flat(a[edge]), view.flat(b[edge])
    span = flat_b - flat_a
    return Outlines(
        flat_a + start[:, None] * span,
        flat_a + end[:, None] * span,
        _weights(probe, edge, (start + end) / 2, outline[rows[edge]]),
        lines.element[rows[edge]],
    )


def _beyond(
    a: NDArray[np.float64], b: NDArray[np.float64], view: Outlook
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Cut edges off at the plane; return what is left and the rows it came from."""
    if view.cut is None:
        return a, b, np.arange(len(a))
    limit = view.cut - 1e-4
    da, db = view.near(a) - limit, view.near(b) - limit
    span = np.where(np.abs(da - db) > 1e-9, da - db, 1.0)
    meet = a + (da / span)[:, None] * (b - a)
    kept = np.flatnonzero((da <= 0) | (db <= 0))
    new_a = np.where((da > 0)[:, None], meet, a)
    new_b = np.where((db > 0)[:, None], meet, b)
    return new_a[kept], new_b[kept], kept


class _Probe:
    """Points along edges, tested for whether the viewer sees them."""

    def __init__(
        self,
        caster: Caster,
        view: Outlook,
        a: NDArray[np.float64],
        b: NDArray[np.float64],
        off: NDArray[np.float64],
    ) -> None:
        self.caster, self.view, self.a, self.b, self.off = caster, view, a, b, off
        self.toward = np.array(view.toward)

    def at(self, edge: NDArray[np.int64], t: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the places (n, 3) at parts ``t`` of edges."""
        return np.asarray(self.a[edge] + t[:, None] * (self.b[edge] - self.a[edge]))

    def seen(self, edge: NDArray[np.int64], t: NDArray[np.float64]) -> Bools:
        """Return whether nothing stands between the points and the viewer (or the cut)."""
        origin = self.at(edge, t) + _LIFT * (self.off[edge] + self.toward)
        reach = np.full(len(t), _FAR)
        if self.view.cut is not None:
            reach = np.maximum(self.view.cut - self.view.near(origin), 1e-5)
        away = self.toward * reach[:, None]
        return ~self.caster.blocked(origin.astype(np.float32), away.astype(np.float32), 1.0)

    def behind(self, edge: NDArray[np.int64], t: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return how far behind the outline the next thing stands, metres; inf for the sky."""
        side = self.off[edge] - (self.off[edge] @ self.toward)[:, None] * self.toward
        side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-6)
        origin = (self.at(edge, t) + 0.015 * side + _LIFT * self.toward).astype(np.float32)
        away = np.broadcast_to(-self.toward.astype(np.float32), origin.shape)
        return self.caster.first(origin, np.ascontiguousarray(away)).distance


def _runs(
    probe: _Probe, pieces: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the visible runs: edge, and its start and end as parts 0..1 of the edge.

    Each edge is tested in the middle of ``pieces`` equal pieces; where one is seen and its
    neighbour is not, the change is found by halving.
    """
    edge = np.repeat(np.arange(len(pieces)), pieces)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    t = (place + 0.5) / pieces[edge]
    seen = probe.seen(edge, t)
    turn = np.flatnonzero((edge[:-1] == edge[1:]) & (seen[:-1] != seen[1:]))
    change = _halved(probe, edge[turn], t[turn], t[turn + 1], seen[turn])
    begins, ends = np.zeros(len(edge)), np.ones(len(edge))
    begins[turn + 1], ends[turn] = change, change
    joined = np.zeros(len(edge), np.bool_)
    joined[1:] = (edge[:-1] == edge[1:]) & seen[:-1] & seen[1:]
    first = np.flatnonzero(seen & ~joined)
    goes_on = np.r_[joined[1:], False]
    last = np.flatnonzero(seen & ~goes_on)
    return edge[first], begins[first], ends[last]


def _halved(
    probe: _Probe,
    edge: NDArray[np.int64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    low_seen: Bools,
) -> NDArray[np.float64]:
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        same = probe.seen(edge, middle) == low_seen
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.asarray((low + high) / 2)


def _weights(
    probe: _Probe, edge: NDArray[np.int64], t: NDArray[np.float64], outline: Bools
) -> NDArray[np.int8]:
    weight = np.full(len(edge), FINE, np.int8)
    rows = np.flatnonzero(outline)
    gap = probe.behind(edge[rows], t[rows])
    weight[rows] = np.where(np.isinf(gap), CONTOUR, np.where(gap > _BEHIND, EDGE, FINE))
    return weight
