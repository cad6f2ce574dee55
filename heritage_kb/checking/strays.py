"""What a statement has that the passage in nearly the same words has otherwise: a name, an opposite."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heritage_kb.normal import folded

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

# 主持重建的僧人是某某: who it was is the whole statement.
_IS_WHO = re.compile(
    r"[人者僧尼师匠主官帝后将商女男手工祖王公徒弟]是(?:一位|一个|名叫|叫)?([\u4e00-\u9fff]{2,4})$"
)
_NOT_WHO = re.compile(r"[谁的什么怎哪这那他她]|[人者匠家们]$")
_PAIRS = [
    "亮暗",
    "明暗",
    "冷热",
    "凉热",
    "干湿",
    "早晚",
    "快慢",
    "轻重",
    "粗细",
    "厚薄",
    "软硬",
    "长短",
    "高低",
    "深浅",
    "宽窄",
    "大小",
    "多少",
    "贵贱",
    "先后",
    "内外",
    "上下",
    "前后",
    "新旧",
    "浓淡",
    "松紧",
    "阴晴",
    "生熟",
]
_DEGREE = "(?:最|更|越|要|须|宜|得|怕|忌)"
_OPPOSED = tuple(
    (re.compile(_DEGREE + pair[n]), re.compile(_DEGREE + pair[1 - n]))
    for pair in _PAIRS
    for n in (0, 1)
)


def strays(text: str, passage: str, kb: KnowledgeBase) -> bool:
    """Tell whether a statement names somebody, or an extreme, that the passage has otherwise.

    Args:
        text: the statement.
        passage: a passage that shares most of its words.
        kb: knows who is a person.
    """
    said, told = folded(text).rstrip("。！"), folded(passage)
    who = _IS_WHO.search(said)
    if who and not _NOT_WHO.search(who[1]) and who[1] not in told:
        return True
    for _, _, entry in kb.names_in(said, kinds=("person",)):
        if not any(folded(name) in told for name in entry.names):
            return True
    return any(
        mine.search(said) and not mine.search(told) and theirs.search(told)
        for mine, theirs in _OPPOSED
    )
