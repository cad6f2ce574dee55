"""Courts keep to their plots and their measures, and hang red lanterns only where they may."""

from __future__ import annotations

import numpy as np
import pytest

import scenes
from heritage_kb.errors import RefusedInput
from scenes import gate
from scenes.model import SetModel
from scenes.places import type_of
from scenes.proposal import spec_for
from scenes.soundness import inspect
from scenes.spec import SetSpec
from scenes.works.courts.openings import LEAF_HIGH


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "大院", "site_m": [9, 70]}, r"大院放不进用地：.*宽只有 9 米"),
        ({"type": "大院", "count": 3, "site_m": [16, 30]}, r"深只有 30 米"),
        ({"type": "县衙", "site_m": [20, 200]}, r"衙署放不进用地"),
    ],
)
def test_a_court_wider_or_deeper_than_its_plot_is_refused(
    given: dict[str, object], said: str
) -> None:
    with pytest.raises(RefusedInput, match=said):
        scenes.build({"period": "清", **given})


def test_rows_of_red_lanterns_hang_only_where_the_gate_lets_them() -> None:
    plain = scenes.build({"period": "清", "type": "大院"})[1]
    feast = scenes.build(
        {"period": "清", "type": "大院", "lamps": ["成排红灯笼"], "dressing": ["元宵"]}
    )[1]
    assert len(feast.lamps) > 2 * len(plain.lamps)
    assert "lantern_red" in {part.material for part in feast.parts.values()}
    assert "lantern_red" not in {part.material for part in plain.parts.values()}


def test_the_court_is_narrow_and_its_outer_wall_high() -> None:
    said = scenes.measure(SetSpec(period="清", type="大院"))["measures"]
    assert 2.0 <= said["court_depth_m"] / said["court_m"] <= 3.0
    assert 7.0 <= said["wall_m"] <= 10.5
    assert scenes.measure(SetSpec(site="乔家大院"))["measures"]["wall_m"] == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("given", "has", "has_not"),
    [
        ({"period": "唐"}, {"thatch", "rammed"}, {"tile", "glass", "corn", "brick"}),
        ({"period": "清"}, {"tile", "adobe", "corn"}, {"glass", "thatch", "aluminium"}),
        ({"period": "民国"}, {"brick", "glass", "plaster_white"}, {"aluminium", "thatch"}),
        ({"period": "当代", "year": 1970}, {"adobe", "tile"}, {"aluminium", "white_tile"}),
        ({"period": "当代", "year": 1985}, {"red_brick", "glass"}, {"white_tile", "aluminium"}),
        ({"period": "当代", "year": 2024}, {"white_tile", "aluminium", "cement"}, {"thatch"}),
        ({"period": "明", "type": "石头院"}, {"rubble", "slab"}, {"thatch", "glass"}),
    ],
)
def test_a_farm_is_built_of_what_its_age_and_ground_have(
    given: dict[str, object], has: set[str], has_not: set[str]
) -> None:
    model = scenes.build({"type": "农家院", **given})[1]
    found = {part.material for part in model.parts.values()}
    assert has <= found
    assert not has_not & found


@pytest.mark.parametrize(
    ("period", "planks", "bars_only"),
    [("北魏", True, True), ("唐", True, True), ("元", True, False), ("清", False, False)],
)
def test_a_farm_has_the_doors_and_windows_of_its_age(
    period: str, planks: bool, bars_only: bool
) -> None:
    parts = scenes.build({"type": "农家院", "period": period})[1].parts
    said = {key.split("_")[-1]: part for key, part in parts.items() if "main_bay_L" in key}
    lattice, stiles = said["lattice"].vertices, said["stile"].vertices
    low = lattice[lattice[:, 2] < LEAF_HIGH]  # below the transom
    assert (len(np.unique(low[:, 2].round(3))) == 2) == bars_only
    in_door = (np.abs(stiles[:, 0]) < 0.5) & (stiles[:, 2] < LEAF_HIGH - 0.4)
    assert in_door.any() != planks


def test_a_farm_takes_the_plot_it_is_given_and_refuses_one_too_small() -> None:
    said = scenes.measure(SetSpec(period="清", type="农家院", site_m=(20, 30)))["measures"]
    assert said["yard_m"] == pytest.approx(19.8)
    assert said["yard_depth_m"] == pytest.approx(29.8)
    with pytest.raises(RefusedInput, match="农家院放不进用地"):
        scenes.build({"period": "清", "type": "农家院", "site_m": [9, 12]})


