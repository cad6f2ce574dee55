"""What follows from a change of the plan: the same words elsewhere, and what is to be written anew.

What can be said exactly (a question that stands in four places, seconds that must add up) is
offered as a change; what asks for new writing is marked, never written over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scriptgen.genres import Taste
from scriptgen.planning.changing import Change
from scriptgen.series import Beat, Episode, EpisodePlan, Scene

_CUT = re.compile(r"[，。；：、！？“”‘’（）〔〕—…\s\d]")
_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
_ALIKE = 0.3  # share of an old text's pairs of characters that tells it is spoken of elsewhere
_LEAST = 4  # characters from which a text is found again word for word
_ASKS = "问："
_PARTS = ("求：", "阻：", "转：")
_WORK = "——"  # behind it the work that the beat stands on


def follow(change: Change, value: object, why: str) -> None:
    """Work out what follows from another value of the change's element, into the change.

    Args:
        change: the element and the series; the element's own operation is in it already.
        value: the new value.
        why: what is said of each consequence.
    """
    parts = change.address.split(".")
    if parts[0] == "episode":
        _of_episode(change, int(parts[1]), parts[2:], value, why)
    elif parts[0] == "hook":
        _of_hook(change, parts[1], parts[2], value, why)
    elif parts[0] == "character" and parts[2] == "secret":
        _of_secret(change, int(parts[1]) - 1, str(value), why)
    elif parts[0] == "character" and parts[2] == "voice":
        name = change.series.bible.characters[int(parts[1]) - 1].name
        if change.series.episodes:
            change.note(
                f"写成的台词还是原来的口气；要换：sanjin revise --do voice --at 全剧 --to {name}"
            )
    elif parts[0] == "brief":
        change.note("题材书改了，方案没有跟着动；要照新的重排，请用 sanjin plan 题材书。")
    elif isinstance(value, str):
        _of_words(change, change.text(change.address), value, why)


# ---------------------------------------------------------------------------------- questions


def _of_episode(change: Change, number: int, parts: list[str], value: object, why: str) -> None:
    row = _row(change, number)
    key = parts[0]
    if key == "cliffhanger":
        _question(change, number, str(value), why)
    elif key == "hook_in" and number > 1:
        _question(change, number - 1, str(value), why)
    elif key == "logline":
        _logline(change, row, str(value), why)
    elif key == "title":
        if episode := change.drafted(number):
            change.episode(episode, str(value), why)
    elif key == "beat" and parts[2] == "seconds":
        _seconds(change, row, int(parts[1]) - 1, float(value))  # type: ignore[arg-type]
    elif key == "beat":
        _beat(change, row, int(parts[1]) - 1, str(value), why)


def _row(change: Change, number: int) -> EpisodePlan:
    return next(row for row in change.series.outline.episodes if row.number == number)


def _question(change: Change, number: int, asked: str, why: str) -> None:
    """The question an episode ends on stands in its last beat, the next hook and the ledger."""
    row = _row(change, number)
    change.put(f"episode.{number}.cliffhanger", asked, why)
    for n, beat in enumerate(row.beats, 1):
        if beat.kind == "卡点":
            change.put(f"episode.{number}.beat.{n}.what", f"{_ASKS}{asked}", why)
    if f"episode.{number + 1}.hook_in" in change.elements:
        change.put(f"episode.{number + 1}.hook_in", asked, f"第{number}集的卡点改了，下一集要接上")
    for hook in change.series.bible.hooks:
        if hook.opened == number and hook.question == row.cliffhanger:
            change.put(f"hook.{hook.id}.question", asked, "钩子账跟着卡点改")
            if hook.answered:
                _answer(change, number, hook.answered)
    _redraft_edges(change, number)


def _answer(change: Change, number: int, answered: int) -> None:
    said = f"第{number}集的问题换了，这一集要答的也换了"
    if answered != number + 1:
        change.mark(f"episode.{answered}.logline", said)
    if episode := change.drafted(answered):
        change.mark(f"scene.{episode.scenes[-1].id}", said)


def _redraft_edges(change: Change, number: int) -> None:
    if (episode := change.drafted(number)) and episode.scenes:
        change.mark(
            f"scene.{episode.scenes[-1].id}", f"第{number}集的卡点改了，末场要收在新的问题上"
        )
    if (episode := change.drafted(number + 1)) and episode.scenes:
        change.mark(f"scene.{episode.scenes[0].id}", f"第{number}集的卡点改了，开头要碰到新的问题")


def _of_hook(change: Change, id: str, key: str, value: object, why: str) -> None:
    hook = next(hook for hook in change.series.bible.hooks if hook.id == id)
    if key == "question":
        if hook.question == _row(change, hook.opened).cliffhanger:
            _question(change, hook.opened, str(value), why)
        elif hook.answered:  # a question of the whole series ends no episode
            _answer(change, hook.opened, hook.answered)
        return
    said = f"第{hook.opened}集的问题“{hook.question}”改在这一集答"
    change.mark(f"episode.{value}.logline", said)
    if (episode := change.drafted(int(str(value)))) and episode.scenes:
        change.mark(f"scene.{episode.scenes[-1].id}", said)
    if hook.answered and (episode := change.drafted(hook.answered)) and episode.scenes:
        change.mark(f"scene.{episode.scenes[-1].id}", f"第{hook.opened}集的问题不在这一集答了")


# ------------------------------------------------------------------------------------- beats


def _logline(change: Change, row: EpisodePlan, value: str, why: str) -> None:
    """A logline of three clauses gives its beats; another form leaves them to be written anew."""
    was, now = _clauses(row.logline), _clauses(value)
    whole = len(was) == len(now) == len(_PARTS)
    for n, beat in enumerate(row.beats, 1):
        at = next((k for k, mark in enumerate(_PARTS) if beat.what.startswith(mark)), None)
        if at is None:
            continue
        address = f"episode.{row.number}.beat.{n}.what"
        if not whole:
            change.mark(address, "这一集的梗概改了")
        elif was[at] != now[at]:
            change.put(address, beat.what.replace(was[at], now[at], 1), why)
    if episode := change.drafted(row.number):
        for scene in episode.scenes:
            change.mark(f"scene.{scene.id}", f"第{row.number}集的梗概改了")


def _clauses(logline: str) -> list[str]:
    return [part for part in logline.rstrip("。").split("；") if part]


def _beat(change: Change, row: EpisodePlan, at: int, value: str, why: str) -> None:
    beat = row.beats[at]
    if beat.kind == "卡点":
        _question(change, row.number, value.removeprefix(_ASKS), why)
        return
    for mark in _PARTS:
        if beat.what.startswith(mark) and value.startswith(mark):
            was, now = (text.removeprefix(mark).split(_WORK)[0] for text in (beat.what, value))
            if was and was in row.logline and was != now:
                change.put(f"episode.{row.number}.logline", row.logline.replace(was, now, 1), why)
    if episode := change.drafted(row.number):
        for scene in scenes_of_beat(episode, beat):
            change.mark(f"scene.{scene.id}", f"第{row.number}集“{beat.kind}”这一拍改了")


def scenes_of_beat(episode: Episode, beat: Beat) -> list[Scene]:
    """Return the scenes that play a beat: an episode opens wanting and closes asking."""
    scenes = episode.scenes
    if len(scenes) < 2:
        return scenes
    if beat.kind in ("钩子", "求"):
        return scenes[:1]
    if beat.kind in ("阻", "必写"):
        return scenes[1:-1] or scenes[:1]
    return scenes[-1:]


def _seconds(change: Change, row: EpisodePlan, at: int, value: float) -> None:
    """Let the other beats share what is left, so that the episode keeps its length."""
    here = f"episode.{row.number}.beat"
    total = sum(beat.seconds for beat in row.beats)
    free = [
        n
        for n, beat in enumerate(row.beats)
        if n != at and beat.seconds and not change.locked(f"{here}.{n + 1}.seconds")
    ]
    held = sum(b.seconds for n, b in enumerate(row.beats) if n != at and n not in free)
    rest, shared = total - value - held, sum(row.beats[n].seconds for n in free)
    if not free or rest <= 0:
        change.note(
            f"第{row.number}集别的拍子锁着或不够分，这一集的秒数会变成 {value + held:g} 秒起。"
        )
        return
    left = round(rest, 1)
    for n in free:
        part = left if n == free[-1] else round(rest * row.beats[n].seconds / shared, 1)
        left = round(left - part, 1)
        change.put(f"{here}.{n + 1}.seconds", part, "一集的总长不变，别的拍子跟着让")
    taste = Taste(change.series.brief.genre)
    if row.beats[at].kind == "钩子" and value > (most := taste.figure("hook_seconds", 5)):
        change.note(f"钩子 {value:g} 秒，超过这一类型通常的 {most:g} 秒。")
    if value > (most := taste.figure("touch_seconds", 30)):
        change.note(f"一拍 {value:g} 秒，超过 {most:g} 秒：中间请添一处起伏。")
    if change.drafted(row.number):
        change.note(
            f"第{row.number}集写成的戏没有动；要照新的秒数，用 sanjin revise --do condense 或 expand。"
        )


# ------------------------------------------------------------------------------- other words


def _of_secret(change: Change, at: int, value: str, why: str) -> None:
    """A secret is spoken of in the premise and in who learns what; its reveal is played somewhere."""
    person = change.series.bible.characters[at]
    before = {op.id for op in change.ops}
    _of_words(change, person.secret, value, why)
    told = {op.id for op in change.ops} - before
    names = [one.name for one in change.series.bible.characters]
    for n, row in enumerate(change.series.bible.knows, 1):
        if alike(person.secret, str(row["what"]), names):
            change.mark(f"knows.{n}.what", f"{person.name}的秘密改了，这里说破的是旧的")
            _mark_episode(change, int(row["episode"]), person.name)
            told.add(str(n))
    if not told:
        last = _reveal(change, person.name)
        if last is not None:
            change.mark(f"episode.{last}.logline", f"{person.name}的秘密改了，说破它的这一集要重看")
            _mark_episode(change, last, person.name)


def _reveal(change: Change, name: str) -> int | None:
    """Return the last episode that turns on something found out about somebody, else the last."""
    rows = change.series.outline.episodes
    turned = [
        row.number
        for row in rows
        if any(b.kind in ("信息", "身份", "认知") and name in b.what for b in row.beats)
    ]
    every = turned or [row.number for row in rows]
    return every[-1] if every else None


def _mark_episode(change: Change, number: int, name: str) -> None:
    if episode := change.drafted(number):
        there = [s for s in episode.scenes if name in s.cast] or episode.scenes[-1:]
        for scene in there:
            change.mark(f"scene.{scene.id}", f"{name}的秘密改了，这一场说破或遮掩的是旧的")


def _of_words(change: Change, was: str, now: str, why: str) -> None:
    """Where the old words stand in the plan they change; where they are spoken of it is marked."""
    pairs = _sentences(was, now)
    names = [one.name for one in change.series.bible.characters]
    for address, element in change.elements.items():
        if not isinstance(element.value, str) or address.startswith(("question.", "brief.")):
            continue
        text = element.value
        for old, new in pairs:
            if len(old) >= _LEAST and old in text:
                text = text.replace(old, new)
        if address == change.address:
            continue
        if text != element.value:
            change.put(address, text, why)
        elif ".logline" in address and alike(was, element.value, names):
            change.mark(address, f"{change.label(change.address)}改了，这里说的是旧的")
    _spoken_of(change, was, names)


def _spoken_of(change: Change, was: str, names: list[str]) -> None:
    why = f"{change.label(change.address)}改了，这一场说到旧的"
    for scene in (scene for episode in change.series.episodes for scene in episode.scenes):
        if any(alike(was, line.text, names) for line in scene.elements):
            change.mark(f"scene.{scene.id}", why)


def _sentences(was: str, now: str) -> list[tuple[str, str]]:
    """Return the changed sentences in pairs, where there are as many; else the whole."""
    old, new = _SENTENCE.findall(was), _SENTENCE.findall(now)
    whole = (was.rstrip("。"), now.rstrip("。"))
    if len(old) != len(new) or len(old) < 2:
        return [whole]
    return [
        whole,
        *((a.rstrip("。"), b.rstrip("。")) for a, b in zip(old, new, strict=True) if a != b),
    ]


def alike(was: str, text: str, names: Iterable[str]) -> bool:
    """Tell whether a text speaks of what another says: by the pairs of characters they share."""
    for name in names:
        was, text = was.replace(name, "，"), text.replace(name, "，")
    asked = _pairs(was)
    return len(asked) >= 3 and len(asked & _pairs(text)) >= max(2, _ALIKE * len(asked))


def _pairs(text: str) -> set[str]:
    return {part[n : n + 2] for part in _CUT.split(text) for n in range(len(part) - 1)}
