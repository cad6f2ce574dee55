"""The work of a story: found where the brief names none, and a force in the plot."""

from collections import Counter

import pytest

import heritage_kb
from scriptgen import draft, read_brief
from scriptgen.planner import plan
from scriptgen.story.age import age_of
from scriptgen.story.people import Person
from scriptgen.story.pieces import Part, Piece
from scriptgen.story.pronouns import use_pronouns
from scriptgen.story.timely import timely
from scriptgen.story.voices import voices_of


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


def _brief(**changes):
    return read_brief(
        {"title": "空", "logline": "一个人回来了。", "period": "明", "episodes": 4} | changes
    )


@pytest.mark.parametrize(
    ("changes", "trade", "entry"),
    [
        (
            {"logline": "掌墨的姑娘要一根钉子也不用。", "year": 1056, "period": ""},
            "大木",
            "大木作",
        ),
        (
            {"logline": "一个石匠找师父。", "period": "北魏", "places": ["云冈石窟"]},
            "雕刻",
            "云冈石窟",
        ),
        (
            {"logline": "画师把仇人画进了壁画。", "year": 1325, "period": "元"},
            "壁画",
            "永乐宫三清殿",
        ),
        ({"logline": "老船工不下河了。", "period": "当代"}, "河路", "走西口习俗"),
    ],
)
def test_the_calling_is_read_from_the_words_of_the_brief(kb, changes, trade, entry) -> None:
    made = plan(_brief(**changes), kb)
    assert made.work.trade.name == trade
    assert made.work.led
    assert made.work.entries[0].title == entry


def test_a_story_in_a_place_has_lines_with_a_source_in_every_episode(kb) -> None:
    series = draft(_brief(places=["晋祠"], period="宋", year=1087), kb)
    for episode in series.episodes:
        lines = [e for scene in episode.scenes for e in scene.elements]
        assert sum(e.claim_kind in ("史实", "传说", "民俗") for e in lines if e.citations) >= 3
        shown = Counter(e.text for e in lines if e.type == "action" and e.citations)
        assert max(shown.values()) == 1


def test_what_is_done_to_monuments_today_is_not_done_in_the_yuan(kb) -> None:
    series = draft(_brief(logline="画师画壁。", places=["永乐宫"], period="元", year=1325), kb)
    lines = [e.text for ep in series.episodes for s in ep.scenes for e in s.elements]
    assert not [t for t in lines if "锯" in t and "墙" in t]


def test_the_plan_cites_the_work_and_the_page_shows_it(kb) -> None:
    brief = _brief(crafts=["上党堆锦"], period="民国", year=1916)
    made = plan(brief, kb)
    series = draft(brief, kb)
    shown = 0
    for sheet, row, episode in zip(
        made.sheets, series.outline.episodes, series.episodes, strict=True
    ):
        assert sheet.doing
        assert sheet.hinge
        assert [b.kind for b in row.beats if b.citations][:3] == ["钩子", "求", "阻"]
        cited = {c for s in episode.scenes for e in s.elements for c in e.citations}
        shown += bool({sheet.doing.passage, sheet.snag.passage, sheet.hinge.passage} & cited)
    assert shown == len(series.episodes)


def test_another_craft_is_another_story(kb) -> None:
    def beats(craft: str) -> Counter[str]:
        series = draft(_brief(crafts=[craft], period="当代", episodes=12), kb, episodes=[])
        return Counter(b.what for e in series.outline.episodes for b in e.beats)

    one, two = beats("上党堆锦"), beats("清徐老陈醋酿制技艺")
    assert sum((one & two).values()) <= 0.3 * sum(one.values())


def test_the_age_of_a_place_is_that_of_its_ruler(kb) -> None:
    muta = kb.resolve("应县木塔", ("site",))
    assert age_of(_brief(period="", year=1056), kb, 1056, [muta]).id == "liao"
    assert age_of(_brief(period="", year=1056), kb, 1056, []).id == "nsong"


def test_a_voice_keeps_its_words_and_its_years() -> None:
    from random import Random

    voice = next(
        v for seed in range(9) for v in [voices_of("友", Random(seed))["友"]] if v.name == "抢话"
    )
    assert "啥" in voice.says("你在看什么东西？", 1900)
    assert "什么" in voice.says("你在看什么东西？", 857)
    assert voice.says("你在看什么东西？", 1900) == voice.says("你在看什么东西？", 1900)


def test_a_pronoun_only_where_nobody_else_is_meant() -> None:
    she = Person(role="主", name="薛莲儿", woman=True, job="")
    he = Person(role="师", name="柴石", woman=False, job="")
    also = Person(role="友", name="石三娘", woman=True, job="")

    def told(*lines: tuple[str, str]) -> list[str]:
        pieces = [
            Piece(type="dialogue" if who else "action", text=text, speaker=who or None)
            for who, text in lines
        ]
        use_pronouns([Part(place="坊", hour="日", roles=(), pieces=pieces)], [she, he, also])
        return [p.text for p in pieces]

    assert told(("", "薛莲儿抬头。"), ("", "薛莲儿放下刀。"))[1] == "她放下刀。"
    assert told(("", "薛莲儿抬头。"), ("石三娘", "走。"), ("", "薛莲儿放下刀。"))[2][0] == "薛"
    assert told(("", "薛莲儿看石三娘。"), ("", "薛莲儿放下刀。"))[1][0] == "薛"
    assert told(("", "薛莲儿看柴石，薛莲儿笑了。"))[0] == "薛莲儿看柴石，薛莲儿笑了。"
    assert told(("", "薛莲儿抬手，灰落在薛莲儿脸上。"))[0] == "薛莲儿抬手，灰落在她脸上。"


def test_nothing_of_today_stands_in_a_glimpse_of_what_was(kb) -> None:
    from scriptgen import shipped_briefs

    series = draft(read_brief(shipped_briefs()["foguang"]), kb)
    now = {p.name for p in series.bible.characters if p.invented}
    glimpses = 0
    for episode in series.episodes:
        for scene in episode.scenes:
            inside = False
            for element in scene.elements:
                if element.type == "mark":
                    inside = element.text == "闪回"
                    glimpses += inside
                elif inside:
                    assert not any(name in element.text for name in now), element.text
    assert glimpses


@pytest.mark.parametrize(
    ("passage", "year", "shown"),
    [
        ("ich-prov-04.process.3b", 480, False),  # its red oil is of chillies
        ("ich-prov-04.process.3b", 1900, True),
        ("custom-tang-qianbo.history.1", 770, False),  # what came of 会昌 is still to come
        ("h084.conflict.2", 770, False),  # by the name of a reign
        ("product-datongmei.tool.1b", 1930, True),
        ("product-datongmei.tool.1b", 2020, False),  # told as gone by
        ("product-datongmei.tool.1b", None, False),
    ],
)
def test_what_is_still_to_come_or_gone_by_is_not_shown(kb, passage, year, shown) -> None:
    found = kb.passage(passage)
    assert timely(found, kb.entries[found.entry], kb, year) == shown


def test_a_workshop_bears_the_name_of_its_craft(kb) -> None:
    def house(craft: str) -> str:
        work = plan(_brief(crafts=[craft], period="清", year=1800), kb).work
        return work.trade.words["坊"][0]

    assert house("杏花村汾酒酿制技艺") == "酒坊"
    assert house("清徐老陈醋酿制技艺") == "醋坊"
