"""What a query says besides its words: names, a place, an age, a kind of thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_kb.dates import When
from heritage_kb.finding.spelling import english_words, in_chinese, sounds_of, spelled_out
from heritage_kb.names import SPOTTED
from heritage_kb.normal import normal
from heritage_kb.records import Entry, Period
from heritage_kb.tokens import without_asking

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_NEAR_KM = 70.0
_NEAR = re.compile("附近|周边|一带|旁边|不远|邻近|近郊")
_KIND_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("古建|建筑|寺|庙|塔|殿|楼|阁|祠|观|宫|桥|城墙|戏台|木构|结构", ("site", "structure")),
    ("景点|景区|遗址|石窟|墓|大院|故居|古村|古镇|国保|文物|壁画|彩塑|地方", ("site", "structure")),
    ("手艺|工艺|技艺|匠|制作|酿|烧制|髹|漆|雕|编|织|瓷|砚|剪纸|做法|工序|怎么做", ("craft",)),
    ("剧种|戏|梆子|秧歌|道情|鼓书|唱|剧目", ("opera",)),
    ("习俗|民俗|风俗|节|庙会|社火|舞|传说|故事|鼓|音乐|民歌|拳", ("custom",)),
    ("人物|名人|诗人|皇帝|将军|僧|和尚|商人|谁|作家|是哪里人", ("person",)),
    ("事件|战役|之战|战争|起义|哪年|何时|什么时候|历史", ("event",)),
    ("特产|小吃|好吃|名吃|吃食|面食|水果|酒|醋|土产|美食", ("product", "craft")),
    ("方言|土话|怎么说|什么意思", ("word",)),
    ("说得通|穿帮|有没有|有了没|已经有|能不能有|能用|还没有|才有|能出现|该有|符不符合", ("term",)),
)
# Whether fire and light are allowed; with an age it is asked whether there was such a thing.
_LIGHT = "^(?!.*[朝代年]).*(?:能|可以|让|许|准)[^，。？]{0,6}(?:点[灯火烛蜡香]|生火|放烟|打灯|架灯)"
_TOPIC_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("在哪|哪里|哪儿|哪个[市县村]|位于|地点|怎么去", ("place",)),
    ("什么时候|何时|哪年|哪一年|哪朝|哪个朝代|年代|多久|始建|建于|生于|卒于", ("date",)),
    ("多高|多大|多宽|多长|几间|几层|尺寸|面阔|进深|规格|斗拱|斗栱|铺作|屋顶", ("measure",)),
    ("怎么|怎样|如何|工序|步骤|做法|流程|过程", ("process",)),
    ("工具|材料|原料|乐器|用什么", ("tool", "material")),
    ("谁|人物|传承人|什么人", ("person",)),
    (
        "拍摄|取景|拍戏|拍[吗么]|(?:能不能|可不可以|让不让|准不准)[^，。？]{0,6}拍|" + _LIGHT,
        ("filming",),
    ),
    ("注意|忌|误区|常犯|错误", ("mistake",)),
    ("意思|又名|别名|叫什么", ("word",)),
)
_REGIONS = (
    (re.compile("晋南"), ("运城", "临汾")),
    (re.compile("晋北|雁北"), ("大同", "朔州", "忻州")),
    (re.compile("晋东南|上党"), ("长治", "晋城")),
    (re.compile("晋西北"), ("忻州", "朔州", "吕梁")),
    (re.compile("太行"), ("长治", "晋城", "晋中", "阳泉")),
    (re.compile("吕梁山"), ("吕梁", "临汾")),
    (re.compile("河东(?!大街)"), ("运城", "临汾")),
)
_WITHOUT = re.compile(
    "(?:除了|除开|不要|别要|不是|不算)([^，。、？]{2,10})|([^，。、？]{2,8})(?:以外|之外)"
)
_MOST = (
    (re.compile("最早|最古|最老|年代最久|oldest|earliest"), "-start_year"),
    (re.compile("最高|最大|tallest|highest"), "height_m"),
)
_LEADING = re.compile(
    r"([\u3400-\u9fff]{2,4}?)(?:[市县区])?(?:的|有哪|有什么|有没有|第|一带|附近|境内|里)"
)
_CHINESE = re.compile(r"[\u3400-\u9fff〇]+")
_HEARD_MIN, _HEARD_MAX = 3, 7  # syllables of a name that may be heard in a query
_LONG_NAME = 3
_OTHER_NAME = 0.6
# What is asked -> the words in which texts answer it.
_ECHOES = (
    (re.compile("哪里人|哪儿人|何方人|籍贯"), "籍贯 出身地"),
    (re.compile("多高|有多高"), "高 米"),
    (re.compile("几间|多少间|多宽"), "面阔 间"),
    (re.compile("哪一?年[建修盖造立]|什么时候[建修盖造立]|何时[建修盖造立]|始建"), "建于 年"),
    (re.compile("在哪|哪个[市县村]|什么地方"), "在 县"),
    (re.compile(_LIGHT), "明火"),
)
_HEARD = 0.8  # what a name that is only heard is worth beside one that is written
_STANDINGS = {
    "国保": "国保",
    "全国重点文物保护单位": "国保",
    "省保": "省保",
    "省级文物保护单位": "省保",
    "国家级非遗": "国家级",
    "国家级非物质文化遗产": "国家级",
    "国家级文物保护单位": "国保",
    "省级非遗": "省级",
    "国家级": "国家级",
    "省级": "省级",
    "世界遗产": "世界遗产",
    "世界文化遗产": "世界遗产",
    "5a": "5A",
    "4a": "4A",
    **{f"第{n}批": f"第{n}批" for n in "一二三四五六七八"},
}
_STANDING = re.compile("|".join(sorted(_STANDINGS, key=len, reverse=True)))
_TOPICS = tuple((re.compile(words), topics) for words, topics in _TOPIC_WORDS)
_KINDS = tuple((re.compile(words), kinds) for words, kinds in _KIND_WORDS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A query, read.

    Args:
        words: the query without words of asking.
        named: entries whose name it holds -> how much of the name was meant (0–1).
        titled: entries whose name of three characters or more it holds -> 1, less for an alias.
        whole: the query is nothing but a name.
        place: bare name of a city or county, "" where none is said.
        region: bare names of the cities of a region that is said (晋南, 上党).
        unwanted: entries that the query asks to leave out (除了云冈).
        near: ids of what lies near that place, where 附近 is said.
        ages: periods that are said.
        year: first and last year, where a year or a reign is said.
        kinds: kinds that are said.
        topics: what is asked about them.
        standings: official standings that are said (国保, 5A, 第一批 …).
        sounds: pinyin that is written, as folded syllables, a list a run.
        homophones: the syllables of Chinese words that name nothing here (应县木踏).
        beside: the query without the names that it holds.
        most: field of which the most is asked for (最早 → -start_year, 最高 → height_m), or "".
    """

    words: str
    named: Mapping[str, float]
    titled: Mapping[str, float]
    whole: bool
    place: str
    region: tuple[str, ...]
    unwanted: frozenset[str]
    near: frozenset[str]
    ages: tuple[Period, ...]
    year: tuple[int, int] | None
    kinds: frozenset[str]
    topics: frozenset[str]
    standings: frozenset[str]
    sounds: tuple[tuple[str, ...], ...]
    homophones: tuple[str, ...]
    most: str
    beside: str


