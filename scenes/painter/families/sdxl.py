"""SDXL with a union control net: depth, lines and coloured parts at once, each with its end step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers import (
    ControlNetUnionModel,
    StableDiffusionXLControlNetUnionImg2ImgPipeline,
    StableDiffusionXLControlNetUnionPipeline,
)
from PIL import Image

from heritage_kb.errors import RefusedInput, first_line
from scenes.painter.families import keeping, loading
from scenes.painter.task import Step, Task

# The places of a union net: depth 1, lines of a drawing 3, coloured parts 5 (its model card).
_MODES = {"depth": 1, "line": 3, "ids": 5}


class SDXL:
    """The family."""

    def open(self, base: Path, control: Path, dtype: Any) -> Any:
        """Return the pipeline of two verified folders."""
        net = loading.opened(ControlNetUnionModel, control, dtype)
        return loading.opened(StableDiffusionXLControlNetUnionPipeline, base, dtype, controlnet=net)

    def refer(self, pipe: Any, folder: Path) -> None:
        """Put an IP-Adapter onto a pipeline: its own file, and its image encoder beside it.

        Raises:
            RefusedInput: the folder does not hold them.
        """
        encoder = next((p.parent for p in folder.rglob("image_encoder/config.json")), None)
        adapter = next(
            (p for p in sorted(folder.rglob("*.safetensors")) if p.parent != encoder), None
        )
        if encoder is None or adapter is None:
            raise RefusedInput(
                f"取参考图的权重不全：{folder} 里要有 ip-adapter 与 image_encoder；请重新下载。",
                f"{folder.name} lacks an adapter or an image encoder.",
            )
        try:
            pipe.load_ip_adapter(
                str(folder), subfolder=adapter.parent.relative_to(folder).as_posix(),
                weight_name=adapter.name, local_files_only=True,
                image_encoder_folder=encoder.relative_to(folder).as_posix(),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, RuntimeError) as wrong:
            raise RefusedInput(
                f"取参考图的权重用不到这个模型上：{first_line(wrong)}；请重新下载。",
                f"The reference weights do not fit: {first_line(wrong)}.",
            ) from wrong

    def tokens(self, pipe: Any, prompt: str) -> int:
        """Return the tokens of a prompt, both ends counted."""
        return len(pipe.tokenizer(prompt).input_ids)

    def paint(self, pipe: Any, task: Task, step: Step) -> Image.Image:
        """Return the picture of a task."""
        generator = torch.Generator("cpu").manual_seed(task.seed)
        told: dict[str, Any] = {
            "prompt": task.prompt, "negative_prompt": task.negative or None,
            "width": task.size[0], "height": task.size[1], "num_inference_steps": task.steps,
            "guidance_scale": task.guidance, "generator": generator,
            "control_mode": [_MODES[one.kind] for one in task.controls],
            "controlnet_conditioning_scale": [one.weight for one in task.controls],
            "control_guidance_end": [one.end for one in task.controls],
        }  # fmt: skip
        if task.reference is not None:
            pipe.set_ip_adapter_scale(task.likeness)
            told["ip_adapter_image"] = task.reference
        images = [one.image for one in task.controls]
        if task.picture is None:
            watch = keeping.watching(step)
            return loading.only(pipe(control_image=images, callback_on_step_end=watch, **told))
        over = StableDiffusionXLControlNetUnionImg2ImgPipeline(**pipe.components)
        over.set_progress_bar_config(disable=True)
        strength = max(task.strength, 1.0 / task.steps)  # one step at least
        made = over(
            image=task.picture, control_image=images, strength=strength,
            callback_on_step_end=self._watching(pipe, task, step), **told,
        )  # fmt: skip
        return loading.only(made)

    def _watching(self, pipe: Any, task: Task, step: Step) -> Any:
        """Return the step callback of a task that has a picture."""
        if task.region is None:
            return keeping.watching(step)
        clean = self._encoded(pipe, task)
        seeded = torch.Generator("cpu").manual_seed(task.seed)
        noise = torch.randn(clean.shape, generator=seeded).to(clean.device, clean.dtype)

        def noised(pipe: Any, index: int) -> Any:
            total = int(pipe.num_timesteps)
            if index + 1 == total:
                return clean
            times = pipe.scheduler.timesteps[-total:]
            return pipe.scheduler.add_noise(clean, noise, times[index + 1 : index + 2])

        return keeping.watching(step, keeping.region_of(task, clean), noised)

    @staticmethod
    def _encoded(pipe: Any, task: Task) -> Any:
        vae = pipe.vae
        return vae.encode(loading.pixels(pipe, task)).latent_dist.mode() * vae.config.scaling_factor


FAMILY = SDXL()
