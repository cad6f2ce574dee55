"""Judging where something is said to be, and what official standing it is said to have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.facts import standing_in
from heritage_kb.grounding import same_standing
from heritage_kb.judgement import Judgement, Subject
from heritage_kb.normal import normal

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_LOCATES = re.compile("在|位于|地处|坐落|隶属|属于?|出自|产自|出产|籍贯|[是为][^，]{0,8}人|的")
_JUDGED = ("地级市", "县级")
_BATCH = re.compile("第[一二三四五六七八九十0-9]+批")
_STARS = re.compile("[2345]A级?")


def judge_places(clause: str, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge each city or county that a clause says its subject is in or from."""
    if not _LOCATES.search(clause) or subject.entry.kind == "place":
        return
    for start, end, place in kb.names_in(clause, ("place",)):
        if (
            not place.city
            or place.fields.get("admin_level") not in _JUDGED
            or any(
                a <= start and end <= b and b - a > end - start for a, b, e in kb.names_in(clause)
            )
        ):
            continue
        yield _judge_place(clause[start:end], place.title, place.city, subject, kb)


def _judge_place(
    said: str, title: str, city: str, subject: Subject, kb: KnowledgeBase
) -> Judgement:
    bare = kb.bare_place(title)
    for passage in subject.passages:
        if passage.topic == "place" and bare in normal(passage.text):
            return Judgement(
                verdict="supported",
                passage=passage.id,
                why=f"“{said}”见于：{passage.text.rstrip('。')}",
            )
    for passage in subject.passages:
        if bare in normal(passage.text) and passage.topic != "mistake":
            return Judgement(
                verdict="supported",
                passage=passage.id,
                why=f"“{said}”见于：{passage.text.rstrip('。')}",
            )
    known = kb.places_of(subject.entry)
    told = subject.told("place", "native", "where")
    if bare in known:
        return Judgement(
            verdict="supported",
            passage=told.id if told else None,
            why=f"{subject.title}在{subject.entry.city}{subject.entry.county}",
        )
    if (
        not known
        or subject.entry.kind == "event"
        or (title == city and kb.bare_place(city) in known)
    ):
        return Judgement(
            verdict="not_in_kb", passage=None, why=f"没有查到{subject.title}与“{said}”的关系"
        )
    where = f"{subject.entry.city}{subject.entry.county}"
    return Judgement(
        verdict="contradicted",
        passage=told.id if told else None,
        why=f"说的是“{said}”，知识库作：{subject.title}在{where}",
    )


def judge_standing(clause: str, subject: Subject) -> Iterator[Judgement]:
    """Judge what official standing a clause gives its subject."""
    for mark in standing_in(clause):
        forms = same_standing(mark.text)
        support = next(
            (
                p
                for p in subject.passages
                if p.topic != "mistake" and any(form in normal(p.text) for form in forms)
            ),
            None,
        )
        if support is not None:
            yield Judgement(
                verdict="supported",
                passage=support.id,
                why=f"“{mark.text}”见于：{support.text.rstrip('。')}",
            )
        else:
            yield _without_support(mark.text, subject)


def _without_support(said: str, subject: Subject) -> Judgement:
    """Judge a standing that no passage gives: another one is given, or none is known."""
    entry = subject.entry
    rival = None
    if _BATCH.search(said):
        rival = next((p for p in subject.passages if _BATCH.search(p.text)), None)
    elif _STARS.search(said):
        rival = next((p for p in subject.passages if _STARS.search(p.text)), None)
    elif said.startswith("编号"):
        rival = subject.told("number", "level")
    elif said.startswith(("国家级", "省级", "国保", "全国", "省保")):
        rival = subject.told("what", "level") if entry.level else None
    if rival is not None:
        return Judgement(
            verdict="contradicted",
            passage=rival.id,
            why=f"说的是“{said}”，知识库作：{rival.text.rstrip('。')}",
        )
    if said.startswith("世界") and entry.kind == "site" and entry.level.startswith("国保"):
        told = subject.told("level")
        return Judgement(
            verdict="contradicted",
            passage=told.id if told else None,
            why=f"{subject.title}不在所收的山西世界遗产之列",
        )
    return Judgement(verdict="not_in_kb", passage=None, why=f"没有查到{subject.title}是“{said}”")
