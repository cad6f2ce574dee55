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
    "names": (0.30, 0.30),  # BM25 of names
    "keywords": (0.15, 0.15),  # BM25 of place, category, keywords
    "text": (0.20, 0.20),  # BM25 of the best passage
    "meaning": (1.00, 0.0),  # cosine of the best vector, in standard deviations over all entries
    "named": (4.0, 4.0),  # the query holds the name (share of the query)
    "whole": (40.0, 40.0),  # the query is nothing but the name
    "sounds": (0.30, 0.30),  # BM25 of pinyin that is written
    "homophones": (0.05, 0.05),  # BM25 of how the query sounds
    "place": (1.5, 1.5),
    "near": (1.0, 1.0),
    "age": (1.5, 1.5),
    "year": (2.0, 2.0),
    "kind": (1.5, 1.5),
    "standing": (1.5, 1.5),
    "noted": (0.3, 0.3),  # world heritage
    "told": (0.2, 0.2),  # hand-written passages there are
    "aside": (-1.0, -1.0),  # a dated term, a dialect word or an age that is not asked for
}
COLUMNS = tuple(WEIGHTS)


def weigh(table: Table, dense: bool) -> Table:
    """Return the score of each row of a table of features, shape (rows,)."""
    import numpy as np

    worth = np.array([pair[0 if dense else 1] for pair in WEIGHTS.values()], dtype=np.float32)
    scores: Table = table @ worth
    return scores
