"""Dated things and words in a text: is a chilli already there, a copper mirror still?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

from heritage_kb.normal import normal, without_brackets
from heritage_kb.reading import accidents
from heritage_kb.records import DatedTerm
from heritage_kb.sentence import year_words

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase


@dataclass(frozen=True, kw_only=True, slots=True)
class SpottedTerm:
    """A dated term at characters ``start``–``end`` of a text.

    ``verdict`` is ``early`` where the year lies before the term's years, ``late`` where it lies
    after them, ``fits`` otherwise (also where no year was asked for).
    """

    term: DatedTerm
    text: str
    start: int
    end: int
    verdict: Literal["fits", "early", "late"]
    why: str

    @property
    def out_of_years(self) -> bool:
        """Tell whether the term cannot be there in the year that was asked for."""
        return self.verdict != "fits"


@dataclass(frozen=True, slots=True, eq=False)
class Spellings:
    """Dated terms by their spelling in normal form, and how long those are that begin with a letter."""

    terms: Mapping[str, Sequence[DatedTerm]]
    lengths: Mapping[str, Sequence[int]]  # first character -> lengths, longest first

    def longest(self, text: str, at: int) -> str | None:
        """Return the longest spelling that stands at a character of a text in normal form."""
        for length in self.lengths.get(text[at], ()):
            if text[at : at + length] in self.terms:
                return text[at : at + length]
        return None


def spellings(terms: Iterable[DatedTerm]) -> Spellings:
    """Return dated terms by their spellings."""
    spelled: dict[str, list[DatedTerm]] = {}
    for term in terms:
        for name in dict.fromkeys(normal(without_brackets(n)) for n in term.names):
            spelled.setdefault(name, []).append(term)
    lengths: dict[str, set[int]] = {}
    for name in spelled:
        lengths.setdefault(name[0], set()).add(len(name))
    return Spellings(spelled, {head: sorted(found)[::-1] for head, found in lengths.items()})


def terms_in(
    text: str, year: int | None, kb: KnowledgeBase, known: Spellings | None = None
) -> list[SpottedTerm]:
    """Return the dated terms of a text in order, the longest where several overlap.

    A term inside a longer name of the gazetteer (伞 in 临县伞头秧歌) or inside a harmless longer
    word (公公 in 公公道道) is left out. Where a spelling has two senses, the one that fits counts.

    Args:
        text: any text.
        year: the year of the scene, BCE negative; None asks only what is there.
        kb: the knowledge base.
        known: the dated terms to look for; those of the knowledge base where nothing is given.
    """
    known = known or _own(kb)
    plain = normal(text)
    closed = _closed(text, plain, kb)
    found, at = [], 0
    while at < len(plain):
        name = known.longest(plain, at)
        if name is None or _within(at, at + len(name), plain, closed):
            at += 1
            continue
        found.append(_spotted(text[at : at + len(name)], at, known.terms[name], year))
        at += len(name)
    return found


_CACHE: WeakKeyDictionary[KnowledgeBase, Spellings] = WeakKeyDictionary()


def _own(kb: KnowledgeBase) -> Spellings:
    if kb not in _CACHE:
        _CACHE[kb] = spellings(kb.terms.values())
    return _CACHE[kb]


def _within(start: int, end: int, plain: str, closed: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a spelling is only a part of a longer word."""
    if any(a <= start and end <= b and b - a > end - start for a, b in closed):
        return True
    around = plain[max(0, start - 1) : start], plain[end : end + 1]
    sides = zip(around, (plain[start], plain[end - 1]), strict=True)
    return any(_is_letter(out) and _is_letter(in_) for out, in_ in sides)


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _closed(text: str, plain: str, kb: KnowledgeBase) -> list[tuple[int, int]]:
    names = [(start, end) for start, end, _ in kb.names_in(text)]
    return names + [match.span() for match in accidents().finditer(plain)]


def _spotted(text: str, at: int, senses: Sequence[DatedTerm], year: int | None) -> SpottedTerm:
    judged = [(term, _verdict(term, year)) for term in senses]
    term, verdict = next((row for row in judged if row[1] == "fits"), judged[0])
    return SpottedTerm(
        term=term,
        text=text,
        start=at,
        end=at + len(text),
        verdict=verdict,
        why=_why(text, term, verdict),
    )


def _verdict(term: DatedTerm, year: int | None) -> Literal["fits", "early", "late"]:
    if year is not None and term.earliest is not None and year < term.earliest:
        return "early"
    if year is not None and term.latest is not None and year > term.latest:
        return "late"
    return "fits"


def _why(text: str, term: DatedTerm, verdict: str) -> str:
    if verdict == "fits":
        return ""
    known = term.earliest if verdict == "early" else term.latest
    assert known is not None
    bound = (
        f"约{year_words(known)}以后才有"
        if verdict == "early"
        else (f"约{year_words(known)}以后已不用")
    )
    return f"“{text}”{bound}" + (f"；{term.note}" if term.note else "") + "。"
