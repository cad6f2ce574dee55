"""When a source plays and what it is about, as far as the text says so: each with its evidence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from heritage_kb import KnowledgeBase
from heritage_kb.errors import UnknownName
from scriptgen.revising.adapting.source import SourceText, Span

_KINDS = ("site", "structure", "place", "craft", "opera", "custom", "product", "event", "person")
_SHOWN = 5
_TODAY = 2024
_OF_TODAY = (
    "记者",
    "微信",
    "手机",
    "直播",
    "网友",
    "近日",
    "短视频",
    "高铁",
    "景区",
    "游客",
    "非遗",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Age:
    """A guess at the time of the story. ``sure``: year, era, age, signs, or none."""

    period: str
    year: int | None
    sure: str
    why: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """Something of the knowledge base that the source names, with places where it does."""

    entry: str
    title: str
    kind: str
    count: int
    passage: str
    spans: tuple[Span, ...]


def age_of(source: SourceText, kb: KnowledgeBase) -> Age:
    """Return when it plays: the year said most often, else a reign, an age, signs of today."""
    dates = kb.calendar.years_in(source.text)
    for kind in ("year", "era", "dynasty"):
        rows = [d for d in dates if d.kind == kind]
        if not rows:
            continue
        counts = Counter((d.first, d.last) for d in rows)
        first, last = max(counts, key=lambda span: (counts[span], -(span[1] - span[0])))
        year = first if kind == "year" and first == last else None
        period = _period(kb, year if year is not None else (first + last) // 2)
        if period is None:
            continue
        spans = [d for d in rows if (d.first, d.last) == (first, last)][:_SHOWN]
        said = "、".join(dict.fromkeys(d.text for d in spans))
        names = {"year": "原文写明年份", "era": "原文写到年号", "dynasty": "原文写到朝代"}
        return Age(
            period=period,
            year=year,
            sure={"dynasty": "age"}.get(kind, kind),
            why=f"{names[kind]}：{said}",
            evidence=tuple(source.span(*d.span) for d in spans),
        )
    return _by_signs(source, kb)


def _by_signs(source: SourceText, kb: KnowledgeBase) -> Age:
    at = [(source.text.find(word), word) for word in _OF_TODAY]
    signs = [source.span(n, n + len(word)) for n, word in sorted(at) if n >= 0]
    period = _period(kb, _TODAY) or ""
    if signs:
        said = "、".join(sign.text for sign in signs[:_SHOWN])
        return Age(
            period=period, year=None, sure="signs", why=f"原文没有年份，按当代的事物（{said}）",
            evidence=tuple(signs[:_SHOWN]),
        )  # fmt: skip
    return Age(
        period=period, year=None, sure="none", why="原文没有年代的字样，暂按当代，待考，请改"
    )


def _period(kb: KnowledgeBase, year: int) -> str | None:
    try:
        return kb.period(year or 1).title.split("（")[0]
    except UnknownName:
        return None


def found_in(source: SourceText, kb: KnowledgeBase) -> list[Found]:
    """Return what the source names that the knowledge base knows, the most named first."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for start, end, entry in kb.names_in(source.text, kinds=_KINDS):
        common = entry.kind == "custom" and source.text[start:end] != entry.title
        if end - start >= 2 and not common:
            spans.setdefault(entry.id, []).append((start, end))
    rows = []
    for id, at in spans.items():
        entry = kb.entries[id]
        passages = kb.passages_of(entry)
        rows.append(
            Found(
                entry=id,
                title=entry.title,
                kind=entry.kind,
                count=len(at),
                passage=passages[0].id if passages else "",
                spans=tuple(source.span(*one) for one in at[:_SHOWN]),
            )
        )
    return sorted(rows, key=lambda f: (-f.count, f.entry))
