"""In 「预审」: a script that was brought becomes a project, to be written on like every other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from heritage_kb.errors import RefusedInput
from ui import journey
from ui import prereview_work as work
from ui.job_bar import BUSY, QUIET, JobBar
from ui.jobs import Room
from ui.projects import Desk
from ui.rendering import notice

if TYPE_CHECKING:
    from ui.script_page import ScriptPage


class AcceptPanel:
    """Widgets and handlers of taking a script in.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        with gr.Row(elem_classes="sj-do", equal_height=True):
            self.logline = gr.Textbox(
                label="一句话梗概", info="收进「创作」要有它，还有上面的朝代或年份", lines=1,
                max_length=300, min_width=260, elem_id="own-logline",
            )  # fmt: skip
            self.button = gr.Button("收进「创作」接着写", elem_id="do-accept", min_width=180)
        self.said = gr.HTML(elem_id="accept-say")

    def wire(
        self, desk: gr.BrowserState, when: tuple[Any, Any], script: ScriptPage, bar: JobBar
    ) -> None:
        """Connect the widgets; ``when`` are the fields of period and year."""
        self._script, self._bar = script, bar
        turned = [desk, self.said, *script.form.values(), *bar.views]
        bar.after(self.button.click(self.accept, [desk, self.logline, *when], turned, **QUIET))

    def accept(self, sent: object, logline: str, period: str, year: str) -> list[Any]:
        """Put the script that lies on the desk into its project, or into a new one."""
        desk = Desk.of(sent)
        project = self._room.projects.find(desk)
        try:
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            made = work.accepted(self._room.projects, desk, project, logline or "", period, year)
        except RefusedInput as refused:
            rest = len(self._script.form) + len(self._bar.views)
            said = notice(journey.as_in_the_form(refused.zh), "bad")
            return [gr.skip(), said, *[gr.skip()] * rest]
        said = notice(f"「{made.name}」收进来了，在「创作」里接着写；字是一个没动的。", "good")
        form, shown = self._script.form_of(made), self._bar.show(made)
        return [desk.at(made).to_json(), said, *form, *shown]
