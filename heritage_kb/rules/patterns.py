"""Sentence patterns that come back too often in the passages written by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from heritage_kb.records import Passage
from heritage_kb.rules.complaint import Complaint, warning
from heritage_kb.store import KnowledgeBase

_SHARE = 0.05
_FEWEST = 20  # below so many passages a share says nothing
_NUMBERS = re.compile(r"[\d一二三四五六七八九十百千两]+")
_SKELETON = re.compile(
    r"[，。；：、（）“”]|不是|而是|不可|不能|如果|只要|才|就|先|再|最|若|因为|所以|的是|则|便|N"
)


def repeated_patterns(kb: KnowledgeBase) -> Iterator[Complaint]:
    """Complain of openings, endings and skeletons in more than one passage in twenty."""
    bare = [_bare(passage, kb) for passage in kb.records.passages.values()]
    if len(bare) < _FEWEST:
        return
    kinds = {
        "开头": (text[:3] for text in bare),
        "结尾": (text[-4:] for text in bare),
        "骨架": (skeleton for text in bare if len(skeleton := _skeleton(text)) > 4),
        "套语": (part for text in bare for part in _parts(text)),
    }
    for kind, patterns in kinds.items():
        for pattern, count in _often(patterns, len(bare)):
            share = f"{count / len(bare):.0%}"
            yield warning("PATTERN", f"{kind}「{pattern}」见于 {share} 的手写文段（{count} 条）")


def _often(patterns: Iterable[str], total: int) -> Iterator[tuple[str, int]]:
    for pattern, count in Counter(patterns).most_common(6):
        if count > total * _SHARE:
            yield pattern, count


def _bare(passage: Passage, kb: KnowledgeBase) -> str:
    """Return the text with the names of its entry and its numbers taken out."""
    entry = kb.records.entries.get(passage.entry)
    text = passage.text
    for name in sorted(entry.names if entry else (), key=len, reverse=True):
        text = text.replace(name, "#")
    return _NUMBERS.sub("N", text)


def _skeleton(text: str) -> str:
    return "".join(_SKELETON.findall(text))


def _parts(text: str) -> set[str]:
    return {
        part for n in range(len(text) - 4) if not set(part := text[n : n + 5]) & set("#N，。；：、")
    }
