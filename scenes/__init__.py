"""Period sets: a parametric hall from rules and measured facts, drawn, measured and rendered.

Everything here is loaded at first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_kb.lazy import open_lazily

if TYPE_CHECKING:
    from scenes.building import Building
    from scenes.compositions import compose
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
    "compose": "compositions",
    "measure": "measure",
    "render": "shoot",
}

__all__ = ["Building", "SetModel", "SetSpec", "build", "compose", "measure", "render"]

open_lazily(__name__, _HOMES)
