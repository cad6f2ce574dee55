"""Scenes from the stock for the people who are there: alternatives, and how it goes on.

The scaffold's stage is set for a series as it stands: its cast from the bible, what was said and
seen from its lines, so that nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations
from random import Random

from scriptgen.revising.desk import Desk
from scriptgen.revising.drawing import used
from scriptgen.series import Element, Episode, Scene
from scriptgen.standing import standing
from scriptgen.story.forms import Pattern, Take
from scriptgen.story.people import Person
from scriptgen.story.pieces import Piece
from scriptgen.story.setting import Setting, misfit
from scriptgen.story.sheets import Sheet
from scriptgen.story.shelf import open_shelf
from scriptgen.story.staging import Stage
from scriptgen.story.things import things
from scriptgen.story.wording import Wording

_FREE = "主友师东敌"  # roles for people whom the bible does not know
_MORE = {
    "情": [("主", "友")],
    "查": [("主", "友")],
    "教": [("师", "主")],
    "逼": [("敌", "友")],
    "旁": [("友", "主")],
    "对": [("主", "师")],
    "东来": [("东", "师")],
    "长": [("长", "主")],
}  # what fills an episode, as in ``Stage``
_PLACES = ("site", "structure", "place")
_NEW = 4  # characters from which a spoken line may not come twice


@dataclass(frozen=True, kw_only=True, slots=True)
class Playing:
    """One way to play a scene: the pattern it follows, and its lines without ids."""

    pattern: str
    turn: str
    lines: tuple[Element, ...]
    optional: frozenset[int] = frozenset()  # lines to be cut first


class Restage(Stage):
    """The stage, set for a series as it stands.

    Args:
        desk: where the revision is made.

    Raises:
        UnknownName: the brief names something that the knowledge base does not carry.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._whole = standing(desk.series, desk.kb, desk.seed or None)
        super().__init__(self._whole, desk.kb, desk.seed, gate=desk.gate)
        for line in desk.lines.values():
            (self.said if line.speaker else self.seen)[line.text] += 1
        for facts in self.plan.work.facts.values():
            for raw in (raw for fact in facts for raw in fact.actions if used(desk, raw)):
                self.drawer.used[raw] += 1
            for raw in (raw for fact in facts for raw in fact.says if desk.texts[raw]):
                self.drawer.used[raw] += 1

    def playings(self, episode: Episode, scene: Scene) -> Iterator[Playing]:
        """Yield ways to play a scene with its people in its place and hour, the likeliest first."""
        sheet = self._sheet(episode)
        roles = self._seat(scene)
        rng = Random(f"{self.key}|{self._desk.seed}|{scene.id}")
        self.drawer.turn_to(sheet.number)
        nouns = things(self.plan, sheet, rng)
        found = [
            (self._strain(take, pattern, scene, rng), n, pattern, take, pair)
            for n, (pattern, take, pair) in enumerate(self._ways(roles, scene))
        ]
        for _, _, pattern, take, pair in sorted(found, key=lambda row: row[:2]):
            words = Wording(
                self.plan.cast_for(sheet), dict(zip(pattern.seats, pair, strict=True)), nouns
            )
            played = self._pieces(take.lines, words, Setting.of(scene)) or []
            pieces = [piece for piece in played if self._is_here(piece, scene)]
            if pieces and self._is_new(pieces):
                yield Playing(
                    pattern=pattern.name,
                    turn=pattern.turn,
                    lines=tuple(piece.element() for piece in pieces),
                    optional=frozenset(n for n, piece in enumerate(pieces) if piece.optional),
                )

    def _sheet(self, episode: Episode) -> Sheet:
        sheets = self.plan.sheets
        return sheets[min(max(episode.number, 1), len(sheets)) - 1]

    def _seat(self, scene: Scene) -> list[str]:
        """Give everybody in the scene a role, the bible's first, and return the roles."""
        people = dict(self._whole.cast.people)
        named = {person.name: role for role, person in people.items()}
        present = [n for n in scene.cast if n]
        roles = [named[n] for n in present if n in named]
        for name in present:
            free = [r for r in _FREE if r not in roles]
            if name not in named and free:
                roles.append(free[0])
                people[free[0]] = Person(role=free[0], name=name, woman=False, job="")
        self.plan = replace(self._whole, cast=replace(self._whole.cast, people=people))
        return [role for role in roles if role != "遗"]

    def _ways(
        self, roles: Sequence[str], scene: Scene
    ) -> Iterator[tuple[Pattern, Take, tuple[str, ...]]]:
        """Yield what these people can play here: pairs that the stock's own steps seat so."""
        suits = _suits()
        for pattern in self.shelf.patterns.values():
            if not any(self._open_air(p) == _is_open(scene) for p in pattern.places):
                continue
            for pair in permutations(roles, len(pattern.seats)):
                if not any(pair in suits.get(name, ()) for name in (pattern.name, *pattern.uses)):
                    continue
                for one, take, _ in self._choices(pattern.name, pair):
                    if one is pattern:
                        yield pattern, take, pair

    def _strain(self, take: Take, pattern: Pattern, scene: Scene, rng: Random) -> float:
        wrong_hour = bool(scene.time) and scene.time[0] not in pattern.hours
        return self._cost(take, pattern, False, rng) + 12 * wrong_hour

    def _is_here(self, piece: Piece, scene: Scene) -> bool:
        """Tell whether a fact can be seen here: a place's own views only at that place."""
        if piece.fact is None or not piece.fact.entry or piece.type != "action":
            return True
        entry = self.kb.entries[piece.fact.entry]
        if entry.kind in _PLACES:
            return _is_open(scene) and scene.site == entry.id
        return not misfit(piece.fact, piece.text, Setting.of(scene))

    def _is_new(self, pieces: Sequence[Piece]) -> bool:
        """Tell whether nothing in it is said or seen already, but for the shortest words."""
        return not any(
            len(p.text) >= _NEW and not p.fact and self._desk.texts[p.text] for p in pieces
        )


def _is_open(scene: Scene) -> bool:
    return scene.int_ext == "外"


@cache
def _suits() -> dict[str, set[tuple[str, ...]]]:
    """Return which roles the stock's steps seat in a pattern, or in patterns of a use."""
    shelf = open_shelf()
    found: dict[str, set[tuple[str, ...]]] = {name: set(pairs) for name, pairs in _MORE.items()}
    steps = [*shelf.turns, *(s for engine in shelf.engines.values() for s in engine.steps)]
    for call in (call for step in steps for call in step.calls):
        found.setdefault(call.pattern, set()).add(call.roles)
    return found
