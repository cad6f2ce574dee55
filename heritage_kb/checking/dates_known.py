"""The years known of a thing, by the kind of date that is said: built, listed, born, arose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heritage_kb.checking.dates_said import LOOSE_AGES, dates_in, reigns_of
from heritage_kb.checking.judgement import Said, Subject, affirmed, pieces
from heritage_kb.dates import When
from heritage_kb.records import Passage

if TYPE_CHECKING:
    from heritage_kb.store import KnowledgeBase

LISTED = re.compile("公布|列入|入选|评为|评上|名录|第.批|国保|世界遗产|非遗")
MADE = re.compile(
    "才有|才见|做|架|搭|垒|起来的|起的|立起|建|造|创|始|立于|立的|铸|凿|开凿|塑|雕|画的|绘|落成|盖|筑|砌|修|开|年代|时期|遗构|木构|结构|建筑|原物|遗物|旧物|老物|遗存|所作|产物|开工|动工|奠基|起建|完工|竣工|传下来|留下"
)
_NATIONAL = {
    "第一批": 1961, "第二批": 1982, "第三批": 1988, "第四批": 1996,
    "第五批": 2001, "第六批": 2006, "第七批": 2013, "第八批": 2019,
}  # fmt: skip
Span = tuple[int, int]


def focus_of(when: When, said: Said) -> str:
    """Return what of the subject is dated: 二十八宿 of 玉皇庙的二十八宿是元代塑的, mostly nothing."""
    between = said.text[said.subject_end : when.span[0]] if said.subject_end else ""
    match = re.match(
        r"^(?:的|里的?|内的?|上的?|殿内的?|寺内的?)([\u4e00-\u9fff]{2,8}?)(?:是|为|乃|，|都|全|就|$)",
        between,
    )
    bare = match.group(1) if match else ""
    whole = "主体|主殿|建筑|木构|大殿|现存|全部|原构|本体|寺|庙|塔|洞窟|石窟|造像"
    return "" if re.fullmatch(f"(?:{whole})*", bare) else bare


def known_years(
    kind: str, said: Said, subject: Subject, kb: KnowledgeBase
) -> tuple[list[Span], Passage | None] | None:
    """Return the years that a date of this kind must fit, and the passage that gives them."""
    entry = subject.dated
    if kind == "listed":
        return _listed(said, subject, kb)
    if kind in ("born", "died"):
        year = entry.start_year if kind == "born" else entry.end_year
        return None if year is None else ([(year, year)], subject.told("life"))
    if kind == "life":
        return ages_of(subject, kb)
    if kind in ("made", "found"):
        focus = next((f for when in dates_in(said.text, kb) if (f := focus_of(when, said))), "")
        return _of_focus(focus, subject, kb) if focus else _built(subject, kb)
    if kind == "event" and entry.start_year is not None:
        return [(entry.start_year, entry.end_year or entry.start_year)], subject.told("when")
    return arose(subject, kb) if kind == "arose" else None


def _of_focus(
    focus: str, subject: Subject, kb: KnowledgeBase
) -> tuple[list[Span], Passage | None] | None:
    """Return the years that one passage gives to a part: 壁画 of 五代壁画（东壁）."""
    for passage in subject.passages:
        for whole in pieces(passage):
            for piece in whole.split("、"):
                known = dates_in(piece, kb) or _loose_age(piece)
                if focus[-2:] in piece and known and passage.topic != "mistake":
                    return [(w.first, w.last) for w in known], passage
    return None


def _loose_age(piece: str) -> tuple[When, ...]:
    """Return an age written hard by its noun (五代壁画, 元塑), which no calendar reads."""
    match = re.search("(北魏|北齐|唐|五代|宋|辽|金|元|明|清)(?=代?(?:壁画|塑|彩塑|木雕|碑))", piece)
    if match is None:
        return ()
    first, last = LOOSE_AGES[match.group()]
    return (When(text=match.group(), span=match.span(), first=first, last=last, kind="dynasty"),)


def _listed(
    said: Said, subject: Subject, kb: KnowledgeBase
) -> tuple[list[Span], Passage | None] | None:
    facets = ("unesco",) if "世界" in said.text else ("batch",)
    told = subject.told(*facets)
    if re.search("[345][Aa]", said.text):
        told = next((p for p in subject.passages if ":list" in p.id and "A级" in p.text), None)
    elif told is None and re.search("国保|全国重点", said.text):
        year = _NATIONAL.get(subject.entry.batch) if subject.entry.level == "国保" else None
        return ([(year, year)], subject.told("level")) if year else None
    years = [w for w in dates_in(told.text, kb) if w.kind == "year"] if told else []
    if told and not years:
        years_found = re.findall(r"(?<!\d)(\d{4})(?!\d)", told.text)
        spans = [(int(y), int(y)) for y in years_found]
        return (spans, told) if spans else None
    return ([(w.first, w.last) for w in years], told) if years else None


def _built(subject: Subject, kb: KnowledgeBase) -> tuple[list[Span], Passage | None] | None:
    entry = subject.dated
    told = subject.told("built", "dynasty")
    ages = list(dates_in(age_text(entry.fields.get("dynasty", "")), kb))
    if entry.start_year is not None and entry.kind == "structure":
        return [(entry.start_year, entry.end_year or entry.start_year)], told
    spans = [(w.first, w.last) for w in ages]
    if entry.start_year is not None:
        spans.append((entry.start_year, entry.start_year))
    return (spans, subject.told("dynasty", "built")) if spans else None


def age_text(dynasty: object) -> str:
    """Return the ages of a field so that a calendar reads them: 宋至清 as 宋代至清代."""
    return (
        re.sub(r"([\u4e00-\u9fff])(?=[至、到，；（）]|$)", r"\1代", str(dynasty)) if dynasty else ""
    )


def ages_of(subject: Subject, kb: KnowledgeBase) -> tuple[list[Span], Passage | None] | None:
    """Return the years of somebody's life and of his age, and the passage that gives them."""
    entry = subject.dated
    spans: list[Span] = []
    if entry.start_year is not None or entry.end_year is not None:
        last = entry.end_year if entry.end_year is not None else (entry.start_year or 0) + 80
        first = entry.start_year if entry.start_year is not None else last - 80
        spans.append((first, last))
    for id in entry.periods:
        period = kb.periods.get(id)
        if period and period.start is not None:
            spans.append((period.start, period.end or 2100))
    spans += [(w.first, w.last) for w in dates_in(age_text(entry.fields.get("dynasty", "")), kb)]
    return (spans, subject.told("who", "life")) if spans else None


def arose(subject: Subject, kb: KnowledgeBase) -> tuple[list[Span], Passage | None] | None:
    """Return the years in which an art arose, and the passage that gives them."""
    told = subject.told("era")
    era = re.sub(
        "(清|明|元|宋|金|唐)(?![代朝初末])", r"\1代，", str(subject.entry.fields.get("era", ""))
    )
    era = reigns_of(kb).sub(r"\1年间，", era)
    spans = [(w.first, w.last) for w in dates_in(era, kb)] if told else []
    return (spans, told) if spans else None


def other_dates(kind: str, subject: Subject, kb: KnowledgeBase) -> Iterator[When]:
    """Yield the dates of the passages that might be what is meant after all."""
    if kind not in ("made", "found", "event", "arose"):
        return
    for passage in subject.passages:
        text = affirmed(passage)
        own = passage.entry in (subject.dated.id, subject.entry.id)
        if own and not LISTED.search(text) and (passage.topic == "date" or MADE.search(text)):
            whens = dates_in(text, kb)
            exact = [when for when in whens if when.kind == "year"]
            yield from exact or whens
