"""A picture with a source is seen where it can be seen: place, air, hour, season."""

from __future__ import annotations

from collections import Counter

import pytest

import heritage_kb
from benchmarks.misfits import judged
from scriptgen.brief import Brief
from scriptgen.planner import plan
from scriptgen.series import Scene
from scriptgen.story.facts import Fact
from scriptgen.story.setting import Setting, misfit, season_asked, season_of
from scriptgen.story.staging import Stage

OWN = Fact(topic="process", actions=(), sort="craft")
AIR = Fact(topic="custom", actions=(), sort="custom", air=True)


def at(place: str, hour: str = "日", inside: str = "内") -> Setting:
    return Setting(place=place, open_air=inside == "外", hour=hour)


@pytest.mark.parametrize(
    ("fact", "text", "here", "fits"),
    [
        (AIR, "河冰裂开，人往回跑。", at("里屋", "夜"), False),
        (AIR, "护跷的喊一声，两副跷一齐抬高。", at("画壁下"), False),
        (AIR, "刀举起来，板也停了。", at("醋坊"), False),
        (AIR, "刀举起来，板也停了。", at("柜上"), False),
        (AIR, "刀举起来，板也停了。", at("街上", "日", "外"), True),
        (AIR, "鸡叫了，盆里还没动静。", at("里屋"), True),
        (AIR, "河冰裂开，人往回跑。", at("河滩", "日", "外"), True),
        (OWN, "窑门扒开一条缝，先看见一抹黄。", at("堂上"), False),
        (OWN, "窑门扒开一条缝，先看见一抹黄。", at("炉前"), True),
        (OWN, "{who}把木锨挪到灯下。", at("院里", "日", "外"), False),
        (OWN, "{who}把木锨挪到灯下。", at("院里", "夜", "外"), True),
        (AIR, "伞尖在坡上先露出来。", at("画坊"), False),
        (OWN, "热醅摊了一地。", at("里屋"), False),
        (OWN, "热醅摊了一地。", at("醋坊"), True),
    ],
)
def test_a_picture_asks_for_its_place_and_hour(
    fact: Fact, text: str, here: Setting, fits: bool
) -> None:
    assert (misfit(fact, text, here) == "") is fits


def test_what_is_not_known_of_a_scene_asks_nothing() -> None:
    assert misfit(AIR, "河冰裂开，人往回跑。", Setting(place="", open_air=False)) == ""


def test_a_name_asks_for_nothing() -> None:
    assert misfit(OWN, "{who}低着头量料。", at("里屋")) == ""


def test_one_season_at_a_time() -> None:
    here = Setting(place="院里", open_air=True, hour="日", season="夏")
    assert "冬" in misfit(OWN, "{who}抓一把雪。", here)
    assert season_of("雪落在杏花上") == ""
    brief = Brief(title="腊月", logline="腊月里等一个人。", year=1916, episodes=2)
    assert season_asked(brief) == "冬"


def test_a_heading_gives_its_setting() -> None:
    scene = Scene(id="a", number="1-1", int_ext="外", time="夜", place="碛口·河滩")
    assert Setting.of(scene) == Setting(place="河滩", open_air=True, hour="夜")


def test_the_rule_finds_what_a_person_found() -> None:
    hit, wrong, refused = judged()
    assert hit >= 0.9 * wrong
    assert refused <= 0.1 * wrong


def test_a_long_series_of_a_thin_trade_does_not_live_on_six_pictures() -> None:
    brief = Brief(
        title="老缸", logline="一口老缸裂了。", year=1930, episodes=16, seconds=60,
        places=("清徐县",), crafts=("清徐老陈醋酿制技艺",),
    )  # fmt: skip
    kb = heritage_kb.open()
    drawer = Stage(plan(brief, kb), kb, 0).drawer
    cited: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for episode in range(1, 17):
        drawer.turn_to(episode)
        for here in (at("晒缸的院里", "日", "外"), at("醋坊", "夜"), at("街口", "日", "外")):
            piece = drawer.sourced("石根", here)
            assert piece is not None
            drawer.note(piece)
            cited.update(piece.citations)
            shown[piece.text] += 1
    assert len(cited) >= 25
    assert max(shown.values()) <= 3
