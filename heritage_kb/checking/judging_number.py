"""Judging the numbers of a clause against the numbers known of its subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from heritage_kb.checking.facts import Quantity, quantities_in
from heritage_kb.checking.judgement import Judgement, Said, Subject, affirmed, borne, plain, unknown
from heritage_kb.checking.lexicon import levelled
from heritage_kb.checking.short_names import of_building
from heritage_kb.dates import numeral
from heritage_kb.normal import folded
from heritage_kb.records import Passage

_ATTRIBUTES = (
    "通面阔", "通进深", "总面阔", "面阔", "开间", "进深", "檐柱高", "檐柱", "出檐", "周长", "海拔", "底边", "直径",
    "跨度", "通高", "高", "宽", "深", "长", "径", "厚", "材", "当心间", "梢间", "占地", "面积", "步", "工序", "层", "级",
)  # fmt: skip
_SAME = {
    "通面阔": "面阔", "总面阔": "面阔", "开间": "面阔", "宽": "面阔", "通进深": "进深", "深": "进深",
    "直径": "径", "通高": "高", "檐柱": "檐柱高", "层": "级", "工序": "步", "占地": "面积",
}  # fmt: skip
_SIZES = ("间", "层", "级", "米", "平方米", "椽")
_BAYS = re.compile(
    r"(开间|面阔|进深)(?:就|是|为|有|只|才|共)*([一二三四五六七八九十]{1,2}|\d{1,2})(?![一二三四五六七八九十\d.间米丈尺架说溜排水])"
)
_BAYS_OF = re.compile("([一二三四五六七八九十]{1,2}|\\d{1,2})(?=开间)")
_SHORT_OF = re.compile("^[^，]{0,2}(?:还差|还不到|都不到|差[一那]?点|不到|没到|往下|以下)")
_FROM_UP = re.compile(
    "^(?:[多来](?![个米间])|[^，]{0,1}(?:往上|以上|开外|出头|挂零|冒头|还多|有余|还[高长宽]出?))"
)
_ROW = re.compile(
    "(?:一[溜排字]|正面|迎面|排开|从东数到西|从头数到尾|横着|数下来|不大|不小|宽|开|是|有|共|，|殿|足足|整整|这么|那么|才|就|也|都|只|统共|拢共|总共|就这么|不过|正好)*$"
)
_FILLED = re.compile(
    "(?:从[^，]{1,4}到[^，]{1,2}|[这那]座?|一共|共|足足|整整|将近|近|约|大约|大概|有|是|的|身量|身高|个头|不小|差不多|才|就|也|得|报出来|拢共|总共|立在那儿|立着|，|离|还|不到|快|上下|里|头)+$"
)
_HOUSED = re.compile("[□，殿塔楼堂寺庙阁亭台座建构顶筑宽]$")
_NEARLY = re.compile("(?:将近|近|不到|不足|差不多到|快)$")
_ABOUT = re.compile("(?:约|大约|大概|差不多|合|估摸)$")
_OVER = re.compile("(?:超过|逾|多达|足有|至少|上|过)$")
_UNITS = ("级层", "尊身", "人名位", "步道", "窟洞孔", "座处", "次遍")
# 比河山楼还高出十来米 measures neither of the two.
_COMPARED = re.compile("比[^，]{1,14}[高矮低长短宽窄大小多少早晚](?:出|上|了)?[来去]?$")
_STAIRS = re.compile("楼梯|台阶|石阶|踏步|梯子")
_NEAR = 0.04  # of a length by which measurements of one thing differ
_BAY = re.compile("当心|当中|明间|梢间|尽间|次间")


@lru_cache(maxsize=65536)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(_of_people(q, text) for q in quantities_in(text))


def _of_people(number: Quantity, text: str) -> Quantity:
    """Return 六个人 as six people, not as six things."""
    people = number.unit == "个" and text[number.span[1] : number.span[1] + 1] == "人"
    return replace(number, unit="人") if people else number


def numbers_in(text: str) -> list[Quantity]:
    """Return the quantities of a text, bays that are told without a unit among them (开间十一)."""
    found = quantities_in(text)
    taken = [q.span for q in found]
    for match in (*_BAYS.finditer(folded(text)), *_BAYS_OF.finditer(folded(text))):
        number, at = match.group(match.lastindex or 1), match.span(match.lastindex or 1)
        value = numeral(number)
        if value is None or any(a < at[1] and at[0] < b for a, b in taken):
            continue
        found.append(
            Quantity(
                text=number,
                span=at,
                value=float(value),
                unit="间",
                step=1.0,
                rough=False,
                lead="开间",
            )
        )
    return sorted(found, key=lambda q: q.span)


def judge_numbers(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Yield a judgement for each number that measures or counts something of the subject."""
    for number in numbers_in(said.text):
        if said.named_over(number.span):
            continue
        if number.unit == "个" and said.text[number.span[1] : number.span[1] + 1] in ("面", "角"):
            continue
        if number.unit in (
            "天",
            "日",
            "月",
            "岁",
            "次",
            "遍",
            "更",
            "刻",
            "代",
            "世",
            "钱",
            "文",
            "贯",
            "斤",
            "两",
        ) and (not number.lead):
            continue
        if _COMPARED.search(said.text[: number.span[0]]):
            continue
        if number.unit == "级" and _STAIRS.search(said.sentence):
            continue  # of a stair, not of a pagoda
        if re.search("另有|一说|一作|或作|第[^，]{0,6}[至到]$", number.lead) or re.match(
            "[一]?说|的说法", said.text[number.span[1] :]
        ):
            continue
        if number.unit in ("月", "岁") or re.search("[年月]$", said.text[: number.span[0]]):
            continue
        one = _judge(number, said, subject)
        if number.unit == "岁" and one.verdict == "not_in_kb":
            continue
        yield one.denied() if said.denies(number.span[0]) else one


