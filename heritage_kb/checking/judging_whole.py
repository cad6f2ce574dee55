"""Judging a sentence as a whole: what it is nearest to, and a learned judge of how it lies there.

The search finds what a sentence may be about, beside what it names. The best of these is laid
beside it (``aligning``), and a logistic regression of four outcomes weighs what is seen. Its
weights were fitted on judged sentences of several authors (``benchmarks/fit_judge.py``). The
embedded model is not asked: it made no verdict better, and every line of a script is checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp
from typing import TYPE_CHECKING

from heritage_kb.checking.aligning import Aligned, aligner
from heritage_kb.checking.claim_subjects import other_head
from heritage_kb.checking.fiction import features, says_of_a_thing, tells_story, total_of
from heritage_kb.checking.judgement import Judgement, Said, Subject, against, borne, plain
from heritage_kb.checking.judging_day import another_year
from heritage_kb.checking.judging_instead import judge_instead
from heritage_kb.checking.judging_turned import judge_turned
from heritage_kb.checking.lexicon import OUTER
from heritage_kb.checking.register import reads_stated
from heritage_kb.checking.values_said import values_in

if TYPE_CHECKING:
    from heritage_kb.records import Entry, Passage, Verdict
    from heritage_kb.store import KnowledgeBase

VERDICTS: tuple[Verdict, ...] = ("supported", "contradicted", "not_in_kb", "fiction")
_FOUND = 4  # entries taken from the search
_LINKED = 3  # entries taken from the names
_ASIDES = ("term", "period", "place")  # kinds of entries that bear out, and deny nothing
_ALONE = 0.5  # how far ahead of others a thing is that is the only one
_LEAST = 8  # characters of a statement that names nothing
# How a sentence reads, below which it is not looked at: a search costs 5 ms. One that names a
# thing may read a little more like story.
_READS, _READS_NAMED = -0.5, -1.0
# Chosen on sentences whose author was left out of the fit.
_SUPPORTED, _CONTRADICTED, _STATED = 0.48, 0.6, 0.8
_BARE = 0.7  # a contradiction of a named thing without another value or a denial
_UNNAMED_THING = 0.75  # a contradiction of what a sentence does not name
_DENIED = 0.5  # of the words that a passage denies, affirmed (or the other way about)
_WARNED = 0.45  # of a sentence's words, in what a passage calls a mistake
_TOLD = 0.6  # of its words, in one passage, where it does not name the thing
_ALIKE = 0.45  # of the words around a value, where the thing is not named
# Of its words, in all passages of a thing and in one: it is of that thing though it names it not.
_TOLD_OF_IT, _TOLD_IN_ONE = 0.55, 0.35
_ENOUGH = 10  # characters; a shorter one is worded like something by chance
_ALIKE_BORNE, _AGAINST_BORNE = 0.4, 0.7  # of a value beside others that rules bear out
_NEVER = 1.1
# How a sentence of which nothing is known must read, and how much more so where it names nothing or
# somebody acts in it.
_READS_STATED, _UNNAMED, _ACTS = -0.2, 0.7, 2.1
_LONGEST = 60  # characters; a longer sentence is no longer
# Pairs that say more together than one by one.
_TOGETHER = (
    ("absent", "mean"),
    ("absent", "linked"),
    ("absent", "named"),
    ("clash", "linked"),
    ("clash", "mean"),
    ("held", "mean"),
    ("held near", "passage"),
    ("denies", "mean"),
    ("reads", "told"),
    ("reads", "mean"),
    ("reads", "absent"),
    ("reads", "linked"),
    ("reads", "clash"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """What a sentence comes to. ``entry`` is the id of what it was laid beside."""

    verdict: Verdict
    entry: str | None
    judgement: Judgement | None = None


def judge_whole(said: Said, subjects: Sequence[Subject], kb: KnowledgeBase) -> Whole:
    """Return what a sentence comes to that no rule has judged.

    Args:
        said: the whole sentence.
        subjects: what it may be about by its names, likeliest first.
        kb: the knowledge base.
    """
    named = subjects[0].entry.id if subjects else None
    seen = nearest(said, subjects, kb)
    unknown: Verdict = "not_in_kb" if says_of_a_thing(said) else "fiction"
    if seen is None:
        return Whole(verdict=unknown, entry=named)
    near, numbers = seen
    odds = dict(zip(VERDICTS, _odds(numbers), strict=True))
    if 1 - odds["fiction"] < _STATED:
        return Whole(verdict=unknown, entry=named)
    entry = near.known.entry.id
    supported = _bears_out(numbers, odds) and not near.open
    named_here = bool(numbers["linked"] or numbers["named"])
    if (named_here or _is_of(said, numbers)) and (one := word_off(said, near.known.subject, kb)):
        return Whole(verdict="contradicted", entry=entry, judgement=one)
    if supported and near.best:
        passage = near.best.passage
        one = Judgement(verdict="supported", passage=passage.id, why=f"见于：{plain(passage)}")
        return Whole(verdict="supported", entry=entry, judgement=one)
    if odds["contradicted"] >= _least(said, near, numbers) and near.best:
        right = _corrected(said, near, kb)
        if right is not None:
            return Whole(verdict="supported", entry=entry, judgement=borne(said.text, right))
        return Whole(verdict="contradicted", entry=entry, judgement=_otherwise(said, near))
    verdict: Verdict = "not_in_kb" if _stated(said, numbers) else unknown
    return Whole(verdict=verdict, entry=named or entry)


def word_off(said: Said, subject: Subject, kb: KnowledgeBase) -> Judgement | None:
    """Return the contradiction of a sentence that a passage has but for a word or a letter."""
    turned = another_year(said, subject) or next(judge_turned(said, subject, kb), None)
    return turned or next(judge_instead(said, subject, kb), None)


def second_look(
    said: Said, subjects: Sequence[Subject], kb: KnowledgeBase, borne: str
) -> Whole | None:
    """Return the contradiction of a sentence that rules bear out in part, where it is sure.

    Args:
        said: the whole sentence.
        subjects: what it may be about, likeliest first.
        kb: the knowledge base.
        borne: why the rules bear it out; what is named there is not held against it.
    """
    words = (said.text[slice(*value.span)] for value in values_in(said.text, kb))
    if all(word in borne for word in words):
        return None
    seen = nearest(said, subjects, kb)
    if seen is None or seen[0].clash is None:
        return None
    near, clash = seen[0], seen[0].clash
    word = said.text[slice(*clash.said.span)]
    if clash.alike < _ALIKE_BORNE or word in borne or _odds(seen[1])[1] < _AGAINST_BORNE:
        return None
    one = against(word, clash.piece.passage)
    return Whole(verdict="contradicted", entry=near.known.entry.id, judgement=one)


def nearest(
    said: Said, subjects: Sequence[Subject], kb: KnowledgeBase
) -> tuple[Aligned, dict[str, float]] | None:
    """Return the thing that a sentence lies nearest to, and what is weighed of it by name.

    None where the sentence is plainly story, or nothing is near.
    """
    if not said.mentions and len(said.text) < _LEAST:
        return None  # 一共十二样, 天冷: of what, nobody can ask
    reads = reads_stated(said.text)
    if reads < (_READS_NAMED if said.mentions else _READS):
        return None
    rows = [
        (aligner(kb).aligned(said.text, entry), first, linked)
        for entry, first, linked in _candidates(said, subjects, kb)
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: -_fits(row[0].numbers, row[1], row[2]))
    near, first, linked = rows[0]
    fits = [_fits(row[0].numbers, row[1], row[2]) for row in rows]
    numbers = {
        **near.numbers,
        "linked": float(linked),
        "first": float(first),
        "ahead": fits[0] - fits[1] if len(fits) > 1 else _ALONE,
        "marks": total_of(features(said, subjects[0] if subjects else None, kb)),
        "reads": reads,
        "long": min(len(said.text), _LONGEST) / 20,
        "outer": float(bool(OUTER.search(said.text))),
        "outer first": float(bool(OUTER.match(said.text))),
    }
    for one, two in _TOGETHER:
        numbers[f"{one} × {two}"] = numbers[one] * numbers[two]
    return near, numbers


def _candidates(
    said: Said, subjects: Sequence[Subject], kb: KnowledgeBase
) -> Iterator[tuple[Entry, bool, bool]]:
    """Yield (entry, the search has it first, the sentence names it)."""
    linked = {s.entry.id: s.entry for s in subjects[:_LINKED] if s.entry.kind != "place"}
    hits = kb.retriever.worded(said.text, _FOUND)
    found = {hit.entry.id: hit.entry for hit in hits}
    for id, entry in {**found, **linked}.items():
        yield entry, bool(hits) and id == hits[0].entry.id, id in linked


def _fits(numbers: dict[str, float], first: bool, linked: bool) -> float:
    """Return how likely a sentence is about a thing."""
    told = numbers["told"] + 0.5 * numbers["passage"] + 0.6 * numbers["named"]
    return told + 0.15 * linked + 0.1 * first


def _stated(said: Said, numbers: dict[str, float]) -> bool:
    """Tell whether a sentence of which nothing is known is surely a statement."""
    unnamed = not numbers["linked"] and not numbers["named"]
    least = _READS_STATED + _UNNAMED * unnamed + _ACTS * tells_story(said.text)
    return numbers["reads"] >= least


def _least(said: Said, near: Aligned, numbers: dict[str, float]) -> float:
    """Return the least odds of a contradiction: the less is told otherwise, the more."""
    if numbers["linked"] or numbers["named"]:
        return _CONTRADICTED if near.clash or _denied(numbers) else _BARE
    if near.known.entry.kind in _ASIDES or other_head(said.text, near.known.subject):
        return _NEVER
    if numbers["reads"] < _READS:
        return _NEVER  # 七天，走到太原: of whom, nobody can ask
    alike = near.clash is not None and near.clash.alike >= _ALIKE
    denied = _denied(numbers) and numbers["passage"] >= _TOLD
    return _UNNAMED_THING if alike or denied or _is_of(said, numbers) else _NEVER


def _bears_out(numbers: dict[str, float], odds: dict[Verdict, float]) -> bool:
    """Tell whether a sentence is rather borne out; of two that are even where nothing differs."""
    rather = odds["supported"] >= odds["contradicted"]
    even = not numbers["absent"] and not _denied(numbers) and odds["contradicted"] < _BARE
    return odds["supported"] >= _SUPPORTED and (rather or even)


def _is_of(said: Said, numbers: dict[str, float]) -> bool:
    """Tell whether a statement that does not name a thing is worded like what is known of it."""
    if tells_story(said.text) or len(said.text) < _ENOUGH:
        return False
    return numbers["told"] >= _TOLD_OF_IT and numbers["passage"] >= _TOLD_IN_ONE


def _corrected(said: Said, near: Aligned, kb: KnowledgeBase) -> Passage | None:
    """Return the passage on mistakes that has a sentence as what is right, or None."""
    passage = near.best.passage if near.best and near.clash is None else None
    if passage is None or passage.topic != "mistake":
        return None
    return passage if aligner(kb).sets_right(said.text, near.known, passage) else None


def _denied(numbers: dict[str, float]) -> bool:
    """Tell whether a sentence affirms what a passage denies or warns of, or denies what one affirms."""
    if numbers["best is mistake"] and not numbers["denies"] and numbers["mistake"] >= _WARNED:
        return True
    return max(numbers["affirms denied"], numbers["denies affirmed"]) >= _DENIED


def _otherwise(said: Said, near: Aligned) -> Judgement:
    """Return a contradiction with the value that is told otherwise, else with the nearest passage."""
    if near.clash is not None:
        return against(said.text[slice(*near.clash.said.span)], near.clash.piece.passage)
    assert near.best is not None
    return against(said.text, near.best.passage)


def _odds(numbers: dict[str, float]) -> list[float]:
    """Return the odds of the four verdicts, which sum to 1."""
    names, weights = _fitted()
    table = [numbers[name] for name in names]
    sums = [base + sum(w * x for w, x in zip(row, table, strict=True)) for base, *row in weights]
    most = max(sums)
    each = [exp(one - most) for one in sums]
    return [one / sum(each) for one in each]


@lru_cache(maxsize=1)
def _fitted() -> tuple[list[str], list[list[float]]]:
    """Return the names of what is weighed, and for each verdict its base and their weights."""
    file = files("heritage_kb").joinpath("data", "judge.json")
    data = json.loads(file.read_text(encoding="utf-8"))
    return data["names"], data["weights"]
