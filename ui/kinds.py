"""The kinds of job that the app has beside those of ``scriptgen``: what is done to a project.

Each is ``work(inputs, shift)``; ``inputs["project"]`` is the project's folder. What comes of one
lies in the project before the job ends, so that nobody needs the page to be open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heritage_kb.errors import RefusedInput, SanjinError
from scriptgen.jobs.drafting import drafted, filed_away, filing_steps
from scriptgen.jobs.kinds import KINDS as _OURS
from scriptgen.jobs.shift import Shift
from ui import plan_work, prereview_work, review_work, shelf_work, writers
from ui.projects import Project

if TYPE_CHECKING:
    from scriptgen.jobs.job import Work
    from scriptgen.keeping.project import Project as Store
    from scriptgen.revising.proposal import Proposal
    from scriptgen.series import Episode, Series

Inputs = Mapping[str, Any]


def plan_inputs(project: Project, brief: Any) -> dict[str, Any]:
    """Return the inputs of a plan: the same brief on the same text is the same job."""
    return {
        "brief": brief.model_dump(mode="json", exclude_none=True), "seed": brief.seed,
        "episodes": [], "sanjin": _version(), "revision": project.revision,
    }  # fmt: skip


def draft_inputs(
    project: Project, brief: Any, episodes: list[int], writer: str, most: int | None
) -> dict[str, Any]:
    """Return the inputs of a draft; ``most`` is the limit of tokens of a model."""
    asked = {"episodes": sorted(episodes), "writer": writer, "most": most}
    return plan_inputs(project, brief) | asked


def plan_job(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    """Plan a series into its project."""
    shift.expect(2)
    series = drafted(inputs, shift)
    return dict(shift.step("keep", "收进项目", lambda: _keep_plan(_project(inputs), series)))


def _keep_plan(project: Project, series: Series) -> dict[str, Any]:
    from scriptgen.keeping.series_parts import put_plan

    with project.open() as store:
        put_plan(store, series, author=_by(writers.SCAFFOLD))
    return {"episodes": series.brief.episodes}


def draft_job(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    """Write episodes into a project; what it has already is offered anew, never overwritten."""
    project, name = _project(inputs), inputs["writer"]
    most = _left(inputs, shift, name)
    shift.expect(2 + max(inputs["episodes"]) + filing_steps(len(inputs["episodes"])))
    now = project.series
    stands = now.episodes if now is not None else ()
    opens = writers.opens(shift.say, shift.check, most)
    series = drafted(inputs, shift, opens=opens, stands=stands, planned=now)
    kept = shift.step("keep", "收进项目", lambda: _keep_episodes(project, series, name))
    _file(project, shift)
    used = "" if name == writers.SCAFFOLD else spent(name, shift.job.queued_at).said()
    return {**kept, "used": used, "scenes": sum(len(e.scenes) for e in series.episodes)}


def _left(inputs: Inputs, shift: Shift, name: str) -> int | None:
    """Return how many tokens of its limit a job may still use; None where it has no limit."""
    most: int | None = inputs["most"]
    return None if most is None else max(0, most - spent(name, shift.job.queued_at).tokens)


def spent(writer: str, since: str) -> Any:
    """Return what a profile used since a moment (of the ledger), whoever asked it."""
    from scriptgen.models.meter import Meter, Used

    if writer == writers.SCAFFOLD:
        return Used()
    with Meter() as meter:
        return meter.used(writer, since=since)


def _keep_episodes(project: Project, series: Series, writer: str) -> dict[str, Any]:
    from scriptgen.keeping.series_parts import add_episode, note_draft

    added, offered = [], []
    with project.open() as store:
        for episode in series.episodes:
            if add_episode(store, episode, author=_by(writer)):
                added.append(episode.number)
            elif number := _offered(store, episode):
                offered.append(number)
        if added:
            note_draft(store, series, author=_by(writer))
    if offered:
        project.note(shown=offered)
    return {"added": added, "offered": offered, "fell_back": _fell_back(series, writer)}


def _offered(store: Store, episode: Episode) -> int:
    """Keep another wording of an episode as a proposal; 0 where it says nothing new."""
    from scriptgen.keeping.series_parts import give_out
    from scriptgen.revising.comparing import ops_between
    from scriptgen.revising.proposal import Proposal

    now = give_out(store)
    held = next(one for one in now.episodes if one.number == episode.number)
    whole = [episode if one is held else one for one in now.episodes]
    locked = {x.id for s in held.scenes for x in s.elements if x.locked or s.locked}
    locked |= {s.id for s in held.scenes if s.locked}
    ops = [
        op for op in ops_between(now, replace(now, episodes=whole))
        if not (held.locked or op.id in locked or op.within in locked)
    ]  # fmt: skip
    authors = {line.author for scene in episode.scenes for line in scene.elements}
    return _kept_once(store, Proposal(
        do="rewrite", why=f"第{episode.number}集另写的一稿", ops=tuple(ops),
        author="+".join(sorted(authors)), seconds=(held.seconds, episode.seconds),
    ))  # fmt: skip


def _kept_once(store: Store, proposal: Proposal) -> int:
    """Keep a proposal, where it changes anything and does not lie there already."""
    from scriptgen.revising.kept import keep, kept

    if not proposal.ops:
        return 0
    there = next((k.number for k in kept(store) if k.proposal.ops == proposal.ops), 0)
    return there or keep(store, proposal)


def _laid_out(project: Project, made: Iterable[Proposal]) -> list[int]:
    """Keep proposals with a project, have them shown, and return their numbers."""
    with project.open() as store:
        numbers = [number for one in made if (number := _kept_once(store, one))]
    if numbers:
        project.note(shown=numbers)
    return numbers


def _fell_back(series: Series, writer: str) -> list[str]:
    """Return the numbers of the scenes that a model was to write and the scaffold wrote."""
    if writer == writers.SCAFFOLD:
        return []
    return [
        str(scene.number or scene.id)
        for episode in series.episodes
        for scene in episode.scenes
        if scene.elements and all(x.author == writers.SCAFFOLD for x in scene.elements)
    ]


def file_job(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    """Review what a project says now, and make its files anew."""
    shift.expect(filing_steps(len(inputs["episodes"])))
    return _file(_project(inputs), shift)


def _file(project: Project, shift: Shift) -> dict[str, Any]:
    revision, waivers = project.revision, review_work.waivers(project)
    # files of an older text, or of other waivers, are made again
    shift.base = f"{shift.base}|{revision}" + (f"|{waivers}" if waivers else "")
    from ui.projects import series_at

    series = series_at(project.folder, revision)
    if series is None:
        return {}
    made = filed_away(series, project.script_folder, shift, waivers)
    project.note(filed=revision)
    return {"review": made["review"]}


def revise_job(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    """Make proposals for a selection and keep them with the project; nothing is changed."""
    shift.expect(1)
    return dict(shift.step("propose", "想改法", lambda: _proposed(inputs, shift)))


def _proposed(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    import scriptgen

    project = _project(inputs)
    series: Any = project.series
    made = scriptgen.revise(
        series, inputs["do"], inputs["at"], to=inputs["to"], seed=inputs["seed"],
        model=writers.opened(inputs["writer"], shift.check),
    )  # fmt: skip
    numbers = _laid_out(project, made)
    notes = list(dict.fromkeys(note for one in made for note in one.notes))
    return {"offered": numbers, "notes": notes, "why": made[0].why}


def replan_job(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    """Offer another take of one element of the plan, by a model; nothing is changed."""
    shift.expect(1)
    return dict(shift.step("propose", "想改法", lambda: _replanned(inputs, shift)))


def _replanned(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    model = writers.opened(inputs["writer"], shift.check)
    number = plan_work.propose(
        _project(inputs), inputs["do"], inputs["at"], model=model, seed=inputs["revision"]
    )
    return {"offered": number}


def redraft_job(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    """Write the scenes anew that the plan has left behind; what comes of it is one proposal."""
    shift.expect(1)
    return dict(shift.step("propose", "重写待重写的场", lambda: _redrafted(inputs, shift)))


def _redrafted(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    project = _project(inputs)
    made, notes = plan_work.redrafted(
        project, writers.opened(inputs["writer"], shift.check), inputs["seed"], _telling(shift)
    )
    numbers = _laid_out(project, made)
    return {"offered": numbers, "notes": notes, "why": "；".join(notes[:2])}


def render_job(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    """Render a set into a folder.

    ``inputs``: spec (fields of a SetSpec), out, preset; drawings, models, stage, wall, beauty and
    move as ``scenes.render``.
    """
    shift.expect(1)
    out = Path(inputs["out"])
    shift.step(
        "render", "造景", lambda: _rendered(inputs, out, _telling(shift)),
        still=lambda _: (out / "manifest.json").is_file(),
    )  # fmt: skip
    return {"out": str(out)}


def _rendered(inputs: Inputs, out: Path, progress: Callable[[str, float], None]) -> str:
    import scenes

    spec = scenes.SetSpec.from_mapping(inputs["spec"])
    scenes.render(
        spec, out, preset=inputs["preset"], drawings=inputs.get("drawings", ()),
        models=inputs.get("models", ()), stage=inputs.get("stage", ()),
        wall=inputs.get("wall", ""), beauty=bool(inputs.get("beauty")),
        move=inputs.get("move", ""), progress=progress,
    )  # fmt: skip
    return str(out)


def paint_job(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    """Paint over a set that was made; ``inputs``: manifest, out, model, asked."""
    shift.expect(1)
    return dict(shift.step("paint", "画概念图", lambda: _painted(inputs, _telling(shift))))


def _painted(inputs: Inputs, progress: Callable[[str, float], None]) -> dict[str, Any]:
    import scenes

    body = scenes.paint(
        inputs["manifest"], inputs["out"], inputs["model"], progress=progress, **inputs["asked"]
    )
    rows = [one for render in body["renders"] for one in render["pictures"]]
    return {
        "out": inputs["out"], "pictures": len(rows), "kept": sum(r["kept"]["kept"] for r in rows),
    }  # fmt: skip


def read_job(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    """Read a script that somebody brought."""
    shift.expect(1)
    project = _project(inputs)
    shift.step("read", "逐行认", lambda: prereview_work.take_in(project, inputs["name"]))
    return {}


def judge_job(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    """Review a script that somebody brought; a model that is to read it through comes after the rules.

    What the rules found lies there already while the model reads, and stays where that is stopped.
    """
    project, asked, name = _project(inputs), inputs["asked"], inputs.get("reader") or ""
    shift.expect(2 if name else 1)
    shift.step("review", "对照规则与知识库", lambda: prereview_work.judge(project, asked))
    if name:
        model = writers.opened(name, shift.check, _left(inputs, shift, name))
        read = partial(prereview_work.judge, project, asked, model, _telling(shift))
        shift.step("read", "请模型通读", read)
    return {}


def shelf_job(inputs: Inputs, shift: Shift) -> dict[str, Any]:
    """Do something to a studio's own material; its uploads are gone afterwards, so it is tried once.

    Raises:
        RefusedInput: it cannot be done.
    """
    shift.expect(1)
    name = inputs["name"]
    works = {
        "shelf-put": lambda: shelf_work.putting(
            shelf_work.Settings(**inputs["settings"]), inputs["files"]
        ),
        "shelf-index": lambda: shelf_work.indexing(name),
        "shelf-remove": lambda: shelf_work.removing(name, inputs["document"]),
        "shelf-drop": lambda: shelf_work.dropping(name),
    }
    try:
        made = shift.step("shelf", "", lambda: works[shift.job.kind]()(_telling(shift)))
    except SanjinError as error:
        raise RefusedInput(error.zh, error.en) from error
    except OSError as error:
        raise RefusedInput(
            f"读写文件出错（{error.strerror or '原因不明'}）；请检查磁盘空间后再试。",
            f"File trouble ({error.strerror}).",
        ) from error
    return {"report": made} if isinstance(made, dict) else {"said": made}


def _telling(shift: Shift) -> Callable[[str, float], None]:
    def told(what: str, share: float) -> None:
        shift.say(f"{what} {min(99, round(100 * share))}%")
        shift.check()

    return told


def _project(inputs: Inputs) -> Project:
    return Project(Path(inputs["project"]))


def _by(writer: str) -> dict[str, Any]:
    return {"kind": "scaffold" if writer == writers.SCAFFOLD else "model", "name": writer}


def _version() -> str:
    try:
        return version("sanjin")
    except PackageNotFoundError:
        return ""


APP: dict[str, Work] = {
    "project-plan": plan_job,
    "project-draft": draft_job,
    "project-files": file_job,
    "project-revise": revise_job,
    "project-replan": replan_job,
    "project-redraft": redraft_job,
    "project-read": read_job,
    "project-review": judge_job,
    "render": render_job,
    "paint": paint_job,
}
SHELF: dict[str, Work] = dict.fromkeys(
    ("shelf-put", "shelf-index", "shelf-remove", "shelf-drop"), shelf_job
)
KINDS: dict[str, Work] = {**_OURS, **APP, **SHELF}
