"""Alternatives side by side, and how it goes on: from the stock, for the people who are there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from heritage_kb.errors import RefusedInput
from scriptgen import duration
from scriptgen.revising.desk import Desk
from scriptgen.revising.lengths import CLOSE, Length, measured, spine
from scriptgen.revising.proposal import Op, Proposal, episode_values, line_values, scene_values
from scriptgen.revising.rephrasing import others
from scriptgen.revising.restaging import Playing, Restage
from scriptgen.revising.selecting import Selection
from scriptgen.scaffold import Scaffold
from scriptgen.series import SOURCED_LINES, Element, Episode, Scene

_LOOKED_AT = 6  # playings of which those nearest in length are offered
_GOES_ON = Length(amount=20, unit="秒")  # how far a scene goes on where nothing is said


def options(desk: Desk, selection: Selection, count: int) -> list[Proposal]:
    """Return up to ``count`` alternatives, each a proposal of its own; ``merge`` picks among them.

    Lines get other words; scenes are played another way, by the same people, in the same place.
    """
    made = []
    for number in range(count):
        fresh = Desk(desk.series, desk.kb, author=desk.author, seed=desk.seed)
        fresh.asked = desk.asked
        if selection.unit == "line":
            one = _in_other_words(fresh, selection, number)
        else:
            one = _played_otherwise(fresh, selection, number)
        if one.ops:
            made.append(one)
        elif not made:
            desk.notes += [n for n in fresh.notes if n not in desk.notes]
    return made or [desk.proposal("options", "离线没有别的写法。", [])]


def _in_other_words(desk: Desk, selection: Selection, number: int) -> Proposal:
    ops = []
    for id in selection.lines:
        line = desk.lines[id]
        if line.type == "mark" or desk.locked(id):
            continue
        made = next(islice(others(desk, line), number, None), None)
        if made is not None:
            ops.append(desk.replacing(line, made))
            desk.texts[made.text] += 1
    if not ops:
        desk.note("选中的行离线没有别的说法；要另写，请接模型，或选整场换一种演法。")
    return desk.proposal("options", f"方案{number + 1}：换 {len(ops)} 行的说法。", ops)


def _played_otherwise(desk: Desk, selection: Selection, number: int) -> Proposal:
    ops: list[Op] = []
    turns = []
    stage = Restage(desk)
    for id in selection.scenes:
        scene, episode = desk.scenes[id], desk.homes[id]
        if desk.locked(id):
            desk.note(f"{scene.number or id} 已锁定，没有动。")
            continue
        found = list(islice(_unlike(stage.playings(episode, scene)), _LOOKED_AT))
        wanted = duration.seconds(_goes(desk, episode, scene))
        found.sort(key=lambda one: abs(duration.seconds(_trimmed(one, wanted)) - wanted))
        playing = next(islice(found, number, None), None)
        if playing is None:
            desk.note(f"{scene.number or id} 离线没有第{number + 1}种演法（场里要有两个人）。")
            continue
        ops += _replayed(desk, episode, scene, playing)
        turns.append(f"{scene.number or id}“{playing.pattern}”：{playing.turn}")
    return desk.proposal("options", f"方案{number + 1}　{'；'.join(turns)}", ops)


def _unlike(playings: Iterator[Playing]) -> Iterator[Playing]:
    """Yield the playings so that each follows another pattern before one comes again."""
    seen: set[str] = set()
    again = []
    for playing in playings:
        if playing.pattern in seen:
            again.append(playing)
            continue
        seen.add(playing.pattern)
        yield playing
    yield from again


def _replayed(desk: Desk, episode: Episode, scene: Scene, playing: Playing) -> list[Op]:
    """Put a playing in the place of what is not locked and is no spine; facts stay enough."""
    goes = _goes(desk, episode, scene)
    if not goes:
        return []
    wanted = duration.seconds(goes)
    lines = [made for x in _trimmed(playing, wanted) if (made := desk.passed(x, scene)) is not None]
    facts = [x for s in episode.scenes for x in s.elements if x.sourced]
    short = min(SOURCED_LINES, len(facts)) - (
        len(facts) - sum(x.sourced for x in goes) + sum(x.sourced for x in lines)
    )
    if short > 0:
        saved = {x.id for x in [x for x in goes if x.sourced][:short]}
        goes = [x for x in goes if x.id not in saved]
    at = scene.elements.index(goes[0])
    behind = scene.elements[at - 1].id if at else ""
    desk.texts.update(x.text for x in lines)
    return [*map(desk.deleting, goes), *desk.inserting(lines, scene.id, behind)]


def _goes(desk: Desk, episode: Episode, scene: Scene) -> list[Element]:
    """Return the lines of a scene that another playing takes the place of."""
    kept = spine(episode, desk.plan_of(episode))
    return [
        x
        for x in scene.elements
        if x.id not in kept and not x.locked and x.type not in ("caption", "mark")
    ]


def _trimmed(playing: Playing, wanted: float) -> list[Element]:
    """Return a playing's lines without as many asides as it takes to be no longer than before."""
    kept = dict(enumerate(playing.lines))
    for n in sorted(playing.optional, reverse=True):
        if duration.seconds(kept.values()) <= wanted * (1 + CLOSE):
            break
        del kept[n]
    return list(kept.values())


