"""Judging a clause by its plain words: a passage holds nearly all that it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from heritage_kb.checking.dates_said import dates_in
from heritage_kb.checking.facts import quantities_in, standing_in
from heritage_kb.checking.grounding import borne_out
from heritage_kb.checking.judgement import WRONG, Judgement, Said, Subject, affirmed, pieces, plain
from heritage_kb.checking.judging_number import agrees
from heritage_kb.checking.lexicon import (
    INSTRUMENTS,
    MATERIALS,
    OUTER_PLACES,
    SLOTS,
    SURNAMES,
    found_in,
    levelled,
)
from heritage_kb.checking.strays import Strays
from heritage_kb.dates import numeral
from heritage_kb.normal import folded
from heritage_kb.records import Passage
from heritage_kb.tokens import tokens

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_FAINT = frozenset(
    "的了是在有和与及而之其也都为以于等这那个要用可就把拿着得地到来去里上下中才再很最说叫做出成过给被让从向对会能只还又并却便将一"
    "不没无非它他她们您你我咱吗呢吧呀啊嘛么人时"
)
_SHARE = 0.5  # of the weight of a clause's characters and pairs
_SENTENCE = re.compile("[。；：;]")
_BRIEF = 40  # characters of a passage of which two letters and their pair say enough
_LEAST = 3  # characters with a meaning of their own
_NEGATES = re.compile("不|没|无(?!论|锡)|非(?!遗|物)|未|别(?!名|称|院|墅)|勿")


def judge_words(
    said: Said,
    subject: Subject,
    kb: KnowledgeBase,
    more: tuple[Passage, ...] = (),
    floor: float = 0.0,
) -> Iterator[Judgement]:
    """Yield a judgement where a passage says the clause in nearly the same words.

    Every number, date, name, place and material of the clause must be in the passage.

    Args:
        said: the clause, mostly a whole sentence.
        subject: what it is about.
        kb: the knowledge base.
        more: passages beside those of the subject.
        floor: the least share of the clause that a passage must hold, where that is more than
            usual.
    """
    here = set(kb.places_of(subject.entry)) | set(kb.places_of(subject.dated))
    bare = _bare(said, subject, here, kb)
    wanted = units_of(bare)
    letters = {u for u in wanted if len(u) == 1}
    if len(letters) < 2:
        return
    typed = _typed(said, subject, here, kb)
    few = len(letters) < _LEAST
    least = 0.99 if few else floor or _least_of(_strong(said, typed, kb))
    best, share = None, 0.0
    if subject.entry.kind == "person" and not floor:
        pooled = _pooled(wanted, typed, subject)
        if pooled is not None:
            yield Judgement(verdict="supported", passage=pooled.id, why=f"见于：{plain(pooled)}")
            return
    negative = bool(_NEGATES.search(bare))
    strays = Strays(said.text, kb)
    for passage in (*subject.every, *more):
        text = folded(passage.text if negative and passage.derived else affirmed(passage))
        if any(word not in text and word not in folded(subject.title) for word in typed):
            continue
        told = passage.text + "".join(subject.entry.names)
        if not _figures_fit(said, text, kb) or strays.beyond(told):
            continue
        score = max(
            (_share(wanted, units_of(p)) for p in told_pieces(text, passage, kb)), default=0.0
        )
        if score > share:
            best, share = passage, score
    if best is None or share < least or (len(letters) < _LEAST and len(best.text) > _BRIEF):
        return
    if negative != _negated(best, letters) or (negative and not _same_denied(bare, best)):
        return
    yield Judgement(verdict="supported", passage=best.id, why=f"见于：{plain(best)}")


# The same, where the passage has the year, the number or the name that is said as well.
_WITH_VALUE, _WITH_VALUES = 0.36, 0.26


def _least_of(values: int) -> float:
    """Return the least share of a clause with so many values that a passage must hold."""
    return (_SHARE, _WITH_VALUE, _WITH_VALUES)[min(values, 2)]


def _strong(said: Said, typed: list[str], kb: KnowledgeBase) -> int:
    """Return how many values of a clause could hardly stand in a passage by chance."""
    numbers = [q for q in quantities_in(said.text) if q.value > 2 and not said.named_over(q.span)]
    years = [w for w in dates_in(said.text, kb) if w.kind == "year" and not said.named_over(w.span)]
    return len(numbers) + len(years) + len([word for word in typed if len(word) > 2])


_DENIED_PART = re.compile("(?:不|没有?|无|非|未|别|勿)([^，。；：、]{1,6})")


def _same_denied(text: str, passage: Passage) -> bool:
    """Tell whether what a clause denies is what the passage denies: 不出本钱 is no 不许近前."""
    mine = "".join(_DENIED_PART.findall(folded(text)))
    theirs = "".join(_DENIED_PART.findall(folded(passage.text)))
    return bool((set(levelled(mine)) & set(levelled(theirs))) - _FAINT)


def _figures_fit(said: Said, text: str, kb: KnowledgeBase) -> bool:
    """Tell whether a passage has every number and date of the clause."""
    known = quantities_in(text)
    numbers = all(
        said.named_over(q.span) or any(agrees(q, k) for k in known) or q.text[:-1] in text
        for q in quantities_in(said.text)
    )
    values = _values(text)
    if any(
        value not in values and not said.named_over(span) for value, span in _numerals(said.text)
    ):
        return False
    dates = dates_in(text, kb)
    return numbers and all(
        said.named_over(w.span) or any(borne_out(w, k) for k in dates) or w.text in text
        for w in dates_in(said.text, kb)
    )


_NUMERAL = re.compile("[二三四五六七八九十百千两廿]+|\\d+")


def _numerals(text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield each whole number of a text above one, with its place."""
    for match in _NUMERAL.finditer(text):
        value = numeral(match.group().replace("廿", "二十"))
        if value is not None:
            yield value, match.span()


