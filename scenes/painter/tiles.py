"""A larger picture from a painted one: enlarged, then repainted gently tile by tile.

Every tile is held to the same controls, cut from the enlarged passes, so that no tile invents a
building of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenes.painter.task import Control, Task

STRENGTH = 0.25  # enough for texture, too little for a new form (own judgement)
_OVERLAP = 0.125  # of a tile's side


@dataclass(frozen=True, slots=True)
class Tiling:
    """Where tiles of ``size`` (width, height) stand in a picture of ``whole``: left, top."""

    whole: tuple[int, int]
    size: tuple[int, int]
    places: tuple[tuple[int, int], ...]


def tiling(size: tuple[int, int], times: int) -> Tiling:
    """Return tiles of the painted size over a picture ``times`` as large."""
    whole = (size[0] * times, size[1] * times)
    columns, rows = (_starts(whole[axis], size[axis]) for axis in (0, 1))
    return Tiling(whole, size, tuple((x, y) for y in rows for x in columns))


def tasks(task: Task, painted: Image.Image, plan: Tiling) -> list[Task]:
    """Return a task for each tile of a painted picture, enlarged."""
    large = painted.resize(plan.whole, Image.Resampling.LANCZOS)
    controls = [c.image.resize(plan.whole, Image.Resampling.LANCZOS) for c in task.controls]
    return [
        replace(
            task, picture=_cut(large, place, plan.size), strength=STRENGTH, region=None,
            controls=tuple(
                Control(kind=c.kind, image=_cut(image, place, plan.size), weight=c.weight, end=c.end)
                for c, image in zip(task.controls, controls, strict=True)
            ),
        )
        for place in plan.places
    ]  # fmt: skip


def joined(tiles: Sequence[Image.Image], plan: Tiling) -> Image.Image:
    """Return one picture from its tiles, each fading out over its overlap."""
    total = np.zeros((plan.whole[1], plan.whole[0], 3), np.float32)
    weight = np.zeros((plan.whole[1], plan.whole[0], 1), np.float32)
    fade = _fade(plan.size)
    for tile, (x, y) in zip(tiles, plan.places, strict=True):
        at = np.s_[y : y + plan.size[1], x : x + plan.size[0]]
        total[at] += fade * np.asarray(tile.convert("RGB"), np.float32)
        weight[at] += fade
    return Image.fromarray(np.rint(total / weight).clip(0, 255).astype(np.uint8))


def _starts(whole: int, size: int) -> list[int]:
    if whole <= size:
        return [0]
    count = -(-(whole - size) // max(1, round(size * (1 - _OVERLAP)))) + 1
    return [round(n * (whole - size) / (count - 1)) for n in range(count)]


def _cut(image: Image.Image, place: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    return image.crop((*place, place[0] + size[0], place[1] + size[1]))


def _fade(size: tuple[int, int]) -> NDArray[np.float32]:
    """Return (h, w, 1): 1 in the middle of a tile, falling to a little at its edges."""

    def along(length: int) -> NDArray[np.float32]:
        edge = np.minimum(np.arange(length), np.arange(length)[::-1]) + 1.0
        return np.clip(edge / (length * _OVERLAP), 0.001, 1).astype(np.float32)

    return (along(size[1])[:, None] * along(size[0])[None, :])[..., None]
