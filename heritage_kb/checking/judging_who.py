"""Judging whether what somebody is said to have done is told of somebody else.

The name is blanked, and what is left is laid beside what the search finds for it: where one piece of
a passage has most of its words and names another, and nothing there or of his own tells it of him, he
did not do it. So a deed needs no name of its own (把燕云十六州送给契丹的，是刘知远).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from heritage_kb.checking.aligning import Known, Piece, aligner
from heritage_kb.checking.clauses import denied_at
from heritage_kb.checking.dates_said import dates_in
from heritage_kb.checking.fiction import tells_story
from heritage_kb.checking.judgement import Judgement, Said, against
from heritage_kb.checking.judging_focus import named_in, people_in
from heritage_kb.checking.register import reads_stated
from heritage_kb.normal import folded
from heritage_kb.records import Entry, Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_FOUND = 6  # entries taken from the search
_ASIDE = ("term", "word", "place", "period")
_FEW = 5  # units of a deed of which nothing can be told
# Of a deed's words, in one piece of a passage; more where somebody acts, or where rules bear out a part.
_ALIKE, _ALIKE_STORY, _ALIKE_BORNE = 0.30, 0.5, 0.37
_OWN = 0.6  # of that, in what is told of him himself: then he has to do with it
_READS = -0.5
_WORK = re.compile("《([^》]{2,12})》")
_WROTE = re.compile(
    "作者|[写撰著编作注考][的成了过出]|写作|所[写撰著作]|笔下|手笔|之手|出自|是[^，]{0,8}(?:写|著|撰|注|编|考)"
)
# A ruler who is a date (康熙初年, 乾隆戏), one who is compared or denied.
_DATES = re.compile("^(?:[年初末朝时间戏]|那会儿|那阵|那[朝时年]|在位|[一二三四五六七八九十元]+年)")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Deed:
    """Where a deed is told: the entry, the piece of its passages, the share of the words."""

    known: Known
    piece: Piece
    alike: float


def judge_who(
    said: Said, kb: KnowledgeBase, *, borne: bool = False
) -> Iterator[tuple[str, Judgement]]:
    """Yield (entry id, judgement) where another is known for what a sentence says of somebody.

    Args:
        said: the whole sentence.
        kb: the knowledge base.
        borne: whether rules bear out a part of it; the deed must then be told more clearly.
    """
    named = list(named_in(said))
    if not named or reads_stated(said.text) < _READS:
        return
    story = tells_story(said.text)
    least = _ALIKE_STORY if story else _ALIKE_BORNE if borne else _ALIKE
    dated = [when.span for when in dates_in(said.text, kb)]
    for start, end, names in named:
        after = said.text[end:]
        if denied_at(said.text, start) or _DATES.match(after):
            continue
        if any(a <= start and end <= b for a, b in dated):
            continue
        his = {e.id: e for m in said.mentions if m.start == start for e in m.entries}
        told = _of_author(said.text, his, names, kb)
        if told is not None:
            yield told.entry, against(said.text[start:end], told)
            return
        deed = _deed(said.text[:start] + "|" + after, his, names, kb)
        if deed is not None and deed.alike >= least:
            yield deed.known.entry.id, against(said.text[start:end], deed.piece.passage)
            return


def _of_author(
    text: str, his: dict[str, Entry], names: set[str], kb: KnowledgeBase
) -> Passage | None:
    """Return the passage that tells a work of somebody, where no passage tells it of whom it is given."""
    work = _WORK.search(text)
    if work is None or not _WROTE.search(text):
        return None
    told = _telling(work.group(1), kb)
    if any(p.entry in his for p in told) or work.group(1) in "".join(e.title for e in his.values()):
        return None
    if any(name in folded(p.text) for p in told for name in names):
        return None
    return next((p for p in told if kb.entries[p.entry].kind == "person"), None)


@lru_cache(maxsize=1024)
def _telling(title: str, kb: KnowledgeBase) -> tuple[Passage, ...]:
    """Return the passages that name a work."""
    return tuple(p for p in kb.passages.values() if title in folded(p.text))


def _deed(text: str, his: dict[str, Entry], names: set[str], kb: KnowledgeBase) -> _Deed | None:
    """Return where a deed is told of another than the one whose name was blanked."""
    laid, best = aligner(kb), None
    own = max((_told(text, laid.known(entry), kb) for entry in his.values()), default=0.0)
    for hit in kb.retriever.worded(text.replace("|", ""), _FOUND):
        entry = hit.entry
        if entry.id in his or entry.kind in _ASIDE:
            continue
        known = laid.known(entry)
        if any(name in known.text or name in folded("".join(entry.names)) for name in names):
            own = max(own, _told(text, known, kb))
            continue
        for piece in known.affirming:
            alike = laid.alike(known.bare(text), piece, _FEW)
            if (best is None or alike > best.alike) and _names_another(piece, entry, kb):
                best = _Deed(known=known, piece=piece, alike=alike)
    return best if best is not None and own <= _OWN * best.alike else None


def _told(text: str, known: Known, kb: KnowledgeBase) -> float:
    """Return the most of a deed's words that one piece of what is told of a thing has."""
    bare = known.bare(text)
    return max((aligner(kb).alike(bare, piece, 1) for piece in known.pieces), default=0.0)


def _names_another(piece: Piece, entry: Entry, kb: KnowledgeBase) -> bool:
    return entry.kind == "person" or bool(people_in(piece.text, kb))
