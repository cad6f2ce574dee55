"""Passages put together from an entry's own fields: short sentences, one statement or few each.

A template says what a field means and nothing more; a blank field says nothing. The ids are
``ENTRY:FACET`` and stay the same as long as the field does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from heritage_kb.derive_people import event, opera_facts, person, product, word
from heritage_kb.records import ClaimKind, DatedTerm, Entry, Passage, Period
from heritage_kb.sentence import Said, joined, place_of, said, span_of

_NATIONAL = "全国重点文物保护单位"
_LIST_SOURCES = ("ich-list", "ich-batch4", "ich-batch5", "ich-province")


def derived(entry: Entry) -> tuple[Passage, ...]:
    """Return the passages that follow from the entry's fields."""
    write = _WRITERS.get(entry.kind)
    return () if write is None else tuple(_passage(entry, one) for one in write(entry))


def derived_of_term(term: DatedTerm) -> tuple[Passage, ...]:
    """Return the passage of a dated term."""
    names = "、".join(f"“{name}”" for name in term.names)
    bounds = [
        f"最早见于{span_of(term.earliest, None)}" if term.earliest is not None else "",
        f"最晚用到{span_of(term.latest, None)}" if term.latest is not None else "",
    ]
    dated = "，".join(bound for bound in bounds if bound) or "没有明确的起止年代"
    note = f"；{term.note}" if term.note else ""
    return (
        Passage(
            id=f"{term.id}:term",
            entry=term.id,
            text=f"{names}{dated}{note}。",
            topic="date",
            confidence=term.confidence,
            sources=term.sources,
            derived=True,
        ),
    )


def _passage(entry: Entry, one: Said) -> Passage:
    sources = tuple(one.sources) or entry.sources
    legend: ClaimKind = one.claim_kind or (
        "传说" if re.search("传说|相传|传闻|附会", one.text) else "史实"
    )
    return Passage(
        id=f"{entry.id}:{one.facet}",
        entry=entry.id,
        text=one.text,
        topic=one.topic,
        step=one.step,
        claim_kind=legend,
        confidence=one.confidence or entry.confidence,
        sources=sources,
        derived=True,
    )


# -- sites -------------------------------------------------------------------------------


def _site(entry: Entry) -> Iterator[Said]:
    fields = entry.fields
    what = joined(fields.get("subtype", ())) or fields.get("category", "")
    where = place_of(entry) + str(fields.get("village", ""))
    if where:
        yield said("place", "place", f"{entry.title}在{where}。")
    if what:
        yield said(
            "what", "overview", f"{entry.title}属{fields.get('category') or what}（{what}）。"
        )
    if entry.aliases:
        yield said("names", "word", f"{entry.title}又名{joined(entry.aliases)}。")
    yield from _standing(entry)
    yield from _site_dates(entry)
    if fields.get("key_structures"):
        yield said(
            "parts", "overview", f"{entry.title}的主要遗存有{joined(fields['key_structures'])}。"
        )
    yield from _each(entry, "remarks", "note", "history", "{title}：{one}。")
    yield from _each(entry, "filming", "filming", "filming", "在{title}拍摄，须知：{one}。")


def _standing(entry: Entry) -> Iterator[Said]:
    level, fields = entry.level, entry.fields
    if level == "国保" and entry.batch:
        number = f"，编号{entry.official_no}" if entry.official_no else ""
        yield said("level", "overview", f"{entry.title}是{entry.batch}{_NATIONAL}{number}。")
    elif level:
        yield said("level", "overview", f"{entry.title}的保护级别：{level}。")
    if fields.get("scenic_level"):
        yield said("scenic", "overview", f"{entry.title}的景区等级为{fields['scenic_level']}。")
    if fields.get("world_heritage"):
        when = f"，{fields['unesco']}" if fields.get("unesco") else ""
        yield said("unesco", "overview", f"{entry.title}列入世界遗产{when}。")
    yield from _lists(entry)


def _lists(entry: Entry) -> Iterator[Said]:
    for number, row in enumerate(entry.fields.get("lists", ()), 1):
        details = joined([str(row[key]) for key in ("level", "batch") if row.get(key)])
        year = str(row.get("year", ""))
        year = f"，{year}年" if year.isdecimal() else f"，{year}" if year else ""
        text = f"{entry.title}列入{row['list']}名录（{details}{year}）。"
        yield said(
            f"list-{number}",
            "overview",
            text,
            sources=row.get("sources", ()),
            confidence=row.get("confidence"),
        )


