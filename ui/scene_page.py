"""The page 「创作」, last two steps: 场景, 下载."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from heritage_kb.errors import RefusedInput
from ui import cards, journey
from ui.jobs import follow
from ui.projects import Project, Room
from ui.rendering import notice
from ui.script_page import QUIET, outcome, step_head

_PRESETS = [("草图（几秒）", "draft"), ("标准", "standard")]
_HOURS = ["", "晨", "昼", "暮", "夜"]
_SEASONS = ["", "春", "夏", "秋", "冬"]
_WEATHERS = ["", "晴", "雾", "雪", "雨"]
_KEEP = (
    "稿子和图只放在这台电脑的临时文件夹里：刷新网页还在，关掉三晋就清空。要留的请下载。"
)  # fmt: skip


class ScenePage:
    """Widgets and handlers of the set and of the files.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        with gr.Column(elem_id="step-set", elem_classes="sj-step"):
            gr.HTML(step_head("五", "场景", "按剧本里的地点、年代和时辰，造出主场景。"))
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
            gr.HTML(step_head("六", "下载", "每个文件都带 AI 标识，标识写完即读回核验。"))
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
            self.stop = gr.Button("停下", visible=False, elem_id="stop-set")
        self.said = gr.HTML(elem_id="set-say")

    # ------------------------------------------------------------------------------ wiring

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""
        return [
            self.making, self.episode, self.record, self.shown, self.plate, self.elevation,
            self.evidence, self.files_html, self.taking, self.zip, self.each,
        ]  # fmt: skip

    def wire(self, project: gr.BrowserState) -> None:
        """Connect the widgets."""
        wishes = [self.hour, self.season, self.weather]
        self.button.click(
            self.render, [project, self.episode, self.preset, *wishes],
            [self.said, self.button, self.stop, *self.results], **QUIET,
        )  # fmt: skip
        self.stop.click(self.halt, project, None, queue=False, **QUIET)
        self.episode.input(self.turn, [project, self.episode], self.results, **QUIET)

    # ---------------------------------------------------------------------------- handlers

    def view(self, project: Project | None, number: object = None) -> list[Any]:
        """Return the values of :attr:`results` for a project, or for an empty desk."""
        one = journey.episode(project, number)
        if project is None or one is None:
            wait = notice("剧本写好后，这里给它造景。")
            return [
                gr.Column(visible=False), gr.skip(), wait, gr.Row(visible=False), None, None, "",
                notice("剧本写好后，这里下载。"), gr.Column(visible=False), None, None,
            ]  # fmt: skip
        written = [(f"第{e.number}集　{e.title}", e.number) for e in project.series.episodes]
        chosen = gr.Dropdown(written, value=one.number)
        return [gr.Column(visible=True), chosen, *_set_view(project, one.number), *_files(project)]

    async def render(
        self, id: str, number: object, preset: str, hour: str, season: str, weather: str
    ) -> AsyncIterator[Any]:
        """Render the hero set of an episode."""
        project = self._room.projects.find(id)
        blank = [gr.skip()] * len(self.results)
        idle = (gr.Button(interactive=True), gr.Button(visible=False))
        one = journey.episode(project, number)
        if project is None or one is None:
            yield [notice("先写好剧本，再造景。", "bad"), *idle, *blank]
            return
        if project.busy:
            yield [notice("这一稿还有一步没做完，请等它做完，或先按「停下」。", "bad"), *idle,
                   *blank]  # fmt: skip
            return
        try:
            wishes = {"hour": hour, "season": season, "weather": weather}
            spec = journey.set_spec(project, one.number, wishes)
        except RefusedInput as refused:
            yield [notice(f"这一集的布景还造不了：{refused.zh}"), *idle, *blank]
            return
        quality = preset if preset in ("draft", "standard") else "standard"
        work = journey.rendering(project, one.number, spec, quality)
        job = project.job = self._room.jobs.start("造景", work)
        async for now in follow(job):
            running = (gr.Button(interactive=False), gr.Button(visible=True))
            yield [outcome(now), *(idle if now.ended else running), *blank]
        if job.state == "done":
            yield [notice("布景好了。", "good"), *idle, *self.view(project, one.number)]

    def halt(self, id: str) -> None:
        """Ask the project's job to stop."""
        project = self._room.projects.find(id)
        if project is not None and project.job is not None:
            project.job.stop()

    def turn(self, id: str, number: object) -> list[Any]:
        """Return another episode's set."""
        return self.view(self._room.projects.find(id), number)


def _set_view(project: Project, number: int) -> list[Any]:
    manifest = project.sets.get(number)
    if manifest is None:
        return ["", gr.Row(visible=False), None, None, ""]
    pictures = [journey.picture(project, number, name) for name in ("plate.png", "elevation.png")]
    return ["", gr.Row(visible=True), *pictures, cards.set_record(manifest)]


def _files(project: Project) -> list[Any]:
    rows = journey.file_rows(project)
    if not rows:
        return [notice("剧本写好后，这里下载。"), gr.Column(visible=False), None, None]
    each = [str(path) for path in journey.made_files(project)]
    return [cards.files(rows), gr.Column(visible=True), str(journey.packed(project)), each]


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
