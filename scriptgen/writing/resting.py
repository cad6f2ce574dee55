"""Does a line given as fact rest on its passages, clause by clause, beyond numbers and names?

``kb.check_against`` sees figures, dates, names and standings; here the words themselves are held
against the passage: most of a clause must be there, no proper name may be new, and nothing may be
turned into its opposite. What fails may still be a good line; it is no longer a fact.
"""

from __future__ import annotations

import re

from heritage_kb import KnowledgeBase
from heritage_kb.normal import normal
from heritage_kb.records import Passage
from scriptgen.reviewing.words import tagged

_CLAUSE = re.compile(r"[，。！？；：、…—,.!?;:\s]+")
_LETTER = re.compile(r"[一-鿿\da-zA-Z]")
# 建于 stands here because its date is judged by itself.
_SMALL = set(
    "的了着过在是有和与及把被给让就也都还又再很这那其之而则便里上下中来去地得一个只才正到从向对于为以他她它们我你您啊呢吧吗么建于"
)
_AGES = "唐宋辽金元明清"  # stand before a reign: 唐大中十一年
_NOT = set("不没无未非别勿莫禁")
_PAIRS = (
    "内外 左右 前后 先后 东西 南北 早晚 大小 长短 高低 多少 生熟 干湿 正反 冷热 冷暖 轻重 粗细 软硬 厚薄 宽窄 "
    "男女 新旧 快慢 阴阳 公私 单双 明暗 亮暗 黑白 红绿 开关 进出 升降 首末 深浅 甜咸 酸甜 金银 铜铁 难易 有无 "
    "真假 曲直 远近 强弱 浓淡 松紧 贵贱 买卖 朝背 直斜 横竖 方圆 满空 稀稠"
)
_OPPOSITES = [tuple(pair) for pair in _PAIRS.split()]
_NAMES = ("nr", "nrt", "nrfg", "ns", "nt")
_SHORTEST = 3  # letters of a clause that can be held against a sentence
_LEAST = 0.55  # share of a clause's pairs of letters that must be in its passages


def rests(text: str, passages: list[Passage], own: set[str], kb: KnowledgeBase) -> bool:
    """Tell whether every clause of a line is in the words of its passages.

    Args:
        text: the line.
        passages: what it cites.
        own: names of the story's people; they are put into pictures that passages leave open.
        kb: knows what the entries of the passages are called, and where they are. Years are left
            to its ``check_against``, which knows that 大中十一年 is 857年.
    """
    parts = [part for p in passages for part in (p.text, *p.actions, *p.says)]
    sources = [(_bare(part), [_bare(one) for one in _CLAUSE.split(part)]) for part in parts]
    whole = "".join(source for source, _ in sources)
    entries = [kb.entry(id) for id in dict.fromkeys(p.entry for p in passages)]
    free = own | {name for e in entries for name in (*e.names, e.city, e.county) if name}
    dated = {f"{age}{w.text}" for w in kb.calendar.years_in(text) for age in ("", *_AGES)}
    for clause in _CLAUSE.split(_without(text, free | dated)):
        bare = _bare(clause)
        if len(bare) < _SHORTEST:
            if set(bare) - set(whole):
                return False
            continue
        if not any(_held(bare, *source) for source in sources) or _new_names(clause, whole):
            return False
    return True


def _new_names(clause: str, whole: str) -> bool:
    """Tell whether a clause has a proper name, or a whole word, of which the passages know nothing."""
    named = any(tag in _NAMES and _bare(word) not in whole for word, tag in tagged(clause))
    known = set(whole)
    strange = "".join(c if c not in known else " " for c in _bare(clause))
    return named or any(len(run) > 1 for run in strange.split())


def _held(clause: str, source: str, parts: list[str]) -> bool:
    """Tell whether a source has the words of a clause, and its nearest part says no opposite."""
    nearest = max(parts, key=lambda part: _share(clause, part))
    if sum(c in _NOT for c in clause) != sum(c in _NOT for c in nearest):
        return False
    for one, other in _OPPOSITES:
        for this, that in ((one, other), (other, one)):
            if this in clause and this not in nearest and that in nearest:
                return False
    return _share(clause, source) >= _LEAST


def _share(clause: str, source: str) -> float:
    """Return the share of a clause's pairs of letters that a source has."""
    pairs = [clause[n : n + 2] for n in range(len(clause) - 1)]
    return sum(pair in source for pair in pairs) / len(pairs)


def _without(text: str, names: set[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return text


def _bare(text: str) -> str:
    plain = normal(text.replace("{who}", ""))
    return "".join(c for c in _LETTER.findall(plain) if c not in _SMALL)
