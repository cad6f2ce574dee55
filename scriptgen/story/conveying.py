"""What a programme says must be conveyed, as far as the episodes so far have not."""

from __future__ import annotations

from collections import Counter

from scriptgen.programmes import programmes_of
from scriptgen.story.plan import Plan


def owed(plan: Plan, told: Counter[str], here: Counter[str], number: int) -> list[tuple[str, ...]]:
    """Return the topics of each picture that this episode owes.

    Args:
        plan: its brief names the programmes.
        told: topic → cited lines of the episodes before.
        here: topic → cited lines of this one.
        number: of the episode; what is left is shared out among those to come.
    """
    left = max(1, len(plan.sheets) - number + 1)
    rows: list[tuple[str, ...]] = []
    for programme in programmes_of(plan.brief.programme):
        for check in programme.checks:
            shown = sum(here[topic] for topic in check.topics)
            if check.per != "episode":
                shown += sum(told[topic] for topic in check.topics)
            missing = check.at_least - shown
            if check.topics and missing > 0 and (check.per == "episode" or missing >= left):
                rows += [check.topics] * (
                    missing if check.per == "episode" else -(-missing // left)
                )
    return rows
