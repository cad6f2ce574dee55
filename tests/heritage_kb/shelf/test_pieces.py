"""Cutting: sizes, sentence ends, pages, headings; no word is lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from heritage_kb.shelf.blocks import Block
from heritage_kb.shelf.pieces import LONG, SHORT, cut, unwrapped

SENTENCE = "佛光寺东大殿面阔七间，进深四间，单檐庑殿顶，斗拱雄大。"


def test_long_paragraphs_part_at_sentence_ends() -> None:
    pieces = cut([Block(SENTENCE * 30, None, 1)])
    assert all(SHORT <= len(piece.text) <= LONG for piece in pieces)
    assert all(piece.text.endswith("。") for piece in pieces)
    assert "".join(piece.text for piece in pieces) == SENTENCE * 30


def test_short_paragraphs_join_but_not_across_pages_or_headings() -> None:
    pieces = cut(
        [
            Block("甲。", 1, 1),
            Block("乙。", 1, 2),
            Block("丙。", 2, 1),
            Block("节", 2, 2, 3),
            Block("丁。", 2, 3),
        ]
    )
    assert [(p.text, p.page, p.paragraph, p.heading) for p in pieces] == [
        ("甲。\n乙。", 1, 1, ""),
        ("丙。", 2, 1, ""),
        ("丁。", 2, 3, "节"),
    ]


def test_headings_nest_and_bare_ones_are_text() -> None:
    pieces = cut(
        [
            Block("书", None, 1, 1),
            Block("章", None, 2, 2),
            Block("正文。", None, 3),
            Block("空章", None, 4, 2),
        ]
    )
    assert [(p.text, p.heading) for p in pieces] == [("正文。\n空章", "书 › 章")]


def test_rows_stay_whole_and_apart() -> None:
    row = "名称：" + "长" * 500
    pieces = cut([Block(row, 1, 1, row=True), Block("名称：短", 1, 2, row=True)])
    assert [piece.text for piece in pieces] == [row, "名称：短"]


def test_lines_of_verse_are_not_joined() -> None:
    verse = ["白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"]
    assert list(unwrapped(verse)) == verse


@given(
    st.lists(
        st.builds(
            Block,
            st.text(alphabet="甲乙丙丁，。；！ab. \n", max_size=900),
            st.sampled_from([None, 1, 2]),
            st.integers(1, 9),
            st.sampled_from([0, 0, 0, 1, 2]),
            st.just(False),
        ),
        max_size=12,
    )
)
def test_no_letter_is_lost_and_none_is_too_long(blocks: list[Block]) -> None:
    def letters(text: str) -> str:
        return "".join(sorted(c for c in text if c in "甲乙丙丁ab"))

    pieces = cut(blocks)
    told = "".join(piece.text for piece in pieces)
    headings = {part for piece in pieces for part in piece.heading.split(" › ")}
    for block in blocks:
        kept = told + "".join(headings)
        assert set(letters(block.text)) <= set(letters(kept))
    bodies = letters("".join(block.text for block in blocks if not block.level))
    assert len(bodies) <= len(letters(told))
    assert all(len(piece.text) <= LONG + SHORT for piece in pieces)
    assert all(a.page == b.page or a.text for a, b in pairwise(pieces))
