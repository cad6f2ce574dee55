"""The work as a force in the plot: each episode stands on a step of it and turns on a fact of it."""

from __future__ import annotations

import re
from collections import Counter

from scriptgen.programmes import programmes_of
from scriptgen.story.facts import Fact
from scriptgen.story.plan import Plan
from scriptgen.story.sheets import Sheet

SNAGS = ("error", "hurt", "deadline", "conflict", "sense", "material")  # what stands in the way
_WORK_ITSELF = ("process", "tool")  # what stands in the way where nothing goes wrong any more
HINGES = ("test", "find", "irreversible", "mark", "hide", "tool", "word", "custom")  # what decides
_CLAUSE = re.compile(r"[，。；：、！？]")
_LONGEST = 18
_SHOWINGS = 2  # how often each picture of a fact may stand in the way or decide


def weave(plan: Plan) -> None:
    """Give every episode, in place, the step that hands are at, what hinders it, what decides it.

    Steps go forward with the series. A snag or a hinge is of the kind that the episode's own last
    lines ask for, where they ask for one; else of the kind least used so far.
    """
    steps = sorted(
        (f for f in plan.work.steps if f.passage), key=lambda f: (f.step is None, f.step or 0)
    )
    told = {t for one in programmes_of(plan.brief.programme) for t in one.topics}
    used: Counter[str] = Counter()
    for sheet in plan.sheets:
        share = (sheet.number - 1) / max(1, len(plan.sheets) - 1)
        at = round(share * (len(steps) - 1)) if steps else 0
        sheet.doing = steps[at] if steps else None
        sheet.snag = _one_of(SNAGS, plan, sheet, used, told) or _one_of(
            _WORK_ITSELF, plan, sheet, used, told
        )
        sheet.hinge = _one_of(HINGES, plan, sheet, used, told)
        for fact in (sheet.doing, sheet.snag, sheet.hinge):
            if fact:
                used[fact.passage] += 1
                used[fact.topic] += 1


def _one_of(
    topics: tuple[str, ...], plan: Plan, sheet: Sheet, used: Counter[str], told: set[str]
) -> Fact | None:
    asked = [topic for line in sheet.step.tail for topic in line.topics if topic in topics]
    facts = [
        fact
        for topic in topics
        for fact in plan.work.facts.get(topic, ())
        if fact.passage
        and fact.text
        and used[fact.passage] < len(fact.actions) * _SHOWINGS
        and not fact.at
        and not (fact.air and plan.work.trade.quiet)  # only seen in passing
    ]
    return min(
        facts,
        default=None,
        key=lambda f: (
            used[f.passage] + f.air,
            f.topic not in asked,
            f.topic not in told,
            used[f.topic],
            topics.index(f.topic),
            f.passage,
        ),
    )


def clause_of(fact: Fact) -> str:
    """Return the first clause of what a passage says, short enough for a beat."""
    parts = [p for p in _CLAUSE.split(re.sub(r"[（(][^（）()]*[)）]", "", fact.text)) if p]
    text = parts[0] if parts else fact.title
    if len(text) < 5 and len(parts) > 1:
        text = f"{text}，{parts[1]}"
    return text[:_LONGEST]
