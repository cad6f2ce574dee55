"""What a passage says but for one letter of the same sort is denied; the same letter is not."""

from __future__ import annotations

import pytest

import heritage_kb
from benchmarks.claims import verdict_of


@pytest.fixture(scope="module")
def kb() -> heritage_kb.KnowledgeBase:
    return heritage_kb.open()


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("任庄扇鼓傩戏的神谱，一直收在任家人手里。", "contradicted"),
        ("任庄扇鼓傩戏的神谱，一直收在许家人手里。", "supported"),
        ("代县文庙祭孔，定在仲夏和仲冬的上丁日。", "contradicted"),
        ("代县文庙祭孔，定在仲春和仲秋的上丁日。", "supported"),
        ("梆子班扮戏，先由净角动笔，净没来别人不敢打底。", "contradicted"),
        ("李宏龄是祁县人。", "contradicted"),
        ("李宏龄是平遥人。", "supported"),
    ],
)
def test_one_letter_of_a_sort(kb, text: str, verdict: str) -> None:
    assert verdict_of(kb.check(text)) == verdict
