"""Light within a room: neither black nor blown out by day, its lamps' alone by night."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import scenes
from scenes import indoors, plate
from scenes.camera import Camera
from scenes.light import light
from scenes.model import SetModel
from scenes.raycast import Caster
from scenes.work import Work

ROOMS: list[dict[str, Any]] = [
    {"period": "清", "type": "书房"},
    {"period": "清", "type": "炕屋"},
    {"site": "南禅寺", "interior": True},
]


def painted(spec: dict[str, Any], hour: float, lamps: bool = True) -> np.ndarray:
    """Return the luminance (h, w) of a small plate of a room, 0..1."""
    work, model = scenes.build(spec)
    assert isinstance(work, Work)
    if not lamps:
        model.lamps = []
    view = work.views[0]
    camera = Camera(eye=view.eye, target=view.target, lens_mm=view.lens_mm, width=108, height=192)
    triangles = model.flatten()
    pixels, _ = plate.paint(
        model, triangles, Caster(triangles.corners), camera, light(hour), rays=2
    )
    return np.asarray(pixels @ np.array((0.30, 0.59, 0.11)) / 255)


@pytest.mark.parametrize("spec", ROOMS, ids=lambda spec: str(spec.get("type", "殿内")))
def test_a_room_at_noon_is_neither_black_nor_blown_out(spec: dict[str, Any]) -> None:
    tone = painted(spec, 12.0)
    assert 0.12 < float(np.median(tone)) < 0.75
    assert float((tone < 0.04).mean()) < 0.30
    assert float((tone > 0.97).mean()) < 0.08


def test_a_room_at_night_is_lit_by_its_lamps() -> None:
    _, model = scenes.build(ROOMS[1])
    triangles = model.flatten()
    caster = Caster(triangles.corners)
    albedo = np.full((len(triangles.materials), 3), 0.3, np.float32)

    def brightness(lit: bool, hour: float) -> float:
        bare = SetModel(model.parts, model.instances, model.lamps if lit else [])
        bare.room = model.room
        found = indoors.lit(bare, triangles, caster, light(hour), albedo)
        assert found is not None
        return float(found.lamps.mean())

    assert brightness(True, 22.0) > 8 * brightness(False, 22.0) > 0
    assert brightness(True, 12.0) == pytest.approx(brightness(False, 12.0))


def test_what_is_no_room_has_no_light_of_a_room() -> None:
    _, model = scenes.build({"period": "清", "type": "石拱桥"})
    triangles = model.flatten()
    sky, none = light(12.0), np.zeros((9, 3), np.float32)
    assert indoors.lit(model, triangles, Caster(triangles.corners), sky, none) is None
    assert indoors.sheltered(model, sky) is sky
