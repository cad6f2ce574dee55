"""The script as crews print it, with its sources beside it; findings; progress. Escaped HTML.

Everything that came from a person, a file or the knowledge base passes :func:`safe` on its way
into the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from time import monotonic_ns
from typing import Any

KIND_MARKS = {
    "史实": ("史", "史实，有出处"),
    "传说": ("传", "传说，有出处"),
    "民俗": ("俗", "民俗，有出处"),
    "合理虚构": ("拟", "合理虚构：于理可有，于史无载"),
    "虚构": ("虚", "虚构：本剧的想象"),
}
CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}
_AUTHORS = {"scaffold": "离线初稿", "person": "人写"}
SEVERITIES = {
    "error": ("■", "错误"),
    "warning": ("▲", "提醒"),
    "warn": ("▲", "提醒"),
    "info": ("○", "提示"),
}
CATEGORIES = {
    "HEADING": "场头", "LEN": "时长", "HOOK": "钩子", "RHYTHM": "节奏", "ANACHRONISM": "年代",
    "CLAIM": "引文", "SITE_INTERIOR": "文物内景", "SITE_FIRE": "文物用火", "SITE_STUNT": "文物动作",
    "PERMIT": "拍摄许可", "TITLE": "片名", "ADLAW": "广告", "DIALECT": "方言", "HERO": "英烈",
    "CONTINUITY": "连贯", "LEDGER": "钩子账", "LANGUAGE": "语言",
    **{f"C{number:02}": "内容" for number in range(1, 12)},
}  # fmt: skip


def safe(value: object) -> str:
    """Return text that is only text in HTML, inside quotes as well."""
    return escape(str(value), quote=True)


def notice(sentence: str, kind: str = "quiet") -> str:
    """Return one sentence: ``quiet``, ``good`` or ``bad`` (said with a sign, not colour alone)."""
    if not sentence:
        return ""
    sign = {"bad": "！", "good": "✓", "quiet": ""}[kind]
    role = ' role="alert"' if kind == "bad" else ' role="status"'
    mark = f'<span class="sj-sign" aria-hidden="true">{sign}</span>' if sign else ""
    return f'<p class="sj-notice sj-{kind}"{role}>{mark}{safe(sentence)}</p>'


def toast(sentence: str, kind: str) -> str:
    """Return a sentence that stands at the foot of the window for a few seconds."""
    return f'<div class="sj-toast" data-at="{monotonic_ns()}">{notice(sentence, kind)}</div>'


def progress(title: str, what: str, share: float) -> str:
    """Return a bar that a screen reader can read."""
    percent = round(100 * min(1.0, max(0.0, share)))
    return (
        f'<div class="sj-progress" role="progressbar" aria-label="{safe(title)}" '
        f'aria-valuemin="0" aria-valuemax="100" aria-valuenow="{percent}">'
        f'<div class="sj-bar"><i style="width:{percent}%"></i></div>'
        f"<p>{safe(title)}　{safe(what)}　{percent}%</p></div>"
    )


# ------------------------------------------------------------------------------ screenplay


def script(
    episode: Any, kb: Any, focus: str = "", told: Mapping[str, Sequence[Mapping[str, Any]]] = {}
) -> str:
    """Return one episode's screenplay, its scenes to turn to, and the panel of its sources.

    Args:
        episode: a :class:`scriptgen.series.Episode`.
        kb: the knowledge base that its citations name.
        focus: the id of a line to bring into view, or ``scene:`` and the number of a scene.
        told: line id → what the review says of it, to be shown beside the line.
    """
    numbers = citation_numbers(episode)
    scenes = "".join(_scene(scene, numbers, told) for scene in episode.scenes)
    cards = "".join(source_card(id, number, kb) for id, number in numbers.items())
    seconds = f"<small>约 {round(episode.seconds)} 秒　{safe(written_by(episode))}</small>"
    return (
        f'<div class="sj-desk" data-episode="{episode.number}" '
        f'data-focus="{safe(_target(focus)) if focus else ""}">'
        f"{_scenes(episode)}"
        f'<article class="sj-script" aria-label="第{episode.number}集剧本">{legend()}'
        f'<h3 class="sj-episode">第{episode.number}集　{safe(episode.title)}{seconds}'
        f"{lock_sign(episode.locked)}{_whole(str(episode.number), '选整集')}</h3>"
        f"{scenes}{_PICKED}</article>{_panel(len(numbers))}"
        f'<div class="sj-cards" hidden>{cards}</div></div>'
    )


def written_by(episode: Any) -> str:
    """Return who wrote how many lines of an episode; marks are nobody's."""
    lines = [x for scene in episode.scenes for x in scene.elements if x.type != "mark"]
    counts = Counter(author(line.author) for line in lines)
    return "、".join(f"{name} {count} 行" for name, count in counts.most_common())