def _site_dates(entry: Entry) -> Iterator[Said]:
    dynasty = entry.fields.get("dynasty", "")
    if dynasty:
        yield said("dynasty", "date", f"{entry.title}的公布年代为{dynasty}。")
    if entry.start_year is not None:
        sure = entry.fields.get("year_confidence") or entry.confidence
        yield said(
            "built",
            "date",
            f"{entry.title}现存主体的年代为{span_of(entry.start_year, None)}。",
            confidence=sure,
        )


# -- structures --------------------------------------------------------------------------


def _structure(entry: Entry) -> Iterator[Said]:
    fields, title = entry.fields, entry.title
    where = place_of(entry)
    if where:
        yield said("place", "place", f"{title}在{where}。")
    dated = fields.get("dynasty", "")
    if entry.start_year is not None:
        yield said(
            "built", "date", f"{title}建于{span_of(entry.start_year, None)}{_bracket(dated)}。"
        )
    elif dated:
        yield said("dynasty", "date", f"{title}是{dated}建筑。")
    yield from _structure_measures(entry)
    yield from _structure_form(entry)
    yield from _each(entry, "remarks", "note", "history", "{title}：{one}。")


def _structure_measures(entry: Entry) -> Iterator[Said]:
    fields, title = entry.fields, entry.title
    bays = [
        f"面阔{fields.get('bays_wide_note') or fields['bays_wide']}间"
        if fields.get("bays_wide")
        else "",
        _depth(fields),
    ]
    if any(bays):
        yield said("bays", "measure", f"{title}{joined([b for b in bays if b])}。")
    sizes = [
        f"{name}{fields[key]:g}米"
        for key, name in (("width_m", "通面阔"), ("depth_m", "通进深"), ("height_m", "高"))
        if fields.get(key)
    ]
    if sizes:
        yield said("size", "measure", f"{title}{joined(sizes)}。")


def _depth(fields: Any) -> str:
    if fields.get("bays_deep"):
        rafters = f"（{fields['rafters']}架椽）" if fields.get("rafters") else ""
        return f"进深{fields['bays_deep']}间{rafters}"
    if fields.get("rafters"):
        return f"进深{fields['rafters']}架椽"
    return f"平面为{fields['depth_note']}" if fields.get("depth_note") else ""


def _structure_form(entry: Entry) -> Iterator[Said]:
    fields, title = entry.fields, entry.title
    roof = fields.get("roof", "")
    if roof:
        top = roof if roof.startswith("无") else f"{roof}顶"
        yield said("roof", "measure", f"{title}的屋顶为{fields.get('eaves', '')}{top}。")
    for key, text in (("bracket_set", "斗拱为"), ("timber", "用材："), ("murals", "造像与壁画：")):
        if fields.get(key):
            yield said(
                key, "history" if key == "murals" else "measure", f"{title}的{text}{fields[key]}。"
            )


# -- crafts, operas, customs -------------------------------------------------------------


def _heritage(entry: Entry) -> Iterator[Said]:
    fields, title = entry.fields, entry.title
    own = tuple(s for s in entry.sources if s not in _LIST_SOURCES) or entry.sources
    listed = tuple(s for s in entry.sources if s in _LIST_SOURCES) or entry.sources
    folk: ClaimKind | None = "民俗" if fields.get("category") == "民俗" else None
    legend: ClaimKind | None = "传说" if fields.get("category") == "民间文学" else folk
    if fields.get("category"):
        yield said(
            "what",
            "overview",
            f"{title}是{entry.level}非物质文化遗产代表性项目，类别为{fields['category']}。",
            sources=listed,
        )
    yield from _listing(entry, listed)
    steps = fields.get("process_steps", ())
    for number, step in enumerate(steps, 1):
        many = f"（共{len(steps)}步）" if len(steps) > 1 else ""
        yield said(
            f"step-{number}",
            "process",
            f"{title}第{number}步{many}：{step}。",
            step=number,
            sources=own,
            claim_kind=legend,
        )
    if fields.get("tools_materials"):
        yield said(
            "tools", "tool", f"{title}用到{joined(fields['tools_materials'])}。", sources=own
        )
    if fields.get("typical_scene"):
        yield said(
            "scene",
            "custom",
            f"{title}常见的场面：{fields['typical_scene']}。",
            sources=own,
            claim_kind=legend,
        )
    for number, one in enumerate(fields.get("mistakes", ()), 1):
        yield said(f"care-{number}", "mistake", f"写{title}要留意：{one}。", sources=own)
    yield from opera_facts(entry, own)
    yield from _inheritors(entry, listed)


