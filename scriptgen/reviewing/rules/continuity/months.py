"""Days of the old calendar as scripts write them: 腊月廿三, a bare 初五."""

from __future__ import annotations

from heritage_kb.dates import numeral

MONTH = r"(正|腊|冬|[一二三四五六七八九十]{1,2})月"
DAY = r"(初[一二三四五六七八九十]|二十[一二三四五六七八九]?|廿[一二三四五六七八九]|十[一二三四五六七八九]?|三十)"
MONTH_DAYS = 30  # of a month, for counting days
_NAMED = {"正": 1, "冬": 11, "腊": 12}


def month_of(text: str | None) -> int:
    """Return the number of a month, 0 where there is none.

    >>> month_of("腊"), month_of("八"), month_of(None)
    (12, 8, 0)
    """
    return (_NAMED.get(text) or numeral(text) or 0) if text else 0


def day_of(text: str) -> int:
    """Return the day of its month, 0 where it is none.

    >>> day_of("初五"), day_of("廿三")
    (5, 23)
    """
    return numeral(text.removeprefix("初").replace("廿", "二十")) or 0


def month_start(day: int | None) -> int:
    """Return the day of the year before the first of the month that a day lies in; 0 without one."""
    return day - (day - 1) % MONTH_DAYS - 1 if day else 0


def ordinal(month: str | None, day: str, now: int | None = None) -> int | None:
    """Return a day of the year as a number; a bare 初五 is in the month of ``now``.

    >>> ordinal("二", "初五"), ordinal(None, "初五", 40), ordinal(None, "初五")
    (35, 35, None)
    """
    number, which = day_of(day), month_of(month)
    if month is None:
        return month_start(now) + number if now is not None and number else None
    return (which - 1) * MONTH_DAYS + number if which and number else None
