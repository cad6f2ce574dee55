"""What a sentence states: dates, quantities, official standing, forms of a roof, names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from heritage_kb.dates import numeral
from heritage_kb.normal import normal

# Longer units first: a regular expression takes the first that fits.
_UNITS = (
    "平方公里|平方米|公顷|㎡|m²|厘米|公分|毫米|公里|千米|cm|km|架椽|铺作|石窟|洞窟|米|m"
    "|间|层|级|椽|踩|跳|尊|身|座|根|朵|窟|孔|块|处|幅|件|卷|部|种|遍|道|步|人|名|位|户|院|进|丈|尺|寸|里"
    "|亩|岁|斤|两|批|个|柱|塔|洞|口|次|天|日|月|代|世|石|条|家|只|匹|盏|章|折|文|贯|缗|分|钱|刻|更|张|扇|吨|棵|株|辆|艘|担"
)
_METRES = {
    "米": 1.0,
    "厘米": 0.01,
    "公分": 0.01,
    "毫米": 0.001,
    "公里": 1000.0,
    "千米": 1000.0,
    "m": 1.0,
    "cm": 0.01,
    "km": 1000.0,
}
_AREAS = {"平方米": 1.0, "㎡": 1.0, "m²": 1.0, "平方公里": 1e6, "公顷": 1e4}
_CHINESE = r"[一二三四五六七八九十百千万两零〇廿卅]+(?:点[一二三四五六七八九零]+)?"
_ARABIC = r"\d[\d,]*(?:\.\d+)?万?"
_ROUGH = r"(?:[余多几来]|上下|左右)?"
_QUANTITY = re.compile(
    rf"(?<![\d./])((?:{_ARABIC}\s*[×xX]\s*)*{_ARABIC}|{_CHINESE})({_ROUGH})({_UNITS})"
)
_LEADS = re.compile("(?:面阔|进深|开间|宽|深)(?:是|为|仅|只|有)*$")
# One of anything counted, and two of what stands about, state no number (两个人抬梁).
_STAGING = frozenset(["个", "根", "人", "名", "位", "只", "条", "块", "件", "处", "次", "步", "盏"])
_PHRASES = re.compile(
    "千万|万一|一一|三三两两|四面八方|七上八下|三天两头|一五一十|百分之|十分|万分|三更半夜|一次次"
    "|一层层|一道道|一遍遍|一代代|一步步|三五|千百|百年|千年|成千上万|万里|千里"
)
# 五十四米七八: what follows the metre without a unit of its own are tenths and hundredths.
_TENTHS = re.compile(rf"零?[一二三四五六七八九]{{1,3}}(?!{_UNITS}|[十百千万个余多])")
_NEIGHBOURS = re.compile("一二|二三|两三|三四|四五|五六|六七|七八|八九")
_STANDING = re.compile(
    r"全国重点文物保护单位|国保|省级文物保护单位|省保|国家级(?=非|项目|名录)|省级(?=非|项目|名录)|世界(?:文化)?遗产"
    r"|[345]A级?|第[一二三四五六七八九十\d]+批|编号\s*[:：为是]?\s*([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]-\d+|\d-\d{4}-\d-\d{3})"
)
_FORMS = re.compile("单檐|重檐|三檐|庑殿|歇山|悬山|硬山|攒尖|[四五六七八]铺作")


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A number with its unit. Lengths are in metres, areas in square metres.

    ``lead`` is the text before the number in its clause (面阔, 高 …); ``step`` is what the last
    digit counts, so that 34.0 and 34 can be told to agree. ``rough`` is said with 余 or 多.
    """

    text: str
    span: tuple[int, int]
    value: float
    unit: str
    step: float
    rough: bool
    lead: str

    def agrees(self, known: Quantity) -> bool:
        """Tell whether ``known`` bears this number out, as exactly as this one is said."""
        if self.unit != known.unit and self.unit not in _STAGING:
            return False
        if self.rough:
            return self.value <= known.value < self.value * 1.1 + 1
        return abs(self.value - known.value) <= max(self.step / 2, 1e-9) + 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A word of official standing or of form, at characters ``span``."""

    text: str
    span: tuple[int, int]


def quantities_in(text: str) -> list[Quantity]:
    """Return the numbers with units of a text; years and set phrases are left out.

    >>> [(q.value, q.unit) for q in quantities_in("面阔七间，通面阔34.00米")]
    [(7.0, '间'), (34.0, '米')]
    """
    return list(_quantities(text))


@lru_cache(maxsize=65536)  # a passage is read again for every sentence that is held against it
def _quantities(text: str) -> tuple[Quantity, ...]:
    plain = normal(text)
    closed = [match.span() for match in _PHRASES.finditer(plain)]
    found: list[Quantity] = []
    for match in _QUANTITY.finditer(plain):
        if any(a <= match.start() < b for a, b in closed):
            continue
        for number in re.split(r"\s*[×x]\s*", match.group(1)):
            found += _quantity(plain, match, number)
    return tuple(found)


def _quantity(text: str, match: re.Match[str], number: str) -> list[Quantity]:
    if _NEIGHBOURS.fullmatch(number):  # 六七遍: six or seven
        return [one for digit in number for one in _quantity(text, match, digit)]
    value = _value(number)
    unit, scale = _unit(match.group(3))
    lead = re.split(r"[，。；、,;：:（）()]", text[: match.start()])[-1][-8:]
    if value is None or lead.endswith("第") or _loose(value, match.group(3), lead):
        return []
    decimals = len(number.partition(".")[2].rstrip("万"))
    rough = bool(match.group(2))
    tail = _tenths(text, match)
    value, decimals = (value + float(f"0.{tail}"), len(tail)) if tail else (value, decimals)
    return [
        Quantity(
            text=text[match.start() : match.end() + len(tail)],
            span=(match.start(), match.end() + len(tail)),
            value=value * scale,
            unit=unit,
            step=scale * 10.0**-decimals,
            rough=rough,
            lead=lead,
        )
    ]


def _tenths(text: str, match: re.Match[str]) -> str:
    """Return the digits that follow 米 without a unit (七八 of 五十四米七八), in figures."""
    if match.group(3) in ("米", "丈", "尺") and text[match.end() : match.end() + 1] == "半":
        return "5"
    found = _TENTHS.match(text, match.end()) if match.group(3) == "米" else None
    return "".join(str(numeral(mark)) for mark in found.group()) if found else ""


def _loose(value: float, unit: str, lead: str) -> bool:
    measured = unit in _METRES or unit in _AREAS or bool(_LEADS.search(lead))
    return not measured and (value == 1 or (value == 2 and unit in _STAGING))


def _value(number: str) -> float | None:
    times = 10000.0 if number.endswith("万") and number[0].isdecimal() else 1.0
    bare = number.rstrip("万").replace(",", "") if times > 1 else number.replace(",", "")
    if bare[0].isdecimal():
        return float(bare) * times
    whole, _, rest = bare.partition("点")
    value = _large(whole)
    if value is None:
        return None
    tail = "".join(str(numeral(mark)) for mark in rest)
    return value + (float(f"0.{tail}") if tail else 0.0)


def _large(text: str) -> float | None:
    high, mark, low = text.rpartition("万")
    low_value = numeral(low.lstrip("零〇")) if low else 0
    high_value = numeral(high) if high else (1 if mark else 0)
    if low_value is None or high_value is None:
        return None
    return float((high_value * 10000 if mark else 0) + low_value)


def _unit(word: str) -> tuple[str, float]:
    if word in _METRES:
        return "米", _METRES[word]
    if word in _AREAS:
        return "平方米", _AREAS[word]
    return {"架椽": "椽", "石窟": "窟", "洞窟": "窟"}.get(word, word), 1.0


def standing_in(text: str) -> list[Mark]:
    """Return words of official standing: 国保, 第一批, 5A, 世界遗产, 编号."""
    return [Mark(text=match.group(), span=match.span()) for match in _STANDING.finditer(text)]


def forms_in(text: str) -> list[Mark]:
    """Return words for the form of roof, eaves and bracket sets."""
    return [Mark(text=match.group(), span=match.span()) for match in _FORMS.finditer(text)]
