"""The verb of the vector store: ``sanjin kb sync``."""

from __future__ import annotations

import argparse
from typing import Any

from ui.arguments import Outcome, verb
from ui.progress import shown


def add(kinds: Any) -> None:
    """Add the verb to the ``kb`` group."""
    verb(kinds, "sync", "把知识库送进设置里的向量库，只送变了的", _sync)


def _sync(args: argparse.Namespace) -> Outcome:
    import heritage_kb
    from heritage_kb.settings import settings_file
    from heritage_kb.stores.opening import open_store, sync
    from heritage_kb.stores.rows import rows_of
    from heritage_kb.stores.settings import EmbeddedSettings, store_settings
    from heritage_kb.stores.vectors import runs_here

    settings = store_settings()
    if isinstance(settings, EmbeddedSettings):
        data = {"kind": "embedded", "added": 0, "changed": 0, "deleted": 0, "kept": 0}
        said = f"用的是内置检索，不需要同步。要换向量库，请在 {settings_file()} 里写 [store]。"
        return Outcome(data, said)
    model = runs_here()
    store = open_store(settings, model)
    try:
        with shown("同步向量库", quiet=args.json) as progress:
            done = sync(rows_of(heritage_kb.open()), store, model, progress)
    finally:
        store.close()
    data = {"kind": settings.kind, "collection": settings.collection, **done.json()}
    return Outcome(
        data,
        f"{settings.kind}（{settings.collection}）：新增 {done.added}，更新 {done.changed}，"
        f"删除 {done.deleted}，未变 {done.kept}。",
    )
