"""Judging comparisons: which of two things is the older, the taller, and by how much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.checking.judgement import Judgement, Said, Subject
from heritage_kb.dates import numeral
from heritage_kb.records import Entry, Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_OLDER = re.compile("早|老|古|先(?:建|有|造|盖)|年头[多长]")
_YOUNGER = re.compile("晚|年轻|新|迟|后(?:建|有|造|盖)")
_TALLER, _LOWER = re.compile("高|长"), re.compile("矮|低|短")
_WIDER, _NARROWER = re.compile("宽|大|开间多"), re.compile("窄|小")
_THAN = re.compile("比|较")
_SAME_TIME = re.compile("(?:跟|和|与|同)")
_TOGETHER = re.compile("(?:一块儿?|一起|同时|同一年|同年|一年)(?:建|盖|造|修|立|起|的)")
_BY = re.compile(
    r"(?:早|晚|老|年轻|大|小)(?:了|上|出|着|它)*(?:整整|足足|差不多|大约|约|有|将近|近|快)*(\d+|[一二三四五六七八九十百千零两]+)(多|来|几)?年"
)
_NEAR = 2  # years by which the difference of two dates may be told otherwise


def judge_compared(said: Said, kb: KnowledgeBase) -> Iterator[tuple[str, Judgement]]:
    """Yield (entry id, judgement) where a sentence compares two things whose values are known."""
    things = [m for m in said.mentions if m.entry.kind in ("site", "structure")]
    if len(things) != 2:
        return
    one, two = (Subject.of(m.entry, kb) for m in things)
    between = said.text[things[0].end : things[1].start]
    tail = said.text[things[1].end :]
    if _SAME_TIME.search(between) and _TOGETHER.search(tail):
        yield from _together(one, two)
    elif _THAN.search(between):
        yield from _years(one, two, tail) or _sizes(one, two, tail)


def _together(one: Subject, two: Subject) -> Iterator[tuple[str, Judgement]]:
    a, b, told = one.dated.start_year, two.dated.start_year, one.told("built")
    if a is None or b is None or told is None:
        return
    verdict = abs(a - b) <= _NEAR
    yield one.entry.id, _told(verdict, told, one.dated, two.dated, a, b)


def _years(one: Subject, two: Subject, tail: str) -> list[tuple[str, Judgement]]:
    a, b, told = one.dated.start_year, two.dated.start_year, one.told("built")
    older, younger = _OLDER.search(tail), _YOUNGER.search(tail)
    if a is None or b is None or told is None or bool(older) == bool(younger):
        return []
    apart = b - a if older else a - b
    match = _BY.search(tail)
    if match is None:
        if abs(apart) <= _NEAR:
            return []
        return [(one.entry.id, _told(apart > 0, told, one.dated, two.dated, a, b))]
    value = numeral(match.group(1)) if not match.group(1).isdecimal() else int(match.group(1))
    if value is None:
        return []
    slack = (
        max(_NEAR, value * 0.1)
        if match.group(2) or re.search("约|近|快|差不多", match.group())
        else _NEAR
    )
    fits = abs(apart - value) <= slack or (
        bool(match.group(2)) and value <= apart <= value * 1.2 + 9
    )
    return [(one.entry.id, _told(fits, told, one.dated, two.dated, a, b))]


def _sizes(one: Subject, two: Subject, tail: str) -> list[tuple[str, Judgement]]:
    for key, more, less in (("height_m", _TALLER, _LOWER), ("bays_wide", _WIDER, _NARROWER)):
        a, b = one.dated.fields.get(key), two.dated.fields.get(key)
        told = one.told("size", "bays")
        up, down = more.search(tail[:8]), less.search(tail[:8])
        if a is None or b is None or told is None or bool(up) == bool(down) or a == b:
            continue
        fits = (float(a) > float(b)) == bool(up)
        return [(one.entry.id, _told(fits, told, one.dated, two.dated, a, b))]
    return []


def _told(fits: bool, told: Passage, one: Entry, two: Entry, a: object, b: object) -> Judgement:
    return Judgement(
        verdict="supported" if fits else "contradicted",
        passage=told.id,
        why=f"知识库作：{one.title}{a}，{two.title}{b}",
    )
