"""Small parts of the sentences that are put together from fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heritage_kb.records import ClaimKind, Confidence, Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A derived sentence before it becomes a passage; blanks are taken from the entry."""

    facet: str
    topic: str
    text: str
    step: int | None = None
    claim_kind: ClaimKind | None = None
    confidence: Confidence | None = None
    sources: Sequence[str] = ()


def said(
    facet: str,
    topic: str,
    text: str,
    *,
    step: int | None = None,
    claim_kind: ClaimKind | None = None,
    confidence: Confidence | None = None,
    sources: Sequence[str] = (),
) -> Said:
    """Return a derived sentence."""
    return Said(
        facet=facet,
        topic=topic,
        text=text,
        step=step,
        claim_kind=claim_kind,
        confidence=confidence,
        sources=sources,
    )


def joined(parts: Iterable[str]) -> str:
    """Return the parts with 、 between them."""
    return "、".join(parts)


def place_of(entry: Entry) -> str:
    """Return city and county as one reads them: 忻州市五台县."""
    return entry.city + (entry.county if entry.county != entry.city else "")


def year_words(year: int) -> str:
    """Return a year as one reads it: 857年, 公元前453年.

    >>> year_words(-453)
    '公元前453年'
    """
    return f"公元前{-year}年" if year < 0 else f"{year}年"


def span_of(first: int | None, last: int | None) -> str:
    """Return one year or a span of years, a blank as it is.

    >>> span_of(618, 907)
    '618—907年'
    """
    if first is None or last is None or first == last:
        known = first if first is not None else last
        return "" if known is None else year_words(known)
    if first > 0:
        return f"{first}—{last}年"
    return f"{year_words(first)}—{year_words(last)}"
