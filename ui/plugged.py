"""What is plugged in, by the settings: today the vector store behind a search."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heritage_kb.finding.retrieval import Retriever
    from heritage_kb.store import KnowledgeBase
    from heritage_kb.stores.settings import StoreSettings


def retriever(kb: KnowledgeBase) -> Retriever:
    """Return what answers a search: the embedded one, or words fused with a store's meaning.

    Raises:
        RefusedInput: a mistake in the settings, or a store filled with another model.
        SanjinError: the store's package is missing, or it does not answer.
    """
    from heritage_kb.stores.settings import EmbeddedSettings, store_settings

    settings = store_settings()
    return kb.retriever if isinstance(settings, EmbeddedSettings) else _fused(kb, settings)


@lru_cache(maxsize=2)
def _fused(kb: KnowledgeBase, settings: StoreSettings) -> Retriever:
    """Keep the store open until the end: the local modes allow one opener at a time."""
    import atexit

    from heritage_kb.finding.fused import FusedRetriever
    from heritage_kb.stores.opening import open_store

    store = open_store(settings)
    atexit.register(store.close)
    return FusedRetriever(kb, store)
