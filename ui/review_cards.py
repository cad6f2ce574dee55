"""What the review says, each finding with the way to its line and the way to let it stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ui.rendering import CATEGORIES, SEVERITIES, notice, safe

_LONG = 40  # characters
_ORDER = {"error": 0, "warning": 1, "warn": 1, "info": 2}


def findings(review: Mapping[str, Any] | None) -> str:
    """Return the findings of a review, the gravest first; those that were explained come last."""
    if review is None:
        return ""
    rows = gravest_first(review["findings"])
    if not rows:
        return obeyed(review) + notice("没有发现问题。这是机器预审，不是审核结论。", "good")
    items = "".join(
        f'<li data-key="{safe(one.get("key") or "")}">{_finding(one)}</li>' for one in rows
    )
    return obeyed(review) + (f'{count(rows)}<ol class="sj-findings">{items}</ol>')


def obeyed(review: Mapping[str, Any] | None) -> str:
    """Return the table of what the brief asked for and what came; misses with what to do."""
    rows = (review or {}).get("obeyed") or []
    if not rows:
        return ""
    body = "".join(
        f'<tr data-met="{"yes" if row["met"] else "no"}"><td>{"✓" if row["met"] else "✗"}</td>'
        f'<th scope="row">{safe(row["wish"])}</th><td>{safe(row["asked"])}</td><td>{safe(row["got"])}'
        + (f"<em>{safe(row['advice'])}</em>" if row["advice"] else "")
        + "</td></tr>"
        for row in rows
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("合否", "要求", "要", "得"))
    return f'<table class="sj-obeyed"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def gravest_first(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return findings in the order in which they are shown; those that were explained come last."""
    return sorted(rows, key=lambda one: (bool(one.get("waived")), _ORDER.get(one["severity"], 3)))


def count(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return how many findings of each gravity there are, and that a machine says so."""
    said = [SEVERITIES.get(one["severity"], ("○", "提示")) for one in rows if not one.get("waived")]
    words = [f"{sign} {name} {said.count((sign, name))}" for sign, name in dict.fromkeys(said)]
    waived = len(rows) - len(said)
    told = "　".join([*words, *([f"已说明 {waived}"] if waived else [])])
    return f'<p class="sj-count">{told}<span>机器预审，只作提示，不是审核结论。</span></p>'


def head(one: Mapping[str, Any], line: str = "") -> str:
    """Return how grave a finding is, what it is about and where."""
    sign, name = SEVERITIES.get(one["severity"], ("○", "提示"))
    code = str(one["code"])
    category = CATEGORIES.get(code.split(".")[0], code)
    where = one.get("scene") or (f"第{one['episode']}集" if one.get("episode") else "全剧")
    return (
        f'<span class="sj-severity" data-severity="{safe(one["severity"])}">{sign} {name}</span>'
        f'<span class="sj-category">{safe(category)}</span><span>{safe(where)}{line}</span>'
    )


def message(one: Mapping[str, Any]) -> str:
    """Return what a finding says, the words it is about, the cure, and why it may stand."""
    text = str(one.get("text") or "")
    again = len(text) > _LONG and text in str(one["message"])  # a whole logline, said already
    quoted = f"<q>{safe(text)}</q>" if text and not again else ""
    cure = f"<em>{safe(one['suggestion'])}</em>" if one.get("suggestion") else ""
    why = f"<strong>已说明：{safe(one['waived'])}</strong>" if one.get("waived") else ""
    return f"<span class='sj-message'>{safe(one['message'])}</span>{quoted}{cure}{why}"


def _finding(one: Mapping[str, Any]) -> str:
    line = "" if one.get("line") is None else one["line"]
    if one.get("episode"):
        row = (
            f'<button type="button" class="sj-finding" data-episode="{safe(one["episode"])}" '
            f'data-scene="{safe(one.get("scene") or "")}" data-line="{safe(line)}" '
            f'title="{safe(one["code"])}">{head(one)}{message(one)}</button>'
        )
    else:
        row = f'<div class="sj-finding">{head(one)}{message(one)}</div>'
    return row + _answers(one, line)


def _answers(one: Mapping[str, Any], line: object) -> str:
    """Return what can be done about a finding: mend the line, let it stand, take that back."""
    key = safe(one.get("key") or "")
    if not key:
        return ""
    about = f'aria-label="{{}}：{safe(one["message"])}"'
    if one.get("waived"):
        back = f'<button type="button" data-unexplain="{key}" {about.format("撤回说明")}>撤回说明</button>'
        return f'<p class="sj-answers">{back}</p>'
    mend = (
        f'<button type="button" data-mend="{safe(line)}" {about.format("改这一行")}>改这一行</button>'
        if line != ""
        else ""
    )
    stand = (
        f'<button type="button" data-explain="{key}" {about.format("有意如此")}>有意如此…</button>'
    )
    return f'<p class="sj-answers">{mend}{stand}</p>'
