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
    "names": (0.05, 0.19),  # BM25 of names
    "keywords": (0.18, 0.15),  # BM25 of place, category, keywords
    "text": (0.14, 0.27),  # BM25 of the best passage
    "meaning": (2.36, 0.00),  # cosine of the best vector, in standard deviations over all entries
    "named": (3.79, 3.95),  # the query holds the name (share of the query)
    "whole": (40.00, 40.00),  # the query is nothing but the name
    "sounds": (0.49, 0.56),  # BM25 of pinyin that is written
    "homophones": (0.09, 0.12),  # BM25 of how the query sounds
    "place": (1.59, 1.76),
    "near": (1.21, 1.19),
    "age": (2.41, 2.73),
    "year": (2.01, 2.09),
    "kind": (1.49, 2.12),
    "standing": (1.50, 1.50),
    "noted": (0.56, 0.72),  # world heritage
    "told": (-0.41, 0.23),  # hand-written passages there are
    "aside": (-1.05, -1.74),  # a dated term, a dialect word or an age that is not asked for
}
COLUMNS = tuple(WEIGHTS)


def weigh(table: Table, dense: bool) -> Table:
    """Return the score of each row of a table of features, shape (rows,)."""
    import numpy as np

    worth = np.array([pair[0 if dense else 1] for pair in WEIGHTS.values()], dtype=np.float32)
    scores: Table = table @ worth
    return scores
