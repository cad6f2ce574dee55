"""The bar at the foot of the page: what is being done, to stop it, to go on with it, to let it be.

It is the only place that follows jobs. Pages hand work in and say :meth:`JobBar.after`; when the
work has ended, every page shows its project anew.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import gradio as gr

from heritage_kb.errors import SanjinError
from ui import shown
from ui.jobs import Room, follow, share_of
from ui.projects import Desk, Project
from ui.rendering import notice, progress

if TYPE_CHECKING:
    from scriptgen.jobs.job import Job

QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
BUSY = "这一稿还有一步没做完，请等它做完，或先按「停下」。"
DOES = {
    "project-plan": "出方案", "project-draft": "写剧本", "project-files": "审读并出文件",
    "project-revise": "想改法", "project-read": "读入", "project-review": "预审", "render": "造景",
    "project-replan": "换一个", "project-redraft": "重写待重写的场", "paint": "画概念图",
}  # fmt: skip
_ONCE = {"project-read"}  # that fail again with the same file
_PAGES = 2000  # that are remembered
_TARGETS = {
    "project-plan": "step-plan", "project-draft": "script", "project-revise": "revise-offers",
    "project-redraft": "revise-offers", "render": "set-results", "paint": "set-paintings",
}  # fmt: skip
_TURN = """() => {
  const told = document.querySelector("#job-turn [data-turn]");
  const target = told && document.getElementById(told.dataset.turn);
  if (!target) return;
  told.removeAttribute("data-turn");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({block: "start", behavior: calm ? "auto" : "smooth"});
}"""


class Page(Protocol):
    """What every page of a project is to the bar."""

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""

    def view(self, project: Project | None, number: object = None, /) -> list[Any]:
        """Return the values of :attr:`results` for a project, or for an empty desk."""


class JobBar:
    """The bar's widgets and what they do.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._pages: list[Page] = []
        self._says: dict[str, Any] = {}
        self._open: dict[str, str] = {}  # page → the project that it shows now
        with gr.Row(visible=False, elem_id="job-bar") as self.bar:
            self.said = gr.HTML(elem_id="job-say")
            self.stop = gr.Button("停下", elem_id="job-stop", min_width=96)
            self.again = gr.Button("接着做", variant="primary", elem_id="job-again", min_width=96)
            self.drop = gr.Button("放弃", elem_id="job-drop", min_width=96)
        self.turn = gr.HTML(elem_id="job-turn", visible="hidden")

    # ------------------------------------------------------------------------------ wiring

    def wire(
        self,
        desk: gr.BrowserState,
        number: Any,
        pages: Sequence[Page],
        says: Mapping[str, Any],
        panel: Any,
    ) -> None:
        """Connect the widgets.

        Args:
            desk: the browser's.
            number: the widget that holds the episode that is being looked at.
            pages: what is shown anew when work has ended.
            says: kind of job → the widget in which the page says what came of it.
            panel: lists the projects; shown anew as well.
        """
        self._desk, self._number, self._panel = desk, number, panel
        self._pages, self._says = list(pages), dict(says)
        self.stop.click(self.halt, desk, None, queue=False, **QUIET)
        self.after(self.again.click(self.resume, desk, self.said, **QUIET))
        self.drop.click(self.let_be, desk, self.bar, **QUIET)

    @property
    def views(self) -> list[Any]:
        """Every widget that shows a project."""
        return [widget for page in self._pages for widget in page.results]

    def after(self, event: Any, *, js: str | None = None) -> None:
        """Follow what an event has handed in, and then show what came of it.

        Args:
            event: what hands work in.
            js: what the browser does as soon as it is handed in; it passes on what it is given.
        """
        outputs = [self.bar, self.said, self.stop, self.again, self.drop, self.turn]
        outputs += [*self._says_widgets(), *self.views]
        followed = event.then(
            self.attend, [self._desk, self._number], outputs, concurrency_limit=None, js=js, **QUIET
        )
        followed.then(None, js=_TURN)
        followed.then(self._panel.refresh, self._desk, self._panel.results, **QUIET)

    def _says_widgets(self) -> list[Any]:
        return list(dict.fromkeys(self._says.values()))

    # ---------------------------------------------------------------------------- handlers

    async def attend(
        self, sent: object, number: object, request: gr.Request
    ) -> AsyncIterator[list[Any]]:
        """Show how the open project's job stands until it has ended, then what came of it.

        Where the page has turned to another project meanwhile, nothing more is shown of this one.
        """
        project = self._room.projects.find(Desk.of(sent))
        page = str(request.session_hash)
        self._open[page] = project.id if project else ""
        while len(self._open) > _PAGES:
            self._open.pop(next(iter(self._open)))
        job = self._room.job_of(project)
        rest = [gr.skip()] * (len(self._says_widgets()) + len(self.views))
        if project is None or job is None:
            yield [gr.Row(visible=False), *[gr.skip()] * 5, *rest]
            return
        try:
            async for now in follow(self._room.ledger, job.id):
                if self._open.get(page) != project.id:
                    return
                job = now
                if not job.ended:
                    waits = self._room.ledger.ahead(job.id) if job.state == "waiting" else 0
                    yield [*_running(job, waits), *rest]
        except SanjinError as error:
            yield [*_ended(notice(error.zh, "bad"), again=False), *rest]
            return
        yield [*self._bar_of(project, job), *self._told(job), *self._shown(project, job, number)]

    def _bar_of(self, project: Project, job: Job) -> list[Any]:
        if job.state != "done":
            return _ended(
                stopped(self._room, job), again=not (job.kind in _ONCE and job.state == "failed")
            )
        project.note(job=None)
        target = _TARGETS.get(job.kind, "")
        turn = f'<span data-turn="{target}"></span>' if target else ""
        return [gr.Row(visible=False), *[gr.skip()] * 4, turn]

    def _told(self, job: Job) -> list[Any]:
        mine = self._says.get(job.kind)
        said = outcome(job) if job.state == "done" else ""
        return [said if one is mine else gr.skip() for one in self._says_widgets()]

    def _shown(self, project: Project, job: Job, number: object) -> list[Any]:
        added = (job.result or {}).get("added")
        at = min(added) if added else number
        return self.show(project, at)

    def show(self, project: Project | None, number: object = None) -> list[Any]:
        """Return the values of :attr:`views` for a project."""
        if project is not None:
            shown.shows(project.folder, project.revision)
        return [value for page in self._pages for value in page.view(project, number)]

    def halt(self, sent: object) -> None:
        """Ask the project's job to stop."""
        job = self._room.job_of(self._room.projects.find(Desk.of(sent)))
        if job is not None:
            self._room.ledger.cancel(job.id)

    def resume(self, sent: object) -> str:
        """Put the project's stopped job back in the queue."""
        job = self._room.job_of(self._room.projects.find(Desk.of(sent)))
        if job is not None and job.state in ("failed", "cancelled"):
            self._room.again(job)
        return ""

    def let_be(self, sent: object) -> Any:
        """Let the project's stopped job lie."""
        project = self._room.projects.find(Desk.of(sent))
        job = self._room.job_of(project)
        if project is not None and job is not None and job.ended:
            project.note(job=None)
        return gr.Row(visible=False)


