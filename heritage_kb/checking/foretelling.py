"""Whether a search could bear a sentence out at all: asked before the search, which costs more.

A search finds where to look; what it finds still has to pass a test of shared words or numbers.
Where no passage of the knowledge base passes that test, the search is spared, and the verdict is
the same as with it. The postings are made once a knowledge base, and only after so many questions
that a script and not a sentence is being read.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from heritage_kb.checking.judgement import Said, Subject, affirmed
from heritage_kb.checking.judging import judge, outcome
from heritage_kb.checking.judging_words import judge_words, told_pieces, units_of
from heritage_kb.normal import folded, normal
from heritage_kb.records import Entry, Passage
from heritage_kb.tokens import tokens

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_WORTH = 8  # questions from which the postings are worth their second
_LONGEST = 40  # characters of the longest name
# What a search for a sentence without names looks past: such things must be named.
PASSED_OVER = frozenset(("site", "structure", "person", "event", "place", "period"))


class Foretelling:
    """What the passages of a knowledge base could say.

    Args:
        kb: the knowledge base.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._asked = 0

    def with_pairs(self, pairs: Iterable[str], fewest: int) -> list[Passage] | None:
        """Return the passages that hold at least so many of the pairs; None: not looked up."""
        if not self._worth():
            return None
        import numpy as np

        rows = [self._by_pair[pair] for pair in pairs if pair in self._by_pair]
        if not rows:
            return []
        counts = np.bincount(np.concatenate(rows))
        return [self._passages[row] for row in np.flatnonzero(counts >= fewest)]

    def may_tell(self, said: Said, near: set[str], floor: float, figures: bool) -> bool:
        """Tell whether a search for a sentence that names nothing could come to a verdict.

        Args:
            said: the sentence.
            near: its pairs of characters.
            floor: the share of it that a passage must hold.
            figures: whether it has a number or a date; then only a passage can bear it out.
        """
        if not self._worth() or said.mentions or self._best_share(folded(said.text)) >= floor:
            return True
        if any(self._words(said, entry, floor) for entry in self._named(said.text)):
            return True
        return not figures and any(self._decides(said, entry) for entry in self._called(near))

    def _worth(self) -> bool:
        self._asked += 1
        return self._asked > _WORTH

    def _words(self, said: Said, entry: Entry, floor: float) -> bool:
        return any(judge_words(said, Subject.of(entry, self._kb), self._kb, floor=floor))

    def _decides(self, said: Said, entry: Entry) -> bool:
        one = outcome(judge(said, Subject.of(entry, self._kb), self._kb))
        return one is not None and one.verdict in ("supported", "contradicted")

    # -- what is looked up ---------------------------------------------------------------

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        return tuple(self._kb.passages.values())

    @cached_property
    def _by_pair(self) -> dict[str, Any]:
        return _postings(
            set(map("".join, pairwise(normal(passage.text)))) for passage in self._passages
        )

    @cached_property
    def _pieces(self) -> tuple[frozenset[str], ...]:
        told = {
            piece
            for passage in self._passages
            for text in {folded(passage.text), folded(affirmed(passage))}
            for piece in told_pieces(text, passage, self._kb)
        }
        return tuple({units_of(piece) for piece in told})

    @cached_property
    def _by_unit(self) -> dict[str, Any]:
        return _postings(self._pieces)

    def _best_share(self, text: str) -> float:
        """Return the greatest share of a text that one piece of any passage holds."""
        import numpy as np

        wanted = units_of(text)
        shares = np.zeros(len(self._pieces))
        for length, times in ((1, 2), (2, 1)):  # a pair weighs as much as two characters
            units = [unit for unit in wanted if len(unit) == length]
            rows = [self._by_unit[unit] for unit in units if unit in self._by_unit]
            if rows:
                counts = np.bincount(np.concatenate(rows), minlength=len(self._pieces))
                shares += times * counts / len(units)
        pairs = any(len(unit) == 2 for unit in wanted)
        return float(shares.max(initial=0.0)) / (3 if pairs else 2)

    @cached_property
    def _by_title(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._kb.entries.values():
            for name in entry.names if entry.kind not in PASSED_OVER else ():
                found.setdefault(folded(name), []).append(entry)
        return found

    def _named(self, text: str) -> list[Entry]:
        """Return the entries whose name stands in a text, as part of another word too."""
        plain = folded(text)
        parts = {
            plain[start:end]
            for start in range(len(plain))
            for end in range(start + 1, min(start + _LONGEST, len(plain)) + 1)
        }
        return [entry for part in sorted(parts) for entry in self._by_title.get(part, ())]

    @cached_property
    def _by_name(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._kb.entries.values():
            if entry.kind in PASSED_OVER:
                continue
            names = (*entry.names, *map(str, entry.fields.get("keywords", ())))
            for pair in {t for name in names for t in tokens(name) if len(t) > 1}:
                found.setdefault(pair, []).append(entry)
        return found

    def _called(self, near: set[str]) -> list[Entry]:
        """Return the entries that share a pair of characters in their names or keywords."""
        found = {e.id: e for pair in sorted(near) for e in self._by_name.get(pair, ())}
        return list(found.values())


def _postings(rows: Iterable[Iterable[str]]) -> dict[str, Any]:
    import numpy as np

    found: dict[str, list[int]] = {}
    for number, units in enumerate(rows):
        for unit in units:
            found.setdefault(unit, []).append(number)
    return {unit: np.array(numbers, dtype=np.int32) for unit, numbers in found.items()}


_KNOWN: WeakKeyDictionary[KnowledgeBase, Foretelling] = WeakKeyDictionary()


def foretelling(kb: KnowledgeBase) -> Foretelling:
    """Return what tells of a knowledge base whether a search is worth it."""
    if kb not in _KNOWN:
        _KNOWN[kb] = Foretelling(kb)
    return _KNOWN[kb]
