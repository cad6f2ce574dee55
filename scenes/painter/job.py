"""A painting job as plain files in a folder, for the worker: ``job.json`` and the images it names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from scenes.painter.task import Adapter, Control, Task

JOB = "job.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """Which weights, of which family, and the pictures wanted of them.

    ``longest`` is the most tokens a prompt may have; ``reference`` the folder of what reads a
    picture for its manner, "" where no task has one.
    """

    family: str
    base: str
    control: str
    reference: str = ""
    longest: int
    tasks: tuple[Task, ...]


def out_name(number: int) -> str:
    """Return the file that the worker writes for a task."""
    return f"out-{number:03d}.png"


def write(job: Job, folder: Path) -> Path:
    """Write a job into a folder and return the path of its ``job.json``."""
    held = _Images(folder)
    body = {
        "family": job.family, "base": job.base, "control": job.control, "longest": job.longest,
        "reference": job.reference, "tasks": [_plain(task, held) for task in job.tasks],
    }  # fmt: skip
    path = folder / JOB
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return path


def read(path: Path) -> Job:
    """Return the job of a ``job.json``."""
    body = json.loads(path.read_text("utf-8"))
    return Job(
        family=body["family"], base=body["base"], control=body["control"], longest=body["longest"],
        reference=body["reference"],
        tasks=tuple(_task(row, path.parent) for row in body["tasks"]),
    )  # fmt: skip


class _Images:
    """Images in a folder, each written once however many tasks share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[int, str] = {}
        self._kept: list[Any] = []  # so that no id is given out twice

    def name(self, image: Image.Image) -> str:
        if id(image) not in self._names:
            self._names[id(image)] = f"in-{len(self._names):03d}.png"
            self._kept.append(image)
            image.save(self._folder / self._names[id(image)])
        return self._names[id(image)]

    def region(self, region: Any) -> str:
        if id(region) not in self._names:
            self._names[id(region)] = f"in-{len(self._names):03d}.npy"
            self._kept.append(region)
            np.save(self._folder / self._names[id(region)], region, allow_pickle=False)
        return self._names[id(region)]


def _plain(task: Task, held: _Images) -> dict[str, Any]:
    return {
        "prompt": task.prompt, "negative": task.negative, "size": list(task.size),
        "steps": task.steps, "guidance": task.guidance, "seed": task.seed,
        "strength": task.strength,
        "controls": [[c.kind, held.name(c.image), c.weight, c.end] for c in task.controls],
        "picture": held.name(task.picture) if task.picture is not None else None,
        "region": held.region(task.region) if task.region is not None else None,
        "adapters": [[one.path, one.weight] for one in task.adapters],
        "reference": held.name(task.reference) if task.reference is not None else None,
        "likeness": task.likeness,
    }  # fmt: skip


def _task(row: dict[str, Any], folder: Path) -> Task:
    controls: Sequence[Any] = row["controls"]
    region = row["region"]
    return Task(
        prompt=row["prompt"], negative=row["negative"], size=(row["size"][0], row["size"][1]),
        steps=row["steps"], guidance=row["guidance"], seed=row["seed"], strength=row["strength"],
        controls=tuple(
            Control(kind=kind, image=_open(folder / name), weight=weight, end=end)
            for kind, name, weight, end in controls
        ),
        picture=_open(folder / row["picture"]) if row["picture"] else None,
        region=np.load(folder / region, allow_pickle=False) if region else None,
        adapters=tuple(Adapter(path=path, weight=weight) for path, weight in row["adapters"]),
        reference=_open(folder / row["reference"]) if row["reference"] else None,
        likeness=row["likeness"],
    )  # fmt: skip


def _open(path: Path) -> Image.Image:
    with Image.open(path) as image:
        image.load()
        return image.convert("RGB")
