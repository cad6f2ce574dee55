"""Judging whether a thing can be there in the years of a sentence: no chilli in a Tang kitchen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from heritage_kb.checking.dates_said import dates_in
from heritage_kb.checking.judgement import Judgement
from heritage_kb.checking.linking import linker
from heritage_kb.dates import When
from heritage_kb.normal import folded
from heritage_kb.records import Passage
from heritage_kb.sentence import year_words

if TYPE_CHECKING:
    from heritage_kb.records import DatedTerm
    from heritage_kb.store import KnowledgeBase
    from heritage_kb.terms import SpottedTerm

_ABSENT = re.compile(
    "还?没有|还?没见?|没见过|不曾|尚无|还无|未有|未见|无|不见|哪有|哪来|不会有|不该有|不可能|不吃|不用|不知道|笑话|穿帮|出戏|[先可]?别[吹用拿穿吃喝写放摆说拍让]|瞎[编写扯]|撤[掉走下了]|拿[掉走开]|换掉|去掉|删掉|收起来|不准|不得|往后的|后来的事|以后的事|以后才|后来才|不能|不可|不许|错|哪能"
)
_CAME = re.compile("传[入来进]|才有|才见|才出现|引[入进]|出现|始[于有见]|问世|发明")
_MODERN = 1900
_MARGIN = 20  # years by which the first that is known of a thing may be late
_MODERN_THINGS, _MARGIN_LATE = 1850, 5  # of later things it is known better
_NAMED = ("person", "place", "site", "structure", "event")
_HEADED = 14  # characters in which a line says whose it is
_NEAR = 12  # years around the year of a passage for which it still holds
_TALK = ("idiom", "address")  # what people say; one who tells of an age may say it too
_SPAN = 60  # years by which 才传进来 may differ from the first that is known


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lacking:
    """A thing that a passage says was not there in some years."""

    noun: str
    first: int
    last: int
    passage: Passage


_LACKING: WeakKeyDictionary[KnowledgeBase, tuple[_Lacking, ...]] = WeakKeyDictionary()
_LACKS = re.compile("(?:还?没有|并无|尚无|还无|未有|无)([^，。；：（）“”]{2,24})")
_BOOK = re.compile(r"《([^》]{2,10})》[^。]{0,16}?(?<!\d)(\d{3,4})年才")


def _lacking(kb: KnowledgeBase) -> tuple[_Lacking, ...]:
    """Return what passages on mistakes say was not there, with the years they speak of."""
    if kb not in _LACKING:
        _LACKING[kb] = tuple(
            row for p in kb.passages.values() if p.topic == "mistake" for row in _lacks(p, kb)
        )
    return _LACKING[kb]


def _lacks(passage: Passage, kb: KnowledgeBase) -> Iterator[_Lacking]:
    entry = kb.entries[passage.entry]
    if entry.kind in _NAMED:
        return
    book = _BOOK.search(passage.text)
    if book:
        year = int(book.group(2))
        yield _Lacking(noun=f"《{book.group(1)}》", first=-3000, last=year - 1, passage=passage)
    dates = dates_in(passage.text, kb)
    if entry.kind == "period" and entry.start_year is not None and entry.end_year is not None:
        first, last = entry.start_year, entry.end_year
    elif len(dates) == 1 and dates[0].kind == "year":
        first, last = dates[0].first - _NEAR, dates[0].last + 5
    else:
        return
    for found in _LACKS.findall(folded(passage.text)):
        for noun in re.split("[、和或]", found):
            noun = re.sub("^(?:无|还?没有)", "", noun)
            if kb.gazetteer.called(noun, _NAMED):
                continue
            if 2 <= len(noun) <= 4 and not re.search("普及|之名|年号|的|不|人$", noun):
                yield _Lacking(noun=noun, first=first, last=last, passage=passage)


def _absent(sentence: str, dates: list[When], kb: KnowledgeBase) -> Iterator[tuple[str, Judgement]]:
    """Yield a judgement for a thing in a sentence that was not there in the years it names."""
    for row in _lacking(kb):
        at = sentence.find(row.noun)
        if at < 0:
            continue
        for when in dates:
            if row.first <= when.first and when.last <= row.last:
                denied = bool(_ABSENT.search(_around(when, sentence)))
                yield (
                    row.passage.entry,
                    Judgement(
                        verdict="supported" if denied else "contradicted",
                        passage=row.passage.id,
                        why=f"说的是“{when.text}”有“{row.noun}”，知识库作：{row.passage.text.rstrip('。')}",
                    ),
                )
                return


def judge_age(sentence: str, kb: KnowledgeBase) -> Iterator[tuple[str, Judgement]]:
    """Yield (term id, judgement) for each dated thing that a sentence puts into its years."""
    sentence = _SMOKES.sub(_smoking, sentence)
    dates = [
        when
        for when in dates_in(sentence, kb)
        if when.last <= 1949 and sentence[when.span[0] - 1 : when.span[0]] not in ("（", "(")
    ]
    if not dates and not dates_in(sentence, kb):
        dates = _lives(sentence, kb)
    if not dates:
        return
    yield from _absent(sentence, dates, kb)
    seen: set[str] = set()
    for spotted in kb.terms_in(sentence, None):
        term = spotted.term
        if term.id in seen or _is_place(spotted.text, kb) or term.category in _TALK:
            continue
        named = [(m.start, m.end) for m in linker(kb).mentions(sentence)]
        if any(
            (a <= spotted.start and spotted.end < b) or (a < spotted.start and spotted.end <= b)
            for a, b in named
        ):
            continue
        if any(w.span[0] <= spotted.start < w.span[1] for w in dates):
            continue
        if sentence.find("：", spotted.end, _HEADED) >= 0:
            continue  # 考古队长的笔记：… of who writes, not of what is written
        seen.add(term.id)
        near = min(dates, key=lambda w: abs(w.span[0] - spotted.start))
        for one in _judge(term, spotted, near, sentence, kb):
            yield term.id, one


_SMOKES = re.compile("一[袋锅][子]?烟|点[了上]?[根支袋]烟|抽着烟|叼着烟")


def _smoking(match: re.Match[str]) -> str:
    return "抽烟".rjust(len(match.group()), "□")


# What is told of somebody long dead by those who came after.
_AFTER = re.compile(
    "当地|吃法|叫[“做]|今天|如今|现在|后来|后世|后人|游客|景区|导游|电影|电视|台上|扮演|演员|演[^，]{0,8}的|饰|塑像|雕像|铜像|像前|画像|画里|书里|史书|庙|墓|祠|故里|故居|陵园|纪念|传说|记载"
    "|祖师|创|发明|首|始|迷|粉丝|研究|博物馆|第[一二三四五六七八]批|公园|大街|广场|题|碑"
)


def _lives(sentence: str, kb: KnowledgeBase) -> list[When]:
    """Return the life of the one person of the past who acts in a sentence that has no date."""
    found = linker(kb).mentions(sentence)
    people = [
        m
        for m in found
        if m.entry.kind == "person"
        or (m.entry.kind == "event" and (m.entry.start_year or 1950) < _MODERN)
    ]
    who = [m for m in people if m.entry.kind == "person"]
    if len(who) == 1:  # what he is known for is named beside him
        people = who
    if len(people) != 1 or _AFTER.search(sentence) or len(people[0].entries) > 2:
        return []
    mention, entry = people[0], people[0].entry
    spans = [
        (p.start, p.end)
        for id in entry.periods
        if (p := kb.periods.get(id)) and p.start is not None and p.end is not None
    ]
    first = (
        entry.start_year
        if entry.start_year is not None
        else min((a for a, _ in spans), default=None)
    )
    last = (
        entry.end_year if entry.end_year is not None else max((b for _, b in spans), default=None)
    )
    if entry.kind == "event" and entry.start_year is not None:
        first, last = entry.start_year - 30, (entry.end_year or entry.start_year) + 30
    elif entry.end_year is None and entry.start_year is not None:
        last = entry.start_year + 90
    if first is None or last is None or last > 1949:
        return []
    name = sentence[mention.start : mention.end]
    return [
        When(
            text=name,
            span=(mention.start, mention.end),
            first=min(first, last),
            last=last,
            kind="dynasty",
        )
    ]


def _judge(
    term: DatedTerm, spotted: SpottedTerm, when: When, sentence: str, kb: KnowledgeBase
) -> Iterator[Judgement]:
    if term.earliest is None:
        return
    word, piece = spotted.text, _around(when, sentence)
    if _CAME.search(piece):
        first, last = sorted((spotted.start, when.span[0]))
        if last - first > 14 or (first == when.span[0] and not _CAME.search(sentence[first:last])):
            return
        if when.last < term.earliest - _SPAN:
            yield _told(term, word, when, "contradicted")
        elif when.first - _SPAN <= term.earliest <= when.last + _SPAN:
            yield _told(term, word, when, "supported")
        return
    late = _MARGIN_LATE if term.earliest > _MODERN_THINGS else _MARGIN
    margin = late if when.kind == "year" else 0
    senses = kb.terms_in(word, when.last + margin)
    if senses and all(t.verdict == "early" for t in senses):
        absent = bool(_ABSENT.search(piece) or _ABSENT.search(_clause(spotted.start, sentence)))
        yield _told(term, word, when, "supported" if absent else "contradicted")


def _around(when: When, sentence: str) -> str:
    """Return the piece of the sentence between commas that holds a date, and a short one after."""
    start = max(sentence.rfind(mark, 0, when.span[0]) for mark in "，,；;") + 1
    ends = [at for mark in "，,；;" if (at := sentence.find(mark, when.span[1])) >= 0]
    end = min(ends, default=len(sentence))
    if end - start < len(when.text) + 4:  # 光绪十一年，…
        later = [at for mark in "，,；;" if (at := sentence.find(mark, end + 1)) >= 0]
        end = min(later, default=len(sentence))
    return sentence[start:end]


def _clause(at: int, sentence: str) -> str:
    """Return the piece of a sentence between its marks that holds a character."""
    start = max(sentence.rfind(mark, 0, at) for mark in "，,；;") + 1
    return re.split("[，,；;]", sentence[start:], maxsplit=1)[0]


def _told(term: DatedTerm, word: str, when: When, verdict: str) -> Judgement:
    assert term.earliest is not None
    return Judgement(
        verdict="supported" if verdict == "supported" else "contradicted",
        passage=f"{term.id}:term",
        why=f"说的是“{when.text}”，知识库作：“{word}”约{year_words(term.earliest)}以后才有"
        + (f"；{term.note}" if term.note else ""),
    )


def _is_place(name: str, kb: KnowledgeBase) -> bool:
    return bool(
        kb.gazetteer.called(folded(name), ("place", "site", "structure", "person", "event"))
    )
