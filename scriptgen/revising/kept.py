"""Proposals in a project: kept, found again, taken whole or in part as one revision, or expired.

A proposal of several changes is kept beside the whole series, not beside one line: whether it is
stale is told by the parts it would change, each of which it remembers as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.keeping.parts import PERSON
from scriptgen.keeping.parts import Proposal as Row
from scriptgen.keeping.project import Project
from scriptgen.keeping.series_parts import give_out, locked_parts, plan_parts
from scriptgen.revising.applying import Applied, apply
from scriptgen.revising.proposal import Op, Proposal, Stale
from scriptgen.series import Series

_HOME = "series"
Plain = Mapping[str, Any]  # a proposal as ``Proposal.to_json`` gives it
Wanted = Callable[[Plain], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A proposal that a project keeps, beside the series as it stood when it was asked for."""

    number: int
    proposal: Proposal
    at: str
    series: Series

    @property
    def stale(self) -> str:
        """Return what was changed since; empty: nothing. It is tried out, so ask where it is shown."""
        return _stale(self.series, self.proposal)


def keep(project: Project, proposal: Proposal) -> int:
    """Keep a proposal with a project and return its number; nothing is changed."""
    return project.propose(
        _HOME, proposal.to_json(), author=_author(proposal.author), why=proposal.why
    )


def kept(project: Project, wanted: Wanted = lambda _: True) -> list[Kept]:
    """Return the proposals that nobody took or rejected, oldest first.

    Args:
        project: the project.
        wanted: which of them, told by a proposal's plain values. A project keeps a step for every
            line that was ever typed, so only what is wanted is read whole.
    """
    rows = lying(project, wanted)
    if not rows:
        return []
    series = give_out(project)
    return [
        Kept(number=row.id, proposal=Proposal.from_json(row.content), at=row.at, series=series)
        for row in rows
    ]


def lying(project: Project, wanted: Wanted) -> list[Row]:
    """Return the proposals that nobody took or rejected as the project has them, oldest first."""
    rows = project.unsettled(_HOME)  # the state of the whole series does not say it of its lines
    return [row for row in rows if "ops" in row.content and wanted(row.content)]


def is_of_plan(content: Plain) -> bool:
    """Tell whether a proposal changes the plan; a person's new name changes lines beside it."""
    return any(op["what"] == "plan" for op in content["ops"])


def take_up(project: Project, number: int, take: Iterable[int] | None = None) -> Applied:
    """Take a kept proposal into its project, under one revision, all of it or nothing.

    Args:
        project: the project.
        number: of the proposal.
        take: which operations; see ``applying.apply``.

    Raises:
        Stale: a part was changed since; the proposal stays.
        Locked: a part, or what holds it, is locked in the project.
        RefusedInput: there is no such open proposal.
    """
    row = project.open_proposal(number)
    if "ops" not in row.content:
        raise RefusedInput(
            f"提案 {number} 只改一处；请直接采纳。", f"Proposal {number} is of one part; accept it."
        )
    proposal = Proposal.from_json(row.content)
    with project.together(f"采纳提案 {number}：{proposal.why}"):
        done = _laid_in(project, proposal, take)
        project.close_proposal(number, "accepted")
    return done


def lay_in(project: Project, proposal: Proposal, take: Iterable[int] | None = None) -> Applied:
    """Take a proposal that was not kept first, as a person's own typing: one revision.

    Raises:
        Stale: a part was changed since; nothing is changed.
        Locked: a part, or what holds it, is locked in the project.
    """
    with project.together(proposal.why):
        return _laid_in(project, proposal, take)


def _laid_in(project: Project, proposal: Proposal, take: Iterable[int] | None) -> Applied:
    done = apply(give_out(project), proposal, take)
    author = _author(proposal.author)
    taken = [proposal.ops[n] for n in done.taken]
    for op in sorted((op for op in taken if op.what != "plan"), key=_order):
        _do(project, op, author)
    planned = [op for op in taken if op.what == "plan"]
    if planned:
        _file_plan(project, done.series, planned, author)
    _measure(project, done.series, author)
    return done


def _stale(series: Series, proposal: Proposal) -> str:
    try:
        apply(series, proposal)
    except Stale as stale:
        return stale.zh
    except RefusedInput:
        return ""  # a lock can be opened again
    return ""


def _author(name: str) -> dict[str, Any]:
    kind = name if name in ("scaffold", PERSON) else "model"
    return {"kind": kind, "name": name}


def _order(op: Op) -> int:
    """What holds comes before what is held, and goes after it."""
    rank = ("episode", "scene", "line", "plan").index(op.what)
    return rank if op.kind != "delete" else 5 - rank


def _do(project: Project, op: Op, author: dict[str, Any]) -> None:
    id = _id(op)
    if op.kind == "delete":
        project.trash(id, author=author)
    elif op.kind == "replace":
        project.write(id, op.after or {}, base=project.part(id).state, author=author)
    else:
        _put(project, op, author)


def _file_plan(project: Project, series: Series, ops: list[Op], author: dict[str, Any]) -> None:
    """Write down the parts of the plan that became others; a part locked whole is locked here."""
    there = {part.id: part for part in project.parts()}
    for id, content in plan_parts(series):
        part = there[id]
        if part.content != content:
            project.write(id, content, base=part.state, author=author)
    whole = locked_parts(series)
    for op in ops:
        part_id = whole.get(op.id.removeprefix("lock:"))
        if part_id and op.id.startswith("lock:"):
            (project.lock if op.kind == "insert" else project.unlock)(part_id)


def _put(project: Project, op: Op, author: dict[str, Any]) -> None:
    id, parent = _id(op), _parent(op)
    if any(part.id == id for part in project.parts(trashed=True)):
        project.bring_back(id, author=author)
        for held in project.parts(id):  # each comes back by an operation of its own, or not at all
            project.trash(held.id, author=author)
        project.write(id, op.after or {}, base=project.part(id).state, author=author)
    else:
        project.add([(id, op.what, parent, op.after or {})], author=author, what="添")
    if op.what != "episode":
        project.move(id, parent=parent, after=op.behind or None, author=author)


def _id(op: Op) -> str:
    return f"episode-{op.id}" if op.what == "episode" else op.id


def _parent(op: Op) -> str:
    if op.what == "line":
        return op.within
    return f"episode-{op.within}" if op.what == "scene" else "project"


def _measure(project: Project, series: Series, author: dict[str, Any]) -> None:
    """Write down the new estimates of the episodes."""
    seconds = {f"episode-{episode.number}": episode.seconds for episode in series.episodes}
    for part in project.parts("project"):
        if part.id in seconds and part.content.get("seconds") != seconds[part.id]:
            content = part.content | {"seconds": seconds[part.id]}
            project.write(part.id, content, base=part.state, author=author)
