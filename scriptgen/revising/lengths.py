"""How long a selection is, what it is to become, and which lines carry it and stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from heritage_kb.errors import RefusedInput
from scriptgen.duration import line_seconds
from scriptgen.revising.origins import origins
from scriptgen.series import Element, Episode, EpisodePlan

CLOSE = 0.05  # how near to a wished length is near enough
_LAST = 3  # lines before the end that make the end
_GIVEN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(秒|s|字|%|％)?\s*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Length:
    """A wished length: so many seconds or characters, or a share of what is there."""

    amount: float
    unit: Literal["秒", "字", "%"]

    @classmethod
    def of(cls, said: str) -> Length:
        """Read ``60``, ``60秒``, ``300字`` or ``80%``.

        Raises:
            RefusedInput: no such length, or none above 0.
        """
        found = _GIVEN.fullmatch(said)
        if not found or float(found[1]) <= 0:
            raise RefusedInput(
                f"长度“{said}”看不懂；请写成 60秒、300字 或 80%。",
                f"“{said}” is no length; write 60秒, 300字 or 80%.",
            )
        unit = {"字": "字", "%": "%", "％": "%"}.get(found[2] or "", "秒")
        return cls(amount=float(found[1]), unit=unit)  # type: ignore[arg-type]

    @property
    def said(self) -> str:
        """Return the wish as a person reads it."""
        return f"{self.amount:g}{self.unit}"

    @property
    def counts_characters(self) -> bool:
        """Tell whether characters are counted instead of seconds."""
        return self.unit == "字"

    def target(self, elements: Sequence[Element]) -> float:
        """Return the wished length of these lines, in seconds or characters."""
        if self.unit == "%":
            return measured(elements, self) * self.amount / 100
        return self.amount


def weight(element: Element, length: Length) -> float:
    """Return what one line takes, in the unit of the wish."""
    if length.counts_characters:
        return float(len(element.text)) if element.type != "mark" else 0.0
    return line_seconds(element.type, element.text)


def measured(elements: Iterable[Element], length: Length) -> float:
    """Return what lines take together, in the unit of the wish."""
    return sum(weight(element, length) for element in elements)


def spine(episode: Episode, plan: EpisodePlan | None) -> dict[str, str]:
    """Return the lines that an episode stands on, with what each one is.

    The first picture is the hook; the last lines before the end are the 卡点; the lines of the
    step's own ending hold the turn, else the line that says most of the outline's turn.
    """
    lines = [line for scene in episode.scenes for line in scene.elements]
    played = [line for line in lines if line.type != "mark"]
    found = {line.id: "标记" for line in lines if line.type == "mark"}
    if not played:
        return found
    tails = [line.id for line in played if _is_tail(line)]
    turn = tails or _turn(played, plan)
    found |= dict.fromkeys(turn, "转折")
    found |= {line.id: "卡点" for line in played[-_LAST:]}
    return found | {played[0].id: "钩子"}


def _is_tail(line: Element) -> bool:
    origin = origins().of(line)
    return origin is not None and origin.kind == "tail" and not origin.optional


def _turn(lines: Sequence[Element], plan: EpisodePlan | None) -> list[str]:
    told = next((b.what for b in (plan.beats if plan else ()) if b.what.startswith("转：")), "")
    wanted = _pairs(told.removeprefix("转："))
    rows = [(len(wanted & _pairs(line.text)), -n) for n, line in enumerate(lines)]
    best, at = max(rows)
    return [lines[-at].id] if best >= 2 else []


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}
