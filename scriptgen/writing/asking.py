"""What a model is asked for a scene: the order and its limits in our words, all else as material.

Numbers go into the slots of the prompt. Whatever came from outside, the names in a brief as much as
a passage or an earlier line, is material and never an instruction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from scriptgen.memory.memory import Memory
from scriptgen.memory.telling import told_for
from scriptgen.models.request import Material, Request
from scriptgen.series import Element, Scene
from scriptgen.story.plan import Plan
from scriptgen.writing.card import LONGEST_LINE, SceneCard, card_text, people_text
from scriptgen.writing.faults import Fault
from scriptgen.writing.pack import Pack

_TOKENS = (600, 4000)  # of an answer, least and most
_TOKENS_A_LINE = 90
_SO_FAR = 900  # characters of the episode's own earlier scenes


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """Everything that the requests of one scene are made from."""

    plan: Plan
    card: SceneCard
    pack: Pack
    memory: Memory
    before: Sequence[Scene]  # of the same episode
    seed: int


def scene_request(given: Asking) -> Request:
    """Return the first request for a scene."""
    return _request("scene", given, _context(given), {}, turn=0)


def repair_request(given: Asking, lines: list[Element], faults: list[Fault], turn: int) -> Request:
    """Return the request to mend a try, with what was found in it."""
    more = (
        Material(id="上一稿", text=_numbered(lines)),
        Material(id="毛病", text="\n".join(_told(fault) for fault in faults)),
    )
    return _request(
        "repair", given, (*_context(given), *more), {"faults": str(len(faults))}, turn=turn
    )


def _request(
    task: str,
    given: Asking,
    material: tuple[Material, ...],
    slots: dict[str, str],
    *,
    turn: int,
) -> Request:
    card, year = given.card, given.plan.year
    low, high = _TOKENS
    return Request(
        task=task,
        slots={
            "seconds": f"{card.seconds:.0f}",
            "lines": str(card.lines),
            "longest": str(LONGEST_LINE),
            "year": "待考" if year is None else f"公元前{-year}年" if year < 0 else f"{year}年",
            **slots,
        },
        material=material,
        most_tokens=min(high, max(low, card.lines * _TOKENS_A_LINE)),
        seed=(given.seed * 1000 + card.sheet.number * 30 + card.number * 3 + turn) % 2**31,
    )


def _context(given: Asking) -> tuple[Material, ...]:
    plan, card = given.plan, given.card
    order = card_text(plan, card)
    told = told_for(given.memory, order, names=card.staged.cast)
    rows = (
        ("本场", order),
        ("人物", people_text(plan, card)),
        ("基调", plan.brief.tone),
        ("避开", "；".join(plan.brief.avoid)),
        ("前情", told),
        ("本集已写", _so_far(given.before)),
    )
    texts = tuple(Material(id=id, text=text) for id, text in rows if text)
    return (*texts, *given.pack.material())


def _so_far(scenes: Sequence[Scene]) -> str:
    """Return the end of what the episode has already, whole lines."""
    rows: list[str] = []
    room = _SO_FAR
    for scene in reversed(scenes):
        for element in reversed(scene.elements):
            row = f"{element.speaker}：{element.text}" if element.speaker else f"△{element.text}"
            room -= len(row) + 1
            if room < 0:
                return "\n".join(rows)
            rows.insert(0, row)
        rows.insert(0, f"〔{scene.number} {scene.time} {scene.place}〕")
    return "\n".join(rows)


def _numbered(elements: list[Element]) -> str:
    return "\n".join(
        f"{n} "
        + json.dumps(
            {
                "type": e.type,
                "speaker": e.speaker or "",
                "parenthetical": e.parenthetical or "",
                "text": e.text,
                "citations": e.citations,
                "claim": e.claim_kind,
            },
            ensure_ascii=False,
        )
        for n, e in enumerate(elements, 1)
    )


def _told(fault: Fault) -> str:
    where = "全场" if fault.line is None else f"第{fault.line + 1}行"
    words = f"“{fault.text}”" if fault.text else ""
    return f"{where}{words}：{fault.message.rstrip('。')}。{fault.fix}"
