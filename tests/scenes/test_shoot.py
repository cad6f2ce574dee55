"""The straight line end to end, on real halls, at the smallest preset."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import scenes
from heritage_kb import label
from heritage_kb.errors import RefusedInput, UnknownName
from scenes.manifest import Written

FOGUANG = {"site": "foguangsi", "year": 857, "seed": 3}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("set") / "佛光寺"
    heard: list[tuple[str, float]] = []
    manifest = scenes.render(
        FOGUANG, out, preset="draft", progress=lambda s, p: heard.append((s, p))
    )
    parts = [p for _, p in heard]
    assert parts == sorted(parts)
    assert parts[-1] == 1.0
    return out, manifest


def test_every_file_is_listed_with_its_digest_and_labelled(
    made: tuple[Path, dict[str, Any]],
) -> None:
    out, manifest = made
    assert manifest == json.loads((out / "manifest.json").read_text("utf-8"))
    for one in manifest["files"]:
        path = out / one["file"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == one["sha256"]
        assert label.verify(path).status == "compliant", one["file"]
    assert label.verify(out / "manifest.json").status == "compliant"
    roles = {one["role"] for one in manifest["files"]}
    assert {"plate", "drawing", "control", "pass", "data", "report"} == roles


def test_the_manifest_tells_measures_evidence_and_invention(
    made: tuple[Path, dict[str, Any]],
) -> None:
    _, manifest = made
    assert manifest["measures"]["width_m"] == pytest.approx(34.0, abs=0.2)
    assert all(row["rule"] and row["source"] for row in manifest["evidence"])
    assert any("人物" in row for row in manifest["invented"])
    assert any("经幢" in row for row in manifest["documented"])
    assert "when" not in manifest
    assert "seconds" not in manifest
    matrix = np.array(manifest["camera"]["camera_to_world"])
    np.testing.assert_allclose(matrix[:3, :3] @ matrix[:3, :3].T, np.eye(3), atol=1e-5)


def test_controls_meet_what_a_diffusion_model_wants(made: tuple[Path, dict[str, Any]]) -> None:
    out, _ = made
    passes = out / "passes"
    depth = np.asarray(Image.open(passes / "depth.png"))
    line = np.asarray(Image.open(passes / "line.png"))
    with np.load(passes / "raw.npz") as raw:
        sky, element = ~np.isfinite(raw["depth_m"]), raw["element"]
    names = json.loads((passes / "legend.json").read_text("utf-8"))["element"]
    hall = [int(n) for n, row in names.items() if row["name"] in ("roof", "column", "wall", "door")]
    grey = depth[np.isin(element, hall)] / 255
    assert (depth[sky] == 0).all()
    assert (depth[~sky] > 0).all()
    assert np.percentile(grey, 99) - np.percentile(grey, 1) >= 0.40
    assert (line[sky] == 0).all()
    assert 0.06 <= (line[~sky] > 0).mean() <= 0.20
    assert {"person", "ground", "bracket", "roof"} <= {r["name"] for r in names.values()}


def test_a_quarter_of_the_plate_is_left_to_the_sky(made: tuple[Path, dict[str, Any]]) -> None:
    out, _ = made
    with np.load(out / "passes" / "raw.npz") as raw:
        assert (~np.isfinite(raw["depth_m"])).mean() >= 0.25


def test_the_same_spec_gives_the_same_bytes(
    made: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    out, manifest = made
    again = scenes.render(FOGUANG, tmp_path / "again", preset="draft")
    assert [f["sha256"] for f in again["files"]] == [f["sha256"] for f in manifest["files"]]
    assert (out / "manifest.json").read_bytes() == (tmp_path / "again/manifest.json").read_bytes()


def test_a_cancelled_render_leaves_nothing(tmp_path: Path) -> None:
    def stop(_said: str, part: float) -> None:
        if part > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scenes.render(FOGUANG, tmp_path / "out", preset="draft", progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "how", "said"),
    [
        (FOGUANG, {"preset": "huge"}, "出图档次"),
        (FOGUANG, {"shape": "4:3"}, "画幅"),
        ({**FOGUANG, "weather": "冰雹"}, {}, "天气"),
        ({**FOGUANG, "camera": {"zoom": 3}}, {}, "机位"),
        ({**FOGUANG, "camera": {"eye": [1, 2]}}, {}, "机位"),
        ({**FOGUANG, "camera": {"lens_mm": 4000}}, {}, "焦距"),
        ({**FOGUANG, "camera": {"name": "天边"}}, {}, "机位"),
        ({**FOGUANG, "camera": {"shot": "超景"}}, {}, "大远景、远景、全景"),
        ({**FOGUANG, "camera": {"angle": 3}}, {}, "一个词"),
        ({**FOGUANG, "camera": {"eye": -2}}, {}, "视高"),
        ({**FOGUANG, "camera": {"eye": [0, -30, -1]}}, {}, "地面以下"),
        ({**FOGUANG, "camera": {"panorama": 30000}}, {}, "全景宽 30000"),
        ({**FOGUANG, "camera": {"compositions": 99}}, {}, "小样张数"),
    ],
)
def test_bad_requests_are_refused_before_anything_is_written(
    asked: dict[str, Any], how: dict[str, str], said: str, tmp_path: Path
) -> None:
    with pytest.raises((RefusedInput, UnknownName), match=said):
        scenes.render(asked, tmp_path / "out", **how)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_wide_picture_of_another_hall(tmp_path: Path) -> None:
    asked = {"site": "nanchansi", "camera": {"name": "正面", "lens_mm": 30}, "dressing": ["空镜"]}
    manifest = scenes.render(asked, tmp_path / "wide", preset="draft", shape="16:9")
    assert manifest["files"][0]["size"] == [512, 288]
    assert manifest["camera"]["lens_mm"] == 30
    assert not any("人物" in row for row in manifest["invented"])
    assert not manifest["documented"]


def test_controls_get_no_visible_mark() -> None:
    assert Written(file="passes/depth.png", title="", role="control").is_control
    assert not Written(file="plate.png", title="", role="plate").is_control