@lru_cache(maxsize=16384)
def _values(text: str) -> frozenset[int]:
    """Return the whole numbers of a text; of a run of digits (六七遍) each one."""
    found = {value for value, _ in _numerals(text)}
    found |= {value for mark in re.findall("[二三四五六七八九]", text) if (value := numeral(mark))}
    return frozenset(found)


def _pooled(wanted: frozenset[str], typed: list[str], subject: Subject) -> Passage | None:
    """Return the best of the short facts of a person that together say the clause, else None."""
    facts = [p for p in subject.passages if p.derived and p.topic in ("person", "place")]
    text = "。".join(folded(p.text) for p in facts)
    if (
        not facts
        or any(word not in text for word in typed)
        or _share(wanted, units_of(text)) < _SHARE
    ):
        return None
    best = max(facts, key=lambda p: _share(wanted, units_of(folded(p.text))))
    return best if _share(wanted, units_of(folded(best.text))) >= _SHARE / 2 else None


def _bare(said: Said, subject: Subject, here: set[str], kb: KnowledgeBase) -> str:
    text = folded(said.text)
    for mention in reversed(said.mentions):
        if mention.entry.kind == "place" and here & set(kb.places_of(mention.entry)):
            text = text[: mention.start] + "|" * (mention.end - mention.start) + text[mention.end :]
    if said.subject_end:
        text = text[: said.subject_start] + "|" + text[said.subject_end :]
    for name in sorted(subject.entry.names, key=len, reverse=True):
        text = text.replace(folded(name), "|")
    return text


@lru_cache(maxsize=65536)
def units_of(text: str) -> frozenset[str]:
    """Return the characters and pairs of a text that mean something, alike words levelled."""
    return frozenset(t for t in tokens(levelled(text)) if not t.isascii() and not set(t) & _FAINT)


def told_pieces(text: str, passage: Passage, kb: KnowledgeBase) -> list[str]:
    """Return the pieces of a passage's text, one of which must hold a clause; its title is blank.

    A short passage is one piece.
    """
    bare = text.replace(folded(kb.entries[passage.entry].title), "|")
    return [bare] if len(bare) <= _BRIEF else _SENTENCE.split(bare)


def letters_of(text: str) -> frozenset[str]:
    """Return the single characters of a text that mean something, alike words levelled."""
    return frozenset(u for u in units_of(text) if len(u) == 1)


def _share(wanted: frozenset[str], held: frozenset[str]) -> float:
    """Return how much of the clause a passage holds; a pair weighs as much as two characters."""
    if not wanted:
        return 0.0
    letters = [u for u in wanted if len(u) == 1]
    pairs = [u for u in wanted if len(u) == 2]
    of_letters = sum(u in held for u in letters) / (len(letters) or 1)
    of_pairs = sum(u in held for u in pairs) / (len(pairs) or 1)
    return (2 * of_letters + of_pairs) / 3 if pairs else of_letters


_CALLING = re.compile(
    "知州|知县|县令|刺史|太守|商人|和尚|道士|秀才|举人|进士|状元|将军|尚书|巡抚|总督|皇帝|宰相|[木石铁铜画瓦]匠|掌柜|财主|寡妇|尼姑|太监|传教士|教授|县长"
)
_NAMED = re.compile(
    f"(?:[数是叫由让请属]|位)([{SURNAMES}][\u4e00-\u9fff]{{2}})(?=最|写|题|画|唱|演|捐|造|建|的|$)"
)


def _typed(said: Said, subject: Subject, here: set[str], kb: KnowledgeBase) -> list[str]:
    """Return the words that a passage must hold: other names, places, materials, numbers."""
    text = folded(said.text)
    names = [
        folded(said.text[m.start : m.end])
        for m in said.mentions
        if subject.entry.id not in {e.id for e in m.entries}
        and not (m.entry.kind == "place" and here & set(kb.places_of(m.entry)))
    ]
    words = [
        w
        for lex in (MATERIALS, INSTRUMENTS, tuple(OUTER_PLACES))
        for _, _, w in found_in(lex, text)
    ]
    words += [mark.text for mark in standing_in(text)]
    words += [
        m.group()
        for kind, slot in SLOTS.items()
        for m in slot.finditer(text)
        if kind not in ("stuff", "cooking", "rank", "text") and not said.named_over(m.span())
    ]
    words += _CALLING.findall(text) + _NAMED.findall(text)
    quoted = re.findall("[“「《]([^”」》]{2,12})[”」》]", said.text)
    return [w for w in (*names, *words, *map(folded, quoted)) if len(w) > 1]


def _negated(passage: Passage, letters: set[str]) -> bool:
    """Tell whether the piece of a passage that shares most with the clause denies."""
    best = max(pieces(passage), key=lambda p: len(letters & set(folded(p))), default="")
    return bool(WRONG.search(best) or _NEGATES.search(best))
