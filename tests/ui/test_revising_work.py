"""What is typed or replaced in the app can be taken back, the last change first."""

from __future__ import annotations

from pathlib import Path

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput
from scriptgen.keeping.series_parts import add_episode, put_plan
from scriptgen.revising.proposal import line_values
from tests.scriptgen.writing.fake import BRIEF
from ui import plan_work
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
    assert work.undo(project)[1] == line.id
    assert texts(project)[0] == "她把灯举高了些。"
    work.undo(project)
    assert texts(project) == before
    assert not work.can_undo(project)
    with pytest.raises(RefusedInput, match="没有可撤回的改动"):
        work.undo(project)


def test_the_later_of_plan_and_script_is_known(project: Project) -> None:
    assert work.last_undo(project) == plan_work.last_undo(project) == 0
    line = work.series_of(project).episodes[0].scenes[0].elements[0]
    work.typed(project, line_values(line), "她把灯举高了些。")
    assert work.last_undo(project) > plan_work.last_undo(project)
    number = plan_work.propose(project, "edit", "character.1.voice", "说半句，留半句")
    plan_work.take(project, number, [0])
    assert plan_work.last_undo(project) > work.last_undo(project)


def test_a_replacement_lies_there_until_it_is_taken(project: Project) -> None:
    before = texts(project)
    word = next(text for text in before if len(text) > 4)[:2]
    assert "换成" in work.replacing(project, word, "甲乙", "全剧")
    (offer,) = work.offered(project)
    assert texts(project) == before
    work.take(project, offer.number, range(len(offer.proposal.ops)))
    assert not any(word in text for text in texts(project))
    work.undo(project)
    assert texts(project) == before
