"""The page 「创作」, first four steps: 题材, 方案, 剧本, 审读."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

import heritage_kb
from heritage_kb.errors import RefusedInput
from ui import cards, journey
from ui.brief_form import FIELDS, Field
from ui.jobs import Job, follow
from ui.projects import Project, Room
from ui.rendering import findings, notice, progress, safe, script
from ui.static_files import static

QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_WHICH = [("第 1 集", "first"), ("前 3 集", "three"), ("全部", "all"), ("自己定", "own")]
_BUSY = "这一稿还有一步没做完，请等它做完，或先按「停下」。"


def step_head(number: str, title: str, words: str) -> str:
    """Return the heading of a step."""
    return (
        f'<header class="sj-head"><span class="sj-step-no" aria-hidden="true">{number}</span>'
        f'<h2 tabindex="-1">{safe(title)}</h2><p>{safe(words)}</p></header>'
    )


def outcome(job: Job) -> str:
    """Return where a job stands, as a bar while it runs and a sentence once it has ended."""
    if job.state == "waiting":
        return progress(job.title, "排队中", 0.0)
    if job.state == "running":
        return progress(job.title, job.what, job.share)
    if job.state == "stopped":
        return notice(f"{job.title}：已停下，原有内容没有改动。")
    return notice(job.error, "bad") if job.state == "failed" else notice("")


class ScriptPage:
    """Widgets and handlers of the steps up to the review.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self.form: dict[str, Any] = {}
        self._brief_step()
        self._plan_step()
        self._script_step()
        self._review_step()

    # ----------------------------------------------------------------------------- layout

    def _brief_step(self) -> None:
        with gr.Column(elem_id="step-brief", elem_classes="sj-step"):
            gr.HTML(step_head("一", "题材", "选一份现成的来改，或读入自己的文件，或从空白写起。"))
            with gr.Row(elem_classes="sj-starts"):
                self.shipped = [
                    (name, gr.Button(f"《{title}》", elem_id=f"brief-{name}", min_width=140))
                    for name, title in journey.shipped()
                ]
                self.upload = gr.UploadButton(
                    "读入文件（TOML、JSON）", file_types=[".toml", ".json"], min_width=140,
                    elem_id="brief-file",
                )  # fmt: skip
            self._fields([field for field in FIELDS if not field.more])
            with gr.Accordion("更多设定", open=False, elem_id="brief-more"):
                self._fields([field for field in FIELDS if field.more])
            self.plan_button = gr.Button("出方案", variant="primary", elem_id="do-plan")
            self.said = gr.HTML(elem_id="brief-say")

    def _fields(self, fields: list[Field]) -> None:
        row: list[Field] = []
        for field in [*fields, None]:
            if row and (field is None or field.wide or len(row) == 4):
                with gr.Row(elem_classes="sj-fields"):
                    for one in row:
                        self.form[one.key] = _widget(one)
                row = []
            if field is not None and field.wide:
                self.form[field.key] = _widget(field)
            elif field is not None:
                row.append(field)

    def _plan_step(self) -> None:
        with gr.Column(elem_id="step-plan", elem_classes="sj-step"):
            gr.HTML(step_head("二", "方案", "全剧的人物、分集和依据。看过再写剧本。"))
            self.plan_html = gr.HTML(js_on_load=static("entries.js"), elem_id="plan")

    def _script_step(self) -> None:
        with gr.Column(elem_id="step-script", elem_classes="sj-step"):
            gr.HTML(step_head("三", "剧本", "按剧组版式。正文里的数字是出处，点开就看原文。"))
            with gr.Column(visible=False) as self.writing:
                with gr.Row(elem_classes="sj-do", equal_height=True):
                    self.which = gr.Radio(_WHICH, value="three", label="写哪几集", scale=3)
                    self.own = gr.Textbox(
                        label="自己定", placeholder="1-3 或 1,4", visible=False, scale=1,
                        min_width=120, max_length=60,
                    )  # fmt: skip
                with gr.Row(elem_classes="sj-do"):
                    self.write_button = gr.Button("写剧本", variant="primary", elem_id="do-write")
                    self.stop = gr.Button("停下", visible=False, elem_id="stop-write")
                self.write_said = gr.HTML(elem_id="write-say")
                self.episode = gr.Dropdown(
                    [], label="看哪一集", visible=False, filterable=False, elem_id="episode"
                )
            self.script_html = gr.HTML(js_on_load=static("script.js"), elem_id="script")

    def _review_step(self) -> None:
        with gr.Column(elem_id="step-review", elem_classes="sj-step"):
            gr.HTML(step_head("四", "审读", "年代、引文、时长、文物场所。点一条，回到那一行。"))
            self.findings_html = gr.HTML(js_on_load=static("findings.js"), elem_id="findings")

    # ------------------------------------------------------------------------------ wiring

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""
        return [self.plan_html, self.writing, self.episode, self.script_html, self.findings_html]

    def wire(self, project: gr.BrowserState, rest: list[Any], view_rest: Any) -> None:
        """Connect the widgets; ``view_rest(project)`` gives the values of ``rest``."""
        self._view_rest = view_rest
        fields = [self.form[field.key] for field in FIELDS]
        for name, button in self.shipped:
            button.click(_loader(name), None, [self.said, *fields], **QUIET)
        self.upload.upload(load_file, self.upload, [self.said, *fields], **QUIET)
        every = [*self.results, *rest]
        planned = self.plan_button.click(
            self.plan, [project, *fields], [project, self.said, *every], **QUIET
        )
        planned.then(None, js=_turn_to("step-plan", "brief-say"))
        self.which.change(lambda which: gr.Textbox(visible=which == "own"), self.which, self.own,
                          **QUIET)  # fmt: skip
        written = self.write_button.click(
            self.write, [project, self.which, self.own],
            [self.write_said, self.write_button, self.stop, *every], **QUIET,
        )  # fmt: skip
        written.then(None, js=_turn_to("script", "write-say"))
        self.stop.click(self.halt, project, None, queue=False, **QUIET)
        self.episode.input(self.turn, [project, self.episode], self.script_html, **QUIET)
        self.findings_html.click(self.jump, project, [self.episode, self.script_html], **QUIET)

    # ---------------------------------------------------------------------------- handlers

    def view(self, project: Project | None, number: object = None, focus: str = "") -> list[Any]:
        """Return the values of :attr:`results` for a project, or for an empty desk."""
        if project is None or project.series is None:
            wait = "先在「题材」按「出方案」。"
            return [
                notice(wait), gr.Column(visible=False), gr.Dropdown(visible=False),
                notice(wait), notice("剧本写好后，这里列出要留意的地方。"),
            ]  # fmt: skip
        one = journey.episode(project, number)
        if one is None:
            text, chosen = notice("方案有了。选好集数，按「写剧本」。"), gr.Dropdown(visible=False)
        else:
            text = script(one, heritage_kb.open(), focus)
            written = [(f"第{e.number}集　{e.title}", e.number) for e in project.series.episodes]
            chosen = gr.Dropdown(written, value=one.number, visible=True)
        judged = findings(project.review) or notice("剧本写好后，这里列出要留意的地方。")
        return [cards.plan(project.series), gr.Column(visible=True), chosen, text, judged]

    async def plan(self, id: str, *values: Any) -> AsyncIterator[Any]:
        """Plan the series of the form; the desk changes only once the plan stands."""
        project = self._room.projects.of(id)
        blank = [gr.skip()] * (len(self.results) + self._rest_count())
        if project.busy:
            yield [project.id, notice(_BUSY, "bad"), *blank]
            return
        try:
            brief = journey.brief_of(values)
        except RefusedInput as refused:
            yield [project.id, notice(refused.zh, "bad"), *blank]
            return
        job = project.job = self._room.jobs.start("出方案", journey.planning(project, brief))
        async for now in follow(job):
            yield [project.id, outcome(now), *blank]
        if job.state == "done":
            done = notice(f"《{brief.title}》{brief.episodes} 集的方案好了。", "good")
            yield [project.id, done, *self.view(project), *self._view_rest(project)]

    async def write(self, id: str, which: str, own: str) -> AsyncIterator[Any]:
        """Write the chosen episodes, keeping those that were written before."""
        project = self._room.projects.find(id)
        blank = [gr.skip()] * (len(self.results) + self._rest_count())
        idle = (gr.Button(interactive=True), gr.Button(visible=False))
        if project is None or project.series is None:
            yield [notice("这一稿已不在了，请重新出方案。", "bad"), *idle, *blank]
            return
        if project.busy:
            yield [notice(_BUSY, "bad"), *idle, *blank]
            return
        try:
            wanted = journey.chosen_episodes(which, own, project.brief.episodes)
        except RefusedInput as refused:
            yield [notice(refused.zh, "bad"), *idle, *blank]
            return
        written = {one.number for one in project.series.episodes}
        work = journey.writing(project, sorted({*wanted, *written}))
        job = project.job = self._room.jobs.start("写剧本", work)
        async for now in follow(job):
            running = (gr.Button(interactive=False), gr.Button(visible=True))
            yield [outcome(now), *(idle if now.ended else running), *blank]
        if job.state == "done":
            done = notice(f"写好 {len(wanted)} 集，文件在第六步「下载」。", "good")
            yield [done, *idle, *self.view(project, min(wanted)), *self._view_rest(project)]

    def halt(self, id: str) -> None:
        """Ask the project's job to stop."""
        project = self._room.projects.find(id)
        if project is not None and project.job is not None:
            project.job.stop()

    def turn(self, id: str, number: object) -> str:
        """Return another episode's script."""
        return str(self.view(self._room.projects.find(id), number)[3])

    def jump(self, id: str, event: gr.EventData) -> tuple[Any, str]:
        """Open the episode of a finding, its line in view."""
        sent = event._data if isinstance(event._data, dict) else {}
        number, line = sent.get("episode"), str(sent.get("line") or "")
        shown = self.view(self._room.projects.find(id), number, line)
        return shown[2], shown[3]

    def _rest_count(self) -> int:
        return len(self._view_rest(None))


