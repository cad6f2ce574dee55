"""Parts far away: fewer faces, the same shape; what is thin, near or within a room stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.camera import Camera
from scenes.distant import clustered, thinned
from scenes.model import Part, SetModel
from scenes.turned import tube

CAMERA = Camera(
    eye=(0.0, -30.0, 1.6), target=(0.0, 0.0, 1.6), lens_mm=28.0, width=198, height=352
)  # fmt: skip


def placed(element: str, x: float, y: float, thick: float = 0.3) -> SetModel:
    model = SetModel()
    path = np.linspace((0.0, 0.0, 0.0), (0.0, 0.0, 4.0), 60)
    model.add_part("one", *tube(path, thick, 24), "timber")
    matrix = np.eye(4)
    matrix[:2, 3] = x, y
    model.place("one", element, matrix)
    return model


def size_of(model: SetModel) -> np.ndarray:
    corners = model.flatten().corners.reshape(-1, 3)
    return np.asarray(np.ptp(corners, axis=0))


def test_far_away_a_shape_has_fewer_faces_and_its_size() -> None:
    before = placed("column", 0.0, 60.0)
    after = thinned(before, CAMERA)
    assert after.triangle_count < before.triangle_count / 3
    assert size_of(after) == pytest.approx(size_of(before), abs=0.1)  # a pixel there is 0.3 m
    assert before.instances[0].part == "one"


@pytest.mark.parametrize(
    ("element", "x", "y", "thick"),
    [
        ("column", 0.0, -29.0, 0.3),  # near
        ("window", 0.0, 0.0, 0.3),  # lattices are bars
    ],
)
def test_what_would_be_lost_stays(element: str, x: float, y: float, thick: float) -> None:
    before = placed(element, x, y, thick)
    assert thinned(before, CAMERA).triangle_count == before.triangle_count


def test_a_bar_thinner_than_a_pixel_is_still_a_bar() -> None:
    found = size_of(thinned(placed("ridge", 0.0, 60.0, 0.02), CAMERA))
    assert found == pytest.approx((0.04, 0.04, 4.0), abs=0.02)
    assert found[0] > 0.02


def test_trimmings_beside_the_picture_are_left_out_and_walls_of_light_are_not() -> None:
    for x, y in ((60.0, 0.0), (0.0, -60.0)):
        assert not thinned(placed("bracket", x, y), CAMERA).instances
        assert thinned(placed("column", x, y), CAMERA).instances
    assert thinned(placed("bracket", 0.0, 0.0), CAMERA).instances


def test_a_room_stays_as_it_is() -> None:
    before = placed("bracket", 60.0, 0.0)
    before.room = ((-5.0, -5.0, 0.0), (5.0, 5.0, 4.0))
    assert thinned(before, CAMERA) is before


def test_no_face_is_left_without_area_or_twice() -> None:
    vertices = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0.01, 0, 0], [1, 0.01, 0]], float)
    faces = np.array([[0, 1, 2], [3, 4, 2], [0, 3, 2]], np.int32)
    found = clustered(Part(vertices, faces, "timber"), 0.1)
    assert len(found.faces) == 1
    assert len(found.vertices) == 3
