"""Telling whether another date is known for the same deed: 画, 铸, 开张, 搬迁."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heritage_kb.checking.dates_said import dates_in
from heritage_kb.checking.judgement import Said, Subject, affirmed
from heritage_kb.dates import When
from heritage_kb.normal import folded
from heritage_kb.records import Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

# What is done to a thing, in rows of words for the same; a date of one is no date of another.
_DEEDS = tuple(
    re.compile(row)
    for row in (
        "开张|开业|挂牌|创办|创立|成立|设立|改组|改为", "铸", "画|绘", "凿", "筑|建|修|盖|砌|立|造|起", "搬|迁",
        "毁|烧|焚|塌|倒", "出土|发现|发掘|挖出|重见天日", "即位|登基|称帝", "写成|编成|成书|刻成|著", "打响|爆发|开打|打",
        "回来|回归|归还|返还|回国|归国|归来", "墨书|题记|题款|落款|款识|题着|题名", "创|始|形成|兴起", "倒闭|关张|歇业", "通车|修通", "公布|列入|评",
    )
)  # fmt: skip


_THINGS = re.compile(
    "城墙|狮|铁?钟|碑|柱|匾|塑像|彩塑|壁画|琉璃|题记|经幢|山门|戏台|牌坊|楼|塔|殿|桥|阁|铁牛|影壁|大堂"
)


def other_thing(said: Said, subject: Subject) -> bool:
    """Tell whether a clause that goes on about something speaks of another thing there."""
    if said.subject_end:
        return False
    names = "".join((*subject.entry.names, *subject.dated.names))
    return any(word not in names for word in _THINGS.findall(said.masked))


def same_deed(when: When, said: Said, subject: Subject, kb: KnowledgeBase) -> Passage | None:
    """Return a passage that gives another date to what the clause says was done, else None.

    None where any passage of the subject has the date that is said, or several dates for the deed.
    """
    if other_thing(said, subject):
        return None
    rows = [row for row in _DEEDS if row.search(said.masked)]
    if not rows or any(
        when.meets(k)
        for p in subject.passages
        for k in dates_in(affirmed(p), kb)
        if _telling(k, when)
    ):
        return None
    event = subject.told("when") if subject.entry.kind == "event" else None
    if event is not None and len(subject.title) <= 4 and when.kind == "dynasty":
        return None  # 白朴: somebody's life, not a day
    if event is not None and subject.entry.start_year is not None:
        first, last = subject.entry.start_year, subject.entry.end_year or subject.entry.start_year
        doing = "".join(map(str, (subject.title, *subject.entry.fields.get("facts", ()))))
        apart = when.first > last + 2 or when.last < first - 2
        return event if apart and any(row.search(doing) for row in rows) else None
    for passage in subject.passages:
        if passage.entry not in (subject.dated.id, subject.entry.id):
            continue
        for piece in re.split("[。；，]", affirmed(passage)):
            known = [k for k in dates_in(piece, kb) if _telling(k, when)]
            if _ends(piece) != _ends(said.text) and re.search(
                "起|开始|动工|开工", piece + said.text
            ):
                continue
            if len(known) == 1 and any(row.search(piece) for row in rows):
                return passage if _shares_more(said, piece, subject) else None
    return None


def _ends(text: str) -> bool:
    """Tell whether a text says when something was finished."""
    return re.search("完|竣工|落成|建成|修成", text) is not None


def _telling(known: When, when: When) -> bool:
    """Tell whether a known date is narrow enough to say no to another."""
    return known.kind != "dynasty" or when.kind == "dynasty"


def _shares_more(said: Said, piece: str, subject: Subject) -> bool:
    """Tell whether clause and piece have a letter with a meaning beside names and dates."""
    bare = piece
    for name in subject.entry.names:
        bare = bare.replace(folded(name), "")
    dull = set("的了是在年月日代朝间公元前一二三四五六七八九十百千零于于有才就那这座处")
    return bool((set(said.masked) & set(bare)) - dull)
