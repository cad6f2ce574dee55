"""Weights as they are published: numbers of half width, or of twice the width they are opened in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import scenes

pytestmark = pytest.mark.filterwarnings("ignore")  # of the libraries, about themselves


@pytest.fixture
def own(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own with the same tiny models, to be changed."""
    shutil.copytree(home, tmp_path / "家")
    monkeypatch.setenv("SANJIN_HOME", str(tmp_path / "家"))
    return tmp_path / "家" / "models"


def test_weights_of_half_width_open(
    render: Path, here: list[Any], own: Path, tmp_path: Path
) -> None:
    from scenes.painter import lock

    base = own / "tiny-sdxl" / lock.BASE
    for path in list(base.rglob("*.safetensors")):
        path.rename(path.with_name(path.name.replace(".safetensors", ".fp16.safetensors")))
    folder = base.parent
    before = lock.read(folder)
    lock.write(folder, before.model_copy(update={"files": lock.seal(folder)}))
    body = scenes.paint(render, tmp_path / "a", "tiny-sdxl")
    assert (tmp_path / "a" / body["renders"][0]["pictures"][0]["file"]).is_file()


def test_weights_are_weighed_as_they_are_opened(home: Path, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    save = pytest.importorskip("safetensors.torch").save_file

    from scenes.painter import engine

    base, control = tmp_path / "base", tmp_path / "control"
    for place, wide in (
        (base / "transformer", torch.float32), (base / "vae", torch.bfloat16),
        (control, torch.bfloat16),
    ):  # fmt: skip
        place.mkdir(parents=True)
        save({"a": torch.zeros(1000, 3, dtype=wide)}, place / "x.safetensors")
    assert engine._weighed([base, control], "cuda") == pytest.approx((18e-6, 6e-6))
    assert engine._weighed([base, control], "cpu") == pytest.approx((36e-6, 12e-6))
