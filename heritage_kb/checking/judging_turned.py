"""Judging what is turned round: a passage says it in the same words, but for one word's opposite.

朝北 of a cliff that faces south, 从不编号 of boards that are numbered; or it gives two things each
other's own (皮边黄，心子白 of what has a white rim and a yellow heart). Opposites mean nothing by
themselves (a house has a south and a north side), so the words around must be those of the passage,
and nothing else that is known of the thing may have the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from heritage_kb.checking.aligning import aligner, parts_of
from heritage_kb.checking.clauses import denied_at
from heritage_kb.checking.judgement import Judgement, Said, Subject, against
from heritage_kb.checking.units import letters_in
from heritage_kb.normal import folded
from heritage_kb.records import Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_KINDS = ("site", "structure", "craft", "opera", "custom", "product", "event", "person")
_SIDES = ("东", "南", "西", "北")
_ROWS: tuple[tuple[str, ...], ...] = (
    *(
        tuple(frame.format(side) for side in _SIDES)
        for frame in ("[朝向](?:着|正)?{}", "{}岸", "{}坡", "{}麓", "{}壁", "{}厢", "{}墙", "{}端")
    ),
    ("[往朝向](?:里|内)", "[往朝向]外"),
    ("[往朝向]上", "[往朝向]下"),
    ("左[手边眼侧]", "右[手边眼侧]"),
    ("趁热|趁烫|滚烫|滚热|热着", "放凉|晾凉|凉透|晾冷|冷却|放冷|冷透|凉了"),
    ("白天|白日里|大白天", "夜里|夜间|夜晚|半夜|黑夜|入夜"),
    ("早[上晨起]|清[早晨]|天亮", "傍晚|黄昏|后晌|擦黑"),
    ("硬[刀钢家的]", "软[刀钢家的]"),
    ("男[人的子角旦]|须眉", "女[人的子角旦]|坤[角旦]"),
    ("单檐|一层檐|一重檐", "重檐|两层檐|二层檐|双层檐|两重檐"),
    ("反面|背面|纸背", "正面|纸面"),
    ("[粗][的眼砂线毛]", "[细][的眼砂线毛]"),
    ("冬[天里季]|寒冬|数九", "夏[天里季]|盛夏|伏天"),
    ("须生|老生", "青衣|旦角|花旦|小旦|老旦", "花脸|净角", "丑角|三花脸|小丑"),
    ("男[的人]?先", "女[的人]?先"),
)
_THERE, _BACK = re.compile("a+b+"), re.compile("b+a+")
_MATCHED = 0.5  # of the letters of two parts and of a passage's that must be each other's
_ALIKE = 0.42  # of the words around, in one sentence of a passage
_NEVER = re.compile("从来?不|从来?没有?|绝不|一概不|向来不|压根不|根本不|一律不|决不")
_TURNED = 0.5  # of what is said never to be, in one sentence of a passage


def judge_turned(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Deny a clause whose words a passage has, with the opposite of one of them."""
    if subject.entry.kind in _KINDS:
        yield from _opposed(said, subject, kb)
        yield from _never(said, subject, kb)
        yield from _crossed(said, subject, kb)


def _opposed(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    text = folded(said.masked)
    for row in _ROWS:
        hits = [(word, m) for word in row if (m := re.search(word, text))]
        if len(hits) != 1 or denied_at(text, hits[0][1].start()):
            continue
        word, match = hits[0]
        others = "|".join(other for other in row if other != word)
        around = text[: match.start()] + "|" + text[match.end() :]
        if found := _told_otherwise(word, others, around, subject, kb):
            yield against(match.group(), found)


def _told_otherwise(
    word: str, others: str, around: str, subject: Subject, kb: KnowledgeBase
) -> Passage | None:
    laid = aligner(kb)
    known = laid.known(subject.entry)
    if re.search(word, known.text):
        return None
    for piece in known.pieces:
        match = re.search(others, piece.text)
        if (
            match is None
            or piece.passage.topic == "mistake"
            or denied_at(piece.text, match.start())
        ):
            continue
        if laid.alike(known.bare(around), piece) >= _ALIKE:
            return piece.passage
    return None


def _never(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    text = folded(said.masked)
    match = _NEVER.search(text)
    if match is None:
        return
    laid = aligner(kb)
    known = laid.known(subject.entry)
    denied = known.bare(text[match.end() :])
    for piece in known.affirming:
        if laid.alike(denied, piece) >= _TURNED:
            yield against(text[match.start() :], piece.passage)
            return


def _crossed(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Deny 皮边黄，心子白 where a passage has 皮边白、心子黄: two things with each other's own."""
    known = aligner(kb).known(subject.entry)
    here = folded(said.text)
    parts = parts_of(folded(said.sentence))
    mine = [
        (letters_in(known.bare(one)), letters_in(known.bare(two)))
        for one, two in pairwise(parts)
        if two in here  # it is told where it has been said whole
    ]
    if not mine:
        return
    for passage, told in known.in_parts:
        if any(_cross(one, two, a, b) for one, two in mine for a, b in pairwise(told)):
            yield against(said.sentence, passage)
            return


def _cross(
    one: tuple[str, ...], two: tuple[str, ...], a: tuple[str, ...], b: tuple[str, ...]
) -> bool:
    """Tell whether one part goes on from the words of a to those of b, and the other back."""
    only_a, only_b = {*a} - {*b}, {*b} - {*a}
    own = only_a | only_b
    if len(own & {*one, *two}) < _MATCHED * len(own):
        return False
    turns = [
        "".join("a" if c in only_a else "b" for c in part if c in only_a or c in only_b)
        for part in (one, two)
    ]
    if not (_THERE.fullmatch(turns[0]) and _BACK.fullmatch(turns[1])) and not (
        _BACK.fullmatch(turns[0]) and _THERE.fullmatch(turns[1])
    ):
        return False
    return all(
        len(turn) >= _MATCHED * len(part) for turn, part in zip(turns, (one, two), strict=True)
    )
