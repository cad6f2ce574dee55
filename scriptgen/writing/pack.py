"""The passages that a scene is given: what its work shows, what it must show, where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from heritage_kb import KnowledgeBase
from heritage_kb.records import Passage
from scriptgen.models.request import Material
from scriptgen.series import Element, Scene
from scriptgen.story.plan import Plan
from scriptgen.story.sheets import Sheet

CHARACTERS = 1800  # of all passages of a scene together
_SEARCHED = 5
_OF_A_PLACE = 3
# What a scene cannot play: advice to crews and to writers.
_NO_SCENE = ("filming", "mistake")
_SHOWN = 2  # playable pictures shown under a passage


@dataclass(slots=True)
class Pack:
    """The passages of one scene; nothing else may be cited in it by the model."""

    passages: list[Passage]

    def add(self, passage: Passage) -> None:
        """Let one more be cited: what a line turned out to rest on."""
        if passage.id not in self:
            self.passages.append(passage)

    def __contains__(self, id: str) -> bool:
        """Tell whether a passage was given."""
        return any(p.id == id for p in self.passages)

    def of(self, ids: Iterable[str]) -> list[Passage]:
        """Return the given ones among some ids."""
        wanted = set(ids)
        return [p for p in self.passages if p.id in wanted]

    def material(self) -> tuple[Material, ...]:
        """Return the passages as texts from outside, each under its id."""
        return tuple(Material(id=p.id, text=_shown(p)) for p in self.passages)


def pack_for(
    plan: Plan, sheet: Sheet, scene: Scene, beats: str, kb: KnowledgeBase, *, must: bool
) -> Pack:
    """Return the passages of a scene, within ``CHARACTERS``.

    Args:
        plan: of the series.
        sheet: of the episode.
        scene: as the plan stages it: the work that it shows is what its lines cite.
        beats: what happens in it, for finding more.
        kb: the knowledge base.
        must: the scene plays what the brief demands of the episode.
    """
    chosen: dict[str, Passage] = {}
    room = CHARACTERS
    for passage in _candidates(plan, sheet, scene, beats, kb, must):
        size = len(_shown(passage))
        if passage.id not in chosen and size <= room and _in_time(passage, plan.year, kb):
            chosen[passage.id] = passage
            room -= size
    return Pack(list(chosen.values()))


def _candidates(
    plan: Plan, sheet: Sheet, scene: Scene, beats: str, kb: KnowledgeBase, must: bool
) -> Iterator[Passage]:
    ids = [fact.passage for fact in sheet.facts if fact.passage] if must else []
    ids += [id for element in scene.elements for id in _cited(element)]
    yield from (kb.passage(id) for id in dict.fromkeys(ids))
    for place in plan.work.places[:1]:
        yield from [p for p in kb.passages_of(place) if not p.derived][:_OF_A_PLACE]
    work = " ".join(entry.title for entry in plan.work.entries[:1])
    for hit in kb.search(f"{work} {beats}", _SEARCHED):
        if hit.close and hit.passage:
            yield hit.passage


def _cited(element: Element) -> list[str]:
    return element.citations if element.type != "caption" else element.citations[:2]


def _in_time(passage: Passage, year: int | None, kb: KnowledgeBase) -> bool:
    """Tell whether a passage can be played: no advice, and nothing from after the story."""
    if passage.topic in _NO_SCENE:
        return False
    if year is None:
        return True
    return all(when.first <= year for when in kb.calendar.years_in(passage.text))


def _shown(passage: Passage) -> str:
    shown = [action.replace("{who}", "某人") for action in passage.actions[:_SHOWN]]
    return "\n".join([f"（{passage.claim_kind}）{passage.text}", *(f"可拍：{s}" for s in shown)])
