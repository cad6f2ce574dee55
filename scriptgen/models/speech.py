"""What passes between us and a model, whatever kind it is: turns, the form asked for, what is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from scriptgen.models.profiles import Structured

Poll = Callable[[], None]
Heard = Callable[[str], None]


def nothing(*_: object) -> None:
    """Hear nothing, and never stop."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """How the shape of an answer is asked for; ``schema`` is JSON Schema."""

    mode: Structured
    name: str
    schema: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """One call of a model."""

    turns: tuple[Turn, ...]
    form: Form
    most_tokens: int
    seed: int = 0

    @property
    def text(self) -> str:
        """Return everything that the model is shown, for counting."""
        return "\n".join(turn.text for turn in self.turns)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What came back. Tokens are None where the model does not count them."""

    text: str
    tokens_in: int | None = None
    tokens_out: int | None = None
    cut: bool = False  # it ended because ``most_tokens`` was reached


class Channel(Protocol):
    """A way to one model."""

    def say(self, ask: Ask, *, poll: Poll = nothing, heard: Heard = nothing) -> Said:
        """Return what the model says.

        Raises:
            Passing: a trouble that may be over when asked again.
            FormRefused: the model does not take this form.
            ModelFailed: a trouble that stays.
        """


class Trouble(Exception):
    """Why a call failed, in one sentence; ``said`` is what had been heard until then."""

    def __init__(self, zh: str, en: str, *, said: str = "") -> None:
        super().__init__(zh)
        self.zh, self.en, self.said = zh, en, said


class Passing(Trouble):
    """A trouble that may be over when asked again; ``after`` seconds where the model said so."""

    def __init__(self, zh: str, en: str, *, said: str = "", after: float | None = None) -> None:
        super().__init__(zh, en, said=said)
        self.after = after


class FormRefused(Trouble):
    """The endpoint refused the question as it was put; another form may be taken."""
