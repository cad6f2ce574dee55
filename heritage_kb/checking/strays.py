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


class Strays:
    """What a passage must have, or must not, to bear a statement out: read once a statement.

    Args:
        text: the statement.
        kb: knows who is a person.
    """

    def __init__(self, text: str, kb: KnowledgeBase) -> None:
        said = folded(text).rstrip("。！")
        who = _IS_WHO.search(said)
        named = who is not None and not _NOT_WHO.search(who[1])
        self._names: list[tuple[str, ...]] = [(who[1],)] if who and named else []
        self._names += [
            tuple(folded(name) for name in entry.names)
            for _, _, entry in kb.names_in(said, kinds=("person",))
        ]
        self._opposed = [(mine, theirs) for mine, theirs in _OPPOSED if mine.search(said)]

    def beyond(self, passage: str) -> bool:
        """Tell whether the statement names somebody, or an extreme, that a passage has otherwise."""
        told = folded(passage)
        if not all(any(name in told for name in names) for names in self._names):
            return True
        return any(not mine.search(told) and theirs.search(told) for mine, theirs in self._opposed)
