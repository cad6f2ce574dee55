"""Loglines by a model: it may tell better, but what it quotes must stand in the source."""

from __future__ import annotations

from dataclasses import replace

from pydantic import BaseModel, Field

from scriptgen.models.request import Material, Model, ModelFailed, Request
from scriptgen.revising.adapting.adaptation import Adaptation, Anchor, EpisodeAnchors
from scriptgen.series import EpisodePlan

_MOST = 6000  # characters of an episode's source that are shown
_ROLES = {"hook": "hook_in", "cliffhanger": "cliffhanger"}


class Telling(BaseModel):
    """What a model answers of one episode; hook, turn and cliffhanger are quotations."""

    title: str = Field(default="", max_length=40)
    logline: str = Field(min_length=4, max_length=200)
    hook: str = ""
    turn: str = ""
    cliffhanger: str = ""


def retold(made: Adaptation, model: Model) -> Adaptation:
    """Return the adaptation with a model's loglines and those of its anchors that are exact."""
    traces = list(made.traces)
    plans, rows = [], []
    for plan, row in zip(made.outline.episodes, made.episodes, strict=True):
        try:
            told = model.ask(_request(made, plan, row), Telling)
        except ModelFailed as failed:
            traces.append(f"第{plan.number}集：模型没有可用的回答（{failed.zh}），用原文的句子。")
            plans.append(plan)
            rows.append(row)
            continue
        anchored = _anchored(made, row, told, traces)
        rows.append(anchored)
        plans.append(_plan(plan, anchored, told))
    return replace(
        made,
        outline=replace(made.outline, premise=plans[0].logline, episodes=plans),
        episodes=tuple(rows),
        brief=made.brief.model_copy(
            update={"logline": " ".join(plan.logline for plan in plans)[:1500]}
        ),
        author=model.name,
        traces=tuple(traces),
    )


def _request(made: Adaptation, plan: EpisodePlan, row: EpisodeAnchors) -> Request:
    text = made.source.text[row.start : row.end]
    return Request(
        task="adapt_episode",
        slots={"number": str(plan.number), "seconds": str(made.brief.seconds)},
        material=(Material(id=f"原文-{plan.number}", text=text[:_MOST]),),
        most_tokens=600,
    )


def _anchored(
    made: Adaptation, row: EpisodeAnchors, told: Telling, traces: list[str]
) -> EpisodeAnchors:
    """Put a model's quotations in the place of the rules' where they stand in this episode."""
    text = made.source.text
    found = {anchor.role: anchor for anchor in reversed(row.anchors) if anchor.role != "line"}
    for role in ("hook", "turn", "cliffhanger"):
        said = getattr(told, role).strip()
        if not said:
            continue
        at = text.find(said, row.start, row.end)
        if at < 0:
            traces.append(f"第{row.number}集的{role}“{said[:30]}”不在原文里，没有用。")
        else:
            found[role] = Anchor(role=role, start=at, end=at + len(said), text=said)
    lines = tuple(a for a in row.anchors if a.role == "line")
    return replace(row, anchors=(*(found[r] for r in ("hook", "turn", "cliffhanger")), *lines))


def _plan(plan: EpisodePlan, row: EpisodeAnchors, told: Telling) -> EpisodePlan:
    by_role = {a.role: a.text for a in row.anchors}
    marks = {"钩：": "hook", "转：": "turn", "问：": "cliffhanger"}
    beats = [
        replace(beat, what=f"{beat.what[:2]}{by_role[marks[beat.what[:2]]]}")
        if beat.what[:2] in marks
        else beat
        for beat in plan.beats
    ]
    changes = {field: by_role[role] for role, field in _ROLES.items()}
    title = told.title.strip() or plan.title
    return replace(plan, title=title, logline=told.logline.strip(), beats=beats, **changes)  # type: ignore[arg-type]
