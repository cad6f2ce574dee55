"""Ages as they are said: 十九岁, 二十有三, 年方二八, 虚岁十九, 年过半百, 四十出头, 属虎."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from heritage_kb.dates import numeral
from scriptgen.reviewing.rules.continuity.told import PARENTS, Break, Spot, Told

_NUMBER = r"([一二三四五六七八九十百两\d]{1,4})"
_TENS = r"([二三四五六七八九]?十[一二三四五六七八九]?|\d{2})"
_ROUND = r"([一二三四五六七八九]十|半百|\d0)"
_EXACT = re.compile(
    rf"{_NUMBER}岁|(?:今年|如今|现年|刚满|年方|年纪|才|刚好|整|都|快|老骨头){_TENS}(?:了|啦|，|。|$)|"
    rf"^(?:我|俺|老夫|老身|老汉)(?:今年|都|才|刚|已经)?{_TENS}(?:了|啦|，|。|$)|^{_TENS}，|"
    r"([二三四五六七八九]?十有[一二三四五六七八九])|"
    r"(?:实足|周岁|满)([一二三四五六七八九]?十[一二三四五六七八九]?)(?:周岁|岁|了|，|。|$)"
)
_COUNTED_EARLY = re.compile(rf"虚岁?(?:都|才|刚)?{_TENS}")
_ABOUT = (  # how it is said, the first and the last year after the round number
    (re.compile(rf"(?:奔|快(?:到)?|眼看|将近|不到){_ROUND}(?:的人|岁|了|，|。|$)"), -3, -1),
    (re.compile(rf"{_ROUND}(?:岁)?(?:才)?出头"), 1, 4),
    (re.compile(rf"{_ROUND}(?:岁)?(?:好几|大几)"), 4, 9),
    (re.compile(rf"{_ROUND}来岁|{_ROUND}岁?上下|{_ROUND}岁?左右|约莫{_ROUND}"), -3, 4),
    (re.compile(rf"{_ROUND}(?:多|几)(?:岁|了|的人)|(?:年过|年逾|年近过|过了){_ROUND}"), 1, 9),
    (re.compile(rf"年近{_ROUND}"), -3, -1),
)
_STAGES = {
    "豆蔻": (13, 14), "及笄": (15, 16), "二八年华": (16, 16), "年方二八": (16, 16),
    "弱冠": (20, 21), "而立": (30, 32), "不惑": (40, 42), "知天命": (50, 52),
    "花甲": (60, 69), "古稀": (70, 79), "耄耋": (80, 95),
}  # fmt: skip
_ANIMAL = re.compile(r"属(?:的是|了)?([鼠牛虎兔龙蛇马羊猴鸡狗猪])")
_LATER = re.compile(r"年后|数年|多年|岁月|转眼|又过")
_NOT_AGE = re.compile(r"那年|时候|时，|岁时|岁那|岁进|岁就|岁起|从小|年前|岁上")
_OLDEST = 110


@dataclass(frozen=True, slots=True)
class Age:
    """An age as said: between ``low`` and ``high`` years, at a character of a clause."""

    low: int
    high: int
    said: str
    start: int

    def fits(self, other: Age) -> bool:
        """Tell whether two sayings can be of one person within a year."""
        return self.low - other.high <= 1 and other.low - self.high <= 1


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    known: dict[str, tuple[Age, Spot]] = {}
    born: dict[str, tuple[str, Spot]] = {}
    for spot in story.spots:
        if _LATER.search(f"{spot.scene.time}{spot.text if spot.line.type == 'caption' else ''}"):
            known.clear()
        if spot.back or spot.line.type not in ("dialogue", "action", "caption"):
            continue
        for who, age in _aged(story, spot):
            first = known.setdefault(who, (age, spot))
            if not first[0].fits(age):
                yield Break(
                    code="CONTINUITY.AGE", spot=spot, other=first[1], term=age.said,
                    what=f"{who}前面是“{first[0].said}”，这里是“{age.said}”",
                )  # fmt: skip
        yield from _animals(story, spot, born)


def age_in(clause: str) -> Age | None:
    """Return the age that a clause says, None where it says none.

    >>> age_in("年过半百").low, age_in("虚岁十九").high
    (51, 19)
    """
    if _NOT_AGE.search(clause):
        return None
    for word, (low, high) in _STAGES.items():
        if word in clause:
            return Age(low, high, word, clause.index(word))
    for pattern, less, more in _ABOUT:
        found = pattern.search(clause)
        base = _value(found) if found else None
        if found and base:
            return Age(base + less, base + more, found[0].rstrip("，。"), found.start())
    early = _COUNTED_EARLY.search(clause)
    found = early or _EXACT.search(clause)
    age = _value(found) if found else None
    if found is None or age is None or not 1 < age < _OLDEST:
        return None
    return Age(age - 2 if early else age, age, found[0].rstrip("，。"), found.start())


def _value(found: re.Match[str]) -> int | None:
    text = next(filter(None, found.groups()), "")
    return 50 if text == "半百" else numeral(text.replace("有", ""))


def _aged(story: Told, spot: Spot) -> Iterator[tuple[str, Age]]:
    for clause in re.split(r"(?<=[，。！？；])", spot.text):
        age = age_in(clause)
        if age is None:
            continue
        who = _whose(story, spot, clause[: age.start] or clause)
        if who:
            yield who, age


def _animals(story: Told, spot: Spot, born: dict[str, tuple[str, Spot]]) -> Iterator[Break]:
    """Yield one who is born in the year of two animals."""
    for clause in re.split(r"(?<=[，。！？；])", spot.text):
        found = _ANIMAL.search(clause)
        who = _whose(story, spot, clause[: found.start()]) if found else None
        if found is None or who is None:
            continue
        first = born.setdefault(who, (found[1], spot))
        if first[0] != found[1]:
            yield Break(
                code="CONTINUITY.AGE", spot=spot, other=first[1], term=found[0],
                what=f"{who}前面属{first[0]}，这里属{found[1]}",
            )  # fmt: skip


def _whose(story: Told, spot: Spot, before: str) -> str | None:
    speaker = spot.line.speaker
    named = story.named(before)
    if named:
        return named[-1]
    if re.search(r"我|俺", before):
        return speaker if spot.spoken else None
    if re.search(rf"(?:{PARENTS})$|^(?:我)?(?:{PARENTS})", before):
        return story.elder(speaker)
    if re.search(r"你|您", before):
        others = story.talking(spot) - {speaker}
        return others.pop() if len(others) == 1 else None
    if re.search(r"[她他这那]|[一-鿿]{2,}的|^[男女]，|岁的人", before) or re.search(
        r"岁的人|^[男女]，", spot.text
    ):
        return _shown_before(story, spot)
    return speaker if spot.spoken else None


def _shown_before(story: Told, spot: Spot) -> str | None:
    """Return whom the picture last showed: the one that people talk about."""
    for before in reversed(story.spots[max(0, spot.at - 4) : spot.at]):
        named = story.named(before.text)
        if before.line.type == "action" and named and before.number == spot.number:
            return named[0] if named[0] != spot.line.speaker else None
    return None
