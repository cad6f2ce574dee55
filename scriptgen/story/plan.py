"""The plan of a series: the worksheets, the cast, the work, and what is filed of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from scriptgen.brief import Brief
from scriptgen.series import Bible, Outline
from scriptgen.story.people import Cast
from scriptgen.story.sheets import Arc, Sheet
from scriptgen.story.voices import Voice
from scriptgen.story.work import Work


@dataclass(slots=True)
class Plan:
    """The plan of a series, and everything the writer needs to write it."""

    brief: Brief
    year: int | None
    cast: Cast
    work: Work
    arcs: list[Arc]
    sheets: list[Sheet]
    bible: Bible = field(default_factory=Bible)
    outline: Outline = field(default_factory=lambda: Outline(premise=""))
    doubts: list[str] = field(default_factory=list)
    voices: dict[str, Voice] = field(default_factory=dict)
    thing: dict[str, str] = field(default_factory=dict)  # of the logline; empty where it has none
    unplayed: list[str] = field(default_factory=list)  # musts that only the outline carries

    def cast_for(self, sheet: Sheet) -> Cast:
        """Return the cast of an episode: each arc misses somebody of its own."""
        absent = sheet.arc.absent or self.cast["遗"]
        if absent is self.cast["遗"]:
            return self.cast
        return replace(self.cast, people={**self.cast.people, "遗": absent})
