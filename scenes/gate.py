"""The anachronism gate: what could not have stood is refused before anything is built."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping

from heritage_kb.errors import RefusedInput
from scenes import kinds, statutes, things
from scenes.case import AGES, Case, Refusal, age_of, case_of
from scenes.kinds import FORM, Kind
from scenes.spec import EAVES, ROOFS, TYPES, SetSpec
from scenes.timber import DOUKOU_AGES, Puzuo, cai_of_grade, puzuo

__all__ = ["Refusal", "examine", "liberties", "require", "warnings"]

LARGEST_BAYS, SMALLEST_CAI, LARGEST_CAI, SMALLEST_DOUKOU = 11, 12.0, 35.0, 3.2


def require(spec: SetSpec) -> None:
    """Let the spec pass or refuse it.

    Raises:
        RefusedInput: with the first reason, its rule, its source and the lawful alternative;
            ``details`` holds every reason as plain values.
        UnknownName: an unknown period or site.
    """
    found = examine(spec)
    if found:
        refused = RefusedInput(found[0].sentence(), found[0].english)
        refused.details = {"rule": found[0].rule, "refused": [r.as_row() for r in found]}
        raise refused


def examine(spec: SetSpec) -> list[Refusal]:
    """Return every reason to refuse the spec, the gravest first.

    Raises:
        RefusedInput, UnknownName: a period or a site that cannot be read at all.
    """
    found = [r for r in _all(spec) if not r.warning]
    return [r for r in found if not (r.licensed and spec.licence)]


def warnings(spec: SetSpec) -> list[str]:
    """Return what is odd but refused by nobody: snow in summer, a sunset without a sun."""
    return [r.sentence() for r in _all(spec) if r.warning]


def liberties(spec: SetSpec) -> list[str]:
    """Return what the spec's licence lets pass, to be recorded as invention."""
    if not spec.licence:
        return []
    taken = [r for r in _all(spec) if r.licensed]
    return [f"艺术处理：{r.message}（规则 {r.rule}，{r.source}）" for r in taken]


def _all(spec: SetSpec) -> list[Refusal]:
    case = case_of(spec, things.house_of(spec))
    found = [*_time(case), *_site(case), *things.judge(case), *_names(spec, case.age_id)]
    kind = kinds.kinds().get(case.type)
    if kind is not None:
        found += [*_kind(case, kind), *_takes(case, kind), *_indoors(case, kind)]
    if kind is not None and not kind.is_hall:
        return [*found, *_sizes(spec), *statutes.judge(case), *_sky(spec)]
    found += [*_plan(case), *_timber(case)]
    if not any(r.rule == "plan.range" for r in found):
        found += statutes.judge(case)
    return [*found, *_sky(spec)]


def _no(
    field: str, message: str, rule: str, source: str, instead: str, english: str = "",
    *, licensed: bool = False,
) -> Refusal:  # fmt: skip
    return Refusal(
        field=field, message=message, rule=rule, source=source, instead=instead,
        english=english or f"{field}: refused by {rule}.", licensed=licensed,
    )  # fmt: skip


def _names(spec: SetSpec, age: str) -> list[Refusal]:
    """Return the names that cannot be read: type, roof, eaves, bracket set, grade."""
    out = []
    lists = (("type", TYPES, "建筑类型"), ("roof", ROOFS, "屋顶"), ("eaves", EAVES, "檐"))
    for key, names, title in lists:
        said = getattr(spec, key)
        if said and said not in names:
            out.append(_no(
                key, f"{title}“{said}”不认识或还不会造", f"name.{key}", "可造的名目",
                f"{key} 请写 {_some(key, said, names)} 之一",
                f"{key} {said!r} is not known or cannot be built.",
            ))  # fmt: skip
    readers: tuple[tuple[str, Callable[[], object]], ...] = (
        ("brackets", lambda: spec.brackets and puzuo(spec.brackets)),
        ("grade", lambda: spec.grade is not None and cai_of_grade(spec.grade, age)),
    )
    for key, read in readers:
        try:
            read()
        except RefusedInput as wrong:
            what, _, cure = wrong.zh.rstrip("。").partition("：")
            out.append(
                _no(key, what, f"name.{key}", "《营造法式》卷四", cure or "照例改写", wrong.en)
            )
    return out


def _some(key: str, said: str, names: Mapping[str, str]) -> str:
    """Return the names that may be written: of kinds the nearest, else what each is called."""
    if key != "type":
        return "、".join(dict.fromkeys(n for n in names if not n.isascii()))
    near = difflib.get_close_matches(said, [n for n in names if not n.isascii()], 5, 0.4)
    return "、".join(near or kinds.titles())


def _time(case: Case) -> list[Refusal]:
    spec, known = case.spec, case.known
    if known:
        if known.year is not None and case.scene[1] < known.year:
            return [_no(
                "year", f"那时{known.title}尚未建成，它建于 {known.year} 年", "time.built",
                "实测殿表", f"把 year 改为 {known.year} 或以后，或去掉 site",
                f"{known.id} was built in {known.year}.",
            )]  # fmt: skip
        return []
    lived = age_of(spec, None)
    if spec.year is not None and not lived.start <= spec.year <= lived.end:
        return [_no(
            "year", f"{spec.year} 年不在{lived.title}（{lived.start}–{lived.end}）之内", "time.period",
            "年表", "改 year 或 period，使两者相合",
            f"The year {spec.year} is not in {lived.id} ({lived.start}-{lived.end}).",
        )]  # fmt: skip
    return []


