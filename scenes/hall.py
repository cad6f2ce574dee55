"""From a set spec to the hall as geometry: the straight line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenes import (
    framing,
    gables,
    joinery,
    kinds,
    painting,
    platform,
    ridges,
    roof,
    stagecraft,
    standing,
    tiles,
    walls,
    works,
)
from scenes.building import Building, ring_of
from scenes.case import kind_of
from scenes.model import SetModel
from scenes.resolve import resolve
from scenes.roofline import Roofline
from scenes.spec import SetSpec
from scenes.work import Built


def build(spec: SetSpec | Mapping[str, Any]) -> tuple[Built, SetModel]:
    """Return what a spec asks for, resolved, and its geometry, without court or people.

    A hall is a ``Building``; every other kind of building or place a ``Work``.

    Args:
        spec: a ``SetSpec`` or its fields as plain values.

    Raises:
        RefusedInput: the spec asks for what could not have stood or cannot be built yet.
        UnknownName: a period, site or roof that is not known.
    """
    asked = spec if isinstance(spec, SetSpec) else SetSpec.from_mapping(spec)
    work = settle(asked)
    return work, raise_hall(work) if isinstance(work, Building) else works.raise_work(work)


def settle(spec: SetSpec) -> Built:
    """Return what a spec asks for with every number settled, and no geometry.

    Raises:
        RefusedInput, UnknownName: as ``build``.
    """
    one = kinds.kinds().get(kind_of(spec, standing.hall(spec.site) if spec.site else None))
    return resolve(spec) if one is None or one.is_hall else works.resolve(spec)


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
