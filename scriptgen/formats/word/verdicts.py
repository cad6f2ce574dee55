"""What a comment says of a finding: a hint with its measure, its source and its evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Finding = Mapping[str, Any]
NOT_A_VERDICT = "提示，非审核结论"
_SEVERITY = {"error": "须改", "warning": "建议改", "warn": "建议改", "info": "请留意"}
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MOST_EVIDENCE = 6


def comment_rows(finding: Finding) -> list[str]:
    """Return the paragraphs of a finding's comment."""
    severity = str(finding.get("severity") or "")
    head = f"【{_SEVERITY.get(severity, severity or '提示')}】{finding.get('message') or ''}"
    waived = f"已说明：{finding['waived']}" if finding.get("waived") else ""
    return [_plain(row) for row in (head, waived, *_details(finding)) if row]


def summary_rows(findings: Sequence[Finding]) -> list[str]:
    """Return the paragraphs of the comment that sums a review up."""
    open_ones = [finding for finding in findings if not finding.get("waived")]
    severities = Counter(str(finding.get("severity") or "") for finding in open_ones)
    named = [f"{_SEVERITY.get(key, key or '提示')} {n} 条" for key, n in severities.most_common()]
    codes = Counter(str(finding.get("code") or "").split(".")[0] for finding in open_ones)
    waived = len(findings) - len(open_ones)
    rows = [
        f"三晋预审：共 {len(findings)} 条提示" + (f"，其中已说明 {waived} 条" if waived else ""),
        "、".join(named),
        "分类：" + "、".join(f"{code} {n}" for code, n in codes.most_common()) if codes else "",
        f"{NOT_A_VERDICT}；是否修改由署名的人决定。",
    ]
    return [_plain(row) for row in rows if row]


def _details(finding: Finding) -> Iterator[str]:
    measured, limit = finding.get("measured"), finding.get("limit")
    if measured not in (None, ""):
        yield f"测得：{_value(measured)}" + (
            f"；限值：{_value(limit)}" if limit not in (None, "") else ""
        )
    elif limit not in (None, ""):
        yield f"限值：{_value(limit)}"
    source, since = finding.get("source"), finding.get("effective_from")
    if source or since:
        yield f"依据：{source or '未注明'}" + (f"（{since} 起施行）" if since else "")
    if finding.get("suggestion"):
        yield f"建议：{finding['suggestion']}"
    evidence = finding.get("evidence") or []
    for proof in evidence[:_MOST_EVIDENCE]:
        yield f"证据：{_evidence(proof)}"
    if len(evidence) > _MOST_EVIDENCE:
        yield f"另有证据 {len(evidence) - _MOST_EVIDENCE} 条，见预审报告。"
    yield f"{NOT_A_VERDICT}（{finding.get('code') or '未编号'}）"


def _evidence(proof: Any) -> str:
    if not isinstance(proof, Mapping):
        return str(proof)
    return "；".join(_value(value) for value in proof.values() if value not in (None, "", [], {}))


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "，".join(f"{name} {_value(one)}" for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return "–".join(map(str, value)) if _is_range(value) else "、".join(map(_value, value))
    return str(value)


def _is_range(value: Sequence[Any]) -> bool:
    return len(value) == 2 and all(isinstance(one, (int, float)) for one in value)


def _plain(row: str) -> str:
    return _UNWRITABLE.sub("", row)
