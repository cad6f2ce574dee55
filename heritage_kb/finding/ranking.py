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
    "names": (0.16, 0.22),  # BM25 of names
    "keywords": (0.12, 0.12),  # BM25 of place, category, keywords
    "text": (0.25, 0.29),  # BM25 of the best passage
    "meaning": (4.14, 0.00),  # cosine of the best vector, in standard deviations over all entries
    "named": (4.01, 4.77),  # the query holds the name (share of the query)
    "titled": (3.03, 3.06),  # the query holds a name of three characters or more
    "whole": (40.00, 40.00),  # the query is nothing but the name
    "sounds": (0.72, 0.67),  # BM25 of pinyin that is written
    "homophones": (0.07, 0.06),  # BM25 of how the query sounds
    "place": (1.77, 2.10),
    "near": (1.54, 1.48),
    "age": (3.21, 3.47),
    "year": (2.02, 2.17),
    "most": (1.59, 1.64),  # the earliest or tallest of what the query says
    "kind": (1.61, 2.30),
    "standing": (1.50, 1.50),
    "noted": (0.52, 0.57),  # world heritage
    "told": (-0.14, 0.09),  # hand-written passages there are
    "aside": (-1.43, -2.59),  # a dated term, a dialect word or an age that is not asked for
}
COLUMNS = tuple(WEIGHTS)


def weigh(table: Table, dense: bool) -> Table:
    """Return the score of each row of a table of features, shape (rows,)."""
    import numpy as np

    worth = np.array([pair[0 if dense else 1] for pair in WEIGHTS.values()], dtype=np.float32)
    scores: Table = table @ worth
    return scores
