"""A small hall of boxes to look at, so that the drawing side is tested without the carpentry."""

from __future__ import annotations

import pytest

from scenes.camera import Extent, extent
from scenes.model import SetModel, Triangles
from scenes.turned import box, placed


@pytest.fixture(scope="session")
def boxes() -> SetModel:
    """A hall 12 m wide and 9 m deep: platform, eight columns, a slab of roof and a ridge."""
    model = SetModel()
    model.add_part("platform", *box((-7, -5.5, 0), (7, 5.5, 0.8)), "stone")
    model.place("platform", "platform")
    model.add_part("column", *box((-0.25, -0.25, 0), (0.25, 0.25, 3.6)), "redwood")
    for x in (-6, -2, 2, 6):
        for y in (-4.5, 4.5):
            model.place("column", "column", placed(x, y, 0.8))
    model.add_part("wall", *box((-6, -4.4, 0.8), (6, 4.4, 4.4)), "plaster_white")
    model.place("wall", "wall")
    model.add_part("roof", *box((-8.5, -7.0, 5.2), (8.5, 7.0, 5.6)), "tile")
    model.place("roof", "roof")
    model.add_part("ridge", *box((-4, -0.4, 5.6), (4, 0.4, 8.2)), "ridge")
    model.place("ridge", "ridge")
    return model


@pytest.fixture(scope="session")
def triangles(boxes: SetModel) -> Triangles:
    return boxes.flatten()


@pytest.fixture(scope="session")
def hall(triangles: Triangles) -> Extent:
    return extent(triangles)
