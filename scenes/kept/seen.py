"""A finished render read back from its folder: what stands where in the plate, to hold pictures to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from heritage_kb.errors import RefusedInput
from scenes import brush
from scenes.kept import told

LARGEST = 40_000_000  # pixels of a picture that is opened
_READ = ("passes/raw.npz", "passes/legend.json", "plate.png")
_SHAPES = 0.03  # how far width / height of a picture may lie from the plate's


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What the camera of a render saw, one value a pixel of the plate.

    ``depth`` (h, w) metres, inf on sky; ``element``, ``instance``, ``material`` (h, w), -1 on sky,
    numbers of ``elements`` and ``materials``; ``plate`` (h, w, 3) sRGB bytes; ``body`` the
    manifest.
    """

    depth: NDArray[np.float32]
    element: NDArray[np.int32]
    instance: NDArray[np.int32]
    material: NDArray[np.int32]
    elements: Mapping[int, str]
    materials: Mapping[int, str]
    plate: NDArray[np.uint8]
    body: Mapping[str, Any] = field(default_factory=dict)
    folder: Path = field(default_factory=Path)

    def checked(self, name: str) -> Path:
        """Return the path of another file of the render.

        Raises:
            RefusedInput: it is missing, or not the one that the manifest lists.
        """
        listed = {row["file"]: row["sha256"] for row in self.body["files"]}
        _same(self.folder / name, listed.get(name))
        return self.folder / name

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in pixels."""
        return self.element.shape[1], self.element.shape[0]

    def of(self, *names: str) -> NDArray[np.bool_]:
        """Return (h, w): where some classes of element are seen."""
        wanted = [n for n, name in self.elements.items() if name in names]
        return np.asarray(np.isin(self.element, wanted))


def read(path: str | Path) -> Seen:
    """Return what a render's manifest and passes say.

    Args:
        path: of ``manifest.json`` or of the folder it lies in.

    Raises:
        RefusedInput: no manifest, one of another version or edited by hand, a pass that is missing
            or is not the one the manifest was written for.
    """
    file = Path(path)
    file = file / "manifest.json" if file.is_dir() else file
    body = told.read(file)
    listed = {row["file"]: row["sha256"] for row in body["files"]}
    for name in _READ:
        _same(file.parent / name, listed.get(name))
    legend = json.loads((file.parent / "passes/legend.json").read_text(encoding="utf-8"))
    with np.load(file.parent / "passes/raw.npz", allow_pickle=False) as raw:
        kept = {key: raw[key] for key in ("depth_m", "element", "instance", "material")}
    return Seen(
        depth=kept["depth_m"], element=kept["element"], instance=kept["instance"],
        material=kept["material"], elements=_names(legend, "element"),
        materials=_names(legend, "material"), plate=open_picture(file.parent / "plate.png"),
        body=body, folder=file.absolute().parent,
    )  # fmt: skip


def _same(file: Path, digest: str | None) -> None:
    """Refuse a pass that is not there, or no longer what the manifest lists."""
    try:
        now = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as gone:
        raise RefusedInput(
            f"缺少 {file.name}：请用 sanjin scene render 把这一套重出一遍。",
            f"{file.name} is missing; render the set again.",
        ) from gone
    if now != digest:
        raise RefusedInput(
            f"{file.name} 与清单所记不是同一份：请用 sanjin scene render 把这一套重出一遍。",
            f"{file.name} is not the one that the manifest lists; render the set again.",
        )


def _names(legend: Mapping[str, Any], kind: str) -> dict[int, str]:
    return {int(number): str(row["name"]) for number, row in legend[kind].items()}


def open_picture(path: str | Path) -> NDArray[np.uint8]:
    """Return a picture as (h, w, 3) sRGB bytes; what is clear shows white.

    Raises:
        RefusedInput: it cannot be opened or is too large.
    """
    file = Path(path)
    try:
        with Image.open(file) as image:
            if image.width * image.height > LARGEST:
                raise RefusedInput(
                    f"图片 {file.name} 有 {image.width}×{image.height} 像素，太大：请缩到四千万像素以内。",
                    f"{file.name} is larger than 40 megapixels.",
                )
            whole = image.convert("RGBA")
            ground = Image.new("RGBA", whole.size, "white")
            ground.alpha_composite(whole)
            return np.asarray(ground.convert("RGB"), np.uint8)
    except (OSError, ValueError, Image.DecompressionBombError) as wrong:
        if isinstance(wrong, RefusedInput):
            raise
        raise RefusedInput(
            f"图片 {file.name} 打不开：请给 PNG、JPEG 或 WebP。", f"{file.name} is no picture."
        ) from wrong


def open_grey(path: str | Path, what: str = "深度图") -> NDArray[np.float64]:
    """Return a grey picture as (h, w); 16-bit ones keep their steps.

    Args:
        path: of it.
        what: it is, for the sentence that refuses it.

    Raises:
        RefusedInput: it cannot be opened or is too large.
    """
    file = Path(path)
    try:
        with Image.open(file) as image:
            if image.width * image.height > LARGEST:
                raise ValueError("too large")
            deep = image.mode.startswith("I") or image.mode == "F"
            return np.asarray(image if deep else image.convert("L"), np.float64)
    except (OSError, ValueError, Image.DecompressionBombError) as wrong:
        raise RefusedInput(
            f"{what} {file.name} 打不开：请核对路径，给四千万像素以内的灰度图，如 PNG。",
            f"{file.name} is no grey picture.",
        ) from wrong


def fitted(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return a picture at the plate's size, which its shape must be.

    Raises:
        RefusedInput: width and height are in another proportion.
    """
    high, wide = picture.shape[:2]
    if abs(wide / high / (size[0] / size[1]) - 1) > _SHAPES:
        raise RefusedInput(
            f"图片 {wide}×{high} 与设定图 {size[0]}×{size[1]} 画幅不同：请用同一画幅的图。",
            f"The picture is {wide}x{high}, the plate {size[0]}x{size[1]}: another shape.",
        )
    if (wide, high) == size:
        return picture
    resized = brush.resize(picture.astype(np.float32), *size)
    return np.asarray(np.clip(np.rint(resized), 0, 255), np.uint8)
