"""The page 「创作」, the step 场景: choose a set, see at once whether its age allows it, have it made."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import gradio as gr

from heritage_kb.errors import RefusedInput
from ui import set_cards, set_form, set_work
from ui.giving import give
from ui.job_bar import BUSY, QUIET, JobBar
from ui.jobs import Room
from ui.projects import Desk, Project
from ui.rendering import notice
from ui.script_page import step_head
from ui.set_form import FIELDS, SetField
from ui.set_results import SetResults, picture
from ui.static_files import static

_PRESETS = [("草图（几秒）", "draft"), ("标准", "standard"), ("精细", "final")]
# What stays when another hall is taken: it is the hall that says its age and its form.
_BESIDE = ("hour", "season", "weather", "look", "camera", "lamps", "dressing", "seed")
_HEADING = "写一行，如 1-1 暮 外 佛光寺·东大殿前"


class ScenePage:
    """Widgets and handlers of the set.

    Args:
        room: projects and jobs.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self.form: dict[str, Any] = {}
        with gr.Column(elem_id="step-set", elem_classes="sj-step"):
            gr.HTML(step_head("六", "场景", "按地点、年代和时辰造景；年代容不下的，当场说。"))
            self.rest = gr.State({})
            self.taken = {name: gr.State("") for name in ("scene", "shelf", "heading")}
            self._sources()
            with gr.Row(elem_classes="sj-set-row"):
                with gr.Column(scale=6, min_width=300):
                    self._fields()
                with gr.Column(scale=5, min_width=300, elem_id="set-judged"):
                    self.gate = gr.HTML(js_on_load=static("set.js"), elem_id="set-gate")
                    self.kind = gr.Radio(
                        [("草图", "draft"), ("正立面", "front")], value="draft", show_label=False,
                        container=False, elem_id="set-kind",
                    )  # fmt: skip
                    self.preview = picture("布景预览", "set-preview", visible=False)
                    self.measures = gr.HTML(elem_id="set-measures")
            self._asking()
            self.made = SetResults(room)

    def _sources(self) -> None:
        with gr.Row(elem_classes="sj-fields"):
            self.scene = gr.Dropdown(
                [], label="从剧本里选一场", filterable=False, visible=False, min_width=220,
                elem_id="set-scene",
            )  # fmt: skip
            self.shipped = gr.Dropdown(
                [("不用", ""), *set_work.shelf()], value="", label="从随附布景里选（可打字找）",
                min_width=220, elem_id="set-shelf",
            )  # fmt: skip
            self.heading = gr.Textbox(
                label="或写场景标题", placeholder=_HEADING, max_length=120, min_width=260,
                elem_id="set-heading",
            )  # fmt: skip
            self.recipe = gr.UploadButton(
                "载入参数（设定图、清单）", file_types=[".png", ".json"], min_width=200,
                elem_id="set-recipe",
            )  # fmt: skip
        with gr.Accordion("这一场的实景与随附布景", open=False, elem_id="set-fit"):
            self.match = gr.HTML(
                notice("选一场，或写场景标题，这里列出合适的实景与布景。"),
                js_on_load=static("set.js"), elem_id="set-match",
            )  # fmt: skip

    def _fields(self) -> None:
        for group in dict.fromkeys(field.group for field in FIELDS):
            rows = [field for field in FIELDS if field.group == group]
            with gr.Row(elem_classes="sj-fields"):
                for field in rows:
                    self.form[field.key] = _widget(field)

    def _asking(self) -> None:
        with gr.Row(elem_classes="sj-do", equal_height=True):
            self.preset = gr.Radio(
                _PRESETS, value="standard", label="成色", min_width=160, elem_id="set-preset"
            )
            self.button = gr.Button("造景出图", variant="primary", elem_id="do-set")
        self.said = gr.HTML(elem_id="set-say")

    # ------------------------------------------------------------------------------ wiring

    @property
    def results(self) -> list[Any]:
        """Widgets that :meth:`view` fills, in its order."""
        listed = [self.scene, self.taken["scene"]]
        return [*listed, *self._form, *self._judged, *self.made.results]

    @property
    def _form(self) -> list[Any]:
        return [*(self.form[key] for key in set_form.KEYS), self.rest]

    @property
    def _judged(self) -> list[Any]:
        return [self.gate, self.measures]

    def wire(self, desk: gr.BrowserState, bar: JobBar) -> None:
        """Connect the widgets."""
        form = self._form
        for key in set_form.KEYS:
            widget = self.form[key]
            does, ages = self.judge, []
            if key == "site":
                does, ages = self.stand, [self.form["period"], self.form["year"]]
            changed = widget.input(
                does, [desk, *form], [*ages, *self._judged], trigger_mode="always_last", **QUIET
            )
            self._previewed(changed, form)
            if key in ("type", "site"):
                changed.then(self.fit, form, self._fitted, **QUIET)
        filled = [*form, *self._judged, self.match, self.heading]
        chosen = [
            listed.input(
                partial(self.choose, take), [desk, listed, self.taken[name]],
                [*filled, self.taken[name]], **QUIET,
            )
            for name, listed, take in (
                ("scene", self.scene, self.of_scene), ("shelf", self.shipped, self.of_shelf),
            )
        ]  # fmt: skip
        written = [self.heading, self.taken["heading"]]
        headed = [*filled, self.taken["heading"]]
        for event in (
            *chosen,
            self.recipe.upload(self.of_file, [desk, self.recipe], filled, **QUIET),
            self.heading.submit(self.of_heading, [desk, self.heading, *form], headed, **QUIET),
            self.heading.blur(self.left_heading, [desk, *written, *form], headed, **QUIET),
            self.gate.focus(lambda: None, **QUIET),  # first come into view: nothing is drawn yet
            self.gate.select(self.take_over, [desk, *form], filled, **QUIET),
            self.match.select(self.take_over, [desk, *form], filled, **QUIET),
        ):
            self._previewed(event, form)
        self.kind.input(
            self.draw, [self.kind, *form], self.preview, trigger_mode="always_last",
            concurrency_limit=1, concurrency_id="elevation", **QUIET,
        )  # fmt: skip
        bar.after(self.button.click(
            self.render, [desk, self.preset, *written, *form], [desk, self.said], **QUIET
        ))  # fmt: skip
        self.made.wire(desk, bar)

    @property
    def _fitted(self) -> list[Any]:
        return [self.form[key] for key in (*set_form.FORM, "name")]

    def _previewed(self, event: Any, form: Sequence[Any]) -> None:
        """Draw what is chosen once the form has come to rest; one drawing at a time."""
        event.then(
            self.draw, [self.kind, *form], self.preview, trigger_mode="always_last", concurrency_limit=1,
            concurrency_id="elevation", **QUIET,
        )  # fmt: skip

    # ---------------------------------------------------------------------------- handlers

    def view(self, project: Project | None, _number: object = None) -> list[Any]:
        """Return the values of :attr:`results` for a project, or for an empty desk."""
        listed = set_work.script_scenes(project)
        scene = gr.Dropdown(listed, value=None, visible=bool(listed))
        kept = (project.desk.get("set") if project else None) or {}
        spec = kept.get("spec") or set_work.of_script(project)
        values = _shown(spec, set_form.values_of(spec, _asked_in(kept)))
        found = set_work.judged(spec)
        judged = [set_cards.gate(found), set_cards.measures(found)]
        return [scene, "", *values, set_form.rest_of(spec), *judged, *self.made.view(project)]

    def judge(self, desk: object, *form: Any) -> list[Any]:
        """Say what the gate says of the form, and keep the form with the project."""
        try:
            spec = _read(form)
        except RefusedInput as refused:
            return [notice(refused.zh, "bad"), ""]
        self._keep(desk, spec, form)
        found = set_work.judged(spec)
        return [set_cards.gate(found), set_cards.measures(found)]

    def stand(self, desk: object, *form: Any) -> list[Any]:
        """Put the form at another hall, in the age of the story, or else of the hall; judge it."""
        said = dict(zip(set_form.KEYS, form[:-1], strict=True))
        try:
            project = self._room.projects.find(Desk.of(desk))
            age = set_work.age_beside(project, str(said["site"])) if said["site"] else {}
        except RefusedInput:
            age = {}  # the gate says of the name that nobody knows it
        now = said | age
        judged = self.judge(desk, *(now[key] for key in set_form.KEYS), form[-1])
        return [now["period"], str(now["year"]), *judged]

    def fit(self, *form: Any) -> list[Any]:
        """Show the fields that the kind of building takes, and its own views among the cameras."""
        said = dict(zip(set_form.KEYS, form[:-1], strict=True))
        try:
            views = set_form.views(_read(form))
        except RefusedInput:
            views = []
        return _fitted(said, views)

    def draw(self, kind: str, *form: Any) -> Any:
        """Return a draft or the front elevation of the form; nothing where it cannot be built."""
        try:
            spec = _read(form)
            if set_work.judged(spec).lawful:
                drawing = set_work.elevation if kind == "front" else set_work.draft
                drawn = drawing(spec, self._room.given)
                return gr.Image(give(drawn, self._room.given), visible=True)
        except RefusedInput:
            pass  # said beside the form already
        return gr.Image(visible=False)

    def choose(
        self, take: Callable[[object, str], list[Any]], desk: object, id: str | None, taken: str
    ) -> list[Any]:
        """Fill the form from what was chosen of a list.

        A list also tells of being left, by Tab for one, with nothing chosen: what has been written
        into the form since then stays.
        """
        if (id or "") == taken:
            return self._as_it_was()
        return [*take(desk, id or ""), id or ""]

    def of_scene(self, desk: object, id: str) -> list[Any]:
        """Fill the form from a scene of the script, and list what fits it."""
        project = self._room.projects.find(Desk.of(desk))
        try:
            if project is None:
                raise RefusedInput("这一稿已不在了，请刷新网页。")
            spec, heading = set_work.of_scene(project, id or "")
        except RefusedInput as refused:
            return self._refused(refused)
        return self._filled(desk, spec, heading)

    def of_file(self, desk: object, file: str | None) -> list[Any]:
        """Fill the form from a picture or a manifest that was made here."""
        try:
            spec = set_work.of_file(file or "")
        except RefusedInput as refused:
            return self._refused(refused)
        return self._filled(desk, spec)

    def of_shelf(self, desk: object, id: str) -> list[Any]:
        """Fill the form from a shipped set."""
        try:
            spec = set_work.of_shelf(id) if id else set_form.blank()
        except RefusedInput as refused:
            return self._refused(refused)
        return self._filled(desk, spec)

    def of_heading(self, desk: object, heading: str, *form: Any) -> list[Any]:
        """Fill the form from a heading, in its hall's age or else the form's, and list what fits it."""
        try:
            spec = self._headed(desk, heading or "", form)
        except RefusedInput as refused:
            return [*self._refused(refused), heading]
        return [*self._filled(desk, spec, heading), heading]

    def left_heading(self, desk: object, heading: str, taken: str, *form: Any) -> list[Any]:
        """Fill the form from a heading that was written and left without the enter key."""
        if not _is_pending(heading, taken):
            return self._as_it_was()
        return self.of_heading(desk, heading, *form)

    def _headed(self, desk: object, heading: str, form: Sequence[Any]) -> dict[str, Any]:
        said = dict(zip(set_form.KEYS, form[:-1], strict=True))
        spec = set_work.of_heading(
            heading, str(said["period"] or ""), said["year"], str(said["site"] or ""),
            self._room.projects.find(Desk.of(desk)),
        )  # fmt: skip
        return spec | {"camera": {"shape": said["shape"] or "9:16"}}

    def take_over(self, desk: object, event: gr.EventData, *form: Any) -> list[Any]:
        """Take over a lawful alternative, a shipped set or a standing hall that was pressed."""
        return self._taken(desk, form, event._data if isinstance(event._data, dict) else {})

    def _taken(self, desk: object, form: Sequence[Any], told: Mapping[str, Any]) -> list[Any]:
        try:
            if told.get("set"):
                return self._filled(desk, set_work.of_shelf(str(told["set"])))
            spec = _read(form)
            changes = {"site": told["site"]} if told.get("site") else _fix(told.get("fix"))
            if told.get("site"):
                spec = {key: spec[key] for key in _BESIDE if key in spec}
        except RefusedInput as refused:
            return self._refused(refused)
        spec = {k: v for k, v in {**spec, **changes}.items() if v is not None}
        return self._filled(desk, spec)

    def render(self, desk: object, preset: str, heading: str, taken: str, *form: Any) -> list[Any]:
        """Hand in the set; without a project, one is made for it.

        A heading that was written just before the button was pressed counts, not the form that it
        is about to fill.
        """
        found = Desk.of(desk)
        project = self._room.projects.find(found)
        try:
            if self._room.is_busy(project):
                raise RefusedInput(BUSY)
            spec, asked = _read(form), set_form.asked_of(form[:-1])
            if _is_pending(heading, taken):
                spec = self._headed(desk, heading, form)
            files = set_form.files_of(asked, spec)
            judged = set_work.judged(spec)
            if not judged.lawful:
                first = judged.refused[0][0].sentence() if judged.refused else judged.sentence
                raise RefusedInput(f"还造不了：{set_form.as_in_the_form(first)}")
            name = set_work.name_of(spec)
            if project is None:
                project = self._room.projects.new(found)
                project.note(name=f"布景 {name}"[:40])
            project.note(set={"spec": spec, "asked": asked}, seen=name)
            given = {
                "spec": spec, "out": str(project.set_folder(name)), "revision": project.revision,
                "preset": preset if preset in ("draft", "standard", "final") else "standard",
            } | files  # fmt: skip
            self._room.start(project, "render", given, f"{project.name} 造景 {name}")
        except RefusedInput as refused:
            return [gr.skip(), notice(refused.zh, "bad")]
        return [found.at(project).to_json(), ""]

    # ------------------------------------------------------------------------------- parts

    def _filled(self, desk: object, spec: Mapping[str, Any], heading: str = "") -> list[Any]:
        """Return the form, the gate's answer, what fits the heading, and the heading."""
        values = set_form.values_of(spec)
        form = [*values, set_form.rest_of(spec)]
        judged = self.judge(desk, *form)
        form = [*_shown(spec, values), form[-1]]
        if not heading:
            return [*form, *judged, gr.skip(), gr.skip()]
        try:
            rows = set_work.matches(heading, str(spec.get("period") or ""), spec.get("year") or "")
            fit = set_cards.matches(rows)
        except RefusedInput as refused:
            fit = notice(refused.zh, "bad")
        return [*form, *judged, fit, heading]

    def _as_it_was(self) -> list[Any]:
        """Return no change of form, answer, fits, heading and what was taken."""
        return [gr.skip()] * (len(self._form) + len(self._judged) + 3)

    def _refused(self, refused: RefusedInput) -> list[Any]:
        said = notice(set_form.as_in_the_form(refused.zh), "bad")
        return [*[gr.skip()] * len(self._form), said, "", gr.skip(), gr.skip()]

    def _keep(self, desk: object, spec: Mapping[str, Any], form: Sequence[Any]) -> None:
        project = self._room.projects.find(Desk.of(desk))
        if project is not None:
            project.note(set={"spec": spec, "asked": set_form.asked_of(form[:-1])})


