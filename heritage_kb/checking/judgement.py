"""A judgement, the subject that it is passed on, and the words that are judged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from heritage_kb.checking.clauses import denied_at
from heritage_kb.checking.linking import Mention, linker
from heritage_kb.records import Entry, Passage, Verdict

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_PIECE = re.compile(r"[，。；：;]")
# What a passage on mistakes calls wrong.
WRONG = re.compile(
    "不是|并非|而非|不等同|不同|有别|区别|不可|不能|不要|不该|不得|不写|不作|不会|不用|不对|不以|别|勿|忌|错|误|硬伤|说过了头|没有|还没|并无|无(?!论|锡)|非(?!遗|物质)|未"
    "|可笑|笑话|出戏|穿帮"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What is said of one statement. ``passage`` bears it out or denies it."""

    verdict: Verdict
    passage: str | None
    why: str

    def denied(self) -> Judgement:
        """Return the judgement of the opposite statement."""
        opposite: dict[Verdict, Verdict] = {
            "supported": "contradicted",
            "contradicted": "supported",
        }
        return Judgement(
            verdict=opposite.get(self.verdict, self.verdict), passage=self.passage, why=self.why
        )


def borne(what: str, passage: Passage) -> Judgement:
    """Return the judgement that a passage bears something out."""
    return Judgement(verdict="supported", passage=passage.id, why=f"“{what}”见于：{plain(passage)}")


def against(what: str, passage: Passage) -> Judgement:
    """Return the judgement that a passage says otherwise."""
    return Judgement(
        verdict="contradicted",
        passage=passage.id,
        why=f"说的是“{what}”，知识库作：{plain(passage)}",
    )


def unknown(why: str) -> Judgement:
    """Return the judgement that nothing bears something out or denies it."""
    return Judgement(verdict="not_in_kb", passage=None, why=why)


def plain(passage: Passage) -> str:
    """Return a passage's text without its full stop."""
    return passage.text.rstrip("。")


def told_as_fact(passage: Passage) -> bool:
    """Tell whether a passage may bear out or deny: what was only thought up may not."""
    return passage.claim_kind != "合理虚构"


@lru_cache(maxsize=65536)
def pieces(passage: Passage) -> tuple[str, ...]:
    """Return a passage between its marks."""
    return tuple(piece for piece in _PIECE.split(passage.text) if piece)


