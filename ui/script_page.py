"""The page 「创作」: 题材, 剧本, 审读. What is asked for here becomes a job."""

from __future__ import annotations

from functools import partial
from typing import Any

import gradio as gr

import heritage_kb
from heritage_kb.errors import RefusedInput
from ui import journey, plan_cards, plan_work, review_work, writers
from ui.brief_form import FIELDS, Field, form_values, genre_choices
from ui.job_bar import BUSY, QUIET, JobBar
from ui.jobs import Room
from ui.kinds import draft_inputs, plan_inputs
from ui.projects import Desk, Project
from ui.rendering import notice, safe, script
from ui.review_cards import findings
from ui.static_files import static

_WHICH = [("第 1 集", "first"), ("前 3 集", "three"), ("全部", "all"), ("自己定", "own")]


def step_head(number: str, title: str, words: str) -> str:
    """Return the heading of a step."""
    return (
        f'<header class="sj-head"><span class="sj-step-no" aria-hidden="true">{number}</span>'
        f'<h2 tabindex="-1">{safe(title)}</h2><p>{safe(words)}</p></header>'
    )


class ScriptPage:
    """Widgets and handlers of the steps up to the review.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self.form: dict[str, Any] = {}
        self._brief_step()

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
            with gr.Row(elem_classes="sj-do"):
                self.plan_button = gr.Button("出方案", variant="primary", elem_id="do-plan")
                self.loglines_button = gr.Button("先看三个梗概", elem_id="do-loglines")
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

    def script_step(self) -> None:
        """Lay out the script; it stands behind the plan."""
        with gr.Column(elem_id="step-script", elem_classes="sj-step"):
            gr.HTML(step_head("三", "剧本", "按剧组版式。正文里的数字是出处，点开就看原文。"))
            with gr.Column(visible=False) as self.writing:
                with gr.Row(elem_classes="sj-do", equal_height=True):
                    self.which = gr.Radio(_WHICH, value="three", label="写哪几集", scale=3)
                    self.own = gr.Textbox(
                        label="自己定", placeholder="1-3 或 1,4", visible=False, scale=1,
                        min_width=120, max_length=60,
                    )  # fmt: skip
                self._writer_choice()
                self.write_button = gr.Button("写剧本", variant="primary", elem_id="do-write")
                self.write_said = gr.HTML(elem_id="write-say")
                self.episode = gr.Dropdown(
                    [], label="看哪一集", info="Alt+, 前一集，Alt+. 后一集", visible=False,
                    filterable=False, elem_id="episode",
                )  # fmt: skip
                # those keys press these (start.js)
                self.beside = {
                    -1: gr.Button("前一集", visible="hidden", elem_id="do-episode-before"),
                    1: gr.Button("后一集", visible="hidden", elem_id="do-episode-after"),
                }
                self.left = gr.HTML(elem_id="left")
                self.redraft = gr.Button("重写这几场", visible=False, elem_id="do-redraft")
            self.script_html = gr.HTML(js_on_load=static("script.js"), elem_id="script")

    def _writer_choice(self) -> None:
        with gr.Row(elem_classes="sj-do", equal_height=True):
            self.writer = gr.Radio(
                writers.choices(), value=writers.first_choice(), label="执笔", elem_id="writer"
            )
            self.most = gr.Number(
                label="最多用多少词元", info="到了就不再问模型，余下的场用离线初稿", precision=0,
                minimum=0, visible=False, min_width=200, elem_id="writer-most",
            )  # fmt: skip
        self.writer_said = gr.HTML(elem_id="writer-say")

    def review_step(self) -> None:
        """Lay out the review; it stands behind the revision."""
        with gr.Column(elem_id="step-review", elem_classes="sj-step"):
            gr.HTML(step_head("五", "审读", "年代、引文、时长、文物场所。点一条，回到那一行。"))
            with gr.Row(visible=False, elem_classes="sj-do") as self.refiling:
                self.refile = gr.Button("重新审读并出文件", elem_id="do-refile")
            self.refile_said = gr.HTML(elem_id="refile-say")
            self.findings_html = gr.HTML(js_on_load=static("findings.js"), elem_id="findings")

    # ------------------------------------------------------------------------------ wiring

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""
        return [
            self.writing, self.episode, self.left, self.redraft, self.script_html, self.refiling,
            self.findings_html,
        ]  # fmt: skip

    def wire(self, desk: gr.BrowserState, bar: JobBar) -> None:
        """Connect the widgets."""
        fields = [self.form[field.key] for field in FIELDS]
        for name, button in self.shipped:
            button.click(_loader(name), None, [self.said, *fields], **QUIET)
        self.upload.upload(load_file, self.upload, [self.said, *fields], **QUIET)
        bar.after(self.plan_button.click(self.plan, [desk, *fields], [desk, self.said], **QUIET))
        self.which.change(lambda which: gr.Textbox(visible=which == "own"), self.which, self.own,
                          **QUIET)  # fmt: skip
        asked = [desk, self.which, self.own, self.writer]
        for widget in (self.writer, self.which):
            widget.input(self.reckon, asked, [self.writer_said, self.most], **QUIET)
        self.own.blur(self.reckon, asked, [self.writer_said, self.most], **QUIET)
        bar.after(
            self.write_button.click(self.write, [*asked, self.most], self.write_said, **QUIET)
        )
        bar.after(
            self.redraft.click(self.write_left, [desk, self.writer], self.write_said, **QUIET)
        )
        bar.after(self.refile.click(self.file_anew, desk, self.refile_said, **QUIET))
        self.episode.input(self.turn, [desk, self.episode], self.script_html, **QUIET)
        for by, button in self.beside.items():
            button.click(
                partial(self.turn_by, by), [desk, self.episode], [self.episode, self.script_html],
                **QUIET,
            )  # fmt: skip
        self.findings_html.click(self.jump, desk, [self.episode, self.script_html], **QUIET)
        answered = [self.refile_said, self.script_html, self.findings_html]
        self.findings_html.submit(self.answer, [desk, self.episode], answered, **QUIET)

    # ---------------------------------------------------------------------------- handlers

    def view(self, project: Project | None, number: object = None, focus: str = "") -> list[Any]:
        """Return the values of :attr:`results` for a project, or for an empty desk."""
        series = project.series if project else None
        later = notice("剧本写好后，这里列出要留意的地方。")
        if project is None or series is None:
            wait = notice("先在「题材」按「出方案」。")
            return [
                gr.Column(visible=False), gr.Dropdown(visible=False), "", gr.Button(visible=False),
                wait, gr.Row(visible=False), later,
            ]  # fmt: skip
        one = journey.episode(project, number)
        judged = review_work.told(project) if series.episodes else None
        if one is None:
            text, chosen = notice("方案有了。选好集数，按「写剧本」。"), gr.Dropdown(visible=False)
        else:
            told = review_work.by_line(judged)
            text = script(one, heritage_kb.open(), focus, told)
            written = [(f"第{e.number}集　{e.title}", e.number) for e in series.episodes]
            chosen = gr.Dropdown(written, value=one.number, visible=True)
        found = findings(judged) or later
        if project.behind:
            found = notice("剧本改过了，下面还是改之前的审读结果。", "bad") + found
        left = plan_work.left_behind(series)
        again = gr.Button(f"重写这 {len(left)} 场", visible=bool(left))
        shown = [gr.Column(visible=True), chosen, plan_cards.left(left, series), again, text]
        return [*shown, gr.Row(visible=bool(series.episodes)), found]

    def plan(self, sent: object, *values: Any) -> list[Any]:
        """Hand in the plan of the form; a project that has a script is left as it is."""
        desk = Desk.of(sent)
        try:
            desk = self.start_plan(desk, journey.brief_of(values))
        except RefusedInput as refused:
            return [gr.skip(), notice(refused.zh, "bad")]
        return [desk.to_json(), ""]

    def start_plan(self, desk: Desk, brief: Any) -> Desk:
        """Hand in the plan of a brief, and return the desk with its project open.

        Raises:
            RefusedInput: the project is busy, or cannot be made.
        """
        project = self._room.projects.find(desk)
        if self._room.is_busy(project):
            raise RefusedInput(BUSY)
        if project is None or journey.holds_work(project):
            project = self._room.projects.new(desk)
        given = plan_inputs(project, brief)
        self._room.start(project, "project-plan", given, f"{brief.title} 出方案")
        return desk.at(project)

    def reckon(self, sent: object, which: str, own: str, writer: str) -> list[Any]:
        """Return what a writer is and what it would use, and the limit that follows."""
        usable, said = writers.standing(writer)
        if writer == writers.SCAFFOLD or not usable:
            return [notice(said, "bad") if said else "", gr.Number(visible=False)]
        project = self._room.projects.find(Desk.of(sent))
        series = project.series if project else None
        if series is None:
            return [notice(said), gr.Number(visible=False)]
        try:
            wanted = journey.to_write(series, which, own)
            cost, most = writers.estimated(writer, series.brief, wanted, self._room.ledger)
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), gr.Number(visible=False)]
        return [notice(said) + notice(cost), gr.Number(value=most, visible=True)]

    def write(self, sent: object, which: str, own: str, writer: str, most: object) -> str:
        """Hand in the chosen episodes; what is written already is never overwritten."""
        project = self._room.projects.find(Desk.of(sent))
        series = project.series if project else None
        try:
            if project is None or series is None:
                raise RefusedInput("这一稿已不在了，请重新出方案。")
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            wanted = journey.to_write(series, which, own)
            usable, why = writers.standing(writer)
            if not usable:
                raise RefusedInput(why)
            limit = writers.limit(most) if writer != writers.SCAFFOLD else None
            given = draft_inputs(project, series.brief, wanted, writer, limit)
            self._room.start(project, "project-draft", given, f"{series.brief.title} 写剧本")
        except RefusedInput as refused:
            return notice(refused.zh, "bad")
        return ""

    def write_left(self, sent: object, writer: str) -> str:
        """Hand in the scenes that the plan has left behind; what comes of it is a proposal."""
        project = self._room.projects.find(Desk.of(sent))
        try:
            if project is None or project.series is None:
                raise RefusedInput("这一稿已不在了，请重新出方案。")
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            usable, why = writers.standing(writer)
            if not usable:
                raise RefusedInput(why)
            now = project.revision
            given = {"writer": writer, "revision": now, "seed": now}
            self._room.start(project, "project-redraft", given, f"{project.name} 重写待重写的场")
        except RefusedInput as refused:
            return notice(refused.zh, "bad")
        return ""

    def file_anew(self, sent: object) -> str:
        """Hand in the review of what stands now, and its files."""
        project = self._room.projects.find(Desk.of(sent))
        series = project.series if project else None
        if project is None or series is None or not series.episodes:
            return notice("先写好剧本。", "bad")
        if self._room.is_busy(project):
            return notice(BUSY, "bad")
        given = {"episodes": [e.number for e in series.episodes], "revision": project.revision}
        self._room.start(project, "project-files", given, f"{series.brief.title} 审读并出文件")
        return ""

    def turn(self, sent: object, number: object) -> str:
        """Return another episode's script."""
        return str(self.view(self._room.projects.find(Desk.of(sent)), number)[4])

    def turn_by(self, by: int, sent: object, number: object) -> list[Any]:
        """Turn to the episode that stands so many before or behind the one that is looked at."""
        project = self._room.projects.find(Desk.of(sent))
        series = project.series if project else None
        now = journey.episode(project, number)
        written = [one.number for one in series.episodes] if series else []
        at = written.index(now.number) + by if now else -1
        if not 0 <= at < len(written):
            return [gr.skip(), gr.skip()]
        return list(self.view(project, written[at])[1:5:3])

    def jump(self, sent: object, event: gr.EventData) -> tuple[Any, str]:
        """Open the episode of a finding, its line in view."""
        told = event._data if isinstance(event._data, dict) else {}
        number, line = told.get("episode"), str(told.get("line") or "")
        if not line and told.get("scene"):
            line = f"scene:{told['scene']}"
        shown = self.view(self._room.projects.find(Desk.of(sent)), number, line)
        return shown[1], shown[4]

    def answer(self, sent: object, number: object, event: gr.EventData) -> list[Any]:
        """Let a finding stand for a reason, or take that back."""
        project = self._room.projects.find(Desk.of(sent))
        told = event._data if isinstance(event._data, dict) else {}
        try:
            if project is None:
                raise RefusedInput("这一稿已不在了，请刷新网页。")
            if key := str(told.get("unexplain") or ""):
                review_work.unexplain(project, key)
                said = "说明撤回了。"
            else:
                reason = str(told.get("reason") or "")
                review_work.explain(project, str(told.get("explain") or ""), reason)
                said = "写上了；下一次「重新审读并出文件」，审读结果里也写明。"
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), gr.skip(), gr.skip()]
        shown = self.view(project, number)
        return [notice(said, "good"), shown[4], shown[6]]

    def form_of(self, project: Project | None) -> list[Any]:
        """Return the form's values of a project's brief; nothing where it has none."""
        series = project.series if project else None
        if series is None:
            return [gr.skip()] * len(FIELDS)
        return form_values(series.brief.model_dump())


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


def _widget(field: Field) -> Any:
    """Return the widget of a field: label, hint, and an example that vanishes when one types."""
    common: dict[str, Any] = {
        "label": field.label, "info": field.hint, "elem_id": f"brief-{field.key}",
        "min_width": 150,
    }  # fmt: skip
    if field.shape == "number":
        short = common | {"min_width": 130}
        return gr.Textbox(placeholder=f"例：{field.example}", max_length=20, **short)
    if field.shape == "genres":
        return gr.Dropdown(
            genre_choices(), value=[], multiselect=True, allow_custom_value=True, **common
        )
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
