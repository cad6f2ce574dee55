"""Sexagenary years: 乙卯 is one year in sixty.

The count has run without a break since before the Han, so that the year's place in it is plain
arithmetic; the tests compare it with a calendar library over three thousand years.
"""

from __future__ import annotations

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
SEXAGENARY = f"[{_STEMS}][{_BRANCHES}]"


def sexagenary_of(year: int) -> str:
    """Return the two signs of a year (BCE negative, no year 0).

    >>> sexagenary_of(1555), sexagenary_of(857), sexagenary_of(-453)
    ('乙卯', '丁丑', '戊子')
    """
    count = (year + 1 if year < 0 else year) - 4
    return _STEMS[count % 10] + _BRANCHES[count % 12]


def years_called(signs: str, first: int, last: int) -> list[int]:
    """Return the years from ``first`` to ``last`` that bear the two signs."""
    return [year for year in range(first, last + 1) if year and sexagenary_of(year) == signs]
