"""Garments and props of ten ages, Tang to the present, as the tables of ``data/wardrobe`` say.

A row tells what a thing is, who has it, of what and how large, from when to when, what goes wrong
with it, and where that is known from. Years are inclusive, lengths are metres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from heritage_kb.errors import UnknownName
from scenes import rulebook

# One table an age; a thing of several ages stands with the first of them.
AGES: Mapping[str, str] = MappingProxyType({
    "tang": "唐", "wudai": "五代", "liao": "辽", "nsong": "北宋", "jin": "金", "yuan": "元",
    "ming": "明", "qing": "清", "minguo": "民国", "dangdai": "当代",
})  # fmt: skip
# Beyond a dynasty's last year its dress is lawful no more, but 北汉 and the like go with an age.
_SAME = {"beihan": "wudai", "qing_early": "qing", "qing_late": "qing"}
OPEN = 2100  # the last year of what is still in use
KINDS = ("garment", "prop")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A garment or a prop.

    ``cut`` is how it is drawn (``form`` and its measures), empty where no plate is drawn.
    ``sized`` tells where the measures are known from; without it they are ours, to draw by.
    ``slot`` is what it is worn or used as: 袍, 冠帽, 灯火 …; the nearest lawful one has the same.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    ages: tuple[str, ...]
    since: int
    until: int
    slot: str
    roles: tuple[str, ...]
    text: str
    materials: str
    colours: tuple[str, ...]
    mistakes: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str
    seasons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # kinds of place; empty: any
    sized: str = ""
    unknown: str = ""
    ended: bool = False  # its row says when it ended, not only which ages had it
    cut: Mapping[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name and the other ways of writing it."""
        return self.name, *self.aliases

    def in_years(self, first: int, last: int) -> bool:
        """Tell whether it was there at some time between two years."""
        return self.since <= last and first <= self.until

    def dates(self) -> str:
        """Return from when to when, as a person writes it."""
        if self.until >= OPEN:
            return f"{self.since} 年起"
        return f"{self.since}–{self.until} 年"


@dataclass(frozen=True, slots=True)
class Years:
    """The age whose dress counts and the years a scene may lie in, inclusive."""

    age: str
    first: int
    last: int

    @property
    def title(self) -> str:
        """Return the age in Chinese, with the year where one is given."""
        return AGES[self.age] + (f"（{self.first} 年）" if self.first == self.last else "")


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return a table of the wardrobe by name, without its ending."""
    return rulebook.table(f"wardrobe/{name}")


def sources() -> Mapping[str, Mapping[str, str]]:
    """Return source id → title, what it is, and ``entry`` where the knowledge base has it."""
    return table("sources")["source"]  # type: ignore[no-any-return]


def colours() -> Mapping[str, str]:
    """Return colour name → sRGB as #rrggbb."""
    return table("colours")["colour"]  # type: ignore[no-any-return]


@cache
def items() -> tuple[Item, ...]:
    """Return every garment and prop, in the order of the ages and their tables."""
    return tuple(
        read(row, kind, age) for age in AGES for kind in KINDS for row in table(age).get(kind, ())
    )


def read(row: Mapping[str, Any], kind: str, home: str) -> Item:
    """Return a row of the table of an age as an item.

    Dates that are not given are those of the first and last age it belongs to.
    """
    ages = tuple(row.get("ages", (home,)))
    lists = ("aliases", "roles", "colours", "mistakes", "sources", "seasons", "places")
    body: dict[str, Any] = {
        key: tuple(value) if key in lists else value for key, value in row.items()
    }
    body |= {"kind": kind, "ages": ages, "ended": "until" in row}
    body.setdefault("since", span(ages[0])[0])
    body.setdefault("until", span(ages[-1])[1])
    return Item(**body)


@cache
def span(age: str) -> tuple[int, int]:
    """Return the first and last year of an age of the wardrobe."""
    import heritage_kb

    found = heritage_kb.open().period(AGES[age])
    return found.start or -9999, OPEN if found.end is None else found.end


def years_of(period: str = "", year: int | None = None) -> Years:
    """Return the age and years that a period and a year mean.

    Raises:
        UnknownName: nothing is called so, or the wardrobe holds nothing of that time.
        RefusedInput: the year does not lie in the period.
    """
    import heritage_kb

    named: str | int = period if period.strip() or year is None else year
    found = heritage_kb.open().period(named, year)
    age = _SAME.get(found.id, found.id)
    if age not in AGES:
        age = _by_overlap(found.start, found.end, year)
    first, last = found.start or -9999, OPEN if found.end is None else found.end
    if year is not None:
        first = last = _held(year, first, last, found.title)
    return Years(age, first, last)


def years_at(age: str, first: int, last: int) -> Years:
    """Return the years of a story in a house of an age: of that age while it lasts, else later."""
    start, end = span(age)
    inside = start <= last and first <= end
    return Years(age if inside else _by_overlap(first, last, None), first, last)


def _by_overlap(start: int | None, end: int | None, year: int | None) -> str:
    """Return the age that a named span of years lies in most."""
    first, last = (year, year) if year is not None else (start or -9999, end or OPEN)
    shared = {age: min(last, span(age)[1]) - max(first, span(age)[0]) for age in AGES}
    best = max(shared, key=lambda age: shared[age])
    if shared[best] < 0:
        raise UnknownName(
            f"服化道册只收唐至当代，没有这一年代（{first}–{last}）；请改用唐以后的年代。",
            "The wardrobe holds Tang to the present only.",
        )
    return best


def _held(year: int, first: int, last: int, title: str) -> int:
    from heritage_kb.errors import RefusedInput

    if not first <= year <= last:
        until = "今" if last >= OPEN else str(last)
        raise RefusedInput(
            f"{year} 年不在{title}（{first}–{until}）之内，请改 period 或 year 使两者相合。",
            f"The year {year} is not in {title}.",
        )
    return year
