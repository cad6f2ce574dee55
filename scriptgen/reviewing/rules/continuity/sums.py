"""Sums: what is left, what is short, so many times as much, so many years since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from heritage_kb.dates import numeral
from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told

_NUMBER = "[一二两三四五六七八九十百千万\\d]"
_MONEY = "块大洋|块现洋|大洋|块钱|块|元|文钱|文|两银子|两|贯|吊|毛|分"
_AMOUNT = re.compile(
    rf"(?<![第初\d一二两三四五六七八九十百千万零])({_NUMBER}{{1,7}})(?:({_MONEY})(?![一-鿿]?[着儿地]))?"
    rf"(?![年月日号点岁天个只条级层口里更句声次回步遍把成])"
)
_LOWER = {"百": "十", "千": "百", "万": "千"}
_WINDOW = 12  # lines back in which an amount belongs to the sum
_SMALLEST = 10  # an amount without a unit is one from here


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as said, at a character of a line."""

    value: int
    unit: str
    start: int
    spot: Spot


def amount(text: str) -> int | None:
    """Return the value of an amount as it is said.

    >>> amount("三百二"), amount("两千四"), amount("十五")
    (320, 2400, 15)
    """
    plain = text.replace("两", "二")
    short = re.search(r"([百千万])([一二三四五六七八九])$", plain)
    return numeral(plain + _LOWER[short[1]] if short else plain)


def amounts(spot: Spot) -> list[Amount]:
    """Return the sums of money that a line says; a bare number counts from ten."""
    found = []
    for one in _AMOUNT.finditer(spot.text):
        value = amount(one[1])
        if value and (one[2] or value >= _SMALLEST):
            found.append(Amount(value, one[2] or "", one.start(), spot))
    return found


def check(story: Told) -> Iterator[Break]:
    """Yield sums that do not come out."""
    yield from _money(story)
    yield from _priced(story)
    yield from _rest(story)
    yield from _left(story)
    yield from _since(story)


def _wrong(spot: Spot, other: Spot | None, term: str, what: str) -> Break:
    return Break(code="CONTINUITY.PROP", spot=spot, other=other, term=term, what=what)


_TIMES = re.compile(r"([两三四五六七八九十])倍")
_SHORT = re.compile(
    rf"(?:还|就|只)(?:差|短|缺|少)(?:着|了)?({_NUMBER}{{1,7}})(?!{_NUMBER}|[年月天个岁])"
)
_TOGETHER = re.compile(
    rf"(?:加一块儿?|加起来|加在一块儿?|合起来|凑一块儿?|凑起来|连本带利|两下里?)[^，。]{{0,3}}?({_NUMBER}{{1,7}})"
)
_ONCE_MORE = re.compile(r"左右|上下|差不多|来块|多块|几[块两文百十]|不止|少说|怕|约")


def _money(story: Told) -> Iterator[Break]:
    """Yield a shortage, a total or a multiple that no amounts of the scene come to."""
    for spot in story.spots:
        if not spot.spoken or spot.back or _ONCE_MORE.search(spot.text):
            continue
        near = [
            one for s in story.scene(spot) if 0 <= spot.at - s.at <= _WINDOW for one in amounts(s)
        ]
        short, total, times = (p.search(spot.text) for p in (_SHORT, _TOGETHER, _TIMES))
        if times:
            yield from _multiple(spot, near, times)
        for found, fits in ((short, _is_short), (total, _is_total)):
            said = amount(found[1]) if found else None
            if found is None or said is None or said < _SMALLEST:
                continue
            others = [one for one in near if not (one.spot is spot and one.start >= found.start())]
            values = list(dict.fromkeys(one.value for one in others))[-6:]
            if len(values) > 1 and not fits(values, said):
                yield _wrong(
                    spot, others[-1].spot, found[0], f"{found[0]}：前面的数算下来不是这个数"
                )


_EACH = re.compile(
    rf"(?:一|每|每一)([斗斤尺个匹张块只石担碗壶天月亩封卷趟])({_NUMBER}{{1,5}})(文钱|文|块钱|块|元|两|毛)"
)
_BOUGHT = re.compile(
    rf"({_NUMBER}{{1,3}})([斗斤尺个匹张只石担碗壶天月亩封卷趟])[^。\d]{{0,6}}?[，是共]?(?:一共)?({_NUMBER}{{2,5}})(文钱|文|块钱|块|元|两|毛)"
)


def _priced(story: Told) -> Iterator[Break]:
    """Yield five pecks at eighty that make three hundred."""
    for scene in story.scenes:
        each: dict[tuple[str, str], tuple[int, Spot]] = {}
        for spot in scene:
            for found in _BOUGHT.finditer(spot.text) if spot.spoken else ():
                price = each.get((found[2], found[4][0]))
                count, total = amount(found[1]) or 0, amount(found[3]) or 0
                if price and count > 1 and price[0] * count != total:
                    yield _wrong(
                        spot,
                        price[1],
                        found[0],
                        f"一{found[2]}{price[0]}，{count}{found[2]}不是{total}",
                    )
            for found in _EACH.finditer(spot.text) if spot.spoken else ():
                each[found[1], found[3][0]] = (amount(found[2]) or 0, spot)


def _multiple(spot: Spot, near: list[Amount], times: re.Match[str]) -> Iterator[Break]:
    own = [one for one in near if one.spot is spot]
    before = [one for one in near if one.spot is not spot and spot.at - one.spot.at <= 4]
    by = numeral(times[1].replace("两", "二")) or 0
    if len(own) == 1 and before and all(own[0].value != one.value * by for one in before):
        yield _wrong(
            spot,
            before[-1].spot,
            times[0],
            f"前面的{before[-1].value}，{times[0]}不是{own[0].value}",
        )


