"""The page 「创作」, the step 方案: loglines to choose from, every element changed, locked, renewed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr

import heritage_kb
from heritage_kb.errors import RefusedInput
from scriptgen.revising.steps import WAYS, Way
from ui import journey, plan_cards, plan_work, revising_work, writers
from ui.brief_form import FIELDS, brief_data, form_values
from ui.job_bar import BUSY, QUIET, JobBar
from ui.jobs import Room
from ui.projects import Desk, Project
from ui.rendering import notice, toast
from ui.script_page import ScriptPage, step_head
from ui.static_files import static

if TYPE_CHECKING:
    from ui.revise_page import RevisePage

# What is said of a step where it was asked for, and of one that may have been in another place.
_STEPS: dict[Way, tuple[str, str]] = {
    "undo": ("撤回了。", "撤回了一步。"),
    "redo": ("重做了。", "重做了一步。"),
}
_EDITS = ("edit", "add", "delete", "move", "regenerate", "lock", "unlock")


class PlanPage:
    """Widgets and handlers of the step.

    Args:
        room: projects and jobs.
        script: holds the form of the brief.
    """

    def __init__(self, room: Room, script: ScriptPage) -> None:
        self._room, self._script = room, script
        with gr.Column(elem_id="step-plan", elem_classes="sj-step"):
            gr.HTML(step_head("二", "方案", "全剧的人物、分集和依据。看过再写剧本。"))
            self.told = gr.State(None)
            self.loglines = gr.HTML(js_on_load=static("offers.js"), elem_id="loglines")
            self.writer = gr.Dropdown(
                writers.choices(), value=writers.SCAFFOLD, label="换一个，谁来想", filterable=False,
                visible=len(writers.choices()) > 1, elem_id="plan-writer",
            )  # fmt: skip
            self.html = gr.HTML(js_on_load=static("plan.js"), elem_id="plan")
            self.said = gr.HTML(elem_id="plan-say")
            self.offer = gr.HTML(js_on_load=static("offers.js"), elem_id="plan-offer")
            with gr.Row():
                self.undo = gr.Button("撤回上次改动", visible=False, elem_id="do-plan-undo")
                self.redo = gr.Button("重做", visible=False, elem_id="do-plan-redo")
            # Ctrl+Z and Ctrl+Shift+Z anywhere outside a field press these (start.js)
            self.either: dict[Way, gr.Button] = {
                "undo": gr.Button("撤回", visible="hidden", elem_id="do-undo-last"),
                "redo": gr.Button("重做", visible="hidden", elem_id="do-redo-last"),
            }
            self.toast = gr.HTML(elem_id="undo-say")

    # ------------------------------------------------------------------------------ wiring

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""
        return [self.html, self.offer, self.undo, self.redo]

    def wire(self, desk: gr.BrowserState, revision: RevisePage, bar: JobBar) -> None:
        """Connect the widgets."""
        script = self._script
        self._revision = revision
        fields = [script.form[field.key] for field in FIELDS]
        shown = [self.loglines, self.told, script.said]
        script.loglines_button.click(self.ask, fields, shown, **QUIET).then(None, js=_TO_LOGLINES)
        bar.after(self.loglines.click(
            self.choose, [desk, self.told], [desk, *shown, *fields], **QUIET
        ))  # fmt: skip
        around = [self.said, *self.results, *script.results, *revision.results]
        number = script.episode
        asked = [desk, self.writer, number]
        bar.after(self.html.select(self.change, asked, around, **QUIET))
        revision.then_anew(desk, self.offer.click(self.settle, [desk, number], around, **QUIET))
        for way, button in zip(WAYS, (self.undo, self.redo), strict=True):
            taken = button.click(partial(self.step, way), [desk, number], around, **QUIET)
            revision.then_anew(desk, taken)
        for way, button in self.either.items():
            shown = [self.toast, *around[1:]]
            taken = button.click(partial(self.step_either, way), [desk, number], shown, **QUIET)
            revision.then_anew(desk, taken)

    # ---------------------------------------------------------------------------- handlers

    def view(self, project: Project | None, _number: object = None) -> list[Any]:
        """Return the values of :attr:`results` for a project, or for an empty desk."""
        series = project.series if project else None
        if project is None or series is None:
            wait = notice("先在「题材」按「出方案」，或先看三个梗概。")
            return [wait, "", *[gr.Button(visible=False)] * 2]
        kept = plan_work.offered(project)
        made = plan_cards.offer(kept, series, heritage_kb.open()) if kept else ""
        steps = [gr.Button(visible=plan_work.can(project, way)) for way in WAYS]
        return [plan_cards.plan(series), made, *steps]

    def ask(self, *values: Any) -> list[Any]:
        """Offer loglines of the form's brief."""
        return self._offer(lambda: brief_data(values))

    def _offer(self, data: Callable[[], dict[str, Any]], seed: int | None = None) -> list[Any]:
        try:
            brief, options = plan_work.loglines(data(), seed)
        except RefusedInput as refused:
            return ["", None, notice(journey.as_in_the_form(refused.zh), "bad")]
        told = {
            "brief": brief.model_dump(mode="json", exclude_none=True), "seed": seed or brief.seed,
            "options": [one.to_json() for one in options],
        }  # fmt: skip
        return [plan_cards.loglines(options, heritage_kb.open()), told, ""]

    def choose(self, sent: object, told: Any, event: gr.EventData) -> list[Any]:
        """Plan by the logline that was chosen, offer others, or put them away."""
        asked = event._data if isinstance(event._data, dict) else {}
        rest = [gr.skip()] * len(FIELDS)
        if not isinstance(told, dict) or asked.get("do") == "close":
            return [gr.skip(), "", None, "", *rest]
        if asked.get("do") == "more":
            more = self._offer(lambda: told["brief"], int(told["seed"]) + 1)
            return [gr.skip(), *more, *rest]
        try:
            options = {one["number"]: one for one in told["options"]}
            brief = plan_work.chosen(told["brief"], options[asked.get("number")])
            desk = self._script.start_plan(Desk.of(sent), brief)
        except (RefusedInput, KeyError) as refused:
            said = refused.zh if isinstance(refused, RefusedInput) else "请再选一个梗概。"
            return [gr.skip(), gr.skip(), gr.skip(), notice(said, "bad"), *rest]
        return [desk.to_json(), "", None, "", *form_values(brief.model_dump())]

    def change(self, sent: object, writer: str, number: object, event: gr.EventData) -> list[Any]:
        """Edit, lock, unlock an element, or have another take of it proposed."""
        project = self._room.projects.find(Desk.of(sent))
        told = event._data if isinstance(event._data, dict) else {}
        do, at = str(told.get("do", "")), str(told.get("at", ""))[:200]
        try:
            if project is None or do not in _EDITS:
                raise RefusedInput("这一稿已不在了，请刷新网页。")
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            said = self._changed(project, told | {"do": do, "at": at}, writer)
        except RefusedInput as refused:
            return self._refused(refused)
        return [said, *self._around(project, number)]

    def _changed(self, project: Project, told: Mapping[str, Any], writer: str) -> str:
        do, at, to = told["do"], told["at"], str(told.get("to", ""))[:4000]
        if do in ("lock", "unlock"):
            return notice(plan_work.decide(project, do, at), "good")
        if do == "edit":
            was = told.get("was")
            if plan_work.is_other(project, at, was):
                plan_work.propose(project, "edit", at, to)
                return notice(
                    "这一处在别处先改了，你写的没有盖上去，成了下面的提案，请对照后再定。", "bad"
                )
            made = plan_work.edit(project, at, to)
            return notice("" if made else "改好了；不满意可以「撤回上次改动」。", "good")
        if do == "move":
            notes = plan_work.move(project, at, to)
            return notice(f"挪好了；不满意按 Ctrl+Z。{notes}", "good")
        if do in ("add", "delete"):
            plan_work.propose(project, do, at, to)
            return ""
        if writer == writers.SCAFFOLD:
            plan_work.propose(project, "regenerate", at, seed=project.revision)
            return ""
        usable, why = writers.standing(writer)
        if not usable:
            raise RefusedInput(why)
        given = {"do": do, "at": at, "writer": writer, "revision": project.revision}
        self._room.start(project, "project-replan", given, f"{project.name} 换一个")
        return ""

    def settle(self, sent: object, number: object, event: gr.EventData) -> list[Any]:
        """Take what is ticked of the proposal, put it aside, or ask for another one."""
        project = self._room.projects.find(Desk.of(sent))
        told = event._data if isinstance(event._data, dict) else {}
        try:
            if project is None:
                raise RefusedInput("这一稿已不在了，请刷新网页。")
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            which, do = int(told.get("number", 0)), told.get("do")
            if do == "reject":
                revising_work.reject(project, which)
                said = notice("放在一边了，方案没有动。")
            elif do == "again":
                plan_work.again(project, which, project.revision)
                said = ""
            else:
                count = plan_work.take(project, which, [int(one) for one in told.get("take") or ()])
                said = notice(f"采纳了 {count} 处；不满意可以「撤回上次改动」。", "good")
        except RefusedInput as refused:
            return self._refused(refused)
        return [said, *self._around(project, number)]

    def step(self, way: Way, sent: object, number: object) -> list[Any]:
        """Take back what was taken last, or do it again."""
        project = self._room.projects.find(Desk.of(sent))
        try:
            if project is None:
                raise RefusedInput("这一稿已不在了，请刷新网页。")
            plan_work.step(project, way)
        except RefusedInput as refused:
            return self._refused(refused)
        return [notice(_STEPS[way][0], "good"), *self._around(project, number)]

    def step_either(self, way: Way, sent: object, number: object) -> list[Any]:
        """Take back, or do again, the last change, be it of the plan or of the script."""
        project = self._room.projects.find(Desk.of(sent))
        if project is None:
            return [toast("还没有打开项目。", "bad"), *self._refused(RefusedInput(""))[1:]]
        changed = 0
        of_plan = plan_work.last(project, way) > revising_work.last(project, way)
        try:
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            if of_plan:
                plan_work.step(project, way)
            else:
                changed, _ = revising_work.step(project, way)
        except RefusedInput as refused:
            return [toast(refused.zh, "bad"), *self._refused(refused)[1:]]
        where = "方案" if of_plan else f"第{changed}集"
        return [toast(f"{where}{_STEPS[way][1]}", "good"), *self._around(project, number)]

    def _refused(self, refused: RefusedInput) -> list[Any]:
        pages = (self, self._script, self._revision)
        count = sum(len(page.results) for page in pages)
        return [notice(journey.as_in_the_form(refused.zh), "bad"), *[gr.skip()] * count]

    def _around(self, project: Project, number: object) -> list[Any]:
        """Return this step's values, the script's and the revision's: a name stands in all."""
        pages = (self, self._script, self._revision)
        return [value for page in pages for value in page.view(project, number)]


_TO_LOGLINES = """() => {
  const found = document.querySelector("#loglines .sj-offer");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (found) found.closest(".sj-step").scrollIntoView({block: "start", behavior: calm ? "auto" : "smooth"});
}"""
