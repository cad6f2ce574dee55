"""What rules read and what they say: the flat view of a script, and findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scriptgen.reviewing.context import Context
from scriptgen.reviewing.rulebook import SEVERITIES, RuleBook

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase
    from scriptgen.brief import Brief
    from scriptgen.series import Bible, Outline

__all__ = ["SEVERITIES", "EpisodeView", "Finding", "Line", "Review", "SceneView", "ScriptView"]


@dataclass(kw_only=True, slots=True)
class Finding:
    """One finding; ``line`` is the line's id or its number in the source file.

    ``measured`` stands against ``limit``; ``waived`` holds the reason of a waiver.
    """

    code: str
    severity: str
    message: str
    episode: int | None = None
    scene: str | None = None
    line: str | int | None = None
    text: str = ""
    term: str = ""
    suggestion: str = ""
    measured: Any = None
    limit: Any = None
    source: str = ""
    effective_from: str = ""
    evidence: list[dict[str, Any]] = field(default_factory=list)
    waived: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the finding with every key of the contract."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a script, wherever it came from."""

    type: str
    text: str
    speaker: str | None = None
    parenthetical: str | None = None
    citations: tuple[str, ...] = ()
    claim_kind: str | None = None  # None where the script does not say
    where: str | int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SceneView:
    """One scene as rules see it."""

    number: str | None
    int_ext: str | None
    time: str
    place: str
    cast: tuple[str, ...]
    lines: tuple[Line, ...]
    site: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EpisodeView:
    """One episode as rules see it."""

    number: int | None
    title: str
    scenes: tuple[SceneView, ...]

    @property
    def lines(self) -> list[Line]:
        """Return every line in order."""
        return [line for scene in self.scenes for line in scene.lines]


@dataclass(frozen=True, kw_only=True, eq=False)
class ScriptView:
    """A script as rules see it; two of them are the same only where they are one.

    ``whole`` is False for a loose line or a title, to which rules of structure do not apply.
    ``brief``, ``bible`` and ``outline`` are there for a series only.
    """

    title: str
    episodes: tuple[EpisodeView, ...]
    whole: bool = True
    brief: Brief | None = None
    bible: Bible | None = None
    outline: Outline | None = None

    def scenes(self) -> Iterator[tuple[EpisodeView, SceneView]]:
        """Yield every scene with its episode."""
        for episode in self.episodes:
            for scene in episode.scenes:
                yield episode, scene

    def lines(self) -> Iterator[tuple[EpisodeView, SceneView, Line]]:
        """Yield every line with its episode and scene."""
        for episode, scene in self.scenes():
            for line in scene.lines:
                yield episode, scene, line

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Return every name that speaks or stands in a cast line."""
        named = {name for _, scene in self.scenes() for name in scene.cast}
        return frozenset(named | {line.speaker for *_, line in self.lines() if line.speaker})


@dataclass(frozen=True, kw_only=True)
class Review:
    """One review under way: what every rule has before it."""

    script: ScriptView
    context: Context
    book: RuleBook

    @cached_property
    def kb(self) -> KnowledgeBase:
        """Return the knowledge base."""
        import heritage_kb

        return heritage_kb.open()

    def limit(self, code: str) -> Any:
        """Return what a rule measures against, as the profile has it."""
        return self.book.limit(code)

    def finding(self, code: str, message: str, **more: Any) -> Finding:
        """Return a finding of a rule, with the rule's severity, limit and source."""
        rule = self.book[code]
        given = {"severity": rule.severity, "limit": rule.limit} | more
        return Finding(
            code=code,
            message=message,
            source=rule.source,
            effective_from=rule.effective_from,
            **given,
        )


def in_scene(episode: EpisodeView, scene: SceneView, line: Line | None = None) -> dict[str, Any]:
    """Return the keywords that say where a finding is."""
    place: dict[str, Any] = {"episode": episode.number, "scene": scene.number}
    if line is not None:
        place |= {"line": line.where, "text": line.text}
    return place
