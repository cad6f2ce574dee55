"""Each operation with nothing plugged in: what it promises, measured."""

from __future__ import annotations

import pytest

from heritage_kb.errors import RefusedInput
from scriptgen.brief import read_brief
from scriptgen.draft import draft
from scriptgen.reviewing.engine import review
from scriptgen.revising.applying import apply
from scriptgen.revising.lengths import Length, spine
from scriptgen.revising.operations import revise
from scriptgen.revising.origins import origins
from scriptgen.revising.proposal import lines_of
from scriptgen.revising.selecting import select
from scriptgen.series import SOURCED_LINES, Bible, Element, Episode, Outline, Scene, Series


def lines(episode):
    return [line for scene in episode.scenes for line in scene.elements]


def texts(series):
    return [line.text for _, _, line in lines_of(series)]


def errors(series):
    return [f["message"] for f in review(series)["findings"] if f["severity"] == "error"]


@pytest.mark.parametrize("target", [45, 60, 75])
def test_condensing_comes_within_five_per_cent_and_keeps_the_spine(series, kb, target) -> None:
    [proposal] = revise(series, "condense", "全剧", to=f"{target}秒", kb=kb, judge=False)
    made = apply(series, proposal).series
    for before, after in zip(series.episodes, made.episodes, strict=True):
        assert abs(after.seconds - target) <= 0.05 * target
        kept = {line.id for line in lines(after)}
        plan = series.outline.episodes[before.number - 1]
        hook_and_end = {i for i, why in spine(before, plan).items() if why in ("钩子", "卡点")}
        assert hook_and_end <= kept
        assert lines(after)[-1].text == "卡点"
        facts = sum(line.sourced for line in lines(before))
        assert sum(line.sourced for line in lines(after)) >= min(SOURCED_LINES, facts)
    assert set(errors(made)) <= set(errors(series))


@pytest.mark.parametrize("target", [100, 120])
def test_expanding_comes_within_five_per_cent_and_every_fact_is_borne_out(
    series, kb, target
) -> None:
    [proposal] = revise(series, "expand", "全剧", to=f"{target}秒", kb=kb, judge=False)
    made = apply(series, proposal).series
    for episode in made.episodes:
        assert abs(episode.seconds - target) <= 0.05 * target
    new = [op.after for op in proposal.ops if op.kind == "insert"]
    assert len({line["text"] for line in new}) == len(new)
    assert not {line["text"] for line in new} & set(texts(series))
    for line in new:
        if line["claim_kind"] in ("史实", "传说", "民俗"):
            assert line["citations"]
            assert not kb.check_against(line["text"], line["citations"])
    assert set(errors(made)) <= set(errors(series))


def test_lengths_are_also_characters_and_shares(series, kb) -> None:
    [proposal] = revise(series, "condense", "3-1", to="150字", kb=kb, judge=False)
    scene = apply(series, proposal).series.episodes[2].scenes[0]
    size = sum(len(x.text) for x in scene.elements if x.type != "mark")
    assert abs(size - 150) <= 0.05 * 150
    [share] = revise(series, "condense", "4", to="80%", kb=kb, judge=False)
    assert abs(share.seconds[1] / share.seconds[0] - 0.8) <= 0.05
    for wrong in ("很短", "0秒", "-3"):
        with pytest.raises(RefusedInput, match="看不懂"):
            Length.of(wrong)


def test_what_cannot_be_reached_is_said(series, kb) -> None:
    for line in lines(series.episodes[2])[2:]:
        line.locked = True
    [proposal] = revise(series, "condense", "3", to="30秒", kb=kb)
    assert "锁定" in "".join(proposal.notes)
    for line in lines(series.episodes[2]):
        line.locked = True
    with pytest.raises(RefusedInput, match="都已锁定"):
        revise(series, "condense", "3", to="30秒", kb=kb)


