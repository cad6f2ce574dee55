"""Does each line rest on what it cites? What is said of heritage without a source is found here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_kb import KnowledgeBase
from scriptgen.series import FACTUAL, Element, Episode
from scriptgen.story.plan import Plan

if TYPE_CHECKING:
    from heritage_kb.checking.grounding import Mismatch

_NAMED = ("site", "structure", "craft", "opera", "event", "person", "product")


def ground(episode: Episode, plan: Plan, kb: KnowledgeBase) -> None:
    """Check an episode's lines in place: cite what is named, soften what goes beyond its passage."""
    own = {p.name for p in plan.cast.people.values()}
    for scene in episode.scenes:
        for element in scene.elements:
            if element.type != "mark":
                ground_line(element, own, kb)


def ground_line(element: Element, own: set[str], kb: KnowledgeBase) -> None:
    """Check one line: a claim beyond its passages becomes 合理虚构; a bare name gets its source."""
    factual = element.claim_kind in FACTUAL
    if factual and element.citations and beyond(element.text, element.citations, own, kb):
        element.claim_kind = "合理虚构"
    if not element.citations:
        _cite_names(element, own, kb)


def beyond(text: str, citations: list[str], own: set[str], kb: KnowledgeBase) -> list[Mismatch]:
    """Return what a line states beyond its passages; the story's own people are no claim."""
    return [
        m
        for m in kb.check_against(text, citations)
        if not any(m.text in name or name in m.text for name in own)
    ]


def _cite_names(element: Element, own: set[str], kb: KnowledgeBase) -> None:
    for start, end, entry in kb.names_in(element.text, kinds=_NAMED):
        if end - start < 3 or entry.title in own or any(name in own for name in entry.names):
            continue
        passages = kb.passages_of(entry)
        if passages:
            told = next((p for p in passages if p.topic == "overview"), passages[0])
            element.citations.append(told.id)  # what it is, not how it was once mended
            element.claim_kind = "合理虚构"
