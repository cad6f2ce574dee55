"""The plan, the set's record, the files and the knowledge base as cards. Escaped HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ui.rendering import CONFIDENCE, notice, passage_block, safe, source_line

KINDS = {
    "site": "古迹", "structure": "建筑", "craft": "手艺", "opera": "戏曲", "custom": "民俗",
    "person": "人物", "event": "史事", "product": "物产", "place": "地方", "period": "朝代",
    "term": "名物", "word": "词语",
}  # fmt: skip
TOPICS = {
    "overview": "概说", "date": "年代", "measure": "尺寸", "place": "所在", "person": "人物",
    "history": "史事", "word": "词语", "custom": "风俗", "filming": "拍摄", "process": "工序",
    "tool": "工具", "material": "材料", "sense": "见闻", "error": "毛病", "test": "验看",
    "irreversible": "不可回头的一步", "hide": "藏处", "mark": "记号", "hurt": "伤痛",
    "deadline": "期限", "conflict": "冲突", "mistake": "剧本常错",
}  # fmt: skip
LABELS = {
    "compliant": ("✓", "标识合规"),
    "noncompliant": ("！", "标识不合规"),
    "not_found": ("！", "没有标识"),
}

# ------------------------------------------------------------------------------------ plan


def plan(series: Any) -> str:
    """Return the plan of a series: premise, people, outline, what is known and what is not."""
    bible, outline = series.bible, series.outline
    return (
        '<div class="sj-plan">'
        f'<p class="sj-premise">{safe(outline.premise or series.brief.logline)}</p>'
        f"{_people(bible.characters)}{_outline(outline.episodes)}"
        '<div class="sj-two">'
        f"{listed('有据可查', bible.documented, '这份题材还没有写明有据的事。')}"
        f"{listed('本剧虚构', bible.invented, '还没有写明虚构的事。')}</div>"
        f"{listed('要请人定夺', bible.questions, '没有要请人定夺的事。', 'sj-ask')}</div>"
    )


def listed(title: str, items: Iterable[object], nothing: str, more: str = "") -> str:
    """Return a titled list, or a sentence where it is empty."""
    rows = "".join(f"<li>{safe(item)}</li>" for item in items)
    body = f"<ul>{rows}</ul>" if rows else f'<p class="sj-hint">{safe(nothing)}</p>'
    return f'<section class="sj-list {more}"><h4>{safe(title)}</h4>{body}</section>'


def _people(characters: Sequence[Any]) -> str:
    cards = "".join(_person(one) for one in characters)
    return f'<h4>人物</h4><div class="sj-people">{cards}</div>' if cards else ""


def _person(one: Any) -> str:
    said = (
        ("要什么", one.want),
        ("缺什么", one.need),
        ("瞒什么", one.secret),
        ("怎么说话", one.voice),
    )
    rows = "".join(f"<dt>{name}</dt><dd>{safe(text)}</dd>" for name, text in said if text)
    origin = "虚构" if one.invented else "史有其人"
    link = (
        f'<button type="button" class="sj-link" data-entry="{safe(one.entry)}">看史料 →</button>'
        if one.entry
        else ""
    )
    note = f'<p class="sj-hint">{safe(one.note)}</p>' if one.note else ""
    return (
        f'<article class="sj-person"><h5>{safe(one.name)}<small>{safe(one.role)}</small></h5>'
        f'<p class="sj-origin">{origin}</p><dl>{rows}</dl>{note}{link}</article>'
    )


def _outline(episodes: Sequence[Any]) -> str:
    rows = "".join(_episode(one) for one in episodes)
    return f'<h4>分集　共 {len(episodes)} 集</h4><ol class="sj-outline">{rows}</ol>' if rows else ""


def _episode(one: Any) -> str:
    beats = "".join(_beat(beat) for beat in one.beats)
    more = f"<details><summary>节拍</summary><ol>{beats}</ol></details>" if beats else ""
    wall = '<span class="sj-wall">付费点</span>' if one.paywall else ""
    return (
        f'<li><h5><span class="sj-no">{one.number}</span>{safe(one.title)}{wall}</h5>'
        f"<p>{safe(one.logline)}</p><dl>"
        f"<dt>开场钩子</dt><dd>{safe(one.hook_in)}</dd>"
        f"<dt>收在</dt><dd>{safe(one.cliffhanger)}</dd></dl>{more}</li>"
    )


def _beat(beat: Any) -> str:
    count = len(beat.citations)
    cited = f'<span class="sj-cites">引 {count} 处</span>' if count else ""
    return f"<li><b>{round(beat.seconds)} 秒</b>{safe(beat.what)}{cited}</li>"


# ------------------------------------------------------------------------- knowledge base


def hits(found: Sequence[Any], kb: Any) -> str:
    """Return the entries found, as cards that open."""
    if not found:
        return notice("没有查到。换个说法，或去掉筛选再试。")
    cards = "".join(_hit(hit, kb) for hit in found)
    count = f'<p class="sj-count">查到 {len(found)} 条</p>'
    if not any(hit.close for hit in found):
        count = notice("没有把握：库里没有贴近的说法，下面只是最接近的几条，请别当作答案。")
    return f'{count}<div class="sj-hits">{cards}</div>'


def _hit(hit: Any, kb: Any) -> str:
    entry, passage = hit.entry, hit.passage
    sources = passage.sources if passage else entry.sources
    level = passage.confidence if passage else entry.confidence
    named = "；".join(_title(id, kb) for id in sources) or "待考"
    return (
        f'<article class="sj-hit"><h5>{safe(entry.title)}<small>{safe(_where(entry))}</small></h5>'
        f"<p>{_marked(passage.text, hit.spans) if passage else safe(entry.note)}</p>"
        f'<p class="sj-facts"><span>{safe("；".join(hit.why)) or "只沾一点边"}</span>'
        f"<span>可信度 {CONFIDENCE.get(level, '未标')}</span>"
        f"<span>来源 {safe(named)}</span></p>"
        f'<button type="button" class="sj-link" data-entry="{safe(entry.id)}" '
        f'aria-label="看条目 {safe(entry.title)}">看全部文段 →</button></article>'
    )


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with what was asked for marked."""
    parts, at = [], 0
    for start, end in spans:
        parts += [safe(text[at:start]), f"<mark>{safe(text[start:end])}</mark>"]
        at = end
    return "".join([*parts, safe(text[at:])])