def _judge(said: Quantity, clause: Said, subject: Subject) -> Judgement:
    attribute = _attribute(said, clause.text) or _default(said, clause, subject)
    said = _of_people(_as_told(said, clause.text), clause.text)
    measured = list(_measured(said, attribute, clause, subject))
    fitting = next((p for known, p in measured if agrees(said, known)), None)
    if fitting is not None:
        return borne(said.text, fitting)
    rivals = [(known, p) for known, p in measured if p in subject.passages]
    if not rivals and not attribute:
        rivals = _only_one(said, clause, subject)
        fitting = next((p for known, p in rivals if agrees(said, known)), None)
        if fitting is not None:
            return borne(said.text, fitting)
    if not rivals or _mixed(said, attribute, rivals):
        return unknown(f"没有查到{subject.title}“{said.lead}{said.text}”的说法")
    known, passage = rivals[0]
    return Judgement(
        verdict="contradicted",
        passage=passage.id,
        why=f"说的是“{said.lead}{said.text}”，知识库作“{known.lead}{known.text}”（{plain(passage)}）",
    )


def _measured(
    said: Quantity, attribute: str, clause: Said, subject: Subject
) -> Iterator[tuple[Quantity, Passage]]:
    """Yield the numbers known of what a number measures, each with its passage."""
    for passage in subject.every:
        text = affirmed(passage)
        if passage in subject.near and (attribute or not _of_part(passage, subject)):
            continue
        for known in _quantities(text):
            if _unit(known) == _unit(said) and _same_measure(
                said, known, attribute, clause.text, text
            ):
                yield known, passage


_PLAIN = frozenset(
    "的了是在就都只有共一个这那也才他她它们把被给着过里上下大小不二三四五六七八九十百千万两人天日年"
)


