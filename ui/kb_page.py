"""The page 「知识库」: ask in one's own words, read an entry, take it into the brief."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import gradio as gr

import heritage_kb
from heritage_kb.errors import RefusedInput, SanjinError
from ui import kb_cards, kb_map, plugged
from ui.brief_form import with_name
from ui.jobs import Room
from ui.rendering import notice
from ui.shelf_panel import ShelfPanel, shelf_closed
from ui.static_files import static

FOUND = 12  # entries shown for one question
_FAR = 3  # shown of the one side where none of it is near
EXAMPLES = ("推光漆怎么阴干", "唐代的木构大殿", "票号怎么防人冒领银子", "过年闹社火有什么讲究")
LEVELS = ("国保", "国家级", "省级", "世界遗产", "5A", "4A")
FILTERS = ("kind", "city", "period", "level", "near", "km")
_FARTHEST_KM = 500.0  # the province is 680 km long
_TAKEN_AS = {"site": "places", "structure": "places", "place": "places", "product": "products"}
_FIELD_NAMES = {"places": "地点", "crafts": "技艺", "products": "物产"}
_OPENED = count(1)
_log = logging.getLogger("sanjin.ui")
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


class KbPage:
    """The widgets of the page that others fill.

    Args:
        form: the widgets of the brief, by key.
        room: works on a studio's own material; None where none may be kept or read here.
    """

    def __init__(self, form: Mapping[str, Any], room: Room | None) -> None:
        kb = heritage_kb.open()
        self._desk = Desk(room is not None)
        gr.HTML(_title(len(kb.records.entries)))
        self._asking()
        self._filters(kb)
        with gr.Accordion("地图：从地方找", open=False, elem_id="kb-map-fold"):
            self.map = gr.HTML(kb_map.drawn(kb), js_on_load=static("map.js"), elem_id="kb-map")
        self.shelf = ShelfPanel(room) if room is not None else None
        if room is None:
            shelf_closed()
        with gr.Row(elem_classes="sj-kb"):
            with gr.Column(scale=5, min_width=300):
                self.found = gr.HTML(js_on_load=static("entries.js"), elem_id="kb-found")
            with gr.Column(scale=4, min_width=300, elem_id="kb-detail"):
                self.detail = gr.HTML(js_on_load=static("entry.js"), elem_id="kb-entry")
                self.take = gr.Button("用到题材里", visible=False, elem_id="kb-take")
                self.taken = gr.HTML()
        self.shown = gr.State("")
        self._wire(form)

    # ----------------------------------------------------------------------------- layout

    def _asking(self) -> None:
        with gr.Row(elem_classes="sj-ask-row", equal_height=True):
            self.query = gr.Textbox(
                label="想知道什么", placeholder="一句话也行，几个字也行",
                scale=4, elem_id="kb-query", max_length=200,
            )  # fmt: skip
            self.ask = gr.Button("查", variant="primary", scale=1, min_width=96, elem_id="kb-ask")
        with gr.Row(elem_classes="sj-starts", elem_id="kb-examples") as self.examples:
            gr.HTML('<p class="sj-hint">可以这样问</p>')
            self.tries = [gr.Button(words, min_width=120, size="sm") for words in EXAMPLES]
        self.own = gr.CheckboxGroup(
            [], label="连同我的资料一起查", visible=False, elem_id="kb-own", min_width=160
        )

    def _filters(self, kb: Any) -> None:
        gr.HTML(_FOLD)
        with gr.Row(elem_classes="sj-filters", elem_id="kb-filters"):
            self.kind = gr.Dropdown(
                kind_choices(), value="", label="类别", min_width=110, elem_id="kb-kind"
            )
            city = gr.Dropdown(
                place_choices(kb), value="", label="市县", allow_custom_value=True, min_width=150,
                elem_id="kb-city",
            )  # fmt: skip
            period = gr.Textbox(
                label="朝代或年份", placeholder="唐、清、1885", min_width=130, max_length=40,
                elem_id="kb-period",
            )  # fmt: skip
            level = gr.Dropdown(
                [("全部", ""), *((one, one) for one in LEVELS)], value="", label="级别",
                filterable=False, min_width=110, elem_id="kb-level",
            )  # fmt: skip
            near = gr.Textbox(
                label="附近", placeholder="佛光寺、平遥古城", min_width=140, max_length=60,
                elem_id="kb-near",
            )  # fmt: skip
            km = gr.Textbox(
                label="公里以内", placeholder="30", min_width=90, max_length=8, elem_id="kb-km"
            )
        self.filters = [self.kind, city, period, level, near, km]

    # ------------------------------------------------------------------------------ wiring

    def _wire(self, form: Mapping[str, Any]) -> None:
        given = [*self.filters, self.own]
        told = [self.found, self.ask, self.examples]
        asked = gr.on(
            [self.ask.click, self.query.submit], self.answer, [self.query, *given], told, **_QUIET
        )
        asked.then(None, js=_INTO_VIEW)
        for words, button in zip(EXAMPLES, self.tries, strict=True):
            button.click(_written(words), None, self.query, **_QUIET).then(
                self.answer, [self.query, *given], told, **_QUIET
            ).then(None, js=_INTO_VIEW)
        self.own.change(kinds_beside, [self.own, self.kind], self.kind, **_QUIET)
        self.opens(self.found)
        self.opens(self.detail)
        self.opens(self.map)
        self.map.select(
            county_pressed, None, [self.found, self.filters[FILTERS.index("city")]], **_QUIET
        )
        targets = [form[key] for key in _FIELD_NAMES]
        self.take.click(take, [self.shown, *targets], [*targets, self.taken], **_QUIET)
        if self.shelf is not None:
            self.shelf.wire(self.own)
            self.opens(self.shelf.contents)

    def opens(self, html: gr.HTML) -> None:
        """Let a click on an entry's name in ``html``, which stands on this page, open the entry."""
        html.click(self._desk.clicked, None, self._opened, **_QUIET)

    def opened_by(self, tabs: gr.Tabs, *names: tuple[gr.HTML, str]) -> None:
        """Let names on other pages, each told of as an event of theirs, turn here and open the entry."""
        for html, event in names:
            turn = getattr(html, event)
            turn(self._desk.clicked_elsewhere, None, [*self._opened, tabs], **_QUIET)

    @property
    def _opened(self) -> list[Any]:
        return [self.shown, self.detail, self.take, self.taken]

    def load(self, app: gr.Blocks) -> None:
        """Show what is on the shelf whenever the page is loaded."""
        if self.shelf is not None:
            self.shelf.load(app)

    # ---------------------------------------------------------------------------- handlers

    def answer(self, query: str, *given: Any) -> Iterator[tuple[Any, ...]]:
        """Search, and say that it is being done: the first search opens the index."""
        if not (query or "").strip():
            yield search(query), gr.skip(), gr.skip()
            return
        yield gr.skip(), gr.Button("在查", interactive=False), gr.Row(visible=False)
        *filters, own = given
        try:
            own = self._desk.allowed(own)
            busy = self.shelf.desk.left_out(own) if self.shelf is not None else []
            named = dict(zip(FILTERS, filters, strict=True))
            html = search(query, named, own=own, busy=busy)
        except SanjinError as refused:
            html = notice(refused.zh, "bad")
        except Exception:  # noqa: BLE001 - a fault of ours becomes a sentence; the log has it
            _log.exception("search failed")
            html = notice("没有查成，出了没有料到的错；请再试一次。", "bad")
        yield html, gr.Button("查", interactive=True), gr.skip()


