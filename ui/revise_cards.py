"""Proposals and versions: what stood, what would stand, who wrote it and on what. Escaped HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from ui.rendering import KIND_MARKS, author, notice, safe
from ui.revising_work import LISTED

KINDS = {"replace": "改", "insert": "添", "delete": "删"}
_LEAST = 2  # letters that two wordings share in a row before it is shown as shared
_SHOWN = 120  # changes that are listed of one comparison
_RULES = {
    "episode": lambda one: f"第{one['number']}集　{one.get('title', '')}",
    "scene": lambda one: " ".join(str(one.get(k) or "") for k in ("number", "time", "int_ext", "place")),
}  # fmt: skip


def offers(kept: Sequence[Any], kb: Any) -> str:
    """Return proposals side by side, each with its changes to be taken one by one.

    Args:
        kept: of ``scriptgen.revising.kept``.
        kb: the knowledge base that their citations name.
    """
    if not kept:
        return notice("还没有提案。选好要改的，按「提案」；提案不动剧本。")
    cards = "".join(_offer(n, one, kb, of=len(kept)) for n, one in enumerate(kept, 1))
    return f'<div class="sj-offers" data-count="{min(3, len(kept))}">{cards}</div>'


def _offer(n: int, kept: Any, kb: Any, *, of: int) -> str:
    made = kept.proposal
    before, after = made.seconds
    listed = list(enumerate(made.ops[:LISTED]))
    gone = "".join(_op(number, op, kb) for number, op in listed if op.kind == "delete")
    come = "".join(_op(number, op, kb) for number, op in listed if op.kind != "delete")
    more = len(made.ops) - LISTED
    rest = notice(f"另有 {more} 处没有列出，采纳时一并采纳。") if more > 0 else ""
    head = f"方案{n}" if of > 1 else "提案"
    stale = notice(why, "bad") if (why := kept.stale) else ""
    take = (
        "" if stale else '<button type="button" class="sj-take" data-do="take">采纳打勾的</button>'
    )
    return (
        f'<article class="sj-offer" data-offer="{kept.number}"><h4>{head}</h4>'
        f"<p>{safe(made.why)}</p>"
        f'<p class="sj-facts"><span>{safe(author(made.author))}</span>'
        f"<span>{before:g} 秒 → {after:g} 秒</span><span>{len(made.ops)} 处</span></p>{stale}"
        f'<p class="sj-does">{take}<button type="button" data-do="reject">不要</button></p>'
        f"{_columns(come, gone, made)}{rest}{_findings(made)}{''.join(notice(x) for x in made.notes[:8])}</article>"
    )


def clash(number: int, theirs: str, mine: str) -> str:
    """Return a line's two wordings, from elsewhere and one's own, and the buttons that settle it.

    Args:
        number: of the proposal that holds one's own.
        theirs: the line as it stands.
        mine: one's own words.
    """
    return (
        f'<article class="sj-offer sj-clash" data-offer="{number}" role="alert">'
        "<h4>这一行在别处先改了，你写的没有盖上去</h4>"
        f"<dl><dt>现在稿子里</dt><dd>{safe(theirs)}</dd><dt>你写的</dt><dd>{safe(mine)}</dd></dl>"
        '<input type="checkbox" data-op="0" checked hidden>'
        '<p class="sj-does"><button type="button" class="sj-take" data-do="take">用我写的</button>'
        '<button type="button" data-do="reject">用稿子里的</button></p></article>'
    )


def _columns(come: str, gone: str, made: Any) -> str:
    """Return what comes, to be read as it would be played, and below it what goes for it."""
    out = f"<ol>{come}</ol>" if come else ""
    if not gone:
        return out
    count = sum(op.kind == "delete" for op in made.ops)
    open_ = "" if any(op.kind == "insert" for op in made.ops) else " open"
    return f'{out}<details class="sj-group"{open_}><summary>删去 {count} 处</summary><ol>{gone}</ol></details>'


def _op(number: int, op: Any, kb: Any) -> str:
    why = f"<em>{safe(op.why)}</em>" if op.why else ""
    after = op.after or {}
    listed = "".join(f"<li>{cited(id, kb)}</li>" for id in after.get("citations") or ())
    sources = f'<ul class="sj-cited" aria-label="出处">{listed}</ul>' if listed else ""
    kind = after.get("claim_kind") if op.what == "line" else None
    mark = f"　{safe(KIND_MARKS.get(kind, ('', kind))[1])}" if kind else ""
    by = f"　{safe(author(after['author']))}" if after.get("author") else ""
    return (
        f'<li><label><input type="checkbox" checked data-op="{number}">'
        f"<span>{KINDS[op.kind]}{mark}{by}</span></label>"
        f"{changed(wording(op.what, op.before), wording(op.what, op.after))}{sources}{why}</li>"
    )


def wording(what: str, values: Mapping[str, Any] | None) -> str:
    """Return a part of a script or a plan as one line of words; empty for none."""
    if values is None:
        return ""
    if what == "plan":
        from scriptgen.planrows import rows_said

        return rows_said(values["value"])
    if what in _RULES:
        return str(_RULES[what](values))
    said = f"（{values['parenthetical']}）" if values.get("parenthetical") else ""
    cue = f"{values['speaker']}{said}：" if values.get("speaker") else said
    return cue + str(values.get("text", ""))


def cited(id: str, kb: Any) -> str:
    """Return what a citation names: the entry and the passage's text."""
    from heritage_kb.errors import RefusedInput

    try:
        passage = kb.passage(id)
        return f"{safe(kb.entry(passage.entry).title)}：{safe(passage.text)}"
    except RefusedInput:
        return safe(f"{id}（知识库里没有）")


