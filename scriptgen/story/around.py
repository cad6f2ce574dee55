"""The air of a story: customs, words, streets and things near its place, in its time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from heritage_kb import KnowledgeBase
from heritage_kb.records import Entry, Passage
from scriptgen.story.facts import Fact
from scriptgen.story.timely import of_the_time, timely

_KINDS = ("custom", "word", "craft", "product", "opera", "structure", "site", "event")
_NOT_AIR = ("mistake", "filming", "person", "measure")
# What other people do unseen, and what befalls them, is no street scene.
_NOT_SEEN = ("hide", "find", "irreversible", "hurt")
_LIVING = 1368
_A_SERIES = 14  # entries that the air of a short series is drawn from; a longer one has one each
_LONG = 24  # episodes from which the customs of the whole province come in too
# Who is seen at it, in the street, where the story's own people are not.
_PASSER = {"craft": "匠人", "product": "摊主", "opera": "艺人", "custom": "领头的", "word": "老人"}
_FIRST_DOER = re.compile(r"^{who}")


def around(
    kb: KnowledgeBase, centre: list[Entry], places: list[Entry], year: int | None, episodes: int
) -> Iterator[tuple[Entry, list[Fact]]]:
    """Yield the entries near a story, the nearest first, with what they let a scene show.

    Args:
        kb: the knowledge base.
        centre: the work of the story and its places; what is related to them is nearest.
        places: in whose county, then city, the rest lies.
        year: of the story.
        episodes: of the series; the longer it is, the wider it may draw.
    """
    ids = {e.id for e in centre}
    if not ids:
        return
    cities = {e.city for e in centre if e.city}
    counties = {e.county for e in (*places, *centre) if e.county}
    near = [
        (rank, e.id, e)
        for e in kb.records.entries.values()
        if e.kind in _KINDS
        and (e.id not in ids or e in places)
        and (rank := _distance(e, ids, counties, cities, wide=episodes > _LONG)) is not None
        and of_the_time(e, kb, year)
    ]
    found = 0
    for rank, _, entry in sorted(near, key=lambda row: row[:2]):
        if rank > 0 and _younger(entry, year):
            continue
        facts = _air(entry, kb, year, close=rank < 2, air=rank > 0)
        if facts or entry.kind == "word":
            found += bool(facts)
            yield entry, facts
        if found >= max(_A_SERIES, episodes) and rank > 0:
            return


def _younger(entry: Entry, year: int | None) -> bool:
    """Tell whether a street of that year would hardly show it: its age is not known, and it lives.

    What is listed as living custom, craft and song has its form from the last six hundred years
    (own knowledge, low confidence); a story of an earlier year has it only as its own work.
    """
    return (
        year is not None
        and year < _LIVING
        and entry.kind in ("craft", "opera", "product", "custom")
        and not entry.periods
    )


def _distance(
    entry: Entry, centre: set[str], counties: set[str], cities: set[str], *, wide: bool
) -> int | None:
    if entry.id in centre:
        return 0
    if entry.kind in ("custom", "word") and centre & set(entry.related):
        return 0
    if entry.county and entry.county in counties:
        return 2
    if entry.city and entry.city in cities and entry.kind != "event":
        return 3
    if entry.kind == "custom" and entry.periods and not entry.city:
        return 3  # the customs of an age, all over the country
    if wide and not entry.city and entry.kind in ("custom", "word", "opera"):
        return 4
    return None


def _air(
    entry: Entry, kb: KnowledgeBase, year: int | None, *, close: bool, air: bool
) -> list[Fact]:
    topic = "word" if entry.kind == "word" else "custom"
    facts = []
    for passage in kb.passages_of(entry):
        if passage.topic in _NOT_AIR or not timely(passage, entry, kb, year):
            continue
        seen = passage.actions if close else _passed_by(passage, entry)
        if seen:
            fact = replace(Fact.of(passage, entry, topic), air=air)
            facts.append(fact if seen == fact.actions else fact.only(seen))
    return facts


def _passed_by(passage: Passage, entry: Entry) -> tuple[str, ...]:
    """Return what one sees of it in passing, done by whoever does such things."""
    if passage.topic in _NOT_SEEN:
        return ()
    passer = _PASSER.get(entry.kind)
    return tuple(
        _FIRST_DOER.sub(passer, line).replace("的的", "的") if passer else line
        for line in passage.actions
        if line.count("{who}") <= bool(passer and _FIRST_DOER.match(line))
    )
