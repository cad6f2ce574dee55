"""The anachronism gate: what could not have stood is refused before anything is built."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from heritage_kb.errors import RefusedInput, UnknownName
from scenes import rulebook, standing
from scenes.spec import EAVES, ROOFS, TYPES, SetSpec
from scenes.standing import StandingHall
from scenes.timber import DOUKOU_AGES, cai_of_grade, puzuo

LARGEST_BAYS, SMALLEST_CAI, LARGEST_CAI, SMALLEST_DOUKOU = 11, 12.0, 35.0, 3.2


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why a spec is refused. ``licensed`` ones pass when the spec takes licence."""

    field: str
    message: str
    english: str
    rule: str
    source: str
    instead: str
    licensed: bool = False

    def sentence(self) -> str:
        """Return the one sentence: what is wrong, by which rule, and what to write instead."""
        return f"{self.message}（{self.source}）：{self.instead}。"


def bay_count(spec: SetSpec) -> int:
    """Return the bays asked for, or 3 where nothing is said."""
    return spec.bays or len(spec.bay_widths) or 3


def require(spec: SetSpec) -> None:
    """Let the spec pass or refuse it.

    Raises:
        RefusedInput: with the first reason, its rule, its source and the lawful alternative.
        UnknownName: an unknown period, site, type or roof.
    """
    found = examine(spec)
    if found:
        first = found[0]
        raise RefusedInput(first.sentence(), first.english)


def examine(spec: SetSpec) -> list[Refusal]:
    """Return every reason to refuse the spec, the gravest first.

    Raises:
        RefusedInput, UnknownName: a name that cannot be read at all.
    """
    known = standing.hall(spec.site) if spec.site else None
    _known_type(spec)
    age = known.period if known else rulebook.period(spec.period, spec.year).id
    found = [*_time(spec, known, age), *_site(spec, known), *_features(spec, age)]
    found += [*_plan(spec), *_roof(spec, known), *_timber(spec)]
    return [r for r in found if not (r.licensed and spec.licence)]


def _known_type(spec: SetSpec) -> None:
    if spec.type not in TYPES:
        raise RefusedInput(
            f"建筑类型“{spec.type}”还不会造：type 请写 殿、山门、配殿、钟楼 或 戏台。",
            f"Buildings of type {spec.type!r} cannot be built yet: write hall, gate, side, bell.",
        )
    if spec.roof and spec.roof not in ROOFS and not _feature_row(spec.roof):
        raise UnknownName(
            f"屋顶“{spec.roof}”不认识或还不会造：roof 请写 庑殿、歇山、悬山、硬山 或 攒尖。",
            f"Roof {spec.roof!r} is not known: write 庑殿, 歇山, 悬山, 硬山 or 攒尖.",
        )
    if spec.eaves and spec.eaves not in EAVES:
        raise RefusedInput(
            f"“{spec.eaves}”还不会造：eaves 请写 单檐 或 重檐。",
            f"Eaves {spec.eaves!r} cannot be built yet: write 单檐 or 重檐.",
        )
    if spec.brackets:
        puzuo(spec.brackets)
    if spec.grade is not None:
        cai_of_grade(spec.grade, _age(spec))


def _age(spec: SetSpec) -> str:
    known = standing.hall(spec.site) if spec.site else None
    return known.period if known else rulebook.period(spec.period, spec.year).id


def _time(spec: SetSpec, known: StandingHall | None, age: str) -> list[Refusal]:
    if known:
        if spec.year is not None and known.year and spec.year < known.year:
            return [_no(
                "year", f"{spec.year} 年时{known.title}尚未建成，它建于 {known.year} 年", "time.built",
                "实测殿表", f"把 year 改为 {known.year} 或以后，或去掉 site",
                f"{known.id} was built in {known.year}, after {spec.year}.",
            )]  # fmt: skip
        return []
    lived = next(p for p in rulebook.periods() if p.id == age)
    if spec.year is not None and not lived.start <= spec.year <= lived.end:
        return [_no(
            "year", f"{spec.year} 年不在{lived.title}（{lived.start}–{lived.end}）之内", "time.period",
            "年表", "改 year 或 period，使两者相合",
            f"The year {spec.year} is not in {lived.id} ({lived.start}-{lived.end}).",
        )]  # fmt: skip
    return []


