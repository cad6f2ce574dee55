"""Qdrant, in a folder of its own or on a server (owner of langchain_qdrant and qdrant_client)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import RLock
from typing import Any

from heritage_kb.errors import SanjinError
from heritage_kb.finding.dense import Embedder
from heritage_kb.stores.refusing import answering, needing, refuse_other_vectors
from heritage_kb.stores.rows import Mark, Row, Wanted, key_of

_PAGE = 1000  # rows read at a time
_FILTERED = {
    "entry": "keyword",
    "kind": "keyword",
    "city_key": "keyword",
    "county_key": "keyword",
    "ages": "keyword",
    "first_year": "integer",
    "last_year": "integer",
}


class Qdrant:
    """A collection of Qdrant. ``vectors`` is its LangChain ``VectorStore``.

    Args:
        embedder: the model.
        collection: its name; made at first use.
        folder: for the local mode, which one process at a time can open.
        url: of a server, in place of ``folder``.
        api_key: of that server.

    Raises:
        SanjinError: the package is missing, or nothing answers.
        RefusedInput: the collection holds vectors of another model.
    """

    def __init__(
        self,
        embedder: Embedder,
        collection: str,
        *,
        folder: Path | None = None,
        url: str | None = None,
        api_key: str | None = None,
    ) -> None:
        with needing("qdrant"):
            import langchain_qdrant
            from qdrant_client import QdrantClient, models

            from heritage_kb.chain import SanjinEmbeddings
        self._models = models
        self._name = collection
        self._where = f"Qdrant（{url or folder}）"
        self._embedder = embedder
        # the local mode's arrays grow in steps: a reader beside a writer may see them half grown
        self._turn: AbstractContextManager[Any] = nullcontext() if url else RLock()
        with answering(self._where, RuntimeError, ValueError):
            self.client: Any = (
                QdrantClient(url=url, api_key=api_key, check_compatibility=False)
                if url
                else QdrantClient(path=str(folder), force_disable_check_same_thread=True)
            )
            self._make_collection(server=url is not None)
        try:
            refuse_other_vectors(self.mark(), embedder)
        except SanjinError:
            self.client.close()
            raise
        self.vectors: Any = langchain_qdrant.QdrantVectorStore(
            self.client,
            collection,
            SanjinEmbeddings(embedder),
            validate_collection_config=False,  # done above, in one sentence
        )

    def _make_collection(self, *, server: bool) -> None:
        models = self._models
        if self.client.collection_exists(self._name):
            return
        self.client.create_collection(
            self._name,
            vectors_config=models.VectorParams(
                size=self._embedder.dim, distance=models.Distance.COSINE
            ),
        )
        for field, schema in _FILTERED.items() if server else ():  # the local mode has no indexes
            self.client.create_payload_index(self._name, f"metadata.{field}", schema)

    def mark(self) -> Mark | None:
        """Return whose vectors it holds; an empty one of other dimensions belongs to nobody."""
        dim = self.client.get_collection(self._name).config.params.vectors.size
        rows, _ = self.client.scroll(self._name, limit=1, with_payload=["metadata.embedder"])
        if rows:
            return Mark(embedder=rows[0].payload["metadata"]["embedder"], dim=dim)
        return None if dim == self._embedder.dim else Mark(embedder="?", dim=dim)

    def held(self) -> Mapping[str, str]:
        """Return row id -> digest of all that it holds."""
        return {one["id"]: one["digest"] for one in self._scrolled()}

    def _scrolled(self) -> Iterator[dict[str, str]]:
        at: Any = None
        while True:
            with self._turn, answering(self._where):
                rows, at = self.client.scroll(
                    self._name,
                    limit=_PAGE,
                    offset=at,
                    with_payload=["metadata.id", "metadata.digest"],
                )
            yield from (row.payload["metadata"] for row in rows)
            if at is None:
                return

    def put(self, rows: Sequence[Row]) -> None:
        """Embed rows and add them; a row of a known id replaces the one before."""
        latest = list({row.id: row for row in rows}.values())
        if not latest:
            return
        with self._turn, answering(self._where):
            self.vectors.add_texts(
                [row.text for row in latest],
                [row.metadata(self._embedder.id) for row in latest],
                ids=[key_of(row.id) for row in latest],
            )

    def drop(self, ids: Sequence[str]) -> None:
        """Remove rows by id; unknown ids are nothing to it."""
        if not ids:
            return
        with self._turn, answering(self._where):
            self.vectors.delete([key_of(id) for id in ids])

    def nearest(
        self, query: str, k: int, wanted: Wanted | None = None
    ) -> list[tuple[dict[str, Any], float]]:
        """Return (metadata, cosine) of the ``k`` rows nearest in meaning, nearest first."""
        if k < 1:
            return []
        with self._turn, answering(self._where):
            found = self.vectors.similarity_search_with_score(
                query, k, filter=self.filter(wanted or Wanted())
            )
        return [(document.metadata, float(score)) for document, score in found]

    def filter(self, wanted: Wanted) -> Any:
        """Return the filter as Qdrant says it."""
        models = self._models

        def field(name: str, **how: Any) -> Any:
            return models.FieldCondition(key=f"metadata.{name}", **how)

        must = []
        if wanted.kind is not None:
            must.append(field("kind", match=models.MatchValue(value=wanted.kind)))
        if wanted.entries is not None:
            must.append(field("entry", match=models.MatchAny(any=list(wanted.entries))))
        if wanted.place is not None:
            here = models.MatchValue(value=wanted.place)
            must.append(
                models.Filter(
                    should=[field("city_key", match=here), field("county_key", match=here)]
                )
            )
        if wanted.years is not None:
            first, last = wanted.years
            dated = models.Filter(
                must=[
                    field("first_year", range=models.Range(lte=last)),
                    field("last_year", range=models.Range(gte=first)),
                ]
            )
            by_id = field("ages", match=models.MatchAny(any=list(wanted.ages)))
            must.append(models.Filter(should=[by_id, dated]))
        return models.Filter(must=must) if must else None

    def flush(self) -> None:
        """Nothing: each call is on disk when it returns."""

    def close(self) -> None:
        """Let go of the folder or the connection."""
        self.client.close()
