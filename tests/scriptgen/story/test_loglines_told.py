"""What a logline is about is what the story is about: its calling's rooms, its own hero."""

from __future__ import annotations

from pathlib import Path

import pytest

import heritage_kb
from scriptgen.brief import Brief
from scriptgen.planner import plan
from scriptgen.story.shelf import open_shelf, seat_words, unsaid

_FILE = Path(__file__).parents[3] / "benchmarks" / "judged" / "loglines.tsv"
_ROWS = [
    row.split("\t") for row in _FILE.read_text("utf-8").splitlines() if not row.startswith("#")
]


def _plan(period: str, year: str, place: str, logline: str, episodes: int = 6):
    brief = Brief(
        title="戏", logline=logline, period=period, year=int(year) if year else None,
        places=(place,), episodes=episodes, seed=1,
    )  # fmt: skip
    return plan(brief, heritage_kb.open())


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row[3][:12])
def test_a_story_is_played_by_whom_and_where_the_logline_says(row: list[str]) -> None:
    period, year, place, logline, trades, heroes = row
    made = _plan(period, year, place, logline)
    assert made.work.trade.name in trades.split("|")
    assert not heroes or any(word in made.cast["主"].job for word in heroes.split("|"))


def test_a_logline_without_a_craft_gets_none() -> None:
    made = _plan("当代", "", "平遥县", "他每天在巷口等一个人，等了七年。")
    assert made.work.trade.name == "寻常"
    assert made.work.entries == []
    assert _plan("当代", "", "平遥县", "一门快断了的手艺，等来最后一个学徒。").work.entries


def test_what_a_logline_names_comes_in() -> None:
    made = _plan("当代", "", "左权县", "唱开花调的老人被星探找上门。")
    assert [e.title for e in made.work.entries] == ["左权开花调"]
    made = _plan("清", "1850", "太谷区", "小学徒发现定坤丹的方子被人换了一味。")
    assert made.work.entries[0].title == "定坤丹制作技艺"
    made = _plan("当代", "", "运城市", "女主播在关帝庙前假摔。")
    assert any("关帝庙" in place.title for place in made.work.places)


def test_an_old_name_of_a_place_stands_in_the_heading() -> None:
    made = _plan("明", "1620", "平阳府", "织造局的女账房发现贡绸里织进了一张舆图。")
    assert made.work.places[0].title == "平阳府"
    assert made.work.places[0].city == "临汾市"
    assert made.cast["主"].job == "女账房"


@pytest.mark.parametrize(
    ("logline", "hero"),
    [
        ("响铜厂的女质检员听出一面锣里藏着人声。", "质检员"),
        ("边市上卖针的妇人捡到一个孩子。", "妇人"),
        ("石敬瑭帐下的译语人，要把一句话译错。", "译语人"),
        ("夜里没人守着的库房丢了一件东西。", "过日子的"),
    ],
)
def test_a_hero_is_found_whom_no_list_has(logline: str, hero: str) -> None:
    assert hero in _plan("当代", "", "大同市", logline).cast["主"].job


def test_a_woman_in_mans_dress_is_a_woman() -> None:
    made = _plan("北宋", "986", "代县", "一个女扮男装的信使要把消息送到代州。")
    assert made.cast["主"].woman


def test_a_writers_own_callings_and_seats_stand_beside_ours(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path))
    (tmp_path / "story").mkdir()
    (tmp_path / "story" / "callings.txt").write_text(
        "# 气象员\n认: 气象站 观天\n行: 公司\n", encoding="utf-8"
    )
    (tmp_path / "story" / "seats.txt").write_text("# 主\n观天人\n", encoding="utf-8")
    for kept in (open_shelf, seat_words):
        kept.cache_clear()
    try:
        made = _plan("当代", "", "五台县", "山顶气象站的观天人，三十年没下过山。")
        assert (made.work.trade.name, made.cast["主"].job) == ("公司", "观天人")
    finally:
        for kept in (open_shelf, seat_words):
            kept.cache_clear()


def test_a_title_is_not_taken_for_a_name() -> None:
    made = _plan("当代", "", "长治市", "女工程师要把高铁修过老家的祖屋，爷爷拦住了她。")
    assert made.cast["主"].job == "女工程师"
    made = _plan("当代", "", "晋中市", "快递站的寡妇老板收到一个寄给亡夫的包裹。")
    assert made.cast["主"].name != "老板"


def test_a_trade_without_a_craft_makes_nothing() -> None:
    for trade in open_shelf().trades.values():
        assert trade.quiet == ("手艺" in trade.avoids), trade.name
    quiet = [t for t in open_shelf().trades.values() if t.quiet]
    assert len(quiet) >= 18
    whole = set(open_shelf().trades["看守"].lines)
    assert all(set(t.lines) == whole for t in quiet)


def test_no_word_for_a_person_has_two_seats() -> None:
    words = [w for seat in seat_words().values() for w in seat]
    assert sorted(words) == sorted(set(words))


def test_a_story_without_a_craft_seldom_turns_on_making() -> None:
    craft = {"藏错", "封证", "替名", "哄睡", "行样", "师门裂"}
    quiet = [m for row in _ROWS if (m := _plan(*row[:4])).work.trade.quiet]
    assert len(quiet) >= 35
    assert sum(m.arcs[0].engine.name in craft for m in quiet) <= 2


def test_whoever_holds_a_post_is_given_no_craft_by_the_genre() -> None:
    brief = Brief(
        title="塌方段", logline="养路工守着盘山公路最险的一段。", genre="悬疑·传承", period="当代",
        year=1996, places=("陵川县",), episodes=6, seed=1,
    )  # fmt: skip
    made = plan(brief, heritage_kb.open())
    assert made.work.trade.name == "当班"
    assert made.work.entries == []
    assert not any(sheet.step.handed for sheet in made.sheets)


def test_an_office_of_today_has_neither_hearth_nor_well() -> None:
    office = open_shelf().trades["报馆"]
    assert "水缸" in unsaid(office, 2019)
    assert "水缸" not in unsaid(office, 1935)
    assert "水缸" not in unsaid(open_shelf().trades["农家"], 2019)