def _listing(entry: Entry, listed: tuple[str, ...]) -> Iterator[Said]:
    fields, title = entry.fields, entry.title
    if entry.batch:
        year = f"（{fields['year']}年公布）" if fields.get("year") else ""
        note = fields.get("batch_note", "")
        yield said(
            "batch",
            "overview",
            f"{title}列入{entry.level}{entry.batch}名录{year}{f'；{note}' if note else ''}。",
            sources=listed,
            confidence="medium" if note else None,
        )
    if entry.official_no:
        note = fields.get("official_no_note", "")
        yield said(
            "number",
            "overview",
            f"{title}的项目编号为{entry.official_no}{f'（{note}）' if note else ''}。",
            sources=listed,
            confidence="medium",
        )
    area = fields.get("area_declared", "")
    if area:
        yield said(
            "place",
            "place",
            f"{title}的申报地区或单位为{area}{_bracket(place_of(entry))}。",
            sources=listed,
        )


def _inheritors(entry: Entry, listed: tuple[str, ...]) -> Iterator[Said]:
    names = [
        one["name"] + (f"（{one['birth_year']}年生）" if one.get("birth_year") else "")
        for one in entry.fields.get("inheritors", ())
    ]
    if names:
        yield said(
            "inheritors",
            "person",
            f"名录所列{entry.title}的代表性传承人（待核实）：{joined(names)}。",
            sources=listed,
            confidence="medium",
        )


# -- places, periods ---------------------------------------------------------------------


def _place(entry: Entry) -> Iterator[Said]:
    fields = entry.fields
    parent = fields.get("parent", "")
    if parent:
        kind = fields.get("admin_type") or fields.get("admin_level", "")
        yield said("place", "place", f"{entry.title}是{parent}所辖的{kind}。")
    elif entry.county or entry.city:
        yield said("place", "place", f"{entry.title}在{place_of(entry)}。")
    if entry.aliases:
        yield said("names", "word", f"{entry.title}也称{joined(entry.aliases)}。")
    yield from _lists(entry)
    yield from _each(entry, "remarks", "note", "history", "{title}：{one}。")


def _period(entry: Entry) -> Iterator[Said]:
    years = span_of(entry.start_year, entry.end_year)
    if entry.start_year is not None or entry.end_year is not None:
        until = "起" if entry.end_year is None else "止" if entry.start_year is None else ""
        yield said("years", "date", f"{entry.title}为{years}{until}。")
    yield from _each(entry, "capital", "capital", "place", "{title}时的山西：{one}。")
    yield from _each(entry, "exists", "exists", "custom", "{title}已有或通行：{one}。")
    yield from _each(entry, "not_yet", "not-yet", "mistake", "写{title}要留意：{one}。")


def eras_of(period: Period, sources: tuple[str, ...]) -> tuple[Passage, ...]:
    """Return the passage that lists the reigns of a period."""
    if not period.eras or period.parts:
        return ()
    reigns = "、".join(f"{era}（{span_of(first, None)}起）" for era, first in period.eras.items())
    return (
        Passage(
            id=f"{period.id}:eras",
            entry=period.id,
            topic="date",
            sources=sources,
            text=f"{period.title}的年号有：{reigns}。",
            confidence="high",
            derived=True,
        ),
    )


def _each(entry: Entry, field: str, facet: str, topic: str, template: str) -> Iterator[Said]:
    for number, one in enumerate(entry.fields.get(field, ()), 1):
        measured = topic == "history" and re.search(r"\d(厘米|米|平方米|间|铺作)", one)
        yield said(
            f"{facet}-{number}",
            "measure" if measured else topic,
            template.format(title=entry.title, one=one),
        )


def _bracket(text: object) -> str:
    return f"（{text}）" if text else ""


_WRITERS: dict[str, Callable[[Entry], Iterator[Said]]] = {
    "site": _site,
    "structure": _structure,
    "craft": _heritage,
    "opera": _heritage,
    "custom": _heritage,
    "person": person,
    "event": event,
    "product": product,
    "word": word,
    "place": _place,
    "period": _period,
}
