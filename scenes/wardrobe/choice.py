"""What of the wardrobe fits a scene, and what does not: the reason, the source, the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from heritage_kb.errors import RefusedInput, UnknownName
from scenes import rulebook
from scenes.case import Refusal
from scenes.wardrobe.items import AGES, KINDS, Item, Years, items, sources, table, years_of

SEASONS = ("春", "夏", "秋", "冬")
CONFIDENCE = {"high": 3, "medium": 2, "low": 1}
_BLUR = 5  # years at the ends of an age without a year, as the gate reads it


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitting:
    """An item that fits a scene, how well, and why."""

    item: Item
    score: float
    why: str

    def as_row(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {**row_of(self.item), "why": self.why}


def row_of(item: Item) -> dict[str, Any]:
    """Return an item as plain values, its sources by name and its dated terms with them."""
    known = sources()
    return {
        "id": item.id, "kind": item.kind, "name": item.name, "aliases": list(item.aliases),
        "slot": item.slot, "roles": list(item.roles), "periods": [AGES[a] for a in item.ages],
        "dates": item.dates(), "text": item.text, "materials": item.materials,
        "colours": {name: table("colours")["colour"][name] for name in item.colours},
        "mistakes": list(item.mistakes), "confidence": item.confidence,
        "sources": [known[one]["title"] for one in item.sources],
        "entries": [known[one]["entry"] for one in item.sources if "entry" in known[one]],
        "terms": list(terms_of(item)), "unknown": item.unknown,
    }  # fmt: skip


@cache
def _terms(names: tuple[str, ...]) -> tuple[str, ...]:
    import heritage_kb

    kb = heritage_kb.open()
    return tuple(dict.fromkeys(spot.term.id for name in names for spot in kb.terms_in(name)))


def terms_of(item: Item) -> tuple[str, ...]:
    """Return the ids of the knowledge base's dated terms that the item's names hold."""
    return _terms(item.names)


# --------------------------------------------------------------------------------- what fits


def for_scene(
    *, period: str = "", year: int | None = None, kind: str = "", roles: Sequence[str] = (),
    season: str = "", asked: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """Return the garments and props that fit a scene, and the refusals of what was asked for.

    Args:
        period: any name of a period from Tang on; or a year alone.
        year: the year of the scene.
        kind: a kind of place as a scene says it (衙门, 票号, 醋坊 …), or "".
        roles: who is dressed; without any, those whom the place asks for, else all.
        season: 春 夏 秋 冬, or "".
        asked: garments and props by name, each judged.

    Returns:
        ``period`` ``year`` ``place`` ``roles`` as read, ``garments`` and ``props`` (rows, the
        fittest first), ``refused`` (rows of refusals).

    Raises:
        UnknownName: a period, place, role or season that is not known; an age that is not held.
        RefusedInput: the year is not in the period.
    """
    when = years_of(period, year)
    place = place_of(kind)
    if kind.strip() and not place:
        known = "、".join(row["names"][0] for row in table("places")["place"].values())
        raise UnknownName(
            f"场所“{kind[:20]}”不认识，请写带这些字的：{known}；或不写。",
            f"Unknown place {kind!r}.",
        )
    wanted = _roles(roles, place)
    _check_season(season)
    found = fitting(when, place=place, roles=wanted, season=season)
    rows = {kind: [one.as_row() for one in found if one.item.kind == kind] for kind in KINDS}
    refused = [r for said in asked for r in judge(said, when)]
    return {
        "period": AGES[when.age], "years": [when.first, when.last], "year": year, "place": place,
        "roles": list(wanted), "season": season, "garments": rows["garment"], "props": rows["prop"],
        "refused": [r.as_row() | {"sentence": r.sentence()} for r in refused],
    }  # fmt: skip


def fitting(
    when: Years, *, place: str = "", roles: Sequence[str] = (), season: str = ""
) -> list[Fitting]:
    """Return every item of an age that fits, the fittest first; ``place`` is a key of places."""
    found = []
    for item in items():
        if when.age not in item.ages or not item.in_years(when.first, when.last):
            continue
        if season and item.seasons and season not in item.seasons:
            continue
        if place and item.places and place not in item.places:
            continue
        shared = [role for role in roles if role in item.roles]
        if roles and not shared:
            continue
        found.append(_fit(item, when, place, shared, roles))
    return sorted(found, key=lambda one: (-one.score, one.item.id))


def _fit(item: Item, when: Years, place: str, shared: Sequence[str], roles: Sequence[str]
         ) -> Fitting:  # fmt: skip
    why = [f"{item.dates()}，{AGES[when.age]}在用"]
    score = CONFIDENCE[item.confidence] - 0.25 * (len(item.ages) - 1)
    if when.first < item.since <= when.last:
        why.append(f"{item.since} 年以前的戏不能用")
        score -= 1.0
    if when.first <= item.until < when.last:
        why.append(f"{item.until} 年以后的戏不能用")
        score -= 1.0
    if shared:
        why.append(f"{'、'.join(shared)}所用")
        score += 1.5 - 0.2 * min(list(roles).index(role) for role in shared)
    if place and place in item.places:
        why.append(f"合于{'、'.join(table('places')['place'][place]['names'][:1])}")
        score += 4.0
    return Fitting(item=item, score=score, why="；".join(why))


def brief(period: str, year: int | None, kind: str, season: str = "") -> list[dict[str, str]]:
    """Return the short list of a set's manifest: garments of different use, then props.

    Empty where the wardrobe holds nothing of that age.
    """
    try:
        when = _when(period, year)
    except RefusedInput:
        return []
    place = place_of(kind)
    found = fitting(when, place=place, roles=_roles((), place), season=season)
    rows = []
    for what, most in (("garment", 6), ("prop", 6)):
        slots: set[str] = set()
        for one in found:
            if one.item.kind == what and one.item.slot not in slots and len(slots) < most:
                slots.add(one.item.slot)
                rows.append({
                    "id": one.item.id, "kind": what, "name": one.item.name, "slot": one.item.slot,
                    "why": one.why, "confidence": one.item.confidence,
                })  # fmt: skip
    return rows


def _when(period: str, year: int | None) -> Years:
    """Return the years of a story; in an old house it may lie after the age of the house."""
    try:
        return years_of(period, year)
    except RefusedInput:
        return years_of("", year)


def place_of(said: str) -> str:
    """Return the key of a kind of place, the longest name that the text holds; "" for none."""
    plain = said.strip().lower()
    places = table("places")["place"]
    if plain in places:
        return plain
    held = [(len(n), key) for key, row in places.items() for n in row["names"] if n in plain]
    return max(held, key=lambda one: one[0])[1] if held else ""


def roles_known() -> tuple[str, ...]:
    """Return every role that the tables know, in their order."""
    return tuple(dict.fromkeys(role for item in items() for role in item.roles))


def _roles(said: Sequence[str], place: str) -> tuple[str, ...]:
    wanted = tuple(role.strip() for role in said if role.strip())
    strange = [role for role in wanted if role not in roles_known()]
    if strange:
        raise UnknownName(
            f"服化道册没有“{strange[0][:20]}”这一角色，请用 {'、'.join(roles_known())} 之一。",
            f"No role {strange[0]!r} in the wardrobe.",
        )
    if not wanted and place:
        return tuple(table("places")["place"][place]["roles"])
    return wanted


def _check_season(season: str) -> None:
    if season and season not in SEASONS:
        raise UnknownName(
            f"季节“{season[:10]}”不认识，请用 春 夏 秋 冬 之一。", f"Unknown season {season!r}."
        )


# ------------------------------------------------------------------------- what does not fit


def judge(said: str, when: Years) -> list[Refusal]:
    """Return why what is asked for by name could not be there; empty where it could.

    The tables are asked first, the longest name counting; then the dated terms of the knowledge
    base, the same that review scripts.

    Raises:
        RefusedInput: nothing is asked.
    """
    if not said.strip():
        raise RefusedInput("要查的服饰或道具没有写名目，请写一个。", "Nothing is asked for.")
    found, taken = [], []
    for start, end, held in named_in(said):
        refused = refusal(held, said[start:end], when)
        if refused:
            found.append(refused)
            taken.append((start, end))
    return [*found, *_by_terms(said, when, taken)]


@cache
def _names() -> dict[str, tuple[Item, ...]]:
    names: dict[str, list[Item]] = {}
    for item in items():
        for name in item.names:
            names.setdefault(name, []).append(item)
    return {name: tuple(found) for name, found in names.items()}


def named_in(said: str) -> Iterator[tuple[int, int, tuple[Item, ...]]]:
    """Yield where a text names items: start, end, and every item of that name.

    Of names that overlap the longest counts; a name of one character counts only alone.
    """
    at, longest = 0, max(len(name) for name in _names())
    while at < len(said):
        for size in range(min(longest, len(said) - at), 0, -1):
            name = said[at : at + size]
            if name in _names() and (size > 1 or said.strip() == name):
                yield at, at + size, _names()[name]
                at += size - 1
                break
        at += 1


def refusal(
    held: Iterable[Item], said: str, when: Years, field: str = "wardrobe"
) -> Refusal | None:
    """Return why none of the items of a name could be there; None where one could."""
    found = list(held)
    if any(_stands(one, said, when) for one in found):
        return None
    one = min(found, key=lambda item: _far(item, when))
    if one.since > when.last:
        told = f"{when.title}还没有“{said}”（{one.name}，{one.dates()}）"
    elif one.until < when.first:
        told = f"{when.title}已不用“{said}”（{one.name}，{one.dates()}）"
    else:
        told = f"“{said}”是{'、'.join(AGES[a] for a in one.ages)}之物，不入{AGES[when.age]}戏"
    near = nearest(one, when)
    instead = f"改用{'、'.join(item.name for item in near)}" if near else "去掉它"
    named = "、".join(sources()[source]["title"] for source in one.sources[:2])
    return Refusal(
        field=field, message=told, rule=f"wardrobe.{one.id}", source=named,
        instead=f"{instead}，或把年代改到它在用的时候",
        english=f"{said!r} does not belong to {when.age} ({one.since}-{one.until}).",
    )  # fmt: skip


def _within(when: Years) -> tuple[int, int]:
    """Return the years that count: an age without a year begins late and ends early."""
    if when.last - when.first < 3 * _BLUR:
        return when.first, when.last
    return when.first + _BLUR, when.last - _BLUR


def _stands(one: Item, said: str, when: Years) -> bool:
    """Return whether an item could be there: of its age, kept from before, or dated elsewhere.

    What is no longer made may lie about still, and today old dress is worn on stage and at fairs:
    only a row that says when a thing ended (``until``) forbids that. Where the knowledge base
    dates just that name, and into these years, the knowledge base counts.
    """
    first, last = _within(when)
    if when.age in one.ages and one.in_years(first, last):
        return True
    late = one.until < first
    if late and not one.ended and (one.kind == "prop" or when.age == "dangdai"):
        return True
    return (late or one.since > last) and _dated(said, when)


def _dated(said: str, when: Years) -> bool:
    """Return whether a dated term of just that name is in time."""
    import heritage_kb

    kb = heritage_kb.open()
    spots = [spot for year in _within(when) for spot in kb.terms_in(said, year)]
    whole = [spot for spot in spots if spot.end - spot.start == len(said)]
    return bool(whole) and all(spot.verdict not in ("early", "late") for spot in whole)


def _far(item: Item, when: Years) -> int:
    return max(item.since - when.last, when.first - item.until, 0)


def nearest(item: Item, when: Years) -> list[Item]:
    """Return at most two lawful things of the same use, for people alike, the fittest first."""
    found = [one.item for one in fitting(when) if one.item.kind == item.kind]
    alike = [one for one in found if one.slot == item.slot and one.in_years(*_within(when))]
    order = {one.id: k for k, one in enumerate(alike)}
    shared = [one for one in alike if set(one.roles) & set(item.roles)]
    alike = shared or alike
    alike.sort(key=lambda one: (-len(set(one.roles) & set(item.roles)), order[one.id]))
    return alike[:2]


def _by_terms(said: str, when: Years, taken: Sequence[tuple[int, int]]) -> Iterator[Refusal]:
    import heritage_kb

    kb = heritage_kb.open()
    first, last = _within(when)
    seen: set[str] = set()
    for wanted, year in (("early", last), ("late", first)):
        for spot in kb.terms_in(said, year):
            inside = any(a <= spot.start and spot.end <= b for a, b in taken)
            if spot.verdict != wanted or inside or spot.term.id in seen:
                continue
            seen.add(spot.term.id)
            yield Refusal(
                field="wardrobe", message=f"{when.title}不该有“{spot.text}”，{spot.why.rstrip('。')}",
                rule=f"term.{spot.term.id.removeprefix('term-')}",
                source="；".join(kb.source(s).title.partition("（")[0] for s in spot.term.sources[:2]),
                instead="去掉它，或把年代改到它在用的时候",
                english=f"{spot.text!r} is out of its time.",
            )  # fmt: skip


def chi_of(age: str) -> tuple[float, str]:
    """Return the foot of an age in metres and what it is; the market foot after Qing."""
    if age in ("minguo", "dangdai"):
        return 1 / 3, "市尺，1930 年起三尺合一米"
    rule = rulebook.rule("chi", period=age)
    return rule.value / 100, f"{rule.text}；裁衣尺长短不一，此按营造尺"
