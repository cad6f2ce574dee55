from __future__ import annotations

import numpy as np
import pytest

import scenes
from scenes import elevation
from scenes.model import Triangles


def test_faces_turned_away_are_left_out(triangles: Triangles) -> None:
    front = elevation.facing_front(triangles)
    assert 0 < len(front.corners) < 0.7 * len(triangles.corners)
    assert len(front.corners) == len(front.element) == len(front.instance)


def test_the_elevation_is_to_scale_and_symmetrical() -> None:
    building, model = scenes.build({"site": "nanchansi"})
    drawing = elevation.front_elevation(model.flatten(), building, draft=True)
    assert drawing.width == 1600
    pixels = np.asarray(drawing).astype(float)
    dark = (pixels.max(axis=2) < 110).astype(float)
    columns = np.flatnonzero(dark.any(axis=0))
    eaves = 2 * (building.width / 2 + building.eave)
    left, right, *_ = elevation._MARGIN
    wide = (columns[-1] - columns[0]) / drawing.width
    hall_m = wide * (eaves + left + right)
    assert hall_m == pytest.approx(eaves, rel=0.07)  # the corners are pushed out beyond the eave
    middle = (columns[0] + columns[-1]) // 2
    half = min(middle - columns[0], columns[-1] - middle)
    one = dark[:, middle - half : middle].sum(axis=0)
    other = dark[:, middle + 1 : middle + half + 1][:, ::-1].sum(axis=0)
    blocks = [side[: half // 16 * 16].reshape(-1, 16).sum(axis=1) for side in (one, other)]
    assert np.corrcoef(*blocks)[0, 1] > 0.9
    assert np.array_equal(
        pixels, np.asarray(elevation.front_elevation(model.flatten(), building, draft=True))
    )