def _site(spec: SetSpec, known: StandingHall | None) -> list[Refusal]:
    if known is None:
        return []
    asked = {"bays": spec.bays, "rafters": spec.rafters, "roof": ROOFS.get(spec.roof)}
    names = {"bays": "面阔间数", "rafters": "椽数", "roof": "屋顶"}
    out = []
    for key, value in asked.items():
        real = getattr(known, key)
        if value is not None and real and value != real:
            out.append(_no(
                key, f"{known.title}的{names[key]}是 {real}，不是 {value}", "site.measured",
                "实测殿表", f"去掉 {key}，或去掉 site 另造一座",
                f"{known.id} has {key} {real}, not {value}.",
            ))  # fmt: skip
    if spec.brackets and known.brackets and _other_set(spec.brackets, known.brackets):
        out.append(_no(
            "brackets", f"{known.title}的斗栱是{known.brackets}", "site.measured", "实测殿表",
            "去掉 brackets，或去掉 site 另造一座", f"{known.id} has {known.brackets}.",
        ))  # fmt: skip
    return out


def _other_set(asked: str, real: str) -> bool:
    a, b = puzuo(asked), puzuo(real)
    return (a.number, a.arms, a.levers) != (b.number, b.arms, b.levers)


def _no(
    field: str,
    message: str,
    rule: str,
    source: str,
    instead: str,
    english: str = "",
    *,
    licensed: bool = False,
) -> Refusal:
    return Refusal(
        field=field,
        message=message,
        rule=rule,
        source=source,
        instead=instead,
        english=english or f"{field}: refused by {rule}.",
        licensed=licensed,
    )


