"""What the flow-matching families share: starting from a picture on a shortened schedule.

Neither has a pipeline in diffusers that takes a control image and a first picture at once. Both
pipelines accept latents and sigmas, so the picture is encoded and noised here to the first sigma
of a shortened schedule, by the same rule as the scheduler's: ``sigma * noise + (1 - sigma) * z``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from scenes.painter.families.keeping import Pack
from scenes.painter.task import Task


@dataclass(frozen=True, slots=True)
class Start:
    """Where a flow begins: latents (None for pure noise), its sigmas before the model's shift."""

    latents: Any
    sigmas: list[float]
    clean: Any = None  # the picture's own latents, packed
    noise: Any = None

    def noised(self, pipe: Any, index: int) -> Any:
        """Return the picture's latents as they stand after a step."""
        sigma = float(pipe.scheduler.sigmas[index + 1])
        return sigma * self.noise + (1 - sigma) * self.clean


def schedule(steps: int, strength: float) -> list[float]:
    """Return the sigmas of ``steps`` steps, the first ones left out as ``strength`` has it."""
    every = np.linspace(1.0, 1.0 / steps, steps).tolist()
    kept = max(1, min(steps, round(steps * strength)))
    return list(every[steps - kept :])


def blank(task: Task) -> Start:
    """Return the beginning of a task that has no picture."""
    return Start(None, schedule(task.steps, 1.0))


def start(pipe: Any, task: Task, clean: Any, mu: float, generator: Any, pack: Pack) -> Start:
    """Return the beginning of a task that has a picture.

    Args:
        pipe: the pipeline; its scheduler is set as the pipeline will set it.
        task: what is painted.
        clean: the picture's latents (1, channels, h, w), normalised as the model wants them.
        mu: the shift that the pipeline will use at this size.
        generator: of the noise.
        pack: how the family lays latents out.
    """
    sigmas = schedule(task.steps, task.strength)
    noise = torch.randn(clean.shape, generator=generator, dtype=torch.float32).to(clean.device)
    clean, noise = pack(clean.float()), pack(noise)
    pipe.scheduler.set_timesteps(sigmas=sigmas, mu=mu, device=clean.device)
    first = float(pipe.scheduler.sigmas[0])
    return Start(first * noise + (1 - first) * clean, sigmas, clean, noise)


def shift(pipe: Any, latents: Any, of_length: Any) -> float:
    """Return the shift of the schedule for latents (1, channels, h, w), as the pipelines reckon it.

    Args:
        pipe: whose scheduler tells the ends of the range.
        latents: not packed.
        of_length: the pipeline module's own ``calculate_shift``.
    """
    told = pipe.scheduler.config
    return float(
        of_length(
            (latents.shape[2] // 2) * (latents.shape[3] // 2),
            told.get("base_image_seq_len", 256), told.get("max_image_seq_len", 4096),
            told.get("base_shift", 0.5), told.get("max_shift", 1.15),
        )
    )  # fmt: skip
