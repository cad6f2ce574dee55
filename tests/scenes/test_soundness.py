"""The checker of halls finds what is planted, and nothing in halls that are sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

import scenes
from heritage_kb.errors import RefusedInput
from scenes.building import Building
from scenes.gauge import gauge
from scenes.model import Part, SetModel
from scenes.resolve import resolve
from scenes.roofline import Roofline
from scenes.solids import boxes
from scenes.soundness import KINDS, inspect
from scenes.spec import SetSpec


@cache
def hall() -> tuple[Building, SetModel]:
    return scenes.build(
        {"period": "唐", "bays": 3, "rafters": 4, "roof": "悬山", "brackets": "斗口跳"}
    )


def copied() -> SetModel:
    model = hall()[1]
    return SetModel(dict(model.parts), list(model.instances))


def kinds(b: Building, model: SetModel) -> set[str]:
    found = inspect(b, model)
    assert {f.kind for f in found} <= set(KINDS)
    return {f.kind for f in found}


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "唐", "bays": 3, "rafters": 4, "roof": "悬山", "brackets": "斗口跳"},
        {"period": "北宋", "bays": 3, "roof": "悬山", "brackets": "不用斗栱"},
        {"period": "辽", "bays": 3, "brackets": "把头绞项造", "kind": "palace"},
        {"period": "清", "type": "配殿", "bays": 3, "roof": "硬山"},
        {"period": "五代", "bays": 5, "rafters": 8, "brackets": "不用斗栱", "grade": 5},
        {"period": "宋", "type": "钟楼", "eaves": "重檐"},
        {"period": "明", "type": "钟楼", "bays": 5, "roof": "歇山", "eaves": "单檐", "rafters": 10},
        {"period": "清", "type": "戏台", "bays": 3, "roof": "硬山", "brackets": "不用斗栱"},
        {"period": "清", "type": "配殿", "bays": 3, "grade": 5},
        {"period": "明", "type": "配殿", "bays": 3, "roof": "硬山", "rafters": 4,
         "brackets": "六铺作单杪双下昂"},
        {"period": "元", "bays": 5, "roof": "庑殿", "rafters": 10},
        {"period": "五代", "type": "配殿", "bays": 1},
        {"period": "明", "type": "山门", "bays": 7, "rafters": 10, "brackets": "不用斗栱"},
        {"period": "元", "type": "钟楼", "bays": 3, "roof": "歇山", "rafters": 8, "grade": 1},
        {"period": "唐", "type": "钟楼", "bays": 5, "rafters": 10, "eaves": "单檐",
         "brackets": "把头绞项造"},
        {"period": "北宋", "bays": 3, "brackets": "六铺作单杪双下昂", "grade": 8},
        {"period": "辽", "bays": 3, "roof": "歇山", "eaves": "单檐", "grade": 8},
        {"period": "明", "bays": 5, "roof": "悬山", "grade": 6},
        {"period": "明", "type": "配殿", "bays": 3, "brackets": "七踩单翘重昂", "eaves": "重檐"},
    ],
)  # fmt: skip
def test_a_lawful_hall_is_sound(asked: dict[str, Any]) -> None:
    assert inspect(*scenes.build(asked)) == []


def _edited(name: str, change: Callable[[Part], Part]) -> SetModel:
    model = copied()
    model.parts[name] = change(model.parts[name])
    return model


def _with(name: str, bounds: list[float], element: str, material: str = "gold") -> SetModel:
    model = copied()
    model.add_part(name, *boxes([bounds]), material)
    model.place(name, element)
    return model


def _without(element: str) -> SetModel:
    model = copied()
    model.instances = [i for i in model.instances if i.element != element]
    return model


def test_it_finds_what_is_no_number() -> None:
    model = _edited("purlin", lambda p: replace(p, vertices=p.vertices * np.nan))
    assert kinds(hall()[0], model) == {"nan"}


def test_it_finds_an_open_solid_and_one_turned_inside_out() -> None:
    b = hall()[0]
    assert "open" in kinds(b, _edited("column", lambda p: replace(p, faces=p.faces[1:])))
    assert "inside_out" in kinds(b, _edited("column", lambda p: replace(p, faces=p.faces[:, ::-1])))


def test_it_finds_faces_that_flicker() -> None:
    b = hall()[0]
    x, y, z = b.platform_half[0], b.platform_half[1], b.platform
    twice = _with("again", [-x + 1, x - 1, -y - 0.0004, -y + 0.1, 0.1, z - 0.1], "platform")
    assert "flicker" in kinds(b, twice)


def test_it_finds_what_comes_through_the_roof() -> None:
    b = hall()[0]
    post = _with("mast", [2.0, 2.3, 1.0, 1.3, 1.0, b.height + 1], "beam")
    assert "pierced" in kinds(b, post)


def test_it_finds_posts_without_a_load_and_sets_without_a_post() -> None:
    b = hall()[0]
    bare = _without("bracket")
    bare.instances = [i for i in bare.instances if i.element != "beam"]
    assert "post" in kinds(b, bare)
    floating = _without("column")
    floating.instances = [i for i in floating.instances if "architrave" not in i.part]
    standing = hall()[1].instances
    floating.instances += [i for i in standing if i.element == "column" and i.matrix[1, 3] < -4]
    assert "set" in kinds(b, floating)


def test_it_finds_another_number_of_bays_and_another_size() -> None:
    b = hall()[0]
    assert "bays" in kinds(replace(b, bays=(2.0, *b.bays, 2.0)), hall()[1])
    assert "size" in kinds(replace(b, depth_bays=(6.0, 6.0)), hall()[1])


def test_it_finds_timbers_out_of_proportion() -> None:
    b = hall()[0]
    far = tuple((2.0 * p, h) for p, h in b.purlins)
    assert "module" in kinds(replace(b, purlins=far, depth_bays=(9.0, 9.0)), hall()[1])


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ({"period": "北宋", "type": "钟楼", "bays": 5, "rafters": 4, "eaves": "单檐"}, "椽子够不着"),
        ({"period": "元", "bays": 5, "roof": "庑殿", "bay_widths": [3.0] * 5,
          "bay_depths": [3.0] * 5}, "庑殿的正脊收不成"),
        ({"period": "唐", "type": "山门", "bays": 1, "roof": "歇山", "bay_widths": [3.4],
          "bay_depths": [3.6, 3.6]}, "歇山的正脊收不成"),
    ],
)  # fmt: skip
def test_a_plan_that_no_roof_covers_is_refused(asked: dict[str, Any], part: str) -> None:
    with pytest.raises(RefusedInput, match=part) as refused:
        scenes.build(asked)
    assert str(refused.value).count("。") == 1


def test_a_square_tower_takes_the_rafters_it_needs() -> None:
    b, _ = scenes.build({"period": "唐", "type": "钟楼", "bays": 5, "eaves": "单檐"})
    assert b.depth / b.rafters <= 3.0
    assert b.rafters > 4


@pytest.mark.parametrize("period", ["唐", "五代", "辽", "北宋", "金", "元"])
def test_a_gate_of_one_bay_is_no_deeper_than_its_roof_allows(period: str) -> None:
    b, model = scenes.build({"period": period, "type": "山门", "bays": 1, "roof": "歇山"})
    line = Roofline(b)
    assert line.gable_x > line.truss_x >= 0.5 - 1e-9
    assert inspect(b, model) == []
    seen = gauge(model)
    assert (seen.bays, seen.width) == (1, pytest.approx(b.width, rel=0.01))


@pytest.mark.parametrize("rafters", [None, 6])
@pytest.mark.parametrize("kind", ["殿", "山门", "配殿"])
@pytest.mark.parametrize("period", ["唐", "辽", "金", "明", "清"])
def test_what_has_one_bay_is_no_deeper_than_wide(
    period: str, kind: str, rafters: int | None
) -> None:
    spec = {"period": period, "type": kind, "bays": 1, "roof": "悬山", "rafters": rafters}
    b = resolve(SetSpec.from_mapping(spec))
    assert b.depth <= b.width + 1e-9


def test_a_depth_that_is_asked_for_is_kept() -> None:
    b = resolve(SetSpec.from_mapping(
        {"period": "金", "type": "山门", "bays": 1, "roof": "悬山", "bay_depths": [3.5, 3.5]}
    ))  # fmt: skip
    assert b.depth == pytest.approx(7.0)
    assert b.depth > b.width


@pytest.mark.parametrize("roof", ["悬山", "硬山"])
def test_the_boards_under_the_eave_end_within_a_gabled_roof(roof: str) -> None:
    b, model = scenes.build(
        {"period": "明", "type": "殿", "bays": 3, "roof": roof, "brackets": "七踩单翘重昂"}
    )
    board = model.parts["soffit"].vertices[:, 0]
    assert np.abs(board).max() < Roofline(b).half_x - 0.02


@pytest.mark.parametrize("period", ["五代", "元", "明", "清"])
@pytest.mark.parametrize("kind", ["配殿", "山门"])
def test_a_double_eave_that_names_no_roof_gets_one_that_takes_it(period: str, kind: str) -> None:
    spec = SetSpec.from_mapping({"period": period, "type": kind, "bays": 7, "eaves": "重檐"})
    assert resolve(spec).roof in ("歇山", "庑殿")
