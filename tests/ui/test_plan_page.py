"""The plan in a project: one element told otherwise, taken in part, taken back, locked; scenes left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import heritage_kb
import scriptgen
from heritage_kb.errors import RefusedInput
from tests.scriptgen.writing.fake import BRIEF
from ui import journey, plan_cards, plan_work
from ui.brief_form import FIELDS, brief_data, form_values, genre_choices
from ui.jobs import Room, open_room
from ui.kinds import draft_inputs, plan_inputs
from ui.projects import Desk, Project

SHORT = BRIEF | {"episodes": 3, "seconds": 45}
HOOK = "episode.1.cliffhanger"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path / "家", tmp_path / "给") as room:
        yield room


def done(room: Room, project: Project, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    import time

    job = room.start(project, kind, given, kind)
    for _ in range(600):
        job = room.ledger.job(job.id)
        if job.ended:
            break
        time.sleep(0.05)
    assert job.state == "done", job.error
    return dict(job.result or {})


@pytest.fixture
def project(room: Room) -> Project:
    project = room.projects.new(Desk.of(None))
    brief = scriptgen.read_brief(SHORT)
    done(room, project, "project-plan", plan_inputs(project, brief))
    return project


def told(project: Project) -> str:
    return json.dumps(project.series.to_json(), ensure_ascii=False, sort_keys=True)  # type: ignore[union-attr]


def value(project: Project, at: str) -> Any:
    return next(x.value for x in scriptgen.plan_elements(project.series) if x.address == at)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"period": "", "year": None}, "还缺「朝代」或「年份」，至少写一个，如 857。"),
        (
            {"period": "", "year": None, "title": "", "episodes": None},
            "还缺「片名」、「集数」、「朝代」或「年份」；请都补上。",
        ),
        ({"title": "长" * 200}, "「片名」太长（200 字）：请写一行 100 字以内的片名，如 "),
        ({"year": 1999}, "「年份」1999年不在唐（618年至907年）之内；请改「年份」或「朝代」。"),
        ({"chars": 1500}, "「单集字数」1500 与「单集秒数」45 对不上："),
        ({"avoid": ["神迹"], "must": ["要神迹"]}, "「避免」里有“神迹”，「必须」里却有“要神迹”；"),
    ],
)
def test_a_brief_is_refused_in_the_words_of_the_form(told: dict[str, Any], said: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        journey.brief_of(form_values(SHORT | {"period": "唐"} | told))
    assert said in refused.value.zh


def test_another_take_changes_nothing_until_it_is_taken_and_can_be_taken_back(
    project: Project,
) -> None:
    before = told(project)
    number = plan_work.propose(project, "regenerate", HOOK)
    assert told(project) == before
    kept = plan_work.offered(project)
    assert kept is not None
    ops = kept.proposal.ops
    assert len(ops) > 1  # the next episode takes the question up
    assert plan_work.take(project, number, [0]) == 1
    assert value(project, HOOK) == ops[0].after["value"]  # type: ignore[index]
    assert value(project, ops[1].id) == ops[1].before["value"]  # type: ignore[index]
    assert journey.holds_work(project)  # another plan goes elsewhere
    plan_work.step(project, "undo")
    assert told(project) == before
    assert not plan_work.can(project, "undo")


def test_a_beat_is_taken_in_and_out_by_the_page_s_own_addresses(project: Project) -> None:
    before = told(project)
    page = plan_cards.plan(project.series)
    [at] = re.findall(r'data-add="(第2集)"', page)
    number = plan_work.propose(project, "add", at, "门从里面插上了。")
    kept = plan_work.offered(project)
    shown = plan_cards.offer(kept, project.series, heritage_kb.open())
    assert "门从里面插上了。" in shown
    assert told(project) == before
    plan_work.take(project, number, [0])
    page = plan_cards.plan(project.series)
    added = next(
        x.address for x in scriptgen.plan_elements(project.series) if "门从里" in str(x.value)
    )
    at = added.removesuffix(".what")
    assert f'data-whole="{at}" data-do="delete"' in page
    plan_work.take(project, plan_work.propose(project, "delete", at), [0])
    plan_work.step(project, "undo")
    plan_work.step(project, "undo")
    assert told(project) == before


def test_what_was_refused_is_not_offered_again(project: Project) -> None:
    seen = []
    number = plan_work.propose(project, "regenerate", HOOK)
    for seed in range(3):
        kept = plan_work.offered(project)
        assert kept is not None
        seen.append(kept.proposal.ops[0].after["value"])  # type: ignore[index]
        number = plan_work.again(project, number, seed)
    assert len(set(seen)) == 3


def test_a_locked_element_holds_and_shows_it(project: Project) -> None:
    plan_work.decide(project, "lock", HOOK)
    with pytest.raises(RefusedInput, match="锁着"):
        plan_work.propose(project, "regenerate", HOOK)
    page = plan_cards.plan(project.series)
    assert re.search(rf'sj-held" data-at="{re.escape(HOOK)}" data-locked="own"', page)
    plan_work.decide(project, "unlock", HOOK)
    plan_work.propose(project, "regenerate", HOOK)


def test_ones_own_words_are_taken_at_once_where_nothing_follows(project: Project) -> None:
    assert plan_work.edit(project, "character.1.voice", "说半句，留半句") is None
    assert value(project, "character.1.voice") == "说半句，留半句"
    made = plan_work.edit(project, "character.1.name", "程青禾")
    assert made is not None
    shown = plan_cards.offer(made, project.series, heritage_kb.open())
    assert shown.count('type="checkbox"') < len(made.proposal.ops)  # a name stands or falls whole
    plan_work.take(project, made.number, [0])
    assert value(project, "character.1.name") == "程青禾"


def test_every_element_of_a_plan_is_on_the_page(project: Project) -> None:
    page = plan_cards.plan(project.series)
    shown = set(re.findall(r'data-at="([^"]+)"', page))
    known = {one.address for one in scriptgen.plan_elements(project.series)}
    assert known - shown <= {"brief.title"}  # the title stands in the form


def test_a_script_is_written_by_the_plan_as_it_was_changed(room: Room, project: Project) -> None:
    made = plan_work.edit(project, "character.1.name", "程青禾")
    assert made is not None
    plan_work.take(project, made.number, list(range(len(made.proposal.ops))))
    series = project.series
    assert series is not None
    done(room, project, "project-draft", draft_inputs(project, series.brief, [1], "scaffold", None))
    assert project.series is not None
    assert any("程青禾" in scene.cast for scene in project.series.episodes[0].scenes)
    kept = plan_work.edit(project, "episode.1.logline", "程青禾要在落架以前把名字刻进卯口。")
    assert kept is not None
    plan_work.take(project, kept.number, list(range(len(kept.proposal.ops))))
    assert project.series is not None
    left = plan_work.left_behind(project.series)
    assert left
    assert "待重写" in plan_cards.left(left, project.series)
    before = told(project)
    result = done(
        room, project, "project-redraft",
        {"writer": "scaffold", "revision": project.revision, "seed": 1},
    )  # fmt: skip
    assert told(project) == before
    assert len(result["offered"]) == 1


def test_loglines_keep_ones_own_words_and_one_of_them_makes_the_brief() -> None:
    brief, options = plan_work.loglines(SHORT)
    assert all(one.kept and one.logline == SHORT["logline"] for one in options)
    assert len({one.engine for one in options}) == plan_work.OPTIONS
    data = brief.model_dump(mode="json", exclude_none=True)
    made = plan_work.chosen(data, options[1].to_json())
    assert made.engine == options[1].engine
    back = brief_data(form_values(made.model_dump()))
    assert back["engine"] == made.engine  # another plan of the same form obeys it as well

    open_brief = {k: v for k, v in SHORT.items() if k != "logline"}
    brief, options = plan_work.loglines(open_brief)
    made = plan_work.chosen(brief.model_dump(mode="json", exclude_none=True), options[0].to_json())
    assert made.logline == options[0].logline


def test_genres_are_chosen_by_name_and_may_be_ones_own() -> None:
    names = [name for _, name in genre_choices()]
    assert "悬疑" in names
    place = [field.key for field in FIELDS].index("genre")
    assert form_values({"genre": "古装·悬疑"})[place] == ["古装", "悬疑"]
    values: list[Any] = ["" for _ in FIELDS]
    values[place] = ["古装", "悬疑"]
    assert brief_data(values) == {"genre": "古装·悬疑"}
