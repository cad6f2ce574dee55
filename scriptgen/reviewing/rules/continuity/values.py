"""Values: one attribute of one thing said twice, with two values that cannot both be so.

A price, a distance, a room, the hour at which a watch stopped, the years of a trade, the day of
an appointment. An attribute is known by its unit and by the words that both lines share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from heritage_kb.dates import numeral
from scriptgen.reviewing.rules.continuity.sums import amount
from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told, clauses
from scriptgen.reviewing.words import tagged

_N = r"[零〇一二两三四五六七八九十百千万\d]"
_KINDS = (  # what is measured, in which unit, and what tells that it is this and no other measure
    ("路程", rf"({_N}{{1,5}})(里地|里路|里|公里)(?![一-鿿]?[头面外边屋])", r"远|离|到|路|走|距|里地"),
    ("价钱", rf"({_N}{{1,6}})(块大洋|大洋|块钱|块|两银子|两|文钱|文|贯|吊|元)", r"卖|买|价|值|多少钱|怎么卖|贵|便宜|工钱|学费|房租|租金|彩礼|赏|押金|定钱|当了"),
    ("长短", rf"({_N}{{1,3}})(丈|尺|寸|米)", r"高|深|长|宽|厚"),
    ("重", rf"({_N}{{1,4}})(斤|担|石|吨)", r"重|沉|收|打|酿|装|欠"),
    ("亩数", rf"({_N}{{1,4}})(亩|垧)", r"地|田"),
    ("届", rf"第({_N}{{1,3}})(代|届|任)", r""),
)  # fmt: skip
_KIND = tuple((name, re.compile(p), re.compile(cue)) for name, p, cue in _KINDS)
_MOVED = re.compile(
    r"涨|降|跌|加|减|少收|便宜|再|又|还价|让|先|剩|另|原来|如今|现在|改|添|翻|抹|多给|少给|打折|一天|每|各|第[一二三]"
)
_PLAIN = {
    "人", "事", "时候", "地方", "东西", "钱", "银子", "大洋", "路", "天",
    "年", "月", "日", "话", "家", "里", "手", "头", "眼", "心", "大人",
    "师傅", "掌柜", "先生", "今天", "明天", "昨天", "多少", "上",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A value of some kind, the words that tell of what, and its line."""

    value: int
    said: str
    about: frozenset[str]
    spot: Spot


def check(story: Told) -> Iterator[Break]:
    """Yield values that do not agree."""
    yield from _measures(story)
    yield from _digits(story)
    yield from _clock(story)
    yield from _weekdays(story)
    yield from _trades(story)
    yield from _sided(story)


def _break(code: str, spot: Spot, other: Spot, term: str, what: str) -> Break:
    return Break(code=code, spot=spot, other=other, term=term, what=what)


def _about(story: Told, spot: Spot) -> frozenset[str]:
    """Return what a line is about: its nouns and places, with those of the question before it."""
    text = spot.text
    if spot.at and story.spots[spot.at - 1].number == spot.number:
        before = story.spots[spot.at - 1]
        if re.search(r"多|几|怎么卖|啥价", before.text) and before.spoken:
            text += before.text
    return frozenset(
        word for word, tag in tagged(text) if tag[0] == "n" and word not in _PLAIN and len(word) > 1
    )


def _measures(story: Told) -> Iterator[Break]:
    """Yield one distance, price or height told twice with two values."""
    known: dict[str, list[Value]] = {}
    for spot in story.spots:
        if spot.back or not spot.spoken or not re.search(_N, spot.text):
            continue
        for name, pattern, cue in _KIND:
            found = pattern.search(spot.text)
            around = spot.text + (story.spots[spot.at - 1].text if spot.at else "")
            value = amount(found[1]) if found else None
            if found is None or value is None or not cue.search(around):
                continue
            one = Value(value, found[0], _about(story, spot), spot)
            for other in known.get(name + found[2][0], []):
                same = one.about & other.about
                if (
                    same - story.names and other.value != value and other.spot.number != spot.number
                    and not _MOVED.search(spot.text) and not _MOVED.search(other.spot.text)
                ):  # fmt: skip
                    yield _break(
                        "CONTINUITY.PROP", spot, other.spot, found[0],
                        f"{'、'.join(sorted(same))}的{name}前面是{other.said}，这里是{found[0]}",
                    )  # fmt: skip
                    break
            known.setdefault(name + found[2][0], []).append(one)


_DIGITS = re.compile(
    r"(?<![零〇一二三四五六七八九十百千万\d])([零〇一二三四五六七八九\d]{3,4})(?![零〇一二三四五六七八九十百千万年\d两块文里]|个|公)"
)
_NUMBERED = re.compile(r"号|房|间|住|牌|柜|仓|床|室|车|电话|工号")


def _digits(story: Told) -> Iterator[Break]:
    """Yield a room or a plate that is another by one digit."""
    known: dict[str, Spot] = {}
    for spot in story.spots:
        if spot.back or spot.line.type == "caption":
            continue
        for found in _DIGITS.finditer(spot.text):
            near = spot.text + (story.spots[spot.at - 1].text if spot.at else "")
            if not _NUMBERED.search(near):
                continue
            number = "".join(str(numeral(c)) if c not in "零〇" else "0" for c in found[1])
            off = [n for n in known if len(n) == len(number)]
            other = next(
                (n for n in off if sum(a != b for a, b in zip(n, number, strict=True)) == 1), None
            )
            if other and number not in known:
                yield _break(
                    "CONTINUITY.PROP",
                    spot,
                    known[other],
                    found[0],
                    f"号数前面是{other}，这里是{number}",
                )
            known.setdefault(number, spot)


