"""Whose age a story is in: the brief's word, else that of the place in its year."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from heritage_kb import KnowledgeBase
from heritage_kb.records import Entry, Period
from scriptgen.brief import Brief
from scriptgen.story.prose import listed, sheets


def age_of(brief: Brief, kb: KnowledgeBase, year: int | None, places: list[Entry]) -> Period:
    """Return the period that a story is in.

    Two courts ruled parts of Shanxi in some years: a site's own period decides, then its city's
    ruler (``data/story/rulers.txt``), then the year.
    """
    if brief.period or year is None:
        return kb.period(brief.period or year or 0, year)
    for place in places:
        for id in (*place.periods, *_rulers(place.city, year)):
            one = kb.periods.get(id)
            if one and not one.parts and one.holds(year):
                return one
    return kb.period(year, year)


def _rulers(city: str, year: int) -> list[str]:
    return [id for id, first, last, cities in _table() if city in cities and first <= year <= last]


@cache
def _table() -> tuple[tuple[str, int, int, tuple[str, ...]], ...]:
    text = (files("scriptgen") / "data/story/rulers.txt").read_text(encoding="utf-8")
    rows = []
    for sheet in sheets(text, "rulers.txt"):
        first, last = sheet.need("年").split("-")
        rows.append((sheet.name, int(first), int(last), listed(sheet.need("市"))))
    return tuple(rows)
