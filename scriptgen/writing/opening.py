"""Opening a writer by name: the scaffold, or a model of the user's profiles."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from heritage_kb.errors import RefusedInput
from scriptgen.models.request import Model
from scriptgen.scaffold import Scaffold
from scriptgen.writer import OpensWriter
from scriptgen.writing.writer import by_model

SCAFFOLD = "scaffold"


def writer_named(name: str, *, told: Callable[[str], None] = lambda what: None) -> OpensWriter:
    """Return what makes the writer of a name.

    Args:
        name: ``scaffold``, or the name of a model's profile.
        told: hears where a model's work stands within an episode.

    Raises:
        RefusedInput: no model can be opened, or none of that name.
    """
    if name == SCAFFOLD:
        return Scaffold
    return by_model(_model(name), told=told)


def _model(name: str) -> Model:
    opens = getattr(import_module("scriptgen.models"), "open_model", None)
    if opens is None:
        raise RefusedInput(
            f"这里接不了模型，写不了“{name}”；请用 --writer {SCAFFOLD}（离线初稿）。",
            f"No model can be opened here; use the writer “{SCAFFOLD}” instead of “{name}”.",
        )
    model: Model = opens(name)
    return model
