"""One module for each family of diffusion models, behind one small protocol."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

from heritage_kb.errors import RefusedInput
from scenes.painter.task import Step, Task

_HOMES = {"z-image": "zimage", "qwen-image": "qwen", "sdxl": "sdxl"}


class Family(Protocol):
    """What the engine needs of a family."""

    def open(self, base: Path, control: Path, dtype: Any) -> Any:
        """Return the pipeline of two verified folders of weights, on no device yet."""

    def refer(self, pipe: Any, folder: Path) -> None:
        """Put onto a pipeline what reads a reference picture; only where ``REFERS`` says so."""

    def tokens(self, pipe: Any, prompt: str) -> int:
        """Return how many tokens a prompt makes in the pipeline's own tokenizer."""

    def paint(self, pipe: Any, task: Task, step: Step) -> Image.Image:
        """Return the picture of a task, RGB of its size."""


# What each family can do, known without loading it: whether it takes more than one control image at
# once, whether a control can let go before the last step, whether it reads a picture for its manner,
# and the guidance up to which it does not read what is not wanted.
SEVERAL: Mapping[str, bool] = {"z-image": False, "qwen-image": True, "sdxl": True}
ENDS: Mapping[str, bool] = {"z-image": False, "qwen-image": True, "sdxl": True}
REFERS: Mapping[str, bool] = {"z-image": False, "qwen-image": False, "sdxl": True}
UNGUIDED: Mapping[str, float] = {"z-image": 0.0, "qwen-image": 1.0, "sdxl": 1.0}


def family(name: str) -> Family:
    """Return a family; the libraries it needs are loaded now.

    Raises:
        RefusedInput: they are not installed.
    """
    try:
        module = import_module(f"scenes.painter.families.{_HOMES[name]}")
    except ImportError as missing:
        raise RefusedInput(
            f"用扩散模型画图要装 {missing.name}；请运行 pip install 'sanjin[paint]'。",
            f"Painting needs {missing.name}: pip install 'sanjin[paint]'.",
        ) from missing
    made: Family = module.FAMILY
    return made
