"""Fit the weights of the ranking on the tuning half: ``python -m benchmarks.fit``.

Listwise: the log of the share that the right entries have of the softmax over all entries, with a
pull towards the present weights and signs kept. Prints the weights to put into
``heritage_kb/finding/ranking.py`` and the recall before and after, for both columns.
"""

from __future__ import annotations

from typing import Any

from benchmarks.retrieval import JUDGED, queries, scores
from heritage_kb.finding.ranking import COLUMNS

NOTHING = JUDGED.parent / "nothing.txt"
_FREE = ("told",)  # more passages are more chances to be near: the sign is for the data to say
_STEPS, _RATE, _PULL = 600, 0.03, 0.02


def _tables(kb: Any, dense: bool) -> list[tuple[Any, Any]]:
    """Return (features of the entries in reach, which of them are right) of each query."""
    import numpy as np

    from heritage_kb.finding.retrieval import HybridRetriever

    retriever = HybridRetriever(kb, dense=dense)
    choices = retriever.choices
    found = []
    for row in queries("tune"):
        allowed = choices.allowed(row["filters"])
        table = retriever.seek(row["query"], allowed).table
        right = np.zeros(len(table), bool)
        right[[choices.numbers[id] for id in row["wanted"]]] = True
        if allowed is not None:
            table, right = table[allowed], right[allowed]
        found.append((table.astype(np.float64), right))
    return found


def _ranks(tables: list[tuple[Any, Any]], worth: Any) -> list[int | None]:
    ranks: list[int | None] = []
    for table, right in tables:
        points = table @ worth
        best = points[right].max()
        ranks.append(int((points > best + 1e-9).sum()) + 1)
    return ranks


def fit(tables: list[tuple[Any, Any]], start: Any) -> Any:
    """Return weights that give the right entries the largest share."""
    import numpy as np

    free = np.array([name in _FREE for name in COLUMNS])
    worth, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, _STEPS + 1):
        slope = np.zeros_like(worth)
        for table, right in tables:
            points = table @ worth
            shares = np.exp(points - points.max())
            among = np.where(right, shares, 0)
            slope += table.T @ (among / among.sum() - shares / shares.sum())
        slope = slope / len(tables) - _PULL * (worth - start)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        unbiased = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        worth = worth + _RATE * unbiased
        worth = np.where(free | (start >= 0) & (worth >= 0) | (start < 0) & (worth <= 0), worth, 0)
    return worth


def _nearness(kb: Any, worth: Any, dense: bool) -> str:
    """Return the scores of the best hits of judged queries and of queries that nothing answers."""
    import numpy as np

    from heritage_kb.finding.retrieval import HybridRetriever

    retriever = HybridRetriever(kb, dense=dense)
    asked = [row["query"] for row in queries("tune")]
    idle = NOTHING.read_text(encoding="utf-8").splitlines()
    best = [
        [float((retriever.seek(query).table @ worth).max()) for query in some]
        for some in (asked, idle)
    ]
    return (
        f"best scores: judged p2 p5 p10 {np.percentile(best[0], [2, 5, 10]).round(1)}, "
        f"nothing p50 p90 max {np.percentile(best[1], [50, 90, 100]).round(1)}"
    )


def main() -> None:
    """Fit both columns and print them."""
    import numpy as np

    import heritage_kb
    from heritage_kb.finding.ranking import WEIGHTS

    kb = heritage_kb.open()
    fitted = []
    for column, dense in ((0, True), (1, False)):
        tables = _tables(kb, dense)
        start = np.array([pair[column] for pair in WEIGHTS.values()], dtype=np.float64)
        worth = fit(tables, start)
        fitted.append(worth)
        before, after = scores(_ranks(tables, start)), scores(_ranks(tables, worth))
        print(f"{'with' if dense else 'without'} model: "
              f"{' '.join(f'{x:.3f}' for x in before)} -> {' '.join(f'{x:.3f}' for x in after)}")  # fmt: skip
        print(_nearness(kb, worth, dense))
    for name, with_model, without in zip(WEIGHTS, *fitted, strict=True):
        print(f'    "{name}": ({with_model:.2f}, {without:.2f}),')


if __name__ == "__main__":
    main()
