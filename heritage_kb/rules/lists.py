"""Official lists: levels, batches, numbers, and the year in which a batch was published.

What each list allows stands in ``data/official_lists.jsonl``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from heritage_kb.reading import DATA
from heritage_kb.records import Entry
from heritage_kb.rules.complaint import Complaint, error
from heritage_kb.store import KnowledgeBase

MONUMENTS = "全国重点文物保护单位"
CRAFTS = "国家级非物质文化遗产代表性项目名录"

_SITE_NUMBER = re.compile(r"(\d)-(\d{4})-([1-6])-(\d{3})")
_CRAFT_NUMBER = re.compile(r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ])-([1-9]\d{0,2})")
_BATCH = re.compile(r"第([一二三四五六七八九十])批")
_LEVELS = {
    "site": re.compile(r"(?:国保|省保|市保|县保|未定级)?(?:（[^（）]+）)?"),
    "structure": re.compile(r"(?:国保|省保|市保|县保|未定级)?(?:（[^（）]+）)?"),
    "place": re.compile(r"中国历史文化名[镇村]|中国传统村落|国家历史文化名城"),
}
_CRAFT_LEVELS = re.compile(r"国家级|省级|市级|县级")
_SCENIC = re.compile(r"[2345]A")
_SAID_BATCH = re.compile(
    rf"(第[一二三四五六七八]批)(?:[^，。；]{{0,6}})?(?:国保|{MONUMENTS})[^，。；]{{0,4}}?[（(](\d{{4}})"
    rf"|(\d{{4}})年[^，。；]{{0,12}}?(第[一二三四五六七八]批)(?:国保|{MONUMENTS})"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficialList:
    """A list as it was published: year of each batch, last number, what a class means."""

    list: str
    years: Mapping[str, int]
    sources: tuple[str, ...]
    last: Mapping[str, int] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    last_by_category: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def official_lists() -> Mapping[str, OfficialList]:
    """Return the official lists by name."""
    lines = (DATA / "official_lists.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["list"]: OfficialList(**row) for row in map(json.loads, lines)}


def entry_lists(entry: Entry) -> Iterator[Complaint]:
    """Complain of a level, batch, number or list row that the lists do not allow."""
    allowed = _LEVELS.get(entry.kind, _CRAFT_LEVELS)
    if entry.level and not allowed.fullmatch(entry.level):
        yield error("LEVEL", f"级别「{entry.level}」不认识")
    if entry.batch and not _BATCH.search(entry.batch):
        yield error("BATCH", f"批次「{entry.batch}」应写成第几批")
    if entry.official_no:
        yield from (
            _site_number(entry) if entry.kind in ("site", "structure") else (_craft_number(entry))
        )
    if entry.level == "国家级":
        yield from _year(CRAFTS, entry.batch, entry.fields.get("year"))
    for row in entry.fields.get("lists", ()):
        yield from _row(row)


def _site_number(entry: Entry) -> Iterator[Complaint]:
    match = _SITE_NUMBER.fullmatch(entry.official_no)
    if not match:
        yield error("NUMBER", f"编号 {entry.official_no} 应如 1-0034-4-001")
        return
    batch = f"第{'零一二三四五六七八九'[int(match[1])]}批"
    monuments = official_lists()[MONUMENTS]
    if entry.batch and batch not in entry.batch:
        yield error("NUMBER_BATCH", f"编号 {entry.official_no} 属{batch}，所写批次为{entry.batch}")
    if not 1 <= int(match[2]) <= monuments.last.get(batch, 0):
        yield error("NUMBER_RANGE", f"{batch}没有第 {int(match[2])} 号")
    if int(match[4]) > int(match[2]):
        yield error("NUMBER_RANGE", f"编号 {entry.official_no} 的分号大于总号")
    category = entry.fields.get("category")
    meant = monuments.categories[match[3]]
    noted = entry.note or entry.fields.get("official_no_note")
    if category and category != meant and not noted:
        yield error("NUMBER_CATEGORY", f"编号 {entry.official_no} 属{meant}，所写类别为{category}")


def _craft_number(entry: Entry) -> Iterator[Complaint]:
    match = _CRAFT_NUMBER.fullmatch(entry.official_no)
    if not match:
        yield error("NUMBER", f"编号 {entry.official_no} 应如 Ⅷ-51")
        return
    crafts = official_lists()[CRAFTS]
    category = entry.fields.get("category")
    if category and crafts.categories[match[1]] != category:
        meant = crafts.categories[match[1]]
        yield error("NUMBER_CATEGORY", f"编号 {entry.official_no} 属{meant}，所写类别为{category}")
    order = [*crafts.years]
    lasts = crafts.last_by_category[match[1]]
    last = lasts[order.index(entry.batch)] if entry.batch in order else lasts[-1]
    if int(match[2]) > last:
        batch = entry.batch or order[-1]
        yield error("NUMBER_BATCH", f"到{batch}为止{match[1]}类只有 {last} 号")


def _row(row: Mapping[str, Any]) -> Iterator[Complaint]:
    name, batch = str(row.get("list", "")), str(row.get("batch", ""))
    if name == "A级景区" and not _SCENIC.fullmatch(str(row.get("level", ""))):
        yield error("LEVEL", f"景区等级「{row.get('level')}」不认识")
    told = f"{batch}{row.get('remark', '')}"
    if name in official_lists() and "公示" not in told:  # a draft list comes before its batch
        yield from _year(name, batch, row.get("year"))


def _year(name: str, batch: str, year: object) -> Iterator[Complaint]:
    match = _BATCH.search(batch)
    if not match or year is None:
        return
    published = official_lists()[name].years.get(match.group())
    if published is None:
        yield error("BATCH", f"{name}没有{match.group()}")
    elif published != year:
        yield error("BATCH_YEAR", f"{name}{match.group()}公布于 {published} 年，所写为 {year} 年")


def said_batches(text: str) -> Iterator[Complaint]:
    """Complain of a text that dates a batch of the national monuments wrongly."""
    for match in _SAID_BATCH.finditer(text):
        batch, year = match[1] or match[4], int(match[2] or match[3])
        yield from _year(MONUMENTS, batch, year)


def repeated_numbers(kb: KnowledgeBase) -> Iterator[tuple[str, Complaint]]:
    """Yield (entry id, complaint) for each monument number that stands twice."""
    sites = [e for e in kb.records.entries.values() if e.kind == "site" and e.official_no]
    often = Counter(entry.official_no for entry in sites)
    for entry in sites:
        if often[entry.official_no] > 1:
            yield entry.id, error("NUMBER_TWICE", f"编号 {entry.official_no} 不止一处在用")
