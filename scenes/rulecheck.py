"""Faults of the rule book itself: ranges, sources, rows that can never hold, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from heritage_kb.errors import RefusedInput
from scenes import rulebook, standing
from scenes.kinds import HALLS, kinds
from scenes.rulebook import NARROWS, SURVEY
from scenes.timber import puzuo

UNITS = (
    "分",
    "尺",
    "寸",
    "米",
    "cm",
    "间",
    "架",
    "朵",
    "枚",
    "个",
    "孔",
    "层",
    "面",
    "座",
    "家",
    "进",
    "比",
)
CONFIDENCES = ("high", "medium", "low")
WORDS = {
    "roof": ("庑殿", "歇山", "悬山", "硬山", "攒尖"), "eaves": ("单檐", "重檐"),
    "use": ("temple", "palace"), "module": ("asked", "ruled"),
    "bays": (1, 3, 5, 7, 9, 11), "rafters": (4, 6, 8, 10, 12), "set": (0, 3, 4, 5, 6, 7, 8),
}  # fmt: skip
_ALWAYS = {"value", "low", "high", "source", "confidence", "text"}

Row = Mapping[str, Any]


def faults() -> list[str]:
    """Return every fault of the rule book and of the standing halls, as one sentence each."""
    found: list[str] = []
    for head in rulebook.heads().values():
        found += _of_head(head)
    return [*found, *_of_tables(), *_of_halls()]


def _of_head(head: Row) -> Iterator[str]:
    names = [rulebook.name_of(head["id"], row) for row in head["case"]]
    for name, row in zip(names, head["case"], strict=True):
        yield from _of_row(head, name, row)
        if names.count(name) > 1:
            yield f"{name}: two rows of the same case"
    for form in set(head.get("named", ())) - set(head.get("allowed", ())):
        yield f"{head['id']}: {form} is named but not allowed"
    if head["form"] == "rule" and head["unit"] not in UNITS:
        yield f"{head['id']}: unit {head['unit']} is not known"
    yield from _reach(head)


def _of_row(head: Row, name: str, row: Row) -> Iterator[str]:
    strange = set(row) - _ALWAYS - set(NARROWS)
    if strange:
        yield f"{name}: unknown keys {sorted(strange)}"
    if row["confidence"] not in CONFIDENCES or not row["text"]:
        yield f"{name}: no confidence or no text"
    for source in rulebook.drawn_from(row):
        if source not in rulebook.sources():
            yield f"{name}: source {source} is not known"
    known = {**WORDS, "period": tuple(rulebook.titles()), "kind": tuple(kinds())}
    for key in set(row) & set(known):
        wanted = rulebook.listed(row[key])
        if not set(wanted) <= set(known[key]):
            yield f"{name}: {key} {wanted} is not known"
    yield from _of_value(head, name, row)


def _of_value(head: Row, name: str, row: Row) -> Iterator[str]:
    value = row["value"]
    if head["form"] == "rule":
        if not row.get("low", value) <= value <= row.get("high", value):
            yield f"{name}: {value} lies outside its own range"
        if row.get("low", value) < 0:
            yield f"{name}: less than nothing"
    elif "allowed" in head and value not in head["allowed"]:
        yield f"{name}: {value} is not among {head['allowed']}"
    elif "allowed" not in head and not _reads(value):
        yield f"{name}: {value} cannot be read as a bracket set"


def _reads(name: str) -> bool:
    try:
        puzuo(name)
    except RefusedInput:
        return False
    return True


def _cases(head: Row) -> Iterator[dict[str, Any]]:
    """Yield one of each kind of case that the rows of a head can tell apart."""
    known = {**WORDS, **_open_words(head)}
    keys = [k for k in known if any(k in row for row in head["case"])]
    told = [_told_apart(head, key, known[key]) for key in keys]
    bounds = {row[k] for row in head["case"] for k in ("before", "after") if k in row}
    years: list[int | None] = [None, *(b - 1 for b in bounds), *bounds]
    for values in product(*told, years):
        yield dict(zip((*keys, "year"), values, strict=True))


def _open_words(head: Row) -> dict[str, tuple[Any, ...]]:
    """Return the ages, kinds and trades that a head must have a row for."""
    said = {
        key: {one for row in head["case"] for one in rulebook.listed(row.get(key, []))}
        for key in ("period", "trade", "storeys")
    }
    late = [a.id for a in rulebook.ages() if head["family"] or a.id in said["period"]]
    halls = [p.id for p in rulebook.periods()]
    mine = [k.id for k in kinds().values() if k.family == (head["family"] or HALLS)]
    return {
        "period": tuple(dict.fromkeys((*halls, *late))), "kind": tuple(mine),
        "trade": (None, *sorted(said["trade"])), "storeys": (None, *sorted(said["storeys"])),
    }  # fmt: skip


def _told_apart(head: Row, key: str, values: tuple[Any, ...]) -> list[Any]:
    """Return one of each set of values that every row treats alike."""
    kinds: dict[tuple[bool, ...], Any] = {}
    for value in values:
        asked = [row[key] for row in head["case"] if key in row]
        fits = tuple(value in rulebook.listed(a) for a in asked)
        kinds.setdefault(fits, value)
    return list(kinds.values())


def _reach(head: Row) -> Iterator[str]:
    """Yield the cases that no row fits, and the rows that fit no case first.

    A row that steps in where one drawn from a hall is left out (to test that hall) is reached.
    """
    reached: set[str] = set()
    read = rulebook.rule if head["form"] == "rule" else rulebook.choice
    for case in _cases(head):
        without = ""
        try:
            for _ in head["case"]:
                found = read(head["id"], case, without=without)
                reached.add(found.id)
                if not found.source.startswith(SURVEY):
                    break
                without = found.source.removeprefix(SURVEY)
        except KeyError:
            yield f"{head['id']}: no rule for {case}"
            return
    for row in head["case"]:
        name = rulebook.name_of(head["id"], row)
        if name not in reached:
            yield f"{name}: never the narrowest"


def _of_tables() -> Iterator[str]:
    grades = [h for h, _ in rulebook.grades().values()]
    if sorted(grades, reverse=True) != grades or len(grades) != 8:
        yield "grade: not eight, falling"
    if sorted(rulebook.doukou().values(), reverse=True) != list(rulebook.doukou().values()):
        yield "doukou: not falling"
    for rafters in WORDS["rafters"]:
        slopes = rulebook.slopes(int(rafters) + 1)
        if len(slopes) != int(rafters) // 2 or list(slopes) != sorted(slopes):
            yield f"jujia {rafters}: not one rising slope a step"
    ages = rulebook.periods()
    joined = rulebook.table("rules/ages")["names"].values()
    if any(a.start > a.end for a in ages) or not set(joined) <= {a.id for a in ages}:
        yield "ages: an age ends before it begins, or a name means none"


def _of_halls() -> Iterator[str]:
    ids = [h.id for h in standing.halls()]
    names = [n for h in (*standing.halls(), *standing.works()) for n in set(h.names)]
    yield from (f"{n}: two halls are called so" for n in set(names) if names.count(n) > 1)
    yield from (f"{i}: measured, but no hall" for i in rulebook.table("measured") if i not in ids)
    ages = {p.id: p for p in rulebook.ages()}
    for hall in (*standing.halls(), *standing.works()):
        if hall.kind not in kinds():
            yield f"{hall.id}: kind {hall.kind} is not known"
        if hall.period not in ages:
            yield f"{hall.id}: period {hall.period} is not known"
        elif hall.year and not ages[hall.period].start <= hall.year <= ages[hall.period].end:
            yield f"{hall.id}: the year {hall.year} is not in {hall.period}"
        for name in (hall.brackets, hall.skirt_brackets):
            if name and not _reads(name):
                yield f"{hall.id}: {name} cannot be read as a bracket set"
        yield from (
            f"{fact.id}: {fact.value} lies outside its own range"
            for fact in hall.facts.values() if not fact.low <= fact.value <= fact.high
        )  # fmt: skip
