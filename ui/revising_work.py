"""Revising a project: what is selected, typed, locked, proposed, taken, taken back, named, restored.

Plain functions over the project's file; nothing here knows of widgets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import heritage_kb
from heritage_kb.errors import RefusedInput
from ui.projects import Project

if TYPE_CHECKING:
    from scriptgen.keeping.project import Project as Store
    from scriptgen.revising.kept import Kept, Plain
    from scriptgen.revising.proposal import Proposal
    from scriptgen.revising.replacing import Found
    from scriptgen.revising.selecting import Selection
    from scriptgen.revising.steps import Way
    from scriptgen.series import Element, Series

LISTED = 120  # changes of one proposal that are shown to be ticked
_GONE = "这一稿已不在了，请重新出方案，或在「我的项目」里打开。"
_FACTS_GONE = "这句说的，所引的文段里没有，改标为合理虚构。"
_OTHER_FIRST = "这一行在别处先改了，你写的没有盖上去，存成了提案。"
_LINE_GONE = "这一行在别处删掉了，你写的还在框里；要留着，抄走再放到别的行。"


class Clash(RefusedInput):
    """A line was changed elsewhere while a person wrote: her words lie beside it as a proposal.

    Args:
        number: of the proposal, which holds for the line as it stands.
        theirs: the line as it stands.
        mine: what she wrote.
    """

    def __init__(self, number: int, theirs: str, mine: str) -> None:
        super().__init__(_OTHER_FIRST, "The line was changed elsewhere; yours is a proposal.")
        self.number, self.theirs, self.mine = number, theirs, mine


@dataclass(frozen=True, kw_only=True, slots=True)
class Picked:
    """What is selected: its lines, the words where it is part of one, and who locks it."""

    at: str
    lines: tuple[Element, ...] = ()
    words: str = ""
    held: str = ""

    @property
    def alone(self) -> Element | None:
        """Return the one line that is selected; None where it is more, or may not be typed in."""
        one = self.lines[0] if len(self.lines) == 1 else None
        return None if one is None or self.held or one.type == "mark" else one


def series_of(project: Project | None) -> Series:
    """Return the series of a project.

    Raises:
        RefusedInput: there is none, or nothing is written yet.
    """
    series: Series | None = project.series if project else None
    if series is None or not series.episodes:
        raise RefusedInput(_GONE if project is None else "先写好剧本，再来改。")
    return series


def picked(project: Project, at: str) -> Picked:
    """Return what a selection names.

    Raises:
        RefusedInput: there is no such part; the sentence says how to name one.
    """
    from scriptgen.revising.selecting import select

    series = series_of(project)
    if not at.strip():
        return Picked(at="")
    found = select(series, at)
    every = {x.id: x for e in series.episodes for s in e.scenes for x in s.elements}
    lines = tuple(every[id] for id in found.lines)
    words = lines[0].text[slice(*found.span)] if found.span else ""
    return Picked(at=at.strip(), lines=lines, words=words, held=_held(project, found))


def _held(project: Project, found: Selection) -> str:
    with project.open() as store:
        locked = [id for id in found.lines if store.locked(id)]
    if not locked:
        return ""
    if len(locked) == len(found.lines):
        return "选中的都锁着，谁也改不了；要改先解锁。"
    return f"选中的 {len(found.lines)} 行里锁着 {len(locked)} 行，这几行不会动。"


# ---------------------------------------------------------------------------------- typing


def typed(project: Project, base: dict[str, Any], text: str) -> tuple[dict[str, Any], str]:
    """Put a person's words into a line; return the line as it stands now, and what to say.

    Args:
        project: the project.
        base: the line as the person had it before her.
        text: what she wrote.

    Raises:
        Clash: it was changed elsewhere.
        RefusedInput: nothing was written, the line is locked, or it is gone.
    """
    from scriptgen.revising.kept import lay_in
    from scriptgen.revising.proposal import Stale
    from scriptgen.revising.steps import remember
    from scriptgen.series import Element

    old = Element(**base)
    plain = _without_speaker(" ".join(text.split("\n")).strip(), old.speaker)
    if plain == old.text:
        return base, ""
    if not plain:
        raise RefusedInput("一行不能空着；不要这一行，请在提案里删。")
    one, said = _rewording(series_of(project), old, plain, "亲手改")
    with project.open() as store, said_of_locks():
        try:
            remember(store, lay_in(store, one).undo)
        except Stale:
            return _overtaken(project, store, old.id, plain)
    return (one.ops[0].after or {}) | {"locked": old.locked}, said


def _rewording(series: Series, old: Element, text: str, why: str) -> tuple[Proposal, str]:
    """Return a line with a person's words as a proposal, and what to say of its sources.

    Raises:
        RefusedInput: the script does not hold the line any more.
    """
    from scriptgen.grounding import ground_line
    from scriptgen.keeping.parts import PERSON
    from scriptgen.revising.proposal import Op, Proposal, line_values, lines_of

    new = replace(old, text=text, citations=list(old.citations), author=PERSON)
    ground_line(new, {one.name for one in series.bible.characters}, heritage_kb.open())
    within = next((scene.id for _, scene, line in lines_of(series) if line.id == old.id), "")
    if not within:
        raise RefusedInput(_LINE_GONE, "The line was deleted elsewhere; yours is in its field.")
    after = line_values(new) | {"locked": False}
    op = Op(kind="replace", id=old.id, within=within, before=line_values(old), after=after)
    said = _FACTS_GONE if new.claim_kind != old.claim_kind and new.citations else ""
    return Proposal(do="edit", why=why, author=PERSON, ops=(op,)), said


def _overtaken(project: Project, store: Store, id: str, text: str) -> tuple[dict[str, Any], str]:
    """Keep words for a line that has become another, as the only such proposal for it.

    Returns the line where it has come to say the same.

    Raises:
        Clash: it says something else.
    """
    from scriptgen.revising.kept import keep, lying
    from scriptgen.revising.proposal import line_values

    now = picked(project, id).lines[0]
    if now.text == text:
        return line_values(now), ""
    for row in lying(store, lambda one: one["why"] == _OTHER_FIRST and one["ops"][0]["id"] == id):
        store.reject(row.id)
    number = keep(store, _rewording(series_of(project), now, text, _OTHER_FIRST)[0])
    _show(project, number)
    raise Clash(number, now.text, text)


def _without_speaker(text: str, speaker: str | None) -> str:
    """Return what is said, where a person wrote “谁：” before it: the line has its speaker already."""
    head, colon, said = text.replace("：", ":", 1).partition(":")
    return said.strip() if colon and speaker and head.strip() == speaker else text


def typed_at(project: Project, line: str, text: str) -> str:
    """Put a person's words into a line as it stands, of which only the id is known."""
    from scriptgen.revising.proposal import line_values

    lines = picked(project, line).lines
    return typed(project, line_values(lines[0]), text)[1] if len(lines) == 1 else ""


