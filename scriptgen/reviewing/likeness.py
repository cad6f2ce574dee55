"""How like a line is in meaning to lines that people judged, by the embedded model, where it runs.

For each class of content (C01–C11) how near the line stands to the three nearest planted lines of
the class, less how near to the three nearest clean ones. The vectors of the judged lines are
``data/lexicon/likeness.npz`` (``benchmarks/fit_wording.py``); the lines themselves are not shipped.
A line costs some twenty milliseconds, so that only those are asked that are worded suspiciously.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

CLEAN = ""
_NEAREST = 3


def likeness(text: str) -> dict[str, float] | None:
    """Return for each class how much nearer a line stands to it than to clean lines; None without the model."""
    from heritage_kb.finding.dense import embedded

    model = embedded()
    if model is None:
        return None
    lines, codes, middle = _judged()
    near = lines @ centred(model.query(text), middle)
    clean = _mean_of_nearest(near[codes == CLEAN])
    classes = sorted({str(code) for code in codes} - {CLEAN})
    return {code: _mean_of_nearest(near[codes == code]) - clean for code in classes}


def centred(vectors: Any, middle: Matrix) -> Matrix:
    """Return vectors of the model as they are compared: from the middle of all, of length one."""
    import numpy as np

    away = np.asarray(vectors, dtype=np.float32) - middle
    found: Matrix = away / np.linalg.norm(away, axis=-1, keepdims=True)
    return found


def _mean_of_nearest(near: Any) -> float:
    import numpy as np

    return float(np.sort(near)[-_NEAREST:].mean())


@lru_cache(maxsize=1)
def _judged() -> tuple[Matrix, Any, Matrix]:
    """Return the judged lines as vectors, their codes (empty: clean), and the middle of all."""
    import numpy as np

    with (
        as_file(files("scriptgen").joinpath("data", "lexicon", "likeness.npz")) as path,
        np.load(path, allow_pickle=False) as data,
    ):
        return data["lines"].astype(np.float32) / 127, data["codes"], data["middle"]
