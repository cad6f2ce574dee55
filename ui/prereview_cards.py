"""HTML of the page 「预审」: how rows were read, what to mend, what the review found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui import prereview_work as work
from ui import review_cards
from ui.rendering import notice, safe

SHOWN = 400  # rows of one view; a script is looked through episode by episode
_LEVELS = {"blocking": "须改", "warning": "提醒", "ok": "留意"}


def summary(script: Any) -> str:
    """Return what was read, in numbers, and that nothing was lost."""
    reading = script.reading
    scenes = [scene for episode in reading.episodes for scene in episode.scenes]
    lines = [line for scene in scenes for line in scene.lines]
    speech = sum(line.type in ("dialogue", "os", "vo") for line in lines)
    facts = (
        ("集", len(reading.episodes)), ("场", len(scenes)), ("行", len(lines)),
        ("句台词", speech), ("未归", len(reading.unmapped)), ("可留意", len(script.remarks)),
    )  # fmt: skip
    items = "".join(f"<li><b>{count}</b> {safe(name)}</li>" for name, count in facts)
    title = f"《{safe(reading.title)}》" if reading.title else safe(script.name)
    return (
        f'<div class="sj-read"><h4>{title}</h4><ul>{items}</ul>'
        '<p class="sj-hint">逐字读入，一个字没有改；认得不对的行，点它，再选该认作什么。</p></div>'
    )


def views(script: Any) -> list[tuple[str, str]]:
    """Return the views of the preview: doubtful rows first, then each episode."""
    found = [("存疑的行", "doubt")] if _doubtful(script) else []
    found += [
        (f"第{episode.number}集　{episode.title}".strip(), f"e{n}")
        for n, episode in enumerate(script.reading.episodes)
    ]
    return [*found, ("全部", "all")]


def chosen(script: Any, view: str) -> str:
    """Return the view that was asked for, the first where there is no such view any more."""
    found = [value for _, value in views(script)]
    return view if view in found else found[0]


def preview(script: Any, view: str, at: int | None = None) -> str:
    """Return the rows of a view: number, what it was read as, the text, and remarks."""
    rows = _rows(script, view)
    remarks: dict[int, list[Any]] = {}
    for remark in script.remarks:
        if remark.source_line is not None:
            remarks.setdefault(remark.source_line, []).append(remark)
    whole = [remark for remark in script.remarks if remark.source_line is None]
    head = "".join(notice(f"{one.what}。{one.fix}", "bad") for one in whole)
    body = "".join(
        _row(row, remarks.get(row.source_line, []), row.source_line == at) for row in rows[:SHOWN]
    )
    more = (
        notice(f"只列出前 {SHOWN} 行，共 {len(rows)} 行；请按集看。") if len(rows) > SHOWN else ""
    )
    return f'{head}<div class="sj-rows" role="list">{body}</div>{more}'


def _rows(script: Any, view: str) -> list[Any]:
    rows = list(script.reading.rows)
    if view == "doubt":
        doubtful = _doubtful(script)
        return [row for row in rows if row.source_line in doubtful]
    if view.startswith("e") and view[1:].isdigit():
        starts = _episode_starts(script)
        n = int(view[1:])
        if n < len(starts):
            end = starts[n + 1] if n + 1 < len(starts) else float("inf")
            first = 0 if n == 0 else starts[n]
            return [row for row in rows if first <= row.source_line < end]
    return rows


def view_of_line(script: Any, line: int) -> str:
    """Return the view (an episode) in which a row stands."""
    starts = _episode_starts(script)
    before = [n for n, start in enumerate(starts) if start <= line]
    return f"e{before[-1]}" if before else "all"


def _episode_starts(script: Any) -> list[int]:
    starts: list[int] = []
    for episode in script.reading.episodes:
        first = episode.source_line
        if first is None:
            first = next((s.source_line for s in episode.scenes if s.source_line), None)
        starts.append(first if first is not None else (starts[-1] if starts else 0))
    return starts


def _doubtful(script: Any) -> set[int]:
    told = {r.source_line for r in script.remarks if r.level != "ok" and r.source_line}
    return told | {loose.source_line for loose in script.reading.unmapped}


def _row(row: Any, remarks: list[Any], here: bool) -> str:
    name = next(title for title, role in work.roles() if role == row.role)
    said = "".join(
        f"<em>{_LEVELS[one.level]}：{safe(one.what)}。{safe(one.fix)}</em>" for one in remarks
    )
    chosen = ' aria-current="true"' if here else ""
    return (
        f'<button type="button" class="sj-row" role="listitem" id="sj-row-{row.source_line}" '
        f'data-line="{row.source_line}" data-role="{safe(row.role)}"{chosen}>'
        f"<span>{row.source_line}</span><b>{safe(name)}</b><q>{safe(row.text.strip())}</q>{said}"
        "</button>"
    )


def findings(result: dict[str, Any] | None) -> str:
    """Return what the review found, the gravest first, with evidence and sources."""
    if result is None:
        return notice("填好年代，按「预审」。")
    rows, read = result["findings"], _read(result["summary"].get("reader"))
    if not rows:
        return read + notice("没有发现问题。这是机器预审，不是审核结论。", "good")
    items = "".join(f"<li>{_finding(one)}</li>" for one in review_cards.gravest_first(rows))
    return f'{read}{review_cards.count(rows)}<ol class="sj-findings sj-long">{items}</ol>'


def _read(reader: Mapping[str, Any] | None) -> str:
    """Return what came of a model's reading, in its own sentence; nothing where none was asked."""
    if not reader:
        return ""
    return notice(reader["said"], "good" if reader["read"] == reader["parts"] else "bad")


def _finding(one: Mapping[str, Any]) -> str:
    line = f" 第 {one['line']} 行" if isinstance(one.get("line"), int) else " "
    rule = " · ".join(str(part) for part in (one.get("source"), one.get("effective_from")) if part)
    proof = f"<small>{safe(rule)}{_evidence(one.get('evidence') or [])}</small>"
    said = f"{review_cards.head(one, line)}{review_cards.message(one)}{proof}"
    return (
        f'<button type="button" class="sj-finding" data-code="{safe(one["code"])}" '
        f'data-line="{safe(one.get("line") if one.get("line") is not None else "")}" '
        f'data-term="{safe(one.get("term") or "")}" title="{safe(one["code"])}">{said}</button>'
    )


def _evidence(rows: list[dict[str, Any]]) -> str:
    parts = []
    for row in rows[:3]:
        years = "–".join(
            str(row[key]) for key in ("earliest", "latest") if row.get(key) is not None
        )
        words = row.get("text") or row.get("note") or row.get("level") or ""
        parts.append("　".join(part for part in (years, str(words)) if part))
    said = "；".join(part for part in parts if part)
    return f"<br>依据：{safe(said)}" if said else ""
