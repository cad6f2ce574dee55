"""Sanjin behind the interfaces of LangChain (owner of langchain_core; extra ``langchain``).

``SanjinRetriever`` asks the knowledge base; ``StoreRetriever`` takes meaning from a vector store
of the settings; ``EmbeddedStore`` is a ``VectorStore`` without a server; ``SanjinEmbeddings`` is
the embedded model. Filters are those of ``KnowledgeBase.search``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field

from heritage_kb.errors import RefusedInput
from heritage_kb.finding.choosing import Filters
from heritage_kb.finding.dense import Embedder
from heritage_kb.finding.fused import FusedRetriever
from heritage_kb.records import Hit
from heritage_kb.store import KnowledgeBase, open_kb
from heritage_kb.stores.embedded import Embedded
from heritage_kb.stores.refusing import needing
from heritage_kb.stores.rows import Row, Wanted, rows_of, wanted_of
from heritage_kb.stores.vectors import runs_here, vectors_of

with needing("langchain"):
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.vectorstores import VectorStore

__all__ = [
    "Document",
    "EmbeddedStore",
    "SanjinEmbeddings",
    "SanjinRetriever",
    "StoreRetriever",
    "document_of",
    "documents",
]


class SanjinEmbeddings(Embeddings):
    """The embedded model as LangChain ``Embeddings``; passages that ship are not embedded anew.

    Args:
        embedder: another model behind the same two verbs.

    Raises:
        RefusedInput: none is given and the embedded one does not run here.
    """

    def __init__(self, embedder: Embedder | None = None) -> None:
        self.embedder = embedder or runs_here()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit vector a text."""
        vectors: list[list[float]] = vectors_of(self.embedder, texts).tolist() if texts else []
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the unit vector of a query."""
        vector: list[float] = self.embedder.query(text).tolist()
        return vector


class _Asking(BaseRetriever):
    """What both retrievers are set by."""

    kb: KnowledgeBase = Field(default_factory=open_kb)
    k: int = Field(default=10, ge=1)
    kind: str | None = None
    city: str | None = None
    period: str | int | None = None
    level: str | None = None
    batch_no: str | int | None = None
    near: str | None = None
    km: float | None = None
    collections: Sequence[str] = ()

    def _documents(self, hits: Iterable[Hit]) -> list[Document]:
        return [document_of(hit, self.kb) for hit in hits]

    @property
    def _filters(self) -> Filters:
        return Filters(
            kind=self.kind, city=self.city, period=self.period, level=self.level,
            batch=self.batch_no, near=self.near, km=self.km, collections=self.collections,
        )  # fmt: skip


class SanjinRetriever(_Asking):
    """The knowledge base's own search as a LangChain retriever."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return self._documents(self.kb.search(query, self.k, **self._filters))


class StoreRetriever(_Asking):
    """Meaning from a vector store, words from the embedded index, fused by rank.

    Args:
        store: an opened store (``heritage_kb.stores.opening.open_store``).
    """

    store: Any

    @cached_property
    def _fused(self) -> FusedRetriever:
        return FusedRetriever(self.kb, self.store)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return self._documents(self._fused.search(query, k=self.k, **self._filters))


def document_of(hit: Hit, kb: KnowledgeBase) -> Document:
    """Return a hit as a document; its id is that of the passage, else of the entry."""
    entry, passage = hit.entry, hit.passage
    sources = passage.sources if passage else entry.sources
    return Document(
        id=passage.id if passage else entry.id,
        page_content=passage.text if passage else "",
        metadata={
            "entry": entry.id,
            "title": entry.title,
            "kind": entry.kind,
            "passage": passage.id if passage else None,
            "sources": [
                {"title": source.title, "where": source.where} for source in map(kb.source, sources)
            ],
            "claim_kind": passage.claim_kind if passage else None,
            "confidence": passage.confidence if passage else entry.confidence,
            "score": hit.score,
            "why": list(hit.why),
            "city": entry.city,
            "county": entry.county,
        },
    )


