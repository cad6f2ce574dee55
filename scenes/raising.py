"""The geometry of a resolved hall: frame, platform, walls, paint and roof, one after another."""

from __future__ import annotations

from scenes import (
    framing,
    gables,
    joinery,
    painting,
    platform,
    ridges,
    roof,
    stagecraft,
    tiles,
    walls,
)
from scenes.building import Building, ring_of
from scenes.model import SetModel
from scenes.roofline import Roofline


def raise_hall(b: Building) -> SetModel:
    """Return the geometry of a resolved hall."""
    model, line = SetModel(), Roofline(b)
    ring = framing.raise_frame(model, b, line)
    platform.lay_platform(model, b)
    walled = joinery.closed_by(b)
    joinery.close_bays(model, walled)
    walls.build_walls(model, walled)
    walls.close_upper(model, b)
    walls.fill_between_brackets(model, b, line, ring)
    walls.hang_ceiling(model, b, line)
    painting.paint_architrave(model, b, ring)
    if b.kind == "stage":
        stagecraft.divide(model, b)
    _cover(model, b, line)
    if b.skirt is not None:
        model.take(_lower_roof(ring_of(b)), "skirt_")
    painting.paint(model, b)
    return model


def _cover(model: SetModel, b: Building, line: Roofline) -> None:
    """Put boards, rafters, tiles and ridges."""
    roof.lay_boards(model, b, line)
    roof.lay_rafters(model, b, line)
    tiles.lay_tiles(model, b, line)
    ridges.lay_ridges(model, b, line)
    gables.close_gables(model, b, line)


def _lower_roof(b: Building) -> SetModel:
    """Return the ring round a double-eaved hall: its columns, brackets and roof."""
    model, line = SetModel(), Roofline(b)
    ring = framing.raise_frame(model, b, line)
    walls.fill_between_brackets(model, b, line, ring)
    painting.paint_architrave(model, b, ring)
    _cover(model, b, line)
    return model
