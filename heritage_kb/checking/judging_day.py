"""Judging on which day of the year a fair is held, a god is born, a feast is kept (七月初二)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heritage_kb.checking.judgement import Judgement, Said, Subject, affirmed, against, borne
from heritage_kb.dates import numeral
from heritage_kb.normal import folded
from heritage_kb.records import Passage

_KINDS = ("custom", "craft", "opera", "site", "structure")
_MONTH = r"十[一二]|[一二三四五六七八九十]|(?<!\d)1?\d"
_DAY = re.compile(
    rf"(?<!年)(?P<month>[正冬腊]|{_MONTH})月"
    r"(?P<day>初[一二三四五六七八九十]|[二廿]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十|[1-3]?\d(?!\d))(?![几多来]|[个条样])"
)
_MONTHS = {"正": 1, "冬": 11, "腊": 12}
# What falls on one day a year.
_FEAST = re.compile("会|诞|生日|寿辰|祭|祀|供|开戏|唱戏|演戏|酬神|敬|社火|正日子|请神|抬神|迎神")


def judge_days(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Yield a judgement for each day of the year on which a clause puts a feast of its subject.

    A day is held against the one other that passages give to a feast there; where they give
    several, any of them may be meant.
    """
    text = folded(said.text)
    if subject.entry.kind not in _KINDS or not _FEAST.search(said.masked + said.sentence):
        return
    for match in _DAY.finditer(text):
        day = _day(match)
        feasts = [(p, d) for p in subject.passages for d in _feasts(p)]
        if day is None or not feasts:
            continue
        fitting = next((p for p, d in feasts if d == day), None)
        if fitting is not None:
            one = borne(match.group(), fitting)
        elif len({d for _, d in feasts}) == 1 and not _told(day, subject):
            one = against(match.group(), feasts[0][0])
        else:
            continue
        yield one.denied() if said.denies(match.start()) else one


def _day(match: re.Match[str]) -> tuple[int, int] | None:
    month = _MONTHS.get(match["month"]) or numeral(match["month"])
    day = numeral(match["day"].removeprefix("初"))
    return (month, day) if month and day and month <= 12 and day <= 31 else None


def _feasts(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield the days that a passage gives to a feast."""
    for piece in re.split("[。；]", folded(affirmed(passage))):
        if _FEAST.search(piece):
            yield from filter(None, map(_day, _DAY.finditer(piece)))


def _told(day: tuple[int, int], subject: Subject) -> bool:
    """Tell whether anything that is known of a thing has the day."""
    return any(day == _day(m) for p in subject.every for m in _DAY.finditer(folded(p.text)))


_FULL = re.compile(
    r"(?P<year>(?<!\d)[12]\d{3}|[一二][〇零一二三四五六七八九]{3})年"
    rf"(?P<month>{_MONTH})月"
    r"(?P<day>[二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]|[1-3]?\d)[日号]?"
)


def another_year(said: Said, subject: Subject) -> Judgement | None:
    """Return the contradiction of a full date, where the same day of another year is told."""
    for match in _FULL.finditer(folded(said.text)):
        year, *day = map(numeral, match.groups())
        told = [
            (p, [*map(numeral, m.groups())])
            for p in subject.passages
            for m in _FULL.finditer(folded(affirmed(p)))
        ]
        same = [(p, known) for p, known in told if known[1:] == day]
        if same and all(known[0] != year for _, known in same):
            return against(match.group(), same[0][0])
    return None
