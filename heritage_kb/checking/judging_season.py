"""Judging what is said to be done when: 夏天晒、冬天捞冰."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heritage_kb.checking.judgement import Judgement, Said, Subject, affirmed, against, borne
from heritage_kb.normal import folded
from heritage_kb.records import Passage

_PAIR = re.compile(
    "(春|夏|秋|冬|伏|腊)(?:[天季里日月九伏上]|三九|数九|三伏)*(?:里|时|间)?[，]?(?:要|得|就|才|再|去|来|给|拿|把|是)*([\u4e00-\u9fff])([\u4e00-\u9fff]?)"
)
_SAME = {"伏": "夏", "腊": "冬"}


def judge_seasons(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Yield a contradiction where two seasons have changed their work, support where they fit."""
    mine = _pairs(said.sentence)
    if len({season for season, _ in mine}) < 2 or said.text not in said.sentence:
        return
    best: tuple[int, Passage] | None = None
    for passage in subject.passages:
        known = _pairs(folded(affirmed(passage)))
        verbs = {verb for _, verb in known}
        shared = [(s, v) for s, v in mine if v in verbs]
        if len({s for s, _ in shared}) < 2:
            continue
        right = sum(pair in known for pair in shared)
        if right == 0:
            yield against(said.text, passage)
            return
        if right == len(shared) and (best is None or right > best[0]):
            best = right, passage
    if best is not None:
        yield borne(said.text, best[1])


def _pairs(text: str) -> set[tuple[str, str]]:
    """Return (season, what is done) for each season of a text, by the letter of its verb."""
    found = set()
    for match in _PAIR.finditer(text):
        season = _SAME.get(match.group(1), match.group(1))
        found.add((season, match.group(2)))
        found |= {(season, match.group(3))} if match.group(3) else set()
    return found
