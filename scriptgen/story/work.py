"""What the work offers the plot: its steps, tools, errors, proofs and hiding places, with sources.

Written passages give playable lines; where the knowledge base has only steps and tools, lines are
framed from them; where it has nothing, the trade sheet's own lines stand in, marked 合理虚构.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from heritage_kb import KnowledgeBase
from heritage_kb.errors import UnknownName
from heritage_kb.records import Entry, Passage
from scriptgen.brief import Brief
from scriptgen.series import LineKind
from scriptgen.story.forms import Trade
from scriptgen.story.shelf import Shelf

PLAYABLE = (
    "process",
    "tool",
    "material",
    "sense",
    "error",
    "test",
    "irreversible",
    "hide",
    "mark",
    "hurt",
    "deadline",
    "custom",
    "conflict",
    "word",
)
_FINDING = re.compile(r"露出|摸出|抠|掀|揭|翘|挑开|找|量了|探|闷|空|灯到了|撬|顺着")
_PUTTING = re.compile(r"塞|写下|按进|沉进|放|盖上|落下|封|糊|合上|躺进|送进|没了|不见")
_OUTSIDE = re.compile(
    r"山|林|冻土|檐|屋坡|瓦|脊|柱|台基|号子|满场|坡下|树|牛|雨|日头|天光|日影|云|霜|泥|街|房上|架上|梯子|斗栱|梁"
)
_CROWD = re.compile(r"几个人|一起|底下的人|众人|大家|号子|齐|满场|几股|围着的人|一圈人|满屋")
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
_STAGE = ("传统戏剧", "曲艺", "传统音乐", "传统舞蹈", "传统体育、游艺与杂技")
_ASKS = ("下一步，{0}。", "先{0}，再说话。", "{0}，别抢。")
_TOOL_FRAMES = (
    "{{who}}的手在{0}上停了一停。",
    "{{who}}把{0}挪到灯下，看了又看。",
    "{{who}}抹了抹{0}上的灰。",
    "{0}搁在手边，{{who}}没有去碰。",
    "{{who}}把{0}推过来，摆正。",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Something that can be played or said, and where it is known from (no id: invented)."""

    topic: str
    actions: tuple[str, ...]
    says: tuple[str, ...] = ()
    passage: str = ""
    entry: str = ""
    kind: LineKind = "史实"
    step: int | None = None
    title: str = ""
    text: str = ""
    framed: bool = False  # its actions are frames of one statement: one at a time

    @classmethod
    def of(cls, passage: Passage, entry: Entry, topic: str) -> Fact:
        """Return what a passage of an entry lets a scene play, under a topic."""
        return cls(
            topic=topic,
            actions=passage.actions,
            says=passage.says,
            passage=passage.id,
            entry=entry.id,
            kind=passage.claim_kind,
            step=passage.step,
            title=entry.title,
            text=passage.text,
        )


@dataclass(slots=True)
class Work:
    """The work of a series: its trade sheet, its entries, its facts by topic."""

    trade: Trade
    entries: list[Entry]
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    places: list[Entry] = field(default_factory=list)
    words: list[tuple[str, str, str]] = field(default_factory=list)  # name, gloss, passage id

    @property
    def steps(self) -> list[Fact]:
        """Return the steps of the work in order."""
        return self.facts.get("process", [])


def work_of(brief: Brief, kb: KnowledgeBase, shelf: Shelf, year: int | None) -> Work:
    """Return what the brief's crafts, places and products offer.

    Raises:
        UnknownName: a craft, place or product that the knowledge base does not carry.
    """
    crafts = [kb.resolve(name, ("craft", "opera", "custom")) for name in brief.crafts]
    crafts += [
        e
        for e in _resolved(brief.products, kb, ("product", "craft", "custom"))
        if e.kind != "product"
    ]
    places = _places(brief, kb)
    trade = _trade(brief, crafts, places, shelf)
    work = Work(trade=trade, entries=_unique(crafts), places=places)
    for entry in work.entries[:1]:
        _add(work, _facts_of(entry, kb))
    for entry in work.entries[1:]:
        _add(work, _life_of(entry, kb))  # a second trade is the air of the story, not its hand
    for entry in _around(kb, work, places, year):
        _add(work, _life_of(entry, kb))
        if entry.kind == "word" and entry.fields.get("meaning"):
            passages = kb.passages_of(entry)
            if passages:
                work.words.append((entry.title, str(entry.fields["meaning"]), passages[0].id))
    for place in places:
        _add(work, _framed_place(place, kb, year))
    _add(work, _invented(trade))
    return work


def _resolved(names: Iterable[str], kb: KnowledgeBase, kinds: tuple[str, ...]) -> list[Entry]:
    return [kb.resolve(name, kinds) for name in names]


def _places(brief: Brief, kb: KnowledgeBase) -> list[Entry]:
    found = []
    for name in brief.places:
        try:
            found.append(kb.resolve(name, ("site", "structure", "place")))
        except UnknownName:
            if not kb.in_county(name):
                raise
    return _unique(found)


def _unique(entries: Iterable[Entry]) -> list[Entry]:
    return list({entry.id: entry for entry in entries}.values())


def _trade(brief: Brief, crafts: list[Entry], places: list[Entry], shelf: Shelf) -> Trade:
    for entry in crafts:
        text = f"{entry.title} {' '.join(entry.aliases)} {entry.fields.get('category', '')}"
        steps = "".join(map(str, entry.fields.get("process_steps", ())))
        if best := _best(shelf, text, steps):
            return best
    asked = f"{brief.genre} {brief.title} {brief.logline}"
    if "武" in brief.genre:
        return shelf.trades["武行"]
    if not crafts and (best := _best(shelf, "", asked)):
        return best
    text = " ".join(f"{p.title} {p.fields.get('subtype', '')}" for p in places)
    if "窟" in text or "造像" in text:
        return shelf.trades["雕刻"]
    return shelf.trades["看守"]


