"""Does a line say more than the passages that it cites?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from heritage_kb.checking.facts import quantities_in, standing_in
from heritage_kb.dates import When
from heritage_kb.normal import name_key, normal
from heritage_kb.records import Entry, Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase
# Kinds whose names are proper names; the others have common nouns among theirs (施主, 票号).
_PROPER = ("site", "structure", "person", "event", "place")
_CALLED = ("craft", "opera", "product")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mismatch:
    """Something at characters ``span`` of a line that its cited passages do not say."""

    kind: Literal["number", "year", "dynasty", "name", "standing"]
    text: str
    span: tuple[int, int]
    why: str


def check_against(text: str, passages: Sequence[Passage], kb: KnowledgeBase) -> list[Mismatch]:
    """Return every number, year, dynasty, standing and name of ``text`` beyond ``passages``.

    A reign year and its year in figures are the same (大中十一年, 857年), as are 七间 and 7间; a
    dynasty is borne out by a year inside it; the titles, other names and the city and county of
    the entries that the passages belong to may be named.
    """
    cited = " ".join(passage.text for passage in passages)
    found = [
        *_numbers(text, cited),
        *_dates(text, cited, kb),
        *_standings(text, cited),
        *_names(text, cited, passages, kb),
    ]
    return sorted(found, key=lambda m: (m.span, m.kind))


def _numbers(text: str, cited: str) -> list[Mismatch]:
    known = quantities_in(cited)
    return [
        Mismatch(
            kind="number", text=said.text, span=said.span, why=f"引文里没有“{said.text}”这个数"
        )
        for said in quantities_in(text)
        if not any(said.agrees(one) for one in known)
    ]


def _dates(text: str, cited: str, kb: KnowledgeBase) -> list[Mismatch]:
    known = kb.calendar.years_in(cited)
    return [
        Mismatch(
            kind="dynasty" if said.kind == "dynasty" else "year",
            text=said.text,
            span=said.span,
            why=f"引文里没有“{said.text}”这个年代",
        )
        for said in kb.calendar.years_in(text)
        if not any(borne_out(said, k) for k in known)
    ]


def borne_out(said: When, known: When) -> bool:
    """Tell whether a known date bears out what is said of time.

    A year needs the same year (or one end of a span of years); a reign or an age needs a year or
    a narrower age inside it.
    """
    if said.kind == "year":
        return known.kind == "year" and (
            (said.first, said.last) == (known.first, known.last)
            or (said.first == said.last and said.first in (known.first, known.last))
        )
    return said.first <= known.first and known.last <= said.last


def _standings(text: str, cited: str) -> list[Mismatch]:
    known = normal(cited)
    return [
        Mismatch(kind="standing", text=mark.text, span=mark.span, why=f"引文里没有“{mark.text}”")
        for mark in standing_in(text)
        if not any(form in known for form in same_standing(mark.text))
    ]


def same_standing(text: str) -> tuple[str, ...]:
    """Return the ways in which an official standing is written."""
    national = ("全国重点文物保护单位", "国保")
    plain = normal(text)
    return national if plain in national else (plain, plain.replace("文化遗产", "遗产"))


def _names(text: str, cited: str, passages: Sequence[Passage], kb: KnowledgeBase) -> list[Mismatch]:
    allowed = name_key(
        cited
        + " ".join(
            f" {name}"
            for id in dict.fromkeys(p.entry for p in passages)
            for name in _nameable(kb.entry(id))
        )
    )
    return [
        Mismatch(
            kind="name",
            text=text[start:end],
            span=(start, end),
            why=f"引文没有说到“{text[start:end]}”",
        )
        for start, end, entry in kb.names_in(text)
        if (entry.kind in _PROPER or (end - start > 2 and entry.kind in _CALLED))
        and name_key(text[start:end]) not in allowed
        and not any(name_key(name) in allowed for name in entry.names if len(name) > 1)
    ]


def _nameable(entry: Entry) -> tuple[str, ...]:
    return (*entry.names, entry.city, entry.county)
