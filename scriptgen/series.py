"""A series of screenplays that cite: the values of ``series.json``.

``Series`` → ``bible``, ``outline``, ``episodes`` → ``Episode`` → ``Scene`` → ``Element``.
Keys that other programs read are named in ``docs/contracts.md``; extra keys may be added, none
renamed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

from scriptgen.brief import Brief

ElementType = Literal["action", "dialogue", "vo", "os", "caption", "mark"]
LineKind = Literal["史实", "传说", "民俗", "合理虚构", "虚构"]
FACTUAL = ("史实", "传说", "民俗")  # the kinds that must cite
SOURCED_LINES = 3  # lines with a source that an episode has at least


@dataclass(kw_only=True, slots=True)
class Element:
    """One line of a scene.

    ``text`` never holds △, brackets of marks or the speaker. ``citations`` are passage ids;
    a line with ``claim_kind`` 史实/传说/民俗 has at least one. ``author`` is ``person`` or the
    writer's name and settings.
    """

    id: str
    type: ElementType
    text: str
    speaker: str | None = None
    parenthetical: str | None = None
    citations: list[str] = field(default_factory=list)
    claim_kind: LineKind = "虚构"
    author: str = "person"
    locked: bool = False

    @property
    def sourced(self) -> bool:
        """Tell whether the line states something, and cites what bears it out."""
        return bool(self.citations) and self.claim_kind in FACTUAL


@dataclass(kw_only=True, slots=True)
class Scene:
    """Action in one place and time. ``number`` is 集-场, as in ``3-2`` or ``5-1A``."""

    id: str
    number: str | None
    int_ext: Literal["内", "外", "内外"] | None
    time: str
    place: str
    cast: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    site: str | None = None  # entry id, where the place is a real one
    locked: bool = False


@dataclass(kw_only=True, slots=True)
class Episode:
    """One episode's screenplay. ``seconds`` is the estimate, not the wish."""

    number: int
    title: str
    scenes: list[Scene] = field(default_factory=list)
    seconds: float = 0.0
    locked: bool = False


@dataclass(kw_only=True, slots=True)
class Character:
    """Someone in the story. ``entry`` is set for a documented person; ``invented`` otherwise."""

    name: str
    role: str
    want: str
    need: str
    secret: str
    voice: str
    invented: bool = True
    entry: str | None = None
    note: str = ""
    wound: str = ""  # suffered before the story began


@dataclass(kw_only=True, slots=True)
class Hook:
    """A question put to the audience: opened, touched, answered in which episodes."""

    id: str
    question: str
    opened: int
    touched: list[int] = field(default_factory=list)
    answered: int | None = None


@dataclass(kw_only=True, slots=True)
class Bible:
    """What holds a series together."""

    characters: list[Character] = field(default_factory=list)
    relations: list[dict[str, str]] = field(default_factory=list)  # {"from","to","what"}
    places: list[dict[str, str]] = field(default_factory=list)  # {"name","entry","what"}
    rules: list[str] = field(default_factory=list)
    hooks: list[Hook] = field(default_factory=list)
    props: list[dict[str, str]] = field(default_factory=list)  # {"name","what","since"}
    knows: list[dict[str, Any]] = field(default_factory=list)  # {"who","what","episode"}
    documented: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)  # for a person to decide


@dataclass(kw_only=True, slots=True)
class Beat:
    """The smallest dramatic event of the plan."""

    seconds: float
    what: str
    kind: str
    citations: list[str] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class EpisodePlan:
    """One row of the outline."""

    number: int
    title: str
    logline: str
    hook_in: str
    cliffhanger: str
    beats: list[Beat] = field(default_factory=list)
    paywall: bool = False


@dataclass(kw_only=True, slots=True)
class Outline:
    """The plan of the whole series."""

    premise: str
    acts: list[dict[str, Any]] = field(default_factory=list)  # {"name","from","to","what"}
    episodes: list[EpisodePlan] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Planning:
    """What was decided about the plan's elements (see ``scriptgen.elements`` for addresses).

    ``locks`` are addresses that stay as they are; ``todo`` is what a change left to be written
    anew, ``{target: {"why", "was"}}``; ``refused`` the takes that nobody wants, by address.
    """

    locks: list[str] = field(default_factory=list)
    todo: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)


@dataclass(kw_only=True, slots=True)
class Series:
    """Everything that was drafted from one brief."""

    brief: Brief
    bible: Bible = field(default_factory=Bible)
    outline: Outline = field(default_factory=lambda: Outline(premise=""))
    episodes: list[Episode] = field(default_factory=list)
    draft_note: str = ""  # for example 离线初稿
    trace: list[dict[str, Any]] = field(default_factory=list)  # what was mended of a model's text
    planning: Planning = field(default_factory=Planning)

    def to_json(self) -> dict[str, Any]:
        """Return the series as plain JSON values, in the key order of the contract.

        ``trace`` is there only where a model's text was mended, ``planning`` only where something
        was decided about the plan.
        """
        data = asdict(self)
        if not self.trace:
            del data["trace"]
        if self.planning == Planning():
            del data["planning"]
        data["brief"] = self.brief.model_dump(exclude_none=True)
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Build a series from ``series.json``; unknown keys are ignored, missing ones default."""
        from scriptgen.jsonfile import series_from_json

        return series_from_json(cls, data)