def _is_short(values: list[int], said: int) -> bool:
    """Tell whether one amount less some of the others leaves what is said to be short."""
    return said in values or any(
        need - sum(part) == said
        for i, need in enumerate(values)
        for size in range(1, len(values))
        for part in combinations(values[:i] + values[i + 1 :], size)
    )


def _is_total(values: list[int], said: int) -> bool:
    """Tell whether some of the amounts come to a total."""
    return said in values or any(
        sum(part) == said
        for size in range(2, len(values) + 1)
        for part in combinations(values, size)
    )


_PAID = re.compile(
    rf"(?:还|给|付|交|用|花)(?:了|过)?({_NUMBER}{{1,6}})(?:{_MONEY})?，?(?:就)?(?:下剩|还剩|剩下|还欠|还差|欠着|剩)(?:着|了)?({_NUMBER}{{1,6}})"
)
_LENT = re.compile(
    rf"(?:借|欠|该|赊|贷)(?:了)?[^，。]{{0,6}}?({_NUMBER}{{1,6}})(?:{_MONEY})?，(?:还|已还|还了|付了)?[^，。]{{0,4}}?(?:还欠|下剩|还剩|欠)({_NUMBER}{{1,6}})"
)


def _rest(story: Told) -> Iterator[Break]:
    """Yield a rest of a debt that is another than it was, after the same was paid."""
    known: list[tuple[int, int, Spot]] = []  # what was paid, what is left
    for spot in story.spots:
        if spot.back or not spot.spoken:
            continue
        lent, paid = _LENT.search(spot.text), _PAID.search(spot.text)
        if lent:
            whole, left = amount(lent[1]) or 0, amount(lent[2]) or 0
            known.append((whole - left, left, spot))
        elif paid:
            gave, left = amount(paid[1]) or 0, amount(paid[2]) or 0
            other = next((s for had, rest, s in known if had == gave and rest != left), None)
            if other is not None:
                yield _wrong(spot, other, paid[0], f"还了{gave}，前面算下来剩的不是{left}")
            known.append((gave, left, spot))


_UNITS = "支张只匹把条块颗枚斤碗包袋封坛本捆根件头发"
_HAVE = re.compile(
    rf"(?<![还剩])({_NUMBER}{{1,4}})([{_UNITS}])([一-鿿])|({_NUMBER}{{1,4}})([{_UNITS}])(?:，|。|！|$)"
)
_REMAINS = re.compile(rf"(?:还剩|只剩|就剩|剩下|还有|剩)(?:下|了)?({_NUMBER}{{1,4}})([{_UNITS}])")
_USES = re.compile(r"射|撒|用|喝|吃|丢|扔|送|递|卖|打|放|给|拿|烧|点|花|掰|撕|发|甩|投|掷")


def _left(story: Told) -> Iterator[Break]:
    """Yield twelve arrows, three shot, eleven left."""
    state: dict[str, tuple[int, str, Spot]] = {}  # by measure word: how many, of what, where said
    used: dict[str, int] = {}
    for spot in story.spots:
        if spot.back:
            continue
        left = _REMAINS.search(spot.text)
        if left and left[2] in state:
            had, thing, line = state[left[2]]
            now, gone = amount(left[1]) or 0, used.get(left[2], 0)
            if now > had or (gone and had - gone != now):
                yield _wrong(
                    spot, line, left[0], f"前面是{had}{left[2]}{thing}，用去{gone}，这里剩{now}"
                )
            state[left[2]], used[left[2]] = (now, thing, spot), 0
            continue
        if spot.line.type == "action":
            for unit, (_, thing, _) in state.items():
                used[unit] = used.get(unit, 0) + _spent(spot.text, unit, thing)
            if _USES.search(spot.text):
                continue
        for found in _HAVE.finditer(spot.text):
            number, unit, thing = found[1] or found[4], found[2] or found[5], found[3] or ""
            if (value := amount(number)) and value > 2:
                state[unit], used[unit] = (value, thing, spot), 0


def _spent(text: str, unit: str, thing: str) -> int:
    """Return how many of a thing a shown line uses up: 连射三箭, 撒下四张网."""
    if not _USES.search(text):
        return 0
    found = re.search(rf"({_NUMBER}{{1,3}})(?:{unit}|{re.escape(thing) if thing else unit})", text)
    return (amount(found[1]) or 0) if found else 0


_YEAR = re.compile(
    r"(?<!\d)((?:19|20)?\d\d|[一二][一二三四五六七八九〇零]{3}|[二三四五六七八九][零〇一二三四五六七八九])年"
)
_YEARS = re.compile(rf"(?:整整?|都|有|已经?|快)?({_NUMBER}{{1,3}})(?:个)?年(?:了|啦|整)")
_CENTURY = 1900


def _since(story: Told) -> Iterator[Break]:
    """Yield 七零年来的，整十年了 in a scene of 1976."""
    now: tuple[int, Spot] | None = None
    for spot in story.spots:
        if spot.year is not None and not spot.back:
            now = spot.year, spot
        if now is None or not spot.spoken or spot.back or spot.later():
            continue
        began, lasted = _YEAR.search(spot.text), _YEARS.search(spot.text)
        if not began or not lasted or lasted.start() < began.end():
            continue
        year = numeral(began[1].replace("〇", "零")) or 0
        year += _CENTURY if year < 100 else 0
        years = amount(lasted[1]) or 0
        if abs(now[0] - year - years) > 1 and year <= now[0]:
            yield Break(
                code="CONTINUITY.DATE", spot=spot, other=now[1], term=lasted[0],
                what=f"{began[0]}到{now[0]}年是{now[0] - year}年，这里说{years}年",
            )  # fmt: skip
