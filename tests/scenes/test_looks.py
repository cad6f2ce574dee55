from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from heritage_kb.errors import UnknownName
from scenes import hills, looks, panorama, plate
from scenes.camera import Camera, Extent
from scenes.frame import Frame, look
from scenes.light import light
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster
from scenes.shots import Shot, frame
from scenes.turned import box

Stood = tuple[SetModel, Triangles, Caster]


@pytest.fixture(scope="module")
def stood(boxes: SetModel) -> Stood:
    model = SetModel(dict(boxes.parts), list(boxes.instances))
    model.add_part("ground", *box((-160, -160, -1), (160, 160, 0)), "paving")
    model.place("ground", "ground")
    triangles = model.flatten()
    return model, triangles, Caster(triangles.corners)


@pytest.fixture(scope="module")
def camera(hall: Extent) -> Camera:
    return frame(hall, Shot(), 144, 256)


@pytest.fixture(scope="module")
def seen(stood: Stood, camera: Camera) -> Frame:
    return look(stood[2], stood[1], camera)


def of(frame: Frame, *elements: str) -> np.ndarray:
    """Return where one of some elements is seen."""
    names = frame.triangles.elements
    return np.isin(frame.ids(frame.triangles.element), [names.index(e) for e in elements])


@pytest.fixture(scope="module")
def pictures(stood: Stood, camera: Camera) -> dict[str, np.ndarray]:
    return {
        one.id: plate.paint(*stood, camera, light("昼"), look=one, rays=1)[0].astype(float)
        for one in looks.LOOKS
    }


def saturation(picture: np.ndarray) -> float:
    high = picture.max(-1)
    return float(((high - picture.min(-1)) / np.maximum(high, 1)).mean())


def test_a_look_is_deterministic(
    stood: Stood, camera: Camera, pictures: dict[str, np.ndarray]
) -> None:
    for one in looks.LOOKS[1:]:
        again, _ = plate.paint(*stood, camera, light("昼"), look=one, rays=1)
        np.testing.assert_array_equal(again, pictures[one.id])


def test_looks_differ(pictures: dict[str, np.ndarray]) -> None:
    shown = list(pictures.values())
    for n, one in enumerate(shown):
        for other in shown[n + 1 :]:
            assert np.abs(one - other).mean() > 8


def test_only_gongbi_is_in_full_colour(pictures: dict[str, np.ndarray]) -> None:
    full = saturation(pictures["gongbi"])
    assert saturation(pictures["shuimo"]) < 0.7 * full
    assert saturation(pictures["clay"]) < 0.03


def test_ink_leaves_sky_and_court_blank_and_the_timber_dark(
    pictures: dict[str, np.ndarray], seen: Frame
) -> None:
    grey = pictures["shuimo"].mean(-1)
    assert grey[of(seen, "column")].mean() < 0.72 * grey[of(seen, "ground")].mean()
    # Not the coloured plate turned grey: its tones do not follow that one's.
    coloured = pictures["gongbi"].mean(-1)
    assert np.corrcoef(grey.ravel(), coloured.ravel())[0, 1] < 0.85


def test_a_line_drawing_is_mostly_paper(pictures: dict[str, np.ndarray]) -> None:
    grey = pictures["line"].mean(-1)
    assert (grey > 215).mean() > 0.85
    assert (grey < 120).mean() > 0.005


def test_clay_is_of_one_white_matter(pictures: dict[str, np.ndarray], seen: Frame) -> None:
    grey = pictures["clay"].mean(-1)
    roof, column = grey[of(seen, "roof", "ridge")], grey[of(seen, "column", "wall")]
    assert min(np.percentile(roof, 90), np.percentile(column, 90)) > 150
    assert np.percentile(column, 5) < np.percentile(column, 90) - 15  # shade under the roof


@pytest.mark.parametrize("name", ["gongbi", "shuimo", "clay", "line"])
def test_a_look_keeps_the_silhouette(
    name: str, stood: Stood, camera: Camera, seen: Frame, pictures: dict[str, np.ndarray]
) -> None:
    """What the hall changes in the picture lies where the hall is, to a pixel or two."""
    model = SetModel({}, [])
    model.add_part("ground", *box((-160, -160, -1), (160, 160, 0)), "paving")
    model.place("ground", "ground")
    triangles = model.flatten()
    empty, _ = plate.paint(
        model, triangles, Caster(triangles.corners), camera, light("昼"),
        look=looks.named(name), rays=1,
    )  # fmt: skip
    changed = np.abs(pictures[name] - empty).max(-1) > 24
    hall = of(seen, "roof", "ridge", "column", "wall")
    sky = ~seen.solid
    reach = 3
    near = np.zeros_like(hall)
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            near |= np.roll(hall, (down, across), (0, 1))
    assert changed[sky & ~near].mean() < 0.01
    edge = near & ~hall & sky
    inside = hall & np.roll(edge, (2, 0), (0, 1)) if name == "line" else hall
    assert changed[inside].mean() > (0.25 if name == "line" else 0.5)


def test_every_look_paints_tilted_cameras_and_spheres(stood: Stood, camera: Camera) -> None:
    tilted = replace(camera, pitch=35.0, width=48, height=80)
    for one in looks.LOOKS:
        picture, _ = plate.paint(*stood, tilted, light("夜", "雪"), look=one, rays=1)
        assert picture.shape == (80, 48, 3)
        assert picture.std() > 2
        around, _ = panorama.paint(
            *stood, (0.5, -16.0, 1.6), light("暮", "雨后"), look=one, wide=256
        )
        seam = np.abs(around[:, 0].astype(float) - around[:, -1])
        assert seam.mean() < 6, one.id


def test_unknown_looks_are_refused_with_the_list() -> None:
    with pytest.raises(UnknownName, match=r"水墨.*线稿"):
        looks.named("油画")
    assert looks.named("") is looks.named("工笔") is looks.named("gongbi")
    assert looks.named("白描") is looks.named("line")


def test_the_line_drawing_shows_the_same_hills_as_the_plate(camera: Camera) -> None:
    assert np.isfinite(hills.stand(camera).far).any()
