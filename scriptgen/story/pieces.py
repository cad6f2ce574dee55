"""Lines on their way to the page: pieces of a part, before they are numbered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scriptgen.duration import line_seconds
from scriptgen.series import FACTUAL, Element, ElementType, LineKind
from scriptgen.story.facts import Fact
from scriptgen.story.setting import hours_of

HOURS = "晨日昏夜"


@dataclass(slots=True)
class Piece:
    """One line with what it rests on. ``more`` are lines of the same fact that may follow.

    ``raw`` is the line as the passage has it, before a doer was put in.
    """

    type: ElementType
    text: str
    speaker: str | None = None
    manner: str | None = None
    citations: list[str] = field(default_factory=list)
    kind: LineKind = "虚构"
    optional: bool = False
    fact: Fact | None = None
    more: list[Piece] = field(default_factory=list)
    raw: str = ""

    @property
    def seconds(self) -> float:
        """Return the estimated seconds."""
        return line_seconds(self.type, self.text)

    @property
    def sourced(self) -> bool:
        """Tell whether it states something, and cites what bears it out."""
        return bool(self.citations) and self.kind in FACTUAL

    def element(self, author: str = "person") -> Element:
        """Return the line of a screenplay that it becomes; its id is given by who files it."""
        return Element(
            id="",
            type=self.type,
            text=self.text,
            speaker=self.speaker,
            parenthetical=self.manner,
            citations=list(self.citations),
            claim_kind=self.kind,
            author=author,
        )


@dataclass(slots=True)
class Part:
    """A scene on its way: where, when, who, and its pieces."""

    place: str
    hour: str
    roles: tuple[str, ...]
    pieces: list[Piece]
    is_tail: bool = False
    kept: bool = False  # what the logline or a wound asks for: never left out
    works: bool = False  # somebody is at work in it
    passing: bool = False  # the hero is on the way, and sees what others do
    apart: bool = True  # a scene of its own, and not more of the one before

    @property
    def seconds(self) -> float:
        """Return the estimated seconds."""
        return sum(piece.seconds for piece in self.pieces)


def total(parts: Iterable[Part]) -> float:
    """Return the estimated seconds of an episode."""
    return sum(part.seconds for part in parts)


def sourced(parts: list[Part]) -> int:
    """Return how many lines stand for a fact with its source."""
    return sum(p.sourced for part in parts for p in part.pieces)


def drawn(pieces: list[Piece]) -> list[tuple[Fact, Piece]]:
    """Return the pictures of a source that were drawn for their scene, each with its fact."""
    return [(p.fact, p) for p in pieces if p.type == "action" and p.raw and p.citations and p.fact]


def hold_tongues(part: Part) -> None:
    """Take out, in place, what the trade says by a voice that is only heard later, from unseen."""
    unseen = {p.speaker: n for n, p in reversed(list(enumerate(part.pieces))) if p.type == "vo"}
    shown = {p.speaker: n for n, p in reversed(list(enumerate(part.pieces))) if not p.fact}
    part.pieces[:] = [
        p
        for n, p in enumerate(part.pieces)
        if not (p.fact and p.speaker and shown.get(p.speaker) == unseen.get(p.speaker, -1) > n)
    ]


def open_on_a_picture(part: Part) -> None:
    """Let the first picture come before the first word, where a scene's own was left out."""
    rows = part.pieces
    at = next((n for n, piece in enumerate(rows) if piece.type == "action"), 0)
    if at and rows[0].speaker:
        rows.insert(0, rows.pop(at))


def set_hours(parts: list[Part]) -> None:
    """Let time run forward through an episode; what is written for an hour keeps it.

    Where that hour is past, it is the next day; one night may end in a morning, last of all.
    """
    wished = parts[-1].hour
    for before, part in zip([None, *parts], parts, strict=False):
        seen = hours_of(p.text for p in part.pieces if p.type == "action" and not p.raw)
        low = HOURS.index(before.hour) if before else 0
        if part.hour in seen and HOURS.index(part.hour) >= low:
            continue
        if part.is_tail and part.hour in "晨日" and low == HOURS.index("夜"):
            continue
        later = [h for h in HOURS[low:] if h in seen]
        part.hour = (later or seen)[0]
    if wished == "夜" and parts[-1].hour != "夜":
        parts[-1].hour = "夜"
