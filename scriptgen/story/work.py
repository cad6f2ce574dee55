"""What the work offers the plot: its steps, tools, errors, proofs and hiding places, with sources.

Written passages give playable lines; where the knowledge base has only steps and tools, lines are
framed from them; where it has nothing, the trade sheet's own lines stand in, marked 合理虚构.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from heritage_kb import KnowledgeBase
from heritage_kb.errors import UnknownName
from heritage_kb.records import Entry, Passage
from scriptgen.brief import Brief
from scriptgen.series import LineKind
from scriptgen.story.forms import Trade
from scriptgen.story.shelf import Shelf

PLAYABLE = ("process", "tool", "material", "sense", "error", "test", "irreversible", "hide",
            "mark", "hurt", "deadline", "custom", "conflict", "word")
_FINDING = re.compile(r"露出|摸出|抠|掀|揭|翘|挑开|找|量了|探|闷|空|灯到了|撬|顺着")
_PUTTING = re.compile(r"塞|写下|按进|沉进|放|盖上|落下|封|糊|合上|躺进|送进|没了|不见")
_OUTSIDE = re.compile(r"山|林|冻土|檐|屋坡|瓦|脊|柱|台基|号子|满场|坡下|树|牛|雨|日头|天光|日影|云|霜|泥|街|房上|架上|梯子|斗栱|梁")
_CROWD = re.compile(r"几个人|一起|底下的人|众人|大家|号子|齐|满场|几股|围着的人|一圈人|满屋")
_FRAMES = (
    "{{who}}照着规矩来：{0}。", "案上的活走到这一步：{0}。", "{{who}}的手没有停：{0}。",
    "一遍，又一遍：{0}。", "灯影里，{{who}}做着同一件事：{0}。", "{{who}}一声不响，{0}。",
    "轮到最要紧的一道：{0}。", "旁人看着，{{who}}从头做起：{0}。",
)
_ASKS = ("下一道，{0}。", "先{0}，急不得。", "{0}，差一点都不行。", "记着：{0}。")
_TOOL_FRAMES = ("{{who}}的手在{0}上停了一停。", "{{who}}把{0}挪到灯下，看了又看。",
                "{{who}}抹了抹{0}上的灰。", "{0}搁在手边，{{who}}没有去碰。",
                "{{who}}把{0}推过来，摆正。")


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
    crafts += [e for e in _resolved(brief.products, kb, ("product", "craft", "custom"))
               if e.kind != "product"]
    places = _places(brief, kb)
    trade = _trade(brief, crafts, places, shelf)
    work = Work(trade=trade, entries=_unique(crafts), places=places)
    for entry in work.entries:
        _add(work, _facts_of(entry, kb))
    for entry in _around(kb, work, places, year):
        _add(work, _life_of(entry, kb))
        if entry.kind == "word" and entry.fields.get("meaning"):
            passages = kb.passages_of(entry)
            if passages:
                work.words.append((entry.title, str(entry.fields["meaning"]), passages[0].id))
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
    base = dict(says=passage.says, passage=passage.id, entry=entry.id, kind=passage.claim_kind,
                step=passage.step, title=entry.title, text=passage.text)
    if passage.topic != "hide":
        return [Fact(topic=passage.topic, actions=passage.actions, **base)]
    finding = tuple(a for a in passage.actions if _FINDING.search(a))
    putting = tuple(a for a in passage.actions if _PUTTING.search(a) and a not in finding)
    rows = [Fact(topic="find", actions=finding, **base)] if finding else []
    return rows + ([Fact(topic="hide", actions=putting, **base)] if putting else [])


def _framed_steps(entry: Entry, passages: list[Passage]) -> list[Fact]:
    facts = []
    for passage in passages:
        if passage.topic != "process":
            continue
        step = re.sub(r"[（(][^（）()]*[)）]", "", passage.text.split("：", 1)[-1]).rstrip("。")
        if not 2 <= len(step) <= 22 or "：" in step or ":" in step:
            continue
        number = passage.step or 1
        frames = _FRAMES[number % len(_FRAMES):] + _FRAMES[:number % len(_FRAMES)]
        verb = frames if _is_verb(step) else tuple(f for f in frames if "：" in f)
        facts.append(Fact(topic="process", step=passage.step, passage=passage.id, entry=entry.id,
                          kind=passage.claim_kind, title=entry.title, text=passage.text,
                          actions=tuple(f.format(step) for f in verb[:4]),
                          says=tuple(f.format(step) for f in _ASKS[number % 2::2])
                          if _is_verb(step) and len(step) <= 12 else ()))
    return facts


def _is_verb(step: str) -> bool:
    return step[0] in ("选和揉捏蒸煮剪刻雕绷缝裁铺包裹拌泡洗晒晾取采制研炼熬烧煅锤打浇抛磨刷涂画描绣织纺染"
                       "搭绑扎敲吹拉弹唱练站踩走搓擀切撒烤炸腌淘踏夯砌挖凿揭压捞抄沤碾捣发醒贴装点挂抬举列")


def _framed_tools(entry: Entry, passages: list[Passage]) -> list[Fact]:
    passage = next((p for p in passages if p.topic == "tool"), None)
    things = entry.fields.get("tools_materials") or entry.fields.get("tools") or ()
    if passage is None:
        return []
    facts = []
    for number, raw in enumerate(things):
        thing = re.sub(r"[（(].*?[)）]", "", str(raw)).strip()
        if 1 < len(thing) <= 5 and "或" not in thing and "/" not in thing and "等" not in thing:
            frames = _TOOL_FRAMES[number % 5:] + _TOOL_FRAMES[:number % 5]
            facts.append(Fact(topic="tool", passage=passage.id, entry=entry.id, kind="史实",
                              title=entry.title, text=passage.text,
                              actions=tuple(f.format(thing) for f in frames[:2])))
    return facts


def _around(kb: KnowledgeBase, work: Work, places: list[Entry], year: int | None) -> list[Entry]:
    """Entries that touch the work or the place: customs, words, the place's own voice."""
    centre = {e.id for e in (*work.entries, *places)}
    if not centre:
        return []
    near = [e for e in kb.records.entries.values()
            if e.kind in ("custom", "word") and e.id not in centre and centre & set(e.related)]
    fits = [e for e in near if year is None or not e.periods
            or any(_in(kb, p, year) for p in e.periods)]
    return [*places, *sorted(fits, key=lambda e: e.id)]


