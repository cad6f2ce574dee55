"""One validator for the data: used by the tests, by ``kb verify`` and before data is shipped.

Each issue has a code, a severity, the file and line, and a sentence. Errors make data unusable;
warnings show what the sources disagree on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from heritage_kb.normal import normal
from heritage_kb.reading import DATA, read_records
from heritage_kb.records import (
    TOPICS,
    ClaimKind,
    Confidence,
    DatedTerm,
    Entry,
    Passage,
)
from heritage_kb.store import KnowledgeBase

# Shanxi's bounding box in WGS-84 degrees, with a margin of a few kilometres.
_SOUTH, _NORTH, _WEST, _EAST = 34.5, 40.8, 110.2, 114.6
_SITE_NUMBER = re.compile(r"\d-\d{4}-[1-6]-\d{3}")
_CRAFT_NUMBER = re.compile(r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]-\d{1,3}")
_PRECISIONS = ("", "poi", "geocode", "manual-checked", "rejected", "none")
_HAS_PLACE = re.compile(r"\{(?!who\})[^}]*\}")

Issue = dict[str, str]


def verify(collections: Sequence[str | Path] = ()) -> list[Issue]:
    """Return every issue of the shipped data and of the collections, errors first.

    Each is ``{"severity","code","where","message"}``; ``where`` is file and line.
    """
    records = read_records((DATA, *map(Path, collections)))
    kb = KnowledgeBase(records)
    found = [
        _issue("error", fault.code, f"{fault.where[0]}:{fault.where[1]}", fault.message)
        for fault in records.faults
    ]
    for entry in records.entries.values():
        found += [_placed(kb, "entries", entry.id, one) for one in _entry(entry, kb)]
    for passage in records.passages.values():
        found += [_placed(kb, "passages", passage.id, one) for one in _passage(passage, kb)]
    for term in records.terms.values():
        found += [_placed(kb, "terms", term.id, one) for one in _term(term, kb)]
    found += list(_periods(kb)) + list(_repeated(kb)) + list(_derived_ids(kb))
    return sorted(found, key=lambda i: (i["severity"], i["code"], i["where"], i["message"]))


Complaint = tuple[str, str, str]  # severity, code, message


def _issue(severity: str, code: str, where: str, message: str) -> Issue:
    return {"severity": severity, "code": code, "where": where, "message": message}


def _placed(kb: KnowledgeBase, table: str, id: str, complaint: Complaint) -> Issue:
    file, line = kb.records.where.get((table, id), (table, 0))
    severity, code, message = complaint
    return _issue(severity, code, f"{file}:{line}", f"{id}：{message}")


# -- entries -----------------------------------------------------------------------------


def _entry(entry: Entry, kb: KnowledgeBase) -> Iterator[Complaint]:
    if not entry.title.strip() or any(not name.strip() for name in entry.aliases):
        yield "error", "NAME", "名称为空"
    if len(set(entry.names)) < len(entry.names):
        yield "warning", "NAME_TWICE", "同一个名称写了两遍"
    if entry.confidence not in get_args(Confidence):
        yield "error", "CONFIDENCE", f"可信度只能是 high medium low，写的是 {entry.confidence}"
    yield from _sources(entry.sources, kb)
    for id in entry.related:
        if id not in kb.entries:
            yield "error", "LINK", f"关联的条目 {id} 不存在"
    for id in entry.periods:
        if id not in kb.periods:
            yield "error", "PERIOD", f"时代 {id} 不存在"
    yield from _coordinates(entry)
    yield from _number(entry)
    yield from _years(entry, kb)


def _sources(sources: Sequence[str], kb: KnowledgeBase) -> Iterator[Complaint]:
    if not sources:
        yield "error", "NO_SOURCE", "没有写来源"
    for id in sources:
        if id not in kb.sources:
            yield "error", "SOURCE", f"来源 {id} 不存在"


def _coordinates(entry: Entry) -> Iterator[Complaint]:
    if entry.coord_precision not in _PRECISIONS:
        yield "error", "PRECISION", f"坐标精度 {entry.coord_precision} 不认识"
    if (entry.lat is None) != (entry.lon is None):
        yield "error", "COORDINATES", "经纬度只写了一个"
    elif not _in_shanxi(entry) and not entry.fields.get("outside"):
        yield "error", "COORDINATES", f"坐标 {entry.lat}, {entry.lon} 不在山西境内"


def _in_shanxi(entry: Entry) -> bool:
    return (
        entry.lat is None
        or entry.lon is None
        or (_SOUTH <= entry.lat <= _NORTH and _WEST <= entry.lon <= _EAST)
    )


def _number(entry: Entry) -> Iterator[Complaint]:
    if not entry.official_no:
        return
    form = _SITE_NUMBER if entry.kind in ("site", "structure") else _CRAFT_NUMBER
    if not form.fullmatch(entry.official_no):
        yield "error", "NUMBER", f"编号 {entry.official_no} 的写法不对"
    elif entry.kind == "site" and entry.batch and _batch_of(entry) not in entry.batch:
        yield "warning", "NUMBER_BATCH", f"编号 {entry.official_no} 与{entry.batch}不合"


def _batch_of(entry: Entry) -> str:
    return "零一二三四五六七八九"[int(entry.official_no[0])]


def _years(entry: Entry, kb: KnowledgeBase) -> Iterator[Complaint]:
    first, last = entry.start_year, entry.end_year
    if first == 0 or last == 0:
        yield "error", "YEAR_ZERO", "没有公元零年"
    if first is not None and last is not None and first > last:
        yield "error", "YEAR_ORDER", f"起年 {first} 晚于止年 {last}"
    year = first if first is not None else last
    ages = [kb.periods[id] for id in entry.periods if id in kb.periods]
    if year is None or not ages or entry.kind == "period":
        return
    if not any(
        (age.start is None or age.start - 1 <= (last or year))
        and (age.end is None or year <= age.end + 1)
        for age in ages
    ):
        said = "、".join(age.title for age in ages)
        yield "warning", "YEAR_AGE", f"{year} 年不在所标时代（{said}）之内"


# -- passages ----------------------------------------------------------------------------


def _passage(passage: Passage, kb: KnowledgeBase) -> Iterator[Complaint]:
    if passage.entry not in kb.entries:
        yield "error", "LINK", f"所属条目 {passage.entry} 不存在"
    if passage.topic not in TOPICS:
        yield "error", "TOPIC", f"没有「{passage.topic}」这一题"
    if passage.claim_kind not in get_args(ClaimKind):
        yield "error", "CLAIM_KIND", f"性质只能是 史实 传说 民俗，写的是 {passage.claim_kind}"
    if passage.confidence not in get_args(Confidence):
        yield "error", "CONFIDENCE", f"可信度只能是 high medium low，写的是 {passage.confidence}"
    if not passage.text.strip():
        yield "error", "TEXT", "没有文字"
    if passage.topic == "process" and passage.step is None:
        yield "warning", "STEP", "工序没有写第几步"
    yield from _sources(passage.sources, kb)
    if passage.entry in kb.entries:
        for line in (*passage.actions, *passage.says):
            yield from _line(line, passage, kb)


def _line(line: str, passage: Passage, kb: KnowledgeBase) -> Iterator[Complaint]:
    """Complain of a playable line that states a number, year or name beyond its passage."""
    if _HAS_PLACE.search(line):
        yield "error", "SLOT", f"只可用 {{who}} 一个空位：{line}"
    for beyond in kb.check_against(line.replace("{who}", "某人"), [passage]):
        yield "error", "LINE_BEYOND", f"{beyond.why}：{line}"


def _term(term: DatedTerm, kb: KnowledgeBase) -> Iterator[Complaint]:
    if not term.names or any(not name.strip() for name in term.names):
        yield "error", "NAME", "名称为空"
    if term.earliest is not None and term.latest is not None and term.earliest > term.latest:
        yield "error", "YEAR_ORDER", f"最早 {term.earliest} 晚于最晚 {term.latest}"
    yield from _sources(term.sources, kb)


def _periods(kb: KnowledgeBase) -> Iterator[Issue]:
    for period in kb.periods.values():
        for part in period.parts:
            if part not in kb.periods:
                yield _placed(kb, "periods", period.id, ("error", "LINK", f"没有时代 {part}"))
        for era, year in period.eras.items():
            early = period.start is not None and year < period.start - 60
            late = period.end is not None and year > period.end
            if early or late:
                yield _placed(
                    kb, "periods", period.id, ("error", "ERA", f"年号{era}（{year}）不在本时代之内")
                )


def _repeated(kb: KnowledgeBase) -> Iterator[Issue]:
    first: dict[tuple[str, str], str] = {}
    for passage in kb.records.passages.values():
        key = (passage.entry, normal(passage.text))
        if key in first:
            yield _placed(
                kb, "passages", passage.id, ("error", "TEXT_TWICE", f"与 {first[key]} 文字相同")
            )
        first.setdefault(key, passage.id)


def _derived_ids(kb: KnowledgeBase) -> Iterator[Issue]:
    for passage in kb.records.passages.values():
        if ":" in passage.id:
            yield _placed(
                kb,
                "passages",
                passage.id,
                ("error", "DERIVED_ID", "带冒号的编号留给由字段写成的文段"),
            )
