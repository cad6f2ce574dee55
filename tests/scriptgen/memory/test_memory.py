"""The memory of a series: from accepted text alone, the same every time, within its budget."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heritage_kb.errors import RefusedInput
from scriptgen.brief import read_brief
from scriptgen.draft import draft
from scriptgen.keeping.project import Project
from scriptgen.keeping.series_parts import take_in
from scriptgen.memory import Memory, breaks, remember, remember_project, told_for
from scriptgen.series import Element, Episode, Scene, Series

BRIEF = read_brief(
    {
        "title": "鹤颈",
        "logline": "一片纸样不见了。",
        "year": 1916,
        "crafts": ["上党堆锦"],
        "episodes": 4,
    }
)


def series(*episodes: list[tuple[str, str]], place: str = "后间") -> Series:
    """Return a series of lines (speaker or "", text), a scene an episode."""
    made = []
    for number, rows in enumerate(episodes, 1):
        elements = [
            Element(
                id=f"e{number:03d}s01l{n:02d}",
                type="dialogue" if who else "action",
                speaker=who or None,
                text=text,
            )
            for n, (who, text) in enumerate(rows, 1)
        ]
        cast = sorted({who for who, _ in rows if who} | {"秦望月", "秦老锦"})
        scene = Scene(
            id=f"e{number:03d}s01", number=f"{number}-1", int_ext="内", time="夜", place=place,
            cast=cast, elements=elements,
        )  # fmt: skip
        made.append(Episode(number=number, title=f"第{number}夜", scenes=[scene]))
    return Series(brief=BRIEF, episodes=made)


TOLD = series(
    [("", "秦望月把玉佩攥在手里。"), ("秦望月", "玉佩是谁留下的？"), ("", "秦老锦没有回答。")],
    [("", "秦老锦咽了气。"), ("", "秦望月举着玉佩，站在灯下。"), ("秦望月", "爹走了。")],
)


def test_people_things_and_places_are_known() -> None:
    memory = remember(TOLD)
    people = {one.name: one for one in memory.people}
    assert people["秦老锦"].dead
    assert people["秦老锦"].line == "e002s01l01"
    assert not people["秦望月"].dead
    assert people["秦望月"].where == "后间"
    prop = next(one for one in memory.props if one.name == "玉佩")
    assert (prop.lost, prop.holder, prop.line) == (False, "秦望月", "e002s01l02")
    assert memory.places == ("后间",)
    assert memory.episodes[-1].last[-1] == "秦望月：爹走了。"


def test_a_dead_one_who_speaks_is_shown_with_both_places() -> None:
    bad = series([("", "秦老锦咽了气。"), ("秦望月", "爹走了。")], [("秦老锦", "灯还亮着。")])
    [found] = [one for one in breaks(bad) if one["code"] == "CONTINUITY.DEAD"]
    assert found["line"] == "e002s01l01"
    assert found["evidence"][0]["line"] == "e001s01l01"


def test_what_is_remembered_goes_through_json() -> None:
    memory = remember(TOLD)
    assert Memory.from_json(json.loads(json.dumps(memory.to_json()))) == memory
    with pytest.raises(RefusedInput, match="people"):
        Memory.from_json({"people": 3})


def test_a_project_is_remembered_without_proposals_and_trash(tmp_path) -> None:
    me = {"kind": "person", "name": "王编剧"}
    with Project(tmp_path / "戏.sanjin", who="王编剧", create=True) as project:
        take_in(project, TOLD)
        before = remember_project(project)
        assert before == remember(TOLD)
        line = project.part("e002s01l03")
        number = project.propose(
            line.id, line.content | {"text": "玉佩碎了。"}, author={"kind": "model", "name": "假"}
        )
        assert remember_project(project) == before
        project.trash("e001s01l02", author=me)
        assert "e001s01l02" not in {one.id for one in remember_project(project).lines}
        project.accept(number)
        assert "玉佩碎了。" in {one.text for one in remember_project(project).lines}


def test_what_is_told_keeps_to_its_budget_and_finds_what_is_old() -> None:
    early = [[("", "秦望月把铜钥匙埋进梨树下。"), ("秦望月", "这把铜钥匙，谁也不给。")]]
    idle = [
        [("秦望月", f"第{n}天了。"), ("秦老锦", "再等等。"), ("", "灯花爆了一声。")]
        for n in range(79)
    ]
    memory = remember(series(*early, *idle))
    told = told_for(memory, "秦望月要挖出梨树下的铜钥匙", names=["秦望月"], budget=600)
    assert len(told) <= 600
    assert "第1集 △秦望月把铜钥匙埋进梨树下。" in told
    assert "第80集" in told
    assert told_for(Memory(), "什么都没有") == ""


def test_open_hooks_are_kept_until_their_answer_is_told() -> None:
    whole = draft(BRIEF)
    first = remember(replace(whole, episodes=whole.episodes[:1]))
    assert {hook.opened for hook in first.hooks if not hook.line} == {1}
    every = remember(whole)
    answered = {h.question for h in whole.bible.hooks if h.answered and h.answered <= 4}
    assert not answered & {hook.question for hook in every.hooks if not hook.line}


_TEXTS = st.sampled_from(
    [
        "秦望月攥着玉佩。",
        "秦老锦咽了气。",
        "玉佩碎了。",
        "谁来过？",
        "我早就知道。",
        "他左手缠着布。",
        "再等等。",
    ]
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(["", "秦望月", "秦老锦"]), _TEXTS), min_size=1),
        max_size=5,
    ),
    st.integers(0, 1500),
)
def test_the_same_text_gives_the_same_memory_and_no_line_of_another(rows, budget) -> None:
    one, two = series(*rows), series(*rows)
    two.trace = [{"said": "没有采用的话", "done": "删去"}]
    memory = remember(one)
    assert memory == remember(two)
    accepted = {e.text for ep in one.episodes for s in ep.scenes for e in s.elements}
    assert {line.text for line in memory.lines} <= accepted
    assert "没有采用的话" not in json.dumps(memory.to_json(), ensure_ascii=False)
    assert len(told_for(memory, "玉佩在谁手里", names=["秦望月"], budget=budget)) <= budget
