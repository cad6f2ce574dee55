"""Searching a studio's own collection: its file is the truth, a search index beside it follows.

Hits are passages of documents, at most three a document. They are scored as what ships is scored,
by words and by how remarkable their meaning is, so that both stand in one list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from heritage_kb.errors import SanjinError
from heritage_kb.finding.explaining import holds_most, spans_of
from heritage_kb.finding.passage_index import Found, Indexed, PassageIndex, reached
from heritage_kb.finding.ranking import CLOSE, WEIGHTS
from heritage_kb.normal import normal
from heritage_kb.records import Hit
from heritage_kb.shelf.place import index_folder
from heritage_kb.tokens import tokens, without_asking

if TYPE_CHECKING:
    from heritage_kb.finding.choosing import Filters
    from heritage_kb.finding.dense import Embedder, Matrix
    from heritage_kb.finding.retrieval import HybridRetriever
    from heritage_kb.shelf.rows import StoredPassage
    from heritage_kb.store import KnowledgeBase

_A_DOCUMENT = 3  # hits a document
_BATCH = 512  # passages that are embedded and settled together
_STEP = 16  # passages that are embedded between two words of progress
_MEANT_UP_TO = 20_000  # passages that are embedded: about 20 minutes on two cores
# BM25 of a pair of characters that is rare among what ships. In a small collection every word is
# common, and its own BM25 says nothing.
_PAIR = 8.0
_WAIT_S = 600.0  # how long one process waits for another to finish indexing

Told = Callable[[int, int], None]  # passages done, passages to do


class Shelf:
    """A collection and its index.

    Args:
        name: of the collection.
        retriever: of the knowledge base beside which it is searched; lends its model.

    Raises:
        UnknownName: there is no such collection.
    """

    def __init__(self, name: str, retriever: HybridRetriever) -> None:
        self.collection = retriever.kb.collection(name)
        self._retriever = retriever
        self._folder = index_folder(name)
        self._index: PassageIndex | None = None

    def follow(self, told: Told | None = None) -> PassageIndex:
        """Return the index, brought up to what the collection holds.

        What is settled stays settled when it is interrupted; the next call goes on from there.

        Args:
            told: is called with the passages done and to do.
        """
        from filelock import FileLock, Timeout

        revision = self.collection.revision
        if self._index is not None and self._index.revision == revision:
            return self._index
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._folder.with_suffix(".lock"), timeout=_WAIT_S):
                self._index = self._opened()
                self._catch_up(self._index, told)
        except Timeout as busy:
            raise SanjinError(
                f"另一个程序一直在给资料夹「{self.collection.name}」编索引，请等它做完再试。",
                f"Another process is indexing {self.collection.name!r}; try again later.",
            ) from busy
        return self._index

    def waiting(self) -> int:
        """Return how many passages are still to be indexed; ``follow`` takes that long."""
        if self._index is not None:
            return self.collection.count_since(self._index.revision)
        return self.collection.count_since(reached(self._folder))

    @property
    def _model(self) -> Embedder | None:
        """The model for meaning; none for more than the embedded one could get through."""
        return self._retriever.embedder if self.collection.count() <= _MEANT_UP_TO else None

    def _opened(self) -> PassageIndex:
        model = self._model
        if model is None:
            return PassageIndex(self._folder)
        return PassageIndex(self._folder, model.id, model.dim)

    def _catch_up(self, index: PassageIndex, told: Told | None) -> None:
        tell = told or _untold
        added, removed = self.collection.changes_since(index.revision)
        settled = self.collection.revision if not added else index.revision
        if removed:
            index.replace(removed, [], self._vectors([]), settled)
        done, whole = 0, len(added)
        for part in _settled_together(added):
            rows = [self._indexed(row) for row in part]
            texts = [row.text for row in part]
            vectors = self._vectors(texts, partial(_told_of, tell, done, whole))
            index.replace([], rows, vectors, part[-1].revision)
            done += len(part)
            tell(done, whole)

    def _vectors(
        self, texts: Sequence[str], told: Callable[[int], None] | None = None
    ) -> Matrix | None:
        """Return the vectors of texts; ``told`` is called with how many there are so far."""
        import numpy as np

        model = self._model
        if model is None:
            return None
        parts = [np.empty((0, model.dim), dtype=np.float32)]
        for start in range(0, len(texts), _STEP):
            if told is not None and start:
                told(start)
            parts.append(model.passages(texts[start : start + _STEP]))
        return np.concatenate(parts)

    def _indexed(self, row: StoredPassage) -> Indexed:
        text = f"{row.heading} {row.text}" if row.heading else row.text
        return Indexed(number=row.rowid, text=text, marks=_marks(row.text, self._retriever.kb))

    def purge(self, told: Told | None = None) -> None:
        """Begin the index anew, so that no word of what was removed is left in its files.

        Args:
            told: is called with the passages done and to do.
        """
        index = self._opened()
        index.clear()
        self._index = None
        self.follow(told)

    # -- searching -----------------------------------------------------------------------

    def search(self, query: str, k: int, only: Filters) -> list[Hit]:
        """Return the best passages, at most three a document."""
        if only.get("kind") not in (None, "document") or _beyond(only):
            return []
        index, model = self.follow(), self._model
        vector = None if model is None else model.query(query)
        scale = (0.0, 1.0) if vector is None else self._retriever.scale(vector)
        found = index.search(without_asking(query), vector, k * _A_DOCUMENT, self._where(only))
        every = list(dict.fromkeys(tokens(without_asking(query))))
        wanted = [token for token in every if len(token) > 1] or every
        hits = [self._hit(one, scale, wanted) for one in found]
        return _few_a_document(sorted(hits, key=lambda hit: -hit.score))[:k]

    def _where(self, only: Filters) -> dict[str, str]:
        kb, where = self._retriever.kb, {}
        if only.get("city"):
            where["place"] = kb.bare_place(str(only["city"]))
        if only.get("period") is not None:
            where["period"] = kb.period(only["period"] or "").leaves[0]
        return where

    def _hit(self, found: Found, scale: tuple[float, float], wanted: Sequence[str]) -> Hit:
        passage = self.collection.passage_at(found.number)
        column = 1 if found.meaning is None and found.words is not None else 0
        plain = normal(passage.text)
        held = [token for token in wanted if token in plain]
        score = WEIGHTS["text"][column] * max(
            found.words or 0.0, _PAIR * sum(len(token) > 1 for token in held)
        )
        if found.meaning is not None:
            score += WEIGHTS["meaning"][column] * (found.meaning - scale[0]) / scale[1]
        spans = spans_of(held, plain)
        words = dict.fromkeys(passage.text[start:end] for start, end in spans)
        return Hit(
            entry=self.collection.entry(passage.entry),
            passage=passage,
            score=round(score, 4),
            why=(f"用词：{'、'.join(list(words)[:4])}",) if words else ("意思相近",),
            spans=spans,
            close=score >= CLOSE[column] or holds_most(held, wanted),
        )


def _told_of(told: Told, before: int, whole: int, done: int) -> None:
    told(before + done, whole)


def _untold(_: int, __: int) -> None:
    """Take progress that nobody asked for."""


def _settled_together(rows: Sequence[StoredPassage]) -> list[list[StoredPassage]]:
    """Return the rows in parts that each end with a whole revision."""
    parts: list[list[StoredPassage]] = []
    ordered = sorted(rows, key=lambda row: (row.revision, row.rowid))
    for _, group in groupby(ordered, key=lambda row: row.revision):
        if parts and len(parts[-1]) < _BATCH:
            parts[-1] += group
        else:
            parts.append(list(group))
    return parts


def _beyond(only: Filters) -> bool:
    """Tell whether a filter is set that a studio's text cannot meet."""
    return any(only.get(name) is not None for name in ("level", "batch", "near"))


def _marks(text: str, kb: KnowledgeBase) -> tuple[str, ...]:
    """Return the places and ages that a text names, to filter by."""
    places = {
        kb.bare_place(name)
        for _, _, entry in kb.names_in(text, ("place",))
        for name in (entry.title, entry.city)
        if name
    }
    ages = {leaf for when in kb.calendar.years_in(text) for leaf in _leaves(when.text, kb)}
    return (*sorted(f"place={p}" for p in places), *sorted(f"period={a}" for a in ages))


def _leaves(said: str, kb: KnowledgeBase) -> tuple[str, ...]:
    try:
        return kb.period(said).leaves
    except SanjinError:
        return ()


def _few_a_document(hits: Sequence[Hit]) -> list[Hit]:
    count: dict[str, int] = {}
    kept = []
    for hit in hits:
        count[hit.entry.id] = count.get(hit.entry.id, 0) + 1
        if count[hit.entry.id] <= _A_DOCUMENT:
            kept.append(hit)
    return kept
