"""Gathering the memory of a series from its accepted text: the same text gives the same memory.

States of people and things come from the rules by which the review follows them, so that what a
writer is told and what a reviewer finds cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scriptgen.keeping.project import Project
from scriptgen.keeping.series_parts import give_out
from scriptgen.memory.breaks import opened
from scriptgen.memory.memory import Line, Memory, OpenHook, PersonNow, PropNow, Told
from scriptgen.reviewing.rules.continuity import bodies, ledger, things
from scriptgen.reviewing.rules.continuity.told import Spot, told
from scriptgen.reviewing.rules.continuity.told import Told as Story
from scriptgen.series import Episode, Series

_ENDING = 3  # lines that an episode is remembered to end on
_HANDED = re.compile(r"递给|交给|还给|塞给|送给|推给|交到")


def remember(series: Series) -> Memory:
    """Return the memory of the episodes of a series; nothing that is no line of one enters."""
    story = told(opened(series))
    return Memory(
        episodes=tuple(_told(series, episode) for episode in series.episodes),
        people=tuple(_people(series, story)),
        props=tuple(_props(story)),
        places=tuple(dict.fromkeys(s.place for e in series.episodes for s in e.scenes if s.place)),
        hooks=tuple(_hooks(series, story)),
        lines=tuple(line for episode in series.episodes for line in _lines(episode)),
    )


def remember_project(project: Project) -> Memory:
    """Return the memory of a project: its parts as they stand, no proposal and nothing trashed."""
    return remember(give_out(project))


def _told(series: Series, episode: Episode) -> Told:
    row = next((r for r in series.outline.episodes if r.number == episode.number), None)
    lines = [line.shown for line in _lines(episode)]
    return Told(
        number=episode.number,
        title=episode.title,
        summary=row.logline if row else "".join(lines[:2]),
        last=tuple(lines[-_ENDING:]),
    )


def _lines(episode: Episode) -> Iterator[Line]:
    for scene in episode.scenes:
        for element in scene.elements:
            if element.type != "mark":
                yield Line(
                    id=element.id,
                    episode=episode.number,
                    scene=scene.number or "",
                    place=scene.place,
                    speaker=element.speaker or "",
                    text=element.text,
                )


def _people(series: Series, story: Story) -> Iterator[PersonNow]:
    gone, wounds = bodies.dead(story), bodies.hurt(story)
    numbers = {episode.number for episode in series.episodes}
    names = dict.fromkeys(
        [*(c.name for c in series.bible.characters if c.name in story.names), *sorted(story.names)]
    )
    for name in names:
        where, seen = _last_seen(series, name)
        yield PersonNow(
            name=name,
            dead=name in gone,
            line=str(gone[name].line.where) if name in gone else "",
            hurt=tuple(f"{side}{part}" for (who, part), (side, _) in wounds.items() if who == name),
            where=where,
            seen=seen,
            knows=tuple(
                str(row["what"])
                for row in series.bible.knows
                if row.get("who") == name and row.get("episode") in numbers
            ),
        )


def _last_seen(series: Series, name: str) -> tuple[str, int]:
    for episode in reversed(series.episodes):
        for scene in reversed(episode.scenes):
            if name in scene.cast or any(e.speaker == name for e in scene.elements):
                return scene.place, episode.number
    return "", 0


def _props(story: Story) -> Iterator[PropNow]:
    held, lost = things.standing(story)
    rows = [(spot.at, name, spot, True) for name, spot in lost.items()]
    rows += [(spot.at, name, spot, False) for name, spot in held.items()]
    for _, name, spot, gone in sorted(rows, key=lambda row: row[:2]):
        yield PropNow(
            name=name,
            lost=gone,
            holder="" if gone else _holder(story, spot),
            line=str(spot.line.where),
            said=spot.text,
        )


def _holder(story: Story, spot: Spot) -> str:
    named = story.named(spot.text)
    if _HANDED.search(spot.text) and len(named) > 1:
        return named[-1]
    return story.subject(spot) or ""


def _hooks(series: Series, story: Story) -> Iterator[OpenHook]:
    last = max((e.number for e in series.episodes), default=0)
    numbers = {e.number for e in series.episodes}
    for hook in series.bible.hooks:
        if hook.opened in numbers and (hook.answered is None or hook.answered > last):
            yield OpenHook(question=hook.question, opened=hook.opened)
    for one in ledger.check(story):
        number = one.spot.episode.number or 0
        yield OpenHook(question=one.spot.text, opened=number, line=str(one.spot.line.where))
