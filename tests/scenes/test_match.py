"""From a heading to a set: real places and shipped sets ranked, spec, evidence and invention."""

from __future__ import annotations

import json

import pytest

import heritage_kb
import scenes
from heritage_kb import filming
from heritage_kb.errors import RefusedInput
from scenes import gate
from scenes.hall import settle
from scenes.match import match, shelf
from scenes.places import type_of
from scenes.proposal import spec_for
from scenes.spec import SetSpec
from scenes.work import Work
from ui import cli


def test_every_shipped_set_passes_the_gate_and_resolves() -> None:
    assert len(shelf()) >= 16
    ages = set()
    for id, spec in shelf().items():
        assert spec.title, id
        assert gate.examine(spec) == [], id
        ages.add(settle(spec).period)
    assert len(ages) >= 8


def test_the_named_place_comes_first_outside() -> None:
    found = match("佛光寺·东大殿前", period="唐", int_ext="外", hour="暮")["matches"]
    assert found[0]["id"] == "st_foguangsidongdadian"
    assert any("正合年代" in reason for reason in found[0]["reasons"])
    assert found[1]["kind"] == "set"


def test_an_interior_under_ban_leads_to_the_virtual_set() -> None:
    found = match("佛光寺·东大殿", period="唐", int_ext="内", k=30)["matches"]
    assert found[0]["kind"] == "set"
    site = next(row for row in found if row["id"] == "st_foguangsidongdadian")
    assert site["interior"]["allowed"] is False
    assert site["interior"]["rule"] == "SITE_INTERIOR"
    assert site["interior"]["set"] == found[0]["id"] == "foguang_dawn"
    assert "内景不得拍，改用虚拟制景" in site["reasons"]


def test_kind_age_and_region_rank_the_sites() -> None:
    gates = match("寺院山门", period="金", int_ext="外", k=3)["matches"]
    assert "善化寺山门" in {row["title"] for row in gates}
    bank = match("平遥 票号门口", period="清", year=1850, int_ext="外")["matches"][0]
    assert bank["id"] == "st_rishengchangpiaohao"
    assert any("平遥" in reason for reason in bank["reasons"])
    young = match("大殿", period="唐", k=200)["matches"]
    late = next(r for r in young if r["title"] == "永乐宫三清殿")
    assert any("比戏晚" in reason for reason in late["reasons"])


def test_a_row_names_entries_and_passages_that_exist() -> None:
    kb = heritage_kb.open()
    for row in match("破庙大殿", period="北宋", k=40)["matches"]:
        assert not row["entry"] or row["entry"] in kb.entries
        assert all(id in kb.passages for id in row["passages"] if ":" not in id)
        assert (row["interior"] is None) == (row["kind"] == "set")


@pytest.mark.parametrize(
    ("place", "kind"),
    [("寺院山门", "gate"), ("东配殿廊下", "side"), ("钟楼", "bell"), ("大雄宝殿前", "hall"),
     ("经堂", "hall"), ("崖下窑洞", "cliff_cave"), ("河滩", "riverbank"), ("云端", "")],
)  # fmt: skip
def test_the_place_names_the_kind_of_building(place: str, kind: str) -> None:
    assert type_of(place) == kind


def test_a_heading_becomes_a_spec_with_evidence_and_invention() -> None:
    made = spec_for("佛光寺·东大殿前", period="唐", hour="暮", weather="雪", season="冬")
    assert made.spec == {
        "site": "foguangsi", "period": "唐", "hour": 18.3, "weather": "雪", "season": "冬",
    }  # fmt: skip
    assert made.documented[0]["entry"] == "st_foguangsidongdadian"
    assert made.documented[0]["passages"]
    assert made.invented == []


def test_an_unknown_place_is_built_by_rule_and_says_so() -> None:
    made = spec_for("荒寺山门", year=1140)
    assert made.spec["type"] == "山门"
    assert settle(SetSpec.from_mapping(made.spec)).period == "jin"
    assert any("无实物可依" in said for said in made.invented)
    assert any("推得" in said for said in made.invented)


