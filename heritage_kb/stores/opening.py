"""From settings to a store, and the knowledge base into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from heritage_kb.errors import RefusedInput
from heritage_kb.finding.dense import Embedder
from heritage_kb.home import home
from heritage_kb.settings import settings_file
from heritage_kb.stores.refusing import refuse_other_vectors
from heritage_kb.stores.rows import Row, Store
from heritage_kb.stores.settings import (
    MilvusSettings,
    PgVectorSettings,
    QdrantSettings,
    StoreSettings,
    secret,
)
from heritage_kb.stores.vectors import runs_here

_Item = TypeVar("_Item")
Progress = Callable[[str, float], None]

_BATCH = 128  # rows sent at a time; what was sent stays when the next batch fails
_FLUSH = 16  # batches between two flushes


def open_store(settings: StoreSettings, embedder: Embedder | None = None) -> Store:
    """Return the store of the settings.

    Args:
        settings: from ``heritage_kb.stores.settings.store_settings``.
        embedder: the model; by default the embedded one.

    Raises:
        RefusedInput: it holds vectors of another model, a password is missing, or no model runs.
        SanjinError: its package is missing, or nothing answers.
    """
    model = embedder or runs_here()
    if isinstance(settings, QdrantSettings):
        return _qdrant(settings, model)
    if isinstance(settings, PgVectorSettings):
        return _pgvector(settings, model)
    if isinstance(settings, MilvusSettings):
        return _milvus(settings, model)
    from heritage_kb.stores.embedded import Embedded

    return Embedded(model, _beside("embedded.npz"))


def _qdrant(settings: QdrantSettings, model: Embedder) -> Store:
    from heritage_kb.stores.qdrant import Qdrant

    folder = None if settings.url else _place(settings.location, "qdrant")
    return Qdrant(
        model,
        settings.collection,
        folder=folder,
        url=settings.url,
        api_key=secret(settings.api_key_env),
    )


def _pgvector(settings: PgVectorSettings, model: Embedder) -> Store:
    from heritage_kb.stores.pgvector import PgVector

    return PgVector(
        model, settings.collection, dsn=settings.dsn, password=secret(settings.password_env)
    )


def _milvus(settings: MilvusSettings, model: Embedder) -> Store:
    from heritage_kb.stores.milvus import Milvus

    uri = settings.uri or str(_place(settings.location, "milvus.db"))
    return Milvus(model, settings.collection, uri=uri, token=secret(settings.token_env))


def _beside(name: str) -> Path:
    """Return a place at home for a store that names none."""
    place = home() / "stores" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _place(location: str | None, name: str) -> Path:
    """Return a location of the settings; a relative one is beside the settings file."""
    if location is None:
        return _beside(name)
    place = settings_file().parent / Path(location).expanduser()
    if not place.parent.is_dir():
        raise RefusedInput(
            f"向量库所在的文件夹 {place.parent} 不存在，请先建好或改 location。",
            f"No folder {place.parent} for the vector store.",
        )
    return place


@dataclass(frozen=True, kw_only=True, slots=True)
class Synced:
    """What a synchronisation did, in rows."""

    added: int
    changed: int
    deleted: int
    kept: int

    def json(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self)


def sync(
    rows: Iterable[Row], store: Store, embedder: Embedder, tell: Progress | None = None
) -> Synced:
    """Bring a store to hold exactly these rows; only what changed travels.

    A row is known by its id and the digest of its text and marks. Batches are final one by one:
    after a crash the next call goes on where this one stopped.

    Args:
        rows: all rows that there should be (``heritage_kb.stores.rows.rows_of``).
        store: an opened store.
        embedder: the model of the store.
        tell: hears what is being done and the share done, 0–1.

    Raises:
        RefusedInput: the store holds vectors of another model.
    """
    refuse_other_vectors(store.mark(), embedder)
    held = store.held()
    every = {row.id: row for row in rows}
    fresh = [row for row in every.values() if held.get(row.id) != row.digest]
    gone = [id for id in held if id not in every]
    done = 0
    for number, batch in enumerate(_batches(fresh), 1):
        store.put(batch)
        done += len(batch)
        if number % _FLUSH == 0:
            store.flush()
        if tell:
            tell(f"上传 {len(fresh)} 条", done / len(fresh))
    for batch_gone in _batches(gone):
        store.drop(batch_gone)
    if fresh or gone:
        store.flush()
    changed = sum(row.id in held for row in fresh)
    return Synced(
        added=len(fresh) - changed,
        changed=changed,
        deleted=len(gone),
        kept=len(every) - len(fresh),
    )


def _batches(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch
