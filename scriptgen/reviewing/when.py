"""The years in which each line of a script plays, so that its things are judged by their own time.

The story's years come from the context or the brief; a scene heading or a caption may name others
(唐大中十一年, 1937年, 民国二十六年, 千年后·当代), a 【闪回】 keeps them to itself, and a voice of today
(a guide, a narrator who says 今天) speaks from the present.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import heritage_kb
from scriptgen.reviewing.findings import Line, Review, SceneView

Years = tuple[int, int]

PRESENT: Years = (2015, 2026)
_NOW = re.compile(
    r"现代|当代|现今|今日|如今|千年后|百年后|几百年后|一千多年后|多年以后的今天|二十一世纪|21世纪"
)
# What takes a scene out of the order of events, and what brings it back.
BACK = re.compile(r"闪回|回忆|插叙|往事|前世|古代线|梦(?!想|话)")
BACK_END = re.compile(r"(?:闪回|回忆|插叙|往事|梦境?)(?:结束|完|止|毕)|闪出|回到现实|现代线|梦醒")
_OF_TODAY = re.compile(
    r"导游|讲解员|解说|主持人|记者|游客|馆长|考古|博物馆|修复师|研究员|教授|旁白|纪录片"
)
_TODAY_SAID = re.compile(
    r"今天的我们|如今的|至今|一千多年(?:前|后)|几百年(?:前|后)|千年前|古人|古代|那个年代|在当时|唐朝人|宋朝人|明朝人|清朝人|历史上|据记载|考古"
)
_TRAVEL = re.compile(r"穿越|来自现代|现代人|从\d{4}年来|时空")
_NOTE = re.compile(r"【([^】]{2,20})】")  # 【闪前·2024年】 at the head of a line
# Notes after which either the story's time or today may play.
_LOOSE = re.compile(r"闪前|现实|梦醒|穿越|直播|片[尾头]|彩蛋|花絮|平行|剧中剧|戏外|镜头外|画外")
# Pictures that run into those of another time.
_DISSOLVED = re.compile(
    r"(?:画面|镜头|景)[^，。：]{0,3}(?:叠化|叠印|切[到至换]|转[到至]|化[为作入])|画面一[黑转闪]"
)
# Years that a line itself looks forward to, and how a narrator looks ahead.
_AHEAD = re.compile(
    r"(?<!\d)(?:1[89]\d\d|20[0-4]\d)年|[一二](?:[九八〇零][〇零一二三四五六七八九]{2}|千零[一二三四五六七八九十]{1,3})年"
    r"|(?:百|千|几十|数十)多?年(?:之|以)?后|(?:又过|再过|还[要有得][^，。]{0,3}|距离?[^，。]{2,14})[^，。]{0,6}[百千]|[几多]?百[^，。]{0,4}年[^，。]{0,4}才"
)
# Somebody of today thinks: she was a coder, there is no penicillin here.
_FROM_TODAY = re.compile(
    r"现代(?!化)|二十一世纪|21世纪|两千零|[上前][一]?辈子|前世|原主|原身|宿主|穿(?:越|书|过来|来|成|到)|一?睁眼|醒来|醒在|回不去|这里没有|这个年代|这年头|古代|古人|要是有|如果有|若是有|还不如"
)
_SYSTEM = re.compile(r"系统|弹幕|AI|机械音|提示音")
# The camera draws back: they are filming.
_FILMED = re.compile(r"片场|剧组|摇臂|监视器|场记|导演喊|^导演(?:（[^）]*）)?：")
_CREW = re.compile(r"^(?:副?导演|场记|制片|摄影师?|灯光师?|群演|编剧|剧务)")
_SET = re.compile(
    r"卡[！，。]|开机|收工|盒饭|机位|台词|群演|镜头|替身|这[条场]|补拍|杀青|戏服|道具|妆"
)
_BROUGHT = re.compile(
    r"从(?:二十一世纪|21世纪|现代|未来|后世|几百年后|一千年后)[^，。]{0,6}[带来穿过回]"
)


def years_of(review: Review) -> Iterator[tuple[SceneView, Line, Years | None]]:
    """Yield each line with its scene and the first and last year in which it plays; None unknown."""
    base = story_years(review)
    now = base
    for _, scene in review.script.scenes():
        here = _said(f"{scene.time} {scene.place}") or (now if _runs_on(scene) else base)
        outer: Years | None = None
        for line in scene.lines:
            if line.type == "mark" and BACK_END.search(line.text):
                here, outer = outer or base, None
            elif line.type == "mark" and BACK.search(line.text):
                outer, here = here, _said(line.text) or here
            elif line.type in ("caption", "mark"):
                here = _said(line.text) or here
            yield (
                scene,
                line,
                _elsewhere(line, here) or _speaks_from_today(line, here, scene) or here,
            )
        now = here


def story_years(review: Review) -> Years | None:
    """Return the first and last year of the story; None when nothing was said."""
    context = review.context
    if context.year is not None:
        return context.year, context.year
    if context.period:
        period = heritage_kb.open().period(context.period)
        if period.start is not None:
            return period.start, period.end if period.end is not None else PRESENT[1]
    return None


def travels(review: Review) -> bool:
    """Tell whether somebody of today is in an older time: what she says is hers."""
    said = [review.script.title]
    brief = review.script.brief
    if brief is not None:
        said += [brief.logline, brief.genre or "", *map(str, brief.must or ())]
    if review.context.genre:
        said.append(review.context.genre)
    return any(_TRAVEL.search(part or "") for part in said)


def _said(text: str) -> Years | None:
    """Return the years that a heading or a caption names."""
    if _NOW.search(text):
        return PRESENT
    kb: Any = heritage_kb.open()
    dated = [when for when in kb.calendar.years_in(text) if when.kind == "year"]
    if dated:
        return dated[0].first, dated[0].last
    spelled = re.search(r"(?:^|[^\d])(1[0-9]{3}|20[0-4]\d)(?:年|[^\d]|$)", text)
    return (int(spelled[1]), int(spelled[1])) if spelled else None


def year_said(text: str) -> int | None:
    """Return the one year that a caption names; None for a reign, a century, or no year."""
    said = _said(text)
    return said[0] if said is not None and said[0] == said[1] else None


def _runs_on(scene: SceneView) -> bool:
    return bool(re.search(r"连续|同时|紧接|稍后|片刻", scene.time))


def _elsewhere(line: Line, here: Years | None) -> Years | None:
    """Return the years of a line that says itself that it plays in others than its scene."""
    if note := _NOTE.match(line.text):
        return _said(note[1]) or (_or_today(here) if _LOOSE.search(note[1]) else None)
    if line.parenthetical and re.search("[年代]", line.parenthetical):
        return _said(line.parenthetical)
    if line.type == "action" and _FILMED.search(line.text):
        return PRESENT
    if line.speaker and _TRAVEL.search(line.speaker):
        return PRESENT
    if line.speaker and _CREW.search(line.speaker) and _SET.search(line.text):
        return PRESENT
    if _BROUGHT.search(line.text):
        return PRESENT
    return _or_today(here) if _looks_ahead(line) else None


def _or_today(here: Years | None) -> Years:
    """Return the years of a line that may play in its scene's time or today."""
    return (here[0], PRESENT[1]) if here else PRESENT


def _looks_ahead(line: Line) -> bool:
    """Tell whether a line shows or tells of times that are still to come."""
    if line.type == "action":
        return bool(_DISSOLVED.search(line.text))
    if line.type == "caption" or line.speaker == "旁白":
        return bool(_AHEAD.search(line.text) or _FROM_TODAY.search(line.text))
    thought = line.type in ("os", "vo")
    if thought and line.speaker and _SYSTEM.search(line.speaker):
        return True
    return thought and bool(_FROM_TODAY.search(line.text))


def _speaks_from_today(line: Line, here: Years | None, scene: SceneView) -> Years | None:
    """Return the present where a guide or a narrator tells of the past."""
    if here is None or here[1] >= PRESENT[0] or line.type not in ("dialogue", "vo", "os"):
        return None
    told = line.type == "vo" or bool(line.speaker and _OF_TODAY.search(line.speaker))
    return PRESENT if told and _TODAY_SAID.search(line.text) else None