def load_file(path: str | None) -> list[Any]:
    """Return a notice and the form's values of an uploaded brief."""
    from pathlib import Path

    return _loaded(lambda: journey.read_values(Path(path or "")))


def _loader(name: str) -> Any:
    return lambda: _loaded(lambda: journey.shipped_values(name))


def _loaded(read: Any) -> list[Any]:
    try:
        values = read()
    except RefusedInput as refused:
        return [notice(refused.zh, "bad"), *([gr.skip()] * len(FIELDS))]
    return [notice("已读入，可以再改；改好按「出方案」。", "good"), *values]


def _turn_to(target: str, said: str) -> str:
    """Return the script that brings a result into view, unless a refusal was shown."""
    return (
        f"() => {{ if (!document.querySelector('#{said} .sj-good')) return;"
        f" document.getElementById('{target}').scrollIntoView({{block: 'start',"
        " behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'});}"
    )


def _widget(field: Field) -> Any:
    """Return the widget of a field: label, hint, and an example that vanishes when one types."""
    common: dict[str, Any] = {
        "label": field.label, "info": field.hint, "elem_id": f"brief-{field.key}",
        "min_width": 150,
    }  # fmt: skip
    if field.shape == "number":
        short = common | {"min_width": 130}
        return gr.Textbox(placeholder=f"例：{field.example}", max_length=20, **short)
    if field.shape in ("choice", "open_choice"):
        free = field.shape == "open_choice"
        first = field.choices[0][1]
        return gr.Dropdown(
            list(field.choices), value=first, allow_custom_value=free, filterable=free, **common
        )
    return gr.Textbox(
        placeholder=f"例：{field.example}", lines=field.lines, max_lines=max(field.lines, 12),
        max_length=20_000, **common,
    )  # fmt: skip
