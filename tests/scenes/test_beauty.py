"""The path-traced picture: what is asked of the worker, how it fails, that it agrees with Embree."""

from __future__ import annotations

import json
import os
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import scenes
from heritage_kb import label
from heritage_kb.errors import RefusedInput
from scenes.beauty import develop, job, process, trace
from scenes.camera import Camera
from scenes.frame import look
from scenes.light import light
from scenes.model import SetModel
from scenes.raycast import Caster

CAMERA = Camera(eye=(9.0, -15.0, 1.6), target=(0.0, 0.0, 1.6), width=72, height=128, rise=0.1)


def rendering_python() -> str:
    try:
        return process.interpreter()
    except RefusedInput:
        return ""


needs_bpy = pytest.mark.skipif(
    not rendering_python(), reason=f"no Python with bpy (extra beauty, or {process.PYTHON})"
)


@pytest.fixture
def asked(boxes: SetModel, tmp_path: Path) -> Path:
    return job.write(tmp_path, boxes, CAMERA, light("晨"), samples=2, seed=5)


def fake(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the worker be a few lines of our own."""

    def copied(folder: Path) -> None:
        package = folder / "scenes" / "beauty"
        package.mkdir(parents=True)
        for place in (package.parent, package):
            (place / "__init__.py").write_text("", encoding="utf-8")
        (package / "worker.py").write_text(code, encoding="utf-8")

    monkeypatch.setattr(process, "_copied", copied)


def quiet(_said: str, _part: float) -> None:
    return None


# ---------------------------------------------------------------------------------- the job


def test_a_job_holds_the_whole_set(boxes: SetModel, asked: Path) -> None:
    body = json.loads(asked.read_text("utf-8"))
    with np.load(asked.with_name("set.npz")) as kept:
        assert kept["face_counts"].sum() == sum(len(p.faces) for p in boxes.parts.values())
        assert kept["instance"].tolist() == list(range(len(boxes.instances)))
        assert kept["matrix"].shape == (len(boxes.instances), 4, 4)
        assert kept["backdrop"].shape == (128, 72, 3)
    assert body["size"] == [72, 128]
    assert body["rise"] == 0.1
    assert {row["name"] for row in body["materials"]} == {
        part.material for part in boxes.parts.values()
    }


def test_the_worker_asks_for_nothing_of_ours_but_itself() -> None:
    for name in process._SOURCES:
        text = Path(process.__file__).with_name(f"{name}.py").read_text("utf-8")
        ours = [
            line for line in text.splitlines() if line.startswith(("from scenes", "import scenes"))
        ]
        assert all(line.startswith("from scenes.beauty") for line in ours)
        assert "heritage_kb" not in text


# --------------------------------------------------------------------------------- failures


def test_without_bpy_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(process.PYTHON, raising=False)
    monkeypatch.setattr(process, "find_spec", lambda _name: None)
    with pytest.raises(RefusedInput, match=r"sanjin\[beauty\]"):
        process.interpreter()
    monkeypatch.setenv(process.PYTHON, "no-such-python")
    with pytest.raises(RefusedInput, match="no-such-python"):
        process.interpreter()


@pytest.mark.skipif(find_spec("bpy") is not None, reason="this Python has bpy")
def test_a_python_without_bpy_is_told_by_its_worker(asked: Path) -> None:
    with pytest.raises(RefusedInput, match="没有 bpy") as refused:
        process.run(asked, quiet, python=sys.executable)
    assert sys.executable in str(refused.value)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "print('@error ValueError: no such lens', flush=True)\nraise SystemExit(1)",
            "no such lens",
        ),
        ("raise SystemExit(3)", "返回 3"),
        ("print('fine')", "没有写出画面"),
    ],
)
def test_a_worker_that_fails_is_told_in_one_sentence(
    code: str, said: str, asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(monkeypatch, code)
    with pytest.raises(RefusedInput, match=said) as refused:
        process.run(asked, quiet, python=sys.executable)
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(os.name == "nt", reason="signals are of POSIX")
def test_a_killed_worker_is_told_by_its_signal(
    asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(monkeypatch, "import os\nos.kill(os.getpid(), 9)")
    with pytest.raises(RefusedInput, match="SIGKILL"):
        process.run(asked, quiet, python=sys.executable)


def test_a_worker_that_takes_too_long_is_stopped(
    asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(monkeypatch, "import time\ntime.sleep(60)")
    began = time.monotonic()
    with pytest.raises(RefusedInput, match="超时"):
        process.run(asked, quiet, python=sys.executable, limit=0.6)
    assert time.monotonic() - began < 30


def test_cancelling_kills_the_worker(asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import time\nprint('@0.5 half', flush=True)\ntime.sleep(4)\nopen('late', 'w').close()"
    fake(monkeypatch, code)

    class Stop(Exception):
        pass

    def stop(said: str, part: float) -> None:
        assert (said, part) == ("half", 0.5)
        raise Stop

    with pytest.raises(Stop):
        process.run(asked, stop, python=sys.executable)
    time.sleep(0.2)
    assert not asked.with_name("late").exists()


def test_the_plate_stands_where_the_picture_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(process.PYTHON, "no-such-python")
    body = scenes.render(
        {"site": "nanchansi", "dressing": ["空镜"]}, tmp_path / "set", preset="draft", beauty=True
    )
    assert body["beauty"]["status"] == "not_made"
    assert "no-such-python" in body["beauty"]["said"]
    assert label.verify(tmp_path / "set" / "plate.png").status == "compliant"
    assert "beauty.png" not in {one["file"] for one in body["files"]}


# -------------------------------------------------------------------------------- the picture


def test_air_hides_what_is_far_and_sky_stands_behind() -> None:
    colour = np.full((8, 8, 3), 0.2, np.float32)
    alpha = np.ones((8, 8), np.float32)
    alpha[:4] = 0.0
    distance = np.where(alpha > 0, 10.0, develop.FAR).astype(np.float32)
    distance[6:] = 400.0
    backdrop = np.full((8, 8, 3), 0.5, np.float32)
    body = {"light": {"fog": 80.0, "mist": [0.8, 0.8, 0.8], "lamps": 0.0, "rain": 0.0}}
    seen = develop.developed(
        {"colour": colour * alpha[..., None], "alpha": alpha, "distance": distance},
        backdrop, np.zeros((0, 0), np.float32), body,
    )  # fmt: skip
    corner = develop._corners((8, 8))[..., 0]
    near, far, sky = (seen[row, 4, 0] / corner[row, 4] for row in (4, 7, 0))
    assert near == pytest.approx(0.2, abs=1e-5)
    assert far > 0.25
    assert sky == pytest.approx(develop._deepened(backdrop)[0, 0, 0], abs=1e-5)


def test_a_blur_keeps_the_light() -> None:
    dot = np.zeros((41, 41, 1), np.float32)
    dot[20, 20] = 1.0
    soft = develop._blurred(dot, 3.0)
    assert soft.sum() == pytest.approx(1.0, abs=1e-4)
    assert soft[20, 20, 0] == soft.max()
    across = np.arange(41) - 20
    assert (soft[..., 0].sum(0) * across**2).sum() ** 0.5 == pytest.approx(3.0, abs=0.6)


@needs_bpy
@pytest.mark.extras
def test_its_depth_and_ids_are_those_of_embree(boxes: SetModel, tmp_path: Path) -> None:
    heard: list[float] = []
    made = trace.trace(
        boxes, CAMERA, light("晨"), tmp_path, "draft", 5, lambda _said, part: heard.append(part)
    )
    assert made.record["beauty"]["status"] == "made"
    assert heard == sorted(heard)
    triangles = boxes.flatten()
    seen = look(Caster(triangles.corners), triangles, CAMERA)
    with np.load(tmp_path / trace.RAW) as raw:
        depth, number = raw["depth_m"], raw["instance"]
    both = np.isfinite(depth) & seen.solid
    assert (np.isfinite(depth) == seen.solid).mean() > 0.99
    off = np.abs(depth[both] - seen.depth[both]) / seen.depth[both]
    assert np.median(off) <= 1e-5
    assert (number == seen.ids(triangles.instance))[both].mean() > 0.99
    with Image.open(tmp_path / trace.PICTURE) as picture:
        assert picture.size == (72, 128)
        assert picture.info == {}  # no date of the day it was made
        assert np.asarray(picture).std() > 10
