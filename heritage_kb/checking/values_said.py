"""The values in a text of which a thing has one: dates, numbers, people, places, stuffs, ways.

A sentence is held against a passage value by value: what both have speaks for it, another value of
the same kind in the same words speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from heritage_kb.checking.dates_said import dates_in
from heritage_kb.checking.facts import Quantity, forms_in, standing_in
from heritage_kb.checking.grounding import borne_out
from heritage_kb.checking.judging_number import agrees, numbers_in
from heritage_kb.checking.lexicon import (
    FAMOUS,
    INSTRUMENTS,
    MATERIALS,
    OLD_PLACES,
    OPPOSITES,
    OUTER_PLACES,
    SLOTS,
    STUFFS,
    found_in,
)
from heritage_kb.checking.linking import linker
from heritage_kb.checking.word_rows import rivals_in
from heritage_kb.dates import When, numeral

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

GROUPS = ("date", "number", "person", "place", "thing", "stuff", "slot", "rival")
_COUNT = re.compile(r"([二三四五六七八九十百千两]+|\d+)([\u4e00-\u9fff])")
_KINDS = {
    "person": "person", "place": "place", "site": "thing", "structure": "thing", "craft": "thing",
    "opera": "thing", "product": "thing", "event": "thing",
}  # fmt: skip
_LEXICONS = (("place", (*OUTER_PLACES, *OLD_PLACES)), ("person", FAMOUS))
# Of stuffs those of one row shut one another out: paper is no rival of wheat.
_ROW = {word: f"stuff {n}" for n, row in reversed([*enumerate(STUFFS)]) for word in row}
_STUFFS = tuple(
    dict.fromkeys(w for row in (*STUFFS, MATERIALS, INSTRUMENTS) for w in row if len(w) > 1)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A value at characters ``span`` of a text.

    Values of one ``kind`` may stand for one another; ``group`` is the coarser sort that it is
    counted in. ``ids`` are the entries that a name may mean.
    """

    kind: str
    group: str
    text: str
    span: tuple[int, int]
    when: When | None = None
    number: Quantity | None = None
    ids: tuple[str, ...] = ()

    def same(self, other: Value) -> bool:
        """Tell whether another value bears this one out."""
        if self.kind != other.kind:
            return False
        if self.when and other.when:
            ends = (self.when.first, self.when.last)
            return borne_out(self.when, other.when) or ends == (other.when.first, other.when.last)
        if self.number and other.number:
            return agrees(self.number, other.number)
        return self.text == other.text or not {*self.ids}.isdisjoint(other.ids)

    def rivals(self, other: Value) -> bool:
        """Tell whether another value shuts this one out where the same is spoken of."""
        if self.kind != other.kind or self.same(other):
            return False
        return not (self.when and other.when and self.when.meets(other.when))

    def within(self, other: Value) -> bool:
        """Tell whether this is a year of an age that is told: neither borne out nor shut out."""
        if self.when is None or other.when is None or other.when.kind == "year":
            return False
        first, last = other.when.first, other.when.last
        return self.when.kind == "year" and first <= self.when.first and self.when.last <= last


@lru_cache(maxsize=32768)
def values_in(text: str, kb: KnowledgeBase) -> tuple[Value, ...]:
    """Return the values of a folded text; of two that overlap the first kind is meant."""
    found: list[Value] = []
    for value in _exclusive(text, kb):
        start, end = value.span
        if not any(one.span[0] < end and start < one.span[1] for one in found):
            found.append(value)
    return (*found, *_marks(text))


def _exclusive(text: str, kb: KnowledgeBase) -> Iterator[Value]:
    for when in dates_in(text, kb):
        yield Value(kind="date", group="date", text=when.text, span=when.span, when=when)
    for number in numbers_in(text):
        kind = f"number {number.unit}"
        yield Value(kind=kind, group="number", text=number.text, span=number.span, number=number)
    for match in _COUNT.finditer(text):
        count, unit = numeral(match.group(1)), match.group(2)
        if count is not None:
            yield Value(kind=f"count {unit}", group="number", text=str(count), span=match.span())
    yield from _words(text, kb)


def _words(text: str, kb: KnowledgeBase) -> Iterator[Value]:
    for mention in linker(kb).mentions(text):
        group = _KINDS.get(mention.entry.kind)
        if group:
            span = mention.start, mention.end
            ids = tuple(entry.id for entry in mention.entries)
            yield Value(kind=group, group=group, text=text[slice(*span)], span=span, ids=ids)
    for group, words in _LEXICONS:
        for start, end, word in found_in(words, text):
            yield Value(kind=group, group=group, text=word, span=(start, end))
    for start, end, word in found_in(_STUFFS, text):
        kind = _ROW.get(word, "stuff")
        yield Value(kind=kind, group="stuff", text=word, span=(start, end))
    for kind, pattern in SLOTS.items():
        for match in pattern.finditer(text):
            word = match.group().strip("《》")
            yield Value(kind=kind, group="slot", text=word, span=match.span())


def _marks(text: str) -> Iterator[Value]:
    """Yield words of form, of standing and of opposites; they may stand inside other values."""
    for mark in forms_in(text):
        yield Value(kind="form", group="slot", text=mark.text, span=mark.span)
    for mark in standing_in(text):
        yield Value(kind="standing", group="slot", text=mark.text, span=mark.span)
    for number, row in enumerate(OPPOSITES):
        for word in row:
            match = re.search(word, text)
            if match:
                kind = f"opposite {number}"
                yield Value(kind=kind, group="slot", text=word, span=match.span())
    for sort, member, span in rivals_in(text):
        yield Value(kind=f"rival {sort}", group="rival", text=member, span=span)
