"""What every family does alike: open a folder and nothing else, hand pixels in, take one out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from heritage_kb.errors import RefusedInput, first_line
from scenes.painter.task import Task


def opened(kind: Any, folder: Path, dtype: Any, **parts: Any) -> Any:
    """Return a model or a pipeline from a folder of this machine: safetensors, no code of its own.

    Raises:
        RefusedInput: the folder does not hold what the class needs.
    """
    halved = next(folder.rglob("*.fp16.safetensors"), None) is not None  # SDXL as it is pulled
    try:
        made = kind.from_pretrained(
            str(folder), dtype=dtype, local_files_only=True, use_safetensors=True,
            variant="fp16" if halved else None, **parts,
        )  # fmt: skip
    except (OSError, ValueError, TypeError, KeyError, RuntimeError) as wrong:
        raise RefusedInput(
            f"绘图模型的权重 {folder.name} 打不开：{first_line(wrong)}；"
            "请核对它是不是这一家的模型，或重新下载。",
            f"The weights {folder.name} cannot be opened: {first_line(wrong)}.",
        ) from wrong
    if hasattr(made, "set_progress_bar_config"):
        made.set_progress_bar_config(disable=True)
    return made


def pixels(pipe: Any, task: Task) -> Any:
    """Return a task's picture as (1, 3, h, w) in -1..1, where the pipeline's encoder is."""
    assert task.picture is not None
    seen = np.asarray(task.picture.convert("RGB"), np.float32) / 127.5 - 1
    made = torch.from_numpy(seen).permute(2, 0, 1)[None]
    return made.to(pipe._execution_device, pipe.vae.dtype)


def only(made: Any) -> Image.Image:
    """Return the one picture of a pipeline's answer."""
    picture: Image.Image = made.images[0]
    return picture.convert("RGB")
