"""The dates of a text as it is spoken: also 晚唐, 是唐塔, 贞观那会儿, 唐人, 公元前二百年, 六三年生, 八六年就."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from heritage_kb.dates import When, numeral
from heritage_kb.periods import spans

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_FINE = {
    "初唐": (618, 712), "盛唐": (713, 765), "中唐": (766, 835), "晚唐": (836, 907),
    "后梁": (907, 923), "后唐": (923, 936), "后晋": (936, 947), "后周": (951, 960),
    "北齐": (550, 577), "东魏": (534, 550), "南宋": (1127, 1279), "东晋": (317, 420),
    "晚明": (1573, 1644), "晚清": (1840, 1912), "清末": (1840, 1912), "清初": (1644, 1735),
    "明末": (1573, 1644), "明初": (1368, 1435), "明中叶": (1436, 1572), "清中叶": (1736, 1850),
    "唐末": (836, 907), "唐初": (618, 712), "元末": (1330, 1368), "元初": (1206, 1300),
    "宋初": (960, 1022), "金末": (1190, 1234), "金初": (1115, 1160), "辽末": (1060, 1125),
    "民国初": (1912, 1928), "蒙古": (1206, 1271), "蒙元": (1206, 1368), "北宋": (960, 1127),
    "两宋": (960, 1279), "宋": (960, 1127),
}  # fmt: skip
_BARE_YEAR = re.compile(
    r"(?<![\d.第号\-—–])(?:1[0-9]|20)\d\d(?=[\u4e00-\u9fff])(?![年余多级间米尊座个元名人件块张万厘平])"
)
# Ages as they are written hard by a noun (元塑).
LOOSE_AGES = {
    "北魏": (386, 534), "北齐": (550, 577), "唐": (618, 907), "五代": (907, 979), "宋": (960, 1279),
    "秦": (-221, -207), "汉": (-202, 220), "隋": (581, 618), "辽": (907, 1125), "金": (1115, 1234), "元": (1206, 1368), "明": (1368, 1644), "清": (1644, 1912),
}  # fmt: skip


@lru_cache(maxsize=65536)
def _dates(text: str, kb: KnowledgeBase) -> tuple[When, ...]:
    found = [_fine(when) for when in kb.calendar.years_in(text)]
    taken = [when.span for when in found]
    for match in _BARE_YEAR.finditer(text):  # 1907通车
        if not any(a < match.end() and match.start() < b for a, b in taken):
            year = int(match.group())
            found.append(
                When(text=match.group(), span=match.span(), first=year, last=year, kind="year")
            )
    for match in _HOUSE_OF.finditer(text):  # 是唐塔
        first, last = LOOSE_AGES[match.group(1)]
        when = When(text=match.group(1), span=match.span(1), first=first, last=last, kind="dynasty")
        if not any(a < when.span[1] and when.span[0] < b for a, b in taken):
            found.append(when)
    for match in _eras(kb).finditer(text):  # 贞观那会儿
        if not any(w.span[0] <= match.start() < w.span[1] for w in found):
            whole = kb.calendar.years_in(match.group(1) + "年间")
            found += [replace(whole[0], text=match.group(1), span=match.span(1))] if whole else []
    for match in _rulers().finditer(text):  # 唐太宗那会儿, 宋仁宗年间
        if not any(w.span[0] < match.end() and match.start() < w.span[1] for w in found):
            first, last = spans()[match[1]]
            found.append(
                When(text=match[1], span=match.span(1), first=first, last=last, kind="era")
            )
    for more in _more_dates(text):  # 公元前一一三年, not the year 113
        found = [w for w in found if w.span[1] <= more.span[0] or more.span[1] <= w.span[0]]
        found.append(more)
    return tuple(sorted(found, key=lambda when: when.span))


_HOUSE_OF = re.compile(
    "(?:^|[是的，座为])(唐|宋|辽|元|明|清|北魏|北齐|五代|金(?![殿塔顶佛阁身]))(?=塔|构|殿|桥|庙|楼(?!梯)|塑|建筑|物$|的$)"
)


@lru_cache(maxsize=8)
def _eras(kb: KnowledgeBase) -> re.Pattern[str]:
    """Return a pattern of the names of reigns where they are said without years."""
    return re.compile(
        f"{reigns_of(kb).pattern.removesuffix('(?!年)')}(?=那会儿|那阵|那几年|那时|时候|皇帝|帝(?!国)|盛世|之治|朝(?![阳向着])|[初中末]年)"
    )


@lru_cache(maxsize=1)
def _rulers() -> re.Pattern[str]:
    """Return a pattern of rulers whose time is meant: a ruler alone is somebody who acts."""
    names = [n for n in spans() if re.search("[帝祖宗]$|武则天|秦始皇", n)]
    return re.compile(
        f"({'|'.join(sorted(names, key=len, reverse=True))})"
        "(?=年间|时期|时候|那会儿|那阵|那几年|时|在位|朝)"
    )


@lru_cache(maxsize=8)
def reigns_of(kb: KnowledgeBase) -> re.Pattern[str]:
    """Return a pattern of the names of reigns that no year follows."""
    names = {name for period in kb.periods.values() for name in period.eras if len(name) > 1}
    return re.compile(f"({'|'.join(sorted(names))})(?!年)")


# Realms and times that are no period of the knowledge base, but are what a sentence may put in its
# place (common chronology).
_REALMS = {
    "南宋": (1127, 1279), "西夏": (1038, 1227), "南朝": (420, 589), "刘宋": (420, 479),
    "南齐": (479, 502), "南梁": (502, 557), "陈朝": (557, 589), "前秦": (350, 394),
    "前赵": (304, 329), "后赵": (319, 351), "前燕": (337, 370), "西燕": (384, 394),
    "后燕": (384, 407), "武周": (690, 705), "蜀汉": (221, 263), "东吴": (222, 280),
    "太平天国": (1851, 1864), "文革": (1966, 1976), "文化大革命": (1966, 1976),
    "抗战": (1937, 1945), "解放战争": (1945, 1949),
}  # fmt: skip
_STONE = {"旧石器": (-2000000, -10000), "新石器": (-9000, -2000), "史前": (-2000000, -2000)}
_OTHERS = re.compile(
    rf"(?P<realm>{'|'.join(_REALMS)})(?![山河])(?:[年时]间|时期|时候|那会儿|[初末]年|[代朝时])?|"
    r"(?:^|(?<=[，的“：]))(?P<folk>[唐宋辽元明清隋汉秦])人(?![家口物民工生])|(?P<stone>旧石器|新石器|史前)(?:时代|时期)?|公元?前(?P<bce>[一二三四五六七八九十百千零〇两]+)年"
    r"|(?<![\d一二三四五六七八九十零〇年])(?P<two>[二三四五六七八九][一二三四五六七八九零〇])年(?=生|出生|生人|的?人|代?生)"
    r"|(?<![\d一二三四五六七八九十零〇年])(?!三五|三四|四五|五六|六七|七八|八九)(?P<late>[三四五六七八九][〇零一二三四五六七八九])年"
    r"(?=[就才那入列评被公成复开停恢拍在建，]|冬|夏|春|秋)"
)


def _more_dates(text: str) -> Iterator[When]:
    """Yield dates that no calendar has: 旧石器时代, 公元前二百年, 六三年生."""
    for match in _OTHERS.finditer(text):
        if match.group("folk"):
            first, last = LOOSE_AGES[match.group("folk")]
            yield When(
                text=match.group(), span=match.span(), first=first, last=last, kind="dynasty"
            )
            continue
        if match.group("realm"):
            first, last = _REALMS[match.group("realm")]
            yield When(
                text=match.group(), span=match.span(), first=first, last=last, kind="dynasty"
            )
            continue
        if match.group("stone"):
            first, last = _STONE[match.group("stone")]
            yield When(
                text=match.group(), span=match.span(), first=first, last=last, kind="dynasty"
            )
            continue
        word = match.group("bce") or match.group("two") or match.group("late")
        spelled = re.search("[十百千]", word) is not None
        value = numeral(word) if spelled else int("".join(str(numeral(c) or 0) for c in word))
        if value:
            year = -value if match.group("bce") else 1900 + value
            yield When(text=match.group(), span=match.span(), first=year, last=year, kind="year")


def dates_in(text: str, kb: KnowledgeBase) -> tuple[When, ...]:
    """Return the dates of a text, an age in part (晚唐, 明末, 后唐) as narrow as it is said."""
    return _dates(text, kb)


def _fine(when: When) -> When:
    if when.kind != "dynasty":
        return when
    bare = re.sub("(?:王朝|朝代|时期|年间|初年|末年|朝|代|年|时)+$", "", when.text)
    tail = re.search("初年|末年", when.text)
    key = bare + ("初" if tail and tail.group() == "初年" else "末" if tail else "")
    span = _FINE.get(key) or _FINE.get(bare)
    if span is None:
        return when
    return When(text=when.text, span=when.span, first=span[0], last=span[1], kind="dynasty")


# Things in a building that have an age of their own.
_PART = re.compile(
    "的[^，。的]{0,3}(?:钟|地砖|砖|瓦|匾|碑|门板|窗|井|树|柏|槐|香炉|旗杆|椅|桌|灯|牌位|经书|栏杆|台阶|铃)(?![塔楼殿])"
)


def of_a_part(sentence: str, clause: str, kb: KnowledgeBase) -> bool:
    """Tell whether the date of a clause is of a thing in the building (的大钟，是…年运来的)."""
    part = _PART.search(sentence)
    if part is None or not kb.calendar.years_in(clause):
        return False
    return any(when.span[0] >= part.end() for when in kb.calendar.years_in(sentence))
