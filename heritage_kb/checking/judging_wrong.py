"""Judging a sentence that says again what a passage on mistakes calls wrong.

Such a passage may list, as ``wrong``, plain statements that it refutes (黄崖洞在武乡县). A part of a
sentence that has most of the words of one, and few others, of the same thing and no more denied, is
contradicted with that passage, unless passages that say how it is have the words of the part.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from heritage_kb.checking.aligning import aligner, sides
from heritage_kb.checking.claim_subjects import mentions_in
from heritage_kb.checking.clauses import clauses
from heritage_kb.checking.judgement import Judgement, against
from heritage_kb.checking.linking import Mention
from heritage_kb.checking.units import NEGATES, units_of
from heritage_kb.dates import When
from heritage_kb.normal import folded

if TYPE_CHECKING:
    from heritage_kb.checking.aligning import Known
    from heritage_kb.records import Passage
    from heritage_kb.store import KnowledgeBase

_ASIDES = ("place", "word", "term", "period")
_NEAR = 0.5  # of a statement's words, in a sentence that is looked at further
_MUCH = 0.2  # of its words, which are what is wrong in it
_SAID, _KEY = 0.6, 0.5  # of its words, and of those that are wrong in it, in a part
_NAMED = 0.6  # of the words of its thing's name, where nothing that is known is named
_ALONE = 0.9  # of its words, there
_BACK = 0.3  # of a part's words, in the statement
_AHEAD = 0.75  # both together, less what passages tell of the part
# What is told as others' opinion, or of later days, is not said.
_HEARSAY = re.compile(
    "传说|相传|据说|传为|演义|小说|戏[里文曲]|电影|笔记|误|错|讹|谬|假的|混[为成作淆]|俗称|旧说|一说"
    "|别[把拿写说当叫]|莫[把拿]|后[来世人]|以为|[说写当叫算看]作|[说写当叫]成|人[说要]|书上|才|两[回码样]事?|不同|有别|区别|硬伤|走样|过了头|穿帮|外行|就假|会笑"
)
# What says too much, or what a thing is called, weighs nothing, yet nothing is the same without it.
_MARKS = tuple(map(re.compile, ("[叫称名管]", "[一独单只唯]", "[都全皆各凡]|个个|家家|所有|满")))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Statement:
    """A wrong statement and what it weighs without names and dates."""

    text: str
    passage: Passage
    weight: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Laid:
    """What is compared of a statement: ``key`` is what is wrong in it, ``right`` what is so instead."""

    known: Known
    units: frozenset[str]
    bare: frozenset[str]
    named: frozenset[str]
    key: frozenset[str]
    right: frozenset[str]
    things: tuple[frozenset[str], ...]  # ids of what it names, name by name
    dates: tuple[When, ...]
    negated: int
    hearsay: bool
    marks: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Thing:
    """A name in a text that is no place or word, and the ids of what it may mean."""

    span: tuple[int, int]
    ids: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """A part of a sentence, the things that it names, and the ids of all named before its end."""

    text: str
    before: str  # the sentence up to its end
    own: tuple[_Thing, ...]
    named: frozenset[str]


class Refuted:
    """The wrong statements of a knowledge base, found by their words; see :func:`refuted`."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._weights = aligner(kb).weights
        self._rows: list[_Statement] = []
        self._at: dict[str, list[int]] = defaultdict(list)
        self._laid: dict[int, _Laid] = {}
        for passage in kb.passages.values():
            for text in map(folded, passage.wrong):
                self._add(text, passage)

    def _add(self, text: str, passage: Passage) -> None:
        bare = text
        for name in sorted(self._kb.entry(passage.entry).names, key=len, reverse=True):
            bare = bare.replace(folded(name), "|")
        units = self._units(bare) or self._units(text)
        for unit in units:
            self._at[unit].append(len(self._rows))
        self._rows.append(_Statement(text=text, passage=passage, weight=self._weights.of(units)))

    def _units(self, text: str) -> frozenset[str]:
        """Return the units of a text without its dates."""
        return units_of(_blanked(text, [when.span for when in self._kb.calendar.years_in(text)]))

    def repeated(
        self, text: str, mentions: Sequence[Mention], topic: Iterable[str]
    ) -> tuple[Passage, str] | None:
        """Return the passage that refutes a part of a folded sentence, and the part, or None.

        Args:
            text: the sentence.
            mentions: the names in it.
            topic: ids of what the sentence before was about.
        """
        near = self._near(text)
        parts = list(_parts(text, mentions, frozenset(topic))) if near else []
        hearsay = bool(_HEARSAY.search(text))
        best: tuple[float, Passage, str] | None = None
        for row in near:
            laid = self._lay(row)
            if hearsay and not laid.hearsay:
                continue
            for part in parts:
                alike = self._alike(part, laid)
                if alike >= _AHEAD and (best is None or alike > best[0]):
                    best = alike, self._rows[row].passage, part.text
        return best and best[1:]

    def _near(self, text: str) -> list[int]:
        """Return the statements of which a text has enough words to be looked at."""
        found: dict[int, float] = defaultdict(float)
        for unit in units_of(text) & self._at.keys():
            weight = self._weights.of((unit,))
            for row in self._at[unit]:
                found[row] += weight
        return [row for row, weight in found.items() if weight >= _NEAR * self._rows[row].weight]

    def _lay(self, row: int) -> _Laid:
        laid = self._laid.get(row)
        if laid is None:
            laid = self._laid[row] = self._lay_out(self._rows[row])
        return laid

    def _lay_out(self, statement: _Statement) -> _Laid:
        text, passage = statement.text, statement.passage
        known = aligner(self._kb).known(self._kb.entry(passage.entry))
        things = _things(mentions_in(text, self._kb), 0, len(text))
        without = known.bare(_blanked(text, [thing.span for thing in things]))
        units, bare = units_of(text), self._units(without)
        affirmed, denied = sides(known.bare(folded(passage.text)))
        return _Laid(
            known=known,
            units=units,
            bare=bare,
            named=units - units_of(without),
            key=self._key(bare, affirmed, denied),
            right=affirmed - units - denied,
            things=tuple(thing.ids for thing in things),
            dates=tuple(self._kb.calendar.years_in(text)),
            negated=len(NEGATES.findall(without)),
            hearsay=bool(_HEARSAY.search(text)),
            marks=tuple(mark for mark in _MARKS if mark.search(without)),
        )

    def _key(
        self, bare: frozenset[str], affirmed: frozenset[str], denied: frozenset[str]
    ) -> frozenset[str]:
        """Return the words of a statement that are wrong in it: what the passage denies, or has not."""
        for key in (bare & denied, bare - affirmed):
            if self._weights.share(bare, key) >= _MUCH:
                return key
        return bare

    def _alike(self, part: _Part, laid: _Laid) -> float:
        """Return how much a part says a statement again, less what is told of it; 0 where not."""
        known = laid.known
        about = {known.entry.id, *known.entry.related}
        linked = bool(laid.things) or not about.isdisjoint(part.named)
        same = _spans_of(part, about.union(*laid.things))
        if not all(part.named & thing for thing in laid.things) or len(same) < len(part.own):
            return 0.0
        bare = known.bare(_blanked(part.text, same))
        if len(NEGATES.findall(bare)) != laid.negated:
            return 0.0
        if not all(mark.search(bare) for mark in laid.marks):
            return 0.0
        dates = self._kb.calendar.years_in(part.before)
        if not all(any(_within(other, one) for other in dates) for one in laid.dates):
            return 0.0
        units, share = self._units(part.text), self._weights.share
        if not linked and laid.named and share(laid.named, units) < _NAMED:
            return 0.0
        lone = self._units(_placeless(bare, known))
        back = share(lone, laid.units) if lone else 1.0
        said = share(laid.bare, units) if laid.bare else back
        if said < (_SAID if linked else _ALONE) or back < _BACK:
            return 0.0
        if laid.bare and share(laid.key, units) < _KEY:
            return 0.0
        whole = units_of(bare)
        told = max((share(whole, piece.units) for piece in known.affirming), default=0.0)
        return said + back - told - share(whole, laid.right)