def _title(id: str, kb: Any) -> str:
    source = kb.sources.get(id)
    return source.title if source else id


def _where(entry: Any) -> str:
    place = "".join(dict.fromkeys(part for part in (entry.city, entry.county) if part))
    return " · ".join(part for part in (KINDS.get(entry.kind, entry.kind), place) if part)


def entry(one: Any, kb: Any) -> str:
    """Return an entry with all its passages, grouped by what they are about."""
    facts = (
        ("又名", "、".join(one.aliases)),
        ("年代", _years(one, kb)),
        ("级别", " ".join(part for part in (one.level, one.batch, one.official_no) if part)),
        ("存疑", one.note),
    )
    rows = "".join(f"<dt>{name}</dt><dd>{safe(text)}</dd>" for name, text in facts if text)
    sources = "".join(f"<li>{source_line(id, kb)}</li>" for id in one.sources)
    return (
        f'<article class="sj-entry" data-shown="{safe(one.id)}"><h4>{safe(one.title)}'
        f"<small>{safe(_where(one))}</small></h4><dl>{rows}</dl>{_by_topic(one, kb)}"
        f'<h5>条目来源</h5><ul class="sj-sources">{sources or "<li>待考</li>"}</ul></article>'
    )


def _years(one: Any, kb: Any) -> str:
    dynasties = [kb.periods[id].title for id in one.periods if id in kb.periods]
    years = [year for year in (one.start_year, one.end_year) if year is not None]
    said = "–".join(f"公元前 {-year}" if year < 0 else str(year) for year in dict.fromkeys(years))
    return " ".join(part for part in ("、".join(dynasties), said) if part)


def _by_topic(one: Any, kb: Any) -> str:
    groups: dict[str, list[Any]] = {}
    for passage in kb.passages_of(one.id):
        groups.setdefault(passage.topic, []).append(passage)
    if not groups:
        return '<p class="sj-hint">还没有写成文段。</p>'
    return "".join(
        f"<section><h5>{TOPICS.get(topic, topic)}</h5>"
        + "".join(passage_block(passage, kb) for passage in passages)
        + "</section>"
        for topic, passages in groups.items()
    )


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
    return (
        f'<div class="sj-set">{table}'
        f"{listed('图中有据', evidence, '没有登记依据。')}"
        f"{listed('图中想象', invented, '没有登记想象的部分。')}</div>"
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
