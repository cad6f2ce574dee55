"""Judging a sentence that follows a passage letter by letter but for one of them.

铸了三座铁殿 of three halls of copper, 定在仲夏 of what is held in 仲春: between the same letters one
stands that is of the same sort as the passage's (``data/instead.tsv``) and is not it. And 刘秀追王莽
of 王莽追刘秀: the same two, with each in the other's place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import product
from typing import TYPE_CHECKING

from heritage_kb.checking.aligning import aligner, parts_of
from heritage_kb.checking.fiction import tells_story
from heritage_kb.checking.judgement import Judgement, Said, Subject, against
from heritage_kb.checking.lexicon import levelled
from heritage_kb.checking.units import NEGATES
from heritage_kb.checking.word_rows import sorts_of
from heritage_kb.normal import folded

if TYPE_CHECKING:
    from heritage_kb.checking.aligning import Piece
    from heritage_kb.store import KnowledgeBase

_PASSED = frozenset("的了是在有和与及而之其也都为以于就着得呢吧呀啊嘛吗么那这|")
_KINDS = ("site", "structure", "craft", "opera", "custom", "product", "event", "person", "word")
_ALIKE = 0.36  # of the words of a part, in a piece that is gone along
_MATCHED = 0.6  # of the letters of a part
_RUNS = 3  # letters on both sides of what differs
_LONG = 3  # letters of what differs
_DATED = 2  # letters after what differs in which 年 makes it a date, as it does just before
_NEAR = 6  # letters before it in which a 不 denies it
_MORE = 2  # by which they are more than where the passages have it as it is said
_NAME, _BETWEEN = (2, 3, 4), (1, 2)  # letters of two names in each other's place, and between
_EVEN = frozenset("和与跟同及或、对并")  # between two of which either may come first


def judge_instead(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Deny a sentence that has another of a sort where a passage says the same."""
    if subject.entry.kind not in _KINDS or tells_story(said.text):
        return
    laid = aligner(kb)
    known = laid.known(subject.entry)
    whole = folded(said.text)
    for part in dict.fromkeys([*parts_of(whole), whole]):
        text = known.bare(part)
        mine = _letters(text)
        if len(mine) <= _RUNS:
            continue
        near = [p for p in known.pieces if laid.alike(text, p) >= _ALIKE]
        told = [(_letters(known.bare(p.text)), p) for p in near]
        found = _one_off(mine, told) or _turned_about(mine, told)
        if found is not None:
            yield against(part, found.passage)
            return


def _one_off(mine: str, told: Sequence[tuple[str, Piece]]) -> Piece | None:
    """Return the piece that has another of a sort between the same letters."""
    best, found = 0, None
    for other, piece in told:
        if piece.passage.topic == "mistake":
            continue
        runs = SequenceMatcher(None, mine, other, autojunk=False).get_matching_blocks()
        if sum(run.size for run in runs) < _MATCHED * len(mine):
            continue
        for (start, end), there, around in _differing(mine, other, runs):
            if around < _RUNS or around <= best or _denied(mine, start) != _denied(other, there):
                continue
            if around >= _MORE + max(_as_said(mine, start, end, text) for text, _ in told):
                best, found = around, piece
    return found


def _turned_about(mine: str, told: Sequence[tuple[str, Piece]]) -> Piece | None:
    """Return the piece that has two names of a sentence in each other's place."""
    for start, size in product(range(_NAME[0], len(mine)), _BETWEEN):
        between = mine[start : start + size]
        if not _EVEN.isdisjoint(between):
            continue
        for before, after in product(_NAME, _NAME):
            one, two = mine[max(0, start - before) : start], mine[start + size :][:after]
            if len(one) < before or len(two) < after or not {*one}.isdisjoint(two):
                continue
            if any(one + between + two in text for text, _ in told):
                continue
            for text, piece in told:
                if two + between + one in text and piece.passage.topic != "mistake":
                    return piece
    return None


def _differing(
    mine: str, other: str, runs: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[tuple[int, int], int, int]]:
    """Yield where one thing stands for another of its sort, and how many letters beside are alike."""
    last = 0, 0, 0
    for run in runs:
        at, there = last[0] + last[2], last[1] + last[2]
        said, has = mine[at : run[0]], other[there : run[1]]
        dated = "年" in mine[max(0, at - 1) : at] + mine[run[0] : run[0] + _DATED]
        if 0 < len(said) <= _LONG and 0 < len(has) <= _LONG and not dated and _rivals(said, has):
            yield (at, run[0]), there, last[2] + run[2]
        last = run


def _denied(text: str, at: int) -> bool:
    return bool(NEGATES.search(text[max(0, at - _NEAR) : at]))


def _rivals(said: str, told: str) -> bool:
    """Tell whether two runs of letters have different ones of a sort, and nothing alike."""
    pairs = [(sorts_of(one), sorts_of(two)) for one in said for two in told]
    places = [(place, two[row]) for one, two in pairs for row, place in one.items() if row in two]
    return bool(places) and all(one != two for one, two in places)


def _as_said(mine: str, start: int, end: int, told: str) -> int:
    """Return how many letters beside some are alike where a text has those letters too."""
    said, most = mine[start:end], 0
    at = told.find(said)
    while at >= 0:
        left, right = 0, 0
        while left < min(start, at) and mine[start - left - 1] == told[at - left - 1]:
            left += 1
        stop = at + len(said)
        while (
            end + right < len(mine)
            and stop + right < len(told)
            and mine[end + right] == told[stop + right]
        ):
            right += 1
        most = max(most, left + right)
        at = told.find(said, at + 1)
    return most


def _letters(text: str) -> str:
    return "".join(c for c in levelled(text) if c not in _PASSED and c.isalnum())
