"""Ages and days in the many ways in which they are said."""

from __future__ import annotations

import pytest

import scriptgen
from scriptgen.reviewing.rules.continuity.ages import age_in

HEAD = "第1集 起\n\n1-1 日 内 醋坊\n出场人物：任兰、任守义\n"
NEXT = "\n第2集 续\n\n2-1 日 内 醋坊\n出场人物：任兰、任守义\n"


def codes(first: str, then: str) -> set[str]:
    found = scriptgen.review(f"{HEAD}{first}\n任兰：等一等。\n{NEXT}{then}\n")["findings"]
    return {f["code"] for f in found if f["code"].startswith("CONTINUITY")}


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("我今年十九", 19, 19),
        ("小女二十有三", 23, 23),
        ("年方二八", 16, 16),
        ("虚岁十九", 17, 19),
        ("年过半百", 51, 59),
        ("四十出头", 41, 44),
        ("三十好几", 34, 39),
        ("奔五十的人", 47, 49),
        ("年近六十", 57, 59),
        ("花甲之年", 60, 69),
        ("二十来岁", 17, 24),
    ],
)
def test_an_age_has_many_wordings(said: str, low: int, high: int) -> None:
    age = age_in(said)
    assert age is not None
    assert (age.low, age.high) == (low, high)


@pytest.mark.parametrize("said", ["我那年十九岁", "今年二十桌酒", "三十块钱"])
def test_what_is_no_age_now_is_none(said: str) -> None:
    assert age_in(said) is None


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("任守义：我年过半百了。", "任守义：我四十出头，还抬得动缸。"),
        ("任兰：我虚岁十九。", "任兰：我二十有三了。"),
        ("任守义：我属虎。", "任守义：我属猪，命里有粮。"),
    ],
)
def test_ages_that_cannot_be_one_persons_are_found(first: str, then: str) -> None:
    assert "CONTINUITY.AGE" in codes(first, then)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("任守义：我年过半百了。", "任守义：我五十三岁。"),
        ("任兰：我虚岁十九。", "任兰：我十八岁。"),
        ("任守义：我属虎。", "任兰：我属猪。"),
    ],
)
def test_ages_that_can_be_are_left_alone(first: str, then: str) -> None:
    assert "CONTINUITY.AGE" not in codes(first, then)


def test_a_wound_is_told_by_its_side_in_many_words() -> None:
    assert "CONTINUITY.INJURY" in codes("△任兰左边小腿缠着绷带。", "△任兰右腿一瘸一瘸。")


def test_days_pass_between_scenes() -> None:
    later = NEXT.replace("2-1 日", "2-1 三日后")
    first = f"{HEAD}任兰：今天初五。\n{later}"
    backwards = scriptgen.review(f"{first}任兰：今天初六，封缸。\n")["findings"]
    onwards = scriptgen.review(f"{first}任兰：今天初八，封缸。\n")["findings"]
    assert "CONTINUITY.DATE" in {f["code"] for f in backwards}
    assert "CONTINUITY.DATE" not in {f["code"] for f in onwards}
