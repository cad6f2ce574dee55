"""From a set as its plate shows it to the path-traced picture of the same view."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from heritage_kb.errors import RefusedInput
from scenes.beauty import job, process
from scenes.camera import Camera
from scenes.light import Light
from scenes.manifest import Written
from scenes.model import SetModel

Progress = Callable[[str, float], None]
SAMPLES = {"draft": 8, "standard": 24, "final": 40}  # paths a pixel by preset
PICTURE, RAW = "beauty.png", "passes/beauty_raw.npz"


@dataclass(slots=True)
class Traced:
    """Files, unlabelled, and what the manifest keeps: how, or the sentence why not."""

    files: list[Written] = field(default_factory=list)
    record: dict[str, Any] = field(default_factory=dict)


def trace(
    model: SetModel, camera: Camera, light: Light, folder: Path, preset: str, seed: int,
    progress: Progress,
) -> Traced:  # fmt: skip
    """Write ``beauty.png`` and ``passes/beauty_raw.npz``; where that fails, say why and go on.

    The raw file holds ``colour`` (linear, developed), ``depth_m`` (planar), ``normal`` and
    ``instance``, aligned with the plate's ``raw.npz``. ``progress`` may raise to cancel; the
    worker is killed then.
    """
    samples = SAMPLES[preset]
    try:
        python = process.interpreter()
        with tempfile.TemporaryDirectory(prefix="sanjin-beauty-") as place:
            asked = job.write(Path(place), model, camera, light, samples=samples, seed=seed)
            process.run(asked, _steady(progress), python=python)
            _taken_over(Path(place), folder)
    except RefusedInput as error:
        return Traced(record={"beauty": {"status": "not_made", "said": error.zh}})
    size = (camera.width, camera.height)
    return Traced(
        files=[
            Written(file=PICTURE, title="精绘（Cycles 光线追踪）", role="plate", size=size),
            Written(file=RAW, title="精绘的原始数据（线性色、深度米、法线、编号）", role="data"),
        ],
        record={"beauty": {"status": "made", "engine": "Cycles", "samples": samples}},
    )


def _steady(progress: Progress) -> Progress:
    """Return a teller of a worker whose parts may begin anew: it never goes back."""
    done = 0.0

    def tell(said: str, part: float) -> None:
        nonlocal done
        done = max(part, done)
        progress(f"精绘：{said}" if said else "精绘", done)

    return tell


def _taken_over(place: Path, folder: Path) -> None:
    with Image.open(place / "beauty.png") as picture:  # anew, without Blender's date and time
        Image.fromarray(np.asarray(picture.convert("RGB"))).save(folder / PICTURE, optimize=True)
    (folder / "passes").mkdir(exist_ok=True)
    with np.load(place / "passes.npz") as passes, np.load(place / "beauty.npz") as linear:
        np.savez_compressed(
            folder / RAW, colour=linear["colour"], depth_m=passes["depth_m"],
            normal=passes["normal"].astype(np.float16), instance=passes["instance"],
        )  # fmt: skip
