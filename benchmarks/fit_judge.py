"""Fit ``heritage_kb.checking.judging_whole`` again: ``python -m benchmarks.fit_judge [--write]``.

A logistic regression of four outcomes over what is seen of a sentence beside what it is nearest to,
on the judged sentences of every author but the halves of the second and the third examiner's that
are only counted, on story (the lines of ``fiction.txt``, some playable ones), and on some passages,
which bear themselves out. ``--authors`` prints what each author's
sentences come to where the weights were fitted on the others alone: the honest figure.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import heritage_kb
from benchmarks.claim_suite import Line, fiction
from benchmarks.claims import run, show
from benchmarks.fit_letters import judged, part, without
from heritage_kb import KnowledgeBase
from heritage_kb.checking import judging_whole
from heritage_kb.checking.claims import wholes
from heritage_kb.checking.judging_whole import VERDICTS, nearest
from heritage_kb.checking.register import letters, log_odds

FILE = Path(heritage_kb.__file__).parent / "data" / "judge.json"
_RIDGE = 15.0  # of scaled numbers
_ACTED = 400  # playable lines
_TOLD = 300  # passages
_COUNTS = 0.3  # how much of either, against a judged sentence
_UNJUDGED = ("passages", "story")
_Row = tuple[str, Line, float]  # author, sentence, how much it counts


def _rows(kb: KnowledgeBase) -> Iterator[_Row]:
    for row in judged():
        yield row["author"], Line(row["text"], row["verdict"], row["what"]), 1.0
    told = [p.text for p in kb.passages.values() if p.topic != "mistake"]
    for text in random.Random(6).sample(told, _TOLD):
        yield "passages", Line(text, "supported", "passage"), _COUNTS
    acted = [line.replace("{who}", "石匠") for p in kb.passages.values() for line in p.actions]
    for text in (*fiction(), *random.Random(5).sample(acted, _ACTED)):
        yield "story", Line(text, "fiction", "fiction"), _COUNTS


def _seen(text: str, author: str, kb: KnowledgeBase) -> dict[str, float] | None:
    """Return the numbers of the sentence of a text that says most; None where all is story.

    How it reads is asked of weights that its author had no part in.
    """
    _reads_without(author if author not in _UNJUDGED else part(text))
    found = [row[1] for said, about in wholes(text, kb) if (row := nearest(said, about, kb))]
    return max(found, key=lambda numbers: numbers["told"] * numbers["long"], default=None)


def _reads_without(author: str) -> None:
    fitted = without(author)
    judging_whole.reads_stated = lambda text: log_odds(letters(text), fitted)  # type: ignore[assignment]


def _fit(table: np.ndarray, truth: np.ndarray, counts: np.ndarray) -> list[list[float]]:
    """Return, for each verdict, the base and the weights, by Newton's method."""
    middle, spread = table.mean(0), table.std(0) + 1e-9
    scaled = np.c_[np.ones(len(table)), (table - middle) / spread]
    size, many = scaled.shape[1], len(VERDICTS)
    found = np.zeros((many, size))
    ridge = np.full(size, _RIDGE)
    ridge[0] = 0.1
    said = np.eye(many)[truth]
    for _ in range(25):
        sums = scaled @ found.T
        odds = np.exp(sums - sums.max(1, keepdims=True))
        odds /= odds.sum(1, keepdims=True)
        slope = ((said - odds) * counts[:, None]).T @ scaled - ridge * found
        curve = np.diag(np.tile(ridge, many))
        for i in range(many):
            for j in range(many):
                part = counts * odds[:, i] * ((i == j) - odds[:, j])
                rows, columns = slice(i * size, (i + 1) * size), slice(j * size, (j + 1) * size)
                curve[rows, columns] += (scaled * part[:, None]).T @ scaled
        found += np.linalg.solve(curve, slope.ravel()).reshape(many, size)
    plain = found[:, 1:] / spread
    base = found[:, :1] - (plain @ middle)[:, None]
    return [[round(float(one), 4) for one in row] for row in np.c_[base, plain]]


def main() -> None:
    """Fit, print, and write the weights where that is asked for."""
    kb = heritage_kb.open()
    rows = [
        (author, line, count, _seen(line.text, author, kb)) for author, line, count in _rows(kb)
    ]
    kept = [row for row in rows if row[3] is not None]
    names = sorted(kept[0][3] or ())
    table = np.array([[(seen or {})[name] for name in names] for *_, seen in kept])
    truth = np.array([VERDICTS.index(line.verdict) for _, line, _, _ in kept])
    counts = np.array([count for _, _, count, _ in kept])
    authors = np.array([author for author, *_ in kept])
    story = sum(line.verdict == "fiction" for _, line, _, seen in rows if seen is None)
    print(f"{len(rows)} sentences, {len(rows) - len(kept)} passed over ({story} of them story)")
    if "--authors" in sys.argv:
        for author in sorted({*authors} - {*_UNJUDGED}):
            others = authors != author
            weights = _fit(table[others], truth[others], counts[others])
            _reads_without(author)
            judging_whole._fitted = lambda w=weights: (names, w)  # type: ignore[assignment, misc]
            show(f"{author}, by the others", run(kb, [r[1] for r in rows if r[0] == author]))
    if "--write" in sys.argv:
        data = {"names": names, "weights": _fit(table, truth, counts)}
        FILE.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{FILE.name} written")


if __name__ == "__main__":
    main()
