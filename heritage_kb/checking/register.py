"""Whether a sentence is worded like a statement about the world or like a line of a story.

A logistic regression over the characters and pairs of characters of a sentence, fitted on judged
sentences, passages and playable lines (``benchmarks/fit_letters.py``). It tells the two apart as
well as a regression over the embedded model's vectors did, and costs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from math import fsum

Fitted = tuple[float, dict[str, float]]  # the base, and a weight for each character and pair


def reads_stated(text: str) -> float:
    """Return how much a sentence reads like a statement: the log of the odds that it is one."""
    return log_odds(letters(text), _fitted())


def log_odds(units: Iterable[str], fitted: Fitted) -> float:
    """Return what the characters and pairs of a text come to, in whatever order they stand."""
    base, weights = fitted
    return base + fsum(weights.get(unit, 0.0) for unit in units)


def letters(text: str) -> set[str]:
    """Return the characters and the pairs of characters of a text.

    >>> sorted(letters("日升日"))
    ['升', '升日', '日', '日升']
    """
    return {*text, *map("".join, zip(text, text[1:], strict=False))}


@lru_cache(maxsize=1)
def _fitted() -> Fitted:
    file = files("heritage_kb").joinpath("data", "letters.json")
    data = json.loads(file.read_text(encoding="utf-8"))
    return float(data["base"]), data["weights"]
