"""How long a line lasts on screen, estimated.

Speech runs at 4.5 characters a second (measured range 4.1–4.6 for natural Mandarin speech); a
line of action takes 1.5–3 s by its length. Both are editable defaults of the field, not law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

SPEECH_CHARACTERS_A_SECOND = 4.5
ACTION_SECONDS = (1.5, 3.0)
# One glance up to the first count of characters; all of the 3 s from the second.
ACTION_CHARACTERS = (8, 32)
CAPTION_SECONDS = 2.0
BREATH_SECONDS = 0.3  # before somebody answers
_SPOKEN = ("dialogue", "vo", "os")
_SILENT = re.compile(r"[\s，。！？、；：…—“”‘’「」『』（）《》·,.!?;:()\"'-]")


class Timed(Protocol):
    """Anything with a type and a text."""

    @property
    def type(self) -> str:
        """Return the element type."""

    @property
    def text(self) -> str:
        """Return what is said or seen."""


def spoken_characters(text: str) -> int:
    """Return how many characters of a text are pronounced (punctuation is not)."""
    return len(_SILENT.sub("", text))


def line_seconds(kind: str, text: str) -> float:
    """Return the estimated seconds of one line; a mark takes none."""
    if kind in _SPOKEN:
        return spoken_characters(text) / SPEECH_CHARACTERS_A_SECOND + BREATH_SECONDS
    if kind == "caption":
        return max(CAPTION_SECONDS, spoken_characters(text) / 6)
    if kind != "action":
        return 0.0
    short, long = ACTION_CHARACTERS
    share = (spoken_characters(text) - short) / (long - short)
    low, high = ACTION_SECONDS
    return low + (high - low) * min(1.0, max(0.0, share))


def seconds(lines: Iterable[Timed]) -> float:
    """Return the estimated seconds of several lines."""
    return sum(line_seconds(line.type, line.text) for line in lines)