def read_query(query: str, kb: KnowledgeBase) -> Asked:
    """Return what a query says."""
    spelled = tuple(tuple(run) for run in spelled_out(query))
    query = _in_our_words(query, spelled, kb)
    echoes = [told for said, told in _ECHOES if said.search(query)]
    words = " ".join([without_asking(query), *echoes])
    exact = kb.gazetteer.called(query.strip()) or kb.gazetteer.numbered(query)
    place = _place_in(query, kb) if not exact else None
    dates = kb.calendar.years_in(query)
    most = next((name for words, name in _MOST if words.search(query)), "")
    return Asked(
        most=most,
        beside=_beside(query, kb),
        standings=frozenset(_STANDINGS[w] for w in _STANDING.findall(normal(query))),
        sounds=spelled,
        homophones=() if exact else tuple(sounds_of(words)),
        words=words,
        named={**_in_english(query, kb), **_heard(words, kb), **_named(query, exact, kb)},
        titled=_titled(query, kb),
        whole=bool(exact),
        place=kb.bare_place(place.title) if place else "",
        region=next((cities for said, cities in _REGIONS if said.search(query)), ()),
        unwanted=_unwanted(query, kb),
        near=_around(place, kb) if place and _NEAR.search(query) else frozenset(),
        ages=tuple(kb.period(w.text) for w in dates if w.kind == "dynasty"),
        year=_dated(dates),
        kinds=_said(query, _KINDS) if not exact else frozenset(),
        topics=_said(query, _TOPICS),
    )


def _in_our_words(query: str, spelled: tuple[tuple[str, ...], ...], kb: KnowledgeBase) -> str:
    """Return the query with what its English says in Chinese, and names for its pinyin."""
    more = [in_chinese(query)] if english_words(query) else []
    more += [name for run in _together(spelled) for name in kb.gazetteer.sounding(run)]
    return " ".join([query, *(word for word in more if word)])


def _together(spelled: tuple[tuple[str, ...], ...]) -> Iterable[tuple[str, ...]]:
    """Yield every stretch of neighbouring runs as one (ying xian mu ta)."""
    for first in range(len(spelled)):
        for last in range(first + 1, min(len(spelled), first + 6) + 1):
            yield tuple(one for run in spelled[first:last] for one in run)


def _named(query: str, exact: list[Entry], kb: KnowledgeBase) -> dict[str, float]:
    """Return entries that the query names; the longer the share of the query, the surer."""
    if exact:
        return {entry.id: 1.0 - 0.01 * rank for rank, entry in enumerate(exact)}
    found: dict[str, float] = {}
    for start, end, entry in kb.names_in(query, (*SPOTTED, "word", "term")):
        share = 0.5 + 0.5 * (end - start) / len(query)
        if entry.kind == "place":
            share *= 0.25
        for same in kb.gazetteer.called(query[start:end]):
            found.setdefault(same.id, share if same is entry else share * 0.9)
    return found


