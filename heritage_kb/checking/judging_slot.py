"""Judging a sentence that a passage says word for word but for one value of the same kind.

现存的多是乾隆年间做的 against 现存多为光绪三十二年作: what is around the value is the same, the value
is not. Only values that shut one another out are compared, and none that any passage of the
subject has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from heritage_kb.checking.clauses import denied_at
from heritage_kb.checking.dates_said import dates_in
from heritage_kb.checking.facts import quantities_in
from heritage_kb.checking.grounding import borne_out
from heritage_kb.checking.judgement import Judgement, Said, Subject, affirmed, against, unknown
from heritage_kb.checking.judging_number import agrees
from heritage_kb.checking.judging_words import letters_of
from heritage_kb.checking.lexicon import SLOTS
from heritage_kb.checking.linking import linker
from heritage_kb.dates import numeral
from heritage_kb.normal import folded
from heritage_kb.records import Passage

if TYPE_CHECKING:
    from heritage_kb.dates import When
    from heritage_kb.store import KnowledgeBase

_ALONE = ("role", "puppet", "gauge", "ground")  # in a short fact of fields the value says enough
_STRONG = (
    *_ALONE,
    "tribe",
    "made of",
    "side",
    "colour",
    "puppet",
    "tower",
    "season",
    "sex",
    "faith",
    "role",
    "reign",
)
_SHARE = 0.6  # of the letters around the value
_PIECE = re.compile("[。；：;]")
_FEW = 14  # characters of a piece in which two shared letters say enough


def judge_slots(
    said: Said, subject: Subject, kb: KnowledgeBase, more: tuple[Passage, ...] = ()
) -> Iterator[Judgement]:
    """Yield a contradiction for the first value of a sentence of which a passage has another."""
    told = [(p, folded(affirmed(p))) for p in (*subject.passages, *more)]
    parts = [(p, folded(affirmed(p))) for p in subject.near] if subject.entry.kind == "site" else []
    for kind, pattern in SLOTS.items():
        for match in pattern.finditer(said.text):
            value = match.group().strip("《》")
            if said.named_over(match.span()) and kind != "text":
                continue
            if kind == "stuff" and len(value) == 1:
                continue
            shown = value if len(value) > 1 else said.text[match.start() : match.end() + 1]
            if any(shown in text for _, text in told):
                continue
            yield from _against(value, match.span(), pattern, kind, said, subject, told)
    yield from _people(said, subject, told, kb)
    yield from _dates(said, subject, [*told, *parts], kb)
    yield from _numbers(said, subject, told)
    yield from _counts(said, subject, told, kb)


def _against(
    value: str,
    span: tuple[int, int],
    pattern: re.Pattern[str],
    kind: str,
    said: Said,
    subject: Subject,
    told: list[tuple[Passage, str]],
) -> Iterator[Judgement]:
    wanted = _around(said, span, subject)
    if kind == "cooking" and len(wanted) < 2:
        yield from _cooked(value, span[0], pattern, said, told)
        return
    for passage, text in told:
        for piece in _pieces(text):
            rivals = {m.group().strip("《》") for m in pattern.finditer(piece)}
            if any(rival in value for rival in rivals):  # 通鉴 for 资治通鉴
                continue
            listed = any(
                "、" in piece[max(0, m.start() - 1) : m.end() + 3] for m in pattern.finditer(piece)
            )
            brief = kind in _STRONG or len(piece) < _FEW
            alone = kind in _ALONE and passage.derived and len(piece) < 2 * _FEW
            if len(rivals) == 1 and (alone or _same_noun(kind, span, said.text, piece, pattern)):
                yield _told(said, span[0], value, passage, piece, next(iter(rivals)))
                return
            if len(rivals) != 1 or listed or (not brief and len(wanted) < 2):
                continue
            if _same_around(wanted, piece, subject):
                yield _told(said, span[0], value, passage, piece, next(iter(rivals)))
                return


def _cooked(
    value: str, at: int, pattern: re.Pattern[str], said: Said, told: list[tuple[Passage, str]]
) -> Iterator[Judgement]:
    """Deny that a food is fried (是油炸的) where its steps cook it otherwise."""
    if not re.search("是[^，]{0,2}$", said.text[:at]):
        return
    for passage, text in told:
        rival = pattern.search(text)
        if passage.derived and passage.topic == "process" and rival is not None:
            yield _told(said, at, value, passage, text, rival.group())
            return


def _same_noun(
    kind: str, span: tuple[int, int], text: str, piece: str, pattern: re.Pattern[str]
) -> bool:
    """Tell whether both values stand before the same noun (铁胎, 木胎)."""
    noun = text[span[1] : span[1] + 1]
    return (
        kind == "made of"
        and noun in tuple("胎砚塔桥像塑柱佛范狮牛檐")
        and any(piece[m.end() : m.end() + 1] == noun for m in pattern.finditer(piece))
    )


def _pieces(text: str) -> Iterator[str]:
    """Yield the sentences of a passage, then what stands between its commas."""
    whole = [piece for piece in _PIECE.split(text) if piece]
    yield from whole
    yield from (part for piece in whole if "，" in piece for part in piece.split("，"))


def _told(said: Said, at: int, value: str, passage: Passage, piece: str, rival: str) -> Judgement:
    one = against(value, passage)
    denied = said.denies(at) != denied_at(piece, piece.find(rival))
    return unknown(f"没有查到“{value}”") if denied else one


def _around(said: Said, span: tuple[int, int], subject: Subject) -> frozenset[str]:
    """Return the letters of a sentence without its subject and the value at ``span``."""
    marks = list(said.text)
    for start, end in (span, (said.subject_start, said.subject_end)):
        marks[start:end] = "|" * (end - start)
    text = "".join(marks)
    for name in sorted(subject.entry.names, key=len, reverse=True):
        text = text.replace(folded(name), "|")
    return letters_of(text)


def _same_around(wanted: frozenset[str], piece: str, subject: Subject) -> bool:
    held = letters_of(piece)
    shared = len(wanted & held)
    if not wanted or shared < _SHARE * len(wanted):
        return False
    bare = piece
    for name in subject.entry.names:
        bare = bare.replace(folded(name), "")
    return shared >= 3 or (
        shared == len(wanted) and (shared >= 2 or len(bare) <= _FEW) and len(bare) <= 2 * _FEW
    )


# -- people, dates, numbers --------------------------------------------------------------


@lru_cache(maxsize=16384)
def _named(text: str, kb: KnowledgeBase) -> frozenset[str]:
    return frozenset(
        text[m.start : m.end]
        for m in linker(kb).mentions(text)
        if m.entry.kind == "person" or (m.entry.kind == "event" and m.end - m.start <= 4)
    )


def _people(
    said: Said, subject: Subject, told: list[tuple[Passage, str]], kb: KnowledgeBase
) -> Iterator[Judgement]:
    for mention in said.mentions:
        name = said.text[mention.start : mention.end]
        if mention.entry.kind != "person" or mention.entry.id == subject.entry.id:
            continue
        names = {name, *map(folded, mention.entry.names)}
        if any(n in text for n in names for _, text in told) or any(
            n in p.text for n in names for p in subject.near
        ):
            continue
        wanted = _around(said, (mention.start, mention.end), subject)
        for passage, text in told:
            for piece in _pieces(text):
                others = _named(piece, kb) - set(map(folded, subject.entry.names))
                if len(others) == 1 and _same_around(wanted, piece, subject):
                    yield _told(said, mention.start, name, passage, piece, next(iter(others)))
                    return


def _dates(
    said: Said, subject: Subject, told: list[tuple[Passage, str]], kb: KnowledgeBase
) -> Iterator[Judgement]:
    whens = [w for w in dates_in(said.text, kb) if not said.named_over(w.span)]
    if len(whens) != 1 or re.search("勘察|勘查|测|修|调查|考察|补|扩", said.text):
        return
    when = whens[0]
    if any(borne_out(when, k) or when.meets(k) for _, t in told for k in _exact(t, kb)):
        return
    wanted = _around(said, when.span, subject)
    for passage, text in told:
        for piece in _pieces(text):
            known = _by_context(wanted, piece, dates_in(piece, kb))
            if (
                known
                and len({k.first for k in known}) <= 2
                and _same_around(wanted, piece, subject)
            ):
                yield _told(said, when.span[0], when.text, passage, piece, known[0].text)
                return


def _by_context(wanted: frozenset[str], piece: str, known: tuple[When, ...]) -> tuple[When, ...]:
    """Return, of several dates of a piece, the one before words of the sentence."""
    if len(known) < 3:
        return known
    for when in known:
        if len(wanted & letters_of(piece[when.span[1] : when.span[1] + 8])) >= 2:
            return (when,)
    return known


def _exact(text: str, kb: KnowledgeBase) -> tuple[When, ...]:
    """Return the dates of a text; an age beside its year (清光绪三十二年) is left out."""
    whens = dates_in(text, kb)
    return tuple(w for w in whens if w.kind == "year") or whens


_COUNT = re.compile(r"([二三四五六七八九十百千两]+|\d+)([\u4e00-\u9fff])")


def _counts(
    said: Said, subject: Subject, told: list[tuple[Passage, str]], kb: KnowledgeBase
) -> Iterator[Judgement]:
    """Compare a number with a unit that is no measure (三头, 六副) by the unit itself."""
    closed = [q.span for q in quantities_in(said.text)]
    closed += [w.span for w in dates_in(said.text, kb)]
    for match in _COUNT.finditer(said.text):
        value, unit = numeral(match.group(1)), match.group(2)
        if said.named_over(match.span()) or any(a <= match.start() < b for a, b in closed):
            continue
        rows = [
            (passage, piece, numeral(m.group(1)), m.group())
            for passage, text in told
            for piece in _pieces(text)
            for m in _COUNT.finditer(piece)
            if m.group(2) == unit
        ]
        if any(known == value for _, _, known, _ in rows):
            continue
        wanted = _around(said, match.span(), subject)
        for passage, piece, _, rival in rows:
            if _same_around(wanted, piece, subject):
                yield _told(said, match.start(), match.group(), passage, piece, rival)
                return


def _numbers(said: Said, subject: Subject, told: list[tuple[Passage, str]]) -> Iterator[Judgement]:
    for number in quantities_in(said.text):
        if said.named_over(number.span):
            continue
        known = [(p, t, k) for p, t in told for k in quantities_in(t) if k.unit == number.unit]
        if any(agrees(number, k) for _, _, k in known):
            continue
        wanted = _around(said, number.span, subject)
        for passage, text, k in known:
            piece = next((x for x in re.split("[。；：，]", text) if k.text in x), "")
            if len(quantities_in(piece)) == 1 and _same_around(wanted, piece, subject):
                yield _told(said, number.span[0], number.text, passage, piece, k.text)
                return
