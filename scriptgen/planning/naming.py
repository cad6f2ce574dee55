"""Names found exactly: never inside a longer name or another word; what is not sure is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scriptgen.reviewing.words import straddled, tagged
from scriptgen.story.people import OFFICES
from scriptgen.surnames import SURNAMES

_EDGE = r"[，。！？、；：…—“”‘’（）\s]"
_LONG = 3  # characters from which a name is no other word


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One way in which somebody is called, and how it reads after the change."""

    said: str
    new: str
    full: bool  # the whole name, not a form of address


@dataclass(frozen=True, kw_only=True, slots=True)
class Renamed:
    """A text with the name changed where that is sure.

    ``full`` tells whether the whole name was in it; ``doubts`` are the forms that were left.
    """

    text: str
    full: bool
    doubts: tuple[str, ...]


def forms(old: str, new: str, others: Iterable[str]) -> list[Form]:
    """Return how somebody may be called: whole name, given name, 老 and family name, with an office.

    Args:
        old: the name.
        new: the new one.
        others: names of everybody else; a form that is theirs as well is left out.
    """
    rest = list(others)
    found = [Form(said=old, new=new, full=True)]
    named = len(old) == _LONG and old[0] in SURNAMES
    if named and not any(old[1:] in name for name in rest):
        given = new[1:] if len(new) == _LONG and new[0] in SURNAMES else new
        found.append(Form(said=old[1:], new=given, full=False))
    family = old[0] in SURNAMES and new[0] in SURNAMES and old[0] != new[0]
    if family and len(old) > 1 and not any(name[0] == old[0] for name in rest):
        found.append(Form(said=f"老{old[0]}", new=f"老{new[0]}", full=False))
        offices = {word.removeprefix("大") for word in (*OFFICES, "师傅", "师父", "先生", "家")}
        found += [
            Form(said=old[0] + word, new=new[0] + word, full=False)
            for word in sorted(offices, key=lambda word: (-len(word), word))
        ]
    return [form for form in found if form.said != form.new]


def renamed(text: str, called: list[Form], others: Iterable[str], *, here: bool = True) -> Renamed:
    """Return a text with one person's name changed.

    Args:
        text: the text.
        called: how the person is called (see ``forms``).
        others: names of everybody else; a name inside one of them is theirs.
        here: the person is there, so that a name which is a common word as well is hers.
    """
    taken = [
        (found.start(), found.end())
        for name in others
        if len(name) > 1
        for found in re.finditer(re.escape(name), text)
    ]
    swaps: list[tuple[int, int, str]] = []
    full, doubts = False, []
    for form in called:
        for start, end in _finds(text, form.said):
            inside = any(a <= start and end <= b and b - a > end - start for a, b in taken) or any(
                a < end and start < b for a, b, _ in swaps
            )
            if inside:
                continue
            if _sure(text, start, end, form, here):
                swaps.append((start, end, form.new))
                full |= form.full
            else:
                doubts.append(form.said)
    for start, end, new in sorted(swaps, reverse=True):
        text = text[:start] + new + text[end:]
    return Renamed(text=text, full=full, doubts=tuple(dict.fromkeys(doubts)))


def _finds(text: str, said: str) -> Iterator[tuple[int, int]]:
    at = text.find(said)
    while at >= 0:
        yield at, at + len(said)
        at = text.find(said, at + len(said))


def _sure(text: str, start: int, end: int, form: Form, here: bool) -> bool:
    """Tell whether characters of a text are this person: a call, a long name, or a word of its own."""
    if form.full and len(form.said) >= _LONG:
        return True
    alone = re.match(_EDGE, text[start - 1]) if start else True
    ended = re.match(_EDGE, text[end]) if end < len(text) else True
    if alone and ended:
        return True
    if straddled(text, start, end):
        return False
    return here or not is_word(form.said)


def is_word(said: str) -> bool:
    """Tell whether a name is a word of the dictionary that is no name (石头, 小满)."""
    words = tagged(said)
    return len(words) == 1 and not words[0][1].startswith("nr")
