"""What a passage says with one word's opposite, or crosswise, is denied; the same elsewhere is not."""

from __future__ import annotations

import pytest

import heritage_kb


@pytest.fixture(scope="module")
def kb() -> heritage_kb.KnowledgeBase:
    return heritage_kb.open()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("摄影：云冈这面崖朝北，冬天正午也照不到佛脸。", "朝北"),
        ("竹叶青酒师：冰糖水熬好，趁滚烫兑进酒里。", "滚烫"),
        ("药行伙计：浑源黄芪切开，皮边黄，心子白。", "皮边白"),
        ("稷山麻花师傅：发黄发涩是矾大了，发脆带苦是碱大了。", "碱大发黄"),
    ],
)
def test_one_word_turned_round_is_denied(kb, text: str, word: str) -> None:
    [claim] = [c for c in kb.check(text) if c.verdict == "contradicted"]
    assert word in claim.why
    assert claim.passage in kb.passages


@pytest.mark.parametrize(
    "text",
    [
        "云冈石窟这面崖朝南。",
        "浑源黄芪切开，皮边白，心子黄。",
        "稷山麻花，碱大发黄发涩，矾大发脆带苦。",
        "佛光寺的南墙根下长着一棵树。",
        "她在云冈石窟门口朝北站着，等了一下午。",
        "夜里，他从平遥古城的西门进来。",
        "她从不回头看云冈石窟。",
    ],
)
def test_an_opposite_of_other_words_is_not(kb, text: str) -> None:
    assert all(c.verdict != "contradicted" for c in kb.check(text))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("俺答的儿子把汉那吉投了大同。", "儿子"),
        ("捏寒燕是定襄人冬至的营生。", "冬至"),
        ("碗碗腔是从河南那边传过来的，后来才到孝义。", "河南"),
        ("讲解员：定坤丹制作技艺，是平遥县报上去的国家级项目。", "平遥"),
    ],
)
def test_one_of_a_sort_for_another_is_denied(kb, text: str, word: str) -> None:
    [claim] = [c for c in kb.check(text) if c.verdict == "contradicted"]
    assert word in claim.why


@pytest.mark.parametrize(
    "text",
    [
        "华严寺大雄宝殿，面阔一溜九间，单檐庑殿顶。",  # 一溜 is no number
        "悬空寺的栈道用了三百多根挑梁。",  # the three of a rhyme are no other number
        "定坤丹制作技艺是太谷县申报的。",
    ],
)
def test_what_only_looks_otherwise_is_not_denied(kb, text: str) -> None:
    assert all(c.verdict != "contradicted" for c in kb.check(text))
