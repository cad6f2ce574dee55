"""What has to do with what: computed from fields, names, places and years, not written by hand.

| kind | from | to | by |
|---|---|---|---|
| ``in`` / ``holds`` | anything with a county | the county, city, province | city and county |
| ``near`` | site, structure | sites within 30 km | coordinates |
| ``part_of`` / ``has_part`` | structure | its site | ``site_id`` |
| ``craft_near`` / ``site_near`` | site | crafts of its and the next counties | outlines |
| ``took_part`` / ``people`` | person | events | ``people`` of the event |
| ``at`` / ``seen`` | person, event | sites and structures | names in their places |
| ``makes`` / ``made_by`` | craft | product | links |
| ``of_period`` / ``from_period`` | structure, event | period | ``periods`` |
| ``stage`` / ``opera`` | opera | stages of where it is played | city, region |
| ``bearer`` / ``bears`` | opera, craft | person | ``inheritors`` |
| ``linked`` | anything | anything else it names | ``related`` |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from heritage_kb.counties import County, counties
from heritage_kb.normal import name_key, without_brackets
from heritage_kb.records import Entry

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

NEAR_KM = 30.0
_NEXT_KM = 10.0  # a county whose border is so near counts as the neighbourhood
_CRAFTS = ("craft", "opera", "custom")
_STANDING = ("site", "structure")
_PARTED = re.compile("[/、，；（）等]")
_STAGE = re.compile("戏台|戏楼|舞台|舞楼|乐楼|舞亭")


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """One entry has to do with another.

    ``kind`` is a word of the table above, read from the entry that was asked; ``km`` is the
    distance where both places are known; ``why`` says what it follows from, in Chinese.
    """

    kind: str
    entry: Entry
    km: float | None
    why: str


def related(entry: Entry, kb: KnowledgeBase) -> list[Relation]:
    """Return what an entry has to do with, by kind, nearest first; computed once and kept.

    Args:
        entry: an entry of the knowledge base.
        kb: the knowledge base.
    """
    if kb not in _KEPT:
        _KEPT[kb] = _Relations(kb)
    return list(_KEPT[kb].of(entry))


def relation_json(relation: Relation) -> dict[str, Any]:
    """Return ``{"kind","entry","title","km","why"}``; ``km`` to 0.1 or null."""
    return {
        "kind": relation.kind,
        "entry": relation.entry.id,
        "title": relation.entry.title,
        "km": None if relation.km is None else round(relation.km, 1),
        "why": relation.why,
    }


class _Relations:
    """The relations of one knowledge base; its indexes are made when first needed."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._done: dict[str, tuple[Relation, ...]] = {}
        self._finders: Mapping[str, tuple[Callable[[Entry], Iterator[Relation]], ...]] = {
            "site": (self._parts, self._near, self._crafts_near, self._seen),
            "structure": (self._site, self._near, self._seen, self._periods, self._operas),
            "craft": (self._sites_near, self._makes, self._bearers),
            "opera": (self._sites_near, self._stages, self._bearers),
            "custom": (self._sites_near, self._bearers),
            "product": (self._made_by,),
            "person": (self._took_part, self._at, self._bears),
            "event": (self._people, self._at, self._periods),
            "place": (self._held,),
            "period": (self._of_period,),
        }

    def of(self, entry: Entry) -> tuple[Relation, ...]:
        """Return the relations of an entry."""
        if entry.id not in self._done:
            found: dict[str, Relation] = {}
            for finder in (*self._finders.get(entry.kind, ()), self._inside, self._linked):
                for one in finder(entry):
                    if one.entry.id != entry.id:
                        found.setdefault(one.entry.id, one)
            order = {
                kind: n for n, kind in enumerate(dict.fromkeys(r.kind for r in found.values()))
            }
            self._done[entry.id] = tuple(
                sorted(found.values(), key=lambda r: (order[r.kind], r.km or 0.0, r.entry.id))
            )
        return self._done[entry.id]

    # -- places --------------------------------------------------------------------------

    @cached_property
    def _by_kind(self) -> dict[str, list[Entry]]:
        kinds: dict[str, list[Entry]] = {}
        for entry in self._kb.records.entries.values():
            kinds.setdefault(entry.kind, []).append(entry)
        return kinds

    @cached_property
    def _areas(self) -> dict[tuple[str, str], Entry]:
        """(city, county) -> the county, (city, "") -> the city, ("", "") -> the province."""
        areas: dict[tuple[str, str], Entry] = {}
        for place in self._by_kind.get("place", ()):
            level = place.fields.get("admin_level")
            if place.fields.get("code"):
                county = place.title if level == "县级" else ""
                areas[place.city, county] = place
        return areas

    def _inside(self, entry: Entry) -> Iterator[Relation]:
        if entry.kind == "place" and entry.fields.get("code"):
            above = (entry.city, "") if entry.county or entry.title != entry.city else ("", "")
        else:
            above = (entry.city, entry.county.removesuffix("等"))
        area = self._areas.get(above)
        if area is not None and (entry.city or entry.kind == "place"):
            yield Relation(kind="in", entry=area, km=None, why=f"属{area.title}")

    def _held(self, place: Entry) -> Iterator[Relation]:
        for key, area in self._areas.items():
            if area.id == place.id:
                yield from self._held_by(key, place)

    def _held_by(self, key: tuple[str, str], place: Entry) -> Iterator[Relation]:
        below = [a for k, a in self._areas.items() if _directly_below(k, key)]
        there = [
            entry
            for kind, entries in self._by_kind.items()
            if kind not in ("structure", "period", "word")
            for entry in entries
            if key[0] and not entry.fields.get("code") and (entry.city, entry.county) == key
        ]
        for entry in (*below, *there):
            yield Relation(kind="holds", entry=entry, km=None, why=f"在{place.title}")

    def _near(self, entry: Entry) -> Iterator[Relation]:
        if entry.lat is None:
            return
        for km, other in self._kb.within_km(entry, NEAR_KM):
            if other.id != entry.fields.get("site_id"):
                yield Relation(kind="near", entry=other, km=km, why=f"相距约{km:.1f}公里")

    def _parts(self, site: Entry) -> Iterator[Relation]:
        for part in self._by_kind.get("structure", ()):
            if part.fields.get("site_id") == site.id:
                yield Relation(kind="has_part", entry=part, km=None, why=f"{site.title}的建筑")

    def _site(self, structure: Entry) -> Iterator[Relation]:
        site = self._kb.records.entries.get(str(structure.fields.get("site_id")))
        if site is not None:
            yield Relation(kind="part_of", entry=site, km=None, why=f"在{site.title}内")

    def _crafts_near(self, site: Entry) -> Iterator[Relation]:
        if not site.county:
            return
        for key, county in counties().items():
            off = 0.0 if key == (site.city, site.county) else _off(site, county)
            if off is None or off > _NEXT_KM:
                continue
            same = f"同在{county.name}" if not off else f"在邻近的{county.name}"
            for craft in self._crafts_of.get(key, ()):
                yield Relation(kind="craft_near", entry=craft, km=off or None, why=same)

    @cached_property
    def _crafts_of(self) -> dict[tuple[str, str], list[Entry]]:
        found: dict[tuple[str, str], list[Entry]] = {}
        for kind in _CRAFTS:
            for craft in self._by_kind.get(kind, ()):
                found.setdefault((craft.city, craft.county), []).append(craft)
        return found

    def _sites_near(self, craft: Entry) -> Iterator[Relation]:
        if not craft.county:
            return
        for site in self._by_kind.get("site", ()):
            if (site.city, site.county) == (craft.city, craft.county):
                yield Relation(kind="site_near", entry=site, km=None, why=f"同在{craft.county}")

    # -- people and events ---------------------------------------------------------------

    @cached_property
    def _events_of(self) -> dict[str, list[Entry]]:
        """Name of a person -> the events that name them."""
        named: dict[str, list[Entry]] = {}
        for event in self._by_kind.get("event", ()):
            for name in event.fields.get("people", ()):
                for form in {name_key(name), name_key(without_brackets(name))}:
                    named.setdefault(form, []).append(event)
        return named

    def _took_part(self, person: Entry) -> Iterator[Relation]:
        for name in person.names:
            for event in self._events_of.get(name_key(name), ()):
                why = f"{event.title}涉及{name}"
                yield Relation(kind="took_part", entry=event, km=None, why=why)

    def _people(self, event: Entry) -> Iterator[Relation]:
        for name in event.fields.get("people", ()):
            called = self._kb.gazetteer.called
            for person in (*called(name, ["person"]), *called(without_brackets(name), ["person"])):
                yield Relation(kind="people", entry=person, km=None, why=f"{event.title}涉及{name}")

    def _at(self, entry: Entry) -> Iterator[Relation]:
        for place, said in self._places_named(entry):
            yield Relation(kind="at", entry=place, km=None, why=f"地点写作“{said}”")

    def _seen(self, place: Entry) -> Iterator[Relation]:
        for entry, said in self._visitors.get(place.id, ()):
            yield Relation(
                kind="seen", entry=entry, km=None, why=f"{entry.title}的地点写作“{said}”"
            )

    @cached_property
    def _visitors(self) -> dict[str, list[tuple[Entry, str]]]:
        """Id of a site or structure -> the people and events whose places name it."""
        visitors: dict[str, list[tuple[Entry, str]]] = {}
        for kind in ("person", "event"):
            for entry in self._by_kind.get(kind, ()):
                for place, said in self._places_named(entry):
                    visitors.setdefault(place.id, []).append((entry, said))
        return visitors

    def _places_named(self, entry: Entry) -> Iterator[tuple[Entry, str]]:
        """Yield (site or structure, the words that name it) of a person or event."""
        titled = entry.title if entry.kind == "event" else ""
        for said in (*entry.fields.get("sites_text", ()), entry.fields.get("place", ""), titled):
            found = self._kb.names_in(said, _STANDING) if said else []
            for start, end, place in found:
                # 运城盐湖区 is no salt lake, and 新绛 is a county before it is an old town.
                area = self._area_words.fullmatch(said[start:end])
                if not area and said[end : end + 1] not in ("县", "区", "市"):
                    yield place, said
            if not found and said != titled:
                for part in _PARTED.split(said):
                    yield from self._called_in_short(part)

    def _called_in_short(self, said: str) -> Iterator[tuple[Entry, str]]:
        """Yield the only site whose name begins so: 陶寺 for 陶寺遗址, with or without 襄汾."""
        short = next((m.group() for m in [self._area_words.match(said)] if m), "")
        name = said.removeprefix(short)
        if len(name) < 2 or name[-1] in "县区市" or self._area_words.fullmatch(name):
            return
        begun = {
            site.id: site
            for site in self._by_kind.get("site", ())
            if any(one.startswith(name) for one in site.names)
            and (not short or short[:2] in site.city + site.county)
        }
        if len(begun) == 1:
            yield next(iter(begun.values())), said

    @cached_property
    def _area_words(self) -> re.Pattern[str]:
        names = {bare for city, county in counties() for bare in (city[:-1], county[:-1])}
        return re.compile("|".join(sorted((n for n in names if len(n) > 1), key=len, reverse=True)))

    # -- crafts, products, periods, stages -----------------------------------------------

    def _makes(self, craft: Entry) -> Iterator[Relation]:
        yield from self._linked_to(craft, "product", "makes", "制作")

    def _made_by(self, product: Entry) -> Iterator[Relation]:
        for kind in _CRAFTS:
            yield from self._linked_to(product, kind, "made_by", "制作技艺")

    def _linked_to(self, entry: Entry, kind: str, relation: str, why: str) -> Iterator[Relation]:
        for id in entry.related:
            other = self._kb.entries.get(id)
            if other is not None and other.kind == kind:
                yield Relation(kind=relation, entry=other, km=None, why=why)

    def _periods(self, entry: Entry) -> Iterator[Relation]:
        for id in entry.periods:
            if id in self._kb.records.entries:
                age = self._kb.entry(id)
                yield Relation(kind="of_period", entry=age, km=None, why=f"时代为{age.title}")

    def _of_period(self, period: Entry) -> Iterator[Relation]:
        for kind in ("structure", "event"):
            for entry in self._by_kind.get(kind, ()):
                if period.id in entry.periods:
                    why = f"时代为{period.title}"
                    yield Relation(kind="from_period", entry=entry, km=None, why=why)

    def _stages(self, opera: Entry) -> Iterator[Relation]:
        for stage in self._all_stages:
            if _played_at(opera, stage):
                why = f"{opera.title}流行地内的戏台"
                yield Relation(kind="stage", entry=stage, km=None, why=why)

    def _operas(self, structure: Entry) -> Iterator[Relation]:
        if structure in self._all_stages:
            for opera in self._by_kind.get("opera", ()):
                if _played_at(opera, structure):
                    why = f"流行地含{structure.city}"
                    yield Relation(kind="opera", entry=opera, km=None, why=why)

    @cached_property
    def _all_stages(self) -> list[Entry]:
        return [e for e in self._by_kind.get("structure", ()) if _STAGE.search(e.title)]

    def _bearers(self, craft: Entry) -> Iterator[Relation]:
        for one in craft.fields.get("inheritors", ()):
            for person in self._kb.gazetteer.called(one["name"], ["person"]):
                yield Relation(kind="bearer", entry=person, km=None, why="名录所列传承人（待核实）")

    def _bears(self, person: Entry) -> Iterator[Relation]:
        for kind in _CRAFTS:
            for craft in self._by_kind.get(kind, ()):
                if any(one["name"] in person.names for one in craft.fields.get("inheritors", ())):
                    why = "名录所列传承人（待核实）"
                    yield Relation(kind="bears", entry=craft, km=None, why=why)

    def _linked(self, entry: Entry) -> Iterator[Relation]:
        for id in entry.related:
            if id in self._kb.entries:
                other = self._kb.entry(id)
                yield Relation(kind="linked", entry=other, km=None, why="资料中互相关联")


_KEPT: WeakKeyDictionary[KnowledgeBase, _Relations] = WeakKeyDictionary()


def _directly_below(key: tuple[str, str], above: tuple[str, str]) -> bool:
    if above == ("", ""):
        return bool(key[0]) and not key[1]
    return key[0] == above[0] and bool(key[1]) and not above[1]


def _off(site: Entry, county: County) -> float | None:
    if site.lat is None or site.lon is None:
        return None
    return county.km_outside(site.lat, site.lon)


def _played_at(opera: Entry, stage: Entry) -> bool:
    """Tell whether an opera is played where a stage stands, by its county, city or region."""
    if opera.county:
        return (opera.city, opera.county) == (stage.city, stage.county)
    region = str(opera.fields.get("region", ""))
    bare = [place.rstrip("市县区") for place in (stage.city, stage.county) if len(place) > 2]
    return opera.city == stage.city or any(name in region for name in bare)
