"""Things by name: what of form, furniture, lamps, people and crops was not yet there, or no more.

Form and dressing of sets stand in ``data/gate.toml``. Every other thing is asked of the dated
terms of the knowledge base, the same that review scripts, garments and props of the wardrobe's
tables too; buildings of the years they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from scenes import kinds, rulebook
from scenes.case import AGES, FIRST, LAST, Case, Refusal
from scenes.spec import SetSpec
from scenes.wardrobe import choice, items

_DENIED = re.compile(
    r"(?:无|没|没有|未|不|不要|不能|不许|不准|别|勿|切勿|避免|禁止|禁|去掉|去除|拆掉|非)"
    r"(?:[有见用施设做放摆挂画穿带]|出现)?(?:任何|什么)?$"
)
_FABRIC = ("features", "roof", "brackets", "eaves", "type")
_PUT = ("dressing", "lamps", "surroundings")  # where costume and props may be asked for
_BLUR = 5  # years that an age without a year begins late and ends early, for what came at its end


def table() -> Mapping[str, Any]:
    """Return the gate's data: ``thing`` rows and the ``kinds`` of houses."""
    return rulebook.table("gate")


def kind_of(said: str) -> str:
    """Return the gate's word for a kind of house: temple, house, shop, yamen, palace, stage."""
    for kind, names in table()["kinds"].items():
        if said.strip().lower() == kind or any(n in said for n in names):
            return str(kind)
    return "temple" if not said.strip() else said.strip()


def house_of(spec: SetSpec) -> str:
    """Return the gate's word for what a set belongs to: as said, else where its kind belongs."""
    one = kinds.kinds().get(kinds.names().get(spec.type, ""))
    if one is not None and one.place and spec.kind in ("", "temple"):
        return one.place
    return kind_of(spec.kind)


def judge(case: Case) -> list[Refusal]:
    """Return what is wrong with everything that is asked for by name, wherever it is written."""
    return [r for where, said in _said(case) for r in _judged(case, where, said)]


def barred(case: Case) -> list[tuple[str, str]]:
    """Return (id, first name) of every row of the gate's table that this case may not have."""
    rows = (*table()["thing"], *rulebook.rows_of("thing"))
    firsts = {str(row["id"]): (str(row["names"][0]), row) for row in rows if row["names"]}
    return [
        (id, name) for id, (name, row) in firsts.items()
        if any(_by_row(case, "features", name, row))
    ]  # fmt: skip


def _said(case: Case) -> Iterator[tuple[str, str]]:
    spec = case.spec
    for where in ("features", "surroundings", "dressing", "lamps"):
        yield from ((where, said) for said in getattr(spec, where))
    yield from ((w, s) for w, s in (("roof", spec.roof), ("brackets", spec.brackets)) if s)
    yield "type", spec.type
    if spec.kind and spec.kind != "temple":
        yield "kind", spec.kind


def _judged(case: Case, where: str, said: str) -> Iterator[Refusal]:
    found = _rows_in(said)
    for start, end, row in found:
        yield from _by_row(case, where, said[start:end], row)
    taken = [(start, end) for start, end, _ in found]
    yield from _by_term(case, where, said, taken)
    if where in _PUT:
        yield from _by_wardrobe(case, where, said, taken)


@cache
def _names() -> tuple[tuple[str, re.Pattern[str], Mapping[str, Any]], ...]:
    return tuple(
        (plain, re.compile(pattern), row)
        for row in (*table()["thing"], *rulebook.rows_of("thing"))
        for plain, pattern in [
            *((name.lower(), re.escape(name.lower())) for name in row["names"]),
            *(("", pattern) for pattern in row.get("patterns", ())),
        ]
    )


def _rows_in(said: str) -> list[tuple[int, int, Mapping[str, Any]]]:
    """Return the rows a text names, the longest name where one lies in another."""
    low = said.lower()
    spans = [
        (at.start(), at.end(), row)
        for plain, pattern, row in _names() if plain in low
        for at in pattern.finditer(low) if not _DENIED.search(said[: at.start()])
    ]  # fmt: skip
    rows = {
        (id(row), a): (a, b, row) for a, b, row in spans
        if not any(c <= a and b <= d and (d - c) > (b - a) for c, d, _ in spans)
    }  # fmt: skip
    return list(rows.values())


