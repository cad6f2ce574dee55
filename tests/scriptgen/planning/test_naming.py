"""Names are found exactly: never in a longer name, never in another word."""

import pytest

from scriptgen.planning.naming import forms, is_word, renamed


def made(text, old, new, others=(), here=True):
    return renamed(text, forms(old, new, others), others, here=here)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("郭楔娘抬起头。", "程青禾抬起头。"),
        ("郭楔娘子站在门口。", "程青禾子站在门口。"),
        ("楔娘，过来。", "青禾，过来。"),
        ("你听我说，楔娘。", "你听我说，青禾。"),
        ("老郭不在。", "老程不在。"),
        ("郭师傅，您看。", "程师傅，您看。"),
        ("郭十四是她爹。", "郭十四是她爹。"),
        ("外郭城的墙。", "外郭城的墙。"),
    ],
)
def test_whole_name_given_name_and_family_name(text, new) -> None:
    assert made(text, "郭楔娘", "程青禾").text == new


def test_a_name_inside_a_longer_one_is_somebody_elses() -> None:
    others = ["石抱拙山人"]
    assert made("石抱拙山人来了，石抱拙没来。", "石抱拙", "何守一", others).text == (
        "石抱拙山人来了，何守一没来。"
    )


def test_a_family_name_that_two_have_is_left() -> None:
    one = made("老郭不在，郭师傅也不在。", "郭楔娘", "程青禾", ["郭十四"])
    assert one.text == "老郭不在，郭师傅也不在。"


def test_a_name_in_another_word_is_left_and_said() -> None:
    one = made("国王平安归来，王平没有。", "王平", "李安")
    assert one.text == "国王平安归来，李安没有。"
    assert one.doubts == ("王平",)


def test_a_name_that_is_a_common_word_is_hers_only_where_she_is() -> None:
    assert is_word("石头")
    text = "一块石头滚下来。"
    assert made(text, "石头", "铁柱", here=False).doubts == ("石头",)
    assert made("石头：来了。", "石头", "铁柱", here=False).text == "铁柱：来了。"
