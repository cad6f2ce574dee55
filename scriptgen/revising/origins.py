"""Where a line of a draft comes from: the stock's own lines are known again by their text.

Slots are open when a line is matched and closed with the same values in another phrasing, so that
names and things stay what they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from scriptgen.series import Element
from scriptgen.story.forms import Line
from scriptgen.story.shelf import Shelf, open_shelf

_SLOT = re.compile(r"\{([^{}]+)\}")
_LEAST = 4  # characters of its own that a phrasing needs to be known again


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """What the stock says of a line.

    Args:
        kind: ``take`` a scene pattern, ``tail`` the last lines of a step, ``breath`` a pause,
            ``spare`` a saying for any trade.
        optional: the first to be cut.
        others: the same line in other words, its slots filled with the values it has here.
    """

    kind: str
    optional: bool
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Phrasing:
    text: str
    kind: str
    optional: bool
    others: tuple[str, ...]


class Origins:
    """The stock's lines, ready to be found by what stands in a script."""

    def __init__(self, shelf: Shelf) -> None:
        self._whole: dict[str, _Phrasing] = {}
        self._slotted: list[tuple[str, re.Pattern[str], _Phrasing]] = []
        for phrasing in _phrasings(shelf):
            if "{" not in phrasing.text:
                self._whole.setdefault(phrasing.text, phrasing)
                continue
            longest = max(_SLOT.split(phrasing.text)[::2], key=len)
            if len(longest) >= _LEAST:
                self._slotted.append((longest, _pattern(phrasing.text), phrasing))

    def of(self, element: Element) -> Origin | None:
        """Return where a line comes from; None where the stock does not know it."""
        if found := self._whole.get(element.text):
            return Origin(kind=found.kind, optional=found.optional, others=found.others)
        for longest, pattern, phrasing in self._slotted:
            if longest in element.text and (match := pattern.fullmatch(element.text)):
                return Origin(
                    kind=phrasing.kind,
                    optional=phrasing.optional,
                    others=_filled(phrasing.others, phrasing.text, match),
                )
        return None


@cache
def origins() -> Origins:
    """Return the origins of the shipped stock."""
    return Origins(open_shelf())


def _phrasings(shelf: Shelf) -> list[_Phrasing]:
    steps = [*shelf.turns, *(s for engine in shelf.engines.values() for s in engine.steps)]
    rows = [(line, "tail") for step in steps for line in (*step.tail, *step.reply)]
    rows += [
        (line, "take")
        for pattern in shelf.patterns.values()
        for take in pattern.takes
        for line in take.lines
    ]
    found = [one for line, kind in rows for one in _of_line(line, kind)]
    found += [_Phrasing(text, "breath", True, ()) for text in shelf.breaths]
    spare = tuple(shelf.spare)
    return found + [
        _Phrasing(text, "spare", False, (*spare[n + 1 :], *spare[:n]))
        for n, text in enumerate(spare)
    ]


def _of_line(line: Line, kind: str) -> list[_Phrasing]:
    if line.type == "fact":
        return []
    return [
        _Phrasing(text, kind, line.optional, tuple(t for t in line.text if t != text))
        for text in line.text
    ]


def _pattern(text: str) -> re.Pattern[str]:
    seen: dict[str, int] = {}
    made = []
    for n, part in enumerate(_SLOT.split(text)):
        if n % 2 == 0:
            made.append(re.escape(part))
        elif part in seen:
            made.append(rf"(?P=s{seen[part]})")
        else:
            seen[part] = len(seen)
            made.append(rf"(?P<s{seen[part]}>.{{1,12}}?)")
    return re.compile("".join(made))


def _filled(others: tuple[str, ...], text: str, match: re.Match[str]) -> tuple[str, ...]:
    names = list(dict.fromkeys(_SLOT.findall(text)))
    values = {name: match[f"s{n}"] for n, name in enumerate(names)}
    return tuple(
        _SLOT.sub(lambda slot: values[slot[1]], other)
        for other in others
        if set(_SLOT.findall(other)) <= set(values)
    )
