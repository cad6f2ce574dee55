"""The knowledge base as cards: what was found, and one entry whole. Escaped HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from ui.rendering import CONFIDENCE, notice, passage_block, safe, source_line, source_of

KINDS = {
    "site": "古迹", "structure": "建筑", "craft": "手艺", "opera": "戏曲", "custom": "民俗",
    "person": "人物", "event": "史事", "product": "物产", "place": "地方", "period": "朝代",
    "term": "名物", "word": "词语", "document": "资料",
}  # fmt: skip
TOPICS = {
    "overview": "概说", "date": "年代", "measure": "尺寸", "place": "所在", "person": "人物",
    "history": "史事", "word": "词语", "custom": "风俗", "filming": "拍摄", "process": "工序",
    "tool": "工具", "material": "材料", "sense": "见闻", "error": "毛病", "test": "验看",
    "irreversible": "不可回头的一步", "hide": "藏处", "mark": "记号", "hurt": "伤痛",
    "deadline": "期限", "conflict": "冲突", "mistake": "剧本常错",
}  # fmt: skip
RELATIONS = {
    "in": "所属", "holds": "辖内", "near": "附近古迹", "part_of": "所在古迹", "has_part": "其中建筑",
    "craft_near": "本地手艺", "site_near": "近处古迹", "took_part": "参与的史事",
    "people": "其中人物", "at": "到过的地方", "seen": "相关人与事", "makes": "做成的物产",
    "made_by": "怎么做出来", "of_period": "所属朝代", "from_period": "这一朝的",
    "stage": "可演的戏台", "opera": "可演的戏", "bearer": "传承人", "bears": "传承的手艺",
    "linked": "另见",
}  # fmt: skip
FOLDED_FROM = 21  # passages from which on the groups are folded
_NAMED = 8  # relations of one kind that are named before the rest is folded
_A_PART = 20  # passages of a document in one fold
_DOCUMENT = 400  # passages of a document that are shown; a novel has thousands


# ----------------------------------------------------------------------------------- found


def hits(found: Sequence[Any], kb: Any) -> str:
    """Return the entries found, as cards that open."""
    if not found:
        return notice("没有查到。换个说法，或去掉筛选再试。")
    cards = "".join(_hit(hit, kb) for hit in found)
    count = f'<p class="sj-count" role="status">查到 {len(found)} 条</p>'
    if not any(hit.close for hit in found):
        count = notice("没有把握：库里没有贴近的说法，下面只是最接近的几条，请别当作答案。")
    return f'{count}<div class="sj-hits">{cards}</div>'


def beside(found: Sequence[Any], own: Sequence[Any], kb: Any) -> str:
    """Return what the knowledge base says and what a studio's own material says, set apart.

    The material stands first where it holds something near: it was asked for by name.
    """
    shelf = _part("我的资料", "你自己的文字，未经核对", own, kb)
    shipped = _part("知识库", "每条有来源和可信度", found, kb)
    return shelf + shipped if any(hit.close for hit in own) else shipped + shelf


def _part(title: str, words: str, found: Sequence[Any], kb: Any) -> str:
    head = f'<h4 class="sj-part">{title}<small>{words}</small></h4>'
    return f'<section aria-label="{title}">{head}{hits(found, kb)}</section>'


def _hit(hit: Any, kb: Any) -> str:
    entry, passage = hit.entry, hit.passage
    sources = passage.sources if passage else entry.sources
    level = passage.confidence if passage else entry.confidence
    named = "；".join(dict.fromkeys(_cited(id, kb) for id in sources)) or "待考"
    at = f' data-passage="{safe(passage.id)}"' if passage else ""
    return (
        f'<article class="sj-hit"><h5>{safe(entry.title)}<small>{safe(_where(entry))}</small></h5>'
        f'<p class="sj-why"><span>为什么是它</span>{safe("；".join(hit.why)) or "只沾一点边"}</p>'
        f"<p>{_marked(passage.text, hit.spans) if passage else safe(entry.note)}</p>"
        f'<p class="sj-facts"><span>可信度 {CONFIDENCE.get(level, "未标")}</span>'
        f"<span>来源 {safe(named)}</span></p>"
        f'<button type="button" class="sj-link" data-entry="{safe(entry.id)}"{at} '
        f'aria-label="看条目 {safe(entry.title)}">看全部文段 →</button></article>'
    )


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with what was asked for marked."""
    parts, at = [], 0
    for start, end in spans:
        parts += [safe(text[at:start]), f"<mark>{safe(text[start:end])}</mark>"]
        at = end
    return "".join([*parts, safe(text[at:])])


def _cited(id: str, kb: Any) -> str:
    """Return a source's title; with the page where it is a studio's own file."""
    source = source_of(id, kb)
    if source is None:
        return id
    return f"{source.title} {source.where}".strip() if "/" in id else str(source.title)


