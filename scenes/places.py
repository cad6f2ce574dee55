"""What a heading's place means: the kind of building or land that it names, or what stands in for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from heritage_kb.errors import RefusedInput
from scenes import kinds, rulebook, things
from scenes.case import AGES
from scenes.spec import KIND_TITLES, TYPES

_SHORT = (  # words too short for a name: what they mean where nothing longer is said
    (re.compile(r"塔(?!院|台|楼|吊)"), "louge_pagoda"), (re.compile(r"桥(?!村|镇)"), "arch_bridge"),
    (re.compile(r"(?<![寺庙宫观庵祠衙署学医法剧影画书道禅])院(?:里|中|内|子|坝|门口|落|外)|[小自]院|院$|自家|家门|家院|屋前|我家|家里"),
     "farm_court"),
    (re.compile(r"街(?!舞|机)|巷(?!战)|胡同|市井|闹市|城里|城中|镇上"), "street"),
    (re.compile(r"[土山荒]?路(?!灯|由|易)|道旁|途中"), "open_road"), (re.compile(r"[河江湖溪](?:边|畔|岸|滩|上|里|水)"), "riverbank"),
    (re.compile(r"[山岭峰](?:上|下|中|里|间|顶|坡|脚|林)"), "wilds"), (re.compile(r"[田地](?:里|间|头|边)"), "field"),
    (re.compile(r"(?<![牌街])坊[外前]?$|棚[外前]?$|[木石铁铜漆油纸灯笼车]作$"), "tool_shop"),
)  # fmt: skip
# Of a house or a shop that has no kind of its own, from without and from within; of any other place.
_PLAIN: Mapping[str, tuple[str, str]] = {
    "house": ("farm_court", "parlour"), "shop": ("shop", "shop_room"), "yamen": ("yamen", "yamen_court"),
    "palace": ("", ""), "stage": ("", ""), "temple": ("", ""),
}  # fmt: skip
_ANY = ("wilds", "parlour")
_FRONTS = {"shop": "shop", "house": "farm_court", "yamen": "yamen"}  # of rooms seen from without
SANCTUM = "altar_hall"  # the inside of a hall, which outlives the age it was built in
_STREETS = ("street", "republic_street", "city_street", "town_street", "old_town_street")
_KEPT = re.compile(r"古城|老街|古街|古镇|老城|旧街|景区|民国")  # old shops that are still there
_SMALL = re.compile(r"县|镇|村|乡|集")
_EARLY = {
    "street": "open_road",
    "market": "open_road",
    "shop": "farm_court",
    "mansion": "farm_court",
    "yamen": "street",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Meant:
    """What is built for a place: ``kind`` ("" for a chief hall), and ``said`` where it stands in."""

    kind: str
    said: str = ""


def type_of(place: str, *, inside: bool = False) -> str:
    """Return the kind of building that a place names (hall, gate, pagoda …), or "".

    Inside, the kind that shows the inside of it, where there is one.
    """
    if not inside:
        return _named_kind(place)
    return kinds.rooms().get(_longest(place, kinds.rooms()), "") or kinds.within(_named_kind(place))


def meant(place: str, age: str, *, inside: bool) -> Meant:
    """Return what is built for a heading's place in an age.

    Args:
        place: as written; empty for a hall.
        age: title of an age (唐 … 当代).
        inside: whether the scene plays within.

    Raises:
        RefusedInput: the inside of a car, a lift, a mine: what no set can stand in for.
    """
    named = type_of(place, inside=inside)
    if named:
        return _of_age(named, place, age, inside) if inside else _from_without(named, place, age)
    _refuse_unbuilt(place)
    house = things.kind_of(place)
    word, row = ("", None) if house == "temple" else next(_told(place, "stand_in"), ("", None))
    if row is not None:
        kind = str(row["inside" if inside and row["inside"] else "outside"])
        return _of_age(kind, word, age, inside, stands_in=True)
    if house == "temple" or re.search(r"殿|堂", place):
        return Meant(kind="")
    kind = _PLAIN.get(house, _ANY)[inside]
    return _of_age(kind, place, age, inside, stands_in=True) if kind else Meant(kind="")


def _from_without(kind: str, place: str, age: str) -> Meant:
    """Return what a place looks like from without where its name is that of a room."""
    one = kinds.kinds()[kind]
    if not one.room or kind == SANCTUM:
        return _of_age(kind, place, age, inside=False)
    shown = _FRONTS.get(one.place, "farm_court")
    if not _had(age, kinds.kinds()[shown]):
        shown = street_of(age, place) if one.place == "yamen" else "farm_court"
    return Meant(
        kind=shown, said=f"“{place.strip()}”的外面没有专门的景，先用{KIND_TITLES[shown]}代"
    )


def street_of(age: str, place: str) -> str:
    """Return the kind of street that a place is in an age: of the Republic and of today their own."""
    if age == "民国":
        return "republic_street"
    if age != "当代":
        return "street"
    if _KEPT.search(place):
        return "old_town_street"
    return "town_street" if _SMALL.search(place) else "city_street"


def _of_age(kind: str, word: str, age: str, inside: bool, *, stands_in: bool = False) -> Meant:
    """Return a kind, or what stands in for it where the age had none."""
    kind = street_of(age, word) if kind in _STREETS else kind
    one = kinds.kinds().get(kind)
    if one is not None and not one.is_hall and kind != SANCTUM and not _had(age, one):
        other = "parlour" if inside or one.room else _EARLY.get(kind, "")
        if other and not _had(age, kinds.kinds()[other]):
            other = _EARLY.get(other, "")
        if other and _had(age, kinds.kinds()[other]):
            said = f"{age}没有{one.title}（{one.text}），“{word.strip()}”先用{KIND_TITLES[other]}代"
            return Meant(kind=other, said=said)
    if not stands_in:
        return Meant(kind=kind)
    return Meant(kind=kind, said=f"“{word.strip()}”没有专门的景，先用{KIND_TITLES[kind]}代")


def _had(age: str, kind: kinds.Kind) -> bool:
    order = AGES[age]
    return not (kind.since and order < AGES[kind.since]) and not (
        kind.until and order > AGES[kind.until]
    )


def _refuse_unbuilt(place: str) -> None:
    for word, row in _told(place, "unbuilt"):
        raise RefusedInput(
            f"“{word}”这类景不在能造的布景里：{row['instead']}。",
            f"No set can be built for {word!r}; shoot it on location or in a studio.",
        )


def _told(place: str, table: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the words of a table that stand in a place, the longest first, with their rows."""
    found = [
        (word, row)
        for row in rulebook.table("places")[table]
        for word in row["words"]
        if word in place
    ]
    yield from sorted(found, key=lambda one: -len(one[0]))


def _longest(place: str, names: Iterable[str]) -> str:
    """Return the longest of some names that stands in a place, "" where none does."""
    told = [name for name in names if not name.isascii() and len(name) > 1 and name in place]
    return max(told, key=len, default="")


def _named_kind(place: str) -> str:
    found = _longest(place, TYPES)
    if not found and re.search(r"殿|堂", place):
        return "hall"
    if found:
        return TYPES.get(found, "")
    if next(_told(place, "stand_in"), None) or next(_told(place, "unbuilt"), None):
        return ""  # 车站 before 站, 山洞 before 山
    return next((kind for word, kind in _SHORT if word.search(place)), "")
