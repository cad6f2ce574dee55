"""The draft of a set: quick, and of what the plate would show."""

from __future__ import annotations

import numpy as np
import pytest

from scenes import distant, planting, preview, raycast
from scenes.model import SetModel

STAGE = {"type": "戏台", "period": "清"}


def test_sparse_foliage_covers_what_it_covered() -> None:
    full, thin = SetModel(), SetModel()
    for model in (full, thin):
        planting.register(model, fine=False)
        planting.grass(model, [(0.0, 0.0, 0.3)], "1")
        for k in range(planting.PADS):
            model.place(f"pine.pad.{k}", "tree", np.diag([1.0, 1.0, 1.0, 1.0]))
    planting.sparse(thin)
    assert thin.triangle_count < 0.4 * full.triangle_count
    side = np.linspace(-1.2, 1.2, 60)
    above = np.stack([*np.meshgrid(side, side), np.full((60, 60), 3.0)], -1).reshape(-1, 3)
    down = np.broadcast_to(np.float32([0, 0, -1]), above.shape)
    seen = [
        raycast.Caster(one.flatten().corners).blocked(above.astype(np.float32), down)
        for one in (full, thin)
    ]
    assert seen[1].mean() == pytest.approx(seen[0].mean(), rel=0.08)
    assert (seen[0] == seen[1]).mean() > 0.85  # and where it was


def test_a_draft_with_sparse_foliage_is_the_picture_with_all_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    thin = preview.preview(STAGE, long=176)
    triangles = len(next(reversed(preview._standing.values())).triangles.corners)
    preview._standing.clear()
    monkeypatch.setattr(planting, "sparse", lambda model, of: None)
    full = preview.preview(STAGE, long=176)
    assert triangles < 0.6 * len(next(reversed(preview._standing.values())).triangles.corners)
    apart = np.abs(full.astype(int) - thin).max(-1)
    assert (apart > 24).mean() < 0.02  # of the pixels, in the trees
    preview._standing.clear()


def test_a_draft_of_a_tower_is_the_picture_with_all_its_faces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tower = {"site": "应县木塔"}
    thin = preview.preview(tower)
    triangles = len(next(reversed(preview._standing.values())).triangles.corners)
    preview._standing.clear()
    monkeypatch.setattr(distant, "thinned", lambda model, camera: model)
    full = preview.preview(tower)
    assert triangles < 0.8 * len(next(reversed(preview._standing.values())).triangles.corners)
    apart = np.abs(full.astype(int) - thin).max(-1)
    assert (apart > 24).mean() < 0.02
    preview._standing.clear()
