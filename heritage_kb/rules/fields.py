"""The fields of each kind of entry: known, of the right shape, and doubt told where it stands.

Which fields there are is data: ``data/fields.jsonl``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from heritage_kb.reading import DATA
from heritage_kb.records import Entry
from heritage_kb.rules.complaint import Complaint, error, texts_in

# Words with which a field tells that it carries two readings.
_TWO_READINGS = re.compile(
    "一说|另作|一作|又作|另有[^，。；、]{0,6}说|[两二三]说|存疑|有争(?!取)|说法不一|异说|自相矛盾|未定："
    r"|各作|各说|常引，待核|\d{3,4}年?/\d{3,4}"
)
_ROW_KEYS = frozenset({"list", "level", "batch", "year", "remark", "sources", "confidence"})
_BEARER_KEYS = frozenset({"name", "gender", "birth_year", "area", "status"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A field: for which kinds, of which shape, and what it means."""

    field: str
    kinds: tuple[str, ...]
    shape: str
    means: str


@lru_cache(maxsize=1)
def known_fields() -> Mapping[str, Mapping[str, Field]]:
    """Return kind -> field name -> field."""
    found: dict[str, dict[str, Field]] = {}
    for line in (DATA / "fields.jsonl").read_text(encoding="utf-8").splitlines():
        row = Field(**json.loads(line))
        for kind in row.kinds:
            found.setdefault(kind, {})[row.field] = row
    return found


def entry_fields(entry: Entry) -> Iterator[Complaint]:
    """Complain of a field that its kind does not have, or that has another shape."""
    known = known_fields().get(entry.kind, {})
    for name, value in entry.fields.items():
        field = known.get(name)
        if field is None:
            yield error("UNKNOWN_FIELD", f"{entry.kind} 没有字段「{name}」")
        elif not _SHAPES[field.shape](value):
            yield error("FIELD_SHAPE", f"字段 {name} 应是{field.shape}")
    yield from _conflict(entry)


def _conflict(entry: Entry) -> Iterator[Complaint]:
    if entry.note:
        return
    for where, text in texts_in(entry.fields, ""):
        if _TWO_READINGS.search(text) and not where.startswith("lists."):
            yield error("CONFLICT", f"{where} 有两种说法，note 里却没有写：{text}")
            return


def _is_rows(keys: frozenset[str], first: str) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        return isinstance(value, list | tuple) and all(
            isinstance(row, dict) and first in row and set(row) <= keys for row in value
        )

    return fits


def _is_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "一句话": lambda value: isinstance(value, str),
    "几句话的列表": _is_texts,
    "整数": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "数": _is_number,
    "true": lambda value: value is True,
    "名录行的列表": _is_rows(_ROW_KEYS, "list"),
    "传承人的列表": _is_rows(_BEARER_KEYS, "name"),
}
