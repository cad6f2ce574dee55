"""A passage in nearly the same words does not bear out another name, or the opposite."""

import pytest

import heritage_kb

KB = heritage_kb.open()


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("主持重建佛光寺的僧人是愿诚。", "supported"),
        ("主持重建佛光寺的僧人是玄奘。", "contradicted"),
        ("主持重建佛光寺的僧人是李白。", "contradicted"),
        ("卯口里头是全殿最暗的地方。", "supported"),
    ],
)
def test_another_name_or_the_opposite_is_not_borne_out(text: str, verdict: str) -> None:
    (claim,) = KB.check(text)
    assert claim.verdict == verdict


def test_the_opposite_in_the_same_words_is_not_borne_out() -> None:
    (claim,) = KB.check("卯口里头是全殿最亮的地方。")
    assert claim.verdict != "supported"
