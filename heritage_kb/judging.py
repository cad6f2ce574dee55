"""Judging one clause against what is known of its subject, statement by statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.dates import When
from heritage_kb.facts import Quantity, forms_in, quantities_in
from heritage_kb.grounding import borne_out
from heritage_kb.judgement import Judgement, Subject
from heritage_kb.judging_place import judge_places, judge_standing
from heritage_kb.normal import normal
from heritage_kb.records import Passage
from heritage_kb.sentence import span_of
from heritage_kb.tokens import tokens

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

__all__ = ["Judgement", "Subject", "judge", "judge_words"]

_BUILT = re.compile(
    r"建|造|创|始|立于|铸|凿|塑|落成|(?<!\d)年代|时期的?|遗构|木构|结构|[代朝]的|是[^，]{0,6}[代朝]"
)
_FOUNDED = re.compile("始建|创建|初建|肇建|始于|创于|始凿")
_LATER = re.compile(
    "重修|重建|修葺|扩建|增建|修缮|迁建|迁|复建|补|发现|公布|列入|入选|测绘|题记|毁|焚"
)
_LISTED = re.compile("公布|列入|入选|评为|名录|批")
_BORN = re.compile("出生|生于|诞生")
_DIED = re.compile("卒|死于|去世|逝世|战死|遇害")
_ATTRIBUTES = (
    "通面阔",
    "通进深",
    "面阔",
    "进深",
    "檐柱",
    "出檐",
    "高",
    "宽",
    "深",
    "长",
    "径",
    "厚",
    "材",
    "当心间",
    "梢间",
)


def judge(clause: str, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Yield a judgement for each date, number, form, standing and place that a clause states."""
    for when in kb.calendar.years_in(clause):
        if not _of_another(when, clause, subject):
            yield _judge_date(when, clause, subject, kb)
    for said in quantities_in(clause):
        yield _judge_number(said, clause, subject)
    yield from _judge_forms(clause, subject)
    yield from judge_standing(clause, subject)
    yield from judge_places(clause, subject, kb)


def _of_another(when: When, clause: str, subject: Subject) -> bool:
    """Tell whether a date in brackets follows the name of someone else (马玉楼（1934年生）)."""
    before = clause[: when.span[0]]
    return (
        subject.entry.kind == "person"
        and before.endswith(("（", "("))
        and not before[:-1].endswith(subject.entry.names)
    )


# -- dates -------------------------------------------------------------------------------


def _judge_date(when: When, clause: str, subject: Subject, kb: KnowledgeBase) -> Judgement:
    for passage in () if _of_life(clause, subject) else subject.passages:
        if any(borne_out(when, known) for known in kb.calendar.years_in(passage.text)) and (
            _same_event(clause, passage, subject)
        ):
            return Judgement(
                verdict="supported",
                passage=passage.id,
                why=f"“{when.text}”见于：{passage.text.rstrip('。')}",
            )
    known = _own_dates(clause, subject, kb)
    if known is None:
        return _not_known(f"没有查到“{when.text}”与“{subject.title}”的关系")
    first, last, told = known
    source_id = told.id if told else None
    if when.first <= first and last <= when.last:
        return Judgement(
            verdict="supported",
            passage=source_id,
            why=f"{subject.title}的年代是{span_of(first, last)}，在“{when.text}”之内",
        )
    if first <= when.first and when.last <= last and subject.entry.kind in ("person", "event"):
        return Judgement(
            verdict="supported",
            passage=source_id,
            why=f"“{when.text}”在{subject.title}的年代（{span_of(first, last)}）之内",
        )
    if first <= when.first and when.last <= last:
        return _not_known(
            f"只知{subject.title}的年代是{span_of(first, last)}，没有查到“{when.text}”"
        )
    if _FOUNDED.search(clause) and when.last < first:
        return _not_known(
            f"知识库只记{subject.title}现存主体的年代（{span_of(first, last)}），没有始建年代"
        )
    source = told.text.rstrip("。") if told else f"{subject.title}为{span_of(first, last)}"
    return Judgement(
        verdict="contradicted", passage=source_id, why=f"说的是“{when.text}”，知识库作：{source}"
    )


