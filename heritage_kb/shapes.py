"""The JSON shapes of search hits, entries, passages and claims (docs/contracts.md)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from heritage_kb.records import Claim, Entry, Hit, Passage
from heritage_kb.relations import relation_json

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase


def hit_json(hit: Hit, kb: KnowledgeBase) -> dict[str, Any]:
    """Return ``{"entry","title","aliases","kind","passage","text","score","sources",…}``.

    ``sources`` are objects with ``id title where licence``; those of the passage, else of the
    entry. ``why`` says what of the query it answers, ``spans`` what to mark in the text, ``close``
    is false where it is not near enough to be an answer.
    """
    entry, passage = hit.entry, hit.passage
    sources = passage.sources if passage else entry.sources
    return {
        "entry": entry.id,
        "title": entry.title,
        "aliases": list(entry.aliases),
        "kind": entry.kind,
        "passage": passage.id if passage else None,
        "text": passage.text if passage else "",
        "score": round(hit.score, 4),
        "sources": sources_json(sources, kb),
        "claim_kind": passage.claim_kind if passage else None,
        "confidence": passage.confidence if passage else entry.confidence,
        "city": entry.city,
        "county": entry.county,
        "periods": list(entry.periods),
        "why": list(hit.why),
        "spans": [list(span) for span in hit.spans],
        "close": hit.close,
    }


def sources_json(ids: tuple[str, ...], kb: KnowledgeBase) -> list[dict[str, str]]:
    """Return the sources as objects, in order."""
    shown = []
    for id in ids:
        source = kb.source(id)
        shown.append(
            {"id": id, "title": source.title, "where": source.where, "licence": source.licence}
        )
    return shown


def entry_json(entry: Entry, kb: KnowledgeBase) -> dict[str, Any]:
    """Return every field of an entry, its sources as objects, its passages and its relations."""
    shape = {name: _plain(getattr(entry, name)) for name in Entry.__slots__}
    shape["sources"] = sources_json(entry.sources, kb)
    shape["passages"] = [passage_json(p) for p in kb.passages_of(entry)]
    shape["relations"] = [relation_json(relation) for relation in kb.relations(entry)]
    return shape


def passage_json(passage: Passage) -> dict[str, Any]:
    """Return every field of a passage but the statements that it refutes: read alone they misinform."""
    return {name: _plain(value) for name, value in asdict(passage).items() if name != "wrong"}


def claim_json(claim: Claim) -> dict[str, Any]:
    """Return ``{"text","span","verdict","entry","passage","why"}``."""
    return {
        "text": claim.text,
        "span": list(claim.span),
        "verdict": claim.verdict,
        "entry": claim.entry,
        "passage": claim.passage,
        "why": claim.why,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return {k: _plain(v) for k, v in value.items()} if hasattr(value, "items") else value
