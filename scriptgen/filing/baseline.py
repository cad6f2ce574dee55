"""What was filed, and how far the present script has moved from it (Order 16, Article 16).

A changed title or maker asks for 变更手续; a changed position of a main character or a changed course of
the story asks for filing again. Main characters of a script that came as a file are those with the
largest share of the lines; the course of the story is read from the last scenes and from how much of
each third of the script is still there. Both are estimates, and say so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

from scriptgen.reading import Reading
from scriptgen.series import Series

SOURCE = "国家广播电视总局令第16号《微短剧发展管理办法》第十六条（自2026-09-01起）"
_MAIN = 5  # characters that are looked at
_SHARE = 0.12  # of the spoken lines, from which a character is a main one
_KEPT = 0.55  # of a third of the script that must still be there
_ENDING = 0.35  # likewise, of the last tenth
_VILLAIN = ("反派", "对手", "坏人")


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One difference: what must be done about it, where it was seen, how sure that is."""

    what: str
    asks: str  # 重新备案 / 变更手续
    before: str
    after: str
    sure: str  # high / medium
    source: str = SOURCE

    def to_json(self) -> dict[str, Any]:
        """Return the difference as plain values."""
        return asdict(self)


def snapshot(script: Series | Reading, *, maker: str = "") -> dict[str, Any]:
    """Return what is kept at filing: title, maker, main characters, outline and the lines."""
    if isinstance(script, Series):
        roles = {one.name: one.role for one in script.bible.characters}
        lines = [
            (line.speaker or "", line.text)
            for episode in script.episodes
            for scene in episode.scenes
            for line in scene.elements
        ]
        outline = [f"{plan.title}：{plan.logline}" for plan in script.outline.episodes]
        return _kept(script.brief.title, maker, roles, lines, outline)
    lines = [
        (line.speaker or "", line.text)
        for episode in script.episodes
        for scene in episode.scenes
        for line in scene.lines
    ]
    return _kept(script.title, maker, {}, lines, [])


def difference(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Return what has changed of that which was filed; nothing for a mended word."""
    found = []
    for key, name in (("title", "剧名"), ("maker", "制作机构")):
        if before[key] and after[key] and before[key] != after[key]:
            found.append(_one(f"{name}变了", "变更手续", before[key], after[key], "high"))
    found += _people(before, after)
    found += _course(before, after)
    return found


def _kept(
    title: str, maker: str, roles: dict[str, str], lines: list[tuple[str, str]], outline: list[str]
) -> dict[str, Any]:
    spoken = Counter(speaker for speaker, _ in lines if speaker)
    total = sum(spoken.values()) or 1
    main = {
        name: round(count / total, 3)
        for name, count in spoken.most_common(_MAIN)
        if count / total >= _SHARE
    }
    return {
        "title": title,
        "maker": maker,
        "main": main,
        "roles": roles,
        "outline": outline,
        "lines": [text for _, text in lines],
    }


def _people(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    found = []
    gone = [name for name in before["main"] if name not in after["main"]]
    fresh = [name for name in after["main"] if name not in before["main"]]
    for name in gone:
        there = name in "".join(after["lines"])
        share = f"{before['main'][name]:.0%} 的台词"
        if len(gone) == len(fresh) == 1 and not there:
            found.append(
                _one(f"主要人物{name}改作{fresh[0]}", "重新备案", name, fresh[0], "medium")
            )
        else:
            now = "戏份降到主要人物以下" if there else "不再出现"
            found.append(_one(f"主要人物{name}{now}", "重新备案", share, now, "high"))
    for name, role in before["roles"].items():
        now = after["roles"].get(name)
        turned = now and any(w in now for w in _VILLAIN) != any(w in role for w in _VILLAIN)
        if turned and name in {**before["main"], **after["main"]}:
            found.append(_one(f"{name}的定位变了", "重新备案", role, str(now), "high"))
    return found


def _course(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    old, new = before["lines"], after["lines"]
    if before["outline"] and after["outline"]:
        kept = _share(before["outline"], after["outline"])
        if kept < _KEPT:
            said = f"分集大纲只有 {kept:.0%} 还在"
            return [_one("故事整体走向变了", "重新备案", "原大纲", said, "high")]
    if len(old) < 10 or len(new) < 10:
        return []
    tail = max(3, len(old) // 10)
    ending = _share(old[-tail:], new[-2 * tail :])
    if ending < _ENDING:
        return [_one("结局变了", "重新备案", old[-1][:40], new[-1][:40], "medium")]
    thirds = [old[n * len(old) // 3 : (n + 1) * len(old) // 3] for n in range(3)]
    lost = [n for n, third in enumerate(thirds, 1) if _share(third, new) < _KEPT]
    if len(lost) >= 2:
        said = f"三段里有 {len(lost)} 段大半不在了"
        return [_one("故事整体走向变了", "重新备案", f"共 {len(old)} 行", said, "medium")]
    return []


def _share(old: list[str], new: list[str]) -> float:
    """Return which share of the old lines is still there, mended words allowed."""
    there = set(new)
    rest = [line for line in old if line not in there]
    pool = [line for line in new if line not in set(old)]
    kept = len(old) - len(rest)
    for line in rest:
        best = max(
            (SequenceMatcher(None, line, other, autojunk=False).ratio() for other in pool[:400]),
            default=0.0,
        )
        kept += best >= 0.6
    return kept / len(old) if old else 1.0


def _one(what: str, asks: str, before: str, after: str, sure: str) -> Difference:
    return Difference(what=what, asks=asks, before=before, after=after, sure=sure)
