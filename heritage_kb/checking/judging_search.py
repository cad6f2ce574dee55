"""What the nearest passages say of a sentence that names nothing known (大漆要阴干)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_kb.checking.facts import quantities_in
from heritage_kb.checking.foretelling import PASSED_OVER, foretelling
from heritage_kb.checking.judgement import Judgement, Said, Subject
from heritage_kb.checking.judging import judge, outcome
from heritage_kb.checking.judging_words import judge_words
from heritage_kb.checking.lexicon import OUTER
from heritage_kb.tokens import tokens

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_UNNAMED = 0.68  # of a sentence that names nothing, which a passage must hold
_SHORTEST = 6  # characters of a sentence that is worth a search


def judge_by_search(said: Said, kb: KnowledgeBase) -> tuple[str | None, Judgement | None]:
    """Return what the best passages say of a sentence that names nothing known (大漆要阴干)."""
    if len(said.text) < _SHORTEST or OUTER.search(said.text):
        return None, None
    figures = kb.calendar.years_in(said.text) or quantities_in(said.text)
    pairs = {t for t in tokens(said.text) if len(t) > 1}
    if not foretelling(kb).may_tell(said, pairs, _UNNAMED, bool(figures)):
        return None, None
    for hit in kb.search(said.text, 3):
        if hit.entry.kind in PASSED_OVER:
            continue
        subject = Subject.of(hit.entry, kb)
        names = (*hit.entry.names, *map(str, hit.entry.fields.get("keywords", ())))
        near = pairs & {t for name in names for t in tokens(name) if len(t) > 1}
        one = outcome(judge(said, subject, kb)) if near and not figures else None
        if one is not None and one.verdict in ("supported", "contradicted"):
            return hit.entry.id, one
        for told in judge_words(said, subject, kb, floor=_UNNAMED):
            return hit.entry.id, told
    return None, None
