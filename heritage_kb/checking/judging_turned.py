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
from heritage_kb.checking.fiction import tells_story
from heritage_kb.checking.judgement import Judgement, Said, Subject, against
from heritage_kb.checking.units import letters_in
from heritage_kb.checking.word_rows import rivals_in, sole_rows
from heritage_kb.normal import folded
from heritage_kb.records import Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_KINDS = ("site", "structure", "craft", "opera", "custom", "product", "event", "person")
_THERE, _BACK = re.compile("a+b+"), re.compile("b+a+")
_MATCHED = 0.5  # of the letters of two parts and of a passage's that must be each other's
_ALIKE = 0.36  # of the words around, in one sentence of a passage
_ALIKE_STORY = 0.7  # the same where somebody acts, which is no statement but by chance
_NEAR = 0.2  # in which the word itself may stand for it
_NEVER = re.compile("从来?不|从来?没有?|绝不|一概不|向来不|压根不|根本不|一律不|决不")
_TURNED = 0.5  # of what is said never to be, in one sentence of a passage


def judge_turned(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Deny a clause whose words a passage has, with the opposite of one of them."""
    if subject.entry.kind in _KINDS:
        yield from _opposed(said, subject, kb)
        yield from _never(said, subject, kb)
        yield from _crossed(said, subject, kb)


def _opposed(said: Said, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    text, whole = folded(said.masked), folded(said.sentence)
    found = [*rivals_in(text)]
    at = max(0, whole.find(folded(said.text)))
    for row, member, (start, end) in found:
        if denied_at(text, start) or any(r == row and m != member for r, m, _ in found):
            continue
        around = text[:start] + "|" + text[end:], whole[: at + start] + "|" + whole[at + end :]
        passage = _told_otherwise(row, member, around, subject, kb)
        if passage is None and row in sole_rows() and not tells_story(whole):
            passage = _the_only_one(row, member, subject, kb)
        if passage:
            yield against(text[start:end], passage)


def _the_only_one(row: str, member: str, subject: Subject, kb: KnowledgeBase) -> Passage | None:
    """Return the passage with the one member of a row that is told of a thing, if it is another."""
    told = [
        (one, piece)
        for piece in aligner(kb).known(subject.entry).pieces
        for r, one, (start, _) in rivals_in(piece.text)
        if r == row and not (piece.denies and denied_at(piece.text, start))
    ]
    if not told or len({one for one, _ in told}) > 1 or told[0][0] == member:
        return None
    return next((p.passage for _, p in told if p.passage.topic != "mistake"), told[0][1].passage)


def _told_otherwise(
    row: str, member: str, around: tuple[str, str], subject: Subject, kb: KnowledgeBase
) -> Passage | None:
    """Return the passage that says the same with another member of a row, where none has it so."""
    laid = aligner(kb)
    known = laid.known(subject.entry)
    best, found = (_ALIKE_STORY if tells_story(around[1]) else _ALIKE), None
    for piece in known.pieces:
        rows = [(one, span) for r, one, span in rivals_in(piece.text) if r == row]
        if not rows:
            continue
        alike = max(laid.alike(known.bare(text), piece) for text in around)
        if alike >= _NEAR and any(one == member for one, _ in rows):
            return None
        if alike >= best and not piece.denies and not denied_at(piece.text, rows[0][1][0]):
            best, found = alike, piece.passage if piece.passage.topic != "mistake" else found
    return found


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
