"""Fit ``scriptgen.reviewing.wording`` again: ``python -m benchmarks.fit_wording [--write]``.

For each class of content a logistic regression (``fit_letters.fit``) that tells its planted lines
from clean twins, planted lines of other classes, fiction and drafts; one more (``any``) tells
planted lines of every class from the rest. ``--write`` fits and writes; without it, prints for each
author's set, by the weights of the others: planted lines found, clean lines taken for one (a
quarter of an hour). ``--write-likeness`` only writes the vectors of ``scriptgen.reviewing.likeness``. The halves that are only counted are never fitted on.
"""

from __future__ import annotations

import json
import random
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

import scriptgen
from benchmarks.claim_suite import fiction
from benchmarks.continuity import DRAFTED
from benchmarks.fit_letters import Row, fit
from benchmarks.review_rules import DEV, HALVED, pairs
from heritage_kb.checking.register import Fitted, log_odds
from heritage_kb.finding.dense import embedded
from scriptgen.reviewing.likeness import centred
from scriptgen.reviewing.wording import ANY, NEAR, units

_PULL, _LEAST = 3.0, 2
FILE = Path(scriptgen.__file__).parent / "data" / "lexicon" / "wording.json"
LIKENESS = FILE.with_name("likeness.npz")
CODES = tuple(f"C{n:02}" for n in range(1, 12))
_LOOK = slice(1, None, 2)
_COUNTED = {"rules_exam": slice(0, None, 2)} | {f"rules_{name}": _LOOK for name in HALVED}
_LINES_OF_DRAFTS = 8000
_STORY = 0.3  # how much a line of fiction or of a draft counts
_SLIGHT = 0.05
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
    told = {
        f"{line.speaker}：{line.text}" if line.speaker else line.text
        for folder in DRAFTED
        for brief in sorted(folder.glob("*.toml"))
        for episode in scriptgen.draft(scriptgen.read_brief(brief)).episodes
        for scene in episode.scenes
        for line in scene.elements
    }
    return (*fiction(), *random.Random(4).sample(sorted(told), _LINES_OF_DRAFTS))


def fitted(without: str = "") -> dict[str, Fitted]:
    """Return for each class, and for any, the base and the weights, by the lines of all but one set."""
    lines = [line for line in _lines() if line[2] != without]
    found = {}
    for code in (*CODES, ANY):
        wanted = CODES if code == ANY else (code,)
        rows = [
            Row(text, said in wanted, 1.0, "")
            for text, said, _ in lines
            if code != ANY or said != "other"
        ]
        rows += [Row(text, False, _STORY, "") for text in _story()]
        found[code] = fit(rows, _PULL, _LEAST, units)
    return found


def _best(text: str, weights: dict[str, Fitted]) -> tuple[float, str]:
    seen = units(text)
    return max((log_odds(seen, one), code) for code, one in weights.items() if code != ANY)


def _write() -> None:
    data: dict[str, Any] = {
        code: {
            "base": round(base, 3),
            "weights": {u: round(w, 2) for u, w in sorted(ws.items()) if abs(w) >= _SLIGHT},
        }
        for code, (base, ws) in fitted().items()
    }
    FILE.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{FILE.name} written: {sum(len(one['weights']) for one in data.values())} weights")
    _write_likeness()


def _write_likeness() -> None:
    """Write the judged lines as the embedded model's vectors; those of no content class are left out."""
    model = embedded()
    if model is None:
        print(f"{LIKENESS.name} left as it is: the embedded model does not run here")
        return
    told = [(text, code) for text, code, _ in _lines() if code != "other"]
    vectors = np.stack([model.query(text) for text, _ in told])
    middle = vectors.mean(axis=0)
    np.savez_compressed(
        LIKENESS,
        lines=np.round(centred(vectors, middle) * 127).astype(np.int8),
        codes=np.array([code for _, code in told]),
        middle=middle,
    )
    print(f"{LIKENESS.name} written: {len(told)} lines")


def main() -> None:
    """Write the weights where that is asked for, else try them on each author's set."""
    if "--write" in sys.argv:
        _write()
        return
    if "--write-likeness" in sys.argv:
        _write_likeness()
        return
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


if __name__ == "__main__":
    main()
