"""Loglines to choose from: one brief told by several engines, each with its own question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest
from random import Random
from typing import Any

from pydantic import BaseModel, Field

import heritage_kb
from heritage_kb import KnowledgeBase
from heritage_kb.errors import RefusedInput
from scriptgen.brief import OPEN_LOGLINE, Brief, read_brief
from scriptgen.genres import Taste
from scriptgen.models.request import Material, Model, ModelFailed, Request
from scriptgen.planner import plan, ranked_engines
from scriptgen.revising.proposal import SCAFFOLD
from scriptgen.story.biblework import wording
from scriptgen.story.facts import Fact
from scriptgen.story.forms import Engine
from scriptgen.story.gate import Gate
from scriptgen.story.plan import Plan
from scriptgen.story.shelf import open_shelf
from scriptgen.story.weaving import HINGES

MOST = 8
_OFFERED = 10  # engines that a model may choose from
_FRAMES = (
    "{scene}，一门{work}。{hero}要{want}，{against}。{heart}——{question}",
    "{scene}。{against}，{hero}偏要{want}，凭的是一双做{work}的手。{heart}。{question}",
    "{hero}只想{want}，{against}。{scene}，{work}这一门里，{heart}。{question}",
)
# What tells the planner, from a brief's musts, which seat a name has.
_SEATS = {"主": "主角", "敌": "对手", "师": "师父", "友": "帮手", "东": "主家", "遗": "已故"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Logline:
    """One way to tell a brief.

    Args:
        number: from 1.
        title: of the series.
        logline: the sentence or two; the writer's own words where the brief has them.
        engine: the story engine that drives it.
        question: what holds the audience through the series.
        craft: what the craft or the place does in the plot, with the passage it stands on.
        passage: id of that passage; empty where a model says it.
        kept: the logline is the writer's own.
        people: who is named in it, as a brief's musts have them.
        author: ``scaffold``, or the model's name.
    """

    number: int
    title: str
    logline: str
    engine: str
    question: str
    craft: str
    passage: str = ""
    kept: bool = False
    people: tuple[str, ...] = ()
    author: str = SCAFFOLD

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return asdict(self)


def loglines(
    brief: Brief | Mapping[str, Any],
    count: int = 3,
    *,
    kb: KnowledgeBase | None = None,
    model: Model | None = None,
    seed: int | None = None,
) -> list[Logline]:
    """Return several loglines of a brief, each of another engine and question.

    The same brief and seed give the same ones. A logline that the brief has stays word for word;
    then the options differ in engine, question and what the craft does.

    Args:
        brief: what is asked for; a mapping may leave the logline open.
        count: how many, 1–8.
        kb: the knowledge base; by default the shipped one.
        model: words them; an answer that is of no engine or out of its time is left out, and what
            is missing is filled from the stock.
        seed: instead of the brief's own.

    Raises:
        RefusedInput: an impossible count; or as for ``read_brief``.
    """
    if not 1 <= count <= MOST:
        raise RefusedInput(f"一次给 1–{MOST} 个梗概，收到 {count}。", f"1 to {MOST}, not {count}.")
    asked = brief if isinstance(brief, Brief) else read_brief(brief, open_logline=True)
    known = kb or heritage_kb.open()
    number = asked.seed if seed is None else seed
    made = plan(asked, known, number)
    engines = _engines(made, number)
    told: list[Logline] = []
    if model is not None:
        told = _by_model(made, known, model, engines, count, number)
    used = {one.engine for one in told}
    for engine in (engine for engine in engines if engine.name not in used):
        if len(told) >= count:
            break
        told.append(_told(asked, known, engine, number, len(told)))
    return [replace(one, number=n) for n, one in enumerate(told, 1)]


def choose(brief: Brief | Mapping[str, Any], option: Logline) -> Brief:
    """Return the brief with a logline chosen: the plan obeys its engine and its people.

    The title stays the writer's; so does a logline of her own.

    Raises:
        RefusedInput: as for ``read_brief``.
    """
    asked = brief if isinstance(brief, Brief) else read_brief(brief, open_logline=True)
    if asked.logline != OPEN_LOGLINE:
        return asked.model_copy(update={"engine": option.engine})
    must = (*asked.must, *(row for row in option.people if row not in asked.must))
    return asked.model_copy(
        update={"logline": option.logline, "engine": option.engine, "must": must}
    )


def _engines(made: Plan, seed: int) -> list[Engine]:
    """Return the engines that fit, best first; chance tells equals apart."""
    brief = made.brief
    rng = Random(f"{seed}|{brief.title}|{brief.genre}|loglines")
    return ranked_engines(brief, open_shelf(), made.work, Taste(brief.genre), rng, made.year)


def _told(brief: Brief, kb: KnowledgeBase, engine: Engine, seed: int, at: int) -> Logline:
    made = plan(brief.model_copy(update={"engine": engine.name}), kb, seed)
    fill = wording(made, made.sheets[0]).fill
    fact = _hinge(made, at)
    craft = f"{fact.title}：{fact.text}" if fact else fill("{活}里头藏着{一物}")
    kept = brief.logline != OPEN_LOGLINE
    question = fill(next(s.question for s in engine.steps if s.question))
    logline = brief.logline if kept else _logline(made, engine, question, at)
    return Logline(
        number=at + 1,
        title=brief.title,
        logline=logline,
        engine=engine.name,
        question=question,
        craft=craft,
        passage=fact.passage if fact else "",
        kept=kept,
        people=() if kept else people_in(made, logline + question),
    )


def people_in(made: Plan, text: str) -> tuple[str, ...]:
    """Return the invented people whom a text names, as a brief's musts have them."""
    fill = wording(made, made.sheets[0]).fill
    return tuple(
        f"虚构：{person.name}，{fill(person.job)}；{_SEATS[role]}。"
        if role != "遗"
        else f"虚构：{person.name}，{_SEATS[role]}；{fill(person.job)}。"
        for role, person in made.cast.people.items()
        if role in _SEATS and not person.documented and person.name in text
    )