@lru_cache(maxsize=65536)
def affirmed(passage: Passage) -> str:
    """Return what a passage affirms: all of it, or, of one on mistakes, what it does not deny."""
    if passage.topic != "mistake":
        return passage.text
    if not passage.derived:
        return ""
    return "，".join(p for p in pieces(passage) if not WRONG.search(p) and "要留意" not in p)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One clause: its text, the whole sentence, the names in it and where its subject ends."""

    text: str
    sentence: str
    mentions: tuple[Mention, ...]
    subject_end: int = 0  # 0 where the subject is carried over
    subject_start: int = 0
    spoken: bool = False

    @property
    def masked(self) -> str:
        """Return the text with its names blanked, so that 无量殿 and 不二寺 deny nothing."""
        marks = list(self.text)
        for mention in self.mentions:
            if mention.entry.kind != "place":
                marks[mention.start : mention.end] = "□" * (mention.end - mention.start)
        marks[self.subject_start : self.subject_end] = "□" * (self.subject_end - self.subject_start)
        return "".join(marks)

    def named_over(self, span: tuple[int, int]) -> bool:
        """Tell whether characters are part of a longer name (春秋 of 春秋楼, 七里 of 七里峪)."""
        names = [(m.start, m.end) for m in self.mentions] + [(self.subject_start, self.subject_end)]
        names += [m.span() for m in re.finditer("《[^》]*》", self.text)]
        return any(a < span[1] and span[0] < b and b - a > span[1] - span[0] for a, b in names)

    def denies(self, at: int) -> bool:
        """Tell whether what stands at ``at`` is denied."""
        return denied_at(self.masked, at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What a clause is about, with what is known of it.

    A building and the site that carries the same name are one subject: ``entry`` is what the name
    resolves to, ``dated`` the one whose dates and measures are meant. ``near`` are passages of its
    parts, its house and its deeds: they bear out, and deny nothing.
    """

    entry: Entry
    dated: Entry
    passages: tuple[Passage, ...]
    near: tuple[Passage, ...] = field(default=())

    @classmethod
    def of(cls, entry: Entry, kb: KnowledgeBase) -> Self:
        """Return the subject of an entry: it, what has its name there, what is made by its craft."""
        link = linker(kb)
        same = [
            e
            for e in kb.gazetteer.called(entry.title)
            if e.kind not in ("term", "word") and _together(e, entry)
        ]
        building = next((e for e in (entry, *same) if e.kind == "structure"), None)
        if building is None and entry.kind == "site":
            building = next((e for e in link.parts(entry) if _is_whole(e, kb)), None)
            same = [*same, building] if building else same
        house = (building or entry).fields.get("site_id")
        whole = [str(house)] if building and _is_whole(building, kb) else []
        own = list(
            dict.fromkeys(
                [
                    entry.id,
                    *(e.id for e in same),
                    *whole,
                    *_made_by(entry, kb),
                    *_on_roll(entry, kb),
                ]
            )
        )
        near = [str(house)] if house else []
        near += [e.id for e in link.parts(entry)] if building is None else []
        near += link.deeds(entry) if entry.kind == "person" else _people(entry, kb)
        near += [
            id for id in entry.related if id in kb.entries and kb.entry(id).kind in ("word", "term")
        ]
        return cls(
            entry=entry,
            dated=building or entry,
            passages=tuple(p for id in own for p in kb.passages_of(id) if told_as_fact(p)),
            near=tuple(
                p
                for id in dict.fromkeys(near)
                if id not in own and id in kb.entries
                for p in kb.passages_of(id)
                if told_as_fact(p)
            ),
        )

    @property
    def title(self) -> str:
        """Return the title of the entry."""
        return self.entry.title

    @property
    def every(self) -> tuple[Passage, ...]:
        """Return its passages and those near it."""
        return (*self.passages, *self.near)

    def part_in(self, text: str, kb: KnowledgeBase) -> Subject | None:
        """Return the building of this site that a text names in short (东大殿), or None."""
        part = linker(kb).part(self.entry, text) if self.entry.kind == "site" else None
        if part is None or part[1].id == self.dated.id:
            return None
        return type(self).of(part[1], kb)

    def told(self, *facets: str) -> Passage | None:
        """Return the derived passage of the first facet that the entry has."""
        for facet in facets:
            for passage in self.passages:
                if passage.id in (f"{self.dated.id}:{facet}", f"{self.entry.id}:{facet}"):
                    return passage
        return next(
            (p for f in facets for p in self.passages if p.derived and p.id.endswith(f":{f}")), None
        )


def _together(one: Entry, other: Entry) -> bool:
    return (
        one.id == other.id
        or one.id in other.related
        or other.id in one.related
        or (one.county == other.county and one.city == other.city and bool(one.city))
    )


def _is_whole(building: Entry, kb: KnowledgeBase) -> bool:
    """Tell whether a building is all there is of its site: 汾阳文峰塔 of 文峰塔."""
    site = kb.entries.get(str(building.fields.get("site_id")))
    if site is None:
        return False
    bare = building.title
    for place in kb.places_of(building):
        bare = bare.removeprefix(place)
    return any(name in (bare, building.title) or name == bare for name in site.names)


_OF_ROLLS = ("opera", "custom", "craft", "product")
_LONG = 4  # characters of a name that means one thing wherever it stands


@lru_cache(maxsize=8)
def _on_rolls(kb: KnowledgeBase) -> tuple[tuple[str, str], ...]:
    """Return id and title of everything that is on a roll of crafts."""
    return tuple((e.id, e.title) for e in kb.entries.values() if e.kind in _OF_ROLLS and e.level)


def _on_roll(entry: Entry, kb: KnowledgeBase) -> list[str]:
    """Return the one entry of a roll of crafts that is this under a longer name: 晋南威风锣鼓."""
    if entry.kind not in _OF_ROLLS or entry.level or len(entry.title) < _LONG:
        return []
    longer = [id for id, title in _on_rolls(kb) if id != entry.id and entry.title in title]
    return longer if len(longer) == 1 else []


def _made_by(entry: Entry, kb: KnowledgeBase) -> tuple[str, ...]:
    """Return the crafts that make a product, the product that a craft makes."""
    other = {"product": "craft", "craft": "product"}.get(entry.kind)
    if other is None:
        return ()
    return tuple(id for id in entry.related if id in kb.entries and kb.entry(id).kind == other)


def _people(entry: Entry, kb: KnowledgeBase) -> list[str]:
    return [
        id for id in entry.related if id in kb.entries and kb.entry(id).kind in ("person", "event")
    ]
