"""The worker as a process: started, listened to, cancelled, and its failures told in a sentence.

It keeps torch out of whoever asks, and a crash of a driver away from an open project.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
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


def refuse_missing() -> None:
    """Refuse where what paints is not installed.

    Raises:
        RefusedInput: it is not; the sentence says how to get it.
    """
    missing = [name for name in _NEEDS if find_spec(name) is None]
    if missing:
        raise RefusedInput(
            f"用扩散模型画图要装 {'、'.join(missing)}；请运行 pip install 'sanjin[paint]'。",
            f"Painting needs {', '.join(missing)}: pip install 'sanjin[paint]'.",
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
    with (folder / "log.txt").open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "scenes.painter.worker", str(path)], cwd=folder, env=env,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
    failed, lines = None, listening.to(child)
    said, done = "起动画图的进程", 0.0
    try:
        for line in listening.heard(lines, time.monotonic() + LIMIT, _LATE):
            word, _, rest = line.partition(" ")
            if word == "error":
                failed = RefusedInput(*json.loads(rest))
            elif word:
                said, done = rest, listening.share(word)
            progress(said, done)  # at every beat, so that whoever cancels is heard
        code = child.wait()
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        listening.drained(lines)
    if failed is not None:
        raise failed
    if code or not (folder / DONE).is_file():
        raise _stopped(code)
    told = json.loads((folder / DONE).read_text("utf-8"))
    return [_opened(folder / jobs.out_name(n)) for n in range(len(job.tasks))], told


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        picture.load()
        return picture.convert("RGB")


def _stopped(code: int) -> RefusedInput:
    if code < 0:
        name = signal.Signals(-code).name
        return RefusedInput(
            f"画图的进程被中止（{name}），多半是内存不够；已有的文件没有动。请画小一些，或换一个更小的模型。",
            f"The painting worker was killed by {name}.",
        )
    return RefusedInput(
        f"画图的进程没有写出画面（返回 {code}）；请运行 sanjin doctor 看缺什么。",
        f"The painting worker ended with {code} and no picture.",
    )
