"""Where in the file each episode, scene and line of a reading stands, row by row.

Rows carry their place through ``assemble`` inside their numbers; rows of headings and casts are
those between the lines that nothing else took.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from heritage_kb.aigc import is_label_line
from scriptgen.formats.assembling import assemble
from scriptgen.formats.word.blocks import Body, Row
from scriptgen.formats.word.reading import titled, with_notes
from scriptgen.reading import ReadEpisode, Reading, ReadLine, ReadScene

Kind = Literal["episode", "scene", "line"]


class At(int):
    """A number of the file that remembers which row bore it."""

    row: int

    def __new__(cls, number: int, row: int) -> At:
        """Return ``number`` as read at ``row``."""
        made = super().__new__(cls, number)
        made.row = row
        return made


@dataclass(slots=True, eq=False)
class Item:
    """One thing of a reading.

    ``key`` is equal for equal things; ``rows`` are the indices of the rows that hold it (none
    for an episode that only its headings count); ``nth`` counts the lines that share a row.
    """

    kind: Kind
    key: tuple[Any, ...]
    thing: Any
    rows: list[int] = field(default_factory=list)
    nth: int = 0


def items_of(reading: Reading) -> list[Item]:
    """Return all things of a reading in their order, without places."""
    found: list[Item] = []
    for episode in reading.episodes:
        found.append(Item("episode", ("episode", episode.number, episode.title), episode))
        for scene in episode.scenes:
            found.append(Item("scene", ("scene", *scene_key(scene)), scene))
            found += [Item("line", ("line", *line_key(line)), line) for line in scene.lines]
    return found


def scene_key(scene: ReadScene) -> tuple[Any, ...]:
    """Return what a scene's heading and cast say."""
    return (scene.number, scene.int_ext, scene.time, scene.place, tuple(scene.cast))


def line_key(line: ReadLine) -> tuple[Any, ...]:
    """Return what a line says."""
    return (line.type, line.speaker, line.parenthetical or None, line.text)


def placed(body: Body) -> tuple[Reading, list[Item]]:
    """Return the reading of a file and its things with their rows."""
    rows = [(At(row.number, at), row.text) for at, row in enumerate(body.rows)]
    reading = titled(with_notes(assemble(rows), body), body)
    items = items_of(reading)
    taken = {_row_of(loose.source_line) for loose in (*reading.unmapped, *reading.front)}
    for item, before in zip(items, [None, *items], strict=False):
        if item.kind == "line":
            at = _row_of(item.thing.source_line)
            item.rows = [at] if at is not None else []
            same = before is not None and before.kind == "line" and before.rows == item.rows
            item.nth = before.nth + 1 if same and before is not None else 0
            taken.add(at)
    free = [at for at, row in enumerate(body.rows) if at not in taken and _is_free(row)]
    _place_structure(items, free, body.rows)
    return reading, items


def _row_of(number: Any) -> int | None:
    return number.row if isinstance(number, At) else None


def _is_free(row: Row) -> bool:
    text = row.text.strip()
    return bool(text) and not is_label_line(text)


def _place_structure(items: list[Item], free: list[int], rows: list[Row]) -> None:
    """Give the rows that no line took to the things they must belong to."""
    waiting: list[Item] = []
    ahead = free[::-1]  # the next one last
    last: Item | None = None
    for item in items:
        if item.kind != "line":
            waiting.append(item)
            continue
        if not item.rows:
            continue
        between = []
        while ahead and ahead[-1] < item.rows[0]:
            between.append(ahead.pop())
        if last is not None:
            between = _rest_of_line(last, between, rows)
        _share(waiting, between, rows)
        waiting, last = [], item
    between = ahead[::-1]
    if last is not None:
        between = _rest_of_line(last, between, rows)
    _share(waiting, between, rows)


def _rest_of_line(line: Item, between: list[int], rows: list[Row]) -> list[int]:
    """A speech under its cue: its row, and a mood between, belong to the line before."""
    if line.thing.text in rows[line.rows[0]].text:
        return between
    for count, at in enumerate(between, 1):
        if line.thing.text in rows[at].text:
            line.rows += between[:count]
            return between[count:]
    return between


def _share(waiting: list[Item], between: list[int], rows: list[Row]) -> None:
    """Give each row to the episode or scene that it opens, or that was opened before it."""
    to_open = list(waiting)
    opened: Item | None = None
    for n, at in enumerate(between):
        beside = rows[between[n + 1]].text if n + 1 < len(between) else ""
        found = _opens(rows[at].text, beside, to_open)
        if found is not None:
            opened = found
            del to_open[: to_open.index(found) + 1]
        if opened is not None:
            opened.rows.append(at)


def _opens(text: str, beside: str, waiting: list[Item]) -> Item | None:
    """Return the thing that a row opens, read with the row after it where it must be."""
    for rows in ([text], [text, beside]):
        opened = _opened(rows)
        if opened is not None:
            return _next_like(waiting, opened)
        if _opened([beside]) is not None:
            break
    return None


def _opened(texts: list[str]) -> ReadScene | ReadEpisode | None:
    """Return the scene, else the episode, that rows read alone open."""
    read = assemble(list(enumerate(texts, 1)))
    scenes = [scene for episode in read.episodes for scene in episode.scenes]
    return scenes[0] if scenes else next(iter(read.episodes), None)


def _next_like(waiting: list[Item], thing: ReadScene | ReadEpisode) -> Item | None:
    """Return the first of the same kind, if need be past episodes that have no row."""
    kind = "scene" if isinstance(thing, ReadScene) else "episode"
    alike = [item for item in waiting if item.kind == kind]
    if kind == "episode":
        alike = [item for item in alike if item.thing.number == getattr(thing, "number", None)]
    return alike[0] if alike else None
