"""The same hall, the same view, in other renderers: ``python -m benchmarks.renderers [SITE] [PYTHON]``.

Time and depth of Sanjin's rays beside trimesh's, pyrender's (a rasteriser) and Mitsuba's, which are
no dependencies: ``PYTHON`` is an interpreter that has some of them. What is missing is skipped with
its reason. Depth is planar, metres; a pixel agrees where it differs by less than a hundredth.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

Scene = Mapping[str, Any]
HEIGHT, WIDTH = 1024, 576


def with_trimesh(scene: Scene) -> Any:
    """Return depth by trimesh's ray queries, through embreex where it has it."""
    import trimesh

    t = len(scene["corners"])
    mesh = trimesh.Trimesh(
        scene["corners"].reshape(-1, 3), np.arange(3 * t).reshape(-1, 3), process=False
    )
    toward = scene["toward"]
    places, rays, _ = mesh.ray.intersects_location(
        np.tile(scene["eye"], (len(toward), 1)), toward, multiple_hits=False
    )
    depth = np.full(len(toward), np.inf)
    depth[rays] = (places - scene["eye"]) @ scene["axes"][2]
    return depth.reshape(HEIGHT, WIDTH)


def with_pyrender(scene: Scene) -> Any:
    """Return depth by pyrender off screen, through EGL."""
    os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
    np.infty = np.inf  # type: ignore[attr-defined]  # it was written before numpy 2
    import pyrender
    import trimesh

    t = len(scene["corners"])
    mesh = trimesh.Trimesh(
        scene["corners"].reshape(-1, 3), np.arange(3 * t).reshape(-1, 3), process=False
    )
    pose = np.eye(4)
    right, up, ahead = scene["axes"]
    pose[:3, :3], pose[:3, 3] = np.stack([right, up, -ahead], 1), scene["eye"]
    f = float(scene["focal"])
    stage = pyrender.Scene()
    stage.add(pyrender.Mesh.from_trimesh(mesh, smooth=False))
    lens = pyrender.IntrinsicsCamera(f, f, WIDTH / 2, HEIGHT / 2, znear=0.5, zfar=500.0)
    stage.add(lens, pose=pose)
    window = pyrender.OffscreenRenderer(WIDTH, HEIGHT)
    depth = window.render(stage, flags=pyrender.RenderFlags.DEPTH_ONLY)
    return np.where(depth > 0, depth, np.inf)


def with_mitsuba(scene: Scene) -> Any:
    """Return depth by Mitsuba 3's scalar variant, one sample a pixel anywhere in it."""
    import mitsuba as mi

    mi.set_variant("scalar_rgb")
    t = len(scene["corners"])
    mesh = mi.Mesh("hall", 3 * t, t)
    held = mi.traverse(mesh)
    held["vertex_positions"] = scene["corners"].astype(np.float32).ravel()
    held["faces"] = np.arange(3 * t, dtype=np.uint32)
    held.update()
    eye, (_, up, ahead) = scene["eye"], scene["axes"]
    stage = mi.load_dict({
        "type": "scene", "hall": mesh,
        "integrator": {"type": "aov", "aovs": "p:position"},
        "sensor": {
            "type": "perspective", "fov_axis": "y", "near_clip": 0.1, "far_clip": 1000.0,
            "fov": float(2 * np.degrees(np.arctan(HEIGHT / 2 / scene["focal"]))),
            "to_world": mi.ScalarTransform4f().look_at(
                eye.tolist(), (eye + ahead).tolist(), up.tolist()),
            "sampler": {"type": "independent", "sample_count": 1},
            "film": {"type": "hdrfilm", "width": WIDTH, "height": HEIGHT,
                     "rfilter": {"type": "box"}},
        },
    })  # fmt: skip
    places = np.array(mi.render(stage, spp=1))[..., :3]
    met = np.abs(places).sum(axis=2) > 0
    return np.where(met, (places - eye) @ ahead, np.inf)


OTHERS: Mapping[str, Callable[[Scene], Any]] = {
    "trimesh": with_trimesh, "pyrender": with_pyrender, "mitsuba": with_mitsuba,
}  # fmt: skip


def _other(name: str, given: str, out: str) -> None:
    """Render in this process, which may be an interpreter that has no Sanjin."""
    scene = dict(np.load(given))
    start = time.process_time()
    depth = OTHERS[name](scene)
    spent = time.process_time() - start
    np.savez(out, depth=depth, spent=spent)


def main() -> None:
    """Render with each and print a table."""
    import scenes
    from benchmarks.measure import machine
    from scenes.camera import Camera
    from scenes.frame import look
    from scenes.raycast import Caster

    site, python = (*sys.argv[1:], "foguangsi")[0], (*sys.argv[2:], sys.executable)[0]
    building, model = scenes.build({"site": site})
    half_x, half_y = building.platform_half
    camera = Camera(eye=(-1.5 * half_x, -2.6 * half_y, 1.6), target=(0.0, 0.0, 1.6), lens_mm=28.0,
                    width=WIDTH, height=HEIGHT)  # fmt: skip
    start = time.process_time()
    triangles = model.flatten()
    frame = look(Caster(triangles.corners), triangles, camera)
    spent = time.process_time() - start
    _, toward = camera.rays(slice(None))
    print(machine())
    print(
        f"{building.title}　{len(triangles.corners):,} 三角面　{WIDTH}×{HEIGHT}，每像素一线，深度"
    )
    print(f"{'Sanjin':<10}{spent:>7.2f} CPU-s")
    with tempfile.TemporaryDirectory() as folder:
        given = str(Path(folder) / "scene.npz")
        np.savez(given, corners=triangles.corners, eye=np.array(camera.eye), axes=camera.axes,
                 focal=camera.focal_px, toward=toward)  # fmt: skip
        for name in OTHERS:
            out = str(Path(folder) / f"{name}.npz")
            done = subprocess.run(
                [python, __file__, name, given, out], capture_output=True, text=True
            )
            if done.returncode:
                print(f"{name:<10}略过：{(done.stderr.strip().splitlines() or ['?'])[-1][:110]}")
                continue
            made = np.load(out)
            both = np.isfinite(frame.depth) & np.isfinite(made["depth"])
            apart = np.abs(made["depth"][both] / frame.depth[both] - 1)
            same = np.isfinite(frame.depth) == np.isfinite(made["depth"])
            print(f"{name:<10}{float(made['spent']):>7.2f} CPU-s　中位差 {np.median(apart):.1e}，"
                  f"差百分之一以内 {np.mean(apart < 0.01):.2%}，轮廓相同 {np.mean(same):.2%}")  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 3:
        _other(*sys.argv[1:4])
    else:
        main()
