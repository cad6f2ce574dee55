"""What a work is called where nobody named it."""

from __future__ import annotations

from scenes import rulebook
from scenes.ledger import Ledger


def title_of(book: Ledger, kind: str) -> str:
    """Return the name of what stands, the spec's title, or age and kind (清石拱桥)."""
    if book.hall:
        return book.hall.title
    return book.spec.title or f"{rulebook.titles()[book.period]}{kind}"
