"""Costume and props: what people of each age wore and used, when, drawn to measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_kb.lazy import open_lazily

if TYPE_CHECKING:
    from scenes.wardrobe.choice import for_scene, judge
    from scenes.wardrobe.sheets import write_set

_HOMES = {"for_scene": "choice", "judge": "choice", "write_set": "sheets"}

__all__ = ["for_scene", "judge", "write_set"]

open_lazily(__name__, _HOMES)
