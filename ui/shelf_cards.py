"""A studio's own material as cards: what became of each file, and what a collection holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ui.rendering import notice, safe
from ui.shelf_work import Kept

OUTCOMES = (("added", "收入"), ("replaced", "换新"), ("unchanged", "未变"), ("skipped", "跳过"))
_LISTED = 300  # documents that are listed


def report(data: Mapping[str, Any]) -> str:
    """Return what became of each file: taken in, replaced, unchanged, passed over and why."""
    counts = "　".join(f"{name} {len(data[key])}" for key, name in OUTCOMES)
    rows = "".join(_row(name, one) for key, name in OUTCOMES for one in data[key])
    notes = "".join(
        f"<li><b>注意</b><span>{safe(one['file'])}</span><em>{safe(one['note'])}</em></li>"
        for one in data["notes"]
    )
    said = f"资料夹「{data['collection']}」：{counts}；共 {data['passages']} 段。"
    good = "good" if data["added"] or data["replaced"] or data["unchanged"] else "bad"
    return f'{notice(said, good)}<ul class="sj-report">{rows}{notes}</ul>'


def _row(outcome: str, one: str | Mapping[str, str]) -> str:
    told = {"file": one, "why": ""} if isinstance(one, str) else one
    why = f"<em>{safe(told['why'])}</em>" if told["why"] else ""
    return f"<li><b>{outcome}</b><span>{safe(told['file'])}</span>{why}</li>"


def contents(kept: Kept | None) -> str:
    """Return the documents of a collection, each with its way out."""
    if kept is None:
        return ""
    if kept.trouble:
        return notice(kept.trouble, "bad")
    said = kept.settings
    facts = "　".join(
        f"{name} {safe(text)}"
        for name, text in (("许可", said.licence), ("归", said.owner))
        if text
    )
    head = f"<caption>「{safe(said.name)}」{safe(said.title)}<small>{facts}</small></caption>"
    if not kept.documents:
        return notice(f"资料夹「{said.name}」里还没有文件。")
    columns = "".join(f"<th scope=col>{name}</th>" for name in ("文件", "文段", "收入", "移出"))
    rows = "".join(_document(said.name, one) for one in kept.documents[:_LISTED])
    left = len(kept.documents) - _LISTED
    more = f'<p class="sj-hint">另有 {left} 个文件没有列出。</p>' if left > 0 else ""
    return (
        f'<table class="sj-files sj-docs">{head}<thead><tr>{columns}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{more}"
    )


def _document(name: str, one: Any) -> str:
    pages = f"，{one.pages} 页" if one.pages else ""
    note = f'<small class="sj-where">{safe(one.note)}</small>' if one.note else ""
    return (
        f'<tr><th scope=row><button type="button" class="sj-link" '
        f'data-entry="{safe(name)}/{safe(one.id)}">{safe(one.name)}</button>{note}</th>'
        f"<td>{one.passages} 段{pages}</td><td>{safe(one.added[:10])}</td>"
        f'<td><details class="sj-remove"><summary aria-label="移出 {safe(one.name)}">移出</summary>'
        f'<button type="button" data-remove="{safe(one.id)}">确定移出</button></details></td></tr>'
    )


def on_shelf(names: Sequence[str]) -> str:
    """Return a sentence on what there is."""
    if not names:
        return notice("还没有资料夹。起个名字，写上标题和许可，选好文件就能收。")
    return notice(f"现有资料夹：{'、'.join(names)}。存在这台电脑上，关掉三晋也还在。")
