"""The worker as a process: started, listened to, cancelled, and its failures told in a sentence.

It keeps torch out of whoever asks, and a crash of a driver away from an open project.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image

from heritage_kb.errors import RefusedInput
from scenes import listening
from scenes.painter import job as jobs
from scenes.painter.job import Job

Progress = Callable[[str, float], None]
LIMIT = 24 * 3600.0  # seconds; a batch on a small machine takes a night
DONE = "done.json"
_NEEDS = ("torch", "diffusers", "transformers", "safetensors")
_LATE = RefusedInput(
    "画图画了一天还没完，已停下；请少画几张，或换一个更小的模型。",
    "Painting took more than a day and was stopped.",
)


INSTALL = "pip install 'sanjin[paint]'"


def missing() -> list[str]:
    """Return the packages that painting needs and that are not installed."""
    return [name for name in _NEEDS if find_spec(name) is None]


def refuse_missing() -> None:
    """Refuse where what paints is not installed.

    Raises:
        RefusedInput: it is not; the sentence says how to get it.
    """
    if lacking := missing():
        raise RefusedInput(
            f"用扩散模型画图要装 {'、'.join(lacking)}；请运行 {INSTALL}。",
            f"Painting needs {', '.join(lacking)}: {INSTALL}.",
        )


def run(job: Job, folder: Path, progress: Progress) -> tuple[list[Image.Image], dict[str, Any]]:
    """Return the pictures of a job, and how they were made.

    Args:
        job: what is wanted.
        folder: an empty one of one's own.
        progress: told what the worker does, and how far it is, 0..1; raising kills it.

    Raises:
        RefusedInput: it could not paint, was killed or took too long.
    """
    path = jobs.write(job, folder)
    env = {
        **os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1",
        "DIFFUSERS_DISABLE_REMOTE_CODE": "1", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    code, said = listening.attend(
        [sys.executable, "-m", "scenes.painter.worker", str(path)], folder, env,
        lambda said, part: progress(said or "起动画图的进程", part), limit=LIMIT, late=_LATE,
    )  # fmt: skip
    if said:
        raise RefusedInput(*json.loads(said))
    if code or not (folder / DONE).is_file():
        raise _stopped(code)
    told = json.loads((folder / DONE).read_text("utf-8"))
    return [_opened(folder / jobs.out_name(n)) for n in range(len(job.tasks))], told


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        picture.load()
        return picture.convert("RGB")


def _stopped(code: int) -> RefusedInput:
    if name := listening.signal_of(code):
        return RefusedInput(
            f"画图的进程被中止（{name}），多半是内存不够；已有的文件没有动。请画小一些，或换一个更小的模型。",
            f"The painting worker was killed by {name}.",
        )
    return RefusedInput(
        f"画图的进程没有写出画面（返回 {code}）；请运行 sanjin doctor 看缺什么。",
        f"The painting worker ended with {code} and no picture.",
    )
