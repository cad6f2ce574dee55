"""Judging what official standing something is said to have: 国保, batch, number, 5A, 非遗."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heritage_kb.checking.facts import Mark, standing_in
from heritage_kb.checking.grounding import same_standing
from heritage_kb.checking.judgement import (
    Judgement,
    Said,
    Subject,
    affirmed,
    against,
    borne,
    unknown,
)
from heritage_kb.normal import folded
from heritage_kb.records import Passage

_BATCH = re.compile("第[一二三四五六七八九十0-9]+批")
_ROLL = re.compile("传统村落|名村|名镇|名城|全省第")
_STARS = re.compile("[2345]A级?")
_FIRST = re.compile("头一批|首批|头批")


def judge_standing(said: Said, subject: Subject) -> Iterator[Judgement]:
    """Judge what official standing a clause gives its subject."""
    if subject.entry.kind in ("person", "event", "word", "term"):
        return
    marks = [
        Mark(text=m.group(), span=m.span())
        for m in re.finditer(
            "[市县]级?(?:文物)?保护?(?:单位)|[市县]保(?!护)|[市县]级(?=非遗|非物质)", said.text
        )
    ]
    marks += [Mark(text=m.group(), span=m.span()) for m in _FIRST.finditer(said.text)]
    for mark in [*marks, *standing_in(said.text.upper())]:
        word = "第一批" if _FIRST.fullmatch(mark.text) else mark.text
        roll = _ROLL.search(said.sentence)
        if roll and not any(roll.group() in p.text for p in subject.passages if p.derived):
            continue
        one = _judge(word, subject)
        yield one.denied() if said.denies(mark.span[0]) else one


def _judge(word: str, subject: Subject) -> Judgement:
    forms = same_standing(word)
    for passage in subject.passages:
        listed = re.search("保|批|级|遗产|名录|编号|A", passage.text)
        if listed and any(form in folded(affirmed(passage)) for form in forms):
            return borne(word, passage)
    return _without_support(word, subject)


def _without_support(said: str, subject: Subject) -> Judgement:
    """Judge a standing that no passage gives: another one is given, or none is known."""
    entry = subject.entry
    rival = None
    if _BATCH.search(said):
        rival = next(
            (p for p in subject.passages if _BATCH.search(p.text) and "待核" not in p.text), None
        )
        rival = rival or next((p for p in subject.passages if _BATCH.search(p.text)), None)
    elif _STARS.search(said):
        rival = next((p for p in subject.passages if _STARS.search(p.text)), None)
    elif said.startswith("编号"):
        rival = subject.told("number", "level")
    elif said.startswith(("市", "县")):
        rival = subject.told("level", "what") if entry.level else None
    elif said.startswith(("国家级", "省级", "国保", "全国", "省保")):
        rival = _other_level(said, subject)
    if rival is not None:
        return against(said, rival)
    told = subject.told("level")
    if said.startswith("世界") and entry.kind == "site" and entry.level.startswith("国保") and told:
        return Judgement(
            verdict="contradicted",
            passage=told.id,
            why=f"说的是“{said}”，{subject.title}不在所收的山西世界遗产之列",
        )
    return unknown(f"没有查到{subject.title}是“{said}”")


def _other_level(said: str, subject: Subject) -> Passage | None:
    entry = subject.entry
    if not entry.level:
        return None
    national = entry.level.startswith(("国保", "国家级"))
    if national == said.startswith(("国", "全国")):
        return None
    return subject.told("level", "what")
