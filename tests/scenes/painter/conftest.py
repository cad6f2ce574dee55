"""A small render and three tiny models of random weights, made once for the run."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

import pytest

import scenes

FAMILIES = ("z-image", "qwen-image", "sdxl")
NEEDS = ("torch", "diffusers", "transformers", "peft")


@pytest.fixture(scope="session")
def render(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a draft render of a hall."""
    out = tmp_path_factory.mktemp("设定") / "南禅寺"
    scenes.render({"site": "nanchansi", "hour": "暮"}, out, "draft", people=False)
    return out


@pytest.fixture(scope="session")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another shot, of another shape, in a folder of the same name."""
    out = tmp_path_factory.mktemp("横幅") / "南禅寺"
    shot = {"site": "nanchansi", "hour": "暮", "camera": {"shape": "16:9"}}
    scenes.render(shot, out, "draft", people=False)
    return out


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose ``models`` holds a tiny model of each family, locked."""
    for name in NEEDS:
        if importlib.util.find_spec(name) is None:
            reason = f"could not import '{name}'"
            if os.environ.get("SANJIN_NEEDS_PAINT"):
                pytest.fail(reason)
            pytest.skip(reason)
    from benchmarks import tiny_painter

    home = tmp_path_factory.mktemp("家")
    for family in FAMILIES:
        tiny_painter.install(family, home)
    return home


@pytest.fixture
def home(weights: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SANJIN_HOME", str(weights))
    monkeypatch.delenv("SANJIN_SETTINGS", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return weights


@pytest.fixture
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Painting in this process: opening diffusers once is enough. Returns the jobs that ran."""
    from scenes.painter import engine, process

    jobs: list[Any] = []

    def run(job: Any, folder: Path, progress: Any) -> tuple[list[Any], dict[str, Any]]:
        jobs.append(job)
        made = engine.paint(job, progress)
        told = {"plan": made.plan.record(), "plan_said": made.plan.said, "notes": made.notes}
        return made.pictures, told

    monkeypatch.setattr(process, "run", run)
    return jobs
