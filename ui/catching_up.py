"""A page that was left alone learns what was changed elsewhere: in another window, on the phone.

``catch_up.js`` asks when the page comes to the front, and now and then while a person is at work
in it, so before she takes up a line. What she has written and not yet sent stays in its field.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import shown
from ui.job_bar import QUIET, Page
from ui.jobs import Room
from ui.projects import Desk, Project
from ui.rendering import toast

if TYPE_CHECKING:
    from scriptgen.keeping.parts import Change
    from ui.revise_page import RevisePage


class CatchUp:
    """The button that the page itself presses, and what it shows anew.

    Args:
        room: projects and jobs.
        desk: the browser's.
        number: the widget that holds the episode that is being looked at.
        pages: what shows the project's text; not what holds a form that is being filled.
        revision: its line in hand is shown anew where nothing unsent stands in it.
    """

    def __init__(
        self, room: Room, desk: gr.BrowserState, number: Any, pages: Sequence[Page],
        revision: RevisePage,
    ) -> None:  # fmt: skip
        self._room, self._pages, self._revision = room, list(pages), revision
        button = gr.Button("看看别处改了没有", visible="hidden", elem_id="do-catch-up")
        said = gr.HTML(elem_id="catch-up-say")
        line = [revision.picked, revision.own, revision.base]
        views = [widget for page in self._pages for widget in page.results]
        button.click(
            self.look, [desk, number, revision.at, revision.own, revision.base],
            [said, *line, *views], trigger_mode="once", **QUIET,
        )  # fmt: skip

    def look(
        self, sent: object, number: object, at: str, own: str, base: dict[str, Any] | None
    ) -> list[Any]:
        """Show what has become of the project elsewhere, and say that it has; else nothing."""
        project = self._room.projects.find(Desk.of(sent))
        nothing = [gr.skip()] * (4 + sum(len(page.results) for page in self._pages))
        if project is None or self._is_followed(project):
            return nothing
        now = project.revision
        seen = shown.behind(project.folder, now)
        if seen is None:
            return nothing
        with project.open() as store:
            changed = [one for one in store.compare(seen, now) if _is_seen(one)]
        shown.shows(project.folder, now)
        line = self._revision.anew(sent, at, own, base)
        views = [value for page in self._pages for value in page.view(project, number)]
        return [toast(_said(len(changed)), "good"), *line, *views]

    def _is_followed(self, project: Project) -> bool:
        """Tell whether a job is at work on it, or has just ended: the bar shows what comes of it."""
        job = self._room.job_of(project)
        return job is not None and (not job.ended or job.state == "done")


def _is_seen(change: Change) -> bool:
    """Tell whether a change is one that a person would look for; an estimate of seconds is not."""
    sides = [
        {key: value for key, value in (side or {}).items() if key != "seconds"}
        for side in (change.before, change.after)
    ]
    return change.kind != "project" and sides[0] != sides[1]


def _said(count: int) -> str:
    if not count:
        return "这一稿在别处动过（锁、提案或版本），这里换成了新的。"
    return f"这一稿在别处改了 {count} 处，这里换成了新的。"
