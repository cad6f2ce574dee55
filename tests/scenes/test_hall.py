"""The hall: rules to the digit, measured halls to the survey, geometry that could stand."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
import trimesh

import scenes
from heritage_kb.errors import RefusedInput
from scenes import rulebook
from scenes.raycast import Caster
from scenes.timber import cai_of_grade, corner_column_rise, juzhe, puzuo

SITES = ("foguangsi", "nanchansi", "zhenguosi")


@cache
def built(site: str) -> tuple[Any, scenes.SetModel]:
    return scenes.build({"site": site})


@pytest.mark.parametrize(
    ("steps", "rise", "heights"),
    [
        (2, 1 / 3, [0.3333, 0.1333, 0]),
        (3, 1 / 3, [0.3333, 0.1889, 0.0778, 0]),
        (4, 1 / 3, [0.3333, 0.2167, 0.1278, 0.0556, 0]),
        (5, 1 / 3, [0.3333, 0.2333, 0.1583, 0.0972, 0.0444, 0]),
        (3, 0.27, [0.27, 0.153, 0.063, 0]),
        (4, 0.27, [0.27, 0.1755, 0.1035, 0.045, 0]),
    ],
)
def test_juzhe_gives_the_golden_vectors(steps: int, rise: float, heights: list[float]) -> None:
    places = np.linspace(0, 0.5, steps + 1)
    assert juzhe(list(places), rise) == pytest.approx(heights, abs=1e-4)


def test_the_eight_grades_of_cai() -> None:
    cun = [(9, 6), (8.25, 5.5), (7.5, 5), (7.2, 4.8), (6.6, 4.4), (6, 4), (5.25, 3.5), (4.5, 3)]
    chi = rulebook.rule("chi").value
    for grade, (high, wide) in enumerate(cun, 1):
        metres = (high * chi / 1000, wide * chi / 1000)
        assert cai_of_grade(grade) == pytest.approx(metres, rel=1e-9)
    with pytest.raises(RefusedInput, match="材等 9"):
        cai_of_grade(9)


def test_a_corner_column_stands_higher_by_the_bays() -> None:
    chi = rulebook.rule("chi").value / 1000
    cun = [round(corner_column_rise(bays) / chi, 6) for bays in (3, 5, 7, 9, 11, 13)]
    assert cun == pytest.approx([2, 4, 6, 8, 10, 12])


def test_bracket_sets_jump_as_the_text_says() -> None:
    assert puzuo("七铺作双杪双下昂").jumps == 4
    assert puzuo("五铺作双杪").jumps == 2
    with pytest.raises(RefusedInput, match="出跳不合"):
        puzuo("七铺作单杪单下昂")


# Survey figures in metres as commonly cited; rule-only tolerances are those of the house.
SURVEYS = {
    "foguangsi": {"width_m": 34.0, "depth_m": 17.66, "column_m": 4.99, "eave_m": 3.96},
    "nanchansi": {"width_m": 11.62, "depth_m": 9.90, "column_m": 3.84},
    "zhenguosi": {"width_m": 11.57, "depth_m": 10.77, "column_m": 3.42},
}
ASKED = {
    "foguangsi": {"period": "唐", "bays": 7, "rafters": 8, "roof": "庑殿", "cai_cm": 30.0},
    "nanchansi": {"period": "唐", "bays": 3, "rafters": 4, "roof": "歇山", "cai_cm": 25.0},
    "zhenguosi": {"period": "五代", "bays": 3, "rafters": 6, "roof": "歇山", "cai_cm": 22.0},
}
BY_RULE = {"width_m": 0.01, "depth_m": 0.01, "column_m": 0.08, "eave_m": 0.10}


@pytest.mark.parametrize("site", SITES)
def test_a_measured_hall_uses_its_facts(site: str) -> None:
    measures = scenes.measure(site=site)["measures"]
    for name, value in SURVEYS[site].items():
        assert measures[name] == pytest.approx(value, rel=0.002), name


@pytest.mark.parametrize("site", SITES)
def test_the_rules_alone_come_near_the_survey(site: str) -> None:
    data = scenes.measure(**ASKED[site])
    for name, value in SURVEYS[site].items():
        assert data["measures"][name] == pytest.approx(value, rel=BY_RULE[name]), name
        low, high = data["range"][name]
        assert low <= data["measures"][name] <= high


@pytest.mark.parametrize("site", SITES)
def test_the_geometry_is_as_wide_and_high_as_the_numbers(site: str) -> None:
    building, model = built(site)
    corners = model.flatten().corners.reshape(-1, 3)
    assert np.isfinite(corners).all()
    ridge = [i for i in model.instances if i.name == "正脊"]
    assert ridge
    tops = (model.parts[ridge[0].part].vertices @ ridge[0].matrix[:3, :3].T)[:, 2]
    middle = tops + ridge[0].matrix[2, 3]
    assert middle.max() >= building.height * 0.98
    columns = [i for i in model.instances if i.element == "column"]
    feet = np.array([i.matrix[:3, 3] for i in columns])
    assert np.ptp(feet[:, 0]) == pytest.approx(building.width, rel=0.02)
    assert np.ptp(feet[:, 1]) == pytest.approx(building.depth, rel=0.02)


@pytest.mark.parametrize("site", SITES)
def test_left_mirrors_right(site: str) -> None:
    _, model = built(site)
    tri = model.flatten()
    for element in ("column", "bracket", "roof"):
        x = tri.corners[tri.element == tri.elements.index(element)][..., 0]
        assert x.min() == pytest.approx(-x.max(), abs=0.02), element
        assert (x < -0.5).sum() == pytest.approx((x > 0.5).sum(), rel=0.01), element


@pytest.mark.parametrize("site", SITES)
def test_nothing_comes_through_the_roof(site: str) -> None:
    building, model = built(site)
    tri = model.flatten()
    reach = building.eave * 0.9
    x, y = np.meshgrid(
        np.arange(-building.width / 2 - reach, building.width / 2 + reach, 0.11),
        np.arange(-building.depth / 2 - reach, building.depth / 2 + reach, 0.11),
    )
    eyes = np.stack([x.ravel(), y.ravel(), np.full(x.size, 60.0)], axis=1).astype(np.float32)
    down = np.tile(np.array([0, 0, -1], np.float32), (len(eyes), 1))
    hit = Caster(tri.corners).first(eyes, down)
    seen = {tri.elements[e] for e in tri.element[hit.triangle[hit.triangle >= 0]]}
    assert seen <= {"roof", "ridge"}, seen


@pytest.mark.parametrize("site", SITES)
def test_solids_are_closed(site: str) -> None:
    _, model = built(site)
    # 塞口 is cut by the roof above; 七朱八白 is a film of paint.
    sheets = {"wall_closer", "seven_red_eight_white"}
    leaky = [
        name
        for name, part in model.parts.items()
        if name not in sheets and not trimesh.Trimesh(part.vertices, part.faces).is_watertight
    ]
    assert leaky == []


def test_the_roof_is_concave_and_lifts_at_the_corner() -> None:
    building, model = built("foguangsi")
    heights = [z for _, z in building.purlins]
    places = [p for p, _ in building.purlins]
    slopes = -np.diff(heights) / np.diff(places)
    assert (np.diff(slopes) < 0).all()  # steep at the ridge, gentle at the eave
    tri = model.flatten()
    roof = tri.corners[tri.element == tri.elements.index("roof")].reshape(-1, 3)
    front = roof[roof[:, 1] < roof[:, 1].min() + 0.6]
    middle = front[np.abs(front[:, 0]) < 2][:, 2].min()
    corner = front[np.abs(front[:, 0]) > np.abs(front[:, 0]).max() - 0.6][:, 2].min()
    assert corner > middle + 0.1


def test_the_same_spec_gives_the_same_mesh() -> None:
    one, two = (scenes.build({"site": "nanchansi"})[1].flatten().corners for _ in range(2))
    assert np.array_equal(one, two)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ({"period": "唐", "bays": 6}, "双数"),
        ({"period": "南北朝", "bays": 5}, "南北朝"),
        ({"period": "唐", "features": ["普拍枋"]}, "普拍枋"),
        ({"period": "唐", "year": 1200, "bays": 5}, "1200"),
        ({"period": "唐", "bays": 3, "cai_cm": 80.0}, "80"),
        ({"period": "唐", "bays": 3, "rafters": 5}, "5 架椽"),
        ({"period": "唐", "bays": 3, "roof": "攒尖"}, "攒尖"),
        ({"period": "唐", "hour": "昨天"}, "昨天"),
        ({"period": "唐", "颜色": "红"}, "颜色"),
    ],
)
def test_what_could_not_stand_is_refused(asked: dict[str, Any], part: str) -> None:
    with pytest.raises(RefusedInput, match=part) as refused:
        scenes.build(asked)
    assert str(refused.value).count("。") == 1
    assert refused.value.en != refused.value.zh


def test_every_dimension_names_its_rule_and_source() -> None:
    building, _ = built("foguangsi")
    for row in building.evidence:
        assert row["source"], row["item"]
        assert row["rule"], row["item"]
    assert building.invented
