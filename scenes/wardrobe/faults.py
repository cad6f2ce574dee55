"""Faults of the wardrobe's tables: ids, dates, sources, agreement with the dated terms, plates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from heritage_kb.errors import SanjinError
from scenes.wardrobe import plate, sheets
from scenes.wardrobe.items import AGES, KINDS, OPEN, Item, colours, items, sources, span, table

LEAST = {"garment": 8, "prop": 12}  # of each age
CONFIDENCES = ("high", "medium", "low")
_ID = re.compile(r"[a-z][a-z0-9-]+")
_HEX = re.compile(r"#[0-9a-f]{6}")
_YEAR = 2026  # by which a thing "still in use" is asked of the dated terms


def faults(of: Sequence[Item] | None = None) -> list[str]:
    """Return every fault of the tables, or of the items given, as one sentence each."""
    found: list[str] = []
    rows = items() if of is None else of
    for item in rows:
        found += [f"{item.id}: {said}" for said in _of_item(item)]
    counted = Counter(item.id for item in rows)
    found += [f"{id}: two rows have this id" for id, count in counted.items() if count > 1]
    found += _twice(rows)
    if of is None:
        found += [*_of_tables(), *_of_counts(rows)]
    return found


def _of_item(item: Item) -> Iterator[str]:
    if not _ID.fullmatch(item.id):
        yield "an id is small letters, figures and hyphens"
    for key in ("name", "slot", "text", "materials"):
        if not getattr(item, key).strip():
            yield f"no {key}"
    for key in ("roles", "colours", "mistakes", "sources", "ages"):
        if not getattr(item, key):
            yield f"no {key}"
    if item.kind not in KINDS or item.confidence not in CONFIDENCES:
        yield "unknown kind or confidence"
    yield from (f"colour {name} is not known" for name in set(item.colours) - set(colours()))
    yield from (f"place {p} is not known" for p in set(item.places) - set(table("places")["place"]))
    yield from _of_sources(item)
    yield from _of_dates(item)
    yield from _of_terms(item)
    yield from _of_plate(item)


def _of_sources(item: Item) -> Iterator[str]:
    yield from (f"source {one} is not known" for one in item.sources if one not in sources())
    if item.sized and item.sized not in sources():
        yield f"source {item.sized} of its measures is not known"
    if item.confidence == "high" and not _is_sure(item):
        yield "high confidence, but no dated term of high confidence has its name"


def _is_sure(item: Item) -> bool:
    """Return whether the knowledge base is sure of the dates of one of its names.

    Pictures, tombs and books are named from memory here, so none of them makes a row sure.
    """
    import heritage_kb

    kb = heritage_kb.open()
    return any(spot.term.confidence == "high" for name in item.names for spot in kb.terms_in(name))


def _of_dates(item: Item) -> Iterator[str]:
    strange = [age for age in item.ages if age not in AGES]
    if strange:
        yield f"age {strange[0]} is not known"
        return
    if list(item.ages) != [age for age in AGES if age in item.ages]:
        yield "its ages are not in the order of time, or twice"
    if item.since > item.until:
        yield f"it ends ({item.until}) before it begins ({item.since})"
    for age in item.ages:
        first, last = span(age)
        if not item.in_years(first, last):
            yield f"its years {item.since}-{item.until} miss {AGES[age]} ({first}-{last})"
    starts = [span(age)[0] for age in item.ages]
    ends = [span(age)[1] for age in item.ages]
    if item.ages and not (min(starts) <= item.since and item.until <= max(ends)):
        yield f"its years {item.since}-{item.until} lie outside its ages"


def _of_terms(item: Item) -> Iterator[str]:
    """Yield where the knowledge base dates a name later, or lets it end earlier."""
    import heritage_kb

    kb = heritage_kb.open()
    asked = (("early", item.since), ("late", _YEAR if item.until >= OPEN else item.until))
    for name in item.names:
        for wanted, year in asked:
            for spot in kb.terms_in(name, year):
                if spot.verdict == wanted:
                    yield f"“{name}” in {year} is too {wanted} for {spot.term.id}"


def _of_plate(item: Item) -> Iterator[str]:
    if not item.cut:
        return
    try:
        views = plate.views_of(item)
    except (SanjinError, KeyError, TypeError, ValueError) as wrong:
        yield f"its plate cannot be drawn: {wrong!r}"
        return
    for view in views:
        x0, y0, x1, y1 = view.bounds()
        if not 0.005 < max(x1 - x0, y1 - y0) < 5.0:
            yield f"its {view.name} is {max(x1 - x0, y1 - y0):.3f} m large"
    if not any(view.gauges for view in views):
        yield "its plate has no measure"
    if not sheets.fits(item):
        yield "its plate does not fit its field of a sheet"


def _twice(rows: Sequence[Item]) -> Iterator[str]:
    """Yield names that two things of one kind share in the same age and years under two ids."""
    for k, one in enumerate(rows):
        for other in rows[k + 1 :]:
            same = one.kind == other.kind and one.name == other.name
            if same and set(one.ages) & set(other.ages) and one.id != other.id:
                yield f"{one.id} and {other.id} are both called {one.name}"


def _of_tables() -> Iterator[str]:
    yield from (f"{name}: {code} is no sRGB" for name, code in colours().items()
                if not _HEX.fullmatch(code))  # fmt: skip
    yield from (f"source {key}: no title or text" for key, row in sources().items()
                if not row.get("title") or not row.get("text"))  # fmt: skip
    import heritage_kb

    kb = heritage_kb.open()
    for key, row in sources().items():
        if "entry" in row and row["entry"] not in kb.entries:
            yield f"source {key}: the knowledge base has no entry {row['entry']}"


def _of_counts(rows: Sequence[Item]) -> Iterator[str]:
    for age, title in AGES.items():
        for kind, least in LEAST.items():
            held = sum(1 for item in rows if age in item.ages and item.kind == kind)
            if held < least:
                yield f"{title}: {held} {kind}s, fewer than {least}"
