"""What a review says: rules as dated data, findings, and the flat view of a script they read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule's data: what it limits, whose rule it is and since when."""

    code: str
    severity: str
    what: str
    source: str
    effective_from: str
    limit: Any = None
    unit: str = ""


@dataclass(kw_only=True, slots=True)
class Finding:
    """One finding; ``line`` is the line's id or its number in the source file."""

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

    def to_json(self) -> dict[str, Any]:
        """Return the finding with every key of the contract."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a script, wherever it came from."""

    type: str
    text: str
    speaker: str | None = None
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


@dataclass(frozen=True, kw_only=True, slots=True)
class ScriptView:
    """A script as rules see it.

    ``whole`` is False for a loose line or a title, to which rules of structure do not apply.
    """

    title: str
    episodes: tuple[EpisodeView, ...]
    whole: bool = True

    def scenes(self) -> Iterator[tuple[EpisodeView, SceneView]]:
        """Yield every scene with its episode."""
        for episode in self.episodes:
            for scene in episode.scenes:
                yield episode, scene


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by its code."""
    found: dict[str, Rule] = {}
    for file in ("structure.json", "heritage.json"):
        text = files("scriptgen").joinpath("data", "rules", file).read_text("utf-8")
        found |= {row["code"]: Rule(**row) for row in json.loads(text)}
    return found


def finding(code: str, message: str, **more: Any) -> Finding:
    """Return a finding of a rule, with the rule's severity, limit and source."""
    rule = rules()[code]
    given = {"severity": rule.severity, "limit": rule.limit} | more
    return Finding(
        code=code, message=message, source=rule.source, effective_from=rule.effective_from, **given
    )


def in_scene(episode: EpisodeView, scene: SceneView, line: Line | None = None) -> dict[str, Any]:
    """Return the keywords that say where a finding is."""
    place: dict[str, Any] = {"episode": episode.number, "scene": scene.number}
    if line is not None:
        place |= {"line": line.where, "text": line.text}
    return place
