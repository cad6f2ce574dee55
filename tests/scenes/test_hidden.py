"""What a draft leaves out because it is hidden or turned away; what it must not leave out."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.camera import Camera
from scenes.hidden import faced, unseen
from scenes.model import SetModel
from scenes.turned import box, join

CAMERA = Camera(
    eye=(0.0, -30.0, 1.6), target=(0.0, 0.0, 1.6), lens_mm=28.0, width=198, height=352
)  # fmt: skip


def behind_a_wall(element: str, x: float = 0.0, y: float = 4.0, z: float = 0.0) -> SetModel:
    model = SetModel()
    model.add_part("wall", *box((-6.0, -0.2, 0.0), (6.0, 0.2, 4.0)), "plaster")
    model.place("wall", "wall")
    model.add_part("thing", *box((-0.4, -0.4, 0.0), (0.4, 0.4, 1.8)), "timber")
    matrix = np.eye(4)
    matrix[:3, 3] = x, y, z
    model.place("thing", element, matrix)
    return model


def left(model: SetModel) -> list[str]:
    return [one.part for one in unseen(model, CAMERA).instances]


@pytest.mark.parametrize(
    ("element", "x", "y", "z"),
    [
        ("person", 0.0, -4.0, 0.0),  # before the wall
        ("person", 0.0, 4.0, 3.2),  # looking over it
        ("sign", 6.9, 4.0, 0.0),  # half beside it
        ("tree", 0.0, 4.0, 0.0),  # behind it: but a tree's shadow is long
        ("person", 30.0, -20.0, 0.0),  # beside the picture: the shadow may be in it
    ],
)
def test_what_can_be_seen_or_throws_its_shadow_into_the_picture_stays(
    element: str, x: float, y: float, z: float
) -> None:
    assert left(behind_a_wall(element, x, y, z)) == ["wall", "thing"]


@pytest.mark.parametrize(
    ("element", "x"), [("person", 0.0), ("window", 0.0), ("bracket", 0.0), ("window", 30.0)]
)
def test_what_a_wall_hides_goes(element: str, x: float) -> None:
    assert left(behind_a_wall(element, x)) == ["wall"]


def test_a_lit_window_stays_for_the_light_it_gives() -> None:
    model = behind_a_wall("window")
    model.add_part("thing", *box((-0.4, -0.4, 0.0), (0.4, 0.4, 1.8)), "paper")
    assert left(model) == ["wall", "thing"]


def test_a_room_stays_as_it_is() -> None:
    model = behind_a_wall("person")
    model.room = ((-9.0, -40.0, 0.0), (9.0, 40.0, 5.0))
    assert unseen(model, CAMERA) is model
    assert len(faced(model, model.flatten(), CAMERA).corners) == 24


def test_the_backs_of_slight_solids_go_and_no_sheet_nor_wall_loses_any() -> None:
    model = behind_a_wall("bracket", y=-4.0)
    kept = faced(model, model.flatten(), CAMERA)
    assert np.bincount(kept.instance).tolist() == [12, 2]  # of the box: its front
    v, f = box((-0.4, -0.4, 0.0), (0.4, 0.4, 1.8))
    model.add_part("thing", *join((v, f[:-1])), "timber")  # open at one corner: a sheet
    assert np.bincount(faced(model, model.flatten(), CAMERA).instance).tolist() == [12, 11]