def _logline(made: Plan, engine: Engine, question: str, at: int) -> str:
    fill = wording(made, made.sheets[0]).fill
    hero, rival = made.cast["主"], made.cast["敌"]
    places = [entry.title for entry in made.work.places] or list(made.brief.places)
    year = [f"{made.brief.year}年"] if made.brief.year is not None else [made.brief.period]
    works = [e.title for e in made.work.entries if e not in made.work.places]
    return _FRAMES[at % len(_FRAMES)].format(
        scene="，".join([*year, *places[:1]]),
        work=works[0].removesuffix("技艺") if works else fill("{活}"),
        hero=hero.name,
        want=fill(engine.roles["主"].want),
        against=f"{rival.name}要{fill(engine.roles['敌'].want)}",
        heart=fill(engine.heart),
        question=question,
    )


def _hinge(made: Plan, at: int) -> Fact | None:
    """Return what of the work the story could turn on: of another kind for every option."""
    kinds = [
        [f for f in made.work.facts.get(topic, ()) if f.passage and f.text and not f.framed]
        for topic in HINGES
    ]
    facts = [fact for rows in zip_longest(*kinds) for fact in rows if fact]
    return facts[at % len(facts)] if facts else None


# ------------------------------------------------------------------------------ with a model


class Option(BaseModel):
    """One option of a model."""

    engine: str
    title: str = Field(default="", max_length=40)
    logline: str = Field(min_length=8, max_length=400)
    question: str = Field(min_length=4, max_length=120)
    craft: str = Field(min_length=4, max_length=200)


class Options(BaseModel):
    """What a model answers."""

    options: list[Option] = Field(min_length=1, max_length=MOST)


def _by_model(
    made: Plan, kb: KnowledgeBase, model: Model, engines: list[Engine], count: int, seed: int
) -> list[Logline]:
    try:
        told = model.ask(_request(made, engines, count, seed), Options)
    except ModelFailed:
        return []
    brief = made.brief
    gate = Gate(brief, kb, made.year)
    names = {engine.name for engine in engines}
    kept = brief.logline != OPEN_LOGLINE
    found: dict[str, Logline] = {}
    for one in told.options:
        texts = (one.logline, one.question, one.craft)
        wrong = any(not gate.lets(text) or _contradicted(kb, text) for text in texts)
        if one.engine not in names or one.engine in found or wrong:
            continue
        found[one.engine] = Logline(
            number=len(found) + 1,
            title=one.title or brief.title,
            logline=brief.logline if kept else one.logline,
            engine=one.engine,
            question=one.question,
            craft=one.craft,
            kept=kept,
            people=() if kept else people_in(made, one.logline + one.question),
            author=model.name,
        )
    return list(found.values())[:count]


def _contradicted(kb: KnowledgeBase, text: str) -> bool:
    return any(claim.verdict == "contradicted" for claim in kb.check(text))


def _request(made: Plan, engines: list[Engine], count: int, seed: int) -> Request:
    brief = made.brief
    fill = wording(made, made.sheets[0]).fill
    rows = "\n".join(f"{e.name}：{fill(e.heart)}" for e in engines[:_OFFERED])
    people = "；".join(f"{p.name}（{fill(p.job)}）" for p in made.cast.people.values())
    facts = [f.text for rows in made.work.facts.values() for f in rows if f.passage][:12]
    logline = "" if brief.logline == OPEN_LOGLINE else brief.logline
    return Request(
        task="loglines",
        slots={
            "count": str(count),
            "year": str(brief.year) if brief.year is not None else brief.period,
        },
        material=(
            Material(id="题材", text=f"《{brief.title}》{brief.genre}　{logline}"),
            Material(id="引擎", text=rows),
            Material(id="人物", text=people),
            Material(id="手艺与地方", text="\n".join(facts) or "（没有）"),
        ),
        most_tokens=1500,
        seed=seed,
    )
