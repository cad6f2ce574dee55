"""What every family does after a step: tell it, and put back what lies outside the region."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from scenes.painter.task import Step, Task

Pack = Callable[[Any], Any]
Noised = Callable[[Any, int], Any]  # pipeline, step → the picture's latents as noisy as then


def as_it_is(latents: Any) -> Any:
    """Return latents of a family that lays them out as (b, channels, h, w)."""
    return latents


def region_of(task: Task, like: Any, pack: Pack = as_it_is) -> Any:
    """Return the task's region in the layout of latents ``like`` (b, c, h, w), not packed; or None."""
    if task.region is None:
        return None
    mask = torch.from_numpy(task.region)[None, None].float()
    small = torch.nn.functional.interpolate(mask, size=like.shape[-2:], mode="area")
    return pack(small.expand(*like.shape[:2], -1, -1).reshape(like.shape).to(like.device))


def watching(step: Step, region: Any = None, noised: Noised | None = None) -> Callable[..., Any]:
    """Return a step callback that tells progress and keeps what lies outside the region.

    Args:
        step: told after each step; raising cancels.
        region: 1 where something new may stand, in the layout of the latents; None everywhere.
        noised: what stands outside it after a step.
    """

    def after(pipe: Any, index: int, _time: Any, held: dict[str, Any]) -> dict[str, Any]:
        step(index + 1, int(pipe.num_timesteps))
        if region is None or noised is None:
            return {}
        latents = held["latents"]
        kept = region * latents + (1 - region) * noised(pipe, index)
        return {"latents": kept.to(latents.dtype)}

    return after
