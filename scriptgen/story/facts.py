"""A fact of the work that can be played or said, and where it is known from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from heritage_kb.records import Entry, Passage
from scriptgen.series import LineKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Something that can be played or said, and where it is known from (no id: invented)."""

    topic: str
    actions: tuple[str, ...]
    says: tuple[str, ...] = ()
    passage: str = ""
    entry: str = ""
    kind: LineKind = "史实"
    step: int | None = None
    title: str = ""
    text: str = ""
    framed: bool = False  # its actions are frames of one statement: one at a time
    sort: str = ""  # the kind of entry that it is known from
    air: bool = False  # of what goes on beside the story: another trade, a custom, the country
    stands: str = ""  # the site that a building is of, or is
    at: str = ""  # the site where alone it may be seen, of a story that only comes by there

    def only(self, actions: tuple[str, ...]) -> Fact:
        """Return the fact with some of its pictures, and nothing said."""
        return replace(self, actions=actions, says=())

    @classmethod
    def of(cls, passage: Passage, entry: Entry, topic: str) -> Fact:
        """Return what a passage of an entry lets a scene play, under a topic."""
        return cls(
            topic=topic,
            actions=passage.actions,
            says=passage.says,
            passage=passage.id,
            entry=entry.id,
            kind=passage.claim_kind,
            step=passage.step,
            title=entry.title,
            text=passage.text,
            sort=entry.kind,
            stands=str(entry.fields.get("site_id") or entry.id),
        )
