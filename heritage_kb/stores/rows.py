"""What a vector store holds of the knowledge base, and what it is filtered by.

A row is one text that has a vector: an entry's card or a written passage. Filters are said here
once, as :class:`Wanted`; each store turns them into its own syntax.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID, uuid5

from heritage_kb.finding.compiled import meant_rows
from heritage_kb.periods import span_of
from heritage_kb.records import Entry, Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_NOWHEN = (99_999, -99_999)  # years of what is filed by periods, or not dated: overlaps nothing
_KEYS = UUID("5b0c2c3e-6a3f-5f0e-9c53-7d1f5a1e8f10")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One text with what it is filtered by.

    Args:
        id: the passage's id; ``<entry>:card`` for an entry's card, ``<entry>:card-1`` … for what
            else is said of it that cannot be cited.
        text: what is embedded.
        entry: id of the entry.
        title: the entry's title.
        kind: the entry's kind.
        passage: id of the passage, "" for a card.
        city: as written; ``city_key`` and ``county_key`` are the bare names.
        county: as written.
        city_key: 大同 for 大同市.
        county_key: likewise.
        ages: ids of the periods that the entry is filed under.
        first_year: begin of a dated entry without periods; BCE years are negative.
        last_year: its end.
        claim_kind: 史实, 传说 or 民俗.
        confidence: high, medium or low.
        sources: ``{"title","where"}`` of each source.
    """

    id: str
    text: str
    entry: str
    title: str = ""
    kind: str = ""
    passage: str = ""
    city: str = ""
    county: str = ""
    city_key: str = ""
    county_key: str = ""
    ages: tuple[str, ...] = ()
    first_year: int = _NOWHEN[0]
    last_year: int = _NOWHEN[1]
    claim_kind: str = ""
    confidence: str = ""
    sources: tuple[Mapping[str, str], ...] = ()

    @cached_property
    def digest(self) -> str:
        """Text and marks in 32 characters; a row of another digest has changed."""
        whole = json.dumps({**self.marks, "text": self.text}, ensure_ascii=False, sort_keys=True)
        return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    @property
    def marks(self) -> dict[str, Any]:
        """Everything but the text, JSON-shaped."""
        shape = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "text"}
        return {**shape, "ages": list(self.ages), "sources": [dict(one) for one in self.sources]}

    def metadata(self, embedder: str) -> dict[str, Any]:
        """Return the marks with the digest and the model whose vector goes with them."""
        return {**self.marks, "digest": self.digest, "embedder": embedder}


def key_of(id: str) -> str:
    """Return the UUID under which a row lies where ids must be UUIDs or plain ASCII.

    >>> key_of("foguangsi:1") == key_of("foguangsi:1")
    True
    """
    return str(uuid5(_KEYS, id))


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A filter: all that is given must hold. An age holds by its ids, else by its years."""

    kind: str | None = None
    place: str | None = None  # bare name of a city or county
    ages: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    entries: tuple[str, ...] | None = None  # only rows of these

    def holds(self, marks: Mapping[str, Any]) -> bool:
        """Tell whether a row with these marks passes; what every store's filter must equal."""
        return (
            (self.kind is None or marks["kind"] == self.kind)
            and (self.place is None or self.place in (marks["city_key"], marks["county_key"]))
            and (self.years is None or self._in_time(marks, self.years))
            and (self.entries is None or marks["entry"] in self.entries)
        )

    def _in_time(self, marks: Mapping[str, Any], years: tuple[int, int]) -> bool:
        by_id = not set(self.ages).isdisjoint(marks["ages"])
        return by_id or (marks["first_year"] <= years[1] and marks["last_year"] >= years[0])

    @property
    def anything(self) -> bool:
        """Tell whether nothing is asked."""
        return self == Wanted()


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Whose vectors a store holds: the model's id, and how many numbers a vector has."""

    embedder: str
    dim: int


class Store(Protocol):
    """A vector store under the contract of ``tests/heritage_kb/test_stores.py``."""

    def mark(self) -> Mark | None:
        """Return whose vectors it holds, None while it is empty."""
        ...

    def held(self) -> Mapping[str, str]:
        """Return row id -> digest of all that it holds."""
        ...

    def put(self, rows: Sequence[Row]) -> None:
        """Embed rows and add them; a row of a known id replaces the one before."""
        ...

    def drop(self, ids: Sequence[str]) -> None:
        """Remove rows by id; unknown ids are nothing to it."""
        ...

    def nearest(
        self, query: str, k: int, wanted: Wanted | None = None
    ) -> list[tuple[dict[str, Any], float]]:
        """Return (metadata, cosine) of the ``k`` rows nearest in meaning, nearest first."""
        ...

    def flush(self) -> None:
        """Return once all that was put would survive a crash."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


def wanted_of(
    kb: KnowledgeBase, kind: str | None, city: str | None, period: str | int | None
) -> Wanted:
    """Return the filter of a search.

    Raises:
        UnknownName: an unknown period.
    """
    age = None if period is None else kb.period(period)
    return Wanted(
        kind=kind,
        place=None if city is None else kb.bare_place(city),
        ages=tuple(dict.fromkeys((*age.leaves, age.id))) if age else (),
        years=span_of(age) if age else None,
    )


def rows_of(kb: KnowledgeBase) -> Iterator[Row]:
    """Yield what has a vector: of each entry its card and what it serves, then its passages."""
    cards: dict[str, int] = {}
    for entry, passage, text in meant_rows(kb):
        number = cards.get(entry.id, 0)
        card = f"{entry.id}:card-{number}" if number else f"{entry.id}:card"
        if passage is None:
            cards[entry.id] = number + 1
        yield _row(kb, entry, passage, text, passage.id if passage else card)


def _row(kb: KnowledgeBase, entry: Entry, passage: Passage | None, text: str, id: str) -> Row:
    first, last = _years(entry)
    sources = passage.sources if passage else entry.sources
    return Row(
        id=id,
        text=text,
        entry=entry.id,
        title=entry.title,
        kind=entry.kind,
        passage=passage.id if passage else "",
        city=entry.city,
        county=entry.county,
        city_key=kb.bare_place(entry.city) if entry.city else "",
        county_key=kb.bare_place(entry.county) if entry.county else "",
        ages=entry.periods,
        first_year=first,
        last_year=last,
        claim_kind=passage.claim_kind if passage else "",
        confidence=passage.confidence if passage else entry.confidence,
        sources=tuple(
            {"title": source.title, "where": source.where} for source in map(kb.source, sources)
        ),
    )


def _years(entry: Entry) -> tuple[int, int]:
    """Return the years by which an entry is found; those of one with periods do not count."""
    known = [year for year in (entry.start_year, entry.end_year) if year is not None]
    if entry.periods or not known:
        return _NOWHEN
    return known[0], known[-1]