def author(name: str) -> str:
    """Return who wrote, as people call it.

    >>> author("scaffold+home/qwen")
    '离线初稿、home/qwen'
    """
    return "、".join(_AUTHORS.get(one, one) for one in name.split("+"))


def _scenes(episode: Any) -> str:
    """Return the list of scenes; script.js shows the one that is turned to, or all of them."""
    from scriptgen.duration import seconds

    rows = "".join(
        f'<li><button type="button" data-scene="{safe(one.id)}" aria-pressed="false">'
        f"<b>{safe(one.number or one.id)}</b>{lock_sign(one.locked)}<span>{safe(one.place)}</span>"
        f"<small>{safe(one.time)} {safe(one.int_ext or '')}　约 {round(seconds(one.elements))} 秒"
        "</small></button></li>"
        for one in episode.scenes
    )
    return (
        '<nav class="sj-scenes" aria-label="这一集的场"><ol>'
        '<li><button type="button" data-scene="" aria-pressed="true"><b>整集</b></button></li>'
        f"{rows}</ol></nav>"
    )


def citation_numbers(episode: Any) -> dict[str, int]:
    """Return passage id → number, in the order in which the episode cites them."""
    cited = (id for scene in episode.scenes for one in scene.elements for id in one.citations)
    return {id: number for number, id in enumerate(dict.fromkeys(cited), 1)}


def line_id(element: object) -> str:
    """Return the HTML id of a line."""
    return f"sj-line-{element}"


def heading_id(number: object) -> str:
    """Return the HTML id of a scene's heading."""
    return f"sj-scene-{number}"


def _target(focus: str) -> str:
    """Return the HTML id of what is to be in view: a scene's heading, else a line."""
    return heading_id(focus.removeprefix(_SCENE)) if focus.startswith(_SCENE) else line_id(focus)


def heading(scene: Any) -> str:
    """Return the scene heading as crews print it: 集-场 时 内/外 地点."""
    from scriptgen.formats.textfile import heading_row

    return heading_row(scene)


def legend() -> str:
    """Return what the marks beside the lines mean."""
    marks = "".join(
        f"<li>{_mark(kind)}<span>{safe(words)}</span></li>"
        for kind, (_, words) in KIND_MARKS.items()
    )
    return (
        '<details class="sj-legend" open><summary>行首的字是什么意思</summary>'
        f'<ul>{marks}<li><span class="sj-chip sj-still">1</span>'
        f"<span>点数字看出处</span></li><li>{_PEN}<span>人写的行；没有这个字的是机器写的</span></li>"
        '<li><span class="sj-flag sj-still">▲</span><span>审读有话说</span></li></ul></details>'
    )


_SCENE = "scene:"  # before the number of a scene that is to be brought into view
_PEN = '<span class="sj-pen" role="img" aria-label="人写" title="人写"></span>'
# What is picked, and the way to the revision; script.js fills it.
_PICKED = (
    '<div class="sj-picked" hidden><span role="status"></span>'
    '<button type="button" data-revise>去改稿</button>'
    '<button type="button" data-unpick>不选了</button></div>'
)


def lock_sign(locked: bool) -> str:
    """Return the sign of a locked part; nothing where it is open."""
    if not locked:
        return ""
    return '<span class="sj-lock" role="img" aria-label="已锁定" title="已锁定">锁</span>'


def _whole(id: str, words: str) -> str:
    return f'<button type="button" class="sj-whole" data-whole="{safe(id)}">{words}</button>'


def _scene(
    scene: Any, numbers: dict[str, int], told: Mapping[str, Sequence[Mapping[str, Any]]]
) -> str:
    cast = f'<p class="sj-cast">出场人物：{safe("、".join(scene.cast))}</p>' if scene.cast else ""
    lines = "".join(_line(one, numbers, told.get(one.id, ())) for one in scene.elements)
    return (
        f'<section data-of="{safe(scene.id)}" data-number="{safe(scene.number or "")}">'
        f'<h4 class="sj-heading" tabindex="-1" id="{safe(heading_id(scene.number or scene.id))}">{safe(heading(scene))}{lock_sign(scene.locked)}'
        f"{_whole(scene.id, '选整场')}</h4>{cast}{lines}</section>"
    )


def _line(element: Any, numbers: dict[str, int], told: Sequence[Mapping[str, Any]]) -> str:
    chips = "".join(_chip(id, numbers[id]) for id in element.citations)
    bare = element.type == "mark" and not element.citations
    mark = '<span class="sj-mark sj-none"></span>' if bare else _mark(element.claim_kind)
    locked = " sj-locked" if element.locked else ""
    pick = (
        f'<button type="button" class="sj-pick" data-pick="{safe(element.id)}" '
        f'aria-pressed="false" aria-label="选这一行">{mark}</button>'
    )
    return (
        f'<p class="sj-line sj-type-{safe(element.type)}{locked}" '
        f'id="{safe(line_id(element.id))}" tabindex="-1">{pick}'
        f'<span class="sj-said">{_said(element)}{_pen(element)}{lock_sign(element.locked)}{chips}'
        f"{''.join(map(_flag, told))}</span></p>"
    )


