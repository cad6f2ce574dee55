"""Picking line by line among alternatives: several proposals become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from heritage_kb.errors import RefusedInput
from scriptgen.revising.proposal import Op, Proposal
from scriptgen.series import Series


def merge(series: Series, proposals: Sequence[Proposal], choices: Mapping[str, int]) -> Proposal:
    """Return one proposal that takes each line from the alternative chosen for it.

    Args:
        series: what the proposals were made for.
        proposals: the alternatives, all for this series.
        choices: id of a line or scene → which alternative (from 0); an alternative that does not
            touch the line leaves it as it stands. ``"*"`` chooses for all that is not named.
            What nobody chose for stays as it stands.

    Raises:
        RefusedInput: no such alternative, or an id that no alternative touches.
        Stale: an alternative is out of date (raised when the result is applied).
    """
    known = {op.id for proposal in proposals for op in proposal.ops}
    for id, number in choices.items():
        if not 0 <= number < len(proposals):
            raise RefusedInput(
                f"只有 {len(proposals)} 个方案，没有第 {number} 个（从 0 数）；请改选。",
                f"There are {len(proposals)} alternatives; {number} is not one.",
            )
        if id != "*" and id not in known:
            raise RefusedInput(
                f"几个方案都没有动“{id}”；请对照提案里的 id。", f"No alternative touches “{id}”."
            )
    rest = choices.get("*")
    ops: dict[tuple[str, str], Op] = {}
    for number, proposal in enumerate(proposals):
        for op in proposal.ops:
            if choices.get(op.id, rest) == number:
                ops.setdefault((op.what, op.id), op)
    used = sorted({choices.get(id, rest) for _, id in ops} - {None}, key=str)
    names = dict.fromkeys(proposals[n].author for n in used if n is not None)
    merged = Proposal(
        do="merge",
        why=f"从 {len(proposals)} 个方案里逐行选出 {len(ops)} 处。",
        author="+".join(names) or "scaffold",
        ops=_reachable(tuple(ops.values()), proposals, series),
    )
    return replace(
        merged, notes=tuple(n for i in used if i is not None for n in proposals[i].notes)
    )


def _reachable(
    ops: tuple[Op, ...], proposals: Sequence[Proposal], series: Series
) -> tuple[Op, ...]:
    """Anchor every insert on something that is there once the choice is made."""
    chosen = {op.id for op in ops if op.kind == "insert"}
    there = {e.id for one in series.episodes for scene in one.scenes for e in scene.elements}
    there |= {scene.id for one in series.episodes for scene in one.scenes}
    inserts = {op.id: op for p in proposals for op in p.ops if op.kind == "insert"}

    def anchored(op: Op) -> Op:
        behind = op.behind
        while behind and behind not in chosen and behind not in there and behind in inserts:
            behind = inserts[behind].behind
        return replace(op, behind=behind)

    return tuple(anchored(op) if op.kind == "insert" else op for op in ops)
