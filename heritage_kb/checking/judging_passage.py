"""Bearing out a sentence by one passage that says all of it in its own order of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_kb.checking.facts import quantities_in
from heritage_kb.checking.foretelling import foretelling
from heritage_kb.checking.grounding import borne_out
from heritage_kb.checking.judgement import Judgement
from heritage_kb.checking.strays import Strays
from heritage_kb.normal import normal
from heritage_kb.tokens import tokens

if TYPE_CHECKING:
    from heritage_kb.checking.linking import Mention
    from heritage_kb.records import Entry, Passage
    from heritage_kb.store import KnowledgeBase

_FAINT = frozenset("的了是在有和与及而之其也都为以于等这那个要用可就还又才着过里")
_COUNTED = 0.3  # of the pairs of a sentence whose numbers and years the passage all has
_PLAIN = 0.6  # of the pairs of a sentence without numbers
_FEWEST = 4  # pairs without numbers that are enough to speak of saying the same
_FEWEST_COUNTED = 2  # likewise, with a number that both have
_SEARCHED = 2  # entries looked at where the sentence names nothing


def judge_by_passage(
    text: str, mentions: list[Mention], kb: KnowledgeBase
) -> tuple[str, Judgement] | None:
    """Return the entry and the passage that says what a sentence says, None where none does.

    Every number and year of the sentence must stand in the passage, every name in it or among the
    names of its entry; then so many of its pairs of characters.
    """
    counted = bool(quantities_in(text) or kb.calendar.years_in(text))
    best: tuple[float, str, Passage] | None = None
    strays = Strays(text, kb)
    for entry in _entries(text, mentions, counted, kb):
        for passage in kb.passages_of(entry):
            share = _share(text, passage, entry, mentions, kb)
            if share < (_COUNTED if counted else _PLAIN) or (best and share <= best[0]):
                continue
            if not strays.beyond("".join((passage.text, *entry.names, entry.city, entry.county))):
                best = share, entry.id, passage
    if best is None:
        return None
    _, id, passage = best
    why = f"见于：{passage.text.rstrip('。')}"
    return id, Judgement(verdict="supported", passage=passage.id, why=why)


def _entries(text: str, mentions: list[Mention], counted: bool, kb: KnowledgeBase) -> list[Entry]:
    """Return what is named with its parts, else, for a sentence with numbers, what is found."""
    named = [e for m in mentions for e in m.entries if e.kind not in ("place", "period")]
    if not named and counted and _may_be_held(text, mentions, kb):
        named = [hit.entry for hit in kb.search(text, _SEARCHED) if hit.close]
    parts = [kb.entries[id] for e in named for id in e.related if id in kb.entries]
    near = [p for p in parts if p.kind in ("structure", "site", "craft", "event", "product")]
    return list({e.id: e for e in (*named, *near[:12])}.values())


def _may_be_held(text: str, mentions: list[Mention], kb: KnowledgeBase) -> bool:
    """Tell whether any passage at all could bear a sentence with numbers out."""
    pairs = {t for t in tokens(text) if len(t) == 2}
    told = foretelling(kb).with_pairs(pairs, _FEWEST_COUNTED)
    return told is None or any(
        _share(text, passage, kb.entries[passage.entry], mentions, kb) >= _COUNTED
        for passage in told
    )


def _share(
    text: str, passage: Passage, entry: Entry, mentions: list[Mention], kb: KnowledgeBase
) -> float:
    if passage.topic == "mistake" or passage.claim_kind == "合理虚构":
        return 0.0
    known, counted = quantities_in(passage.text), quantities_in(text)
    if not all(any(said.agrees(one) for one in known) for said in counted):
        return 0.0
    dated = kb.calendar.years_in(passage.text)
    if not all(any(borne_out(w, k) for k in dated) for w in kb.calendar.years_in(text)):
        return 0.0
    plain = normal(passage.text)
    told = plain + normal(" ".join((*entry.names, entry.city, entry.county)))
    if not all(any(normal(n) in told for e in m.entries for n in e.names) for m in mentions):
        return 0.0
    pairs = _pairs(text, entry)
    held = [pair for pair in pairs if pair in plain]
    fewest = _FEWEST_COUNTED if known and counted else _FEWEST
    return len(held) / len(pairs) if len(held) >= fewest else 0.0


def _pairs(text: str, entry: Entry) -> set[str]:
    bare = normal(text)
    for name in sorted(entry.names, key=len, reverse=True):
        bare = bare.replace(normal(name), " ")
    return {t for t in tokens(bare) if len(t) == 2 and not t.isascii() and not _FAINT & set(t)}
