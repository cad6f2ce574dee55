"""Ids and names: well formed, pinyin, and each thing only once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heritage_kb.normal import name_key
from heritage_kb.records import DatedTerm, Entry, Passage
from heritage_kb.rules.complaint import Complaint, error, warning
from heritage_kb.store import KnowledgeBase

_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
# The syllables of Mandarin in pinyin, v and u both for ü, with and without the r of 儿化.
_INITIAL = r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
_FINAL = r"(?:i?ang|iong|[aeio]ng|uang|i[aeou]|iao|ian|in|iu|u[aeoi]|uai|uan|un|ue|ve|a[oin]|e[inr]|ou|[aeiouv])"
_PINYIN = re.compile(rf"(?:{_INITIAL}{_FINAL}r?|r|n|ng|\d+)+")
_SLUG_KINDS = ("site", "structure", "place", "product", "word", "custom", "craft", "opera")
_PREFIXES = frozenset(
    [
        "st",
        "prov",
        "place",
        "town",
        "product",
        "word",
        "custom",
        "craft",
        "opera",
        "ich",
        "scenic",
        "person",
        "event",
        "site",
        "period",
        "my",
    ]
)


def entry_names(entry: Entry) -> Iterator[Complaint]:
    """Complain of an id or a name that is not well formed."""
    if not _ID.fullmatch(entry.id):
        yield error("ID", f"编号 {entry.id} 只可用小写拼音、数字和 - _ .")
    elif entry.kind in _SLUG_KINDS and not _pinyin(entry.id):
        yield warning("SLUG", f"编号 {entry.id} 不像拼音")
    if any(not name.strip() for name in entry.names):
        yield error("NAME", "名称为空")
    if len(set(entry.names)) < len(entry.names):
        yield error("NAME_TWICE", "同一个名称写了两遍")


def passage_id(passage: Passage) -> Iterator[Complaint]:
    """Complain of a passage id that does not start with its entry's, or is kept for fields."""
    if ":" in passage.id:
        yield error("DERIVED_ID", "带冒号的编号留给由字段写成的文段")
    elif not _ID.fullmatch(passage.id) or not passage.id.startswith(f"{passage.entry}."):
        yield error("ID", f"文段编号应写成「{passage.entry}.题.序号」")


def term_names(term: DatedTerm) -> Iterator[Complaint]:
    """Complain of a dated term without names, or with one twice."""
    if not _ID.fullmatch(term.id):
        yield error("ID", f"编号 {term.id} 只可用小写拼音、数字和 - _ .")
    if not term.names or any(not name.strip() for name in term.names):
        yield error("NAME", "名称为空")
    if len(set(term.names)) < len(term.names):
        yield error("NAME_TWICE", "同一个名称写了两遍")


def repeated_names(kb: KnowledgeBase) -> Iterator[tuple[str, Complaint]]:
    """Yield (entry id, complaint) for each title that another of its kind and county bears."""
    first: dict[tuple[object, ...], str] = {}
    for entry in kb.records.entries.values():
        # One craft may be listed for two applicants, one dynasty stand in two parts.
        part = (entry.fields.get("area_declared"), entry.kind == "period" and entry.start_year)
        key = (entry.kind, entry.city, entry.county, name_key(entry.title), *part)
        if key in first:
            yield entry.id, error("TITLE_TWICE", f"与 {first[key]} 同类、同地、同名")
        first.setdefault(key, entry.id)


def _pinyin(id: str) -> bool:
    parts = re.split(r"[-_.]", id)
    return all(part in _PREFIXES or _PINYIN.fullmatch(part) for part in parts)
