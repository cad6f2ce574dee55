"""Language models by name: an OpenAI-compatible endpoint, a local folder, one behind another.

Everything here is loaded at first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_kb.lazy import open_lazily

if TYPE_CHECKING:
    from scriptgen.models.opening import Listed, check, listed, open_model
    from scriptgen.models.request import Material, Model, ModelFailed, Request

_HOMES = {
    "Listed": "opening",
    "Material": "request",
    "Model": "request",
    "ModelFailed": "request",
    "Request": "request",
    "check": "opening",
    "listed": "opening",
    "open_model": "opening",
}

__all__ = [
    "Listed",
    "Material",
    "Model",
    "ModelFailed",
    "Request",
    "check",
    "listed",
    "open_model",
]

open_lazily(__name__, _HOMES)
