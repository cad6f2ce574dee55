"""The verbs: ``revise`` proposes what is asked for; nothing is changed until it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

import heritage_kb
from heritage_kb import KnowledgeBase
from heritage_kb.errors import RefusedInput
from scriptgen.models.request import Model, ModelFailed
from scriptgen.revising.alternatives import go_on, options
from scriptgen.revising.applying import apply
from scriptgen.revising.asking import Wish, ask
from scriptgen.revising.comparing import ops_between
from scriptgen.revising.condensing import condense
from scriptgen.revising.desk import Desk
from scriptgen.revising.expanding import expand
from scriptgen.revising.lengths import Length, measured
from scriptgen.revising.placing import change_place
from scriptgen.revising.proposal import SCAFFOLD, Proposal
from scriptgen.revising.rephrasing import change_voice, rewrite
from scriptgen.revising.selecting import Selection, select
from scriptgen.series import Series

Do = Literal["rewrite", "continue", "condense", "expand", "voice", "place", "options"]
DOES: tuple[str, ...] = get_args(Do)
_PARTS = ("rewrite", "voice", "options")  # what may be done to part of a line
_ALTERNATIVES = 3
_DEFAULT = {"condense": "85%", "expand": "115%"}  # where nothing is said


def revise(
    series: Series,
    do: Do,
    at: str,
    *,
    to: str = "",
    kb: KnowledgeBase | None = None,
    model: Model | None = None,
    seed: int = 0,
    judge: bool = True,
) -> list[Proposal]:
    """Return what is proposed: one proposal, of ``options`` up to three.

    Args:
        series: the series; it is not changed.
        do: rewrite, continue, condense, expand, voice, place or options.
        at: what is selected; see ``selecting.select``.
        to: how long (``60秒``, ``300字``, ``80%``), whose voice, which place, or, for a rewrite
            by a model, what is wanted of it.
        kb: the knowledge base; by default the shipped one.
        model: writes instead of the scaffold; condense, expand and place are by rules where none
            is plugged in, the rest as far as the stock goes.
        seed: chooses among what fits.
        judge: review before and after, and say it in ``findings``.

    Raises:
        RefusedInput: an unknown operation or selection, or a wish that cannot be read.
    """
    if do not in DOES:
        raise RefusedInput(
            f"没有“{do}”这种改法；可以：{'、'.join(DOES)}。", f"Unknown operation “{do}”."
        )
    selection = select(series, at)
    if selection.span and (model is None or do not in _PARTS):
        raise RefusedInput(
            "只改半句要接模型，且只能 rewrite、voice 或 options；离线请选整行，或自己改。",
            "Part of a line can only be rewritten, and by a model.",
        )
    author = model.name if model else SCAFFOLD
    desk = Desk(series, kb or heritage_kb.open(), author=author, seed=seed)
    desk.asked = set(selection.episodes)
    if selection.lines and all(desk.locked(id) for id in selection.lines):
        raise RefusedInput(
            "选中的都已锁定，没有可改的；请先解锁，或另选。", "All that is selected is locked."
        )
    if model is None:
        made = _by_rules(desk, do, selection, to)
    else:
        made = _by_model(desk, do, selection, to, model)
    return [desk.judged(one) for one in made] if judge else made


def _by_rules(desk: Desk, do: str, selection: Selection, to: str) -> list[Proposal]:
    if do == "options":
        return options(desk, selection, _ALTERNATIVES)
    if do == "condense":
        return [condense(desk, selection, Length.of(to or _DEFAULT[do]))]
    if do == "expand":
        return [expand(desk, selection, Length.of(to or _DEFAULT[do]))]
    if do == "place":
        return [change_place(desk, selection, to)]
    if do == "voice":
        return [change_voice(desk, selection, to)]
    if do == "continue":
        return [go_on(desk, selection, Length.of(to) if to else None)]
    if to:
        desk.note("照意思改要接模型；离线只换现成的说法。")
    return [rewrite(desk, selection)]


# ------------------------------------------------------------------------------ with a model


def _by_model(
    desk: Desk,
    do: str,
    selection: Selection,
    to: str,
    model: Model,
) -> list[Proposal]:
    """Ask the model; what has to be exact (lengths, headings, citations) is seen to by rules."""
    ways = _ALTERNATIVES if do == "options" else 1
    found = []
    for way in range(ways):
        fresh = desk if way == 0 else _again(desk, desk.series)
        try:
            found.append(_asked(fresh, do, selection, to, model, way))
        except ModelFailed as failed:
            found.append(_unanswered(fresh, do, selection, to, failed))
    return [one for one in found if one.ops] or found[:1]


def _asked(
    desk: Desk,
    do: str,
    selection: Selection,
    to: str,
    model: Model,
    way: int,
) -> Proposal:
    wish = _wish(do, to, way)
    if do == "place":
        return _place_then_ask(desk, selection, to, wish, model)
    asked = ask(desk, selection, wish, model)
    if do not in ("condense", "expand"):
        return asked
    return _to_length(desk, do, selection, Length.of(to or _DEFAULT[do]), asked)


def _wish(do: str, to: str, way: int) -> Wish:
    if do in ("condense", "expand"):
        return Wish(do=do, length=f"约{to or _DEFAULT[do]}")
    if do == "continue":
        return Wish(do=do, length=f"约{to or '20秒'}")
    more = f"这是第{way + 1}种写法，路子要与别的不同。" if do == "options" else ""
    return Wish(do=do, said=to, way=way, more=more)


def _to_length(
    desk: Desk, do: str, selection: Selection, length: Length, asked: Proposal
) -> Proposal:
    """Bring what a model made the rest of the way to the length, by rules."""
    middle = apply(desk.series, asked).series
    rest = _again(desk, middle, author=SCAFFOLD)
    grown = {op.id for op in asked.ops if op.what == "line" and op.kind == "insert"}
    chosen = [id for id in rest.lines if id in selection.lines or id in grown]
    if length.unit == "%":
        before = [desk.lines[id] for id in selection.lines]
        share = (
            100 * length.target(before) / (measured([rest.lines[i] for i in chosen], length) or 1)
        )
        length = Length(amount=share, unit="%")
    work = condense if do == "condense" else expand
    topped = work(rest, replace(selection, lines=tuple(chosen)), length)
    return _joined(desk, asked, middle, topped, rest.notes)


def _place_then_ask(
    desk: Desk, selection: Selection, to: str, wish: Wish, model: Model
) -> Proposal:
    """Move by rules; then let a model mend what the move left behind."""
    by_rules = _again(desk, desk.series, author=SCAFFOLD)
    moved = change_place(by_rules, selection, to)
    middle = apply(desk.series, moved).series
    after = _again(desk, middle)
    lines = tuple(x for id in selection.scenes for x in (e.id for e in after.scenes[id].elements))
    try:
        asked = ask(after, replace(selection, lines=lines, span=None), wish, model)
    except ModelFailed as failed:
        after.note(f"模型没有可用的回答（{failed.zh}），只按规则挪了地方。")
        asked = Proposal(do="place", why=moved.why, said=failed.said)
    return _joined(desk, moved, middle, asked, after.notes)


def _joined(
    desk: Desk, first: Proposal, middle: Series, second: Proposal, notes: Sequence[str]
) -> Proposal:
    """Return two proposals, the second made on top of the first, as one."""
    for note in (*first.notes, *notes):
        desk.note(note)
    final = apply(middle, second).series
    made = desk.proposal(first.do, first.why, ops_between(desk.series, final), second.said)
    authors = {op.after["author"] for op in made.ops if op.what == "line" and op.after}
    return replace(made, author="+".join(sorted(authors)) or desk.author)


def _unanswered(
    desk: Desk, do: str, selection: Selection, to: str, failed: ModelFailed
) -> Proposal:
    """Keep what the model said; where rules can do it, do it by rules and say so."""
    if do in ("condense", "expand"):
        rules = _again(desk, desk.series, author=SCAFFOLD)
        rules.note(f"模型没有可用的回答（{failed.zh}），改按规则做。")
        return replace(_by_rules(rules, do, selection, to)[0], said=failed.said)
    desk.note(f"模型没有可用的回答（{failed.zh}），剧本没有动；它的原话留在提案的 said 里。")
    return desk.proposal(do, "模型没有照要求的形式回答。", [], failed.said)


def _again(desk: Desk, series: Series, *, author: str = "") -> Desk:
    made = Desk(series, desk.kb, author=author or desk.author, seed=desk.seed)
    made.asked = desk.asked
    return made
