"""Halls as members of a work: how high their ridge ends reach, and what of them is left out."""

from __future__ import annotations

from collections.abc import Collection

from scenes.building import Building
from scenes.model import SetModel

_END = 0.89  # top of a ridge end over the ridge's foot, in heights of a ridge end
_CREST, _SUNK = 1.25, 0.04  # a crest astride the ridge: its height likewise; metres it sits in


def top_of(b: Building) -> float:
    """Return the height of a hall's highest ornament over its court, metres."""
    end = b.height - b.ridge + _END * b.chiwei
    return max(end, b.height - _SUNK + _CREST * b.chiwei) if b.crested else end


def without(model: SetModel, elements: Collection[str]) -> SetModel:
    """Return a model without some classes of element."""
    kept = [i for i in model.instances if i.element not in elements]
    used = {i.part for i in kept}
    return SetModel({k: p for k, p in model.parts.items() if k in used}, kept, list(model.lamps))


def only(model: SetModel, elements: Collection[str]) -> SetModel:
    """Return some classes of a model's elements alone."""
    return without(model, {i.element for i in model.instances} - set(elements))