@dataclass(frozen=True, slots=True)
class Desk:
    """What may be opened here; ``collections`` tells whether a studio's own material may."""

    collections: bool

    def allowed(self, own: Sequence[str] | None) -> list[str]:
        """Return the collections that may be searched."""
        return list(own or ()) if self.collections else []

    def clicked(self, event: gr.EventData) -> tuple[Any, ...]:
        """Return what shows the entry that was clicked."""
        sent = event._data if isinstance(event._data, dict) else {}
        return self.open(sent.get("entry"), sent.get("passage"))

    def clicked_elsewhere(self, event: gr.EventData) -> tuple[Any, ...]:
        """Return the same, and the tab to turn to."""
        return (*self.clicked(event), gr.Tabs(selected="kb"))

    def open(self, id: object, passage: object = None) -> tuple[Any, ...]:
        """Return (id, its HTML, the button to take it, an empty notice)."""
        if not self.collections and "/" in str(id):
            refused = notice("这里不开放各人的资料。", "bad")
            return "", refused, gr.Button(visible=False), ""
        return open_entry(id, passage)


def county_pressed(event: gr.EventData) -> tuple[Any, ...]:
    """Return what is known of the county that was pressed, and the filter set to it."""
    told = event._data if isinstance(event._data, dict) else {}
    city, county = str(told.get("city", "")), str(told.get("county", ""))
    kb = heritage_kb.open()
    named = {value for _, value in place_choices(kb)}
    return kb_map.listed(kb, city, county), county if county in named else city


