"""The judge of whole sentences: what is seen of a sentence, and what comes of it."""

import json
from pathlib import Path

import pytest

import heritage_kb
from heritage_kb.checking import judging_whole
from heritage_kb.checking.aligning import aligner
from heritage_kb.checking.claims import wholes
from heritage_kb.checking.judging_whole import VERDICTS, judge_whole, nearest
from heritage_kb.checking.values_said import values_in

FITTED = Path(heritage_kb.__file__).parent / "data" / "judge.json"


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("岩山寺的壁画是王逵画的", {("thing", "岩山寺")}),
        ("大定七年画完，九十七平方米", {("date", "大定七年"), ("number", "九十七平方米")}),
        ("底下垫的是枣木", {("stuff", "枣木")}),
        ("骑兵是匈奴的", {("slot", "匈奴")}),
    ],
)
def test_values_are_found_once_each(kb, text, values):
    found = values_in(text, kb)
    assert values <= {(value.group, value.text) for value in found}
    spans = [
        value.span
        for value in found
        if value.kind not in ("form", "standing") and value.group != "rival"
    ]
    assert len(set(spans)) == len(spans)


@pytest.mark.parametrize(
    ("one", "two", "same", "rivals"),
    [
        ("大中十一年", "857年", True, False),
        ("大中十一年", "清代", False, True),
        ("唐代", "857年", True, False),
        ("七间", "7间", True, False),
        ("七间", "五间", False, True),
        ("七间", "五层", False, False),
        ("枣木", "桐木", False, True),
        ("匈奴", "契丹", False, True),
    ],
)
def test_values_bear_out_or_shut_out(kb, one, two, same, rivals):
    (mine,), (theirs,) = values_in(one, kb)[:1], values_in(two, kb)[:1]
    assert mine.same(theirs) is same
    assert mine.rivals(theirs) is rivals


def test_a_passage_holds_all_of_itself(kb):
    entry = kb.entry("ich-14226")
    passage = next(p for p in kb.passages_of(entry) if "王" in p.text and not p.derived)
    seen = aligner(kb).aligned(passage.text.rstrip("。"), entry)
    assert seen.numbers["passage"] == pytest.approx(1.0)
    assert seen.numbers["absent"] == 0
    assert seen.clash is None


def test_a_year_of_an_age_that_is_told_is_neither_held_nor_absent(kb):
    year, age = values_in("1491年", kb)[0], values_in("明代", kb)[0]
    assert year.within(age)
    assert not year.within(year)
    assert not age.within(year)


def test_another_value_in_the_same_words_clashes(kb):
    entry = kb.entry("st_foguangsidongdadian")
    right = aligner(kb).aligned("东大殿面阔七间", entry)
    wrong = aligner(kb).aligned("东大殿面阔十一间", entry)
    assert (right.numbers["number held"], right.numbers["number absent"]) == (1, 0)
    assert (wrong.numbers["number held"], wrong.numbers["number absent"]) == (0, 1)
    assert right.clash is None
    assert wrong.clash is not None
    assert wrong.clash.said.text == "十一间"


def test_the_weights_fit_what_is_seen(kb):
    data = json.loads(FITTED.read_text("utf-8"))
    assert all(len(row) == 1 + len(data["names"]) for row in data["weights"])
    said, about = next(wholes("平遥城开了八座城门，八面来财嘛。", kb))
    _, numbers = nearest(said, about, kb)
    assert set(data["names"]) == set(numbers)


@pytest.mark.parametrize("odds", [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)])
def test_the_likeliest_is_told_with_its_passage(kb, monkeypatch, odds):
    monkeypatch.setattr(judging_whole, "_odds", lambda _: list(odds))
    monkeypatch.setattr(judging_whole, "word_off", lambda *_: None)
    monkeypatch.setattr(judging_whole, "reads_stated", lambda _: 3.0)
    said, about = next(wholes("平遥城开了八座城门，八面来财嘛。", kb))
    whole = judge_whole(said, about, kb)
    assert whole.verdict == VERDICTS[odds.index(1)]
    told = whole.verdict in ("supported", "contradicted")
    assert (whole.judgement is not None) is told
    assert not told or (whole.judgement.passage in kb.passages and whole.judgement.why)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("柳林街上正月十三到二十六摆盘子，元宵那几天最红火。", "supported"),
        ("繁峙岩山寺那壁画，领头的叫王逵。", "supported"),
        ("秀秀说，等麦子收了，咱就去看戏，看一整夜。", "fiction"),
        ("他在台阶上坐了三天，等一个不会来的人。", "fiction"),
    ],
)
def test_what_no_rule_reaches(kb, text, verdict):
    assert {claim.verdict for claim in kb.check(text)} == {verdict}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("王通的夫人姓柴。", "not_in_kb"),
        ("讲解：双林寺的门槛高两尺三寸。", "not_in_kb"),
        ("铁佛寺从前藏着一部血写的经。", "not_in_kb"),
        ("悬空寺的墙里砌过一块无字碑。", "not_in_kb"),
        ("王通把灯放下，没有说话。", "fiction"),
        ("双林寺的门槛他迈了三回，没有迈进去。", "fiction"),
        ("她想起从前，悬空寺下头那碗面。", "fiction"),
        ("那块碑高三尺，他抱着不放。", "fiction"),
    ],
)
def test_what_is_said_of_a_thing_by_its_name_is_a_statement(kb, text, verdict):
    assert [claim.verdict for claim in kb.check(text)][:1] == [verdict]
