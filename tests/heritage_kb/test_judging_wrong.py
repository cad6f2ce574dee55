"""What a passage on mistakes calls wrong is denied when said again; what it puts right is not."""

from __future__ import annotations

import json

import pytest

import heritage_kb
from benchmarks.claims import verdict_of


@pytest.fixture(scope="module")
def kb() -> heritage_kb.KnowledgeBase:
    return heritage_kb.open()


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("黄崖洞就在武乡县里。", "h141.mistake.1h"),
        ("平型关那一仗，是在关门底下打的伏击。", "pingxingguan.mistake.1n"),
        ("光绪十一年，平遥街上已经立着电杆。", "pingyaogucheng.mistake.1p"),
        ("狄仁杰本是四处破案的捕快。", "h074.mistake.1h"),
    ],
)
def test_a_mistake_said_again_is_denied(kb, text: str, passage: str) -> None:
    (claim,) = kb.check(text)
    assert (claim.verdict, claim.passage) == ("contradicted", passage)


@pytest.mark.parametrize(
    "text",
    [
        "黄崖洞不在武乡县。",
        "从武乡往黎城走，就到黄崖洞。",
        "曹家大院在太谷，乔家大院在祁县。",
        "桃园三结义出自《三国演义》。",
        "黄崖洞在武乡县吗？",
        "飞虹塔底层的木廊是天启二年加的。",
        "清虚观是道观，没有和尚敲木鱼。",
    ],
)
def test_what_is_right_in_the_same_words_is_not(kb, text: str) -> None:
    assert verdict_of(kb.check(text)) != "contradicted"


@pytest.mark.parametrize("text", ["刀削面得用弯刃的削面刀。", "应县木塔的柱子是一层一层接上去的。"])
def test_what_a_passage_on_mistakes_puts_right_is_borne_out(kb, text: str) -> None:
    assert verdict_of(kb.check(text)) == "supported"


def test_every_wrong_statement_is_denied_by_its_passage_or_one_that_agrees(kb) -> None:
    told = [p for p in kb.passages.values() if p.wrong]
    assert len(told) > 380
    for passage in told[::7]:
        said = passage.wrong[0]
        shown = {c.passage for c in kb.check(said + "。") if c.verdict == "contradicted"}
        assert shown & {p.id for p in told if p.entry == passage.entry}, said


def test_wrong_statements_are_shown_nowhere(kb) -> None:
    passage = kb.passages["h141.mistake.1h"]
    shown = json.dumps(heritage_kb.entry_json(kb.entry("h141"), kb), ensure_ascii=False)
    assert passage.wrong[0] not in shown
    found = [hit.passage.text for hit in kb.search(passage.wrong[0]) if hit.passage]
    assert not {*found} & {*passage.wrong}