def _written(words: str) -> Any:
    return lambda: words


def kind_choices(own: Sequence[str] | None = None) -> list[tuple[str, str]]:
    """Return the kinds of entries as (Chinese, id); documents where a collection is chosen."""
    kinds = ((name, kind) for kind, name in kb_cards.KINDS.items() if own or kind != "document")
    return [("全部", ""), *kinds]


def kinds_beside(own: Sequence[str] | None, kind: str) -> Any:
    """Return the choice of kinds as it is beside the collections chosen."""
    value = kind if own or kind != "document" else ""
    return gr.Dropdown(kind_choices(own), value=value)


def place_choices(kb: Any) -> list[tuple[str, str]]:
    """Return cities, then their counties, that entries lie in, as (shown, name to filter by).

    A county whose name two cities use (城区) is left to its city.
    """
    held = {(one.city, one.county) for one in kb.records.entries.values() if one.city}
    cities = sorted({city for city, _ in held if city.endswith("市")})
    counties = [(city, county) for city, county in sorted(held) if city in cities and county]
    bare = [kb.bare_place(county) for _, county in counties]
    alone = [
        (f"{county}（{city.removesuffix('市')}）", county)
        for (city, county), name in zip(counties, bare, strict=True)
        if bare.count(name) == 1 and name not in map(kb.bare_place, cities) and len(county) < 6
    ]
    return [("全部", ""), *((city, city) for city in cities), *alone]


def search(
    query: str,
    filters: Mapping[str, str | None] | None = None,
    *,
    own: Sequence[str] = (),
    busy: Sequence[str] = (),
) -> str:
    """Return the entries found as HTML; refused input as a sentence.

    Args:
        query: what is asked.
        filters: by the names of ``FILTERS``, as they were typed; blanks filter nothing.
        own: the collections to search as well.
        busy: those of them that are being worked on, and so are left out.
    """
    if not (query or "").strip():
        return notice("请先写要查的话，例如：推光漆。", "bad")
    try:
        only = _only(filters or {})
        return _found(query, only, [name for name in own if name not in busy], busy)
    except SanjinError as refused:
        return notice(refused.zh, "bad")