_HOUR = re.compile(
    r"([一二三四五六七八九十]{1,2}|\d{1,2})点(半|一刻|三刻|[零一二三四五六七八九十]{1,3}分|整)?"
)
_STOPPED = re.compile(r"停在|停于|停到")


def _clock(story: Told) -> Iterator[Break]:
    """Yield a watch that stopped at two hours."""
    first: tuple[str, Spot] | None = None
    for spot in story.spots:
        found = _HOUR.search(spot.text)
        near = spot.text + (story.spots[spot.at - 1].text if spot.at and spot.spoken else "")
        if found is None or not _STOPPED.search(near):
            continue
        if first is not None and first[0] != found[0]:
            yield _break(
                "CONTINUITY.PROP", spot, first[1], found[0], f"前面停在{first[0]}，这里是{found[0]}"
            )
        first = first or (found[0], spot)


_WEEKDAY = re.compile(r"(?:星期|礼拜|周)([一二三四五六日天])")


def _weekdays(story: Told) -> Iterator[Break]:
    """Yield an appointment on two days of the week."""
    known: list[tuple[str, frozenset[str], Spot]] = []
    for spot in story.spots:
        found = _WEEKDAY.search(spot.text)
        if found is None or not spot.spoken or spot.back:
            continue
        about = _about(story, spot)
        if spot.at and re.search(r"哪天|星期几|周几|几号|什么时候", story.spots[spot.at - 1].text):
            about |= frozenset(
                w for w, t in tagged(story.spots[spot.at - 1].text) if t[0] in "nv" and len(w) > 1
            )
        about |= frozenset(w for w, t in tagged(spot.text) if t[0] == "v" and len(w) > 1)
        other = next((s for day, words, s in known if day != found[1] and words & about), None)
        if other is not None and not re.search(r"改|推|提前|延", spot.text):
            yield _break("CONTINUITY.DATE", spot, other, found[0], "前面定的不是这一天")
        known.append((found[1], about, spot))


_ASKED_YEARS = re.compile(r"(?:做|干|当|学|唱|守|教|跑|练|开)了?(?:多少|几)年|(?:多少|几)年了")
_ANSWERED = re.compile(rf"^({_N}{{1,3}})年")
_TRADE = re.compile(
    rf"(?:做|干|当|学|唱|教|跑|练|守|熬|哑|打)了?(?:整整|快|足足)?({_N}{{1,3}})(?:多)?年"
)
_IN_FACT = 2  # years by which two sayings may be apart


def _trades(story: Told) -> Iterator[Break]:
    """Yield thirty-one years at a trade that are thirteen later."""
    known: dict[str, tuple[int, int, Spot]] = {}
    for spot in story.spots:
        speaker = spot.line.speaker
        if not (speaker and spot.spoken) or spot.back:
            continue
        asked = spot.at and _ASKED_YEARS.search(story.spots[spot.at - 1].text)
        found = (_ANSWERED.search(spot.text) if asked else None) or _TRADE.search(spot.text)
        own = asked or re.search(r"我|俺|咱|小老儿|老朽|老汉|在下", spot.text)
        if found is None or not own or re.search(r"[他她你您]", spot.text[: found.start()]):
            continue
        years, span = amount(found[1]) or 0, story.clock[spot.at][0]
        if years < 2:
            continue
        first = known.setdefault(speaker, (years, span, spot))
        turned = sorted(str(first[0])) == sorted(str(years)) and len(str(years)) > 1
        asked_too = (
            _ANSWERED.search(first[2].text) is not None
            or first[2].text[found.start() : found.start() + 1] == found[0][0]
        )
        if abs(first[0] - years) > _IN_FACT and first[1] == span and (turned or asked_too):
            yield _break(
                "CONTINUITY.DATE",
                spot,
                first[2],
                found[0],
                f"{speaker}前面说{first[0]}年，这里说{years}年",
            )


_SIDED = re.compile(
    r"(左|右)(?:边|侧|面|扇|只)?(?:的)?(?:那)?(?:只|扇|片|块|个|条)?(?:眼)?(镜片|车轮|轮子|袖口|袖子|袖|裤腿|门板|车灯|车门|耳环|耳坠|辫子|门扇|石狮子?|鞋)"
)
_DAMAGED = re.compile(r"碎|裂|破|断|掉|缺|坏|胶布|补|歪|丢|豁|烧|没了|漏|瘪")


def _sided(story: Told) -> Iterator[Break]:
    """Yield a broken lens that changes sides."""
    known: dict[tuple[str, str], tuple[str, Spot]] = {}
    for spot in story.spots:
        for clause in clauses(spot.text):
            found = _SIDED.search(clause)
            if found is None or not _DAMAGED.search(spot.text):
                continue
            who = story.meant(spot, spot.text[: spot.text.index(clause) + found.start()]) or ""
            first = known.setdefault((who, found[2]), (found[1], spot))
            if first[0] != found[1]:
                yield _break(
                    "CONTINUITY.PROP", spot, first[1], found[0],
                    f"前面坏的是{first[0]}边的{found[2]}，这里是{found[1]}边的",
                )  # fmt: skip
