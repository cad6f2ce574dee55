"""How a pipeline is laid out in the memory that is free, from the fastest way to the thriftiest."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch

# Room beside the weights for a picture of a megapixel: own judgement, on the safe side.
_WORKING_GB = 3.0
_GROWTH = 1.15  # of the weights, once they are laid out


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """One way: ``lays`` whole, models (one after another) or layers; ``tiled`` decodes in pieces."""

    device: str
    dtype: str
    lays: str
    tiled: bool

    @property
    def said(self) -> str:
        """Return it in words."""
        way = {"whole": "整个装入", "models": "逐个模型轮流", "layers": "逐层轮流"}[self.lays]
        return f"{way}{'，分块解码' if self.tiled else ''}（{self.device}，{self.dtype}）"

    def record(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def free_gb(device: str) -> float:
    """Return the free memory of a device in GB; of this machine where it is the CPU."""
    if device == "cuda":
        return float(torch.cuda.mem_get_info()[0]) / 1e9
    return float("inf")


def device() -> str:
    """Return where pictures are painted here: cuda, mps or cpu."""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def plans(weights_gb: float, largest_gb: float, on: str, free: float) -> tuple[Plan, ...]:
    """Return the ways that may do, the fastest first; the last one always stands.

    Args:
        weights_gb: all weights, in the type they are opened in.
        largest_gb: the largest single model of them.
        on: the device.
        free: its free memory in GB.
    """
    dtype = "float32" if on == "cpu" else _half(on)
    if on != "cuda":
        return tuple(Plan(device=on, dtype=dtype, lays="whole", tiled=t) for t in (False, True))
    whole = Plan(device=on, dtype=dtype, lays="whole", tiled=False)
    models = Plan(device=on, dtype=dtype, lays="models", tiled=True)
    layers = Plan(device=on, dtype=dtype, lays="layers", tiled=True)
    if weights_gb * _GROWTH + _WORKING_GB <= free:
        return whole, models, layers
    if largest_gb * _GROWTH + _WORKING_GB <= free:
        return models, layers
    return (layers,)


def _half(on: str) -> str:
    good = on == "cuda" and torch.cuda.is_bf16_supported()
    return "bfloat16" if good else "float16"


def dtype_of(plan: Plan) -> Any:
    """Return a plan's type of numbers."""
    return getattr(torch, plan.dtype)


def lay_out(pipe: Any, plan: Plan) -> None:
    """Lay a pipeline out as a plan says."""
    if plan.tiled:
        for switch in ("enable_tiling", "enable_slicing"):
            getattr(pipe.vae, switch, lambda: None)()
    if plan.lays == "whole":
        pipe.to(plan.device)
    elif plan.lays == "models":
        pipe.enable_model_cpu_offload(device=plan.device)
    else:
        pipe.enable_group_offload(
            onload_device=torch.device(plan.device), offload_device=torch.device("cpu"),
            offload_type="leaf_level", use_stream=plan.device == "cuda",
        )  # fmt: skip


def let_go() -> None:
    """Give back what the device holds for nobody."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def is_full(error: BaseException) -> bool:
    """Return whether an error means that the memory is full."""
    return isinstance(error, (torch.OutOfMemoryError, MemoryError)) or (
        isinstance(error, RuntimeError) and "not enough memory" in str(error)
    )
