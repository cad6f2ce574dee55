"""Dates against the captions: 七月十五那一仗 where the caption said 八月十五, a day to come that is past."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heritage_kb.dates import numeral
from scriptgen.reviewing.rules.continuity.months import (
    MONTH_DAYS,
    day_of,
    month_start,
    ordinal,
)
from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told

_MONTH = r"(正|腊|冬|[一二三四五六七八九十]{1,2}|\d{1,2})月"
_DAY = r"(初[一二三四五六七八九十]|二十[一二三四五六七八九]?|廿[一二三四五六七八九]|十[一二三四五六七八九]?|三十|[一二三四五六七八九]|\d{1,2})"
_DATE = re.compile(rf"{_MONTH}{_DAY}[日号]?(?!个|年|天)")
_THAT = re.compile(
    rf"{_MONTH}{_DAY}[日号]?(?:那|的(?!时))(?:一|个)?(?:天|日|仗|夜|晚|案|回|场|次|火|早)?"
)
_TO_COME = re.compile(
    r"还早|还有|再|等到|到时|开学|交货|动身|启程|办|成亲|开业|比赛|考试|走|来得及|就要|赶得上"
)
_NEXT_YEAR = re.compile(r"明年|来年|转年|后年|去年|前年|那年|上回|上次|那天|那|已|了")
_DAYS_LEFT = re.compile(
    r"(?:再有|还有|还剩|再过|只剩)([一二两三四五六七八九十]{1,3}|\d{1,2}|半个月|半月)(?:天|日|$|，|。)?"
)
_WHEN = re.compile(r"几时|什么时候|哪天|何时|几号|多会儿|啥时候|几天|账期|期")
_YEAR_DAYS, _SLACK = 360, 1
_HALF_MONTH = 15


def check(story: Told) -> Iterator[Break]:
    """Yield dates that do not go with the captions and with what was set."""
    yield from _pointed_back(story)
    yield from _to_come(story)
    yield from _days_left(story)


def _break(spot: Spot, other: Spot, term: str, what: str) -> Break:
    return Break(code="CONTINUITY.DATE", spot=spot, other=other, term=term, what=what)


def _pointed_back(story: Told) -> Iterator[Break]:
    """Yield a day spoken of as 那天 that never was, where one that shares its month or day did."""
    days: dict[int, Spot] = {}
    for spot in story.spots:
        found = _THAT.search(spot.text) if spot.spoken and not spot.back else None
        day = ordinal(found[1], found[2]) if found else None
        if found and day and days and day not in days and not _far(spot.text):
            near = [d for d in days if (d - day) % MONTH_DAYS == 0]
            if near and all(0 < abs(d - day) < _YEAR_DAYS for d in near):
                yield _break(spot, days[near[0]], found[0], "前面没有这一天，只有同一天的另一个月")
        for one in _DATE.finditer(spot.text):
            if (number := ordinal(one[1], one[2])) is not None and not spot.back:
                days.setdefault(number, spot)


def _far(text: str) -> bool:
    return bool(re.search(r"去年|前年|那年|年前|每年|年年|往年|明年", text))


def _to_come(story: Told) -> Iterator[Break]:
    """Yield a day to come that is before the caption's."""
    now: tuple[int, Spot] | None = None
    for spot in story.spots:
        found = _DATE.search(spot.text)
        day = ordinal(found[1], found[2]) if found else None
        if spot.line.type in ("caption", "mark") and not spot.back:
            now = (day, spot) if day else (None if spot.later() else now)
        elif found and day and now and spot.spoken and not spot.back:
            after = spot.text[found.end() :]
            behind = 0 < now[0] - day < _YEAR_DAYS // 2
            if behind and _TO_COME.search(after) and not _NEXT_YEAR.search(spot.text):
                yield _break(spot, now[1], found[0], f"今天已过了{found[0]}，这里说得像还没到")


def _days_left(story: Told) -> Iterator[Break]:
    """Yield 再有五天 on the eighteenth for what was set for the twentieth."""
    now: int | None = None
    due: list[tuple[int, str, Spot]] = []
    for spot in story.spots:
        if spot.back:
            continue
        found = _DATE.search(spot.text)
        day = ordinal(found[1], found[2]) if found else None
        today = re.search(rf"(?:今天|今儿|今日)(?:就?是|都)?{_DAY}(?!个|天|岁)", spot.text)
        if spot.line.type in ("caption", "mark") and day:
            now = day
        elif today and not day and (number := day_of(today[1])):
            now = month_start(now) + number
        left = _DAYS_LEFT.search(spot.text)
        if left and now is not None and spot.spoken:
            count = (
                _HALF_MONTH
                if left[1].startswith("半")
                else numeral(left[1].replace("两", "二")) or 0
            )
            asked = spot.text + (story.spots[spot.at - 1].text if spot.at else "")
            near = [(d, s) for d, deed, s in due if deed in asked or s.at == spot.at - 1]
            if near and _WHEN.search(asked) and all(abs(now + count - d) > _SLACK for d, _ in near):
                yield _break(spot, near[-1][1], left[0], "还剩的天数与说定的日子对不上")
        due += _set(spot, now)


_DUE = re.compile(
    rf"(?:{_MONTH})?{_DAY}(?:日|号)?(?:才|就|便|前|要)?(回|到|返|交|开|还|走|成亲|办|行刑|动身)"
)
_TERM = re.compile(rf"(期)是?(?:月底|本月|这月)?{_DAY}")


def _set(spot: Spot, now: int | None) -> list[tuple[int, str, Spot]]:
    """Return the days that a spoken line sets, each with the first character of its deed."""
    found = []
    base = month_start(now)
    for one in _DUE.finditer(spot.text) if spot.spoken else ():
        number = day_of(one[2])
        day = ordinal(one[1], one[2]) if one[1] else (base + number if number else None)
        if day:
            found.append((day, one[3][0], spot))
    for one in _TERM.finditer(spot.text) if spot.spoken else ():
        if number := day_of(one[2]):
            found.append((base + number, "期", spot))
    return found
