"""Light within a room: neither black nor blown out by day, its lamps' alone by night."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import scenes
from heritage_kb.errors import RefusedInput
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


@pytest.mark.parametrize("type", ["堂屋", "柜房", "公堂", "卧房", "醋坊", "酒坊", "铜匠铺", "灶房"])
def test_nobody_stands_in_a_room_where_a_thing_stands(type: str) -> None:
    for period in ("唐", "清"):
        try:
            work, model = scenes.build({"period": period, "type": type})
        except RefusedInput:
            continue
        assert isinstance(work, Work)
        standing = [spot.at for spot in work.spots if spot.pose not in ("sit", "desk")]
        for one in model.instances:
            if one.element in ("furniture", "prop"):
                at = model.parts[one.part].vertices @ one.matrix[:3, :3].T + one.matrix[:3, 3]
                low, high = at.min(0), at.max(0)
                under = low[2] < 1.7 and high[2] > 0.03
                inside = [
                    s for s in standing if (low[:2] < s[:2]).all() and (high[:2] > s[:2]).all()
                ]
                assert not (under and inside), (period, one.part, inside)


def test_a_sunlit_patch_keeps_its_joints() -> None:
    _, model = scenes.build({"period": "清", "type": "书房"})
    triangles = model.flatten()
    within = indoors.lit(model, triangles, Caster(triangles.corners), light(12.0),
                         np.full((len(triangles.materials), 3), 0.3, np.float32))  # fmt: skip
    assert within is not None
    at = np.zeros((3, 3), np.float32) + (0.0, 0.0, 0.5)
    lit = np.array([0.2, 2.0, 20.0], np.float32)[:, None] * np.ones(3, np.float32)
    held = indoors.held(within, lit, at.astype(np.float32), 1.0)
    assert held[0] == pytest.approx(lit[0])
    assert 1.0 < held[1, 0] < held[2, 0] < 2.5
