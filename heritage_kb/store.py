"""The knowledge base as one value: entries, passages, sources, periods, and finding by name."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Unpack

from heritage_kb.derive import derived, derived_of_term, eras_of
from heritage_kb.errors import RefusedInput, UnknownName
from heritage_kb.names import SPOTTED, Gazetteer
from heritage_kb.normal import normal
from heritage_kb.periods import Calendar
from heritage_kb.reading import DATA, Records, read_records, refuse_faults
from heritage_kb.records import DatedTerm, Entry, Hit, Passage, Period, Source

if TYPE_CHECKING:
    from heritage_kb.checking.entailment import Entails
    from heritage_kb.checking.grounding import Mismatch
    from heritage_kb.finding.choosing import Filters
    from heritage_kb.finding.retrieval import HybridRetriever
    from heritage_kb.records import Claim
    from heritage_kb.relations import Relation
    from heritage_kb.shelf.collection import Collection
    from heritage_kb.terms import SpottedTerm

_EARTH_KM = 6371.0


class KnowledgeBase:
    """What is known. Read-only; built by :func:`open_kb`.

    Args:
        records: what was read from the data files.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self.sources: Mapping[str, Source] = MappingProxyType(records.sources)
        self.terms: Mapping[str, DatedTerm] = MappingProxyType(records.terms)
        self.periods: Mapping[str, Period] = MappingProxyType(records.periods)
        self.calendar = Calendar(self.periods)
        self._told: dict[str, tuple[Passage, ...]] = {}
        self._collections: dict[str, Collection] = {}

    # -- records -------------------------------------------------------------------------

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every entry by id; a dated term is an entry of kind ``term`` as well."""
        named: dict[str, list[str]] = {}
        for entry in self.records.entries.values():
            for id in entry.related:
                named.setdefault(id, []).append(entry.id)
        terms = {
            term.id: _entry_of(term, tuple(named.get(term.id, ()))) for term in self.terms.values()
        }
        return MappingProxyType({**self.records.entries, **terms})

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        """Every passage by id, the written ones and those derived from fields."""
        every = {p.id: p for entry in self.entries for p in self._passages(entry)}
        return MappingProxyType(every)

    @cached_property
    def _written(self) -> dict[str, list[Passage]]:
        by_entry: dict[str, list[Passage]] = {}
        for passage in self.records.passages.values():
            by_entry.setdefault(passage.entry, []).append(passage)
        return by_entry

    def entry(self, id: str) -> Entry:
        """Return the entry of an id; UnknownName where there is none.

        ``NAME/DOC`` is a document of a collection.
        """
        if "/" in id:
            return self.collection(id).entry(id)
        found = self.entries.get(id)
        if found is None:
            raise UnknownName(
                f"知识库里没有编号「{id}」，请用 kb search 查编号。", f"No entry {id!r}."
            )
        return found

    def passage(self, id: str) -> Passage:
        """Return the passage of an id; UnknownName where there is none."""
        if "/" in id:
            return self.collection(id).passage(id)
        written = self.records.passages.get(id)
        if written is not None:
            return written
        for passage in self._passages(id.partition(":")[0]):
            if passage.id == id:
                return passage
        raise UnknownName(f"知识库里没有文段「{id}」，请核对引文编号。", f"No passage {id!r}.")

    def passages_of(self, entry: str | Entry, topic: str | None = None) -> list[Passage]:
        """Return an entry's passages: written before derived, then by topic step, as filed."""
        id = entry if isinstance(entry, str) else entry.id
        told = self.collection(id).passages_of(id) if "/" in id else self._passages(id)
        chosen = [p for p in told if topic is None or p.topic == topic]
        return sorted(chosen, key=lambda p: (p.derived, p.step is None, p.step or 0))

    def source(self, id: str) -> Source:
        """Return the source of an id; UnknownName where there is none."""
        if "/" in id:
            return self.collection(id).source(id)
        found = self.sources.get(id)
        if found is None:
            raise UnknownName(f"没有来源「{id}」，请核对编号。", f"No source {id!r}.")
        return found

    def collection(self, id: str) -> Collection:
        """Return the user's collection of a name, or of an id in it (``NAME/DOC``).

        Raises:
            UnknownName: there is no such collection.
        """
        from heritage_kb.shelf.collection import Collection
        from heritage_kb.shelf.place import collection_file

        name = id.partition("/")[0]
        known = self._collections.get(name)
        if known is None or not known.current or known.file != collection_file(name):
            known = self._collections[name] = Collection.open(name)
        return known

    def _passages(self, entry: str) -> tuple[Passage, ...]:
        if entry not in self._told:
            self._told[entry] = (*self._written.get(entry, ()), *self._derived(entry))
        return self._told[entry]

    def _derived(self, id: str) -> tuple[Passage, ...]:
        if id in self.terms:
            return derived_of_term(self.terms[id])
        entry = self.records.entries.get(id)
        if entry is None:
            return ()
        reigns = eras_of(self.periods[id], entry.sources) if id in self.periods else ()
        return (*derived(entry), *reigns)

    # -- names ---------------------------------------------------------------------------

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names of the entries."""
        return Gazetteer(self.entries.values())

    def resolve(self, name: str, kinds: Sequence[str] | None = None) -> Entry:
        """Return the entry of an id, title or alias, else the only one that contains the name.

        Raises:
            UnknownName: nothing, or more than one thing, is called so.
        """
        found = self.entries.get(name)
        if found is not None and (not kinds or found.kind in kinds):
            return found
        return self.gazetteer.resolve(name, kinds)

    def today_of(self, name: str) -> Entry | None:
        """Return the city or county that lies where an old place was (平阳府: 临汾市), or None."""
        from heritage_kb.checking.lexicon import OLD_PLACES

        bare = name.strip()
        stems = (bare, bare[:-1]) if bare[-1:] in "府郡县州路道城" else (bare,)
        for today in (one for stem in stems for one in OLD_PLACES.get(stem, (stem,))):
            for full in (f"{today}市", f"{today}县", f"{today}区", today):
                if found := self.gazetteer.called(full, ("place",)):
                    return found[0]
        return None

    def names_in(self, text: str, kinds: Sequence[str] = SPOTTED) -> list[tuple[int, int, Entry]]:
        """Return (start, end, entry) for each name in the text, longest match first."""
        return self.gazetteer.spot(text, kinds)

    # -- time and place ------------------------------------------------------------------

    def period(self, name: str | int, year: int | None = None) -> Period:
        """Return the period of an id, name, common name, reign or year; see ``Calendar.period``."""
        return self.calendar.period(name, year)

    def year_of(self, text: str | int) -> int | None:
        """Return the first year that a text names; see ``Calendar.year_of``."""
        return self.calendar.year_of(text)

    def in_period(self, entry: str | Entry, period: str | int | Period) -> bool:
        """Tell whether an entry belongs to a period, by its period ids, else by its years."""
        one = entry if isinstance(entry, Entry) else self.entry(entry)
        age = period if isinstance(period, Period) else self.period(period)
        return self.calendar.contains(age, one.periods, one.start_year, one.end_year)

    def in_county(self, name: str) -> list[Entry]:
        """Return the entries of a city or county, with or without 市 or 县, in order of id."""
        key = bare_place(name)
        return sorted(
            (e for e in self.entries.values() if key in self.places_of(e)), key=lambda e: e.id
        )

    def places_of(self, entry: Entry) -> tuple[str, ...]:
        """Return the bare names of the city and county of an entry."""
        return tuple(bare_place(name) for name in (entry.city, entry.county) if name)

    def within_km(
        self, entry: str | Entry, km: float, kinds: Sequence[str] = ("site",)
    ) -> list[tuple[float, Entry]]:
        """Return (distance in km, entry) of what lies within ``km``, nearest first.

        Raises:
            RefusedInput: the entry has no coordinates.
        """
        centre = entry if isinstance(entry, Entry) else self.entry(entry)
        if centre.lat is None or centre.lon is None:
            raise RefusedInput(
                f"「{centre.title}」没有坐标（待考），请换一处有坐标的地点。",
                f"{centre.id} has no coordinates.",
            )
        near = [
            (distance_km(centre, other), other)
            for other in self.entries.values()
            if other.kind in kinds and other.lat is not None and other.id != centre.id
        ]
        return sorted(((d, e) for d, e in near if d <= km), key=lambda row: (row[0], row[1].id))

    @staticmethod
    def bare_place(name: str) -> str:
        """Return a city or county without its rank; see :func:`bare_place`."""
        return bare_place(name)

    # -- verbs ---------------------------------------------------------------------------

    @cached_property
    def retriever(self) -> HybridRetriever:
        """The embedded retriever; its index is compiled or opened at the first search."""
        from heritage_kb.finding.retrieval import HybridRetriever

        return HybridRetriever(self)

    def search(self, query: str, k: int = 10, **only: Unpack[Filters]) -> list[Hit]:
        """Return the ``k`` best entries for a query, each with its best passage.

        Args:
            query: words or a question.
            k: how many entries.
            only: filters: ``kind``; ``city`` (or county, with or without 市 or 县); ``period``
                (id, name, reign or year); ``level``; ``batch``; ``near`` with ``km``;
                ``collections`` to search beside what ships.

        Raises:
            RefusedInput: an unknown filter or value of one, or ``k`` below 1.
        """
        return self.retriever.search(query, k=k, **only)

    def check(self, text: str, entails: Entails | None = None) -> list[Claim]:
        """Return what the knowledge base says of each claim in a text.

        Args:
            text: any text.
            entails: a model asked about what rules leave open; see ``entailment.LocalEntailment``.
        """
        from heritage_kb.checking.claims import check

        return check(text, self, entails=entails)

    def check_against(self, text: str, passages: Iterable[str | Passage]) -> list[Mismatch]:
        """Return what a text states beyond its cited passages."""
        from heritage_kb.checking.grounding import check_against

        cited = [p if isinstance(p, Passage) else self.passage(p) for p in passages]
        return check_against(text, cited, self)

    def relations(self, entry: str | Entry) -> list[Relation]:
        """Return what an entry has to do with; see ``heritage_kb.relations.related``."""
        from heritage_kb.relations import related

        return related(entry if isinstance(entry, Entry) else self.entry(entry), self)

    def terms_in(self, text: str, year: int | None = None) -> list[SpottedTerm]:
        """Return the dated terms of a text; see ``heritage_kb.terms.terms_in``."""
        from heritage_kb.terms import terms_in

        return terms_in(text, year, self)

    def stats(self) -> dict[str, Any]:
        """Return how many entries, passages, sources, terms and periods there are."""
        kinds = Counter(entry.kind for entry in self.entries.values())
        derived_count = sum(passage.derived for passage in self.passages.values())
        return {
            "entries": len(self.entries),
            "kinds": dict(sorted(kinds.items())),
            "passages": len(self.passages),
            "passages_derived": derived_count,
            "passages_written": len(self.passages) - derived_count,
            "sources": len(self.sources),
            "terms": len(self.terms),
            "periods": len(self.periods),
        }


def open_kb(collections: Sequence[str | Path] = ()) -> KnowledgeBase:
    """Return the shipped knowledge base, with the user's collections beside it; cached.

    Args:
        collections: folders laid out like ``data/``, in the order in which they are read.

    Raises:
        BrokenData: a line cannot be read; the sentence names file and line.
        RefusedInput: a folder does not exist.
    """
    return _opened(tuple(Path(folder).resolve() for folder in collections))


@lru_cache(maxsize=8)
def _opened(collections: tuple[Path, ...]) -> KnowledgeBase:
    for folder in collections:
        if not folder.is_dir():
            raise RefusedInput(
                f"找不到资料夹 {folder.name}，请核对路径。", f"No folder {folder.name}."
            )
    return KnowledgeBase(refuse_faults(read_records((DATA, *collections))))


def search(query: str, k: int = 10, **only: Unpack[Filters]) -> list[Hit]:
    """Search the shipped knowledge base; see :meth:`KnowledgeBase.search`."""
    return open_kb().search(query, k, **only)


def check(text: str) -> list[Claim]:
    """Check a text against the shipped knowledge base; see :meth:`KnowledgeBase.check`."""
    return open_kb().check(text)


def bare_place(name: str) -> str:
    """Return a city or county without its rank: 太原市 and 太原 are one.

    >>> bare_place("平遥县"), bare_place("应县"), bare_place("太原")
    ('平遥', '应县', '太原')
    """
    plain = normal(name).removeprefix("山西省").strip()
    return plain[:-1] if len(plain) > 2 and plain[-1] in "市县区" else plain


def distance_km(one: Entry, other: Entry) -> float:
    """Return the great-circle distance in km of two entries with coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        raise RefusedInput("两处都要有坐标才能算距离。", "Both entries need coordinates.")
    a, b = math.radians(one.lat), math.radians(other.lat)
    half = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def _entry_of(term: DatedTerm, related: tuple[str, ...]) -> Entry:
    return Entry(
        id=term.id,
        kind="term",
        title=term.names[0],
        aliases=term.names[1:],
        start_year=term.earliest,
        end_year=term.latest,
        confidence=term.confidence,
        fields=MappingProxyType({"category": term.category}),
        related=related,
        sources=term.sources,
        note=term.note,
    )
