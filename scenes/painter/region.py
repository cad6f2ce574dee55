"""Where in the picture something new may stand: a part by name, or a mask that somebody drew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from heritage_kb.errors import RefusedInput, UnknownName
from scenes import brush
from scenes.kept.seen import Seen, open_grey

# Words of a designer → classes of element in the passes; sky has none.
PARTS: dict[str, tuple[str, ...]] = {
    "天空": (), "地面": ("ground", "grass", "floor", "paving", "water"),
    "树木": ("tree", "shrub"), "人物": ("person", "animal"),
    "屋顶": ("roof", "ridge"), "墙": ("wall", "enclosure"), "门窗": ("door", "window"),
    "台基": ("platform", "step"), "斗栱": ("bracket",), "陈设": ("prop", "lamp"),
}  # fmt: skip
_PICTURES = (".png", ".webp", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff")
_FEATHER = 0.006  # of the long side: how softly new and old meet


def region(seen: Seen, told: str, size: tuple[int, int]) -> NDArray[np.float32] | None:
    """Return (h, w) in 0..1, 1 where something new may stand; None for the whole picture.

    Args:
        seen: the render.
        told: names of parts, separated by commas, ids of elements, or the path of a mask, white
            where it may change, of the plate's size; "" for the whole picture.
        size: (width, height) of what is returned.

    Raises:
        UnknownName: no such part is seen here.
        RefusedInput: a mask that cannot be read, of another size, or with nothing white in it.
    """
    if not told.strip():
        return None
    file = Path(told.strip())
    mask = _drawn(file, seen) if is_mask(told) else _named(told, seen)
    picture = Image.fromarray(np.rint(mask * 255).astype(np.uint8)).resize(
        size, Image.Resampling.LANCZOS
    )
    soft = brush.blur(
        (np.asarray(picture, np.float32) / 255).astype(np.float32), _FEATHER * max(size)
    )
    return np.clip(soft, 0, 1).astype(np.float32)


def is_mask(told: str) -> bool:
    """Return whether a region is told by a picture of it, not by names."""
    return Path(told.strip()).suffix.lower() in _PICTURES


def _named(told: str, seen: Seen) -> NDArray[np.float32]:
    mask = np.zeros(seen.element.shape, bool)
    here = {name for n, name in seen.elements.items() if (seen.element == n).any()}
    for name in (one.strip() for one in told.replace("，", ",").replace("、", ",").split(",")):
        if name == "天空":
            found = seen.element < 0
        else:
            found = seen.of(*PARTS.get(name, (name,)))
        if not found.any():
            known = [one for one, ids in PARTS.items() if here & set(ids) or one == "天空"]
            raise UnknownName(
                f"画面里没有“{name[:30]}”这一部分；这一张里有 {'、'.join(known)}。",
                f"No part {name[:30]!r} is seen here; there are {', '.join(known)}.",
            )
        mask |= found
    return mask.astype(np.float32)


def _drawn(file: Path, seen: Seen) -> NDArray[np.float32]:
    grey = open_grey(file, "蒙版")
    if (grey.shape[1], grey.shape[0]) != seen.size:
        raise RefusedInput(
            f"蒙版 {file.name} 是 {grey.shape[1]}×{grey.shape[0]}，设定图是 {seen.size[0]}×{seen.size[1]}；"
            "请照设定图的大小画。",
            f"The mask is {grey.shape[1]}x{grey.shape[0]}, the plate {seen.size[0]}x{seen.size[1]}; draw it at "
            "the plate's size.",
        )
    top = float(grey.max())
    if top <= 0:
        raise RefusedInput(
            f"蒙版 {file.name} 全黑，没有要改的地方；请把要改的地方涂白。",
            f"{file.name} is all black.",
        )
    return (grey / top).astype(np.float32)


def kept_outside(made: Image.Image, before: Image.Image, mask: NDArray[np.float32]) -> Image.Image:
    """Return the new picture with everything outside the region as it was, pixel for pixel."""
    new, old = (np.asarray(one.convert("RGB"), np.float32) for one in (made, before))
    mixed = mask[..., None] * new + (1 - mask[..., None]) * old
    return Image.fromarray(np.rint(mixed).clip(0, 255).astype(np.uint8))
