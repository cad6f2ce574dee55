"""The page 「预审」: bring a script, see how it was read, mend that, review it, take it away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from heritage_kb.errors import RefusedInput
from ui import prereview_cards as cards
from ui import prereview_work as work
from ui import reader_choice
from ui.accept_panel import AcceptPanel
from ui.giving import give
from ui.job_bar import BUSY, QUIET, JobBar
from ui.jobs import Room
from ui.journey import FORMATS
from ui.projects import LONGEST_NAME, Desk, Project
from ui.rendering import notice
from ui.script_page import ScriptPage, step_head
from ui.static_files import static

_REPORTS = (
    ("批注稿（Word，批在行边）", "docx"), ("网页报告（html）", "html"), ("SARIF", "sarif"),
    ("纯文本（txt）", "txt"), ("JSON", "json"),
)  # fmt: skip


class PrereviewPage:
    """Widgets and handlers of the page.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._reading_step()
        with gr.Column(visible=False) as self.open:
            self._preview_step()
            self._review_step()
            self._export_step()

    # ----------------------------------------------------------------------------- layout

    def _reading_step(self) -> None:
        with gr.Column(elem_id="step-bring", elem_classes="sj-step"):
            gr.HTML(
                step_head(
                    "一", "读入", "Word、PDF、文本、Fountain、Final Draft 都行；逐字读，不改一字。"
                )
            )
            self.upload = gr.File(
                label="把剧本拖进来，或点这里选（docx、pdf、txt、md、fountain、fdx、xlsx、json）",
                file_types=list(work.SUFFIXES), height=140, elem_id="own-file",
            )  # fmt: skip
            self.said = gr.HTML(elem_id="own-say")
            self.summary = gr.HTML(elem_id="own-summary")

    def _preview_step(self) -> None:
        with gr.Column(elem_id="step-rows", elem_classes="sj-step"):
            gr.HTML(
                step_head("二", "认得对不对", "左边是行号和认作什么。点一行可以改认，随时能撤销。")
            )
            self.view_of = gr.Dropdown([], label="看哪些行", filterable=False, elem_id="own-view")
            self.rows = gr.HTML(js_on_load=static("rows.js"), elem_id="own-rows")
            with gr.Row(elem_classes="sj-do", equal_height=True):
                self.line = gr.Number(label="行号", precision=0, min_width=90, elem_id="own-line")
                self.role = gr.Dropdown(
                    [one for one in work.roles() if one[1] in work.RETAGS], label="改认作",
                    filterable=False, min_width=140,
                    elem_id="own-role",
                )  # fmt: skip
                self.retag = gr.Button("改认", elem_id="do-retag", min_width=96)
                self.undo = gr.Button("撤销", elem_id="do-undo", min_width=96)
            self.retag_said = gr.HTML(elem_id="retag-say")

    def _review_step(self) -> None:
        from scriptgen.reviewing.rulebook import profiles

        choices = [("通用", ""), *((one.what, one.name) for one in profiles().values())]
        with gr.Column(elem_id="step-check", elem_classes="sj-step"):
            gr.HTML(step_head("三", "预审", "只作提示，不是审核结论；签字的只能是人。"))
            with gr.Row(elem_classes="sj-fields"):
                self.period = gr.Textbox(
                    label="朝代", placeholder="唐、明、民国、当代", max_length=40, min_width=130,
                    elem_id="own-period",
                )  # fmt: skip
                self.year = gr.Textbox(
                    label="年份", info="知道就写，比朝代准", placeholder="857", max_length=12,
                    min_width=110, elem_id="own-year",
                )  # fmt: skip
                self.profile = gr.Dropdown(
                    choices, value="", label="规则档", filterable=False, min_width=200,
                    elem_id="own-profile",
                )  # fmt: skip
                self.virtual = gr.Checkbox(
                    label="内景都用虚拟制景", min_width=160, elem_id="own-virtual"
                )
            self.reader = reader_choice.ReaderChoice(self._room)
            self.check = gr.Button("预审", variant="primary", elem_id="do-check", min_width=168)
            self.check_said = gr.HTML(elem_id="check-say")
            self.found = gr.HTML(js_on_load=static("rows.js"), elem_id="own-findings")
            self.chosen = gr.State({})
            with gr.Row(elem_classes="sj-do", equal_height=True) as self.explain:
                self.about = gr.Textbox(
                    label="有意安排的是哪一条", info="点上面一条提示", interactive=False, max_lines=1,
                    min_width=220, elem_id="own-about",
                )  # fmt: skip
                self.reason = gr.Textbox(
                    label="理由", placeholder="例：穿越者的台词", max_length=200, min_width=220,
                    elem_id="own-reason",
                )  # fmt: skip
                self.by = gr.Textbox(
                    label="谁定的", placeholder="例：王编剧", max_length=40, min_width=120,
                    elem_id="own-by",
                )  # fmt: skip
                self.waive = gr.Button("记下", elem_id="do-waive", min_width=96)

    def _export_step(self) -> None:
        with gr.Column(elem_id="step-give", elem_classes="sj-step"):
            gr.HTML(
                step_head(
                    "四",
                    "带走，或接着写",
                    "同一种格式导出时，原文件只动改过的地方；换格式会先说明丢了什么。",
                )
            )
            with gr.Row(elem_classes="sj-do", equal_height=True):
                self.format = gr.Dropdown(
                    list(FORMATS), value="docx", label="格式", filterable=False, min_width=200,
                    elem_id="own-format",
                )  # fmt: skip
                self.give = gr.Button("导出", elem_id="do-give", min_width=120)
            with gr.Row(elem_classes="sj-do", equal_height=True):
                self.form = gr.Dropdown(
                    list(_REPORTS), value="docx", label="报告", filterable=False, min_width=200,
                    elem_id="own-report",
                )  # fmt: skip
                self.tell = gr.Button("取报告", elem_id="do-report", min_width=120)
            self.give_said = gr.HTML(elem_id="give-say")
            self.accepting = AcceptPanel(self._room)
            self.file = gr.File(label="剧本", visible=False, elem_id="own-out")
            self.told = gr.File(label="报告", visible=False, elem_id="own-told")

    # ------------------------------------------------------------------------------ wiring

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""
        return [self.summary, self.open, self.view_of, self.rows, self.found]

    def wire(self, project: gr.BrowserState, script: ScriptPage, bar: JobBar) -> None:
        """Connect the widgets."""
        self.accepting.wire(project, (self.period, self.year), script, bar)
        taken = self.upload.upload(self.take, [project, self.upload], [project, self.said], **QUIET)
        bar.after(taken)
        taken.then(lambda: None, None, self.upload, **QUIET)  # the next file finds the box open
        self.view_of.input(self.turn, [project, self.view_of], self.rows, **QUIET)
        self.rows.click(self.point, None, [self.line, self.role], **QUIET)
        changed = [self.retag_said, self.summary, self.view_of, self.rows]
        self.retag.click(
            self.change, [project, self.line, self.role, self.view_of], changed, **QUIET
        )
        self.undo.click(self.back, [project, self.view_of], changed, **QUIET)
        asked = [self.period, self.year, self.profile, self.virtual]
        self.reader.wire(project)
        reader = [self.reader.name, self.reader.most]
        bar.after(
            self.check.click(self.judge, [project, *asked, *reader], self.check_said, **QUIET)
        )
        led = self.found.click(
            self.lead, project, [self.view_of, self.rows, self.line, self.chosen, self.about],
            **QUIET,
        )  # fmt: skip
        self.waive.click(
            self.put_aside, [project, self.chosen, self.reason, self.by],
            [self.check_said, self.found, self.reason], **QUIET,
        )  # fmt: skip
        self.tell.click(self.report, [project, self.form], [self.give_said, self.told], **QUIET)
        led.then(None, self.line, js=_SHOW_ROW)
        self.give.click(self.export, [project, self.format], [self.give_said, self.file], **QUIET)

    # ---------------------------------------------------------------------------- handlers

    def view(self, project: Project | None, _number: object = None, *, view: str = "") -> list[Any]:
        """Return the values of :attr:`results` for a project, or for an empty desk."""
        script = work.submitted(project)
        if script is None:
            return ["", gr.Column(visible=False), gr.Dropdown(), "", cards.findings(None)]
        views, chosen = cards.views(script), cards.chosen(script, view)
        return [
            cards.summary(script), gr.Column(visible=True), gr.Dropdown(views, value=chosen),
            cards.preview(script, chosen), cards.findings(script.result),
        ]  # fmt: skip

    def take(self, desk: object, file: str | None) -> list[Any]:
        """Hand in the reading of an upload; what stood here before stays until it is read."""
        at = Desk.of(desk)
        if not file:
            return [gr.skip(), ""]
        try:
            project = self._room.projects.find(at) or self._room.projects.new(at)
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            name = work.receive(project, file)
            if project.series is None and not project.desk.get("name"):
                project.note(name=f"来稿 {Path(name).stem}"[:LONGEST_NAME])
            stamp = (project.folder / "来稿" / "新到" / name).stat().st_mtime_ns
            self._room.start(project, "project-read", {"name": name, "at": stamp}, f"读入 {name}")
        except RefusedInput as refused:
            return [gr.skip(), notice(refused.zh, "bad")]
        return [at.at(project).to_json(), ""]

    def _script(self, desk: object) -> tuple[Project | None, work.Submitted | None]:
        project = self._room.projects.find(Desk.of(desk))
        return project, work.submitted(project)

    def turn(self, desk: object, view: str) -> str:
        """Return another view of the rows."""
        _, script = self._script(desk)
        return cards.preview(script, view) if script else ""

    def point(self, event: gr.EventData) -> list[Any]:
        """Return number and role of the row that was pressed."""
        sent = event._data if isinstance(event._data, dict) else {}
        line = str(sent.get("line", ""))
        return [int(line) if line.isdigit() else None, str(sent.get("role", "")) or gr.skip()]

    def change(self, desk: object, line: object, role: str, view: str) -> list[Any]:
        """Read one row as the person says."""
        return self._reread(desk, view, lambda script: work.retagged(script, line, role), line)

    def back(self, desk: object, view: str) -> list[Any]:
        """Take the last change back."""
        return self._reread(desk, view, work.undone)

    def _reread(self, desk: object, view: str, change: Any, line: object = None) -> list[Any]:
        project, script = self._script(desk)
        if project is None or script is None:
            return [notice("这份剧本已不在了，请重新读入。", "bad"), *([gr.skip()] * 3)]
        try:
            script = change(script)
            work.keep(project, script)
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), *([gr.skip()] * 3)]
        shown = self.view(project, view=view)
        at = int(line) if isinstance(line, (int, float)) else None
        rows = cards.preview(script, cards.chosen(script, view), at)
        return [notice("改好了；预审要重新做一遍。", "good"), shown[0], shown[2], rows]

    def judge(
        self, desk: object, period: str, year: str, profile: str, virtual: bool,
        reader: str = "", most: object = None,
    ) -> str:  # fmt: skip
        """Hand in the review of the script, and its reading by a model where one is chosen."""
        project, script = self._script(desk)
        try:
            if project is None or script is None:
                raise RefusedInput("先读入一份剧本。")
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            asked = work.context(period, year, profile, virtual_set=bool(virtual))
            stamp = (project.folder / "来稿" / "state.json").stat().st_mtime_ns
            given = {"asked": asked, "at": stamp, **reader_choice.inputs(reader, most)}
            self._room.start(project, "project-review", given, f"预审 {script.name}")
        except RefusedInput as refused:
            return notice(refused.zh, "bad")
        return ""

    def lead(self, desk: object, event: gr.EventData) -> list[Any]:
        """Show the row of a finding."""
        _, script = self._script(desk)
        sent = event._data if isinstance(event._data, dict) else {}
        line = str(sent.get("line", ""))
        known = {key: str(sent.get(key, "")) for key in ("code", "line", "term")}
        about = "　".join(part for part in (known["code"], known["term"]) if part)
        if script is None or not line.isdigit():
            return [gr.skip(), gr.skip(), gr.skip(), known, about]
        view = cards.view_of_line(script, int(line))
        rows = cards.preview(script, view, int(line))
        return [gr.Dropdown(value=view), rows, int(line), known, f"{about}　第 {line} 行"]

    def put_aside(self, desk: object, known: dict[str, str], reason: str, by: str) -> list[Any]:
        """Keep why a finding stands, and show the findings without it among the open ones."""
        project, script = self._script(desk)
        if project is None or script is None:
            return [notice("先读入一份剧本。", "bad"), gr.skip(), gr.skip()]
        try:
            script = work.waived(
                script, known.get("code", ""), known.get("line", ""),
                known.get("term", ""), reason or "", by or "",
            )  # fmt: skip
            work.keep(project, script)
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), gr.skip(), gr.skip()]
        return [notice("记下了；报告里会写明。", "good"), cards.findings(script.result), ""]

    def report(self, desk: object, form: str) -> list[Any]:
        """Write the report of the last review."""
        project, script = self._script(desk)
        if project is None or script is None:
            return [notice("先读入一份剧本。", "bad"), gr.skip()]
        try:
            file = work.reported(script, project.folder, form)
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), gr.skip()]
        return [
            notice("报告好了。", "good"),
            gr.File(value=give(file, self._room.given), visible=True),
        ]

    def warn(self, desk: object, format: str) -> str:
        """Say what a format would lose of this script, before anything is written."""
        import scriptgen

        project, script = self._script(desk)
        if project is None or script is None:
            return ""
        try:
            lost = scriptgen.losses(script.reading, format)
        except RefusedInput as refused:
            return notice(refused.zh, "bad")
        return "".join(notice(one) for one in lost[:12]) or notice("这种格式一字不少。", "good")

    def export(self, desk: object, format: str) -> list[Any]:
        """Write the script in a format; what it cannot hold is said."""
        project, script = self._script(desk)
        if project is None or script is None:
            return [notice("先读入一份剧本。", "bad"), gr.skip()]
        try:
            file, lost = work.exported(script, project.folder, format)
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), gr.skip()]
        said = "".join(notice(one) for one in lost[:12]) or notice("一字不少。", "good")
        return [said, gr.File(value=give(file, self._room.given), visible=True)]


_SHOW_ROW = """(line) => {
  const row = document.getElementById("sj-row-" + line);
  if (!row) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  row.scrollIntoView({block: "center", behavior: calm ? "auto" : "smooth"});
  row.focus({preventScroll: true});
}"""
