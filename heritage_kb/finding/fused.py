"""Words from the embedded index and meaning from a vector store, fused by rank.

Reciprocal ranks, each arm a hundred deep; the constants did best on the tuning half of the judged
queries. An entry that is called as the query is stays first, as in the embedded retriever: no
nearness in meaning outweighs its name.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Unpack

from heritage_kb.finding.asking import read_query
from heritage_kb.finding.choosing import Filters
from heritage_kb.finding.retrieval import HybridRetriever
from heritage_kb.records import Hit
from heritage_kb.stores.rows import Store, Wanted, wanted_of

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_DEEP = 100  # entries and rows taken from each arm
_RANK = 10.0  # of reciprocal rank fusion
_MEANT = 0.3  # what a rank in meaning is worth beside one in words
_NAMED = 0.01  # what a name within the query adds, by its share of the query
_CALLED = 1.0  # more than all ranks together
_NEAR = 3  # entries nearest in meaning that count as near by themselves
_LONGEST = 400  # characters of a query that are read
_MEANING = "意思相近"
_UNMARKED = ("level", "batch", "near")  # filters that rows carry no mark for


class FusedRetriever:
    """A retriever whose meaning lives in a vector store.

    Args:
        kb: the knowledge base.
        store: an opened store that ``sanjin kb sync`` has filled.
    """

    def __init__(self, kb: KnowledgeBase, store: Store) -> None:
        self.kb = kb
        self.store = store
        self._words = HybridRetriever(kb, dense=False)

    def search(self, query: str, *, k: int = 10, **only: Unpack[Filters]) -> list[Hit]:
        """Return at most ``k`` hits, one an entry with its best passage, best first.

        Raises:
            RefusedInput: an empty query, an unknown filter or value of one, or ``k`` below 1.
        """
        query, names = query[:_LONGEST], only.pop("collections", None) or ()
        depth = max(_DEEP, k) if k > 0 else k
        worded = self._words.search(query, k=depth, **only)
        hits = self._fused(query, worded, self._meant(query, depth, only))
        for name in names:
            own = self._whole.shelf(name).search(query, k, only)
            hits += [replace(hit, score=1.0 / (_RANK + rank)) for rank, hit in enumerate(own, 1)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.entry.id))[:k]

    @cached_property
    def _whole(self) -> HybridRetriever:
        """The embedded retriever, which keeps the indexes of a studio's own collections."""
        return HybridRetriever(self.kb)

    def _fused(self, query: str, worded: list[Hit], meant: dict[str, str]) -> list[Hit]:
        hits = {hit.entry.id: hit for hit in worded}
        scores = {id: 1.0 / (_RANK + rank) for rank, id in enumerate(hits, 1)}
        for rank, (id, passage) in enumerate(meant.items(), 1):
            scores[id] = scores.get(id, 0.0) + _MEANT / (_RANK + rank)
            hits[id] = self._with_meaning(hits.get(id), id, passage, near=rank <= _NEAR)
        asked = read_query(query, self.kb)
        for id in scores.keys() & asked.named.keys():
            scores[id] += asked.named[id] * (_CALLED if asked.whole else _NAMED)
        return [replace(hit, score=round(scores[id], 6)) for id, hit in hits.items()]

    def _meant(self, query: str, depth: int, only: Filters) -> dict[str, str]:
        """Return entry -> the passage that is nearest ("" for its card), nearest entry first."""
        found: dict[str, str] = {}
        for marks, _ in self.store.nearest(query, depth, self._wanted(only)):
            if marks["entry"] in self.kb.entries:  # not of a knowledge base that has moved on
                found.setdefault(marks["entry"], marks["passage"])
        return found

    def _wanted(self, only: Filters) -> Wanted:
        """Return the filter for the store; what it has no mark for, as the entries that pass."""
        wanted = wanted_of(self.kb, only.get("kind"), only.get("city"), only.get("period"))
        if not any(only.get(name) is not None for name in _UNMARKED):
            return wanted
        allowed = self._words.choices.allowed(only)
        ids = None if allowed is None else tuple(self._words.choices.ids(allowed))
        return replace(wanted, entries=ids)

    def _with_meaning(self, hit: Hit | None, id: str, passage: str, *, near: bool) -> Hit:
        if hit is not None:
            return replace(hit, why=(*hit.why, _MEANING), close=hit.close or near)
        told = self.kb.passages_of(id)
        best = next((p for p in told if p.id == passage), told[0] if told else None)
        return Hit(entry=self.kb.entries[id], passage=best, score=0.0, why=(_MEANING,), close=near)
