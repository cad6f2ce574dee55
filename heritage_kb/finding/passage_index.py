"""A search index over very many passages on disk: words, vectors and marks to filter by.

It follows a source of truth elsewhere (a collection's file) and can be rebuilt from it at any
time. The revision that it has reached is written last, so that after a crash the same changes are
simply made again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from heritage_kb.finding.lexical import Lexical, Row, Word
from heritage_kb.finding.neighbours import Neighbours
from heritage_kb.tokens import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Numbers = NDArray[np.int64]

_DEPTH = 100  # taken from each arm before they are fused
_RANK_OFFSET = 60  # of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)
_TEXT, _MARK = "text", "mark"


@dataclass(frozen=True, kw_only=True, slots=True)
class Indexed:
    """A passage on its way into the index.

    ``number`` is never given to another passage; ``marks`` are exact values to filter by, each
    written ``name=value``.
    """

    number: int
    text: str
    marks: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A passage found: its fused score, and its BM25 and cosine where that arm found it."""

    number: int
    score: float
    words: float | None
    meaning: float | None


class PassageIndex:
    """Words and vectors of passages in a folder; opened, or begun where there is none.

    Args:
        folder: where it lies.
        model: id of the model whose vectors it holds, "" for none. An index with the vectors of
            another model is begun anew.
        dim: numbers a vector.
    """

    def __init__(self, folder: Path, model: str = "", dim: int = 384) -> None:
        self.folder = folder
        self.model = model
        self.revision = 0
        self.neighbours = Neighbours(dim)
        self._marked: dict[str, Numbers] = {}
        try:
            self._open()
        except (OSError, ValueError, KeyError):
            self._begin()

    def _open(self) -> None:
        import numpy as np

        told = json.loads((self.folder / "index.json").read_text(encoding="utf-8"))
        if told["model"] != self.model:
            raise ValueError("another model")
        self.words = Lexical([_TEXT], [_MARK], self.folder / "words")
        if self.model:
            self.neighbours.open(self.folder / "vectors.faiss")
        with np.load(self.folder / "marks.npz", allow_pickle=False) as stored:
            cuts = np.split(stored["numbers"], stored["ends"])[:-1]
            self._marked = dict(zip(stored["names"].tolist(), cuts, strict=True))
        self.revision = int(told["revision"])

    def _begin(self) -> None:
        self.neighbours = Neighbours(self.neighbours.dim)
        self._marked, self.revision = {}, 0
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "words").mkdir(parents=True)
        self.words = Lexical([_TEXT], [_MARK], self.folder / "words")

    def clear(self) -> None:
        """Begin anew: nothing of what was indexed is left in the folder."""
        self._begin()

    def __len__(self) -> int:
        """Return how many passages it holds."""
        return len(self.words)

    # -- writing -------------------------------------------------------------------------

    def build(
        self, rows: Iterable[Indexed], vectors: Matrix | None, revision: int, threads: int = 2
    ) -> None:
        """Fill an empty index.

        Args:
            rows: the passages, by ascending number.
            vectors: unit vectors in the order of the rows; may be a memory map.
            revision: the state of the source that this is.
            threads: of the writer of words.
        """
        import numpy as np

        numbers: list[int] = []
        marked: dict[str, list[int]] = {}
        self.words.add(self._noted(rows, numbers, marked), threads)
        self._marked = {name: np.array(n, dtype=np.int64) for name, n in marked.items()}
        if vectors is not None:
            self.neighbours.build(np.array(numbers, dtype=np.int64), vectors)
        self._settle(revision)

    def replace(
        self,
        removed: Sequence[int],
        rows: Sequence[Indexed],
        vectors: Matrix | None,
        revision: int,
    ) -> None:
        """Remove passages by number and add others; what is done twice is there once."""
        import numpy as np

        gone = sorted({*removed, *(row.number for row in rows)})
        numbers: list[int] = []
        marked: dict[str, list[int]] = {}
        self.words.replace(gone, self._noted(rows, numbers, marked))
        gone_numbers = np.array(gone, dtype=np.int64)
        kept = {
            name: old[~np.isin(old, gone_numbers, assume_unique=True)]
            for name, old in self._marked.items()
        }
        for name, new in marked.items():
            old = kept.get(name, np.zeros(0, dtype=np.int64))
            kept[name] = np.sort(np.concatenate([old, np.array(new, dtype=np.int64)]))
        self._marked = kept
        if vectors is not None:
            self.neighbours.replace(gone, np.array(numbers, dtype=np.int64), vectors)
        self._settle(revision)

    def _noted(
        self, rows: Iterable[Indexed], numbers: list[int], marked: dict[str, list[int]]
    ) -> Iterator[Row]:
        for row in rows:
            numbers.append(row.number)
            for mark in row.marks:
                marked.setdefault(mark, []).append(row.number)
            text = " ".join(dict.fromkeys(tokens(row.text)))
            yield Row(number=row.number, texts={_TEXT: text}, marks={_MARK: row.marks})

    def _settle(self, revision: int) -> None:
        """Write what is not written yet, the revision last."""
        import numpy as np

        if self.model:
            self.neighbours.save(self.folder / "vectors.faiss")
        names = list(self._marked)
        half = self.folder / "marks.half.npz"
        np.savez(
            half,
            names=np.array(names, dtype=np.str_),
            numbers=np.concatenate([*self._marked.values(), np.zeros(0, dtype=np.int64)]),
            ends=np.cumsum([len(self._marked[name]) for name in names]).astype(np.int64),
        )
        half.replace(self.folder / "marks.npz")
        told = {"model": self.model, "revision": revision}
        half = self.folder / "index.half"
        half.write_text(json.dumps(told), encoding="utf-8")
        half.replace(self.folder / "index.json")
        self.revision = revision

    # -- searching -----------------------------------------------------------------------

    def search(
        self,
        query: str,
        vector: Matrix | None,
        k: int,
        where: Mapping[str, str] | None = None,
    ) -> list[Found]:
        """Return the ``k`` best passages by words and meaning together.

        Args:
            query: words, without words of asking.
            vector: the query's unit vector; None leaves meaning out.
            k: how many.
            where: mark → value; a passage must have all of them.
        """
        marks = [f"{name}={value}" for name, value in (where or {}).items()]
        words = [Word(field=_TEXT, token=token) for token in dict.fromkeys(tokens(query))]
        depth = max(k, _DEPTH)
        by_words = self.words.search(words, depth, all_of=(_MARK, marks))
        by_meaning = (
            [] if vector is None else self.neighbours.search(vector, depth, self._allowed(marks))
        )
        return _fused(by_words, by_meaning)[:k]

    def _allowed(self, marks: Sequence[str]) -> Numbers | None:
        """Return the numbers that have all the marks, ascending; None where none is asked for."""
        import numpy as np

        if not marks:
            return None
        sets = [self._marked.get(mark, np.zeros(0, dtype=np.int64)) for mark in marks]
        both = sets[0]
        for other in sets[1:]:
            both = np.intersect1d(both, other, assume_unique=True)
        return both


def _fused(
    by_words: Sequence[tuple[int, float]], by_meaning: Sequence[tuple[int, float]]
) -> list[Found]:
    """Return both lists as one by the sum of reciprocal ranks."""
    words, meaning = dict(by_words), dict(by_meaning)
    points: dict[int, float] = {}
    for found in (by_words, by_meaning):
        for place, (number, _) in enumerate(found, 1):
            points[number] = points.get(number, 0.0) + 1 / (_RANK_OFFSET + place)
    order = sorted(points, key=lambda number: (-points[number], number))
    return [
        Found(number=n, score=points[n], words=words.get(n), meaning=meaning.get(n)) for n in order
    ]


def reached(folder: Path) -> int:
    """Return the revision that an index in a folder has reached, 0 where there is none yet."""
    try:
        told = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        return int(told["revision"])
    except (OSError, ValueError, KeyError):
        return 0
