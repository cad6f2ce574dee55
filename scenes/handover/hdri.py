"""The light about an eye for image-based lighting: a lat-long EXR with the sun and one without.

An LED wall cannot show a sun; a stage lamp stands in for it. So the sun is kept apart: its
direction, colour and strength in ``hdri.json``, its disc only in ``hdri.exr``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes import panorama
from scenes.camera import Vector
from scenes.handover import exr
from scenes.light import Light
from scenes.manifest import Written
from scenes.model import SetModel, Triangles
from scenes.raycast import Caster

Picture = NDArray[np.float32]
FOLDER = "stage"


def write(
    model: SetModel,
    triangles: Triangles,
    caster: Caster,
    eye: Vector,
    light: Light,
    folder: Path,
    *,
    wide: int,
    seed: int,
) -> tuple[list[Written], dict[str, Any]]:
    """Write ``hdri.exr``, ``hdri_no_sun.exr`` and ``hdri.json`` under ``stage/``.

    Returns the files, unlabelled, and the record that ``hdri.json`` holds.
    """
    without, cover = panorama.radiance(
        model, triangles, caster, eye, light, wide=wide, seed=seed
    )  # fmt: skip
    disc, share = sun_disc(light, wide)
    shown = disc * (1 - cover)
    record = _record(light, eye, wide, float((shown * share).sum() / (disc * share).sum()))
    under = folder / FOLDER
    under.mkdir(exist_ok=True)
    exr.write_colour(under / "hdri_no_sun.exr", without, sphere=True)
    with_sun = without + shown[..., None] * np.array(light.sun, np.float32)
    exr.write_colour(under / "hdri.exr", with_sun, sphere=True)
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    (under / "hdri.json").write_text(text, encoding="utf-8")
    titles = ("环境光（线性 EXR，含日）", "环境光（线性 EXR，去日）", "日光单列：方向、色、强度")
    names = ("hdri.exr", "hdri_no_sun.exr", "hdri.json")
    return [
        Written(
            file=f"{FOLDER}/{name}", title=title, role="data",
            size=(wide, wide // 2) if name.endswith(".exr") else None,
        )
        for name, title in zip(names, titles, strict=True)
    ], record  # fmt: skip


def sun_disc(light: Light, wide: int) -> tuple[Picture, Picture]:
    """Return (disc, solid angle), (wide / 2, wide) each: the sun's radiance over its colour.

    The disc is as broad as the set's shadows say and gives, over the sphere, the irradiance of a
    sun of strength one: pi, since the plate's sun is told as what a white thing facing it shows.
    """
    rows = (np.arange(wide // 2) + 0.5) / (wide // 2)
    lift, turn = (0.5 - rows) * np.pi, ((np.arange(wide) + 0.5) / wide - 0.5) * 2 * np.pi
    level = np.cos(lift)[:, None]
    toward = np.stack(
        [np.sin(turn) * level, np.cos(turn) * level, np.sin(lift)[:, None] + 0 * turn], -1
    )
    away = np.arccos(np.clip(toward @ light.toward_sun, -1, 1))
    pixel = 2 * np.pi / wide
    radius = light.spread / 2
    disc = np.clip((radius - away) / pixel + 0.5, 0, 1)
    if not disc.any():  # smaller than a pixel: all of it in the nearest one
        disc.flat[int(away.argmin())] = 1.0
    share = np.broadcast_to(pixel**2 * level, disc.shape)
    disc *= np.pi / (disc * share).sum()
    return disc.astype(np.float32), share.astype(np.float32)


def _record(light: Light, eye: Vector, wide: int, seen: float) -> dict[str, Any]:
    x, y, z = (float(v) for v in light.toward_sun)
    bearing = float(np.degrees(np.arctan2(x, y)))
    strength = max(light.sun)
    return {
        "projection": "latlong", "size_px": [wide, wide // 2], "centre": "+y",
        "eye_m": [round(v, 4) for v in eye], "colour_space": exr.COLOURS,
        "exposure": round(light.exposure, 4), "ambient": round(light.ambient, 4),
        "sun": {
            "body": "moon" if light.hour == "night" else "sun",
            "toward": [round(v, 6) for v in (x, y, z)],
            "azimuth_deg": round(bearing, 3), "elevation_deg": round(light.height, 3),
            "colour": [round(c / strength, 4) if strength else 0.0 for c in light.sun],
            "strength": round(strength, 4),
            "irradiance": [round(float(np.pi * c), 4) for c in light.sun],
            "diameter_deg": round(float(np.degrees(light.spread)), 4),
            "column_px": round((bearing / 360 + 0.5) * wide, 2),
            "row_px": round((0.5 - light.height / 180) * wide / 2, 2),
            "in_view": round(seen, 3),
        },
        "convention": "x 沿面阔向右、y 向后、z 向上；方位自 +y 起顺时针；中列朝 +y。"
        "强度以相对单位计：正对日的白色面在画面中的线性值；辐照度为其 π 倍。曝光未乘入 EXR；天空给物体的光另乘 ambient",
    }  # fmt: skip
