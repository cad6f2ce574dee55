from __future__ import annotations

import numpy as np
import pytest

from heritage_kb.errors import RefusedInput
from scenes.camera import Camera
from scenes.frame import look
from scenes.model import Triangles
from scenes.raycast import Caster


def camera(**over: object) -> Camera:
    return Camera(
        **{"eye": (3.0, -20.0, 1.6), "target": (0.0, 0.0, 1.6), "rise": 0.1, **over}  # type: ignore[arg-type]
    )


PITCHES = [0.0, *np.random.default_rng(6).uniform(-80, 80, 5).round(2).tolist()]


@pytest.mark.parametrize("pitch", PITCHES)
@pytest.mark.parametrize("ortho", [None, 18.0])
def test_rays_and_projection_are_inverse(ortho: float | None, pitch: float) -> None:
    view = camera(width=60, height=100, ortho_m=ortho, pitch=pitch)
    origins, toward = view.rays()
    points = origins + toward * 12.5
    seen = view.project(points).reshape(100, 60, 3)
    rows, columns = np.mgrid[0:100, 0:60] + 0.5
    np.testing.assert_allclose(seen[..., 0], columns, atol=2e-3)
    np.testing.assert_allclose(seen[..., 1], rows, atol=2e-3)
    np.testing.assert_allclose(seen[..., 2], 12.5, atol=1e-4)


def test_upright_things_stay_upright_under_a_risen_lens() -> None:
    foot, head = camera().project(np.array([[2.0, 5.0, 0.0], [2.0, 5.0, 14.0]]))
    assert abs(foot[0] - head[0]) < 1e-6


@pytest.mark.parametrize("pitch", [0.0, -37.5, 22.0])
def test_the_eye_level_is_the_horizon_and_it_is_straight(pitch: float) -> None:
    view = camera(pitch=pitch)
    ahead = [[x, 500.0, view.eye[2]] for x in (-60.0, 0.0, 60.0)]
    assert np.abs(view.project(np.array(ahead))[:, 1] - view.horizon_px).max() < 1e-6


@pytest.mark.parametrize("pitch", PITCHES)
def test_unprojected_depth_is_the_position_and_the_matrix_agrees(
    triangles: Triangles, pitch: float
) -> None:
    view = camera(width=48, height=64, lens_mm=24.0, pitch=float(np.clip(pitch, -40, 30)))
    seen = look(Caster(triangles.corners), triangles, view)
    rows, columns = np.nonzero(seen.solid)
    x = (columns + 0.5 - view.width / 2) / view.focal_px
    y = (view.centre_px - (rows + 0.5)) / view.focal_px
    local = np.stack([x, y, -np.ones_like(x), 1 / seen.depth[seen.solid]], 1)
    local *= seen.depth[seen.solid][:, None].astype(np.float64)
    world = local @ view.matrix().T
    assert len(world) > 50
    np.testing.assert_allclose(world[:, :3], seen.position()[seen.solid], atol=1e-4)


def test_a_column_and_its_distance_find_the_same_point_again() -> None:
    view = camera(pitch=-14.0)
    ground = view.beside(0.2, 17.0)
    column, _, _ = view.project(ground[None])[0]
    assert ground[2] == pytest.approx(0.0)
    assert column == pytest.approx(0.2 * view.width)
    assert (ground - view.eye) @ view.heading == pytest.approx(17.0)
    aloft = view.onto(0.3, 0.1, 40.0)
    np.testing.assert_allclose(
        view.project(aloft[None])[0, :2], (0.3 * view.width, 0.1 * view.height)
    )


def test_the_cone_on_plan_is_what_the_picture_shows() -> None:
    view = camera()
    eye, left, right = view.cone(20.0)
    np.testing.assert_allclose(eye, view.eye[:2])
    edges = np.array([[*left, view.eye[2]], [*right, view.eye[2]]])
    np.testing.assert_allclose(view.project(edges)[:, 0], (0, view.width), atol=1e-6)


def test_lens_is_that_of_a_36_mm_long_side() -> None:
    view = camera(lens_mm=36.0, width=576, height=1024)
    right = view.axes[0]
    side = view.project((np.array(view.eye) + 10 * view.axes[2] + right)[None])[0]
    assert abs((side[0] - 288) - 1024 / 10) < 1e-6


def test_bad_cameras_are_refused_in_a_sentence() -> None:
    with pytest.raises(RefusedInput, match="焦距"):
        camera(lens_mm=2.0)
    with pytest.raises(RefusedInput, match="竖线"):
        camera(target=(3.0, -20.0, 9.0))
    with pytest.raises(RefusedInput, match="太陡"):
        camera(pitch=90.0)
    with pytest.raises(RefusedInput, match="太大"):
        camera(width=40_000)
