"""The plan, every element of it to be edited, locked or told otherwise; loglines; what would change.

Escaped HTML. An element carries its address; ``plan.js`` puts the buttons beside the one in hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from heritage_kb.errors import RefusedInput
from ui.rendering import author, lock_sign, notice, safe
from ui.revise_cards import KINDS, changed, cited, wording

_PERSON = (
    ("role", "身份"), ("want", "要什么"), ("need", "缺什么"), ("secret", "瞒什么"),
    ("wound", "伤在哪里"),
    ("voice", "怎么说话"), ("note", "附注"),
)  # fmt: skip
# What only a person knows has no other take in the stock.
_ONLY_EDITED = ("brief.", "documented.", "invented.", "question.")


class _Plan:
    """A plan's elements by address, written out one by one."""

    def __init__(self, series: Any) -> None:
        import scriptgen

        self.series = series
        self.by_address = {one.address: one for one in scriptgen.plan_elements(series)}
        self.todo: Mapping[str, str] = scriptgen.to_redraft(series)
        self.locks = set(series.planning.locks)
        self.written = {episode.number for episode in series.episodes}

    def value(self, at: str, tag: str = "span", unit: str = "") -> str:
        """Return an element: its value, whether it is locked, what is still to be done to it."""
        one = self.by_address.get(at)
        if one is None:
            return ""
        flag = isinstance(one.value, bool)
        said = ("付费点" if one.value else "不设付费点") if flag else one.value
        kept = f'<i data-flag="{"是" if one.value else "否"}"></i>' if flag else ""
        cites = f'<span class="sj-cites">引 {len(one.citations)} 处</span>' if one.citations else ""
        todo = f'<em class="sj-todo">待重写：{safe(self.todo[at])}</em>' if at in self.todo else ""
        fixed = " data-fixed" if flag or at.startswith(_ONLY_EDITED) else ""
        own = " sj-word" if flag or one.value in (None, "") else ""  # the app's, not the plan's
        number = " data-number" if isinstance(one.value, int | float) and not flag else ""
        return (
            f'<{tag} class="sj-el{" sj-held" if one.locked else ""}" data-at="{safe(at)}" '
            f'data-locked="{"own" if at in self.locks else "yes" if one.locked else ""}"'
            f'{fixed}{number} tabindex="0" role="group" aria-label="{safe(one.label)}">'
            f'<span class="sj-value{own}">{safe(_figure(said))}</span>{unit}{kept}{cites}'
            f"{lock_sign(one.locked)}{todo}</{tag}>"
        )

    def terms(self, head: str, rows: Iterable[tuple[str, str]]) -> str:
        """Return named elements under one head as a list of terms; those that are blank as well."""
        found = [(name, self.value(f"{head}.{key}")) for key, name in rows]
        return "".join(f"<dt>{name}</dt><dd>{made}</dd>" for name, made in found if made)

    def whole(self, at: str, name: str) -> str:
        """Return the button that locks all of a person or an episode, or opens it."""
        locked = at in self.locks
        does, said = ("unlock", "解锁") if locked else ("lock", "锁")
        whole = "整集" if at[0] == "e" else "整人"
        return (
            f'<button type="button" class="sj-whole" data-whole="{safe(at)}" data-do="{does}" '
            f'aria-label="{said}{whole}：{safe(name)}">{lock_sign(locked)}{said}{whole}</button>'
        )

    def remove(self, at: str, name: str) -> str:
        """Return the button that proposes to take a person, a place or a beat out."""
        return (
            f'<button type="button" class="sj-whole" data-whole="{safe(at)}" data-do="delete" '
            f'aria-label="删去{safe(name)}">删</button>'
        )

    def numbered(self, head: str, parts: Sequence[tuple[str, str]] = ()) -> str:
        """Return the rows of a list (``rule.1``, ``prop.1.name`` …) as list items."""
        rows, n = [], 1
        while any(at == f"{head}.{n}" or at.startswith(f"{head}.{n}.") for at in self.by_address):
            at = f"{head}.{n}"
            body = "".join(f"{before}{self.value(f'{at}.{key}')}" for key, before in parts)
            gone = self.remove(at, f"第{n}处") if head == "place" else ""
            rows.append(f"<li>{body or self.value(at)}{gone}</li>")
            n += 1
        return "".join(rows)


def _figure(value: Any) -> str:
    if value is None or value == "":
        return "（空着）"
    return f"{value:g}" if isinstance(value, float) else str(value)