# ------------------------------------------------------------------------------- going on


def go_on(desk: Desk, selection: Selection, length: Length | None) -> Proposal:
    """Return a proposal that goes on: in a scene, behind a line, or with the next episode.

    Args:
        desk: where it is made.
        selection: what is gone on from; of an episode or a series the last one, which is followed
            by the next episode of the plan.
        length: how far; by default some twenty seconds, of an episode what the brief says.

    Raises:
        RefusedInput: there is no next episode, or the scene ends the episode already.
    """
    if selection.unit in ("episode", "series"):
        return _next_episode(desk, selection)
    scene = desk.scenes[selection.scenes[-1]]
    episode = desk.homes[scene.id]
    behind = _behind(desk, selection, episode, scene)
    if desk.locked(scene.id):
        raise RefusedInput(
            f"{scene.number} 已锁定，不能接着写；请先解锁。", f"{scene.number} is locked."
        )
    wish = length or _GOES_ON
    for playing in _unlike(Restage(desk).playings(episode, scene)):
        lines = _within(playing, wish.target(scene.elements), wish)
        made = [x for one in lines if (x := desk.passed(one, scene)) is not None]
        if made:
            ops = desk.inserting(made, scene.id, behind)
            why = f"{scene.number}接着写“{playing.pattern}”：{playing.turn}"
            return desk.proposal("continue", why, ops)
    desk.note("离线接不下去：这一场要有两个人，且存货里合用的都用过了；请接模型。")
    return desk.proposal("continue", f"{scene.number}离线没有可接的。", [])


def _within(playing: Playing, most: float, length: Length) -> list[Element]:
    kept = [x for n, x in enumerate(playing.lines) if n not in playing.optional]
    while len(kept) > 2 and measured(kept, length) > most * (1 + CLOSE):
        kept.pop()
    return kept


def _behind(desk: Desk, selection: Selection, episode: Episode, scene: Scene) -> str:
    """Return the line to go on behind: the selected one, else the last of the scene."""
    if selection.unit == "line":
        return selection.lines[-1]
    if scene is episode.scenes[-1]:
        raise RefusedInput(
            f"{scene.number}已收在这一集的卡点上；请选前面一场或一行，或选第{episode.number}集写下一集。",
            f"{scene.number} ends its episode; go on from another scene, or with the next episode.",
        )
    return scene.elements[-1].id if scene.elements else ""


def _next_episode(desk: Desk, selection: Selection) -> Proposal:
    """Write the next episode of the plan, as it would have been written in one go."""
    number = max(selection.episodes) + 1
    brief = desk.series.brief
    there = {e.number for e in desk.series.episodes}
    if number in there or number > brief.episodes:
        last = max(there)
        raise RefusedInput(
            f"第{number}集已经有了；请从第{last}集往下接。"
            if number in there
            else f"题材书只有{brief.episodes}集，第{number - 1}集是最后一集；请在某一场里接，或改题材书。",
            f"There is no episode {number} to write.",
        )
    stage = Restage(desk)
    writer = Scaffold(stage.plan, desk.kb, desk.seed or brief.seed)
    for sheet in stage.plan.sheets[: number - 1]:
        writer.episode(sheet)
    return desk.proposal(
        "continue",
        f"按大纲写第{number}集。",
        list(_of_episode(writer.episode(stage.plan.sheets[number - 1]))),
    )


def _of_episode(episode: Episode) -> Iterator[Op]:
    """Yield the operations that add an episode."""
    number = str(episode.number)
    yield Op(kind="insert", what="episode", id=number, after=episode_values(episode))
    last = ""
    for scene in episode.scenes:
        yield Op(
            kind="insert", what="scene", id=scene.id, within=number, behind=last,
            after=scene_values(scene),
        )  # fmt: skip
        last = scene.id
        behind = ""
        for line in scene.elements:
            yield Op(
                kind="insert", id=line.id, within=scene.id, behind=behind, after=line_values(line)
            )
            behind = line.id
