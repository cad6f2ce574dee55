"""Qwen-Image: a flow-matching transformer with a union control net that takes several images.

Its guidance is ``true_cfg_scale`` and needs a negative prompt, even a blank one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers import QwenImageControlNetModel, QwenImageControlNetPipeline
from diffusers.models import QwenImageMultiControlNetModel
from diffusers.pipelines.qwenimage.pipeline_qwenimage_controlnet import calculate_shift
from PIL import Image

from scenes.painter.families import flow, keeping, loading
from scenes.painter.task import Step, Task

_LONGEST = 512


class QwenImage:
    """The family."""

    def open(self, base: Path, control: Path, dtype: Any) -> Any:
        """Return the pipeline of two verified folders."""
        net = loading.opened(QwenImageControlNetModel, control, dtype)
        both = QwenImageMultiControlNetModel([net])
        return loading.opened(QwenImageControlNetPipeline, base, dtype, controlnet=both)

    def tokens(self, pipe: Any, prompt: str) -> int:
        """Return the tokens of a prompt without the model's own introduction to it."""
        said, blank = (pipe.prompt_template_encode.format(p) for p in (prompt, ""))
        return len(pipe.tokenizer(said).input_ids) - len(pipe.tokenizer(blank).input_ids)

    def paint(self, pipe: Any, task: Task, step: Step) -> Image.Image:
        """Return the picture of a task."""
        generator = torch.Generator("cpu").manual_seed(task.seed)
        begun, region = flow.blank(task), None
        if task.picture is not None:
            clean = self._encoded(pipe, task)
            pack = _packer(pipe, clean)
            mu = flow.shift(pipe, clean, calculate_shift)
            begun = flow.start(pipe, task, clean, mu, generator, pack)
            region = keeping.region_of(task, clean, pack)
        made = pipe(
            prompt=task.prompt, negative_prompt=task.negative or " ", width=task.size[0],
            height=task.size[1], num_inference_steps=len(begun.sigmas), sigmas=begun.sigmas,
            true_cfg_scale=task.guidance, control_image=[one.image for one in task.controls],
            controlnet_conditioning_scale=[one.weight for one in task.controls],
            control_guidance_end=[one.end for one in task.controls], latents=begun.latents,
            generator=generator, max_sequence_length=_LONGEST,
            callback_on_step_end=keeping.watching(step, region, begun.noised),
        )  # fmt: skip
        return loading.only(made)

    @staticmethod
    def _encoded(pipe: Any, task: Task) -> Any:
        """Return (1, channels, h, w): the picture's latents, normalised channel by channel."""
        vae = pipe.vae
        seen = loading.pixels(pipe, task).unsqueeze(2)
        latents = vae.encode(seen).latent_dist.mode()
        shape = (1, vae.config.z_dim, 1, 1, 1)
        mean = torch.tensor(vae.config.latents_mean).view(shape).to(latents.device, latents.dtype)
        spread = torch.tensor(vae.config.latents_std).view(shape).to(latents.device, latents.dtype)
        return ((latents - mean) / spread).squeeze(2)


def _packer(pipe: Any, like: Any) -> keeping.Pack:
    batch, channels, high, wide = like.shape

    def pack(latents: Any) -> Any:
        return pipe._pack_latents(latents, batch, channels, high, wide)

    return pack


FAMILY = QwenImage()
