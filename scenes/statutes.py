"""Rules of form: which roof, size and bracket set an age and a rank allow (``data/laws.toml``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from heritage_kb.dates import numeral
from scenes import kinds, rulebook
from scenes.case import AGES, Case, Refusal

_COUNTED = r"([\d一二两双三四五六七八九十]+)"
_SETS = re.compile(rf"(?:补间|平身科)[^，。；\d一二两三四五六七八九十]*{_COUNTED}[朵攒]")
_BEASTS = re.compile(
    rf"(?:走兽|小兽|跑兽|脊兽|蹲兽|小跑)[^，。；\d一二两三四五六七八九十]*{_COUNTED}[个只枚尊件]?"
    rf"|{_COUNTED}[个只枚尊件](?:走兽|小兽|跑兽|脊兽|小跑)"
)


def laws() -> Mapping[str, Any]:
    """Return the rules of form, as data."""
    return rulebook.table("laws")


def judge(case: Case) -> list[Refusal]:
    """Return the rules of form that a spec breaks. What stands is what it is."""
    hall = kinds.kinds()[case.type].is_hall if case.type in kinds.kinds() else True
    rows = [] if case.known else laws()["law"] if hall else rulebook.rows_of("law")
    broken = [_refusal(case, row) for row in rows if _applies(case, row["when"])]
    return [*broken, *_counts(case)]


# How each condition of a row is read: its value against the case.
CONDITIONS: Mapping[str, Callable[[Case, Any], bool]] = {
    "age": lambda c, v: c.age in v,
    "before": lambda c, v: c.order < AGES[v],
    "from": lambda c, v: c.order >= AGES[v],
    "roof": lambda c, v: c.roof in v,
    "eaves": lambda c, v: c.eaves in v,
    "type": lambda c, v: c.type in v or c.spec.type in v,
    "kind": lambda c, v: c.kind in v,
    "not_kind": lambda c, v: c.kind not in v,
    "bays_under": lambda c, v: c.bays < v,
    "bays_over": lambda c, v: c.bays > v,
    "rafters_under": lambda c, v: c.rafters is not None and c.rafters < v,
    "rafters_over": lambda c, v: c.rafters is not None and c.rafters > v,
    "puzuo_over": lambda c, v: c.brackets is not None and c.brackets.number > v,
    "named": lambda c, v: bool(re.search(v, c.spec.brackets)),
    "graded": lambda c, v: (c.spec.grade is not None) is v,
    "grade_under": lambda c, v: c.spec.grade is not None and c.spec.grade < v,
    "grade_over": lambda c, v: c.spec.grade is not None and c.spec.grade > v,
    "cai_under": lambda c, v: c.spec.cai_cm is not None and c.spec.cai_cm < v,
    "storeys_under": lambda c, v: c.spec.storeys is not None and c.spec.storeys < v,
    "storeys_over": lambda c, v: c.spec.storeys is not None and c.spec.storeys > v,
    "storeys_even": lambda c, v: c.spec.storeys is not None and (c.spec.storeys % 2 == 0) is v,
    "sides_not": lambda c, v: c.spec.sides is not None and c.spec.sides not in v,
    "count_under": lambda c, v: c.spec.count is not None and c.spec.count < v,
    "count_over": lambda c, v: c.spec.count is not None and c.spec.count > v,
    "wide_under": lambda c, v: bool(c.spec.site_m) and c.spec.site_m[0] < v,
    "deep_under": lambda c, v: bool(c.spec.site_m) and c.spec.site_m[-1] < v,
    "wide_over": lambda c, v: bool(c.spec.site_m) and c.spec.site_m[0] > v,
    "deep_over": lambda c, v: bool(c.spec.site_m) and c.spec.site_m[-1] > v,
    "trade_not": lambda c, v: bool(c.spec.trade) and not any(w in c.spec.trade for w in v),
    "trade_in": lambda c, v: any(w in c.spec.trade for w in v),
    "cai_over": lambda c, v: c.spec.cai_cm is not None and c.spec.cai_cm > v,
}


def _applies(case: Case, when: Mapping[str, Any]) -> bool:
    return all(CONDITIONS[key](case, value) for key, value in when.items())


def _refusal(case: Case, row: Mapping[str, Any]) -> Refusal:
    words = {
        "age": case.age, "bays": case.bays, "roof": case.roof, "rafters": case.rafters,
        "brackets": case.spec.brackets, "grade": case.spec.grade, "cai": case.spec.cai_cm,
        "storeys": case.spec.storeys, "sides": case.spec.sides, "count": case.spec.count,
        "trade": case.spec.trade, "site": "×".join(f"{m:g}" for m in case.spec.site_m),
    }  # fmt: skip
    return Refusal(
        field=row["field"], message=row["text"].format(**words), rule=row["id"],
        source=row["source"], instead=row["instead"].format(**words),
        english=f"{row['field']}: refused by {row['id']}.", licensed=bool(row.get("licence")),
    )  # fmt: skip


def _number(said: str) -> int:
    """Return a count as it is written; of 三五 (from three to five) the larger."""
    plain = said.replace("双", "两")
    return numeral(plain if "十" in plain or plain.isdecimal() else plain[-1]) or 0


def _counts(case: Case) -> Iterator[Refusal]:
    """Judge what is asked for by number: sets between columns, figures on a hip."""
    most = laws()["between"]
    allowed = most.get(case.age, most["清"])
    for said in case.spec.features:
        between, beasts = _SETS.search(said), _BEASTS.search(said)
        if between and _number(between[1]) > allowed:
            yield Refusal(
                field="features", rule="brackets.between",
                message=f"{case.age}的补间一间至多 {allowed} 朵（攒），不到“{said}”",
                source=laws()["between_source"], english="Too many sets between columns.",
                instead=f"改为补间 {allowed} 朵以内",
            )  # fmt: skip
        if beasts:
            yield from _beasts(case, said, _number(beasts[1] or beasts[2]))


def _beasts(case: Case, said: str, count: int) -> Iterator[Refusal]:
    if case.order < AGES["明"] or (count % 2 and count <= 9):
        return
    if count == 10 and case.kind == "palace":
        return
    yield Refusal(
        field="features", rule="ridge.beasts.count",
        message=f"“{said}”不合明清之制：走兽用一、三、五、七、九，十件只见于太和殿",
        source=laws()["beasts_source"], instead="走兽改为九件以内的单数",
        english="Beasts on a hip are odd in number, nine at most.",
    )  # fmt: skip
