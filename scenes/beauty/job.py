"""A job for the worker: the set, its camera, light and sky as plain files in a folder."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes import gltf, sky, weather
from scenes.camera import FILM_MM, Camera
from scenes.light import Light
from scenes.model import SetModel
from scenes.palette import seasonal
from scenes.view import Sphere

JOB, SET = "job.json", "set.npz"
_DOME = 1024  # columns of the sky that lights the set


def write(
    folder: Path, model: SetModel, camera: Camera, light: Light, *, samples: int, seed: int
) -> Path:
    """Write a job into a folder and return the path of its ``job.json``."""
    parts = sorted({i.part for i in model.instances if len(model.parts[i.part].faces)})
    materials = sorted({model.parts[name].material for name in parts})
    meshes = [gltf.split(model.parts[name]) for name in parts]
    placed = [
        (n, parts.index(i.part), i.matrix) for n, i in enumerate(model.instances) if i.part in parts
    ]
    dome = sky.backdrop(Sphere(eye=camera.eye, wide=_DOME, top=0, bottom=_DOME // 2), light, seed)
    veil = weather.falling(camera, light)
    np.savez(
        folder / SET,
        vertices=_joined([m[0] for m in meshes], np.float32),
        faces=_joined([m[1] for m in meshes], np.int32),
        vertex_counts=np.array([len(m[0]) for m in meshes], np.int64),
        face_counts=np.array([len(m[1]) for m in meshes], np.int64),
        material=np.array([materials.index(model.parts[name].material) for name in parts]),
        instance=np.array([n for n, _, _ in placed], np.int64),
        part=np.array([p for _, p, _ in placed], np.int64),
        matrix=np.array([m for _, _, m in placed], np.float64).reshape(-1, 4, 4),
        dome=dome.astype(np.float32),
        backdrop=sky.backdrop(camera, light, seed).astype(np.float32),
        veil=np.zeros((0, 0), np.float32) if veil is None else veil.astype(np.float32),
    )
    body: dict[str, Any] = {
        "size": [camera.width, camera.height], "lens_mm": camera.lens_mm, "film_mm": FILM_MM,
        "rise": camera.rise, "camera": camera.matrix().tolist(), "eye": list(camera.eye),
        "light": asdict(light), "toward_sun": light.toward_sun.tolist(),
        "materials": [_matter(name, light) for name in materials],
        "lamps": [_lamp(one) for one in model.lamps],
        "samples": samples, "seed": seed,
    }  # fmt: skip
    path = folder / JOB
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return path


def _joined(arrays: list[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate(arrays).astype(kind) if arrays else np.zeros((0, 3), kind)


def _matter(name: str, light: Light) -> dict[str, Any]:
    paint = seasonal(name, light.season)
    return {
        "name": name, "grain": paint.grain, "colour": list(paint.colour), "aged": list(paint.aged),
        "rough": gltf.finish_of(name)[1], "metal": gltf.finish_of(name)[2],
    }  # fmt: skip


def _lamp(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": [float(v) for v in one["at"]], "power": float(one.get("power", 1.0)),
        "colour": [float(v) for v in one.get("colour", (1.0, 0.55, 0.22))],
    }  # fmt: skip
