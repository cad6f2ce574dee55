"""Complications: enough of them that a long series repeats neither a title nor a turn."""

from __future__ import annotations

from importlib.resources import files

import pytest

import heritage_kb
from scriptgen.brief import read_brief
from scriptgen.planner import plan
from scriptgen.story.shelf import open_shelf


def test_every_file_of_turns_is_read_as_turns() -> None:
    folder = files("scriptgen") / "data" / "story" / "engines"
    written = [
        line[3:].strip()
        for item in folder.iterdir()
        if item.name.startswith("turns")
        for line in item.read_text(encoding="utf-8").splitlines()
        if line.startswith("## ")
    ]
    assert len(written) >= 40
    assert sorted(written) == sorted(step.name for step in open_shelf().turns)


def test_every_turn_is_touched_and_answered() -> None:
    for step in open_shelf().turns:
        assert step.question, step.name
        assert step.echo, step.name
        assert step.reply, step.name


def test_what_a_step_answers_was_asked_before_it() -> None:
    for engine in open_shelf().engines.values():
        asked: set[str] = {"all"}
        for step in engine.steps:
            assert asked.issuperset(step.answers), (engine.name, step.name)
            asked.add(step.name)


@pytest.mark.parametrize("episodes", [24, 60, 100])
@pytest.mark.parametrize("genre", ["家庭", "商战·悬疑"])
def test_no_title_comes_twice_and_no_two_running_turn_alike(episodes: int, genre: str) -> None:
    brief = {"title": "试", "logline": "一件旧活。", "genre": genre, "year": 1890}
    made = plan(read_brief(brief | {"episodes": episodes}), heritage_kb.open())
    titles = [sheet.title for sheet in made.sheets]
    turns = [sheet.step.name for sheet in made.sheets if sheet.step in open_shelf().turns]
    kinds = [sheet.step.turn_kind for sheet in made.sheets]
    assert len(set(titles)) == len(titles)
    assert len(set(turns)) == len(turns)
    assert not any("{" in title for title in titles)
    assert all(a != b for a, b in zip(kinds, kinds[1:], strict=False))


@pytest.mark.parametrize(
    ("logline", "place"),
    [
        ("外卖小哥送错一单，收下一个装着祖传地契的木匣。", "临汾市"),
        ("女主播在直播间里认出，下单最多的粉丝是十年前失踪的父亲。", "运城市"),
        ("写字楼里的审计员查账，查到了提拔自己的副总。", "阳泉市"),
        ("小区保安替业主收了一件没人认领的快递，寄件人三年前就死了。", "忻州市"),
    ],
)
def test_people_without_a_craft_meet_no_complication_twice(logline: str, place: str) -> None:
    told = {"title": "空", "logline": logline, "period": "当代", "places": [place]}
    made = plan(read_brief(told | {"episodes": 24, "seed": 1}), heritage_kb.open())
    names = [sheet.step.name for sheet in made.sheets]
    assert len(set(names)) == len(names)