def _of_life(clause: str, subject: Subject) -> bool:
    """Tell whether a clause dates a birth or death that the entry itself dates."""
    entry = subject.dated
    return entry.kind == "person" and bool(
        (_BORN.search(clause) and entry.start_year is not None)
        or (_DIED.search(clause) and entry.end_year is not None)
    )


def _same_event(clause: str, passage: Passage, subject: Subject) -> bool:
    """Tell whether a passage dates the same thing: a listing, a birth, a repair, the building."""
    for words in (_LISTED, _BORN, _DIED):
        if words.search(clause):
            return (
                bool(words.search(passage.text))
                or (words is _BORN and ("生" in passage.text))
                or (words is _DIED and "卒" in passage.text)
            )
    if _LATER.search(clause):
        return any(word in passage.text for word in _LATER.findall(clause))
    if subject.entry.kind in ("site", "structure") and _BUILT.search(clause):
        return passage.topic in ("date", "overview") or (
            bool(re.search("建|造|创|铸|凿|为唐|构", passage.text)) and passage.topic != "mistake"
        )
    return True


def _own_dates(
    clause: str, subject: Subject, kb: KnowledgeBase
) -> tuple[int, int, Passage | None] | None:
    """Return the years of the subject that the clause speaks of, where they are known."""
    entry = subject.dated
    kind = entry.kind
    if kind in ("site", "structure") and (_LATER.search(clause) or not _BUILT.search(clause)):
        return None
    if kind == "person" and _BORN.search(clause):
        return _one_year(entry.start_year, subject)
    if kind == "person" and _DIED.search(clause):
        return _one_year(entry.end_year, subject)
    if kind in ("craft", "opera", "custom", "product", "place", "term"):
        return _listed_year(clause, subject) or _arose(clause, subject, kb)
    if entry.start_year is not None:
        return (
            entry.start_year,
            entry.end_year or entry.start_year,
            subject.told("built", "dynasty", "when", "life"),
        )
    ages = [kb.periods[id] for id in entry.periods if id in kb.periods]
    if not ages or ages[0].start is None:
        return None
    return ages[0].start, ages[-1].end or 2100, subject.told("dynasty", "when", "who", "built")


def _one_year(year: int | None, subject: Subject) -> tuple[int, int, Passage | None] | None:
    return None if year is None else (year, year, subject.told("life"))


def _listed_year(clause: str, subject: Subject) -> tuple[int, int, Passage | None] | None:
    year = subject.entry.fields.get("year")
    if not isinstance(year, int) or not _LISTED.search(clause):
        return None
    return year, year, subject.told("batch")


def _arose(
    clause: str, subject: Subject, kb: KnowledgeBase
) -> tuple[int, int, Passage | None] | None:
    """Return the years in which a form arose, where the clause speaks of its rise."""
    told = subject.told("era")
    if told is None or not re.search("起源|形成|始|产生|出现|成熟|兴起|源", clause):
        return None
    known = kb.calendar.years_in(told.text)
    return (known[0].first, known[-1].last, told) if known else None


# -- numbers and forms -------------------------------------------------------------------


def _judge_number(said: Quantity, clause: str, subject: Subject) -> Judgement:
    attribute = next((a for a in _ATTRIBUTES if a in said.lead), "")
    rivals: list[tuple[Quantity, Passage]] = []
    for passage in subject.passages:
        for known in quantities_in(passage.text):
            if known.unit != said.unit or not _same_measure(said, known, attribute, clause):
                continue
            if said.agrees(known):
                return Judgement(
                    verdict="supported",
                    passage=passage.id,
                    why=f"“{said.text}”见于：{passage.text.rstrip('。')}",
                )
            rivals.append((known, passage))
    if not rivals:
        return _not_known(f"没有查到{subject.title}“{said.lead}{said.text}”的说法")
    known, passage = rivals[0]
    return Judgement(
        verdict="contradicted",
        passage=passage.id,
        why=f"说的是“{said.lead}{said.text}”，知识库作“{known.lead}{known.text}”"
        f"（{passage.text.rstrip('。')}）",
    )


