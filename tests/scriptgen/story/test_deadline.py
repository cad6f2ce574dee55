"""The deadline that a brief says is the one that the story runs against."""

import pytest

import scriptgen
from scriptgen.brief import read_brief
from scriptgen.story.deadline import USUAL, limits, one_night

BASE = {
    "title": "灯", "period": "明", "places": ["洪洞县"], "episodes": 6, "seconds": 90,
}  # fmt: skip


def _brief(logline: str):
    return read_brief({**BASE, "logline": logline})


@pytest.mark.parametrize(
    ("logline", "left"),
    [
        ("漆匠要在七天之内补好一扇屏。", ("七天", "五天", "四天", "三天", "两天", "一天", "半天")),
        ("只剩三个月，她要把庄子赎回来。", ("三个月", "两个月", "一个月", "半个月", "十天", "五天", "三天", "一天")),
        ("县令限十五日破案。", ("十五天", "十二天", "九天", "七天", "五天", "三天", "两天", "半天")),
        ("狱卒要在一夜之内替女犯翻案。", ("一夜", "大半夜", "半夜", "小半夜")),
        ("掌柜要在半年内还清这笔账。", ("半年", "三个月", "一个月", "十天", "三天")),
        ("三天前他丢了一把钥匙。", ()),
        ("她等了他二十年。", ()),
    ],
)  # fmt: skip
def test_what_is_left_runs_out_from_what_is_said(logline, left):
    assert limits(_brief(logline)) == left


def test_a_story_of_one_night_says_no_days_and_has_no_day():
    brief = _brief("狱卒要在一夜之内替女犯翻案。")
    assert one_night(brief)
    series = scriptgen.draft(brief)
    said = "".join(line.text for _, scene in _scenes(series) for line in scene.elements)
    assert not any(f"还有{usual}" in said for usual in USUAL)
    assert {scene.time for _, scene in _scenes(series)} == {"夜"}


def test_a_story_of_the_law_is_played_where_the_law_is():
    series = scriptgen.draft(_brief("狱卒要替女犯翻案。"))
    cited = [c for _, scene in _scenes(series) for line in scene.elements for c in line.citations]
    assert any(one.startswith("susanjianyu") for one in cited)
    assert {"班房", "牢房"} & {scene.place.split("·")[-1] for _, scene in _scenes(series)}


def _scenes(series):
    return [(episode, scene) for episode in series.episodes for scene in episode.scenes]
