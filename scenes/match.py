"""Real places and shipped sets that fit a scene heading, ranked, each with its reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import heritage_kb
from heritage_kb import Entry, filming
from heritage_kb import periods as calendar
from heritage_kb.errors import RefusedInput
from scenes import library, rulebook, standing, things
from scenes.case import kind_of
from scenes.clock import hour_of
from scenes.places import type_of
from scenes.proposal import hall_at, passages_of
from scenes.spec import SetSpec

# What a word of the place looks for in the titles of buildings, where it is not a hall's kind.
_WORDS = {
    "塔": r"塔$", "戏台": r"戏台|舞台|乐楼|舞亭", "城墙": r"城墙|城楼|关城|堡", "票号": r"票号|钱庄|商号",
    "大院": r"大院|庄园|相府|民居", "民居": r"大院|民居|庄园", "石窟": r"石窟|窟", "楼": r"楼$",
    "县衙": r"衙|大堂", "衙": r"衙|大堂", "桥": r"桥|飞梁", "文庙": r"文庙|大成殿", "关帝庙": r"关帝|关王",
    "山门": r"山门|天王殿|龙虎殿", "钟楼": r"钟楼|鼓楼", "配殿": r"配殿", "祠": r"祠",
}  # fmt: skip
_HALL = re.compile(r"殿|堂$|正殿")
MOST_ROWS = 200
_NEAR = 150.0  # years over which likeness of age fades to a third


@dataclass(kw_only=True, slots=True)
class _Wish:
    """What a heading asks for."""

    place: str
    age: str
    years: tuple[int, int] | None
    type: str
    kind: str
    inside: bool
    hour: float | None
    named: dict[str, Entry]
    towns: tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class _Found:
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, score: float, reason: str) -> None:
        self.score += score
        self.reasons.append(reason)


@cache
def shelf() -> Mapping[str, SetSpec]:
    """Return the shipped sets by id."""
    return {id: one.spec for id, one in library.shelved().items()}


def match(
    place: str,
    *,
    period: str = "",
    year: int | None = None,
    int_ext: str = "",
    hour: str = "",
    k: int = 5,
) -> dict[str, Any]:
    """Return ``{"matches":[…]}``: sites and shipped sets for a place, the best first.

    A row is ``{"kind":"site"|"set","id","title","score","reasons","entry","passages","interior"}``;
    ``interior`` is ``{"allowed","rule","what","source","instead"}`` for a site, None for a set; where
    the inside is banned, ``set`` is the shipped set to build on instead.

    Args:
        place: the heading's place as written.
        period: dynasty of the story.
        year: its year, BCE negative.
        int_ext: 内, 外 or 内外; inside, the rules on protected buildings count.
        hour: the heading's time word.
        k: how many rows.

    Raises:
        UnknownName: no such period.
        RefusedInput: ``k`` is not 1–200.
    """
    if not 1 <= k <= MOST_ROWS:
        raise RefusedInput(
            f"k 应是 1 到 {MOST_ROWS} 的整数，收到 {k}。", f"k must be 1-{MOST_ROWS}, not {k}."
        )
    wish = _read(place, period, year, int_ext, hour)
    sets = sorted(_sets(wish), key=_rank)
    rows = sorted([*_sites(wish), *sets], key=_rank)
    for row in rows:
        if row["interior"] and row["interior"]["allowed"] is False:
            row["interior"]["set"] = sets[0]["id"]
    once = list({row["title"]: row for row in rows[::-1]}.values())[::-1]
    return {"matches": _mixed(once, k, wish)}


def _mixed(rows: list[dict[str, Any]], k: int, wish: _Wish) -> list[dict[str, Any]]:
    """Return ``k`` rows, the best first: neither kind crowds out the other, nor what was named.

    Of sets and of sites at most three in five are kept while there are rows of the other.
    """
    most = max(1, -(-3 * k // 5))
    named = [row for row in rows if row["entry"] in wish.named and row["kind"] == "site"][: k - 1]
    kept = list(named)
    for spare in (False, True):
        for row in rows:
            alike = sum(one["kind"] == row["kind"] for one in kept)
            if len(kept) < k and row not in kept and (spare or alike < most):
                kept.append(row)
    return sorted(kept, key=_rank)


def _rank(row: Mapping[str, Any]) -> tuple[float, str, str]:
    return -row["score"], row["kind"], row["id"]


def _read(place: str, period: str, year: int | None, int_ext: str, hour: str) -> _Wish:
    kb = heritage_kb.open()
    spotted = [e for _, _, e in kb.names_in(place)]
    known = [e for e in spotted if e.kind in ("structure", "site")]
    said = calendar.shipped().period(period, year) if period else None
    years = (year, year) if year is not None else None
    if said is not None and years is None and said.start is not None:
        years = (said.start, said.end if said.end is not None else 2100)
    return _Wish(
        place=place, age=_age(period, year), years=years, type=type_of(place, inside="内" in int_ext),
        kind=things.kind_of(place) if place else "temple", inside="内" in int_ext,
        hour=_hour(hour), named={e.id: e for e in known},
        towns=tuple(e.title.rstrip("市县区") for e in spotted if e.kind == "place"),
    )  # fmt: skip


def _hour(said: str) -> float | None:
    try:
        return hour_of(said) if said else None
    except heritage_kb.UnknownName:
        return None


def _age(period: str, year: int | None) -> str:
    """Return the building age's id, or "" where no hall of that time is built."""
    try:
        return rulebook.age(period, year).id if period or year is not None else ""
    except RefusedInput:
        return ""


