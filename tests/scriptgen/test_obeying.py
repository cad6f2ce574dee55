"""Wishes that can be counted are met, and said; two that clash are refused with both."""

import pytest

import heritage_kb
from heritage_kb.errors import RefusedInput
from scriptgen import draft, read_brief
from scriptgen.obeying import characters, obeyed


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


BASE = {
    "title": "老醋",
    "logline": "三代人为一缸新酿翻脸。",
    "genre": "家庭",
    "period": "当代",
    "crafts": ["清徐老陈醋酿制技艺"],
    "episodes": 3,
}


def test_characters_people_and_places_are_kept_to(kb) -> None:
    series = draft(read_brief(BASE | {"chars": 700, "cast": 5, "sets": 3, "avoid": ["跪"]}), kb)
    for episode in series.episodes:
        assert 630 <= characters(episode) <= 770
    scenes = [scene for episode in series.episodes for scene in episode.scenes]
    assert len({name for scene in scenes for name in scene.cast}) <= 5
    assert len({scene.place for scene in scenes}) <= 3
    rows = {row.wish: row for row in obeyed(series)}
    assert set(rows) >= {"集数", "单集字数", "有据", "出场人数", "场景数", "避免"}
    assert all(row.met for row in rows.values()), rows


def test_a_wish_that_is_missed_is_said_with_what_to_do(kb) -> None:
    series = draft(read_brief(BASE | {"cast": 2, "seconds": 60}), kb)
    row = next(row for row in obeyed(series) if row.wish == "出场人数")
    assert not row.met
    assert "五个座次" in row.advice


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"avoid": ["老陈醋"]}, ("老陈醋", "crafts")),
        ({"must": ["第15集：翻缸"]}, ("第15集", "3")),
        ({"chars": 500, "seconds": 30}, ("500", "30")),
        ({"must": ["第二集有电话"], "avoid": ["电话"]}, ("电话", "must")),
        ({"cast": 1}, ("cast", "2")),
        ({"sets": 0}, ("sets", "1")),
    ],
)
def test_wishes_that_clash_are_refused_with_both_lines(changes, said) -> None:
    with pytest.raises(RefusedInput) as refused:
        read_brief(BASE | changes)
    assert all(word in str(refused.value) for word in said)


def test_a_must_that_forbids_does_not_clash_with_what_is_avoided() -> None:
    read_brief(BASE | {"must": ["全剧不许出现电话"], "avoid": ["电话"]})


def test_a_genre_that_nobody_knows_is_said_with_the_known_ones(kb) -> None:
    series = draft(read_brief(BASE | {"genre": "悬疑·末世丧尸"}), kb, episodes=[])
    row = next(row for row in obeyed(series) if row.wish == "类型")
    assert not row.met
    assert "末世丧尸" in row.got
    assert "悬疑" in row.advice
    known = draft(read_brief(BASE | {"genre": "悬疑·传承"}), kb, episodes=[])
    assert all(row.wish != "类型" for row in obeyed(known))
