"""Days counted: today and 三天后, the eve of a feast, a term that runs, seasons that do not meet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heritage_kb.dates import numeral
from scriptgen.reviewing.rules.continuity.months import DAY, MONTH, MONTH_DAYS, ordinal
from scriptgen.reviewing.rules.continuity.told import Break, Spot, Told, clauses

_N = r"([一二两三四五六七八九十]{1,3})"
_DATE = re.compile(rf"(?:{MONTH})?{DAY}(?![个年岁多几两块文天日里级层座人只封])")
_FEASTS = {
    "中秋": (8, 15), "端午": (5, 5), "重阳": (9, 9), "元宵": (1, 15), "上元": (1, 15),
    "七夕": (7, 7), "中元": (7, 15), "腊八": (12, 8), "除夕": (12, 30), "大年三十": (12, 30),
    "小年": (12, 23), "龙抬头": (2, 2), "上巳": (3, 3), "寒衣": (10, 1), "下元": (10, 15),
}  # fmt: skip
_FEAST = re.compile("|".join(_FEASTS))
_TODAY = re.compile(r"今日|今天|今儿|今晚|今夜|眼下|日子到了|就在今")
_TOMORROW = re.compile(r"明日|明天|明儿|明晚")
_AFTER = re.compile(rf"(?:再过|还有|过)?{_N}[天日](?:之?后|就是|便是)?")
_LEFT = re.compile(rf"(?:还有|还剩|只剩|再有){_N}[天日]")
_TERM = re.compile(rf"(?:限|给)(?:你|他|她|你们|我)?(?:们)?{_N}[天日]")
_EXPIRED = re.compile(rf"{_N}[天日](?:之?期)?(?:已|都|就)?(?:到了|满了|期满|已到|已满|的限期到)")
_PROMISED = re.compile(r"一准|准到|一定到|必到|为期|交货|如期|保证|准时|还上|兑现")
_KEPT = re.compile(r"一天不差|一日不差|守信|准时|如期|没误|不误|说到做到|果然|正是时候|没失信")
_SLACK = 1  # a day more or less: today may count or not


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    yield from _counted(story)
    yield from _terms(story)
    yield from _seasons(story)


def _days_in(text: str, now: int | None) -> list[tuple[int, int]]:
    """Return the days that a text names, each with where it stands."""
    found = [
        (day, m.start())
        for m in _DATE.finditer(text)
        if (day := ordinal(m[1], m[2], now)) is not None
    ]
    for m in _FEAST.finditer(text):
        month, number = _FEASTS[m[0]]
        found.append(((month - 1) * MONTH_DAYS + number, m.start()))
    return found


def _counted(story: Told) -> Iterator[Break]:
    """Yield a today that does not fit the tomorrow, the count or the promise before it."""
    now: int | None = None
    due: list[tuple[int, Spot, str]] = []  # a day set, the line, and how it was set
    for spot in story.spots:
        if spot.back:
            continue
        if spot.later():
            now, due = None, []
        for clause in clauses(spot.text):
            days = _days_in(clause, now)
            today = days[0][0] if days and (_TODAY.search(clause) or "到了" in spot.text) else None
            if today is not None:
                yield from _against(spot, today, due)
                now = today
            elif days and _TOMORROW.search(clause):
                due.append((days[0][0], spot, "明"))
                now = days[0][0] - 1
            elif days and _PROMISED.search(clause):
                due.append((days[-1][0], spot, "约"))
            elif days and spot.spoken:
                due.append((days[-1][0], spot, "说"))
            count = _LEFT.search(clause) or (_AFTER.search(clause) if "后" in clause else None)
            if count and now is not None:
                then = now + (numeral(count[1]) or 0)
                yield from _set_before(spot, then, due)
                due.append((then, spot, "数"))


def _against(spot: Spot, today: int, due: list[tuple[int, Spot, str]]) -> Iterator[Break]:
    """Yield what a today does not go with; an eve already told, a day counted, a promise kept."""
    for day, line, how in reversed(due):
        wrong = (
            (how == "明" and today + _SLACK < day and line.number <= spot.number)
            or (how == "数" and abs(today - day) > _SLACK and _same_matter(line, spot))
            or (how == "约" and today != day and bool(_KEPT.search(spot.text)))
        )
        if wrong:
            yield Break(
                code="CONTINUITY.DATE", spot=spot, other=line, what="日子数下来对不上",
                suggestion="照前面说的日子改，或写明改了期。",
            )  # fmt: skip
            return


def _same_matter(one: Spot, two: Spot) -> bool:
    """Tell whether two lines name one deed, by two characters in common that are no date."""
    plain = [
        re.sub(r"[一二三四五六七八九十初廿月日天正腊冬后今，。]", "　", s.text) for s in (one, two)
    ]
    pairs = {plain[0][i : i + 2] for i in range(len(plain[0]) - 1)}
    return any("　" not in pair and pair in plain[1] for pair in pairs)


def _set_before(spot: Spot, then: int, due: list[tuple[int, Spot, str]]) -> Iterator[Break]:
    """Yield 还有九天 where the day just spoken of is in four."""
    near = [one for one in due if one[2] in "说约" and spot.at - one[1].at <= 3]
    if near and all(abs(day - then) > _SLACK for day, *_ in near):
        yield Break(
            code="CONTINUITY.DATE",
            spot=spot,
            other=near[-1][1],
            what="还剩的天数与说定的日子对不上",
        )


_PASSED = re.compile(rf"{_N}[天日](?:之?后|过去)|(次日|翌日|第二天|隔天|转天)")


def _terms(story: Told) -> Iterator[Break]:
    """Yield 五天到了 where a caption let only two pass since the term was set."""
    term: tuple[int, Spot] | None = None
    passed = told = 0
    heading = -1
    for spot in story.spots:
        if spot.back:
            continue
        said = spot.scene.time if heading != spot.number else ""
        heading = spot.number
        said += spot.text if spot.line.type in ("caption", "mark") else ""
        leap = _PASSED.search(said)
        if leap:
            told += 1
            passed += 1 if leap[2] else numeral(leap[1]) or 0
        found, over = _TERM.search(spot.text), _EXPIRED.search(spot.text)
        if found:
            term, passed, told = (numeral(found[1]) or 0, spot), 0, 0
        elif term and over and told and numeral(over[1]) == term[0] and passed < term[0] - _SLACK:
            yield Break(
                code="CONTINUITY.DATE", spot=spot, other=term[1], term=over[0],
                what=f"限期{term[0]}天，前面只过了{passed}天",
            )  # fmt: skip
            term = None


_WINTER = re.compile(
    r"冬月|腊月|十一月|十二月|正月|寒冬|隆冬|数九|三九|大寒|小寒|冬至|大雪纷飞|除夕|腊八|祭灶|小年|立冬|冬天|冬日|(?<!\d)(?:12|1|2)月"
)
_SUMMER = re.compile(
    r"(?<!十)五月|六月|七月|伏天|三伏|盛夏|酷暑|小暑|大暑|端午|入伏|夏至|夏天|夏日|(?<!\d)[678]月"
)
_WESTERN = re.compile(r"(?:\d{4}|[一二][一二三四五六七八九〇零]{3})年二月")
_HOT = re.compile(
    r"知了|蝉鸣|蝉声|蝉在|蒲扇|萤火虫|蛙声|荷花|荷叶|西瓜|凉席|赤膊|光着膀子|汗流浃背|暑气|麦浪|麦子?黄|桃花|柳絮|杏花|葡萄架下|摇着扇|蚊子|凉粉|井水镇|中暑|穿着背心"
)
_COLD = re.compile(
    r"冰凌|冰溜|冰碴|大雪|雪花|飘雪|积雪|雪地|的雪|雪(?:没过|下得|落在|片)|结冰|结了冰|冰花|冻得|冻住|冻硬|呵着?手|呵气|哈气成|白气|炭盆|火盆|火炉|炉火|棉袄|棉衣|皮袄|围炉|霜花|腊梅|梅花|滑冰"
)
_NOT_NOW = re.compile(
    r"像|似|如|梦|画|绣|图|等|明年|去年|那年|想|盼|唱|戏|纸|反季|冤|六月雪|六月飞雪"
)


def _seasons(story: Told) -> Iterator[Break]:
    """Yield cicadas in the twelfth month, icicles in the dog days."""
    for scene in story.scenes:
        season: tuple[re.Pattern[str], Spot, str] | None = None
        heading = f"{scene[0].scene.time}"
        for spot in scene:
            dated = spot.line.type == "caption" or _TODAY.search(spot.text)
            said = heading + (spot.text if dated else "")
            said = _WESTERN.sub("2月", said)
            cold, hot = _WINTER.search(said), _SUMMER.search(said)
            if cold or hot:
                season = (_HOT, spot, cold[0]) if cold else (_COLD, spot, hot[0] if hot else "")
            wrong = season[0].search(spot.text) if season else None
            if (
                season
                and wrong
                and not spot.back
                and not _NOT_NOW.search(spot.text)
                and spot.line.type == "action"
            ):
                yield Break(
                    code="CONTINUITY.TIME", spot=spot, other=season[1], term=wrong[0],
                    what=f"这一场是{season[2]}，却有“{wrong[0]}”",
                )  # fmt: skip
