"""What became of a series between two states, as operations: several steps told as one proposal."""

from __future__ import annotations

from collections.abc import Iterator

from scriptgen.revising.proposal import Op, line_values, scene_values
from scriptgen.series import Episode, Scene, Series


def ops_between(before: Series, after: Series) -> list[Op]:
    """Return the operations that make ``after`` of ``before``; episodes and order of lines kept."""
    later = {episode.number: episode for episode in after.episodes}
    return [
        op
        for episode in before.episodes
        if episode.number in later and later[episode.number] is not episode
        for op in _episode(episode, later[episode.number])
    ]


def _episode(before: Episode, after: Episode) -> Iterator[Op]:
    number = str(before.number)
    old = {scene.id: scene for scene in before.scenes}
    new = {scene.id: scene for scene in after.scenes}
    behind = ""
    for id, scene in new.items():
        if id not in old:
            yield Op(
                kind="insert", what="scene", id=id, within=number, behind=behind,
                after=scene_values(scene),
            )  # fmt: skip
        elif scene_values(scene) != scene_values(old[id]):
            yield Op(
                kind="replace", what="scene", id=id, within=number,
                before=scene_values(old[id]), after=scene_values(scene),
            )  # fmt: skip
        yield from _lines(old.get(id), scene)
        behind = id
    for id, scene in old.items():
        if id not in new:
            yield from _lines(scene, None)
            yield Op(kind="delete", what="scene", id=id, within=number, before=scene_values(scene))


def _lines(before: Scene | None, after: Scene | None) -> Iterator[Op]:
    old = {line.id: line for line in before.elements} if before else {}
    new = {line.id: line for line in after.elements} if after else {}
    within = (after or before).id  # type: ignore[union-attr]
    behind = ""
    for id, line in new.items():
        if id not in old:
            yield Op(kind="insert", id=id, within=within, behind=behind, after=line_values(line))
        elif line != old[id]:
            yield Op(
                kind="replace", id=id, within=within,
                before=line_values(old[id]), after=line_values(line),
            )  # fmt: skip
        behind = id
    for id, line in old.items():
        if id not in new:
            yield Op(kind="delete", id=id, within=within, before=line_values(line))
