"""From a set spec to the hall as geometry: the straight line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenes import framing, joinery, platform, ridges, roof, tiles
from scenes.building import Building
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
    ring = framing.posts(b, line)
    platform.lay_platform(model, b)
    framing.raise_columns(model, b, ring)
    framing.tie_columns(model, b, line, ring)
    framing.set_brackets(model, b, ring)
    framing.set_inner_brackets(model, b, ring)
    framing.lay_outer_ties(model, b, line)
    framing.lay_purlins(model, b, line)
    framing.raise_beams(model, b, line)
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
