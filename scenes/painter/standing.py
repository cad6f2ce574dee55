"""How a painter stands on this machine: ready, not pulled yet, or not what its lock says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from heritage_kb.errors import RefusedInput
from scenes.painter import lock, process, registry
from scenes.painter.registry import Painter


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """One painter: ``state``, one sentence, and the command that mends it."""

    painter: Painter
    state: Literal["ok", "optional", "broken"]
    said: str = ""
    mend: str = ""


def standing(painter: Painter, *, whole: bool = False) -> Standing:
    """Return how a painter stands.

    Args:
        painter: which.
        whole: read every byte of its weights; else their sizes only.
    """
    pull = f"sanjin models pull {painter.name}"
    if not (painter.folder / lock.LOCK).is_file():
        return Standing(painter=painter, state="optional", said="还没有取来", mend=pull)
    try:
        lock.verify(painter.folder, whole=whole)
        process.refuse_missing()
    except RefusedInput as error:
        here = "pip install" in error.zh
        return Standing(
            painter=painter, state="optional" if here else "broken", said=error.zh,
            mend="pip install 'sanjin[paint]'" if here else pull,
        )  # fmt: skip
    return Standing(painter=painter, state="ok")


def listed() -> list[Standing]:
    """Return every painter that the settings allow.

    Raises:
        RefusedInput: a description of one's own, or settings, that cannot be read.
    """
    allowed = registry.research_allowed()
    return [
        standing(one) for one in registry.painters().values() if allowed or not one.research_only
    ]