def _same_measure(said: Quantity, known: Quantity, attribute: str, clause: str) -> bool:
    """Tell whether two numbers measure the same: the same word before them, or the same noun."""
    if attribute:
        other = next((a for a in _ATTRIBUTES if a in known.lead), "")
        same = {"通面阔": "面阔", "宽": "面阔", "通进深": "进深", "深": "进深"}
        return same.get(attribute, attribute) == same.get(other, other)
    mine = {t for t in tokens(said.lead) if len(t) > 1}
    return (
        bool(mine & {t for t in tokens(known.lead) if len(t) > 1})
        or (not known.lead and not said.lead)
        or said.agrees(known)
    )


def _judge_forms(clause: str, subject: Subject) -> Iterator[Judgement]:
    """Judge the form of roof, eaves and bracket set of a building."""
    for mark in forms_in(clause):
        if clause[: mark.span[0]].endswith(("没有", "无", "不用", "不作")):
            continue
        group = next(g for g in _FORM_GROUPS if g.search(mark.text))
        rivals: list[Passage] = []
        for passage in subject.passages:
            forms = group.findall(passage.text)
            if mark.text in forms and passage.topic != "mistake":
                yield Judgement(
                    verdict="supported",
                    passage=passage.id,
                    why=f"“{mark.text}”见于：{passage.text.rstrip('。')}",
                )
                break
            if forms and passage.entry == subject.dated.id and passage.topic != "mistake":
                rivals.append(passage)
        else:
            yield _form_without_support(mark.text, rivals, subject)


def _form_without_support(form: str, rivals: list[Passage], subject: Subject) -> Judgement:
    if not rivals:
        return _not_known(f"没有查到{subject.title}“{form}”的说法")
    return Judgement(
        verdict="contradicted",
        passage=rivals[0].id,
        why=f"说的是“{form}”，知识库作：{rivals[0].text.rstrip('。')}",
    )


_FORM_GROUPS = (
    re.compile("庑殿|歇山|悬山|硬山|攒尖"),
    re.compile("单檐|重檐|三檐"),
    re.compile("[四五六七八]铺作"),
)


# -- plain words -------------------------------------------------------------------------

_SHARE = 0.5  # of a clause's pairs of characters that a passage must hold
_FAINT = frozenset("的了是在有和与及而之其也都为以于等这那个要用可")
_DENIED = re.compile(r"(?:不是|并非|而非|不可写成?|不能写成?|不用|不可)([^，。；、（）“”]{2,12})")


def judge_words(clause: str, subject: Subject, kb: KnowledgeBase) -> Iterator[Judgement]:
    """Judge a clause without figures by its words: denied by a passage, or said by one."""
    bare = normal(clause)
    for name in sorted(subject.entry.names, key=len, reverse=True):
        bare = bare.replace(normal(name), " ")
    denied = _denial(bare, subject)
    if denied is not None:
        yield denied
        return
    pairs = {t for t in tokens(bare) if len(t) > 1 and not t.isascii() and not _FAINT & set(t)}
    others = [entry for _, _, entry in kb.names_in(clause) if entry.id != subject.entry.id]
    options = [
        p
        for p in subject.passages
        if p.topic != "mistake"
        and all(
            other.id == p.entry or any(normal(name) in normal(p.text) for name in other.names)
            for other in others
        )
    ]
    best = max(options, default=None, key=lambda p: len(pairs & set(tokens(p.text))))
    if pairs and best is not None and len(pairs & set(tokens(best.text))) >= _SHARE * len(pairs):
        yield Judgement(verdict="supported", passage=best.id, why=f"见于：{best.text.rstrip('。')}")


def _denial(clause: str, subject: Subject) -> Judgement | None:
    """Return a contradiction where a passage says 不是X and the clause says X without a 不."""
    if re.search("不|非|别|没|未|无", clause):
        return None
    said = set(clause) - _FAINT - {letter for name in subject.entry.names for letter in name}
    for passage in subject.passages:
        for wrong in _DENIED.findall(normal(passage.text)) if passage.topic == "mistake" else ():
            parts = set(wrong) - _FAINT
            if parts and len(parts & said) >= max(2, len(parts) / 2):
                return Judgement(
                    verdict="contradicted",
                    passage=passage.id,
                    why=f"知识库说不是“{wrong}”：{passage.text.rstrip('。')}",
                )
    return None


def _not_known(why: str) -> Judgement:
    return Judgement(verdict="not_in_kb", passage=None, why=why)