def _findings(made: Any) -> str:
    keys = [
        {(f["code"], f["episode"], f["term"], f["text"]): f["message"] for f in side}
        for side in made.findings
    ]
    come = [text for key, text in keys[1].items() if key not in keys[0]]
    gone = [text for key, text in keys[0].items() if key not in keys[1]]
    rows = [f"<li>＋ 多出：{safe(one)}</li>" for one in come]
    rows += [f"<li>－ 少了：{safe(one)}</li>" for one in gone]
    if not rows:
        return '<p class="sj-hint">预审前后一样。</p>'
    return f'<ul class="sj-judged" aria-label="预审前后">{"".join(rows)}</ul>'


def changed(before: str, after: str) -> str:
    """Return two wordings as one line with what goes and what comes, read out as such."""
    parts = []
    for tag, a, b in _pieces(before, after):
        if tag == "equal":
            parts.append(safe(a))
            continue
        parts.append(f"<del>{safe(a)}</del>" if a else "")
        parts.append(f"<ins>{safe(b)}</ins>" if b else "")
    return f'<p class="sj-change">{"".join(parts)}</p>'


def _pieces(before: str, after: str) -> list[tuple[str, str, str]]:
    """Return the pieces of two wordings; what they share by chance counts as changed."""
    found: list[tuple[str, str, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        a, b = before[i:j], after[k:m]
        shared = tag == "equal" and (len(a) >= _LEAST or a == before)
        if not shared and found and found[-1][0] != "equal":
            found[-1] = ("replace", found[-1][1] + a, found[-1][2] + b)
        else:
            found.append(("equal" if shared else "replace", a, b))
    return found


def hits(found: Sequence[Any]) -> str:
    """Return the lines in which words were found, each leading to its place in the script."""
    rows = "".join(f"<li>{_hit(one)}</li>" for one in found[:_SHOWN])
    more = f"另有 {len(found) - _SHOWN} 行没有列出。" if len(found) > _SHOWN else ""
    return f'<ol class="sj-findings sj-hits-in">{rows}</ol>{notice(more)}' if rows else ""


def _hit(one: Any) -> str:
    text, said, at = one.line.text, [], 0
    for start, end in one.spans:
        said += [safe(text[at:start]), f"<mark>{safe(text[start:end])}</mark>"]
        at = end
    cue = wording("line", _values(one.line) | {"text": ""})
    return (
        f'<button type="button" class="sj-finding" data-episode="{one.episode}" '
        f'data-line="{safe(one.line.id)}"><span>{safe(one.scene)}</span>'
        f'<span class="sj-message">{safe(cue)}{"".join(said)}{safe(text[at:])}</span></button>'
    )


def picked(lines: Sequence[Any], words: str, held: str) -> str:
    """Return what is selected: the first lines of it, who wrote them, what is locked."""
    if not lines:
        return ""
    rows = "".join(
        f"<li>{'<b>锁</b>' if one.locked else ''}{safe(wording('line', _values(one)))}"
        f"<small>{safe(author(one.author))}</small></li>"
        for one in lines[:6]
    )
    more = f"<li>…… 共 {len(lines)} 行</li>" if len(lines) > len(lines[:6]) else ""
    part = f'<p class="sj-hint">只改其中的“{safe(words)}”，要接模型。</p>' if words else ""
    lock = notice(held) if held else ""
    return f'<ul class="sj-selected">{rows}{more}</ul>{part}{lock}'


def _values(one: Any) -> dict[str, Any]:
    return {"speaker": one.speaker, "parenthetical": one.parenthetical, "text": one.text}


def compared(changes: Sequence[Any]) -> str:
    """Return what became of the script between two versions (``Change`` of a project)."""
    rows = [_change(one) for one in changes if one.kind in ("line", "scene", "episode")]
    rows = [row for row in rows if row]
    if not rows:
        return notice("剧本一字不差。", "good")
    more = notice(f"另有 {len(rows) - _SHOWN} 处没有列出。") if len(rows) > _SHOWN else ""
    return f'<ol class="sj-compared">{"".join(rows[:_SHOWN])}</ol>{more}'


def _change(one: Any) -> str:
    before, after = wording(one.kind, one.before), wording(one.kind, one.after)
    if before == after:
        return ""
    kind = "改" if before and after else "添" if after else "删"
    return f"<li><span>{kind}　{safe(re.sub('^episode-', '第', one.id))}</span>{changed(before, after)}</li>"
