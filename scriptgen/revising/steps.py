"""The steps of a project's changes: what can be taken back, and what was taken back done again.

What undoes a change is kept as a proposal of its own, and what does it again once it was undone as
another; a new change ends what could be done again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from heritage_kb.errors import RefusedInput
from scriptgen.keeping.project import Project
from scriptgen.revising.applying import Applied
from scriptgen.revising.kept import Plain, Wanted, keep, lying, take_up
from scriptgen.revising.proposal import Proposal

Way = Literal["undo", "redo"]
WAYS: tuple[Way, ...] = ("undo", "redo")


def is_step(content: Plain) -> bool:
    """Tell whether a kept proposal is a step back or forth and no offer."""
    return content["do"] in WAYS


def remember(project: Project, undo: Proposal) -> int:
    """Keep what undoes a change that was just made, and return its number."""
    for row in lying(project, lambda content: content["do"] == "redo"):
        project.close_proposal(row.id, "rejected")
    return keep(project, undo)


def last(project: Project, way: Way, wanted: Wanted = lambda _: True) -> int:
    """Return the number of what would be taken back, or done again, next; 0 where there is none."""
    found = lying(project, lambda content: content["do"] == way and wanted(content))
    return found[-1].id if found else 0


def step(project: Project, way: Way, wanted: Wanted = lambda _: True) -> Applied:
    """Take the last change back, or do it again.

    Raises:
        RefusedInput: there is none.
        Stale: what it would change has been changed since.
        Locked: it is locked.
    """
    number = last(project, way, wanted)
    if not number:
        said = {"undo": "没有可撤回的改动。", "redo": "没有可重做的改动。"}[way]
        raise RefusedInput(said, f"There is nothing to {way}.")
    done = take_up(project, number)
    keep(project, replace(done.undo, do="redo" if way == "undo" else "undo"))
    return done
