"""A series as parts of a project, and back: ``take_in`` and ``give_out`` lose nothing.

Ids of lines, scenes and characters are kept as they are in the series; episodes, plan rows and the
brief get ids that say what they are. The bible and the outline without their lists are parts too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from scriptgen.keeping.parts import Part
from scriptgen.keeping.project import Project
from scriptgen.keeping.records import LATEST
from scriptgen.series import Episode, Series

_LISTS = {"bible": "characters", "outline": "episodes"}
Row = tuple[str, str, str, dict[str, Any]]


def take_in(project: Project, series: Series) -> int:
    """Put a whole series into an empty project and return the revision.

    Lines keep their author; a locked line, scene or episode is locked here as well.

    Raises:
        RefusedInput: the project holds parts of those ids already.
    """
    data = series.to_json()
    rows = list(_rows(data))
    held = {id for at, id in locked_parts(series).items() if at in series.planning.locks}
    revision = project.add(rows, author={"kind": "person", "name": project.who}, what="收进剧本")
    for id, _, _, content in rows:
        if content.get("locked") or id in held:
            project.lock(id)
    return revision


def put_plan(project: Project, series: Series, *, author: Mapping[str, Any]) -> int:
    """Put the plan of a series into a project: the first one, or in the place of the present one.

    Episodes are not touched, and what is locked stays. The same plan again changes nothing.

    Returns:
        How many parts were changed.
    """
    rows = list(_rows(series.to_json() | {"episodes": []}))
    with project.together("出方案"):
        changed = sum(_put(project, row, author) for row in rows)
        named = {id for id, *_ in rows}
        surplus = [p for p in project.parts() if p.kind in ("character", "plan")]
        for part in surplus:
            if part.id not in named and project.locked(part.id) is None:
                project.trash(part.id, author=author)
                changed += 1
    return changed


def add_episode(project: Project, episode: Episode, *, author: Mapping[str, Any]) -> bool:
    """Add an episode that the project does not have; False, and nothing done, where it has it.

    Lines keep their author. An episode in the trash makes room: its parts come back rewritten.
    """
    id = f"episode-{episode.number}"
    if project.has(id) and not project.part(id).trashed:
        return False
    with project.together(f"写第{episode.number}集"):
        for row in _episode(asdict(episode)):
            _put(project, row, author)
    return True


def note_draft(project: Project, series: Series, *, author: Mapping[str, Any]) -> None:
    """Add what a draft is called and what was mended of it to what the project says already."""
    now = project.part("series")
    notes = [*now.content.get("draft_note", "").split("；"), *series.draft_note.split("；")]
    trace = [*now.content.get("trace", ()), *(r for r in series.trace)]
    content = dict(now.content) | {"draft_note": "；".join(filter(None, dict.fromkeys(notes)))}
    if trace:
        content["trace"] = [row for n, row in enumerate(trace) if row not in trace[:n]]
    if content != now.content:
        project.write("series", content, base=now.state, author=author)


def _put(project: Project, row: Row, author: Mapping[str, Any]) -> int:
    """Make a part what a row says, wherever it is now; return 1 where that changed something."""
    id, _, _, content = row
    if not project.has(id):
        project.add([row], author=author, what="添")
        return 1
    if project.part(id).trashed:
        project.bring_back(id, author=author)
        for held in project.parts(id):  # each comes back by a row of its own, or not at all
            project.trash(held.id, author=author)
    now = project.part(id)
    if now.content == content or project.locked(id) is not None:
        return 0
    project.write(id, content, base=now.state, author=author)
    return 1


def give_out(project: Project, *, revision: int = LATEST) -> Series:
    """Return the series that a project holds, now or after a revision; its locks are those of now."""
    parts = project.parts(revision=revision)
    held: dict[str, list[Any]] = {}
    for part in parts:
        held.setdefault(part.parent, []).append(part)
    top = {part.kind: part for part in held.get("project", [])}
    data: dict[str, Any] = dict(top["series"].content) if "series" in top else {}
    data["brief"] = dict(top["brief"].content)
    for kind, name in _LISTS.items():
        if kind in top:
            rows = [dict(part.content) for part in held.get(kind, [])]
            data[kind] = dict(top[kind].content) | {name: rows}
    data["episodes"] = [
        _told(episode)
        | {
            "scenes": [
                _told(scene) | {"elements": [_told(line) for line in held.get(scene.id, [])]}
                for scene in held.get(episode.id, [])
            ]
        }
        for episode in held.get("project", [])
        if episode.kind == "episode"
    ]
    return Series.from_json(data)


def plan_parts(series: Series) -> list[tuple[str, dict[str, Any]]]:
    """Return the parts that a plan is made of, what was decided about it among them."""
    data = series.to_json() | {"episodes": []}
    return [(id, content) for id, _, _, content in _rows(data)]


def locked_parts(series: Series) -> dict[str, str]:
    """Return the parts that stand for a whole character or row of the outline, by address."""
    ids = {f"character.{n}": f"character-{n}" for n in range(1, len(series.bible.characters) + 1)}
    rows = enumerate(series.outline.episodes, 1)
    return ids | {f"episode.{row.number}": f"plan-{n}" for n, row in rows}


def _told(part: Part) -> dict[str, Any]:
    return dict(part.content) | {"locked": part.locked_by is not None}


def _rows(data: dict[str, Any]) -> Iterator[Row]:
    whole: dict[str, Any] = {"draft_note": data.get("draft_note", "")}
    whole |= {key: data[key] for key in ("trace", "planning") if key in data}
    yield "series", "series", "project", whole
    yield "brief", "brief", "project", data["brief"]
    for kind, name in _LISTS.items():
        held = dict(data[kind])
        rows = held.pop(name)
        yield kind, kind, "project", held
        for number, row in enumerate(rows, 1):
            one = "character" if kind == "bible" else "plan"
            yield f"{one}-{number}", one, kind, row
    for episode in data["episodes"]:
        yield from _episode(dict(episode))


def _episode(episode: dict[str, Any]) -> Iterator[Row]:
    scenes = episode.pop("scenes")
    id = f"episode-{episode['number']}"
    yield id, "episode", "project", episode
    for scene in scenes:
        whole = dict(scene)
        lines = whole.pop("elements")
        yield whole["id"], "scene", id, whole
        for line in lines:
            yield line["id"], "line", whole["id"], line
