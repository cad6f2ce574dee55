"""Judging the numbers of a clause against the numbers known of its subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from heritage_kb.facts import Quantity, quantities_in
from heritage_kb.judgement import Judgement, Said, Subject, affirmed, plain, unknown
from heritage_kb.normal import folded
from heritage_kb.records import Passage
from heritage_kb.short_names import of_building

_ATTRIBUTES = (
    "通面阔", "通进深", "总面阔", "面阔", "开间", "进深", "檐柱高", "檐柱", "出檐", "周长", "海拔", "底边", "直径",
    "跨度", "通高", "高", "宽", "深", "长", "径", "厚", "材", "当心间", "梢间", "占地", "面积", "步", "工序", "层", "级",
)  # fmt: skip
_SAME = {
    "通面阔": "面阔", "总面阔": "面阔", "开间": "面阔", "宽": "面阔", "通进深": "进深", "深": "进深",
    "直径": "径", "通高": "高", "檐柱": "檐柱高", "层": "级", "工序": "步", "占地": "面积",
}  # fmt: skip
_SIZES = ("间", "层", "级", "米", "平方米", "椽")
_PLANE = re.compile("[四六八十]角|方形|圆形|平面")
_NEARLY = re.compile("(?:将近|近|不到|不足|差不多到|快)$")
_ABOUT = re.compile("(?:约|大约|大概|差不多|合|估摸)$")
_OVER = re.compile("(?:超过|逾|多达|足有|至少|上|过)$")
_UNITS = ("级层", "尊身", "人名位", "步道", "窟洞孔", "座处", "次遍")
_NEAR = 0.04  # of a length by which measurements of one thing differ
_BAY = re.compile("当心|当中|明间|梢间|尽间|次间")
_NOUN = re.compile("^(?:大|小|高|粗|的|石雕|蟠龙|木雕|铁|石|木|砖|彩)*([\u4e00-\u9fff]{1,4})")


@lru_cache(maxsize=65536)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(quantities_in(text))


def judge_numbers(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Yield a judgement for each number that measures or counts something of the subject."""
    for number in quantities_in(said.text):
        if said.named_over(number.span):
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
        one = _judge(number, said, subject)
        if number.unit == "岁" and one.verdict == "not_in_kb":
            continue
        yield one.denied() if said.denies(number.span[0]) else one


def _judge(said: Quantity, clause: Said, subject: Subject) -> Judgement:
    attribute = _attribute(said, clause.text)
    rivals: list[tuple[Quantity, Passage]] = []
    for passage in subject.every:
        text = affirmed(passage)
        if passage in subject.near and (attribute or not _of_part(passage, subject)):
            continue
        for known in _quantities(text):
            if _unit(known) != _unit(said):
                continue
            if not _same_measure(said, known, attribute, clause.text, text):
                continue
            if agrees(said, known):
                return Judgement(
                    verdict="supported",
                    passage=passage.id,
                    why=f"“{said.text}”见于：{plain(passage)}",
                )
            if passage in subject.passages:
                rivals.append((known, passage))
    if not rivals or _mixed(said, attribute, rivals):
        return unknown(f"没有查到{subject.title}“{said.lead}{said.text}”的说法")
    known, passage = rivals[0]
    return Judgement(
        verdict="contradicted",
        passage=passage.id,
        why=f"说的是“{said.lead}{said.text}”，知识库作“{known.lead}{known.text}”（{plain(passage)}）",
    )


def _of_part(passage: Passage, subject: Subject) -> bool:
    """Tell whether a passage of the house names the building that is meant."""
    names = (folded(subject.title), *of_building(subject.dated.title))
    return subject.dated.kind != "structure" or any(n in folded(passage.text) for n in names)


def _unit(number: Quantity) -> str:
    """Return a unit, the many words for one kind of thing as one (尊 and 身, 层 and 级)."""
    return next((row[0] for row in _UNITS if number.unit in row), number.unit)


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
    if said.rough:
        return said.value <= known.value < said.value * 1.1 + 1
    if known.rough:
        return known.value <= said.value < known.value * 1.1 + 1
    return abs(said.value - known.value) <= max(said.step / 2, 1e-9) + 1e-9


def _attribute(number: Quantity, text: str) -> str:
    """Return what a number measures: the nearest such word before it, or its unit itself."""
    lead = folded(text[: number.span[0]])[-8:]
    lead = re.split("[，、；]", lead)[-1]
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
        return said.value > 2 and agrees(said, known)
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
