"""What a review is told about the script: its year, its place, and which rules are asked for."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self

from heritage_kb.errors import RefusedInput


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """The context keys of a review; None where nothing was said.

    ``year`` decides over ``period``; ``virtual_set`` waives the rule against filming in heritage
    interiors; ``seconds`` is what the brief asks of an episode.
    """

    period: str | None = None
    year: int | None = None
    seconds: float | None = None
    site: str | None = None
    protected_level: str | None = None
    category: str | None = None
    int_ext: str | None = None
    virtual_set: bool = False
    kind: str | None = None  # title / line / scene
    episode: int | None = None
    speaker: str | None = None
    villain: bool | str | None = None
    hero: bool | str | None = None
    sponsor: str | None = None
    subtitle: bool | None = None
    end: bool = False
    check_len: bool = True
    check_heading: bool = True
    date: str = ""  # ISO day on which the rules must be in force; empty: the newest
    profile: str | None = None
    genre: str | None = None

    @classmethod
    def of(cls, given: dict[str, Any]) -> Self:
        """Build a context from outside; unknown keys are ignored, wrong types refused.

        Raises:
            RefusedInput: ``year`` is not an integer.
        """
        known = {f.name for f in fields(cls)}
        values = {key: value for key, value in given.items() if key in known and value is not None}
        year = values.get("year")
        if year is not None and (isinstance(year, bool) or not isinstance(year, int)):
            raise RefusedInput(
                f"year 应是整数（公元前为负），收到 {year!r}。",
                f"year must be an integer, got {year!r}.",
            )
        return cls(**values)
