"""From loose visible segments to the lines of a drawing: joined, cleared of cuts, thinned.

Together with ``cuts`` the only owner of shapely.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from scenes.drawings.outlines import CONTOUR, Outlines

Path = NDArray[np.float64]

CROWDED = ("roof", "ridge", "rafter")  # classes whose parallels would go black
SPACING = 0.55  # millimetres on paper that two parallels of a crowded class keep apart
_JOINT = 0.05  # metres between the ends of two tiles of one row
_BINS = 8  # of direction, over half a turn
_SMOOTH = 0.0012  # metres by which a joined line may leave its points
_SHORTEST = 0.8  # millimetres on paper of a run worth keeping, and of a gap worth leaving
_JOGGLE = 0.08  # millimetres on paper by which a row of tiles may be straightened
_LATER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Line:
    """A polyline (n, 2) in metres, of a class; ``weight`` as ``outlines.CONTOUR`` and so on."""

    element: str
    weight: int
    points: Path


def joined(seen: Outlines, elements: list[str], inside: Any = None) -> list[Line]:
    """Return the segments joined end to end by class and weight.

    Args:
        seen: visible segments, metres.
        elements: class names that ``seen.element`` counts in.
        inside: an area (shapely) in which no line is wanted: what is cut.
    """
    lines = []
    if inside is not None:
        shapely.prepare(inside)
    for element, weight in sorted({*zip(seen.element.tolist(), seen.weight.tolist(), strict=True)}):
        rows = np.flatnonzero((seen.element == element) & (seen.weight == weight))
        ends = np.stack([seen.a[rows], seen.b[rows]], 1).round(5)
        ends = ends[np.any(ends[:, 0] != ends[:, 1], axis=1)]
        pieces = shapely.linestrings(ends)
        if inside is not None:
            pieces = _outside(pieces, inside)
        merged = shapely.line_merge(shapely.multilinestrings(pieces))
        for one in shapely.get_parts(shapely.simplify(merged, _SMOOTH)):
            points = shapely.get_coordinates(one)
            if len(points) > 1:
                lines.append(Line(elements[element], weight, points))
    return sorted(lines, key=_order)


def _order(line: Line) -> tuple[Any, ...]:
    return line.element, line.weight, *line.points[0], *line.points[-1], len(line.points)


def _outside(pieces: NDArray[Any], area: Any) -> NDArray[Any]:
    """Return the parts of segments that do not lie in an area."""
    pieces = pieces[~shapely.covers(area, pieces)]
    crossing = shapely.intersects(area, pieces)
    cleared = shapely.get_parts(shapely.difference(pieces[crossing], area))
    cleared = cleared[shapely.get_type_id(cleared) == shapely.GeometryType.LINESTRING]
    return np.concatenate([pieces[~crossing], cleared])


def length(points: Path) -> float:
    """Return the length of a polyline."""
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def thinned(lines: Iterable[Line], scale: float) -> list[Line]:
    """Return the lines with crowds of parallels thinned for a drawing at 1:``scale``.

    Of parallels nearer than ``SPACING`` on paper the heavier, then the longer stays. Only
    classes in ``CROWDED`` are thinned, and never their outline against the sky.
    """
    crowd: list[Line] = []
    free: list[Line] = []
    for one in lines:
        crowded = one.element in CROWDED and one.weight != CONTOUR
        (crowd if crowded else free).append(one)
    if not crowd:
        return free
    crowd = _chained(crowd, _JOGGLE * scale / 1000)
    crowd.sort(key=lambda one: (one.weight, -round(length(one.points), 4), _order(one)))
    spacing = SPACING * scale / 1000
    samples, line = _sampled(crowd, spacing / 2)
    kept = _apart(samples, line, spacing)
    shortest = _SHORTEST * scale / 1000
    starts = np.searchsorted(line, np.arange(len(crowd) + 1))
    whole = np.logical_and.reduceat(kept, starts[:-1])
    free += [crowd[k] for k in np.flatnonzero(whole)]
    for k in np.flatnonzero(np.logical_or.reduceat(kept, starts[:-1]) & ~whole):
        places = samples[starts[k] : starts[k + 1], 3]
        for run in _kept_runs(kept[starts[k] : starts[k + 1]], places, shortest):
            points = _between(crowd[k].points, run)
            if length(points) >= shortest:
                free.append(Line(crowd[k].element, crowd[k].weight, points))
    return free


def _chained(lines: list[Line], tolerance: float) -> list[Line]:
    """Return lines with those that go on end to end made one: a row of tiles, not each tile."""
    after = _continued(lines)
    chains, used = [], np.zeros(len(lines), np.bool_)
    free_ends = np.flatnonzero(after < 0).tolist()
    for end in [*free_ends, *range(0, 2 * len(lines), 2)]:
        if used[end // 2]:
            continue
        chain, at = [], end
        while at >= 0 and not used[at // 2]:
            used[at // 2] = True
            points = lines[at // 2].points
            chain.append(points[::-1] if at % 2 else points)
            at = int(after[at ^ 1])
        first = lines[end // 2]
        chains.append((first.element, first.weight, np.concatenate(chain)))
    paths = shapely.simplify(
        shapely.linestrings(
            np.concatenate([c[2] for c in chains]),
            indices=np.repeat(np.arange(len(chains)), [len(c[2]) for c in chains]),
        ),
        tolerance,
    )
    return [
        Line(element, weight, shapely.get_coordinates(path))
        for (element, weight, _), path in zip(chains, paths, strict=True)
    ]


def _continued(lines: list[Line]) -> NDArray[np.int64]:
    """Return for each end the end at which another line best goes on, -1 where none does.

    Ends 2k and 2k + 1 are the first and the last of line k; what goes on agrees on it.
    """
    ends = np.array([(line.points[0], line.points[-1]) for line in lines])
    span = ends[:, 0] - ends[:, 1]
    ways = np.stack([span, -span], 1).reshape(-1, 2)
    ways /= np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-9)
    ends = ends.reshape(-1, 2)
    points = shapely.points(ends)
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=_JOINT)
    kind = np.unique([f"{line.element} {line.weight}" for line in lines], return_inverse=True)[1]
    facing = np.einsum("ij,ij->i", ways[one], ways[other]) < -0.85
    facing &= kind[one // 2] == kind[other // 2]
    one, other = one[facing], other[facing]
    gap = ends[other] - ends[one]
    aside = np.abs(gap[:, 0] * ways[one][:, 1] - gap[:, 1] * ways[one][:, 0])
    order = np.lexsort((other, aside.round(6), one))
    first = order[np.r_[True, one[order][1:] != one[order][:-1]]] if len(order) else order
    best = np.full(len(ends), -1)
    best[one[first]] = other[first]
    return np.where((best >= 0) & (best[best] == np.arange(len(ends))), best, -1)


def _sampled(lines: list[Line], step: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return points at most ``step`` apart along lines, and which line each is of.

    A point (n, 4) is x, y, direction 0..1 of half a turn, and its place along the line in metres.
    """
    corners = np.concatenate([line.points for line in lines])
    owner = np.repeat(np.arange(len(lines)), [len(line.points) for line in lines])
    rows = np.flatnonzero(owner[:-1] == owner[1:])
    start, span = corners[rows], corners[rows + 1] - corners[rows]
    long = np.linalg.norm(span, axis=1)
    line = owner[rows]
    first = np.searchsorted(line, line)
    before = np.cumsum(long) - long
    before -= before[first]
    count = np.maximum(1, np.ceil(long / step)).astype(np.int64)
    piece = np.repeat(np.arange(len(rows)), count)
    part = (np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count) + 0.5) / count[piece]
    turn = (np.arctan2(span[:, 1], span[:, 0]) / np.pi % 1.0)[piece]
    places = start[piece] + part[:, None] * span[piece]
    along = before[piece] + part * long[piece]
    return np.column_stack([places, turn, along]), line[piece]


