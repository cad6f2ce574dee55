"""Trades of a shop street: what each is called in an age, and what its signs say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from scenes import rulebook
from scenes.case import AGES
from scenes.signs import worded

OLD = AGES["元"]  # the last age of the older names


@dataclass(frozen=True, kw_only=True, slots=True)
class Trade:
    """A trade by id: the names that mean it, its words on signs, and what hangs at its door.

    ``start`` and ``end`` are years where an age is too wide; ``goods`` is what a shop of today
    shows, ``board`` the style of its fascia.
    """

    id: str
    names: tuple[str, ...]
    suffix: str
    cloth: str
    pendant: str
    couplets: tuple[tuple[str, str], ...]
    older: str = ""
    older_pendant: str = ""
    since: str = ""
    until: str = ""
    start: int | None = None
    end: int | None = None
    goods: str = ""
    board: str = ""

    def lived(self, order: int) -> bool:
        """Return whether an age, by its order, has the trade."""
        first, last = AGES.get(self.since, 0), AGES.get(self.until, 99)
        return first <= order <= last


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """What one shop's signs say, as they are written: plaque, cloth and the two lines of a couplet."""

    plaque: str
    cloth: str
    couplet: tuple[str, str]


@cache
def trades() -> Mapping[str, Trade]:
    """Return every trade by its id, in the order of the table."""
    return {row["id"]: _trade(row) for row in rulebook.table("signs")["trade"]}


@cache
def late() -> Mapping[str, Trade]:
    """Return the trades of streets of the Republic and of today, which old shop streets have not."""
    return {
        row["id"]: _trade({"pendant": "none", "couplets": [], **row})
        for row in rulebook.table("signs")["late"]
    }


def late_in(period: str, year: int | None) -> list[Trade]:
    """Return the trades of those streets that an age, or a year of it, has."""
    order = order_of(period)
    return [
        one for one in late().values()
        if one.lived(order) and (year is None or (one.start or year) <= year <= (one.end or year))
        and (year is not None or one.end is None or order < AGES["当代"])
    ]  # fmt: skip


def late_of(said: str, period: str) -> Trade | None:
    """Return the trade of such a street that a sign means, the longest name first."""
    order = order_of(period)
    named = [
        (n, one) for one in late().values() if one.lived(order) for n in one.names if n in said
    ]
    return max(named, key=lambda pair: len(pair[0]))[1] if named else None


def _trade(row: Mapping[str, Any]) -> Trade:
    pairs = tuple((right, left) for right, left in row["couplets"])
    return Trade(**{**row, "names": tuple(row["names"]), "couplets": pairs})


def shopname(trade: Trade, period: str, year: int | None, rng: Random) -> str:
    """Return what a shop of such a street is called, made up, in the characters of its age."""
    state = period == "dangdai" and trade.board.startswith("painted")
    kept = "marks_state" if state else "marks_today" if period == "dangdai" else "marks"
    marks = rulebook.table("signs")[kept]
    return worded(rng.choice(marks) + trade.suffix, period, year)


def pendant_of(trade: Trade, period: str) -> str:
    """Return what hangs at the door of a trade in an age."""
    early = bool(trade.older_pendant) and order_of(period) <= OLD
    return trade.older_pendant if early else trade.pendant


def trade_of(said: str) -> Trade | None:
    """Return the trade that a word means, the longest name first; None where none is meant."""
    named = [(name, one) for one in trades().values() for name in one.names if name in said]
    return max(named, key=lambda pair: len(pair[0]))[1] if named else None


def order_of(period: str) -> int:
    """Return an age's place in time by its id."""
    return AGES[rulebook.titles()[period]]


def in_age(period: str) -> list[Trade]:
    """Return the trades that a street of an age may have."""
    order = order_of(period)
    return [one for one in trades().values() if one.lived(order) and one.id != "bank"]


def wording(trade: Trade, period: str, year: int | None, rng: Random) -> Wording:
    """Return what a shop of a trade calls itself, made up, in the characters of its age."""
    order = order_of(period)
    mark = rng.choice(rulebook.table("signs")["marks"])
    suffix = trade.older if trade.older and order <= OLD else trade.suffix
    right, left = rng.choice(trade.couplets)
    old = period == "dangdai" and trade.since != "当代"  # a restored street writes as before

    def write(text: str) -> str:
        return worded(text, period, year, old=old)

    return Wording(
        plaque=write(mark + suffix), cloth=write(trade.cloth), couplet=(write(right), write(left))
    )
