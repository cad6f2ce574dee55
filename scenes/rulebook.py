"""The rules a hall is resolved from: figures with their range, choices, ages, and their sources."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from heritage_kb import periods as calendar
from heritage_kb.errors import RefusedInput

SUBJECTS = ("ages", "module", "plan", "columns", "brackets", "roof", "ridge", "ground", "joinery",
            "colour")  # fmt: skip
# what may narrow a case; ``before`` and ``after`` fit only where the year is known
NARROWS = ("period", "bays", "rafters", "roof", "kind", "eaves", "set", "use", "module",
           "trade", "storeys", "before", "after")  # fmt: skip
SURVEY = "survey:"
DENIALS = ("无", "不", "没")
CONFIDENCE: Mapping[str, str] = {"high": "可信", "medium": "较可信", "low": "待核"}

Case = Mapping[str, Any]


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
class Choice:
    """A form chosen by rule, such as 鸱尾; ``allowed`` are the other lawful ones, if listed."""

    id: str
    item: str
    value: str
    allowed: tuple[str, ...]
    source: str
    confidence: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildingPeriod:
    """An age that can be built. Years are inclusive."""

    id: str
    title: str
    start: int
    end: int


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return a data file of the package, ``name`` without its ending."""
    text = (files("scenes") / "data" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def families() -> Mapping[str, Mapping[str, Any]]:
    """Return the families of buildings that are no single hall: file name → its tables.

    A file of ``data/works`` holds what one family needs: ``type``, ``work`` (those that stand),
    ``rule``, ``choice``, ``thing`` and ``law`` rows, and a ``source`` table.
    """
    folder = files("scenes") / "data" / "works"
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml"))
    return {n.removesuffix(".toml"): table(f"works/{n.removesuffix('.toml')}") for n in names}


def rows_of(key: str) -> list[Mapping[str, Any]]:
    """Return the rows of one kind, such as ``thing``, of all families."""
    return [row for family in families().values() for row in family.get(key, ())]


@cache
def sources() -> Mapping[str, str]:
    """Return source id → what it is; a survey is named after its hall."""
    known: dict[str, str] = dict(table("rules/ages")["source"])
    for family in families().values():
        known |= family.get("source", {})
    for row in (*table("halls")["hall"], *rows_of("work")):
        known[SURVEY + row["id"]] = f"{row['title']}常引实测值"
    return known


@cache
def heads() -> Mapping[str, Mapping[str, Any]]:
    """Return rule or choice id → its table, ``case`` rows included; ``family`` "" is the halls'."""
    found: dict[str, Mapping[str, Any]] = {}
    halls = [("", table(f"rules/{subject}")) for subject in SUBJECTS]
    for family, tables in (*halls, *families().items()):
        for form in ("rule", "choice"):
            for head in tables.get(form, ()):
                if head["id"] in found:
                    raise ValueError(f"two rules are called {head['id']}")
                found[head["id"]] = {**head, "form": form, "family": family}
    return found


def rule(item_id: str, case: Case | None = None, *, without: str = "", **narrow: Any) -> Rule:
    """Return the narrowest figure of that id that fits the case.

    Args:
        item_id: id of a rule, such as ``rise``.
        case: period, bays, rafters, roof, kind, eaves, set, use, module, year; what is missing fits no
            case that asks for it.
        without: id of a hall whose survey may not be drawn on (to test rules on that hall).
        narrow: the same by name.

    Raises:
        KeyError: no case of that id fits; a fault of the rule book, not of the user.
    """
    head = heads()[item_id]
    row = _narrowest(head, {**(case or {}), **narrow}, without)
    value = float(row["value"])
    return Rule(
        id=name_of(item_id, row), item=head["item"], value=value,
        low=float(row.get("low", value)), high=float(row.get("high", value)), unit=head["unit"],
        source=drawn_from(row)[0], confidence=row["confidence"], text=row["text"],
    )  # fmt: skip


def choice(item_id: str, case: Case | None = None, *, without: str = "", **narrow: Any) -> Choice:
    """Return the narrowest form of that id that fits the case; arguments as ``rule``.

    Raises:
        KeyError: no case of that id fits.
    """
    head = heads()[item_id]
    row = _narrowest(head, {**(case or {}), **narrow}, without)
    return Choice(
        id=name_of(item_id, row), item=head["item"], value=row["value"],
        allowed=tuple(head.get("allowed", ())), source=drawn_from(row)[0],
        confidence=row["confidence"], text=row["text"],
    )  # fmt: skip


def named(item_id: str, said: Iterable[str]) -> tuple[str, ...]:
    """Return the forms of a choice that words of a spec ask for, as the rule book lists them.

    The longest word decides what a text means: 绿琉璃剪边 is not 绿琉璃. What is denied
    (无剪边) asks for nothing.
    """
    words: Mapping[str, list[str]] = heads()[item_id].get("named", {})
    meant = set()
    for text in said:
        met = [(len(w), form) for form, some in words.items() for w in some if w in text]
        if met and not text.startswith(DENIALS):
            meant.add(max(met)[1])
    return tuple(form for form in words if form in meant)


def drawn_from(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the source ids of a case; where there are several, the first is shown."""
    source = row["source"]
    return (source,) if isinstance(source, str) else tuple(source)


def name_of(item_id: str, row: Mapping[str, Any]) -> str:
    """Return the id of a case: the rule's, then what narrows it (``rise.tang``, ``cai.jin.5.r8``)."""
    marks = {"rafters": "r", "set": "p", "before": "lt", "after": "ge"}
    parts = [item_id]
    for key in NARROWS:
        if key in row:
            parts.append(marks.get(key, "") + "-".join(str(v) for v in listed(row[key])))
    return ".".join(parts)


def listed(value: Any) -> list[Any]:
    """Return what may narrow a case as a list: rows give one value or several."""
    return value if isinstance(value, list) else [value]


def _narrowest(head: Mapping[str, Any], case: Case, without: str) -> Mapping[str, Any]:
    fitting = [
        row for row in head["case"]
        if _fits(row, case) and not (without and SURVEY + without in drawn_from(row))
    ]  # fmt: skip
    if not fitting:
        raise KeyError(head["id"])
    return max(fitting, key=_narrowness)


def _narrowness(row: Mapping[str, Any]) -> float:
    # What a building is for outweighs its size: a side hall of five bays is a side hall.
    return sum(1.5 if key in ("kind", "set", "use") else 1.0 for key in NARROWS if key in row)


def _fits(row: Mapping[str, Any], case: Case) -> bool:
    year = case.get("year")
    if ("before" in row or "after" in row) and year is None:
        return False
    if year is not None and not row.get("after", year) <= year < row.get("before", year + 1):
        return False
    return all(case.get(key) in listed(row[key]) for key in NARROWS[:-2] if key in row)


def grades() -> Mapping[int, tuple[float, float]]:
    """Return cai grade → (height, width) in cun, by 《营造法式》卷四."""
    return {g["grade"]: (g["height"], g["width"]) for g in table("rules/module")["grade"]}


def doukou() -> Mapping[int, float]:
    """Return doukou grade 1–11 → its width in cun, by 《工程做法》."""
    return dict(enumerate(table("rules/module")["doukou"]["cun"], 1))


def slopes(purlins: int) -> tuple[float, ...]:
    """Return the 举架 slopes of a hall of so many purlins, the eave step first.

    Raises:
        KeyError: no table for so many purlins.
    """
    for row in table("rules/roof")["jujia"]:
        if row["purlins"] == purlins:
            return tuple(row["slopes"])
    raise KeyError(purlins)


# ---------------------------------------------------------------------------------------- ages


@cache
def periods() -> tuple[BuildingPeriod, ...]:
    """Return the periods whose halls can be built."""
    return tuple(BuildingPeriod(**p) for p in table("rules/ages")["period"])


@cache
def ages() -> tuple[BuildingPeriod, ...]:
    """Return every age that something can be built of: those of halls, then 北魏, 民国 and 当代."""
    return (*periods(), *(_other(p) for p in table("rules/ages")["other"]))


def _other(row: Mapping[str, Any]) -> BuildingPeriod:
    return BuildingPeriod(id=row["id"], title=row["title"], start=row["start"], end=row["end"])


@cache
def titles() -> Mapping[str, str]:
    """Return period id → what it is called."""
    return {p.id: p.title for p in ages()}


def age(name: str, year: int | None = None) -> BuildingPeriod:
    """Return the age of a name, an id or a year, as ``period``, but 北魏, 民国 and 当代 as well.

    Raises:
        RefusedInput: an age of which nothing is built, or neither name nor year.
        UnknownName: no period of that name.
    """
    for other in table("rules/ages")["other"]:
        said = calendar.shipped().period(name, year).id if name.strip() else ""
        within = year is not None and other["start"] <= year <= other["end"]
        if said in (other["id"], *other["names"]) or (not said and within):
            return next(a for a in ages() if a.id == other["id"])
    try:
        return period(name, year)
    except RefusedInput as refused:
        if not name.strip() and year is None:
            raise
        known = "、".join(a.title for a in ages())
        raise RefusedInput(
            f"“{name or year}”的屋舍街巷还不会造：period 请写 {known} 之一。",
            f"Nothing of {name or year!r} can be built here.",
        ) from refused


def period(name: str, year: int | None = None) -> BuildingPeriod:
    """Return the period of a name, an id or, where the name is empty, a year.

    Names are those of the calendar of ``heritage_kb`` (``晚唐``, ``大中十一年``, ``康熙``); a sum of
    ages such as 明清 is decided by the year.

    Raises:
        RefusedInput: a period of which no timber hall is built here.
        UnknownName: no period of that name.
    """
    if not name.strip():
        return _period_of_year(year)
    found = calendar.shipped().period(name, year)
    if found.id == "nsong" and found.start is not None and found.start >= 1127:
        raise RefusedInput(
            "南宋不辖山西，其殿宇不在这里造：同时的山西属金，period 请写 金。",
            "Southern Song did not hold Shanxi: write 金.",
        )
    wanted = table("rules/ages")["names"].get(found.id, found.id)
    for p in periods():
        if p.id == wanted:
            return p
    raise _not_built(name)


def says_age(name: str, age: str) -> bool:
    """Tell whether a name says just that age (五代), and no reign within it (天福)."""
    said, whole = calendar.shipped().period(name), calendar.shipped().period(age)
    return (said.id, said.end) == (whole.id, whole.end)


def _not_built(name: str) -> RefusedInput:
    return RefusedInput(
        f"没有“{name}”的殿可造：山西存世木构殿宇自唐始、至清止，period 请写 "
        f"{'、'.join(p.title for p in periods())} 之一。",
        f"No timber hall of {name!r} can be built: Shanxi's standing ones run from Tang to Qing.",
    )


def _period_of_year(year: int | None) -> BuildingPeriod:
    if year is None:
        raise RefusedInput(
            "不知年代：period（如 唐）、year（如 857）、site（如 佛光寺）至少要写一项。",
            "No period: give period, year or site.",
        )
    for p in periods():
        if p.start <= year <= p.end:
            return p
    raise _not_built(f"{year} 年")
