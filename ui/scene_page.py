"""The page 「创作」, last two steps: 场景, 下载."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from heritage_kb.errors import RefusedInput
from ui import cards, journey
from ui.giving import give
from ui.job_bar import BUSY, QUIET, JobBar
from ui.jobs import Room
from ui.projects import Desk, Project
from ui.rendering import notice
from ui.script_page import step_head

_PRESETS = [("草图（几秒）", "draft"), ("标准", "standard")]
_HOURS = ["", "晨", "昼", "暮", "夜"]
_SEASONS = ["", "春", "夏", "秋", "冬"]
_WEATHERS = ["", "晴", "雾", "雪", "雨"]
_KEEP = (
    "稿子和图存在运行三晋的电脑上，刷新、关掉再开都在；要带到别处，在「我的项目」里导出。"
)  # fmt: skip


class ScenePage:
    """Widgets and handlers of the set and of the files.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        with gr.Column(elem_id="step-set", elem_classes="sj-step"):
            gr.HTML(step_head("六", "场景", "按剧本里的地点、年代和时辰，造出主场景。"))
            with gr.Column(visible=False) as self.making:
                self._controls()
            self.record = gr.HTML(elem_id="set-record-wait")
            with gr.Row(visible=False, elem_classes="sj-set-row") as self.shown:
                with gr.Column(scale=5, min_width=280):
                    self.plate = _picture("设色图：主场景", "set-plate")
                with gr.Column(scale=5, min_width=280):
                    self.elevation = _picture("立面图", "set-elevation")
                    self.evidence = gr.HTML(elem_id="set-record")
        with gr.Column(elem_id="step-files", elem_classes="sj-step"):
            gr.HTML(step_head("七", "下载", "每个文件都带 AI 标识，标识写完即读回核验。"))
            self.late = gr.HTML(elem_id="files-late")
            self.files_html = gr.HTML(elem_id="files")
            with gr.Column(visible=False) as self.taking:
                self.zip = gr.DownloadButton(
                    "全部下载（zip）", variant="primary", elem_id="download-all"
                )
                with gr.Accordion("一个一个下载", open=False):
                    self.each = gr.File(
                        file_count="multiple", interactive=False, show_label=False,
                        elem_id="download-each",
                    )  # fmt: skip
            gr.HTML(notice(_KEEP))

    def _controls(self) -> None:
        with gr.Row(elem_classes="sj-do", equal_height=True):
            self.episode = gr.Dropdown(
                [], label="给哪一集造景", filterable=False, min_width=160, elem_id="set-episode"
            )
            self.preset = gr.Radio(_PRESETS, value="standard", label="成色", min_width=160,
                                   elem_id="set-preset")  # fmt: skip
        wishes = gr.Accordion("时辰、季节、天气（不选就照剧本）", open=False)
        with wishes, gr.Row(elem_classes="sj-fields"):
            self.hour = _choice("时辰", _HOURS)
            self.season = _choice("季节", _SEASONS)
            self.weather = _choice("天气", _WEATHERS)
        with gr.Row(elem_classes="sj-do"):
            self.button = gr.Button("造景出图", variant="primary", elem_id="do-set")
        self.said = gr.HTML(elem_id="set-say")

    # ------------------------------------------------------------------------------ wiring

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""
        return [
            self.making, self.episode, self.record, self.shown, self.plate, self.elevation,
            self.evidence, self.late, self.files_html, self.taking, self.zip, self.each,
        ]  # fmt: skip

    def wire(self, project: gr.BrowserState, bar: JobBar) -> None:
        """Connect the widgets."""
        wishes = [self.hour, self.season, self.weather]
        bar.after(self.button.click(
            self.render, [project, self.episode, self.preset, *wishes], self.said, **QUIET
        ))  # fmt: skip
        self.episode.input(self.turn, [project, self.episode], self.results, **QUIET)

    # ---------------------------------------------------------------------------- handlers

    def view(self, project: Project | None, number: object = None) -> list[Any]:
        """Return the values of :attr:`results` for a project, or for an empty desk."""
        one = journey.episode(project, number)
        if project is None or one is None:
            wait = notice("剧本写好后，这里给它造景。")
            return [
                gr.Column(visible=False), gr.skip(), wait, gr.Row(visible=False), None, None, "",
                "", notice("剧本写好后，这里下载。"), gr.Column(visible=False), None, None,
            ]  # fmt: skip
        series = project.series
        written = (
            [(f"第{e.number}集　{e.title}", e.number) for e in series.episodes] if series else []
        )
        chosen = gr.Dropdown(written, value=one.number)
        shown = [*self._set_view(project, one.number), *self._files(project)]
        return [gr.Column(visible=True), chosen, *shown]

    def render(
        self, desk: object, number: object, preset: str, hour: str, season: str, weather: str
    ) -> str:
        """Hand in the hero set of an episode."""
        project = self._room.projects.find(Desk.of(desk))
        one = journey.episode(project, number)
        if project is None or one is None:
            return notice("先写好剧本，再造景。", "bad")
        if self._room.is_busy(project):
            return notice(BUSY, "bad")
        try:
            wishes = {"hour": hour, "season": season, "weather": weather}
            fields = journey.set_fields(project, one.number, wishes)
        except RefusedInput as refused:
            return notice(f"这一集的布景还造不了：{refused.zh}")
        quality = preset if preset in ("draft", "standard") else "standard"
        out = str(project.set_folder(one.number))
        given = {"spec": fields, "preset": quality, "out": out, "revision": project.revision}
        self._room.start(project, "render", given, f"{project.name} 第{one.number}集造景")
        return ""

    def turn(self, desk: object, number: object) -> list[Any]:
        """Return another episode's set."""
        return self.view(self._room.projects.find(Desk.of(desk)), number)

    def _set_view(self, project: Project, number: int) -> list[Any]:
        manifest = project.manifest(number)
        if manifest is None:
            return ["", gr.Row(visible=False), None, None, ""]
        found = [journey.picture(project, number, name) for name in ("plate.png", "elevation.png")]
        pictures = [give(Path(one), self._room.given) if one else None for one in found]
        return ["", gr.Row(visible=True), *pictures, cards.set_record(manifest)]

    def _files(self, project: Project) -> list[Any]:
        rows = journey.file_rows(project)
        if not rows:
            return ["", notice("剧本写好后，这里下载。"), gr.Column(visible=False), None, None]
        each = [give(path, self._room.given) for path in journey.made_files(project)]
        whole = str(journey.packed(project, self._room.given))
        return [lateness(project), cards.files(rows), gr.Column(visible=True), whole, each]


def lateness(project: Project) -> str:
    """Return that the files are older than the text, where they are."""
    late = "剧本改过了，这些文件还是改之前的；要新的，按「审读」里的「重新审读并出文件」。"
    return notice(late, "bad") if project.behind else ""


def _picture(alt: str, id: str) -> gr.Image:
    return gr.Image(
        type="filepath", interactive=False, show_label=False, buttons=["fullscreen"],
        alt_text=alt, elem_id=id, container=False,
    )  # fmt: skip


def _choice(label: str, words: list[str]) -> gr.Dropdown:
    return gr.Dropdown(
        [(word or "照剧本", word) for word in words], value="", label=label, filterable=False,
        min_width=100,
    )  # fmt: skip
