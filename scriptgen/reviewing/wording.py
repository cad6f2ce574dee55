"""How near the wording of a line comes to lines that people judged against the content classes.

For each class (C01–C11) a logistic regression over the characters, pairs, words and filled slots
(``frames``) of a line, fitted on pairs of a planted line and its clean twin
(``benchmarks/fit_wording.py``). It says nothing certain: what it finds is a hint to a person. One
more regression tells planted lines from clean ones whatever the class: a frame whose parts stand
in a line that reads harmless is a hint too. Where the embedded model runs, it has a second look at
the few lines that are worded suspiciously (``likeness``).
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from math import fsum

from heritage_kb.checking.register import Fitted, letters
from heritage_kb.normal import folded
from scriptgen.reviewing.frames import slots_in
from scriptgen.reviewing.lexicon import without_titles
from scriptgen.reviewing.likeness import likeness
from scriptgen.reviewing.words import words_of

NEAR = -1.6  # log odds: planted lines are rare among those fitted on
PLANTED = -1.0  # log odds of any class, from which a class that is less near will do
_LESS_NEAR = 2.0
# With the embedded model: log odds of a class and, weighed, of any, from which it is asked, and from
# which, with its likeness weighed, a class is near; by leaving each author out of those fitted on.
_ASKED, _NEAR_BOTH = -4.0, -3.5
_ANY_WEIGHS, _LIKENESS_WEIGHS = 0.8, 20.0
HARMLESS = -0.5  # log odds of any class, below which a frame is but a hint
ANY = "any"
_LEAST = 6  # characters of a line


def near(text: str) -> str | None:
    """Return the code of the class that a line comes nearest to, None if it comes near none."""
    if len(text) < _LEAST:
        return None
    odds = dict(_odds(text))
    planted = odds.pop(ANY)
    code = max(odds, key=lambda one: odds[one])
    suspicious = odds[code] + _ANY_WEIGHS * planted >= _ASKED
    alike = likeness(text) if suspicious else None
    if alike is not None:
        both = {one: odds[one] + _LIKENESS_WEIGHS * alike[one] for one in odds}
        code = max(both, key=lambda one: both[one])
        return code if both[code] + _ANY_WEIGHS * planted >= _NEAR_BOTH else None
    wanted = NEAR - (_LESS_NEAR if planted >= PLANTED else 0.0)
    return code if odds[code] >= wanted else None


def harmless(text: str) -> bool:
    """Tell whether a line reads like the clean lines that were judged, whatever its parts."""
    return _odds(text)[ANY] < HARMLESS


@lru_cache(maxsize=8)
def _odds(text: str) -> dict[str, float]:
    """Return the log odds of each class and of any: one look-up a unit, whatever the classes."""
    codes, bases, weights = _table()
    rows = [weights[unit] for unit in units(text) if unit in weights]
    return dict(zip(codes, map(fsum, zip(bases, *rows, strict=True)), strict=True))


def units(text: str) -> frozenset[str]:
    """Return the characters, pairs, words (``词/``) and filled slots (``#slot``) of a line."""
    plain = without_titles(folded(text))
    words = (f"{word}/" for word in words_of(plain) if len(word) > 1)
    return frozenset({*letters(plain), *words, *(f"#{slot}" for slot in slots_in(plain))})


@lru_cache(maxsize=1)
def _fitted() -> dict[str, Fitted]:
    """Return for each class the base, and a weight for each unit."""
    file = files("scriptgen").joinpath("data", "lexicon", "wording.json")
    data = json.loads(file.read_text(encoding="utf-8"))
    return {code: (float(one["base"]), one["weights"]) for code, one in data.items()}


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, ...], tuple[float, ...], dict[str, tuple[float, ...]]]:
    """Return the codes, their bases, and for each unit its weights in the order of the codes."""
    fitted = _fitted()
    known = {unit for _, weights in fitted.values() for unit in weights}
    columns = [weights for _, weights in fitted.values()]
    rows = {unit: tuple(column.get(unit, 0.0) for column in columns) for unit in known}
    return tuple(fitted), tuple(base for base, _ in fitted.values()), rows
