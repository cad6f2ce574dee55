from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scenes import passes
from scenes.bounce import occlusion
from scenes.camera import Extent
from scenes.frame import Frame, look
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster
from scenes.shots import Shot
from scenes.shots import frame as framed
from scenes.turned import box

SUBJECT = ("platform", "column", "wall", "roof", "ridge")


@pytest.fixture(scope="module")
def frame(boxes: SetModel, hall: Extent) -> Frame:
    court = SetModel(dict(boxes.parts), list(boxes.instances))
    court.add_part("ground", *box((-200, -200, -1), (200, 200, 0)), "paving")
    court.place("ground", "ground")
    triangles: Triangles = court.flatten()
    return look(Caster(triangles.corners), triangles, framed(hall, Shot(), 144, 256))


def test_depth_is_near_white_and_sky_black(frame: Frame) -> None:
    grey = passes.control_depth(frame, SUBJECT)
    assert (grey[~frame.solid] == 0).all()
    assert (grey[frame.solid] >= passes.FLOOR - 1e-6).all()
    order = np.argsort(frame.depth[frame.solid])
    assert (np.diff(grey[frame.solid][order]) <= 1e-6).all()


def test_the_hall_spans_two_fifths_of_the_grey_range(frame: Frame) -> None:
    numbers = [n for n, e in enumerate(frame.triangles.elements) if e in SUBJECT]
    seen = np.isin(frame.ids(frame.triangles.element), numbers)
    grey = passes.control_depth(frame, SUBJECT)[seen]
    assert np.percentile(grey, 99) - np.percentile(grey, 1) >= 0.40


def test_depth_and_position_agree(frame: Frame) -> None:
    position = frame.position()[frame.solid]
    back = frame.camera.project(position)
    rows, columns = np.nonzero(frame.solid)
    np.testing.assert_allclose(back[:, 0], columns + 0.5, atol=0.02)
    np.testing.assert_allclose(back[:, 1], rows + 0.5, atol=0.02)
    np.testing.assert_allclose(back[:, 2], frame.depth[frame.solid], rtol=1e-4)


def test_element_ids_are_those_of_the_geometry(frame: Frame) -> None:
    ids = frame.ids(frame.triangles.element)
    column, row, _ = frame.camera.project(np.array([[2.0, -4.75, 2.5]]))[0]
    assert frame.triangles.elements[ids[int(row), int(column)]] == "column"
    assert (ids[~frame.solid] == -1).all()


def test_normals_look_at_the_camera(frame: Frame) -> None:
    _, toward = frame.camera.rays()
    facing = np.einsum("ijk,ijk->ij", frame.normal(), toward.reshape(*frame.depth.shape, 3))
    assert (facing[frame.solid] <= 1e-5).all()
    ground = passes.camera_normal(frame)[-1, frame.camera.width // 2]
    assert ground[1] == 255


def test_line_control_is_sparse_and_off_the_sky(frame: Frame) -> None:
    line = passes.control_line(frame)
    assert line[~frame.solid].sum() == 0
    assert 0.01 < line[frame.solid].mean() <= 0.20


def test_occlusion_is_dark_under_the_eave_and_open_on_the_roof(frame: Frame) -> None:
    open_part, element = occlusion(frame), frame.ids(frame.triangles.element)
    wall = element == frame.triangles.elements.index("wall")
    ground = element == frame.triangles.elements.index("ground")
    assert open_part[wall].mean() < open_part[ground].mean() - 0.08


def test_id_colours_are_one_to_one() -> None:
    colours = passes.id_colour(np.arange(-1, 5000, dtype=np.int32)[None])[0]
    assert len({tuple(c) for c in colours.tolist()}) == 5001


def test_written_passes_are_aligned_and_repeatable(frame: Frame, tmp_path: Path) -> None:
    names = passes.write_passes(frame, tmp_path / "a", SUBJECT)
    passes.write_passes(frame, tmp_path / "b", SUBJECT)
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
        if name.endswith(".png"):
            with Image.open(tmp_path / "a" / name) as image:
                assert image.size == (144, 256)
    with Image.open(tmp_path / "a" / "depth16.png") as deep:
        assert np.asarray(deep).max() > 40_000
    legend = json.loads((tmp_path / "a" / "legend.json").read_text("utf-8"))
    named = {row["name"] for row in legend["element"].values()}
    assert {"roof", "column", "ground"} <= named
    with np.load(tmp_path / "a" / "raw.npz") as raw:
        assert np.isinf(raw["depth_m"]).any()
        np.testing.assert_array_equal(raw["element"], frame.ids(frame.triangles.element))
