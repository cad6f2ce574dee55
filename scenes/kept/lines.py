"""The lines that make a building this building: columns, ridges and eaves, from ids and depth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes import brush
from scenes.kept.edges import Edges, direction, edges, near
from scenes.kept.seen import Seen

PARTS = {"column": "柱", "ridge": "脊与屋面轮廓", "eave": "檐口", "outline": "各部分的轮廓"}
JUDGED = ("column", "ridge")  # where a set has neither (caves, rooms), its outlines are judged
_LOOSE = ("tree", "grass", "shrub", "smoke", "person", "animal", "bird")  # may stand otherwise
# What is structure; anything else that is nearer hides it, and its border is not ours.
_FABRIC = (
    "column", "column_base", "beam", "bracket", "rafter", "roof", "ridge", "wall", "door",
    "window", "platform", "step", "floor",
)  # fmt: skip
_COVER = ("roof", "ridge", "rafter")
_HIDES = 0.3  # metres nearer
_SHOWN = 2.0  # pixels within which the plate itself shows a line
_FEWEST = 20  # pixels of a part's lines, below which nothing can be said of it
_CELL = 24  # cells a picture's long side is cut into, to find where lines went missing
_PIECE = 12  # pixels of a piece
_ASIDE = 40  # parts of a long side that lines are moved by, to see what is met by chance
_WAYS = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))  # down, right


@dataclass(frozen=True, slots=True)
class Lines:
    """Pixels of one part's lines: rows, columns, directions, and the piece each belongs to."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    bins: NDArray[np.int64]
    piece: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines of each part that the plate shows, and ``any`` (h, w): all lines of the passes."""

    parts: dict[str, Lines]
    zones: dict[str, NDArray[np.bool_]]
    any: NDArray[np.bool_]


def drawing(seen: Seen) -> Drawing:
    """Return the lines of a render; those that its own plate does not show are left out.

    What lies in the deep shade of the eaves is in the passes but in no picture, and would tell
    nothing of a painted one.
    """
    away = near(edges(seen.plate))
    parts, zones = {}, {}
    for name, drawn in _drawn(seen).items():
        bins = direction(drawn)
        rows, columns = np.nonzero(drawn)
        shown = away[bins[rows, columns], rows, columns] <= _SHOWN
        rows, columns = rows[shown], columns[shown]
        if len(rows) >= _FEWEST:
            parts[name] = Lines(
                rows, columns, bins[rows, columns], _pieces(seen, name, rows, columns)
            )
            zones[name] = _zone(seen, name, drawn)
    return Drawing(parts, zones, _all(seen))


def _drawn(seen: Seen) -> dict[str, NDArray[np.bool_]]:
    cover = seen.of(*_COVER)
    sky = brush.thicken((seen.element < 0).astype(np.float32), 3) > 0
    ridge = _border(seen, seen.of("ridge")) | (_border(seen, cover) & sky)
    return {
        "column": _border(seen, seen.of("column"), ways=((0, 1), (0, -1))),
        "ridge": ridge,
        "eave": _border(seen, cover, ways=((1, 0),)),
        "outline": _outline(seen),
    }


def _outline(seen: Seen) -> NDArray[np.bool_]:
    """Return where one class of thing meets another, both of them fixed."""
    fixed = (seen.element >= 0) & ~seen.of(*_LOOSE)
    drawn = np.zeros(fixed.shape, np.bool_)
    ids = seen.element
    drawn[:-1] |= (ids[:-1] != ids[1:]) & fixed[:-1] & fixed[1:]
    drawn[:, :-1] |= (ids[:, :-1] != ids[:, 1:]) & fixed[:, :-1] & fixed[:, 1:]
    return drawn


def _border(
    seen: Seen, mask: NDArray[np.bool_],
    ways: tuple[tuple[int, int], ...] = ((0, 1), (0, -1), (1, 0), (-1, 0)),
) -> NDArray[np.bool_]:  # fmt: skip
    """Return the rim of a mask towards some sides (rows, columns), where nothing hides it."""
    deep = np.where(np.isfinite(seen.depth), seen.depth, np.float32(1e6))
    fabric = seen.of(*_FABRIC)
    out = np.zeros(mask.shape, np.bool_)
    for down, right in ways:
        there = (-down, -right)
        beyond = np.roll(mask, there, (0, 1))
        hidden = (np.roll(deep, there, (0, 1)) < deep - _HIDES) & ~np.roll(fabric, there, (0, 1))
        rim = mask & ~beyond & ~hidden
        if down:
            rim[-1 if down > 0 else 0] = False
        if right:
            rim[:, -1 if right > 0 else 0] = False
        out |= rim
    return out


def _pieces(
    seen: Seen, name: str, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return a number a pixel: one a column; of longer lines one a cell of the picture."""
    single = seen.instance[rows, columns].astype(np.int64)
    if name == "column":
        return single
    cell = max(max(seen.size) // _CELL, 8)
    return (single * 1000 + columns // cell) * 1000 + rows // cell


def _zone(seen: Seen, name: str, drawn: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where edges of a picture must answer to our lines."""
    if name == "column":
        return seen.of("column", "wall", "door", "window")
    if name == "ridge":
        return seen.of("ridge", "roof")
    if name == "outline":
        return (seen.element >= 0) & ~seen.of(*_LOOSE)
    return np.asarray(brush.thicken(drawn.astype(np.float32), 2 * (max(seen.size) // 64) + 1) > 0)


def _all(seen: Seen) -> NDArray[np.bool_]:
    found = np.zeros(seen.element.shape, np.bool_)
    for ids in (seen.element, seen.instance, seen.material):
        found[:-1] |= ids[:-1] != ids[1:]
        found[:, :-1] |= ids[:, :-1] != ids[:, 1:]
    return found


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a picture's edges agree with the lines of one part.

    ``recall`` of our lines, ``precision`` of the picture's edges in the part's zone, ``f1`` of
    both, at the tolerance of ``edges``; ``weakest`` is the recall in the worst third of the part.
    """

    recall: float
    precision: float
    f1: float
    weakest: float


@dataclass(frozen=True, slots=True)
class Marks:
    """What a picture, at the plate's size, shows: its edges, and (bins, h, w) how far they are."""

    edges: Edges
    away: NDArray[np.float32]


def marks(picture: NDArray[np.uint8]) -> Marks:
    """Return the marks of a picture."""
    found = edges(picture)
    return Marks(found, near(found))


def agree(drawn: Drawing, shown: Marks, tolerance: float) -> dict[str, Agreement]:
    """Return how a picture agrees with each part that the plate shows."""
    found, away = shown.edges, shown.away
    ours = brush.distance_to(drawn.any)
    told = {}
    for name, lines in drawn.parts.items():
        hit = away[lines.bins, lines.rows, lines.columns] <= tolerance
        recall = float(hit.mean())
        precision = _precision(found, ours, drawn.zones[name], name, tolerance)
        f1 = 2 * recall * precision / max(recall + precision, 1e-9)
        told[name] = Agreement(recall, precision, f1, worst([(lines, hit)]))
    return told


def _precision(
    found: Edges, ours: NDArray[np.float32], zone: NDArray[np.bool_], name: str, tolerance: float
) -> float:
    asked = found.on & zone
    if name == "column":  # of columns only what stands upright is asked
        asked &= np.isin(found.bin, (0, 11))
    return float((ours[asked] <= tolerance).mean()) if asked.any() else 0.0


def judged(drawn: Drawing) -> dict[str, Lines]:
    """Return the parts a picture is judged by: columns and ridges, else outlines."""
    found = {name: drawn.parts[name] for name in JUDGED if name in drawn.parts}
    return found or {name: drawn.parts[name] for name in ("outline",) if name in drawn.parts}


def weakest(drawn: Drawing, shown: Marks, tolerance: float) -> float:
    """Return the recall, 0..1, of the worst third of the lines judged by, piece by piece.

    A building with other bays or another roof shares most of its lines with ours; the mean
    forgives it, the worst third does not. Eaves come and go with the light and are left to
    ``agree``. 0.0 where there is no line to judge by.
    """
    hits = [
        (lines, shown.away[lines.bins, lines.rows, lines.columns] <= tolerance)
        for name, lines in judged(drawn).items()
    ]  # fmt: skip
    return worst(hits)


def above_chance(drawn: Drawing, shown: Marks, tolerance: float) -> float:
    """Return how far a picture meets the lines judged by better than it meets them moved aside.

    A picture full of small marks has an edge near every line, wherever the line stands: its recall
    is high and says nothing. 1: all lines met and none by chance; 0 or less: as good moved aside.
    """
    away = shown.away
    ours = list(judged(drawn).values())
    if not ours:
        return 0.0
    by = max(away.shape[1:]) // _ASIDE
    here = _met(away, ours, 0, 0, tolerance)
    there = [_met(away, ours, by * d, by * r, tolerance) for d, r in _WAYS]
    chance = float(np.mean(there))
    return (here - chance) / max(1 - chance, 1e-9)


def _met(
    away: NDArray[np.float32], ours: list[Lines], down: int, right: int, tolerance: float
) -> float:
    """Return the recall of some lines, moved by some pixels; what leaves the picture is left out."""
    high, wide = away.shape[1:]
    hits = []
    for one in ours:
        rows, columns = one.rows + down, one.columns + right
        on = (rows >= 0) & (rows < high) & (columns >= 0) & (columns < wide)
        hits.append(away[one.bins[on], rows[on], columns[on]] <= tolerance)
    every = np.concatenate(hits)
    return float(every.mean()) if every.size else 0.0


def worst(hits: list[tuple[Lines, NDArray[np.bool_]]]) -> float:
    """Return the mean recall of the worst third, by length, of the pieces of some lines."""
    rates: list[NDArray[np.float64]] = []
    lengths: list[NDArray[np.float64]] = []
    for lines, hit in hits:
        _, of = np.unique(lines.piece, return_inverse=True)
        length = np.bincount(of).astype(np.float64)
        kept = length >= _PIECE
        rates.append((np.bincount(of, hit.astype(np.float64)) / length)[kept])
        lengths.append(length[kept])
    rate = np.concatenate(rates or [np.zeros(0)])
    length = np.concatenate(lengths or [np.zeros(0)])
    if not rate.size:
        return 0.0
    order = np.argsort(rate, kind="stable")
    run = np.cumsum(length[order]) / length.sum()
    low = order[: int(np.searchsorted(run, 0.3)) + 1]
    return float(np.average(rate[low], weights=length[low]))
