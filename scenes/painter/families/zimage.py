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

from scenes.painter.families import flow, keeping, loading, union
from scenes.painter.task import Step, Task

_LONGEST = 512  # tokens; the registry's limit is at most this


class ZImage:
    """The family."""

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
        begun, region = flow.blank(task), None
        if task.picture is not None:
            clean = self._encoded(pipe, task)
            mu = flow.shift(pipe, clean, calculate_shift)
            begun = flow.start(pipe, task, clean, mu, generator, keeping.as_it_is)
            region = keeping.region_of(task, clean)
        made = pipe(
            prompt=task.prompt, negative_prompt=task.negative or None, width=task.size[0],
            height=task.size[1], num_inference_steps=len(begun.sigmas), sigmas=begun.sigmas,
            guidance_scale=task.guidance, control_image=control.image,
            controlnet_conditioning_scale=control.weight, latents=begun.latents,
            generator=generator, max_sequence_length=_LONGEST,
            callback_on_step_end=keeping.watching(step, region, begun.noised),
        )  # fmt: skip
        return loading.only(made)

    @staticmethod
    def _encoded(pipe: Any, task: Task) -> Any:
        vae = pipe.vae
        seen = loading.pixels(pipe, task)
        latents = vae.encode(seen).latent_dist.mode()
        return (latents - vae.config.shift_factor) * vae.config.scaling_factor


FAMILY = ZImage()
