"""Loglines to choose from, and a plan that obeys the one chosen."""

from __future__ import annotations

import pytest

from heritage_kb.errors import RefusedInput
from scriptgen.brief import read_brief, shipped_briefs
from scriptgen.models.request import ModelFailed
from scriptgen.planner import plan
from scriptgen.planning.loglines import choose, loglines
from scriptgen.story.shelf import open_shelf

OPEN = {"title": "鹤颈", "genre": "悬疑", "year": 1916, "crafts": ["上党堆锦"], "episodes": 8}


def test_options_are_unlike_and_the_same_again(kb) -> None:
    made = loglines(OPEN, 4, kb=kb)
    assert made == loglines(OPEN, 4, kb=kb)
    for key in ("engine", "question", "logline", "passage"):
        assert len({getattr(one, key) for one in made}) == 4, key
    assert all("上党堆锦" in one.logline and one.passage in kb.passages for one in made)
    assert [one.number for one in made] == [1, 2, 3, 4]
    assert loglines(OPEN, 2, kb=kb) == made[:2]
    other = {one.engine for one in loglines(OPEN, 4, kb=kb, seed=9)}
    assert other != {one.engine for one in made}
    for one in made:
        truth = open_shelf().engines[one.engine].truth
        assert truth not in one.logline  # an option does not give its end away


def test_a_plan_obeys_the_option_that_was_chosen(kb) -> None:
    for one in loglines(OPEN, 3, kb=kb):
        brief = choose(OPEN, one)
        made = plan(brief, kb)
        assert brief.logline == one.logline
        assert made.arcs[0].engine.name == one.engine
        names = {person.name for person in made.cast.people.values()}
        told = {row.removeprefix("虚构：").split("，")[0] for row in one.people}
        assert told
        assert told <= names
        assert made.cast["主"].name in one.logline
        assert made.outline.episodes[0].cliffhanger == one.question


def test_a_writers_own_logline_stays_word_for_word(kb) -> None:
    brief = read_brief(shipped_briefs()["foguang"])
    made = loglines(brief, 3, kb=kb)
    assert all(one.kept and one.logline == brief.logline for one in made)
    assert len({one.engine for one in made}) == 3
    chosen = choose(brief, made[1])
    assert chosen.logline == brief.logline
    assert chosen.must == brief.must
    assert plan(chosen, kb).arcs[0].engine.name == made[1].engine


def test_a_brief_without_a_logline_is_refused_elsewhere() -> None:
    with pytest.raises(RefusedInput, match="logline"):
        read_brief(OPEN)
    with pytest.raises(RefusedInput, match="1–8"):
        loglines(OPEN, 9)


class Fake:
    """A model that answers with the options a test wants."""

    name = "假·模型"

    def __init__(self, *options, fails=False) -> None:
        self.options, self.fails, self.asked = options, fails, []

    def ask(self, request, shape, *, poll=None, heard=None):
        self.asked.append(request)
        if self.fails:
            raise ModelFailed("没有照格式答", "no JSON", said="呃")
        return shape.model_validate({"options": list(self.options)})


def option(engine, logline="学徒要把旧屏补全，东家要先买走。"):
    return {
        "engine": engine,
        "logline": logline,
        "question": "屏里少了哪一片？",
        "craft": "拨褶藏得住一张纸",
    }


def test_a_models_options_are_checked_and_filled_up(kb) -> None:
    model = Fake(
        option("缺件"),
        option("缺件", "同一个引擎又来一次的梗概。"),
        option("没有的引擎"),
        option("藏错", "学徒掏出手机拍下旧屏。"),
    )
    made = loglines(OPEN, 3, kb=kb, model=model)
    assert [one.author for one in made] == ["假·模型", "scaffold", "scaffold"]
    assert made[0].engine == "缺件"
    assert len({one.engine for one in made}) == 3
    assert model.asked[0].material[1].id == "引擎"
    assert loglines(OPEN, 2, kb=kb, model=Fake(fails=True)) == loglines(OPEN, 2, kb=kb)
