"""Words are found and replaced as a proposal: letter for letter, locks hold, nothing is called a fact."""

from __future__ import annotations

import pytest

import scriptgen
from heritage_kb.errors import RefusedInput
from scriptgen.revising.applying import apply
from scriptgen.revising.proposal import lines_of
from scriptgen.revising.replacing import find_words, replace_words
from scriptgen.series import FACTUAL, Series


def put(series: Series, *texts: str) -> list[str]:
    """Put texts into the first lines of the series that are no marks; return their ids."""
    lines = [line for _, _, line in lines_of(series) if line.type != "mark"]
    for line, text in zip(lines, texts, strict=False):
        line.text, line.citations, line.claim_kind, line.parenthetical = text, [], "虚构", None
    return [line.id for line in lines[: len(texts)]]


def test_every_place_is_found_and_nothing_else(series: Series) -> None:
    first, second, _ = put(series, "蓝布包，又是蓝布包。", "他打开蓝布包。", "蓝布。")
    found = find_words(series, "蓝布包")
    assert [(one.line.id, len(one.spans)) for one in found] == [(first, 2), (second, 1)]
    start, end = found[0].spans[1]
    assert found[0].line.text[start:end] == "蓝布包"


def test_replacing_is_a_proposal_that_can_be_taken_in_part_and_taken_back(series: Series) -> None:
    first, second = put(series, "蓝布包，又是蓝布包。", "他打开蓝布包。")
    made = replace_words(series, "蓝布包", "红木匣")
    assert [op.id for op in made.ops] == [first, second]
    assert "2 行 3 处" in made.why
    done = apply(series, made, [0])
    texts = {line.id: line for _, _, line in lines_of(done.series)}
    assert texts[first].text == "红木匣，又是红木匣。"
    assert texts[first].author == "person"
    assert texts[second].text == "他打开蓝布包。"
    assert apply(done.series, done.undo).series.to_json() == series.to_json()


def test_locks_and_empty_lines_are_left_and_said(series: Series) -> None:
    locked, bare, free = put(series, "蓝布包在此。", "蓝布包", "打开蓝布包。")
    lines = {line.id: line for _, _, line in lines_of(series)}
    lines[locked].locked = True
    made = replace_words(series, "蓝布包", "")
    assert [op.id for op in made.ops] == [free]
    assert any("锁着" in note for note in made.notes)
    assert any("空了" in note for note in made.notes)
    lines[free].locked = lines[bare].locked = True
    with pytest.raises(RefusedInput, match="锁着"):
        replace_words(series, "蓝布包", "红木匣")


def test_a_fact_that_is_made_another_is_no_fact_any_more(series: Series) -> None:
    year = next(
        line for _, _, line in lines_of(series)
        if line.claim_kind in FACTUAL and line.citations and "大中十一年" in line.text
    )  # fmt: skip
    made = replace_words(series, "大中十一年", "大中二年", year.id)
    (op,) = [op for op in made.ops if op.id == year.id]
    assert (op.after or {})["claim_kind"] == "合理虚构"
    assert "文段" in op.why


def test_a_name_is_left_to_the_plan(series: Series) -> None:
    name = series.bible.characters[0].name
    put(series, f"{name}来了。")
    made = scriptgen.replace_words(series, name, "张三丰")
    assert any("改名" in note for note in made.notes)
    assert all(
        op.what == "line"
        for op in made.ops
        if op.kind == "replace" and "speaker" in (op.after or {})
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [("", "甲"), ("  ", "甲"), ("甲乙丙丁戊己", "庚"), ("灯", "灯"), ("灯", "灯\n"), ("灯" * 41, "甲"), ("灯", "甲" * 41)],
)  # fmt: skip
def test_what_cannot_be_replaced_is_one_sentence(series: Series, old: str, new: str) -> None:
    put(series, "她举着灯。")
    with pytest.raises(RefusedInput) as refused:
        replace_words(series, old, new)
    assert "\n" not in refused.value.zh
