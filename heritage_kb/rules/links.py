"""Links and sources: what is pointed to must be there, and what is there must be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from heritage_kb.records import TOPICS, ClaimKind, Confidence, Entry, Passage, Period, Source
from heritage_kb.rules.complaint import Complaint, error, warning
from heritage_kb.store import KnowledgeBase


def entry_links(entry: Entry, kb: KnowledgeBase) -> Iterator[Complaint]:
    """Complain of a link, age or source that is not there."""
    yield from sure(entry.confidence)
    yield from sourced(entry.sources, kb)
    for row in entry.fields.get("lists", ()):
        yield from sourced(row.get("sources", ()), kb)
        yield from sure(row.get("confidence", "medium"))
    for id in entry.related:
        if id == entry.id:
            yield error("LINK", "条目关联到自己")
        elif id not in kb.entries:
            yield error("LINK", f"关联的条目 {id} 不存在")
    for id in entry.periods:
        if id not in kb.periods:
            yield error("PERIOD", f"时代 {id} 不存在")
        elif kb.periods[id].parts:
            parts = "、".join(kb.periods[id].parts)
            yield error("PERIOD", f"时代 {id} 是合称，请写它的部分：{parts}")


def passage_links(passage: Passage, kb: KnowledgeBase) -> Iterator[Complaint]:
    """Complain of an entry, topic, kind of claim or source that is not there."""
    if passage.entry not in kb.entries:
        yield error("LINK", f"所属条目 {passage.entry} 不存在")
    if passage.topic not in TOPICS:
        yield error("TOPIC", f"没有「{passage.topic}」这一题")
    if passage.claim_kind not in get_args(ClaimKind):
        yield error("CLAIM_KIND", f"性质只能是 史实 传说 民俗，写的是 {passage.claim_kind}")
    yield from sure(passage.confidence)
    yield from sourced(passage.sources, kb)


def period_links(period: Period, kb: KnowledgeBase) -> Iterator[Complaint]:
    """Complain of a part that is no period."""
    for part in period.parts:
        if part not in kb.periods:
            yield error("LINK", f"没有时代 {part}")


def sure(confidence: object) -> Iterator[Complaint]:
    """Complain of a confidence that is none of the three."""
    if confidence not in get_args(Confidence):
        yield error("CONFIDENCE", f"可信度只能是 high medium low，写的是 {confidence}")


def sourced(sources: Iterable[str], kb: KnowledgeBase) -> Iterator[Complaint]:
    """Complain of a statement without source, or with one that is not there."""
    named = list(sources)
    if not named:
        yield error("NO_SOURCE", "没有写来源")
    for id in named:
        if id not in kb.sources:
            yield error("SOURCE", f"来源 {id} 不存在")


def source_itself(source: Source) -> Iterator[Complaint]:
    """Complain of a source that does not say what it is or on what terms it may be used."""
    if not source.title.strip():
        yield error("NAME", "来源没有题名")
    if not source.licence.strip():
        yield error("LICENCE", f"来源 {source.id} 没有写许可（不明就写“未注明，只取事实”）")


def unused_sources(kb: KnowledgeBase, also: Iterable[str]) -> Iterator[tuple[str, Complaint]]:
    """Yield (source id, complaint) for each source that nothing names.

    Args:
        kb: the knowledge base.
        also: ids that are used outside entries, passages and terms.
    """
    used = set(also)
    for entry in kb.records.entries.values():
        used.update(entry.sources)
        for row in entry.fields.get("lists", ()):
            used.update(row.get("sources", ()))
    for passage in kb.records.passages.values():
        used.update(passage.sources)
    for term in kb.terms.values():
        used.update(term.sources)
    for id in kb.sources:
        if id not in used:
            yield id, warning("UNUSED_SOURCE", f"来源 {id} 没有用到")
