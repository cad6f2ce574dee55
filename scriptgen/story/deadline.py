"""How much time a story has left, episode by episode: the brief's own deadline, or a usual one."""

from __future__ import annotations

import re

from heritage_kb.dates import numeral
from scriptgen.brief import Brief

USUAL = ("四十天", "三十天", "二十天", "半个月", "十天", "七天", "五天", "三天", "两天", "一天", "半天")  # fmt: skip
_NIGHT = ("一夜", "大半夜", "半夜", "小半夜")
_SPAN = "(?P<count>[一二两三四五六七八九十百]{1,4}|半|\\d{1,3})(?P<unit>个多?月|月|个?时辰|个?小时|[天日夜年]|昼夜)"
_WITHIN = re.compile(f"{_SPAN}(?:之内|以内|内|里|为限|为期|的?期限|的?限期)")
_LEFT = re.compile(
    f"(?:限期?|只剩|还剩|剩下|只有|还有|只给[\u4e00-\u9fff]{{0,3}})(?:最后)?{_SPAN}(?!前|以前|之前)"
)
_SHARES = (1.0, 0.8, 0.65, 0.5, 0.35, 0.25, 0.15)
_DIGITS = "零一二三四五六七八九"
# What is left when a span runs out, in the next smaller measure.
_LAST = {
    "天": ("半天",),
    "年": ("半年", "三个月", "一个月", "十天", "三天"),
    "个月": ("半个月", "十天", "五天", "三天", "一天"),
    "个时辰": ("半个时辰", "一刻"),
    "个小时": ("半个小时", "一刻钟"),
}


def limits(brief: Brief) -> tuple[str, ...]:
    """Return what is left of the deadline, from the whole of it on; empty where none is said."""
    text = f"{brief.logline}。{'。'.join(brief.must)}"
    found = _WITHIN.search(text) or _LEFT.search(text)
    return _running_out(found["count"], found["unit"]) if found else ()


def one_night(brief: Brief) -> bool:
    """Tell whether the whole story is to happen within one night."""
    return limits(brief) == _NIGHT


def _running_out(said: str, unit: str) -> tuple[str, ...]:
    if unit == "夜" or (unit == "昼夜" and said == "一"):
        return _NIGHT
    unit = {"日": "天", "昼夜": "天", "月": "个月", "个多月": "个月", "时辰": "个时辰", "小时": "个小时"}.get(unit, unit)  # fmt: skip
    count = numeral(said.replace("两", "二"))
    if count is None:  # 半天, 半年
        return (f"半{unit}", *_LAST[unit][1:])
    left = sorted({max(1, int(count * share)) for share in _SHARES}, reverse=True)
    return (*(f"{_spelled(n)}{unit}" for n in left), *_LAST[unit])


def _spelled(count: int) -> str:
    """Return a count below 1000 as it is said before a measure word (两, not 二)."""
    if count == 2:
        return "两"
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (_DIGITS[ones] if ones else "")
