"""The worker: reads a job, renders it with Cycles, writes pictures; tells progress line by line.

Run as ``python -m scenes.beauty.worker JOB.json``; the only module that imports ``bpy``. It asks
for nothing but bpy, OpenEXR and numpy, so that any interpreter that has these will do. Lines on
standard output that begin with ``@`` are ours: ``@0.42 what`` or ``@error what``.
"""

from __future__ import annotations

import json
import re
import sys
import traceback
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.beauty import develop, stand

PASSES = "passes.npz"
PICTURE, LINEAR = "beauty.png", "beauty.npz"


def main(arguments: list[str]) -> int:
    """Render the job named; return 0, or 1 after saying what went wrong."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    path = Path(arguments[0]).resolve()
    try:
        import bpy
        import OpenEXR
    except ImportError as error:
        _say(f"error missing {error.name}")
        return 1
    try:
        _render(bpy, OpenEXR, path)
    except Exception as error:  # noqa: BLE001 - whatever Blender raises is told in one line
        traceback.print_exc()
        _say(f"error {type(error).__name__}: {' '.join(str(error).split())[:200]}")
        return 1
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"\n@{line}\n")
    sys.stdout.flush()


def _render(bpy: Any, openexr: Any, path: Path) -> None:
    job = json.loads(path.read_text("utf-8"))
    folder = path.parent
    with np.load(folder / "set.npz") as kept:
        arrays = {name: kept[name] for name in kept.files}
    _say("0.02 搭建场景")
    scene = stand.build(bpy, job, arrays)
    _say("0.08 出通道")
    _settings(scene, job)
    passes = _passes(scene, openexr, folder)
    np.savez_compressed(folder / PASSES, **passes)  # type: ignore[arg-type]
    _say("0.15 光线追踪")
    linear = _beauty(scene, job, openexr, folder)
    _say("0.95 显影")
    shown = develop.developed(linear, arrays["backdrop"], arrays["veil"], job)
    np.savez_compressed(folder / LINEAR, colour=shown.astype(np.float16))
    gain = develop.exposure(shown, linear["alpha"], job["light"])
    _save(bpy, scene, shown, gain, folder / PICTURE)
    _say("1.00 完成")


def _settings(scene: Any, job: dict[str, Any]) -> None:
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device, cycles.seed = "CPU", job["seed"]
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 6, 4, 2
    cycles.transmission_bounces = 3
    cycles.transparent_max_bounces = 8
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 4.0
    scene.render.film_transparent = True
    scene.render.use_persistent_data = True
    settings = scene.render.image_settings
    settings.media_type = "MULTI_LAYER_IMAGE"
    settings.file_format = "OPEN_EXR_MULTILAYER"
    settings.color_depth, settings.exr_codec = "32", "ZIP"


def _passes(scene: Any, openexr: Any, folder: Path) -> dict[str, NDArray[Any]]:
    """Return depth (planar metres), normals and instances: one ray through each pixel's centre."""
    cycles, layer = scene.cycles, scene.view_layers[0]
    layer.use_pass_z = layer.use_pass_normal = layer.use_pass_object_index = True
    cycles.samples, cycles.use_denoising, cycles.use_adaptive_sampling = 1, False, False
    cycles.pixel_filter_type, cycles.filter_width = "BOX", 0.01
    channels = _rendered(scene, openexr, folder / "passes.exr")
    depth = channels["Depth.Z"]
    met = depth < 1e9
    normal = np.stack([channels[f"Normal.{axis}"] for axis in "XYZ"], -1)
    number = np.rint(channels["Object Index.X"]).astype(np.int32) - 1
    return {
        "depth_m": np.where(met, depth, np.inf).astype(np.float32),
        "normal": normal.astype(np.float32), "instance": np.where(met, number, -1),
    }  # fmt: skip


def _beauty(
    scene: Any, job: dict[str, Any], openexr: Any, folder: Path
) -> dict[str, NDArray[np.float32]]:
    """Return colour (h, w, 3), alpha and distance (h, w) of the path-traced picture."""
    cycles, layer = scene.cycles, scene.view_layers[0]
    layer.use_pass_z = layer.use_pass_normal = layer.use_pass_object_index = False
    layer.use_pass_mist = True
    cycles.samples, cycles.use_denoising = job["samples"], True
    cycles.denoiser = "OPENIMAGEDENOISE"
    cycles.pixel_filter_type, cycles.filter_width = "BLACKMAN_HARRIS", 1.5
    cycles.use_adaptive_sampling, cycles.adaptive_threshold = True, 0.02
    channels = _rendered(scene, openexr, folder / "beauty.exr")
    colour = np.stack([channels[f"Combined.{c}"] for c in "RGB"], -1)
    return {
        "colour": colour, "alpha": channels["Combined.A"],
        "distance": channels["Mist.Z"] * np.float32(develop.FAR),
    }  # fmt: skip


def _rendered(scene: Any, openexr: Any, path: Path) -> dict[str, NDArray[np.float32]]:
    """Render to a multilayer EXR and return its channels by name, the layer's name cut off."""
    import bpy

    scene.render.filepath = str(path)
    bpy.app.handlers.render_stats[:] = [_counted]
    bpy.ops.render.render(write_still=True)
    found: dict[str, NDArray[np.float32]] = {}
    with openexr.File(str(path), separate_channels=True) as file:
        for part in file.parts:
            for name, channel in part.channels.items():
                found[name.split(".", 1)[1]] = np.array(channel.pixels, np.float32)
    return found


def _counted(*told: Any) -> None:
    """Tell how many samples of the picture are done; the passes have but one."""
    found = re.search(r"Sample (\d+)/(\d+)", str(told[0]) if told else "")
    if found and int(found[2]) > 1:
        _say(f"{0.15 + 0.8 * int(found[1]) / int(found[2]):.3f} 光线追踪")


def _save(bpy: Any, scene: Any, picture: NDArray[np.float32], gain: float, path: Path) -> None:
    """Save a linear picture through Blender's AgX view."""
    high, wide = picture.shape[:2]
    image = bpy.data.images.new("shown", wide, high, float_buffer=True)
    image.colorspace_settings.name = "Linear Rec.709"
    pixels = np.ones((high, wide, 4), np.float32)
    pixels[..., :3] = picture[::-1]
    image.pixels.foreach_set(pixels.ravel())
    view = scene.view_settings
    view.view_transform, view.look = "AgX", "AgX - High Contrast"
    view.exposure = float(np.log2(gain))
    settings = scene.render.image_settings
    settings.media_type, settings.file_format = "IMAGE", "PNG"
    settings.color_mode, settings.color_depth = "RGB", "8"
    image.save_render(str(path), scene=scene)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
