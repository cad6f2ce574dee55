"""The page 「创作」, the step 改稿: pick, type, lock, have proposals made, take them, go back."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial
from typing import Any

import gradio as gr

import heritage_kb
from heritage_kb.errors import RefusedInput
from scriptgen.revising.steps import WAYS, Way
from ui import revise_cards, writers
from ui import revising_work as work
from ui.files_page import FilesPage, lateness
from ui.job_bar import BUSY, QUIET, JobBar
from ui.jobs import Room
from ui.projects import Desk, Project
from ui.rendering import notice
from ui.replace_panel import ReplacePanel
from ui.script_page import ScriptPage, step_head
from ui.static_files import static

_DOES = [
    ("改写", "rewrite"), ("续写", "continue"), ("压缩", "condense"), ("扩写", "expand"),
    ("换口气", "voice"), ("换地方", "place"), ("三个方案", "options"),
]  # fmt: skip
_HINTS = {
    "rewrite": "要求，如：更急、更含蓄（接了模型才照做）", "continue": "多长，如：20秒",
    "condense": "压到多少，如：60秒、300字、80%", "expand": "展到多少，如：100秒、120%",
    "voice": "谁的口气，如：老匠人", "place": "挪到哪里，如：晋祠·献殿前", "options": "可以不写",
}  # fmt: skip
_TYPING_S = 0.6  # typing is saved about as often as one stops to think


class RevisePage:
    """Widgets and handlers of the step.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        with gr.Column(elem_id="step-revise", elem_classes="sj-step"):
            gr.HTML(
                step_head(
                    "四", "改稿", "在剧本里点行首的字选行，或划选几个字。提案不动剧本，采纳才动。"
                )
            )
            self.wait = gr.HTML(notice("剧本写好后，在这里改。"), elem_id="revise-wait")
            with gr.Column(visible=False) as self.open:
                self._selection()
                self._asking()
                self.replacing = ReplacePanel(room)
                self.offers = gr.HTML(js_on_load=static("offers.js"), elem_id="revise-offers")
                with gr.Row():
                    self.undo = gr.Button("撤回上次改动", visible=False, elem_id="do-takeback")
                    self.redo = gr.Button("重做", visible=False, elem_id="do-again")
                self._versions()

    def _selection(self) -> None:
        self.at = gr.Textbox(
            label="改哪里", placeholder="在剧本里选；或写 1-2（一场）、3（一集）、全剧",
            max_length=2000, elem_id="revise-at",
        )  # fmt: skip
        self.picked = gr.HTML(elem_id="revise-picked")
        self.own = gr.Textbox(
            label="亲手改这一行", info="写了就存，署名“人写”；重写、换人执笔都盖不掉", lines=2,
            max_length=400, visible=False, elem_id="revise-own",
        )  # fmt: skip
        self.base = gr.State(None)
        with gr.Row(elem_classes="sj-do"):
            self.lock = gr.Button("锁定", elem_id="do-lock", min_width=96)
            self.unlock = gr.Button("解锁", elem_id="do-unlock", min_width=96)
        self.own_said = gr.HTML(js_on_load=static("offers.js"), elem_id="own-line-say")

    def _asking(self) -> None:
        self.do = gr.Radio(_DOES, value="options", label="怎么改", elem_id="revise-do")
        with gr.Row(elem_classes="sj-do", equal_height=True):
            self.to = gr.Textbox(
                label="要求", placeholder=_HINTS["options"], max_length=200, min_width=220,
                elem_id="revise-to",
            )  # fmt: skip
            self.writer = gr.Dropdown(
                writers.choices(), value=writers.SCAFFOLD, label="谁来想", filterable=False,
                min_width=220, elem_id="revise-writer",
            )  # fmt: skip
            self.ask = gr.Button("提案", variant="primary", elem_id="do-propose", min_width=140)
        self.said = gr.HTML(elem_id="revise-say")

    def _versions(self) -> None:
        with gr.Accordion("版本：存、比、恢复", open=False, elem_id="versions"):
            with gr.Row(elem_classes="sj-do", equal_height=True):
                self.called = gr.Textbox(
                    label="给现在的稿子起个名", placeholder="例：一稿", max_length=40,
                    min_width=180, elem_id="version-name",
                )  # fmt: skip
                self.save = gr.Button("存一版", elem_id="do-version", min_width=96)
            with gr.Row(elem_classes="sj-do", equal_height=True):
                self.version = gr.Dropdown(
                    [], label="存过的版本", filterable=False, min_width=180, elem_id="version"
                )
                self.compare = gr.Button("跟现在比", elem_id="do-compare", min_width=110)
                self.restore = gr.Button("恢复到这一版", elem_id="do-restore", min_width=140)
            self.version_said = gr.HTML(elem_id="version-say")
            self.compared = gr.HTML(elem_id="compared")

    # ------------------------------------------------------------------------------ wiring

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""
        return [self.wait, self.open, self.offers, self.undo, self.redo, self.version]

    def wire(
        self, desk: gr.BrowserState, script: ScriptPage, files: FilesPage, bar: JobBar
    ) -> None:
        """Connect the widgets."""
        self._script = script
        shown = [script.episode, script.script_html, files.late, *self.results]
        chosen = [self.picked, self.own, self.base]
        for html in (script.script_html, script.findings_html):
            html.select(self.pick, desk, [self.at, *chosen], **QUIET)
        self.at.submit(self.look, [desk, self.at], chosen, **QUIET)
        self.at.blur(self.leave, [desk, self.at, self.base], chosen, **QUIET)
        self.own.change(
            self.type, [desk, self.at, self.own, self.base], [self.own_said, self.base],
            trigger_mode="always_last", concurrency_limit=None, **QUIET,
        )  # fmt: skip
        left = self.own.blur(self.again, [desk, script.episode], shown, **QUIET)
        for button, locked in ((self.lock, True), (self.unlock, False)):
            # the click also leaves the line, whose older picture of the script must not come in last
            button.click(
                self._locking(locked=locked), [desk, self.at, script.episode],
                [self.own_said, *chosen, *shown], cancels=[left], **QUIET,
            )  # fmt: skip
        self.own_said.click(
            self.settle_own, [desk, self.at, script.episode], [self.own_said, *chosen, *shown],
            **QUIET,
        )  # fmt: skip
        self.do.change(lambda do: gr.Textbox(placeholder=_HINTS[do]), self.do, self.to, **QUIET)
        wish = [desk, self.at, self.do, self.to, self.writer]
        bar.after(self.ask.click(self.propose, wish, self.said, **QUIET))
        settled = [self.said, *shown]
        self.then_anew(
            desk, self.offers.click(self.settle, [desk, script.episode], settled, **QUIET)
        )
        for way, button in zip(WAYS, (self.undo, self.redo), strict=True):
            self.then_anew(desk, button.click(partial(self.step, way), desk, settled, **QUIET))
        self.replacing.wire(desk, self, script)
        named = [self.version_said, self.version]
        self.save.click(self.name, [desk, self.called], named, **QUIET)
        self.compare.click(
            self.against, [desk, self.version], [self.version_said, self.compared], **QUIET
        )
        self.then_anew(desk, self.restore.click(
            self.go_back, [desk, self.version, script.episode], [self.version_said, *shown], **QUIET
        ))  # fmt: skip

    def then_anew(self, desk: gr.BrowserState, event: Any) -> None:
        """Show the line in hand anew after an event that may have made it another."""
        given = [desk, self.at, self.own, self.base]
        event.then(self.anew, given, [self.picked, self.own, self.base], **QUIET)

    # ---------------------------------------------------------------------------- handlers

    def view(self, project: Project | None, _number: object = None) -> list[Any]:
        """Return the values of :attr:`results` for a project, or for an empty desk."""
        series = project.series if project else None
        if series is None or not series.episodes:
            wait = notice("剧本写好后，在这里改。")
            return [wait, gr.Column(visible=False), "", *[gr.Button(visible=False)] * 2, gr.skip()]
        offers = revise_cards.offers(work.offered(project), heritage_kb.open())
        names = work.versions(project)
        kept = gr.Dropdown(names, value=names[0] if names else None)
        steps = [gr.Button(visible=work.can(project, way)) for way in WAYS]
        return ["", gr.Column(visible=True), offers, *steps, kept]

    def pick(self, sent: object, event: gr.EventData) -> list[Any]:
        """Take over what was picked in the script."""
        told = event._data if isinstance(event._data, dict) else {}
        at = str(told.get("at", ""))[:2000]
        return [at, *self.look(sent, at)]

    def look(self, sent: object, at: str) -> list[Any]:
        """Return what is selected, and the line to type in where it is one."""
        project = self._project(sent)
        try:
            if project is None:
                raise RefusedInput("还没有剧本。")
            found = work.picked(project, at or "")
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), gr.Textbox(visible=False), None]
        shown = revise_cards.picked(found.lines, found.words, found.held)
        line = found.alone
        if line is None:
            return [shown, gr.Textbox(visible=False), None]
        from scriptgen.revising.proposal import line_values

        return [shown, gr.Textbox(line.text, visible=True), line_values(line)]

    def anew(self, sent: object, at: str, own: str, base: dict[str, Any] | None) -> list[Any]:
        """Look again at the line in hand, which may have become another; unsent words stay."""
        if base is None or (own or "") != base["text"]:
            return [gr.skip()] * 3
        return self.look(sent, at)

    def leave(self, sent: object, at: str, base: dict[str, Any] | None) -> list[Any]:
        """Look at what was written there; the line in hand is not put anew, she may be typing in it."""
        if base is not None and base["id"] == (at or ""):
            return [gr.skip()] * 3
        return self.look(sent, at)

    async def type(
        self, sent: object, at: str, text: str, base: dict[str, Any] | None
    ) -> list[Any]:
        """Save what is being typed into a line, a moment after the last letter.

        The line that is picked may have changed since the last letter; her words go where she
        typed them.
        """
        project = self._project(sent)
        line = (at or "").split(":")[0]
        if project is None or base is None or (text or "") == base["text"]:
            return [gr.skip(), gr.skip()]
        await asyncio.sleep(_TYPING_S)
        try:
            if base["id"] == line:
                now, said = await asyncio.to_thread(work.typed, project, base, text or "")
            else:
                now, said = base, await asyncio.to_thread(work.typed_at, project, line, text or "")
        except work.Clash as clash:
            return [revise_cards.clash(clash.number, clash.theirs, clash.mine), gr.skip()]
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), gr.skip()]
        when = datetime.now().astimezone().strftime("%H:%M:%S")
        return [notice(f"存好了（{when}）。{said}", "good"), now]

    def again(self, sent: object, number: object) -> list[Any]:
        """Show the script with what was typed."""
        return self._around(self._project(sent), number)

    def _locking(self, *, locked: bool) -> Any:
        def handler(sent: object, at: str, number: object) -> list[Any]:
            project = self._project(sent)
            try:
                if project is None or not (at or "").strip():
                    raise RefusedInput("先选要锁的行、场或集。")
                said = notice(work.set_lock(project, at, locked=locked), "good")
            except RefusedInput as refused:
                said, kept = notice(refused.zh, "bad"), [gr.skip()] * 3
                return [said, *kept, *self._around(project, number)]
            return [said, *self.look(sent, at), *self._around(project, number)]

        return handler

    def propose(self, sent: object, at: str, do: str, to: str, writer: str) -> str:
        """Hand in a wish; what comes of it is a proposal."""
        project = self._project(sent)
        try:
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            series = work.series_of(project)
            if project is None or not (at or "").strip():
                raise RefusedInput("先在剧本里选要改的，或在「改哪里」写场号、集号。")
            work.picked(project, at)
            usable, why = writers.standing(writer)
            if not usable:
                raise RefusedInput(why)
            given = {
                "do": do, "at": at.strip(), "to": (to or "").strip(), "writer": writer,
                "revision": project.revision, "seed": project.revision,
            }  # fmt: skip
            self._room.start(project, "project-revise", given, f"{series.brief.title} 改稿")
        except RefusedInput as refused:
            return notice(refused.zh, "bad")
        return ""

    def settle(self, sent: object, number: object, event: gr.EventData) -> list[Any]:
        """Take what is ticked of a proposal, or put it aside."""
        project = self._project(sent)
        told = event._data if isinstance(event._data, dict) else {}
        try:
            if project is None:
                raise RefusedInput("这一稿已不在了，请刷新网页。")
            which = int(told.get("number", 0))
            if told.get("do") == "reject":
                work.reject(project, which)
                return [notice("放在一边了。"), *self._around(project, number)]
            ticked = [int(one) for one in told.get("take") or ()]
            at, line = work.take(project, which, ticked)
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), *[gr.skip()] * (3 + len(self.results))]
        said = notice(f"采纳了 {len(ticked)} 处；不满意可以「撤回上次改动」（Ctrl+Z）。", "good")
        return [said, *self._around(project, at, line)]

    def settle_own(self, sent: object, at: str, number: object, event: gr.EventData) -> list[Any]:
        """Settle a line that was changed elsewhere while she wrote: by her words, or as it stands."""
        said, *shown = self.settle(sent, number, event)
        return [said, *self.look(sent, at), *shown]

    def step(self, way: Way, sent: object) -> list[Any]:
        """Take back what was taken last, or do it again."""
        project = self._project(sent)
        try:
            if project is None:
                raise RefusedInput("这一稿已不在了，请刷新网页。")
            at, line = work.step(project, way)
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), *[gr.skip()] * (3 + len(self.results))]
        said = {"undo": "撤回了。", "redo": "重做了。"}[way]
        return [notice(said, "good"), *self._around(project, at, line)]

    def name(self, sent: object, called: str) -> list[Any]:
        """Name what stands now."""
        project = self._project(sent)
        try:
            work.series_of(project)
            if project is not None:
                with project.open() as store:
                    store.name_version(called or "")
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), gr.skip()]
        names = work.versions(project)
        return [notice(f"存成了「{names[0]}」。", "good"), gr.Dropdown(names, value=names[0])]

    def against(self, sent: object, version: str | None) -> list[Any]:
        """Compare a version with what stands now."""
        project = self._project(sent)
        try:
            if project is None or not version:
                raise RefusedInput("还没有存过版本。")
            return ["", revise_cards.compared(work.compare(project, version))]
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), ""]

    def go_back(self, sent: object, version: str | None, number: object) -> list[Any]:
        """Make the script what it was at a version; what stood is still among the revisions."""
        project = self._project(sent)
        try:
            if project is None or not version:
                raise RefusedInput("还没有存过版本。")
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            changed = work.restore(project, version)
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), *[gr.skip()] * (3 + len(self.results))]
        said = f"恢复到「{version}」，动了 {changed} 处；锁着的没有动。"
        return [notice(said, "good"), *self._around(project, number)]

    # ------------------------------------------------------------------------------- parts

    def _project(self, sent: object) -> Project | None:
        return self._room.projects.find(Desk.of(sent))

    def _around(self, project: Project | None, number: object, focus: str = "") -> list[Any]:
        """Return the episode, its script, whether files are old, and this step's own values."""
        shown = self._script.view(project, number, focus)
        late = lateness(project) if project else ""
        return [shown[1], shown[4], late, *self.view(project)]
