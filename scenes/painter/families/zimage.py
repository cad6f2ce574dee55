"""Z-Image: a flow-matching transformer with one union control net.

Its pipeline takes one control image, has no end step for it, and wants sides that are multiples
of 16; its own defaults (50 steps, guidance 5) are wrong for the Turbo weights, so both come from
the registry.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers import ZImageControlNetModel, ZImageControlNetPipeline
from diffusers.pipelines.z_image.pipeline_z_image_controlnet import calculate_shift
from PIL import Image

from scenes.painter.families import flow, loading, union
from scenes.painter.task import Step, Task

_LONGEST = 512  # tokens; the registry's limit is at most this


class ZImage:
    """The family."""

    several = False
    ends = False

    def open(self, base: Path, control: Path, dtype: Any) -> Any:
        """Return the pipeline of two verified folders."""
        if (control / "config.json").is_file():
            net = loading.opened(ZImageControlNetModel, control, dtype)
        else:
            net = union.opened(control, base, dtype)
        return loading.opened(ZImageControlNetPipeline, base, dtype, controlnet=net)

    def tokens(self, pipe: Any, prompt: str) -> int:
        """Return the tokens of a prompt within the model's chat template."""
        said = pipe.tokenizer.apply_chat_template(
            [{"role": "user", "content": prompt}], tokenize=False, add_generation_prompt=True,
            enable_thinking=True,
        )  # fmt: skip
        return len(pipe.tokenizer(said).input_ids)

    def paint(self, pipe: Any, task: Task, step: Step) -> Image.Image:
        """Return the picture of a task."""
        control = task.controls[0]
        generator = torch.Generator("cpu").manual_seed(task.seed)
        begun, region = flow.Start(None, flow.schedule(task.steps, 1.0)), None
        if task.picture is not None:
            clean = self._encoded(pipe, task)
            begun = flow.start(pipe, task, clean, _shift(pipe, clean), generator, _as_it_is)
            region = flow.region_of(task, clean, _as_it_is)
        made = pipe(
            prompt=task.prompt, negative_prompt=task.negative or None, width=task.size[0],
            height=task.size[1], num_inference_steps=len(begun.sigmas), sigmas=begun.sigmas,
            guidance_scale=task.guidance, control_image=control.image,
            controlnet_conditioning_scale=control.weight, latents=begun.latents,
            generator=generator, max_sequence_length=_LONGEST,
            callback_on_step_end=flow.watching(task, begun, region, step),
        )  # fmt: skip
        return loading.only(made)

    @staticmethod
    def _encoded(pipe: Any, task: Task) -> Any:
        vae = pipe.vae
        seen = loading.pixels(pipe, task)
        latents = vae.encode(seen).latent_dist.mode()
        return (latents - vae.config.shift_factor) * vae.config.scaling_factor


def _as_it_is(latents: Any) -> Any:
    return latents


def _shift(pipe: Any, latents: Any) -> float:
    told = pipe.scheduler.config
    return float(
        calculate_shift(
            (latents.shape[2] // 2) * (latents.shape[3] // 2),
            told.get("base_image_seq_len", 256), told.get("max_image_seq_len", 4096),
            told.get("base_shift", 0.5), told.get("max_shift", 1.15),
        )
    )  # fmt: skip


FAMILY = ZImage()
