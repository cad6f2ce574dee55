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
    "names": (0.00, 0.16),  # BM25 of names
    "keywords": (0.31, 0.28),  # BM25 of place, category, keywords
    "gist": (0.24, 0.33),  # BM25 of what it is in plain words and serves to write
    "text": (0.14, 0.16),  # BM25 of the best passage
    "meaning": (2.66, 0.00),  # cosine of the best vector, in standard deviations over all entries
    "named": (3.83, 4.96),  # the query holds the name (share of the query)
    "titled": (2.94, 3.30),  # the query holds a name of three characters or more
    "whole": (39.52, 39.52),  # the query is nothing but the name
    "sounds": (0.50, 0.45),  # BM25 of pinyin that is written
    "homophones": (0.25, 0.18),  # BM25 of how the query sounds
    "place": (1.92, 2.31),
    "near": (1.66, 1.57),
    "age": (3.50, 3.61),
    "year": (2.02, 2.19),
    "most": (1.60, 1.69),  # the earliest or tallest of what the query says
    "kind": (1.69, 2.06),
    "standing": (1.50, 1.50),
    "noted": (1.04, 0.86),  # world heritage
    "told": (-0.06, 0.23),  # hand-written passages there are
    "aside": (-1.16, -2.32),  # a dated term, a dialect word or an age that is not asked for
}
COLUMNS = tuple(WEIGHTS)
# The score from which a hit is near enough to be an answer, with a model and without one.
CLOSE = (12.0, 9.0)


def weigh(table: Table, dense: bool) -> Table:
    """Return the score of each row of a table of features, shape (rows,)."""
    import numpy as np

    worth = np.array([pair[0 if dense else 1] for pair in WEIGHTS.values()], dtype=np.float32)
    scores: Table = table @ worth
    return scores
