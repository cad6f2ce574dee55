"""A judgement, and the subject that it is passed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from heritage_kb.records import Entry, Passage, Verdict

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What a clause is about, with what is known of it.

    A building and the site that carries the same name are one subject: ``entry`` is what the name
    resolves to, ``dated`` the one whose dates and measures are meant.
    """

    entry: Entry
    dated: Entry
    passages: tuple[Passage, ...]

    @classmethod
    def of(cls, entry: Entry, kb: KnowledgeBase) -> Self:
        """Return the subject of an entry: it, what has its name, and its site or only building."""
        same = [e for e in kb.gazetteer.called(entry.title) if e.kind not in ("term", "word")]
        building = next((e for e in same if e.kind == "structure"), entry)
        made = _made_by(entry, kb)
        entries = list(dict.fromkeys([entry.id, *(e.id for e in same), *_parent(entry), *made]))
        passages = [p for id in entries for p in kb.passages_of(id)]
        return cls(entry=entry, dated=building, passages=tuple(passages))

    @property
    def title(self) -> str:
        """Return the title of the entry."""
        return self.entry.title

    def part_in(self, text: str, kb: KnowledgeBase) -> Subject | None:
        """Return the building of this site that a text names in short (东大殿), or None."""
        if self.entry.kind != "site":
            return None
        for id in self.entry.related:
            part = kb.entries.get(id)
            if part is not None and part.kind == "structure":
                short = part.title.removeprefix(self.entry.title)
                if len(short) > 1 and short in text:
                    return type(self).of(part, kb)
        return None

    def told(self, *facets: str) -> Passage | None:
        """Return the derived passage of the first facet that the dated entry has."""
        for facet in facets:
            for passage in self.passages:
                if passage.id in (f"{self.dated.id}:{facet}", f"{self.entry.id}:{facet}"):
                    return passage
        return None


def _made_by(entry: Entry, kb: KnowledgeBase) -> tuple[str, ...]:
    """Return the crafts that make a product."""
    if entry.kind != "product":
        return ()
    return tuple(id for id in entry.related if id in kb.entries and kb.entry(id).kind == "craft")


def _parent(entry: Entry) -> tuple[str, ...]:
    site = entry.fields.get("site_id")
    return (str(site),) if site else ()
