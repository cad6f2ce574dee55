"""The worker as a process: started, listened to, cancelled, and its failures told in a sentence.

Blender is GPL and large, and can crash: it is never imported here. The worker's own sources are
copied beside the job, so that any interpreter that has bpy can run them and finds nothing else of
ours on its path.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from heritage_kb.errors import RefusedInput
from scenes import listening

Progress = Callable[[str, float], None]
PYTHON = "SANJIN_BEAUTY_PYTHON"  # an interpreter that has bpy, where this one has not
LIMIT = 3600.0  # seconds
_SOURCES = ("__init__", "worker", "develop", "stand", "matter", "nodes")
_OTHERS = ("PYTHONPATH", "PYTHONHOME", "PYTHONSAFEPATH")  # of this Python, not of the worker's
_LATE = RefusedInput(
    "精绘超时，已停下；设定图照常写出。请降一档成色再试。",
    "The beauty render took too long and was stopped.",
)
_INSTALL = "pip install 'sanjin[beauty]'（bpy 5.0 只有 Python 3.11 的轮子）"


def interpreter() -> str:
    """Return the Python that renders: the one the environment names, else this one if it has bpy.

    Raises:
        RefusedInput: there is none; the sentence says how to get one.
    """
    named = os.environ.get(PYTHON, "").strip()
    if named:
        found = shutil.which(named)
        if found is None:
            raise RefusedInput(
                f"环境变量 {PYTHON} 指的 {named} 不是能运行的 Python；请改成装有 bpy 的解释器。",
                f"{PYTHON} names {named}, which cannot be run.",
            )
        return found
    if find_spec("bpy") is None:
        raise RefusedInput(
            f"精绘要用 Blender 的 bpy，这里没有装；请运行 {_INSTALL}，"
            f"或把环境变量 {PYTHON} 指向装有它的 Python。",
            f"The beauty render needs bpy: pip install 'sanjin[beauty]' or set {PYTHON}.",
        )
    return sys.executable


def run(job: Path, progress: Progress, *, python: str, limit: float = LIMIT) -> None:
    """Run the worker on a job and return when it has written its files beside it.

    Args:
        job: ``job.json``.
        progress: told what the worker does, and how far it is, 0..1; raising kills it.
        python: the interpreter.
        limit: seconds after which it is killed.

    Raises:
        RefusedInput: it could not start, stopped, was killed or took too long.
    """
    folder = job.parent
    _copied(folder)
    env = {k: v for k, v in os.environ.items() if k not in _OTHERS}
    try:
        code, said = listening.attend(
            [python, "-m", "scenes.beauty.worker", str(job)], folder, env, progress,
            limit=limit, late=_LATE,
        )  # fmt: skip
    except OSError as error:
        raise RefusedInput(
            f"精绘的 Python（{python}）启动不了；请检查 {PYTHON}。", f"{python} cannot be started."
        ) from error
    if code or not (folder / "beauty.png").is_file():
        raise _stopped(python, code, said)


def _copied(folder: Path) -> None:
    """Copy the worker's sources beside the job."""
    package = folder / "scenes" / "beauty"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").write_text("", encoding="utf-8")
    for name in _SOURCES:
        shutil.copy(Path(__file__).with_name(f"{name}.py"), package / f"{name}.py")


def _stopped(python: str, code: int, said: str) -> RefusedInput:
    """Return the sentence for a worker that did not do its work."""
    if said.startswith("missing "):
        module = said.split()[1]
        return RefusedInput(
            f"精绘的 Python（{python}）里没有 {module}；请在其中运行 {_INSTALL}。",
            f"{python} has no {module}: pip install 'sanjin[beauty]' there.",
        )
    if said:
        return RefusedInput(
            f"精绘没有成：{said}；设定图照常写出。", f"The beauty render failed: {said}."
        )
    if name := listening.signal_of(code):
        return RefusedInput(
            f"精绘的进程被中止（{name}），多半是内存不够；设定图照常写出，请降一档成色再试。",
            f"The beauty worker was killed by {name}.",
        )
    return RefusedInput(
        f"精绘的 Python（{python}）没有写出画面（返回 {code}）；设定图照常写出。"
        "请看它能否 import bpy。",
        f"The beauty worker ended with {code} and no picture.",
    )
