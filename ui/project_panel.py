"""The panel 「我的项目」: open, name, copy, throw away and bring back, take along and bring in."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import gradio as gr

from heritage_kb.errors import RefusedInput, SanjinError
from ui import project_cards, project_file
from ui.job_bar import BUSY, QUIET, JobBar
from ui.jobs import Room
from ui.journey import file_name
from ui.projects import LONGEST_NAME, Desk, Project, named
from ui.rendering import notice
from ui.script_page import ScriptPage
from ui.static_files import static


class ProjectPanel:
    """Widgets and handlers of the panel.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        with gr.Accordion("我的项目", open=False, elem_id="projects") as self.whole:
            self.rows = gr.HTML(js_on_load=static("projects.js"), elem_id="project-rows")
            with gr.Row(elem_classes="sj-do", equal_height=True):
                self.name = gr.Textbox(
                    label="这个项目叫什么", max_length=LONGEST_NAME, min_width=200,
                    elem_id="project-name",
                )  # fmt: skip
                self.rename = gr.Button("改名", elem_id="do-rename", min_width=96)
                self.fresh = gr.Button("新建项目", elem_id="do-new", min_width=120)
                self.pack = gr.Button("导出整个项目", elem_id="do-pack", min_width=140)
                self.bring = gr.UploadButton(
                    "导入项目", file_types=[".zip"], min_width=120, elem_id="project-file"
                )
            self.said = gr.HTML(elem_id="project-say")
            self.packed = gr.File(label="项目文件", visible=False, elem_id="project-out")

    # ------------------------------------------------------------------------------ wiring

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`refresh` fills, in its order."""
        return [self.whole, self.rows, self.name]

    def wire(self, desk: gr.BrowserState, script: ScriptPage, bar: JobBar) -> None:
        """Connect the widgets."""
        self._script, self._bar = script, bar
        turned = [desk, self.said, *script.form.values(), *bar.views]
        bar.after(self.rows.click(self.act, desk, turned, **QUIET))
        bar.after(self.fresh.click(self.begin, desk, turned, **QUIET))
        bar.after(self.bring.upload(self.take_in, [desk, self.bring], turned, **QUIET))
        renamed = self.rename.click(self.call, [desk, self.name], self.said, **QUIET)
        renamed.then(self.refresh, desk, self.results, **QUIET)
        self.pack.click(self.give, desk, [self.said, self.packed], **QUIET)

    # ---------------------------------------------------------------------------- handlers

    def refresh(self, sent: object) -> list[Any]:
        """Return the values of :attr:`results`."""
        desk = Desk.of(sent)
        projects = self._room.projects
        kept, gone = projects.all(desk), projects.all(desk, trashed=True)
        now = projects.find(desk)
        label = f"我的项目：{now.name}" if now else "我的项目"
        rows = project_cards.rows(kept, gone, desk.project, self._room)
        return [gr.Accordion(label=label), rows, now.name if now else ""]

    def act(self, sent: object, event: gr.EventData) -> list[Any]:
        """Do what a row's button says: open, copy, drop, back."""
        desk = Desk.of(sent)
        told = event._data if isinstance(event._data, dict) else {}
        one = self._room.projects.find(desk, str(told.get("id", "")))
        try:
            if one is None:
                raise RefusedInput("这个项目已不在了；请刷新网页。")
            return self._acted(desk, one, str(told.get("do", "")))
        except SanjinError as error:
            return self._refused(error)

    def _acted(self, desk: Desk, one: Project, do: str) -> list[Any]:
        if do == "open":
            return self._turned(desk, one, f"打开了「{one.name}」。")
        if do == "copy":
            copy = self._room.projects.duplicate(one, desk)
            return self._turned(desk, copy, f"复制成了「{copy.name}」，正打开着。")
        if do == "drop":
            if self._room.is_busy(one):
                raise RefusedInput(BUSY)
            one.note(trashed=True)
            left = None if one.id == desk.project else self._room.projects.find(desk)
            return self._turned(desk, left, f"「{one.name}」放进了回收站，还能找回。")
        one.note(trashed=False)
        return self._turned(desk, one, f"「{one.name}」找回来了。")

    def begin(self, sent: object) -> list[Any]:
        """Clear the desk for another project; it is made when its plan is asked for."""
        return self._turned(Desk.of(sent), None, "桌面空了，写好题材按「出方案」。")

    def take_in(self, sent: object, file: str | None) -> list[Any]:
        """Unpack a project that was brought."""
        desk = Desk.of(sent)
        try:
            made = project_file.unpack(self._room.projects, desk, Path(file or ""))
        except SanjinError as error:
            return self._refused(error)
        return self._turned(desk, made, f"收进了「{made.name}」。")

    def call(self, sent: object, name: str) -> str:
        """Name the open project."""
        project = self._room.projects.find(Desk.of(sent))
        try:
            if project is None:
                raise RefusedInput("还没有打开项目；先出方案，或打开一个。")
            named(project, name or "")
        except RefusedInput as refused:
            return notice(refused.zh, "bad")
        return notice("改好了。", "good")

    def give(self, sent: object) -> list[Any]:
        """Pack the open project."""
        project = self._room.projects.find(Desk.of(sent))
        if project is None:
            return [notice("还没有打开项目；先出方案，或打开一个。", "bad"), gr.skip()]
        state = hashlib.sha256(f"{project.id}|{project.revision}".encode()).hexdigest()
        folder = self._room.given / state
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{file_name(project.name)}{project_file.SUFFIX}"
        try:
            project_file.pack(project, target)
        except (SanjinError, OSError) as error:
            said = error.zh if isinstance(error, SanjinError) else "写不了文件，请检查磁盘空间。"
            return [notice(said, "bad"), gr.skip()]
        return [notice("装好了，点下面的文件存走。", "good"), gr.File(str(target), visible=True)]

    # ------------------------------------------------------------------------------- parts

    def _turned(self, desk: Desk, project: Project | None, said: str) -> list[Any]:
        form = self._script.form_of(project)
        shown = self._bar.show(project)
        return [desk.at(project).to_json(), notice(said, "good"), *form, *shown]

    def _refused(self, error: SanjinError) -> list[Any]:
        rest = len(self._script.form) + len(self._bar.views)
        return [gr.skip(), notice(error.zh, "bad"), *[gr.skip()] * rest]
