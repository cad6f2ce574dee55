"""How near the wording of a line comes to lines that people judged against the content classes.

For each class (C01–C11) a logistic regression over the characters and pairs of a line, fitted on
pairs of a planted line and its clean twin (``benchmarks/fit_wording.py``). It says nothing certain:
what it finds is a hint to a person, where no sense of the lexicon fired.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from heritage_kb.checking.register import Fitted, letters, log_odds
from heritage_kb.normal import folded

NEAR = -1.2  # log odds: planted lines are rare among those fitted on
_LEAST = 6  # characters of a line


def near(text: str) -> str | None:
    """Return the code of the class that a line comes nearest to, None if it comes near none."""
    plain = folded(text)
    if len(plain) < _LEAST:
        return None
    units = letters(plain)
    odds = {code: log_odds(units, fitted) for code, fitted in _fitted().items()}
    code = max(odds, key=lambda one: odds[one])
    if odds[code] >= NEAR:
        return code
    return None


@lru_cache(maxsize=1)
def _fitted() -> dict[str, Fitted]:
    """Return for each class the base, and a weight for each character and pair."""
    file = files("scriptgen").joinpath("data", "lexicon", "wording.json")
    data = json.loads(file.read_text(encoding="utf-8"))
    return {code: (float(one["base"]), one["weights"]) for code, one in data.items()}
