"""The set's record and the files as cards. Escaped HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ui.rendering import safe

LABELS = {
    "compliant": ("✓", "标识合规"),
    "noncompliant": ("！", "标识不合规"),
    "not_found": ("！", "没有标识"),
}


def listed(title: str, items: Iterable[object], nothing: str, more: str = "") -> str:
    """Return a titled list, or a sentence where it is empty."""
    rows = "".join(f"<li>{safe(item)}</li>" for item in items)
    body = f"<ul>{rows}</ul>" if rows else f'<p class="sj-hint">{safe(nothing)}</p>'
    return f'<section class="sj-list {more}"><h4>{safe(title)}</h4>{body}</section>'


# --------------------------------------------------------------------------- set and files


def set_record(manifest: Mapping[str, Any]) -> str:
    """Return a set's measures, what is documented in it and what is imagined."""
    rows = "".join(
        f"<tr><th scope=row>{safe(name)}</th><td>{safe(value)}</td></tr>"
        for name, value in measures(manifest.get("measures") or {})
    )
    table = f'<table class="sj-measures"><caption>尺寸</caption>{rows}</table>' if rows else ""
    evidence = [_item(one) for one in manifest.get("evidence") or ()]
    invented = [_item(one) for one in manifest.get("invented") or ()]
    worn = [
        f"{one['name']}（{one['slot']}）　{one['why']}" for one in manifest.get("wardrobe") or ()
    ]
    dressed = listed("服化道", worn, "") if worn else ""
    return (
        f'<div class="sj-set">{table}<div class="sj-two">'
        f"{listed('图中有据', evidence, '没有登记依据。')}"
        f"{listed('图中想象', invented, '没有登记想象的部分。')}</div>{dressed}</div>"
    )


MEASURES = {
    "width_m": "通面阔", "depth_m": "通进深", "column_m": "檐柱高", "eave_m": "檐出",
    "bracket_m": "铺作高", "rise_m": "举高", "platform_m": "台基高", "height_m": "总高",
    "cai_cm": "材高",
}  # fmt: skip


def measures(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return measures as (name, figure with its unit), those that have a figure."""
    rows = []
    for key, name in MEASURES.items():
        value = values.get(key)
        number = value.get("value") if isinstance(value, Mapping) else value
        if isinstance(number, int | float):
            rows.append((name, f"{number:.2f} {'厘米' if key.endswith('_cm') else '米'}"))
    return rows


def _item(one: Any) -> str:
    """Return a line of evidence or invention, whether a sentence or a record."""
    if not isinstance(one, Mapping):
        return str(one)
    what = one.get("item") or one.get("what") or one.get("text") or one.get("title") or ""
    told = one.get("value") or one.get("why") or ""
    if isinstance(told, float):
        told = f"{told:.3f}".rstrip("0").rstrip(".") + f" {one.get('unit', '')}".rstrip()
    source = one.get("source") or one.get("rule") or ""
    return "　".join(str(part) for part in (what, told, source) if part)


def files(rows: Sequence[tuple[str, str, str]]) -> str:
    """Return files as rows of name, what it is, and the status of its AI label."""
    body = "".join(
        f"<tr><th scope=row>{safe(name)}</th><td>{safe(what)}</td><td>{_label(status)}</td></tr>"
        for name, what, status in rows
    )
    return (
        '<table class="sj-files"><thead><tr><th scope=col>文件</th><th scope=col>是什么</th>'
        f"<th scope=col>AI 标识</th></tr></thead><tbody>{body}</tbody></table>"
    )


def _label(status: str) -> str:
    sign, words = LABELS.get(status, ("", status))
    return f'<span data-label="{safe(status)}">{sign} {safe(words)}</span>'
