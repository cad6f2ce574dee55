"""Which work carries a story whose brief names none: read from its words, else from its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate
from random import Random

from heritage_kb import KnowledgeBase
from heritage_kb.errors import UnknownName
from heritage_kb.records import Entry
from scriptgen.brief import Brief
from scriptgen.story.forms import Calling
from scriptgen.story.named import spoken_of
from scriptgen.story.shelf import Shelf
from scriptgen.story.timely import begun_by, dated_in, of_the_time, timely

_CRAFT = re.compile("(?:传统)?(?:手工)?(?:制作|酿制|酿造|织造|烧制|髹饰|铸造|加工|冶铸)?技艺$")
# Words by which a story is about a craft, though it does not say which.
_HANDS = re.compile(
    "手艺|旧活|活计|传承|(?<!剃头)(?<!修鞋)匠|师傅|学徒|徒弟|拜师|非遗|艺人|作坊|老字号|祖传|绝活|科技|产业|品牌"
)
_PLAIN = Calling(name="寻常", marks=(), trade="寻常", arts=())
_SERVING = Calling(name="当班", marks=(), trade="当班", arts=())  # 养路工, 放映员: a post, no craft
_SERVED = 1950  # from when they are so called
HOUSES = ("site", "structure")
_ARTS = ("craft", "opera", "custom")
_TODAY, _THIS_YEAR = 2000, 2020  # of customs that live on; of a story whose year is not said
_NAME = 3  # characters of a work's name that is meant when it is said
_NAMED = 2  # works that a brief's words name, taken up
_LIVED_IN = 2  # houses of a calling, shown
_ENOUGH = 8  # playable lines that a work needs to carry a story


def lead(
    brief: Brief, kb: KnowledgeBase, shelf: Shelf, places: list[Entry], year: int | None
) -> tuple[list[Entry], Calling | None]:
    """Return the entries whose work the story does, the first first, and the calling that was read.

    Args:
        brief: its title, logline and musts are read for a calling (石匠, 画师, 名角 …).
        kb: where the works are.
        shelf: the callings and the trades.
        places: the brief's places; a work of the same county, then city, is nearer.
        year: of the story; what is younger is left out.
    """
    text = f"{brief.title} {brief.logline} {brief.genre} {' '.join(brief.must)}"
    named = _named(text, kb, places, year)[:_NAMED]
    calling = _read(text, brief, shelf, year, crafted=bool(named))
    if calling is None:
        return named or _of_the_place(brief, kb, places, year), None
    known = [*_known(calling.arts, kb, year), *_lived_in(calling, kb, places, year)]
    known = known or _grown_here(calling, text, kb, places, year)
    if not known and not named:
        known = _beside(calling, text, kb, shelf, places, year)
    nearest = sorted(known, key=lambda e: -near(e, places))
    works = list({e.id: e for e in (*named, *nearest)}.values())
    here = [p for p in places if _lines(p, kb, year) >= _ENOUGH // 2 and p not in works]
    lines = accumulate(_lines(e, kb, year) for e in works)
    few = sum(many < _ENOUGH for many in lines)  # works that do not carry a story together
    return [*works[: 1 + few], *here[:1]], calling


def _read(
    text: str, brief: Brief, shelf: Shelf, year: int | None, *, crafted: bool
) -> Calling | None:
    """Return the calling that a brief speaks of most, the first of equals.

    None where it speaks of a craft without saying whose; plain life where it speaks of neither, so
    that no craft is put upon people who have none.
    """
    at = _THIS_YEAR if year is None else year
    callings = [c for c in shelf.callings if dated_in(c.first, c.last, at) and _hits(c, text)]
    if callings:
        return max(callings, key=lambda c: (_hits(c, text), -_first(c, text)))
    hero = spoken_of(brief).get("主", "")
    serves = at >= _SERVED and hero.endswith(("员", "工", "警"))
    told = text.replace(brief.genre, "") if serves and brief.genre else text
    hands = crafted or _HANDS.search(f"{told}{brief.programme}")
    if hands or not brief.logline:
        return None
    return _SERVING if serves else _PLAIN


def _beside(
    calling: Calling,
    text: str,
    kb: KnowledgeBase,
    shelf: Shelf,
    places: list[Entry],
    year: int | None,
) -> list[Entry]:
    """Return the work of another calling that is spoken of (总裁收购醋坊), where the first has none."""
    others = [c for c in shelf.callings if c is not calling and _hits(c, text)]
    for other in sorted(others, key=lambda c: (-_hits(c, text), _first(c, text))):
        found = _known(other.arts, kb, year)
        if found := [e for e in found if e.kind in _ARTS or near(e, places) or not places]:
            return sorted(found, key=lambda e: -near(e, places))
    return []


def _first(calling: Calling, text: str) -> int:
    """Return where a text first speaks of a calling: who comes first is whose story it is."""
    return min((text.find(mark) for mark in calling.marks if mark in text), default=len(text))


def _named(text: str, kb: KnowledgeBase, places: list[Entry], year: int | None) -> list[Entry]:
    """Return the works that a brief's words name, the nearest first, each by its name or the end of it."""
    found = {e.id: e for a, b, e in kb.names_in(text, kinds=_ARTS) if b - a >= _NAME}
    found |= {e.id: e for e in kb.entries.values() if e.kind in _ARTS and _ends_said(e, text)}
    fit = [
        e
        for e in found.values()
        if (near(e, places) or not places)
        and _carries(e, kb, year)
        and _lines(e, kb, year) >= _ENOUGH
    ]
    return sorted(fit, key=lambda e: (-near(e, places), -_lines(e, kb, year)))


