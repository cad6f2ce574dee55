"""运镜: where the camera goes, that it keeps clear of things, and the clip itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from heritage_kb import label
from heritage_kb.errors import RefusedInput, UnknownName
from scenes import moves, plate
from scenes.building import Building
from scenes.camera import Camera
from scenes.handover.order import Taken
from scenes.light import light
from scenes.looks import GONGBI
from scenes.model import SetModel
from scenes.raycast import Caster
from scenes.setting import Setting
from scenes.turned import box

CAMERA = Camera(eye=(6.0, -18.0, 1.6), target=(0.0, 0.0, 1.6), width=72, height=128)


def taken(model: SetModel, camera: Camera = CAMERA) -> Taken:
    triangles = model.flatten()
    caster = Caster(triangles.corners)
    pixels, frame = plate.paint(model, triangles, caster, camera, light("昼"), rays=1)
    return Taken(
        building=Building.__new__(Building), court=Setting(), model=model, triangles=triangles,
        caster=caster, camera=camera, light=light("昼"), frame=frame, pixels=pixels, look=GONGBI, weather="",
        seed=5,
    )  # fmt: skip


def test_moves_are_named_in_the_trades_words() -> None:
    assert [moves.named(word) for word in "推拉摇移升降"] == list(moves.WORDS.values())
    assert moves.named("") == ""
    with pytest.raises(UnknownName, match="推、拉、摇"):
        moves.named("甩")


def test_each_move_goes_its_way_and_meets_the_plates_view() -> None:
    eye, ahead, right = np.array(CAMERA.eye), CAMERA.heading, CAMERA.axes[0]
    went = {}
    for move in moves.WORDS.values():
        cameras = moves.path(move, CAMERA, 20.0, 9)
        assert len(cameras) == 9
        went[move] = np.array(cameras[-1].eye) - cameras[0].eye
    assert went["push"] @ ahead > 3
    np.testing.assert_allclose(went["pull"], -went["push"])
    assert abs(went["track"] @ right) > 1.5
    assert went["rise"][2] > 2
    np.testing.assert_allclose(went["lower"], -went["rise"])
    np.testing.assert_allclose(moves.path("push", CAMERA, 20.0)[0].eye, eye)
    np.testing.assert_allclose(moves.path("lower", CAMERA, 20.0)[-1].eye, eye)
    pan = moves.path("pan", CAMERA, 20.0, 9)
    assert {one.eye for one in pan} == {CAMERA.eye}
    turned = np.degrees(np.arccos(pan[0].heading @ pan[-1].heading))
    assert turned == pytest.approx(22.0, abs=0.1)
    np.testing.assert_allclose(pan[4].heading, CAMERA.heading, atol=1e-9)


def test_a_move_sets_out_and_arrives_slowly() -> None:
    steps = np.diff([one.eye[1] for one in moves.path("push", CAMERA, 20.0, 13)])
    assert steps[0] < 0.4 * steps[6]
    assert steps[-1] < 0.4 * steps[6]


def test_a_way_that_is_blocked_is_made_shorter_or_refused(boxes: SetModel) -> None:
    free = moves.clear_path("push", taken(boxes))
    walled = SetModel(dict(boxes.parts), list(boxes.instances))
    walled.add_part("wall2", *box((-20, -17.0, 0), (20, -16.8, 4.0)), "plaster_white")
    walled.place("wall2", "wall")
    near = Camera(eye=(0.0, -18.5, 1.6), target=(0.0, 0.0, 1.6), width=72, height=128)
    short = moves.clear_path("push", taken(walled, near))
    assert -17.0 - short[-1].eye[1] > 0.4
    assert short[-1].eye[1] - near.eye[1] < free[-1].eye[1] - free[0].eye[1]
    shut = Camera(eye=(0.0, -17.2, 1.6), target=(0.0, 0.0, 1.6), width=72, height=128)
    with pytest.raises(RefusedInput, match="没有空地"):
        moves.clear_path("push", taken(walled, shut))


def test_a_clip_plays_and_carries_its_label(
    boxes: SetModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "LONG", 256)
    short = moves.path

    def few(move: str, camera: Camera, away: float) -> list[Camera]:
        return short(move, camera, away, 4)

    monkeypatch.setattr(moves, "path", few)
    heard: list[float] = []
    written, record = moves.film(
        "push", taken(boxes), tmp_path, lambda _said, part: heard.append(part)
    )
    assert heard == [0.0, 0.25, 0.5, 0.75]
    file = tmp_path / written.file
    assert label.stamp(file).status == "compliant"
    with Image.open(file) as image:
        assert (image.size, getattr(image, "n_frames", 1)) == ((144, 256), 4)
    assert record["title"] == "推"
    assert record["from"]["eye_m"] == [6.0, -18.0, 1.6]
    assert record["to"]["eye_m"] != record["from"]["eye_m"]