def _found(query: str, only: dict[str, Any], own: list[str], left_out: Sequence[str]) -> str:
    kb = heritage_kb.open()
    named = "".join(f"「{name}」" for name in left_out)
    said = notice(f"{named}正在编索引，这一次没有查它；编好再查一次。") if named else ""
    documents = only["kind"] == "document"
    found = [] if documents else plugged.retriever(kb).search(query, k=FOUND, **only)
    if not own:
        return said + kb_cards.hits(found, kb)
    if only["level"] or only["near"]:
        return said + notice("级别和附近只能筛知识库，所以没有查资料。") + kb_cards.hits(found, kb)
    if only["kind"] and not documents:
        return said + notice(_OTHER_KIND) + kb_cards.hits(found, kb)
    mine = kb.search(query, FOUND, **{**only, "kind": "document"}, collections=own)
    if documents:
        return said + kb_cards.hits(mine, kb)
    near = [hit for hit in mine if hit.close]
    if near and not any(hit.close for hit in found):
        found = found[:_FAR]
    return said + kb_cards.beside(found, near or mine[:_FAR], kb)


_OTHER_KIND = "选了类别，所以没有查资料；要查资料请把类别改成「全部」或「资料」。"


def _only(filters: Mapping[str, str | None]) -> dict[str, Any]:
    """Return the filters as the knowledge base takes them."""
    only: dict[str, Any] = {name: (filters.get(name) or "").strip() or None for name in FILTERS}
    km = only.pop("km")
    if only["near"] is not None and km is not None:
        only["km"] = _distance(km)
    return only


def _distance(km: str) -> float:
    """Return a distance in km as it was typed, full-width digits as well."""
    try:
        far = float(km.removesuffix("公里").removesuffix("km").strip())
    except ValueError:
        far = 0.0
    if not 0 < far <= _FARTHEST_KM:
        raise RefusedInput(
            f"公里要写 1 到 {_FARTHEST_KM:.0f} 的数，如 30；现在写的是“{km}”。",
            f"Distance must be a number of km up to {_FARTHEST_KM:.0f}.",
        )
    return far


def open_entry(id: object, passage: object = None) -> tuple[Any, ...]:
    """Return (id, its HTML, the button to take it, an empty notice)."""
    kb = heritage_kb.open()
    try:
        one = kb.entry(str(id))
        html = kb_cards.entry(one, kb, str(passage or ""))
    except SanjinError as refused:
        return "", notice(refused.zh, "bad"), gr.Button(visible=False), ""
    field = _FIELD_NAMES[_TAKEN_AS.get(one.kind, "crafts")]
    usable = one.kind in {*_TAKEN_AS, "craft", "opera", "custom"}
    html = f'<div data-opened="{next(_OPENED)}">{html}</div>'
    return one.id, html, gr.Button(f"用到题材里（加进「{field}」）", visible=usable), ""


def take(id: str, *fields: str) -> tuple[str, ...]:
    """Return the brief's places, crafts and products with the entry added, and a sentence."""
    kb = heritage_kb.open()
    try:
        one = kb.entries[id]
    except KeyError:
        return (*fields, notice("先打开一个条目，再用到题材里。", "bad"))
    target = _TAKEN_AS.get(one.kind, "crafts")
    named = zip(_FIELD_NAMES, fields, strict=True)
    filled = (with_name(text, one.title) if key == target else text for key, text in named)
    said = f"「{one.title}」已加进题材的「{_FIELD_NAMES[target]}」。"
    return (*filled, notice(said, "good"))


# On a phone what was found lies below the filters.
_INTO_VIEW = (
    "() => { const found = document.getElementById('kb-found');"
    " if (found.getBoundingClientRect().top > innerHeight * .6)"
    " found.scrollIntoView({block: 'start'}); }"
)
# On a phone the filters are folded behind this; on a wide screen they stand open.
_FOLD = (
    '<button type="button" class="sj-fold" data-fold="kb-filters" aria-expanded="false" '
    'aria-controls="kb-filters">筛选</button>'
)


def _title(entries: int) -> str:
    return (
        '<header class="sj-head"><h2 tabindex="-1">知识库</h2>'
        f"<p>{entries} 个条目：古迹、建筑、手艺、人物、史事、物产。"
        "看一条，就看得到它从哪里来。</p></header>"
    )
