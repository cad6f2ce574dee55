"""Period sets: a parametric hall from rules and measured facts, drawn, measured and rendered.

Everything here is loaded at first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenes.building import Building
    from scenes.hall import build
    from scenes.measure import measure
    from scenes.model import SetModel
    from scenes.shoot import render
    from scenes.spec import SetSpec

_HOMES = {
    "Building": "building",
    "SetModel": "model",
    "SetSpec": "spec",
    "build": "hall",
    "measure": "measure",
    "render": "shoot",
}

__all__ = ["Building", "SetModel", "SetSpec", "build", "measure", "render"]


def __getattr__(name: str) -> Any:
    """Load a public name from its module at first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'scenes' has no attribute {name!r}")
    # scenes.measure is a function and a module: import the module first, then bind the function.
    value = getattr(import_module(f"scenes.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