def _pen(element: Any) -> str:
    return _PEN if element.author == "person" and element.type != "mark" else ""


def _flag(finding: Mapping[str, Any]) -> str:
    """Return the sign of a finding beside its line; what it says shows in the panel."""
    sign, name = SEVERITIES.get(finding["severity"], ("○", "提示"))
    cure = f"　→ {finding['suggestion']}" if finding.get("suggestion") else ""
    return (
        f'<button type="button" class="sj-flag" data-severity="{safe(finding["severity"])}" '
        f'data-finding="{safe(finding["key"])}" title="{safe(finding["message"])}{safe(cure)}" '
        f'aria-label="审读{name}：{safe(finding["message"])}">{sign}</button>'
    )


def _said(element: Any) -> str:
    """Return a line in the crews' notation, who speaks set off."""
    from scriptgen.formats.grammar import Line, written
    from scriptgen.formats.textfile import one_row

    text, aside = one_row(element.text), one_row(element.parenthetical or "") or None
    row = written(Line(element.type, element.speaker, aside, text))
    if element.type in ("action", "caption", "mark"):
        before, found, after = row.partition(text)
        return f"{safe(before)}{_text(found)}{safe(after)}"
    cue = row[: len(row) - len(text) - 1]
    return f'<b class="sj-speaker">{safe(cue)}</b>：{_text(text)}'


def _text(words: str) -> str:
    """Return the words of a line alone, so that some of them can be picked."""
    return f'<span class="sj-text">{safe(words)}</span>'


def _mark(kind: str) -> str:
    glyph, words = KIND_MARKS.get(kind, ("", kind))
    shape = "sj-sure" if kind in ("史实", "传说", "民俗") else "sj-free"
    return (
        f'<span class="sj-mark {shape}" data-kind="{safe(kind)}" role="img" '
        f'aria-label="{safe(words)}" title="{safe(words)}">{safe(glyph)}</span>'
    )


def _chip(id: str, number: int) -> str:
    return (
        f'<button type="button" class="sj-chip" data-passage="{safe(id)}" '
        f'aria-label="看出处 {number}" aria-controls="sj-source-panel">{number}</button>'
    )


# --------------------------------------------------------------------------------- sources


def _panel(count: int) -> str:
    hint = "点正文里的数字，这里就是它的原文和来源。" if count else "这一集还没有引用知识库的句子。"
    return (
        '<aside id="sj-source-panel" class="sj-panel" aria-label="出处" aria-live="polite">'
        '<button type="button" class="sj-close" aria-label="收起出处">✕</button>'
        f'<div class="sj-panel-body"><h4>出处</h4><p class="sj-hint">{safe(hint)}</p></div></aside>'
    )


def source_card(id: str, number: int, kb: Any) -> str:
    """Return what stands behind a chip: passage, kind of claim, confidence, sources, entry.

    A citation that the knowledge base cannot resolve says so.
    """
    from heritage_kb.errors import RefusedInput

    try:
        passage = kb.passage(id)
        entry = kb.entry(passage.entry)
    except RefusedInput:
        body = notice(f"知识库里找不到文段 {id}，这一句请人核实。", "bad")
        return f'<div data-card="{safe(id)}"><h4>出处 {number}</h4>{body}</div>'
    return (
        f'<div data-card="{safe(id)}"><h4>出处 {number}</h4>'
        f"{passage_block(passage, kb)}"
        f'<button type="button" class="sj-link" data-entry="{safe(entry.id)}">'
        f"在知识库里看「{safe(entry.title)}」→</button></div>"
    )


def passage_block(passage: Any, kb: Any) -> str:
    """Return a passage with its kind, its confidence and its sources."""
    sources = "".join(f"<li>{source_line(id, kb)}</li>" for id in passage.sources)
    return (
        f'<blockquote class="sj-passage">{safe(passage.text)}</blockquote>'
        f'<p class="sj-facts">{_mark(passage.claim_kind)}{safe(passage.claim_kind)}'
        f"<span>可信度 {CONFIDENCE.get(passage.confidence, '未标')}</span></p>"
        f'<ul class="sj-sources" aria-label="来源">{sources or "<li>待考</li>"}</ul>'
    )


def source_line(id: str, kb: Any) -> str:
    """Return a source as one line; own knowledge is called that."""
    source = source_of(id, kb)
    if source is None:
        return safe(f"{id}（来源未登记）")
    where = f'<span class="sj-where">{safe(source.where)}</span>' if source.where else ""
    return f"{safe(source.title)}{where}"


def source_of(id: str, kb: Any) -> Any | None:
    """Return the source of an id, of a collection as well; None where it is not known."""
    from heritage_kb.errors import RefusedInput

    try:
        return kb.source(id)
    except RefusedInput:
        return None
