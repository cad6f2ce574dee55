"""From the lines of ``data/`` to records; what is wrong is said with file and line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from heritage_kb.errors import BrokenData
from heritage_kb.records import KINDS, DatedTerm, Entry, Passage, Period, Source

DATA = Path(__file__).parent / "data"

Record = TypeVar("Record")
Where = tuple[str, int]  # file (relative to its collection), line


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A line that breaks a rule. ``code`` names the rule."""

    code: str
    where: Where
    message: str


@dataclass(kw_only=True, slots=True)
class Records:
    """Everything that was read, by id, with the line it came from and what was wrong."""

    entries: dict[str, Entry] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    terms: dict[str, DatedTerm] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    where: dict[tuple[str, str], Where] = field(default_factory=dict)  # (table, id) -> line
    faults: list[Fault] = field(default_factory=list)


def read_records(folders: Sequence[Path]) -> Records:
    """Read every ``*.jsonl`` of the folders in sorted order; faults are collected, not raised.

    Links are closed: an entry that another names as ``related`` names that one as well.
    """
    found = Records()
    for folder in folders:
        _table(found, "periods", _lines(found, folder, "periods"), _period)
        _table(found, "sources", _lines(found, folder, "sources"), _source)
        _entries(found, folder)
        _table(found, "terms", _lines(found, folder, "terms"), _term)
        _table(found, "passages", _lines(found, folder, "passages"), _passage)
    _close_links(found.entries)
    return found


def _close_links(entries: dict[str, Entry]) -> None:
    """Let every link hold both ways; those written come first, as written."""
    inverse: dict[str, list[str]] = {}
    for entry in entries.values():
        for id in entry.related:
            if id in entries and entry.id not in entries[id].related:
                inverse.setdefault(id, []).append(entry.id)
    for id, missing in inverse.items():
        linked = tuple(dict.fromkeys((*entries[id].related, *missing)))
        entries[id] = replace(entries[id], related=linked)


def refuse_faults(records: Records) -> Records:
    """Return ``records``, or raise BrokenData with the first faults and their lines."""
    if records.faults:
        said = "；".join(f"{f.where[0]} 第 {f.where[1]} 行 {f.message}" for f in records.faults[:5])
        raise BrokenData(f"知识库数据有误：{said}。", f"Broken knowledge base data: {said}.")
    return records


def _lines(found: Records, folder: Path, table: str) -> Iterator[tuple[Where, dict[str, Any]]]:
    paths = sorted((folder / table).glob("*.jsonl"))
    single = folder / f"{table}.jsonl"
    for path in [*([single] if single.is_file() else []), *paths]:
        name = path.relative_to(folder).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if line.strip():
                yield from _parsed(found, (name, number), line)


def _parsed(found: Records, where: Where, line: str) -> Iterator[tuple[Where, dict[str, Any]]]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as broken:
        found.faults.append(Fault(code="JSON", where=where, message=f"不是合法的 JSON：{broken}"))
        return
    if isinstance(row, dict):
        yield where, row
    else:
        found.faults.append(Fault(code="JSON", where=where, message="一行应是一个对象"))


def _table(
    found: Records,
    table: str,
    lines: Iterable[tuple[Where, dict[str, Any]]],
    make: Callable[[dict[str, Any]], Any],
) -> None:
    records = getattr(found, table)
    for where, row in lines:
        _file(found, table, records, where, row, make)


def _file(
    found: Records,
    table: str,
    records: dict[str, Any],
    where: Where,
    row: dict[str, Any],
    make: Callable[[dict[str, Any]], Any],
) -> None:
    try:
        record = make(row)
    except (KeyError, TypeError, ValueError) as wrong:
        found.faults.append(Fault(code="SHAPE", where=where, message=f"字段不合：{wrong}"))
        return
    if record.id in records:
        first = found.where[table, record.id]
        found.faults.append(
            Fault(
                code="DUPLICATE_ID",
                where=where,
                message=f"id {record.id} 已在 {first[0]} 第 {first[1]} 行",
            )
        )
        return
    records[record.id] = record
    found.where[table, record.id] = where


def _entries(found: Records, folder: Path) -> None:
    later = []
    for where, row in _lines(found, folder, "entries"):
        if "extends" in row:
            later.append((where, row))
        else:
            _file(found, "entries", found.entries, where, row, _entry)
    for where, row in later:
        _extend(found, where, row)


def _extend(found: Records, where: Where, row: dict[str, Any]) -> None:
    """Merge names, fields, links and sources into an entry that another line made."""
    base = found.entries.get(row.pop("extends"))
    allowed = {"aliases", "fields", "related", "sources"}
    if base is None or set(row) - allowed:
        what = "extends 指向的条目不存在" if base is None else f"extends 行只可有 {sorted(allowed)}"
        found.faults.append(Fault(code="EXTENDS", where=where, message=what))
        return
    merged = {name: getattr(base, name) for name in Entry.__slots__}
    for name in ("aliases", "related", "sources"):
        merged[name] = tuple(dict.fromkeys((*merged[name], *row.get(name, ()))))
    merged["fields"] = MappingProxyType({**base.fields, **row.get("fields", {})})
    found.entries[base.id] = Entry(**merged)


def _entry(row: dict[str, Any]) -> Entry:
    for name in ("aliases", "periods", "related", "sources"):
        if name in row:
            row[name] = tuple(row[name])
    if "fields" in row:
        row["fields"] = MappingProxyType(row["fields"])
    if row["kind"] not in KINDS:
        raise ValueError(f"没有「{row['kind']}」这一类")
    return Entry(**row)


def _passage(row: dict[str, Any]) -> Passage:
    wrong = row.get("wrong", [])
    if not isinstance(wrong, list) or not all(isinstance(one, str) for one in wrong):
        raise TypeError("wrong 应是几句话的列表")
    for name in ("sources", "actions", "says", "wrong"):
        if name in row:
            row[name] = tuple(row[name])
    return Passage(**row)


def _source(row: dict[str, Any]) -> Source:
    return Source(**row)


def _term(row: dict[str, Any]) -> DatedTerm:
    if not row["names"]:
        raise ValueError("names 里至少要有一个名称")
    blanks: dict[str, Any] = {"earliest": None, "latest": None, "note": ""}
    return DatedTerm(
        **{**blanks, **row, "names": tuple(row["names"]), "sources": tuple(row["sources"])}
    )


def _period(row: dict[str, Any]) -> Period:
    return Period(
        id=row["id"],
        title=row["title"],
        start=row.get("start"),
        end=row.get("end"),
        eras=MappingProxyType(row.get("eras", {})),
        aliases=tuple(row.get("aliases", ())),
        parts=tuple(row.get("parts", ())),
    )


@lru_cache(maxsize=1)
def accidents() -> re.Pattern[str]:
    """Longer words that hold a name or a dated term by accident: 长治久安, 公公道道."""
    return re.compile("|".join(sorted(map(re.escape, _words("accidents.txt")), key=_longest)))


@lru_cache(maxsize=1)
def everyday_names() -> frozenset[str]:
    """Names that are everyday words as well (长子, 平定); not picked out of running text."""
    return frozenset(_words("everyday_names.txt"))


@lru_cache(maxsize=1)
def famous() -> tuple[str, ...]:
    """People of whom everybody has heard, or passages speak, though no entry is theirs."""
    return tuple(dict.fromkeys(_words("famous.txt")))


def _words(file: str) -> list[str]:
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _longest(word: str) -> tuple[int, str]:
    return -len(word), word
