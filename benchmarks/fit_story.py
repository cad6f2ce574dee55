"""Fit the weights of ``heritage_kb.checking.fiction`` again: ``python -m benchmarks.fit_story``.

A logistic regression over what is seen of a sentence (``features``), on the judged sentences of
both halves, any ``claims_dev*.jsonl`` beside them, the phrased ones, a part of the sentences made
from the data and of the playable lines. Prints, by five-fold cross-validation, the share of
statements kept where 3 % of the story is taken for one; then each weight with its mark.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import numpy as np

import heritage_kb
from benchmarks.claim_suite import lines
from benchmarks.claims import JUDGED, phrased
from heritage_kb import KnowledgeBase
from heritage_kb.checking.claims import wholes
from heritage_kb.checking.fiction import features, names, total_of

_RIDGE = 1.5
_FOLDS = 5
_STORY_SHARE = 0.97


def rows(kb: KnowledgeBase) -> Iterator[tuple[str, bool, float]]:
    """Yield (text, is a statement, how much it counts)."""
    for file in (JUDGED, *sorted(JUDGED.parent.glob("claims_dev*.jsonl"))):
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            story = row["verdict"] == "fiction"
            yield row["text"], not story, 1.6 if story else 1.0
    for line in phrased():
        yield line.text, line.verdict != "fiction", 0.6
    made = lines(kb)
    random.Random(1).shuffle(made)
    for line in made[:250]:
        yield line.text, line.verdict != "fiction", 0.15
    for line in made:
        if line.verdict == "fiction":
            yield line.text, False, 1.1
    acted = [line.replace("{who}", "石匠") for p in kb.passages.values() for line in p.actions]
    random.Random(1).shuffle(acted)
    for text in acted[:1200]:
        yield text, False, 0.12


def _fit(seen: np.ndarray, said: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return weights and, last, the base, by Newton's method."""
    rows = np.c_[seen, np.ones(len(seen))]
    found = np.zeros(rows.shape[1])
    ridge = np.eye(len(found)) * _RIDGE
    ridge[-1, -1] = 0.01
    for _ in range(60):
        chance = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (counts * (said - chance)) - ridge @ found
        curve = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + ridge
        found += np.linalg.solve(curve, slope)
    return found


def main() -> None:
    """Fit and print."""
    kb = heritage_kb.open()
    found = [
        (max(seen, key=total_of), stated, count)
        for text, stated, count in rows(kb)
        if (seen := [features(s, (*about, None)[0], kb) for s, about in wholes(text, kb)])
    ]
    seen = np.array([row[0] for row in found], float)
    said = np.array([row[1] for row in found], float)
    counts = np.array([row[2] for row in found], float)
    fold = np.random.RandomState(0).randint(0, _FOLDS, len(seen))
    score = np.zeros(len(seen))
    for number in range(_FOLDS):
        weights = _fit(seen[fold != number], said[fold != number], counts[fold != number])
        score[fold == number] = np.c_[seen, np.ones(len(seen))][fold == number] @ weights
    real = counts >= 1
    limit = np.quantile(score[real & (said == 0)], _STORY_SHARE)
    print(
        f"{len(seen)} sentences; statements kept at 3 % of story: "
        f"{(score[real & (said == 1)] > limit).mean():.3f}"
    )
    for weight, name in zip(_fit(seen, said, counts), [*names(), "base"], strict=True):
        print(f"{weight:6.2f}  {name[:70]}")


if __name__ == "__main__":
    main()