# --- real places ---------------------------------------------------------------------------------


def _sites(wish: _Wish) -> list[dict[str, Any]]:
    kb = heritage_kb.open()
    rows = []
    for entry in kb.entries.values():
        if entry.kind != "structure" and entry.id not in wish.named:
            continue
        if entry.fields.get("outside"):
            continue
        site = kb.entries.get(str(entry.fields.get("site_id", "")))
        found = _fit(wish, entry, site)
        if found is not None:
            rows.append(_site_row(wish, entry, site, found))
    return rows


def _fit(wish: _Wish, entry: Entry, site: Entry | None) -> _Found | None:
    found = _Found()
    if entry.id in wish.named:
        found.add(3.0, "标题写明此处")
    elif site is not None and site.id in wish.named:
        found.add(2.0, f"在标题所写的{site.title}")
    if not _suits(wish, entry, found) and not found.reasons:
        return None
    _dated(wish, entry, found)
    where = f"{entry.city}{entry.county}"
    if town := next((t for t in wish.towns if t and t in where), ""):
        found.add(1.0, f"在{town}")
    level = entry.level or (site.level if site else "")
    if level:
        found.add(0.2 if level == "国保" else 0.1, f"保护级别：{level}")
    return found


def _suits(wish: _Wish, entry: Entry, found: _Found) -> bool:
    """Add for a building of the kind the place names; tell whether it is one."""
    word = next((w for w in _WORDS if w in wish.place), "")
    if word:
        if re.search(_WORDS[word], entry.title):
            found.add(1.5, f"同是{word}")
            return True
        return False
    if wish.type == "hall" and _HALL.search(entry.title):
        found.add(1.0, "同是殿宇")
        return True
    return not wish.type and bool(_HALL.search(entry.title)) and wish.kind == "temple"


def _dated(wish: _Wish, entry: Entry, found: _Found) -> None:
    if wish.years is None or entry.start_year is None:
        return
    first, last = wish.years
    year = entry.start_year
    if year > last:
        apart = year - last
        found.add(1.6 * 0.37 ** (apart / _NEAR) - 0.6, f"建于 {year} 年，比戏晚，只能作替身")
    elif year >= first:
        found.add(2.0, f"建于 {year} 年，正合年代")
    else:
        apart = first - year
        found.add(1.6 * 0.37 ** (apart / _NEAR), f"建于 {year} 年，戏里已是旧物")


def _site_row(wish: _Wish, entry: Entry, site: Entry | None, found: _Found) -> dict[str, Any]:
    rule = filming.interior_of(entry, site)
    if wish.inside and rule.rule:
        found.add(-4.0 if rule.allowed is False else -0.8, rule.instead)
    return {
        "kind": "site", "id": entry.id, "title": entry.title, "score": round(found.score, 3),
        "reasons": found.reasons, "entry": entry.id,
        "passages": passages_of(entry.id)[:3],
        "interior": {
            "allowed": rule.allowed, "rule": rule.rule, "what": rule.what,
            "source": rule.source, "instead": rule.instead,
        },
    }  # fmt: skip


# --- shipped sets --------------------------------------------------------------------------------


def _sets(wish: _Wish) -> list[dict[str, Any]]:
    asked = hall_at(wish.place)
    return [_set_row(wish, id, spec, asked) for id, spec in shelf().items()]


def _set_row(
    wish: _Wish, id: str, spec: SetSpec, asked: standing.StandingHall | None
) -> dict[str, Any]:
    found = _Found()
    hall = standing.hall(spec.site) if spec.site else None
    age = hall.period if hall else rulebook.age(spec.period, spec.year).id
    if hall is not None and asked is not None and hall.id == asked.id:
        found.add(3.0, "造的正是标题所写之处")
    region = library.shelved()[id].region
    if region and region in wish.place:
        found.add(0.9, f"戏也在{region}")
    if wish.age:
        _near(wish.age, age, found)
    if spec.year is not None and wish.years and not wish.years[0] <= spec.year <= wish.years[1]:
        found.add(-0.8, f"布景的戏在 {spec.year} 年，须改年份")
    kind = kind_of(spec, hall)
    if wish.type and kind == wish.type:
        found.add(0.8, "同类建筑")
    if things.kind_of(spec.kind) == wish.kind:
        found.add(0.5, "同类场所")
    elif wish.kind in things.table()["kinds"]:
        found.add(-1.0, "场所不同类，须改")
    if wish.hour is not None and spec.hour is not None and abs(wish.hour - spec.hour) < 2.0:
        found.add(0.3, "时辰相近")
    if wish.inside:
        found.add(0.6, "虚拟制景，内景不受文物限制")
    entry = next((n for n in (hall.names if hall else ()) if n in heritage_kb.open().entries), "")
    return {
        "kind": "set", "id": id, "title": spec.title, "score": round(found.score, 3),
        "reasons": found.reasons, "entry": entry, "passages": [], "interior": None,
    }  # fmt: skip


def _near(wanted: str, age: str, found: _Found) -> None:
    order = {p.id: n for n, p in enumerate(rulebook.ages())}
    title = rulebook.titles()[age]
    apart = abs(order[wanted] - order[age])
    if apart == 0:
        found.add(1.8, f"{title}形制，正合年代")
    else:
        found.add(max(-1.0, 0.6 - 0.5 * apart), f"{title}形制，与戏隔 {apart} 代，须改年代")
