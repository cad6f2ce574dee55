"""People, places and beats taken into a plan and out of it, as proposals that can be taken back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from heritage_kb.errors import RefusedInput
from scriptgen.elements import to_redraft
from scriptgen.planning.checking import plan_faults
from scriptgen.planning.verbs import replan
from scriptgen.revising.applying import apply
from scriptgen.revising.proposal import Proposal
from scriptgen.series import Episode, Scene
from scriptgen.standing import standing


def as_bytes(series):
    return json.dumps(series.to_json(), ensure_ascii=False).encode()


def done(series, do, at, to=""):
    return apply(series, replan(series, do, at, to=to, judge=False))


def locked(series, at):
    return done(series, "lock", at).series


def seat(series, word):
    return next(p.name for p in series.bible.characters if p.role.startswith(word))


@pytest.mark.parametrize(
    ("do", "at", "to"),
    [
        ("add", "人物", "程青禾：要回她娘的旧账"),
        ("add", "地点", "当铺：街口的高柜台"),
        ("add", "第2集", "门从里面插上了。"),
        ("add", "第2集.拍.1", "门从里面插上了。"),
        ("delete", "第2集.拍.3", ""),
        ("delete", "地点.1", ""),
    ],
)
def test_what_is_taken_in_or_out_can_be_taken_back(planned, do, at, to) -> None:
    before = as_bytes(planned)
    offer = Proposal.from_json(json.loads(json.dumps(replan(planned, do, at, to=to).to_json())))
    made = apply(planned, offer)
    assert as_bytes(planned) == before != as_bytes(made.series)
    assert as_bytes(apply(made.series, made.undo).series) == before
    assert not [one for one in plan_faults(made.series) if one.severity == "error"]


def with_an_elder(series):
    """Return a plan with one who was taken in, given the one seat that may be empty."""
    made = done(series, "add", "人物", "程青禾：要回她娘的旧账").series
    made = done(made, "edit", "人物.程青禾.身份", "长者·账房").series
    return done(made, "edit", "关系.1.to", "程青禾").series


def test_an_elder_goes_with_all_that_is_said_of_them(planned, kb) -> None:
    there = with_an_elder(planned)
    name = seat(there, "长者")
    assert standing(there, kb).cast["长"].name == name
    made = done(there, "delete", f"人物.{name}").series
    assert len(made.bible.relations) == len(there.bible.relations) - 1
    assert name not in [p.name for p in made.bible.characters]
    assert not any(name in (row["from"], row["to"]) for row in made.bible.relations)
    assert not any(name == row["who"] for row in made.bible.knows)
    assert "长" not in standing(made, kb).cast


def test_the_seconds_of_an_episode_stay(planned) -> None:
    made = done(planned, "delete", "第2集.拍.3").series
    was, now = (s.outline.episodes[1].beats for s in (planned, made))
    assert len(now) == len(was) - 1
    assert sum(b.seconds for b in now) == pytest.approx(sum(b.seconds for b in was))
    assert now[0].seconds == was[0].seconds


def test_a_new_beat_stands_before_the_question_and_is_asked_of_a_person(planned, kb) -> None:
    made = done(planned, "add", "第2集", "门从里面插上了。").series
    beats = made.outline.episodes[1].beats
    assert [b.what for b in beats].index("门从里面插上了。") == len(beats) - 2
    assert any("门从里面插上了" in q for q in standing(made, kb).bible.questions)


def test_what_was_decided_goes_with_its_row(planned) -> None:
    held = locked(planned, "第2集.拍.5")
    made = done(held, "add", "第2集.拍.1", "门从里面插上了。").series
    assert made.planning.locks == ["episode.2.beat.6"]
    back = done(made, "delete", "第2集.拍.2").series
    assert back.planning.locks == ["episode.2.beat.5"]


def test_a_lock_set_after_a_proposal_holds(planned) -> None:
    offer = replan(planned, "delete", "第2集.拍.3", judge=False)
    with pytest.raises(RefusedInput, match="锁"):
        apply(locked(planned, "第2集.拍.3"), offer)


@pytest.mark.parametrize(
    ("do", "at", "to", "said"),
    [
        ("delete", "人物.1", "", "故事少不了"),
        ("delete", "第2集.拍.1", "", "钩子"),
        ("delete", "第2集.拍.6", "", "卡点"),
        ("delete", "总纲", "", "不能删"),
        ("add", "第99集", "门响。", "添不了"),
        ("add", "钩子", "谁？", "添不了"),
        ("add", "人物", "", "名字"),
        ("add", "人物", "程青禾\n：要", "名字"),
        ("add", "第2集", "", "一句"),
        ("add", "第2集.拍.9", "门响。", "之后"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(planned, do, at, to, said) -> None:
    before = as_bytes(planned)
    with pytest.raises(RefusedInput) as refused:
        replan(planned, do, at, to=to)
    assert said in refused.value.zh
    assert "\n" not in refused.value.zh
    assert as_bytes(planned) == before


def test_a_name_twice_one_too_many_and_the_locked_are_refused(planned) -> None:
    with pytest.raises(RefusedInput, match="已经有"):
        replan(planned, "add", "人物", to=seat(planned, "主角"))
    full = replace(planned, brief=planned.brief.model_copy(update={"cast": 2}))
    with pytest.raises(RefusedInput, match="只许 2 人"):
        replan(full, "add", "人物", to="程青禾：要回她娘的旧账")
    with pytest.raises(RefusedInput, match="锁着"):
        replan(locked(planned, "第2集"), "add", "第2集", to="门响。")


def test_no_scene_is_left_with_nobody_and_the_others_are_marked(planned) -> None:
    planned = with_an_elder(planned)
    name, hero = seat(planned, "长者"), seat(planned, "主角")
    scene = Scene(id="e001s01", number="1-1", int_ext="内", time="夜", place="后间", cast=[name])
    drafted = replace(planned, episodes=[Episode(number=1, title="试", scenes=[scene])])
    with pytest.raises(RefusedInput, match="1-1"):
        replan(drafted, "delete", f"人物.{name}")
    drafted = replace(
        planned,
        episodes=[Episode(number=1, title="试", scenes=[replace(scene, cast=[name, hero])])],
    )
    made = done(drafted, "delete", f"人物.{name}").series
    assert "scene.e001s01" in to_redraft(made)


def beats(series, number):
    return [b.what for b in next(r for r in series.outline.episodes if r.number == number).beats]


@pytest.mark.parametrize(("to", "goal"), [("下", 2), ("3", 2)])
def test_a_beat_is_moved_between_hook_and_question_and_back(planned, to, goal) -> None:
    before, bytes_ = beats(planned, 2), as_bytes(planned)
    made = done(planned, "move", "第2集.拍.2", to)
    after = beats(made.series, 2)
    assert after[goal] == before[1]
    assert sorted(after) == sorted(before)
    assert (after[0], after[-1]) == (before[0], before[-1])
    assert as_bytes(apply(made.series, made.undo).series) == bytes_


def test_no_beat_is_moved_behind_the_question(planned) -> None:
    rows = next(r for r in planned.outline.episodes if r.number == 2).beats
    last = next(n for n, beat in enumerate(rows, 1) if beat.kind == "卡点")
    for at, to in ((last - 1, "下"), (2, str(last)), (2, str(last + 1)), (last, "上"), (1, "下")):
        with pytest.raises(RefusedInput, match="挪不到"):
            replan(planned, "move", f"第2集.拍.{at}", to=to)


def test_a_lock_goes_with_the_beat_that_is_moved(planned) -> None:
    held = locked(planned, "第2集.拍.3.内容")
    made = done(held, "move", "第2集.拍.2", "下").series
    assert "episode.2.beat.2.what" in made.planning.locks


def test_a_drafted_scene_is_to_be_written_anew_when_its_beat_moves(drafted) -> None:
    made = replan(drafted, "move", "第1集.拍.2", to="下", judge=False)
    assert any(op.id.startswith("todo:scene.") for op in made.ops)
    assert made.notes


@pytest.mark.parametrize(("to", "goal"), [("下", 3), ("1", 1)])
def test_an_episode_moves_with_its_questions_and_back(planned, to, goal) -> None:
    bytes_ = as_bytes(planned)
    held = locked(planned, "episode.2.title") if to == "下" else planned
    before = [row.title for row in planned.outline.episodes]
    asked = {h.question: h.opened for h in planned.bible.hooks}
    if held is not planned:
        with pytest.raises(RefusedInput, match="锁着"):
            replan(held, "move", "第2集", to=to)
    made = done(planned, "move", "第2集", to)
    rows = made.series.outline.episodes
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert rows[goal - 1].title == before[1]
    assert sorted(row.title for row in rows) == sorted(before)
    assert [row.paywall for row in rows] == [row.paywall for row in planned.outline.episodes]
    now = {h.question: h.opened for h in made.series.bible.hooks}
    assert {q for q, n in asked.items() if n == 2} <= {q for q, n in now.items() if n == goal}
    assert as_bytes(apply(made.series, made.undo).series) == bytes_


def test_what_is_written_next_obeys_the_new_order(planned) -> None:
    import scriptgen

    made = done(planned, "move", "第2集", "下").series
    wrote = scriptgen.draft(made.brief, planned=made, episodes=[1, 2, 3])
    plain = scriptgen.draft(planned.brief, planned=planned, episodes=[1, 2, 3])
    last = [e.scenes[-1].elements[-2].text for e in wrote.episodes]
    was = [e.scenes[-1].elements[-2].text for e in plain.episodes]
    assert (last[1], last[2]) == (was[2], was[1])


def test_a_written_episode_stays_where_it_is(drafted) -> None:
    with pytest.raises(RefusedInput, match="已经写成"):
        replan(drafted, "move", "第1集", to="下")
    with pytest.raises(RefusedInput, match="挪不到"):
        replan(drafted, "move", "第1集", to="上")


@pytest.mark.parametrize("to", ["上", "0", "99", "", "-1", "²"])
def test_a_beat_does_not_leave_its_episode(planned, to) -> None:
    with pytest.raises(RefusedInput, match="挪不到"):
        replan(planned, "move", "第2集.拍.2", to=to)
    with pytest.raises(RefusedInput, match="挪不动"):
        replan(planned, "move", "人物.1", to="下")
