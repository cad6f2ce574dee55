"""Editing, locking and making anew the elements of a plan: what follows, what never changes."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from random import Random

import pytest

from heritage_kb.errors import RefusedInput
from scriptgen.elements import find, is_held, plan_elements, to_redraft
from scriptgen.planning.checking import plan_faults, plan_findings
from scriptgen.planning.verbs import replan
from scriptgen.revising.applying import apply
from scriptgen.revising.proposal import Proposal, Stale
from scriptgen.series import Hook, Series


def values(series):
    return {one.address: one.value for one in plan_elements(series)}


def as_bytes(series):
    return json.dumps(series.to_json(), ensure_ascii=False).encode()


def errors(series):
    return [one for one in plan_faults(series) if one.severity == "error"]


def changed(proposal):
    return {op.id for op in proposal.ops}


def edited(series, at, to, kb):
    return apply(series, replan(series, "edit", at, to=to, kb=kb, judge=False)).series


# ------------------------------------------------------------------------------- addresses


def test_every_part_of_a_plan_has_an_address_that_stays(planned, kb) -> None:
    addresses = [one.address for one in plan_elements(planned)]
    assert len(set(addresses)) == len(addresses)
    heads = {address.split(".")[0] for address in addresses}
    assert heads >= {
        "brief", "premise", "character", "relation", "rule", "place", "act", "episode", "hook",
        "prop", "knows",
    }  # fmt: skip
    renamed = edited(planned, "人物.秦望月.名字", "程青禾", kb)
    assert [one.address for one in plan_elements(renamed)] == addresses


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("人物.秦望月.秘密", "character.1.secret"),
        ("第3集.卡点", "episode.3.cliffhanger"),
        ("episode.3.beat.2.seconds", "episode.3.beat.2.seconds"),
        ("3.拍.2.秒", "episode.3.beat.2.seconds"),
        ("关系.秦望月.秦老锦.内容", "relation.1.what"),
        ("钩子.h003.问题", "hook.h003.question"),
        ("总纲", "premise"),
        ("第3集", "episode.3"),
    ],
)
def test_an_address_may_be_said_by_names(planned, said, address) -> None:
    assert find(planned, said) == address


def test_what_is_not_there_is_refused_with_what_is(planned) -> None:
    with pytest.raises(RefusedInput, match=r"character\.1"):
        find(planned, "人物.无名氏.秘密")
    with pytest.raises(RefusedInput, match="写到底"):
        replan(planned, "edit", "第3集", to="改")


# ------------------------------------------------------------------- two hundred operations


_EDITS = (
    "want",
    "secret",
    "what",
    "question",
    "cliffhanger",
    "logline",
    "seconds",
    "name",
    "title",
)


def _asked(rng: Random, series: Series, n: int, kb) -> Proposal:
    one = rng.choice(plan_elements(series))
    do = rng.choice(("edit", "edit", "regenerate", "regenerate", "lock", "unlock", "refuse"))
    if do in ("lock", "unlock"):
        parts = one.address.split(".")
        at = ".".join(parts[: rng.randint(2, len(parts))]) if len(parts) > 1 else one.address
        return replan(series, do, at, kb=kb, judge=False)
    if do == "edit":
        named = [
            e
            for e in plan_elements(series)
            if e.address.endswith(rng.choice(_EDITS)) and not e.locked
        ]
        one = rng.choice(named or [one])
        key = one.address.rpartition(".")[2]
        to = {
            "seconds": str(rng.randint(3, 30)),
            "name": f"试{'甲乙丙丁戊己庚辛'[n % 8]}{n}号".replace(
                str(n), "一二三四五六七八九"[n % 9]
            ),
        }
        return replan(
            series, "edit", one.address, to=to.get(key, f"改过的第{n}种写法"), kb=kb, judge=False
        )
    return replan(series, do, one.address, kb=kb, seed=n, judge=False)


def test_two_hundred_random_operations(drafted, kb) -> None:
    rng = Random(5)
    series, done, seen = drafted, 0, set()
    for n in range(600):
        if done == 200:
            break
        try:
            proposal = _asked(rng, series, n, kb)
        except RefusedInput:
            continue
        take = [i for i in range(len(proposal.ops)) if rng.random() < 0.7]
        before, was = as_bytes(series), values(series)
        locks = list(series.planning.locks)
        made = apply(series, proposal, take)
        assert as_bytes(series) == before
        assert as_bytes(apply(made.series, made.undo).series) == before
        now = values(made.series)
        touched = {proposal.ops[i].id for i in made.taken}
        for address, value in was.items():
            if is_held(address, locks) or address not in touched:
                assert now[address] == value, (address, proposal.why)
        assert errors(made.series) == [], proposal.why
        if done % 20 == 0:
            assert Series.from_json(made.series.to_json()) == made.series
        series, done = made.series, done + 1
        seen.add(proposal.do)
        if len(series.planning.locks) > 12:
            series = replace(series, planning=replace(series.planning, locks=[]))
    assert done == 200
    assert not [f for f in plan_findings(series) if f["severity"] == "error"]
    assert seen == {"edit", "regenerate", "lock", "unlock", "refuse"}


# ----------------------------------------------------------------------------------- renaming


def test_a_new_name_is_everywhere_at_once(drafted, kb) -> None:
    proposal = replan(drafted, "edit", "人物.秦望月.名字", to="程青禾", kb=kb)
    after = apply(drafted, proposal).series
    said = json.dumps(after.to_json(), ensure_ascii=False)
    assert "秦望月" not in said
    assert said.count("程青禾") >= json.dumps(drafted.to_json(), ensure_ascii=False).count("秦望月")
    for episode in after.episodes:
        for scene in episode.scenes:
            assert all(line.speaker != "秦望月" for line in scene.elements)
    # whoever takes one of them takes all: no name dangles
    for number in (0, 7, len([op for op in proposal.ops if op.group]) - 1):
        part = apply(drafted, proposal, [number])
        assert "秦望月" not in json.dumps(part.series.to_json(), ensure_ascii=False)
    assert not [f for f in proposal.findings[1] if f["code"].startswith("PLAN.NAME")]


def test_a_locked_line_with_the_name_stops_the_renaming(drafted, kb) -> None:
    line = next(
        x for e in drafted.episodes for s in e.scenes for x in s.elements if "秦望月" in x.text
    )
    line.locked = True
    with pytest.raises(RefusedInput, match=line.id):
        replan(drafted, "edit", "人物.秦望月.名字", to="程青禾", kb=kb)


@pytest.mark.parametrize("name", ["秦老锦", "秦", "程青禾程青禾程青禾程青禾程", "秦老", "a\nb"])
def test_a_name_that_cannot_be_is_refused(planned, kb, name) -> None:
    with pytest.raises(RefusedInput):
        replan(planned, "edit", "人物.秦望月.名字", to=name, kb=kb)


# --------------------------------------------------------------------------------- following


def test_another_cliffhanger_is_followed_to_the_end(drafted, kb) -> None:
    number = 2
    proposal = replan(drafted, "edit", "第2集.卡点", to="那扇门是谁开的？", kb=kb)
    row = drafted.outline.episodes[number - 1]
    last = next(n for n, beat in enumerate(row.beats, 1) if beat.kind == "卡点")
    hook = next(h for h in drafted.bible.hooks if h.opened == number)
    assert changed(proposal) >= {
        "episode.2.cliffhanger",
        f"episode.2.beat.{last}.what",
        "episode.3.hook_in",
        f"hook.{hook.id}.question",
        f"todo:scene.{drafted.episodes[1].scenes[-1].id}",
        f"todo:scene.{drafted.episodes[2].scenes[0].id}",
        f"todo:episode.{hook.answered}.logline",
    }
    assert all(op.why for op in proposal.ops)
    after = apply(drafted, proposal).series
    assert after.outline.episodes[number].hook_in == "那扇门是谁开的？"
    assert not [f for f in plan_findings(after) if f["code"] == "PLAN.HOOK_IN"]
    # the drafted scenes are named, not written over
    assert [e.scenes for e in after.episodes] == [e.scenes for e in drafted.episodes]
    # a part that is left is said
    part = apply(drafted, proposal, [0]).series
    assert [f["episode"] for f in plan_findings(part) if f["code"] == "PLAN.HOOK_IN"] == [3]


def test_a_question_of_the_whole_series_is_no_cliffhanger(planned, kb) -> None:
    planned.bible.hooks.insert(
        0, Hook(id="h000", question="名字是谁的？", opened=2, touched=[5], answered=8)
    )
    asked = changed(replan(planned, "edit", "第2集.卡点", to="谁？", kb=kb, judge=False))
    assert "hook.h000.question" not in asked
    asked = changed(replan(planned, "edit", "hook.h000.question", to="谁？", kb=kb, judge=False))
    assert "episode.2.cliffhanger" not in asked
    assert "todo:episode.8.logline" in asked


def test_what_is_written_anew_is_done(drafted, kb) -> None:
    after = edited(drafted, "第2集.卡点", "那扇门是谁开的？", kb)
    scene = after.episodes[1].scenes[-1]
    assert f"scene.{scene.id}" in to_redraft(after)
    scene.elements[0].text = "另写的一行。"
    assert f"scene.{scene.id}" not in to_redraft(after)


def test_another_secret_marks_where_the_old_one_comes_out(drafted, kb) -> None:
    for n, person in enumerate(drafted.bible.characters, 1):
        if not person.secret:
            continue
        proposal = replan(
            drafted, "edit", f"character.{n}.secret", to="其实一个字也不认得", kb=kb, judge=False
        )
        told = changed(proposal) - {f"character.{n}.secret"}
        assert told, person.name
        after = apply(drafted, proposal).series
        assert person.secret.rstrip("。") not in after.outline.premise
    absent = next(p for p in drafted.bible.characters if p.role.startswith("不在场"))
    at = drafted.bible.characters.index(absent) + 1
    proposal = replan(drafted, "edit", f"character.{at}.secret", to="没有人知道。", kb=kb)
    assert "premise" in changed(proposal)


def test_beats_share_the_seconds_of_their_episode(planned, kb) -> None:
    locked = apply(planned, replan(planned, "lock", "episode.3.beat.5.seconds", kb=kb)).series
    proposal = replan(locked, "edit", "episode.3.beat.2.seconds", to="20秒", kb=kb)
    after = apply(locked, proposal).series
    beats = after.outline.episodes[2].beats
    assert beats[1].seconds == 20
    assert beats[4] == planned.outline.episodes[2].beats[4]
    was = sum(beat.seconds for beat in planned.outline.episodes[2].beats)
    assert sum(beat.seconds for beat in beats) == pytest.approx(was)
    with pytest.raises(RefusedInput, match="小于"):
        replan(locked, "edit", "episode.3.beat.2.seconds", to="900", kb=kb)


def test_a_logline_gives_its_beats_and_a_beat_its_logline(planned, kb) -> None:
    after = edited(planned, "第3集.梗概", "甲要乙；丙拦着；丁变了卦。", kb)
    row = after.outline.episodes[2]
    assert [b.what[:5] for b in row.beats[1:4]] == ["求：甲要乙", "阻：丙拦着", "转：丁变了"]
    assert row.beats[1].citations == planned.outline.episodes[2].beats[1].citations
    again = edited(
        after, "episode.3.beat.3.what", row.beats[2].what.replace("丙拦着", "戊拦着"), kb
    )
    assert again.outline.episodes[2].logline == "甲要乙；戊拦着；丁变了卦。"


# ------------------------------------------------------------------------------- making anew


def test_another_take_is_another_text_and_never_a_refused_one(planned, kb) -> None:
    series, made = planned, 0
    for one in plan_elements(planned):
        try:
            proposal = replan(planned, "regenerate", one.address, kb=kb, judge=False)
        except RefusedInput:
            continue
        op = proposal.ops[0]
        assert op.id == one.address
        assert op.after["value"] != one.value
        made += 1
    assert made > 80
    at, told = "第3集.卡点", []
    for _ in range(6):
        proposal = replan(series, "regenerate", at, kb=kb, judge=False)
        told.append(proposal.ops[0].after["value"])
        series = apply(series, replan(series, "refuse", at, to=told[-1], kb=kb, judge=False)).series
    assert len(set(told)) == 6
    assert not set(told) & {row.cliffhanger for row in planned.outline.episodes}
    seeds = {
        replan(planned, "regenerate", at, kb=kb, seed=n, judge=False).ops[0].after["value"]
        for n in range(6)
    }
    assert len(seeds) > 2


def test_asked_again_and_again_one_sees_every_take(planned, kb) -> None:
    series, told = planned, []
    for _ in range(4):
        proposal = replan(series, "regenerate", "character.2.want", kb=kb)
        told.append(proposal.ops[0].after["value"])
        series = apply(series, proposal).series
    assert len(set(told)) == 4


def test_another_episode_turns_unlike_its_neighbours(planned, kb) -> None:
    for number in (3, 4, 5):
        proposal = replan(planned, "regenerate", f"第{number}集.梗概", kb=kb)
        after = apply(planned, proposal).series
        assert not [f for f in plan_findings(after) if f["code"] == "PLAN.TURN"]
        assert (
            after.outline.episodes[number].hook_in == after.outline.episodes[number - 1].cliffhanger
        )
        assert (
            after.outline.episodes[number - 1].title != planned.outline.episodes[number - 1].title
        )


def test_a_beat_made_anew_stands_on_another_passage(planned, kb) -> None:
    op = replan(planned, "regenerate", "episode.3.beat.3.what", kb=kb).ops[0]
    assert op.after["citations"]
    assert op.after["citations"] != op.before["citations"]
    assert op.after["value"].split("——")[0] == op.before["value"].split("——")[0]


# -------------------------------------------------------------------------------------- locks


def test_what_is_locked_stays_whatever_is_asked(planned, kb) -> None:
    series = apply(planned, replan(planned, "lock", "episode.4", kb=kb)).series
    series = apply(series, replan(series, "lock", "character.2", kb=kb)).series
    for at in ("第4集.卡点", "人物.秦老锦.秘密"):
        for do in ("edit", "regenerate"):
            with pytest.raises(RefusedInput, match="锁"):
                replan(series, do, at, to="别的", kb=kb)
    proposal = replan(series, "edit", "第3集.卡点", to="谁？", kb=kb)
    assert "episode.4.hook_in" not in changed(proposal)
    assert any("锁着" in note for note in proposal.notes)
    with pytest.raises(RefusedInput, match=r"解锁 episode\.4"):
        replan(series, "unlock", "第4集.卡点", kb=kb)
    free = apply(series, replan(series, "unlock", "第4集", kb=kb)).series
    assert free.planning.locks == ["character.2"]


def test_a_lock_set_after_the_proposal_holds_and_a_stale_one_is_refused(planned, kb) -> None:
    proposal = replan(planned, "edit", "第3集.卡点", to="谁？", kb=kb)
    locked = apply(planned, replan(planned, "lock", "第3集.卡点", kb=kb)).series
    with pytest.raises(RefusedInput, match="锁定"):
        apply(locked, proposal)
    other = edited(planned, "第3集.卡点", "为什么？", kb)
    with pytest.raises(Stale):
        apply(other, proposal)


@pytest.mark.parametrize(
    ("at", "to"),
    [
        ("第3集.卡点", "问" * 200),
        ("第3集.梗概", ""),
        ("第3集.付费点", "也许"),
        ("hook.h003.answered", "2"),
        ("hook.h003.answered", "99"),
        ("knows.1.who", "无名氏"),
        ("人物.秦望月.身份", "掌柜"),
        ("episode.3.beat.4.kind", "惊喜"),
        ("第3集.梗概", "两\n行"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_in_one_sentence(planned, kb, at, to) -> None:
    with pytest.raises(RefusedInput) as refused:
        replan(planned, "edit", at, to=to, kb=kb)
    assert "\n" not in refused.value.zh


def test_what_is_known_to_be_wrong_is_said(planned, kb) -> None:
    proposal = replan(planned, "edit", "rule.1", to="佛光寺东大殿建于明代。", kb=kb)
    assert any("不合" in note for note in proposal.notes)


def test_a_proposal_survives_its_file(planned, kb) -> None:
    proposal = replan(planned, "regenerate", "第3集.梗概", kb=kb)
    again = Proposal.from_json(json.loads(json.dumps(proposal.to_json(), ensure_ascii=False)))
    assert apply(planned, again).series == apply(planned, proposal).series
    broken = copy.deepcopy(proposal.to_json())
    broken["ops"][0]["after"] = {"worth": 3}
    with pytest.raises(RefusedInput):
        Proposal.from_json(broken)
