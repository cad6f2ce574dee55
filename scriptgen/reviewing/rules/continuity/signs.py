"""Signs: what lines show of the hour, the season and the sky, and what cannot be at one time.

A table of many signs (``signs.tsv``) is read against the heading of the scene, against the month
that a caption gave last, and against the other signs of the scene. A sign is a guess at a time, so
what is found is a hint; what the strict rules find is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from heritage_kb.dates import numeral
from scriptgen.reviewing.lexicon import rows_of
from scriptgen.reviewing.rules.continuity.months import month_of
from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told, clauses

_COLUMNS = 4
_DAY_HOURS, _MONTHS = 24, 12
_HEADINGS = (  # what a heading names, and the hours it may mean
    (re.compile(r"凌晨|五更|四更"), (1, 7)),
    (re.compile(r"晨|早|拂晓|黎明|卯时|天亮"), (4, 10)),
    (re.compile(r"上午|辰时|巳时"), (6, 12)),
    (re.compile(r"正午|中午|晌午|午时"), (10, 15)),
    (re.compile(r"下午|午后|未时|申时"), (12, 19)),
    (re.compile(r"黄昏|傍晚|暮|日落|酉时|晚霞"), (16, 21)),
    (re.compile(r"夜|晚|[一二三]更|子时|丑时|亥时|戌时"), (18, 30)),
    (re.compile(r"日|昼|白天"), (5, 20)),
)
_CLOCK = re.compile(
    r"(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜)([一二三四五六七八九十]{1,2}|\d{1,2})点"
)
_NOON, _LATE = 12, ("下午", "傍晚", "晚上", "夜里")
_NOT_NOW = re.compile(
    r"像|似|如|仿佛|昨|明[日天早儿]|后[天日]|梦|画|想起|记得|那[年天回时日晚夜]|等到|天亮|天黑|图|戏台|绣|唱|要是|每[天日晚年]|天天|夜夜|年年|"
    r"以前|从前|当年|小时候|上回|上次|快要|就要|盼|还没|不见|没有(?!一)|若|假|照片|屏幕|电视|手机|歌|诗|名叫|牌"
)
_SPOKEN_NOW = re.compile(
    r"这(?:么|深|大|会|时|天|雪|雨|日头|太阳|月)|都[^，。]{0,4}了|看[^，。]{0,2}(?:月|星|日头|太阳|雪|雨)|下得|今[儿天日晚夜]|正|[晒淋浇冻热]"
)
_PASSES = re.compile(
    r"(?:雨|雪|风|雾|云)[^，。]{0,6}(?:停|住|散|小了|化|来了|过)|(?:日头|太阳|月亮?|星)[^，。]{0,6}(?:升|落|沉|出来|偏|斜|爬|转)|"
    r"天(?:色)?[^，。]{0,2}(?:亮了|大亮|黑|放?晴了|暗下)|"
    r"不知过了|一夜|整夜|一整天|半天过去|(?:个|几)时辰(?:过|后)|慢慢|渐"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """One row of ``signs.tsv``: of what, the span or the word, the pattern."""

    of: str
    span: tuple[int, int]
    word: str
    pattern: re.Pattern[str]


@cache
def signs() -> tuple[Sign, ...]:
    """Return every sign.

    Raises:
        ValueError: a row is malformed; the message names the row.
    """
    found = []
    for number, row in rows_of("signs"):
        if len(row) != _COLUMNS:
            raise ValueError(f"signs.tsv row {number}: four columns, got {len(row)}")
        start, _, end = row[1].partition("-")
        span = (int(start), int(end)) if end else (0, 0)
        found.append(
            Sign(of=row[0], span=span, word="" if end else row[1], pattern=re.compile(row[2]))
        )
    return tuple(found)


@cache
def _of(kind: str) -> tuple[tuple[Sign, ...], re.Pattern[str]]:
    """Return the signs of a kind, and a pattern that is there wherever one of them is."""
    rows = tuple(sign for sign in signs() if sign.of == kind)
    return rows, re.compile("|".join(sign.pattern.pattern for sign in rows))


def check(story: Told) -> Iterator[Break]:
    """Yield signs that do not go with their scene."""
    for scene in story.scenes:
        yield from _hours(story, scene)
        yield from _together(story, scene, "sky", "CONTINUITY.WEATHER")
        yield from _together(story, scene, "wind", "CONTINUITY.WEATHER")
    yield from _seasons(story)


def shown(story: Told, spot: Spot, kind: str) -> Iterator[tuple[Sign, str]]:
    """Yield the signs of a kind that a line has, as of now, with the words."""
    rows, any_of_them = _of(kind)
    if (
        spot.back
        or spot.line.type not in ("action", "dialogue")
        or not any_of_them.search(spot.text)
    ):
        return
    for clause in clauses(spot.text):
        if _NOT_NOW.search(clause) or (
            kind == "hour" and spot.spoken and not _SPOKEN_NOW.search(clause)
        ):
            continue
        clause = story.nameless(clause)
        for sign in rows:
            if found := sign.pattern.search(clause):
                yield sign, found[0]


def _hours(story: Told, scene: list[Spot]) -> Iterator[Break]:
    """Yield the first line of a scene that cannot be at the hour of its heading."""
    time = scene[0].scene.time or ""
    spans = [span for pattern, span in _HEADINGS if pattern.search(time)]
    if not spans or re.search(r"日夜|昼夜|[→\-－—~～至到转]", time):
        return
    for spot in scene:
        if _passes(spot):
            return
        said = [(sign.span, words) for sign, words in shown(story, spot, "hour")]
        if clock := _clock(spot):
            said = [clock]
        for span, words in said:
            if not _meet(spans[0], span, _DAY_HOURS):
                yield _break(
                    "CONTINUITY.TIME", spot, None, words,
                    f"场景标题写“{time}”，这里的“{words}”像是另一个时候",
                )  # fmt: skip
                return


def _passes(spot: Spot) -> bool:
    """Tell whether a shown line lets time or weather pass."""
    return not spot.back and not spot.spoken and _PASSES.search(spot.text) is not None


def _clock(spot: Spot) -> tuple[tuple[int, int], str] | None:
    """Return the hour that a line says, where it says the part of the day too."""
    found = _CLOCK.search(spot.text)
    if found is None or spot.back or spot.spoken or _NOT_NOW.search(spot.text):
        return None
    hour = numeral(found[2]) or 0
    if found[1] in _LATE and hour < _NOON:
        hour += _NOON
    return (hour, hour), found[0]


def _meet(one: tuple[int, int], two: tuple[int, int], turn: int) -> bool:
    """Tell whether two spans on a circle touch."""
    return bool(_within(one, turn) & _within(two, turn))


def _within(span: tuple[int, int], turn: int) -> set[int]:
    start, end = span
    end += turn if end < start else 0
    return {one % turn for one in range(start, end + 1)}


_CLASH = {frozenset(pair) for pair in (("晴", "雨"), ("晴", "雪"), ("晴", "雾"), ("风", "静"))}


def _together(story: Told, scene: list[Spot], kind: str, code: str) -> Iterator[Break]:
    """Yield the first line of a scene whose sky is not that of a line before it."""
    before: dict[str, Spot] = {}
    for spot in scene:
        if _passes(spot):
            before.clear()
            continue
        for sign, words in shown(story, spot, kind):
            other = next(
                (s for w, s in before.items() if frozenset((w, sign.word)) in _CLASH), None
            )
            if other is not None and other.at != spot.at:
                yield _break(code, spot, other, words, f"同一场里前面的天气与这里的“{words}”不像")
                return
            before.setdefault(sign.word, spot)


_MONTH = re.compile(
    r"(正|腊|冬|十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])月(?!亮|光|色|牙|饼|台|台|子)"
)


def _seasons(story: Told) -> Iterator[Break]:
    """Yield snow in July: a sign against the month told last, or against the sign before it."""
    month: tuple[tuple[int, int], Spot] | None = None
    told: set[int] = set()
    for spot in story.spots:
        if spot.later() and not spot.back:
            month = None
        if spot.line.type in ("caption", "mark") and not spot.back:
            found = _MONTH.search(spot.text)
            if found and (number := month_of(found[1])):
                month = (number, number), spot
            continue
        if month is None or spot.number in told:
            continue
        for sign, words in shown(story, spot, "season"):
            start, end = month[0][0] - 1, month[0][1] + 1
            if not _meet((start % _MONTHS, end), sign.span, _MONTHS):
                told.add(spot.number)
                yield _break(
                    "CONTINUITY.DATE", spot, month[1], words, f"这里的“{words}”不像字幕写的时令"
                )
                break


def _break(code: str, spot: Spot, other: Spot | None, term: str, what: str) -> Break:
    return Break(
        code=code, spot=spot, other=other, term=term, what=what, sure=False,
        suggestion="请核一下，不合就改一处。",
    )  # fmt: skip
