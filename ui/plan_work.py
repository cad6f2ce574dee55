"""Changing a project's plan: loglines to choose from, one element edited, locked or told otherwise.

Plain functions over the project's file; nothing here knows of widgets. A change is a proposal
until a person takes it; what is taken can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from heritage_kb.errors import RefusedInput
from ui.projects import Project
from ui.revising_work import said_of_locks

if TYPE_CHECKING:
    from scriptgen.models.request import Model
    from scriptgen.planning.verbs import Do
    from scriptgen.revising.kept import Kept
    from scriptgen.revising.proposal import Proposal
    from scriptgen.revising.steps import Way
    from scriptgen.series import Series

OPTIONS = 3  # loglines at a time
_GONE = "还没有方案；先在「题材」按「出方案」。"
_SCENE = "scene."


# -------------------------------------------------------------------------------- loglines


def loglines(data: dict[str, Any], seed: int | None = None) -> tuple[Any, list[Any]]:
    """Return the brief of plain values, which may leave its logline open, and loglines of it.

    Raises:
        RefusedInput: as for ``scriptgen.read_brief``.
    """
    import scriptgen
    from scriptgen.brief import read_brief

    brief = read_brief(data, open_logline=True)
    return brief, scriptgen.loglines(brief, OPTIONS, seed=seed)


def chosen(brief: dict[str, Any], option: dict[str, Any]) -> Any:
    """Return the brief with a logline chosen, both as plain values."""
    import scriptgen
    from scriptgen.brief import read_brief

    made = scriptgen.Logline(**{**option, "people": tuple(option["people"])})
    return scriptgen.choose(read_brief(brief, open_logline=True), made)


# ------------------------------------------------------------------------------- proposals


def propose(
    project: Project, do: Do, at: str, to: str = "", *, model: Model | None = None, seed: int = 0
) -> int:
    """Keep what changing an element comes to, instead of the one that lay there; nothing is changed.

    Returns:
        The number of the proposal.

    Raises:
        RefusedInput: it cannot be: locked, no such element, no other take; the sentence says.
    """
    import scriptgen
    from scriptgen.revising.kept import keep

    made = scriptgen.replan(series_of(project), do, at, to=to, model=model, seed=seed)
    with project.open() as store:
        for one in _open(project):
            store.reject(one.number)
        return keep(store, made)


def is_other(project: Project, at: str, was: object) -> bool:
    """Tell whether an element has become another than a person saw when she set out to change it.

    Args:
        project: the project.
        at: the element's address.
        was: its words as she saw them; what is no text tells nothing.
    """
    import scriptgen

    now = {one.address: one.value for one in scriptgen.plan_elements(series_of(project))}.get(at)
    if not isinstance(was, str) or not was or not isinstance(now, str):
        return False
    return now.split() != was.split()


def edit(project: Project, at: str, to: str) -> Kept | None:
    """Put a person's words into an element; where other places follow from it, propose instead.

    Returns:
        The proposal that is to be looked at, or None where the change was taken at once.
    """
    number = propose(project, "edit", at, to)
    made = next(one for one in _open(project) if one.number == number)
    if len(made.proposal.ops) > 1 or made.proposal.notes:
        return made
    take(project, number, [0])
    return None


def move(project: Project, at: str, to: str) -> str:
    """Give a beat another place in its episode, or an episode among the others, at once.

    Returns what there is to look at afterwards; empty where there is nothing.

    Raises:
        RefusedInput: it cannot go there, or is locked; the sentence says.
    """
    number = propose(project, "move", at, to)
    made = next(one for one in _open(project) if one.number == number)
    take(project, number, range(len(made.proposal.ops)))
    return "".join(made.proposal.notes)


def again(project: Project, number: int, seed: int) -> int:
    """Refuse the take of a proposal and propose another one."""
    made = next((one.proposal for one in _open(project) if one.number == number), None)
    if made is None or not made.ops:
        raise RefusedInput("这个提案已经不在了，请再按「换一个」。")
    op = made.ops[0]
    decide(project, "refuse", op.id, str((op.after or {}).get("value", "")))
    return propose(project, "regenerate", op.id, seed=seed)


def decide(project: Project, do: Do, at: str, to: str = "") -> str:
    """Lock or unlock an element, or refuse a take of it, at once; return what was done.

    Raises:
        RefusedInput: there is no such element, or it is locked by what holds it.
    """
    import scriptgen
    from scriptgen.revising.kept import lay_in

    made = scriptgen.replan(series_of(project), do, at, to=to)
    if made.ops:
        with project.open() as store, said_of_locks():
            lay_in(store, made)
    return str(made.why)


def take(project: Project, number: int, ops: Sequence[int]) -> int:
    """Take the ticked changes of a proposal; return how many there were, those bound to them too.

    Raises:
        RefusedInput: nothing is ticked, something is locked, or the plan was changed since.
    """
    from scriptgen.revising.kept import take_up
    from scriptgen.revising.steps import remember

    if not ops:
        raise RefusedInput("一处也没有打勾，方案没有动。")
    with project.open() as store, said_of_locks():
        done = take_up(store, number, list(ops))
        remember(store, done.undo)
    return len(done.taken)


def offered(project: Project | None) -> Kept | None:
    """Return the proposal about the plan that nobody has settled yet."""
    found = _open(project)
    return found[-1] if found else None


def can(project: Project | None, way: Way) -> bool:
    """Tell whether a change of the plan can be taken back (undo), or done again (redo)."""
    return project is not None and last(project, way) > 0


def last(project: Project, way: Way) -> int:
    """Return the number of what would be taken back, or done again, next; 0 where there is nothing."""
    from scriptgen.revising import steps
    from scriptgen.revising.kept import is_of_plan

    if project.series is None:
        return 0
    with project.open() as store:
        return steps.last(store, way, is_of_plan)


def step(project: Project, way: Way) -> None:
    """Take back the change of the plan that was made last, or do again what was taken back last.

    Raises:
        RefusedInput: there is none, or what it would change has been changed since.
    """
    from scriptgen.revising import steps
    from scriptgen.revising.kept import is_of_plan

    with project.open() as store, said_of_locks():
        steps.step(store, way, is_of_plan)


def _open(project: Project | None) -> list[Kept]:
    from scriptgen.revising.kept import is_of_plan, kept
    from scriptgen.revising.steps import is_step

    if project is None or project.series is None:
        return []
    with project.open() as store:
        return kept(store, lambda one: is_of_plan(one) and not is_step(one))


def series_of(project: Project | None) -> Series:
    """Return the series of a project, drafted or not.

    Raises:
        RefusedInput: there is no plan yet.
    """
    series: Series | None = project.series if project else None
    if series is None:
        raise RefusedInput(_GONE)
    return series


# ----------------------------------------------------------------------- scenes left behind


def left_behind(series: Series) -> dict[str, str]:
    """Return the scenes that are to be written anew after changes of the plan: id and why."""
    import scriptgen

    left = scriptgen.to_redraft(series)
    return {at.removeprefix(_SCENE): why for at, why in left.items() if at.startswith(_SCENE)}


def redrafted(
    project: Project, model: Model | None, seed: int, progress: Callable[[str, float], None]
) -> tuple[list[Proposal], list[str]]:
    """Return one proposal that writes the scenes left behind anew, and what could not be done.

    Raises:
        RefusedInput: no scene is left behind.
    """
    import scriptgen
    from scriptgen.revising.proposal import Proposal

    series = series_of(project)
    marked = left_behind(series)
    if not marked:
        raise RefusedInput("没有待重写的场。")
    ops, authors, notes, seconds = [], [], [], [0.0, 0.0]
    for n, id in enumerate(marked):
        progress(f"重写 {id}", n / len(marked))
        try:
            made = scriptgen.revise(series, "options", id, seed=seed, model=model)
        except RefusedInput as refused:
            notes.append(refused.zh)
            continue
        first = next((one for one in made if one.ops), None)
        if first is None:
            notes += [f"{id}：{made[0].why}" if made else id]
            continue
        ops += list(first.ops)
        authors.append(first.author)
        notes += first.notes
        seconds = [a + b for a, b in zip(seconds, first.seconds, strict=True)]
    one = Proposal(
        do="rewrite", why=f"方案改过，重写待重写的 {len(authors)} 场", ops=tuple(ops),
        author="+".join(dict.fromkeys(authors)) or "scaffold", seconds=(seconds[0], seconds[1]),
        notes=tuple(dict.fromkeys(notes)),
    )  # fmt: skip
    return ([one] if ops else []), list(one.notes)
