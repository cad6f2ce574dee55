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
from scriptgen.genres import Taste
from scriptgen.story.around import around
from scriptgen.story.facts import Fact
from scriptgen.story.forms import Calling, Trade
from scriptgen.story.framing import framed_place, framed_steps, framed_tools
from scriptgen.story.leading import HOUSES, lead, near, said_sites
from scriptgen.story.shelf import Shelf
from scriptgen.story.timely import timely

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
_DONE_ALIKE = ("process", "test", "deadline")
_SEEN = ("place", "overview", "measure")  # topics whose lines show a custom or a house in passing
_STANDING = ("sense", "irreversible", "error", "mark", "custom", "conflict")  # seen by who comes
_FINDING = re.compile(r"露出|摸出|抠|掀|揭|翘|挑开|找|量了|探|闷|空|灯到了|撬|顺着")
_PUTTING = re.compile(r"塞|写下|按进|沉进|放|盖上|落下|封|糊|合上|躺进|送进|没了|不见")


@dataclass(slots=True)
class Work:
    """The work of a series: its trade sheet, its entries, its facts by topic."""

    trade: Trade
    entries: list[Entry]
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    places: list[Entry] = field(default_factory=list)
    words: list[tuple[str, str, str]] = field(default_factory=list)  # name, gloss, passage id
    engines: tuple[str, ...] = ()  # story engines that suit the calling
    outing: Entry | None = None  # a site that the logline names, to which the story only comes
    led: bool = False  # the brief named no work: this one was read from its words or its place

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
    places, said = _places(brief, kb)
    led: list[Entry] = []
    calling: Calling | None = None
    if not crafts:
        led, calling = lead(brief, kb, shelf, places, year)
    trade = shelf.trades[calling.trade] if calling else _trade(brief, crafts or led, places, shelf)
    if said and trade.at_sites and places[0].kind == "place":
        places, said = _unique([*said, *places]), []
    strange = said + [e for e in led if not _at_home(calling, trade, e)]
    if not places or places[0].kind != "place":
        strange = []  # who lives at a site comes by no other
    outing = min(strange, default=None, key=lambda e: e.kind != "site")
    led = [e for e in led if e not in strange]
    places = _unique([*places, outing]) if outing else places
    work = Work(
        trade=trade,
        entries=_unique([*crafts, *led]),
        places=places,
        outing=outing,
        engines=calling.engines if calling else (),
        led=bool(led),
    )
    for at, entry in enumerate(work.entries):
        if at == 0 or entry in led:
            for one in (entry, *_twins(entry, kb)):
                _add(work, _of_here(_facts_of(one, kb, year), one, places))
        else:
            _add(work, _life_of(entry, kb))  # a second trade is the air of the story, not its hand
    told = {fact.entry for rows in work.facts.values() for fact in rows}
    for entry, facts in around(kb, [*work.entries, *places], places, year, brief.episodes):
        if entry.id not in told and entry != outing:  # a twin of a craft is in it by now
            _add(work, facts)
        _gloss(work, entry, kb)
    for place in places:
        shown = _visited if place == outing else framed_place
        _add(work, shown(place, kb, year))
    _add(work, _invented(trade))
    return work


def _of_here(facts: list[Fact], entry: Entry, places: list[Entry]) -> list[Fact]:
    """Return what may be shown: of a house in another town how things are done, not its looks."""
    if entry.kind not in HOUSES or near(entry, places):
        return facts
    if "窟" in entry.title:
        return []  # nowhere else is a cliff hollowed out like that one
    return [fact for fact in facts if fact.topic in _DONE_ALIKE]


def _at_home(calling: Calling | None, trade: Trade, house: Entry) -> bool:
    """Tell whether the people of a calling live or work in a house; what is none is no matter."""
    if house.kind not in HOUSES or calling is None or trade.at_sites:
        return True
    if house.title in calling.arts:
        return True
    kind = f"{house.title}{house.fields.get('subtype', '')}"
    return any(word in kind for word in calling.sites)


def _visited(entry: Entry, kb: KnowledgeBase, year: int | None) -> list[Fact]:
    """Return what somebody who comes to a site sees of it; how it was made is long over."""
    facts = []
    for passage in kb.passages_of(entry):
        if passage.topic not in (*_SEEN, *_STANDING) or not timely(passage, entry, kb, year):
            continue
        alone = passage.topic in (*_SEEN, "sense")  # where whoever comes does what is done
        if seen := tuple(a for a in passage.actions if alone or "{who}" not in a):
            facts.append(replace(Fact.of(passage, entry, "custom").only(seen), at=entry.id))
    return facts


