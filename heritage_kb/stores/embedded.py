"""The embedded store: vectors in memory, one file on disk, no server.

Up to 20,000 rows every cosine is computed; past that ``heritage_kb.finding.neighbours`` looks in
cells. Readers work on what was there when they began: a change swaps in a new state at once.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from heritage_kb.errors import BrokenData
from heritage_kb.finding.dense import Embedder
from heritage_kb.finding.neighbours import Neighbours
from heritage_kb.stores.refusing import refuse_other_vectors
from heritage_kb.stores.rows import Mark, Row, Wanted
from heritage_kb.stores.vectors import vectors_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_MANY = 20_000  # rows past which not all are compared


@dataclass(frozen=True, slots=True)
class _State:
    """Rows in the order of their vectors."""

    rows: tuple[Row, ...]
    vectors: Matrix
    cells: Neighbours | None


class Embedded:
    """A store in memory that lies in one file.

    Args:
        embedder: the model.
        file: where it lies; None keeps it in memory only.

    Raises:
        BrokenData: the file is damaged.
        RefusedInput: the file holds vectors of another model.
    """

    def __init__(self, embedder: Embedder, file: Path | None = None) -> None:
        self._embedder = embedder
        self._file = file
        self._writing = threading.Lock()
        self._state = self._read()
        refuse_other_vectors(self.mark(), embedder)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._state.rows)

    def mark(self) -> Mark | None:
        """Return whose vectors it holds, None while it is empty."""
        state = self._state
        return Mark(embedder=self._model, dim=int(state.vectors.shape[1])) if state.rows else None

    def held(self) -> Mapping[str, str]:
        """Return row id -> digest of all that it holds."""
        return {row.id: row.digest for row in self._state.rows}

    def row(self, id: str) -> Row | None:
        """Return the row of an id."""
        return next((row for row in self._state.rows if row.id == id), None)

    def put(self, rows: Sequence[Row]) -> None:
        """Embed rows and add them; a row of a known id replaces the one before."""
        if not rows:
            return
        import numpy as np

        latest = {row.id: row for row in rows}
        vectors = vectors_of(self._embedder, [row.text for row in latest.values()])
        with self._writing:
            kept, matrix = self._without(set(latest))
            self._set((*kept, *latest.values()), np.concatenate([matrix, vectors]))

    def drop(self, ids: Sequence[str]) -> None:
        """Remove rows by id; unknown ids are nothing to it."""
        with self._writing:
            self._set(*self._without(set(ids)))

    def nearest(
        self, query: str, k: int, wanted: Wanted | None = None
    ) -> list[tuple[dict[str, Any], float]]:
        """Return (metadata, cosine) of the ``k`` rows nearest in meaning, nearest first."""
        state = self._state
        if k < 1 or not state.rows:
            return []
        vector = self._embedder.query(query)
        found = _among(state, vector, k, wanted)
        return [(state.rows[at].metadata(self._model), cosine) for at, cosine in found]

    def flush(self) -> None:
        """Write the file; the old one stays until the new one is whole."""
        if self._file is None:
            return
        import numpy as np

        with self._writing:
            state = self._state
            told = {"embedder": self._model, "rows": [(r.marks, r.text) for r in state.rows]}
            self._file.parent.mkdir(parents=True, exist_ok=True)
            half = self._file.with_suffix(".half")
            with half.open("wb") as out:
                raw = np.frombuffer(json.dumps(told).encode("ascii"), dtype=np.uint8)
                np.savez(out, rows=raw, vectors=state.vectors)
            half.replace(self._file)

    def close(self) -> None:
        """Write the file."""
        self.flush()

    # -- state ---------------------------------------------------------------------------

    def _set(self, rows: tuple[Row, ...], vectors: Matrix) -> None:
        self._state = _State(rows, vectors, _cells(vectors))

    def _without(self, ids: set[str]) -> tuple[tuple[Row, ...], Matrix]:
        state = self._state
        kept = [at for at, row in enumerate(state.rows) if row.id not in ids]
        return tuple(state.rows[at] for at in kept), state.vectors[kept]

    def _read(self) -> _State:
        import numpy as np

        self._model = self._embedder.id
        if self._file is None or not self._file.is_file():
            return _State((), np.zeros((0, self._embedder.dim), dtype=np.float32), None)
        try:
            with self._file.open("rb") as raw, np.load(raw, allow_pickle=False) as stored:
                told = json.loads(stored["rows"].tobytes())
                vectors = stored["vectors"]
            rows = tuple(_row(marks, text) for marks, text in told["rows"])
            self._model = str(told["embedder"])
        except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as broken:
            raise BrokenData(
                f"向量文件 {self._file.name} 已损坏，请删去它再运行 sanjin kb sync。",
                f"{self._file.name} is damaged: delete it and run sanjin kb sync.",
            ) from broken
        return _State(rows, vectors, _cells(vectors))


def _row(marks: Mapping[str, Any], text: str) -> Row:
    return Row(
        **{**marks, "ages": tuple(marks["ages"]), "sources": tuple(marks["sources"])}, text=text
    )


def _cells(vectors: Matrix) -> Neighbours | None:
    if len(vectors) <= _MANY:
        return None
    import numpy as np

    cells = Neighbours(vectors.shape[1])
    cells.build(np.arange(len(vectors), dtype=np.int64), vectors)
    return cells


def _among(state: _State, vector: Matrix, k: int, wanted: Wanted | None) -> list[tuple[int, float]]:
    """Return (row, cosine) of the nearest; equal cosines keep the order of the rows' ids."""
    import numpy as np

    chosen = None
    if wanted is not None and not wanted.anything:
        holds = [at for at, row in enumerate(state.rows) if wanted.holds(row.__dict__)]
        chosen = np.array(holds, dtype=np.int64)
    if state.cells is not None:
        return state.cells.search(vector, k, chosen)
    numbers = np.arange(len(state.rows)) if chosen is None else chosen
    cosines = state.vectors[numbers] @ vector
    order = sorted(range(len(numbers)), key=lambda at: (-cosines[at], state.rows[numbers[at]].id))
    return [(int(numbers[at]), float(cosines[at])) for at in order[:k]]
