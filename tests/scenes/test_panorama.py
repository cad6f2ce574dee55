from __future__ import annotations

import numpy as np
import pytest

from heritage_kb.errors import RefusedInput
from scenes import brush, panorama, plate
from scenes.camera import Camera, Extent
from scenes.frame import Frame, look
from scenes.light import light
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster
from scenes.sky import backdrop
from scenes.turned import box
from scenes.view import Sphere

WIDE = 512
EYE = (0.5, -16.0, 1.6)
Painted = tuple[np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def court(boxes: SetModel) -> SetModel:
    model = SetModel(dict(boxes.parts), list(boxes.instances))
    model.add_part("ground", *box((-160, -160, -1), (160, 160, 0)), "paving")
    model.place("ground", "ground")
    return model


@pytest.fixture(scope="module")
def stood(court: SetModel) -> tuple[Triangles, Caster]:
    triangles = court.flatten()
    return triangles, Caster(triangles.corners)


@pytest.fixture(scope="module")
def painted(court: SetModel, stood: tuple[Triangles, Caster]) -> Painted:
    return panorama.paint(court, *stood, EYE, light("昼"), wide=WIDE)


def sphere(stood: tuple[Triangles, Caster], wide: int = WIDE) -> Frame:
    triangles, caster = stood
    return look(caster, triangles, Sphere(eye=EYE, wide=wide, top=0, bottom=wide // 2))


def test_the_ends_meet(painted: Painted) -> None:
    picture, distance = painted
    assert picture.shape == (WIDE // 2, WIDE, 3)
    assert distance.shape == (WIDE // 2, WIDE)
    seam = np.abs(picture[:, 0].astype(float) - picture[:, -1])
    assert seam.mean() < 2.0


def test_the_horizon_is_a_straight_middle_row() -> None:
    view = Sphere(eye=(0.0, 0.0, 1.6), wide=720, top=0, bottom=360)
    _, toward = view.rays()
    up = toward.reshape(360, 720, 3)[..., 2]
    assert (up[:180] > 0).all()
    assert (up[180:] < 0).all()
    disc = np.array([
        [(0, 0, 0), (900 * np.cos(a), 900 * np.sin(a), 0), (900 * np.cos(b), 900 * np.sin(b), 0)]
        for a, b in np.stack([np.arange(64), np.arange(1, 65)], 1) * 2 * np.pi / 64
    ], np.float32)  # fmt: skip
    none = np.zeros(64, np.int32)
    seen = look(Caster(disc), Triangles(disc, none, none, none, ["paving"], ["ground"]), view)
    first = seen.solid.argmax(0)
    assert np.ptp(first) == 0
    assert abs(first[0] - 180) <= 0.5


def test_below_the_eye_is_ground_without_a_hole(
    painted: Painted, stood: tuple[Triangles, Caster]
) -> None:
    _, distance = painted
    assert (distance[-1] == np.rint(100 * EYE[2])).all()
    assert (distance[-WIDE // 8 :] < panorama.FAR_CM).all()
    assert (distance[0] == panorama.FAR_CM).all()
    near = sphere(stood).position()[-1]
    np.testing.assert_allclose(near[:, 2], 0, atol=1e-5)


def test_distance_is_that_of_the_positions(
    painted: Painted, stood: tuple[Triangles, Caster]
) -> None:
    seen = sphere(stood)
    away = np.linalg.norm(seen.position() - np.array(EYE), axis=-1)[seen.solid]
    np.testing.assert_allclose(painted[1][seen.solid], away * 100, atol=0.6)


@pytest.fixture(scope="module")
def whole(stood: tuple[Triangles, Caster]) -> Frame:
    return sphere(stood, 1024)


@pytest.fixture(scope="module")
def round_linear(court: SetModel, stood: tuple[Triangles, Caster]) -> np.ndarray:
    view = Sphere(eye=EYE, wide=1024, top=0, bottom=512, margin=8)
    return np.ascontiguousarray(linear(court, stood, view)[:, 8:-8])


@pytest.mark.parametrize(("turn", "pitch"), [(0.0, 0.0), (28.0, 17.0), (-160.0, -25.0)])
def test_a_crop_of_the_sphere_is_what_a_camera_sees(
    court: SetModel,
    stood: tuple[Triangles, Caster],
    whole: Frame,
    round_linear: np.ndarray,
    turn: float,
    pitch: float,
) -> None:
    triangles, caster = stood
    wide = whole.camera.width
    ahead = np.radians(turn)
    target = (EYE[0] + float(np.sin(ahead)), EYE[1] + float(np.cos(ahead)), EYE[2])
    view = Camera(eye=EYE, target=target, lens_mm=30, width=144, height=192, pitch=pitch)
    toward = view.rays()[1].reshape(192, 144, 3)
    toward = toward / np.linalg.norm(toward, axis=-1, keepdims=True)
    column = (np.arctan2(toward[..., 0], toward[..., 1]) / (2 * np.pi) + 0.5) * wide
    line = (0.5 - np.arcsin(toward[..., 2]) / np.pi) * wide / 2
    at = np.clip(line.astype(int), 0, wide // 2 - 1), column.astype(int) % wide

    single = look(caster, triangles, view)
    same = whole.triangle[at] == single.triangle
    assert same.mean() > 0.97
    both = same & single.solid
    away = np.linalg.norm(single.position() - np.array(EYE), axis=-1)
    assert np.median(np.abs(whole.depth[at][both] / away[both] - 1)) < 0.01

    picture = brush.sample(round_linear, (column - 0.5) / wide, (line - 0.5) / (wide / 2))
    error = (picture - linear(court, stood, view))[both | ~(single.solid | whole.solid[at])]
    assert 10 * np.log10(1 / (np.clip(error, -1, 1) ** 2).mean()) > 30


def linear(court: SetModel, stood: tuple[Triangles, Caster], view: Camera | Sphere) -> np.ndarray:
    """Return a view's colour before ink and silk, which lie in the picture, not in the world."""
    sky = light("昼")
    wash = plate.washed(court, *stood, view, sky, rays=4, samples=1)
    return np.asarray(wash.colour + backdrop(view, sky) * (1 - wash.cover[..., None]))


def test_bands_join_without_a_mark(
    court: SetModel, stood: tuple[Triangles, Caster], painted: Painted,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(panorama, "_AT_ONCE", 70_000)
    cut, distance = panorama.paint(court, *stood, EYE, light("昼"), wide=WIDE)
    np.testing.assert_array_equal(distance, painted[1])
    assert np.abs(cut.astype(int) - painted[0]).mean() < 0.6
    assert np.percentile(np.abs(cut.astype(int) - painted[0]), 99) <= 6


@pytest.mark.parametrize("wide", [30_000, 0, -8, 2049])
def test_sizes_that_cannot_be_painted_are_refused(wide: int) -> None:
    with pytest.raises(RefusedInput, match="全景宽"):
        panorama.wide_of(wide)


def test_the_eye_keeps_clear_of_what_stands_in_the_court(
    hall: Extent, court: SetModel, stood: tuple[Triangles, Caster]
) -> None:
    first = panorama.eye_in_court(hall, stood[1])
    crowded = SetModel(dict(court.parts), list(court.instances))
    x, y, _ = first
    crowded.add_part("pillar", *box((x - 0.4, y - 0.4, 0), (x + 0.4, y + 0.4, 3)), "stone")
    crowded.place("pillar", "lamp")
    moved = panorama.eye_in_court(hall, Caster(crowded.flatten().corners))
    assert np.hypot(moved[0] - x, moved[1] - y) > 1.4