# ----------------------------------------------------------------------------------- locks


def set_lock(project: Project, at: str, *, locked: bool) -> str:
    """Lock what is selected against everyone, or let it be changed again; return what to say.

    Raises:
        RefusedInput: there is no such part.
    """
    from scriptgen.revising.selecting import select

    found = select(series_of(project), at)
    ids: Sequence[str] = found.lines
    if found.unit == "scene":
        ids = found.scenes
    elif found.unit != "line":
        ids = [f"episode-{number}" for number in found.episodes]
    with project.open() as store, store.together("锁" if locked else "解锁"):
        for id in ids:
            if locked:
                store.lock(id)
            elif store.part(id).locked_by:
                store.unlock(id)
            else:  # the whole was open: what is locked by itself within it is meant
                for held in _inside(store, id):
                    store.unlock(held)
        still = [id for id in found.lines if store.locked(id)]
    if locked:
        return f"锁好了 {len(found.lines)} 行；谁来改、怎么重写都动不了。"
    if still:
        return f"还有 {len(still)} 行锁着：单独锁的，再按一次「解锁」；所在的场或集锁着的，先解那一层。"
    return f"{len(found.lines)} 行可以改了。"


def _inside(store: Any, id: str) -> Iterator[str]:
    for part in store.parts(id):
        yield part.id
        yield from _inside(store, part.id)


# ------------------------------------------------------------------------------- proposals


def offered(project: Project | None) -> list[Kept]:
    """Return the proposals to be shown: those made last, else all that nobody has settled."""
    from scriptgen.revising.kept import kept
    from scriptgen.revising.steps import is_step

    if project is None or project.series is None:
        return []
    with project.open() as store:
        every = kept(store, lambda one: not is_step(one) and _of_script(one))
    shown = set(project.desk.get("shown") or ())
    return [one for one in every if one.number in shown] or every[-3:]


