"""The writer's worksheets: an arc with its engine and its proof, an episode with its step."""

from __future__ import annotations

from dataclasses import dataclass, field

from scriptgen.story.facts import Fact
from scriptgen.story.forms import Call, Engine, Step
from scriptgen.story.people import Person


@dataclass(slots=True)
class Arc:
    """A run of episodes on one engine; ``token`` is the thing that proves."""

    number: int
    engine: Engine
    token: dict[str, str]
    absent: Person | None = None


@dataclass(slots=True)
class Sheet:
    """One episode to write. ``limit`` is what is left of the deadline."""

    number: int
    arc: Arc
    step: Step
    limit: str
    last_of_arc: bool
    title: str
    musts: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    doing: Fact | None = None  # the step of the work that hands are at
    snag: Fact | None = None  # the fact of the work that stands in the way
    hinge: Fact | None = None  # the fact of the work that the turn hangs on
    wound: Call | None = None  # the scene that lays a wound open
    stake: Call | None = None  # the scene that speaks of what the logline has at stake
