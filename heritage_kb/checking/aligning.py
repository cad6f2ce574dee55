"""How a sentence lies against what is known of one thing: words shared, values held or otherwise.

The numbers that :func:`aligned` returns are what a learned judge weighs (``weighing``).
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from heritage_kb.checking.clauses import clauses, denied_at
from heritage_kb.checking.fiction import talks
from heritage_kb.checking.judgement import WRONG, Subject
from heritage_kb.checking.lexicon import OLD_PLACES
from heritage_kb.checking.units import NEGATES, letters_in, units_of
from heritage_kb.checking.values_said import GROUPS, Value, values_in
from heritage_kb.checking.word_rows import rivals_in
from heritage_kb.normal import folded

if TYPE_CHECKING:
    from heritage_kb.records import Entry, Passage
    from heritage_kb.store import KnowledgeBase

_SENTENCE = re.compile("[。；：;]")
_CLAUSE = re.compile("[，,。；：;（）]|而是|才是")
_PARTS = re.compile("[，、；：,;:]")
_DENIES = re.compile(
    "(?:不|没有?|未|无|非|别|勿|休|莫)(?:能|可|要|得|会|该|许|兴|用|必|再|是)*(?:写成|当成|说成|拍成|画成|演成)?"
)
_LONG = 24  # characters of a sentence of a passage whose parts are looked at too
_TOLD = 0.6  # of a clause's words, in one part of a passage, that tell it
_PART = 4  # characters of the least part
_RARE = 10.0  # passages that a unit is taken to stand in besides those it does
_PAIR = 0.6  # what a pair of characters weighs against one
_LOOKED = 14  # pieces with the most words of the sentence whose values are compared
_RIGHT, _RATHER = 0.7, 0.3  # of its words, in what a passage puts right, and more than in the wrong
_FEW = 4  # units of which nothing can be told
_CLAUSES = 4  # more are no more than that
_KEPT = 400  # things that are remembered


class Weights:
    """How much each character and pair of the passages says: rare ones more. Made once a kb."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._in: Counter[str] = Counter()
        for passage in kb.passages.values():
            self._in.update(set(passage.text))
        self._most = log(len(kb.passages) + _RARE)
        self._of: dict[str, float] = {}

    def of(self, units: Iterable[str]) -> float:
        """Return what some units weigh together."""
        return sum(map(self._weight, units))

    def _weight(self, unit: str) -> float:
        weight = self._of.get(unit)
        if weight is None:
            each = [self._most - log(self._in[mark] + _RARE) for mark in unit]
            weight = self._of[unit] = each[0] if len(each) == 1 else _PAIR * sum(each) / len(each)
        return weight

    def share(self, units: frozenset[str], held: frozenset[str] | set[str]) -> float:
        """Return the share by weight of some units that others hold, 0 where there are none."""
        both = units & held
        return self.of(both) / self.of(units) if both else 0.0


