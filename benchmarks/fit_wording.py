"""Fit ``scriptgen.reviewing.wording`` again: ``python -m benchmarks.fit_wording [--write]``.

For each class of content a logistic regression (``fit_letters.fit``) that tells its planted lines
from clean twins, planted lines of other classes, fiction and drafts. Prints for each author's set,
by the weights of the others: planted lines found, clean lines taken for one.
"""

from __future__ import annotations

import json
import random
import sys
from functools import lru_cache
from pathlib import Path

import scriptgen
from benchmarks.claim_suite import fiction
from benchmarks.fit_letters import Row, fit, invented
from benchmarks.review_rules import DEV, HALVED, pairs
from heritage_kb.checking.register import Fitted, letters, log_odds
from heritage_kb.normal import folded
from scriptgen.reviewing.wording import NEAR

FILE = Path(scriptgen.__file__).parent / "data" / "lexicon" / "wording.json"
CODES = tuple(f"C{n:02}" for n in range(1, 12))
_LOOK = slice(1, None, 2)
_COUNTED = {"rules_exam": slice(0, None, 2)} | {f"rules_{name}": _LOOK for name in HALVED}
_PULL, _LEAST = 3.0, 2
_DRAFTED = 2500
_STORY = 0.3  # how much a line of fiction or of a draft counts
_SLIGHT = 0.04
Line = tuple[str, str, str]  # text, code (empty: clean), set


@lru_cache(maxsize=1)
def _lines() -> tuple[Line, ...]:
    found: list[Line] = []
    for file in sorted(DEV.parent.glob("rules_*.jsonl")):
        for row in pairs(file)[_COUNTED.get(file.stem, slice(None))]:
            code = row["code"] if row["code"] in CODES else "other"
            found += [(row["bad"]["text"], code, file.stem), (row["good"]["text"], "", file.stem)]
    return tuple(found)


@lru_cache(maxsize=1)
def _story() -> tuple[str, ...]:
    return (*fiction(), *random.Random(4).sample(sorted(invented()), _DRAFTED))


def fitted(without: str = "") -> dict[str, Fitted]:
    """Return for each class the base and the weights, by the lines of all but one set."""
    lines = [line for line in _lines() if line[2] != without]
    return {
        code: fit(
            [Row(folded(text), said == code, 1.0, "") for text, said, _ in lines]
            + [Row(folded(text), False, _STORY, "") for text in _story()],
            _PULL,
            _LEAST,
        )
        for code in CODES
    }


def _best(text: str, weights: dict[str, Fitted]) -> tuple[float, str]:
    units = letters(folded(text))
    return max((log_odds(units, one), code) for code, one in weights.items())


def main() -> None:
    """Fit, print, and write the weights where that is asked for."""
    for name in sorted({name for _, _, name in _lines()}):
        weights = fitted(name)
        came = [(said, *_best(text, weights)) for text, said, where in _lines() if where == name]
        planted = [code == said for said, odds, code in came if said in CODES and odds >= NEAR]
        clean = sum(odds >= NEAR for said, odds, _ in came if not said)
        many = sum(said in CODES for said, *_ in came)
        print(
            f"{name:<14} planted {sum(planted)}/{many}, of another class {planted.count(False)}, "
            f"clean {clean}/{sum(not said for said, *_ in came)}"
        )
    if "--write" in sys.argv:
        data = {
            code: {
                "base": round(base, 3),
                "weights": {u: round(w, 2) for u, w in sorted(ws.items()) if abs(w) >= _SLIGHT},
            }
            for code, (base, ws) in fitted().items()
        }
        FILE.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{FILE.name} written: {sum(len(one['weights']) for one in data.values())} weights")


if __name__ == "__main__":
    main()
