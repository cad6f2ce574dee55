"""The verbs of planning: edit, add, delete, move, lock, regenerate, refuse; each makes a proposal."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Literal, get_args

import heritage_kb
from heritage_kb import KnowledgeBase
from heritage_kb.errors import RefusedInput
from scriptgen.elements import Value, find
from scriptgen.genres import TURN_KINDS
from scriptgen.keeping.parts import PERSON
from scriptgen.models.request import Model, ModelFailed
from scriptgen.planning.asking import asked
from scriptgen.planning.changing import Change
from scriptgen.planning.checking import plan_findings
from scriptgen.planning.following import follow
from scriptgen.planning.renaming import rename_person, rename_place, rename_thing
from scriptgen.planning.rows import added, deleted, moved_to
from scriptgen.planning.takes import takes
from scriptgen.revising.applying import apply
from scriptgen.revising.proposal import SCAFFOLD, Proposal
from scriptgen.series import Series
from scriptgen.standing import ROLES

Do = Literal["edit", "regenerate", "lock", "unlock", "refuse", "add", "delete", "move"]
DOES: tuple[str, ...] = get_args(Do)
_LONGEST = 2000  # characters of one element
_LINES = ("title", "name", "cliffhanger", "hook_in", "question", "kind", "who", "from", "to")
_SHORT = 120
_MAY_BE_EMPTY = ("note", "secret", "want", "need", "wound", "cliffhanger", "hook_in")
_YES = {"是": True, "true": True, "1": True, "否": False, "false": False, "0": False}


def replan(
    series: Series,
    do: Do,
    at: str,
    *,
    to: str | float | bool = "",
    kb: KnowledgeBase | None = None,
    model: Model | None = None,
    seed: int = 0,
    judge: bool = True,
) -> Proposal:
    """Return what changing one element of a plan comes to; nothing is changed by it.

    The first operation is the element's own; the others follow from it, each with its reason.
    ``scriptgen.apply`` takes all or some of them, and returns what takes them back.

    Args:
        series: a plan or a draft.
        do: edit (to ``to``), regenerate (another take), lock, unlock; refuse keeps ``to``, or where
            that is empty the present text, from being offered again; add puts a person, a place or
            a beat in (``at`` 人物, 地点 or 第3集), delete takes one out, move gives a beat another
            place in its episode (``to`` 上, 下 or its number).
        at: the element (see ``elements.find``); to lock or unlock also what holds several.
        to: the new text or number.
        kb: the knowledge base; by default the shipped one.
        model: words it anew instead of the stock.
        seed: shuffles the takes.
        judge: look for what is wrong with the plan before and after, into ``findings``, and say
            what of a new text contradicts the knowledge base.

    Raises:
        RefusedInput: no such element or operation; it is locked; a value that cannot stand there;
            no other take.
    """
    if do not in DOES:
        raise RefusedInput(f"没有“{do}”这种动作；可以：{'、'.join(DOES)}。", f"Unknown “{do}”.")
    if do == "add":
        change, why = added(series, at, str(to))
        return _judged(series, _proposal(change, do, why, PERSON), judge)
    change = Change(series, find(series, at))
    if do in ("lock", "unlock"):
        made = _locking(change, do)
    elif do == "delete":
        made = _proposal(change, do, deleted(change), PERSON)
    elif do == "move":
        made = _proposal(change, do, moved_to(change, str(to)), PERSON)
    else:
        _refuse_part(change, at)
        known = kb or heritage_kb.open()
        if do == "refuse":
            made = _refusing(change, str(to))
        elif do == "edit":
            made = _editing(change, to, known if judge else None)
        else:
            made = _regenerating(change, known, model, seed)
    return _judged(series, made, judge)


def _judged(series: Series, made: Proposal, judge: bool) -> Proposal:
    if not judge or not made.ops:
        return made
    after = apply(series, made).series
    return replace(made, findings=(plan_findings(series), plan_findings(after)))


def _proposal(change: Change, do: str, why: str, author: str, said: str = "") -> Proposal:
    return Proposal(
        do=do, why=why, author=author, ops=tuple(change.ops), notes=tuple(change.notes), said=said
    )


def _refuse_part(change: Change, said: str) -> None:
    if change.address not in change.elements:
        inside = [a for a in change.elements if a.startswith(f"{change.address}.")]
        raise RefusedInput(
            f"“{said}”里有 {len(inside)} 处，一次改一处；请写到底，如 {inside[0]}。",
            f"“{said}” holds several elements; name one, as {inside[0]}.",
        )


# ------------------------------------------------------------------------------------- locks


def _locking(change: Change, do: str) -> Proposal:
    at, locks = change.address, change.series.planning.locks
    label = change.label(at)
    if do == "lock":
        change.decide(f"lock:{at}", True, "锁定")
        return _proposal(change, do, f"锁定{label}：往后谁也不改它。", PERSON)
    if at not in locks and change.locked(at):
        holder = next(one for one in locks if at.startswith(f"{one}."))
        raise RefusedInput(
            f"{label}是随“{holder}”一起锁的；请解锁 {holder}。", f"{at} is locked by {holder}."
        )
    change.decide(f"lock:{at}", None, "解锁")
    return _proposal(change, do, f"解锁{label}。", PERSON)


def _refuse_locked(change: Change) -> None:
    if change.locked(change.address):
        raise RefusedInput(
            f"{change.label(change.address)}（{change.address}）锁着，没有改动；要改请先解锁。",
            f"{change.address} is locked.",
        )


def _refusing(change: Change, text: str) -> Proposal:
    at = change.address
    take = text.strip() or change.text(at)
    rows = change.series.planning.refused.get(at, [])
    if take not in rows:
        change.decide(f"refused:{at}", [*rows, take], "不再提这一种")
    return _proposal(change, "refuse", f"{change.label(at)}：不再提“{take[:40]}”。", PERSON)


# ----------------------------------------------------------------------------------- editing


def _editing(change: Change, to: str | float | bool, kb: KnowledgeBase | None) -> Proposal:
    _refuse_locked(change)
    at = change.address
    value = _value(change, to)
    label, was = change.label(at), change.elements[at].value
    if value == was:
        raise RefusedInput(f"{label}本来就是这样，没有可改的。", f"{at} is that already.")
    for text in [value] if isinstance(value, str) else []:
        for claim in kb.check(text) if kb else []:
            if claim.verdict == "contradicted":
                change.note(f"“{claim.text}”与知识库所知不合：{claim.why}")
    _work_out(change, value, f"{label}改了")
    return _proposal(change, "edit", f"{label}：“{_short(was)}”改成“{_short(value)}”。", PERSON)


def _work_out(
    change: Change, value: Value, why: str, citations: tuple[str, ...] | None = None
) -> None:
    parts = change.address.split(".")
    if parts[0] in ("character", "prop", "place") and parts[-1] == "name":
        _rename(change, parts, str(value))
        return
    change.put(change.address, value, why, citations=citations)
    follow(change, value, why)


def _rename(change: Change, parts: list[str], new: str) -> None:
    was = change.text(change.address)
    if parts[0] == "character":
        rename_person(change, new)
    elif parts[0] == "prop":
        rename_thing(change, was, new)
    else:
        row = change.series.bible.places[int(parts[1]) - 1]
        rename_place(change, was, new, real=bool(row.get("entry")))


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _value(change: Change, to: str | float | bool) -> Value:
    """Return a writer's text as a value of the element.

    Raises:
        RefusedInput: it cannot stand there; the sentence says what can.
    """
    now = change.elements[change.address].value
    key = change.address.rpartition(".")[2]
    if isinstance(now, bool):
        return _flag(to)
    if key in ("answered", "episode"):
        return _episode(change, str(to))
    if key == "seconds":
        return _seconds(change, str(to))
    text = str(to).strip()
    _refuse_text(change, key, text)
    return text


def _flag(to: str | float | bool) -> bool:
    said = str(to).strip().lower()
    if said not in _YES:
        raise RefusedInput(f"付费点写“是”或“否”，收到“{to}”。", f"Write yes or no, not “{to}”.")
    return _YES[said]


def _episode(change: Change, said: str) -> int:
    rows = [row.number for row in change.series.outline.episodes]
    number = re.sub(r"[第集\s]", "", said)
    if not number.isdigit() or int(number) not in rows:
        raise RefusedInput(
            f"“{said}”不是这部剧的一集；请写 {min(rows, default=1)}–{max(rows, default=1)}。",
            f"There is no episode “{said}”.",
        )
    parts = change.address.split(".")
    hook = next((h for h in change.series.bible.hooks if h.id == parts[1]), None)
    if hook and int(number) <= hook.opened:
        raise RefusedInput(
            f"第{hook.opened}集提出的问题，要在后面的集里答；请写大于 {hook.opened} 的集号。",
            f"A question of episode {hook.opened} is answered later.",
        )
    return int(number)


def _seconds(change: Change, said: str) -> float:
    row = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:秒|s)?\s*", said)
    total = float(change.series.brief.seconds)
    if not row or not 0 < float(row[1]) < total:
        raise RefusedInput(
            f"秒数“{said}”不行；请写大于 0、小于单集 {total:g} 秒的数。", f"Bad seconds “{said}”."
        )
    return round(float(row[1]), 1)


def _refuse_text(change: Change, key: str, text: str) -> None:
    label = change.label(change.address)
    most = _SHORT if key in _LINES else _LONGEST
    if not text and key not in _MAY_BE_EMPTY:
        raise RefusedInput(f"{label}不能是空的；请写上文字。", f"{change.address} cannot be empty.")
    if len(text) > most or re.search(r"[\x00-\x1f\x7f]", text):
        raise RefusedInput(
            f"{label}要写成一段、{most} 字以内，不换行；收到 {len(text)} 字。",
            f"{change.address}: one paragraph of at most {most} characters.",
        )
    names = [one.name for one in change.series.bible.characters]
    if key in ("who", "from", "to") and text not in names:
        raise RefusedInput(
            f"“{text}”不在人物里；可以：{'、'.join(names)}。", f"“{text}” is no character."
        )
    if key == "role":
        _refuse_role(change, text)
    if key == "kind" and change.text(change.address) in TURN_KINDS and text not in TURN_KINDS:
        raise RefusedInput(
            f"转的种类只有：{'、'.join(TURN_KINDS)}。", f"“{text}” is no kind of turn."
        )


def _refuse_role(change: Change, text: str) -> None:
    """The seat in front of the dot says who somebody is to the story; it stays."""
    seat = change.text(change.address).split("·")[0]
    if seat in ROLES and text.split("·")[0] != seat:
        raise RefusedInput(
            f"身份要以“{seat}·”开头（座次不变），后面随意；如 {seat}·老漆匠。",
            f"The role must begin with “{seat}·”.",
        )


# ------------------------------------------------------------------------------ regenerating


def _regenerating(change: Change, kb: KnowledgeBase, model: Model | None, seed: int) -> Proposal:
    _refuse_locked(change)
    at, author, said = change.address, SCAFFOLD, ""
    label = change.label(at)
    take = None
    if model is not None and isinstance(change.elements[at].value, str):
        try:
            take, said = asked(change, kb, model, seed)
            author = model.name if take else SCAFFOLD
        except ModelFailed as failed:
            change.note(f"模型没有可用的回答（{failed.zh}），用存货里的。")
            said = failed.said
    if take is None:
        found = takes(change, kb, seed)
        if not found:
            raise RefusedInput(
                f"{label}离线没有别的写法（存货里没有，或都用过、都不要了）；请自己改，或接模型。",
                f"There is no other take of {at}.",
            )
        take = found[0]
    was = change.elements[at].value
    _work_out(change, take.value, f"{label}换了", take.citations)
    _beside(change, take.beside, f"{label}换了，一道换")
    why = f"{label}：“{_short(was)}”换成“{_short(take.value)}”。"
    return _proposal(change, "regenerate", why, author, said)


def _beside(change: Change, beside: dict[str, Value], why: str) -> None:
    """What comes with a take follows on its own: a question stands in four places."""
    for address, value in beside.items():
        if address not in change.elements or change.elements[address].value == value:
            continue
        if change.put(address, value, why):
            other = Change(change.series, address)
            follow(other, value, why)
            change.join(other)
