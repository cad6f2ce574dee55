"""Courts keep to their plots and their measures, and hang red lanterns only where they may."""

from __future__ import annotations

import numpy as np
import pytest

import scenes
from heritage_kb.errors import RefusedInput
from scenes.places import type_of
from scenes.proposal import spec_for
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