def _only_one(said: Quantity, clause: Said, subject: Subject) -> list[tuple[Quantity, Passage]]:
    """Return the one number of this unit that any passage knows, told of in a common word."""
    around = clause.masked[max(0, said.span[0] - 8) : said.span[1] + 6]
    found = []
    for passage in subject.passages:
        text = affirmed(passage)
        for known in _quantities(text):
            if _unit(known) == _unit(said) and not _in_saying(known, text):
                found.append((known, passage))
    if len({known.value for known, _ in found}) != 1:
        return []
    letters = set(levelled(around)) - _PLAIN
    if said.unit in ("个", "块", "条", "处", "件", "种", "项", "家"):
        return []
    return [
        (known, passage)
        for known, passage in found
        if letters & set(levelled(folded(_around(known, passage, subject)))) - set("□，|")
    ]


def _in_saying(number: Quantity, text: str) -> bool:
    """Tell whether a number stands in quotation marks: what a rhyme counts, nobody measured."""
    before = text[: number.span[0]]
    return before.count("“") > before.count("”")


def _around(number: Quantity, passage: Passage, subject: Subject) -> str:
    text = affirmed(passage)
    near = text[max(0, number.span[0] - 10) : number.span[1] + 8]
    return near.replace(subject.title, "|")


def _as_told(number: Quantity, text: str) -> Quantity:
    """Return a number with 还差一点 or 往上 after it told before it, as ``agrees`` reads it."""
    after = text[number.span[1] :]
    word = "不到" if _SHORT_OF.match(after) else "超过" if _FROM_UP.match(after) else ""
    return replace(number, lead=word) if word else number


def _default(number: Quantity, clause: Said, subject: Subject) -> str:
    """Return what a bare number of a building measures: its bays, the height of a tower."""
    if subject.dated.kind not in ("site", "structure"):
        return ""
    before, after = clause.masked[: number.span[0]], clause.text[number.span[1] :]
    if number.unit == "间":
        plain = re.match("^(?:宽|大小|的?[大正]?殿|的?房|，|。|$)", after)
        row = _ROW.search(before)
        start = row.start() if row else len(before)
        own = bool(_HOUSED.search(before[:start])) if start else _after_house(clause)
        return "面阔" if plain and own else ""
    tall = re.search("[塔楼阁幢台]$", subject.dated.title)
    tall = tall or re.search("从底|从地|到[顶尖]|身量|个头|身高|抬头|仰", clause.text)
    if re.search("[基座身柱门檐梁额础洞墙碑佛像×+]$", _FILLED.sub("", before)):
        return ""
    if number.unit == "米" and tall and not re.match("[^，]{0,3}[长宽厚深远]", after):
        return "高"
    return ""


def _after_house(clause: Said) -> bool:
    """Tell whether the clause before this one ends with what has the bays, not with its shelves."""
    at = clause.sentence.find(clause.text)
    before = clause.sentence[:at].rstrip("，")
    return not before or _HOUSED.search(before) is not None


def _of_part(passage: Passage, subject: Subject) -> bool:
    """Tell whether a passage of the house names the building that is meant."""
    names = (folded(subject.title), *of_building(subject.dated.title))
    return subject.dated.kind != "structure" or any(n in folded(passage.text) for n in names)


def _unit(number: Quantity) -> str:
    """Return a unit, the many words for one kind of thing as one (尊 and 身, 层 and 级)."""
    word = "日" if number.unit == "天" else number.unit
    return next((row[0] for row in _UNITS if word in row), word)


def _mixed(said: Quantity, attribute: str, rivals: list[tuple[Quantity, Passage]]) -> bool:
    """Tell whether the known numbers are too many, or too near, to deny the one that is said."""
    values = {known.value for known, _ in rivals}
    near = said.unit == "米" and any(abs(v - said.value) <= _NEAR * v for v in values)
    return near or len(values) > (2 if attribute else 1)


