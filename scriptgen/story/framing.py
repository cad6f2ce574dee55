"""Playable lines framed from what is known but not yet written as a scene: steps, tools, views."""

from __future__ import annotations

import re
from dataclasses import replace

from heritage_kb import KnowledgeBase
from heritage_kb.records import Entry, Passage
from scriptgen.story.facts import Fact

_FRAMES = (
    "{{who}}低着头{0}。",
    "轮到{0}，满屋没有人出声。",
    "{{who}}先{0}，没有看旁人。",
    "{0}。{{who}}的手比嘴快。",
    "又是{0}。{{who}}的额上有了汗。",
)
_ANY_FRAMES = (
    "做到{0}这一步，{{who}}慢了下来。",
    "眼下这一步是{0}，{{who}}没有抬头。",
    "{0}。{{who}}停下来，等了三口气。",
)
_STAGE_FRAMES = (
    "{{who}}练到{0}，汗湿了领口。",
    "场上正走到{0}，{{who}}没有分神。",
    "说的是{0}，{{who}}听一句，做一遍。",
)
_STAGE = ("曲艺", "传统音乐", "传统舞蹈", "传统体育、游艺与杂技")
_ASKS = ("下一步，{0}。", "先{0}，再说话。", "{0}，别抢。")
# What stands where it stands is no tool that a hand moves.
_FIXED = re.compile(r"(?:戏?台|庙|殿|楼|阁|桥|场|院|山门|街|塔|祠|窑|井|池|船|车|轿|室|房|坑|畦)$")
# What is used up: it gathers no dust, and nobody sets it straight.
_STUFF = re.compile(
    r"(?:漆|油|水|酒|醋|曲|糖|蜜|浆|糊|粉|面|粱|豆|米|糠|麸皮|泥|土|砂|朱|墨|料|颜料|花|麻|丝|绸|纸|皮|药|矿|炭|煤|铁|铜|锡|银|金)$"
)
_TOOL_FRAMES = (
    "{{who}}的手在{0}上停了一停。",
    "{{who}}把{0}挪到灯下，看了又看。",
    "{{who}}抹了抹{0}上的灰。",
    "{0}搁在手边，{{who}}没有去碰。",
    "{{who}}把{0}推过来，摆正。",
)
_STUFF_FRAMES = (_TOOL_FRAMES[1], _TOOL_FRAMES[3])  # 大漆 has no dust to be wiped off


def framed_steps(entry: Entry, passages: list[Passage]) -> list[Fact]:
    """Return the steps that are only listed, each framed as a picture of somebody doing it."""
    facts: list[Fact] = []
    if entry.kind == "opera":
        return facts  # 唱做念打 is what playing is made of: nothing comes after it
    for passage in passages:
        if passage.topic != "process":
            continue
        step = re.sub(r"[（(][^（）()]*[)）]", "", passage.text.split("：", 1)[-1]).rstrip("。")
        if not 2 <= len(step) <= 22 or "：" in step or ":" in step:
            continue
        number = passage.step or 1
        frames = (
            _STAGE_FRAMES
            if entry.fields.get("category") in _STAGE
            else _FRAMES
            if _is_verb(step)
            else _ANY_FRAMES
        )
        at = number % len(frames)
        says = (_ASKS[number % 3].format(step),) if _is_verb(step) and len(step) <= 10 else ()
        facts.append(
            replace(
                Fact.of(passage, entry, "process"),
                actions=tuple(f.format(step) for f in (*frames[at:], *frames[:at])),
                says=says,
                framed=True,
            )
        )
    return facts


def _is_verb(step: str) -> bool:
    return step[0] in (
        "选和揉捏蒸煮剪刻雕绷缝裁铺包裹拌泡洗晒晾取采制研炼熬烧煅锤打浇抛磨刷涂画描绣织纺染"
        "搭绑扎敲吹拉弹唱练站踩走搓擀切撒烤炸腌淘踏夯砌挖凿揭压捞抄沤碾捣发醒贴装点挂抬举列"
    )


def framed_tools(entry: Entry, passages: list[Passage]) -> list[Fact]:
    """Return the tools that are only listed, each framed as a thing on the bench."""
    passage = next((p for p in passages if p.topic == "tool"), None)
    things = entry.fields.get("tools_materials") or entry.fields.get("tools") or ()
    if passage is None:
        return []
    facts = []
    for number, raw in enumerate(things):
        thing = re.sub(r"[（(].*?[)）]", "", str(raw)).strip()
        if _FIXED.search(thing):
            continue
        if 1 < len(thing) <= 5 and "或" not in thing and "/" not in thing and "等" not in thing:
            frames = _TOOL_FRAMES[number % 5 :] + _TOOL_FRAMES[: number % 5]
            frames = _STUFF_FRAMES if _STUFF.search(thing) else frames
            facts.append(
                replace(
                    Fact.of(passage, entry, "tool"),
                    kind="史实",
                    actions=tuple(f.format(thing) for f in frames[:3]),
                    says=(),
                    framed=True,
                )
            )
    return facts


_VIEWS = (
    "{{who}}抬起头，{0}立在那里，不说话。",
    "{0}的影子一寸一寸挪过{{who}}的脚面。",
    "远处，{0}只剩一个黑影。",
    "{{who}}绕过{0}，放轻了脚步。",
)


def framed_place(place: Entry, kb: KnowledgeBase, year: int | None) -> list[Fact]:
    """Views of what is known to stand at a place, where its own years allow it."""
    if place.kind != "site" or any(p.actions for p in kb.passages_of(place)):
        return []
    if year is not None and place.start_year is not None and place.start_year > year:
        return []
    passage = next((p for p in kb.passages_of(place) if p.id.endswith(":parts")), None)
    if passage is None:
        return []
    facts = []
    for number, raw in enumerate(place.fields.get("key_structures", ())):
        name = re.sub(r"[（(].*?[)）]", "", str(raw))
        dated_ = re.search(r"[（(](\d{3,4})", str(raw))
        if 1 < len(name) <= 8 and (
            year is None or (dated_ and int(dated_[1]) <= year) or (not dated_ and year >= 1912)
        ):
            views = _VIEWS[number % 4 :] + _VIEWS[: number % 4]
            facts.append(
                replace(
                    Fact.of(passage, place, "sense"),
                    kind="合理虚构",
                    actions=tuple(v.format(name) for v in views),
                    says=(),
                    framed=True,
                )
            )
    return facts
