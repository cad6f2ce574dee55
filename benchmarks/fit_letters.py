"""Fit ``heritage_kb.checking.register.reads_stated`` again: ``python -m benchmarks.fit_letters [--write]``.

A logistic regression over the characters and pairs of a sentence, on the judged sentences that
``fit_judge`` takes, on passages and sentences made from the data (statements), on playable lines,
invented lines of drafts and ``fiction.txt`` (story). Prints, for each author of judged
sentences, what the weights of the others come to: the chance that a statement stands above a line
of story, and which share of the story lies below all but 1, 3 and 5 % of the statements. The
drafts are written by the tree that this runs on, so the weights move a little with the writer.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from zlib import crc32

import numpy as np

import heritage_kb
import scriptgen
from benchmarks.claim_suite import fiction, lines
from benchmarks.claims import JUDGED
from heritage_kb import KnowledgeBase
from heritage_kb.checking.clauses import sentences
from heritage_kb.checking.register import Fitted, letters, log_odds
from heritage_kb.normal import folded

FILE = Path(heritage_kb.__file__).parent / "data" / "letters.json"
_BRIEFS = Path(__file__).parent / "more_briefs"
_RIDGE = 6.5
_LEAST = 3  # sentences that a character or pair stands in
_STEPS = 400
_SLIGHT = 0.02  # weights below are left out
_TOLD, _ACTED, _MADE = 3000, 2500, 500
_WHO = ("石匠", "阿芜", "掌柜", "她", "他")
_PARTS = 4
_SHARES = (0.01, 0.03, 0.05)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence, whether it states something, how much it counts, and who wrote it."""

    text: str
    stated: bool
    counts: float
    author: str


def judged() -> Iterator[dict[str, str]]:
    """Yield the judged rows of every author but those that are only counted; ``author`` is added.

    The ``held`` half of our own is one of these.
    """
    for file in sorted(JUDGED.parent.glob("claims*.jsonl")):
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        for row in rows[0::2] if file.stem == "claims_examiner2" else rows:
            author = row["id"][0] if file.stem == "claims_dev" else file.stem
            if row["split"] not in ("count", "held"):
                yield {**row, "author": author}


def rows(kb: KnowledgeBase) -> list[Row]:
    """Return every sentence that is fitted on."""
    found = [(r["text"], r["verdict"] != "fiction", 1.0, r["author"]) for r in judged()]
    found += [(text, stated, counts, part(text)) for text, stated, counts in _others(kb)]
    return [
        Row(sentence.text, stated, counts, author)
        for text, stated, counts, author in found
        for sentence in sentences(folded(text))
        if len(sentence.text) > 2
    ]


def part(text: str) -> str:
    """Return which part of what nobody judged a text belongs to: it stands for an author."""
    return f"part {crc32(text.encode()) % _PARTS}"


def _others(kb: KnowledgeBase) -> Iterator[tuple[str, bool, float]]:
    """Yield (text, is a statement, how much it counts) of what nobody judged."""
    draw = random.Random(3)
    told = [p.text for p in kb.passages.values() if p.topic != "mistake"]
    yield from ((text, True, 0.15) for text in draw.sample(told, _TOLD))
    acted = [line for p in kb.passages.values() for line in p.actions]
    for text in draw.sample(acted, _ACTED):
        yield text.replace("{who}", draw.choice(_WHO)), False, 0.3
    yield from ((text, False, 1.0) for text in fiction())
    yield from ((text, False, 0.2) for text in sorted(invented()))
    for line in draw.sample(lines(kb), _MADE):
        yield line.text, line.verdict != "fiction", 0.15


def invented() -> set[str]:
    """Return the lines of drafts that are story: of the shipped briefs and of ``more_briefs``."""
    briefs = (*scriptgen.shipped_briefs().values(), *sorted(_BRIEFS.glob("*.toml")))
    return {
        line.text
        for brief in briefs
        for episode in scriptgen.draft(scriptgen.read_brief(brief)).episodes
        for scene in episode.scenes
        for line in scene.elements
        if line.claim_kind == "虚构" and line.type in ("action", "dialogue")
    }


def fit(
    table: Sequence[Row],
    pull: float = _RIDGE,
    least: int = _LEAST,
    units: Callable[[str], Iterable[str]] = letters,
) -> Fitted:
    """Return the base and the weights, by accelerated descent; ``pull`` is the ridge."""
    seen = [sorted(units(row.text)) for row in table]
    known = [unit for unit, n in Counter(chain(*seen)).items() if n >= least]
    number = {unit: n for n, unit in enumerate(known, 1)}  # 0 is the base
    each = [[0, *(number[unit] for unit in units if unit in number)] for units in seen]
    column = np.array([*chain(*each)])
    row = np.repeat(np.arange(len(each)), [len(one) for one in each])
    said = np.array([one.stated for one in table], float)
    counts = np.array([one.counts for one in table])
    ridge = np.full(len(known) + 1, pull)
    ridge[0] = 0.01

    def sums(weights: np.ndarray) -> np.ndarray:
        return np.bincount(row, weights[column], len(each))

    def back(errors: np.ndarray) -> np.ndarray:
        return np.bincount(column, errors[row], len(ridge))

    steep = np.ones(len(ridge))
    for _ in range(30):
        steep = back(counts * sums(steep)) / 4
        most = float(np.linalg.norm(steep))
        steep /= most
    found, ahead = np.zeros(len(ridge)), np.zeros(len(ridge))
    for step in range(_STEPS):
        errors = counts * (1 / (1 + np.exp(-sums(ahead))) - said)
        after = ahead - (back(errors) + ridge * ahead) / (most + pull)
        ahead = after + step / (step + 3) * (after - found)
        found = after
    return float(found[0]), {unit: float(found[n]) for unit, n in number.items()}


@lru_cache(maxsize=16)
def without(author: str) -> Fitted:
    """Return the weights that the sentences of all but one author come to."""
    return fit([row for row in _table() if row.author != author])


@lru_cache(maxsize=1)
def _table() -> list[Row]:
    return rows(heritage_kb.open())


def _above(high: np.ndarray, low: np.ndarray) -> float:
    """Return the chance that one of the first stands above one of the second."""
    order = np.argsort(np.argsort(np.concatenate([low, high])))[len(low) :]
    return float((order.sum() - len(high) * (len(high) - 1) / 2) / (len(high) * len(low)))


def main() -> None:
    """Fit, print, and write the weights where that is asked for."""
    table = _table()
    for author in sorted({row.author for row in table}):
        mine = [row for row in table if row.author == author]
        came = np.array([log_odds(letters(row.text), without(author)) for row in mine])
        stated = np.array([row.stated for row in mine])
        below = [(came[~stated] < np.quantile(came[stated], q)).mean() for q in _SHARES]
        print(
            f"{author:<18}{len(mine):>5}  {_above(came[stated], came[~stated]):.3f}  "
            + " ".join(f"{share:.2f}" for share in below)
        )
    if "--write" in sys.argv:
        base, weights = fit(table)
        kept = {u: round(w, 3) for u, w in sorted(weights.items()) if abs(w) >= _SLIGHT}
        data = json.dumps({"base": round(base, 3), "weights": kept}, ensure_ascii=False)
        FILE.write_text(data + "\n", encoding="utf-8")
        print(f"{FILE.name} written: {len(kept)} weights, {len(table)} sentences")


if __name__ == "__main__":
    main()
