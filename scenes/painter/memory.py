"""How a pipeline is laid out in the memory that is free, from the fastest way to the thriftiest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import Any

import torch

# Room beside the weights for a picture of a megapixel: own judgement, on the safe side.
_WORKING_GB = 3.0
_GROWTH = 1.15  # of the weights, once they are laid out
_PACKED = 0.55  # of halves, in eight bits: what is not linear stays, each row keeps its scale


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """One way: ``lays`` whole, models (one after another) or layers; ``tiled`` decodes in pieces.

    ``packed`` keeps the weights of linear layers in eight bits and reckons in ``dtype``.
    """

    device: str
    dtype: str
    lays: str
    tiled: bool
    packed: bool = False

    @property
    def said(self) -> str:
        """Return it in words."""
        way = {"whole": "整个装入", "models": "逐个模型轮流", "layers": "逐层轮流"}[self.lays]
        also = f"{'，权重压成八位' if self.packed else ''}{'，分块解码' if self.tiled else ''}"
        return f"{way}{also}（{self.device}，{self.dtype}）"

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
    needed = (
        (Plan(device=on, dtype=dtype, lays="whole", tiled=False), weights_gb),
        (Plan(device=on, dtype=dtype, lays="models", tiled=True), largest_gb),
        (
            Plan(device=on, dtype=dtype, lays="models", tiled=True, packed=True),
            largest_gb * _PACKED,
        ),
    )
    fitting = [plan for plan, gb in needed if gb * _GROWTH + _WORKING_GB <= free]
    # Eight bits are only for what would else be carried over layer by layer, at every step.
    whole = [plan for plan in fitting if not plan.packed]
    good = whole or (fitting if can_pack() else [])
    return (*good, Plan(device=on, dtype=dtype, lays="layers", tiled=True))


def can_pack() -> bool:
    """Return whether what packs weights is installed."""
    return find_spec("torchao") is not None


def _half(on: str) -> str:
    good = on == "cuda" and torch.cuda.is_bf16_supported()
    return "bfloat16" if good else "float16"


def dtype_of(plan: Plan) -> Any:
    """Return a plan's type of numbers."""
    return getattr(torch, plan.dtype)


def lay_out(pipe: Any, plan: Plan) -> None:
    """Lay a pipeline out as a plan says."""
    if plan.packed:
        _pack(pipe)
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


def _pack(pipe: Any) -> None:
    """Keep the linear layers of a pipeline's models in eight bits; LoRAs stay as they are."""
    from torchao.quantization import Int8WeightOnlyConfig, quantize_

    for model in _heavy(pipe):
        quantize_(model, Int8WeightOnlyConfig(version=2), filter_fn=_packable)


def _packable(layer: Any, name: str) -> bool:
    """Tell whether a layer is packed: a plain linear one; a net may share it with its model."""
    return (
        type(layer) is torch.nn.Linear and type(layer.weight) is torch.nn.Parameter
    ) and "lora_" not in name


def _heavy(pipe: Any) -> Iterator[Any]:
    """Yield every model of a pipeline but the one that decodes: a picture shows its rounding."""
    for name, part in pipe.components.items():
        if isinstance(part, torch.nn.Module) and name != "vae":
            yield part


def let_go() -> None:
    """Give back what the device holds for nobody."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def is_full(error: BaseException) -> bool:
    """Return whether an error means that the memory is full."""
    return isinstance(error, (torch.OutOfMemoryError, MemoryError)) or (
        isinstance(error, RuntimeError) and "not enough memory" in str(error)
    )
