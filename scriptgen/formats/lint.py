"""What a crew would ask the writer to mend in a file that was just read: where, what, how.

Nothing is corrected here. Levels: ``blocking`` (a program cannot go on with it), ``warning``,
``ok`` (worth knowing).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from scriptgen.formats.grammar import TRIANGLES
from scriptgen.formats.layout import dashed
from scriptgen.reading import Reading, ReadScene

_VAGUE = re.compile(
    r"他|她|它|他们|她们|对方|另一人|电话那头|那人|某人|男|女|男人|女人|声音|甲|乙|丙|众|路人"
)
_LONG_SPEECH = 40  # characters; a line of a micro-drama is spoken in under nine seconds
_SPARSE = 4000  # characters of one scene without another heading
_ODD_TRIANGLES = frozenset(TRIANGLES) - {"△"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One remark: the line number in the file (None where there is none), what, and how to fix."""

    source_line: int | None
    level: str
    what: str
    fix: str

    def to_json(self) -> dict[str, Any]:
        """Return the remark as plain values."""
        return asdict(self)


def lint(reading: Reading) -> list[Remark]:
    """Return the remarks on a reading, in order of the file."""
    found = [*_whole(reading), *_episodes(reading), *_scenes(reading), *_loose(reading)]
    found += [*_marks(reading), *_dashes(reading)]
    return sorted(found, key=lambda one: (one.source_line or 0, one.what))


def _whole(reading: Reading) -> Iterator[Remark]:
    if not any(e.scenes for e in reading.episodes):
        yield Remark(
            source_line=None,
            level="blocking",
            what="没有认出一个场景标题",
            fix="每场写一行标题，如“1-1 日 内 祠堂”；或在预览里把该行标作场景标题。",
        )


def _episodes(reading: Reading) -> Iterator[Remark]:
    before = 0
    for episode in reading.episodes:
        if episode.number <= before:
            yield Remark(
                source_line=episode.source_line,
                level="warning",
                what=f"第{episode.number}集的集号重复或倒退（前一集是第{before}集）",
                fix="照顺序改集号；原文没有动。",
            )
        elif before and episode.number > before + 1:
            yield Remark(
                source_line=episode.source_line,
                level="warning",
                what=f"第{before}集之后是第{episode.number}集，中间缺集",
                fix="补上缺的集，或确认是分批交稿。",
            )
        if not episode.scenes:
            yield Remark(
                source_line=episode.source_line,
                level="warning",
                what=f"第{episode.number}集没有场景",
                fix="检查这一集的场景标题写法。",
            )
        before = max(before, episode.number)


def _scenes(reading: Reading) -> Iterator[Remark]:
    seen: Counter[str] = Counter()
    for episode in reading.episodes:
        for scene in episode.scenes:
            name = scene.number or "（无场号）"
            yield from _heading(scene, name)
            if scene.number:
                seen[scene.number] += 1
                if seen[scene.number] == 2:
                    yield _at(scene, f"场号 {name} 出现了两次", "改其中一个，或写成 1-1A。")
            if not scene.lines:
                yield _at(scene, f"{name} 只有标题，没有正文", "确认是否漏了内容。")
            if sum(len(line.text) for line in scene.lines) > _SPARSE:
                yield _at(scene, f"{name} 很长，可能漏了场景标题", "检查中间有没有换场。", "ok")
            yield from _lines(scene)


def _heading(scene: ReadScene, name: str) -> Iterator[Remark]:
    missing = [
        word
        for word, value in (("时间", scene.time), ("内外", scene.int_ext), ("地点", scene.place))
        if not value
    ]
    if missing:
        yield _at(scene, f"{name} 的标题没有{'、'.join(missing)}", "补成“1-1 日 内 地点”。")


def _lines(scene: ReadScene) -> Iterator[Remark]:
    for line in scene.lines:
        said: tuple[str, str, str] | None = None
        if line.type == "dialogue" and len(line.text) >= _LONG_SPEECH:
            said = "ok", f"一句台词 {len(line.text)} 字", "拆成两句，或插一个动作。"
        elif line.speaker and _VAGUE.fullmatch(line.speaker):
            said = "warning", f"说话人写作“{line.speaker}”，不知是谁", "写出人物的名字。"
        elif line.speaker and re.search(r"[/／、]|和|与", line.speaker) and line.type == "dialogue":
            said = "ok", f"“{line.speaker}”几人同说一句", "确认是齐声；否则拆成各人的台词。"
        elif line.speaker and not line.text:
            said = "warning", f"“{line.speaker}”没有台词", "补台词，或改成动作。"
        if said:
            yield Remark(source_line=line.source_line, level=said[0], what=said[1], fix=said[2])


def _loose(reading: Reading) -> Iterator[Remark]:
    first = next((r.source_line for r in reading.rows if r.role in ("episode", "heading")), None)
    for loose in reading.unmapped:
        outline = first is not None and loose.source_line < first
        yield Remark(
            source_line=loose.source_line,
            level="ok" if outline else "warning",
            what=f"这一行未归入任何一场，原样保留：{loose.text[:30]}",
            fix="若是正文，在预览里标作动作、台词或场景标题。",
        )


def _marks(reading: Reading) -> Iterator[Remark]:
    """Look-alikes of △ are told once, at the first."""
    for row in reading.rows:
        if row.text.strip()[:1] in _ODD_TRIANGLES:
            yield Remark(
                source_line=row.source_line,
                level="ok",
                what=f"动作行用的是“{row.text.strip()[0]}”",
                fix="通行写法是“△”；导出时会写成△，原文件不动。",
            )
            return


def _dashes(reading: Reading) -> Iterator[Remark]:
    """Rows that may be a speech after a dash and were read as action, since nothing made it sure."""
    spoken = {line.speaker for e in reading.episodes for s in e.scenes for line in s.lines}
    for row in reading.rows:
        found = dashed(row.text) if row.role == "action" else None
        if found and (found.spaced or found.name in spoken):
            yield Remark(
                source_line=row.source_line,
                level="ok",
                what=f"“{row.text.strip()[:20]}”读成了动作，也可能是{found.name}的台词",
                fix=f"是台词就写成“{found.name}：…”，或在预览里把这一行改认作台词。",
            )


def _at(scene: ReadScene, what: str, fix: str, level: str = "warning") -> Remark:
    return Remark(source_line=scene.source_line, level=level, what=what, fix=fix)
