"""From a set spec to the hall as geometry: the straight line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenes import kinds, standing, works
from scenes.building import Building
from scenes.case import kind_of
from scenes.model import SetModel
from scenes.raising import raise_hall
from scenes.resolve import resolve
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
