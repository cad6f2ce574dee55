"""Heritage: claims without support."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scriptgen.reviewing.findings import Finding, Line, Review, in_scene
from scriptgen.series import FACTUAL

_ALLOWED_KINDS = ("dialogue", "vo", "os", "action", "caption", "mark")


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding about facts."""
    for episode, scene in review.script.scenes():
        for line in scene.lines:
            where = in_scene(episode, scene, line)
            yield from _claims(review, line, where)


def _claims(review: Review, line: Line, where: dict[str, Any]) -> Iterator[Finding]:
    if line.claim_kind is None and not line.citations:
        yield from _unmarked(review, line, where)
        return
    if line.claim_kind in FACTUAL and not line.citations:
        yield review.finding(
            "CLAIM.UNCITED",
            f"这一行标作{line.claim_kind}，却没有引文段。",
            suggestion="补引文段，或改标合理虚构。",
            **where,
        )
    missing = [name for name in line.citations if name not in review.kb.passages]
    for name in missing:
        yield review.finding(
            "CLAIM.MISSING",
            f"所引文段 {name} 不在知识库里。",
            term=name,
            suggestion="换一条在库的文段。",
            **where,
        )
    passages = [review.kb.passages[name] for name in line.citations if name not in missing]
    if passages and line.claim_kind in FACTUAL:
        for mismatch in review.kb.check_against(line.text, passages):
            yield review.finding(
                "CLAIM.MISMATCH",
                f"与所引文段不合：{mismatch.why}",
                term=mismatch.text,
                suggestion="照文段改，或换一条文段。",
                **where,
                evidence=[_passage(p) for p in passages],
            )


def _unmarked(review: Review, line: Line, where: dict[str, Any]) -> Iterator[Finding]:
    """A line of an imported script says nothing of its claims: check what it states."""
    if line.type not in _ALLOWED_KINDS or len(line.text) < 4:
        return
    for claim in review.kb.check(line.text):
        passage = review.kb.passages.get(claim.passage) if claim.passage else None
        evidence = [_passage(passage)] if passage else []
        if claim.verdict == "contradicted":
            yield review.finding(
                "CLAIM.CONTRADICTED",
                f"与知识库相悖：{claim.why}",
                term=claim.text,
                suggestion="照文段改，或写明是虚构。",
                evidence=evidence,
                **where,
            )
        elif claim.verdict == "not_in_kb":
            yield review.finding(
                "CLAIM.UNKNOWN",
                f"待核实：{claim.why}",
                term=claim.text,
                suggestion="补一条来源，或写明是虚构。",
                **where,
            )


def _passage(passage: Any) -> dict[str, Any]:
    return {
        "passage": passage.id,
        "entry": passage.entry,
        "text": passage.text,
        "sources": list(passage.sources),
        "confidence": passage.confidence,
    }