def documents(
    kb: KnowledgeBase,
    *,
    kind: str | None = None,
    city: str | None = None,
    period: str | int | None = None,
) -> Iterator[Document]:
    """Yield what has a vector: each entry's card and each written passage, as embedded.

    Raises:
        UnknownName: an unknown period.
    """
    wanted = wanted_of(kb, kind, city, period)
    for row in rows_of(kb):
        if wanted.holds(row.__dict__):
            yield Document(id=row.id, page_content=row.text, metadata=row.marks)


class EmbeddedStore(VectorStore):
    """A LangChain ``VectorStore`` in memory and one file, without a server.

    Args:
        embedder: the model; by default the embedded one.
        file: where it lies; None keeps it in memory only.
    """

    def __init__(self, embedder: Embedder | None = None, file: Path | None = None) -> None:
        self.embedder = embedder or runs_here()
        self.rows = Embedded(self.embedder, file)

    @property
    def embeddings(self) -> Embeddings:
        """The model."""
        return SanjinEmbeddings(self.embedder)

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,
    ) -> EmbeddedStore:
        """Return a store of texts.

        Raises:
            RefusedInput: ``embedding`` is not a :class:`SanjinEmbeddings`.
        """
        if not isinstance(embedding, SanjinEmbeddings):
            raise RefusedInput(
                "这里的向量模型要用 SanjinEmbeddings(…) 包起来，好记下向量是谁的。",
                "Wrap the model in SanjinEmbeddings, so that the store knows whose vectors it has.",
            )
        store = cls(embedding.embedder, kwargs.get("file"))
        store.add_texts(texts, metadatas, ids=ids)
        return store

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,
    ) -> list[str]:
        """Add texts; a known id is replaced. Metadata is that of :func:`documents`."""
        every = list(texts)
        told = metadatas or [{}] * len(every)
        names = ids or [one.get("id", "") for one in told]
        rows = [
            _row_of(text, one, id or None) for text, one, id in zip(every, told, names, strict=True)
        ]
        self.rows.put(rows)
        return [row.id for row in rows]

    def delete(self, ids: list[str] | None = None, **kwargs: Any) -> bool:
        """Remove rows by id."""
        self.rows.drop(ids or [])
        return True

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """Return the documents of ids, leaving out unknown ones."""
        found = (self.rows.row(id) for id in ids)
        return [
            Document(id=row.id, page_content=row.text, metadata=row.marks)
            for row in found
            if row is not None
        ]

    def similarity_search(
        self, query: str, k: int = 4, filter: Wanted | None = None, **kwargs: Any
    ) -> list[Document]:
        """Return the ``k`` nearest documents; ``filter`` comes from ``wanted_of``."""
        return [found for found, _ in self.similarity_search_with_score(query, k, filter)]

    def similarity_search_with_score(
        self, query: str, k: int = 4, filter: Wanted | None = None, **kwargs: Any
    ) -> list[tuple[Document, float]]:
        """Return (document, cosine) of the ``k`` nearest."""
        found = self.rows.nearest(query, k, filter)
        texts = {document.id: document for document in self.get_by_ids([m["id"] for m, _ in found])}
        return [(texts[marks["id"]], cosine) for marks, cosine in found]

    def _select_relevance_score_fn(self) -> Any:
        return lambda cosine: (cosine + 1.0) / 2.0

    def save(self) -> None:
        """Write the file."""
        self.rows.flush()


def _row_of(text: str, marks: dict[str, Any], id: str | None) -> Row:
    known = {name: marks[name] for name in Row.__dataclass_fields__ if name in marks}
    name = id or str(marks.get("id") or text[:40])
    shape = {**known, "id": name, "text": text, "entry": str(marks.get("entry", name))}
    return Row(
        **{
            **shape,
            "ages": tuple(shape.get("ages", ())),
            "sources": tuple(shape.get("sources", ())),
        }
    )
