"""Pagodas, pavilions, stages and crossed bridges against what is measured of those that stand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import scenes
from heritage_kb.errors import RefusedInput
from scenes import weather
from scenes.building import Building
from scenes.camera import Camera
from scenes.frame import look
from scenes.light import light
from scenes.model import SetModel
from scenes.palette import albedos
from scenes.raycast import Caster
from scenes.solids import boxes
from scenes.work import Work


def corners(model: SetModel, element: str, part: str = "") -> Any:
    """Return the corners (n, 3) of one class, or of one part."""
    found = [
        model.parts[i.part].vertices @ i.matrix[:3, :3].T + i.matrix[:3, 3]
        for i in model.instances
        if i.element == element and i.part.startswith(part)
    ]
    return np.concatenate(found)


@pytest.mark.parametrize(
    ("site", "measure", "low", "high"),
    [
        ("应县木塔", "height_m", 65.8, 67.4), ("应县木塔", "diameter_m", 30.2, 30.3),
        ("应县木塔", "base_m", 3.5, 4.8), ("应县木塔", "spire_m", 9.8, 11.9),
        ("飞虹塔", "height_m", 47.0, 47.6), ("飞云楼", "height_m", 22.5, 23.5),
        ("平遥市楼", "height_m", 18.0, 19.0), ("觉山寺塔", "height_m", 43.5, 44.3),
        ("明惠大师塔", "side_m", 2.15, 2.25), ("三圣瑞现塔", "side_m", 5.8, 6.2),
        ("莺莺塔", "height_m", 36.5, 37.0), ("代县阿育王塔", "height_m", 38.0, 42.0),
        ("边靖楼", "total_m", 39.0, 40.5), ("边靖楼", "terrace_m", 13.0, 13.5),
        ("泛舟禅师塔", "total_m", 9.5, 10.5), ("王曲东岳庙戏台", "width_m", 7.2, 7.3), ("东羊后土庙戏台", "width_m", 7.4, 7.55),
        ("鱼沼飞梁", "long_m", 19.5, 19.7), ("鱼沼飞梁", "wing_wide_m", 3.2, 3.4),
    ],
)  # fmt: skip
def test_what_stands_measures_what_is_told_of_it(
    site: str, measure: str, low: float, high: float
) -> None:
    assert low <= scenes.measure(site=site)["measures"][measure] <= high


def test_the_timber_pagoda_is_an_octagon_of_five_storeys_and_six_eaves() -> None:
    work, model = scenes.build({"site": "应县木塔"})
    assert isinstance(work, Work)
    assert work.form == "八角五层六檐木塔"
    top = corners(model, "ridge", "spire")[:, 2].max()
    assert top == pytest.approx(67.31, abs=0.05)
    ring = [i for i in model.instances if i.part == "ring_column"]
    assert len(ring) == 8 * 3  # three bays a side
    far = {round(float(np.hypot(*i.matrix[:2, 3])), 2) for i in ring}
    assert max(far) == pytest.approx(30.27 / 2, abs=0.02)
    eaves = {i.part for i in model.instances if i.part.endswith("roof_bed")}
    assert len(eaves) == 6


def test_the_tower_of_daizhou_has_four_eaves_and_two_great_boards() -> None:
    work, model = scenes.build({"site": "边靖楼"})
    assert "三层四檐" in work.form
    rings = {i.part for i in model.instances if i.part.endswith("roof_bed")}
    assert len([r for r in rings if r.startswith("s")]) == 3  # and the hall's own roof
    texts = [i for i in model.instances if i.element == "sign"]
    assert len(texts) >= 2


def test_a_round_pagoda_has_no_corners_but_eight_piers() -> None:
    work, model = scenes.build({"type": "石塔", "period": "唐", "sides": 24})
    assert work.form == "圆形亭阁式塔"
    wall = corners(model, "wall", "l1_wall")
    far = np.hypot(*wall[:, :2].T)
    assert far.min() > 0.97 * far.max()
    assert sum(i.part == "l1_shaft" for i in model.instances) == 8
    with pytest.raises(RefusedInput, match="圆形只见于"):
        scenes.build({"type": "密檐塔", "period": "唐", "sides": 24})


def test_a_storey_of_the_pagoda_stands_inside_the_one_below() -> None:
    _, model = scenes.build({"type": "木塔", "period": "北宋", "sides": 6, "storeys": 3})
    reach = [
        np.abs(corners(model, "column", f"s{k}_column")[:, 1]).max() for k in (1, 2, 3)
    ]  # fmt: skip
    assert reach[0] > reach[1] > reach[2]


def test_the_crossed_bridge_stands_on_34_columns_over_water() -> None:
    work, model = scenes.build({"site": "鱼沼飞梁"})
    assert isinstance(work, Work)
    assert sum(i.part == "column" and i.element == "column" for i in model.instances) == 34
    water = corners(model, "water")[:, 2].max()
    assert water < 0 < work.floor
    assert work.pit is not None
    assert work.pit[0] < work.xs[1] < work.xs[2] < work.pit[1]


def test_a_stage_of_yuan_is_open_on_three_sides_and_walled_a_third_of_its_depth() -> None:
    hall, model = scenes.build({"site": "牛王庙戏台"})
    assert isinstance(hall, Building)
    wall = corners(model, "wall", "wall_foot")
    side = wall[wall[:, 0] > hall.width / 2 - 0.3]
    assert side[:, 1].max() - side[:, 1].min() == pytest.approx(2.7, abs=0.6)
    steps = corners(model, "step")
    assert steps[:, 1].min() > -hall.platform_half[1]  # nobody climbs it from before it
    front = [i for i in model.instances if i.element == "column" and i.matrix[1, 3] < 0]
    assert {i.part for i in front} == {"column_stone"}
    late = scenes.build({"type": "戏台", "period": "清"})[1]
    assert any(i.part == "screen_signs" for i in late.instances)
    assert not any(i.part == "screen_signs" for i in model.instances)


def test_a_crossed_roof_has_gables_on_all_four_sides() -> None:
    _, model = scenes.build({"site": "飞云楼"})
    ends = [i.matrix[:2, 3] for i in model.instances if i.part == "top_chiwei"]
    bearings = {round(float(np.degrees(np.arctan2(y, x)))) % 360 // 90 for x, y in ends}
    assert len(ends) == 4
    assert len(bearings) == 4


def test_a_tower_over_the_street_may_have_one_storey() -> None:
    work, model = scenes.build({"type": "过街楼", "period": "清", "storeys": 1})
    assert isinstance(work, Work)
    floor = corners(model, "floor", "top_floor")[:, 2].max()
    ridge = corners(model, "ridge", "top_")[:, 2].max()
    told = {mark.key: mark.z for mark in work.heights}
    assert floor == pytest.approx(told["terrace"], abs=0.05)
    assert ridge == pytest.approx(told["height"], abs=2.0)  # with what stands on it


def test_a_stage_over_a_gate_leaves_a_way_through() -> None:
    work, model = scenes.build({"type": "山门戏台", "period": "清"})
    tri = model.flatten()
    eye = np.array([[0.0, work.ys[0] - 12.0, 1.5]], np.float32)
    met = Caster(tri.corners).first(eye, np.array([[0, 1, 0]], np.float32))
    assert met.triangle[0] < 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "木塔", "period": "辽", "storeys": 11}, "木塔到不了"),
        ({"type": "砖塔", "period": "明", "sides": 5}, "边数"),
        ({"type": "楼阁", "period": "唐", "storeys": 6}, "造不起来"),
        ({"type": "白塔", "period": "唐"}, "还没有"),
        ({"site": "应县木塔", "storeys": 7}, "是 5，不是 7"),
    ],
)
def test_what_cannot_be_built_is_refused_in_a_sentence(given: dict[str, Any], said: str) -> None:
    with pytest.raises(RefusedInput, match=said):
        scenes.build(given)


def test_water_mirrors_in_dry_weather_and_paving_does_not() -> None:
    model = SetModel()
    model.add_part("water", *boxes([(-4, 0, -4, 4, -0.02, 0)]), "water")
    model.add_part("paving", *boxes([(0, 4, -4, 4, -0.02, 0)]), "paving")
    for part in ("water", "paving"):
        model.place(part, "ground")
    tri = model.flatten()
    camera = Camera(eye=(0, -9, 2), target=(0, 0, 2), lens_mm=24, width=64, height=64)
    frame = look(Caster(tri.corners), tri, camera)
    plain = np.zeros((len(tri.materials), 3), np.float32)
    day = light(10.0, "晴", "夏")
    amount, _ = weather.mirrored(frame, frame.normal(), day, albedos(tri.materials), plain)
    left, right = amount[:, :32], amount[:, 33:]
    assert left.max() > 0.1
    assert right.max() == 0.0
