"""What a work is called where nobody named it, and counts in words."""

from __future__ import annotations

from scenes import rulebook
from scenes.ledger import Ledger

_DIGITS = "零一二三四五六七八九十"


def numeral(n: int) -> str:
    """Return a count up to nineteen in Chinese."""
    return _DIGITS[n] if n <= 10 else f"十{_DIGITS[n - 10]}"


def title_of(book: Ledger, kind: str) -> str:
    """Return the name of what stands, the spec's title, or age and kind (清石拱桥)."""
    if book.hall:
        return book.hall.title
    return book.spec.title or f"{rulebook.titles()[book.period]}{kind}"
