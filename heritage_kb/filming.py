"""What may be filmed inside a protected building, and by which rule (``data/filming.json``)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from heritage_kb.records import Entry

# The 1985 rule counts these as 古建筑; modern memorials by their own kind of heritage.
BANNED_INSIDE = re.compile(r"古建筑|古墓葬|石窟|石刻|革命|近现代|纪念建筑")
NATIONAL = re.compile(r"国保|全国重点|国家重点文物|^国家级$|^全国$|^国$|世界(?:文化)?遗产")
PROVINCIAL = re.compile(r"省保|省级|省重点")
INSTEAD = "内景不得拍，改用虚拟制景"


@dataclass(frozen=True, kw_only=True, slots=True)
class Interior:
    """Whether the inside may be a set: ``allowed`` None where the province decides.

    ``rule`` is the code of a row of ``rules()``, empty where no rule speaks of the place.
    """

    allowed: bool | None
    rule: str
    what: str
    source: str
    instead: str


@cache
def rows() -> tuple[Mapping[str, Any], ...]:
    """Return the rules on interiors as dated data rows."""
    file = Path(__file__).parent / "data" / "filming.json"
    found: list[Mapping[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return tuple(found)


def interior_rule(level: str, *, features: bool) -> str:
    """Return the code of the rule on the interior of a building of an official level.

    ``features``: it has murals, sculpture or the like.
    """
    if NATIONAL.search(level):
        return "SITE_INTERIOR"
    if PROVINCIAL.search(level) and features:
        return "SITE_INTERIOR.FEATURES"
    return "SITE_INTERIOR.PROVINCE"


def interior_of(entry: Entry, site: Entry | None = None) -> Interior:
    """Return what the rules say of the inside of a site or structure; ``site`` is where it stands."""
    level = entry.level or (site.level if site else "")
    category = str((site or entry).fields.get("category") or "")
    if not level or (category and not BANNED_INSIDE.search(category)):
        return Interior(allowed=True, rule="", what="", source="", instead="")
    code = interior_rule(level, features=bool(entry.fields.get("murals")))
    row = next(one for one in rows() if one["code"] == code)
    banned = row["severity"] == "error"
    return Interior(
        allowed=False if banned else None, rule=code, what=row["what"], source=row["source"],
        instead=INSTEAD if banned else "先问省文物部门；来不及就用虚拟制景",
    )  # fmt: skip
