"""How each role talks: a habit that shows in the words, never in an explanation.

The habits are plain text (``data/story/voices.txt``); a series gives each role one of those of its
seat and keeps it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

from scriptgen.story.prose import listed, sheets

_OPENED = 5  # one line in so many has the opening word
_LONGEST = 14  # characters of a line that may still get one
_ALREADY = re.compile(
    r"^[嗯哎嗐喂好行不哟欸啊唉是对那就可也还又再所怎]|^[^，。！？]{1,2}[，。！？]|……"
)
_SPAN = re.compile(r"(-?\d+)?-(-?\d+)?$")
_SILENT = "不在场；只由物件和别人的嘴说话"


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """A way of talking.

    ``swaps`` are words and what this voice says instead, with the years in which one does;
    ``openers`` come before a share of the lines.
    """

    name: str
    role: str
    habit: str
    short: bool = False
    swaps: tuple[tuple[str, str, int | None, int | None], ...] = ()
    openers: tuple[str, ...] = ()

    def says(self, text: str, year: int | None) -> str:
        """Return a line of the stock as this voice has it; the same line always in the same way."""
        for word, own, low, high in self.swaps:
            if year is None or ((low is None or low <= year) and (high is None or year <= high)):
                text = _swapped(text, word, own)
        pick = zlib.crc32(f"{self.name}|{text}".encode())
        openers = [one for one in self.openers if ("问" in one) == text.endswith("？")]
        if (
            openers
            and pick % _OPENED == 0
            and 3 < len(text) <= _LONGEST
            and not _ALREADY.search(text)
        ):
            return f"{openers[pick // _OPENED % len(openers)]}，{text}"
        return text

    def prefers(self, options: Iterable[str]) -> list[str]:
        """Return the phrasings in the order this voice likes them: terse ones the shorter first."""
        return sorted(options, key=len, reverse=not self.short)


def _swapped(text: str, word: str, own: str) -> str:
    """Put one's own word for a common one; 别 only where it forbids, 你 never within 你们."""
    if word == "别":
        return re.sub(
            r"别(?=[^的人处家致扭名着]|$)(?<!分别)(?<!特别)(?<!各别)(?<!告别)(?<!辨别)(?<!离别)",
            own,
            text,
        )
    if word == "不要":  # 不要动, but neither 手不要了, 我不要那件 nor 没有不要过
        return re.sub(r"(?<![我你他她们也都谁头有])不要(?=[^了紧就钱命脸。，？！…])", own, text)
    if word == "你":
        return re.sub(r"你(?!们)", own, text)
    if word == "没有":
        return re.sub(r"没有(?=[^。，？！…])", own, text)
    return text.replace(word, own)


def voices_of(roles: Iterable[str], rng: Random) -> dict[str, Voice]:
    """Return one voice for each role of a series."""
    kept: dict[str, Voice] = {}
    for role in roles:
        fits = [voice for voice in _voices() if voice.role == role]
        kept[role] = rng.choice(fits) if fits else Voice(name=role, role=role, habit=_SILENT)
    return kept


def habits(role: str) -> tuple[str, ...]:
    """Return the habits of speech that the stock has for a role."""
    return tuple(voice.habit for voice in _voices() if voice.role == role)


def voice_for(role: str, habit: str = "") -> Voice:
    """Return the voice of a role that has this habit, else the first of that role."""
    fits = [voice for voice in _voices() if voice.role == role]
    named = [voice for voice in fits if voice.habit == habit]
    return (named or fits or [Voice(name=role, role=role, habit=_SILENT)])[0]


@cache
def _voices() -> tuple[Voice, ...]:
    text = (files("scriptgen") / "data/story/voices.txt").read_text(encoding="utf-8")
    return tuple(
        Voice(
            name=sheet.name,
            role=sheet.need("角"),
            habit=sheet.need("说"),
            short=sheet.get("短") == "是",
            swaps=tuple(_swap(part) for part in sheet.get("换").split()),
            openers=listed(sheet.get("起")),
        )
        for sheet in sheets(text, "voices.txt")
    )


def _swap(part: str) -> tuple[str, str, int | None, int | None]:
    pair, _, span = part.partition("@")
    word, own = pair.split("=")
    found = _SPAN.match(span)
    low, high = (int(g) if g else None for g in found.groups()) if found else (None, None)
    return word, own, low, high
