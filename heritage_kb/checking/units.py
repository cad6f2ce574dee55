"""The characters and pairs of a text that mean something: what sentences are compared by."""

from __future__ import annotations

import re
from functools import lru_cache

from heritage_kb.checking.lexicon import levelled
from heritage_kb.tokens import tokens

_FAINT = frozenset(
    "的了是在有和与及而之其也都为以于等这那个要用可就把拿着得地到来去里上下中才再很最说叫做出成过给被让从向对会能只还又并却便将一"
    "不没无非它他她们您你我咱吗呢吧呀啊嘛么人时"
)
NEGATES = re.compile("不|没|无(?!论|锡)|非(?!遗|物)|未|别(?!名|称|院|墅)|勿")


@lru_cache(maxsize=65536)
def units_of(text: str) -> frozenset[str]:
    """Return the characters and pairs of a text that mean something, alike words levelled."""
    return frozenset(t for t in tokens(levelled(text)) if not t.isascii() and not set(t) & _FAINT)


def letters_of(text: str) -> frozenset[str]:
    """Return the single characters of a text that mean something, alike words levelled."""
    return frozenset(unit for unit in units_of(text) if len(unit) == 1)


def letters_in(text: str) -> tuple[str, ...]:
    """Return the same characters as they stand in the text, each as often as it does."""
    held = letters_of(text)
    return tuple(mark for mark in levelled(text) if mark in held)
