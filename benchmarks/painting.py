"""What our path costs over bare diffusers, and how soon it stops: ``python -m benchmarks.painting``.

Tiny random models on the CPU. First the same pipeline is called as its documentation has it, and
through our engine with controls, step callback and checks. Opening and imports are in neither; CPU
seconds, alternating, medians. Real steps take seconds, ours are milliseconds: the share shown here
is an upper bound.

Then ``scenes.paint`` is asked for a picture of many steps, by its worker process, and stopped at a
random moment of them, as the app's button does: wall seconds from the wish until the call is back,
the worker dead and nothing left, beside the seconds that one step takes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

import scenes
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


class Stop(Exception):
    """Somebody does not want the picture any more."""


class Wish:
    """Listens to a painting, and stops it some seconds after its second step.

    ``asked`` is when it was wished; ``steps`` when each step was heard of (monotonic seconds).
    """

    def __init__(self, after: float) -> None:
        self._after = after
        self.asked = 0.0
        self.steps: list[float] = []
        self._said = ""

    def __call__(self, said: str, _share: float) -> None:
        """Hear of a step or of a beat between two; raise once it is wished."""
        now = time.monotonic()
        if "步" in said and said != self._said:
            self.steps.append(now)
        self._said = said
        if len(self.steps) >= 2:
            self.asked = self.asked or self.steps[1] + self._after
            if now >= self.asked:
                raise Stop


def stopped(name: str, render: Path, out: Path, after: float) -> tuple[float, float]:
    """Return the seconds of a step, and those from the wish to stop until nothing runs any more."""
    wish = Wish(after)
    try:
        scenes.paint(render, out, f"tiny-{name}", strength=1.0, steps=200, progress=wish)
    except Stop:
        took = time.monotonic() - wish.asked
    else:
        raise SystemExit(f"{name} had painted before it was stopped")
    if out.exists():
        raise SystemExit(f"{name} left something behind")
    return statistics.median(np.diff(wish.steps)), took


def overhead(families: list[str], runs: int, home: Path) -> None:
    """Print CPU seconds of both and their ratio, family by family."""
    torch.set_num_threads(1)
    pixels = np.random.default_rng(1).integers(0, 255, (*SIZE[::-1], 3), dtype=np.uint8)
    control = Control(kind="depth", image=Image.fromarray(pixels), weight=0.7)
    for name in families:
        folder = home / "models" / f"tiny-{name}"
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


def stopping(families: list[str], runs: int, home: Path) -> None:
    """Print how soon a painting stops, family by family: at most a step and a second."""
    render, rng = home / "set", np.random.default_rng(1)
    scenes.render({"site": "nanchansi"}, render, "draft", people=False)
    for name in families:
        each = [
            stopped(name, render, home / "out", float(rng.uniform(0.0, 0.6))) for _ in range(runs)
        ]
        step, longest = max(one for one, _ in each), max(took for _, took in each)
        said = "合" if longest <= step + 1 else "不合"
        print(
            f"{name:<11} 一步 {step:.3f} 秒，叫停到停下 {', '.join(f'{took:.2f}' for _, took in each)} 秒，"
            f"不过一步加一秒：{said}"
        )


def main() -> None:
    """Make the tiny models, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="*", default=list(tiny_painter.FAMILIES))
    parser.add_argument("--runs", type=int, default=40, help="of the overhead")
    parser.add_argument("--stops", type=int, default=5)
    told = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as place:
        os.environ["SANJIN_HOME"] = place
        for name in told.families:
            tiny_painter.install(name, Path(place))
        overhead(told.families, told.runs, Path(place))
        stopping(told.families, told.stops, Path(place))


if __name__ == "__main__":
    main()