def agrees(said: Quantity, known: Quantity) -> bool:
    """Tell whether a known number bears out one that may be said roughly (近七十米, 不到七米)."""
    if _unit(said) != _unit(known):
        return False
    lead = re.sub("[有是为]+$", "", said.lead)
    if _NEARLY.search(lead):
        return said.value * 0.85 <= known.value <= said.value
    if _ABOUT.search(lead) or re.search("上下|左右|来", said.text):
        return abs(said.value - known.value) <= 0.07 * said.value
    if _OVER.search(lead):
        return said.value <= known.value <= said.value * 1.25
    if said.rough and "几" in said.text:  # 十几米 is anything short of twenty
        return said.value <= known.value < said.value + 10
    if said.rough:
        return said.value <= known.value < said.value * 1.1 + 1
    if known.rough:
        return known.value <= said.value < known.value * 1.1 + 1
    step = max(said.step, min(known.step, 0.1))
    return abs(said.value - known.value) <= max(step / 2, 1e-9) + 1e-9


def _apart(lead: str) -> str:
    """Return 里 or 每 where a number is of the inside alone, or of one among several."""
    if re.search("(?<!往)里头(?!的)|内里|里边|里面|暗", lead):
        return "里"
    return "每" if re.search("每|各", lead) else ""


def _attribute(number: Quantity, text: str) -> str:
    """Return what a number measures: the nearest such word before it, or its unit itself."""
    lead = folded(text[: number.span[0]])[-8:]
    lead = re.split("[，、；]", lead)[-1]
    apart = "面阔" if number.lead == "开间" else _apart(lead)
    if apart:
        return apart
    special = _BAY.search(lead)
    if special:
        return special.group()[:2].replace("明间", "当心").replace("当中", "当心")
    found = max(_ATTRIBUTES, key=lambda a: (lead.rfind(a) + len(a) if a in lead else -1, len(a)))
    if found in lead:
        return _SAME.get(found, found)
    if number.unit in ("层", "级"):
        return "级"
    if number.unit == "步":
        return "步"
    after = text[number.span[1] : number.span[1] + 2]
    if number.unit == "米":
        for mark in ("高", "长", "宽", "深", "厚"):
            if after.startswith(mark):
                return _SAME.get(mark, mark)
    return ""


def _same_measure(said: Quantity, known: Quantity, attribute: str, clause: str, text: str) -> bool:
    """Tell whether two numbers measure the same: the same word before them, or the same noun."""
    other = _attribute(known, text)
    if "海拔" in (attribute, other) and _alike(said.lead, known.lead):
        return True
    if attribute or other:
        return attribute == other
    mine, theirs = _counted(said, clause), _counted(known, text)
    if not mine:  # 如今剩下十四尊: enough to bear out, too little to deny
        return said.value >= 2 and agrees(said, known)
    if any(mine[i : i + 2] in theirs for i in range(len(mine) - 1)):
        return True
    return bool(
        mine
        and theirs
        and mine[-1] == theirs[-1]
        and mine[-1] in "柱窟塔殿佛像级层狮梁龙门牛碑幢楼阁洞匾"
    )


def _alike(one: str, two: str) -> bool:
    """Tell whether two leads share three characters in a row (叶斗峰)."""
    return any(one[i : i + 3] in two for i in range(len(one) - 2))


def _counted(number: Quantity, text: str) -> str:
    """Return the noun that is counted, after the unit (34根石柱) or before the number."""
    after = re.match(
        "[\u4e00-\u9fff]{1,6}", re.split("[，。；、（）]", text[number.span[1] :])[0] or ""
    )
    noun = re.sub("^[的多余来]+|(?:的|是|在|都|高|，).*$", "", after.group()) if after else ""
    if noun:
        return noun
    return re.sub(
        "(?:有|共|约|计|一共|总共|现存|存|剩下?|立着|为|是|多达|近|底下|如今|只|原)+$",
        "",
        number.lead,
    )[-4:]
