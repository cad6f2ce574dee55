"""A brief that names no craft is played in the rooms, the words and the facts of its calling."""

import pytest

import scriptgen
from scriptgen.brief import read_brief
from scriptgen.story.shelf import open_shelf

CRAFTS = ("手艺", "学徒", "徒弟", "祖师", "行里人")


def _draft(logline: str, period: str, place: str, **more):
    brief = {"title": "戏", "logline": logline, "period": period, "places": [place],
             "episodes": 3, "seconds": 90, "seed": 1, **more}  # fmt: skip
    return scriptgen.draft(read_brief(brief))


@pytest.mark.parametrize(
    ("logline", "period", "place", "room", "entry"),
    [
        ("狱卒要替女犯翻案。", "明", "洪洞县", "班房", "susanjianyu"),
        ("守将要等来援兵。", "清", "大同", "关楼", "deshengbao"),
        ("返乡的女儿要保住父亲的枣园。", "当代", "稷山县", "场棚", "product-jishanbanzao"),
        ("矿工在井下找一条出路。", "当代", "大同市", "井口棚", "product-datongmei"),
        ("驿卒送一封不能拆的信。", "唐", "霍州市", "店堂", "custom-tang-yilu"),
        ("女先生要在村里办识字班。", "民国", "平遥县", "学屋", "pingyaowenmiao"),
    ],
)
def test_a_calling_brings_its_rooms_and_its_facts(logline, period, place, room, entry):
    more = {"year": 1931} if period == "民国" else {}
    series = _draft(logline, period, place, **more)
    scenes = [scene for episode in series.episodes for scene in episode.scenes]
    lines = [line for scene in scenes for line in scene.elements]
    assert any(scene.place.endswith(room) for scene in scenes)
    assert any(one.startswith(entry) for line in lines for one in line.citations)
    assert not any(word in line.text for line in lines for word in CRAFTS)


def test_who_it_is_about_is_called_what_the_logline_calls_them():
    series = _draft("守将要等来援兵。", "明", "大同")
    assert series.bible.characters[0].role == "主角·守将"


def test_a_custom_of_another_age_carries_no_story():
    series = _draft("她回到老村开民宿。", "当代", "沁水县")
    cited = [
        c for e in series.episodes for s in e.scenes for line in s.elements for c in line.citations
    ]
    assert not any(one.startswith("custom-tang") for one in cited)


def test_every_trade_has_a_line_for_every_topic():
    trades = open_shelf().trades
    whole = set(trades["看守"].lines)
    for name in ("衙门", "军旅", "学堂", "农家", "客店", "矿上", "修复"):
        assert set(trades[name].lines) == whole
        assert trades[name].avoids


@pytest.mark.parametrize(
    ("logline", "period", "place", "role"),
    [
        ("离婚的她回到老村开民宿，头一个客人是前夫。", "当代", "沁水县", "同伴·前夫"),
        ("狱卒要替女犯翻案。", "明", "洪洞县", "同伴·女犯"),
    ],
)
def test_whom_the_logline_speaks_of_beside_the_hero_is_in_the_cast(logline, period, place, role):
    series = _draft(logline, period, place)
    other = next(c for c in series.bible.characters if c.role == role)
    said = [line for e in series.episodes for s in e.scenes for line in s.elements]
    assert any(line.speaker == other.name for line in said)
