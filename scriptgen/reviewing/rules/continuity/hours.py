"""Hours and weather: night headings with a noon sun, rain and blazing sun in one scene, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heritage_kb.dates import numeral
from scriptgen.reviewing.rules.continuity.months import DAY, MONTH, day_of, month_of
from scriptgen.reviewing.rules.continuity.told import PARENTS, Break, Spot, Told

_NIGHT = re.compile(r"夜|子时|丑时|亥时|三更|二更|四更|五更|凌晨|深夜|半夜|晚上?$")
_DAY = re.compile(r"日|昼|午|晨|早|白天|上午|辰时|巳时|未时|申时")
_SUN = re.compile(
    r"烈日|正午|日头|太阳|阳光|晌午|艳阳|大中午|日光|晒着|晨光|朝阳|夕阳|夕照|夕光|斜阳|日影|日上三竿|骄阳|晴空|晚霞|"
    r"(?:上午|下午|中午|午后)[一二三四五六七八九十\d]{1,3}点|大白天|大晌午|晌饭|艳阳"
)
_MOON = re.compile(
    r"月亮|月光|月色|月牙|圆月|星光|星斗|繁星|满天星|三更|半夜|深夜|夜色|夜幕|银河|路灯[^，。]{0,6}亮|华灯|万家灯火|掌灯|天黑透|暮色|漆黑一片|黑灯瞎火|打更|"
    r"(?:晚上|夜里|夜晚|凌晨)[一二三四五六七八九十\d]{1,3}点"
)
_NOT_NOW = re.compile(
    r"像|似|如|昨|明[日天早]|梦|画|想起|记得|那年|那天|等到|天亮|天黑|图|戏台上|绣|唱|月亮门"
)
_RAIN = re.compile(
    r"下着呢|冒着?雨|雨伞|打着伞|浇透|浇了|淋透|大雨|暴雨|雨水|雨点|雨幕|雨丝|下着雨|雨里|雨中|瓢泼|淋得|淋着|雨越|雨声|雨(?:下|落|打|势|这么|正)|[下落淋]着?[^，。]{0,2}雨|倾盆"
)
_SNOW = re.compile(
    r"大雪|雪粒|雪沫|雪下|雪落|雪花|飘雪|雪落|下着雪|雪里|雪中|雪片|风雪|雪(?:下|正|越|积|没过)|积雪|鹅毛"
)
_DRY = re.compile(
    r"天晴得|晴得|晴着|天蓝得|瓦蓝|碧空|(?:月亮|月色)[^，。]{0,3}(?:亮|圆|明)|[一颗]星[星斗]|日头|烈日|太阳|晒|艳阳|万里无云|晴空|大晴天|旱|尘土飞扬|月亮正?圆|月光|满天星|繁星|没有?一[片丝]云|干得|尘土|黄土飞|滴水|燥热|热得"
)
_CLEARS = re.compile(
    r"雨停|雪停|放晴|雨住|雪住|天晴(?!得)|停了|出太阳|盼|雪化|化了雪|雨过|要下|快下|像要"
)
_N = r"([一二三四五六七八九十百两\d]{1,3})"
_SINCE = re.compile(
    rf"([一-鿿])(?:了|下|下去|镖|酒|人|货|信)?(?:都|已经?|有|整整)?{_N}年了?|{_N}年前(?:就|那|被|给)?([一-鿿])"
)
_TODAY = re.compile(rf"(?:今日|今天|今儿个?|今晚|今夜|眼下)(?:就?是|已是|都|才)?(?:{MONTH})?{DAY}")
_CAME = re.compile(rf"(?:{MONTH})?{DAY}[^，。]{{0,3}}?(?:才|就|便|刚|已经?)?(?:到|来|回|抵|进)")


def check(story: Told) -> Iterator[Break]:
    """Yield the breaks."""
    for spots in story.scenes:
        yield from _light(spots)
        yield from _weather(spots)
        yield from _wind(spots)
        yield from _fog(spots)
    yield from _durations(story)
    yield from _deeds(story)
    yield from _dates(story)


_PARTS = (  # of the day, as a heading names them, and what cannot be seen then
    (re.compile(r"夜|子时|丑时|亥时|三更|二更|四更|五更|深夜|半夜|晚上?$"), _SUN),
    (
        re.compile(r"暮|昏|傍晚|日落|酉时|晚霞"),
        re.compile(
            r"烈日|正午|晌午|日上三竿|中午|朝阳|旭日|晨光|曙光|[二三四五]更|半夜|深夜|当空|当头|满天星|星斗满|鸡叫|鸡鸣|天刚亮|天蒙蒙亮|东方发白|(?:上午|早上|凌晨)[一二三四五六七八九十\d]{1,3}点"
        ),
    ),
    (
        re.compile(r"晨|黎明|拂晓|清早|早$|卯时|天亮"),
        re.compile(
            r"正午|晌午|夕阳|落日|晚霞|夕照|斜阳|落山|三更|半夜|深夜|日头当|当头|西斜|满天星|中午|月色|月光|月亮|夜色|夜幕|星斗|繁星|银河|掌灯|华灯|"
            r"(?:下午|晚上|傍晚|中午)[一二三四五六七八九十\d]{1,3}点"
        ),
    ),
    (_DAY, _MOON),
)


def _light(spots: list[Spot]) -> Iterator[Break]:
    time = (spots[0].scene.time or "").replace("凌晨", "五更")
    if _NIGHT.search(time) and _DAY.search(time.replace("日夜", "")):
        return
    wrong = next((unseen for part, unseen in _PARTS if part.search(time)), None)
    if wrong is None:
        return
    for spot in spots:
        found = wrong.search(spot.text)
        if found is None or spot.back or _NOT_NOW.search(spot.text):
            continue
        if spot.line.type == "action" or (spot.spoken and _RIGHT_NOW.search(spot.text)):
            yield Break(
                code="CONTINUITY.TIME", spot=spot, term=found[0],
                what=f"场景标题写“{spots[0].scene.time}”，这里却是“{found[0]}”",
                suggestion="改场景标题的时，或改这一行。",
            )  # fmt: skip


_RIGHT_NOW = re.compile(
    r"这(?:深更|半夜|大半夜|大白天|大晌午|大中午|会儿|时候)|都(?:三更|半夜|落山|晌午|这会儿|下山)|(?:日头|太阳)(?:都|这么)|看这(?:月|星|日头|太阳)"
)


def _weather(spots: list[Spot]) -> Iterator[Break]:
    wet: Spot | None = None
    dry: Spot | None = None
    for spot in spots:
        if spot.back or _CLEARS.search(spot.text):
            wet = dry = None
            continue
        is_wet = _is_wet(spot) and not _NOT_NOW.search(spot.text.replace("雨如", "雨"))
        is_dry = _DRY.search(spot.text) and not _NOT_NOW.search(spot.text)
        other = dry if is_wet else wet if is_dry else None
        if other is not None and not (is_wet and is_dry):
            yield Break(
                code="CONTINUITY.WEATHER", spot=spot, other=other, what="同一场里又是雨雪又是晴日"
            )
        wet, dry = (spot if is_wet else wet), (spot if is_dry else dry)


_FOG = re.compile(r"[大浓起漫]雾|雾气?(?:太|很)?[大浓重]|雾锁|雾蒙蒙|对面不见人")
_CLEAR_VIEW = re.compile(
    r"(?:看|望|瞧)得?(?:清清楚楚|一清二楚|真真切切|分明)|一眼望到|历历在目|万里无云|晴空|日头|烈日"
)
_FOG_GONE = re.compile(r"雾散|雾退|雾气?(?:渐渐|慢慢)?散|薄雾")


def _fog(spots: list[Spot]) -> Iterator[Break]:
    thick: Spot | None = None
    for spot in spots:
        if spot.back or _FOG_GONE.search(spot.text):
            thick = None
        elif thick and _CLEAR_VIEW.search(spot.text) and spot.line.type == "action":
            yield Break(
                code="CONTINUITY.WEATHER", spot=spot, other=thick, what="同一场里又有大雾又看得远"
            )
        elif _FOG.search(spot.text) and spot.line.type == "action":
            thick = spot


_WINDY = re.compile(r"大风|狂风|风刮|风卷|风太大|风越|风吼|北风呼|顶着风")
_STILL = re.compile(r"一丝风(?:都|也)没|没有?一丝风|没风|风平浪静|纹丝不动")


def _wind(spots: list[Spot]) -> Iterator[Break]:
    windy: Spot | None = None
    still: Spot | None = None
    for spot in spots:
        is_windy, is_still = _WINDY.search(spot.text), _STILL.search(spot.text)
        other = still if is_windy else windy if is_still else None
        if other is not None:
            yield Break(
                code="CONTINUITY.WEATHER", spot=spot, other=other, what="同一场里又有风又没风"
            )
        windy, still = (spot if is_windy else windy), (spot if is_still else still)


def _is_wet(spot: Spot) -> bool:
    if spot.line.type == "action" and re.search(
        r"[大暴细冷]雨|雨(?=[落打下如中里声水停])|[大飘飞]雪", spot.text
    ):
        return True
    return bool(_RAIN.search(spot.text) or _SNOW.search(spot.text))


def _durations(story: Told) -> Iterator[Break]:
    """Yield 埋了二十年 against 十年前埋的: one verb, two numbers of years."""
    known: dict[str, tuple[int, Spot]] = {}
    for spot in story.spots:
        if spot.line.type not in ("dialogue", "action", "caption"):
            continue
        for found in _SINCE.finditer(spot.text):
            verb, years = found[1] or found[4], numeral(found[2] or found[3])
            if (
                years is None
                or verb in "我你他她的是在有年过这那了，国熙隆绪治丰光庆历靖德观宝平和"
                or years < 2
            ):
                continue
            first = known.setdefault(verb, (years, spot))
            if first[0] != years:
                yield Break(
                    code="CONTINUITY.DATE", spot=spot, other=first[1], term=found[0],
                    what=f"“{verb}”前面说{first[0]}年，这里说{years}年",
                )  # fmt: skip


_YEAR = r"(\d{4}|[一二三四五六七八九〇零]{4})年"
_AGO = r"(?:去年|前年|大前年|今年|上个?月|上周|昨[天夜晚]|前[天晚])(?:春天?|夏天?|秋天?|冬天?|腊月|正月)?"
_DEED_DAY = re.compile(
    rf"(?:{_AGO})?(?:{_YEAR})?(?:{MONTH})?(?:{DAY}|(\d{{1,2}}))?[日号]?(?:那天|那年|就|才|我|他|她|你)?"
    r"(开工|动工|竣工|完工|出生|生的|生日|结婚|成亲|过世|去世|死的|走的|失踪|动身|启程|开业|开张|落成|入伍|下井|退休|毕业|死了|埋的|离开的|回来的|买的|签的|到的|丢的)"
)


def _deeds(story: Told) -> Iterator[Break]:
    """Yield one deed with two dates: 四月一日开工 and 五月一日开工."""
    known: dict[tuple[str, str], tuple[str, Spot]] = {}
    for spot in story.spots:
        for found in _DEED_DAY.finditer(spot.text):
            date = found[0].removesuffix(found[5])
            if not re.search(r"[年月日号初十周天夜晚\d]", date):
                continue
            before = spot.text[: found.start()]
            kin = re.findall(PARENTS, before)
            who = (story.named(before) or kin or [spot.line.speaker or ""])[-1]
            first = known.setdefault((found[5], who), (date, spot))
            if first[0] != date and first[1].at != spot.at:
                yield Break(
                    code="CONTINUITY.DATE", spot=spot, other=first[1], term=found[0],
                    what=f"{found[5]}前面说是{first[0]}，这里说是{date}",
                )  # fmt: skip


def _dates(story: Told) -> Iterator[Break]:
    today: tuple[int, int, Spot] | None = None
    came: dict[str, tuple[int, Spot]] = {}
    heading = -1
    for spot in story.spots:
        if spot.back:
            continue
        said = spot.scene.time if spot.number != heading else ""
        heading = spot.number
        if spot.line.type in ("caption", "mark"):
            said += spot.text
        today = _passed(today, said)
        found = _TODAY.search(spot.text)
        if found:
            day = day_of(found[2])
            month = month_of(found[1])
            if today and day and _before(month, day, today):
                yield Break(
                    code="CONTINUITY.DATE", spot=spot, other=today[2], term=found[0],
                    what="日子倒着走了",
                )  # fmt: skip
            if day:
                today = (month or (today[0] if today else 0), day, spot)
        yield from _arrivals(spot, came)
    yield from _appointed(story)


_NEXT = re.compile(r"次日|翌日|第二天|隔天|隔日|转天")
_AFTER = re.compile(rf"{_N}(?:日|天)(?:之)?后")
_LAST_DAY = 30  # of a month


def _passed(today: tuple[int, int, Spot] | None, said: str) -> tuple[int, int, Spot] | None:
    """Return the day after what a heading or a caption says has passed; None past the month."""
    after = _AFTER.search(said)
    days = (numeral(after[1]) or 0) if after else int(bool(_NEXT.search(said)))
    if today is None or not days:
        return today
    month, day, spot = today
    return (month, day + days, spot) if day + days <= _LAST_DAY else None


def _arrivals(spot: Spot, came: dict[str, tuple[int, Spot]]) -> Iterator[Break]:
    for found in _CAME.finditer(spot.text):
        if not spot.spoken or found[1] is None:
            continue
        day = day_of(found[2])
        first = came.setdefault(found[1], (day, spot))
        if first[0] != day and first[1].at != spot.at:
            yield Break(
                code="CONTINUITY.DATE", spot=spot, other=first[1], term=found[0],
                what=f"前面是{found[1]}月到的，日子与这里不合",
            )  # fmt: skip


_FULL = rf"(?:{MONTH})?{DAY}"
_APPOINTED = re.compile(
    rf"(?:后|正好|定在|就在|等到|约在|选在|定了)(?:是)?{_FULL}|"
    rf"{_FULL}[，]?(?:办|成亲|过门|上梁|开戏|启程|完婚|开窑|交货|行刑|开张|是个?好日子|好日子|吉日|大喜|黄道)"
)
_DEED = re.compile(r"花轿|成亲|拜堂|上梁|开戏|启程|完婚|开窑|交货|行刑|开张|吉时")


def _appointed(story: Told) -> Iterator[Break]:
    """Yield the day named on which what was set for another day takes place."""
    set_for: tuple[int, int, Spot] | None = None
    for spot in story.spots:
        if spot.back or not spot.spoken:
            continue
        today = _TODAY.search(spot.text)
        if today and set_for and _DEED.search(spot.text) and day_of(today[2]) != set_for[1]:
            yield Break(
                code="CONTINUITY.DATE", spot=spot, other=set_for[2], term=today[0],
                what="先前定的不是这一天",
            )  # fmt: skip
        found = _APPOINTED.search(spot.text)
        if found is None:
            continue
        month, day = month_of(found[1] or found[3]), day_of(found[2] or found[4])
        if set_for and month and set_for[0] and (month, day) != set_for[:2]:
            yield Break(
                code="CONTINUITY.DATE", spot=spot, other=set_for[2], term=found[0],
                what="先前定的不是这一天",
            )  # fmt: skip
        set_for = (month, day, spot)


def _before(month: int, day: int, last: tuple[int, int, Spot]) -> bool:
    return day < last[1] if not month or month == last[0] else month < last[0]
