"""The time of day and of year in the words of scene headings."""

from __future__ import annotations

import re

from heritage_kb.errors import UnknownName

# The middle of what a word covers; 时辰 begin at their first hour's middle (子时 is midnight).
_HOURS = {
    "凌晨": 4.0, "拂晓": 5.5, "黎明": 5.5, "清晨": 6.0, "早": 7.0, "晨": 6.0, "上午": 10.0,
    "日": 10.0, "昼": 10.0, "白天": 10.0, "正午": 12.0, "午后": 14.0, "下午": 15.0,
    "黄昏": 18.3, "傍晚": 18.3, "昏": 18.3, "暮": 18.3, "晚": 20.0, "夜": 21.0, "深夜": 23.0,
    "午夜": 0.0, "午": 12.0, "dawn": 6.0, "morning": 7.0, "day": 10.0, "noon": 12.0,
    "dusk": 18.3, "evening": 18.3, "night": 21.0,
}  # fmt: skip
SEASONS = {
    "春": ("春", "清明", "谷雨", "spring"), "夏": ("夏", "三伏", "伏天", "summer"),
    "秋": ("秋", "重阳", "autumn", "fall"), "冬": ("冬", "腊月", "数九", "三九", "winter"),
}  # fmt: skip
_NIGHT_WATCHES = {"一": 20.0, "初": 20.0, "二": 22.0, "三": 0.0, "四": 2.0, "五": 4.0}
_LONGEST = 6  # characters of a word for a season; more is a sentence
_WATCHES = "子丑寅卯辰巳午未申酉戌亥"


def hour_of(said: str) -> float:
    """Return the hour 0–24 of a time word, a 时辰 (酉时, 亥时三刻) or a number.

    Raises:
        UnknownName: no such time of day.
    """
    word = said.strip().lower()
    if word in _HOURS:
        return _HOURS[word]
    if night := re.search("([一初二三四五])更", word):
        return _NIGHT_WATCHES[night[1]]
    if watch := re.fullmatch(f"([{_WATCHES}])时?(?:([一二三四])刻)?", word):
        quarter = " 一二三四".find(watch[2] or " ")
        return (_WATCHES.index(watch[1]) * 2 + 0.25 * max(0, quarter)) % 24
    if clothed := [name for name in _HOURS if len(word) > 1 and word.endswith(name)]:
        return _HOURS[max(clothed, key=len)]  # 雨夜, 盛夏正午, 次日清晨
    try:
        hour = float(word)
    except ValueError:
        hour = -1.0
    if not 0 <= hour <= 24:
        raise UnknownName(
            f"时辰“{said}”不认识，可写 晨、昼、暮、夜、酉时 或 0 到 24 的数。",
            f"Unknown hour {said!r}: write 晨, 昼, 暮, 夜, 酉时 or a number 0-24.",
        )
    return hour


def season_of(said: str) -> str:
    """Return 春, 夏, 秋 or 冬 of a season as people say it (深秋, 腊月, autumn).

    Raises:
        UnknownName: no season is in the word.
    """
    word = said.strip().lower()
    found = [s for s, names in SEASONS.items() if any(name in word for name in names)]
    if len(found) != 1 or len(word) > _LONGEST:
        raise UnknownName(
            f"季节“{said[:20]}”不认识；请用 春、夏、秋、冬 之一。", f"Unknown season {said[:20]!r}."
        )
    return found[0]
