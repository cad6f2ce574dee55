"""A collection: one SQLite file of documents and passages, safe against kill, crash and crowd.

Every change is one transaction and raises ``revision`` by one, so that a search index derived
from the collection can follow it (``changes_since``). What is removed is gone from the file.
"""

from __future__ import annotations

import datetime
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from heritage_kb.errors import RefusedInput, SanjinError, UnknownName
from heritage_kb.records import Entry, Passage, Source
from heritage_kb.shelf.citing import entry_of, passage_of, reference, source_of
from heritage_kb.shelf.pieces import Piece
from heritage_kb.shelf.place import (
    collection_file,
    delete_files,
    identity,
    place_of,
    refuse_unusable,
    unknown,
)
from heritage_kb.shelf.rows import Document, Incoming, Settled, StoredPassage
from heritage_kb.shelf.schema import connect, told

_DOCUMENT = ", ".join(Document._fields)
_PASSAGE = ", ".join(StoredPassage._fields)
_AT_ONCE = 1_000  # rows that are read under the lock at a time
_ERASING_MS = 2_000
_SETTINGS = ("title", "licence", "owner")


class Collection:
    """A named collection of a studio's own documents; made by ``open`` and ``create``.

    May be used from several threads and, at once, from several processes.
    """

    def __init__(self, name: str, file: Path, connection: sqlite3.Connection) -> None:
        self.name = name
        self.file = file
        self._connection = connection
        self._lock = threading.RLock()
        self._identity = identity(file)

    @classmethod
    def open(cls, name: str, *, home: Path | None = None) -> Collection:
        """Return the collection of a name.

        Raises:
            UnknownName: there is none.
            SanjinError: its file cannot be read.
        """
        file = collection_file(name, home)
        if not file.is_file() or file.stat().st_size == 0:
            raise unknown(name, home)
        opened = cls(name, file, connect(file, create=False))
        if opened._ended():
            raise unknown(name, home)
        return opened

    @classmethod
    def create(
        cls, name: str, *, title: str, licence: str, owner: str = "", home: Path | None = None
    ) -> Collection:
        """Return the collection of a name, made if need be.

        Raises:
            RefusedInput: a name that cannot be used, no title, no licence.
            SanjinError: the file cannot be written.
        """
        refuse_unusable(name, title=title, licence=licence, root=home)
        file = collection_file(name, home)
        made = cls(name, file, connect(file, create=True))
        if made._ended():
            made = cls(name, file, connect(file, create=True))
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with made._changing():
            made._connection.execute("INSERT OR IGNORE INTO meta VALUES ('created', ?)", (now,))
        made.describe(title=title, licence=licence, owner=owner)
        return made

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was replaced leaves the log, too."""
        with self._lock:
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._let_go()

    # -- what it says of itself ------------------------------------------------------------

    @property
    def title(self) -> str:
        """Return the title that its owner gave."""
        return self._meta("title")

    @property
    def licence(self) -> str:
        """Return the licence under which its documents may be used."""
        return self._meta("licence")

    @property
    def owner(self) -> str:
        """Return whose documents these are; may be empty."""
        return self._meta("owner")

    @property
    def revision(self) -> int:
        """Return how many changes there have been; read it before ``changes_since``."""
        return int(self._meta("revision"))

    @property
    def erased(self) -> bool:
        """Tell whether what was removed is gone from the file too; it is, once nobody reads."""
        return not self._meta("unerased")

    @property
    def current(self) -> bool:
        """Tell whether this is still the collection of its name: neither closed nor made anew."""
        return self._identity is not None and self._identity == identity(self.file)

    def describe(self, *, title: str = "", licence: str = "", owner: str = "") -> None:
        """Set title, licence and owner; an empty one stays as it is."""
        given = {"title": title.strip(), "licence": licence.strip(), "owner": owner.strip()}
        news = [(k, v) for k, v in given.items() if v and v != self._meta(k)]
        if news:
            with self._changing() as change:
                change.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", news)
                self._next_revision()

    def count(self) -> int:
        """Return how many passages there are."""
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def count_since(self, revision: int) -> int:
        """Return how many passages came after a revision."""
        found = self._rows("SELECT count(*) FROM passages WHERE revision > ?", (revision,))
        return int(found[0][0])

    # -- adding and removing ----------------------------------------------------------------

    def settle(self, incoming: Incoming) -> Settled | None:
        """Return what becomes of a file whose content is already here; None where it is new.

        An older content of the same path goes; a file that was moved keeps its passages.
        """
        with self._changing():
            return self._settled(incoming)

    def add_document(self, incoming: Incoming, pieces: Sequence[Piece]) -> Settled:
        """Put a document in, all of it or nothing; the same path's older content goes."""
        with self._changing() as change:
            settled = self._settled(incoming)
            if settled is not None:
                return settled
            old = self._document("place", incoming.place)
            revision = self._next_revision()
            if old is not None:
                self._delete(old, revision)
            document = Document(
                id=self._free_id(incoming.sha256),
                **incoming._asdict(),
                added=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                passages=len(pieces),
            )
            marks = ", ".join("?" * len(document))
            change.execute(f"INSERT INTO documents ({_DOCUMENT}) VALUES ({marks})", document)
            change.executemany(
                "INSERT INTO passages (id, document, text, page, paragraph, heading, revision) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (f"{self.name}/{document.id}-{number}", document.id, piece.text, piece.page)
                    + (piece.paragraph, piece.heading, revision)
                    for number, piece in enumerate(pieces, 1)
                ),
            )
            return Settled("added" if old is None else "replaced", document)

    def remove_document(self, which: str) -> Document:
        """Remove a document, by its id, its path or its file name; its text leaves the file.

        Raises:
            UnknownName: none, or more than one, is called so.
        """
        with self._changing() as change:
            document = self.document(which)
            self._delete(document, self._next_revision())
            change.execute("INSERT OR REPLACE INTO meta VALUES ('unerased', '1')")
        self._erase()
        return document

    def drop(self) -> None:
        """Delete the collection: its file, its log, the index derived from it."""
        try:
            with self._changing() as change:  # whoever else has it open learns of it
                change.execute("INSERT OR REPLACE INTO meta VALUES ('dropped', '1')")
        except SanjinError as trouble:  # on a full disk, deleting is what helps
            if getattr(trouble.__cause__, "sqlite_errorname", "") != "SQLITE_FULL":
                raise
        self._delete_files()

    def _settled(self, incoming: Incoming) -> Settled | None:
        same = self._document("sha256", incoming.sha256)
        if same is None:
            return None
        if same.place == incoming.place:
            return Settled("unchanged", same)
        old = self._document("place", incoming.place)
        moved = not Path(same.place).exists()
        if old is not None or moved:
            revision = self._next_revision()
            if old is not None:
                self._delete(old, revision)
        if not moved:
            return Settled("duplicate", same)
        path, place, name = incoming[:3]
        self._connection.execute(
            "UPDATE documents SET path = ?, place = ?, name = ? WHERE id = ?",
            (path, place, name, same.id),
        )
        return Settled("unchanged", same._replace(path=path, place=place, name=name))

    def _free_id(self, sha256: str) -> str:
        """Return the first 8 digits of the content's hash, more where those are taken."""
        for length in range(8, 65):
            if self._document("id", sha256[:length]) is None:
                return sha256[:length]
        raise RefusedInput("同一内容已在资料夹里。", "The same content is already there.")

    def _delete(self, document: Document, revision: int) -> None:
        self._connection.execute(
            "INSERT INTO removed SELECT rowid, ? FROM passages WHERE document = ?",
            (revision, document.id),
        )
        self._connection.execute("DELETE FROM passages WHERE document = ?", (document.id,))
        self._connection.execute("DELETE FROM documents WHERE id = ?", (document.id,))

    def _erase(self) -> None:
        """Write the file anew without what was removed, and empty its log.

        While another process reads, the log cannot be emptied; the next opening tries again.
        """
        with self._lock, suppress(sqlite3.OperationalError):
            run = self._connection.execute
            run(f"PRAGMA busy_timeout = {_ERASING_MS}")
            try:
                run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                run("VACUUM")
                busy = run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                if not busy:
                    run("DELETE FROM meta WHERE key = 'unerased'")
            finally:
                run("PRAGMA busy_timeout = 30000")

    def _ended(self) -> bool:
        """Finish a removal that was cut short; tell whether it was of the whole collection."""
        if self._meta("dropped"):
            self._delete_files()
        elif not self.erased:
            self._erase()
        return self._identity is None

    def _let_go(self) -> None:
        self._identity = None
        self._connection.close()

    def _delete_files(self) -> None:
        self._let_go()
        try:
            delete_files(self.file)
        except OSError as error:
            raise told(error, self.name) from error

    # -- reading -----------------------------------------------------------------------------

    def documents(self) -> list[Document]:
        """Return the documents, by path."""
        rows = self._rows(f"SELECT {_DOCUMENT} FROM documents ORDER BY path, id")
        return [Document(*row) for row in rows]

    def passages(self, document: str | None = None) -> Iterator[StoredPassage]:
        """Yield the passages in order of ``rowid``, of one document where its id is given."""
        last = 0
        of_one = "" if document is None else "AND document = ?"
        wanted = () if document is None else (document,)
        while True:
            rows = self._rows(
                f"SELECT {_PASSAGE} FROM passages WHERE rowid > ? {of_one} "
                f"ORDER BY rowid LIMIT {_AT_ONCE}",
                (last, *wanted),
            )
            if not rows:
                return
            yield from (StoredPassage(*row) for row in rows)
            last = rows[-1][0]

    def changes_since(self, revision: int) -> tuple[list[StoredPassage], list[int]]:
        """Return (passages added, rowids removed) after a revision, of one moment.

        Read ``revision`` first and keep it for the next call: a change between the two is then
        told twice, never missed.
        """
        with self._lock:
            self._rows("BEGIN")
            try:
                added = self._rows(
                    f"SELECT {_PASSAGE} FROM passages WHERE revision > ? ORDER BY rowid",
                    (revision,),
                )
                gone = self._rows(
                    "SELECT passage FROM removed WHERE revision > ? ORDER BY passage", (revision,)
                )
            finally:
                self._rows("COMMIT")
        return [StoredPassage(*row) for row in added], [row[0] for row in gone]

    def passage(self, id: str) -> Passage:
        """Return the passage of an id; UnknownName where there is none."""
        rows = self._rows(f"SELECT {_PASSAGE} FROM passages WHERE id = ?", (id,))
        if not rows:
            raise self._no_such(id)
        row = StoredPassage(*rows[0])
        return passage_of(self.name, row, self._known(row.document, id).form)

    def passage_at(self, rowid: int) -> Passage:
        """Return the passage of a row; UnknownName where it is gone."""
        rows = self._rows(f"SELECT {_PASSAGE} FROM passages WHERE rowid = ?", (rowid,))
        if not rows:
            raise self._no_such(str(rowid))
        row = StoredPassage(*rows[0])
        return passage_of(self.name, row, self._known(row.document, row.id).form)

    def passages_of(self, id: str) -> list[Passage]:
        """Return the passages of an entry (``NAME/DOC``), in reading order."""
        document = self._of_id(id)
        return [passage_of(self.name, row, document.form) for row in self.passages(document.id)]

    def entry(self, id: str) -> Entry:
        """Return the entry of a document; UnknownName where there is none."""
        return entry_of(self.name, self._of_id(id), self._metas())

    def source(self, id: str) -> Source:
        """Return the source of an id that a passage or an entry carries; see ``citing``."""
        where = reference(self.name, id)
        document = self._of_id(id)
        heading = ""
        if where is None or where.number is not None:
            raise self._no_such(id)
        if where.page is not None:
            rows = self._rows(
                "SELECT heading FROM passages WHERE document = ? AND page = ? LIMIT 1",
                (document.id, where.page),
            )
            heading = rows[0][0] if rows else ""
        return source_of(id, document, self._metas(), where, heading)

    def _of_id(self, id: str) -> Document:
        parts = reference(self.name, id)
        if parts is None:
            raise self._no_such(id)
        return self._known(parts.document, id)

    def _known(self, document: str, id: str) -> Document:
        found = self._document("id", document)
        if found is None:
            raise self._no_such(id)
        return found

    def _no_such(self, id: str) -> UnknownName:
        return UnknownName(
            f"资料夹「{self.name}」里没有「{id}」，请用 kb collections 查看。",
            f"Collection {self.name!r} has no {id!r}.",
        )

    def document(self, which: str) -> Document:
        """Return the document of an id, a path or a file name.

        Raises:
            UnknownName: none, or more than one, is called so.
        """
        bare = which.removeprefix(f"{self.name}/")
        wanted = (("id", bare), ("place", place_of(Path(which))), ("path", which))
        for column, value in wanted:
            found = self._document(column, value)
            if found is not None:
                return found
        named = [one for one in self.documents() if one.name == which]
        if len(named) > 1:
            raise UnknownName(
                f"资料夹「{self.name}」里叫「{which}」的文件不止一个，请写路径。",
                f"More than one file is called {which!r}; give its path.",
            )
        if not named:
            raise self._no_such(which)
        return named[0]

    def _document(self, column: str, value: str) -> Document | None:
        rows = self._rows(f"SELECT {_DOCUMENT} FROM documents WHERE {column} = ?", (value,))
        return Document(*rows[0]) if rows else None

    # -- the file ----------------------------------------------------------------------------

    def _meta(self, key: str) -> str:
        return self._metas().get(key, "")

    def _metas(self) -> dict[str, str]:
        return dict(self._rows("SELECT key, value FROM meta"))

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise told(error, self.name) from error

    def _next_revision(self) -> int:
        self._rows("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
        return self.revision

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed when the block ends well, else undone."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    if self._meta("dropped"):
                        raise unknown(self.name, self.file.parent.parent)
                    yield self._connection
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise told(error, self.name) from error
