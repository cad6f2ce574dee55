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
# What other people's hands do is seen in passing: it needs no doer of the story.
_SEEN = ("sense", "custom", "deadline", "conflict", "word", "place", "overview", "history")
_A_SERIES = 14  # entries that the air of a long series is drawn from
_PRIVATE = re.compile(r"{who}")


def around(
    kb: KnowledgeBase, centre: list[Entry], places: list[Entry], year: int | None
) -> Iterator[tuple[Entry, list[Fact]]]:
    """Yield the entries near a story, the nearest first, with what they let a scene show.

    Args:
        kb: the knowledge base.
        centre: the work of the story and its places; what is related to them is nearest.
        places: in whose county, then city, the rest lies.
        year: of the story.
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
        and (rank := _distance(e, ids, counties, cities)) is not None
        and of_the_time(e, kb, year)
    ]
    found = 0
    for rank, _, entry in sorted(near, key=lambda row: row[:2]):
        facts = _air(entry, kb, year, close=rank < 2, air=rank > 0)
        if facts or entry.kind == "word":
            found += bool(facts)
            yield entry, facts
        if found >= _A_SERIES and rank > 0:
            return


def _distance(entry: Entry, centre: set[str], counties: set[str], cities: set[str]) -> int | None:
    if entry.id in centre:
        return 0
    if entry.kind in ("custom", "word") and centre & set(entry.related):
        return 0
    if entry.county and entry.county in counties:
        return 2
    if entry.city and entry.city in cities and entry.kind != "event":
        return 3
    return None


def _air(
    entry: Entry, kb: KnowledgeBase, year: int | None, *, close: bool, air: bool
) -> list[Fact]:
    topic = "word" if entry.kind == "word" else "custom"
    facts = []
    for passage in kb.passages_of(entry):
        if passage.topic in _NOT_AIR or not timely(passage, entry, year):
            continue
        seen = passage.actions if close else _passed_by(passage)
        if seen:
            fact = replace(Fact.of(passage, entry, topic), air=air)
            facts.append(fact if seen == fact.actions else fact.only(seen))
    return facts


def _passed_by(passage: Passage) -> tuple[str, ...]:
    if passage.topic not in _SEEN:
        return ()
    return tuple(line for line in passage.actions if not _PRIVATE.search(line))
