"""What one picture asks of a pipeline, in plain values: no torch here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Step = Callable[[int, int], None]  # steps done, of how many; raising cancels


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """One control image: ``weight`` 0..2; ``end`` the part of the steps it holds for, 0..1."""

    kind: str
    image: Image.Image
    weight: float
    end: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Adapter:
    """A LoRA: ``path`` of its safetensors file, ``weight`` 0..2."""

    path: str
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One picture.

    Args:
        size: (width, height) in pixels; every image has it.
        picture: what is painted over; None paints from words and controls alone.
        strength: how much of ``picture`` is given up, 0..1.
        region: (h, w) in 0..1: 1 where something new may stand; None everywhere.
        reference: a picture whose manner (light, colour, brush) is taken, of any size.
        likeness: how much of it, 0..1.
    """

    prompt: str
    negative: str
    size: tuple[int, int]
    steps: int
    guidance: float
    seed: int
    controls: tuple[Control, ...]
    picture: Image.Image | None = None
    strength: float = 1.0
    region: NDArray[np.float32] | None = None
    adapters: tuple[Adapter, ...] = field(default=())
    reference: Image.Image | None = None
    likeness: float = 0.0
