"""A story that only comes by a site shows it there; what others do is seen on the way."""

from __future__ import annotations

import pytest

import heritage_kb
import scriptgen
from scriptgen.brief import Brief
from scriptgen.planner import plan
from scriptgen.series import FACTUAL, SOURCED_LINES, Scene, Series

SITE = "yungangshiku"


@pytest.fixture(scope="module")
def rider() -> Series:
    brief = Brief(
        title="外卖到云冈", logline="女外卖骑手捡到一本石窟保护员的日记，里头写着她母亲的名字。",
        period="当代", places=("大同市",), genre="悬疑", episodes=6, seconds=75, seed=4,
    )  # fmt: skip
    return scriptgen.draft(brief)


def _pictures(series: Series, kinds: tuple[str, ...]) -> list[tuple[Scene, str, str]]:
    kb = heritage_kb.open()
    return [
        (scene, kb.passage(line.citations[0]).entry, line.text)
        for episode in series.episodes
        for scene in episode.scenes
        for line in scene.elements
        if line.type == "action" and line.citations and line.claim_kind in FACTUAL
        and kb.entry(kb.passage(line.citations[0]).entry).kind in kinds
    ]  # fmt: skip


def test_a_site_is_seen_at_the_site(rider: Series) -> None:
    seen = _pictures(rider, ("site",))
    assert {scene.site for scene, entry, _ in seen if entry == SITE} == {SITE}
    assert {scene.place for scene, *_ in seen} == {"云冈石窟·崖前"}
    assert not any("凿" in text for *_, text in seen), "nobody carves there today"


def test_what_others_do_is_seen_on_the_way(rider: Series) -> None:
    hero = rider.bible.characters[0].name
    for scene, _, text in _pictures(rider, ("craft", "opera", "custom", "product")):
        on_the_way = scene.cast == [hero] and scene.place.endswith("街上")
        assert on_the_way or scene.place == "出租屋", f"{scene.number} {scene.place} {text}"


def test_each_episode_has_its_sources_in_few_scenes(rider: Series) -> None:
    for episode in rider.episodes:
        cited = [
            sum(bool(x.citations) and x.claim_kind in FACTUAL for x in scene.elements)
            for scene in episode.scenes
        ]
        assert sum(cited) >= SOURCED_LINES
        assert sum(bool(n) for n in cited) <= SOURCED_LINES


def test_a_woman_rider_is_a_woman(rider: Series) -> None:
    assert plan(rider.brief, heritage_kb.open()).cast["主"].woman
    assert not any(
        "他" in x.text.replace("其他", "") and x.type == "action" and len(s.cast) == 1
        for e in rider.episodes for s in e.scenes for x in s.elements
    )  # fmt: skip


def test_a_guide_works_at_the_site_that_is_spoken_of() -> None:
    brief = Brief(
        title="讲错一句", logline="云冈石窟的女导游被游客直播举报讲错了年代。", period="当代",
        places=("大同市",), episodes=2, seconds=75,
    )  # fmt: skip
    places = {
        s.place for e in scriptgen.draft(brief).episodes for s in e.scenes if s.int_ext == "外"
    }
    assert places
    assert all(place.startswith("云冈石窟·") for place in places)


@pytest.mark.parametrize(
    ("said", "heard"),
    [("不要动。", "莫动。"), ("这只手不要了？", "这只手不要了？"), ("不要紧。", "不要紧。"),
     ("我不要那件。", "我不要那件。")],
)  # fmt: skip
def test_only_what_forbids_is_said_otherwise(said: str, heard: str) -> None:
    from scriptgen.story.voices import _swapped

    assert _swapped(said, "不要", "莫") == heard


def test_no_picture_comes_twice_in_an_episode(rider: Series) -> None:
    for episode in rider.episodes:
        shown = [x.text for s in episode.scenes for x in s.elements if x.type == "action"]
        assert len(shown) == len(set(shown))
