"""With a model: what it may do, and all that it may not, however it answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from scriptgen.models.request import ModelFailed
from scriptgen.revising.adapting.adapt import adapt
from scriptgen.revising.adapting.retelling import Telling
from scriptgen.revising.applying import apply
from scriptgen.revising.asking import Answer
from scriptgen.revising.operations import revise
from scriptgen.revising.proposal import lines_of

SOURCE = Path(__file__).parent / "sources" / "chapter.txt"


class Fake:
    """A model that answers what the test wants, and remembers what it was asked."""

    name = "假·模型"

    def __init__(self, *changes, why="改得更紧", prose="") -> None:
        self.changes, self.why, self.prose, self.asked = list(changes), why, prose, []

    def ask(self, request, shape, *, poll=None, heard=None):
        self.asked.append(request)
        if self.prose:
            raise ModelFailed("模型没有照 JSON 回答", "no JSON", said=self.prose)
        return shape.model_validate({"why": self.why, "changes": self.changes})


def change(id, text, do="replace", **more):
    return {"do": do, "id": id, "text": text, "type": "action"} | more


def line(series, id):
    return next(x for _, _, x in lines_of(series) if x.id == id)


def first(series, scene, kind):
    lines = next(s for _, s, _ in lines_of(series) if s.number == scene).elements
    return next(x for x in lines if x.type == kind and not x.citations)


def test_a_good_answer_is_taken_with_its_author(series, kb) -> None:
    said = first(series, "4-2", "dialogue")
    model = Fake(change(said.id, "你忍一忍。", type="dialogue", speaker=said.speaker))
    [proposal] = revise(series, "rewrite", "4-2", to="更心疼一点", kb=kb, model=model)
    made = line(apply(series, proposal).series, said.id)
    assert (made.text, made.author, made.speaker) == ("你忍一忍。", "假·模型", said.speaker)
    assert proposal.author == "假·模型"
    assert proposal.why == "改得更紧"
    [request] = model.asked
    assert "更心疼一点" not in "".join(request.slots.values())  # a user's words are data
    assert any(m.text == "更心疼一点" for m in request.material)


def test_wrong_ids_locked_lines_strangers_and_twice_are_left_out(series, kb) -> None:
    rows = next(s for _, s, _ in lines_of(series) if s.number == "4-2").elements
    rows[0].locked = True
    model = Fake(
        change("e999s01l01", "没有这一行。"),
        change(rows[0].id, "锁住的也改。"),
        change("e001s01l01", "别的场也改。"),
        change(rows[1].id, "我来了。", type="dialogue", speaker="路人甲"),
        change(rows[2].id, "好。", type="dialogue", speaker=rows[2].speaker),
        change(rows[2].id, "不好。", type="dialogue", speaker=rows[2].speaker),
        change(rows[3].id, ""),
        change("e001s01l01", "隔空添一行。", do="insert"),
    )
    [proposal] = revise(series, "rewrite", "4-2", kb=kb, model=model)
    assert [op.id for op in proposal.ops if op.what == "line"] == [rows[2].id]
    notes = "".join(proposal.notes)
    for word in ("没有，没有采用", "已锁定", "不在选中", "没有这个人", "不止一次", "不止一行"):
        assert word in notes
    made = apply(series, proposal).series
    assert line(made, rows[0].id) == rows[0]


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("佛光寺东大殿建成于1023年。", ["foguangsi.date.1"]),
        ("佛光寺东大殿建成于1023年。", []),
        ("匠人在雨里走着。", ["damuzuo.process.10"]),
        ("佛光寺的大殿用了三千根金丝楠木。", ["no.such.passage"]),
    ],
)
def test_a_bluff_is_never_a_fact(series, kb, text, citations) -> None:
    old = first(series, "4-2", "action")
    model = Fake(change(old.id, text, citations=citations))
    [proposal] = revise(series, "rewrite", "4-2", kb=kb, model=model)
    for op in proposal.ops:
        if op.what == "line":
            assert op.after["claim_kind"] in ("虚构", "合理虚构")
    assert proposal.notes


def test_what_is_out_of_its_time_is_left_out(series, kb) -> None:
    old = first(series, "4-2", "action")
    [proposal] = revise(series, "rewrite", "4-2", kb=kb, model=Fake(change(old.id, "他掏出手机。")))
    assert not proposal.ops


def test_prose_changes_nothing_and_is_kept(series, kb) -> None:
    model = Fake(prose="好的！下面是改好的剧本：……")
    [proposal] = revise(series, "rewrite", "4-2", kb=kb, model=model)
    assert proposal.ops == ()
    assert proposal.said.startswith("好的")
    assert "没有动" in proposal.notes[0]
    [shorter] = revise(series, "condense", "3", to="60秒", kb=kb, model=model)
    assert shorter.said.startswith("好的")
    assert 57 <= shorter.seconds[1] <= 63
    assert "改按规则做" in "".join(shorter.notes)


def test_only_the_selected_part_of_a_line_may_change(series, kb) -> None:
    said = next(x for _, s, x in lines_of(series) if s.number == "3-1" and len(x.text) > 12)
    at = f"{said.id}:0-4"
    fits = "忽然间，" + said.text[4:]
    [good] = revise(series, "rewrite", at, kb=kb, model=Fake(change(said.id, fits, type=said.type)))
    assert [op.after["text"] for op in good.ops if op.what == "line"] == [fits]
    [bad] = revise(
        series, "rewrite", at, kb=kb, model=Fake(change(said.id, "全改了。", type=said.type))
    )
    assert bad.ops == ()


def test_condensing_by_a_model_reaches_the_length_and_keeps_the_spine(series, kb) -> None:
    hook = series.episodes[2].scenes[0].elements[0]
    end = series.episodes[2].scenes[-1].elements[-2]
    aside = series.episodes[2].scenes[0].elements[3]
    model = Fake(
        change(hook.id, "", do="delete"),
        change(end.id, "", do="delete"),
        change(aside.id, "", do="delete"),
    )
    [proposal] = revise(series, "condense", "3", to="60秒", kb=kb, model=model)
    gone = {op.id for op in proposal.ops if op.kind == "delete"}
    assert aside.id in gone
    assert not {hook.id, end.id} & gone
    assert 57 <= proposal.seconds[1] <= 63
    made = apply(series, proposal)
    assert apply(made.series, made.undo).series == series


def test_inserts_stand_behind_the_line_they_name(series, kb) -> None:
    rows = next(s for _, s, _ in lines_of(series) if s.number == "4-2").elements
    model = Fake(
        change(rows[-1].id, "门外有脚步。", do="insert"),
        change(rows[-1].id, "脚步停了。", do="insert"),
    )
    [proposal] = revise(series, "continue", "4-2", kb=kb, model=model)
    made = apply(series, proposal).series.episodes[3].scenes[1].elements
    assert [x.text for x in made[-2:]] == ["门外有脚步。", "脚步停了。"]
    assert len({x.id for x in made}) == len(made)


def test_moving_is_by_rules_and_a_model_mends_the_rest(series, kb) -> None:
    scene = next(s for _, s, _ in lines_of(series) if s.int_ext == "外")
    mended = first(series, scene.number, "action")
    model = Fake(change(mended.id, "泉声在远处响。"))
    [proposal] = revise(series, "place", scene.number, to="晋祠", kb=kb, model=model)
    made = apply(series, proposal).series
    after = next(s for _, s, _ in lines_of(made) if s.id == scene.id)
    assert after.place.startswith("晋祠·")
    assert line(made, mended.id).text == "泉声在远处响。"


def test_options_are_asked_for_three_times(series, kb) -> None:
    old = first(series, "4-2", "action")
    model = Fake(change(old.id, "布条解开了。"))
    made = revise(series, "options", "4-2", kb=kb, model=model)
    assert len(made) == 3
    assert len({request.seed for request in model.asked}) == 3


class Teller:
    """A model that tells an episode, with one quotation that is one and one that is not."""

    name = "假·模型"

    def ask(self, request, shape, *, poll=None, heard=None):
        if request.slots["number"] == "2":
            raise ModelFailed("模型超时", "timed out")
        text = request.material[0].text
        return Telling(
            title="揭屏",
            logline="望月揭开老屏，棉里藏着一封信。",
            hook=text.strip().split("。")[0] + "。",
            turn="这一句原文里没有。",
            cliffhanger="",
        )


def test_a_models_quotations_are_exact_or_dropped(kb) -> None:
    made = adapt(SOURCE, kb, episodes=3, model=Teller())
    assert made.outline.episodes[0].logline == "望月揭开老屏，棉里藏着一封信。"
    assert made.outline.episodes[1].logline != "望月揭开老屏，棉里藏着一封信。"
    for row in made.episodes:
        for anchor in row.anchors:
            assert made.source.text[anchor.start : anchor.end] == anchor.text
    traces = "".join(made.traces)
    assert "不在原文里" in traces
    assert "第2集：模型没有可用的回答" in traces
    assert made.author == "假·模型"


def test_the_shape_refuses_what_no_line_can_be() -> None:
    with pytest.raises(ValueError, match="type"):
        Answer.model_validate({"changes": [change("x", "y", type="mark")]})
