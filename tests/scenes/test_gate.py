"""The gate: what could not have stood is refused for its own reason, what could passes."""

from __future__ import annotations

import json

import pytest

import scenes
from benchmarks.gate import refusals, right, rows
from heritage_kb.errors import RefusedInput
from scenes import gate, rulebook, statutes, things
from scenes.case import AGES, HALL_AGES
from scenes.spec import SetSpec
from ui import cli


def refused(**spec: object) -> list[str]:
    return [r.rule for r in gate.examine(SetSpec.from_mapping(spec))]


def test_every_spec_out_of_its_age_is_refused_for_its_own_reason() -> None:
    wrong = [
        row["id"] for row in rows("sets_refused.jsonl") if not right(row, refusals(row["spec"]))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("spec", "rule"),
    [
        ({"period": "清", "brackets": "不用斗栱", "grade": 8}, "timber.doukou.none"),
        ({"period": "明", "brackets": "小式", "cai_cm": 12}, "timber.doukou.none.cai"),
        ({"period": "明", "bays": 11, "eaves": "重檐", "grade": 5}, "timber.doukou.hall"),
        ({"period": "金", "bays": 5, "roof": "歇山", "rafters": 12}, "plan.deep.five"),
        ({"period": "清", "type": "戏台", "bays": 5, "roof": "庑殿"}, "roof.hip.stage"),
    ],
)
def test_what_has_no_module_or_no_ridge_is_refused(spec: dict[str, object], rule: str) -> None:
    assert refused(**spec) == [rule]


def test_no_good_spec_is_refused() -> None:
    assert [row["id"] for row in rows("sets_good.jsonl") if refusals(row["spec"])] == []


def test_the_good_specs_cover_every_age_and_kind() -> None:
    good = [row["spec"] for row in rows("sets_good.jsonl")]
    assert {spec.get("period", "") for spec in good} >= set(HALL_AGES)
    assert {"山门", "配殿", "钟楼"} <= {spec.get("type", "") for spec in good}


def test_a_refusal_names_rule_source_and_what_to_write_instead() -> None:
    spec = SetSpec.from_mapping({"period": "唐", "bays": 5, "features": ["和玺彩画"]})
    with pytest.raises(RefusedInput, match=r"和玺.*改用") as caught:
        gate.require(spec)
    assert caught.value.details["rule"] == "gate.hexi"
    assert all(row["source"] and row["instead"] for row in caught.value.details["refused"])


@pytest.mark.parametrize(
    ("age", "feature", "rule"),
    [
        ("五代", "普拍枋", None), ("唐", "普拍枋", "gate.pupaifang"), ("辽", "斜栱", None),
        ("清", "鸱尾", "gate.fish_tail"), ("金", "龙吻", None), ("北宋", "龙吻", "gate.dragon_end"),
        ("唐", "无普拍枋", None), ("唐", "不用走兽", None), ("元", "补间三朵", None),
        ("元", "补间四朵", "brackets.between"), ("元", "补间二三十朵", "brackets.between"),
        ("清", "走兽七个", None),
        ("清", "走兽八个", "ridge.beasts.count"), ("清", "走兽十一个", "ridge.beasts.count"),
    ],
)  # fmt: skip
def test_a_thing_belongs_to_its_ages(age: str, feature: str, rule: str | None) -> None:
    assert refused(period=age, bays=5, features=[feature])[:1] == ([rule] if rule else [])


def test_the_year_decides_where_it_is_known() -> None:
    assert refused(period="北宋", year=971, bays=3, features=["假昂"]) == ["gate.false_lever"]
    assert refused(period="北宋", year=1101, bays=3, features=["假昂"]) == []
    assert refused(period="清", year=1700, bays=3, roof="硬山", lamps=["煤油灯"])
    assert refused(period="清", year=1890, bays=3, roof="硬山", lamps=["煤油灯"]) == []


def test_what_is_put_before_a_standing_hall_is_of_the_story_and_its_form_of_the_hall() -> None:
    assert refused(site="佛光寺", year=2020, dressing=["手机"]) == []
    assert refused(site="佛光寺", year=1750, dressing=["玫瑰椅", "对联"]) == []
    assert refused(site="佛光寺", dressing=["手机"]) == ["term.shouji-2"]
    assert refused(site="佛光寺", year=2020, features=["隔扇"]) == ["gate.lattice_door"]
    assert refused(site="佛光寺", period="北魏") == ["time.built"]


def test_licence_passes_what_is_unusual_and_is_recorded_as_invention() -> None:
    given = {"period": "清", "bays": 5, "features": ["和玺彩画"], "licence": True}
    spec = SetSpec.from_mapping(given)
    assert gate.examine(spec) == []
    assert ["和玺" in said and said.startswith("艺术处理") for said in gate.liberties(spec)] == [
        True
    ]
    impossible = SetSpec.from_mapping(given | {"features": ["鸱尾"]})
    assert [r.rule for r in gate.examine(impossible)] == ["gate.fish_tail"]


def test_snow_in_summer_is_a_warning() -> None:
    spec = SetSpec.from_mapping({"period": "唐", "season": "夏", "weather": "雪"})
    assert gate.examine(spec) == []
    assert len(gate.warnings(spec)) == 1


def test_the_rows_are_whole() -> None:
    ids = [row["id"] for row in (*things.table()["thing"], *rulebook.rows_of("thing"))]
    assert len(ids) == len(set(ids))
    for row in (*things.table()["thing"], *rulebook.rows_of("thing")):
        assert row.get("free") or all(row[key] for key in ("text", "instead", "source")), row["id"]
        assert {row.get("since", "唐"), row.get("until", "清")} <= set(AGES), row["id"]
        assert {*row.get("kinds", ()), *row.get("not_kinds", ())} <= set(things.table()["kinds"])
    for row in (*statutes.laws()["law"], *rulebook.rows_of("law")):
        assert all(row[key] for key in ("field", "text", "instead", "source", "confidence"))
        assert set(row["when"]) <= set(statutes.CONDITIONS), row["id"]
    assert set(statutes.laws()["between"]) == set(HALL_AGES)


def test_what_the_knowledge_base_dates_is_not_dated_twice() -> None:
    import heritage_kb

    known = {name for term in heritage_kb.open().terms.values() for name in term.names}
    for row in things.table()["thing"]:
        if "from" in row and not {"since", "kinds"} & set(row):
            assert not known & set(row["names"]), row["id"]


def test_the_command_line_gives_the_rule_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(
        ["scene", "measure", "--period", "唐", "--bays", "3", "--roof", "庑殿", "--json"]
    )
    answer = json.loads(capsys.readouterr().out)
    assert code == 1
    assert answer["rule"] == "roof.hip.bays"
    assert answer["refused"][0]["instead"]


def test_an_examiner_finds_no_gap_and_no_false_refusal() -> None:
    missed = [r["id"] for r in rows("sets_refused_examiner.jsonl") if not refusals(r["spec"])]
    false = [r["id"] for r in rows("sets_good_examiner.jsonl") if refusals(r["spec"])]
    assert (missed, false) == ([], [])


def test_how_large_a_palace_is_may_be_asked_without_its_rank() -> None:
    asked = {"period": "清", "bays": 11, "rafters": 12, "roof": "重檐庑殿"}
    assert scenes.measure(**asked)["measures"]["width_m"] == pytest.approx(60.0, rel=0.02)
    assert [r.rule for r in scenes.examine(SetSpec.from_mapping(asked))] == ["roof.hip.double"]


def test_the_gate_is_public() -> None:
    assert scenes.examine(SetSpec.from_mapping({"period": "唐"})) == []
