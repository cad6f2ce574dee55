"""Paints a job in this process: opens the pipeline, lays it out, paints task by task.

Where memory runs out, the next thriftier plan is tried once, and both are told.
"""

from __future__ import annotations

import gc
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from heritage_kb.errors import RefusedInput, first_line
from scenes.painter import memory
from scenes.painter.families import Family, family
from scenes.painter.job import Job
from scenes.painter.memory import Plan
from scenes.painter.task import Adapter, Task

Progress = Callable[[str, float], None]
_OPENED = 0.15  # of the whole: opening the weights


@dataclass(slots=True)
class Painted:
    """Pictures in the order of the tasks, the plan they were made by, and what went before."""

    pictures: list[Image.Image]
    plan: Plan
    notes: list[str] = field(default_factory=list)


def paint(job: Job, progress: Progress) -> Painted:
    """Return the pictures of a job.

    Args:
        job: what is wanted.
        progress: told what is done and how far it is, 0..1, after every step; raising cancels, and
            no picture is left half done.

    Raises:
        RefusedInput: weights that cannot be opened, a prompt too long for the model, or memory
            that is full even by the thriftiest plan.
    """
    kind = family(job.family)
    on = memory.device()
    folders = [Path(one) for one in (job.base, job.control, job.reference) if one]
    weights, largest = _weighed(folders, on)
    ways = memory.plans(weights, largest, on, memory.free_gb(on))
    notes: list[str] = []
    for plan in ways[:2]:
        try:
            return Painted(list(_painted(kind, job, plan, progress)), plan, notes)
        except (RuntimeError, MemoryError) as error:
            if not memory.is_full(error):
                raise RefusedInput(
                    f"画的时候出错：{first_line(error)}；请换一个尺寸或模型再试。",
                    f"Painting failed: {first_line(error)}.",
                ) from error
        notes.append(f"内存不够：{plan.said}")
        gc.collect()
        memory.let_go()
        progress("内存不够，换更省的办法重来", 0.0)
    raise RefusedInput(
        f"{'；'.join(notes)}。请用 --size 画小一些，或换一个更小的模型。",
        "Out of memory; paint smaller or use a smaller model.",
    )


def _painted(kind: Family, job: Job, plan: Plan, progress: Progress) -> Iterator[Image.Image]:
    progress(f"打开模型：{plan.said}", 0.01)
    pipe = kind.open(Path(job.base), Path(job.control), memory.dtype_of(plan))
    _adapt(pipe, job.tasks[0].adapters)
    if job.reference:
        kind.refer(pipe, Path(job.reference))
    memory.lay_out(pipe, plan)
    for number, task in enumerate(job.tasks):
        _refuse_long(kind, pipe, task, job.longest)

        def step(done: int, of: int, number: int = number) -> None:
            share = (number + done / of) / len(job.tasks)
            said = f"第 {number + 1}/{len(job.tasks)} 张，第 {done}/{of} 步"
            progress(said, _OPENED + (1 - _OPENED) * share)

        yield kind.paint(pipe, task, step)


def _refuse_long(kind: Family, pipe: Any, task: Task, longest: int) -> None:
    """Refuse what the pipeline would cut without a word."""
    for what, text in (("提示", task.prompt), ("反向词", task.negative)):
        count = kind.tokens(pipe, text) if text else 0
        if count > longest:
            raise RefusedInput(
                f"{what}有 {count} 个词元，这个模型只读 {longest} 个；请少写几句自己的话。",
                f"The prompt has {count} tokens; this model reads {longest}.",
            )


def _adapt(pipe: Any, adapters: Sequence[Adapter]) -> None:
    """Put LoRAs onto a pipeline."""
    for number, one in enumerate(adapters):
        path = Path(one.path)
        try:
            pipe.load_lora_weights(
                str(path.parent), weight_name=path.name, adapter_name=f"lora{number}",
                local_files_only=True, use_safetensors=True,
            )  # fmt: skip
        except (ValueError, KeyError, OSError, RuntimeError, ImportError) as wrong:
            raise RefusedInput(
                f"LoRA {path.name} 用不到这个模型上：{first_line(wrong)}；请换一个为它训练的。",
                f"The LoRA {path.name} does not fit this model: {first_line(wrong)}.",
            ) from wrong
    if adapters:
        names = [f"lora{n}" for n in range(len(adapters))]
        pipe.set_adapters(names, adapter_weights=[one.weight for one in adapters])


def _weighed(folders: Sequence[Path], on: str) -> tuple[float, float]:
    """Return the weights of some folders and of the largest model in them, in GB as opened.

    Numbers are counted, not bytes: some weights are published twice as wide as they are opened.
    """
    by_model: dict[Path, int] = {}
    for path in (path for folder in folders for path in folder.rglob("*.safetensors")):
        by_model[path.parent] = by_model.get(path.parent, 0) + _numbers(path)
    wide = 4 if on == "cpu" else 2  # bytes a number: memory.plans opens halves on a GPU
    return wide * sum(by_model.values()) / 1e9, wide * max(by_model.values(), default=0) / 1e9


def _numbers(path: Path) -> int:
    """Return how many numbers a safetensors file holds, by its header."""
    with path.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    return sum(math.prod(one["shape"]) for name, one in header.items() if name != "__metadata__")
