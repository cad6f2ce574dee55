"""From a scene heading in plain values to a set spec, with what is known and what is imagined."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import heritage_kb
from heritage_kb import periods as calendar
from heritage_kb.errors import UnknownName
from scenes import kinds, rulebook, standing, things
from scenes.case import AGES
from scenes.clock import hour_of, season_of
from scenes.places import SANCTUM, meant, type_of
from scenes.spec import KIND_TITLES
from scenes.standing import StandingHall

_CLEARING = ("雨后", "雨霁", "雪后", "雪霁", "多云")
_WET = "雪雨雾"
# Weather as headings say it, and not as it stands in names (雨花宫, 快雪堂).
_SKY = re.compile(
    rf"(?:大|小|暴|细|微|薄|浓|雷|阵|晨|夜|风|初|飘|下|落|积|鹅毛)([{_WET}])(?!花)"
    rf"|([{_WET}])(?:夜|中|后|天|地|晨|昼|停|霁)|(?:^|[\s·，,、（(])([{_WET}晴])(?=$|[\s·，,、）)])"
    r"|(晴)(?:天|日|空|朗)"
)
_SEASON = re.compile(
    r"[初早仲深晚暮盛隆寒严孟季]([春夏秋冬])|(?:^|[\s·，,、（(])([春夏秋冬])[天日季夜晨末初]?(?=$|[\s·，,、）)])"
    r"|(腊月|三伏|数九)"
)
_NOT_BUILT = re.compile(r"塔(?!院)|石窟|城墙|城楼|城门|桥|窑洞|栈道|牌楼|牌坊|影壁|大街|街市")
_HOURS = (
    "凌晨",
    "拂晓",
    "黎明",
    "清晨",
    "正午",
    "午后",
    "黄昏",
    "傍晚",
    "深夜",
    "午夜",
    "夜",
    "晨",
    "暮",
)
_FAIR = re.compile(r"庙会|集市|社火|元宵|灯节|香会|法会|工地|上梁")
_DAY = 10.0  # o'clock, where the heading says none
_LAST = "清"  # the age of the last halls that stand
MOST_PASSAGES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A set spec as plain values, and what stands behind it.

    ``documented`` are sentences with the ids of the entry and passages they rest on; ``invented``
    says what nothing is known of and how it was filled.
    """

    spec: dict[str, Any]
    documented: list[dict[str, Any]] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)


def spec_for(
    place: str,
    *,
    site: str = "",
    period: str = "",
    year: int | None = None,
    hour: str | float = "",
    weather: str = "",
    season: str = "",
    int_ext: str = "",
) -> Proposal:
    """Return the set that a scene heading asks for.

    Args:
        place: the heading's place as written (佛光寺·东大殿前, 破庙山门).
        site: entry id or name of the real place, where the script says it.
        period: dynasty of the story.
        year: its year, BCE negative.
        hour: time word of the heading, or an hour 0-24.
        weather: 晴 雨 雪 雾, where the script says it.
        season: 春 夏 秋 冬, likewise.
        int_ext: 内, 外 or 内外 of the heading.

    Raises:
        RefusedInput: neither period, year nor a standing hall is known.
        UnknownName: no such period.
    """
    made = Proposal(spec={})
    hall = hall_at(place, site)
    if hall is not None and _too_young(hall, period, year):
        made.invented.append(f"{hall.title}建于 {hall.year} 年，戏在其前，另造一座同类的，不用它")
        hall = None
    if year is not None:
        made.spec["year"] = year
    inside = int_ext == "内"
    if hall is not None:
        _of_hall(made, hall)
        if period:
            made.spec["period"] = period
    else:
        _of_rules(made, place, period, year, inside)
    if inside:
        _go_in(made, hall.kind if hall else kinds.names()[made.spec.get("type", "hall")])
    _of_sky(made, place, hour, weather, season)
    if (found := _FAIR.search(place)) and "dressing" not in made.spec:
        made.spec["dressing"] = [found[0]]
    return made


def hall_at(place: str, site: str = "") -> StandingHall | None:
    """Return the standing hall a heading or a site names: the one said, else the site's chief."""
    kb = heritage_kb.open()
    named = [e for _, _, e in kb.names_in(place) if e.kind in ("structure", "site")]
    if site:
        with suppress(UnknownName):
            named.append(kb.resolve(site, ("structure", "site")))
    if _NOT_BUILT.search(place) and not type_of(place):
        return None  # 飞虹塔 is not its temple's chief hall
    for entry in sorted(named, key=lambda e: e.kind != "structure"):
        known = _standing(entry.id)
        if known is not None and (entry.kind == "structure" or not _elsewhere(place, known)):
            return known
    return _standing(site) if site and not named else None


def _standing(name: str) -> StandingHall | None:
    try:
        return standing.hall(name)
    except UnknownName:
        return None


def _elsewhere(place: str, known: StandingHall) -> bool:
    """Tell whether the place within the site is of another kind than its chief hall."""
    kind = type_of(place)
    if not kind or kind == known.kind:
        return False
    said, there = kinds.kinds()[kind], kinds.kinds()[known.kind]
    return said.is_hall or said.family != there.family  # a bare 塔 may be any pagoda


