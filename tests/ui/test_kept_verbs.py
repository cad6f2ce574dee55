"""``sanjin scene kept`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import scenes
from ui.cli import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("set") / "set"
    scenes.render({"period": "金", "bays": 3, "seed": 4}, out, "draft", people=False)
    return out


def test_kept_and_not_kept(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scene", "kept", str(folder), str(folder / "plate.png"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pictures"][str(folder / "plate.png")]["kept"]
    grey = tmp_path / "grey.png"
    Image.fromarray(np.full((512, 288, 3), 90, np.uint8)).save(grey)
    assert main(["scene", "kept", str(folder / "manifest.json"), str(grey)]) == 1
    assert "再试" in capsys.readouterr().out


def test_a_form_is_written_once(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["scene", "kept", str(folder), str(folder / "plate.png"), "--form", str(tmp_path)]
    assert main(words) == 0
    filled = tmp_path / "plate.评分.toml"
    filled.write_text(filled.read_text("utf-8").replace("# score =", "score = 4"), "utf-8")
    assert main(words) == 1  # what a person filled is not written over
    capsys.readouterr()
    assert main(["scene", "kept", str(folder), "--forms", str(filled), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["rubric"]["pictures"]["plate.png"]
    assert told["total"] == 20.0
