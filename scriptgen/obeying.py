"""Asked and got: what a brief wished for, beside what the draft has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import heritage_kb
from scriptgen.duration import spoken_characters
from scriptgen.genres import Taste, genres
from scriptgen.programmes import conveyed
from scriptgen.series import SOURCED_LINES, Episode, Series
from scriptgen.story.gate import banned_words
from scriptgen.story.shelf import open_shelf

_OFF = 0.10  # by which an episode's length may miss the wish
_UNPLAYED = re.compile(r"必写项只排进了大纲")


@dataclass(frozen=True, kw_only=True, slots=True)
class Obeyed:
    """One wish: what was asked, what came, whether it is met, and what to do where it is not."""

    wish: str
    asked: str
    got: str
    met: bool
    advice: str = ""


def obeyed(series: Series) -> list[Obeyed]:
    """Return the table of a draft, one row for each wish of its brief, in the brief's order."""
    return [
        *_counts(series),
        *_genres(series),
        *_lengths(series),
        *_limits(series),
        *_words(series),
        *_programmes(series),
    ]


def obeyed_json(series: Series) -> list[dict[str, Any]]:
    """Return the same as JSON values."""
    return [asdict(row) for row in obeyed(series)]


def _counts(series: Series) -> Iterator[Obeyed]:
    brief = series.brief
    plan, written = len(series.outline.episodes), len(series.episodes)
    yield Obeyed(
        wish="集数",
        asked=f"{brief.episodes} 集",
        got=f"大纲 {plan} 集，写成 {written} 集",
        met=plan == brief.episodes,
    )
    paid = [e.number for e in series.outline.episodes if e.paywall]
    wished = "付费点若干" if brief.business == "IAP" else "不设付费点"
    yield Obeyed(
        wish="商业模式",
        asked=f"{brief.business}：{wished}",
        got=f"付费点在第 {'、'.join(map(str, paid))} 集" if paid else "没有付费点",
        met=bool(paid) == (brief.business == "IAP") or len(series.outline.episodes) < 10,
    )


def _genres(series: Series) -> Iterator[Obeyed]:
    """Yield the words of the genre that no pack and no story engine knows."""
    taste = Taste(series.brief.genre)
    listed = {g for engine in open_shelf().engines.values() for g in engine.genres}
    strange = taste.unknown(listed)
    if not strange:
        return
    known = list(genres())
    near = [n for word in strange for n in difflib.get_close_matches(word, known, 1, 0.3)]
    yield Obeyed(
        wish="类型",
        asked=series.brief.genre,
        got=f"没有“{'”“'.join(strange)}”，照故事引擎自己的路数写",
        met=False,
        advice=f"可用的类型：{'、'.join(known)}。" + (f"最近的是{near[0]}。" if near else ""),
    )


def _lengths(series: Series) -> Iterator[Obeyed]:
    brief = series.brief
    if brief.chars:
        sizes = {e.number: float(characters(e)) for e in series.episodes}
        yield _length("单集字数", "字", brief.chars, sizes)
    else:
        sizes = {e.number: e.seconds for e in series.episodes}
        yield _length("单集秒数", "秒", brief.seconds, sizes)
    thin = [e.number for e in series.episodes if _cited(e) < SOURCED_LINES]
    yield Obeyed(
        wish="有据",
        asked=f"每集至少 {SOURCED_LINES} 行有出处",
        got=f"第 {_some(thin)} 集不足" if thin else "每集都有",
        met=not thin,
        advice="给题材添一门技艺或一处地点，可用的文段就多了。" if thin else "",
    )


def _length(wish: str, unit: str, asked: int, sizes: dict[int, float]) -> Obeyed:
    off = [n for n, size in sizes.items() if abs(size - asked) > asked * _OFF]
    span = f"{min(sizes.values()):.0f}–{max(sizes.values()):.0f}" if sizes else "–"
    return Obeyed(
        wish=wish,
        asked=f"{asked} {unit}（±10%）",
        got=f"{span} {unit}" + (f"；第 {_some(off)} 集超出" if off else ""),
        met=not off,
        advice="这几集的场样用尽了：缩短单集，或换一个种子重写。" if off else "",
    )


def characters(episode: Episode) -> int:
    """Return how many characters of action and speech an episode has, punctuation apart."""
    return sum(
        spoken_characters(element.text)
        for scene in episode.scenes
        for element in scene.elements
        if element.type != "mark"
    )


def _cited(episode: Episode) -> int:
    return sum(element.sourced for scene in episode.scenes for element in scene.elements)


def _limits(series: Series) -> Iterator[Obeyed]:
    brief = series.brief
    scenes = [scene for episode in series.episodes for scene in episode.scenes]
    if brief.cast:
        people = sorted({name for scene in scenes for name in scene.cast})
        yield Obeyed(
            wish="出场人数",
            asked=f"至多 {brief.cast} 人",
            got=f"{len(people)} 人：{'、'.join(people)}",
            met=len(people) <= brief.cast,
            advice=""
            if len(people) <= brief.cast
            else "离线初稿的故事要主角、师长、对手、同伴、主事人五个座次，请人合并角色。",
        )
    if brief.sets:
        places = list(dict.fromkeys(scene.place for scene in scenes))
        yield Obeyed(
            wish="场景数",
            asked=f"至多 {brief.sets} 处",
            got=f"{len(places)} 处：{'、'.join(places)}",
            met=len(places) <= brief.sets,
        )


def _words(series: Series) -> Iterator[Obeyed]:
    brief = series.brief
    if brief.must:
        left = [q for q in series.bible.questions if _UNPLAYED.search(q)]
        yield Obeyed(
            wish="必须",
            asked=f"{len(brief.must)} 条",
            got=f"{len(left)} 条只排进了大纲" if left else "都写进了戏或列入待人工判断",
            met=not left,
            advice="见人物小传后的待核清单，请人落笔。" if left else "",
        )
    if brief.avoid:
        banned = banned_words(brief)
        found = [
            f"{element.id} “{word}”"
            for episode in series.episodes
            for scene in episode.scenes
            for element in scene.elements
            for word in banned
            if word in element.text
        ]
        yield Obeyed(
            wish="避免",
            asked=f"{len(brief.avoid)} 条",
            got="；".join(found[:5]) if found else "没有出现",
            met=not found,
        )


def _programmes(series: Series) -> Iterator[Obeyed]:
    for programme, check, count, met in conveyed(series, heritage_kb.open()):
        per = "每集" if check.per == "episode" else "全剧"
        yield Obeyed(
            wish=f"创作计划·{programme.name}",
            asked=f"{check.what}：{per}至少 {check.at_least} 处",
            got=f"{count} 处",
            met=met or not series.episodes,
            advice="" if met else f"要传达的是：{programme.conveys}",
        )


def _some(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:8]))
    return shown if len(numbers) <= 8 else f"{shown} 等 {len(numbers)}"
