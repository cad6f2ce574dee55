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
    except RefusedInput as error:
        return Standing(painter=painter, state="broken", said=error.zh, mend=pull)
    if lacking := process.missing():
        said = f"要装 {'、'.join(lacking)}"
        return Standing(painter=painter, state="optional", said=said, mend=process.INSTALL)
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