def test_a_hall_younger_than_the_story_is_not_used() -> None:
    made = spec_for("永乐宫三清殿", period="唐")
    assert "site" not in made.spec
    assert any("1262" in said for said in made.invented)
    with pytest.raises(RefusedInput, match="不知年代"):
        spec_for("荒寺山门")


def test_the_law_on_interiors_is_the_ground_floors() -> None:
    kb = heritage_kb.open()
    national = filming.interior_of(kb.entry("st_nanchansidadian"), kb.entry("nanchansidadian"))
    assert (national.allowed, national.rule) == (False, "SITE_INTERIOR")
    assert filming.interior_rule("省保", features=True) == "SITE_INTERIOR.FEATURES"
    assert filming.interior_rule("县保", features=False) == "SITE_INTERIOR.PROVINCE"


def test_the_command_line_answers_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["scene", "match", "--heading", "3-2 夜 内 佛光寺·东大殿", "--period", "唐", "--json"]
    assert cli.main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["matches"][0]["id"] == "foguang_dawn"
    assert answer["spec"]["site"] == "foguangsi"
    assert cli.main(["scene", "match", "--heading", "？", "--json"]) == 1
    assert cli.main(["scene", "date", "--json"]) == 1
    capsys.readouterr()
    assert scenes.match("大殿")["matches"]


@pytest.mark.parametrize(
    ("place", "hour", "wanted"),
    [
        ("破庙山门", "雨夜", {"hour": 21.0, "weather": "雨"}),
        ("大殿前", "盛夏正午", {"hour": 12.0, "season": "夏"}),
        ("城隍庙", "三更", {"hour": 0.0}),
        ("村口戏台", "DAY", {"hour": 10.0}),
        ("寺院大殿 薄雾", "暮春拂晓", {"hour": 5.5, "weather": "雾", "season": "春"}),
        ("雨花宫前", "日", {"hour": 10.0}),
        ("春秋楼下", "", {"hour": 10.0}),
    ],
)
def test_the_sky_is_read_from_time_words_and_not_from_names(
    place: str, hour: str, wanted: dict[str, object]
) -> None:
    spec = spec_for(place, period="金", hour=hour).spec
    assert {k: spec[k] for k in ("hour", "weather", "season") if k in spec} == wanted


def test_a_pagoda_is_itself_and_not_its_temples_chief_hall() -> None:
    made = spec_for("洪洞广胜寺飞虹塔前", period="明", hour="日")
    assert made.spec["site"] == "st_guangshengshangsifeihongta"
    assert not any("塔还不会造" in said for said in made.invented)
    assert spec_for("村外塔下", period="金").spec["type"] == "砖塔"
    assert spec_for("五里桥头", period="清").spec["type"] == "石拱桥"
    assert spec_for("应县木塔下", period="辽").spec["site"] == "st_fogongsishijiata"
    assert spec_for("觉山寺塔", period="辽").spec["site"] == "st_jueshansita"


def test_a_hall_is_of_its_own_age_and_not_of_a_reign_before_it() -> None:
    assert spec_for("镇国寺万佛殿", period="五代").spec["site"] == "zhenguosi"
    assert scenes.measure(site="镇国寺", period="五代")["measures"]["width_m"] > 11
    assert "site" not in spec_for("佛光寺东大殿", period="开元").spec


def test_an_inside_that_is_not_built_is_said() -> None:
    assert any("内景" in said for said in spec_for("钟楼", period="明", int_ext="内").invented)


def test_the_inside_of_a_hall_is_built() -> None:
    made = spec_for("大殿", period="唐", int_ext="内")
    work = settle(SetSpec.from_mapping(made.spec))
    assert isinstance(work, Work)
    assert work.type.id == "altar_hall"
