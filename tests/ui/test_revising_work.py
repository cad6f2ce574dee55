"""What is typed or replaced in the app can be taken back, the last change first."""

from __future__ import annotations

from pathlib import Path

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput
from scriptgen.keeping.series_parts import add_episode, put_plan
from scriptgen.revising.proposal import line_values
from tests.scriptgen.writing.fake import BRIEF
from ui import journey, plan_work
from ui import revising_work as work
from ui.projects import Desk, Project, Projects

BY = {"kind": "scaffold", "name": "scaffold"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    series = scriptgen.draft(scriptgen.read_brief(BRIEF | {"episodes": 1, "seconds": 45}))
    made = Projects(tmp_path).new(Desk.of(None))
    with made.open() as store:
        put_plan(store, series, author=BY)
        for episode in series.episodes:
            add_episode(store, episode, author=BY)
    return made


def texts(project: Project) -> list[str]:
    series = work.series_of(project)
    return [x.text for e in series.episodes for s in e.scenes for x in s.elements]


def test_typing_is_taken_back_step_by_step(project: Project) -> None:
    before = texts(project)
    line = work.series_of(project).episodes[0].scenes[0].elements[0]
    base, _ = work.typed(project, line_values(line), "她把灯举高了些。")
    work.typed(project, base, "她把灯举得更高。")
    assert work.step(project, "undo")[1] == line.id
    assert texts(project)[0] == "她把灯举高了些。"
    work.step(project, "undo")
    assert texts(project) == before
    assert not work.can(project, "undo")
    with pytest.raises(RefusedInput, match="没有可撤回的改动"):
        work.step(project, "undo")


def test_what_was_taken_back_is_done_again_until_something_else_is_changed(
    project: Project,
) -> None:
    before = texts(project)
    line = work.series_of(project).episodes[0].scenes[0].elements[0]
    base, _ = work.typed(project, line_values(line), "她把灯举高了些。")
    base, _ = work.typed(project, base, "她把灯举得更高。")
    after = texts(project)
    with pytest.raises(RefusedInput, match="没有可重做的改动"):
        work.step(project, "redo")
    work.step(project, "undo")
    work.step(project, "undo")
    assert texts(project) == before
    assert work.step(project, "redo")[1] == line.id
    work.step(project, "redo")
    assert texts(project) == after
    assert not work.can(project, "redo")
    work.step(project, "undo")
    assert work.can(project, "redo")
    now = work.series_of(project).episodes[0].scenes[0].elements[0]
    work.typed(project, line_values(now), "她吹了灯。")
    assert not work.can(project, "redo")  # another way was taken
    work.step(project, "undo")
    assert texts(project)[0] == "她把灯举高了些。"


def test_a_change_of_the_plan_is_done_again(project: Project) -> None:
    number = plan_work.propose(project, "edit", "character.1.voice", "说半句，留半句")
    plan_work.take(project, number, [0])
    plan_work.step(project, "undo")
    assert plan_work.can(project, "redo")
    assert plan_work.offered(project) is None  # a step is no offer
    plan_work.step(project, "redo")
    assert work.series_of(project).bible.characters[0].voice == "说半句，留半句"


def test_the_later_of_plan_and_script_is_known(project: Project) -> None:
    assert work.last(project, "undo") == plan_work.last(project, "undo") == 0
    line = work.series_of(project).episodes[0].scenes[0].elements[0]
    work.typed(project, line_values(line), "她把灯举高了些。")
    assert work.last(project, "undo") > plan_work.last(project, "undo")
    number = plan_work.propose(project, "edit", "character.1.voice", "说半句，留半句")
    plan_work.take(project, number, [0])
    assert plan_work.last(project, "undo") > work.last(project, "undo")


def test_a_replacement_lies_there_until_it_is_taken(project: Project) -> None:
    before = texts(project)
    word = next(text for text in before if len(text) > 4)[:2]
    assert "换成" in work.replacing(project, word, "甲乙", "全剧")
    (offer,) = work.offered(project)
    assert texts(project) == before
    work.take(project, offer.number, range(len(offer.proposal.ops)))
    assert not any(word in text for text in texts(project))
    work.step(project, "undo")
    assert texts(project) == before


def test_a_speaker_who_is_written_along_is_not_said_twice(project: Project) -> None:
    lines = [
        x
        for e in work.series_of(project).episodes
        for s in e.scenes
        for x in s.elements
        if x.speaker
    ]
    now, _ = work.typed(project, line_values(lines[0]), f"{lines[0].speaker}：换一棵。")
    assert now["text"] == "换一棵。"
    now, _ = work.typed(project, now, "记住：换一棵。")
    assert now["text"] == "记住：换一棵。"


@pytest.mark.parametrize("format", [one for _, one in journey.FORMATS])
def test_the_series_as_it_stands_goes_into_one_labelled_file(project: Project, format: str) -> None:
    line = work.series_of(project).episodes[0].scenes[0].elements[0]
    work.typed(project, line_values(line), "她先听了听风。")
    file, _ = journey.exported(project, format)
    assert file.suffix == f".{format}"
    assert journey.label_status(file) == "compliant"
    if format in ("txt", "md", "fountain", "json"):
        assert "她先听了听风" in file.read_text("utf-8")


def test_an_unknown_format_is_told(project: Project) -> None:
    with pytest.raises(RefusedInput, match="没有“exe”这种格式"):
        journey.exported(project, "exe")
