"""The panel 「我的资料」: a studio's own files go in, are found, and come out again.

One thing is done at a time; it goes on when the page is closed or loaded again.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import gradio as gr

from heritage_kb.errors import RefusedInput
from ui import shelf_cards, shelf_work
from ui.jobs import Room, follow, share_of
from ui.rendering import notice, progress
from ui.static_files import static

if TYPE_CHECKING:
    from scriptgen.jobs.job import Job

OWNER = "我的资料"  # of the jobs: it has its own turn and its own hand
FORMATS = "txt md docx pdf xlsx csv html epub"
LARGEST_MB = 50  # of one file
_DOES = {
    "shelf-put": "收进资料夹", "shelf-index": "编索引", "shelf-remove": "移出",
    "shelf-drop": "移除资料夹",
}  # fmt: skip
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_BUSY = "还有一步没做完，请等它做完，或先按「停下」。"


def shelf_closed() -> None:
    """Say why there is no panel."""
    said = "「我的资料」只在本机打开三晋时可用；这台服务器对外监听，所以关着。"
    gr.HTML(notice(said), elem_id="shelf-closed")


class ShelfDesk:
    """What the widgets do, and the one thing that is being done."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._id: int | None = None
        self._name = ""

    def busy_with(self) -> str:
        """Return the name of the collection that is being worked on, or nothing."""
        busy = self._id is not None and not self._room.ledger.job(self._id).ended
        return self._name if busy else ""

    def left_out(self, names: Sequence[str]) -> list[str]:
        """Return the collections that cannot be searched now; what is unindexed is begun.

        Raises:
            SanjinError: one of them is gone or cannot be read.
        """
        busy = self.busy_with()
        late = [name for name in names if name == busy or shelf_work.behind(name)]
        if late and not busy:
            self._begin("shelf-index", late[0], {})
        return late

    def choose(self, name: str) -> list[Any]:
        """Return title, licence, owner and contents of a collection, blank for a new one."""
        one = shelf_work.kept(name or "")
        if one is None:
            return [gr.skip(), gr.skip(), gr.skip(), "", gr.Accordion(visible=False)]
        said = one.settings
        shown = [shelf_cards.contents(one), gr.Accordion(visible=True)]
        return [said.title, said.licence, said.owner, *shown]

    async def put(
        self, name: str, title: str, licence: str, owner: str, files: Any, chosen: list[str]
    ) -> AsyncIterator[Any]:
        """Take uploads into a collection."""
        uploads = [str(file) for file in files or ()]
        try:
            settings = shelf_work.settled(name, title, licence, owner)
            if not uploads:
                raise RefusedInput("请先选文件，再按「收进资料夹」。", "Choose files first.")
        except RefusedInput as refused:
            yield [notice(refused.zh, "bad"), *self._unchanged()]
            return
        given = {"settings": asdict(settings), "files": uploads}
        async for shown in self._doing("shelf-put", settings.name, given, chosen):
            yield shown
        if self.busy_with() != settings.name:
            shelf_work.discard(uploads)  # where it was stopped before it began

    async def remove(self, name: str, chosen: list[str], event: gr.EventData) -> AsyncIterator[Any]:
        """Remove one document."""
        sent = event._data if isinstance(event._data, dict) else {}
        given = {"document": str(sent.get("document", ""))}
        async for shown in self._doing("shelf-remove", name or "", given, chosen):
            yield shown

    async def remove_all(self, name: str, typed: str, chosen: list[str]) -> AsyncIterator[Any]:
        """Remove a whole collection, once its name has been typed."""
        if not name or (typed or "").strip() != name:
            said = notice(f"写的和资料夹名「{name or ''}」不一样，没有移除。", "bad")
            yield [said, *self._unchanged(), gr.skip()]
            return
        async for shown in self._doing("shelf-drop", name, {}, chosen):
            yield [*shown, ""]

    async def resume(self, name: str, chosen: list[str]) -> AsyncIterator[Any]:
        """Return what is on the shelf; where something is being done, follow it to its end."""
        if not self.busy_with():
            yield ["", *self._state(name or "", chosen)]
            return
        async for shown in self._following(self._name, chosen):
            yield shown

    def halt(self) -> None:
        """Ask what is being done to stop."""
        if self._id is not None:
            self._room.ledger.cancel(self._id)

    # ------------------------------------------------------------------------------- parts

    async def _doing(
        self, kind: str, name: str, given: Mapping[str, Any], chosen: list[str]
    ) -> AsyncIterator[list[Any]]:
        if self.busy_with():
            yield [notice(_BUSY, "bad"), *self._unchanged()]
            return
        try:
            self._begin(kind, name, given)
        except RefusedInput as refused:
            yield [notice(refused.zh, "bad"), *self._unchanged()]
            return
        async for shown in self._following(name, chosen):
            yield shown

    def _begin(self, kind: str, name: str, given: Mapping[str, Any]) -> None:
        """Hand something in; the same asked twice is done twice."""
        inputs = {"name": name, **given, "asked": secrets.token_hex(6)}
        title = f"{_DOES.get(kind, kind)} {name}"
        job = self._room.hand_in(kind, inputs, owner=OWNER, title=title)
        self._id, self._name = job.id, name

    async def _following(self, name: str, chosen: list[str]) -> AsyncIterator[list[Any]]:
        """Yield how the job stands, and the shelf as it is once it has ended."""
        if self._id is None:
            return
        async for job in follow(self._room.ledger, self._id):
            if not job.ended:
                what = job.what if job.state == "running" else "排队中"
                bar = progress(_DOES[job.kind], what, share_of(job))
                running = (gr.Button(interactive=False), gr.Button(visible=True))
                yield [bar, *running, *([gr.skip()] * 6)]
            else:
                yield [_ended(job), *self._state(name, chosen)]

    def _unchanged(self) -> list[Any]:
        return [gr.skip()] * 8

    def _state(self, name: str, chosen: list[str]) -> list[Any]:
        """Return the values of all that is shown but what was said."""
        names = shelf_work.names()
        one = shelf_work.kept(name) if name else None
        still = [each for each in chosen or () if each in names]
        return [
            gr.Button(interactive=True), gr.Button(visible=False), None,
            shelf_cards.on_shelf(names),
            gr.Dropdown(
                names, value=name if one is not None else "", allow_custom_value=True
            ),
            shelf_cards.contents(one), gr.Accordion(visible=one is not None),
            gr.CheckboxGroup(names, value=still, visible=bool(names)),
        ]  # fmt: skip


