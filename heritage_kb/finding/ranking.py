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
    "names": (0.00, 0.10),  # BM25 of names
    "keywords": (0.26, 0.18),  # BM25 of place, category, keywords
    "gist": (0.23, 0.29),  # BM25 of what it is in plain words and serves to write
    "text": (0.14, 0.15),  # BM25 of the best passage
    "meaning": (2.73, 0.00),  # cosine of the best vector, in standard deviations over all entries
    "named": (4.12, 4.72),  # the query holds the name (share of the query)
    "titled": (3.51, 3.88),  # the query holds a name of three characters or more
    "whole": (37.36, 37.84),  # the query is nothing but the name
    "sounds": (0.76, 0.42),  # BM25 of pinyin that is written
    "homophones": (0.22, 0.24),  # BM25 of how the query sounds
    "place": (3.00, 2.97),
    "near": (1.66, 1.57),
    "age": (3.52, 3.09),
    "year": (2.02, 2.19),
    "most": (1.60, 1.69),  # the earliest or tallest of what the query says
    "kind": (1.16, 1.50),
    "standing": (4.00, 4.00),
    "sort": (0.64, 1.33),  # the sort of thing that the query names
    "fits": (6.00, 6.00),  # all that the query says of place, age, standing, kind and sort
    "unwanted": (-40.00, -40.00),  # the query asks to leave it out
    "noted": (1.86, 1.69),  # world heritage
    "told": (0.08, 0.27),  # hand-written passages there are
    "aside": (-1.09, -1.27),  # a dated term, a dialect word or an age that is not asked for
}
COLUMNS = tuple(WEIGHTS)
# The score from which a hit is near enough to be an answer, with a model and without one.
CLOSE = (12.5, 11.0)


def weigh(table: Table, dense: bool) -> Table:
    """Return the score of each row of a table of features, shape (rows,)."""
    import numpy as np

    worth = np.array([pair[0 if dense else 1] for pair in WEIGHTS.values()], dtype=np.float32)
    scores: Table = table @ worth
    return scores
