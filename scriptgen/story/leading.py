"""Which work carries a story whose brief names none: read from its words, else from its place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from random import Random

from heritage_kb import KnowledgeBase
from heritage_kb.errors import UnknownName
from heritage_kb.records import Entry
from scriptgen.brief import Brief
from scriptgen.story.forms import Calling
from scriptgen.story.shelf import Shelf
from scriptgen.story.timely import begun_by, of_the_time, timely

_ARTS = ("craft", "opera", "custom")
_TODAY = 2000
_ENOUGH = 8  # playable lines that a work needs to carry a story


def lead(
    brief: Brief, kb: KnowledgeBase, shelf: Shelf, places: list[Entry], year: int | None
) -> tuple[list[Entry], Calling | None]:
    """Return the entries whose work the story does, the first first, and the calling that was read.

    Args:
        brief: its title, logline and musts are read for a calling (石匠, 画师, 名角 …).
        kb: where the works are.
        shelf: the callings and the trades.
        places: the brief's places; a work of the same county, then city, is nearer.
        year: of the story; what is younger is left out.
    """
    text = f"{brief.title} {brief.logline} {brief.genre} {' '.join(brief.must)}"
    calling = max(shelf.callings, key=lambda c: _hits(c, text), default=None)
    if calling and _hits(calling, text):
        known = [
            e for e in _known(calling.arts, kb) if _carries(e, kb, year) and _lines(e, kb, year)
        ]
        known = known or _grown_here(calling, text, kb, places, year)
        known.sort(key=lambda e: -near(e, places))
        here = [p for p in places if _lines(p, kb, year) >= _ENOUGH // 2 and p not in known]
        lines = accumulate(_lines(e, kb, year) for e in known)
        few = sum(many < _ENOUGH for many in lines)  # works that do not carry a story together
        return [*known[: 1 + few], *here[:1]], calling
    return _of_the_place(brief, kb, places, year), None


def _carries(entry: Entry, kb: KnowledgeBase, year: int | None) -> bool:
    """Tell whether a work goes on in a year: a craft lives on, a custom ends with its age."""
    if entry.kind == "custom":
        return of_the_time(entry, kb, _TODAY if year is None else year)
    return begun_by(entry, kb, year)


def _grown_here(
    calling: Calling, text: str, kb: KnowledgeBase, places: list[Entry], year: int | None
) -> list[Entry]:
    """Return the products of the brief's county or city that its words, or the calling's, name."""
    said = set(text + "".join(calling.marks)) - set("".join(p.title for p in places))
    return [
        e
        for e in kb.entries.values()
        if e.kind == "product" and near(e, places) and said & {*e.title} - {*e.county, *e.city}
        and of_the_time(e, kb, year) and _lines(e, kb, year) >= _ENOUGH
    ]  # fmt: skip


def _hits(calling: Calling, text: str) -> int:
    return sum(len(mark) * text.count(mark) for mark in calling.marks)


def _known(names: Iterable[str], kb: KnowledgeBase) -> list[Entry]:
    found = []
    for name in names:
        try:
            found.append(kb.resolve(name, (*_ARTS, "site", "structure")))
        except UnknownName:
            continue
    return found


def _of_the_place(
    brief: Brief, kb: KnowledgeBase, places: list[Entry], year: int | None
) -> list[Entry]:
    """Return the work that a place is known for, the same for the same brief."""
    cities = {p.city for p in places if p.city}
    pool = [
        e
        for e in kb.entries.values()
        if e.kind in _ARTS
        and (e.city in cities or not places)
        and _lines(e, kb, year) >= _ENOUGH
        and of_the_time(e, kb, year)
    ]
    rng = Random(f"{brief.seed}|{brief.title}|{brief.logline}|lead")
    ranked = sorted(pool, key=lambda e: (-near(e, places), e.kind != "craft", rng.random()))
    return ranked[:1]


def near(entry: Entry, places: list[Entry]) -> int:
    """Return how near an entry lies to the places of a brief, 0 where in another city."""
    return max(
        (
            3 * (entry.id in p.related or p.id in entry.related)
            + 2 * bool(entry.county and entry.county == p.county)
            + bool(entry.city and entry.city == p.city)
            for p in places
        ),
        default=0,
    )


def _lines(entry: Entry, kb: KnowledgeBase, year: int | None) -> int:
    return sum(len(p.actions) for p in kb.passages_of(entry) if timely(p, entry, year))
