"""What lies before the camera: lawful, seasonable, on the ground, off the axis, the same each time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import scenes
from scenes import (
    clutter,
    compositions,
    foreground,
    looks,
    rulebook,
    shoot,
    staging,
    surroundings,
    things,
)
from scenes.camera import Camera
from scenes.case import case_of
from scenes.kinds import kinds
from scenes.light import light
from scenes.model import Instance, SetModel
from scenes.palette import PIGMENTS
from scenes.spec import SetSpec

ROWS = rulebook.table("foreground")


def dressed(given: dict[str, Any]) -> tuple[SetModel, list[Instance], Camera, list[str]]:
    """Return a set with what stands there, what was added before its camera, and what is said of it."""
    spec = SetSpec.from_mapping(given)
    built, model = scenes.build(spec)
    found, size = compositions.choose(
        spec.camera, model.flatten(), "9:16", 512, shoot.views_of(built)
    )
    sky = light(spec.hour, spec.weather, spec.season)
    stage = surroundings.Stage(spec, built, size, found.camera, sky, looks.named(spec.look))
    made = stage.dress(model)
    near = [i for i in model.instances if i.part.startswith("near.")]
    return model, near, found.camera, made.invented


@pytest.mark.parametrize("id", sorted(clutter.THINGS))
def test_a_thing_stands_on_the_ground_within_its_radius(id: str) -> None:
    model = SetModel()
    clutter.put(model, id, (3.0, -2.0, 0.4), 0.7)
    corners = model.flatten().corners.reshape(-1, 3)
    assert np.isfinite(corners).all()
    assert -0.06 < corners[:, 2].min() - 0.4 < 0.03
    assert 0.05 < corners[:, 2].max() - 0.4 < 1.2
    radius = next(row["radius"] for row in ROWS["thing"] if row["id"] == id)
    assert np.hypot(corners[:, 0] - 3.0, corners[:, 1] + 2.0).max() < 1.2 * radius
    assert all(part.material in PIGMENTS for part in model.parts.values())


def test_every_row_can_be_made_of_a_kind_that_is_known_and_is_lawful_in_its_ages() -> None:
    for row in ROWS["cover"]:
        assert row["id"] in clutter.STREWN
        assert set(row["on"]) <= set(PIGMENTS)
    ages = {age.id: age.title for age in rulebook.ages()}
    for row in ROWS["thing"]:
        assert row["id"] in clutter.THINGS
        assert set(row.get("kinds", ())) <= set(kinds())
        for age in row.get("ages", ages):
            spec = SetSpec(period=ages[age], type="farm_court")
            assert staging.lawful(case_of(spec, things.house_of(spec)), row["said"]), (
                row["id"],
                age,
            )


def test_what_is_put_before_a_hall_is_off_its_axis_and_in_the_picture() -> None:
    for seed in range(6):
        _, near, camera, said = dressed({"site": "佛光寺", "season": "秋", "seed": seed})
        put = [i for i in near if i.element == "prop"]
        assert put
        assert any("画面布置" in one and "近处" in one for one in said)
        for one in put:
            x = one.matrix[0, 3]
            assert abs(x) > 2.3
            column, row, _ = camera.project(one.matrix[None, :3, 3])[0]
            assert 0 < column < camera.width
            assert camera.horizon_px < row < camera.height


def test_leaves_fall_in_autumn_and_snow_shows_who_walked_there() -> None:
    yard = {"period": "清", "type": "农家院", "hour": 9.0}
    _, autumn, _, _ = dressed({**yard, "season": "秋"})
    _, spring, _, _ = dressed({**yard, "season": "春"})
    _, snow, _, said = dressed({**yard, "season": "冬", "weather": "雪"})
    assert any(i.name == "leaf" for i in autumn)
    assert not any(i.name == "leaf" for i in spring)
    assert any(i.name == "footprint" for i in snow)
    assert not [i for i in snow if i.element == "prop"]
    assert any("脚印" in one for one in said)


def test_the_near_ground_is_the_same_each_time_and_other_for_another_seed() -> None:
    gate = {"period": "明", "type": "城墙", "season": "秋"}
    model, near, _, _ = dressed(gate)
    again, _, _, _ = dressed(gate)
    other, _, _, _ = dressed({**gate, "seed": 3})
    assert len(near) > 100
    assert model.digest() == again.digest() != other.digest()


def test_a_drawing_and_a_bird_see_no_near_ground() -> None:
    model = SetModel()
    model.add_part(
        "g",
        [(-30, -30, 0), (30, -30, 0), (30, 30, 0), (-30, 30, 0)],
        [(0, 1, 2), (0, 2, 3)],
        "earth",
    )
    model.place("g", "ground")
    eye = Camera(eye=(0, -9, 1.6), target=(0, 0, 1.6), width=90, height=160)
    flat = Camera(eye=(0, -9, 1.6), target=(0, 0, 1.6), width=90, height=160, ortho_m=20.0)
    bird = Camera(eye=(0, -9, 40.0), target=(0, 0, 1.6), width=90, height=160, pitch=-50)
    seen = foreground.seen(model, eye)
    assert seen is not None
    assert set(seen.material.tolist()) == {"earth"}
    assert not len(seen.others)
    assert foreground.seen(model, flat) is None
    assert foreground.seen(model, bird) is None
