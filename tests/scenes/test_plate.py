from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenes import ink, plate, setting, surface
from scenes.camera import Camera, Extent, extent
from scenes.frame import look
from scenes.light import light
from scenes.model import SetModel, Triangles
from scenes.palette import PIGMENTS, pigment
from scenes.raycast import Caster
from scenes.shots import Shot, frame
from scenes.spec import SetSpec


def court(boxes: SetModel, camera: Camera, hall: Extent, **asked: Any) -> SetModel:
    model = SetModel(dict(boxes.parts), list(boxes.instances))
    setting.dress(model, hall, camera, SetSpec(**{"period": "唐", "seed": 857} | asked))
    return model


def painted(model: SetModel, camera: Camera, hour: str = "暮") -> np.ndarray:
    triangles: Triangles = model.flatten()
    caster = Caster(triangles.corners)
    return plate.paint(model, triangles, caster, camera, light(hour), rays=2)[0]


@pytest.fixture(scope="module")
def camera(hall: Extent) -> Camera:
    return frame(hall, Shot(), 144, 256)


def test_the_same_set_gives_the_same_pixels(boxes: SetModel, hall: Extent, camera: Camera) -> None:
    one = painted(court(boxes, camera, hall), camera)
    two = painted(court(boxes, camera, hall), camera)
    assert one.shape == (256, 144, 3)
    assert one.dtype == np.uint8
    np.testing.assert_array_equal(one, two)


def test_night_is_darker_than_day(boxes: SetModel, camera: Camera) -> None:
    day, night = painted(boxes, camera, "昼"), painted(boxes, camera, "夜")
    assert night.mean() < 0.6 * day.mean()


def test_dusk_is_warmer_than_day(boxes: SetModel, camera: Camera) -> None:
    def warmth(image: np.ndarray) -> float:
        return float(image[..., 0].mean() / image[..., 2].mean())

    assert warmth(painted(boxes, camera, "暮")) > warmth(painted(boxes, camera, "昼")) + 0.1


def test_progress_can_cancel(boxes: SetModel, camera: Camera) -> None:
    triangles = boxes.flatten()

    def stop(_said: str, part: float) -> None:
        if part > 0.2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plate.paint(boxes, triangles, Caster(triangles.corners), camera, light("暮"), progress=stop)


def test_people_are_of_human_height_and_stand_on_the_court(
    boxes: SetModel, hall: Extent, camera: Camera
) -> None:
    far = replace(camera, eye=(24.0, -24.0, 2.6))
    model = court(boxes, far, hall, dressing=("营造",))
    who = {i.name for i in model.instances if i.element == "person"}
    assert {"worker 0", "worker 1"} <= who
    for name in sorted(who):
        points = np.concatenate(
            [
                model.parts[i.part].vertices @ i.matrix[:3, :3].T + i.matrix[:3, 3]
                for i in model.instances
                if (i.element, i.name) == ("person", name)
                and model.parts[i.part].material not in ("timber", "iron")
            ]
        )
        assert abs(points[:, 2].min()) < 0.06, name
        assert 1.35 < points[:, 2].max() < 1.95, name


def test_nobody_stands_inside_the_platform(boxes: SetModel, hall: Extent) -> None:
    for name in ("corner", "front", "eave"):
        view = frame(hall, Shot(place=name), 576, 1024)
        for one in court(boxes, view, hall).instances:
            if one.element == "person":
                x, y = one.matrix[:2, 3]
                assert not (abs(x) < hall.base_x and abs(y) < hall.base_y), (name, one.name)


def test_a_near_camera_is_not_crowded(boxes: SetModel, hall: Extent) -> None:
    def crowd(away: float) -> int:
        view = Camera(eye=(7.0, -5.5 - away, 1.6), target=(5.0, 0.0, 1.6))
        model = court(boxes, view, hall)
        return len({i.name for i in model.instances if i.element == "person"})

    assert crowd(6.0) < crowd(14.0) < crowd(26.0)


def test_an_empty_court_has_nobody(boxes: SetModel, hall: Extent, camera: Camera) -> None:
    model = court(boxes, camera, hall, dressing=("空镜",))
    assert not [i for i in model.instances if i.element == "person"]


def test_only_foguang_has_the_sutra_pillar_of_857(
    boxes: SetModel, hall: Extent, camera: Camera
) -> None:
    names = {i.name for i in court(boxes, camera, hall, site="foguangsi").instances}
    assert "sutra_pillar" in names
    model = SetModel(dict(boxes.parts), list(boxes.instances))
    made = setting.dress(model, hall, camera, SetSpec(site="nanchansi"))
    assert "sutra_pillar" not in {i.name for i in model.instances}
    assert not made.documented
    assert made.invented


def test_the_camera_stands_inside_the_court_walls(
    boxes: SetModel, hall: Extent, camera: Camera
) -> None:
    model = court(boxes, camera, hall)
    triangles = model.flatten()
    frame = look(Caster(triangles.corners), triangles, camera)
    wall = [n for n, e in enumerate(triangles.elements) if e == "enclosure"]
    seen = np.isin(frame.ids(triangles.element), wall)
    assert not seen[frame.depth < 6].any()


def test_extent_measures_the_hall(boxes: SetModel) -> None:
    size = extent(boxes.flatten())
    assert (size.half_width, size.top) == pytest.approx((8.5, 8.2))
    assert (size.base_x, size.base_y, size.front) == pytest.approx((7.0, 5.5, -5.5))


def test_every_pigment_has_a_painter_and_muted_timber() -> None:
    spots = surface.Spots(
        np.random.default_rng(1).uniform(-5, 5, (50, 3)).astype(np.float32),
        np.tile(np.array([[0, 0, 1]], np.float32), (50, 1)),
        np.full(50, 0.02, np.float32),
    )
    for name, paint in PIGMENTS.items():
        seen = surface.look_of(paint, spots)
        assert (seen.tone > 0).all(), name
        assert ((seen.age >= 0) & (seen.age <= 1)).all(), name
        assert ((seen.joint >= 0) & (seen.joint <= 1)).all(), name
    for name in ("redwood", "bracket", "rafter", "door"):
        assert max(pigment(name).colour) <= 0.21


def test_no_line_parts_near_ground_from_far() -> None:
    model = SetModel()
    setting.lay_earth(model, -0.06)
    triangles = model.flatten()
    camera = Camera(
        eye=(-20, -60, 45), target=(0, 10, 45), lens_mm=24, width=144, height=256, pitch=-35
    )
    lines = ink.strokes(look(Caster(triangles.corners), triangles, camera))
    assert float(lines.contour[128:].max()) == 0.0
