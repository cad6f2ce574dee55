"""Shorter names by which things go in talk: 飞虹塔, 平遥推光漆, 纱阁戏人, 拓跋珪."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from heritage_kb.checking.lexicon import OLD_PLACES
from heritage_kb.normal import folded, without_brackets
from heritage_kb.records import Entry

_TRADE = re.compile(
    "(?:传统)?(?:髹饰|制作|酿造|酿制|烧制|锻制|锻造|冶铸|营造|加工|织造|雕刻|印刷|炮制|泡制|制盐)*(?:技艺|工艺|习俗|艺术|传说|的传说)$"
)
_HOUSE = re.compile("^.*[寺庙观祠宫院庵府](?=..)")
_GENERIC = re.compile(
    "^(?:大雄宝|大|小|西配?|东配?|正|后|前|中|过|上|下|南|北|山|钟|鼓|戏|舞|乐|主)*(?:殿|阁|塔|亭|楼|台|堂|门|屋|厅|墙)$"
)
# Short names that are everyday words, or too much of a word, to name a thing by themselves.
_PLAIN = frozenset(
    [
        "春节",
        "元宵",
        "中秋",
        "端午",
        "清明",
        "月饼",
        "道情",
        "秧歌",
        "鼓书",
        "皮影",
        "剪纸",
        "面塑",
        "木雕",
        "砖雕",
        "石雕",
        "刺绣",
        "泥塑",
        "高跷",
        "社火",
    ]
)


def short_names(entry: Entry, places: Sequence[str]) -> Iterator[str]:
    """Yield the short names of an entry that lies at ``places`` (bare names of city and county)."""
    for name in _of_kind(entry, places):
        if len(name) > 2 and name not in _PLAIN:
            yield name


def _of_kind(entry: Entry, places: Sequence[str]) -> Iterator[str]:
    if entry.kind == "structure":
        for name in entry.names:
            yield from (short for short in of_building(name) if not _GENERIC.match(short))
    elif entry.kind in ("craft", "custom", "opera", "product"):
        for name in entry.names:
            yield from _of_trade(without_trade(name), places)
    elif entry.kind == "event":
        yield from _of_event(entry)
    elif entry.kind == "site" and entry.title.endswith(("遗址", "旧址")):
        yield folded(entry.title).removesuffix("遗址").removesuffix("旧址")


def of_building(name: str) -> tuple[str, ...]:
    """Return the name of a building without its house; nothing where there is none.

    >>> of_building("广胜上寺飞虹塔"), of_building("飞云楼")
    (('飞虹塔',), ())
    """
    bare = folded(without_brackets(name))
    short = _HOUSE.sub("", bare)
    return (short,) if short != bare and len(short) > 1 else ()


def without_trade(name: str) -> str:
    """Return the name of a craft without 技艺 and its like.

    >>> without_trade("阳城生铁冶铸技艺")
    '阳城生铁'
    """
    return _TRADE.sub("", folded(without_brackets(name)))


def _of_trade(bare: str, places: Sequence[str]) -> Iterator[str]:
    yield bare
    for place in (*places, *OLD_PLACES):
        if bare.startswith(place):
            yield bare.removeprefix(place)


def _of_event(entry: Entry) -> Iterator[str]:
    """Yield the title of an event without the people in it (野史亭)."""
    title = bare = folded(entry.title)
    for person in people_of(entry):
        bare = bare.replace(person, "")
    if bare != title and not re.match("[登见过到遇访]", bare):
        yield bare


def people_of(entry: Entry) -> tuple[str, ...]:
    """Return the people of an event by every name: 道武帝拓跋珪, 道武帝, 拓跋珪."""
    if entry.kind != "event":
        return ()
    found: list[str] = []
    for person in map(folded, map(str, entry.fields.get("people", ()))):
        if 2 <= len(person) <= 6 and "/" not in person:
            match = re.match("^([\u4e00-\u9fff]{1,3}[帝宗祖])([\u4e00-\u9fff]{2,3})$", person)
            found += [person, *(match.groups() if match else ())]
    return tuple(name for name in found if len(name) > 1)
