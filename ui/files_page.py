"""The page 「创作」, the step 下载: every file that was made, with its AI label read back."""

from __future__ import annotations

from typing import Any

import gradio as gr

from heritage_kb.errors import RefusedInput
from ui import cards, journey
from ui.giving import give
from ui.jobs import Room
from ui.projects import Desk, Project
from ui.rendering import notice
from ui.script_page import step_head

_KEEP = (
    "稿子和图存在运行三晋的电脑上，刷新、关掉再开都在；要带到别处，在「我的项目」里导出。"
)  # fmt: skip


class FilesPage:
    """Widgets of the step.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        with gr.Column(elem_id="step-files", elem_classes="sj-step"):
            gr.HTML(step_head("七", "下载", "每个文件都带 AI 标识，标识写完即读回核验。"))
            self.late = gr.HTML(elem_id="files-late")
            self.html = gr.HTML(elem_id="files")
            with gr.Column(visible=False) as self.taking:
                self.zip = gr.DownloadButton(
                    "全部下载（zip）", variant="primary", elem_id="download-all"
                )
                with gr.Accordion("一个一个下载", open=False):
                    self.each = gr.File(
                        file_count="multiple", interactive=False, show_label=False,
                        elem_id="download-each",
                    )  # fmt: skip
            with gr.Column(visible=False) as self.giving:
                with gr.Row(elem_classes="sj-do", equal_height=True):
                    self.format = gr.Dropdown(
                        list(journey.FORMATS), value="pdf", label="全剧导出成一个文件", filterable=False,
                        min_width=200, elem_id="files-format",
                    )  # fmt: skip
                    self.export = gr.Button("导出", elem_id="do-export", min_width=120)
                self.export_said = gr.HTML(elem_id="export-say")
                self.exported = gr.File(label="剧本", visible=False, elem_id="exported")
            gr.HTML(notice(_KEEP))

    def wire(self, desk: gr.BrowserState) -> None:
        """Connect the widgets."""
        self.export.click(
            self.write, [desk, self.format], [self.export_said, self.exported],
            api_visibility="private", show_progress="hidden",
        )  # fmt: skip

    def write(self, desk: object, format: str) -> list[Any]:
        """Write the series as it stands now in one file; what the format cannot hold is said."""
        project = self._room.projects.find(Desk.of(desk))
        try:
            if project is None:
                raise RefusedInput("这一稿已不在了，请刷新网页。")
            file, lost = journey.exported(project, format)
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), gr.File(visible=False)]
        said = notice(f"导出了 {file.name}，照现在的稿子。", "good") + "".join(
            map(notice, lost[:4])
        )
        return [said, gr.File(give(file, self._room.given), visible=True)]

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""
        return [
            self.late, self.html, self.taking, self.zip, self.each, self.giving, self.export_said,
            self.exported,
        ]  # fmt: skip

    def view(self, project: Project | None, _number: object = None) -> list[Any]:
        """Return the values of :attr:`results` for a project, or for an empty desk."""
        rows = journey.file_rows(project) if project else []
        series = project.series if project else None
        giving = [gr.Column(visible=bool(series and series.episodes)), "", gr.File(visible=False)]
        if project is None or not rows:
            wait = notice("剧本写好、布景造好以后，这里下载。")
            return ["", wait, gr.Column(visible=False), None, None, *giving]
        each = [give(path, self._room.given) for path in journey.made_files(project)]
        whole = str(journey.packed(project, self._room.given))
        return [lateness(project), cards.files(rows), gr.Column(visible=True), whole, each, *giving]


def lateness(project: Project) -> str:
    """Return that the files are older than the text, where they are."""
    late = "剧本改过了，这些文件还是改之前的；要新的，按「审读」里的「重新审读并出文件」。"
    return notice(late, "bad") if project.behind else ""
