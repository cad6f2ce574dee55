"""Where the accepted text contradicts itself, both places shown: the review's own continuity."""

from __future__ import annotations

from typing import Any

from scriptgen.reviewing.context import Context
from scriptgen.reviewing.engine import view
from scriptgen.reviewing.findings import Review
from scriptgen.reviewing.rulebook import RuleBook
from scriptgen.reviewing.rules import continuity
from scriptgen.series import Series


def opened(series: Series) -> Review:
    """Return a series as the rules of the review read it."""
    given = Context.of({"period": series.brief.period or None, "year": series.brief.year})
    return Review(
        script=view(series, given), context=given, book=RuleBook(given.profile, given.date)
    )


def breaks(series: Series) -> list[dict[str, Any]]:
    """Return every break of continuity as a finding; ``evidence`` is the other place.

    What is only left open so far (``LEDGER``) is no break.
    """
    return [
        one.to_json()
        for one in continuity.check(opened(series))
        if one.code.startswith("CONTINUITY")
    ]
