"""Heritage: things out of their time, claims without support, names that need a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import heritage_kb
from scriptgen.reviewing.context import Context
from scriptgen.reviewing.findings import Finding, Line, Review, in_scene
from scriptgen.series import FACTUAL

_HERO = re.compile(r"烈士|革命|抗日|八路|英雄|红军|牺牲")
_ALLOWED_KINDS = ("dialogue", "vo", "os", "action", "caption", "mark")


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding about facts, years and persons."""
    year = story_year(review.context)
    for episode, scene in review.script.scenes():
        for line in scene.lines:
            where = in_scene(episode, scene, line)
            if year is not None:
                yield from _out_of_time(review, line, year, where)
            yield from _claims(review, line, where)
            yield from _heroes(review, line, where)


def story_year(context: Context) -> tuple[int, int] | None:
    """Return the first and last year of the story; None when nothing was said."""
    if context.year is not None:
        return context.year, context.year
    if context.period:
        period = heritage_kb.open().period(context.period)
        if period.start is not None and period.end is not None:
            return period.start, period.end
    return None


def _out_of_time(
    review: Review, line: Line, years: tuple[int, int], where: dict[str, Any]
) -> Iterator[Finding]:
    """A term is out of time only when it fits no year of the story."""
    first, last = years
    for spot in review.kb.terms_in(line.text, first):
        if not spot.out_of_years:
            continue
        term, early = spot.term, spot.verdict == "early"
        if any(not other.out_of_years for other in review.kb.terms_in(spot.text, last)):
            continue
        when = f"约{_year(term.earliest)}才有" if early else f"约{_year(term.latest)}以后已无"
        word = spot.text
        yield review.finding(
            "ANACHRONISM.TERM",
            f"“{word}”{when}，剧中是{_year(last if early else first)}。",
            term=word,
            suggestion="换成当时有的东西。",
            **where,
            severity="error" if term.confidence == "high" else "warning",
            evidence=[
                {
                    "term": term.id,
                    "earliest": term.earliest,
                    "latest": term.latest,
                    "note": term.note,
                    "sources": list(term.sources),
                    "confidence": term.confidence,
                }
            ],
        )


def _year(year: int | None) -> str:
    if year is None:
        return "待考之年"
    return f"公元前{-year}年" if year < 0 else f"{year}年"


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


def _heroes(review: Review, line: Line, where: dict[str, Any]) -> Iterator[Finding]:
    for start, end, entry in review.kb.names_in(line.text):
        if entry.kind != "person":
            continue
        about = " ".join(str(value) for value in entry.fields.values())
        if _HERO.search(about):
            name = line.text[start:end]
            yield review.finding(
                "HERO",
                f"写到{name}，请专人审看姓名、称谓与言行。",
                term=name,
                severity="warning" if review.context.villain or review.context.sponsor else "info",
                suggestion="依英雄烈士保护法，由编审人员定。",
                **where,
            )
