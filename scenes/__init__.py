"""Period sets: a parametric hall from rules and measured facts, drawn, measured and rendered.

Everything here is loaded at first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_kb.lazy import open_lazily

if TYPE_CHECKING:
    from scenes.building import Building
    from scenes.compositions import compose
    from scenes.drawings.drawing import draw
    from scenes.gate import examine
    from scenes.gltf import export_glb
    from scenes.hall import build
    from scenes.match import match
    from scenes.measure import measure
    from scenes.model import SetModel
    from scenes.painter.painting import paint
    from scenes.proposal import spec_for
    from scenes.shoot import render
    from scenes.spec import SetSpec

_HOMES = {
    "Building": "building",
    "SetModel": "model",
    "SetSpec": "spec",
    "build": "hall",
    "compose": "compositions",
    "draw": "drawings.drawing",
    "export_glb": "gltf",
    "examine": "gate",
    "match": "match",
    "measure": "measure",
    "paint": "painter.painting",
    "render": "shoot",
    "spec_for": "proposal",
}

__all__ = [
    "Building",
    "SetModel",
    "SetSpec",
    "build",
    "compose",
    "draw",
    "examine",
    "export_glb",
    "match",
    "measure",
    "paint",
    "render",
    "spec_for",
]

open_lazily(__name__, _HOMES)
