"""A studio's own shelf: its files become passages in named collections beside the shipped data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_kb.lazy import open_lazily

if TYPE_CHECKING:
    from heritage_kb.shelf.collection import Collection
    from heritage_kb.shelf.ingest import ingest
    from heritage_kb.shelf.place import collection_names

_HOMES = {
    "Collection": "collection",
    "collection_names": "place",
    "ingest": "ingest",
}

__all__ = ["Collection", "collection_names", "ingest"]

open_lazily(__name__, _HOMES)
