"""Other takes of one element of a plan, from the stock: none that is there already, none refused.

Each kind of element has its own source: an episode another step of the shelf, a question the
questions of its kind, a person's want the role sheets of other stories, a beat another fact of the
work with its passage. What only a model or a person can find has no takes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from heritage_kb import KnowledgeBase
from heritage_kb.errors import BrokenData, RefusedInput
from scriptgen.elements import Value
from scriptgen.genres import HOOK_OF_TURN, HookKind, Taste
from scriptgen.planning.changing import Change
from scriptgen.planning.checking import turn_of
from scriptgen.planning.stock import QUESTIONS, RELATIONS, sections
from scriptgen.series import EpisodePlan
from scriptgen.standing import ROLES, standing
from scriptgen.story.biblework import TOPIC_NAMES, episode_logline, wording
from scriptgen.story.facts import Fact
from scriptgen.story.forms import Step
from scriptgen.story.people import new_names
from scriptgen.story.plan import Plan
from scriptgen.story.sheets import Sheet
from scriptgen.story.shelf import open_shelf
from scriptgen.story.timely import dated_in
from scriptgen.story.voices import habits
from scriptgen.story.weaving import HINGES, SNAGS, clause_of
from scriptgen.story.wounds import cause, told

_HEART = "题眼："
_WORK = "——"
_LINKS = {"求：": "手上正做到", "阻：": "偏是", "转：": "应在"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Take:
    """Another text for an element; ``beside`` are the elements that come with it, by address."""

    value: Value
    citations: tuple[str, ...] | None = None
    beside: dict[str, Value] = field(default_factory=dict)


def takes(change: Change, kb: KnowledgeBase, seed: int) -> list[Take]:
    """Return the takes of the change's element in the order in which they are offered.

    The one behind the present text comes first, so that one who asks again and again sees them all.

    Args:
        change: the element and the series.
        kb: the knowledge base.
        seed: shuffles them.
    """
    desk = _Desk(change, kb)
    made = {str(take.value): take for take in desk.takes()}
    now = str(change.elements[change.address].value)
    refused = change.series.planning.refused.get(change.address, [])
    order = sorted(made)
    Random(f"{seed}|{change.address}").shuffle(order)
    order = desk.liked(order)
    at = order.index(now) + 1 if now in order else 0
    order = [*order[at:], *order[:at]]
    return [made[text] for text in order if text != now and text not in refused]


class _Desk:
    """The plan as it stands, and what the stock has for one of its elements."""

    def __init__(self, change: Change, kb: KnowledgeBase) -> None:
        self.change, self.kb = change, kb
        self.series = change.series
        self.plan: Plan = standing(change.series, kb)
        self.parts = change.address.split(".")
        self.kinds: dict[str, HookKind] = {}  # of the questions found
        self.taste = Taste(change.series.brief.genre)

    def takes(self) -> Iterator[Take]:
        """Yield every take."""
        head, last = self.parts[0], self.parts[-1]
        sources: dict[tuple[str, str], Callable[[], Iterator[Take]]] = {
            ("character", "name"): self._names,
            ("character", "voice"): self._voices,
            ("character", "wound"): self._wounds,
            ("relation", "what"): self._relations,
            ("episode", "title"): self._titles,
            ("episode", "logline"): self._steps,
            ("episode", "cliffhanger"): self._questions,
            ("episode", "hook_in"): self._questions,
            ("hook", "question"): self._questions,
            ("act", "what"): self._acts,
            ("prop", "name"): self._props,
        }
        if (head, last) in sources:
            yield from sources[head, last]()
        elif head == "character" and last in ("want", "need", "secret"):
            yield from self._sheets(last)
        elif head == "rule":
            yield from self._rules()
        elif head == "premise":
            yield from self._premises()
        elif head == "episode" and "beat" in self.parts and last == "what":
            yield from self._beats()

    def liked(self, order: list[str]) -> list[str]:
        """Return questions with the kinds first that the genre favours; all else as it is."""
        if not self.kinds:
            return order
        fits = HOOK_OF_TURN.get(turn_of(self._row()), "冲突")
        return sorted(
            order,
            key=lambda text: -self.taste.hook(self.kinds[text]) - (self.kinds[text] == fits),
        )

    # -- people -----------------------------------------------------------------------------

    def _role(self) -> str:
        person = self.series.bible.characters[int(self.parts[1]) - 1]
        return ROLES.get(person.role.split("·")[0], "")

    def _names(self) -> Iterator[Take]:
        role = self._role()
        person = self.plan.cast.people.get(role)
        if person is None or person.documented:
            return
        taken = {one.name for one in self.series.bible.characters}
        rng = Random(f"{self.change.address}|{person.name}|names")
        for name in new_names(self.plan.brief, self.kb, taken, person.woman, rng):
            yield Take(value=name)

    def _voices(self) -> Iterator[Take]:
        for habit in habits(self._role()):
            yield Take(value=habit)

    def _wounds(self) -> Iterator[Take]:
        person = self.plan.cast.people.get(self._role())
        if person is None or person.documented:
            return
        stock = open_shelf().wounds
        for wound in (*stock.get(cause(person), ()), *stock.get(person.role, ())):
            yield Take(value=told(replace(person, wound=wound)))

    def _sheets(self, key: str) -> Iterator[Take]:
        role = self._role()
        fill = wording(self.plan, self.plan.sheets[0]).fill
        for engine in self._engines():
            sheet = engine.roles.get(role)
            text = engine.truth if role == "遗" and key == "secret" else ""
            if sheet and role != "遗":
                text = getattr(sheet, key)
            if text and (said := _filled(fill, text)):
                yield Take(value=said)

    def _engines(self) -> Iterator[Any]:
        year = self.plan.year
        for engine in open_shelf().engines.values():
            if not self.taste.excludes(engine.name) and dated_in(
                engine.year_from, engine.year_to, year
            ):
                yield engine

    def _relations(self) -> Iterator[Take]:
        row = self.series.bible.relations[int(self.parts[1]) - 1]
        seats = {person.name: role for role, person in self.plan.cast.people.items()}
        pair = f"{seats.get(row['from'], '')} {seats.get(row['to'], '')}"
        fill = wording(self.plan, self.plan.sheets[0]).fill
        for text in sections(RELATIONS).get(pair, ()):
            if said := _filled(fill, text):
                yield Take(value=said)

    # -- rules ------------------------------------------------------------------------------

    def _rules(self) -> Iterator[Take]:
        text = self.change.text(self.change.address)
        fill = wording(self.plan, self.plan.sheets[0]).fill
        if text.startswith(_HEART):
            for engine in self._engines():
                if said := _filled(fill, f"{_HEART}{engine.heart}"):
                    yield Take(value=said)
            return
        for topic, name in TOPIC_NAMES.items():
            if text.startswith(f"{name}："):
                for fact in self.plan.work.facts.get(topic, ()):
                    if fact.text and fact.passage:
                        yield Take(value=f"{name}：{fact.text}〔{fact.passage}〕")

    def _premises(self) -> Iterator[Take]:
        fill = wording(self.plan, self.plan.sheets[0]).fill
        own, now = self.plan.arcs[0].engine, self.change.text(self.change.address)
        told = _filled(fill, f"{own.heart}。{own.truth}")
        for engine in self._engines():
            if said := _filled(fill, f"{engine.heart}。{engine.truth}"):
                # What stands beside the engine's own words (the logline) stays.
                yield Take(value=now.replace(told, said) if told in now else said)

    def _props(self) -> Iterator[Take]:
        there = [row["name"] for row in self.series.bible.props]
        for token in (t for t in open_shelf().tokens if "认" not in t):
            low, _, high = token.get("年", "-").rpartition("-")
            years = (int(low) if low else None, int(high) if high else None)
            if token["名"] not in there and dated_in(*years, self.plan.year):
                yield Take(value=token["名"])

    # -- episodes ---------------------------------------------------------------------------

    def _number(self) -> int:
        if self.parts[0] == "hook":
            return next(h.opened for h in self.series.bible.hooks if h.id == self.parts[1])
        return int(self.parts[1]) - (self.parts[-1] == "hook_in")

    def _row(self) -> EpisodePlan:
        return next(r for r in self.series.outline.episodes if r.number == self._number())

    def _sheet(self) -> Sheet:
        return self.plan.sheets[self._number() - 1]

    def _acts(self) -> Iterator[Take]:
        act = self.series.outline.acts[int(self.parts[1]) - 1]
        for sheet in self.plan.sheets[int(act["from"]) - 1 : int(act["to"])]:
            yield Take(value=sheet.step.name)

    def _titles(self) -> Iterator[Take]:
        used = {row.title for row in self.series.outline.episodes}
        sheet = self._sheet()
        fill = wording(self.plan, sheet).fill
        for title in sheet.step.titles:
            said = _filled(fill, title)
            if said and (said not in used or said == self._row().title):
                yield Take(value=said)

    def _questions(self) -> Iterator[Take]:
        number = self._number()
        if number < 1 or number == len(self.plan.sheets):
            return
        used = {row.cliffhanger for row in self.series.outline.episodes}
        own = self._row().cliffhanger
        fill = wording(self.plan, self._sheet()).fill
        stock: dict[HookKind, tuple[str, ...]] = sections(QUESTIONS)  # type: ignore[assignment]
        for kind, rows in stock.items():
            for text in rows:
                said = _filled(fill, text)
                if said and (said not in used or said == own) and self.taste.hook(kind):
                    self.kinds[said] = kind
                    yield Take(value=said)

    def _steps(self) -> Iterator[Take]:
        """Yield what else could happen: complications whose turn is unlike the neighbours'."""
        sheet, row = self._sheet(), self._row()
        if sheet.last_of_arc or sheet.step is sheet.arc.engine.steps[0]:
            return
        number = row.number
        self._refuse_locked_beats(row)
        rows = self.series.outline.episodes
        near = {turn_of(r) for r in rows if abs(r.number - number) == 1}
        used = {r.logline for r in rows if r.number != number}
        fill = wording(self.plan, sheet).fill
        for step in (*open_shelf().turns, sheet.step):
            suits = not step.tones or bool(self.taste.colours & set(step.tones))
            said = _logline(step, fill)
            if not said or said in used or step.turn_kind in near or not suits:
                continue
            if self.taste.turn(step.name, step.turn_kind):
                yield Take(value=said, beside=_beside(row, step, fill))

    def _refuse_locked_beats(self, row: EpisodePlan) -> None:
        for n, beat in enumerate(row.beats, 1):
            address = f"episode.{row.number}.beat.{n}.what"
            if beat.what[:2] in _LINKS and self.change.locked(address):
                raise RefusedInput(
                    f"{self.change.label(address)}锁着，这一集的走法不能整换；请先解锁，或自己改梗概。",
                    f"{address} is locked.",
                )

    def _beats(self) -> Iterator[Take]:
        number, at = int(self.parts[1]), int(self.parts[3]) - 1
        beat = self.plan.outline.episodes[number - 1].beats[at]
        if beat.kind == "卡点":
            for take in self._questions():
                yield Take(value=f"问：{take.value}")
            self.kinds = {f"问：{text}": kind for text, kind in self.kinds.items()}
            return
        if beat.kind == "钩子":
            yield from self._pictures()
            return
        mark = beat.what[:2]
        if mark not in _LINKS:
            return
        core = beat.what.split(_WORK)[0]
        topics = SNAGS if mark == "阻：" else HINGES if mark == "转：" else ("process",)
        for fact in self._facts(topics):
            yield Take(
                value=f"{core}{_WORK}{_LINKS[mark]}“{clause_of(fact)}”", citations=(fact.passage,)
            )

    def _pictures(self) -> Iterator[Take]:
        hero = self.plan.cast["主"].name
        for fact in self._facts(("process", "tool", "sense", "material")):
            for raw in fact.actions[:2]:
                shown = raw.replace("{who}", hero).rstrip("。")
                yield Take(value=f"头一个画面：{shown}", citations=(fact.passage,))

    def _facts(self, topics: tuple[str, ...]) -> Iterator[Fact]:
        for topic in topics:
            for fact in self.plan.work.facts.get(topic, ()):
                if fact.passage and fact.text:
                    yield fact


def _beside(row: EpisodePlan, step: Step, fill: Callable[[str], str]) -> dict[str, Value]:
    """Return what of an episode comes with another step: title, question, kind of turn."""
    here = f"episode.{row.number}"
    beside: dict[str, Value] = {f"{here}.title": step.titles[0]}
    for n, beat in enumerate(row.beats, 1):
        if beat.what.startswith("转："):
            beside[f"{here}.beat.{n}.kind"] = step.turn_kind
    return beside | ({f"{here}.cliffhanger": fill(step.question)} if step.question else {})


def _logline(step: Step, fill: Callable[[str], str]) -> str:
    try:
        return episode_logline(step, fill)
    except (BrokenData, KeyError):
        return ""


def _filled(fill: Callable[[str], str], text: str) -> str:
    """Return a text with its slots filled; empty where this cast cannot fill one."""
    try:
        return fill(text)
    except (BrokenData, KeyError):
        return ""
