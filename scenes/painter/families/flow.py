"""What the flow-matching families share: starting from a picture, and repainting a part of it.

Neither has a pipeline in diffusers that takes a control image and a first picture at once. Both
pipelines accept latents and sigmas, so the picture is encoded and noised here to the first sigma
of a shortened schedule, by the same rule as the scheduler's: ``sigma * noise + (1 - sigma) * z``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from scenes.painter.task import Step, Task

Pack = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a flow begins: latents (None for pure noise), its sigmas before the model's shift."""

    latents: Any
    sigmas: list[float]
    clean: Any = None  # the picture's own latents, packed
    noise: Any = None


def schedule(steps: int, strength: float) -> list[float]:
    """Return the sigmas of ``steps`` steps, the first ones left out as ``strength`` has it."""
    every = np.linspace(1.0, 1.0 / steps, steps).tolist()
    kept = max(1, min(steps, round(steps * strength)))
    return list(every[steps - kept :])


def start(pipe: Any, task: Task, clean: Any, mu: float, generator: Any, pack: Pack) -> Start:
    """Return the beginning of a task that has a picture.

    Args:
        pipe: the pipeline; its scheduler is set as the pipeline will set it.
        task: what is painted.
        clean: the picture's latents, not packed, normalised as the model wants them.
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


def watching(task: Task, begun: Start, region: Any, step: Step) -> Callable[..., dict[str, Any]]:
    """Return a step callback that tells progress and keeps what lies outside the region.

    Args:
        task: what is painted.
        begun: where it began.
        region: 1 where something new may stand, in the layout of the latents; None everywhere.
        step: told after each step; raising cancels.
    """
    total = len(begun.sigmas)

    def after(pipe: Any, index: int, _time: Any, held: dict[str, Any]) -> dict[str, Any]:
        step(index + 1, total)
        if region is None or begun.clean is None:
            return {}
        sigma = float(pipe.scheduler.sigmas[index + 1])
        old = sigma * begun.noise + (1 - sigma) * begun.clean
        latents = held["latents"]
        return {"latents": (region * latents + (1 - region) * old).to(latents.dtype)}

    return after


def region_of(task: Task, like: Any, pack: Pack) -> Any:
    """Return the task's region in the layout of latents ``like`` (b, c, h, w), not packed; or None."""
    if task.region is None:
        return None
    mask = torch.from_numpy(task.region)[None, None].float()
    small = torch.nn.functional.interpolate(mask, size=like.shape[-2:], mode="area")
    return pack(small.expand(*like.shape[:2], -1, -1).reshape(like.shape).to(like.device))