def _too_young(hall: StandingHall, period: str, year: int | None) -> bool:
    if hall.year is None or (year is None and not period):
        return False
    if year is None and rulebook.says_age(period, hall.period):
        return False  # 镇国寺 of 963 is 五代 carpentry: Northern Han outlived the age's last year
    last = year if year is not None else calendar.shipped().period(period).end
    return last is not None and last < hall.year


def _of_hall(made: Proposal, hall: StandingHall) -> None:
    kb = heritage_kb.open()
    made.spec["site"] = hall.id
    age = rulebook.titles()[hall.period]
    dated = f"（{hall.year}）" if hall.year else ""
    form = f"面阔{hall.bays}间" if hall.bays else ""
    known = "，".join(x for x in (form, hall.roof, hall.brackets) if x)
    entry = next((n for n in hall.names if n in kb.entries), "")
    structure = next((n for n in hall.names if n.startswith("st_") and n in kb.entries), entry)
    passages = passages_of(structure)[:MOST_PASSAGES] if structure else []
    made.documented.append({
        "text": f"{hall.title}：{age}{dated}，{known or '形制待考'}", "entry": structure,
        "passages": passages,
    })  # fmt: skip
    if not hall.facts:
        made.invented.append(f"{hall.title}的尺寸无实测，按{age}规矩推得")


def passages_of(entry: str) -> list[str]:
    """Return the ids of an entry's passages, what it is and when it was built before the rest."""
    first = ("overview", "date", "measure", "history")
    found = [p for p in heritage_kb.open().passages_of(entry) if p.claim_kind == "史实"]
    return [p.id for p in sorted(found, key=lambda p: p.topic not in first)]


def _go_in(made: Proposal, kind: str) -> None:
    """Turn a set to its inside where its kind has one, and say so where it has none."""
    if kinds.kinds()[kind].room:
        return
    if kinds.within(kind) != kind:
        made.spec["interior"] = True
    else:
        made.invented.append("标题写的是内景；这类建筑的内景还不会造，出的是它的外景")


def _of_rules(made: Proposal, place: str, period: str, year: int | None, inside: bool) -> None:
    age = rulebook.age(period, year)
    what = meant(place, age.title, inside=inside)
    known = kinds.kinds().get(what.kind or "hall")
    hall = known is not None and (known.is_hall or what.kind == SANCTUM)
    after = hall and AGES[age.title] > AGES[_LAST]
    if hall:
        age = _hall_age(made, age.title, period, year, after)
    made.spec["period"] = _LAST if after else period or age.title
    house = things.kind_of(place) if place.strip() else "temple"
    if house in things.table()["kinds"]:
        made.spec["kind"] = house
    if what.said:
        made.invented.append(what.said)
    if what.kind and what.kind != "hall":
        made.spec["type"] = KIND_TITLES[what.kind]
    title = KIND_TITLES.get(what.kind, "殿")
    if other := None if what.kind else _NOT_BUILT.search(place):
        made.invented.append(f"标题写的是{other[0]}，{other[0]}还不会造；造的是同时的一座{title}")
    made.spec["title"] = f"{age.title}·{place.strip() or title}"
    made.invented.append(f"“{place.strip() or title}”无实物可依：按{age.title}{title}的规矩造")
    if not period and year is not None and not after:
        made.invented.append(f"朝代由 {year} 年推得为{age.title}")


def _hall_age(
    made: Proposal, said: str, period: str, year: int | None, after: bool
) -> rulebook.BuildingPeriod:
    """Return the age of a hall: the story's, or the last in which halls were built as they stand."""
    if not after:
        return rulebook.period(period, year)
    made.spec.pop("year", None)
    made.spec["dressing"] = ["空镜"]
    made.invented.append(f"戏在{said}：山西存世殿宇止于清，造的是留下来的清代旧殿，画里不放人")
    return rulebook.period(_LAST)


def _of_sky(made: Proposal, place: str, hour: str | float, weather: str, season: str) -> None:
    told = f"{place} {hour if isinstance(hour, str) else ''}"
    said = hour if hour != "" else next((w for w in _HOURS if w in place), "")
    at: float | None
    try:
        at = hour_of(said) if isinstance(said, str) else float(said)
    except UnknownName:
        at = None
    if at is None:
        made.spec["hour"] = _DAY
        made.invented.append(f"时辰“{said}”不认识，按白天" if said else "时辰未写，按白天")
    else:
        made.spec["hour"] = at
    sky = weather or next((w for w in _CLEARING if w in told), "") or _first(_SKY.search(told))
    if sky:
        made.spec["weather"] = sky
    time = season or _first(_SEASON.search(told)) or ("冬" if "雪" in sky else "")
    if time:
        made.spec["season"] = season_of(time)
    unsaid = [n for n, v in (("天气", sky), ("季节", time)) if not v]
    if unsaid:
        made.invented.append(f"{'、'.join(unsaid)}剧本未写，由布景师定")


def _first(found: re.Match[str] | None) -> str:
    return next((g for g in found.groups() if g), "") if found else ""
