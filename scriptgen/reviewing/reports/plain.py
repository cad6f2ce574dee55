"""The report as plain text: episode by episode, the gravest first within a scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

NOTICE = "提示，非审核结论；签字的只能是有名有姓的人。"
SEVERITY = {"error": "错误", "warning": "提醒", "info": "提示"}
Finding = Mapping[str, Any]


def text_report(result: Mapping[str, Any]) -> str:
    """Return the report of a review as text."""
    findings = result["findings"]
    rows = [headline(result)]
    episode: object = object()
    for one in findings:
        if one.get("episode") != episode:
            episode = one.get("episode")
            rows += ["", f"第{episode}集" if episode else "全剧"]
        rows += _rows(one)
    reader = (result["summary"].get("reader") or {}).get("said", "")
    rows += ["", *filter(None, (basis(result), reader)), f"以上为{NOTICE}"]
    return "\n".join(rows)


def headline(result: Mapping[str, Any]) -> str:
    """Return how many findings there are, by severity."""
    summary = result["summary"]
    counts = "，".join(f"{SEVERITY[key]} {summary[key]}" for key in SEVERITY if summary.get(key))
    waived = f"，已说明 {summary['waived']}" if summary.get("waived") else ""
    return f"预审：共 {summary['total']} 条" + (f"（{counts}{waived}）" if counts or waived else "")


def basis(result: Mapping[str, Any]) -> str:
    """Return by which rules the review was made."""
    book = result["summary"].get("book") or {}
    if not book:
        return ""
    profile = f"，规则档 {book['profile']}" if book.get("profile") else ""
    day = f"，按 {book['day']} 有效的规则" if book.get("day") else ""
    return f"规则 {book['rules']} 条，最新一条自 {book['newest']} 起{profile}{day}。"


def where(one: Finding) -> str:
    """Return where a finding is, in words."""
    parts = [str(one["scene"])] if one.get("scene") else []
    line = one.get("line")
    if isinstance(line, int):
        parts.append(f"第 {line} 行")
    return " ".join(parts)


def rule_of(one: Finding) -> str:
    """Return whose rule it is, since when, and what was measured against what."""
    said = [str(one[key]) for key in ("source", "effective_from") if one.get(key)]
    if one.get("measured") is not None:
        said.append(f"量得 {one['measured']}，限 {_limit(one.get('limit'))}")
    return "，".join(said)


def evidence_of(one: Finding) -> list[str]:
    """Return the evidence as sentences."""
    return [said for row in one.get("evidence") or () if (said := _evidence(row))]


def _rows(one: Finding) -> Sequence[str]:
    mark = (
        f"已说明：{one['waived']}" if one.get("waived") else SEVERITY.get(one["severity"], "提示")
    )
    quoted = f"「{one['text']}」" if one.get("text") else ""
    rows = [f"[{mark}] {one['code']} {where(one)} {quoted}{one['message']}".replace("  ", " ")]
    if one.get("suggestion"):
        rows.append(f"    建议：{one['suggestion']}")
    rows += [f"    依据：{said}" for said in evidence_of(one)[:2]]
    return rows


def _limit(value: Any) -> str:
    return "–".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _evidence(row: Mapping[str, Any]) -> str:
    years = "–".join(str(row[key]) for key in ("earliest", "latest") if row.get(key) is not None)
    words = str(row.get("text") or row.get("note") or row.get("level") or "")
    place = f"第{row['episode']}集" if row.get("episode") else ""
    return "　".join(part for part in (place, years, words) if part)
