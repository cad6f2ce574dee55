"""What a project is made of, as it is read from its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from heritage_kb.errors import SanjinError

Kind = Literal[
    "project", "brief", "bible", "character", "outline", "plan", "episode", "scene", "line"
]
ROOT = "project"
PERSON = "person"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part as it stands: ``state`` numbers the content, ``author`` says who wrote it.

    ``author`` is ``{"kind": "person"|"model"|"scaffold", "name", …}``; a model's settings and the
    passages it was given stand beside its name.
    """

    id: str
    kind: str
    parent: str
    place: float
    content: dict[str, Any]
    author: dict[str, Any]
    state: int
    revision: int
    trashed: bool = False
    locked_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A text that somebody offers for a part; ``base`` is the state it was written against."""

    id: int
    node: str
    base: int
    content: dict[str, Any]
    author: dict[str, Any]
    at: str
    why: str
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What became of one part between two revisions; None where it was not there."""

    id: str
    kind: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Locked(SanjinError):
    """The part, or what holds it, is locked."""


class Overtaken(SanjinError):
    """Somebody else changed the part first; what was to be written is kept as a proposal.

    Attributes:
        proposal: its number; 0 where there was nothing to keep.
    """

    def __init__(self, zh: str, en: str, proposal: int = 0) -> None:
        super().__init__(zh, en)
        self.proposal = proposal
