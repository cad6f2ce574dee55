"""Finding entries for a query: its words, its sound, its meaning and what it says of time and place.

Words are single characters beside pairs (measured: recall at 1 of .32 with pairs only, .68 with
both), in two indexes: names and keywords of entries, and the texts of passages. Meaning is the
cosine of the embedded model where it runs. Every entry gets a row of features
(``heritage_kb.finding.ranking``); the score is their weighted sum.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, Unpack

from heritage_kb.errors import RefusedInput
from heritage_kb.finding.asking import Asked, read_query
from heritage_kb.finding.choosing import Choices, Filters
from heritage_kb.finding.compiled import Compiled, compiled
from heritage_kb.finding.dense import Embedder, embedded
from heritage_kb.finding.explaining import explain
from heritage_kb.finding.lexical import Word
from heritage_kb.finding.ranking import COLUMNS, weigh
from heritage_kb.finding.shelves import Shelf
from heritage_kb.finding.spelling import sound_tokens
from heritage_kb.records import Entry, Hit, Passage
from heritage_kb.tokens import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from heritage_kb.store import KnowledgeBase

    Mask = NDArray[np.bool_]
    Table = NDArray[np.float32]

_DEPTH = 400  # rows taken from each index
_TOPIC = 4.0  # a passage is about what is asked, in points of BM25
_WRITTEN = 0.6  # a hand-written passage before a derived one of the same score
_SUITS = 6.0  # the same, among the passages of one entry
_CLOSE = 0.8  # points of BM25 that a standard deviation of meaning is worth between passages
_LONGEST = 400  # characters of a query that are read
_SORT = re.compile("[殿塔桥楼阁台寺庙窟院城]")  # what kind of house the oldest is asked of
_FEW = 3  # entries that may be the oldest or tallest: years are not all known
_ASIDES = ("term", "word", "period")


class Retriever(Protocol):
    """Anything that finds entries for a query."""

    def search(self, query: str, *, k: int = 10, **only: Unpack[Filters]) -> list[Hit]:
        """Return at most ``k`` hits, one an entry, best first."""
        ...


@dataclass(kw_only=True, slots=True)
class Sought:
    """A query at work: what it says, and what speaks for each entry.

    ``table`` has a row an entry and a column a feature; ``dense`` tells whether meaning was asked
    for; ``texts`` maps an entry's number to its
    passages' scores.
    """

    asked: Asked
    table: Table
    dense: bool = False
    texts: dict[int, dict[str, float]] = field(default_factory=dict)


class HybridRetriever:
    """The embedded retriever. Its index is compiled or opened at the first search.

    Args:
        kb: the knowledge base to search.
        embedder: the model for meaning; by default the embedded one where it runs.
        dense: False leaves meaning out even where there is a model.
    """

    def __init__(
        self, kb: KnowledgeBase, embedder: Embedder | None = None, *, dense: bool = True
    ) -> None:
        self.kb = kb
        self.choices = Choices(kb)
        self.embedder = (embedder or embedded()) if dense else None
        self._shelves: dict[str, Shelf] = {}

    @cached_property
    def index(self) -> Compiled:
        """The compiled index."""
        return compiled(self.kb, self.embedder)

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        return tuple(self.kb.passages.values())

    def search(self, query: str, *, k: int = 10, **only: Unpack[Filters]) -> list[Hit]:
        """Return at most ``k`` hits, one an entry with its best passage, best first.

        Only the first 400 characters of a query are read.

        Raises:
            RefusedInput: an empty query, an unknown filter or value of one, or ``k`` below 1.
        """
        if k < 1 or not query.strip():
            raise RefusedInput("请写要查的话，k 至少为 1。", "Give a query, and k of at least 1.")
        query = query[:_LONGEST]
        allowed = self.choices.allowed(only)
        hits = self._hits(self.seek(query, allowed), k, allowed)
        own = [
            hit
            for name in only.get("collections") or ()
            for hit in self.shelf(name).search(query, k, only)
        ]
        if own:  # an answer from one's own material stands before what only comes nearest
            hits = sorted([*hits, *own], key=lambda hit: (not hit.close, -hit.score))
        return hits[:k]

    def worded(self, query: str, k: int) -> list[Hit]:
        """Return at most ``k`` hits by words alone, which takes a fifth of the time of a search."""
        return self._hits(self.seek(query[:_LONGEST], dense=False), k, None)

    def shelf(self, name: str) -> Shelf:
        """Return a collection with its search index, brought up to date.

        Raises:
            UnknownName: there is no such collection.
        """
        collection = self.kb.collection(name)
        known = self._shelves.get(name)
        if known is None or known.collection is not collection:
            known = self._shelves[name] = Shelf(name, self)
        return known

    def forget(self, name: str) -> None:
        """Let go of a collection's index, so that its files can be deleted."""
        self._shelves.pop(name, None)

    def scale(self, vector: Table) -> tuple[float, float]:
        """Return mean and spread of the cosines of what ships: what makes a cosine remarkable."""
        if self.index.vectors is None:
            return 0.0, 1.0
        near = self.index.vectors @ vector
        return float(near.mean()), float(near.std()) or 1.0

    def seek(self, query: str, allowed: Mask | None = None, *, dense: bool = True) -> Sought:
        """Return what speaks for each entry; ``allowed`` keeps passages of other entries out.

        Without ``dense`` its meaning is not asked for.
        """
        import numpy as np

        asked = read_query(query, self.kb)
        table = np.zeros((len(self.choices.entries), len(COLUMNS)), dtype=np.float32)
        sought = Sought(asked=asked, table=table)
        where = None if allowed is None else {"entry": self.choices.ids(allowed)}
        self._words(sought, where)
        self._sounds(sought, where)
        if dense:
            self._meaning(sought, query)
        self._said(sought)
        return sought

    # -- features ------------------------------------------------------------------------

    def _words(self, sought: Sought, where: dict[str, list[str]] | None) -> None:
        """Fill the columns of names, keywords and texts."""
        asked, table, index = sought.asked, sought.table, self.index
        found = list(dict.fromkeys(tokens(asked.words)))
        for name in ("names", "keywords", "gist"):
            words = [Word(field=name, token=token) for token in found]
            for number, score in index.heads.search(words, _DEPTH, where):
                table[number, COLUMNS.index(name)] = score
        words = [Word(field="text", token=token) for token in found]
        column = COLUMNS.index("text")
        for number, score in index.bodies.search(words, _DEPTH, where):
            passage = self._passages[number]
            better = score + (0.0 if passage.derived else _WRITTEN)
            better += _TOPIC if passage.topic in asked.topics else 0.0
            entry = self.choices.numbers[passage.entry]
            sought.texts.setdefault(entry, {})[passage.id] = better + _suits(passage, asked)
            table[entry, column] = max(table[entry, column], better)

    def _sounds(self, sought: Sought, where: dict[str, list[str]] | None) -> None:
        """Fill the columns of pinyin and of homophones."""
        written = [token for run in sought.asked.sounds for token in sound_tokens(run)]
        across = sound_tokens([one for run in sought.asked.sounds for one in run])
        for name, heard in (
            ("sounds", [*written, *across]),
            ("homophones", sound_tokens(sought.asked.homophones)),
        ):
            words = [Word(field="sounds", token=token) for token in dict.fromkeys(heard)]
            for number, score in self.index.heads.search(words, _DEPTH, where):
                sought.table[number, COLUMNS.index(name)] = score

    def _meaning(self, sought: Sought, query: str) -> None:
        """Fill the column of meaning, and let it speak for passages as well."""
        import numpy as np

        vectors, model = self.index.vectors, self.index.embedder
        if vectors is None or model is None:
            return
        sought.dense = True
        near = vectors @ model.query(query)
        best = np.full(len(self.choices.entries), -1.0, dtype=np.float32)
        np.maximum.at(best, self._row_entries, near)
        middle, spread = float(best.mean()), float(best.std()) or 1.0
        sought.table[:, COLUMNS.index("meaning")] = (best - middle) / spread
        depth = min(_DEPTH, len(near) - 1)
        for row in np.argpartition(near, -depth)[-depth:]:
            number, passage = self.index.meant[row]
            if passage is not None:
                told = sought.texts.setdefault(number, {})
                told[passage] = told.get(passage, 0.0) + _CLOSE * (near[row] - middle) / spread

    @cached_property
    def _row_entries(self) -> Any:
        import numpy as np

        return np.array([number for number, _ in self.index.meant])

    def _said(self, sought: Sought) -> None:
        """Fill the columns of what the query says of names, place, age, kind and standing."""
        asked, table, choices = sought.asked, sought.table, self.choices
        for id, share in asked.named.items():
            table[choices.numbers[id], COLUMNS.index("whole" if asked.whole else "named")] = share
        for id, share in asked.titled.items():
            table[choices.numbers[id], COLUMNS.index("titled")] = share
        self._circumstances(asked, table)
        table[:, COLUMNS.index("noted")] = choices.of_standing("世界遗产")
        table[:, COLUMNS.index("told")] = choices.told

    def _circumstances(self, asked: Asked, table: Table) -> None:
        """Fill the columns of place, age, year, standing and kind."""
        choices = self.choices
        masks = {
            "place": self._placed(asked),
            "age": [choices.of_age(age) for age in asked.ages],
            "year": [choices.of_year(asked.year)] if asked.year else [],
            "standing": [choices.of_standing(one) for one in asked.standings],
        }
        masks["sort"] = choices.of_sorts(_unnamed(asked))
        for column, every in masks.items():
            for mask in every:
                table[:, COLUMNS.index(column)] += mask / len(every)
        if sum(bool(every) for every in masks.values()) > 1:
            table[:, COLUMNS.index("fits")] = _all_of(masks, table)
        for id in asked.unwanted:
            table[choices.numbers[id], COLUMNS.index("unwanted")] = 1.0
        for id in asked.near:
            table[choices.numbers[id], COLUMNS.index("near")] = 1.0
        for number in self._most(asked) if asked.most else ():
            table[number, COLUMNS.index("most")] = 1.0
        for kind in asked.kinds:
            table[:, COLUMNS.index("kind")] += choices.of_kind(kind)
        for kind in set(_ASIDES) - asked.kinds:
            table[:, COLUMNS.index("aside")] += choices.of_kind(kind)

    def _placed(self, asked: Asked) -> list[Mask]:
        """Return the entries of the place that is said, else of the region."""
        if asked.place:
            return [self.choices.at(asked.place)]
        return [self.choices.at_any(asked.region)] if asked.region else []

    def _most(self, asked: Asked) -> list[int]:
        """Return the few entries that have the most of what is asked, among those that fit."""
        import numpy as np

        fits = np.zeros(len(self.choices.entries), bool)
        for kind in asked.kinds or ("site", "structure"):
            fits |= self.choices.of_kind(kind)
        for age in asked.ages:
            fits &= self.choices.of_age(age)
        if asked.place:
            fits &= self.choices.at(asked.place)
        sort = _SORT.findall(asked.words)
        numbers = [int(n) for n in fits.nonzero()[0]]
        named = [n for n in numbers if sort and sort[-1] in self.choices.entries[n].title]
        rows = [(_much(self.choices.entries[n], asked.most), n) for n in named or numbers]
        known = sorted(((much, n) for much, n in rows if much is not None), reverse=True)
        return [n for _, n in known[:_FEW]]

    # -- hits ----------------------------------------------------------------------------

    def _hits(self, sought: Sought, k: int, allowed: Mask | None) -> list[Hit]:
        import numpy as np

        scores = weigh(sought.table, sought.dense).round(4)
        if allowed is not None:
            scores[~allowed] = -np.inf
        order = np.lexsort((np.arange(len(scores)), -scores))[:k]
        return [
            self._hit(int(number), float(scores[number]), sought)
            for number in order
            if np.isfinite(scores[number])
        ]

    def _hit(self, number: int, score: float, sought: Sought) -> Hit:
        entry = self.choices.entries[number]
        told = sought.texts.get(number, {})
        best = max(told, key=lambda id: (told[id], id), default=None)
        passage = self.kb.passage(best) if best else self._first(entry.id, sought.asked)
        return explain(entry, passage, score, sought, number)

    def _first(self, id: str, asked: Asked) -> Passage | None:
        """Return the passage of an entry that is about what is asked, else its first."""
        told = self.kb.passages_of(id)
        return next((p for p in told if p.topic in asked.topics), told[0] if told else None)


def _much(entry: Entry, field: str) -> float | None:
    """Return how much of a field an entry has; a minus before the name turns it round."""
    if field == "-start_year":
        return None if entry.start_year is None else -float(entry.start_year)
    value = entry.fields.get(field)
    return float(value) if isinstance(value, int | float) else None


def _suits(passage: Passage, asked: Asked) -> float:
    """Return how well a passage suits what is asked, to choose among those of one entry."""
    if passage.topic in asked.topics:
        return _SUITS
    return -_SUITS / 2 if passage.topic == "mistake" else 0.0


def _all_of(masks: Mapping[str, Sequence[Mask]], table: Table) -> Mask:
    """Return the entries that meet every circumstance, a sort by any of its words."""
    import numpy as np

    whole = np.ones(len(table), bool)
    for column, every in masks.items():
        if every:
            whole &= table[:, COLUMNS.index(column)] > (0.0 if column == "sort" else 0.999)
    return whole


def _unnamed(asked: Asked) -> str:
    """Return the words of a query without the names in it: 塔 in 应县木塔 names no sort."""
    return "" if asked.whole else asked.beside
