"""Dates: years in order, inside their age and reign, and agreeing with each other in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heritage_kb.dates import ORDINAL, numeral
from heritage_kb.periods import Calendar
from heritage_kb.records import DatedTerm, Entry, Period
from heritage_kb.rules.complaint import Complaint, error, warning
from heritage_kb.sexagenary import SEXAGENARY, sexagenary_of, years_called
from heritage_kb.store import KnowledgeBase

_LONGEST_LIFE = 110
_BORN = (1880, 2010)  # bearers of a list that began in 2006
_FIGURES = r"(?:公元)?(前?\d{2,4})年?"
_ABOUT = re.compile("[一二三四五六七八九]{2,}")  # 八九年 is eight or nine, not 89
_WINTER = re.compile(r"^(?:冬|(?:闰)?十[一二]?月|腊月|除夕)[^，。；（(]{0,6}")
_BRACKETED_YEAR = re.compile(rf"^[（(]{_FIGURES}[）)，,、；]")
_YEAR_BEFORE = re.compile(
    rf"(?<![\d/或至、—–-]){_FIGURES}[（(][^，。；（）()\d]{{0,3}}$"
)  # 857年（唐大中…
_SIGNS_AFTER = re.compile(rf"^[（(，,]?({SEXAGENARY})(?![日朔晦时])")
_SIGNS_AND_YEAR = re.compile(
    rf"({SEXAGENARY})年?[（(]{_FIGURES}[）)]|(?<!\d)(\d{{3,4}})年[（(]?({SEXAGENARY})(?![日朔晦时])"
)
_HAN = "\u3400-\u9fff"
_ALONE = r"(?<![后先前南北东西大蜀\d])"  # 后唐, 北宋 and 西晋 are names of their own


# -- fields ------------------------------------------------------------------------------


def entry_dates(entry: Entry, kb: KnowledgeBase) -> Iterator[Complaint]:
    """Complain of years out of order, outside the entry's age, or beyond a human life."""
    yield from _ordered(entry.start_year, entry.end_year)
    first, last = entry.start_year, entry.end_year
    lived = 0 if first is None or last is None else last - first
    if entry.kind == "person" and lived > _LONGEST_LIFE:
        yield error("LIFE", f"生卒 {first}—{last} 相距 {lived} 年")
    yield from _in_its_age(entry, kb)
    for one in entry.fields.get("inheritors", ()):
        born = one.get("birth_year")
        if born is not None and not (isinstance(born, int) and _BORN[0] <= born <= _BORN[1]):
            yield error("BIRTH_YEAR", f"传承人{one.get('name', '')}生于 {born} 年不合常理")


def term_dates(term: DatedTerm) -> Iterator[Complaint]:
    """Complain of a dated term whose years are out of order."""
    yield from _ordered(term.earliest, term.latest)


def period_dates(period: Period) -> Iterator[Complaint]:
    """Complain of a reign that does not lie in its period."""
    yield from _ordered(period.start, period.end)
    for era, year in period.eras.items():
        # A realm may carry on the era of the one before it.
        early = period.start is not None and year < period.start - 60
        late = period.end is not None and year > period.end
        if early or late:
            yield error("ERA", f"年号{era}（{year}）不在本时代之内")


def _ordered(first: int | None, last: int | None) -> Iterator[Complaint]:
    if first == 0 or last == 0:
        yield error("YEAR_ZERO", "没有公元零年")
    if first is not None and last is not None and first > last:
        yield error("YEAR_ORDER", f"起年 {first} 晚于止年 {last}")


def _in_its_age(entry: Entry, kb: KnowledgeBase) -> Iterator[Complaint]:
    first, last = entry.start_year, entry.end_year
    year = first if first is not None else last
    ages = [kb.periods[id] for id in entry.periods if id in kb.periods]
    if year is None or not ages or entry.kind == "period":
        return
    until = last if last is not None else year
    if not any(_meets(age, year, until) for age in ages):
        said = "、".join(age.title for age in ages)
        complain = warning if entry.note else error  # a conflict that is told stays a conflict
        yield complain("YEAR_AGE", f"{year} 年不在所标时代（{said}）之内")


def _meets(age: Period, first: int, last: int) -> bool:
    """Tell whether the years meet the age, with a year to spare for the turn of a dynasty."""
    return (age.start is None or age.start - 1 <= last) and (
        age.end is None or first <= age.end + 1
    )


# -- texts -------------------------------------------------------------------------------


