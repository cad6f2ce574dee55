"""What is asked of a model, and what every model is: the one contract between asking and answering.

Who writes (``scriptgen.writing``, ``scriptgen.revising``) makes a ``Request`` and knows nothing of
endpoints; who reaches a model (the other modules here) knows nothing of scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from pydantic import BaseModel

from heritage_kb.errors import RefusedInput

Shape = TypeVar("Shape", bound=BaseModel)


def _nothing(*_: object) -> None:
    """Hear nothing, and never stop."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """A text that the model is shown as data: a passage, a user's line. Never an instruction.

    Args:
        id: what a citation of it is called, or a label.
        text: the text, as it is.
    """

    id: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One question to a model.

    Args:
        task: name of the prompt file, ``scriptgen/data/prompts/<task>.md``.
        slots: what fills the prompt's slots; trusted words of ours (numbers, names of roles).
        material: texts from outside, shown between marks, as data.
        most_tokens: the longest answer.
        seed: for models that take one.
    """

    task: str
    slots: Mapping[str, str] = field(default_factory=dict)
    material: tuple[Material, ...] = ()
    most_tokens: int = 1200
    seed: int = 0


class Model(Protocol):
    """A model that answers in a shape: an endpoint, a local folder, a fallback over several."""

    @property
    def name(self) -> str:
        """Return the profile's name and the model's, as a line's author shows it."""

    def ask(
        self,
        request: Request,
        shape: type[Shape],
        *,
        poll: Callable[[], None] = _nothing,
        heard: Callable[[str], None] = _nothing,
    ) -> Shape:
        """Return the answer, valid against ``shape``.

        Args:
            request: what is asked.
            shape: what the answer must be.
            poll: called often while waiting; may raise to stop.
            heard: told each piece of the answer as it comes.

        Raises:
            ModelFailed: no valid answer within the bounds; ``said`` holds what came instead.
        """


class ModelFailed(RefusedInput):
    """A model gave no usable answer; ``said`` is what it did say, kept for a located draft."""

    def __init__(self, zh: str, en: str, *, said: str = "") -> None:
        super().__init__(zh, en)
        self.said = said
