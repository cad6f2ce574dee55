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
# The camera draws back: they are filming.
_FILMED = re.compile(r"片场|剧组|摇臂|监视器|场记|导演喊")
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
            yield scene, line, _elsewhere(line) or _speaks_from_today(line, here, scene) or here
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


def _elsewhere(line: Line) -> Years | None:
    """Return the years of a line that says itself that it plays in others than its scene."""
    if note := _NOTE.match(line.text):
        return _said(note[1])
    if line.type == "action" and _FILMED.search(line.text):
        return PRESENT
    if line.speaker and _TRAVEL.search(line.speaker):
        return PRESENT
    return PRESENT if _BROUGHT.search(line.text) else None


def _speaks_from_today(line: Line, here: Years | None, scene: SceneView) -> Years | None:
    """Return the present where a guide or a narrator tells of the past."""
    if here is None or here[1] >= PRESENT[0] or line.type not in ("dialogue", "vo", "os"):
        return None
    told = line.type == "vo" or bool(line.speaker and _OF_TODAY.search(line.speaker))
    return PRESENT if told and _TODAY_SAID.search(line.text) else None
