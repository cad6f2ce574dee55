"""The Z-Image control net as its makers publish it: one safetensors file and no configuration.

diffusers would fetch the configuration from a third party's repository. All of it can be read off
the file: how many control layers there are and of what width, and whether the noise refiner is the
net's own (version 2.1), the control layers' (2.0) or plain (1).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from diffusers import ZImageControlNetModel
from safetensors.torch import load_file

from heritage_kb.errors import RefusedInput

_EMBEDDER = "control_all_x_embedder.2-1.weight"
_PATCH = 4  # values of one channel in a patch of 2 × 2
_REFINER = "control_noise_refiner."


def opened(folder: Path, base: Path, dtype: Any) -> Any:
    """Return the control net of a folder that holds a single file of weights.

    Args:
        folder: of the control net.
        base: of the model it belongs to, whose number of layers spaces those of the net.
        dtype: of its numbers.

    Raises:
        RefusedInput: no such file, or one that is no Z-Image control net.
    """
    files = sorted(folder.glob("*.safetensors"))
    if len(files) != 1:
        raise RefusedInput(
            f"控制网的文件夹 {folder.parent.name}/{folder.name} 里应有 config.json，或只有一个 safetensors 文件，"
            f"现有 {len(files)} 个；请重新取一遍。",
            f"{folder.name} should hold config.json or a single safetensors file.",
        )
    state = load_file(files[0])
    try:
        layers = json.loads((base / "transformer" / "config.json").read_text("utf-8"))["n_layers"]
        net = ZImageControlNetModel(**configuration(state, int(layers)))
        if net.config.add_control_noise_refiner == "control_layers":
            state = {name: v for name, v in state.items() if not name.startswith(_REFINER)}
        net.load_state_dict(state)
    except (OSError, KeyError, IndexError, ValueError, RuntimeError, AssertionError) as wrong:
        raise RefusedInput(
            f"{files[0].name} 不是 Z-Image 的联合控制网；请核对模型，或重新取一遍。",
            f"{files[0].name} is no Z-Image control net.",
        ) from wrong
    return net.to(dtype)


def configuration(state: dict[str, Any], layers: int) -> dict[str, Any]:
    """Return how a net is built, read off its weights.

    Args:
        state: name → tensor.
        layers: of the model it belongs to; the net's own stand evenly among them.
    """
    wide, patch = state[_EMBEDDER].shape
    own = _count(state, "control_layers.")
    refiners = _count(state, _REFINER)
    before = state.get(f"{_REFINER}0.before_proj.weight")
    refined = None
    if before is not None:
        refined = "control_noise_refiner" if bool(torch.any(before)) else "control_layers"
    head = next(v.shape[0] for name, v in state.items() if name.endswith("attention.norm_q.weight"))
    return {
        "control_layers_places": list(range(0, layers, max(1, layers // own)))[:own],
        "control_refiner_layers_places": list(range(refiners)),
        "control_in_dim": patch // _PATCH, "add_control_noise_refiner": refined, "dim": wide,
        "n_refiner_layers": refiners, "n_heads": wide // head, "n_kv_heads": wide // head,
    }  # fmt: skip


def _count(state: dict[str, Any], front: str) -> int:
    return 1 + max(
        int(name[len(front) :].split(".")[0]) for name in state if name.startswith(front)
    )
