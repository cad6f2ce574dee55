"""What stands: halls and other buildings, their form, and what has been measured of them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from heritage_kb.errors import UnknownName
from scenes import rulebook
from scenes.rulebook import SURVEY, Rule

RATIOS = ("rise", "slenderness")


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingHall:
    """A hall, or another building, that stands, or stood until it was measured.

    What is not known is 0, "" or empty and is settled by rule. ``bays`` and ``depth_bays`` are
    of the hall's own body, without the ring of a double-eaved one. ``facts`` are lengths in
    metres and ratios, by name; ``site`` and ``place`` are the id and the name of where it stands;
    ``outside`` marks one that is not in Shanxi. ``form`` is what a spec would ask of one that is
    no hall (storeys, sides, count …).
    """

    id: str
    title: str
    names: tuple[str, ...]
    site: str = ""
    place: str = ""
    period: str
    year: int | None = None
    kind: str = "hall"
    bays: int = 0
    depth_bays: int = 0
    rafters: int = 0
    roof: str = ""
    eaves: str = ""
    brackets: str = ""
    skirt_brackets: str = ""
    between: tuple[int, int] | None = None  # 补间 in the central bay, in the others
    frame: str = ""
    fewer: tuple[tuple[int, int], ...] = ()  # 减柱: columns of the grid that do not stand
    doors: tuple[str, ...] = ()
    ceiling: bool | None = None
    plate: bool | None = None
    slanted: bool | None = None
    fill: str = ""
    open_ring: bool | None = None
    use: str = ""
    outside: bool = False
    note: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Rule]


@cache
def halls() -> tuple[StandingHall, ...]:
    """Return the halls, the best measured first, then main halls before gates, then the oldest."""
    measured = rulebook.table("measured")
    known = [_hall(row, measured.get(row["id"], {})) for row in rulebook.table("halls")["hall"]]
    return tuple(sorted(known, key=lambda h: (-len(h.facts), h.kind != "hall", h.year or 9999)))


@cache
def works() -> tuple[StandingHall, ...]:
    """Return what stands and is no hall: pagodas, walls, great houses …, in order of their ids."""
    rows = sorted(rulebook.rows_of("work"), key=lambda row: str(row["id"]))
    return tuple(
        _hall({k: v for k, v in row.items() if k != "facts"}, row.get("facts", {})) for row in rows
    )


def _hall(row: Mapping[str, Any], measured: Mapping[str, Any]) -> StandingHall:
    facts = {name: _fact(row, name, fact) for name, fact in measured.items()}
    plain: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    plain["names"] = (row["id"], row["title"], *row.get("names", ()))
    if "fewer" in row:
        plain["fewer"] = tuple((i, j) for i, j in row["fewer"])
    return StandingHall(**plain, facts=facts)


def _fact(row: Mapping[str, Any], name: str, fact: Mapping[str, Any]) -> Rule:
    return Rule(
        id=f"measured:{row['id']}:{name}", item=name, value=float(fact["value"]),
        low=float(fact.get("low", fact["value"])), high=float(fact.get("high", fact["value"])),
        unit=fact.get("unit", "比" if name in RATIOS else "米"), source=SURVEY + row["id"],
        confidence=fact["confidence"], text=fact.get("text", f"{row['title']}常引实测值"),
    )  # fmt: skip


def hall(name: str) -> StandingHall:
    """Return the standing hall of an id or a name, or the chief one of a place (``halls``' order).

    What is no hall answers to its own id and names, and to its place where no hall stands there.

    Raises:
        UnknownName: no such hall; names the nearest, or the best measured.
    """
    plain = name.strip()
    everything = (*halls(), *works())
    for known in everything:
        if plain in known.names:
            return known
    for known in everything:
        if plain and plain in (known.site, known.place):
            return known
    names = {n: h.title for h in everything for n in (*h.names, h.place)}
    near = [names[n] for n in difflib.get_close_matches(plain, names, 3, 0.5)]
    there = "、".join(dict.fromkeys(near or [h.title for h in halls()[:5]]))
    raise UnknownName(
        f"没有“{name}”的实测数据：site 可写 {there} 等；别处请不写 site，只写年代、间数、屋顶。",
        f"No standing hall is called {name!r}; near: {there}.",
    )