def _ends_said(entry: Entry, text: str) -> bool:
    """Tell whether a text has a name without the place before it and the 技艺 after it (开花调)."""
    short = _CRAFT.sub("", entry.title)
    for place in (entry.county, entry.city):
        short = short.removeprefix(place).removeprefix(place[:-1]) if place else short
    return len(short) >= _NAME and short in text


def said_sites(text: str, kb: KnowledgeBase, places: list[Entry]) -> list[Entry]:
    """Return the sites that a brief's words name, or the end of whose names they have (关帝庙).

    Of several that end alike the one that is nearest and shows most.
    """
    whole = {e.id: e for *_, e in kb.names_in(text, kinds=HOUSES) if near(e, places) or not places}
    if whole:
        return list(whole.values())
    alike = [
        (near(e, places), _lines(e, kb, None), e.id, e)
        for e in kb.entries.values()
        if e.kind in HOUSES and near(e, places) and e.title[-_NAME:] in text
    ]
    return [max(alike, key=lambda row: row[:3])[3]] if alike else []


def _lived_in(
    calling: Calling, kb: KnowledgeBase, places: list[Entry], year: int | None
) -> list[Entry]:
    """Return the houses of a calling in the brief's county, or else its city, that show enough."""
    found = [
        (near(e, places), _lines(e, kb, year), e.id, e)
        for e in kb.entries.values()
        if e.kind in HOUSES
        and any(word in f"{e.title}{e.fields.get('subtype', '')}" for word in calling.sites)
        and near(e, places)
        and of_the_time(e, kb, year)
        and _lines(e, kb, year) >= _ENOUGH // 2
    ]
    return [e for *_, e in sorted(found, key=lambda row: (-row[0], -row[1], row[2]))[:_LIVED_IN]]


def _carries(entry: Entry, kb: KnowledgeBase, year: int | None) -> bool:
    """Tell whether a work goes on in a year: a craft lives on, a custom ends with its age."""
    if entry.kind == "custom":
        return of_the_time(entry, kb, _TODAY if year is None else year)
    return begun_by(entry, kb, year)


def _grown_here(
    calling: Calling, text: str, kb: KnowledgeBase, places: list[Entry], year: int | None
) -> list[Entry]:
    """Return the products of the brief's county or city that its words, or the calling's, name."""

    def said(entry: Entry) -> bool:
        bare = entry.title.removeprefix(entry.county[:-1]).removeprefix(entry.city[:-1])
        pairs = {bare[at : at + 2] for at in range(len(bare) - 1)}
        return any(pair in text for pair in pairs) or bool({*bare} & {*"".join(calling.marks)})

    return [
        e
        for e in kb.entries.values()
        if e.kind == "product" and near(e, places) and said(e)
        and of_the_time(e, kb, year) and _lines(e, kb, year) >= _ENOUGH
    ]  # fmt: skip


def _hits(calling: Calling, text: str) -> int:
    return sum(len(mark) * text.count(mark) for mark in calling.marks)


def _known(names: Iterable[str], kb: KnowledgeBase, year: int | None) -> list[Entry]:
    """Return the works and houses of some names that go on in a year and show something."""
    found = []
    for name in names:
        try:
            found.append(kb.resolve(name, (*_ARTS, *HOUSES)))
        except UnknownName:
            continue
    return [e for e in found if _carries(e, kb, year) and _lines(e, kb, year)]


def _of_the_place(
    brief: Brief, kb: KnowledgeBase, places: list[Entry], year: int | None
) -> list[Entry]:
    """Return the work that a place is known for, the same for the same brief."""
    cities = {p.city for p in places if p.city}
    pool = [
        e
        for e in kb.entries.values()
        if e.kind in _ARTS
        and (e.city in cities or not places)
        and _lines(e, kb, year) >= _ENOUGH
        and of_the_time(e, kb, year)
    ]
    rng = Random(f"{brief.seed}|{brief.title}|{brief.logline}|lead")
    ranked = sorted(pool, key=lambda e: (-near(e, places), e.kind != "craft", rng.random()))
    return ranked[:1]


def near(entry: Entry, places: list[Entry]) -> int:
    """Return how near an entry lies to the places of a brief, 0 where in another city."""
    return max(
        (
            3 * (entry.id in p.related or p.id in entry.related)
            + 2 * bool(entry.county and entry.county == p.county)
            + bool(entry.city and entry.city == p.city)
            for p in places
        ),
        default=0,
    )


def _lines(entry: Entry, kb: KnowledgeBase, year: int | None) -> int:
    return sum(len(p.actions) for p in kb.passages_of(entry) if timely(p, entry, kb, year))