def _kind(case: Case, kind: Kind) -> Iterator[Refusal]:
    """Judge whether a kind of building was there: pagodas of brick, shops of bankers."""
    first, last = case.fabric
    late = (kind.until and case.order > AGES[kind.until]) or first > (kind.end or first)
    early = (kind.since and case.order < AGES[kind.since]) or last < (kind.start or last)
    if not case.known and (early or late):
        said = f"{case.age}还没有{kind.title}" if early else f"{case.age}已不造{kind.title}"
        yield _no(
            "type", f"{said}，{kind.text}", f"kind.{kind.id}", kind.source or "编者自有知识",
            kind.instead or "改 period，或换一种建筑", f"No {kind.id} was built in that age.",
        )  # fmt: skip


def _indoors(case: Case, kind: Kind) -> Iterator[Refusal]:
    """Judge what cannot be within: a pagoda in a kitchen, the inside of a bridge."""
    spec = case.spec
    if kind.is_hall:
        return
    if kind.room:
        for key in ("features", "dressing"):
            yield from (
                _no(key, f"{kind.title}是室内，放不下“{said}”", "form.indoors", "制景单自相矛盾",
                    f"从 {key} 里去掉它，或把 type 改为 {said}", f"A {kind.id} cannot hold {said!r}.")
                for said in getattr(spec, key) if _is_outdoors(said)
            )  # fmt: skip
        return
    rooms = [(key, said) for key, said in (("kind", spec.kind), *(("surroundings", s) for s in spec.surroundings))
             if _is_room(said)]  # fmt: skip
    for key, said in rooms:
        yield _no(
            key, f"{kind.title}立在室外，不在“{said}”里", "form.indoors", "制景单自相矛盾",
            f"去掉 {key} 里的它，或把 type 改为 {said}", f"A {kind.id} does not stand in a {said}.",
        )  # fmt: skip
    if spec.interior:
        yield _no(
            "interior", f"{kind.title}的内景还不会造", "form.interior", "建筑类型表",
            "去掉 interior 造它的外景，或另写一种屋内的 type", f"A {kind.id} has no inside yet.",
        )  # fmt: skip


def _is_room(said: str) -> bool:
    one = kinds.kinds().get(kinds.names().get(said, ""))
    return one is not None and one.room


def _is_outdoors(said: str) -> bool:
    one = kinds.kinds().get(kinds.names().get(said, ""))
    return one is not None and one.family in _TALL


_TALL = ("timber_pagodas", "brick_pagodas", "pavilions", "ramparts", "bridges", "flying_beams")


def _takes(case: Case, kind: Kind) -> Iterator[Refusal]:
    """Judge what is asked of a kind that it does not have: storeys of a wall, arches of a shop."""
    given = [k for k in (*FORM, *_HALL_ONLY) if getattr(case.spec, k) not in (None, "", ())]
    for key in given:
        if key not in kind.takes:
            takes = f"可写 {'、'.join(kind.takes)}" if kind.takes else "它没有这类可写的项"
            yield _no(
                key, f"{kind.title}没有“{key}”这一项", f"kind.{kind.id}.{key}", "建筑类型表",
                f"去掉 {key}；{takes}", f"A {kind.id} takes no {key}.",
            )  # fmt: skip


_HALL_ONLY = ("bays", "bay_widths", "bay_depths", "rafters", "roof", "eaves", "brackets", "grade",
              "cai_cm")  # fmt: skip
_MOST = {"storeys": 13, "sides": 24, "count": 60}


def _sizes(spec: SetSpec) -> Iterator[Refusal]:
    for key, most in _MOST.items():
        value = getattr(spec, key)
        if value is not None and not 1 <= value <= most:
            yield _no(key, f"{key} 写了 {value}，出格", f"form.{key}", "制景单可写的范围",
                      f"{key} 请写 1 到 {most}", f"{key} must be 1-{most}.")  # fmt: skip
    plot = spec.site_m
    if plot and (len(plot) != 2 or not all(3 <= m <= 400 for m in plot)):
        yield _no(
            "site_m", f"用地 {'×'.join(f'{m:g}' for m in plot)} 米造不了", "form.site_m",
            "制景单可写的范围", "site_m 请写宽、深两个数，各 3 到 400 米",
            "site_m is width and depth, 3-400 m each.",
        )  # fmt: skip


