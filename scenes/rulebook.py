"""The rules and measured halls that a set is resolved from, with their sources."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from heritage_kb.errors import RefusedInput, UnknownName


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A figure with its lawful range. ``source`` is an id of ``sources()``."""

    id: str
    item: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    confidence: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildingPeriod:
    """A period that can be built. Years are inclusive."""

    id: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasuredHall:
    """A standing hall; ``facts`` are lengths in metres and ratios, by name."""

    id: str
    title: str
    names: tuple[str, ...]
    year: int
    period: str
    bays: int
    depth_bays: int
    rafters: int
    roof: str
    brackets: str
    bujian: int
    inner_ring: bool
    ceiling: bool
    doors: tuple[str, ...]
    facts: Mapping[str, Rule]


@cache
def _data(name: str) -> Mapping[str, Any]:
    text = (files("scenes") / "data" / name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def sources() -> Mapping[str, str]:
    """Return source id → what it is."""
    known: Mapping[str, str] = _data("rules.toml")["source"]
    return known


def _rule(row: Mapping[str, Any]) -> Rule:
    value = float(row["value"])
    return Rule(
        id=row["id"], item=row["item"], value=value, low=float(row.get("low", value)),
        high=float(row.get("high", value)), unit=row["unit"], source=row["source"],
        confidence=row["confidence"], text=row["text"],
    )  # fmt: skip


def rule(item_id: str, *, period: str = "", bays: int = 0, rafters: int = 0) -> Rule:
    """Return the narrowest rule of that id or of an id below it (``rise`` finds ``rise.tang``).

    Raises:
        KeyError: no rule of that id fits; a fault of the rule book, not of the user.
    """
    case = {"period": period, "bays": bays, "rafters": rafters}
    fitting = [
        row for row in _data("rules.toml")["rule"]
        if (row["id"] == item_id or row["id"].startswith(item_id + ".")) and _fits(row, case)
    ]  # fmt: skip
    exact = [r for r in fitting if r["id"] == item_id or "when" in r]
    if not exact:
        raise KeyError(item_id)
    return _rule(max(exact, key=lambda row: len(row.get("when", {}))))


def _fits(row: Mapping[str, Any], case: Mapping[str, Any]) -> bool:
    for key, wanted in row.get("when", {}).items():
        allowed = wanted if isinstance(wanted, list) else [wanted]
        if case[key] not in allowed:
            return False
    return True


def periods() -> tuple[BuildingPeriod, ...]:
    """Return the periods whose halls can be built."""
    return tuple(
        BuildingPeriod(id=p["id"], title=p["title"], start=p["start"], end=p["end"])
        for p in _data("rules.toml")["period"]
    )


def period(name: str, year: int | None = None) -> BuildingPeriod:
    """Return the period of a name, an id or, where the name is empty, a year.

    What stands in brackets is ignored; ``晚唐`` and ``唐大中十一年`` are 唐.

    Raises:
        RefusedInput: a period that is known but cannot be built yet.
        UnknownName: no period of that name.
    """
    plain = re.sub(r"[(（\[【].*?[)）\]】]", "", name).strip().lower()
    if not plain:
        return _period_of_year(year)
    found = _named(plain)
    if found:
        return next(p for p in periods() if p.id == found)
    if any(plain.startswith(n) for n in _data("rules.toml")["other_periods"]["names"]):
        raise RefusedInput(
            f"年代“{name}”的建筑还不会造：目前只有唐、五代的殿，请把 period 改为其一。",
            f"Halls of period {name!r} cannot be built yet: only Tang and Five Dynasties exist.",
        )
    raise UnknownName(
        f"没有叫“{name}”的年代：period 请写 唐 或 五代。",
        f"No period is called {name!r}: write 唐 or 五代.",
    )


def _named(plain: str) -> str:
    rows = [(n, p["id"]) for p in _data("rules.toml")["period"] for n in p["names"]]
    fits = [(len(n), i) for n, i in rows if plain == n or (not n.isascii() and plain.startswith(n))]
    return max(fits)[1] if fits else ""


def _period_of_year(year: int | None) -> BuildingPeriod:
    if year is None:
        raise RefusedInput(
            "不知年代：period（如 唐）、year（如 857）、site（如 佛光寺）至少要写一项。",
            "No period: give period, year or site.",
        )
    for p in periods():
        if p.start <= year <= p.end:
            return p
    raise RefusedInput(
        f"{year} 年的建筑还不会造：目前只有唐、五代（618–979）的殿。",
        f"Halls of the year {year} cannot be built yet: only 618-979.",
    )


def grades() -> Mapping[int, tuple[float, float]]:
    """Return cai grade → (height, width) in cun, by 《营造法式》卷四."""
    return {g["grade"]: (g["height"], g["width"]) for g in _data("rules.toml")["grade"]}


@cache
def halls() -> tuple[MeasuredHall, ...]:
    """Return the measured halls."""
    return tuple(_hall(h) for h in _data("measured.toml")["hall"])


def _hall(row: Mapping[str, Any]) -> MeasuredHall:
    facts = {
        name: _rule({
            "id": f"measured:{row['id']}:{name}", "item": name, "text": f"{row['title']}实测常引值",
            "unit": "比" if name in ("rise", "slenderness") else "米", **fact,
        })
        for name, fact in row["fact"].items()
    }  # fmt: skip
    plain = {k: v for k, v in row.items() if k not in ("fact", "names", "doors")}
    return MeasuredHall(**plain, names=tuple(row["names"]), doors=tuple(row["doors"]), facts=facts)


def hall(name: str) -> MeasuredHall:
    """Return the measured hall of a site id or name.

    Raises:
        UnknownName: no measured hall of that name; says which exist.
    """
    for known in halls():
        if name.strip() in known.names:
            return known
    there = "、".join(h.title for h in halls())
    raise UnknownName(
        f"没有“{name}”的实测数据：site 现有 {there}；别处请不写 site，只写年代、间数、屋顶。",
        f"No measured hall is called {name!r}; there are: {', '.join(h.id for h in halls())}.",
    )
