"""Whereabouts: who has gone speaks on in the room, who is far away or locked up turns up elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told, clauses

_LEAVES = re.compile(
    r"出门(?!来)|离去|离开了?$|离开了?[，。]|远去|走远|(?:走|跑|冲|退)出(?:了)?(?:门|屋|院|房|去|店|巷|庙|殿|厅|堂)(?!来)|退下|"
    r"出了门|摔门而去|拂袖而去|扬长而去|关门出去|夺门而出|策马而去|追出去|消失在|翻墙而出"
)
_HERE_AGAIN = re.compile(
    r"回来|返回|折回|回身|进来|进门|推门|走进|跑进|闯|又到|赶回|赶到|转回|探头|掀帘|现身|出现|迎面|站在|入内|停住|止步|站住|门口"
)
_BOUND = re.compile(
    r"押入(?:大)?牢|(?:叫|被|让)[^，。]{1,6}(?:带走|抓走|押走|捆走|逮走)了?|送上去[^，。]{1,4}的(?:火车|船|车)|押在(?:牢|狱)|打入(?:大|死|天)?牢|关进|收监|下狱|押下|押走|押往|锁进|关在(?:牢|狱|柴房|地窖)|投进(?:大)?牢"
)
_BACK_LATE = re.compile(
    r"(?:年底|明年|来年|开春|入秋|秋后|过年|[一二三四五六七八九十半几]+(?:个)?[年月]|下个?月)(?:后|以后|之后)?(?:才|再)?(?:能)?(?:回|归|返)|没(?:有)?[一二三四五六七八九十半几]+(?:个)?[年月]回不来|(?:这个|半个|几个)月别(?:露面|回来)"
)
_CARRIED_OFF = re.compile(
    r"(?:轮船|马车|驴车|骡车|车|船|火车|轿子?)[^，。]{0,4}(?:越走越远|越走越小|鸣笛|长鸣|辘辘远去|远去|开走|驶远|走远|驶离|离岸)"
)
_FREE = re.compile(
    r"放了|释放|放出|出狱|越狱|逃出|逃了|劫狱|赎出|无罪|大赦|救出|提审|带上来|押上|翻案|提上"
)
_UNSURE = re.compile(r"要是|再敢|小心|不然|否则|当心|休想|别|莫")
_STAYS = re.compile(r"欲|想要|正要|刚要|要走|没有|不肯")
_CALLED_AFTER = re.compile(r"[^，。！？]{1,6}！")
_CALLS = re.compile(r"叫住|拦住|追上|拉住|门外|隔着门|隔门|回头|帘外|窗外|电话|信")


_ASKED_AFTER = (
    r"(?:还好吗|可好|怎么(?:还)?没来|怎么(?:还)?不来|没来|不在(?!了)|让我带话|托我|捎话|捎信|来信)"
)


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away: since a line, from a scene only or from everywhere."""

    spot: Spot
    how: str
    lasting: bool


def check(story: Told) -> Iterator[Break]:
    """Yield who speaks or acts where she cannot be."""
    yield from _asked_after(story)
    away: dict[str, Away] = {}
    plans: dict[str, Spot] = {}
    for spot in story.spots:
        if spot.back:
            continue
        away = {
            name: gone
            for name, gone in away.items()
            if (gone.lasting and not spot.later()) or gone.spot.number == spot.number
        }
        yield from _heard(story, spot, away)
        for name in list(away):
            if name in story.named(spot.text) and (
                _HERE_AGAIN.search(spot.text) or _FREE.search(spot.text)
            ):
                away.pop(name)
        if spot.spoken and spot.line.speaker and _BACK_LATE.search(spot.text):
            plans[spot.line.speaker] = spot
        away |= dict(_gone(story, spot, plans))


def _asked_after(story: Told) -> Iterator[Break]:
    """Yield who speaks in a scene in which others ask how she is, and is not in its cast."""
    for scene in story.scenes:
        cast = "、".join(scene[0].scene.cast)
        for spot in scene:
            speaker = spot.line.speaker
            if not (spot.spoken and speaker and cast) or speaker in cast or spot.back:
                continue
            asked = next(
                (s for s in scene if s.spoken and s.line.speaker != speaker
                 and re.search(rf"{re.escape(speaker)}{_ASKED_AFTER}", s.text)), None,
            )  # fmt: skip
            if asked is not None:
                yield Break(
                    code="CONTINUITY.ABSENT", spot=spot, other=asked, term=speaker,
                    what=f"同一场里别人说{speaker}不在眼前，这里又说话",
                )  # fmt: skip


def _heard(story: Told, spot: Spot, away: dict[str, Away]) -> Iterator[Break]:
    """Yield a line of somebody who is away; a voice through a door or a wire is none."""
    speaker = spot.line.speaker
    if not spot.spoken or speaker is None or speaker not in away:
        return
    gone = away.pop(speaker)
    remote = f"{spot.line.parenthetical or ''}{spot.scene.place}{spot.scene.time}"
    near = [s.text for s in story.scene(spot) if gone.spot.at < s.at < spot.at]
    called = len(near) == 1 and _CALLED_AFTER.fullmatch(near[0])  # she answers on the way out
    if called or re.search(r"画外|电话|远|门外|喊|内|信", remote) or any(map(_CALLS.search, near)):
        return
    if gone.how == "锁" and re.search(
        r"牢|狱|监|柴房|地窖|公堂|大堂|刑场|法场|衙", spot.scene.place
    ):
        return
    if gone.how == "锁" and any(_FREE.search(s.text) for s in story.spots[gone.spot.at : spot.at]):
        return
    yield Break(
        code="CONTINUITY.ABSENT", spot=spot, other=gone.spot, term=speaker,
        what=f"{speaker}前面{_SAID[gone.how]}，这里又在场说话",
        suggestion="写明怎样回来的，或改成别人说、画外音。",
    )  # fmt: skip


_SAID = {"走": "已经离开", "锁": "被关押", "远": "已经远行"}


def _gone(story: Told, spot: Spot, plans: dict[str, Spot]) -> Iterator[tuple[str, Away]]:
    """Yield who goes away by a line."""
    for clause in clauses(spot.text):
        if _BOUND.search(clause) and not _UNSURE.search(spot.text):
            held = story.named(clause) or story.named(spot.text)
            if held:
                yield held[-1], Away(spot, "锁", True)
        if spot.line.type != "action":
            continue
        if _CARRIED_OFF.search(clause):
            for name in _riders(story, spot):
                yield name, Away(spot, "远" if name in plans else "走", name in plans)
        if _LEAVES.search(clause) and not (_STAYS.search(clause) or _HERE_AGAIN.search(spot.text)):
            named = story.named(clause) or story.named(spot.text)
            if named and re.match(rf"\w{{0,4}}{named[0]}(?!的|们|和|与|、|把|将)", spot.text):
                yield named[0], Away(spot, "走", False)


def _riders(story: Told, spot: Spot) -> list[str]:
    """Return who got into what drives away."""
    shown = [s for s in story.scene(spot) if s.at <= spot.at and s.line.type == "action"]
    return [
        name
        for s in shown[-2:]
        if re.search(r"上了|坐上|登上|跳上|爬上|坐进", s.text)
        for name in story.named(s.text)[:1]
    ]