def test_a_glimpse_that_holds_nothing_goes_with_its_marks(series, kb) -> None:
    scene = series.episodes[2].scenes[0]
    glimpse = [
        Element(id="m1", type="mark", text="闪回"),
        Element(id="m2", type="action", text="雨里，一个人影背过身去，越走越远，再没有回头。"),
        Element(id="m3", type="mark", text="闪回结束"),
    ]
    scene.elements[4:4] = glimpse
    [proposal] = revise(series, "condense", "m1..m3", to="1秒", kb=kb, judge=False)
    assert not {"m1", "m2", "m3"} & {op.id for op in proposal.ops}  # cannot come near one second
    [shorter] = revise(series, "condense", "3", to="45秒", kb=kb, judge=False)
    gone = {op.id for op in shorter.ops if op.kind == "delete"}
    assert {"m1", "m3"} <= gone or not {"m1", "m2", "m3"} & gone


def test_options_are_three_unlike_scenes_with_the_same_people(series, kb) -> None:
    made = revise(series, "options", "3-2", kb=kb)
    assert len(made) == 3
    scene = series.episodes[2].scenes[1]
    seen = set()
    for proposal in made:
        after = apply(series, proposal).series.episodes[2].scenes[1]
        assert (after.place, after.time, after.number) == (scene.place, scene.time, scene.number)
        assert {x.speaker for x in after.elements if x.speaker} <= set(scene.cast)
        seen.add(tuple(x.text for x in after.elements))
        assert len(proposal.findings) == 2
    assert len(seen) == 3
    spoken = {x for one in made for op in one.ops if op.after for x in [op.after.get("text", "")]}
    assert not {t for t in spoken if len(t) > 8} & set(texts(series))


def test_a_fact_gets_another_picture_of_the_same_passage(series, kb) -> None:
    fact = next(x for x in lines(series.episodes[2]) if x.type == "action" and x.sourced)
    for proposal in revise(series, "options", fact.id, kb=kb, judge=False):
        for op in proposal.ops:
            assert op.after["citations"] == fact.citations
            assert op.after["text"] != fact.text
    [rewritten] = revise(series, "rewrite", "3", to="更狠一点", kb=kb, judge=False)
    assert rewritten.ops
    assert "接模型" in "".join(rewritten.notes)


def test_a_voice_changes_words_and_never_the_speaker(series, kb) -> None:
    said = next(x for x in lines(series.episodes[2]) if x.type == "dialogue")
    said.text = "嗯，我来吧，你歇着啊。"
    [proposal] = revise(series, "voice", said.id, to="石抱拙", kb=kb, judge=False)
    [op] = [op for op in proposal.ops if op.what == "line"]
    assert op.after["text"] == "来吧，你歇着。"
    assert op.after["speaker"] == said.speaker
    with pytest.raises(RefusedInput, match="没有“猫”"):
        revise(series, "voice", said.id, to="猫", kb=kb)


def test_moving_renames_finds_new_grounds_and_leaves_no_old_citation(series, kb) -> None:
    [proposal] = revise(series, "place", "1", to="云冈石窟·崖前", kb=kb)
    made = apply(series, proposal).series
    old = {
        e.id
        for e in kb.records.entries.values()
        if e.id == "foguangsi" or e.fields.get("site_id") == "foguangsi"
    }
    for scene in made.episodes[0].scenes:
        assert scene.place.startswith("云冈石窟")
        for line in scene.elements:
            assert "佛光寺" not in line.text
            entries = {kb.passage(c).entry for c in line.citations}
            assert not (old & entries) or line.id in "".join(proposal.notes)
    assert not [f for f in review(made)["findings"] if f["code"].startswith("CLAIM")]


def test_an_interior_of_a_protected_site_becomes_a_virtual_set(series, kb) -> None:
    [proposal] = revise(series, "place", "3-1", to="晋祠·圣母殿内", kb=kb)
    scene = apply(series, proposal).series.episodes[2].scenes[0]
    assert (scene.place, scene.int_ext) == ("晋祠·圣母殿内（虚拟制景）", "内")
    assert "SITE_INTERIOR" not in {f["code"] for f in proposal.findings[1]}
    assert "虚拟制景" in "".join(proposal.notes)


