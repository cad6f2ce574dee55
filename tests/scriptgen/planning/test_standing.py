"""What is drafted, kept and asked of a model obeys the plan as it was edited."""

from __future__ import annotations

import pytest

from scriptgen.draft import draft
from scriptgen.keeping.parts import Locked
from scriptgen.keeping.project import Project
from scriptgen.keeping.series_parts import give_out, take_in
from scriptgen.models.request import ModelFailed
from scriptgen.planning.verbs import replan
from scriptgen.revising.applying import apply
from scriptgen.revising.kept import keep, kept, take_up
from scriptgen.standing import standing


def edited(series, at, to, kb):
    return apply(series, replan(series, "edit", at, to=to, kb=kb, judge=False)).series


def test_an_untouched_plan_stands_as_it_was_made(planned, kb) -> None:
    made = standing(planned, kb)
    assert (made.bible, made.outline) == (planned.bible, planned.outline)


def test_a_draft_obeys_the_edited_plan(planned, drafted, kb) -> None:
    series = edited(planned, "人物.秦望月.名字", "程青禾", kb)
    step = replan(series, "regenerate", "第3集.梗概", kb=kb, judge=False)
    series = apply(series, step).series
    series = edited(series, "第2集.集名", "另起一名", kb)
    made = draft(series.brief, kb, episodes=[2, 3], planned=series)
    lines = [x for e in made.episodes for s in e.scenes for x in s.elements]
    assert "程青禾" in {x.speaker for x in lines}
    assert not [x for x in lines if "秦望月" in x.text or x.speaker == "秦望月"]
    assert made.episodes[0].title == "另起一名"
    tail = [x.text for x in made.episodes[1].scenes[-1].elements]
    assert tail != [x.text for x in drafted.episodes[2].scenes[-1].elements]
    assert made.outline == series.outline


def test_what_the_stock_cannot_play_is_asked_of_a_person(planned, kb) -> None:
    series = edited(planned, "第2集.卡点", "那扇门是谁开的？", kb)
    series = edited(series, "第3集.梗概", "甲要乙；丙拦着；丁变了卦。", kb)
    asked = draft(series.brief, kb, episodes=[], planned=series).bible.questions
    assert any("第2集的卡点" in q for q in asked)
    assert any("第3集的梗概" in q for q in asked)


def test_drafted_episodes_stay_as_they_are(drafted, kb) -> None:
    made = draft(drafted.brief, kb, episodes=[1, 2], planned=drafted)
    assert made.episodes == drafted.episodes


def test_a_project_keeps_the_plans_locks_and_proposals(planned, tmp_path, kb) -> None:
    with Project(tmp_path / "戏.sanjin", who="王编剧", create=True) as project:
        locked = apply(planned, replan(planned, "lock", "第4集.卡点", kb=kb)).series
        take_in(project, locked)
        assert give_out(project).planning.locks == ["episode.4.cliffhanger"]
        number = keep(project, replan(give_out(project), "lock", "character.2", kb=kb))
        take_up(project, number)
        assert project.locked("character-2") == "王编剧"
        other = replan(planned, "edit", "人物.秦老锦.要", to="别的", kb=kb)
        with pytest.raises(Exception, match="锁"):
            take_up(project, keep(project, other))
        number = keep(project, replan(give_out(project), "edit", "第2集.卡点", to="谁？", kb=kb))
        stale = keep(project, replan(give_out(project), "edit", "第2集.卡点", to="哪里？", kb=kb))
        done = take_up(project, number)
        assert give_out(project) == done.series
        assert give_out(project).outline.episodes[2].hook_in == "谁？"
        assert {row.number: bool(row.stale) for row in kept(project)}[stale]
        take_up(project, keep(project, done.undo))
        assert give_out(project).outline == locked.outline
        project.lock("plan-5")
        with pytest.raises(Locked):
            take_up(
                project,
                keep(project, replan(give_out(project), "edit", "第5集.卡点", to="谁？", kb=kb)),
            )


class Fake:
    """A model that words an element as a test wants."""

    name = "假·模型"

    def __init__(self, *texts) -> None:
        self.texts, self.asked = list(texts), []

    def ask(self, request, shape, *, poll=None, heard=None):
        self.asked.append(request)
        if not self.texts:
            raise ModelFailed("没有照格式答", "no JSON", said="呃")
        return shape.model_validate({"text": self.texts.pop(0)})


def test_a_models_take_is_checked_and_followed(planned, kb) -> None:
    now = planned.outline.episodes[1].cliffhanger
    model = Fake(now, "锁是从里头开的，谁在里头？")
    proposal = replan(planned, "regenerate", "第2集.卡点", kb=kb, model=model)
    assert proposal.author == "假·模型"
    assert proposal.ops[0].after == {"value": "锁是从里头开的，谁在里头？"}
    assert "episode.3.hook_in" in {op.id for op in proposal.ops}
    assert any("一样" in note for note in proposal.notes)
    assert "不要的写法" in {one.id for one in model.asked[1].material}
    assert model.asked[0].slots["what"] == "第2集·卡点"


@pytest.mark.parametrize("texts", [[], ["他掏出手机。", "他打开电视机。"]])
def test_where_a_model_fails_the_stock_answers(planned, kb, texts) -> None:
    proposal = replan(planned, "regenerate", "第2集.卡点", kb=kb, model=Fake(*texts))
    assert proposal.author == "scaffold"
    assert proposal.notes
    assert "手机" not in str(proposal.ops)
