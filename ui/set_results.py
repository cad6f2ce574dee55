"""What was made of sets: the gallery, a set's pictures, walking around it, its control images."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui import cards, set_cards, set_gallery, set_work
from ui.giving import address, give, thumbnail
from ui.job_bar import QUIET, JobBar
from ui.jobs import Room
from ui.paint_panel import PaintPanel
from ui.projects import Desk, Project
from ui.static_files import static


class SetResults:
    """Widgets and handlers of what was made.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        with gr.Column(visible=False, elem_id="set-results") as self.shown:
            self.gallery = gr.HTML(js_on_load=static("gallery.js"), elem_id="set-gallery")
            with gr.Row(elem_classes="sj-set-row"):
                with gr.Column(scale=5, min_width=280):
                    self.plate = picture("设定图", "set-plate")
                with gr.Column(scale=5, min_width=280):
                    self.elevation = picture("正立面图", "set-elevation")
                    self.seen = gr.HTML(elem_id="set-seen")
            self.around = gr.HTML(js_on_load=static("viewer.js"), elem_id="set-around")
            self.sheet = gr.HTML(elem_id="set-sheet")
            self.zip = gr.DownloadButton("下载这套布景（zip）", elem_id="download-set")
            self.painting = PaintPanel(room)
            with gr.Accordion("尺寸、依据与想象", open=False, elem_id="set-facts"):
                self.evidence = gr.HTML(elem_id="set-record")

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""
        return [
            self.shown, self.gallery, self.plate, self.elevation, self.seen, self.around,
            self.sheet, self.evidence, self.zip, *self.painting.results,
        ]  # fmt: skip

    def wire(self, desk: gr.BrowserState, bar: JobBar) -> None:
        """Connect the widgets."""
        self.painting.wire(desk, bar)
        self.gallery.click(self.turn, desk, self.results, **QUIET)

    def turn(self, desk: object, event: gr.EventData) -> list[Any]:
        """Return another set that was made."""
        told = event._data if isinstance(event._data, dict) else {}
        project = self._room.projects.find(Desk.of(desk))
        name = str(told.get("set", ""))
        if project is not None and name in project.sets:
            project.note(seen=name)
        return self.view(project)

    def view(self, project: Project | None) -> list[Any]:
        """Return the values of :attr:`results`: the set that was looked at last, else the newest."""
        names = project.sets if project else []
        if project is None or not names:
            hidden = [gr.Column(visible=False), "", None, None, "", "", "", "", None]
            return [*hidden, *self.painting.view(None)]
        seen = project.desk.get("seen")
        shown = seen if seen in names else names[0]
        room, manifest = self._room.given, project.manifest(shown) or {}
        files = set_work.made(project, shown)
        first = {one.path.name: give(one.path, room) for one in files[:2]}
        shelf = [(name, thumbnail(plate, room)) for name, plate in set_work.plates(project)]
        tiles = [
            (one, thumbnail(one.path, room), give(one.path, room))
            for one in files[2:] if one.is_picture
        ]  # fmt: skip
        wide = next((one for one in files if one.path.name == "panorama.png"), None)
        model = set_work.model_file(project, shown)
        zipped = set_work.packed(project, shown, room)
        return [
            gr.Column(visible=True),
            set_gallery.shelf([(name, address(small)) for name, small in shelf], shown),
            first.get("plate.png"), first.get("elevation.png"), set_cards.seen(manifest),
            set_gallery.viewer(
                address(give(model, room)) if model else "",
                address(give(wide.path, room)) if wide else "", shown,
            ),
            set_gallery.sheet([(one, address(s), address(w)) for one, s, w in tiles]),
            cards.set_record(manifest),
            str(zipped) if zipped else None, *self.painting.view(project, shown),
        ]  # fmt: skip


def picture(alt: str, id: str, *, visible: bool = True) -> gr.Image:
    """Return a picture of the page."""
    return gr.Image(
        type="filepath", visible=visible, interactive=False, show_label=False, buttons=["fullscreen"],
        alt_text=alt, elem_id=id, container=False,
    )  # fmt: skip
