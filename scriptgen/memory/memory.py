"""The memory of a series as values: episodes, people, props, places, open hooks, every line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from heritage_kb.errors import RefusedInput


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One accepted line; ``id`` says where it stands."""

    id: str
    episode: int
    scene: str
    place: str
    speaker: str
    text: str

    @property
    def shown(self) -> str:
        """Return the line as one reads it."""
        return f"{self.speaker}：{self.text}" if self.speaker else f"△{self.text}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An episode in short: what was planned of it, and the lines it really ends on."""

    number: int
    title: str
    summary: str
    last: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonNow:
    """How it stands with somebody; ``line`` is the line that says she is dead."""

    name: str
    dead: bool = False
    line: str = ""
    hurt: tuple[str, ...] = ()
    where: str = ""
    seen: int = 0  # the last episode that she is in
    knows: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PropNow:
    """How it stands with a thing."""

    name: str
    lost: bool
    holder: str
    line: str
    said: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenHook:
    """A question that is not answered yet; ``line`` where a line of the text asked it."""

    question: str
    opened: int
    line: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """Everything that the accepted text of a series has told."""

    episodes: tuple[Told, ...] = ()
    people: tuple[PersonNow, ...] = ()
    props: tuple[PropNow, ...] = ()
    places: tuple[str, ...] = ()
    hooks: tuple[OpenHook, ...] = ()
    lines: tuple[Line, ...] = field(default=(), repr=False)

    @property
    def last(self) -> int:
        """Return the number of the last episode; 0 where nothing is told yet."""
        return max((one.number for one in self.episodes), default=0)

    def to_json(self) -> dict[str, Any]:
        """Return the memory as JSON values."""
        data: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the memory of ``to_json``.

        Raises:
            RefusedInput: it is no such thing.
        """
        try:
            found: Self = _ADAPTER.validate_python(data)
        except ValidationError as error:
            where = ".".join(map(str, error.errors()[0]["loc"]))
            raise RefusedInput(
                f"记忆文件里的 {where} 写得不对；请由剧本重新整理。",
                f"Memory: {where} is off; gather it from the script again.",
            ) from error
        return found


_ADAPTER: TypeAdapter[Any] = TypeAdapter(Memory)