def sides(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the units of what a text affirms and of what it denies, clause by clause.

    >>> sorted(sides("是烤的，不是蒸的")[1])
    ['蒸']
    """
    affirmed: set[str] = set()
    denied: set[str] = set()
    for clause in _CLAUSE.split(text):
        match = _DENIES.search(clause)
        affirmed |= units_of(clause[: match.start()] if match else clause)
        if match:
            denied |= units_of(clause[match.end() :])
    return frozenset(affirmed), frozenset(denied - affirmed)


def parts_of(text: str) -> list[str]:
    """Return a text cut at every mark between its parts."""
    return [part for part in _PARTS.split(text) if part]


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A sentence of a passage, or a part between commas, without the names of its thing."""

    text: str
    units: frozenset[str]
    passage: Passage
    denies: bool
    affirmed: frozenset[str]
    denied: frozenset[str]


class Known:
    """What is known of an entry, cut up for comparing."""

    def __init__(self, entry: Entry, kb: KnowledgeBase) -> None:
        self.entry, self.kb = entry, kb
        self.subject = Subject.of(entry, kb)
        both = (entry, self.subject.dated)
        self.ids = {one.id for one in both}
        self.names = sorted({folded(n) for e in both for n in e.names}, key=len, reverse=True)
        self.places = {place for one in both for place in kb.places_of(one)}
        passages = {p.text: p for p in reversed(self.subject.every)}
        self.pieces = [q for p in reversed(passages.values()) for q in self._pieces(p)]
        self.units = frozenset().union(*(piece.units for piece in self.pieces))
        self.text = "。".join(map(folded, passages))

    def bare(self, text: str) -> str:
        """Return a text with the thing's names blanked."""
        for name in self.names:
            text = text.replace(name, "|" * len(name))
        return text

    def _pieces(self, passage: Passage) -> list[Piece]:
        found = []
        for whole in filter(None, _SENTENCE.split(folded(passage.text))):
            parts = whole.split("，") if "，" in whole and len(whole) > _LONG else []
            found += [whole, *(part for part in parts if len(part) >= _PART)]
        denies = WRONG if passage.topic == "mistake" else NEGATES
        return [self._piece(text, passage, denies) for text in found]

    def _piece(self, text: str, passage: Passage, denies: re.Pattern[str]) -> Piece:
        bare = self.bare(text)
        affirmed, denied = sides(bare)
        return Piece(
            text=text, units=units_of(bare), passage=passage, denies=bool(denies.search(text)),
            affirmed=affirmed, denied=denied,
        )  # fmt: skip

    @cached_property
    def affirming(self) -> tuple[Piece, ...]:
        """The pieces that say how it is, and neither deny nor warn."""
        return tuple(p for p in self.pieces if not p.denies and p.passage.topic != "mistake")

    @cached_property
    def rivals(self) -> frozenset[tuple[str, str]]:
        """Row and member of every word of its passages that shuts others out."""
        return frozenset((row, member) for row, member, _ in rivals_in(self.text))

    @cached_property
    def in_parts(self) -> tuple[tuple[Passage, tuple[tuple[str, ...], ...]], ...]:
        """Passage and letters, part by part, of each piece that says how it is."""
        return tuple(
            (p.passage, tuple(letters_in(self.bare(part)) for part in parts_of(p.text)))
            for p in self.affirming
        )

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Every value of its passages."""
        texts = {text: 0 for text in _SENTENCE.split(self.text) if text}
        return tuple(value for text in texts for value in values_in(text, self.kb))


@dataclass(frozen=True, kw_only=True, slots=True)
class Clash:
    """A value of a sentence, another of its kind in a piece, and how alike the words around are."""

    said: Value
    told: Value
    piece: Piece
    alike: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Aligned:
    """A sentence beside a thing. ``numbers`` are what is weighed, by name.

    ``open`` tells that it has a year of which only the age is told.
    """

    known: Known
    numbers: dict[str, float]
    best: Piece | None
    clash: Clash | None
    open: bool


class Aligner:
    """Lays sentences beside what is known; see :func:`aligner`."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self.weights = Weights(kb)
        self._known: OrderedDict[str, Known] = OrderedDict()

    def known(self, entry: Entry) -> Known:
        """Return what is known of an entry, cut up; the last few hundred are kept."""
        if entry.id not in self._known:
            self._known[entry.id] = Known(entry, self._kb)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(entry.id)
        return self._known[entry.id]

    def aligned(self, text: str, entry: Entry) -> Aligned:
        """Return how a folded sentence lies against what is known of an entry."""
        known, share = self.known(entry), self.weights.share
        units = units_of(known.bare(text))
        rows = sorted(
            ((share(units, piece.units), n) for n, piece in enumerate(known.pieces)),
            key=lambda row: (-row[0], row[1]),
        )
        near = [(score, known.pieces[n]) for score, n in rows[:_LOOKED]]
        values, clash = self._values(text, known, near)
        return Aligned(
            known=known,
            numbers={
                **self._words(text, units, known, near),
                **self._clauses(text, known, near),
                **self._denials(text, units, known, near),
                **values,
            },
            best=near[0][1] if near else None,
            clash=clash,
            open=any(self._open(value, known) for value in values_in(text, self._kb)),
        )

    def tells(self, entry: Entry, text: str) -> bool:
        """Tell whether one part of a passage of an entry has most of the words of a clause."""
        known = self.known(entry)
        units = units_of(known.bare(text))
        return not units or any(self.weights.share(units, p.units) >= _TOLD for p in known.pieces)

    def sets_right(self, text: str, known: Known, passage: Passage) -> bool:
        """Tell whether a sentence says what a passage on mistakes has right rather than wrong."""
        bare = known.bare(text)
        units = units_of(bare)
        affirmed, denied = sides(known.bare(folded(passage.text)))
        wrong = [units_of(known.bare(folded(one))) for one in passage.wrong] or [denied]
        right = self.weights.share(units, affirmed)
        most = max(self.weights.share(units, one) for one in wrong)
        return right >= _RIGHT and right >= most + _RATHER and not NEGATES.search(bare)

    def alike(self, text: str, piece: Piece, least: int = _FEW) -> float:
        """Return the share by weight of a text's words that a piece has; 0 of fewer than ``least``."""
        units = units_of(text)
        return self.weights.share(units, piece.units) if len(units) >= least else 0.0

    # -- words ---------------------------------------------------------------------------

    def _words(
        self, text: str, units: frozenset[str], known: Known, near: Sequence[tuple[float, Piece]]
    ) -> dict[str, float]:
        bare = known.bare(text).replace("|", "")
        return {
            "named": 1 - len(bare) / len(text),
            "told": self.weights.share(units, known.units),
            "piece": near[0][0] if near else 0.0,
            "passage": self._of_passage(units, near),
        }

    def _of_passage(self, units: frozenset[str], near: Sequence[tuple[float, Piece]]) -> float:
        whole: dict[str, set[str]] = {}
        for _, piece in near:
            whole.setdefault(piece.passage.id, set()).update(piece.units)
        return max((self.weights.share(units, held) for held in whole.values()), default=0.0)

    def _clauses(
        self, text: str, known: Known, near: Sequence[tuple[float, Piece]]
    ) -> dict[str, float]:
        """Return how well the clauses are told, one by one: the least and the mean."""
        best = near[0][0] if near else 0.0
        rows = []
        for clause in clauses(text):
            units = units_of(known.bare(clause.text))
            if len(units) < 2 or (talks(clause.text) and not values_in(clause.text, self._kb)):
                continue
            told = max((self.weights.share(units, p.units) for p in known.pieces), default=0.0)
            rows.append((told, self.weights.of(units)))
        total = sum(weight for _, weight in rows)
        return {
            "least": min((told for told, _ in rows), default=best),
            "mean": sum(told * weight for told, weight in rows) / total if total else best,
            "clauses": float(min(len(rows), _CLAUSES)),
        }

    def _denials(
        self, text: str, units: frozenset[str], known: Known, near: Sequence[tuple[float, Piece]]
    ) -> dict[str, float]:
        share = self.weights.share
        denies = bool(NEGATES.search(known.bare(text)))
        told = bool(near) and near[0][1].denies
        wrong = [p for _, p in near if p.passage.topic == "mistake" and p.denies]
        affirmed, negated = sides(known.bare(text))
        return {
            "affirms denied": max((share(p.denied, affirmed) for _, p in near), default=0.0),
            "denies affirmed": max((share(negated, p.affirmed) for _, p in near), default=0.0),
            "denies denied": max((share(negated, p.denied) for _, p in near), default=0.0),
            "denies": float(denies),
            "told denied": float(told),
            "one denies": float(denies != told),
            "mistake": max((share(units, p.units) for p in wrong), default=0.0),
            "mistake back": max((share(p.units, units) for p in wrong), default=0.0),
            "best is mistake": float(bool(near) and near[0][1].passage.topic == "mistake"),
            "best is derived": float(bool(near) and near[0][1].passage.derived),
        }

    # -- values --------------------------------------------------------------------------

    def _values(
        self, text: str, known: Known, near: Sequence[tuple[float, Piece]]
    ) -> tuple[dict[str, float], Clash | None]:
        """Return how many values are held, absent, denied, and the worst clash."""
        found = dict.fromkeys(
            (f"{g} {s}" for g in GROUPS for s in ("held", "absent", "clash")), 0.0
        )
        found |= dict.fromkeys(("held", "held near", "absent", "not held", "not absent"), 0.0)
        found |= {"clash": 0.0, "swap": 0.0, "not clash": 0.0}
        worst: Clash | None = None
        for value in values_in(text, self._kb):
            if self._is_name(value, text, known) or self._open(value, known):
                continue
            rival, mine = self._nearest(value, text, known, near)
            alike = rival.alike if rival else 0.0
            held = self._held(value, known, near)
            if denied_at(text, value.span[0]):
                found["not held" if held else "not absent"] += 1
                found["not clash"] = max(found["not clash"], alike)
                continue
            found[f"{value.group} {'held' if held else 'absent'}"] += 1
            found["held" if held else "absent"] += 1
            if held:
                found["held near"] += mine > 0
                found["swap"] = max(found["swap"], alike - mine)
                continue
            found[f"{value.group} clash"] = max(found[f"{value.group} clash"], alike)
            if rival and alike > found["clash"]:
                found["clash"], worst = alike, rival
        return found, worst

    @staticmethod
    def _is_name(value: Value, text: str, known: Known) -> bool:
        if not known.ids.isdisjoint(value.ids):
            return True
        start, end = value.span
        return "|" in known.bare(text)[start:end]

    @staticmethod
    def _open(value: Value, known: Known) -> bool:
        return any(map(value.within, known.values)) and not any(map(value.same, known.values))

    def _held(self, value: Value, known: Known, near: Sequence[tuple[float, Piece]]) -> bool:
        """Tell whether any passage, or where the thing is, has a value."""
        if value.group not in ("date", "number"):
            texts = [known.text] if len(value.text) > 1 else [piece.text for _, piece in near]
            if any(value.text in text for text in texts):
                return True
        if value.group == "place":
            bare = self._kb.bare_place(value.text)
            today = (bare, *OLD_PLACES.get(value.text, ()))
            if bare in known.text or not known.places.isdisjoint(today):
                return True
        return any(value.same(other) for other in known.values)

    def _nearest(
        self, value: Value, text: str, known: Known, near: Sequence[tuple[float, Piece]]
    ) -> tuple[Clash | None, float]:
        """Return the rival in the likest words, and how alike those are that have the value."""
        start, end = value.span
        whole = units_of(known.bare(text[:start] + "|" + text[end:]))
        clause = next((c for c in clauses(text) if c.span[0] <= start < c.span[1]), None)
        around = (
            units_of(known.bare(text[clause.span[0] : start] + "|" + text[end : clause.span[1]]))
            if clause
            else whole
        )
        best, mine = None, 0.0
        for _, piece in near:
            told = values_in(piece.text, self._kb)
            has = any(value.same(one) for one in told) or (
                len(value.text) > 1 and value.text in piece.text
            )
            rival = next((o for o in told if value.rivals(o) and known.ids.isdisjoint(o.ids)), None)
            if not has and rival is None:
                continue
            alike = max(
                self.weights.share(whole, piece.units),
                0.8 * self.weights.share(around, piece.units) if around else 0.3,
            )
            if has:
                mine = max(mine, alike)
            elif rival and (best is None or alike > best.alike):
                best = Clash(said=value, told=rival, piece=piece, alike=alike)
        return best, mine


_ALIGNERS: WeakKeyDictionary[KnowledgeBase, Aligner] = WeakKeyDictionary()


def aligner(kb: KnowledgeBase) -> Aligner:
    """Return what lays sentences beside a knowledge base; it is made at the first call."""
    if kb not in _ALIGNERS:
        _ALIGNERS[kb] = Aligner(kb)
    return _ALIGNERS[kb]
