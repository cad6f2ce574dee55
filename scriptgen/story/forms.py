"""What the story shelf holds, as values: lines, takes, patterns, steps, engines, trades.

A *pattern* is one dramatic mechanism between 甲 and 乙 (and 丙), whatever the trade; a *take* is
one way to play it. An *engine* is a secret with eight *steps*; each step names the patterns that
lead to it and carries its own last lines. A *trade* is the vocabulary of one kind of work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from scriptgen.series import ElementType

LineType = ElementType | Literal["fact"]

ROLES = "主师敌友东长遗"
SEATS = "甲乙丙"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line as the shelf has it: slots unfilled, phrasings kept apart.

    ``who`` is a role or a seat; a ``fact`` line names the passage topics that may fill it and is
    spoken when ``spoken`` is set. ``manner`` is the parenthetical.
    """

    type: LineType
    text: tuple[str, ...] = ()
    who: str = ""
    manner: str = ""
    topics: tuple[str, ...] = ()
    spoken: bool = False
    optional: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Take:
    """One way to play a pattern. Years bound it where its props are dated; ``tones`` colour it."""

    id: str
    lines: tuple[Line, ...]
    year_from: int | None = None
    year_to: int | None = None
    tones: tuple[str, ...] = ()
    heavy: bool = False  # ropes, loads, many backs


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """A dramatic mechanism: what 甲 wants, what stands in the way, what turns.

    ``blame`` names the seats that do something a documented person must not be given.
    """

    name: str
    want: str
    obstacle: str
    turn: str
    uses: tuple[str, ...]
    seats: str
    places: tuple[str, ...]
    hours: tuple[str, ...]
    rank: str = ""
    blame: str = ""
    solid: bool = False  # plays only where the work is a thing one can hold or cover
    works: bool = False  # hands are on the work from its first line to its last
    takes: tuple[Take, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A pattern asked for by a step, with the roles that sit in its seats."""

    pattern: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One episode of an engine: what it opens, what it turns, how it ends.

    ``rank`` orders steps by need: with few episodes the low ranks stay. ``echo`` touches the
    question in the next episode; ``reply`` answers it there.
    """

    name: str
    rank: int
    titles: tuple[str, ...]
    want: str
    obstacle: str
    turn_kind: str
    turn: str
    question: str
    echo: tuple[str, ...]
    calls: tuple[Call, ...]
    tail: tuple[Line, ...]
    place: str = "坊"
    answers: tuple[str, ...] = ()
    knows: tuple[tuple[str, str], ...] = ()
    tones: tuple[str, ...] = ()
    reply: tuple[Line, ...] = ()
    solid: bool = False  # turns on a thing that is made, and may be held
    handed: bool = False  # turns on hands at a craft


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleSheet:
    """What an engine gives one role."""

    want: str
    need: str
    secret: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """A secret, who holds it, and the steps by which it comes out."""

    name: str
    genres: tuple[str, ...]
    heart: str
    truth: str
    absent: str
    roles: dict[str, RoleSheet]
    steps: tuple[Step, ...]
    year_from: int | None = None
    year_to: int | None = None
    cues: tuple[str, ...] = ()  # words of a brief that ask for this engine
    kin: bool = False  # the absent one is of the hero's family
    gender: str = "男"  # of the absent one
    token: str = ""  # the thing that proves, where the engine needs this one
    solid: bool = False  # turns on things that are made, and may be held


@dataclass(frozen=True, kw_only=True, slots=True)
class Trade:
    """The vocabulary of one kind of work, used where the knowledge base is silent.

    ``words`` fills the slots of nouns; ``lines`` are inventions by topic, always shown as 合理虚构;
    ``avoids`` are words that nobody of the trade would say; in a ``quiet`` one nothing is made; one
    that is ``urban`` has no hearth and no well today; one ``at_sites`` is followed at the site that a logline names, others only come by there.
    """

    name: str
    marks: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    says: dict[str, tuple[str, ...]] = field(default_factory=dict)
    solid: bool = True
    heavy: bool = False
    quiet: bool = False
    at_sites: bool = False
    avoids: tuple[str, ...] = ()
    urban: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Calling:
    """A calling that a brief may speak of: its words, its trade, the entries that know its work.

    ``engines`` are the story engines that suit it, chosen before others; ``sites`` are words for
    the houses that it lives in, of which those near the story are shown; ``first`` and ``last``
    are the years in which there is such a calling.
    """

    name: str
    marks: tuple[str, ...]
    trade: str
    arts: tuple[str, ...]
    engines: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