def take(project: Project, number: int, ops: Sequence[int]) -> tuple[int, str]:
    """Take the ticked changes of a proposal; return the episode and the line to look at.

    The other proposals that are shown beside it are put aside.

    Raises:
        RefusedInput: nothing is ticked, something is locked, or it is stale: the sentence says.
    """
    from scriptgen.revising.kept import take_up
    from scriptgen.revising.steps import remember

    if not ops:
        raise RefusedInput("一处也没有打勾，剧本没有动。")
    others = [one.number for one in offered(project) if one.number != number]
    with project.open() as store, said_of_locks():
        listed = len(store.open_proposal(number).content.get("ops", ()))
        rest = range(LISTED, listed)  # what is not listed goes along
        done = take_up(store, number, [*ops, *rest])
        remember(store, done.undo)
        for other in others:
            store.reject(other)
    project.note(shown=[])
    return _where(done.series, [op.id for op in done.undo.ops])


def reject(project: Project, number: int) -> None:
    """Put a proposal aside.

    Raises:
        RefusedInput: there is no such open one.
    """
    with project.open() as store:
        store.reject(number)


def can(project: Project | None, way: Way) -> bool:
    """Tell whether a change of the script can be taken back (undo), or done again (redo)."""
    return project is not None and last(project, way) > 0


def last(project: Project, way: Way) -> int:
    """Return the number of what would be taken back, or done again, next; 0 where there is nothing."""
    from scriptgen.revising import steps

    if project.series is None:
        return 0
    with project.open() as store:
        return steps.last(store, way, _of_script)


def step(project: Project, way: Way) -> tuple[int, str]:
    """Take back what was taken last, or do it again; return the episode and the line to look at.

    Raises:
        RefusedInput: there is nothing, or what it would change has been changed since.
    """
    from scriptgen.revising import steps

    with project.open() as store, said_of_locks():
        done = steps.step(store, way, _of_script)
    return _where(done.series, [op.id for op in done.undo.ops])


def _of_script(content: Plain) -> bool:
    """Tell whether a proposal is of the script alone; what changes the plan is settled there."""
    from scriptgen.revising.kept import is_of_plan

    return not is_of_plan(content)


@contextmanager
def said_of_locks() -> Iterator[None]:
    """Say of a locked part what is said of every refusal."""
    from scriptgen.keeping.parts import Locked

    try:
        yield
    except Locked as locked:
        raise RefusedInput(locked.zh, locked.en) from None


def _where(series: Series, ids: Sequence[str]) -> tuple[int, str]:
    for episode in series.episodes:
        for scene in episode.scenes:
            for line in scene.elements:
                if line.id in ids:
                    return episode.number, line.id
    return series.episodes[0].number if series.episodes else 1, ""


def _show(project: Project, number: int) -> None:
    project.note(shown=[*(project.desk.get("shown") or ()), number])


# ----------------------------------------------------------------------- finding, replacing


def found(project: Project | None, words: str, at: str) -> list[Found]:
    """Return every line with some words in it.

    Raises:
        RefusedInput: nothing is written yet, no words, or no such part.
    """
    from scriptgen.revising.replacing import find_words

    return find_words(series_of(project), words, at)


def replacing(project: Project | None, old: str, new: str, at: str) -> str:
    """Have a replacement lie with the project as the proposal that is shown; return what it says.

    Raises:
        RefusedInput: as for ``scriptgen.replace_words``.
    """
    import scriptgen
    from scriptgen.revising.kept import keep

    made = scriptgen.replace_words(series_of(project), old, new, at)
    if project is not None:
        with project.open() as store:
            number = keep(store, made)
        project.note(shown=[number])
    return str(made.why)


# -------------------------------------------------------------------------------- versions


def versions(project: Project | None) -> list[str]:
    """Return the names of a project's versions, the newest first."""
    if project is None:
        return []
    with project.open() as store:
        return [one["name"] for one in reversed(store.versions())]


def compare(project: Project, version: str) -> list[Any]:
    """Return what became of each part since a version.

    Raises:
        RefusedInput: there is no such version.
    """
    with project.open() as store:
        return store.compare(store.revision_of(version))


def restore(project: Project, version: str) -> int:
    """Make the project what it was at a version, as a new revision; return the parts changed.

    Raises:
        RefusedInput: there is no such version.
    """
    with project.open() as store, said_of_locks():
        return store.restore(store.revision_of(version))