def test_a_building_that_does_not_stand_yet_is_refused(series, kb) -> None:
    with pytest.raises(RefusedInput, match="还没有它"):
        revise(series, "place", "1", to="佛光寺文殊殿", kb=kb)
    with pytest.raises(RefusedInput, match="挪到哪里"):
        revise(series, "place", "1", to="", kb=kb)


def test_going_on_in_a_scene_and_into_the_next_episode(series, kb) -> None:
    [more] = revise(series, "continue", "3-2", to="12秒", kb=kb)
    assert more.seconds[1] > more.seconds[0]
    with pytest.raises(RefusedInput, match="卡点"):
        revise(series, "continue", series.episodes[2].scenes[-1].number, kb=kb)
    with pytest.raises(RefusedInput, match="已经有了"):
        revise(series, "continue", "3", kb=kb)
    with pytest.raises(RefusedInput, match="最后一集"):
        revise(series, "continue", "12", kb=kb)
    whole = list(series.episodes)
    series.episodes = whole[:3]
    [proposal] = revise(series, "continue", "3", kb=kb)
    made = apply(series, proposal)
    assert made.series.episodes[3] == whole[3]
    assert apply(made.series, made.undo).series == series


def test_a_series_of_another_seed_keeps_its_people(kb) -> None:
    other = draft(read_brief({"title": "试", "logline": "一件旧活。", "year": 1935,
                              "crafts": ["晋剧"], "episodes": 2, "seed": 3}), kb, seed=99)  # fmt: skip
    names = {c.name for c in other.bible.characters}
    for proposal in revise(other, "options", "1-1", kb=kb, judge=False):
        for op in proposal.ops:
            if op.after and op.after.get("speaker"):
                assert op.after["speaker"] in names


def test_a_script_of_a_person_without_a_plan_can_be_revised(kb) -> None:
    spoken = [
        Element(id=f"x{n}", type="dialogue", speaker=who, text=text)
        for n, (who, text) in enumerate([("王二", "你来了。"), ("李四", "来了，路上遇着雨。")] * 4)
    ]
    scene = Scene(id="s1", number="1-1", int_ext="内", time="夜", place="柴房",
                  cast=["王二", "李四"], elements=spoken)  # fmt: skip
    brief = read_brief({"title": "手稿", "logline": "两个人。", "year": 1935, "episodes": 1})
    own = Series(brief=brief, bible=Bible(), outline=Outline(premise=""),
                 episodes=[Episode(number=1, title="", scenes=[scene])])  # fmt: skip
    for do, to in (("options", ""), ("condense", "8秒"), ("expand", "30秒"), ("rewrite", "")):
        for proposal in revise(own, do, "1", to=to, kb=kb):  # type: ignore[arg-type]
            made = apply(own, proposal)
            assert apply(made.series, made.undo).series == own


def test_selections_by_id_range_part_scene_and_episode(series) -> None:
    assert select(series, "第3集").episodes == (3,)
    assert select(series, "3-2").scenes == ("e003s02",)
    assert select(series, "e003s01l02..e003s01l04").lines[1] == "e003s01l03"
    assert select(series, "e003s01l02，e003s02l01").unit == "line"
    assert select(series, "e003s01l01:0-2").span == (0, 2)
    for wrong in ("99", "3-99", "nichts", "e003s01l01:5-2", "e003s01l01:0-2,e003s01l02:0-2"):
        with pytest.raises(RefusedInput):
            select(series, wrong)


def test_part_of_a_line_needs_a_model(series, kb) -> None:
    for do in ("rewrite", "condense", "place"):
        with pytest.raises(RefusedInput, match="半句"):
            revise(series, do, "e003s01l01:0-2", to="60秒", kb=kb)  # type: ignore[arg-type]


def test_lines_of_the_stock_are_known_again(series) -> None:
    known = [origins().of(line) for _, _, line in lines_of(series) if not line.citations]
    assert sum(origin is not None for origin in known) > 0.6 * len(known)
    assert origins().of(Element(id="", type="action", text="一句谁也没写过的话。")) is None
