"""Where solids run into each other: the lines that no mesh has as an edge.

A column let into a wall, an arm through a block: the edges of every solid are followed as rays
through all others, and two crossings of the same pair of faces are the ends of a line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.model import Triangles
from scenes.raycast import Caster

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

SKIPPED = ("roof", "rafter")  # too many, and their edges are drawn anyway
_ROUNDS = 10  # how many solids one edge may run through
_PAST = 2e-4  # metres past a crossing from which the next is looked for


@dataclass(slots=True)
class Meetings:
    """One row a line: ends (m, 3) in metres, the two faces' normals, the class of the first."""

    a: Floats
    b: Floats
    n1: Floats
    n2: Floats
    element: NDArray[np.int32]


def meetings(triangles: Triangles) -> Meetings:
    """Return the lines along which solids of a model run into each other, roofs left out."""
    rows = np.flatnonzero(~np.isin(triangles.element, triangles.numbers(SKIPPED)))
    corners, owner = triangles.corners[rows], triangles.instance[rows]
    caster = Caster(corners)
    edge_face, starts, spans = _edges(corners)
    face, other, place = _crossings(caster, owner, edge_face, starts, spans)
    a, b, one, two = _paired(face, other, place, len(rows))
    return Meetings(
        a, b, caster.normals[one], caster.normals[two], triangles.element[rows][one]
    )  # fmt: skip


def _edges(corners: Floats) -> tuple[Numbers, Floats, Floats]:
    """Return each triangle's three edges: its face, where it starts, and its whole span.

    An edge that two faces share is followed once for each of them, from the same end, so that
    both get the same crossings.
    """
    start = corners.reshape(-1, 3)
    end = np.roll(corners, -1, 1).reshape(-1, 3)
    later = (
        np.where(
            start[:, 0] != end[:, 0],
            start[:, 0] > end[:, 0],
            np.where(start[:, 1] != end[:, 1], start[:, 1] > end[:, 1], start[:, 2] > end[:, 2]),
        )
    )[:, None]
    face = np.repeat(np.arange(len(corners)), 3)
    first, last = np.where(later, end, start), np.where(later, start, end)
    return face, first, last - first


def _crossings(
    caster: Caster, owner: NDArray[np.int32], face: Numbers, start: Floats, span: Floats
) -> tuple[Numbers, Numbers, Floats]:
    """Return (edge's face, face run through, place) of every crossing into another solid."""
    length = np.linalg.norm(span, axis=1)
    alive = np.flatnonzero(length > 1e-3)
    done = np.zeros(len(face), np.float32)  # part of the edge already followed
    found: list[tuple[Numbers, Numbers, Floats]] = []
    for _ in range(_ROUNDS):
        if not len(alive):
            break
        rest = (1 - done[alive])[:, None]
        origin = start[alive] + done[alive][:, None] * span[alive]
        hits = caster.first(origin, span[alive] * rest, 1.0)
        met = hits.triangle >= 0
        alive, rest = alive[met], rest[met, 0]
        target, part = hits.triangle[met].astype(np.int64), hits.distance[met]
        at = done[alive] + part * rest
        foreign = owner[target] != owner[face[alive]]
        rows = alive[foreign]
        found.append((face[rows], target[foreign], start[rows] + at[foreign, None] * span[rows]))
        done[alive] = at + _PAST / length[alive]
        alive = alive[done[alive] < 1]
    if not found:
        none = np.zeros(0, np.int64)
        return none, none, np.zeros((0, 3), np.float32)
    faces, targets, places = zip(*found, strict=True)
    return np.concatenate(faces), np.concatenate(targets), np.concatenate(places)


def _paired(
    face: Numbers, other: Numbers, place: Floats, count: int
) -> tuple[Floats, Floats, Numbers, Numbers]:
    """Return the lines whose two ends are crossings of the same two faces."""
    key = np.minimum(face, other) * count + np.maximum(face, other)
    order = np.argsort(key, kind="stable")
    key, face, other, place = key[order], face[order], other[order], place[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.zeros(0, np.int64)
    last = np.r_[first[1:], len(key)] - 1
    two = last > first
    first, last = first[two], last[two]
    apart = np.linalg.norm(place[last] - place[first], axis=1) > 1e-3
    first, last = first[apart], last[apart]
    return place[first], place[last], face[first], other[first]
