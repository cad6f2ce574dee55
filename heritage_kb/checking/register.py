"""Whether a sentence sounds like a statement about the world or like a line of a story.

A logistic regression over the meaning of the sentence (the embedded model's vector); its weights
were fitted on judged sentences, passages and playable lines (``benchmarks/fit_register.py``).
Where the model does not run, nothing is said and the marks of ``fiction`` answer alone.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from heritage_kb.finding.dense import embedded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KEPT = 4096  # sentences whose answer is remembered: a script repeats itself


@lru_cache(maxsize=_KEPT)
def sounds_stated(text: str) -> float | None:
    """Return how much a sentence sounds like a statement: above 0 it is taken for one.

    0 lies a margin above where two of a hundred lines of story are taken for statements. None
    where the embedded model does not run here, or is not the one that the weights were fitted to.
    """
    model, fitted = embedded(), _fitted()
    if model is None or fitted[0] != model.id:
        return None
    return float(model.query(text) @ fitted[1] + fitted[2])


@lru_cache(maxsize=1)
def _fitted() -> tuple[str, NDArray[np.float32], float]:
    """Return the model's id, a weight for each of its numbers, and the base."""
    import numpy as np

    data = json.loads(
        files("heritage_kb").joinpath("data", "register.json").read_text(encoding="utf-8")
    )
    return data["model"], np.array(data["weights"], dtype=np.float32), float(data["base"])
