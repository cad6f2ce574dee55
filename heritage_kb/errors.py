"""What can go wrong, for every package of the house.

SanjinError                    anything we say in one sentence instead of a traceback
├── RefusedInput               what the user gave cannot be used (also a ValueError)
│   └── UnknownName            a name or id that nothing here carries (also a KeyError)
└── BrokenData                 shipped or collected data that fails its own rules
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


class SanjinError(Exception):
    """One sentence for the person at the screen: what, where, and what to do.

    Args:
        zh: the sentence in Chinese; this is what ``str()`` gives.
        en: the same in English, for ``--lang en``; the Chinese one where it is missing.
    """

    def __init__(self, zh: str, en: str = "") -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en or zh

    def __str__(self) -> str:
        """Return the Chinese sentence (KeyError would show its repr)."""
        return self.zh

    def said_in(self, language: str) -> str:
        """Return the sentence in ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh


class RefusedInput(SanjinError, ValueError):
    """What the user gave cannot be used as it is.

    ``details`` are plain values that a program may want beside the sentence, such as the rule.
    """

    details: Mapping[str, Any] = MappingProxyType({})


class UnknownName(RefusedInput, KeyError):
    """A name or id that nothing here carries."""


class BrokenData(SanjinError):
    """Data that fails its own rules; the message lists file and line."""


def first_line(error: BaseException) -> str:
    """Return what a foreign error says in one line, to stand within a sentence of ours."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:200].rstrip(".")
