"""What of the knowledge base a story of some year may show as happening."""

from __future__ import annotations

import re

from heritage_kb import KnowledgeBase
from heritage_kb.records import Entry, Passage
from heritage_kb.terms import SpottedTerm
from scriptgen.reviewing.dated import reigns_in

_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d{2}|[5-9]\d{2})(?:年|[—–-])")
# The care and showing of monuments is a matter of the last hundred years.
_CARE = re.compile(
    r"修复|修缮|大修|落架|搬迁|迁建|水库|保护|游客|讲解|博物馆|文物|图纸|药水|水泥|混凝土|钢|专家|"
    r"美院|学生|镜头|剧组|拍摄|拍成|搭景|摄|复制|检测|拓包|闪光|栏杆|门票|电|扫描|数字|编号|"
    r"揭壁画|揭画|切墙|护画|锯背面|补笔|发掘|坑壁|碳十四|揭开画|布面|车间|机器|塑料|手套|口罩|公路|卡车|照相|解放|抗战|八路|游击|枪|"
    r"仿的|仿古|新殿|今楼|今天的|如今|现在的"
)
_MODERN = 1912
# What is told as gone by is not met with in a story of today.
_BYGONE = re.compile(r"旧时|从前|早年|早先|解放前")
_TODAY = 1980
_THINGS = ("object", "food", "technology", "clothing", "architecture", "custom", "idiom")


def dated_in(first: int | None, last: int | None, year: int | None) -> bool:
    """Tell whether what goes from one year to another, where it has them, holds a year."""
    return year is None or ((first is None or year >= first) and (last is None or year <= last))


def timely(passage: Passage, entry: Entry, kb: KnowledgeBase, year: int | None) -> bool:
    """Tell whether what a passage shows can be going on in a story of ``year``.

    A year that the passage names and that is still to come shuts it out, and so does a thing that
    is still to come, even where its pictures only hint at it (红油), and, before 1912, whatever
    belongs to the care of monuments. None is today, where what is told as gone by is shut out.
    """
    if (year is None or year >= _TODAY) and _BYGONE.search(passage.text):
        return False
    if year is None:
        return True
    text = passage.text + "".join(passage.actions)
    if any(int(found) > year for found in _YEAR.findall(text)):
        return False
    if entry.kind in ("site", "structure"):
        begun = entry.start_year
        if begun is not None and begun > year + 3:
            return False
    if year < _MODERN and _CARE.search(text):
        return False
    if any(reigns_in(passage.text, year)):
        return False
    return not any(_is_to_come(spot) for spot in kb.terms_in(passage.text, year))


def _is_to_come(spot: SpottedTerm) -> bool:
    """Tell whether a term is a thing of later years; how a passage calls somebody is no thing."""
    known = spot.term.category in _THINGS and spot.term.confidence != "low"
    return known and spot.verdict == "early"


def of_the_time(entry: Entry, kb: KnowledgeBase, year: int | None) -> bool:
    """Tell whether an entry's own periods, where it has any, hold the year."""
    if year is None or not entry.periods:
        return True
    known = [kb.periods.get(period) for period in entry.periods]
    return any(one is None or one.holds(year) for one in known)


def begun_by(entry: Entry, kb: KnowledgeBase, year: int | None) -> bool:
    """Tell whether the first of an entry's periods, where it has any, had begun by the year."""
    starts = [one.start for p in entry.periods if (one := kb.periods.get(p)) and one.start]
    return year is None or not starts or min(starts) <= year