def _parts(text: str, mentions: Sequence[Mention], topic: frozenset[str]) -> Iterator[_Part]:
    """Yield the clauses of a sentence."""
    for clause in clauses(text):
        start, end = clause.span
        inside = [m for m in mentions if start <= m.start and m.end <= end]
        if sum(m.end - m.start for m in inside) >= end - start:
            continue
        own = _things(mentions, start, end)
        before = frozenset(e.id for m in mentions if m.end <= end for e in m.entries)
        yield _Part(
            text=clause.text,
            before=text[:end],
            own=own,
            named=before if own else before | topic,
        )


def _things(mentions: Sequence[Mention], start: int, end: int) -> tuple[_Thing, ...]:
    """Return the things named in a part of a text."""
    return tuple(
        _Thing(span=(m.start - start, m.end - start), ids=frozenset(e.id for e in m.entries))
        for m in mentions
        if start <= m.start and m.end <= end and m.entry.kind not in _ASIDES
    )


def _spans_of(part: _Part, ids: set[str]) -> list[tuple[int, int]]:
    """Return where a part names any of some things."""
    return [thing.span for thing in part.own if not thing.ids.isdisjoint(ids)]


def _within(one: When, other: When) -> bool:
    """Tell whether all of a date lies in another."""
    return other.first <= one.first and one.last <= other.last


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with some of its characters blanked."""
    for start, end in spans:
        text = text[:start] + "|" * (end - start) + text[end:]
    return text


def _placeless(text: str, known: Known) -> str:
    """Return a text without the county and the city that its thing lies in."""
    for place in sorted(known.places, key=len, reverse=True):
        text = text.replace(place, "|")
    return text


_REFUTED: WeakKeyDictionary[KnowledgeBase, Refuted] = WeakKeyDictionary()


def refuted(kb: KnowledgeBase) -> Refuted:
    """Return the wrong statements of a knowledge base; they are read at the first call."""
    if kb not in _REFUTED:
        _REFUTED[kb] = Refuted(kb)
    return _REFUTED[kb]


def judge_wrong(
    text: str, mentions: Sequence[Mention], topic: Iterable[str], kb: KnowledgeBase
) -> tuple[str, Judgement] | None:
    """Return (entry id, contradiction) of a sentence that says again what a passage calls wrong.

    Args:
        text: the folded sentence.
        mentions: the names in it.
        topic: ids of what the sentence before was about.
        kb: the knowledge base.
    """
    found = refuted(kb).repeated(text, mentions, topic)
    if found is None:
        return None
    passage, part = found
    return passage.entry, against(part, passage)