def _where(entry: Any) -> str:
    place = "".join(dict.fromkeys(part for part in (entry.city, entry.county) if part))
    kept = str(entry.fields.get("collection", "")) if entry.kind == "document" else ""
    said = (KINDS.get(entry.kind, entry.kind), place, kept)
    return " · ".join(part for part in said if part)


# ----------------------------------------------------------------------------------- entry


def entry(one: Any, kb: Any, passage: str = "") -> str:
    """Return an entry: what it is, its passages by topic, what it has to do with, its sources.

    Args:
        one: the entry.
        kb: the knowledge base.
        passage: the id of the passage that led here; it is set off.
    """
    told, near = kb.passages_of(one), kb.relations(one)
    document = one.kind == "document"
    body = _document(told, kb, passage) if document else _by_topic(told, kb, passage)
    sources = "" if document else _sources(one, kb)
    counts = (
        ("kb-passages", "文段", len(told)),
        ("kb-relations", "相关", len(near)),
        ("kb-sources", "来源", 0 if document else len(one.sources)),
    )
    return (
        f'<article class="sj-entry" data-shown="{safe(one.id)}">'
        '<button type="button" class="sj-link sj-back" data-back>← 回到查到的</button>'
        f'<h4 tabindex="-1">{safe(one.title)}<small>{safe(_where(one))}</small></h4>'
        f"{_jumps(counts)}{_tips(one)}{_facts(one, kb)}"
        f'<section id="kb-passages">{body}</section>{_relations(near)}{sources}</article>'
    )


def _jumps(counts: Iterable[tuple[str, str, int]]) -> str:
    buttons = "".join(
        f'<button type="button" class="sj-link" data-jump="{id}">{name} {count}</button>'
        for id, name, count in counts
        if count
    )
    return f'<nav class="sj-jumps" aria-label="这一条里有">{buttons}</nav>' if buttons else ""


def _tips(one: Any) -> str:
    """Return what the editors say for whoever looks for a story; it cannot be cited."""
    gist, uses = one.fields.get("gist"), one.fields.get("uses") or ()
    if not gist and not uses:
        return ""
    rows = f"<dt>一句话</dt><dd>{safe(gist)}</dd>" if gist else ""
    rows += f"<dt>适合写</dt><dd>{'<br>'.join(safe(use) for use in uses)}</dd>" if uses else ""
    return (
        '<aside class="sj-tips" aria-label="编者提示，不可引用">'
        f"<p>编者提示 · 供构思，不可引用</p><dl>{rows}</dl></aside>"
    )


def _facts(one: Any, kb: Any) -> str:
    said = _document_facts(one) if one.kind == "document" else _entry_facts(one, kb)
    rows = "".join(f"<dt>{name}</dt><dd>{safe(text)}</dd>" for name, text in said if text)
    doubt = f'<p class="sj-doubt"><b>存疑</b>{safe(one.note)}</p>' if one.note else ""
    return (f"<dl>{rows}</dl>" if rows else "") + doubt


def _entry_facts(one: Any, kb: Any) -> tuple[tuple[str, str], ...]:
    number = one.official_no and f"{one.official_no}{_bracketed(one, 'official_no_note')}"
    scenic = str(one.fields.get("scenic_level", ""))
    standing = (one.level, one.batch, number)
    also = (
        "世界遗产" if one.fields.get("world_heritage") else "",
        f"{scenic}景区" if scenic else "",
    )
    return (
        ("又名", "、".join(one.aliases)),
        ("年代", _years(one, kb)),
        ("级别", "；".join(part for part in (" ".join(filter(None, standing)), *also) if part)),
    )


def _bracketed(one: Any, field: str) -> str:
    return f"（{one.fields[field]}）" if one.fields.get(field) else ""


def _document_facts(one: Any) -> tuple[tuple[str, str], ...]:
    pages = one.fields.get("pages")
    return (
        ("资料夹", str(one.fields.get("collection", ""))),
        ("文件", str(one.fields.get("file", ""))),
        ("页数", str(pages) if pages else ""),
        ("许可", str(one.fields.get("licence", ""))),
        ("归谁", str(one.fields.get("owner", ""))),
    )


def _years(one: Any, kb: Any) -> str:
    dynasties = [kb.periods[id].title for id in one.periods if id in kb.periods]
    years = [year for year in (one.start_year, one.end_year) if year is not None]
    said = "–".join(f"公元前 {-year}" if year < 0 else str(year) for year in dict.fromkeys(years))
    return " ".join(part for part in ("、".join(dynasties), said) if part)


def _sources(one: Any, kb: Any) -> str:
    rows = "".join(f"<li>{source_line(id, kb)}</li>" for id in one.sources)
    return (
        '<section id="kb-sources"><h5>条目来源</h5>'
        f'<ul class="sj-sources">{rows or "<li>待考</li>"}</ul></section>'
    )