def _running(job: Job, waits: int) -> list[Any]:
    name = DOES.get(job.kind, job.title)
    queued = f"排队中，前面还有 {waits} 件" if waits else "排队中，下一件就是"
    bar = progress(name, job.what if job.state == "running" else queued, share_of(job))
    return [
        gr.Row(visible=True), bar, gr.Button(visible=True), gr.Button(visible=False),
        gr.Button(visible=False), gr.skip(),
    ]  # fmt: skip


def _ended(said: str, *, again: bool) -> list[Any]:
    return [
        gr.Row(visible=True), said, gr.Button(visible=False), gr.Button(visible=again),
        gr.Button(visible=True), gr.skip(),
    ]  # fmt: skip


def stopped(room: Room, job: Job) -> str:
    """Return why a job has stopped short, and what is kept of it."""
    name = DOES.get(job.kind, job.title)
    kept = f"做完的 {job.done}/{job.total} 步都留着。" if job.done else "原有内容没有改动。"
    if job.state == "failed":
        return notice(f"{name}没成：{job.error}{kept}", "bad")
    broken = any(one["what"] == "中断" for one in room.ledger.events(job.id)[-1:])
    why = "上次没做完，三晋就关了" if broken else "已停下"
    return notice(f"{name}{why}；{kept}")


def outcome(job: Job) -> str:
    """Return what came of a job that is done."""
    result = job.result or {}
    if job.kind == "project-plan":
        return notice(f"{result['episodes']} 集的方案好了。", "good")
    if job.kind == "project-draft":
        return _drafted(result)
    if job.kind in ("project-revise", "project-redraft"):
        return _proposed(result)
    if job.kind == "paint":
        whole = result["kept"] == result["pictures"]
        said = f"画好 {result['pictures']} 张，{result['kept']} 张守住了建筑。"
        return notice(said, "good") if whole else notice(said)
    good = {
        "project-files": "审读过了，文件也是新的。", "render": "布景好了。",
        "project-read": "读好了。", "project-replan": "换了一个，在下面；采纳才动。", "project-review": "预审好了。",
    }  # fmt: skip
    return notice(good.get(job.kind, "做完了。"), "good")


def _drafted(result: Mapping[str, Any]) -> str:
    added, offered = result["added"], result["offered"]
    said = []
    if added:
        said.append(notice(f"写好 {len(added)} 集，文件在「下载」。", "good"))
    if offered:
        said.append(notice("已有的集没有动；另写的一稿在「改稿」里，对照后再定。", "good"))
    if not said:
        said.append(notice("这几集已经有了，写出来一字不差，没有动。", "good"))
    if result.get("fell_back"):
        scenes = "、".join(result["fell_back"])
        said.append(notice(f"模型没写成的场用的是离线初稿：{scenes}。", "bad"))
    if result.get("used"):
        said.append(notice(f"{result['used']}。"))
    return "".join(said)


def _proposed(result: Mapping[str, Any]) -> str:
    notes = "".join(notice(note) for note in result["notes"][:8])
    if result["offered"]:
        return notice(f"有 {len(result['offered'])} 个提案，剧本还没有动。", "good") + notes
    return notice(f"没有可提的改法：{result['why']}", "bad") + notes
