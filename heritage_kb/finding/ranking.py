"""What speaks for an entry as the answer to a query, in numbers, and what each number is worth.

The weights were fitted on the tuning half of ``benchmarks/judged/queries.jsonl`` by
``python -m benchmarks.fit`` (listwise logistic loss) and are checked on the other half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Table = NDArray[np.float32]

# Column -> weight with a model, weight without one.
WEIGHTS: dict[str, tuple[float, float]] = {
    "names": (0.09, 0.22),  # BM25 of names
    "keywords": (0.16, 0.13),  # BM25 of place, category, keywords
    "text": (0.17, 0.28),  # BM25 of the best passage
    "meaning": (2.47, 0.00),  # cosine of the best vector, in standard deviations over all entries
    "named": (3.85, 4.62),  # the query holds the name (share of the query)
    "whole": (40.00, 40.00),  # the query is nothing but the name
    "sounds": (0.65, 0.67),  # BM25 of pinyin that is written
    "homophones": (0.05, 0.07),  # BM25 of how the query sounds
    "place": (1.67, 1.99),
    "near": (1.45, 1.39),
    "age": (3.00, 3.29),
    "year": (2.01, 2.15),
    "most": (1.54, 1.61),  # the earliest or tallest of what the query says
    "kind": (1.41, 2.31),
    "standing": (1.50, 1.50),
    "noted": (0.53, 0.65),  # world heritage
    "told": (-0.70, 0.12),  # hand-written passages there are
    "aside": (-1.18, -2.43),  # a dated term, a dialect word or an age that is not asked for
}
COLUMNS = tuple(WEIGHTS)


def weigh(table: Table, dense: bool) -> Table:
    """Return the score of each row of a table of features, shape (rows,)."""
    import numpy as np

    worth = np.array([pair[0 if dense else 1] for pair in WEIGHTS.values()], dtype=np.float32)
    scores: Table = table @ worth
    return scores
