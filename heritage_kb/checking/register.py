"""Whether a sentence is worded like a statement about the world or like a line of a story.

A logistic regression over the characters and pairs of characters of a sentence, fitted on judged
sentences, passages and playable lines (``benchmarks/fit_letters.py``). It tells the two apart as
well as a regression over the embedded model's vectors did, and costs nothing.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files


def reads_stated(text: str) -> float:
    """Return how much a sentence reads like a statement: the log of the odds that it is one."""
    base, weights = _fitted()
    return base + sum(weights.get(unit, 0.0) for unit in letters(text))


def letters(text: str) -> set[str]:
    """Return the characters and the pairs of characters of a text.

    >>> sorted(letters("日升日"))
    ['升', '升日', '日', '日升']
    """
    return {*text, *map("".join, zip(text, text[1:], strict=False))}


@lru_cache(maxsize=1)
def _fitted() -> tuple[float, dict[str, float]]:
    """Return the base, and a weight for each character and pair."""
    file = files("heritage_kb").joinpath("data", "letters.json")
    data = json.loads(file.read_text(encoding="utf-8"))
    return float(data["base"]), data["weights"]
