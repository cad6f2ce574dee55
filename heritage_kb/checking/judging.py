"""Judging one clause against what is known of its subject, statement by statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_kb.checking.judgement import Judgement, Said, Subject, unknown
from heritage_kb.checking.judging_craft import judge_crafts
from heritage_kb.checking.judging_date import judge_dates
from heritage_kb.checking.judging_day import judge_days
from heritage_kb.checking.judging_focus import judge_focus
from heritage_kb.checking.judging_form import judge_forms
from heritage_kb.checking.judging_name import judge_meaning, judge_names
from heritage_kb.checking.judging_number import judge_numbers
from heritage_kb.checking.judging_person import judge_people
from heritage_kb.checking.judging_place import judge_places, place_of_place
from heritage_kb.checking.judging_role import judge_roles
from heritage_kb.checking.judging_standing import judge_standing
from heritage_kb.checking.judging_turned import judge_turned
from heritage_kb.normal import folded

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

__all__ = ["Judgement", "Subject", "judge", "outcome"]


def judge(said: Said, subject: Subject, kb: KnowledgeBase) -> list[Judgement]:
    """Return a judgement for each statement of a clause whose kind fields or passages know."""
    if subject.entry.kind == "place" and subject.entry.fields.get("admin_level") in (
        "县级",
        "地级市",
        "省",
    ):
        return list(place_of_place(said, subject.entry, kb))
    if subject.entry.kind == "word":
        found = list(judge_meaning(said, subject, kb))
        return found or list(judge_crafts(said, subject, kb))
    found = [
        *judge_dates(said, subject, kb),
        *judge_days(said, subject),
        *judge_numbers(said, subject),
        *judge_forms(said, subject),
        *judge_standing(said, subject),
        *judge_places(said, subject, kb),
        *judge_names(said, subject, kb),
        *judge_focus(said, subject, kb),
        *judge_roles(said, subject),
        *judge_people(said, subject, kb),
        *judge_crafts(said, subject, kb),
        *judge_turned(said, subject, kb),
    ]
    return found + _unheld(said, subject, found)


def _unheld(said: Said, subject: Subject, found: list[Judgement]) -> list[Judgement]:
    """Return a doubt where a clause that is borne out names somebody whom no passage names."""
    if not found or any(one.verdict == "contradicted" for one in found):
        return []
    told = folded("".join(p.text for p in subject.every) + "".join(subject.entry.names))
    for mention in said.mentions:
        names = {folded(said.text[mention.start : mention.end]), *map(folded, mention.entry.names)}
        if (
            mention.entry.kind in ("person", "site", "structure")
            and subject.entry.id not in {e.id for e in mention.entries}
            and not any(name in told for name in names)
        ):
            return [unknown(f"没有查到{subject.title}与“{mention.entry.title}”的关系")]
    return []


def outcome(found: list[Judgement]) -> Judgement | None:
    """Return what a clause comes to: one contradiction decides; support needs every statement."""
    for verdict in ("contradicted", "not_in_kb"):
        for one in found:
            if one.verdict == verdict:
                return one
    return next((one for one in found if one.passage), found[0] if found else None)
