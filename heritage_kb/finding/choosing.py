"""Which entries a filter lets through: by kind, place, age, year and standing, as masks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypedDict

from heritage_kb.dates import in_characters
from heritage_kb.errors import RefusedInput
from heritage_kb.reading import DATA
from heritage_kb.records import KINDS, Entry, Period

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from heritage_kb.store import KnowledgeBase

    Mask = NDArray[np.bool_]


NEAR_KM = 30.0  # within which a thing is near where no distance is said


class Filters(TypedDict, total=False):
    """What entries a search is kept to; whatever is missing or None filters nothing.

    ``city`` is a city or county; ``period`` an age, a reign or a year; ``level`` 国保, 国家级, 5A,
    世界遗产 …; ``batch`` 第一批 or 1; ``near`` an entry's id or name, with ``km`` around it;
    ``collections`` names a studio's own collections that are searched beside what ships.
    """

    kind: str | None
    city: str | None
    period: str | int | None
    level: str | None
    batch: str | int | None
    near: str | None
    km: float | None
    collections: Sequence[str]


class Choices:
    """The entries in their order, and masks over them; each mask is worked out once.

    Args:
        kb: the knowledge base.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._masks: dict[tuple[object, ...], Mask] = {}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry in order."""
        return tuple(self._kb.entries.values())

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Entry id -> its number."""
        return {entry.id: number for number, entry in enumerate(self.entries)}

    def ids(self, mask: Mask) -> list[str]:
        """Return the ids of the entries that a mask lets through."""
        return [self.entries[number].id for number in mask.nonzero()[0]]

    def allowed(self, filters: Filters) -> Mask | None:
        """Return which entries pass all filters; None means that none was given.

        Raises:
            RefusedInput: an unknown filter, kind, place, period, level or batch, or a place
                without coordinates.
        """
        masks = [
            self._filter(name, value, filters)
            for name, value in filters.items()
            if name not in ("km", "collections") and value is not None
        ]
        if not masks:
            return None
        whole = masks[0].copy()
        for mask in masks[1:]:
            whole &= mask
        return whole

    def _filter(self, name: str, value: Any, filters: Filters) -> Mask:
        match name:
            case "kind":
                return self._of_known_kind(value)
            case "city":
                return self._of_city(value)
            case "period":
                return self.of_age(self._kb.period(value))
            case "level" | "batch":
                return self._of_known_standing(_ordinal(value) if name == "batch" else value)
            case "near":
                return self._near(value, filters.get("km") or NEAR_KM)
        raise RefusedInput(
            f"不认识筛选条件「{name}」，可用：{'、'.join(Filters.__annotations__)}。",
            f"Unknown filter {name!r}; one of {', '.join(Filters.__annotations__)}.",
        )

    def _of_known_kind(self, kind: str) -> Mask:
        if kind not in KINDS:
            raise RefusedInput(
                f"没有「{kind}」这一类，可选：{'、'.join(KINDS)}。",
                f"Unknown kind {kind!r}; one of {', '.join(KINDS)}.",
            )
        return self.of_kind(kind)

    def _of_known_standing(self, standing: str) -> Mask:
        mask = self.of_standing(str(standing))
        if not mask.any():
            raise RefusedInput(
                f"没有级别或批次「{standing}」，可写 国保、省保、国家级、省级、世界遗产、5A、4A、第一批。",
                f"Nothing here is of level or batch {standing!r}.",
            )
        return mask

    def _near(self, name: str, km: float) -> Mask:
        centre = self._kb.resolve(name)
        near = {entry.id for _, entry in self._kb.within_km(centre, km, KINDS)} | {centre.id}
        return self._mask(("near", centre.id, km), lambda entry: entry.id in near)

    def _of_city(self, city: str) -> Mask:
        mask = self.at(self._kb.bare_place(city))
        if not mask.any():
            raise RefusedInput(
                f"没有「{city}」这个市或县，请写山西的市县名，如 大同、五台县。",
                f"No city or county {city!r} in Shanxi.",
            )
        return mask

    def _mask(self, key: tuple[object, ...], keep: Callable[[Entry], object]) -> Mask:
        import numpy as np

        if key not in self._masks:
            self._masks[key] = np.fromiter(
                (bool(keep(entry)) for entry in self.entries), bool, len(self.entries)
            )
        return self._masks[key]

    def of_kind(self, kind: str) -> Mask:
        """Return the entries of a kind."""
        return self._mask(("kind", kind), lambda entry: entry.kind == kind)

    def of_age(self, age: Period) -> Mask:
        """Return the entries that belong to an age."""
        return self._mask(
            ("age", age.leaves, age.start, age.end), lambda entry: self._kb.in_period(entry, age)
        )

    def at(self, place: str) -> Mask:
        """Return the entries in a city or county, by its bare name."""
        return self._mask(("at", place), lambda entry: place in self._places[entry.id])

    def at_any(self, places: Sequence[str]) -> Mask:
        """Return the entries in any of some cities or counties."""
        return self._mask(
            ("at_any", *places), lambda entry: any(p in self._places[entry.id] for p in places)
        )

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, ...]]:
        return {entry.id: self._kb.places_of(entry) for entry in self.entries}

    def of_year(self, year: tuple[int, int]) -> Mask:
        """Return the entries that begin within a span of years."""
        first, last = year
        return self._mask(
            ("year", year), lambda e: e.start_year is not None and first <= e.start_year <= last
        )

    def of_standing(self, standing: str) -> Mask:
        """Return the entries of an official standing: 国保, 国家级, 5A, 第一批, 世界遗产."""
        return self._mask(("standing", standing), lambda entry: _has(entry, standing))

    def of_sorts(self, query: str) -> list[Mask]:
        """Return the entries of each sort of thing that a query names (戏台, 剪纸, 名将)."""
        return [
            self._mask(("sort", meant.pattern), lambda e, meant=meant: meant.search(_sort_of(e)))  # type: ignore[misc]
            for said, meant in _sorts()
            if said.search(query)
        ]

    @cached_property
    def told(self) -> NDArray[np.float32]:
        """How much has been written of each entry: log of its hand-written passages."""
        import numpy as np

        count = np.zeros(len(self.entries), dtype=np.float32)
        for passage in self._kb.records.passages.values():
            if passage.entry in self.numbers:
                count[self.numbers[passage.entry]] += 1
        return np.log1p(count)


