"""A proposal: what somebody offers to change, operation by operation; nothing is changed by it.

Each operation carries how the part stood (``before``), so that a proposal whose base was changed
meanwhile is refused instead of laid over somebody's work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, Self

from pydantic import ValidationError

from heritage_kb.errors import RefusedInput
from scriptgen.jsonfile import adapter
from scriptgen.series import Element, Episode, Scene, Series

Values = Mapping[str, Any]
SCAFFOLD = "scaffold"


class Stale(RefusedInput):
    """What a proposal wants to change is not what it was when the proposal was made."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Op:
    """One change of one line, heading or episode.

    Args:
        kind: replace, insert or delete.
        what: ``line``; ``scene`` is its heading and cast; ``episode`` its number and title;
            ``plan`` an element of the plan, or what is decided about one.
        id: of the line, the scene; the number of the episode; the address of the element.
        within: id of the scene that holds a line, number of the episode that holds a scene.
        behind: what an inserted part comes after; empty for the first.
        before: how the part stood; None for an insert.
        after: how it would stand; None for a delete.
        why: one sentence, where the proposal's own does not say it.
        group: operations of one group are taken together, or none of them.
    """

    kind: Literal["replace", "insert", "delete"]
    what: Literal["line", "scene", "episode", "plan"] = "line"
    id: str
    within: str = ""
    behind: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    why: str = ""
    group: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What is offered, by whom, why, and what it would do.

    Args:
        do: the operation: rewrite, condense, place …
        why: one sentence for the writer.
        author: ``scaffold``, or the model's name.
        ops: what would be changed; ``apply(…, take=[…])`` counts them from 0.
        seconds: of the episodes it touches, before and after.
        findings: of the review of those episodes and their neighbours, before and after.
        notes: what was left out and why, what only a model or a person can do.
        said: what a model said that could not be used.
        lengths: estimates to put down for episodes instead of the sum (of an undo).
    """

    do: str
    why: str
    author: str = SCAFFOLD
    ops: tuple[Op, ...] = ()
    seconds: tuple[float, float] = (0.0, 0.0)
    findings: tuple[list[dict[str, Any]], list[dict[str, Any]]] = field(
        default_factory=lambda: ([], [])
    )
    notes: tuple[str, ...] = ()
    said: str = ""
    lengths: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the proposal as plain JSON values."""
        data = asdict(self)
        before, after = self.findings
        return data | {
            "seconds": {"before": self.seconds[0], "after": self.seconds[1]},
            "findings": {"before": before, "after": after},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Build a proposal from its JSON.

        Raises:
            RefusedInput: a key is missing or of the wrong kind.
        """
        kind: Any = cls
        values = dict(data)
        for key in ("seconds", "findings"):
            pair = values.get(key)
            if isinstance(pair, Mapping):
                values[key] = (pair.get("before"), pair.get("after"))
        try:
            made: Self = adapter(kind).validate_python(values)
            for number, op in enumerate(made.ops):
                _refuse_malformed(number, op)
        except ValidationError as error:
            place = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise _wrong(place or "内容") from error
        return made


_PARTS: dict[str, type[Element | Scene | Episode]] = {
    "line": Element,
    "scene": Scene,
    "episode": Episode,
}
_SIDES = {"replace": (True, True), "insert": (False, True), "delete": (True, False)}


def _refuse_malformed(number: int, op: Op) -> None:
    """Refuse an operation from outside that is of no part, or of another than it says."""
    place = f"ops.{number}"
    if (op.before is not None, op.after is not None) != _SIDES[op.kind]:
        raise _wrong(place)
    for side in (op.before, op.after):
        if side is None:
            continue
        if op.what == "plan":
            if not {"value"} <= set(side) <= {"value", "citations"}:
                raise _wrong(place)
            continue
        known = {name for name in side if name not in ("elements", "scenes")}
        shape: Any = _PARTS[op.what]
        if known != set(side) or known - {f.name for f in fields(shape)}:
            raise _wrong(place)
        part = adapter(shape).validate_python(side)
        named = str(part.number) if isinstance(part, Episode) else part.id
        if named != op.id or (side is op.after and part.locked):
            raise _wrong(place)


def _wrong(place: str) -> RefusedInput:
    return RefusedInput(
        f"提案 JSON 里的 {place} 写得不对；请用 revise 写出的文件。",
        f"The proposal's {place} is wrong.",
    )


def line_values(element: Element) -> dict[str, Any]:
    """Return a line as values of an operation."""
    return asdict(element)


def scene_values(scene: Scene) -> dict[str, Any]:
    """Return a scene's heading and cast, without its lines, as values of an operation."""
    values = {name: getattr(scene, name) for name in Scene.__slots__ if name != "elements"}
    return values | {"cast": list(scene.cast)}


def episode_values(episode: Episode) -> dict[str, Any]:
    """Return an episode's number, title and estimate as values of an operation."""
    return {name: getattr(episode, name) for name in Episode.__slots__ if name != "scenes"}


def new_id(scene: str, element: Element, taken: set[str]) -> str:
    """Return an id for a new line of a scene: told by its content, so that it is the same again."""
    key = f"{scene}|{element.type}|{element.speaker}|{element.text}"
    digest = hashlib.sha256(key.encode()).hexdigest()
    for size in range(6, len(digest) + 1):
        id = f"{scene}r{digest[:size]}"
        if id not in taken:
            taken.add(id)
            return id
    raise AssertionError("every id is taken")


def lines_of(series: Series) -> Iterator[tuple[Episode, Scene, Element]]:
    """Yield every line with the scene and the episode that hold it."""
    for episode in series.episodes:
        for scene in episode.scenes:
            for element in scene.elements:
                yield episode, scene, element
