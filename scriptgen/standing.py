"""The plan as it stands: what the brief gives, with what a writer made of it since.

``plan`` makes the worksheets of a brief; the filed bible and outline may have been edited. Here the
two are laid over each other, so that what is written next obeys the plan that is filed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from heritage_kb import KnowledgeBase
from heritage_kb.errors import BrokenData
from scriptgen.brief import Brief
from scriptgen.planner import plan
from scriptgen.series import Character, EpisodePlan, Outline, Series
from scriptgen.story.biblework import ROLE_NAMES, episode_logline, wording
from scriptgen.story.facts import Fact
from scriptgen.story.forms import Step
from scriptgen.story.people import Person
from scriptgen.story.plan import Plan
from scriptgen.story.seating import seated
from scriptgen.story.sheets import Sheet
from scriptgen.story.shelf import open_shelf
from scriptgen.story.voices import voice_for
from scriptgen.story.wounds import told

ROLES = {word: role for role, word in ROLE_NAMES.items()}
BYSTANDER = "旁人"  # the role of a person whom a writer took in: none of the story's seats
ADDED = "添"  # the kind of a beat that a writer took in


def standing(series: Series, kb: KnowledgeBase, seed: int | None = None) -> Plan:
    """Return the plan of a series with its bible and outline as they are filed.

    Names, voices and titles are the filed ones; an episode whose logline is that of another step
    of the stock has that step. What no step of the stock says is asked of a person (``doubts`` in
    the bible's questions).

    Args:
        series: the series; drafted or not.
        kb: the knowledge base.
        seed: of the plan, where it was not the brief's own.

    Raises:
        UnknownName: the brief names something that the knowledge base does not carry.
    """
    made = _copied(_planned(series.brief, kb, seed))
    untouched = made.bible == series.bible and made.outline == series.outline
    own, first = made.cast, made.outline
    made.bible, made.outline = series.bible, series.outline
    if untouched:
        return made
    people = seated(series)
    made.cast = replace(made.cast, people=people_of(made, people))
    made.cast = replace(made.cast, people=hurt_as_filed(made, people))
    names = {p.name: made.cast[role].name for role, p in own.people.items() if role in made.cast}
    series = replace(series, outline=filled(series, first, names))
    made.arcs[0].absent = made.cast["遗"]
    for person in people:
        role = ROLES.get(person.role.split("·")[0], "")
        if role in made.voices and person.voice and made.voices[role].habit != person.voice:
            made.voices[role] = replace(voice_for(role, person.voice), habit=person.voice)
    steps = _Steps(made)
    for sheet, row in zip(made.sheets, series.outline.episodes, strict=False):
        _as_filed(made, sheet, row, steps)
        if not (row.logline or row.beats):  # written by somebody else: our step was never played
            sheet.step = replace(sheet.step, echo=(), reply=())
    questions = list(series.bible.questions)
    questions += [q for q in unwritten(made, series) if q not in questions]
    made.bible = replace(series.bible, questions=questions)
    made.outline = series.outline
    return made


@lru_cache(maxsize=4)
def _planned(brief: Brief, kb: KnowledgeBase, seed: int | None) -> Plan:
    """Return a brief's plan; what is asked of one series is asked of the same plan again and again."""
    return plan(brief, kb, seed)


def _copied(made: Plan) -> Plan:
    arcs = [replace(arc) for arc in made.arcs]
    sheets = [replace(sheet, arc=arcs[sheet.arc.number]) for sheet in made.sheets]
    return replace(made, arcs=arcs, sheets=sheets, voices=dict(made.voices))


def people_of(made: Plan, characters: Iterable[Character]) -> dict[str, Person]:
    """Return the people of a plan by role, named as a bible has them."""
    filed = list(characters)
    people = dict(made.cast.people)
    if not any(ROLES.get(one.role.split("·")[0]) == "长" for one in filed):
        people.pop("长", None)  # taken out of the plan: the story can do without
    for character in filed:
        role = ROLES.get(character.role.split("·")[0])
        if role and (role not in people or people[role].name != character.name):
            was = people.get(role)
            named = (
                replace(was, name=character.name)
                if was and not was.documented
                else Person(role=role, name=character.name, woman=bool(was and was.woman), job="")
            )
            people[role] = named
    return people


def hurt_as_filed(made: Plan, characters: Iterable[Character]) -> dict[str, Person]:
    """Return the people of a plan by role, with the wounds that a bible gives them."""
    people = dict(made.cast.people)
    for character in characters:
        role = ROLES.get(character.role.split("·")[0], "")
        if role in people and character.wound not in ("", told(people[role])):
            said = character.wound.rpartition("：")[2].rstrip("。")
            people[role] = replace(people[role], wound=said)
    return people


def filled(series: Series, made: Outline, names: Mapping[str, str]) -> Outline:
    """Return a filed outline, its rows that nobody has written yet filled by a plan's.

    Args:
        series: whose rows of written episodes stay as they are.
        made: the outline of the plan.
        names: of its people, as the series calls them.
    """
    written = {episode.number for episode in series.episodes}
    planned = {row.number: row for row in made.episodes}
    called = re.compile("|".join(map(re.escape, names))) if names else None

    def ours(text: str) -> str:
        return called.sub(lambda hit: names[hit[0]], text) if called else text

    rows = []
    for row in series.outline.episodes:
        blank = not (row.title or row.logline or row.cliffhanger or row.beats)
        if blank and row.number not in written and (other := planned.get(row.number)):
            row = replace(
                other,
                title=ours(other.title),
                logline=ours(other.logline),
                hook_in=ours(other.hook_in),
                cliffhanger=ours(other.cliffhanger),
                beats=[replace(beat, what=ours(beat.what)) for beat in other.beats],
            )
        rows.append(row)
    return replace(series.outline, episodes=rows)


class _Steps:
    """Every step of the stock, found again by what it says of an episode."""

    def __init__(self, made: Plan) -> None:
        shelf = open_shelf()
        self._made = made
        self._all = [*shelf.turns, *(s for e in shelf.engines.values() for s in e.steps)]

    def of(self, sheet: Sheet, row: EpisodePlan) -> Step | None:
        """Return the step whose logline an episode has; its own first."""
        fill = wording(self._made, sheet).fill
        for step in (sheet.step, *self._all):
            try:
                if episode_logline(step, fill) == row.logline:
                    return step
            except (BrokenData, KeyError):  # a slot of another cast
                continue
        return None


def _as_filed(made: Plan, sheet: Sheet, row: EpisodePlan, steps: _Steps) -> None:
    sheet.title = row.title
    found = steps.of(sheet, row)
    if found is not None:
        sheet.step = found
    facts = {f.passage: f for rows in made.work.facts.values() for f in rows if f.passage}
    for beat in row.beats:
        if beat.what.startswith("求："):
            sheet.doing = _fact(sheet.doing, beat.citations, facts)
        elif beat.what.startswith("阻："):
            sheet.snag = _fact(sheet.snag, beat.citations, facts)
        elif beat.what.startswith("转："):
            sheet.hinge = _fact(sheet.hinge, beat.citations, facts)


def _fact(own: Fact | None, citations: list[str], facts: dict[str, Fact]) -> Fact | None:
    """Return the fact that a beat cites; a passage may stand for several, and one's own is kept."""
    if own and own.passage in citations:
        return own
    return next((facts[id] for id in citations if id in facts), own)


def unwritten(made: Plan, series: Series) -> list[str]:
    """Return what the stock cannot play of the filed outline: for a model or a person to write."""
    rows = [
        f"人物“{one.name}”是后添的：离线初稿不写，请接模型或请人落笔。"
        for one in series.bible.characters
        if one.role.startswith(BYSTANDER)
    ]
    rows += [
        f"第{row.number}集添的一拍“{beat.what[:30]}”：离线初稿不写，请接模型或请人落笔。"
        for row in series.outline.episodes
        for beat in row.beats
        if beat.kind == ADDED
    ]
    for sheet, row in zip(made.sheets, series.outline.episodes, strict=False):
        fill = wording(made, sheet).fill
        if episode_logline(sheet.step, fill) != row.logline:
            rows.append(
                f"第{row.number}集的梗概是改写过的：离线初稿仍按故事料写，请接模型或请人落笔。"
            )
        elif fill(sheet.step.question) != row.cliffhanger:
            rows.append(f"第{row.number}集的卡点是改写过的：离线初稿的末几行请接模型或请人改。")
    return rows
