"""Continuity: what one line says of people, things and time against what another line said.

Every finding shows both places. A flashback, a dream and an inner voice are kept out of the
order of events; a lie or a change of heart is a person's to tell, so nothing here is an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from scriptgen.reviewing.findings import Finding, Review, in_scene
from scriptgen.reviewing.rules.continuity import (
    ages,
    bodies,
    calling,
    clothes,
    dated,
    days,
    hearsay,
    hours,
    kin,
    knowing,
    ledger,
    signs,
    stowed,
    sums,
    things,
    traits,
    values,
    whereabouts,
)
from scriptgen.reviewing.rules.continuity.told import Break, told

_RULES = (
    bodies.check,
    clothes.check,
    ages.check,
    kin.check,
    things.check,
    stowed.check,
    sums.check,
    values.check,
    knowing.check,
    days.check,
    dated.check,
    hearsay.check,
    hours.check,
    traits.check,
    whereabouts.check,
    ledger.check,
    signs.check,
    calling.check,
)


def check(review: Review) -> Iterator[Finding]:
    """Yield every finding of continuity."""
    if not review.script.whole:
        return
    story = told(review)
    seen: set[tuple[str, int]] = set()
    for rule in _RULES:
        for one in rule(story):
            if (one.code, one.spot.at) not in seen:
                seen.add((one.code, one.spot.at))
                yield _finding(review, one)


def _finding(review: Review, one: Break) -> Finding:
    spot, other = one.spot, one.other
    place, evidence = "", []
    if other is not None:
        place = f"（{other.scene.number or '前文'}：{other.line.text[:24]}）"
        evidence = [in_scene(other.episode, other.scene, other.line)]
    return review.finding(
        one.code,
        f"{one.what}{place}",
        term=one.term,
        suggestion=one.suggestion,
        evidence=evidence,
        **({} if one.sure else {"severity": "info"}),
        **in_scene(spot.episode, spot.scene, spot.line),
    )
