"""Hearsay: what somebody says before she can know it, and asks after she was told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told
from scriptgen.reviewing.words import tagged

_ASKS_WHERE = re.compile(
    r"([一-鿿]{1,4}?)(?:他|她|人)?(?:上|去|到|跑)(?:了)?(?:哪|何处|什么地方)|([一-鿿]{2,4}?)(?:人)?呢？|([一-鿿]{2,4}?)怎么(?:还)?(?:没|不)来"
)
_FATE = re.compile(
    r"带走|抓走|抓了|押|关进|关在|下狱|坐牢|死|没了|走了|没上来|没出来|遇害|去世|过世|去了|回了|被捕|逮|送进|住院|进城|跑了"
)
_ASKS_DEAD = re.compile(
    r"(?:谁|什么|哪个)[^，。？]{0,2}(?:没了|死了|出事|遇害|走了|去世)|(?:他|她)?死了？|(?:出|怎么)了?什么事"
)
_DEAD = re.compile(
    r"身亡|死了|死在|被害|遇害|毒死|中毒|没了命|丧命|毙命|去世|过世|断了?气|归西|人没了"
)
_ENTERS = re.compile(
    r"站在门口|进来|进门|推门|下了[夜早晚]班|跑来|掀帘|走来|挑帘|赶回|回来|跨进|踏进|迈进"
)
_HEARD = re.compile(r"是我|(?<!打)听|告诉|说是|传|喊|门外|墙外|信|瞧见|看见|报纸|广播|喇叭")
_ENOUGH = 2  # words in common from which it is no chance
_AHEAD = 8  # lines within which somebody is told what she has just said
_WEAK = {
    "知道", "事情", "时候", "东西", "地方", "没有", "什么", "怎么", "一个",
    "大人", "师傅", "今天", "明天", "昨天", "昨晚", "昨夜", "咱们", "他们",
    "我们", "你们", "自己", "人家", "起来", "出来", "回来", "过来", "下来",
    "上来",
}  # fmt: skip


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    yield from _asks_what_she_heard(story)
    yield from _asks_who_died(story)
    yield from _before_entering(story)
    yield from _before_told(story)


def _break(spot: Spot, other: Spot, term: str, what: str) -> Break:
    return Break(code="CONTINUITY.KNOWLEDGE", spot=spot, other=other, term=term, what=what)


def _content(story: Told, text: str) -> set[str]:
    """Return the words of a text that tell something: nouns, deeds, places; no people there."""
    return {
        word
        for word, tag in tagged(text)
        if len(word) > 1 and tag[0] in "nvj" and word not in _WEAK and not story.named(word)
    }


def _asks_what_she_heard(story: Told) -> Iterator[Break]:
    """Yield 班主上哪儿去了 from one who was told that he was taken away."""
    for scene in story.scenes:
        for i, spot in enumerate(scene):
            found = _ASKS_WHERE.search(spot.text) if spot.spoken and not spot.back else None
            word = (
                re.sub(r"^.*[，。！]", "", next(filter(None, found.groups()), "")) if found else ""
            )
            if len(word) < 2 or not spot.line.speaker:
                continue
            who = set(story.named(word))
            for before in scene[:i]:
                told = before.spoken and before.line.speaker != spot.line.speaker
                about = word in before.text or bool(who & set(story.named(before.text)))
                here = any(
                    s.line.speaker == spot.line.speaker
                    for s in scene[: before.at - scene[0].at + 3]
                )
                if (
                    told
                    and about
                    and here
                    and _FATE.search(before.text)
                    and "？" not in before.text
                ):
                    yield _break(
                        spot, before, word, f"{spot.line.speaker}刚听说{word}的下落，这里又问"
                    )
                    break


def _asks_who_died(story: Told) -> Iterator[Break]:
    """Yield one who says that a man is dead and then asks who."""
    said: dict[str, Spot] = {}
    for spot in story.spots:
        speaker = spot.line.speaker
        if not (speaker and spot.spoken) or spot.back:
            continue
        before = said.get(speaker)
        if before and before.number == spot.number and _ASKS_DEAD.search(spot.text):
            yield _break(before, spot, speaker, f"{speaker}后面才问谁死了，这里已经说得出")
            said.pop(speaker)
        elif _DEAD.search(spot.text) and "？" not in spot.text:
            said[speaker] = spot


def _before_entering(story: Told) -> Iterator[Break]:
    """Yield who comes in and names what was said before she came."""
    for scene in story.scenes:
        spoke: set[str] = set()
        for i, spot in enumerate(scene):
            speaker = spot.line.speaker
            if not (speaker and spot.spoken) or spot.back or speaker in spoke:
                continue
            spoke.add(speaker)
            came = next(
                (s for s in scene[max(0, i - 2) : i] if s.line.type == "action"
                 and speaker in story.named(s.text) and _ENTERS.search(s.text)), None,
            )  # fmt: skip
            if came is None or _HEARD.search(spot.text) or _HEARD.search(came.text):
                continue
            earlier = [s for s in scene if s.at < came.at and s.spoken]
            new = _content(story, spot.text) - _known(story, speaker, scene[0].at)
            shared = {w for w in new if any(w in s.text for s in earlier)}
            if len(shared) >= _ENOUGH:
                first = next(s for s in earlier if any(w in s.text for w in shared))
                yield _break(
                    spot,
                    first,
                    "、".join(sorted(shared)),
                    f"{speaker}才进来，前面的话没有听到，这里说得出",
                )


def _known(story: Told, name: str, before: int) -> set[str]:
    """Return the words of every scene up to a line in which somebody was."""
    return set().union(
        *(_content(story, s.text) for s in story.spots[:before] if _there(story, s, name))
    )


def _there(story: Told, spot: Spot, name: str) -> bool:
    return name in spot.scene.cast or name in story.talking(spot)


def _places(
    story: Told,
) -> tuple[defaultdict[str, set[int]], defaultdict[str, set[int]]]:
    """Return the scenes of each word, and those of each person."""
    where: defaultdict[str, set[int]] = defaultdict(set)
    here: defaultdict[str, set[int]] = defaultdict(set)  # the scenes of each person
    for scene in story.scenes:
        for name in {*scene[0].scene.cast, *(s.line.speaker or "" for s in scene)}:
            here[name].add(scene[0].number)
    for spot in story.spots:
        for word in _content(story, spot.text):
            where[word].add(spot.number)
    return where, here


def _before_told(story: Told) -> Iterator[Break]:
    """Yield who names what only those know who were in another scene, and is told it just after."""
    where, here = _places(story)
    for spot in story.spots:
        speaker = spot.line.speaker
        if not (speaker and spot.spoken) or spot.back or _HEARD.search(spot.text):
            continue
        words = {w for w in _content(story, spot.text) if min(where[w]) < spot.number}
        if len(words) < _ENOUGH:
            continue
        mine = {n for n in here[speaker] if n < spot.number}
        before = [s for s in story.scene(spot) if s.at < spot.at]
        secret = {
            w for w in words
            if not any(n in mine for n in where[w] if n < spot.number) and not any(w in s.text for s in before)
        }  # fmt: skip
        if len(secret) < _ENOUGH:
            continue
        for after in story.spots[spot.at + 1 : spot.at + _AHEAD]:
            told = (
                after.spoken and after.line.speaker != speaker and after.number == spot.number
                and "是你" not in after.text
            )  # fmt: skip
            if told and sum(w in after.text for w in secret) >= _ENOUGH - ("有" in after.text):
                yield _break(
                    spot, after, "、".join(sorted(secret)), f"{speaker}后面才听说，这里已经说得出"
                )
                break
