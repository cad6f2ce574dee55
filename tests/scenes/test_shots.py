from __future__ import annotations

import itertools

import numpy as np
import pytest

from heritage_kb.errors import RefusedInput, UnknownName
from scenes import shots, viewfinder
from scenes.camera import Extent
from scenes.model import Triangles
from scenes.raycast import Caster
from scenes.shots import Shot, frame

SIZES = {"9:16": (576, 1024), "16:9": (1024, 576), "1:1": (1024, 1024), "2.39:1": (1024, 428)}


def row(kind: str) -> list[str]:
    return sorted(set(shots._ids(kind).values()))


@pytest.mark.parametrize(("shape", "size"), SIZES.items())
def test_shapes_have_their_pixels(shape: str, size: tuple[int, int]) -> None:
    assert shots.pixels_of(shape, 1024) == size


def test_words_of_both_languages_name_the_same_thing() -> None:
    assert shots.id_of("shot", "中景") == shots.id_of("shot", "MS") == "medium"
    assert shots.id_of("angle", "仰视") == shots.id_of("angle", "low-angle") == "low"
    assert shots.id_of("shape", "竖屏") == shots.id_of("shape", "9：16")
    assert shots.figure_of("eye", "席地") < shots.figure_of("eye", "坐") < 1.6
    assert shots.figure_of("lens", "85") == 85


@pytest.mark.parametrize("kind", ["shot", "angle", "place", "shape", "eye", "lens"])
def test_unknown_words_are_refused_with_those_there_are(kind: str) -> None:
    with pytest.raises(UnknownName) as refused:
        shots.id_of(kind, "没有这个词")
    assert all(shots.word_of(kind, id) in str(refused.value) for id in row(kind))


@pytest.mark.parametrize("size", SIZES.values())
@pytest.mark.parametrize("place", ["corner", "corner_left", "front", "eave"])
def test_a_full_shot_shows_the_whole_height_with_sky_above(
    hall: Extent, place: str, size: tuple[int, int]
) -> None:
    view = frame(hall, Shot(place=place), *size)
    ridge = view.project(np.array([[0.0, 0.0, hall.top]]))[0]
    side = -1 if place == "corner_left" else 1
    ground = view.project(np.array([[side * hall.base_x, -hall.base_y, 0.0]]))[0]
    assert ridge[2] > 0
    assert 0.06 * size[1] < ridge[1] < 0.5 * size[1]
    assert ridge[1] < ground[1] < size[1]


def test_left_and_right_corners_are_mirrored(hall: Extent) -> None:
    right, left = (frame(hall, Shot(place=p), 576, 1024) for p in ("corner", "corner_left"))
    assert left.eye == pytest.approx((-right.eye[0], *right.eye[1:]))
    corner = np.array([[hall.base_x, -hall.base_y, 0.0]])
    at = right.project(corner)[0, 0]
    assert 0.62 < at / 576 < 0.78
    assert left.project(corner * (-1, 1, 1))[0, 0] == pytest.approx(576 - at)


def test_a_closer_word_brings_the_hall_closer(hall: Extent) -> None:
    def tall(word: str) -> float:
        view = frame(hall, Shot(shot=shots.id_of("shot", word)), 576, 1024)
        foot, head = view.project(
            np.array([[hall.base_x, -hall.base_y, z] for z in (0.0, hall.eave)])
        )
        return float(abs(foot[1] - head[1]))

    sizes = [tall(word) for word in ("大远景", "远景", "全景", "中景", "近景")]
    assert sizes == sorted(sizes)


def test_angles_tilt_the_way_they_say_and_level_does_not(hall: Extent) -> None:
    pitch = {a: frame(hall, Shot(angle=a), 576, 1024).pitch for a in row("angle")}
    assert pitch["level"] == 0
    assert pitch["bird"] < pitch["high"] < 0 < pitch["low"] < pitch["worm"]


def test_every_word_gives_a_camera_that_stands_in_the_open_on_the_set(
    hall: Extent, triangles: Triangles
) -> None:
    caster = Caster(triangles.corners)
    for place, shot, angle in itertools.product(row("place"), row("shot"), row("angle")):
        given = {"name": place, "shot": shot, "angle": angle}
        for size in SIZES.values():
            view = viewfinder.find(given, hall, caster, size).camera
            assert viewfinder.is_open(view.eye, caster), given


def test_a_long_lens_stays_on_the_set(hall: Extent) -> None:
    view = frame(hall, Shot(shot="extreme_long", lens_mm=300), 576, 1024)
    assert np.hypot(*view.eye[:2]) < 170


def test_a_camera_in_a_column_is_moved_back_and_one_in_the_ground_refused(
    hall: Extent, triangles: Triangles
) -> None:
    caster = Caster(triangles.corners)
    inside = {"eye": [2.0, -4.5, 2.0], "target": [2.0, 10.0, 2.0]}
    found = viewfinder.find(inside, hall, caster, (576, 1024))
    assert found.moved > 0
    assert viewfinder.is_open(found.camera.eye, caster)
    with pytest.raises(RefusedInput, match="地面以下"):
        viewfinder.find({"eye": [0.0, -20.0, -0.5]}, hall, caster, (576, 1024))
    with pytest.raises(RefusedInput, match="出了布景的地面"):
        viewfinder.find({"eye": [0.0, -300.0, 2.0]}, hall, caster, (576, 1024))
    with pytest.raises(RefusedInput, match="台基里面"):
        viewfinder.find({"eye": [0, 4, 0.4], "target": [0, 9, 0.4]}, hall, caster, (576, 1024))


def test_figures_override_words(hall: Extent, triangles: Triangles) -> None:
    given = {"name": "正面", "lens_mm": 28, "eye": 1.2, "pitch": 5}
    view = viewfinder.find(given, hall, Caster(triangles.corners), (576, 1024)).camera
    assert (view.lens_mm, view.eye[2], view.pitch) == (28, 1.2, 5)
