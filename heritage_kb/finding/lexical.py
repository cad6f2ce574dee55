"""Words in an inverted index: BM25 over fields that arrive as tokens (owner of tantivy).

One class serves the shipped passages in memory or on disk and a studio's million on disk. Rows are
numbers; what a number means is the caller's. Scores are BM25 (k1 1.2, b 0.75) with the boost of
each word; equal scores keep the order of the rows' numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_HEAP = 64_000_000  # bytes of the writer; tantivy's floor is 15 MB a thread
_ROW = "row"
_AT_ONCE = 1000  # rows removed by one query


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row to index.

    Args:
        number: the caller's number of the row, ≥ 0, unique.
        texts: field → tokens separated by blanks.
        marks: mark → exact values to filter by.
    """

    number: int
    texts: Mapping[str, str]
    marks: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One token sought in one field."""

    field: str
    token: str
    boost: float = 1.0


class Lexical:
    """An inverted index over named fields.

    Args:
        fields: names of the text fields.
        marks: names of the fields of exact values, for filters.
        folder: where it lies; None keeps it in memory. A folder that holds one is opened.
    """

    def __init__(
        self, fields: Sequence[str], marks: Sequence[str] = (), folder: Path | None = None
    ) -> None:
        import tantivy

        self._tantivy = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_unsigned_field(_ROW, stored=False, indexed=True, fast=True)
        for name in fields:
            schema.add_text_field(
                name, stored=False, tokenizer_name="whitespace", index_option="freq"
            )
        for name in marks:
            schema.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")
        self._schema = schema.build()
        path = None if folder is None else str(folder)
        self._index = tantivy.Index(self._schema, path=path)
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        """Return how many rows are in the index."""
        return int(self._searcher.num_docs)

    @contextmanager
    def writing(self, threads: int = 1) -> Iterator[Any]:
        """Give a writer; what it wrote is there at the end, or none of it after an error."""
        writer = self._index.writer(heap_size=_HEAP * threads, num_threads=threads)
        try:
            yield writer
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def add(self, rows: Iterable[Row], threads: int = 1) -> None:
        """Add rows in one commit."""
        with self.writing(threads) as writer:
            for row in rows:
                writer.add_document(self._document(row))

    def replace(self, removed: Iterable[int], rows: Iterable[Row], threads: int = 1) -> None:
        """Remove rows by number and add others, in one commit."""
        with self.writing(threads) as writer:
            gone = list(removed)
            for start in range(0, len(gone), _AT_ONCE):  # by term, tantivy finds no whole number
                part = gone[start : start + _AT_ONCE]
                query = self._tantivy.Query.term_set_query(self._schema, _ROW, part)
                writer.delete_documents_by_query(query)
            for row in rows:
                writer.add_document(self._document(row))

    def _document(self, row: Row) -> Any:
        document = self._tantivy.Document()
        document.add_unsigned(_ROW, row.number)
        for name, tokens in row.texts.items():
            if tokens:
                document.add_text(name, tokens)
        for name, values in row.marks.items():
            for value in values:
                document.add_text(name, value)
        return document

    def search(
        self,
        words: Sequence[Word],
        k: int,
        where: Mapping[str, Sequence[str]] | None = None,
        all_of: tuple[str, Sequence[str]] | None = None,
    ) -> list[tuple[int, float]]:
        """Return (number, score) of the ``k`` best rows that hold any of the words.

        Args:
            words: the tokens sought; a row's score is the sum over those that it holds.
            k: how many rows.
            where: mark → values, one of which a row must have.
            all_of: (mark, values), every one of which a row must have.
        """
        if not words or k < 1:
            return []
        query = self._any(words)
        one_of = [(name, list(values)) for name, values in (where or {}).items()]
        one_of += [(all_of[0], [value]) for value in all_of[1]] if all_of else []
        if one_of:
            query = self._within(query, one_of)
        found = self._searcher.search(query, limit=k, count=False)
        numbers = self._searcher.fast_field_values(_ROW, [at for _, at in found.hits])
        rows = [
            (int(number or 0), float(score))
            for number, (score, _) in zip(numbers, found.hits, strict=True)
        ]
        return sorted(rows, key=lambda row: (-row[1], row[0]))

    def _any(self, words: Sequence[Word]) -> Any:
        query, should = self._tantivy.Query, self._tantivy.Occur.Should
        parts = []
        for word in words:
            part = query.term_query(self._schema, word.field, word.token, index_option="freq")
            parts.append(
                (should, part if word.boost == 1.0 else query.boost_query(part, word.boost))
            )
        return query.boolean_query(parts)

    def _within(self, query: Any, where: Sequence[tuple[str, list[str]]]) -> Any:
        maker, must = self._tantivy.Query, self._tantivy.Occur.Must
        parts = [(must, query)]
        for name, values in where:
            one_of = maker.term_set_query(self._schema, name, values)
            parts.append((must, maker.const_score_query(one_of, 0.0)))
        return maker.boolean_query(parts)
