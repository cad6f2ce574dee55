"""Checking the facts of a scene: what it cites, what it quotes, and what it states anywhere.

What a line states is looked for in the line and in the scene as it runs on, without regard to
where a citation was put: a claim cannot hide in a line that is called invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from heritage_kb import KnowledgeBase
from heritage_kb.records import Claim, Passage
from scriptgen.grounding import beyond
from scriptgen.series import FACTUAL, Element
from scriptgen.writing.faults import Fault
from scriptgen.writing.pack import Pack
from scriptgen.writing.quotes import misquotes
from scriptgen.writing.resting import rests

_MARK = "引一条给出的、说了这件事的文段；没有就改成不陈述史实的话，标作虚构。"
Check = Callable[[str], list[Claim]]


@dataclass(slots=True)
class Stated:
    """What the knowledge base says of a line."""

    contradicted: list[Claim] = field(default_factory=list)
    unknown: list[Claim] = field(default_factory=list)
    supported: list[Claim] = field(default_factory=list)


def stated(elements: list[Element], check: Check) -> list[Stated]:
    """Return, for each line, its claims: read alone, and as the scene runs on."""
    found = [Stated() for _ in elements]
    starts, whole = [], ""
    for element in elements:
        starts.append(len(whole))
        whole += ("" if element.type == "mark" else element.text) + "\n"
    for at, element in enumerate(elements):
        said = [] if element.type == "mark" else [element.text, element.parenthetical or ""]
        for claim in (one for text in said if text for one in check(text)):
            _sort(found[at], claim)
    for claim in check(whole):
        at = max(n for n, start in enumerate(starts) if start <= claim.span[0])
        if claim.verdict == "contradicted":
            _sort(found[at], claim)
    return found


def _proof(claims: Stated) -> str:
    """Return the passage that bears a line out, where one does."""
    return next((c.passage for c in claims.supported if c.passage), "") or ""


def _sort(into: Stated, claim: Claim) -> None:
    rows = {
        "contradicted": into.contradicted,
        "not_in_kb": into.unknown,
        "supported": into.supported,
    }.get(claim.verdict)
    if rows is not None and not any(c.text == claim.text for c in rows):
        rows.append(claim)


def fact_faults(
    elements: list[Element], pack: Pack, own: set[str], kb: KnowledgeBase, check: Check
) -> Iterator[Fault]:
    """Yield what is wrong with the facts of a scene.

    Args:
        elements: the lines.
        pack: the passages that may be cited.
        own: names of the story's own people.
        kb: the knowledge base.
        check: its ``check``, which may remember what it was asked.
    """
    for at, (element, claims) in enumerate(zip(elements, stated(elements, check), strict=True)):
        yield from _of_ids(at, element, pack, kb)
        yield from _of_quotes(at, element, pack)
        for claim in claims.contradicted:
            yield Fault(
                code="CLAIM.CONTRADICTED", grade="error", line=at, text=claim.text,
                passage=claim.passage or "", message=f"与知识库相悖：{claim.why}",
                fix="照知识库改对，或不说这件事。",
            )  # fmt: skip
        if element.claim_kind in FACTUAL and element.type != "mark":
            yield from _of_kind(at, element, claims, pack, own, kb)
        elif not element.citations and _proof(claims) and not claims.contradicted:
            yield Fault(
                code="CLAIM.UNCITED", grade="label", line=at, text=claims.supported[0].text,
                passage=_proof(claims), message="说的是有据之事，没有引文段",
                fix="补引文段。",
            )  # fmt: skip


def _of_ids(at: int, element: Element, pack: Pack, kb: KnowledgeBase) -> Iterator[Fault]:
    for id in element.citations:
        if id in pack:
            continue
        known = id in kb.passages
        yield Fault(
            code="CITE.NOT_GIVEN" if known else "CITE.UNKNOWN", grade="error", line=at, text=id,
            message=f"所引“{id}”{'没有给这一场' if known else '查无此文段'}",
            fix="只引给出的文段编号；没有合用的就不引，标作虚构。",
        )  # fmt: skip


def _of_quotes(at: int, element: Element, pack: Pack) -> Iterator[Fault]:
    factual = element.claim_kind in FACTUAL or element.type == "caption"
    for one in misquotes(
        element.text, pack.of(element.citations), list(pack.passages), factual=factual
    ):
        message, fix = {
            "edited": (f"引文被改动：原文是“{one.true}”", "一字不改地引原文。"),
            "elsewhere": (f"“{one.said}”不在所引文段里，出自 {one.id}", f"改引 {one.id}。"),
            "nowhere": (f"给出的文段里都没有“{one.said}”", "删去引号里的话，或换成原文。"),
        }[one.how]
        yield Fault(
            code=f"QUOTE.{one.how.upper()}", grade="error", line=at, text=one.said,
            passage=one.id, message=message, fix=fix,
        )  # fmt: skip


def _of_kind(
    at: int, element: Element, claims: Stated, pack: Pack, own: set[str], kb: KnowledgeBase
) -> Iterator[Fault]:
    """Yield why a line may not be called what it is called."""
    kind, cited, proof = element.claim_kind, pack.of(element.citations), _proof(claims)
    if not cited:
        sure = bool(proof) and rests(element.text, [kb.passage(proof)], own, kb)
        yield Fault(
            code="CLAIM.UNCITED", grade="label" if sure else "error", line=at,
            text=element.text, passage=proof, message=f"标作{kind}，没有可用的引文段", fix=_MARK,
        )  # fmt: skip
        return
    for one in beyond(element.text, [p.id for p in cited], own, kb):
        yield Fault(
            code="CLAIM.MISMATCH", grade="label" if one.kind == "name" else "error", line=at,
            text=one.text, passage=cited[0].id,
            message=f"与所引文段不合：{one.why}", fix="照文段改，或改标虚构。",
        )  # fmt: skip
    yield from _of_words(at, element, claims, cited, own, kb)
    weaker = next((p for p in cited if p.claim_kind != kind), None)
    if weaker is not None and all(p.claim_kind != kind for p in cited):
        yield Fault(
            code="CLAIM.KIND", grade="label", line=at, text=element.text, passage=weaker.id,
            message=f"标作{kind}，所引文段是{weaker.claim_kind}", fix=f"改标{weaker.claim_kind}。",
        )  # fmt: skip


def _of_words(
    at: int,
    element: Element,
    claims: Stated,
    cited: list[Passage],
    own: set[str],
    kb: KnowledgeBase,
) -> Iterator[Fault]:
    """Yield what a line says in words that its passages have not."""
    if rests(element.text, cited, own, kb):
        return
    kind, proof = element.claim_kind, _proof(claims)
    for claim in claims.unknown:
        yield Fault(
            code="CLAIM.UNKNOWN", grade="error", line=at, text=claim.text,
            message=f"标作{kind}而无据：{claim.why}", fix=_MARK,
        )  # fmt: skip
    if proof and rests(element.text, [*cited, kb.passage(proof)], own, kb):
        yield Fault(
            code="CLAIM.UNCITED", grade="label", line=at, text=element.text, passage=proof,
            message="所引文段只说了一部分", fix=f"补引 {proof}。",
        )  # fmt: skip
        return
    yield Fault(
        code="CLAIM.BEYOND", grade="label", line=at, text=element.text, passage=cited[0].id,
        message=f"标作{kind}，话里有文段没说的", fix="改标合理虚构。",
    )  # fmt: skip
