"""In 「预审」: which model reads the script through beside the rules, what that uses, where it stops."""

from __future__ import annotations

from typing import Any

import gradio as gr

from heritage_kb.errors import RefusedInput, SanjinError
from ui import prereview_work as work
from ui import writers
from ui.job_bar import QUIET
from ui.jobs import Room
from ui.projects import Desk, Project
from ui.rendering import notice

NOBODY = ""


class ReaderChoice:
    """Widgets and handlers of the choice; they stand there only where a model is plugged in.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        models = [one for one in writers.choices() if one[1] != writers.SCAFFOLD]
        with gr.Row(visible=bool(models), elem_classes="sj-do", equal_height=True):
            self.name = gr.Dropdown(
                [("不请，只按规则审", NOBODY), *models], value=NOBODY, label="请模型通读",
                info="找前后说拧的地方；只作提示", filterable=False, min_width=220,
                elem_id="own-reader",
            )  # fmt: skip
            self.most = gr.Number(
                label="最多用多少词元", info="到了就不再问，其余只按规则审", precision=0, minimum=0,
                visible=False, min_width=200, elem_id="own-reader-most",
            )  # fmt: skip
        self.said = gr.HTML(elem_id="reader-say")

    def wire(self, desk: gr.BrowserState) -> None:
        """Connect the widgets."""
        self.name.input(self.reckon, [desk, self.name], [self.said, self.most], **QUIET)

    def reckon(self, sent: object, name: str) -> list[Any]:
        """Show who a reader is, what it would use at most, and the limit that follows."""
        said, most = reckoned(self._room.projects.find(Desk.of(sent)), name)
        return [said, gr.Number(value=most, visible=most is not None)]


def reckoned(project: Project | None, name: str) -> tuple[str, int | None]:
    """Return who a reader is and what it would use at most, as HTML, and as a limit of tokens."""
    if name == NOBODY:
        return "", None
    usable, said = writers.standing(name)
    script = work.submitted(project)
    if not usable or script is None:
        return notice(said, "" if usable else "bad"), None
    try:
        cost, used = writers.reading_cost(script.reading, writers.opened(name, lambda: None))
    except SanjinError as error:
        return notice(error.zh, "bad"), None
    return notice(said) + notice(cost), used.tokens


def inputs(name: str, most: object) -> dict[str, Any]:
    """Return what a job is told of the reader; nothing where nobody is to read.

    Raises:
        RefusedInput: the model cannot be used.
    """
    if name == NOBODY:
        return {}
    usable, why = writers.standing(name)
    if not usable:
        raise RefusedInput(why)
    return {"reader": name, "most": writers.limit(most)}