def _read(form: Sequence[Any]) -> dict[str, Any]:
    *values, rest = form
    return set_form.spec_of(values, rest if isinstance(rest, dict) else {})


def _is_pending(heading: str | None, taken: str) -> bool:
    """Return whether a heading was written that the form does not stand for yet."""
    return bool(heading and heading.strip()) and heading != taken


def _asked_in(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a desk remembers to have been asked for; an older one noted only some of it."""
    asked = kept.get("asked")
    return dict(asked) if isinstance(asked, Mapping) else {"extras": kept.get("extras") or ()}


def _fix(told: object) -> dict[str, Any]:
    """Return the changes that a button carries; whatever is none changes nothing."""
    from scenes.spec import SetSpec

    try:
        read = json.loads(str(told or "{}"))
    except ValueError:
        return {}
    known = SetSpec.__dataclass_fields__
    return {k: v for k, v in read.items() if k in known} if isinstance(read, dict) else {}


def _shown(spec: Mapping[str, Any], values: Sequence[Any]) -> list[Any]:
    """Return the form's values with what its kind of building does not take hidden."""
    taken = set_form.takes(spec)
    return [
        gr.update(value=value, visible=key in taken) if key in set_form.FORM else value
        for key, value in zip(set_form.KEYS, values, strict=True)
    ]


def _fitted(said: Mapping[str, Any], views: Sequence[str]) -> list[Any]:
    taken = set_form.takes(said)
    named = [("自己构图", ""), *((view, view) for view in views)]
    listed = gr.update(choices=named if views else set_form.choices("name"))
    return [*(gr.update(visible=key in taken) for key in set_form.FORM), listed]


def _widget(field: SetField) -> Any:
    common: dict[str, Any] = {
        "label": field.label, "elem_id": f"set-{field.key}", "min_width": 130,
    }  # fmt: skip
    if field.shape == "yes":
        return gr.Checkbox(**common)
    if field.shape == "several":
        return gr.CheckboxGroup(list(set_form.EXTRAS), **common)
    if field.key in set_form.FORM:
        common["visible"] = field.key in set_form.takes({"type": "hall"})
    if field.shape in ("text", "number"):
        return gr.Textbox(placeholder=field.hint, max_length=80, **common)
    listed = set_form.choices(field.key)
    # A word that is no choice comes from a file or a heading: the gate says what it thinks of it.
    return gr.Dropdown(listed, value="", allow_custom_value=True, **common)
