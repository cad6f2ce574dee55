"""Any heading of a drama gets a set that may be built, or one sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

import scenes
from heritage_kb.errors import RefusedInput
from scenes import gate
from scenes.places import meant
from scenes.spec import SetSpec

_ROWS = [
    tuple(row.split("\t"))
    for row in (Path(__file__).parent / "headings.tsv").read_text("utf-8").splitlines()
    if not row.startswith("#")
]
_NO_SET = ("马车里", "花轿里", "车内", "电梯", "地下车库", "矿井下")


def test_the_list_is_wide() -> None:
    assert len(_ROWS) >= 180
    assert len({row[0] for row in _ROWS}) >= 8


@pytest.mark.parametrize(("age", "int_ext", "place", "hour"), _ROWS)
def test_a_heading_gets_a_lawful_set(age: str, int_ext: str, place: str, hour: str) -> None:
    if place in _NO_SET:
        with pytest.raises(RefusedInput, match="实景或棚内搭景"):
            scenes.spec_for(place, period=age, hour=hour, int_ext=int_ext)
        return
    made = scenes.spec_for(place, period=age, hour=hour, int_ext=int_ext)
    assert gate.examine(SetSpec.from_mapping(made.spec)) == []
    assert made.invented


@pytest.mark.parametrize(
    ("place", "age", "inside", "kind"),
    [
        ("渡口", "唐", False, "ferry"), ("老槐树下", "当代", False, "wood"), ("正房", "清", True, "parlour"),
        ("小巷", "明", False, "street"), ("街市", "唐", False, "open_road"), ("酒肆", "唐", True, "parlour"),
        ("饭店门口", "当代", False, "shop"), ("山神庙后院", "清", False, ""), ("药铺", "清", True, "shop_room"),
        ("太原街头", "民国", False, "republic_street"), ("民国街道", "清", False, "street"),
        ("步行街", "当代", False, "city_street"), ("县城街道", "当代", False, "town_street"), ("小区门口", "当代", False, "city_street"),
        ("古城街道", "当代", False, "old_town_street"), ("老街", "当代", False, "old_town_street"), ("村街", "当代", False, "town_street"),
        ("县城街道", "清", False, "street"), ("十字路口", "唐", False, "open_road"), ("停车场", "当代", False, "city_street"),
        ("云端", "清", False, "wilds"), ("窑洞", "民国", True, "kang_room"), ("县衙", "清", True, "yamen_court"),
    ],
)  # fmt: skip
def test_what_a_place_is_built_as(place: str, age: str, inside: bool, kind: str) -> None:
    assert meant(place, age, inside=inside).kind == kind


def test_what_stands_in_is_said() -> None:
    made = scenes.spec_for("火车站", period="民国", int_ext="外")
    assert any("火车站" in said and "先用民国街代" in said for said in made.invented)
    early = scenes.spec_for("平城街市", period="北魏", int_ext="外")
    assert any("北魏没有街" in said for said in early.invented)


def test_an_old_hall_today_is_a_hall_that_was_left() -> None:
    made = scenes.spec_for("寺庙门口", period="当代", int_ext="外")
    assert made.spec["period"] == "清"
    assert made.spec["dressing"] == ["空镜"]
    assert any("留下来的清代旧殿" in said for said in made.invented)
    inside = scenes.spec_for("大殿", period="民国", int_ext="内", year=1936)
    assert "year" not in inside.spec
    assert gate.examine(SetSpec.from_mapping(inside.spec)) == []
