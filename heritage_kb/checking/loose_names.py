"""Things named in part or by the way: 爱社这支傩舞, 平遥街心的市楼, 觉山寺那塔, 旌介."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from heritage_kb.checking.lexicon import NICKNAMES, OLD_PLACES
from heritage_kb.checking.short_names import without_trade
from heritage_kb.normal import folded, without_brackets
from heritage_kb.reading import accidents, everyday_names
from heritage_kb.records import Entry

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_THINGS = ("site", "structure", "craft", "opera", "custom", "product", "event")
_BATTLE = re.compile("(?:之战|之围|大捷|战役|之乱|之变|伏击|会战|保卫战|起义)$")
_FOUGHT = re.compile("仗|战|[被围]围|打|坑杀|大败|起义|攻")
_TAIL = re.compile(
    "(?:古建筑群|建筑群|遗址群|遗址|旧址|故居|墓地|墓群|墓|民居|大院|古城|古村|古镇|名小吃|习俗|会|节|酒|面塑|传说|戏|舞|器|瓷)+$"
)
_DULL = re.compile("[东西南北上中下大小前后正主老新古一二三四五六七八九十的]")
_FEW = 3  # entries in whose passages a distinctive pair of characters may stand
_SOME = 12  # the same, where the sentence names the place too
_MOST = 3  # entries that one loose name may mean


class LooseNames:
    """Finds what a sentence names only in part. Built once; see :func:`loose_names`.

    Args:
        kb: the knowledge base whose names are to be found.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._entries = [e for e in kb.entries.values() if e.kind in _THINGS]
        self._places = {e.id: kb.places_of(e) for e in self._entries}
        self._cuts: set[tuple[str, str]] = set()  # two characters of a longer name
        self._kb = kb

    def spot(self, text: str, places: Sequence[Entry]) -> list[tuple[int, int, tuple[Entry, ...]]]:
        """Return (start, end, entries) of the best part of a name in ``text``, or nothing.

        Args:
            text: a sentence in folded form in which no thing is named in full.
            places: the places that it names; a weak part counts only with its place.
        """
        here = {p for place in places for p in self._kb.places_of(place)}
        here |= {self._kb.bare_place(p.title) for p in places}
        here |= {p for old, names in OLD_PLACES.items() if old in text for p in names}
        best: tuple[int, int, int] | None = None
        found: list[Entry] = []
        closed = [m.span() for m in accidents().finditer(text)]
        for at in range(len(text) - 1):
            for part, rows in self._by_pair.get(text[at : at + 2], ()):
                if not text.startswith(part, at) or any(a <= at < b for a, b in closed):
                    continue
                if re.match("[村镇乡]", text[at + len(part) :]):
                    continue
                near = [e for e in rows if here & set(self._places[e.id])]
                if len(part) == 2 and not self._rare(part, _SOME):
                    near = [e for e in near if self._whole(part, e)]
                if not _FOUGHT.search(text):
                    rows = [e for e in rows if e.kind != "event"]
                kept = near or [
                    e
                    for e in rows
                    if e.kind == "event" or (self._alone(part) and self._own(part, e))
                ]
                rank = (bool(near) + (len(part) > 2), len(part), -at)
                if kept and len(kept) <= _MOST and (best is None or rank > best):
                    best, found = rank, kept
        if best is None:
            return []
        start = -best[2]
        return [(start, start + best[1], tuple(found))]

    @cached_property
    def _by_pair(self) -> dict[str, list[tuple[str, list[Entry]]]]:
        rows: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            for part in dict.fromkeys(self._parts_of(entry), 0):
                rows[part].append(entry)
        out: dict[str, list[tuple[str, list[Entry]]]] = defaultdict(list)
        for part, entries in rows.items():
            out[part[:2]].append((part, entries))
        return out

    def _parts_of(self, entry: Entry) -> Iterator[str]:
        nicks = [nick for nick, id in NICKNAMES.items() if id == entry.id]
        if nicks:
            yield from nicks
        elif entry.kind == "event":
            short = _BATTLE.sub("", folded(entry.title))
            if short != folded(entry.title) and len(short) > 1:
                yield short
        else:
            yield from self._cut(entry)

    def _cut(self, entry: Entry) -> Iterator[str]:
        """Yield the names of a thing without its place and its kind, and their two ends."""
        for name in entry.names:
            bare = without_trade(folded(without_brackets(name)))
            for place in (*self._places[entry.id], *OLD_PLACES):
                bare = bare.removeprefix(place)
            short = _TAIL.sub("", bare)
            house = re.sub("寺$", "", bare)
            ends: tuple[str, ...] = (short[:2], short[-2:])
            if entry.kind in ("site", "structure"):
                self._cuts |= {(part, entry.id) for part in ends if part != short}
                temple = re.match("^.{2,}?[寺庙观](?=.)", bare)
                ends = (*ends, temple.group() if temple else "")
            for part in (bare, short, house if len(house) > 2 else "", *ends):
                if len(part) > 1 and not self._plain(part):
                    yield part

    def _own(self, part: str, entry: Entry) -> bool:
        """Tell whether a name opens with this part, no place cut off: 旌介, not 州署."""
        if part in NICKNAMES or entry.kind not in ("site", "structure"):
            return True
        if (part, entry.id) in self._cuts:
            return False
        return len(part) > 2 or any(folded(name).startswith(part) for name in entry.names)

    def _whole(self, part: str, entry: Entry) -> bool:
        """Tell whether a name is a place and this part, no more (平遥市楼)."""
        return any(folded(n).removesuffix(part) in self._places[entry.id] for n in entry.names)

    def _plain(self, part: str) -> bool:
        """Tell whether a part of a name is a word like any other."""
        if self._kb.gazetteer.called(part, ("place", "person", "event", "period")):
            return True
        if part in NICKNAMES:
            return True
        return len(part) == 2 and (_DULL.search(part) is not None or part in OLD_PLACES)

    def _alone(self, part: str) -> bool:
        """Tell whether a part says by itself what is meant."""
        if part in everyday_names():
            return False
        return part in NICKNAMES or len(part) > 2 or self._rare(part)

    def _rare(self, part: str, most: int = _FEW) -> bool:
        return len(self._where.get(part, ())) <= most

    @cached_property
    def _where(self) -> dict[str, set[str]]:
        """Every pair of characters of the passages, with the titles of the entries it is in."""
        rows: dict[str, set[str]] = defaultdict(set)
        for passage in self._kb.passages.values():
            text = folded(passage.text)
            for at in range(len(text) - 1):
                pair = rows[text[at : at + 2]]
                if len(pair) <= _SOME:
                    pair.add(passage.entry)
        return rows


_LOOSE: WeakKeyDictionary[KnowledgeBase, LooseNames] = WeakKeyDictionary()


def loose_names(kb: KnowledgeBase) -> LooseNames:
    """Return the loose names of a knowledge base; they are built at the first call."""
    if kb not in _LOOSE:
        _LOOSE[kb] = LooseNames(kb)
    return _LOOSE[kb]
