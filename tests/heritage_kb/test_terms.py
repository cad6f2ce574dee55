"""Dated terms in text."""

import pytest

import heritage_kb


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


def spotted(kb, text, year):
    return {t.text: t.verdict for t in kb.terms_in(text, year)}


@pytest.mark.parametrize(
    ("text", "year", "term"),
    [
        ("灶上炒着辣椒", 857, "辣椒"),
        ("他点起一袋旱烟", 857, "旱烟"),
        ("去票号兑银票", 857, "票号"),
        ("掰一个玉米", 857, "玉米"),
        ("桌上放着手电筒", 1885, "手电筒"),
    ],
)
def test_too_early(kb, text, year, term):
    found = {t.text: t for t in kb.terms_in(text, year)}
    assert found[term].out_of_years
    assert found[term].verdict == "early"
    assert term in found[term].why
    assert text[found[term].start : found[term].end] == term


def test_in_their_years_they_fit(kb):
    assert spotted(kb, "去票号兑银票", 1885) == {"票号": "fits", "银票": "fits"}
    assert not any(t.out_of_years for t in kb.terms_in("灶上炒着辣椒", 2024))
    assert not any(t.out_of_years for t in kb.terms_in("灶上炒着辣椒", None))


@pytest.mark.parametrize(
    "text", ["公公道道说句话", "彩票号码", "大人物", "长子伞头秧歌", "在临县伞头秧歌里"]
)
def test_harmless_words_are_left_alone(kb, text):
    assert not spotted(kb, text, -500)


def test_the_longest_term_counts(kb):
    assert list(spotted(kb, "端来刀削面", 857)) == ["刀削面"]


def test_too_late(kb):
    late = [t for t in kb.terms.values() if t.latest is not None and len(t.names[0]) > 2]
    assert late
    hits = [t for term in late for t in kb.terms_in(f"有{term.names[0]}了", term.latest + 50)]
    assert any(t.verdict == "late" for t in hits)
