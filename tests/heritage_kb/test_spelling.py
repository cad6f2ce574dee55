"""Other spellings of a query: pinyin, homophones, English, numbers, traditional characters."""

import pytest

import heritage_kb
from heritage_kb.finding.retrieval import HybridRetriever
from heritage_kb.finding.spelling import in_chinese, sounds_of, spelled_out
from heritage_kb.normal import normal
from heritage_kb.tokens import tokens


@pytest.fixture(scope="module")
def words():
    """The arm that answers where there is no model."""
    return HybridRetriever(heritage_kb.open(), dense=False)


@pytest.mark.parametrize(
    ("written", "syllables"),
    [
        ("yingxian muta", [["yin", "xian"], ["mu", "ta"]]),
        ("xi'an", [["xi", "an"]]),
        ("Pingyao", [["pin", "yao"]]),
        ("lüliang", [["lv", "lian"]]),
        ("tuīguāng qī", [["tui", "guan"], ["qi"]]),
        ("Lǚliáng", [["lv", "lian"]]),
        ("hanging temple", []),
        ("推光漆", []),
    ],
)
def test_pinyin_is_cut_into_syllables(written, syllables):
    assert spelled_out(written) == syllables


def test_sounds_fold_what_typists_confuse():
    assert sounds_of("山") == sounds_of("三")
    assert sounds_of("应县") == sounds_of("印线")


def test_english_words_of_the_field_are_known():
    assert in_chinese("How tall is the wooden pagoda?") == "高 木塔"
    assert "悬空寺" in in_chinese("the Hanging Temple")


@pytest.mark.parametrize(
    ("traditional", "plain"),
    [("應縣木塔", "应县木塔"), ("乾隆", "乾隆"), ("雲岡石窟", "云冈石窟"), ("ＡＢＣ", "abc")],
)
def test_one_spelling_of_the_same_length(traditional, plain):
    assert normal(traditional) == plain


def test_small_numbers_are_one_in_figures_and_in_characters():
    assert tokens("7间") == tokens("七间")
    assert "857" in tokens("857年")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("yingxian muta", "fogongsishijiata"),
        ("foguangsi", "foguangsi"),
        ("應縣木塔", "fogongsishijiata"),
        ("应县木踏", "fogongsishijiata"),
        ("Yungang Grottoes", "yungangshiku"),
        ("Hanging Temple", "xuankongsi"),
        ("ｙｕｎｇａｎｇ shiku", "yungangshiku"),
        ("面阔7间的唐代大殿", "st_foguangsidongdadian"),
    ],
)
def test_the_words_alone_find_it(words, query, wanted):
    assert wanted in [hit.entry.id for hit in words.search(query, k=3)]


@pytest.mark.parametrize(
    "query",
    [
        "a" * 100_000,
        "佛" * 100_000,
        "🙂🙂",
        "' OR 1=1 --",
        "(.*)+$",
        "寺\x00塔",
        "\u202e塔",
        "?",
        "的",
    ],
)
def test_strange_queries_are_answered(words, query):
    words.search(query, k=3)


def test_what_nothing_answers_is_said(words):
    assert not any(hit.close for hit in words.search("量子计算机的纠错码"))
    best = words.search("推光漆怎么阴干")[0]
    assert best.close
    assert "名称：推光漆" in best.why
    assert best.passage.text[slice(*best.spans[0])]


def test_whether_a_flame_is_allowed_is_answered_by_what_may_be_filmed(words):
    hit = words.search("佛光寺里能点蜡烛吗", k=1)[0]
    assert (hit.entry.id, hit.passage.topic) == ("foguangsi", "filming")
    hit = words.search("唐代能点蜡烛吗", k=1)[0]  # whether there was such a thing
    assert hit.passage.topic != "filming"
