"""What makes a line a fact, held against shipped passages: bluffs are none, their own words are."""

from __future__ import annotations

import pytest

import heritage_kb
from scriptgen.series import Element
from scriptgen.writing.facts import fact_faults
from scriptgen.writing.pack import Pack
from scriptgen.writing.quotes import misquotes
from scriptgen.writing.resting import rests

NAMES = ("平遥推光漆器髹饰技艺", "上党堆锦", "佛宫寺释迦塔", "晋祠", "日升昌", "清徐老陈醋酿制技艺")
BLUFFS = (
    "应县木塔建于北宋至和三年。", "应县木塔高六十七点三一米，共九层。", "木塔是一个叫鲁班的工匠设计的。",
    "木塔下面埋着一座金矿。", "推光漆阴干要放在太阳底下晒。", "推光漆最后一道要用猪油推光。",
    "堆锦是绣出来的。", "堆锦起源于宋代宫廷。", "日升昌票号创办于光绪三年。", "日升昌的第一任掌柜是乔致庸。",
    "晋祠圣母殿供奉的是观音菩萨。", "晋祠的难老泉夏天结冰。", "老陈醋要酿一百天才能出缸。",
    "老陈醋的原料是糯米。", "木塔用了三千吨松木，一根钉子也没有。", "漆要先刷面漆后刷底漆。",
    "揭漆皮的时候要念三遍咒。", "日升昌的密押每天换一次。", "票号伙计不许娶妻。", "圣母殿的柱子上缠着十二条木龙。",
)  # fmt: skip


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


@pytest.fixture(scope="module")
def given(kb):
    every = [p for name in NAMES for p in kb.passages_of(kb.resolve(name))]
    return [p for p in every if p.topic not in ("mistake", "filming")]


def faults(text, passage, given, kb):
    line = Element(
        id="x", type="caption", text=text, citations=[passage.id], claim_kind=passage.claim_kind
    )
    return list(fact_faults([line], Pack(list(given)), {"秦望月"}, kb, kb.check))


def nearest(text, given):
    pairs = {text[n : n + 2] for n in range(len(text) - 1)}
    facts = [p for p in given if p.claim_kind == "史实"]
    return max(facts, key=lambda p: sum(pair in p.text for pair in pairs))


@pytest.mark.parametrize("text", BLUFFS)
def test_a_bluff_is_no_fact_under_the_passage_that_it_is_most_like(text, given, kb) -> None:
    assert faults(text, nearest(text, given), given, kb)


def test_the_words_of_a_passage_are_a_fact_under_it(given, kb) -> None:
    written = [p for p in given if not p.derived and p.claim_kind == "史实"]
    assert len(written) > 80
    touched = [
        text
        for p in written
        for text in (p.text, *(a.replace("{who}", "秦望月") for a in p.actions[:2]))
        if faults(text, p, given, kb)
    ]
    assert touched == []


def test_opposites_denials_and_new_names_do_not_rest(kb) -> None:
    hide = [kb.passage("damuzuo.hide.1")]
    assert rests("卯口里头是全殿最暗的地方。", hide, set(), kb)
    assert rests("榫一进去，不拆殿谁也看不见。", hide, set(), kb)
    assert not rests("卯口里头是全殿最亮的地方。", hide, set(), kb)
    assert not rests("榫一进去，不拆殿谁也看得见。", hide, set(), kb)
    assert not rests("卯口里头是全殿最暗的地方，鲁班在里面。", hide, set(), kb)
    roof = [kb.passage("damuzuo.irreversible.3")]
    assert rests("上了瓦，椽子以上的木头就再没人见得到。", roof, set(), kb)
    date = [kb.passage("st_foguangsidongdadian.date.1")]
    assert rests("佛光寺东大殿建于唐大中十一年。", date, set(), kb)
    assert not rests("佛光寺东大殿由玄奘重建于大中十一年。", date, set(), kb)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("梁下写着“佛殿主上都送供女弟子宁公遇”。", None),
        ("梁下写着：佛殿主上都送供女弟子宁公遇。", None),
        ("梁下写着“佛殿主上都送供女弟子宁公主”。", "edited"),
        ("梁下写着：佛殿主长安送供女弟子宁公遇。", "edited"),
        ("梁下写着“大唐天子敕建此殿”。", "nowhere"),
        ("他管这叫“活”。", None),
    ],
)
def test_quotations(text, how, kb) -> None:
    date = kb.passage("st_foguangsidongdadian.date.1")
    found = [one.how for one in misquotes(text, [date], [date], factual=True)]
    assert found == ([how] if how else [])


def test_a_quotation_under_another_passage_is_known_for_what_it_is(kb) -> None:
    date, other = kb.passage("st_foguangsidongdadian.date.1"), kb.passage("damuzuo.hide.1")
    text = "梁下写着“佛殿主上都送供女弟子宁公遇”。"
    [found] = misquotes(text, [other], [other, date], factual=True)
    assert (found.how, found.id) == ("elsewhere", date.id)
    assert not list(misquotes("他写下“等我回来”。", [], [date], factual=False))
