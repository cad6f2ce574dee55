"""Opening a writer by name: the scaffold, or a model of the user's profiles."""

from __future__ import annotations

from collections.abc import Callable

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
    from scriptgen.models import open_model

    return by_model(open_model(name), told=told)