class DateRules:
    """The rules for dates in running text, by one calendar.

    Args:
        calendar: the periods and reigns.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._reign = re.compile(
            rf"({_either(calendar.reigns)})(?:({ORDINAL})年|(?=({SEXAGENARY})))"
        )
        names = [n for n in calendar.names if not n.isascii() and n not in ("今", "新")]
        self._age = re.compile(rf"{_ALONE}({_either(names)})")
        # 唐（740）, 唐代（740）; not 罗汉（1079）, whose last sign is the name of an age as well.
        long, short = (
            _either(n for n in names if len(n) > 1),
            _either(n for n in names if len(n) == 1),
        )
        self._age_year = re.compile(
            rf"{_ALONE}({long}|(?:{short})[代朝]|(?<![{_HAN}])(?:{short})|(?<=[为属是于自从至])(?:{short}))"
            rf"(?:代|朝)?[（(](\d{{3,4}})年?[）)]"
        )

    def said(self, text: str) -> Iterator[Complaint]:
        """Complain of reign years, sexagenary years and ages that contradict their figures."""
        for match in self._reign.finditer(text):
            yield from self._reign_year(match, text)
        for match in _SIGNS_AND_YEAR.finditer(text):
            signs, year = match[1] or match[4], _year(match[2] or match[3])
            if sexagenary_of(year) != signs:
                yield error("SEXAGENARY", f"{match.group()}：{year} 年是{sexagenary_of(year)}")
        for match in self._age_year.finditer(text):
            age, year = self._calendar.period(match[1]), int(match[2])
            if not _meets(age, year, year):
                yield error("AGE_YEAR", f"{match.group()}：{year} 年不在{age.title}")

    def _reign_year(self, match: re.Match[str], text: str) -> Iterator[Complaint]:
        era, ordinal, signs = match.groups()
        spans = self._of_its_dynasty(era, text[max(0, match.start() - 4) : match.start()])
        if not spans:
            yield error(
                "ERA_AGE", f"{text[max(0, match.start() - 4) : match.end()]}：朝代与年号不合"
            )
            return
        if signs:
            if not any(years_called(signs, a, b) for a, b in spans):
                yield error("SEXAGENARY", f"{era}年间没有{signs}年")
            return
        count = None if _ABOUT.fullmatch(ordinal) else numeral(ordinal)
        if count is None:
            return
        years = [_counted(a, count) for a, b in spans if _counted(a, count) <= b]
        if not years:
            yield error("ERA_LENGTH", f"{match.group()}：{era}没有这么长")
            return
        yield from _agreeing(match.group(), years, text[match.end() :])
        figures = _YEAR_BEFORE.search(text[: match.start()])
        if figures and _year(figures[1]) not in years:
            yield error("ERA_YEAR", f"{match.group()}是 {years[0]} 年，文中写 {figures[1]}")

    def _of_its_dynasty(self, era: str, before: str) -> list[tuple[int, int]]:
        """Return (first, last) year of each reign of the name that the dynasty before it allows."""
        reigns = self._calendar.reigns
        # A second reign of the name is filed as 后至元, and as often written without the 后.
        both = (*reigns[era], *reigns.get(f"后{era}", ()))
        spans = [(first, last) for _, first, last in both]
        named = [m for m in self._age.finditer(before) if m.end() == len(before)]
        if not named or named[-1][1] == era:
            return spans
        age = self._calendar.period(named[-1][1])
        return [span for span in spans if _meets(age, *span)]


def _agreeing(said: str, years: list[int], after: str) -> Iterator[Complaint]:
    """Compare a reign year with the figures or the signs right after it."""
    signs = _SIGNS_AFTER.match(after)
    if signs and all(sexagenary_of(year) != signs[1] for year in years):
        right = sexagenary_of(years[0])
        yield error("SEXAGENARY", f"{said}{signs[1]}：{years[0]} 年是{right}")
    rest = after[signs.end() :] if signs else after
    late = _WINTER.match(rest)  # the last months of the old year fall in the next of ours
    figures = _BRACKETED_YEAR.match(rest[late.end() :] if late else rest)
    if figures:
        given = _year(figures[1])
        if given not in years and not (late and given - 1 in years):
            yield error("ERA_YEAR", f"{said}是 {years[0]} 年，文中写 {figures[1]}")


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def _counted(first: int, count: int) -> int:
    year = first + count - 1
    return year + 1 if first < 0 <= year else year


def _year(figures: str) -> int:
    return -int(figures[1:]) if figures.startswith("前") else int(figures)
