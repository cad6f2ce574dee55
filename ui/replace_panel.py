"""In the step 改稿: find words in the script, and have others proposed in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from heritage_kb.errors import RefusedInput
from ui import revise_cards
from ui import revising_work as work
from ui.job_bar import BUSY, QUIET
from ui.jobs import Room
from ui.projects import Desk
from ui.rendering import notice
from ui.script_page import ScriptPage
from ui.static_files import static

if TYPE_CHECKING:
    from ui.revise_page import RevisePage

_LONGEST = 40


class ReplacePanel:
    """Widgets and handlers of finding and replacing.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        with gr.Accordion("查找、替换", open=False, elem_id="replacing"):
            with gr.Row(elem_classes="sj-do", equal_height=True):
                self.old = gr.Textbox(
                    label="找", max_length=_LONGEST, min_width=160, elem_id="replace-old"
                )
                self.new = gr.Textbox(
                    label="换成", placeholder="空着就是删去", max_length=_LONGEST, min_width=160,
                    elem_id="replace-new",
                )  # fmt: skip
                self.whole = gr.Checkbox(True, label="全剧", min_width=80, elem_id="replace-whole")
                self.find = gr.Button("查找", elem_id="do-find", min_width=96)
                self.put = gr.Button("先看换成什么样", elem_id="do-replace", min_width=160)
            self.said = gr.HTML(elem_id="replace-say")
            self.hits = gr.HTML(js_on_load=static("findings.js"), elem_id="replace-hits")

    def wire(self, desk: gr.BrowserState, revision: RevisePage, script: ScriptPage) -> None:
        """Connect the widgets; what is to be put in place comes out as a proposal below."""
        asked = [desk, self.old, self.whole, revision.at]
        for event in (self.find.click, self.old.submit):
            event(self.look, asked, [self.said, self.hits], **QUIET)
        self.hits.click(script.jump, desk, [script.episode, script.script_html], **QUIET)
        self.put.click(
            self.propose, [*asked, self.new], [self.said, self.hits, revision.offers], **QUIET
        ).then(None, js=_TO_OFFERS)

    def look(self, sent: object, old: str, whole: bool, at: str) -> list[Any]:
        """List every line with the words in it."""
        try:
            found = work.found(
                self._room.projects.find(Desk.of(sent)), old or "", _where(whole, at)
            )
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), ""]
        count = sum(len(one.spans) for one in found)
        said = f"找到 {len(found)} 行 {count} 处。" if found else f"没有找到“{old}”。"
        return [notice(said), revise_cards.hits(found)]

    def propose(self, sent: object, old: str, whole: bool, at: str, new: str) -> list[Any]:
        """Keep what replacing comes to as a proposal; nothing is changed."""
        project = self._room.projects.find(Desk.of(sent))
        try:
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            made = work.replacing(project, old or "", new or "", _where(whole, at))
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), "", gr.skip()]
        import heritage_kb

        offers = revise_cards.offers(work.offered(project), heritage_kb.open())
        return [notice(f"{made}。下面逐处看过，再采纳。"), "", offers]


def _where(whole: bool, at: str) -> str:
    return "全剧" if whole or not (at or "").strip() else at


_TO_OFFERS = """() => {
  const said = document.querySelector("#replace-say .sj-bad");
  const found = document.querySelector("#revise-offers .sj-offer");
  if (said || !found) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  found.scrollIntoView({block: "nearest", behavior: calm ? "auto" : "smooth"});
}"""
