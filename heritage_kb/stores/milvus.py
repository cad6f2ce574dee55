"""Milvus, in a file of its own or on a server (owner of langchain_milvus and pymilvus)."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from heritage_kb.finding.dense import Embedder
from heritage_kb.stores.refusing import answering, needing, refuse_other_vectors
from heritage_kb.stores.rows import Mark, Row, Wanted, key_of

_PAGE = 1000  # rows read at a time
_LONGEST = 65_000  # bytes of a text; Milvus takes 65,535, the whole one is in the knowledge base


class Milvus:
    """A collection of Milvus. ``vectors`` is its LangChain ``VectorStore``.

    Args:
        embedder: the model.
        collection: its name; made at first use.
        uri: a file ending in ``.db``, or the address of a server.
        token: of that server.

    Raises:
        SanjinError: the package is missing, or nothing answers.
        RefusedInput: the collection holds vectors of another model.
    """

    def __init__(
        self, embedder: Embedder, collection: str, *, uri: str, token: str | None = None
    ) -> None:
        with needing("milvus"):
            import pymilvus
            from langchain_milvus import Milvus as LangChainMilvus

            from heritage_kb.chain import SanjinEmbeddings
        # it prints warnings and tracebacks of what it raises as well; we say that in one sentence
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
        self._types = pymilvus.DataType
        self._name = collection
        self._embedder = embedder
        self._where = f"Milvus（{uri}）"
        connection = {"uri": uri, "token": token} if token else {"uri": uri}
        with answering(self._where):
            self.client: Any = pymilvus.MilvusClient(**connection)
            self._make_collection()
            refuse_other_vectors(self.mark(), embedder)
            self.vectors: Any = LangChainMilvus(
                SanjinEmbeddings(embedder),
                collection_name=collection,
                connection_args=connection,
                consistency_level="Strong",
                enable_dynamic_field=True,
            )

    def _make_collection(self) -> None:
        client, types = self.client, self._types
        if client.has_collection(self._name):
            client.load_collection(self._name)
            return
        schema = client.create_schema(auto_id=False, enable_dynamic_field=True)
        schema.add_field("pk", types.VARCHAR, is_primary=True, max_length=64)
        schema.add_field("text", types.VARCHAR, max_length=65_535)
        schema.add_field("vector", types.FLOAT_VECTOR, dim=self._embedder.dim)
        for name in ("entry", "kind", "city_key", "county_key", "digest", "embedder"):
            schema.add_field(name, types.VARCHAR, max_length=512)
        for name in ("first_year", "last_year"):
            schema.add_field(name, types.INT64)
        schema.add_field(
            "ages", types.ARRAY, element_type=types.VARCHAR, max_capacity=256, max_length=128
        )
        index = client.prepare_index_params()
        index.add_index("vector", index_type="FLAT", metric_type="COSINE")
        client.create_collection(
            self._name, schema=schema, index_params=index, consistency_level="Strong"
        )

    def mark(self) -> Mark | None:
        """Return whose vectors it holds; an empty one of other dimensions belongs to nobody."""
        fields = self.client.describe_collection(self._name)["fields"]
        dim = next(int(one["params"]["dim"]) for one in fields if one["name"] == "vector")
        rows = self.client.query(self._name, filter="", limit=1, output_fields=["embedder"])
        if rows:
            return Mark(embedder=rows[0]["embedder"], dim=dim)
        return None if dim == self._embedder.dim else Mark(embedder="?", dim=dim)

    def held(self) -> Mapping[str, str]:
        """Return row id -> digest of all that it holds."""
        found: dict[str, str] = {}
        with answering(self._where):
            pages = self.client.query_iterator(
                self._name, batch_size=_PAGE, filter="", output_fields=["id", "digest"]
            )
            while rows := pages.next():
                found.update((row["id"], row["digest"]) for row in rows)
            pages.close()
        return found

    def put(self, rows: Sequence[Row]) -> None:
        """Embed rows and add them; a row of a known id replaces the one before."""
        from heritage_kb.chain import Document

        latest = list({row.id: row for row in rows}.values())
        if not latest:
            return
        with answering(self._where):
            self.vectors.upsert(
                [key_of(row.id) for row in latest],
                [
                    Document(_cut(row.text), metadata=row.metadata(self._embedder.id))
                    for row in latest
                ],
            )

    def drop(self, ids: Sequence[str]) -> None:
        """Remove rows by id; unknown ids are nothing to it."""
        if ids:
            with answering(self._where):
                self.client.delete(self._name, ids=[key_of(id) for id in ids])

    def nearest(
        self, query: str, k: int, wanted: Wanted | None = None
    ) -> list[tuple[dict[str, Any], float]]:
        """Return (metadata, cosine) of the ``k`` rows nearest in meaning, nearest first."""
        if k < 1:
            return []
        with answering(self._where):
            found = self.vectors.similarity_search_with_score(
                query, k, expr=self.filter(wanted or Wanted())
            )
        return [(_plain(document.metadata), float(score)) for document, score in found]

    def filter(self, wanted: Wanted) -> str | None:
        """Return the filter as Milvus says it; values are quoted and escaped as in JSON."""
        parts = []
        if wanted.kind is not None:
            parts.append(f"kind == {_quoted(wanted.kind)}")
        if wanted.entries is not None:
            parts.append(f"entry in {_quoted(list(wanted.entries))}")
        if wanted.place is not None:
            here = _quoted(wanted.place)
            parts.append(f"(city_key == {here} or county_key == {here})")
        if wanted.years is not None:
            first, last = wanted.years
            dated = f"(first_year <= {last:d} and last_year >= {first:d})"
            filed = f"array_contains_any(ages, {_quoted(list(wanted.ages))}) or "
            parts.append(f"({filed if wanted.ages else ''}{dated})")
        return " and ".join(parts) or None

    def flush(self) -> None:
        """Have the server write what it still holds in memory."""
        self.client.flush(self._name)

    def close(self) -> None:
        """Let go of the file or the connection."""
        self.vectors.client.close()
        self.client.close()


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _cut(text: str) -> str:
    return text.encode()[:_LONGEST].decode("utf-8", "ignore")


def _plain(metadata: Mapping[str, Any]) -> dict[str, Any]:
    shape = {name: value for name, value in metadata.items() if name != "pk"}
    return {**shape, "ages": list(shape["ages"])}
