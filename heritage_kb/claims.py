"""Checking what a text says about heritage, claim by claim.

A text is cut into clauses; a clause that states something (a date, a number, a place, an official
standing, a form, or plain words) about something known is a claim. Who or what it is about is
named in the clause or carried over from the one before. Each statement is then judged against
that entry's fields and passages (``heritage_kb.judging``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from heritage_kb.facts import forms_in, quantities_in, standing_in
from heritage_kb.judging import Judgement, Subject, judge, judge_words
from heritage_kb.records import Claim, Entry, Verdict
from heritage_kb.tokens import tokens

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

_SENTENCE_END = "。！？!?；;\n…"
_CLAUSE_END = "，,、：:"
# Words that make a sentence a statement about heritage even where nothing in it is known.
_HERITAGE = re.compile(
    "寺|庙|塔|殿|石窟|古城|古镇|古村|大院|楼阁|祠|道观|遗址|壁画|彩塑|斗拱|斗栱|铺作|面阔|进深|庑殿|歇山|非遗|非物质|文物|国保"
    "|世界遗产|传承人|技艺|票号|戏曲|剧种|始建|建于|创建|年号|朝代|皇帝|战役|之战"
)
_STATES = re.compile(
    "建|造|创|始|位于|坐落|地处|属|列入|公布|入选|现存|最[早大高古老]|出自|源于|起源|又名|又称|别名|称为|传为|出生|生于|卒于"
    "|籍贯|主持|题记|发现|断代|采用|用的?是|不是|要用|须用|工序|代表|流行|擅长|诞生|去世|战死|任|封|拜|写|著|画"
)
_ACTS = re.compile(
    "走|跑|站|坐|望|哭|笑|喊|骂|推开|抬头|低头|转身|说|问|答|看着|拉住|跪|抱|掉|扔|握"
)
_SHORTEST = 6  # characters of a clause that is worth a search
_DENIES = re.compile("不是|并非|绝非|不在|不属")
_DENIED = re.compile("不|没|无|非|未|尚")
_GOES_ON = re.compile("它|其|该|此|这[座个处种是]|寺内|殿内|塔身|殿[身顶高宽]")
_ASKS = re.compile("吗|呢|么|哪|什么|谁|几|多少|是不是|何")


@dataclass(kw_only=True, slots=True)
class _Clause:
    """A stretch of text with what is named and stated in it."""

    text: str
    span: tuple[int, int]
    named: list[tuple[int, int, Entry]] = field(default_factory=list)
    facts: bool = False


def check(text: str, kb: KnowledgeBase) -> list[Claim]:
    """Return the claims of a text in order, each with a verdict and the reason.

    ``supported``: every statement is borne out, by the passage named. ``contradicted``: the
    knowledge base says otherwise; ``why`` gives both. ``not_in_kb``: a statement about heritage
    that nothing here bears out or denies. ``fiction``: nothing documented is stated.
    """
    claims: list[Claim] = []
    subject: Subject | None = None
    for said, offset in _sentences(text):
        carried = (
            subject if _GOES_ON.match(said) or (subject and subject.part_in(said, kb)) else None
        )
        subject, found = _sentence_claims(said, offset, carried, kb)
        claims += found
    return claims


def _sentences(text: str) -> Iterator[tuple[str, int]]:
    """Yield each sentence that states something, with its place; what only asks states nothing."""
    for match in re.finditer(rf"[^{_SENTENCE_END}]+", text):
        said = match.group().strip()
        asks = text[match.end() : match.end() + 1] in ("？", "?") and _ASKS.search(said)
        if said.strip(_CLAUSE_END + "“”\"'「」") and not asks:
            yield said, match.start() + match.group().index(said)


def _sentence_claims(
    said: str, offset: int, subject: Subject | None, kb: KnowledgeBase
) -> tuple[Subject | None, list[Claim]]:
    claims: list[Claim] = []
    clauses = list(_clauses(said, kb))
    if not any(clause.facts for clause in clauses):
        clauses = [_Clause(text=said, span=(0, len(said)), named=kb.names_in(said))]
    for clause in clauses:
        subject = _about(clause, subject, kb)
        if clause.facts or len(clauses) == 1:
            claims.append(_claim(clause, subject, offset, kb))
    return subject, claims


def _clauses(said: str, kb: KnowledgeBase) -> Iterator[_Clause]:
    """Cut at commas; a piece without a statement is joined to the one after it."""
    start = 0
    for end in [*_cuts(said, kb), len(said)]:
        piece = said[start:end]
        clause = _Clause(
            text=piece.strip(_CLAUSE_END + " "), span=(start, end), named=kb.names_in(piece)
        )
        clause.facts = _has_facts(piece, clause, kb)
        if not clause.text or (
            end < len(said) and (_bare_date(clause.text, kb) or (clause.named and not clause.facts))
        ):
            continue  # 佛光寺东大殿，| 面阔七间; 光绪十一年，| 日昇昌 …
        lead = len(piece) - len(piece.lstrip(_CLAUSE_END + " "))
        tail = len(piece.rstrip(_CLAUSE_END + " "))
        clause.span = (start + lead, start + tail)
        yield clause
        start = end


def _cuts(said: str, kb: KnowledgeBase) -> Iterator[int]:
    """Return where a comma ends a clause; a list inside brackets or of names is one clause."""
    depth = 0
    for at, mark in enumerate(said):
        depth += (mark in "（(《“") - (mark in "）)》”")
        if depth <= 0 and mark in "，,：:":
            yield at + 1


def _bare_date(clause: str, kb: KnowledgeBase) -> bool:
    return any(len(clause) - len(when.text) <= 2 for when in kb.calendar.years_in(clause))


def _has_facts(piece: str, clause: _Clause, kb: KnowledgeBase) -> bool:
    if kb.calendar.years_in(piece) or quantities_in(piece) or standing_in(piece) or forms_in(piece):
        return True
    known = bool(clause.named)
    return (known and "是" in piece) or (
        bool(_STATES.search(piece)) and (known or bool(_HERITAGE.search(piece)))
    )


def _about(clause: _Clause, before: Subject | None, kb: KnowledgeBase) -> Subject | None:
    """Return what a clause is about: the first thing named in it that is not a place."""
    things = [(start, entry) for start, _, entry in clause.named if entry.kind != "place"]
    if not things and before is not None:
        return before.part_in(clause.text, kb) or before
    named = things or [(start, entry) for start, _, entry in clause.named]
    if not named:
        return None
    subject = Subject.of(named[0][1], kb)
    return subject.part_in(clause.text, kb) or subject


def _claim(clause: _Clause, subject: Subject | None, offset: int, kb: KnowledgeBase) -> Claim:
    span = (offset + clause.span[0], offset + clause.span[1])
    dated = subject is None and not _DENIED.search(clause.text)
    out = _out_of_years(clause.text, kb) if dated else None
    if out is not None:
        term, found = out
        return Claim(
            text=clause.text,
            span=span,
            verdict=found.verdict,
            entry=term,
            passage=found.passage,
            why=found.why,
        )
    if subject is None:
        return _unknown(clause, span, kb)
    judged = list(judge(clause.text, subject, kb))
    if _DENIES.search(clause.text):
        judged = [one.denied() for one in judged]
    if not judged:
        judged = list(judge_words(clause.text, subject, kb))
    verdict, one = _outcome(judged, clause)
    return Claim(
        text=clause.text,
        span=span,
        verdict=verdict,
        entry=subject.entry.id,
        passage=one.passage if one else None,
        why=_why(verdict, judged),
    )


def _outcome(judged: list[Judgement], clause: _Clause) -> tuple[Verdict, Judgement | None]:
    """Return the verdict of a clause: one contradiction decides; support needs all."""
    for verdict in ("contradicted", "not_in_kb"):
        for one in judged:
            if one.verdict == verdict:
                return one.verdict, one
    if judged:
        return "supported", next((one for one in judged if one.passage), judged[0])
    if _ACTS.search(clause.text) or not clause.facts:
        return "fiction", None
    return "not_in_kb", None


def _why(verdict: Verdict, judged: list[Judgement]) -> str:
    said = "；".join(one.why for one in judged if one.verdict == verdict and one.why)
    if said:
        return said + "。"
    return (
        "没有可核对的史实，按虚构处理。" if verdict == "fiction" else "知识库里没有可对照的说法。"
    )


def _unknown(clause: _Clause, span: tuple[int, int], kb: KnowledgeBase) -> Claim:
    found = None if _ACTS.search(clause.text) else _by_search(clause.text, kb)
    if found is not None:
        entry, one = found
        return Claim(
            text=clause.text,
            span=span,
            verdict=one.verdict,
            entry=entry.id,
            passage=one.passage,
            why=one.why + "。",
        )
    heritage = (
        _HERITAGE.search(clause.text)
        and (clause.facts or kb.calendar.years_in(clause.text))
        and not _ACTS.search(clause.text)
    )
    verdict: Verdict = "not_in_kb" if heritage else "fiction"
    why = (
        "像是文化遗产的说法，但知识库里没有所说的对象。"
        if heritage
        else "没有涉及已知的人、地、物，按虚构处理。"
    )
    return Claim(text=clause.text, span=span, verdict=verdict, entry=None, passage=None, why=why)


def _by_search(text: str, kb: KnowledgeBase) -> tuple[Entry, Judgement] | None:
    """Return what the best passages say of a clause that names nothing known (大漆要阴干)."""
    figures = kb.calendar.years_in(text) or quantities_in(text) or standing_in(text)
    if len(text) < _SHORTEST or figures:
        return None
    pairs = {t for t in tokens(text) if len(t) > 1}
    for hit in kb.search(text, 2):
        near = pairs & {t for name in hit.entry.names for t in tokens(name) if len(t) > 1}
        for one in judge_words(text, Subject.of(hit.entry, kb), kb):
            if one.verdict == "supported" or near:
                return hit.entry, one
    return None


def _out_of_years(text: str, kb: KnowledgeBase) -> tuple[str, Judgement] | None:
    """Return a contradiction where a clause puts a dated thing into an age without it."""
    for when in kb.calendar.years_in(text):
        early = [t for t in kb.terms_in(text, when.last) if t.verdict == "early"]
        late = [t for t in kb.terms_in(text, when.first) if t.verdict == "late"]
        for spotted in (*early, *late):
            inside = when.span[0] <= spotted.start < when.span[1]
            if not inside and not _is_place(spotted.text, kb):
                return spotted.term.id, Judgement(
                    verdict="contradicted", passage=f"{spotted.term.id}:term", why=spotted.why
                )
    return None


def _is_place(name: str, kb: KnowledgeBase) -> bool:
    return bool(kb.gazetteer.called(name, ("place", "site", "structure")))