@pytest.mark.parametrize(
    ("place", "period", "kind"),
    [
        ("院里", "唐", "farm_court"),
        ("王婶家院子", "当代", "farm_court"),
        ("自家小院", "民国", "farm_court"),
        ("老屋", "清", "farm_court"),
        ("家门口", "当代", "farm_court"),
        ("寺院里", "清", "temple_court"),
        ("大殿院里", "清", "hall"),
        ("县衙院中", "清", "yamen"),
        ("医院里", "当代", "ward"),
    ],
)
def test_a_heading_that_only_says_the_yard_proposes_a_farm(
    place: str, period: str, kind: str
) -> None:
    assert type_of(place) == kind
    if kind == "farm_court":
        made = SetSpec.from_mapping(spec_for(place, period=period).spec)
        assert made.type == "农家院"
        assert scenes.measure(made)["measures"]["yard_m"] > 10


@pytest.mark.parametrize("type", ["县衙", "寺院", "文庙", "书院"])
@pytest.mark.parametrize("features", [["东跨院", "抱厦"], ["东西跨院"], ["西别院"]])
def test_side_courts_and_a_porch_are_built_on_to_an_axis(type: str, features: list[str]) -> None:
    plain, _ = scenes.build({"period": "清", "type": type})
    work, model = scenes.build({"period": "清", "type": type, "features": features})
    assert inspect(work, model) == []
    said = "".join(features)
    wider = sum(word in said for word in ("东", "西"))
    assert len(work.xs) == len(plain.xs) + wider
    assert ("抱厦" in work.form) == ("抱厦" in said)
    names = {view.name for view in work.views}
    assert ({"东跨院"} <= names) == ("东" in said)
    assert ({"西跨院"} <= names) == ("西" in said)


@pytest.mark.parametrize("features", [["东跨院"], ["西跨院"], ["东西跨院"]])
@pytest.mark.parametrize("count", [1, 3])
def test_a_great_house_takes_side_courts_lower_than_itself(count: int, features: list[str]) -> None:
    given = {"period": "清", "type": "大院", "count": count}
    plain, _ = scenes.build(given)
    work, model = scenes.build({**given, "features": features})
    assert inspect(work, model) == []
    sides = [word for word in ("东", "西") if word in features[0]]
    assert len(work.xs) == len(plain.xs) + len(sides)
    assert {f"{word}跨院" for word in sides} == {v.name for v in work.views} - {
        v.name for v in plain.views
    }
    assert all(
        work.dimensions[key].low <= work.dimensions[key].value <= work.dimensions[key].high
        for key in ("side_yard", "side_wing")
    )
    tall = [_top(model, part) for part in ("side_wing_", "wing_")]
    assert tall[0] < tall[1] - 1.0


def _top(model: SetModel, part: str) -> float:
    """Return the highest point of what is made of a part."""
    return max(
        float((model.parts[i.part].vertices @ i.matrix[2, :3]).max() + i.matrix[2, 3])
        for i in model.instances
        if i.part.startswith(part)
    )


def test_a_porch_is_tucked_under_the_eave_of_its_hall_and_held_to_its_rule() -> None:
    work, model = scenes.build({"site": "霍州署"})
    assert "抱厦" in work.form
    row = work.dimensions["porch"]
    assert row.low <= row.value <= row.high
    tops = {}
    for one in model.instances:
        at = model.parts[one.part].vertices @ one.matrix[:3, :3].T + one.matrix[:3, 3]
        tops[one.part] = max(tops.get(one.part, -1.0), float(at[:, 2].max()))
    porch = max(z for name, z in tops.items() if "porch_" in name)
    assert porch < 0.8 * max(tops.values())


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"period": "宋", "type": "县衙", "features": ["东跨院"]}, "gate.side_court"),
        ({"period": "唐", "type": "寺院", "features": ["抱厦"]}, "gate.porch"),
    ],
)
def test_what_is_built_on_is_refused_before_its_age(given: dict[str, object], rule: str) -> None:
    assert rule in [r.rule for r in gate.examine(SetSpec.from_mapping(given))]
    with pytest.raises(RefusedInput):
        scenes.build(given)
