"""Print how well queries are answered: ``python -m benchmarks.retrieval [--held|--exam] [--misses]``.

Judged queries are tuned on with one half and reported on the other. BM25 over jieba words, BM25
over characters and pairs, and the model's cosine alone are compared in the same run, over the same
texts: one text an entry (names, then everything told), best entry first.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

JUDGED = Path(__file__).parent / "judged" / "queries.jsonl"
EXAMINER = JUDGED.with_name("queries_examiner.jsonl")  # by another author, never tuned on
DEPTH = 10

Finder = Callable[[str, Mapping[str, Any]], Sequence[str]]


def queries(split: str) -> list[dict[str, Any]]:
    """Return the judged queries of a part: ``tune``, ``held`` or the examiner's ``exam``."""
    file = EXAMINER if split == "exam" else JUDGED
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["split"] == split]


def rank(found: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Return the place, from 1, of the first right entry; None where none is among the first."""
    return next((n for n, id in enumerate(found, 1) if id in wanted), None)


def scores(ranks: Sequence[int | None]) -> tuple[float, float, float]:
    """Return recall at 1, recall at 5 and the mean reciprocal rank (first ten)."""
    count = len(ranks) or 1
    return (
        sum(r == 1 for r in ranks) / count,
        sum(r is not None and r <= 5 for r in ranks) / count,
        sum(1 / r for r in ranks if r) / count,
    )


def arms(kb: Any) -> dict[str, Finder]:
    """Return what is compared, by name."""
    from heritage_kb.finding.dense import embedded
    from heritage_kb.finding.retrieval import HybridRetriever

    whole = HybridRetriever(kb)
    words = HybridRetriever(kb, dense=False)
    found: dict[str, Finder] = {
        "sanjin": lambda q, f: [hit.entry.id for hit in whole.search(q, k=DEPTH, **f)],
        "sanjin, no model": lambda q, f: [hit.entry.id for hit in words.search(q, k=DEPTH, **f)],
        "BM25 jieba": _bm25(kb, _jieba),
        "BM25 characters + pairs": _bm25(kb, _characters),
    }
    if embedded() is not None:
        found["meaning alone"] = _meaning(kb, whole)
    return found


def _texts(kb: Any) -> dict[str, str]:
    return {
        id: " ".join([*entry.names, *(p.text for p in kb.passages_of(id))])
        for id, entry in kb.entries.items()
    }


def _allowed(kb: Any, filters: Mapping[str, Any]) -> set[str] | None:
    from heritage_kb.finding.choosing import Choices

    choices = Choices(kb)
    mask = choices.allowed(filters)
    return None if mask is None else set(choices.ids(mask))


def _jieba(text: str) -> list[str]:
    import jieba  # type: ignore[import-untyped]

    return list(jieba.cut_for_search(text))


def _characters(text: str) -> list[str]:
    from heritage_kb.tokens import tokens

    return tokens(text)


def _bm25(kb: Any, cut: Callable[[str], list[str]]) -> Finder:
    from rank_bm25 import BM25Okapi  # type: ignore[import-not-found]

    texts = _texts(kb)
    ids = list(texts)
    index = BM25Okapi([cut(text) for text in texts.values()])

    def find(query: str, filters: Mapping[str, Any]) -> list[str]:
        allowed = _allowed(kb, filters)
        points = index.get_scores(cut(query))
        order = sorted(range(len(ids)), key=lambda n: -points[n])
        return [ids[n] for n in order if allowed is None or ids[n] in allowed][:DEPTH]

    return find


def _meaning(kb: Any, whole: Any) -> Finder:
    import numpy as np

    def find(query: str, filters: Mapping[str, Any]) -> list[str]:
        allowed = _allowed(kb, filters)
        near = whole.index.vectors @ whole.index.embedder.query(query)
        found: dict[str, None] = {}
        for row in np.argsort(-near):
            id = whole.choices.entries[whole.index.meant[row][0]].id
            if allowed is None or id in allowed:
                found.setdefault(id)
            if len(found) == DEPTH:
                break
        return list(found)

    return find


def main() -> None:
    """Measure and print."""
    import heritage_kb

    parser = argparse.ArgumentParser()
    parser.add_argument("--held", action="store_true", help="the half that was not tuned on")
    parser.add_argument("--exam", action="store_true", help="another author's set, never tuned on")
    parser.add_argument("--misses", action="store_true", help="list what is not first (tune half)")
    args = parser.parse_args()
    part = "exam" if args.exam else "held" if args.held else "tune"
    rows = queries(part)
    kb = heritage_kb.open()
    styles = list(dict.fromkeys(row["style"] for row in rows))
    print(f"{len(rows)} queries; recall@1 recall@5 MRR; then recall@1/@5 by style")
    print(
        f"{'':<26}{'R@1':>6}{'R@5':>6}{'MRR':>6}  " + "".join(f"{s:>13}" for s in styles) + "  ms"
    )
    for name, find in arms(kb).items():
        find("佛光寺", {})
        spent, ranks = [], []
        for row in rows:
            started = time.perf_counter()
            found = find(row["query"], row["filters"])
            spent.append((time.perf_counter() - started) * 1000)
            ranks.append(rank(found, row["wanted"]))
            if args.misses and part == "tune" and name == "sanjin" and ranks[-1] != 1:
                print(f"   {ranks[-1]} {row['style']} {row['query']} {row['filters'] or ''}"
                      f" 要 {row['wanted'][:3]} 得 {found[:3]}")  # fmt: skip
        by_style = [
            scores([r for r, row in zip(ranks, rows, strict=True) if row["style"] == style])
            for style in styles
        ]
        r1, r5, mrr = scores(ranks)
        spent.sort()
        print(
            f"{name:<26}{r1:6.3f}{r5:6.3f}{mrr:6.3f}  "
            + "".join(f"{s[0]:>8.2f}/{s[1]:.2f}" for s in by_style)
            + f"  p50 {spent[len(spent) // 2]:.0f} p95 {spent[int(len(spent) * 0.95)]:.0f}"
        )


if __name__ == "__main__":
    main()