def plan(series: Any) -> str:
    """Return the plan of a series: premise, people, outline, what is known and what is not."""
    made = _Plan(series)
    bible = series.bible
    rules = _section("规矩", made.numbered("rule"))
    logline = f"<li>{made.value('brief.logline')}</li>"
    things = (
        _section("关系", made.numbered("relation", (("from", ""), ("to", " → "), ("what", "："))))
        + _section("地点", made.numbered("place", (("name", ""), ("what", "："))))
        + _adding("地点", "添一个地点", "名字：什么地方")
        + _section("物件", made.numbered("prop", (("name", ""), ("what", "："))))
        + _section(
            "谁几时知道",
            made.numbered("knows", (("who", ""), ("episode", "　第"), ("what", "集："))),
        )
        + rules
    )
    return (
        f'<div class="sj-plan">{made.value("premise", "p")}'
        f'<p class="sj-hint">点哪一处，哪一处就能改、锁、换一个；牵动别处的，先列给你看。</p>'
        f"{_acts(made)}{_people(made, bible.characters)}{_outline(made, series.outline.episodes)}"
        f'<details class="sj-more"><summary>钩子账、关系、地点、物件、规矩</summary>'
        f"{_hooks(made, bible.hooks)}{things}</details>"
        f'<details class="sj-more"><summary>题材书里的梗概、必须与避免</summary>'
        f"{_section('梗概', logline)}"
        f"{_section('必须', made.numbered('brief.must'))}"
        f"{_section('避免', made.numbered('brief.avoid'))}</details>"
        f'<div class="sj-two">{_section("有据可查", made.numbered("documented"), "这份题材还没有写明有据的事。")}'
        f"{_section('本剧虚构', made.numbered('invented'), '还没有写明虚构的事。')}</div>"
        f"{_section('要请人定夺', made.numbered('question'), '没有要请人定夺的事。', 'sj-ask')}</div>"
    )


def _section(title: str, rows: str, nothing: str = "", more: str = "") -> str:
    if not rows and not nothing:
        return ""
    body = f"<ul>{rows}</ul>" if rows else f'<p class="sj-hint">{safe(nothing)}</p>'
    return f'<section class="sj-list {more}"><h4>{safe(title)}</h4>{body}</section>'


def _acts(made: _Plan) -> str:
    rows = "".join(
        f"<dt>{safe(act['name'])}</dt><dd>{made.value(f'act.{n}.what')}</dd>"
        for n, act in enumerate(made.series.outline.acts, 1)
    )
    return f'<h4>几幕</h4><dl class="sj-acts">{rows}</dl>' if rows else ""


def _people(made: _Plan, characters: Sequence[Any]) -> str:
    cards = "".join(_person(made, n, one) for n, one in enumerate(characters, 1))
    more = _adding("人物", "添一个人", "名字：要什么")
    return f'<h4>人物</h4><div class="sj-people">{cards}</div>{more}' if cards else ""


def _adding(at: str, said: str, how: str) -> str:
    """Return the button that asks for a new person, place or beat, and proposes it."""
    return (
        f'<button type="button" class="sj-link" data-add="{safe(at)}" '
        f'data-how="{safe(how)}" data-said="{safe(said)}">{safe(said)}</button>'
    )


def _person(made: _Plan, n: int, one: Any) -> str:
    at = f"character.{n}"
    link = (
        f'<button type="button" class="sj-link" data-entry="{safe(one.entry)}">看史料 →</button>'
        if one.entry
        else ""
    )
    return (
        f'<article class="sj-person"><h5>{made.value(f"{at}.name")}{made.whole(at, one.name)}'
        f"{made.remove(at, one.name)}</h5>"
        f""
        f'<p class="sj-origin">{"虚构" if one.invented else "史有其人"}</p>'
        f"<dl>{made.terms(at, _PERSON)}</dl>{link}</article>"
    )


def _outline(made: _Plan, episodes: Sequence[Any]) -> str:
    hooks = made.series.bible.hooks
    rows = "".join(_episode(made, one, _open_after(hooks, one.number)) for one in episodes)
    return f'<h4>分集　共 {len(episodes)} 集</h4><ol class="sj-outline">{rows}</ol>' if rows else ""


def _open_after(hooks: Sequence[Any], number: int) -> list[Any]:
    """Return the questions that stand open when an episode ends."""
    return [h for h in hooks if h.opened <= number and not (h.answered and h.answered <= number)]