def _titled(query: str, kb: KnowledgeBase) -> dict[str, float]:
    """Return entries whose long name stands in the query: 1 for a title, less for another name."""
    return {
        same.id: 1.0 if normal(same.title) == normal(query[start:end]) else _OTHER_NAME
        for start, end, entry in kb.names_in(query, (*SPOTTED, "word", "term"))
        if end - start >= _LONG_NAME and entry.kind != "place"
        for same in kb.gazetteer.called(query[start:end])
    }


def _unwanted(query: str, kb: KnowledgeBase) -> frozenset[str]:
    """Return the entries that stand in what the query leaves out, with what belongs to them."""
    left_out = [part for match in _WITHOUT.finditer(query) for part in match.groups() if part]
    found = [entry for part in left_out for entry in _meant(part, kb)]
    parts = [kb.entries[id] for one in found for id in one.related if id in kb.entries]
    belonging = [one for one in parts if one.kind in ("structure", "event", "term")]
    return frozenset(one.id for one in (*found, *belonging))


def _meant(part: str, kb: KnowledgeBase) -> list[Entry]:
    """Return the entries that a few words mean: by a name in them, else by their first words."""
    named = [part[start:end] for start, end, entry in kb.names_in(part) if entry.kind != "place"]
    if named:
        return [entry for name in named for entry in kb.gazetteer.called(name)]
    for length in range(min(6, len(part)), 1, -1):
        holding = kb.gazetteer.holding(part[:length])
        if holding:
            return [entry for entry in holding if entry.kind != "place"]
    return []


def _beside(query: str, kb: KnowledgeBase) -> str:
    """Return the query with blanks where names of things stand; places stay, they name no sort."""
    left = list(query)
    for start, end, entry in kb.names_in(query):
        if end - start >= _LONG_NAME or entry.kind == "place":
            left[start:end] = " " * (end - start)
    return "".join(left)


def _heard(words: str, kb: KnowledgeBase) -> dict[str, float]:
    """Return entries whose name sounds like a stretch of the query without standing in it."""
    found: dict[str, float] = {}
    plain = normal(words)
    for run in _CHINESE.findall(plain):
        syllables = sounds_of(run)
        if len(syllables) != len(run):
            continue
        for start in range(len(run)):
            for end in range(start + _HEARD_MIN, min(len(run), start + _HEARD_MAX) + 1):
                for name in kb.gazetteer.sounding(syllables[start:end]):
                    if name not in plain:
                        share = _HEARD * (0.5 + 0.5 * (end - start) / len(plain))
                        for entry in kb.gazetteer.called(name):
                            found[entry.id] = max(found.get(entry.id, 0.0), share)
    return found


def _in_english(query: str, kb: KnowledgeBase) -> dict[str, float]:
    """Return entries every word of whose English name stands in the query."""
    words = set(english_words(query))
    if not words:
        return {}
    fits = [
        (len(name), entry.id)
        for name, entry in kb.gazetteer.in_english(frozenset(words))
        if name <= words
    ]
    return {id: 0.5 + 0.5 * length / len(words) for length, id in sorted(fits)}


def _place_in(query: str, kb: KnowledgeBase) -> Entry | None:
    first = _LEADING.match(normal(query))
    led = kb.gazetteer.called(first.group(1), ("place",)) if first else []
    if led and led[0].city:  # 长子的…, 平定有哪些…: everyday words elsewhere
        return led[0]
    places = kb.names_in(query, ("place",))
    whole = [entry for start, end, entry in places if entry.city and _stands(query, start, end, kb)]
    return whole[0] if whole else None


def _stands(query: str, start: int, end: int, kb: KnowledgeBase) -> bool:
    """Tell whether the name stands by itself, not inside a longer name (平遥 in 平遥古城)."""
    return not any(
        a <= start and end <= b and b - a > end - start
        for a, b, entry in kb.names_in(query)
        if entry.kind != "place"
    )


def _around(place: Entry, kb: KnowledgeBase) -> frozenset[str]:
    """Return what lies within 70 km of the middle of the place's sites."""
    key = kb.bare_place(place.title)
    sites = [e for e in kb.in_county(key) if e.lat is not None and e.lon is not None]
    if not sites:
        return frozenset()
    middle = Entry(
        id="",
        kind="place",
        title=place.title,
        lat=sum(e.lat or 0 for e in sites) / len(sites),
        lon=sum(e.lon or 0 for e in sites) / len(sites),
    )
    return frozenset(e.id for _, e in kb.within_km(middle, _NEAR_KM, ("site", "structure")))


def _dated(dates: list[When]) -> tuple[int, int] | None:
    said = [when for when in dates if when.kind in ("year", "era")]
    return (said[0].first, said[0].last) if said else None


def _said(query: str, table: Iterable[tuple[re.Pattern[str], tuple[str, ...]]]) -> frozenset[str]:
    plain = normal(query)
    return frozenset(one for words, meant in table if words.search(plain) for one in meant)