class ShelfPanel:
    """The widgets of a studio's own material."""

    def __init__(self, room: Room) -> None:
        self.desk = ShelfDesk(room)
        with gr.Accordion("我的资料", open=False, elem_id="shelf"):
            self.there = gr.HTML(elem_id="shelf-there")
            self._settings()
            self.files = gr.File(
                file_count="multiple", label=f"文件（{FORMATS}；每个不超过 {LARGEST_MB} MB）",
                elem_id="shelf-files", height=150,
            )  # fmt: skip
            with gr.Row(elem_classes="sj-do"):
                self.button = gr.Button("收进资料夹", variant="primary", elem_id="do-shelf")
                self.stop = gr.Button("停下", visible=False, elem_id="stop-shelf")
            self.said = gr.HTML(elem_id="shelf-say")
            self.contents = gr.HTML(js_on_load=static("shelf.js"), elem_id="shelf-contents")
            with (
                gr.Accordion(
                    "移除整个资料夹", open=False, visible=False, elem_id="shelf-whole"
                ) as self.whole,
                gr.Row(elem_classes="sj-do", equal_height=True),
            ):
                self.typed = gr.Textbox(
                    label="照写一遍资料夹名，才会移除", max_length=40, elem_id="shelf-typed",
                    min_width=220,
                )  # fmt: skip
                self.drop = gr.Button("移除", elem_id="do-drop", min_width=96)

    def _settings(self) -> None:
        with gr.Row(elem_classes="sj-fields"):
            self.name = gr.Dropdown(
                [], value="", label="资料夹", info="选一个，或起个新名字", allow_custom_value=True,
                min_width=150, elem_id="shelf-name",
            )  # fmt: skip
            self.title = gr.Textbox(
                label="标题", info="新建时必写", placeholder="例：青石峪村史资料", max_length=200,
                min_width=150, elem_id="shelf-title",
            )  # fmt: skip
            self.licence = gr.Textbox(
                label="许可", info="新建时必写", placeholder="例：自有、本村授权", max_length=200,
                min_width=150, elem_id="shelf-licence",
            )  # fmt: skip
            self.owner = gr.Textbox(
                label="归谁所有", info="可以不写", placeholder="例：青石峪村委会", max_length=200,
                min_width=150, elem_id="shelf-owner",
            )  # fmt: skip

    # ------------------------------------------------------------------------------ wiring

    def wire(self, chosen: gr.CheckboxGroup) -> None:
        """Connect the widgets; ``chosen`` picks collections to search."""
        self._shown = [
            self.said, self.button, self.stop, self.files, self.there, self.name, self.contents,
            self.whole, chosen,
        ]  # fmt: skip
        settings = [self.name, self.title, self.licence, self.owner]
        self.name.change(
            self.desk.choose, self.name, [*settings[1:], self.contents, self.whole], **_QUIET
        )
        self.button.click(self.desk.put, [*settings, self.files, chosen], self._shown, **_QUIET)
        self.stop.click(self.desk.halt, None, None, queue=False, **_QUIET)
        self.contents.delete(self.desk.remove, [self.name, chosen], self._shown, **_QUIET)
        self.drop.click(
            self.desk.remove_all,
            [self.name, self.typed, chosen],
            [*self._shown, self.typed],
            **_QUIET,
        )
        self._chosen = chosen

    def load(self, app: gr.Blocks) -> None:
        """Show what there is, and what is being done, whenever the page is loaded."""
        app.load(self.desk.resume, [self.name, self._chosen], self._shown, **_QUIET)


def _ended(job: Job) -> str:
    if job.state == "cancelled":
        said = "已停下。已经收进的文件留着；没编完的索引，下次查的时候接着编。"
        return notice(f"{_DOES[job.kind]}：{said}")
    if job.state == "failed":
        return notice(job.error, "bad")
    result = job.result or {}
    return (
        shelf_cards.report(result["report"])
        if "report" in result
        else notice(result["said"], "good")
    )