def _best(shelf: Shelf, title: str, text: str) -> Trade | None:
    def score(trade: Trade) -> int:
        return sum(5 * len(m) * (m in title) + text.count(m) * len(m) for m in trade.marks)

    ranked = sorted(shelf.trades.values(), key=lambda t: (-score(t), t.name))
    return ranked[0] if score(ranked[0]) >= 2 else None


def _add(work: Work, facts: Iterable[Fact]) -> None:
    for fact in facts:
        work.facts.setdefault(fact.topic, []).append(fact)


def _facts_of(entry: Entry, kb: KnowledgeBase) -> list[Fact]:
    passages = kb.passages_of(entry)
    facts = [fact for p in passages if p.actions for fact in _written(p, entry)]
    if not any(f.topic == "process" for f in facts):
        facts += _framed_steps(entry, passages)
    if not any(f.topic == "tool" for f in facts):
        facts += _framed_tools(entry, passages)
    return facts


def _written(passage: Passage, entry: Entry) -> list[Fact]:
    if passage.topic == "mistake" or passage.topic not in PLAYABLE:
        return []
    base = Fact.of(passage, entry, passage.topic)
    if passage.topic != "hide":
        return [base]
    finding = tuple(a for a in passage.actions if _FINDING.search(a))
    putting = tuple(a for a in passage.actions if _PUTTING.search(a) and a not in finding)
    rows = [replace(base, topic="find", actions=finding)] if finding else []
    return rows + ([replace(base, topic="hide", actions=putting)] if putting else [])


def _framed_steps(entry: Entry, passages: list[Passage]) -> list[Fact]:
    facts = []
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
            Fact(
                topic="process",
                step=passage.step,
                passage=passage.id,
                entry=entry.id,
                kind=passage.claim_kind,
                title=entry.title,
                text=passage.text,
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


def _framed_tools(entry: Entry, passages: list[Passage]) -> list[Fact]:
    passage = next((p for p in passages if p.topic == "tool"), None)
    things = entry.fields.get("tools_materials") or entry.fields.get("tools") or ()
    if passage is None:
        return []
    facts = []
    for number, raw in enumerate(things):
        thing = re.sub(r"[（(].*?[)）]", "", str(raw)).strip()
        if 1 < len(thing) <= 5 and "或" not in thing and "/" not in thing and "等" not in thing:
            frames = _TOOL_FRAMES[number % 5 :] + _TOOL_FRAMES[: number % 5]
            facts.append(
                Fact(
                    topic="tool",
                    passage=passage.id,
                    entry=entry.id,
                    kind="史实",
                    title=entry.title,
                    text=passage.text,
                    framed=True,
                    actions=tuple(f.format(thing) for f in frames[:3]),
                )
            )
    return facts


_VIEWS = (
    "{{who}}抬起头，{0}立在那里，不说话。",
    "{0}的影子一寸一寸挪过{{who}}的脚面。",
    "远处，{0}只剩一个黑影。",
    "{{who}}绕过{0}，放轻了脚步。",
)


def _framed_place(place: Entry, kb: KnowledgeBase, year: int | None) -> list[Fact]:
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
                Fact(
                    topic="sense",
                    kind="合理虚构",
                    passage=passage.id,
                    entry=place.id,
                    actions=tuple(v.format(name) for v in views),
                    text=passage.text,
                    title=place.title,
                    framed=True,
                )
            )
    return facts


def _around(kb: KnowledgeBase, work: Work, places: list[Entry], year: int | None) -> list[Entry]:
    """Entries that touch the work or the place: customs, words, the place's own voice."""
    centre = {e.id for e in (*work.entries, *places)}
    if not centre:
        return []
    near = [
        e
        for e in kb.records.entries.values()
        if e.kind in ("custom", "word") and e.id not in centre and centre & set(e.related)
    ]
    fits = [
        e for e in near if year is None or not e.periods or any(_in(kb, p, year) for p in e.periods)
    ]
    return [*places, *sorted(fits, key=lambda e: e.id)]


def _in(kb: KnowledgeBase, period: str, year: int) -> bool:
    one = kb.periods.get(period)
    return one is None or (
        (one.start is None or one.start <= year) and (one.end is None or year <= one.end)
    )


def _life_of(entry: Entry, kb: KnowledgeBase) -> list[Fact]:
    facts = []
    for passage in kb.passages_of(entry):
        if not passage.actions or passage.topic in ("mistake", "filming", "person", "measure"):
            continue
        topic = "word" if entry.kind == "word" else "custom"
        facts.append(Fact.of(passage, entry, topic))
    return facts


def _invented(trade: Trade) -> list[Fact]:
    facts = []
    for topic, lines in trade.lines.items():
        name = "find" if topic == "hide" else topic
        facts += [Fact(topic=name, actions=(line,), kind="合理虚构") for line in lines]
    facts.append(
        Fact(
            topic="hide",
            kind="合理虚构",
            actions=(
                "{who}把东西塞进最底下那一层，手抽出来是空的。",
                "{who}蹲下去，再起来，手里的东西没了。",
            ),
        )
    )
    facts.append(
        Fact(
            topic="custom",
            kind="合理虚构",
            actions=(
                "{who}把火拨小，留着明早的火种。",
                "{who}把锅底刮净，刮得很响。",
                "{who}在门槛上磕掉鞋底的泥。",
            ),
        )
    )
    return facts


def outside(text: str) -> bool:
    """Tell whether a line of work wants the open air or a crowd."""
    return bool(_OUTSIDE.search(text) or _CROWD.search(text))