def _episode(made: _Plan, one: Any, hooks: Sequence[Any]) -> str:
    at = f"episode.{one.number}"
    beats = "".join(_beat(made, at, n) for n in range(1, len(one.beats) + 1))
    new = _adding(f"第{one.number}集", "添一拍", "这一拍写什么")
    more = f"<details><summary>节拍</summary><ol>{beats}</ol>{new}</details>" if one.beats else ""
    asked = "".join(f"<li>第{h.opened}集问：{safe(h.question)}</li>" for h in hooks)
    hung = (
        f"<details><summary>悬着 {len(hooks)} 问</summary><ul>{asked}</ul></details>"
        if hooks
        else '<p class="sj-hint">问的都答了</p>'
    )
    wall = made.value(f"{at}.paywall")
    written = one.number in made.written
    moves = _FIXED if written else _moves(at, f"第{one.number}集")
    return (
        f'<li data-episode="{safe(at)}"{"" if written else " draggable=true"}><h5><span class="sj-no">{one.number}</span>'
        f"{made.value(f'{at}.title')}{made.whole(at, f'第{one.number}集')}"
        f'<span class="sj-moves">{moves}</span></h5>'
        f"{made.value(f'{at}.logline', 'p')}{_strip(one.beats)}<dl>"
        f"<dt>开场钩子</dt><dd>{made.value(f'{at}.hook_in')}</dd>"
        f"<dt>收在</dt><dd>{made.value(f'{at}.cliffhanger')}</dd>"
        f'<dt>付费</dt><dd class="{"sj-walled" if one.paywall else ""}">{wall}</dd></dl>'
        f"{more}{hung}</li>"
    )


_FIXED = (
    '<small title="场号、钩子账、出处都照集次记着；没写的集可以挪">写成了，不换位置</small>'
)  # fmt: skip


def _strip(beats: Sequence[Any]) -> str:
    """Return the episode's beats as a strip, each as long as it lasts."""
    total = sum(beat.seconds for beat in beats)
    if not total:
        return ""
    parts = "".join(
        f'<i data-kind="{safe(beat.kind)}" style="flex-grow:{beat.seconds:g}" '
        f'title="{safe(beat.kind)} {beat.seconds:g} 秒"><span>{safe(beat.kind)}</span></i>'
        for beat in beats
        if beat.seconds
    )
    said = "、".join(f"{beat.kind} {beat.seconds:g} 秒" for beat in beats if beat.seconds)
    return (
        f'<div class="sj-strip" role="img" aria-label="共 {total:g} 秒：{safe(said)}">{parts}'
        f"<small>{total:g} 秒</small></div>"
    )


def _beat(made: _Plan, episode: str, n: int) -> str:
    at = f"{episode}.beat.{n}"
    kind = made.by_address[f"{at}.kind"].value
    kept = kind in ("钩子", "卡点")
    moves = _moves(at, f"第{n}拍")
    gone = made.remove(at, f"第{n}拍")
    around = "" if kept else f'<span class="sj-moves">{moves}{gone}</span>'
    return (
        f'<li data-beat="{safe(at)}"{"" if kept else " draggable=true"}>'
        f"<b>{made.value(f'{at}.seconds', unit=' 秒')}</b>"
        f"<b>{made.value(f'{at}.kind')}</b>{made.value(f'{at}.what')}"
        f"{around}</li>"
    )


def _moves(at: str, name: str) -> str:
    """Return the two arrows that move a beat or an episode by one."""
    return "".join(
        f'<button type="button" class="sj-whole" data-whole="{safe(at)}" data-do="move" '
        f'data-to="{to}" aria-label="{sign}{safe(name)}往{to}挪">{sign}</button>'
        for sign, to in (("↑", "上"), ("↓", "下"))
    )


def _hooks(made: _Plan, hooks: Sequence[Any]) -> str:
    rows = "".join(
        f"<li>第{hook.opened}集问：{made.value(f'hook.{hook.id}.question')}"
        f"　第{made.value(f'hook.{hook.id}.answered')}集答</li>"
        for hook in hooks
    )
    return _section("钩子账", rows)


# -------------------------------------------------------------------------------- loglines


def loglines(options: Sequence[Any], kb: Any) -> str:
    """Return loglines side by side, each with what drives it and what the craft does in it."""
    cards = "".join(_logline(one, kb) for one in options)
    return (
        f'<div class="sj-offers sj-loglines" data-count="{min(3, len(options))}">{cards}</div>'
        '<p class="sj-does"><button type="button" data-do="more">换三个</button>'
        '<button type="button" data-do="close">收起</button></p>'
    )


def _logline(one: Any, kb: Any) -> str:
    kept = "，梗概一字不动用你的" if one.kept else ""
    source = f'<p class="sj-cited">出 {_source(one.passage, kb)}</p>' if one.passage else ""
    text = "" if one.kept else f"<p>{safe(one.logline)}</p>"
    return (
        f'<article class="sj-offer" data-offer="{one.number}"><h4>{safe(one.engine)}</h4>'
        f'<p class="sj-facts"><span>{safe(author(one.author))}{kept}</span></p>{text}'
        f"<dl><dt>问</dt><dd>{safe(one.question)}</dd><dt>手艺</dt><dd>{safe(one.craft)}</dd></dl>"
        f'{source}<p class="sj-does"><button type="button" class="sj-take" data-do="choose">'
        "用这个出方案</button></p></article>"
    )


