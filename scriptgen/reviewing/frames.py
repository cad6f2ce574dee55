"""Frames: a matter told by its parts, in any words and any order.

A sense (``lexicon``) is one way to say a thing; a frame names what must come together in a line:
``文书 毁弃`` is a paper of the law and what is done to it, wherever either stands. The parts are
slots (``data/lexicon/slots.tsv``): who, what, what is done, how it is praised. A slot is a list of
plain words; ``…`` in a word leaves room for up to six characters. Each part must stand unexcused
(not forbidden, not refuted, the law not at work) and all of them near one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from heritage_kb.normal import folded
from scriptgen.reviewing.lexicon import (
    TONES,
    compiled,
    excused,
    guards,
    rows_of,
    without_titles,
)

_COLUMNS = 5
_NEAR = 26  # characters from the first part of a frame to the last
_ROOM = "[^。！？；\n]{0,6}"  # what … stands for

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """One row of ``frames.tsv``.

    Args:
        code: the rule it belongs to.
        tone: see ``lexicon.Sense``.
        guards: names of the stances that excuse it.
        slots: what must come together.
        unless: what, anywhere in the line, keeps it silent.
    """

    code: str
    tone: str
    guards: tuple[str, ...]
    slots: tuple[str, ...]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Met:
    """A frame met in a line: the words of its last part."""

    frame: Frame
    text: str


@dataclass(frozen=True, slots=True)
class _Word:
    slot: str
    rest: re.Pattern[str] | str  # a plain word, or a pattern for one with room in it

    def ends(self, text: str, at: int) -> int:
        """Return where the word ends that starts at ``at``; 0 where it does not stand there."""
        if isinstance(self.rest, str):
            return at + len(self.rest) if text.startswith(self.rest, at) else 0
        found = self.rest.match(text, at)
        return found.end() if found else 0


def met(text: str, cue: str = "") -> Iterator[Met]:
    """Yield the frames that a line meets; ``cue`` is who says it and how (``老周（拍桌）：``)."""
    said = cue + text
    plain = without_titles(folded(said))
    told = slots_in(plain)
    for frame in (one for slot in told for one in _beginning().get(slot, ())):
        spans = _together(frame, told, plain)
        if spans is not None and not _silent(frame, told, plain):
            start, end = spans[-1]
            yield Met(frame=frame, text=said[start:end])


def _together(frame: Frame, told: dict[str, list[Span]], plain: str) -> list[Span] | None:
    """Return one span a slot, near one another and none of them excused, None where there is none."""
    if any(slot not in told for slot in frame.slots):
        return None
    options = []
    for slot in frame.slots:
        open_ = [s for s in told[slot] if not excused(frame.guards, plain, s[0], reach="before")]
        if not open_:
            return None
        options.append(open_)
    for first in options[0]:
        chosen = [first]
        for spans in options[1:]:
            free = [s for s in spans if all(s[1] <= c[0] or s[0] >= c[1] for c in chosen)]
            if not free:
                break
            chosen.append(min(free, key=lambda s: abs(s[0] - first[0])))
        starts = [s[0] for s in chosen]
        if len(chosen) == len(options) and max(starts) - min(starts) <= _NEAR:
            return chosen
    return None


def _silent(frame: Frame, told: dict[str, list[Span]], plain: str) -> bool:
    """Tell whether a line is excused by what it says beside the frame's own words."""
    if frame.unless is not None and frame.unless.search(plain):
        return True
    for slot in frame.slots:  # 荒唐 in an insult is no 荒唐 that refutes one
        for start, end in told[slot]:
            plain = plain[:start] + "〇" * (end - start) + plain[end:]
    return excused(frame.guards, plain, 0, reach="line")


@lru_cache(maxsize=8)  # the frames and the wording both ask of a line
def slots_in(text: str) -> dict[str, list[Span]]:
    """Return where each slot is filled in a text: one look-up a character, whatever the words."""
    index = _index()
    found: dict[str, list[Span]] = {}
    for at in range(len(text)):
        for key in (text[at : at + 2], text[at]):
            for word in index.get(key, ()):
                end = word.ends(text, at)
                if end:
                    found.setdefault(word.slot, []).append((at, end))
    return found


@cache
def frames() -> tuple[Frame, ...]:
    """Return every frame.

    Raises:
        ValueError: a row is malformed; the message names the row.
    """
    found = []
    for number, row in rows_of("frames"):
        if len(row) != _COLUMNS:
            raise ValueError(f"frames.tsv row {number}: code, tone, guards, slots, unless; {row}")
        code, tone, names, parts, unless = row
        stances, wanted = tuple(names.split()), tuple(parts.split())
        known = tone in TONES and set(stances) <= set(guards()) and set(wanted) <= set(_slots())
        if not known or not wanted:
            raise ValueError(f"frames.tsv row {number}: unknown tone, guard or slot: {row}")
        found.append(
            Frame(
                code=code,
                tone=tone,
                guards=stances,
                slots=wanted,
                unless=compiled(unless) if unless else None,
            )
        )
    return tuple(found)


@cache
def _beginning() -> dict[str, list[Frame]]:
    """Return the frames by their first slot: a line fills few slots, and there are many frames."""
    found: dict[str, list[Frame]] = {}
    for frame in frames():
        found.setdefault(frame.slots[0], []).append(frame)
    return found


@cache
def _slots() -> dict[str, tuple[str, ...]]:
    """Return the words of each slot; a word that is the name of a slot stands for its words."""
    rows = {}
    for number, row in rows_of("slots"):
        if len(row) != 2 or not row[1] or row[0] in rows:
            raise ValueError(f"slots.tsv row {number}: name and words, got {row[:1]}")
        rows[row[0]] = row[1].split("|")
    return {
        name: tuple(dict.fromkeys(w for word in words for w in rows.get(word, (word,)) if w))
        for name, words in rows.items()
    }


@cache
def _index() -> dict[str, list[_Word]]:
    """Return the words of all slots by their first two characters, or their only one."""
    found: dict[str, list[_Word]] = {}
    for slot, words in _slots().items():
        for word in map(folded, words):
            head = word.split("…")[0]
            rest = re.compile(_ROOM.join(map(re.escape, word.split("…")))) if "…" in word else word
            found.setdefault(head[:2], []).append(_Word(slot, rest))
    return found
