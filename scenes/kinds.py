"""Kinds of building a set may be: which generator makes them, when they were, what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from scenes import rulebook

HALLS = "halls"  # the family of the hall's own generator
FORM = ("storeys", "sides", "count", "site_m", "trade", "signs")  # keys of form beside a hall's
_HALL_FORM = ("bays", "bay_widths", "bay_depths", "rafters", "roof", "eaves", "brackets", "grade",
              "cai_cm")  # fmt: skip
PLAIN = 0.16  # of a range's height: mountains seen across a basin (source: own)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of building.

    ``family`` is the module of ``scenes.works`` that makes it, ``halls`` for the hall's own.
    ``since`` and ``until`` are ages (唐 … 当代), ``start`` and ``end`` years; "" and None where
    open, but that nothing here is older than the Tang unless it says so. ``asks`` are the keys of form a spec may give it beside period, site and sky.
    ``place`` is the gate's word for where it stands (temple, house, shop, yamen, stage …).
    ``horizon`` is ``plain`` for what stands in the level country of basins and towns, where the
    mountains are a low line far off.
    ``room`` marks one that is seen from within; ``inside`` is the kind that shows the inside of
    this one.
    """

    id: str
    names: tuple[str, ...]
    family: str = HALLS
    since: str = "唐"
    until: str = ""
    start: int | None = None
    end: int | None = None
    asks: tuple[str, ...] = ()
    place: str = ""
    horizon: str = ""
    room: bool = False
    inside: str = ""
    text: str = ""
    source: str = ""
    instead: str = ""

    @property
    def title(self) -> str:
        """Return the name that is shown."""
        return self.names[0]

    @property
    def is_hall(self) -> bool:
        """Return whether the hall's own generator makes it."""
        return self.family == HALLS

    @property
    def takes(self) -> tuple[str, ...]:
        """Return every key of form that a spec may give it."""
        return _HALL_FORM if self.is_hall else self.asks


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind by its id, the halls' first."""
    rows = [(HALLS, row) for row in rulebook.table("types")["type"]]
    for family, tables in rulebook.families().items():
        rows += [(family, row) for row in tables.get("type", ())]
    return {row["id"]: _kind(family, row) for family, row in rows}


def _kind(family: str, row: Mapping[str, Any]) -> Kind:
    plain: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    known = {f.name for f in fields(Kind)}
    if strange := set(plain) - known:
        raise ValueError(f"{row['id']}: unknown keys {sorted(strange)}")
    return Kind(**plain, family=family)


@cache
def names() -> Mapping[str, str]:
    """Return name or id of a kind → its id; a name that two kinds share is not the room's."""
    found: dict[str, str] = {}
    for kind in sorted(kinds().values(), key=lambda one: one.room):
        for name in (kind.id, *kind.names):
            found.setdefault(name, kind.id)
    return found


@cache
def rooms() -> Mapping[str, str]:
    """Return the names of the kinds that are seen from within → their ids."""
    return {
        name: one.id for one in reversed(list(kinds().values())) if one.room for name in one.names
    }  # fmt: skip


def titles() -> list[str]:
    """Return the name shown of every kind, in the order of the tables."""
    return [kind.title for kind in kinds().values()]


def hills(id: str) -> float:
    """Return how high mountains stand behind a kind, as ``light.Light.hills``."""
    found = kinds().get(id)
    return PLAIN if found is not None and found.horizon == "plain" else 1.0


def within(id: str) -> str:
    """Return the kind that shows the inside of a kind; itself where there is none."""
    found = kinds().get(id)
    return found.inside if found is not None and found.inside else id
