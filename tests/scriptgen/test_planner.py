"""The plan: any brief, its numbers, its hooks, its people."""

from __future__ import annotations

import pytest

import heritage_kb
from scriptgen.brief import Brief, read_brief, shipped_briefs
from scriptgen.planner import plan
from scriptgen.story.shelf import open_shelf


@pytest.fixture(scope="module")
def kb() -> heritage_kb.KnowledgeBase:
    return heritage_kb.open()


def brief(**changes: object) -> Brief:
    base = {"title": "试", "logline": "一件旧活里藏着一个名字。", "year": 1890, "episodes": 12}
    return read_brief(base | changes)


def test_shelf_is_rich_and_whole() -> None:
    shelf = open_shelf()
    assert len(shelf.patterns) >= 40
    assert len(shelf.engines) >= 10
    assert all(len(p.takes) >= 1 for p in shelf.patterns.values())
    for engine in shelf.engines.values():
        assert engine.steps[0].rank == engine.steps[-1].rank == 1
        assert not engine.steps[-1].question
        assert all(step.question for step in engine.steps[:-1]), engine.name
        kinds = [step.turn_kind for step in engine.steps]
        assert all(a != b for a, b in zip(kinds, kinds[1:], strict=False)), engine.name


@pytest.mark.parametrize("episodes", [1, 2, 3, 8, 12, 13, 24, 60, 120])
def test_exact_count_hooks_answered_and_turns_vary(kb, episodes) -> None:
    made = plan(brief(episodes=episodes), kb)
    assert [row.number for row in made.outline.episodes] == list(range(1, episodes + 1))
    kinds = [sheet.step.turn_kind for sheet in made.sheets]
    same = sum(a == b for a, b in zip(kinds, kinds[1:], strict=False))
    assert same <= episodes // 12
    for hook in made.bible.hooks:
        if episodes > 1:
            assert hook.answered is not None
            assert hook.answered > hook.opened
            assert any(0 < n - hook.opened <= 2 for n in hook.touched)
    acts = made.outline.acts
    assert acts[0]["from"] == 1
    assert acts[-1]["to"] == episodes


def test_people_of_the_shipped_briefs(kb) -> None:
    one = plan(read_brief(shipped_briefs()["foguang"]), kb)
    names = {role: person.name for role, person in one.cast.people.items()}
    assert names["主"] == "郭楔娘"
    assert names["师"] == "石抱拙"
    assert names["遗"] == "郭十四"
    assert names["东"] == "宁公遇"
    assert one.cast["东"].documented
    assert names["长"] == "愿诚"
    assert not one.cast["敌"].documented
    two = plan(read_brief(shipped_briefs()["pingyao"]), kb)
    names = {role: person.name for role, person in two.cast.people.items()}
    assert names["主"] == "靳小满"
    assert names["敌"] == "罗延绪"
    assert names["友"] == "段守拙"
    assert "雷履泰" not in names.values()


def test_religion_is_a_question_for_a_person(kb) -> None:
    made = plan(read_brief(shipped_briefs()["foguang"]), kb)
    assert any("宗教" in question for question in made.bible.questions)
    assert not any("宗教" in q for q in plan(brief(crafts=["上党堆锦"]), kb).bible.questions)


def test_dead_person_is_not_cast(kb) -> None:
    made = plan(brief(logline="雷履泰的票号里，学徒小周偷看账本。", year=1900), kb)
    assert "雷履泰" not in {p.name for p in made.cast.people.values()}
    assert any("雷履泰" in question for question in made.bible.questions)


def test_paywalls_only_where_episodes_are_sold(kb) -> None:
    free = plan(brief(episodes=60), kb)
    sold = plan(brief(episodes=60, business="IAP"), kb)
    walls = [row.number for row in sold.outline.episodes if row.paywall]
    assert not any(row.paywall for row in free.outline.episodes)
    assert 8 <= walls[0] <= 12
    assert all(b - a >= 5 for a, b in zip(walls, walls[1:], strict=False))


def test_every_must_is_in_the_outline(kb) -> None:
    asked = read_brief(shipped_briefs()["pingyao"])
    made = plan(asked, kb)
    placed = {
        beat.what for row in made.outline.episodes for beat in row.beats if beat.kind == "必写"
    }
    assert placed == {must for must in asked.must if not must.startswith("需人工判断")}


def test_other_seed_other_story(kb) -> None:
    tales = {tuple(s.step.name for s in plan(brief(seed=n), kb).sheets) for n in range(8)}
    assert len(tales) >= 6