def _apart(
    samples: NDArray[np.float64], rank: NDArray[np.int64], spacing: float
) -> NDArray[np.bool_]:
    """Return which samples stay so that none of another line of like direction is too near.

    In rounds: a sample that no better line comes near stays, and what is near a kept one goes.
    """
    cell = np.floor(samples[:, :2] / spacing).astype(np.int64)
    cell -= cell.min(axis=0) - 1
    turn = np.floor(samples[:, 2] * _BINS).astype(np.int64) % _BINS
    index = cell[:, 0], cell[:, 1], turn
    shape = int(cell[:, 0].max()) + 2, int(cell[:, 1].max()) + 2, _BINS
    open_, kept = np.ones(len(rank), np.bool_), np.zeros(len(rank), np.bool_)
    for _ in range(8):
        if not open_.any():
            break
        best = _best_near(shape, index, rank, open_)
        kept |= open_ & (rank <= best)
        taken = _best_near(shape, index, rank, kept)
        open_ &= ~kept & (rank <= taken)
    return kept | open_


def _best_near(
    shape: tuple[int, int, int],
    index: tuple[NDArray[np.int64], ...],
    rank: NDArray[np.int64],
    which: NDArray[np.bool_],
) -> NDArray[np.int32]:
    """Return for every sample the lowest rank among ``which`` in its cell and those around."""
    grid = np.full(shape, _LATER, np.int32)
    np.minimum.at(grid, tuple(i[which] for i in index), rank[which].astype(np.int32))
    for axis in (0, 1):
        grid = np.minimum(grid, np.minimum(np.roll(grid, 1, axis), np.roll(grid, -1, axis)))
    grid = np.minimum(grid, np.minimum(np.roll(grid, 1, 2), np.roll(grid, -1, 2)))
    return np.asarray(grid[index])


def _kept_runs(
    keep: NDArray[np.bool_], places: NDArray[np.float64], gap: float
) -> Iterator[NDArray[np.float64]]:
    """Yield the places of each kept run; gaps shorter than ``gap`` metres are bridged."""
    kept = places[keep]
    yield from np.split(kept, np.flatnonzero(np.diff(kept) > gap) + 1)


def _between(points: Path, places: NDArray[np.float64]) -> Path:
    """Return the part of a polyline from the first to the last of some places along it."""
    along = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))]
    inner = along[(along > places[0]) & (along < places[-1])]
    at = np.r_[places[0], inner, places[-1]]
    return np.stack([np.interp(at, along, points[:, k]) for k in (0, 1)], 1)
