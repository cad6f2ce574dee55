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
    "keywords": (0.26, 0.23),  # BM25 of place, category, keywords
    "gist": (0.19, 0.29),  # BM25 of what it is in plain words and serves to write
    "text": (0.13, 0.15),  # BM25 of the best passage
    "meaning": (1.81, 0.00),  # cosine of the best vector, in standard deviations over all entries
    "named": (3.85, 4.91),  # the query holds the name (share of the query)
    "titled": (3.12, 3.55),  # the query holds a name of three characters or more
    "whole": (38.80, 38.80),  # the query is nothing but the name
    "sounds": (0.25, 0.42),  # BM25 of pinyin that is written
    "homophones": (0.24, 0.25),  # BM25 of how the query sounds
    "place": (2.02, 2.28),
    "near": (1.66, 1.57),
    "age": (3.55, 3.45),
    "year": (2.02, 2.19),
    "most": (1.60, 1.69),  # the earliest or tallest of what the query says
    "kind": (1.69, 1.88),
    "standing": (1.50, 1.50),
    "sort": (0.74, 1.05),  # the sort of thing that the query names
    "fits": (1.28, 1.40),  # all that the query says of place, age, standing, kind and sort
    "noted": (1.75, 1.21),  # world heritage
    "told": (0.02, 0.22),  # hand-written passages there are
    "aside": (-0.90, -1.84),  # a dated term, a dialect word or an age that is not asked for
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
