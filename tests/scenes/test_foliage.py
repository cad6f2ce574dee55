"""Foliage in small pictures: the same cover by fewer blades."""

from __future__ import annotations

import numpy as np
import pytest

from scenes import foliage, planting, raycast
from scenes.camera import Camera
from scenes.model import SetModel


def seen_from(away: float) -> Camera:
    return Camera(
        eye=(0.0, -away, 0.0), target=(0.0, 0.0, 0.0), lens_mm=28.0, width=198, height=352
    )


def grown(prefix: str = "") -> SetModel:
    wood, model = SetModel(), SetModel()
    planting.register(wood, fine=False)
    planting.grass(wood, [(0.0, 0.0, 0.3)], "1")
    for k in range(planting.PADS):
        wood.place(f"pine.pad.{k}", "tree")
    model.take(wood, prefix)
    return model


@pytest.mark.parametrize("prefix", ["", "pine3.", "near."])
def test_it_covers_what_it_covered(prefix: str) -> None:
    full = grown(prefix)
    thin = foliage.thinned(full, seen_from(20.0))
    assert thin.triangle_count < 0.4 * full.triangle_count
    side = np.linspace(-1.2, 1.2, 60)
    above = np.stack([*np.meshgrid(side, side), np.full((60, 60), 3.0)], -1).reshape(-1, 3)
    down = np.broadcast_to(np.float32([0, 0, -1]), above.shape)
    seen = [
        raycast.Caster(one.flatten().corners).blocked(above.astype(np.float32), down)
        for one in (full, thin)
    ]
    assert seen[1].mean() == pytest.approx(seen[0].mean(), rel=0.12)
    assert (seen[0] == seen[1]).mean() > 0.85  # and where it was


def test_far_away_there_are_fewer_blades_and_before_the_lens_each_stays() -> None:
    full = SetModel()
    full.place(planting.clump(full), "tree")
    near, usual, far = (
        foliage.thinned(full, seen_from(away)).triangle_count for away in (1.5, 20.0, 90.0)
    )
    assert near > 0.4 * full.triangle_count
    assert near > usual >= 2 * far > 0
