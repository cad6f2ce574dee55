"""Who or what a clause is about: names, short names, and a craft named by its place and trade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from heritage_kb.checking.lexicon import OLD_PLACES, OUTER
from heritage_kb.checking.short_names import of_building, people_of, short_names, without_trade
from heritage_kb.names import SPOTTED
from heritage_kb.normal import folded, without_brackets
from heritage_kb.reading import accidents, everyday_names
from heritage_kb.records import Entry

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_LOOSE = re.compile("的|那座|这座|那方|这方|这种|那种")
# Names that every county has: a village named before them decides whether ours is meant.
_COMMON = re.compile(
    "^.{0,2}(?:关帝|玉皇|龙王|城隍|东岳|二郎|汤帝|成汤|三嵕|崔府君|文|武|关王|牛王|后土|真武|三官|财神|火神|岱|圣母|观音|娘娘|奶奶|山神|河神|药王)庙?"
    "$|^(?:文庙|观音堂|三圣寺|兴国寺|大云寺|开元寺|普照寺|安国寺|白云寺|青莲寺|关帝庙)$"
)
# 天津蓟州的: what follows stands in another province
_FROM_AFAR = re.compile(f"(?:{OUTER.pattern})[^来到去往了从，]{{0,4}}$")
_VILLAGE = re.compile(r"([\u4e00-\u9fff]{2,4})(?:村|镇|乡|县|市|庄|堡|街|屯)的?$")
_EVERY_TRADE = frozenset(
    ["油炸", "非遗", "传统", "技艺", "小吃", "民俗", "晋商", "春节", "元宵", "庙会", "传说"]
)
_THINGS = ("person", "structure", "site", "craft", "opera", "custom", "product", "event")
_HOUSES = ("site", "structure")
_WORDS = ("word",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A name at characters ``start``–``end`` of a text, with every entry that it may mean."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        """Return the likeliest entry."""
        return self.entries[0]


class Linker:
    """Finds what is spoken of. Built once for a knowledge base; see :func:`linker`.

    Args:
        kb: the knowledge base whose names are to be found.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self.places = {e.id: kb.places_of(e) for e in kb.entries.values()}
        self.entries = kb.entries
        self._called = kb.gazetteer.called
        self._told_at: dict[str, tuple[Entry, ...]] = {}

    # -- names ---------------------------------------------------------------------------

    @cached_property
    def names(self) -> dict[str, tuple[Entry, ...]]:
        """Every name, short name and name of a word, in normal form, with its entries."""
        found: dict[str, list[Entry]] = {}
        every = [e for e in self.entries.values() if e.kind in (*SPOTTED, *_WORDS)]
        order = {kind: n for n, kind in enumerate((*_THINGS, "place", *_WORDS))}
        rows = [(n > 0, order[e.kind], e, name) for e in every for n, name in enumerate(e.names)]
        for _, _, entry, name in sorted(rows, key=lambda row: row[:2]):
            for form in {folded(name): 0, folded(without_brackets(name)): 0}:
                _file(found, form, entry)
        every_name = {**found, **self._short_names(every, frozenset(found))}
        return {name: tuple(entries) for name, entries in every_name.items()}

    def _short_names(self, every: Sequence[Entry], given: frozenset[str]) -> dict[str, list[Entry]]:
        """Return the short names that mean one thing, or things of two counties at most."""
        shorts: dict[str, list[Entry]] = {}
        people: dict[str, list[Entry]] = {}
        for entry in every:
            for short in short_names(entry, self.places[entry.id]):
                if short not in given and not self._called(short, ("place",)):
                    _file(shorts, short, entry)
            for person in people_of(entry):
                if person not in given:
                    _file(people, person, entry)
        few = {s: es for s, es in shorts.items() if len({(e.city, e.county) for e in es}) <= 3}
        return {**few, **people}

    @cached_property
    def _starts(self) -> dict[str, tuple[int, ...]]:
        lengths: dict[str, set[int]] = {}
        for name in self.names:
            lengths.setdefault(name[:2], set()).add(len(name))
        return {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}

    # -- in running text -----------------------------------------------------------------

    def mentions(self, text: str) -> list[Mention]:
        """Return the names of a text in order, longest first, 的 and 那座 inside them passed over."""
        plain = folded(text)
        closed = [m.span() for m in accidents().finditer(plain)]
        outer = [m.span() for m in OUTER.finditer(plain)]  # no 北武当山 in 湖北武当山
        kept = _kept(plain)
        loose = "".join(plain[i] for i in kept)
        found, at = [], 0
        while at < len(loose) - 1:
            name = self._longest(loose, at)
            if name is None:
                at += 1
                continue
            start, end = kept[at], kept[at + len(name) - 1] + 1
            if any(a <= start and end <= b for a, b in closed) or any(
                a < start < b for a, b in outer
            ):
                at += 1
                continue
            entries = self._meant(name, plain, start)
            if entries:
                found.append(Mention(start=start, end=end, entries=entries))
            at += len(name)
        return found

    def _longest(self, text: str, at: int) -> str | None:
        for length in self._starts.get(text[at : at + 2], ()):
            name = text[at : at + length]
            if len(name) == length and name in self.names and name not in everyday_names():
                return name
        return None

    def _meant(self, name: str, text: str, start: int) -> tuple[Entry, ...]:
        """Return the entries of a name, those of the place that the text names before others."""
        entries = self.names[name]
        outer = _FROM_AFAR.search(text[:start]) is not None
        if _COMMON.match(name) or outer:
            entries = tuple(e for e in entries if self._ours(e, text[:start], outer))
        titled = any(folded(e.title) == name and e.kind in _HOUSES for e in entries)
        if titled:  # the building 佛光寺东大殿 before the temple that is also called so
            entries = tuple(e for e in entries if folded(e.title) == name or e.kind not in _HOUSES)
        if any(e.kind == "place" for e in entries) and not any(
            folded(e.title) == name and e.kind != "place" for e in entries
        ):  # 新绛, also of the old town of Jiangzhou
            entries = tuple(e for e in entries if e.kind == "place")
        here = {e.id for e in entries if any(p in text for p in self._where(e, name))}
        kept = [e for e in entries if not here or e.id in here or not self.places[e.id]]
        same = [  # 祁太秧歌 is listed by two counties
            e
            for e in entries
            if e not in kept
            and e.kind in ("opera", "craft", "custom")
            and e.title == entries[0].title
        ]
        return (*kept, *same)

    def _where(self, entry: Entry, name: str) -> tuple[str, ...]:
        village = re.sub("^.*[镇乡]", "", str(entry.fields.get("village", "")))
        return tuple(
            p
            for p in (*self.places[entry.id], village[:2] if village else "")
            if p and p not in name
        )

    def _ours(self, entry: Entry, before: str, outer: bool) -> bool:
        """Tell whether 某村的 before a common name leaves room for our temple of that name."""
        if outer and entry.kind not in ("person", "event"):
            return any(p in before for p in self.places[entry.id])
        match = _VILLAGE.search(before)
        if match is None:
            return True
        known = folded(
            "".join((entry.city, entry.county, str(entry.fields.get("village", "")), *entry.names))
        )
        said = match.group(1)
        return any(said[-n:] in known for n in range(2, len(said) + 1))

    # -- by place and trade --------------------------------------------------------------

    @cached_property
    def _trades(self) -> dict[str, tuple[tuple[str, Entry], ...]]:
        """Bare name of a city or county -> (keyword, entry) of what is made or played there."""
        rows: dict[str, list[tuple[str, Entry]]] = {}
        for entry in self.entries.values():
            if entry.kind not in ("craft", "custom", "opera", "product"):
                continue
            words = {folded(str(w)) for w in entry.fields.get("keywords", ())}
            words |= {
                re.sub(
                    f"^(?:{'|'.join(self.places[entry.id]) or '-'})",
                    "",
                    without_trade(n),
                )
                for n in entry.names
            }
            for place in self.places[entry.id]:
                rows.setdefault(place, []).extend((w, entry) for w in words if self._is_trade(w))
        return {p: tuple(sorted(r, key=lambda x: -len(x[0]))) for p, r in rows.items()}

    def _is_trade(self, word: str) -> bool:
        """Tell whether a keyword names a trade: no place and nothing that every craft does."""
        return (
            len(word) > 1
            and word not in _EVERY_TRADE
            and not self._called(word, ("place",))
            and (word not in OLD_PLACES)
        )

    def trade(self, places: Sequence[Entry], text: str) -> tuple[str, Entry] | None:
        """Return what is made at one of the places and named in the text by its trade."""
        plain = folded(text)
        for place in places:
            for name in place.names:
                plain = plain.replace(folded(name), "□" * len(name))
        for place in places:
            for key in self.places[place.id][::-1]:
                for word, entry in self._trades.get(key, ()):
                    if word in plain:
                        return word, entry
        return None

    # -- parts of a site -----------------------------------------------------------------

    @cached_property
    def _parts(self) -> dict[str, tuple[tuple[str, Entry], ...]]:
        rows: dict[str, list[tuple[str, Entry]]] = {}
        for entry in self.entries.values():
            site = entry.fields.get("site_id")
            if entry.kind != "structure" or not site:
                continue
            house = self.entries.get(str(site))
            forms = {form for n in entry.names for form in of_building(n)}
            if house is not None:
                forms |= {folded(entry.title).removeprefix(folded(n)) for n in house.names}
            rows.setdefault(str(site), []).extend((f, entry) for f in forms if len(f) > 1)
        return {s: tuple(sorted(r, key=lambda x: -len(x[0]))) for s, r in rows.items()}

    def part(self, site: Entry, text: str) -> tuple[int, Entry] | None:
        """Return the building of a site that a text names in short (东大殿) and where that ends."""
        plain = folded(text)
        for short, entry in self._parts.get(site.id, ()):
            if short in plain:
                return plain.index(short) + len(short), entry
        return None

    def parts(self, site: Entry) -> tuple[Entry, ...]:
        """Return every building of a site."""
        return tuple({entry.id: entry for _, entry in self._parts.get(site.id, ())}.values())

    # -- people and what befell ----------------------------------------------------------

    @cached_property
    def _deeds(self) -> dict[str, tuple[str, ...]]:
        rows: dict[str, list[str]] = {}
        for entry in self.entries.values():
            if entry.kind == "event":
                for name in entry.fields.get("people", ()):
                    rows.setdefault(folded(str(name)), []).append(entry.id)
        return {name: tuple(ids) for name, ids in rows.items()}

    @cached_property
    def _events(self) -> tuple[tuple[str, Entry], ...]:
        return tuple((folded(e.title), e) for e in self.entries.values() if e.kind == "event")

    def events_at(self, name: str) -> tuple[Entry, ...]:
        """Return the events in whose title a name stands (平型关大捷 of 平型关), two at most."""
        if name not in self._told_at:
            found = [e for title, e in self._events if name in title and name != title]
            self._told_at[name] = tuple(found) if len(found) <= 2 else ()
        return self._told_at[name]

    def deeds(self, person: Entry) -> tuple[str, ...]:
        """Return the ids of the events in which a person took part."""
        return tuple(id for name in person.names for id in self._deeds.get(folded(name), ()))


def _file(rows: dict[str, list[Entry]], name: str, entry: Entry) -> None:
    if len(name) > 1 and all(e.id != entry.id for e in rows.get(name, ())):
        rows.setdefault(name, []).append(entry)


def _kept(text: str) -> list[int]:
    """Return the places of the characters that count in a name."""
    gone = {i for m in _LOOSE.finditer(text) for i in range(m.start(), m.end())}
    return [i for i in range(len(text)) if i not in gone]


_LINKERS: WeakKeyDictionary[KnowledgeBase, Linker] = WeakKeyDictionary()


def linker(kb: KnowledgeBase) -> Linker:
    """Return the linker of a knowledge base; it is built at the first call."""
    if kb not in _LINKERS:
        _LINKERS[kb] = Linker(kb)
    return _LINKERS[kb]
