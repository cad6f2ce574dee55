from __future__ import annotations

import numpy as np
import pytest

from scenes import raycast
from scenes.raycast import Caster, face_normals
from scenes.turned import box


def corners() -> np.ndarray:
    vertices, faces = box((-1, 4, -1), (1, 6, 1))
    return vertices[faces].astype(np.float32)


def test_a_ray_finds_the_near_face_at_its_distance() -> None:
    caster = Caster(corners())
    eye = np.zeros(3, np.float32)
    toward = np.array([[0, 1, 0], [0, -1, 0], [0.1, 1, 0.1], [0, 0.5, 0]], np.float32)
    hits = caster.first(eye, toward)
    np.testing.assert_allclose(hits.distance, [4, np.inf, 4, 8], rtol=1e-5)
    assert hits.triangle[1] == -1
    np.testing.assert_allclose(caster.normals[hits.triangle[0]], [0, -1, 0])


def test_reach_limits_what_blocks() -> None:
    caster = Caster(corners())
    start = np.zeros((2, 3), np.float32)
    toward = np.array([[0, 1, 0], [1, 0, 0]], np.float32)
    assert caster.blocked(start, toward).tolist() == [True, False]
    assert caster.blocked(start, toward, 3.0).tolist() == [False, False]
    assert caster.first(start, toward, 3.0).triangle.tolist() == [-1, -1]


def test_an_empty_set_stops_nothing() -> None:
    caster = Caster(np.zeros((0, 3, 3), np.float32))
    toward = np.array([[0, 1, 0]], np.float32)
    assert caster.first(np.zeros(3, np.float32), toward).triangle.tolist() == [-1]
    assert not caster.blocked(np.zeros(3, np.float32), toward).any()


def test_a_triangle_without_area_has_no_direction() -> None:
    flat = np.zeros((1, 3, 3), np.float32)
    assert face_normals(flat).tolist() == [[0, 0, 0]]


def test_handed_over_at_once_a_set_is_what_it_is_number_by_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(4)
    many = (rng.uniform(-3, 3, (2000, 1, 3)) + rng.normal(0, 0.2, (2000, 3, 3))).astype(np.float32)
    rays = rng.normal(size=(4000, 3)).astype(np.float32)
    origin = np.zeros(3, np.float32)
    found = Caster(many).first(origin, rays)
    monkeypatch.setattr(raycast, "_embree", lambda: None)
    slow = Caster(many).first(origin, rays)
    assert (found.triangle >= 0).mean() > 0.5
    assert (found.triangle == slow.triangle).all()
    assert (found.distance == slow.distance).all()