# -------------------------------------------------------------------------------- passages


def _by_topic(told: Sequence[Any], kb: Any, wanted: str) -> str:
    groups: dict[str, list[Any]] = {}
    for passage in told:
        groups.setdefault(passage.topic, []).append(passage)
    if not groups:
        return '<p class="sj-hint">还没有写成文段。</p>'
    parts = []
    order = {topic: number for number, topic in enumerate(TOPICS)}
    ordered = sorted(groups.items(), key=lambda group: order.get(group[0], len(order)))
    for number, (topic, passages) in enumerate(ordered):
        body = "".join(_held(one.id, wanted, passage_block(one, kb)) for one in passages)
        opened = number == 0 or any(one.id == wanted for one in passages)
        folded = len(told) >= FOLDED_FROM
        parts.append(_group(TOPICS.get(topic, topic), len(passages), body, (folded, opened)))
    return "".join(parts)


def _group(title: str, count: int, body: str, state: tuple[bool, bool]) -> str:
    """Return a group of passages; ``state`` is (can be folded, stands open)."""
    folded, opened = state
    if not folded:
        return f'<section class="sj-group"><h5>{safe(title)}</h5>{body}</section>'
    return (
        f'<details class="sj-group"{" open" if opened else ""}>'
        f"<summary><h5>{safe(title)}<small>{count} 段</small></h5></summary>{body}</details>"
    )


def _held(id: str, wanted: str, body: str) -> str:
    """Return a passage in its frame; the one that was asked for is set off."""
    asked = " data-asked" if id == wanted else ""
    return f'<div class="sj-told"{asked}>{body}</div>'


def _document(told: Sequence[Any], kb: Any, wanted: str) -> str:
    """Return a studio's own text: it is a source, so no passage is called fact."""
    at = next((n for n, one in enumerate(told) if one.id == wanted), 0)
    first = max(0, min(at - _DOCUMENT // 2, len(told) - _DOCUMENT)) // _A_PART * _A_PART
    shown = told[first : first + _DOCUMENT]
    folded = len(shown) >= FOLDED_FROM
    parts = []
    for number, (_, rows) in enumerate(groupby(enumerate(shown), lambda row: row[0] // _A_PART)):
        passages = [one for _, one in rows]
        start = first + number * _A_PART + 1
        last = start + len(passages) - 1
        title = f"第 {start} 段" if last == start else f"第 {start}–{last} 段"
        body = "".join(_held(one.id, wanted, _quoted(one, kb)) for one in passages)
        opened = start <= at + 1 < start + _A_PART
        parts.append(_group(title, len(passages), body, (folded, opened)))
    left = len(told) - len(shown)
    more = f'<p class="sj-hint">另有 {left} 段没有列出，请用查询找到。</p>' if left else ""
    return "".join(parts) + more


def _quoted(passage: Any, kb: Any) -> str:
    source = source_of(passage.sources[0], kb)
    where = source.where if source is not None else ""
    return (
        f'<blockquote class="sj-passage">{safe(passage.text)}</blockquote>'
        f'<p class="sj-facts"><span>{safe(where) or "资料原文"}</span>'
        f"<span>可信度 {CONFIDENCE.get(passage.confidence, '未标')}（资料所说，未经核对）</span></p>"
    )


# ------------------------------------------------------------------------------- relations


def _relations(near: Sequence[Any]) -> str:
    if not near:
        return ""
    groups: dict[str, list[Any]] = {}
    for one in near:
        groups.setdefault(one.kind, []).append(one)
    rows = "".join(_relation_group(kind, every) for kind, every in groups.items())
    return (
        '<section id="kb-relations"><h5>相关<small>由坐标、名称与年代算出，点开就看</small></h5>'
        f'<dl class="sj-relations">{rows}</dl></section>'
    )


def _relation_group(kind: str, every: Sequence[Any]) -> str:
    name = RELATIONS.get(kind, kind)
    named = "".join(_relation(one) for one in every[:_NAMED])
    rest = "".join(_relation(one) for one in every[_NAMED:])
    more = (
        f"<details><summary>再看 {len(every) - _NAMED} 个</summary><ul>{rest}</ul></details>"
        if rest
        else ""
    )
    return f"<dt>{safe(name)}</dt><dd><ul>{named}</ul>{more}</dd>"


def _relation(one: Any) -> str:
    far = "" if one.km is None else f"<small>{one.km:.1f} 公里</small>"
    return (
        f'<li><button type="button" class="sj-link" data-entry="{safe(one.entry.id)}" '
        f'title="{safe(one.why)}">{safe(one.entry.title)}</button>{far}</li>'
    )
