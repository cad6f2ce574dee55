"""Words that say the same are read as one; words of one sort shut one another out."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

import heritage_kb
from heritage_kb.checking.word_rows import level_words, rivals_in

DATA = files("heritage_kb").joinpath("data")


def _lines(name: str) -> list[str]:
    text = DATA.joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("one", "two"),
    [("台下的看客", "台下的观众"), ("城楼走水", "城楼失火"), ("后来病故", "日后去世")],
)
def test_words_of_one_meaning_are_read_as_one(one: str, two: str) -> None:
    assert level_words(one) == level_words(two)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("这面崖朝北", [("朝向", "北")]),
        ("楼毁于地震", [("祸", "地震")]),
        ("重檐歇山", [("几层檐", "重檐"), ("屋顶形", "歇山")]),
        ("她走了", []),
    ],
)
def test_rivals_are_found_with_their_row(text: str, found: list[tuple[str, str]]) -> None:
    seen = [(row, member) for row, member, _ in rivals_in(text)]
    assert len(seen) == len(found)
    for (row, member), (wanted, word) in zip(seen, found, strict=True):
        assert row == wanted
        assert word in member


def test_every_word_stands_in_one_row_of_meaning() -> None:
    seen = Counter(word for line in _lines("alike.txt") for word in line.split())
    assert [word for word, times in seen.items() if times > 1] == []
    assert min(map(len, seen)) > 1


def test_every_sort_has_two_ways_and_no_word_in_both() -> None:
    for line in _lines("rivals.tsv"):
        name, *members = line.split("\t")
        words = [word for member in members for word in member.split("|")]
        assert len(members) > 1, name
        assert len(words) == len(set(words)), name
        assert min(map(len, words)) > 1, name


def test_what_has_come_back_to_be_so_is_no_rival() -> None:
    assert not list(rivals_in("同伴从后头一托，鼓皮又朝外。"))
    assert list(rivals_in("鼓皮朝外。"))


@pytest.mark.parametrize(
    "line", ["手过不挂，才叫成。", "同伴从后头一托，鼓皮又朝外。", "桐油拉成的丝在漆里化开。"]
)
def test_a_picture_of_a_passage_is_not_denied(line: str) -> None:
    assert all(claim.verdict != "contradicted" for claim in heritage_kb.open().check(line))
