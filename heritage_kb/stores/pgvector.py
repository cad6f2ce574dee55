"""PostgreSQL with pgvector (owner of langchain_postgres and psycopg).

All rows are compared (no approximate index): exact, and filters cost nothing in recall.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from heritage_kb.finding.dense import Embedder
from heritage_kb.stores.refusing import answering, needing, refuse_other_vectors
from heritage_kb.stores.rows import Mark, Row, Wanted

_COLUMNS = {
    "entry": "TEXT",
    "kind": "TEXT",
    "city_key": "TEXT",
    "county_key": "TEXT",
    "ages": "TEXT",  # |tang|song|
    "first_year": "INTEGER",
    "last_year": "INTEGER",
    "digest": "TEXT",
    "embedder": "TEXT",
}
_ID = "langchain_id"


class PgVector:
    """A table of PostgreSQL. ``vectors`` is its LangChain ``VectorStore``.

    Args:
        embedder: the model.
        table: its name; made at first use, which needs the right to create the extension.
        dsn: ``postgresql://user@host:port/database``.
        password: of that user.

    Raises:
        SanjinError: the package is missing, or nothing answers.
        RefusedInput: the table holds vectors of another model.
    """

    def __init__(
        self, embedder: Embedder, table: str, *, dsn: str, password: str | None = None
    ) -> None:
        with needing("pgvector"):
            import psycopg
            from langchain_postgres import PGEngine, PGVectorStore
            from langchain_postgres.v2.engine import Column
            from sqlalchemy.engine import make_url

            from heritage_kb.chain import SanjinEmbeddings
        self._psycopg = psycopg
        self._table = table
        self._embedder = embedder
        url = make_url(dsn)
        self._dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._password = password  # never in an address: a driver may quote that when it fails
        self._where = f"PostgreSQL（{self._dsn}）"
        exists = self._exists()
        # asyncpg, not psycopg: the latter has no asynchronous mode on Windows' event loop
        self._engine = PGEngine.from_connection_string(_for_asyncpg(url, password))
        if exists:
            refuse_other_vectors(self.mark(), embedder)
        with answering(self._where):
            if not exists:
                self._engine.init_vectorstore_table(
                    table,
                    embedder.dim,
                    id_column=Column(_ID, "TEXT", nullable=False),
                    metadata_columns=[Column(name, sort) for name, sort in _COLUMNS.items()],
                )
            self.vectors: Any = PGVectorStore.create_sync(
                self._engine,
                SanjinEmbeddings(embedder),
                table,
                id_column=_ID,
                metadata_columns=list(_COLUMNS),
            )

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        with (
            answering(self._where),
            self._psycopg.connect(
                self._dsn, password=self._password, connect_timeout=10
            ) as connection,
        ):
            yield connection

    def _exists(self) -> bool:
        with self._asking() as connection:
            row = connection.execute(
                "SELECT 1 FROM information_schema.tables"
                " WHERE table_schema = 'public' AND table_name = %s",
                (self._table,),
            ).fetchone()
        return row is not None

    def _named(self, query: str) -> Any:
        sql = self._psycopg.sql
        return sql.SQL(query).format(table=sql.Identifier("public", self._table))

    def mark(self) -> Mark | None:
        """Return whose vectors it holds; an empty one of other dimensions belongs to nobody."""
        with self._asking() as connection:
            (dim,) = connection.execute(
                "SELECT atttypmod FROM pg_attribute"
                " WHERE attrelid = to_regclass(%s) AND attname = 'embedding'",
                (f'public."{self._table}"',),
            ).fetchone()
            row = connection.execute(self._named("SELECT embedder FROM {table} LIMIT 1")).fetchone()
        if row is not None:
            return Mark(embedder=row[0], dim=dim)
        return None if dim == self._embedder.dim else Mark(embedder="?", dim=dim)

    def held(self) -> Mapping[str, str]:
        """Return row id -> digest of all that it holds."""
        with self._asking() as connection:
            rows = connection.execute(self._named(f"SELECT {_ID}, digest FROM {{table}}"))
            return dict(rows.fetchall())

    def put(self, rows: Sequence[Row]) -> None:
        """Embed rows and add them; a row of a known id replaces the one before."""
        latest = list({row.id: row for row in rows}.values())
        if not latest:
            return
        with answering(self._where):
            self.vectors.add_texts(
                [row.text for row in latest],
                [{**row.metadata(self._embedder.id), "ages": _joined(row.ages)} for row in latest],
                ids=[row.id for row in latest],
            )

    def drop(self, ids: Sequence[str]) -> None:
        """Remove rows by id; unknown ids are nothing to it."""
        if ids:
            with answering(self._where):
                self.vectors.delete(list(ids))

    def nearest(
        self, query: str, k: int, wanted: Wanted | None = None
    ) -> list[tuple[dict[str, Any], float]]:
        """Return (metadata, cosine) of the ``k`` rows nearest in meaning, nearest first."""
        if k < 1:
            return []
        with answering(self._where):
            found = self.vectors.similarity_search_with_score(
                query, k, filter=self.filter(wanted or Wanted())
            )
        return [(_split(document.metadata), 1.0 - float(far)) for document, far in found]

    def filter(self, wanted: Wanted) -> dict[str, Any] | None:
        """Return the filter as langchain_postgres says it; values travel as parameters."""
        parts: list[dict[str, Any]] = []
        if wanted.kind is not None:
            parts.append({"kind": {"$eq": wanted.kind}})
        if wanted.entries is not None:
            parts.append({"entry": {"$in": list(wanted.entries)}})
        if wanted.place is not None:
            here = {"$eq": wanted.place}
            parts.append({"$or": [{"city_key": here}, {"county_key": here}]})
        if wanted.years is not None:
            first, last = wanted.years
            dated = {
                "$and": [{"first_year": {"$lte": last}}, {"last_year": {"$gte": first}}],
            }
            filed = [{"ages": {"$like": f"%|{_literal(age)}|%"}} for age in wanted.ages]
            parts.append({"$or": [*filed, dated]})
        return {"$and": parts} if parts else None

    def flush(self) -> None:
        """Nothing: each call is committed when it returns."""

    def close(self) -> None:
        """Let go of the connections; in a thread, for the caller may be inside an event loop."""
        with ThreadPoolExecutor(1) as one:
            one.submit(asyncio.run, self._engine.close()).result()


def _for_asyncpg(url: Any, password: str | None) -> Any:
    """Return the address as asyncpg takes it: what libpq calls ``sslmode`` is ``ssl`` there."""
    names = {"sslmode": "ssl"}
    query = {names.get(name, name): value for name, value in url.query.items()}
    url = url.set(drivername="postgresql+asyncpg", query=query)
    return url.set(password=password) if password else url


def _joined(ages: Sequence[str]) -> str:
    return f"|{'|'.join(ages)}|" if ages else ""


def _split(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {**metadata, "ages": [age for age in metadata["ages"].split("|") if age]}


def _literal(text: str) -> str:
    """Return a text that LIKE takes letter by letter."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