def _twins(entry: Entry, kb: KnowledgeBase) -> list[Entry]:
    """Return the other entries of one craft that is protected in several places."""
    return [
        e
        for e in kb.entries.values()
        if e.title == entry.title and e.kind == entry.kind and e.id != entry.id
    ]


def _gloss(work: Work, entry: Entry, kb: KnowledgeBase) -> None:
    passages = kb.passages_of(entry)
    if entry.kind == "word" and entry.fields.get("meaning") and passages:
        work.words.append((entry.title, str(entry.fields["meaning"]), passages[0].id))


def _resolved(names: Iterable[str], kb: KnowledgeBase, kinds: tuple[str, ...]) -> list[Entry]:
    return [kb.resolve(name, kinds) for name in names]


def _places(brief: Brief, kb: KnowledgeBase) -> tuple[list[Entry], list[Entry]]:
    """Return the places of a brief, and those sites among them that only its logline names."""
    found = []
    for name in brief.places:
        try:
            found.append(kb.resolve(name, ("site", "structure", "place")))
        except UnknownName:
            if today := kb.today_of(name):
                found.append(replace(today, title=name))  # the heading keeps the writer's word
            elif not kb.in_county(name):
                raise
    said = [
        site
        for site in said_sites(f"{brief.title}，{brief.logline}", kb, found)
        if site not in found
    ]
    return _unique([*found, *said]), said


def _unique(entries: Iterable[Entry]) -> list[Entry]:
    return list({entry.id: entry for entry in entries}.values())


def _trade(brief: Brief, crafts: list[Entry], places: list[Entry], shelf: Shelf) -> Trade:
    for entry in crafts:
        text = f"{entry.title} {' '.join(entry.aliases)} {entry.fields.get('category', '')}"
        steps = "".join(map(str, entry.fields.get("process_steps", ())))
        if best := _best(shelf, text, steps):
            return _housed(best, entry.title)
    asked = f"{brief.genre} {brief.title} {brief.logline}"
    if "武" in Taste(brief.genre).colours:
        return shelf.trades["武行"]
    if not crafts and (best := _best(shelf, "", asked)):
        return best
    text = " ".join(f"{p.title} {p.fields.get('subtype', '')}" for p in places)
    if "窟" in text or "造像" in text:
        return shelf.trades["雕刻"]
    return shelf.trades["看守"]


def _housed(trade: Trade, craft: str) -> Trade:
    """Return a trade whose house bears the craft's name, where it has such a one: 酒坊, not 醋坊."""
    houses = trade.words["坊"]
    if any("@" in word for word in houses):
        return trade
    ordered = tuple(sorted(houses, key=lambda word: word[0] not in craft))
    return replace(trade, words={**trade.words, "坊": ordered})


def _best(shelf: Shelf, title: str, text: str) -> Trade | None:
    def score(trade: Trade) -> int:
        return sum(5 * len(m) * (m in title) + text.count(m) * len(m) for m in trade.marks)

    ranked = sorted(shelf.trades.values(), key=lambda t: (-score(t), t.name))
    return ranked[0] if score(ranked[0]) >= 2 else None


def _add(work: Work, facts: Iterable[Fact]) -> None:
    for fact in facts:
        work.facts.setdefault(fact.topic, []).append(fact)


def _facts_of(entry: Entry, kb: KnowledgeBase, year: int | None) -> list[Fact]:
    passages = [p for p in kb.passages_of(entry) if timely(p, entry, kb, year)]
    facts = [fact for p in passages if p.actions for fact in _written(p, entry)]
    if not any(f.topic == "process" for f in facts):
        facts += framed_steps(entry, passages)
    if not any(f.topic == "tool" for f in facts):
        facts += framed_tools(entry, passages)
    return facts


def _written(passage: Passage, entry: Entry) -> list[Fact]:
    if passage.topic in _SEEN and entry.kind in ("custom", *HOUSES):
        return [Fact.of(passage, entry, "sense")]
    if passage.topic == "mistake" or passage.topic not in PLAYABLE:
        return []
    base = Fact.of(passage, entry, passage.topic)
    if passage.topic != "hide":
        return [base]
    finding = tuple(a for a in passage.actions if _FINDING.search(a))
    putting = tuple(a for a in passage.actions if _PUTTING.search(a) and a not in finding)
    rows = [replace(base, topic="find", actions=finding)] if finding else []
    return rows + ([replace(base, topic="hide", actions=putting)] if putting else [])


def _life_of(entry: Entry, kb: KnowledgeBase) -> list[Fact]:
    facts = []
    for passage in kb.passages_of(entry):
        if not passage.actions or passage.topic in ("mistake", "filming", "person", "measure"):
            continue
        topic = "word" if entry.kind == "word" else "custom"
        facts.append(replace(Fact.of(passage, entry, topic), air=True))
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
