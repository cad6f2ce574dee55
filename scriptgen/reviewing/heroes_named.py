"""Heroes and martyrs by name: the list, and where a text speaks of one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from scriptgen.reviewing.lexicon import words_listed
from scriptgen.reviewing.words import straddled

# 左权县, 刘胡兰镇 and the like name a place, not a person.
_PLACE = r"(?!县|镇|乡|村|路|街|小学|中学|大道|车站|站)"


def names_in(text: str) -> Iterator[str]:
    """Yield the heroes and martyrs that a text names, each once."""
    yield from dict.fromkeys(
        found[0] for found in _pattern().finditer(text) if not straddled(text, *found.span())
    )


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(words_listed("heroes"), key=len, reverse=True)
    return re.compile("(?:" + "|".join(names) + ")" + _PLACE)