@lru_cache(maxsize=1)
def _sorts() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return (how a query says it, how entries say it) of each sort, from ``data/sorts.tsv``."""
    rows = (DATA / "sorts.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return tuple((re.compile(said), re.compile(meant)) for said, meant in pairs)


def _sort_of(entry: Entry) -> str:
    """Return the words that tell what sort of thing an entry is."""
    fields = entry.fields
    return " ".join(
        (
            *entry.names,
            *map(str, fields.get("subtype", ())),
            *map(str, fields.get("keywords", ())),
            str(fields.get("category", "")) if entry.kind != "site" else "",
            str(fields.get("role", "")),
        )
    )


def _ordinal(batch: str | int) -> str:
    """Return a batch as the lists write it.

    >>> _ordinal(1), _ordinal("3"), _ordinal("第六批")
    ('第一批', '第三批', '第六批')
    """
    said = str(batch).strip()
    return f"第{in_characters(int(said))}批" if said.isdecimal() and len(said) < 3 else said


def _has(entry: Entry, standing: str) -> bool:
    if standing.startswith("第"):
        return entry.batch == standing
    if standing == "世界遗产":
        return bool(entry.fields.get("world_heritage"))
    if standing.endswith("A"):
        return standing in str(entry.fields.get("scenic_level", ""))
    return entry.level.startswith(standing)
