"""Render passes: what the camera sees as numbers, aligned pixel for pixel with the plate.

Depth for control follows the habit of depth ControlNets: near is white, sky is 0, and the range
is spent on the subject, half by 1/z and half by log z, so that the court at the camera's feet
does not eat it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenes import ink
from scenes.bounce import occlusion
from scenes.frame import Frame

FLOOR = 0.03  # grey of the farthest solid thing, so that it differs from sky
KNEE = 0.86  # grey where the subject's range ends; what is nearer shares the rest
DENSEST, SPARSEST = 0.18, 0.07  # lines over what is not sky

TITLES = {
    "depth.png": "深度控制图（近白远黑，天空为零）", "depth16.png": "深度控制图，16 位",
    "normal.png": "法线图（相机坐标）", "line.png": "线稿控制图（黑底白线）",
    "ao.png": "环境遮蔽", "element.png": "构件类别", "instance.png": "单件编号",
    "material.png": "材料", "legend.json": "编号图例", "raw.npz": "原始数据（米、编号、法线）",
}  # fmt: skip


def write_passes(frame: Frame, folder: Path, subject: Collection[str]) -> list[str]:
    """Write every pass of a view (one ray a pixel) and return the file names.

    Args:
        frame: the view at the plate's size.
        folder: made if it is not there.
        subject: elements that the depth range is spent on, usually the hall's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    grey = control_depth(frame, subject)
    _save(folder / "depth.png", np.rint(grey * 255).astype(np.uint8))
    _save(folder / "depth16.png", np.rint(grey * 65535).astype(np.uint16))
    _save(folder / "normal.png", camera_normal(frame))
    _save(folder / "line.png", np.rint(control_line(frame) * 255).astype(np.uint8))
    open_part = np.where(frame.solid, occlusion(frame), 1)
    _save(folder / "ao.png", np.rint(open_part * 255).astype(np.uint8))
    ids = _ids(frame)
    for name, numbers in ids.items():
        _save(folder / f"{name}.png", id_colour(numbers))
    legend = json.dumps(_legend(frame, ids), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "legend.json").write_text(legend + "\n", encoding="utf-8")
    np.savez_compressed(
        folder / "raw.npz", depth_m=frame.depth, normal=frame.normal().astype(np.float16),
        element=ids["element"], instance=ids["instance"], material=ids["material"],
    )  # fmt: skip
    return sorted(TITLES)


def control_depth(frame: Frame, subject: Collection[str]) -> NDArray[np.float32]:
    """Return (h, w) in 0..1: near 1, sky 0, the subject over most of the range."""
    solid = frame.solid
    grey = np.zeros(frame.depth.shape, np.float32)
    if not solid.any():
        return grey
    wanted = np.isin(frame.ids(frame.triangles.element), frame.triangles.numbers(subject))
    deep = frame.depth[wanted if wanted.any() else solid]
    near, last = np.percentile(deep, (1, 99.5))
    near, far = 0.80 * near, max(1.45 * last, 1.05 * near)
    z = np.clip(frame.depth[solid], near, far)
    inverse = (1 / z - 1 / far) / (1 / near - 1 / far)
    log = np.log(far / z) / np.log(far / near)
    before = 1 - np.clip(frame.depth[solid] / near, 0, 1)
    grey[solid] = FLOOR + (KNEE - FLOOR) * 0.5 * (inverse + log) + (1 - KNEE) * before
    return grey


def control_line(frame: Frame) -> NDArray[np.float32]:
    """Return (h, w): 1 on a line, 0 off it; at most a fifth of what is not sky is line."""
    strength = ink.thinned(ink.drawn(frame, ink.Strokes.all), 1) * frame.solid
    seen = strength[frame.solid]
    if not seen.size:
        return np.zeros(frame.depth.shape, np.float32)
    dense = float(np.quantile(seen, 1 - DENSEST))
    sparse = float(np.quantile(seen, 1 - SPARSEST))
    level = max(min(0.28, sparse), dense, 0.04)
    return (strength > level).astype(np.float32)


def camera_normal(frame: Frame) -> NDArray[np.uint8]:
    """Return (h, w, 3): x right, y up, z towards the camera, 0..255; sky 0."""
    right, up, ahead = frame.camera.axes
    turned = frame.normal() @ np.stack([right, up, -ahead], 1).astype(np.float32)
    bytes_ = np.rint((turned * 0.5 + 0.5) * 255)
    return np.asarray(np.where(frame.solid[..., None], bytes_, 0), np.uint8)


def _ids(frame: Frame) -> dict[str, NDArray[np.int32]]:
    triangles = frame.triangles
    return {
        "element": frame.ids(triangles.element), "instance": frame.ids(triangles.instance),
        "material": frame.ids(triangles.material),
    }  # fmt: skip


def id_colour(numbers: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Return (h, w, 3): one colour a number, sky (-1) black.

    Neighbouring numbers get far hues; the map from number to colour is one to one below 2**24.
    """
    spread = ((numbers.astype(np.int64) + 1) * 0x9E3779) & 0xFFFFFF  # odd factor: a bijection
    spread[numbers < 0] = 0
    return np.stack([(spread >> shift) & 255 for shift in (16, 8, 0)], -1).astype(np.uint8)


def _legend(frame: Frame, ids: dict[str, NDArray[np.int32]]) -> dict[str, Any]:
    names = {"element": frame.triangles.elements, "material": frame.triangles.materials}
    legend: dict[str, Any] = {}
    for kind, numbers in ids.items():
        seen = np.unique(numbers[numbers >= 0])
        colours = id_colour(seen.astype(np.int32)[None])[0]
        legend[kind] = {
            str(n): {
                "colour": "#{:02x}{:02x}{:02x}".format(*colour),
                **({"name": names[kind][n]} if kind in names else {}),
            }
            for n, colour in zip(seen.tolist(), colours.tolist(), strict=True)
        }
    return legend


def _save(path: Path, pixels: NDArray[Any]) -> None:
    Image.fromarray(pixels).save(path)