def _source(id: str, kb: Any) -> str:
    """Return the entry that a passage is of, as a way to it; the passage itself stands above."""
    try:
        entry = kb.entry(kb.passage(id).entry)
    except RefusedInput:
        return safe(f"{id}（知识库里没有）")
    return (
        f'<button type="button" class="sj-link" data-entry="{safe(entry.id)}" '
        f'data-passage="{safe(id)}">知识库「{safe(entry.title)}」→</button>'
    )


# -------------------------------------------------------------------------------- proposal


def offer(kept: Any, series: Any, kb: Any) -> str:
    """Return a proposal about the plan: its own change, then what follows, each to be ticked.

    Changes that stand or fall together (a name wherever it is said) have one tick.
    """
    import scriptgen

    made = kept.proposal
    labels = {one.address: one.label for one in scriptgen.plan_elements(series)}
    rows, seen = [], set[str]()
    for number, op in enumerate(made.ops):
        tick = not op.group or op.group not in seen
        seen.add(op.group)
        bound = sum(op.group != "" and one.group == op.group for one in made.ops)
        rows.append(_op(number, op, labels, kb, tick=tick, bound=bound))
    own, rest = "".join(rows[:1]), "".join(rows[1:])
    follow = (
        f"<details open><summary>牵动 {len(rows) - 1} 处</summary><ol>{rest}</ol></details>"
        if rest
        else ""
    )
    stale = notice(why, "bad") if (why := kept.stale) else ""
    take = '<button type="button" class="sj-take" data-do="take">采纳打勾的</button>'
    other = '<button type="button" data-do="again">不要这个，再换</button>'
    return (
        f'<article class="sj-offer sj-plan-offer" data-offer="{kept.number}" tabindex="-1" aria-label="方案的提案">'
        f'<p class="sj-facts"><span>提案·{safe(author(made.author))}</span><span>{len(rows)} 处</span></p>'
        f"{stale}<ol>{own}</ol>{follow}{''.join(notice(one) for one in made.notes[:8])}{_judged(made)}"
        f'<p class="sj-does">{"" if stale else take}{other if made.do == "regenerate" else ""}'
        '<button type="button" data-do="reject">不要</button></p></article>'
    )


def _op(number: int, op: Any, labels: Mapping[str, str], kb: Any, *, tick: bool, bound: int) -> str:
    after = op.after or {}
    decided = op.id.partition(":")[0] in ("todo", "lock", "refused") and ":" in op.id
    together = f"（连同 {bound} 处，一并）" if tick and bound > 1 else ""
    label = f"{_label(op, labels)}{together}"
    head = (
        f'<label><input type="checkbox" checked data-op="{number}"><span>{safe(label)}</span></label>'
        if tick
        else f"<span>{safe(label)}</span>"
    )
    body = "" if decided else changed(wording(op.what, op.before), wording(op.what, op.after))
    sources = "".join(f"<li>{cited(id, kb)}</li>" for id in after.get("citations") or ())
    listed = f'<ul class="sj-cited" aria-label="出处">{sources}</ul>' if sources else ""
    why = f"<em>{safe(op.why)}</em>" if op.why else ""
    return f"<li>{head}{body}{listed}{why}</li>"


def _label(op: Any, labels: Mapping[str, str]) -> str:
    kind, _, about = op.id.rpartition(":")
    if kind == "todo":
        return f"标“待重写”：{labels.get(about, about.removeprefix('scene.'))}"
    if kind == "rows":
        more = len(op.after["value"]) - len(op.before["value"])
        return f"{'添' if more > 0 else '删' if more < 0 else '挪'}：{op.why}"
    if op.what == "plan":
        return labels.get(op.id, op.id)
    return f"{KINDS[op.kind]}　剧本 {op.id}"


def _judged(made: Any) -> str:
    """Return what is wrong with the plan after and was not before, and the other way round."""
    before, after = ({str(f["message"]) for f in side} for side in made.findings)
    rows = [f"<li>＋ 多出：{safe(one)}</li>" for one in sorted(after - before)]
    rows += [f"<li>－ 少了：{safe(one)}</li>" for one in sorted(before - after)]
    return f'<ul class="sj-judged" aria-label="前后毛病">{"".join(rows)}</ul>' if rows else ""


def left(marked: Mapping[str, str], series: Any) -> str:
    """Return the scenes that are to be written anew, and why."""
    numbers = {s.id: s.number or s.id for e in series.episodes for s in e.scenes}
    rows = "".join(
        f"<li><b>{safe(numbers.get(id, id))}</b>　{safe(why)}</li>" for id, why in marked.items()
    )
    return (
        f'<section class="sj-list sj-ask"><h4>待重写 {len(marked)} 场</h4><ul>{rows}</ul></section>'
        if rows
        else ""
    )
