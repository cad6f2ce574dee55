"""From a set spec to the hall as geometry: the straight line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenes import framing, joinery, platform, ridges, roof, tiles
from scenes.building import Building, ring_of
from scenes.model import SetModel
from scenes.resolve import resolve
from scenes.roofline import Roofline
from scenes.spec import SetSpec


def build(spec: SetSpec | Mapping[str, Any]) -> tuple[Building, SetModel]:
    """Return the resolved hall and its geometry, without court or lamps.

    Args:
        spec: a ``SetSpec`` or its fields as plain values.

    Raises:
        RefusedInput: the spec asks for what could not have stood or cannot be built yet.
        UnknownName: a period, site or roof that is not known.
    """
    asked = spec if isinstance(spec, SetSpec) else SetSpec.from_mapping(spec)
    building = resolve(asked)
    return building, raise_hall(building)


def raise_hall(b: Building) -> SetModel:
    """Return the geometry of a resolved hall."""
    model, line = SetModel(), Roofline(b)
    platform.lay_platform(model, b)
    ring = framing.raise_frame(model, b, line)
    if b.skirt is not None:
        model.take(_ring(ring_of(b)), "skirt_")
    joinery.close_front(model, b, ring)
    joinery.build_walls(model, b, ring)
    joinery.fill_between_brackets(model, b, line, ring)
    joinery.hang_ceiling(model, b)
    joinery.paint_architrave(model, b, ring)
    roof.lay_boards(model, b, line)
    roof.lay_rafters(model, b, line)
    tiles.lay_tiles(model, b, line)
    ridges.lay_ridges(model, b, line)
    ridges.close_gables(model, b, line)
    return model


def _ring(b: Building) -> SetModel:
    """Return the ring of columns round a double-eaved hall, as far as it is timber."""
    model = SetModel()
    framing.raise_frame(model, b, Roofline(b))
    return model
