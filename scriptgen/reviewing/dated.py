"""What has a first year of its own beside the things of the knowledge base: people, verses, reigns.

A line of a poem cannot be said before it was written, nor a book or a song be named; nobody is spoken
of before his birth, and no year is counted by a reign that is still to come. The tables are
``data/lexicon/people.tsv`` (names, birth, death), ``verses.tsv`` (year, author and title, lines) and
``works.tsv`` (year, author, names); the reigns are the calendar's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import heritage_kb
from heritage_kb import KnowledgeBase
from heritage_kb.normal import normal
from heritage_kb.records import DatedTerm
from heritage_kb.terms import Spellings, SpottedTerm, spellings, terms_in
from scriptgen.reviewing.lexicon import rows_of

# Reigns whose names are words of every day: 太平年, 和平年代.
_EVERYDAY = re.compile("太平|和平|大同|中和|天成|长兴|大安|永安|长安|会同|太和|大通|中兴|天福|大有")
_COUNTED = r"(?:[元一二三四五六七八九十廿]{1,3}年|年间|[初末]年|年(?=[的造制间修，。]))"


def terms_of(text: str, year: int | None, kb: KnowledgeBase) -> list[SpottedTerm]:
    """Return the dated terms, people and verses that a text names; see ``terms_in``."""
    return terms_in(text, year, kb, _known(heritage_kb.open()))


@cache
def _known(kb: KnowledgeBase) -> Spellings:
    return spellings([*kb.terms.values(), *_people(), *_written("verse"), *_written("work")])


def person(name: str) -> DatedTerm | None:
    """Return somebody whose years are known; ``latest`` is the year of his death."""
    return _lives().get(normal(name))


def reigns_in(text: str, year: int) -> Iterator[SpottedTerm]:
    """Yield the years of a text that are counted by a reign later than a year."""
    plain = normal(text) if "年" in text else ""
    for match in _reigns().finditer(plain):
        era = match[1]
        first = min(start for _, start, _ in heritage_kb.open().calendar.reigns[era])
        if first > year:
            term = _own(f"reign-{era}", (era,), "reign", first, f"{era}是后来的年号")
            start, end = match.span(1)
            yield SpottedTerm(
                term=term, text=text[start:end], start=start, end=end, verdict="early", why=""
            )


@cache
def _reigns() -> re.Pattern[str]:
    eras = [era for era in heritage_kb.open().calendar.reigns if not _EVERYDAY.fullmatch(era)]
    either = "|".join(sorted(map(re.escape, eras), key=len, reverse=True))
    return re.compile(f"({either}){_COUNTED}")


def _people() -> Iterator[DatedTerm]:
    for number, (names, born, died) in rows_of("people"):
        note = f"{_year(born)}生，{_year(died)}卒"
        yield _own(
            f"person-{number}", names.split("|"), "person", int(born), note, latest=int(died)
        )


@cache
def _lives() -> dict[str, DatedTerm]:
    return {normal(name): term for term in _people() for name in term.names}


def _written(kind: str) -> Iterator[DatedTerm]:
    """Yield the verses, or the works, each from the year in which it was written or came out."""
    for number, (year, where, said) in rows_of(f"{kind}s"):
        yield _own(f"{kind}-{number}", said.split("|"), kind, int(year), where)


def _own(
    id: str, names: Iterable[str], category: str, earliest: int, note: str,
    latest: int | None = None,
) -> DatedTerm:  # fmt: skip
    """Return a dated term of our own knowledge."""
    return DatedTerm(
        id=id, names=tuple(names), category=category, earliest=earliest, latest=latest, note=note,
        confidence="high", sources=("own",),
    )  # fmt: skip


def _year(year: str) -> str:
    return f"公元前{year[1:]}年" if year.startswith("-") else f"{year}年"
