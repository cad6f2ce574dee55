"""What our path costs over bare diffusers, at equal settings: ``python -m benchmarks.painting``.

Tiny random models on the CPU, the same pipeline opened twice: once called as its documentation has
it, once through our engine with controls, step callback and checks. Opening and imports are in
neither; CPU seconds, alternating, medians. Real steps take seconds, ours are milliseconds: the
share shown here is an upper bound.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from benchmarks import tiny_painter
from benchmarks.measure import machine
from scenes.painter import lock
from scenes.painter.families import family
from scenes.painter.task import Control, Task

SIZE = (256, 256)
STEPS = 8


def bare(name: str, pipe: Any, task: Task) -> None:
    """Call a pipeline as its documentation does."""
    generator = torch.Generator("cpu").manual_seed(task.seed)
    told: dict[str, Any] = {
        "prompt": task.prompt, "width": SIZE[0], "height": SIZE[1],
        "num_inference_steps": task.steps, "generator": generator,
    }  # fmt: skip
    image, weight = task.controls[0].image, task.controls[0].weight
    if name == "z-image":
        pipe(control_image=image, controlnet_conditioning_scale=weight, guidance_scale=0.0, **told)
    elif name == "qwen-image":
        pipe(
            control_image=[image], controlnet_conditioning_scale=[weight], true_cfg_scale=1.0,
            **told,
        )  # fmt: skip
    else:
        pipe(
            control_image=[image], control_mode=[1], controlnet_conditioning_scale=[weight],
            guidance_scale=1.0, **told,
        )  # fmt: skip


def main() -> None:
    """Print CPU seconds of both and their ratio, family by family."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="*", default=list(tiny_painter.FAMILIES))
    parser.add_argument("--runs", type=int, default=5)
    told = parser.parse_args()
    runs = told.runs
    torch.set_num_threads(1)
    print(machine())
    pixels = np.random.default_rng(1).integers(0, 255, (*SIZE[::-1], 3), dtype=np.uint8)
    control = Control(kind="depth", image=Image.fromarray(pixels), weight=0.7)
    with tempfile.TemporaryDirectory() as place:
        for name in told.families:
            folder = Path(place) / name
            tiny_painter.make(name, folder)
            kind = family(name)
            pipe = kind.open(folder / lock.BASE, folder / lock.CONTROL, torch.float32)
            task = Task(
                prompt="a hall of Tang", negative="", size=SIZE, steps=STEPS,
                guidance=0.0 if name == "z-image" else 1.0, seed=1, controls=(control,),
            )  # fmt: skip
            took: dict[str, list[float]] = {"bare": [], "ours": []}
            for n in range(runs + 1):
                for who in ("bare", "ours"):
                    began = time.process_time()
                    if who == "bare":
                        bare(name, pipe, task)
                    else:
                        kind.tokens(pipe, task.prompt)
                        kind.paint(pipe, task, lambda _done, _of: None)
                    if n:  # the first warms up
                        took[who].append(time.process_time() - began)
            one, other = (statistics.median(took[who]) for who in ("bare", "ours"))
            print(
                f"{name:<11} diffusers {one:.2f} CPU-s，三晋 {other:.2f} CPU-s，{other / one - 1:+.1%}"
            )


if __name__ == "__main__":
    main()
