"""The ledger of hooks as a table: what was asked or planted, where, and where it is paid.

Two kinds of rows stand in it: the questions that the plan puts to the audience, and what a
spoken line leaves open (the rule is that of ``LEDGER.UNPAID``). Which line answers a planned
question is a matter of sense, so such a row names the episode only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scriptgen.genres import HOOK_OF_TURN, TURN_KINDS
from scriptgen.reviewing.context import Context
from scriptgen.reviewing.engine import view
from scriptgen.reviewing.findings import Review, ScriptView
from scriptgen.reviewing.rulebook import RuleBook
from scriptgen.reviewing.rules.continuity.ledger import Thread, threads
from scriptgen.reviewing.rules.continuity.told import Spot, told
from scriptgen.series import EpisodePlan, Hook

PAID, PLANNED, OPEN, UNSURE = "已答", "待写", "悬着", "请人看"


@dataclass(frozen=True, kw_only=True, slots=True)
class HookRow:
    """One hook. Places: ``episode`` (1-based), ``scene`` as 集-场, ``line`` as findings have it.

    ``kind``: of a planned question the kind of its cliffhanger (冲突、反转、危机、抉择、情感) or
    总问 for the one of the whole series; of a line 疑问 or 托付. ``state``: 已答 (of a planned
    question: the episode that is to answer is written, whatever its lines say), 待写 (the
    episode that answers is not written), 悬着 (nothing answers) or 请人看 (words do not tell).
    """

    id: str
    kind: str
    text: str
    opened: dict[str, Any]
    touched: tuple[int, ...]
    paid: dict[str, Any] | None
    state: str


def hook_ledger(what: Any, *, context: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return every hook of a Series, a Reading or a text, in order of opening.

    Args:
        what: as for ``review``; loose lines and a script of one episode open nothing.
        context: see ``Context``.

    Returns:
        ``[{"id","kind","text","opened":{"episode","scene","line"},"touched":[episodes],
        "paid":{…}|None,"state"}]``, see ``HookRow``.

    Raises:
        RefusedInput: the context is off, or the text is too long.
    """
    given = Context.of(context or {})
    script = view(what, given)
    rows = list(_planned(script))
    if script.whole:
        case = Review(script=script, context=given, book=RuleBook(given.profile, given.date))
        asked = {row.text for row in rows}
        found = enumerate(threads(told(case)), 1)
        rows += [_spoken(n, one) for n, one in found if one.spot.text not in asked]
    rows.sort(key=lambda row: row.opened["episode"] or 0)
    return [asdict(row) | {"touched": list(row.touched)} for row in rows]


def _planned(script: ScriptView) -> Iterator[HookRow]:
    if script.bible is None:
        return
    plans = {row.number: row for row in script.outline.episodes} if script.outline else {}
    ends = {e.number: e.scenes[-1].number for e in script.episodes if e.scenes}
    for hook in script.bible.hooks:
        row = plans.get(hook.opened)
        closes = row is not None and row.cliffhanger == hook.question
        paid = None if hook.answered is None else _place(hook.answered)
        yield HookRow(
            id=hook.id,
            kind=_kind(row) if closes else "总问",
            text=hook.question,
            opened=_place(hook.opened, ends.get(hook.opened) if closes else None),
            touched=tuple(hook.touched),
            paid=paid,
            state=_state(hook, set(ends)),
        )


def _state(hook: Hook, written: set[int | None]) -> str:
    if hook.answered is None:
        return OPEN
    return PAID if hook.answered in written else PLANNED


def _kind(row: EpisodePlan | None) -> str:
    turns = (beat.kind for beat in row.beats if beat.kind in TURN_KINDS) if row else ()
    return HOOK_OF_TURN.get(next(iter(turns), ""), "冲突")


def _spoken(number: int, one: Thread) -> HookRow:
    state = OPEN if one.missed else PAID if one.paid else UNSURE
    return HookRow(
        id=f"t{number:03d}",
        kind="疑问" if one.asked else "托付",
        text=one.spot.text,
        opened=_at(one.spot),
        touched=(),
        paid=_at(one.paid) if one.paid else None,
        state=state,
    )


def _at(spot: Spot) -> dict[str, Any]:
    return _place(spot.episode.number, spot.scene.number, spot.line.where)


def _place(episode: int | None, scene: str | None = None, line: Any = None) -> dict[str, Any]:
    return {"episode": episode, "scene": scene, "line": line}


# -------------------------------------------------------------------------------- as a table

HEAD = ("号", "类", "问题或话", "开在", "又碰到", "答在", "现在")
WIDTHS = (8, 8, 56, 12, 18, 12, 10)


def hook_rows(ledger: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return the rows of a ledger for a sheet or a page, under ``HEAD``."""
    return [
        (
            row["id"],
            row["kind"],
            row["text"],
            _said(row["opened"]),
            "、".join(f"第{n}集" for n in row["touched"]),
            _said(row["paid"]),
            row["state"],
        )
        for row in ledger
    ]


def hook_text(ledger: Sequence[dict[str, Any]]) -> str:
    """Return a ledger as lines to read, what is open counted first."""
    if not ledger:
        return "钩子账：没有跨集的钩子。"
    left = sum(row["state"] == OPEN for row in ledger)
    head = f"钩子账：{len(ledger)} 个，悬着 {left} 个"
    rows = [
        f"  {state}　{kind}　{text}（{opened} → {paid or '——'}）"
        for _, kind, text, opened, _, paid, state in hook_rows(ledger)
    ]
    return "\n".join([head, *rows])


def _said(place: dict[str, Any] | None) -> str:
    if place is None:
        return ""
    scene = place["scene"]
    if scene:
        return str(scene)
    return f"第{place['episode']}集" if place["episode"] else "没有集号处"
