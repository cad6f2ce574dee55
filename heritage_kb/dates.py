"""Dates in figures and numerals in characters: what stands in a text, before any calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LAST_YEAR = 2100
_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "元": 1,
}
NUMERAL = r"[元正一二三四五六七八九十百廿卅]+"
ORDINAL = rf"(?:{NUMERAL}|\d{{1,2}})"
_BCE = re.compile(r"(?:公元)?前(\d{1,4})(?:年)?(?:\s*[—–~～至到-]\s*(?:前)?(\d{1,4})年?)?")
_CE = re.compile(
    r"(?<![\d.年])(?:公元)?(\d{3,4})(?:年)?\s*[—–~～至到-]\s*(\d{3,4})(?:年)(?![\d.])"
    r"|(?<![\d.])公元(\d{1,4})年?|(?<![\d.年月])(\d{3,4})年(?![级代])"
    r"|(?<=[（(])(\d{3,4})(?:[—–~～-](\d{3,4}))?(?=[）)，,、；;])"
    r"|(?<!\d)([〇○零一二三四五六七八九]{3,4})年"
)
_DECADE = re.compile(r"(?<!\d)(1\d\d0|20\d0)年代")
_CENTURY = re.compile(r"(?:公元)?(前)?(\d{1,2}|[一二三四五六七八九十]+)世纪")


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """A date in a text: ``first`` to ``last`` (inclusive years) at characters ``span``.

    ``kind`` ``year`` is one year (or a given range of years), ``era`` a reign without a year
    (大中年间), ``dynasty`` an age.
    """

    text: str
    span: tuple[int, int]
    first: int
    last: int
    kind: Literal["year", "era", "dynasty"]

    def meets(self, other: When) -> bool:
        """Tell whether the two spans of years share a year."""
        return self.first <= other.last and other.first <= self.last


def numeral(text: str) -> int | None:
    """Return the value of a Chinese or Arabic whole number below 10000, else None.

    >>> numeral("二十三"), numeral("元"), numeral("一千"), numeral("12"), numeral("廿五")
    (23, 1, 1000, 12, 25)
    """
    if text.isdecimal():
        return int(text)
    if text and all(mark in _DIGITS for mark in text):
        return int("".join(str(_DIGITS[mark]) for mark in text))
    return _with_units(text.replace("廿", "二十").replace("卅", "三十").replace("正", "一"))


def in_characters(number: int) -> str:
    """Return a number from 0 to 99 in characters.

    >>> in_characters(7), in_characters(10), in_characters(24)
    ('七', '十', '二十四')
    """
    tens, ones = divmod(number, 10)
    marks = "零一二三四五六七八九"
    if tens == 0:
        return marks[ones]
    return (marks[tens] if tens > 1 else "") + "十" + (marks[ones] if ones else "")


def _with_units(text: str) -> int | None:
    total, digit = 0, 0
    for mark in text:
        if mark in ("十", "百", "千"):
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[mark]
            digit = 0
        elif mark in _DIGITS:
            digit = _DIGITS[mark]
        else:
            return None
    return total + digit if text else None


def plain_years(text: str) -> Iterator[When]:
    """Yield the years, spans of years, decades and centuries given in figures."""
    for match in _BCE.finditer(text):
        first = -int(match.group(1))
        last = -int(match.group(2)) if match.group(2) else first
        if "年" in match.group() or "公元" in match.group():
            yield _dated(match, first, last)
    for match in _CE.finditer(text):
        groups = [group for group in match.groups() if group]
        years = [y for y in map(numeral, groups) if y is not None]
        if years and all(0 < y <= LAST_YEAR for y in years):
            yield _dated(match, years[0], years[-1])
    for match in _DECADE.finditer(text):
        first = int(match.group(1))
        yield When(text=match.group(), span=match.span(), first=first, last=first + 9, kind="era")
    for match in _CENTURY.finditer(text):
        count = numeral(match.group(2))
        if count:
            first = -count * 100 if match.group(1) else (count - 1) * 100 + 1
            yield When(
                text=match.group(), span=match.span(), first=first, last=first + 99, kind="era"
            )


def _dated(match: re.Match[str], first: int, last: int) -> When:
    return When(text=match.group(), span=match.span(), first=first, last=last, kind="year")
