"""Setting a scene right where the model did not: cite, relabel, restore a quotation, or take out.

Nothing is done without a record of what was said, why it could not stand, and what was done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from heritage_kb import KnowledgeBase
from heritage_kb.records import Passage
from scriptgen.grounding import beyond
from scriptgen.series import FACTUAL, Element
from scriptgen.writing.faults import Fault, entry
from scriptgen.writing.pack import Pack
from scriptgen.writing.quotes import misquotes
from scriptgen.writing.resting import rests

_ROUNDS = 8
_SENTENCE = re.compile(r"[^。！？!?；;…]*[。！？!?；;…]*")
_LEAST = 2  # characters of a sentence that is left
_RELABELLED = {"CLAIM.MISMATCH", "CLAIM.UNKNOWN", "CLAIM.BEYOND", "CLAIM.KIND"}

Trace = list[dict[str, Any]]


def mend(
    elements: list[Element],
    check: Callable[[list[Element]], list[Fault]],
    pack: Pack,
    own: set[str],
    kb: KnowledgeBase,
) -> tuple[list[Element], Trace]:
    """Return the lines of a scene with nothing in them that may not stand, and the record.

    Args:
        elements: the lines; changed in place.
        check: finds what is wrong.
        pack: the passages that were given.
        own: names of the story's own people.
        kb: the knowledge base.
    """
    trace: Trace = []
    for turn in range(_ROUNDS):
        bad = [f for f in check(elements) if f.grade != "note" and f.line is not None]
        if not bad:
            break
        gone: set[int] = set()
        touched: set[int] = set()  # what else is wrong with a line may be gone with the first
        for fault in bad:
            assert fault.line is not None
            if fault.line in touched:
                continue
            touched.add(fault.line)
            element = elements[fault.line]
            said = element.text
            done = "删去" if turn >= _ROUNDS - 2 else _mended(element, fault, pack, own, kb)
            if done.startswith("删去") and (done == "删去" or not element.text):
                gone.add(fault.line)
            trace.append(entry(fault, said=said, done=done, line=element.id))
        elements = [e for n, e in enumerate(elements) if n not in gone]
    return elements, trace


def _mended(element: Element, fault: Fault, pack: Pack, own: set[str], kb: KnowledgeBase) -> str:
    """Set one line right and return a word on how; 删去 is left to the caller."""
    code = fault.code
    if code == "CITE.NOT_GIVEN" and _rests_on(element, kb.passage(fault.text), own, kb):
        pack.add(kb.passage(fault.text))
        return "核对过，留用"
    if code.startswith("CITE"):
        element.citations = [id for id in element.citations if id != fault.text]
        return "去掉编号"
    if code == "CLAIM.CONTRADICTED":
        element.text = _without(element.text, fault.text)
        return "删去这一句" if element.text else "删去"
    if code == "QUOTE.EDITED":
        element.text = element.text.replace(fault.text, _true(fault, kb))
        return _cite(element, fault.passage, pack, own, kb) and "还原引文"
    if code == "QUOTE.ELSEWHERE":
        element.citations = []
        return _cite(element, fault.passage, pack, own, kb)
    if code == "CLAIM.UNCITED" and fault.passage:
        return _cite(element, fault.passage, pack, own, kb)
    if code == "CLAIM.UNCITED":
        element.claim_kind = "虚构" if not element.citations else "合理虚构"
        return "改标虚构"
    if code in _RELABELLED:
        return _relabel(element, fault, pack)
    return "删去"


def _rests_on(element: Element, passage: Passage, own: set[str], kb: KnowledgeBase) -> bool:
    """Tell whether a passage that was not given bears a whole line out."""
    return (
        rests(element.text, [passage], own, kb)
        and not beyond(element.text, [passage.id], own, kb)
        and not any(misquotes(element.text, [passage], [passage], factual=True))
    )


def _relabel(element: Element, fault: Fault, pack: Pack) -> str:
    if fault.code == "CLAIM.KIND":
        element.claim_kind = pack.of([fault.passage])[0].claim_kind
    else:
        element.claim_kind = "合理虚构"
    return f"改标{element.claim_kind}"


def _cite(element: Element, passage: str, pack: Pack, own: set[str], kb: KnowledgeBase) -> str:
    """Cite a passage; the line is as much of a fact as the passage bears out."""
    one = kb.passage(passage)
    pack.add(one)
    if passage not in element.citations:
        element.citations.append(passage)
    sure = not beyond(element.text, element.citations, own, kb) and rests(
        element.text, [kb.passage(id) for id in element.citations], own, kb
    )
    factual = one.claim_kind if one.claim_kind in FACTUAL else "合理虚构"
    element.claim_kind = factual if sure else "合理虚构"
    return f"补引 {passage}"


def _true(fault: Fault, kb: KnowledgeBase) -> str:
    """Return the words of the passage that an edited quotation stands for."""
    found = re.search(r"原文是“(.+)”$", fault.message)
    assert found is not None
    return found[1]


def _without(text: str, claim: str) -> str:
    """Return a line without the sentences that make a claim; empty where nothing is left."""
    at = text.find(claim)
    if at < 0:
        return ""
    kept = [
        m.group()
        for m in _SENTENCE.finditer(text)
        if m.group() and (m.end() <= at or m.start() >= at + len(claim))
    ]
    left = "".join(kept).strip()
    return left if len(left) > _LEAST else ""