@cache
def _table() -> Mapping[str, Any]:
    text = (files("scenes") / "data" / "gate.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _feature_row(name: str) -> Mapping[str, Any] | None:
    for row in _table()["feature"]:
        if any(n in name for n in row["names"]):
            found: Mapping[str, Any] = row
            return found
    return None


def _features(spec: SetSpec, age: str) -> list[Refusal]:
    """Judge everything that is asked for by name, wherever it is written."""
    said = [("features", f) for f in spec.features] + [("dressing", f) for f in spec.dressing]
    said += [("lamps", f) for f in spec.lamps] + [("surroundings", f) for f in spec.surroundings]
    said += [("roof", spec.roof), ("brackets", spec.brackets)]
    return [r for where, name in said if name for r in _feature(spec, age, where, name)]


def _feature(spec: SetSpec, age: str, where: str, name: str) -> list[Refusal]:
    row = _feature_row(name)
    lived = next(p for p in rulebook.periods() if p.id == age)
    year = spec.year if spec.year is not None else lived.end
    if spec.site and spec.year is None:
        year = standing.hall(spec.site).year or lived.end
    form = where in ("features", "roof", "brackets")
    if row is None or (year if not form else min(year, lived.end)) >= row["from"]:
        return []
    since = f"{row['from']} 年前后" if row["from"] > 0 else f"公元前 {-row['from']} 年"
    return [_no(
        where, f"{lived.title}没有“{name}”，{row['text']}，{since}才见", f"gate.{row['id']}",
        row["source_zh"], f"改用{row['instead']}，或从 {where} 里去掉它",
        f"{name!r} does not belong to {lived.id}; use {row['instead']}.",
        licensed=bool(row.get("licence", False)),
    )]  # fmt: skip


def _plan(spec: SetSpec) -> list[Refusal]:
    n = bay_count(spec)
    out = []
    if spec.bay_widths and spec.bays and len(spec.bay_widths) != spec.bays:
        out.append(_no(
            "bay_widths", f"bay_widths 有 {len(spec.bay_widths)} 个数，bays 却是 {spec.bays}",
            "plan.count", "制景单自相矛盾", "使两者相等", "bay_widths and bays disagree.",
        ))  # fmt: skip
    if not 1 <= n <= LARGEST_BAYS:
        out.append(_no(
            "bays", f"面阔 {n} 间造不了", "plan.range", "《营造法式》卷四：殿身至十一间",
            "bays 请写 1 到 11 的单数", f"A hall of {n} bays cannot be built: write 1-11.",
        ))  # fmt: skip
    elif n % 2 == 0:
        out.append(_no(
            "bays", f"面阔 {n} 间是双数，殿以单数为正", "plan.odd", "通例，编者自有知识",
            f"改为 {n - 1} 或 {n + 1} 间；确要双数请写 licence = true",
            f"{n} bays is even; halls have an odd number.", licensed=True,
        ))  # fmt: skip
    out += _rafters(spec)
    wide = [v for v in (*spec.bay_widths, *spec.bay_depths) if not 1.5 <= v <= 8.0]
    if wide:
        out.append(_no(
            "bay_widths", f"间广 {wide[0]:g} 米出格", "plan.bay", "实测殿间广约 3–6 米",
            "间广请写 1.5 到 8 米", "A bay must be 1.5-8 m.",
        ))  # fmt: skip
    return out


def _rafters(spec: SetSpec) -> list[Refusal]:
    r = spec.rafters
    if r is None or r in (4, 6, 8, 10, 12):
        return []
    return [_no(
        "rafters", f"{r} 架椽的殿还不会造", "plan.rafters", "《营造法式》卷三十一各殿侧样为偶数架",
        "rafters 请写 4、6、8、10 或 12", f"{r} rafters cannot be built: write 4, 6, 8, 10 or 12.",
    )]  # fmt: skip


def _roof(spec: SetSpec, known: StandingHall | None) -> list[Refusal]:
    roof, n = ROOFS.get(spec.roof, ""), bay_count(spec)
    if known or not roof:
        return []
    if roof == "攒尖" and TYPES.get(spec.type) == "hall":
        return [_no(
            "roof", "殿不作攒尖：攒尖之顶须方形平面", "roof.square", "通例，编者自有知识",
            "roof 改为 歇山，或 type 改为 钟楼、碑亭", "A 攒尖 roof needs a square plan, not a hall.",
        )]  # fmt: skip
    if roof == "庑殿" and n < 5:
        return [_no(
            "roof", f"{n} 间的殿不能作庑殿：正脊短到不能成形，且庑殿为最尊之制", "roof.hip.bays",
            "《营造法式》卷五：四阿殿五间以上", "改为 歇山，或 bays 写 5 以上的单数",
            "A hip roof needs five bays or more.",
        )]  # fmt: skip
    if roof == "悬山" and n > 5:
        return [_no(
            "roof", f"{n} 间的殿作悬山不合等第", "roof.gable.bays", "通例，编者自有知识",
            "改为 歇山 或 庑殿；确要悬山请写 licence = true",
            "A gabled roof over more than five bays is unusual.", licensed=True,
        )]  # fmt: skip
    return []


def _timber(spec: SetSpec) -> list[Refusal]:
    if spec.cai_cm is None:
        return []
    age = _age(spec)
    if spec.grade is not None and abs(cai_of_grade(spec.grade, age)[0] * 100 - spec.cai_cm) > 0.5:
        return [_no(
            "cai_cm", f"材广 {spec.cai_cm:g} 厘米与第 {spec.grade} 等材不合", "cai.grade",
            "《营造法式》卷四", "cai_cm 与 grade 只写一项", "cai_cm and grade disagree.",
        )]  # fmt: skip
    smallest = SMALLEST_DOUKOU if age in DOUKOU_AGES else SMALLEST_CAI
    if not smallest <= spec.cai_cm <= LARGEST_CAI:
        return [_no(
            "cai_cm", f"材广 {spec.cai_cm:g} 厘米出格", "cai.range",
            "八等材 14 厘米，佛光寺 30–31.5 厘米", "cai_cm 请写 12 到 35，唐五代殿多在 20–31",
            f"A cai of {spec.cai_cm:g} cm is out of range: write 12-35.",
        )]  # fmt: skip
    return []