def _site(case: Case) -> list[Refusal]:
    spec, known = case.spec, case.known
    if known is None:
        return []
    asked = {"bays": spec.bays, "rafters": spec.rafters, "roof": ROOFS.get(spec.roof)}
    says = {"bays": "的面阔间数是", "rafters": "的椽数是", "roof": "的屋顶是"}
    out = []
    for key, real in known.form.items():
        value = getattr(spec, key)
        if value not in (None, "", ()) and value != real:
            out.append(_no(
                key, f"{known.title}的 {key} 是 {real}，不是 {value}", "site.recorded", "实物表",
                f"去掉 {key}，或去掉 site 另造一座", f"{known.id} has {key} {real}.",
            ))  # fmt: skip
    for key, value in asked.items():
        real = getattr(known, key)
        if value is not None and real and value != real:
            out.append(_no(
                key, f"{known.title}{says[key]} {real}，不是 {value}", "site.measured",
                "实测殿表", f"去掉 {key}，或去掉 site 另造一座",
                f"{known.id} has {key} {real}, not {value}.",
            ))  # fmt: skip
    if case.brackets and known.brackets and _shape(case.brackets) != _shape(puzuo(known.brackets)):
        out.append(_no(
            "brackets", f"{known.title}的斗栱是{known.brackets}", "site.measured", "实测殿表",
            "去掉 brackets，或去掉 site 另造一座", f"{known.id} has {known.brackets}.",
        ))  # fmt: skip
    return out


def _shape(one: Puzuo) -> tuple[int, int, int]:
    return one.number, one.arms, one.levers


def _plan(case: Case) -> list[Refusal]:
    spec, n = case.spec, case.bays
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
    elif n % 2 == 0 and not case.known:
        out.append(_no(
            "bays", f"面阔 {n} 间是双数，殿以单数为正", "plan.odd", "通例，编者自有知识",
            f"改为 {n - 1} 或 {n + 1} 间；确要双数请写 licence = true",
            f"{n} bays is even; halls have an odd number.", licensed=True,
        ))  # fmt: skip
    r = spec.rafters
    if r is not None and not case.known and r not in (4, 6, 8, 10, 12):
        out.append(_no(
            "rafters", f"{r} 架椽的殿还不会造", "plan.rafters",
            "《营造法式》卷三十一各殿侧样为偶数架", "rafters 请写 4、6、8、10 或 12",
            f"{r} rafters cannot be built: write 4, 6, 8, 10 or 12.",
        ))  # fmt: skip
    return out + _bays(case)


def _bays(case: Case) -> list[Refusal]:
    wide, deep = case.spec.bay_widths, case.spec.bay_depths
    odd = [v for v in (*wide, *deep) if not 1.5 <= v <= 10.0]
    if odd:
        return [_no(
            "bay_widths", f"间广 {odd[0]:g} 米出格", "plan.bay", "实测殿间广约 3–7 米",
            "间广请写 1.5 到 10 米", "A bay must be 1.5-10 m.",
        )]  # fmt: skip
    if case.roof == "攒尖" and wide and deep and abs(sum(wide) / sum(deep) - 1) > 0.05:
        return [_no(
            "roof", f"平面 {sum(wide):g}×{sum(deep):g} 米不方，收不成攒尖", "roof.pyramid.square",
            "通例：攒尖用于方、圆与多角之平面，编者自有知识", "使面阔与进深相等，或改用歇山",
            "A pyramidal roof needs a square plan.",
        )]  # fmt: skip
    return []


def _timber(case: Case) -> list[Refusal]:
    cai, grade = case.spec.cai_cm, case.spec.grade
    if cai is None:
        return []
    least = SMALLEST_DOUKOU if case.age_id in DOUKOU_AGES else SMALLEST_CAI
    if not least <= cai <= LARGEST_CAI:
        return [_no(
            "cai_cm", f"材广 {cai:g} 厘米出格", "cai.range",
            "《营造法式》八等材 14–28 厘米，佛光寺 30–31.5 厘米；清斗口 3.2–19.2 厘米",
            f"cai_cm 请写 {least:g} 到 35，唐五代殿多在 20–31",
            f"A cai of {cai:g} cm is out of range: write {least:g}-35.",
        )]  # fmt: skip
    try:
        graded = None if grade is None else cai_of_grade(grade, case.age_id)
    except RefusedInput:
        return []  # said already
    if graded and abs(graded[0] * 100 - cai) > 0.5:
        return [_no(
            "cai_cm", f"材广 {cai:g} 厘米与第 {grade} 等材不合", "cai.grade",
            "《营造法式》卷四", "cai_cm 与 grade 只写一项", "cai_cm and grade disagree.",
        )]  # fmt: skip
    return []


def _sky(spec: SetSpec) -> list[Refusal]:
    out = []
    if spec.hour is not None and not 0 <= spec.hour <= 24:
        out.append(_no(
            "hour", f"{spec.hour:g} 时不在一日之内", "time.hour", "一日二十四时",
            "hour 请写 0 到 24，或 晨、昼、暮、夜", "The hour must be 0-24.",
        ))  # fmt: skip
    if "夏" in spec.season and ("雪" in spec.weather or spec.weather == "snow"):
        out.append(Refusal(
            field="weather", message="夏天下雪", rule="sky.snow", source="晋地夏无雪，五台绝顶除外",
            instead="season 改为 冬，或 weather 改为 雨", english="Snow in summer.", warning=True,
        ))  # fmt: skip
    return out
