"""Finding entries for a query: SQLite FTS5 over characters, pairs and names, in memory.

Single characters beside pairs are what makes short Chinese queries work (measured: recall at 1 of
.32 with pairs only, .68 with both). Two tables are searched: names and keywords of entries, and
the texts of passages; an entry's score is the better of its passages plus its names, plus what
the query says of place, age and kind.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from heritage_kb.asking import Asked, read_query
from heritage_kb.errors import RefusedInput
from heritage_kb.normal import name_key
from heritage_kb.records import KINDS, Entry, Hit, Passage, Period
from heritage_kb.tokens import tokens

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_DEPTH = 400  # rows taken from each table
_TITLE, _KEYWORDS = 6.0, 2.5  # weights of the columns; a passage's text weighs 1
_NAMED, _NAMED_IN = 1000.0, 40.0  # the query is the name; the query holds the name
_PLACE, _NEAR, _AGE, _YEAR, _KIND = 10.0, 7.0, 10.0, 14.0, 14.0
_NOTED, _ASIDE = 2.0, -8.0  # a world heritage site or 5A; a dated term or word, not asked for
# The text arrives as tokens; nothing is stored but the index.
_AS_GIVEN = "content='', tokenize=\"unicode61 remove_diacritics 0 tokenchars '-.'\""
_TOPIC = 5.0  # the passage is about what is asked
_WRITTEN = 0.6  # a hand-written passage before a derived one of the same score

_ASIDES = ("term", "word", "period")


class Retriever(Protocol):
    """Anything that finds entries for a query."""

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        kind: str | None = None,
        city: str | None = None,
        period: str | int | None = None,
    ) -> list[Hit]:
        """Return at most ``k`` hits, one an entry, best first."""
        ...


@dataclass(kw_only=True, slots=True)
class _Scored:
    names: float = 0.0
    texts: float = 0.0
    said: float = 0.0
    passage: str | None = None

    @property
    def total(self) -> float:
        return self.names + self.texts + self.said


class LexicalRetriever:
    """The embedded retriever. Its index is built at the first search and kept in memory.

    Args:
        kb: the knowledge base to search.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb

    @cached_property
    def _index(self) -> sqlite3.Connection:
        index = sqlite3.connect(":memory:", check_same_thread=False)
        index.execute(f"create virtual table head using fts5(title, keywords, {_AS_GIVEN})")
        index.execute(f"create virtual table body using fts5(text, {_AS_GIVEN})")
        index.executemany(
            "insert into head(rowid, title, keywords) values (?, ?, ?)",
            ((n, *_head(entry)) for n, entry in enumerate(self._entries)),
        )
        index.executemany(
            "insert into body(rowid, text) values (?, ?)",
            (
                (n, " ".join(dict.fromkeys(tokens(self._content(passage)))))
                for n, passage in enumerate(self._passages)
            ),
        )
        return index

    def _content(self, passage: Passage) -> str:
        """Return a passage's text; a derived one without the title that opens each of them."""
        if not passage.derived:
            return passage.text
        if passage.id.endswith(":names"):
            return ""  # the names stand in the other table
        return passage.text.replace(self.kb.entries[passage.entry].title, " ", 1)

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return tuple(self.kb.entries.values())

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        return tuple(self.kb.passages.values())

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        kind: str | None = None,
        city: str | None = None,
        period: str | int | None = None,
    ) -> list[Hit]:
        """Return at most ``k`` hits, one an entry with its best passage, best first.

        Raises:
            RefusedInput: an empty query, an unknown kind, place or period, or ``k`` below 1.
        """
        if k < 1 or not query.strip():
            raise RefusedInput("请写要查的话，k 至少为 1。", "Give a query, and k of at least 1.")
        asked = read_query(query, self.kb)
        allowed = self._allowed(kind, city, period)
        scores = self._scores(asked, allowed)
        order = sorted(scores, key=lambda id: (-round(scores[id].total, 6), id))
        return [self._hit(id, scores[id], asked) for id in order[:k]]

    # -- filters -------------------------------------------------------------------------

    def _allowed(
        self, kind: str | None, city: str | None, period: str | int | None
    ) -> frozenset[str] | None:
        """Return the ids that pass the filters; None means all."""
        if kind is None and city is None and period is None:
            return None
        if kind is not None and kind not in KINDS:
            raise RefusedInput(
                f"没有「{kind}」这一类，可选：{'、'.join(KINDS)}。",
                f"Unknown kind {kind!r}; one of {', '.join(KINDS)}.",
            )
        age = None if period is None else self.kb.period(period)
        place = None if city is None else self._place(city)
        return frozenset(
            entry.id for entry in self._entries if self._passes(entry, kind, place, age)
        )

    def _place(self, city: str) -> str:
        key = self.kb.bare_place(city)
        if not any(key in self.kb.places_of(entry) for entry in self._entries):
            raise RefusedInput(
                f"没有「{city}」这个市或县，请写山西的市县名，如 大同、五台县。",
                f"No city or county {city!r} in Shanxi.",
            )
        return key

    def _passes(
        self, entry: Entry, kind: str | None, place: str | None, age: Period | None
    ) -> bool:
        return (
            (kind is None or entry.kind == kind)
            and (place is None or place in self.kb.places_of(entry))
            and (age is None or self.kb.in_period(entry, age))
        )

    # -- scores --------------------------------------------------------------------------

    def _scores(self, asked: Asked, allowed: frozenset[str] | None) -> dict[str, _Scored]:
        scores: dict[str, _Scored] = {}
        match = " OR ".join(f'"{token}"' for token in dict.fromkeys(tokens(asked.words)))
        if match:
            self._read_heads(match, scores)
            self._read_bodies(match, scores, asked.topics)
        for id in self._structured(asked):
            scores.setdefault(id, _Scored())
        for id in asked.named:
            scores.setdefault(id, _Scored())
        kept = {id: s for id, s in scores.items() if allowed is None or id in allowed}
        for id, score in kept.items():
            score.said = self._said(self.kb.entries[id], asked)
        return kept

    def _read_heads(self, match: str, scores: dict[str, _Scored]) -> None:
        rows = self._index.execute(
            "select rowid, bm25(head, ?, ?) as cost from head where head match ? "
            "order by cost, rowid limit ?",
            (_TITLE, _KEYWORDS, match, _DEPTH),
        )
        for row, cost in rows:
            scores[self._entries[row].id] = _Scored(names=-cost)

    def _read_bodies(self, match: str, scores: dict[str, _Scored], topics: frozenset[str]) -> None:
        rows = self._index.execute(
            "select rowid, bm25(body) as cost from body where body match ? "
            "order by cost, rowid limit ?",
            (match, _DEPTH),
        )
        for row, cost in rows:
            passage = self._passages[row]
            score = scores.setdefault(passage.entry, _Scored())
            better = -cost + (0.0 if passage.derived else _WRITTEN)
            better += _TOPIC if passage.topic in topics else 0.0
            if score.passage is None or better > score.texts:
                score.texts, score.passage = better, passage.id

    def _structured(self, asked: Asked) -> list[str]:
        """Return entries that fit what the query says of place and age, even without its words."""
        if not (asked.kinds and (asked.place or asked.ages or asked.year)):
            return []
        return [
            entry.id
            for entry in self._entries
            if entry.kind in asked.kinds and self._placed(entry, asked) and self._aged(entry, asked)
        ]

    def _said(self, entry: Entry, asked: Asked) -> float:
        """Return what names, place, age and kind of the query add to an entry."""
        score = _KIND if entry.kind in asked.kinds else _ASIDE if entry.kind in _ASIDES else 0.0
        score += _NOTED if entry.fields.get("world_heritage") else 0.0
        score += _PLACE * self._placed(entry, asked) if asked.place else 0.0
        score += _AGE if asked.ages and self._aged(entry, asked) else 0.0
        if asked.year and entry.start_year is not None:
            score += _YEAR if asked.year[0] <= entry.start_year <= asked.year[1] else 0.0
        if entry.id in asked.named:
            score += asked.named[entry.id] * (_NAMED if asked.whole else _NAMED_IN)
        return score

    def _placed(self, entry: Entry, asked: Asked) -> float:
        if not asked.place:
            return 1.0
        if asked.place in self.kb.places_of(entry):
            return 1.0
        return _NEAR / _PLACE if entry.id in asked.near else 0.0

    def _aged(self, entry: Entry, asked: Asked) -> bool:
        if asked.year and entry.start_year is not None:
            return asked.year[0] <= entry.start_year <= asked.year[1]
        return all(self.kb.in_period(entry, age) for age in asked.ages)

    def _hit(self, id: str, score: _Scored, asked: Asked) -> Hit:
        passage = score.passage and self.kb.passage(score.passage)
        return Hit(
            entry=self.kb.entries[id], passage=passage or self._first(id, asked), score=score.total
        )

    def _first(self, id: str, asked: Asked) -> Passage | None:
        """Return the passage of an entry that shares most with the query, else its first."""
        told = self.kb.passages_of(id)
        wanted = set(tokens(asked.words))
        return max(
            told,
            default=None,
            key=lambda p: (
                p.topic in asked.topics,
                len(wanted & set(tokens(p.text))),
                -told.index(p),
            ),
        )


def _head(entry: Entry) -> tuple[str, str]:
    names = " ".join(
        dict.fromkeys(t for name in entry.names for t in (*tokens(name), name_key(name)))
    )
    fields = entry.fields
    words = [
        entry.city,
        entry.county,
        str(fields.get("category", "")),
        entry.level,
        entry.official_no,
        str(fields.get("name_en", "")),
        str(fields.get("dynasty", "")),
        *map(str, fields.get("keywords", ())),
        *map(str, fields.get("subtype", ())),
    ]
    return names, " ".join(dict.fromkeys(t for word in words if word for t in tokens(word)))