def _in(kb: KnowledgeBase, period: str, year: int) -> bool:
    one = kb.periods.get(period)
    return one is None or ((one.start is None or one.start <= year)
                           and (one.end is None or year <= one.end))


def _life_of(entry: Entry, kb: KnowledgeBase) -> list[Fact]:
    facts = []
    for passage in kb.passages_of(entry):
        if not passage.actions or passage.topic in ("mistake", "filming", "person", "measure"):
            continue
        topic = "word" if entry.kind == "word" else "custom"
        facts.append(Fact(topic=topic, actions=passage.actions, says=passage.says,
                          passage=passage.id, entry=entry.id, kind=passage.claim_kind,
                          title=entry.title, text=passage.text))
    return facts


def _invented(trade: Trade) -> list[Fact]:
    facts = []
    for topic, lines in trade.lines.items():
        name = "find" if topic == "hide" else topic
        facts += [Fact(topic=name, actions=(line,), kind="合理虚构") for line in lines]
    facts.append(Fact(topic="hide", kind="合理虚构",
                      actions=("{who}把东西塞进最底下那一层，手抽出来是空的。",
                               "{who}蹲下去，再起来，手里的东西没了。")))
    facts.append(Fact(topic="custom", kind="合理虚构",
                      actions=("{who}把火拨小，留着明早的火种。", "{who}把锅底刮净，刮得很响。",
                               "{who}在门槛上磕掉鞋底的泥。")))
    return facts


def outside(text: str) -> bool:
    """Tell whether a line of work wants the open air or a crowd."""
    return bool(_OUTSIDE.search(text) or _CROWD.search(text))