def _by_row(case: Case, where: str, name: str, row: Mapping[str, Any]) -> Iterator[Refusal]:
    if _spared(case, row):
        return
    years = _years(case, where, use=bool(row.get("use")))
    order = _order(case, where, years[1], use=bool(row.get("use")))
    early = order < AGES[row.get("since", FIRST)] or years[1] < row.get("from", -9999)
    late = order > AGES[row.get("until", LAST)] or years[0] > row.get("until_year", 9999)
    dated = any(key in row for key in ("since", "from", "until", "until_year"))
    if dated and not early and not late:
        return
    if dated:
        said = f"{case.age}还没有“{name}”" if early else f"{case.age}已不用“{name}”"
    else:
        said = f"这里不该有“{name}”"
    yield Refusal(
        field=where, message=f"{said}，{row['text']}", rule=f"gate.{row['id']}",
        source=row["source"], instead=f"改用{row['instead']}，或从 {where} 里去掉它",
        english=f"{name!r} does not belong here ({row['id']}); use {row['instead']}.",
        licensed=bool(row.get("licence")),
    )  # fmt: skip


def _spared(case: Case, row: Mapping[str, Any]) -> bool:
    """Tell whether a row does not concern this house, or is lifted by what else is said."""
    if row.get("free"):
        return True
    if "kinds" in row and case.kind not in row["kinds"]:
        return True
    if case.kind in row.get("not_kinds", ()):
        return True
    told = "".join(said for _, said in _said(case))
    return any(word in told for word in row.get("unless", ()))


def _years(case: Case, where: str, *, use: bool = False) -> tuple[int, int]:
    """Return the first and last year that count for what is written there."""
    first, last = case.fabric if where in _FABRIC and not use else case.scene
    return (first, last) if last - first < 3 * _BLUR else (first + _BLUR, last - _BLUR)


def _order(case: Case, where: str, year: int, *, use: bool) -> int:
    """Return whose age counts: the fabric's, or at a standing hall the story's."""
    if case.known is None or (where in _FABRIC and not use):
        return case.order
    return max((AGES[p.title] for p in rulebook.periods() if p.start <= year), default=case.order)


def _by_term(case: Case, where: str, said: str, taken: list[tuple[int, int]]) -> Iterator[Refusal]:
    """Judge by the dated terms and the standing buildings of the knowledge base."""
    import heritage_kb

    kb = heritage_kb.open()
    years = _years(case, where)
    spotted = [
        (wanted, found)
        for wanted, year in (("early", years[1]), ("late", years[0]))
        for found in kb.terms_in(said, year)
    ]
    for wanted, found in spotted:
        inside = any(a < found.end and found.start < b for a, b in taken)
        if found.verdict != wanted or inside or _DENIED.search(said[: found.start]):
            continue
        yield Refusal(
            field=where, message=f"{case.age}不该有“{found.text}”，{found.why.rstrip('。')}",
            rule=f"term.{found.term.id.removeprefix('term-')}",
            source=_sources(kb, found.term.sources), licensed=False,
            instead=f"从 {where} 里去掉它，或把 year 改到它在用的年份",
            english=f"{found.text!r} is out of its time.",
        )  # fmt: skip
        taken = [*taken, (found.start, found.end)]
    for start, end, entry in kb.names_in(said, ("structure", "site")):
        late = entry.kind == "structure" and (entry.start_year or -9999) > years[1]
        if late and not any(a < end and start < b for a, b in taken):
            yield Refusal(
                field=where, message=f"那时还没有{entry.title}，它建于 {entry.start_year} 年",
                rule=f"time.built:{entry.id}", source=_sources(kb, entry.sources),
                instead=f"从 {where} 里去掉它，或把 year 改为 {entry.start_year} 以后",
                english=f"{entry.id} was built in {entry.start_year}.",
            )  # fmt: skip


def _by_wardrobe(
    case: Case, where: str, said: str, taken: list[tuple[int, int]]
) -> Iterator[Refusal]:
    """Judge garments and props that neither the gate's rows nor a dated term refuses."""
    import heritage_kb

    kb = heritage_kb.open()
    first, last = _years(case, where)
    dated = [
        (spot.start, spot.end) for wanted, year in (("early", last), ("late", first))
        for spot in kb.terms_in(said, year) if spot.verdict == wanted
    ]  # fmt: skip
    if case.age_id not in items.AGES:
        return  # nothing is known of what was worn in it
    when = items.years_at(case.age_id, *case.scene)
    for start, end, held in choice.named_in(said):
        told = any(a < end and start < b for a, b in (*taken, *dated))
        refused = choice.refusal(held, said[start:end], when, where)
        if refused and not told and not _DENIED.search(said[:start]):
            yield refused


def _sources(kb: Any, ids: tuple[str, ...]) -> str:
    return "；".join(kb.source(one).title.partition("（")[0] for one in ids[:2])
