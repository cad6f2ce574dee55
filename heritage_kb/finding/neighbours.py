"""The nearest vectors among very many (owner of faiss).

Up to 20,000 vectors are compared one by one. Past that they lie in cells (IVF, half-precision
numbers): about 4·√n cells, of which a query looks into as many as were needed, when the cells were
made, to find 97 % of the true ten nearest of a sample. The file is mapped, not read: memory grows
with what queries touch.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Numbers = NDArray[np.int64]

_FLAT = 20_000  # rows below which comparing all is faster than looking for cells
_TRAINED_ON = 64  # vectors a cell for finding the cells
_SAMPLE = 200  # vectors on which the number of cells to look into is chosen
_WANTED = 0.97  # share of the true ten nearest, a margin over the 0.95 that is promised
_FURTHER = 3.0  # times as many cells for a narrow choice (measured: recall over .99)
_BLOCK = 50_000
_SEED = 11


class Neighbours:
    """Unit vectors by number, searched by cosine.

    Args:
        dim: numbers a vector.
    """

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._index: Any = None
        self._look = 1
        self._mapped: Path | None = None  # the file, where it is mapped and so only to be read

    def __len__(self) -> int:
        """Return how many vectors there are."""
        return 0 if self._index is None else int(self._index.ntotal)

    @property
    def cells(self) -> int:
        """Return the number of cells; 0 where all are compared."""
        return int(getattr(self._index, "nlist", 0)) if self._index is not None else 0

    def build(self, numbers: Numbers, vectors: Matrix) -> None:
        """Take in vectors, replacing all before.

        Args:
            numbers: shape (n,), unique.
            vectors: unit vectors, shape (n, dim); may be a memory map, read block by block.
        """
        if len(numbers) <= _FLAT:
            self._index = self._flat()
            self._index.add_with_ids(_float32(vectors), numbers)
            return
        self._mapped = None
        self._index = self._trained(vectors)
        for block in _blocks(len(numbers)):
            self._index.add_with_ids(_float32(vectors[block]), numbers[block])
        self._look = self._enough(numbers, vectors)

    def _flat(self) -> Any:
        import faiss

        return faiss.IndexIDMap2(faiss.IndexFlatIP(self.dim))

    def _trained(self, vectors: Matrix) -> Any:
        import faiss
        import numpy as np

        cells = int(4 * np.sqrt(len(vectors)))
        index = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(self.dim),
            self.dim,
            cells,
            faiss.ScalarQuantizer.QT_fp16,
            faiss.METRIC_INNER_PRODUCT,
        )
        index.cp.seed, index.cp.niter = _SEED, 8
        chosen = np.random.default_rng(_SEED).choice(
            len(vectors), min(len(vectors), cells * _TRAINED_ON), replace=False
        )
        index.train(_float32(vectors[np.sort(chosen)]))
        return index

    def _enough(self, numbers: Numbers, vectors: Matrix) -> int:
        """Return how many cells a query must look into to find what it should."""
        import numpy as np

        rng = np.random.default_rng(_SEED + 1)
        rows = np.sort(rng.choice(len(numbers), _SAMPLE, replace=False))
        noise = rng.normal(0, 0.4 / self.dim**0.5, (_SAMPLE, self.dim))
        moved = _float32(vectors[rows]) + _float32(noise)
        asked = _float32(moved / np.linalg.norm(moved, axis=1, keepdims=True))
        true = numbers[_exact(vectors, asked, 10)]
        look = 4
        while look < self.cells:
            found = self._probe(asked, 10, look, None)[1]
            held = np.mean([len(set(a) & set(b)) for a, b in zip(true, found, strict=True)]) / 10
            if held >= _WANTED:
                return look
            look *= 2
        return self.cells

    def replace(self, removed: Sequence[int], numbers: Numbers, vectors: Matrix) -> None:
        """Remove vectors by number and add others."""
        import faiss
        import numpy as np

        if self._mapped is not None:
            self._index, self._mapped = faiss.read_index(str(self._mapped)), None
        if self._index is None:
            self._index = self._flat()
        gone = np.asarray(removed, dtype=np.int64)
        if len(gone):
            self._index.remove_ids(faiss.IDSelectorBatch(gone))
        if len(numbers):
            self._index.add_with_ids(_float32(vectors), numbers)

    def search(
        self, vector: Matrix, k: int, allowed: Numbers | None = None
    ) -> list[tuple[int, float]]:
        """Return (number, cosine) of the ``k`` nearest, among the allowed numbers if any are given.

        The narrower the choice, the more cells are looked into, so that it finds as much.

        Args:
            vector: shape (dim,).
            k: how many.
            allowed: the numbers that may be found, ascending.
        """
        if not len(self) or k < 1 or (allowed is not None and not len(allowed)):
            return []
        look = self._look
        if (
            allowed is not None
        ):  # few: every cell, which is exact; many: as many more as are left out
            few = len(allowed) <= _FLAT
            look = self.cells if few else int(self._look * len(self) / len(allowed))
        look = max(1, min(look, self.cells))
        cosines, numbers = self._probe(vector[None, :], k, look, allowed)
        return [(int(n), float(c)) for n, c in zip(numbers[0], cosines[0], strict=True) if n >= 0]

    def _probe(
        self, vectors: Matrix, k: int, look: int, allowed: Numbers | None
    ) -> tuple[Matrix, Numbers]:
        import faiss

        chosen = None if allowed is None else _selector(allowed)
        made: Any = faiss.SearchParametersIVF if self.cells else faiss.SearchParameters
        params = made(nprobe=look, sel=chosen) if self.cells else made(sel=chosen)
        found: tuple[Matrix, Numbers] = self._index.search(_float32(vectors), k, params=params)
        return found

    def save(self, file: Path) -> None:
        """Write to a file; the old one stays until the new one is whole."""
        import faiss

        if self._index is None:
            self._index = self._flat()
        half = file.with_suffix(".half")
        faiss.write_index(self._index, str(half))
        half.replace(file)
        look = file.with_suffix(".look")
        look.write_text(str(self._look), encoding="ascii")

    def open(self, file: Path) -> None:
        """Read what :meth:`save` wrote.

        Raises:
            OSError: the file is missing or damaged.
        """
        import faiss

        try:
            self._index = faiss.read_index(str(file), faiss.IO_FLAG_MMAP)
        except RuntimeError as broken:
            raise OSError(str(broken)) from broken
        self._mapped = file
        with contextlib.suppress(OSError, ValueError):
            self._look = int(file.with_suffix(".look").read_text(encoding="ascii"))


def _selector(allowed: Numbers) -> Any:
    """Return a selector of numbers: a bit for each number up to the largest."""
    import faiss
    import numpy as np

    held = np.zeros(int(allowed[-1]) + 1, dtype=bool)
    held[allowed] = True
    made: Any = faiss.IDSelectorBitmap
    return made(np.packbits(held, bitorder="little"))


def _blocks(count: int) -> Iterator[slice]:
    for start in range(0, count, _BLOCK):
        yield slice(start, min(start + _BLOCK, count))


def _float32(vectors: Any) -> Matrix:
    import numpy as np

    return np.ascontiguousarray(vectors, dtype=np.float32)


def _exact(vectors: Matrix, asked: Matrix, k: int) -> Numbers:
    """Return the rows of the ``k`` nearest of each vector by comparing all."""
    import numpy as np

    best = np.full((len(asked), k), -2.0, dtype=np.float32)
    rows = np.zeros((len(asked), k), dtype=np.int64)
    for block in _blocks(len(vectors)):
        cosines = asked @ _float32(vectors[block]).T
        top = np.argpartition(cosines, -k, axis=1)[:, -k:]
        both = np.hstack([best, np.take_along_axis(cosines, top, axis=1)])
        ids = np.hstack([rows, top + block.start])
        keep = np.argpartition(both, -k, axis=1)[:, -k:]
        best, rows = np.take_along_axis(both, keep, 1), np.take_along_axis(ids, keep, 1)
    return rows
