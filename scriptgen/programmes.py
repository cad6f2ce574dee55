"""Programmes (文旅, 非遗, 科普 …): what a series must convey, and whether it did.

An open list: one TOML file each in ``scriptgen/data/programmes`` and, for a user's own, in the
folder ``programmes`` of Sanjin's home; a user's file of the same name comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from heritage_kb import KnowledgeBase
from scriptgen.openlist import Entry, entries
from scriptgen.series import Element, Episode, Series

_Some = Annotated[int, Field(ge=1, le=100)]


class Check(BaseModel):
    """One thing to convey, and how it is counted: by topic or kind of what is cited, or by words.

    ``heading``: a real place in a scene heading counts; ``characters``: a person of the bible who
    is filed as documented, or as invented with a note.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    heading: bool = False
    characters: bool = False
    at_least: _Some = 1
    per: Literal["series", "episode"] = "series"


class Programme(Entry):
    """A programme: its names, what it must convey, the checks, where it is from."""

    aliases: tuple[str, ...] = ()
    conveys: str
    source: str
    checks: tuple[Check, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """Return the topics that a writer should prefer."""
        return tuple(dict.fromkeys(topic for check in self.checks for topic in check.topics))


def programmes() -> dict[str, Programme]:
    """Return every programme by its name, the user's own first.

    Raises:
        RefusedInput: a user's file that is not as it must be; the sentence names it and the cure.
    """
    return entries(Programme, "programmes", zh="创作计划", en="programme")


def programmes_of(text: str) -> list[Programme]:
    """Return the programmes that a brief's ``programme`` names (微短剧+文旅+非遗 names two)."""
    return [
        one
        for one in programmes().values()
        if one.name in text or any(alias in text for alias in one.aliases)
    ]


def conveyed(series: Series, kb: KnowledgeBase) -> Iterator[tuple[Programme, Check, int, bool]]:
    """Yield every check of the series' programmes with what was counted and whether it suffices.

    For a check per episode the least episode counts.
    """
    for programme in programmes_of(series.brief.programme):
        for check in programme.checks:
            counts = (
                [_count(check, [one], series, kb) for one in series.episodes]
                if check.per == "episode"
                else [_count(check, series.episodes, series, kb)]
            )
            least = min(counts, default=0)
            yield programme, check, least, least >= check.at_least


def _count(check: Check, episodes: list[Episode], series: Series, kb: KnowledgeBase) -> int:
    scenes = [scene for episode in episodes for scene in episode.scenes]
    if check.heading:
        return sum(bool(scene.site) or "·" in scene.place for scene in scenes)
    if check.characters:
        return sum(bool(person.entry or person.note) for person in series.bible.characters)
    lines = [element for scene in scenes for element in scene.elements]
    if check.words:
        return sum(any(word in line.text for word in check.words) for line in lines)
    return sum(_tells(check, line, kb) for line in lines)


def _tells(check: Check, line: Element, kb: KnowledgeBase) -> bool:
    for id in line.citations:
        passage = kb.passages.get(id)
        if passage is None:
            continue
        entry = kb.entries.get(passage.entry)
        if passage.topic in check.topics or (entry and entry.kind in check.kinds):
            return True
    return False
