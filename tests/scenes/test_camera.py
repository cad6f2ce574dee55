from __future__ import annotations

import numpy as np
import pytest

from heritage_kb.errors import RefusedInput, UnknownName
from scenes.camera import Camera, Extent, frame_hall


def camera(**over: object) -> Camera:
    return Camera(
        **{"eye": (3.0, -20.0, 1.6), "target": (0.0, 0.0, 1.6), "rise": 0.1, **over}  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("ortho", [None, 18.0])
def test_rays_and_projection_are_inverse(ortho: float | None) -> None:
    view = camera(width=60, height=100, ortho_m=ortho)
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


def test_the_eye_level_is_the_horizon() -> None:
    view = camera()
    row = view.project(np.array([[0.0, 500.0, view.eye[2]]]))[0, 1]
    assert abs(row - view.horizon_px) < 1e-6


def test_lens_is_that_of_a_36_mm_long_side() -> None:
    view = camera(lens_mm=36.0, width=576, height=1024)
    right = view.axes[0]
    side = view.project((np.array(view.eye) + 10 * view.axes[2] + right)[None])[0]
    assert abs((side[0] - 288) - 1024 / 10) < 1e-6


@pytest.mark.parametrize("name", ["三分角", "正面", "檐下"])
@pytest.mark.parametrize("size", [(576, 1024), (1024, 576)])
def test_named_framings_show_the_whole_height_with_sky_above(
    hall: Extent, name: str, size: tuple[int, int]
) -> None:
    view = frame_hall(hall, name, *size)
    ridge = view.project(np.array([[0.0, 0.0, hall.top]]))[0]
    ground = view.project(np.array([[hall.base_x, -hall.base_y, 0.0]]))[0]
    assert ridge[2] > 0
    assert 0.06 * size[1] < ridge[1] < 0.5 * size[1]
    assert ridge[1] < ground[1] < size[1]


def test_corner_framing_puts_the_platform_corner_right_of_the_middle(hall: Extent) -> None:
    view = frame_hall(hall, "corner")
    column = view.project(np.array([[hall.base_x, -hall.base_y, 0.0]]))[0, 0]
    assert 0.62 < column / view.width < 0.78


def test_bad_cameras_are_refused_in_a_sentence(hall: Extent) -> None:
    with pytest.raises(UnknownName, match="机位"):
        frame_hall(hall, "航拍")
    with pytest.raises(RefusedInput, match="焦距"):
        camera(lens_mm=2.0)
    with pytest.raises(RefusedInput, match="竖线"):
        camera(target=(3.0, -20.0, 9.0))
