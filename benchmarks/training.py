"""A tiny real training run on our own renders: ``python -m benchmarks.training [FOLDER] [STEPS]``.

Needs torch, diffusers, peft and datasets, which nothing else here does; no weights are fetched. A
folder made by ``sanjin scene dataset`` (48 samples of 128² are made where none is given) is read by
``datasets`` exactly as diffusers' training scripts read it. Then, on the CPU, at 32×32 pixels:

1. LoRA by peft on a small UNet of random weights, which stay as they are;
2. a ControlNet on the depth passes, beside the same frozen UNet.

Prints the loss on samples that were held out, before and after, with the same noise; and for the
ControlNet the loss when each picture is given another picture's depth, which must be higher once
it has learnt to look.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

SIDE, BATCH, RANK, HELD = 32, 8, 16, 0.25
WIDTH, WORDS = 32, 12  # of the stand-in for a text encoder: hashed words, the same every time


def load(folder: str) -> tuple[Any, Any, Any]:
    """Return pictures and controls (n, 3, SIDE, SIDE) in -1..1 and 0..1, and texts (n, WORDS, WIDTH)."""
    import torch
    from datasets import load_dataset

    with tempfile.TemporaryDirectory() as cache:
        rows = load_dataset(folder, cache_dir=cache)["train"]
        pictures, controls, texts = [], [], []
        for row in rows:
            for name, into in (("image", pictures), ("conditioning_image", controls)):
                small = row[name].convert("RGB").resize((SIDE, SIDE), 3)
                into.append(np.asarray(small, np.float32).transpose(2, 0, 1) / 255)
            texts.append(_words(row["text"]))
    stacked = [torch.tensor(np.stack(part)) for part in (pictures, controls, texts)]
    return stacked[0] * 2 - 1, stacked[1], stacked[2]


def _words(text: str) -> np.ndarray:
    """Return phrases as fixed random vectors, (WORDS, WIDTH)."""
    out = np.zeros((WORDS, WIDTH), np.float32)
    for place, phrase in enumerate(text.split(", ")[:WORDS]):
        out[place] = np.random.default_rng(zlib.crc32(phrase.encode())).normal(0, 1, WIDTH)
    return out


def unet() -> Any:
    """Return a small UNet of random weights."""
    import torch
    from diffusers import UNet2DConditionModel

    torch.manual_seed(0)
    return UNet2DConditionModel(
        sample_size=SIDE, in_channels=3, out_channels=3, layers_per_block=1,
        block_out_channels=(32, 64), norm_num_groups=8, cross_attention_dim=WIDTH,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), attention_head_dim=8,
    )  # fmt: skip


def lossed(told: Callable[..., Any], data: tuple[Any, Any, Any], generator: Any) -> Any:
    """Return the mean squared error of the noise that a model tells."""
    import torch
    from diffusers import DDPMScheduler

    schedule = DDPMScheduler(num_train_timesteps=1000)
    pictures, controls, texts = data
    noise = torch.randn(pictures.shape, generator=generator)
    steps = torch.randint(0, 1000, (len(pictures),), generator=generator)
    noisy = schedule.add_noise(pictures, noise, steps)
    return torch.nn.functional.mse_loss(told(noisy, steps, texts, controls), noise)


def held(told: Callable[..., Any], data: tuple[Any, Any, Any]) -> float:
    """Return the loss on what was held out, over eight draws of the same noise."""
    import torch

    generator = torch.Generator().manual_seed(99)
    with torch.no_grad():
        return float(np.mean([float(lossed(told, data, generator)) for _ in range(8)]))


def trained(
    told: Callable[..., Any],
    weights: list[Any],
    data: tuple[Any, Any, Any],
    steps: int,
    rate: float,
) -> list[float]:
    """Train some weights and return the loss of every step."""
    import torch

    generator = torch.Generator().manual_seed(1)
    optimiser = torch.optim.AdamW(weights, lr=rate)
    seen = []
    for _ in range(steps):
        pick = torch.randint(0, len(data[0]), (BATCH,), generator=generator)
        loss = lossed(told, tuple(part[pick] for part in data), generator)  # type: ignore[arg-type]
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        seen.append(float(loss.detach()))
    return seen


def lora(train: Any, test: Any, steps: int) -> None:
    """Train a LoRA on the frozen UNet."""
    from peft import LoraConfig

    model = unet().requires_grad_(False)
    model.add_adapter(LoraConfig(
        r=RANK, lora_alpha=RANK,
        target_modules=["to_q", "to_k", "to_v", "to_out.0", "conv1", "conv2", "conv_out", "conv_in"],
    ))  # fmt: skip
    weights = [p for p in model.parameters() if p.requires_grad]

    def told(noisy: Any, step: Any, text: Any, _control: Any) -> Any:
        return model(noisy, step, text).sample

    _run("LoRA", told, weights, train, test, steps, 2e-3)


def controlnet(train: Any, test: Any, steps: int) -> None:
    """Train a ControlNet beside the frozen UNet."""
    import torch
    from diffusers import ControlNetModel

    model = unet().requires_grad_(False)
    torch.manual_seed(0)
    control = ControlNetModel.from_unet(model, conditioning_embedding_out_channels=(16,))
    weights = list(control.parameters())

    def told(noisy: Any, step: Any, text: Any, seen: Any) -> Any:
        down, mid = control(noisy, step, text, controlnet_cond=seen, return_dict=False)
        return model(
            noisy, step, text, down_block_additional_residuals=down, mid_block_additional_residual=mid
        ).sample  # fmt: skip

    _run("ControlNet", told, weights, train, test, steps, 1e-3)
    pictures, controls, texts = test
    swapped = (pictures, controls.roll(1, 0), texts)
    print(f"  给别的图的深度：{held(told, swapped):.4f}（应高于上面的留出）")


def _run(
    name: str,
    told: Callable[..., Any],
    weights: list[Any],
    train: Any,
    test: Any,
    steps: int,
    rate: float,
) -> None:
    began = time.process_time()
    before = held(told, test)
    seen = trained(told, weights, train, steps, rate)
    after = held(told, test)
    count = sum(p.numel() for p in weights)
    part = max(1, steps // 10)
    print(
        f"{name}：{count / 1e3:.0f} 千个参数，{steps} 步，{time.process_time() - began:.0f} CPU 秒"
    )
    print(f"  训练损失：起头 {np.mean(seen[:part]):.4f} → 末尾 {np.mean(seen[-part:]):.4f}")
    print(f"  留出损失：{before:.4f} → {after:.4f}　{'降了' if after < before else '没有降'}")


def main() -> None:
    """Make the set where none is given, train twice, print."""
    words = [word for word in sys.argv[1:] if not word.isdigit()]
    steps = next((int(word) for word in sys.argv[1:] if word.isdigit()), 400)
    with tempfile.TemporaryDirectory() as made:
        folder = words[0] if words else str(Path(made) / "set")
        if not words:
            asked = ("scene", "dataset", "-n", "48", "--size", "128", "--seed", "7", "-o", folder)
            subprocess.run([sys.executable, "-m", "ui", *asked], check=True)
        pictures, controls, texts = load(folder)
    cut = int(len(pictures) * HELD)
    test, train = (
        (pictures[:cut], controls[:cut], texts[:cut]),
        (pictures[cut:], controls[cut:], texts[cut:]),
    )
    print(f"训练 {len(train[0])} 份，留出 {cut} 份，{SIDE}×{SIDE}")
    lora(train, test, steps)
    controlnet(train, test, steps)


if __name__ == "__main__":
    main()
