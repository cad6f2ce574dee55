"""The page 「知识库」: ask in one's own words, read an entry, take it into the brief."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

import heritage_kb
from heritage_kb.errors import RefusedInput, SanjinError
from ui import cards, plugged
from ui.brief_form import with_name
from ui.rendering import notice
from ui.static_files import static

FOUND = 12  # entries shown for one question
_TAKEN_AS = {"site": "places", "structure": "places", "place": "places", "product": "products"}
_FIELD_NAMES = {"places": "地点", "crafts": "技艺", "products": "物产"}


class KbPage:
    """The widgets of the page that others fill."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        kb = heritage_kb.open()
        gr.HTML(_title(len(kb.records.entries)))
        with gr.Row(elem_classes="sj-ask-row", equal_height=True):
            self.query = gr.Textbox(
                label="想知道什么", placeholder="例如：推光漆怎么阴干；唐代大殿的斗拱",
                scale=4, elem_id="kb-query", max_length=200,
            )  # fmt: skip
            ask = gr.Button("查", variant="primary", scale=1, min_width=96, elem_id="kb-ask")
        with gr.Row(elem_classes="sj-filters"):
            kind = gr.Dropdown(kind_choices(), value="", label="类别", min_width=120)
            city = gr.Dropdown(city_choices(kb), value="", label="市", min_width=120)
            period = gr.Textbox(label="朝代或年份", placeholder="唐、清、1885", min_width=120)
        with gr.Row(elem_classes="sj-kb"):
            with gr.Column(scale=5, min_width=300):
                self.found = gr.HTML(
                    notice("写几个字，按「查」。每条都带来源和可信度。"),
                    js_on_load=static("entries.js"), elem_id="kb-found",
                )  # fmt: skip
            with gr.Column(scale=4, min_width=300, elem_id="kb-detail"):
                self.detail = gr.HTML(elem_id="kb-entry")
                self.take = gr.Button("用到题材里", visible=False, elem_id="kb-take")
                self.taken = gr.HTML()
        self.shown = gr.State("")
        asked = {"fn": search, "inputs": [self.query, kind, city, period],
                 "outputs": self.found, "api_visibility": "private"}  # fmt: skip
        gr.on([ask.click, self.query.submit], show_progress="hidden", **asked)
        self.opens(self.found)
        targets = [form[key] for key in _FIELD_NAMES]
        self.take.click(
            take, [self.shown, *targets], [*targets, self.taken],
            api_visibility="private", show_progress="hidden",
        )  # fmt: skip

    def opens(self, html: gr.HTML, tabs: gr.Tabs | None = None) -> None:
        """Let a click on an entry's name in ``html`` open the entry here."""
        outputs = [self.shown, self.detail, self.take, self.taken]
        html.click(
            clicked_entry if tabs is None else clicked_elsewhere,
            None, outputs if tabs is None else [*outputs, tabs],
            api_visibility="private", show_progress="hidden",
        )  # fmt: skip


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of entries as (Chinese, id)."""
    return [("全部", ""), *((name, kind) for kind, name in cards.KINDS.items())]


def city_choices(kb: Any) -> list[tuple[str, str]]:
    """Return the prefecture cities that entries lie in, the fullest first."""
    count: dict[str, int] = {}
    for one in kb.records.entries.values():
        if one.city.endswith("市"):
            count[one.city] = count.get(one.city, 0) + 1
    cities = sorted(count, key=lambda city: (-count[city], city))[:11]
    return [("全部", ""), *((city.removesuffix("市"), city) for city in cities)]


def search(query: str, kind: str, city: str, period: str) -> str:
    """Return the entries found as HTML; refused input as a sentence."""
    if not (query or "").strip():
        return notice("请先写要查的话，例如：推光漆。", "bad")
    kb = heritage_kb.open()
    try:
        found = plugged.retriever(kb).search(
            query, k=FOUND,
            kind=kind or None, city=city or None, period=(period or "").strip() or None,
        )  # fmt: skip
    except SanjinError as refused:
        return notice(refused.zh, "bad")
    return cards.hits(found, kb)


def clicked_entry(event: gr.EventData) -> tuple[Any, ...]:
    """Return what shows the entry that was clicked."""
    return open_entry(_payload(event).get("entry"))


def clicked_elsewhere(event: gr.EventData) -> tuple[Any, ...]:
    """Return the same, and the tab to turn to."""
    return (*clicked_entry(event), gr.Tabs(selected="kb"))


def open_entry(id: object) -> tuple[Any, ...]:
    """Return (id, its HTML, the button to take it, an empty notice)."""
    kb = heritage_kb.open()
    try:
        one = kb.entry(str(id))
    except RefusedInput as refused:
        return "", notice(refused.zh, "bad"), gr.Button(visible=False), ""
    field = _FIELD_NAMES[_TAKEN_AS.get(one.kind, "crafts")]
    usable = one.kind in {*_TAKEN_AS, "craft", "opera", "custom"}
    return (
        one.id, cards.entry(one, kb),
        gr.Button(f"用到题材里（加进「{field}」）", visible=usable), "",
    )  # fmt: skip


def take(id: str, *fields: str) -> tuple[str, ...]:
    """Return the brief's places, crafts and products with the entry added, and a sentence."""
    kb = heritage_kb.open()
    try:
        one = kb.entry(id)
    except RefusedInput as refused:
        return (*fields, notice(refused.zh, "bad"))
    target = _TAKEN_AS.get(one.kind, "crafts")
    named = zip(_FIELD_NAMES, fields, strict=True)
    filled = (with_name(text, one.title) if key == target else text for key, text in named)
    said = f"「{one.title}」已加进题材的「{_FIELD_NAMES[target]}」。"
    return (*filled, notice(said, "good"))


def _payload(event: gr.EventData) -> dict[str, Any]:
    """Return what the browser sent with an event; anything else is nothing."""
    data = event._data
    return data if isinstance(data, dict) else {}


def _title(count: int) -> str:
    return (
        '<header class="sj-head"><h2 tabindex="-1">知识库</h2>'
        f"<p>{count} 个条目：古迹、建筑、手艺、人物、史事、物产。"
        "看一条，就看得到它从哪里来。</p></header>"
    )
