"""Selecting what to revise: lines by id, a scene, an episode, a range of lines, part of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from heritage_kb.errors import RefusedInput
from scriptgen.series import Element, Episode, Scene, Series

_EPISODE = re.compile(r"第?\s*(\d{1,4})\s*集?")
_SPAN = re.compile(r"([^:：]+)[:：](\d+)-(\d+)")
_RANGE = re.compile(r"(.+?)(?:\.\.|…|—)(.+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What was selected, in the order of the script.

    ``unit`` is what was named; ``lines`` are the ids of the lines in it; ``span`` is a part of the
    one line selected, in characters from 0.
    """

    unit: Literal["line", "scene", "episode", "series"]
    lines: tuple[str, ...]
    scenes: tuple[str, ...]
    episodes: tuple[int, ...]
    span: tuple[int, int] | None = None


def select(series: Series, at: str) -> Selection:
    """Return what ``at`` names.

    Args:
        series: the series.
        at: ids of lines apart by commas, ``id..id`` for a range, ``id:2-6`` for characters 2 to 5
            of a line, ``3-2`` for a scene, ``3`` or ``第3集`` for an episode, ``全剧``.

    Raises:
        RefusedInput: there is no such part, or it holds no line.
    """
    said = at.strip()
    if said in ("全剧", "all"):
        return _selection("series", [(e, s) for e in series.episodes for s in e.scenes])
    for episode in series.episodes:
        for scene in episode.scenes:
            if said in (scene.number, scene.id):
                return _selection("scene", [(episode, scene)])
    if found := _EPISODE.fullmatch(said):
        for episode in series.episodes:
            if episode.number == int(found[1]):
                return _selection("episode", [(episode, scene) for scene in episode.scenes])
        raise _nothing(said)
    return _lines(series, said)


def _selection(
    unit: Literal["scene", "episode", "series"], held: list[tuple[Episode, Scene]]
) -> Selection:
    return Selection(
        unit=unit,
        lines=tuple(line.id for _, scene in held for line in scene.elements),
        scenes=tuple(scene.id for _, scene in held),
        episodes=tuple(dict.fromkeys(episode.number for episode, _ in held)),
    )


def _lines(series: Series, said: str) -> Selection:
    rows = [(e, s, line) for e in series.episodes for s in e.scenes for line in s.elements]
    order = {line.id: n for n, (_, _, line) in enumerate(rows)}
    wanted: set[int] = set()
    span: tuple[int, int] | None = None
    parts = [part for part in re.split(r"[,，、\s]+", said) if part]
    for part in parts:
        if part in order:
            wanted.add(order[part])
        elif found := _SPAN.fullmatch(part):
            at = _at(order, found[1])
            span = _span(rows[at][2], int(found[2]), int(found[3]), alone=len(parts) == 1)
            wanted.add(at)
        elif found := _RANGE.fullmatch(part):
            first, last = sorted((_at(order, found[1]), _at(order, found[2])))
            wanted |= set(range(first, last + 1))
        else:
            raise _nothing(part)
    if not wanted:
        raise _nothing(said)
    held = [rows[n] for n in sorted(wanted)]
    return Selection(
        unit="line",
        lines=tuple(line.id for _, _, line in held),
        scenes=tuple(dict.fromkeys(scene.id for _, scene, _ in held)),
        episodes=tuple(dict.fromkeys(episode.number for episode, _, _ in held)),
        span=span,
    )


def _at(order: dict[str, int], id: str) -> int:
    if id not in order:
        raise _nothing(id)
    return order[id]


def _span(line: Element, start: int, end: int, *, alone: bool) -> tuple[int, int]:
    if not alone or not 0 <= start < end <= len(line.text):
        raise RefusedInput(
            f"{line.id}:{start}-{end} 选不中：这一行有 {len(line.text)} 个字，且选半句时一次只选一行。",
            f"{line.id} has {len(line.text)} characters; a part of a line is selected alone.",
        )
    return start, end


def _nothing(said: str) -> RefusedInput:
    return RefusedInput(
        f"剧本里没有“{said}”；请写行的 id、场号（如 3-2）、集号（如 3）或 全剧。",
        f"The script has no “{said}”; name line ids, a scene (3-2) or an episode (3).",
    )
