"""What is known, as values: Source, Entry, Passage, Period, Hit, Claim.

Every value here is frozen and JSON-shaped: one record a line in ``data/``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal[
    "site",
    "structure",
    "craft",
    "opera",
    "custom",
    "person",
    "event",
    "product",
    "place",
    "period",
    "term",
    "word",
    "document",  # a file in a collection of the user's own
]
ClaimKind = Literal["史实", "传说", "民俗", "合理虚构"]
Confidence = Literal["high", "medium", "low"]
Verdict = Literal["supported", "contradicted", "not_in_kb", "fiction"]

KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]

# What a passage is about. The first group informs; the second is what a scene can be built on.
TOPICS = (
    "overview",
    "date",
    "measure",
    "place",
    "person",
    "history",
    "word",
    "custom",
    "filming",
    "process",  # one step of doing or making it; `step` orders them
    "tool",
    "material",
    "sense",  # what is in the hand; what one sees, hears, smells
    "error",  # what goes wrong in the work, and how it shows
    "test",  # how good work is told from bad
    "irreversible",  # the move that cannot be taken back
    "hide",  # where something can lie unseen in the work
    "mark",  # where its maker leaves a sign
    "hurt",  # what the work does to the body
    "deadline",  # what the calendar, the weather or the rite imposes
    "conflict",  # who can want opposite things here, and why
    "mistake",  # what scripts usually get wrong
)

_NO_FIELDS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where something is known from.

    ``id`` ``own`` marks own knowledge: said so wherever it is shown.
    """

    id: str
    title: str
    where: str = ""
    licence: str = ""
    used_for: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing known. Years are astronomical-free: BCE negative, no year 0.

    ``lat``/``lon`` are WGS-84 degrees; ``coord_precision`` says how far to trust them.
    ``level`` is the official one (国保, 省保, 国家级, 省级 …); ``official_no`` may be derived:
    ``fields["official_no_note"]`` says so.
    """

    id: str
    kind: Kind
    title: str
    aliases: tuple[str, ...] = ()
    city: str = ""
    county: str = ""
    lat: float | None = None
    lon: float | None = None
    coord_precision: str = ""
    periods: tuple[str, ...] = ()  # period ids
    start_year: int | None = None
    end_year: int | None = None
    level: str = ""
    batch: str = ""
    official_no: str = ""
    fields: Mapping[str, Any] = field(default_factory=lambda: _NO_FIELDS)
    related: tuple[str, ...] = ()  # entry ids
    sources: tuple[str, ...] = ()  # source ids, at least one
    confidence: Confidence = "medium"
    note: str = ""  # doubt and conflict, shown as such

    @property
    def names(self) -> tuple[str, ...]:
        """Return title and aliases."""
        return (self.title, *self.aliases)


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """The smallest text that can be cited.

    ``actions`` are playable lines of picture that state nothing beyond ``text``; ``says`` are
    things a person of the trade could say aloud, likewise. Both may hold the slot ``{who}``.
    ``wrong`` are statements that a passage on mistakes refutes: only claims are held against them.
    ``derived`` marks a passage put together from the entry's own fields.
    """

    id: str
    entry: str
    text: str
    topic: str = "overview"
    step: int | None = None
    claim_kind: ClaimKind = "史实"
    confidence: Confidence = "medium"
    sources: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    derived: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A dynasty or age, with its reigns. ``start`` and ``end`` are inclusive years.

    ``parts`` is set for an age that is only the sum of others (清 = 清前中期 + 晚清); entries
    carry the ids of the parts.
    """

    id: str
    title: str
    start: int | None
    end: int | None
    eras: Mapping[str, int] = field(default_factory=dict)  # 年号 -> first year
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def leaves(self) -> tuple[str, ...]:
        """Return the ids that an entry of this age may carry."""
        return self.parts or (self.id,)

    def holds(self, year: int) -> bool:
        """Tell whether a year lies in it; an unknown end is no bound."""
        return (self.start is None or self.start <= year) and (self.end is None or year <= self.end)


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedTerm:
    """A thing or word with the years in which it can be there.

    ``names`` are its spellings; either year may be unknown (no bound on that side).
    """

    id: str
    names: tuple[str, ...]
    category: str
    earliest: int | None
    latest: int | None
    note: str
    confidence: Confidence
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """An entry found, with its best passage. A higher score is better.

    ``why`` says what of the query it answers; ``spans`` are the characters of the passage to mark;
    ``close`` is False where nothing in it is near enough to call it an answer.
    """

    entry: Entry
    passage: Passage | None
    score: float
    why: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    close: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A factual statement found in a text, and what the knowledge base says of it.

    ``span`` is (start, end) in characters of the text that was checked.
    """

    text: str
    span: tuple[int, int]
    verdict: Verdict
    entry: str | None
    passage: str | None
    why: str
