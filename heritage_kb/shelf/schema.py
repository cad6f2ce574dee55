"""The file of a collection: its tables, how it is opened, and what is said when that fails."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from heritage_kb.errors import BrokenData, RefusedInput, SanjinError

VERSION = 1
_APPLICATION = 0x534A4B42  # "SJKB": tells our files from other SQLite files
_PATIENCE_S = 30.0  # how long one process waits for another to finish its transaction

# Each step leads from the version before it; a step that was shipped is never edited.
_STEPS = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE documents (
        id TEXT PRIMARY KEY, path TEXT NOT NULL, place TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        sha256 TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, title TEXT NOT NULL,
        form TEXT NOT NULL, pages INTEGER, added TEXT NOT NULL, passages INTEGER NOT NULL,
        note TEXT NOT NULL
    );
    CREATE TABLE passages (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL REFERENCES documents(id), text TEXT NOT NULL, page INTEGER,
        paragraph INTEGER NOT NULL, heading TEXT NOT NULL, revision INTEGER NOT NULL
    );
    CREATE INDEX passages_by_document ON passages(document);
    CREATE INDEX passages_by_revision ON passages(revision);
    CREATE TABLE removed (passage INTEGER PRIMARY KEY, revision INTEGER NOT NULL);
    CREATE INDEX removed_by_revision ON removed(revision);
    INSERT INTO meta VALUES ('revision', '0');
    """,
)


def connect(file: Path, *, create: bool) -> sqlite3.Connection:
    """Return a connection to a collection's file, its tables in place.

    Args:
        file: the database.
        create: make it where it is missing; else it must hold a collection.

    Raises:
        SanjinError: it cannot be opened or written, or is no collection that we can read.
    """
    sealed = not create and not _writable(file)
    try:
        if create:
            file.parent.mkdir(parents=True, exist_ok=True)
        connection = _opened(file, create=create, sealed=sealed)
    except (OSError, sqlite3.Error) as error:
        raise told(error, file.stem) from error
    try:
        _refuse_foreign(connection, file.stem, create=create)
        if not sealed:
            _set_up(connection)
            _bring_up_to_date(connection)
    except sqlite3.Error as error:
        connection.close()
        raise told(error, file.stem) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(file: Path, *, create: bool, sealed: bool) -> sqlite3.Connection:
    mode = "mode=rwc" if create else "mode=rw"
    if sealed:  # a disk that cannot be written: read what is there, with no file beside it
        journal = file.with_name(f"{file.name}-wal")
        written = journal.exists() and journal.stat().st_size > 0
        mode = "mode=ro" if written else "mode=ro&immutable=1"
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=_PATIENCE_S,
        isolation_level=None,  # we say ourselves where a transaction begins
        check_same_thread=False,  # the collection holds a lock
    )


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA synchronous = FULL")
    _keep_journal(connection)


def _writable(file: Path) -> bool:
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _keep_journal(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log; two processes that do so at once must take turns."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(0.05)


def _refuse_foreign(connection: sqlite3.Connection, name: str, *, create: bool) -> None:
    """Refuse, before anything is changed, what is not ours or too new for us."""
    # In this order: another process may be making the tables, and the mark comes with them.
    empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == _APPLICATION
    if not ours and not (empty and create):
        raise BrokenData(
            f"{name}.db 不是三晋的资料夹文件，没有动它；请把它移开再试。",
            f"{name}.db is not a collection of ours; it was left alone.",
        )
    if _version(connection) > VERSION:
        raise RefusedInput(
            f"资料夹「{name}」是更新版本的三晋写的，请先升级。",
            f"Collection {name!r} was written by a newer version; upgrade first.",
        )


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in range(_version(connection), VERSION):  # another process may have done it
            _take_step(connection, step)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _take_step(connection: sqlite3.Connection, step: int) -> None:
    for statement in _STEPS[step].split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {step + 1}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def told(error: OSError | sqlite3.Error, name: str) -> SanjinError:
    """Return the sentence for trouble with the file of a collection."""
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith("SQLITE_FULL") or getattr(error, "errno", None) == 28:
        return SanjinError(
            f"磁盘已满，资料夹「{name}」没有再写入（已经收好的不受影响）；请腾出空间后再试。",
            f"The disk is full; what was in collection {name!r} is untouched.",
        )
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return SanjinError(
            f"另一个程序一直在改资料夹「{name}」，请等它做完再试。",
            f"Another process is busy with collection {name!r}; try again later.",
        )
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return BrokenData(
            f"资料夹「{name}」的文件坏了，请从备份恢复，或移除后重新加入。",
            f"The file of collection {name!r} is damaged; restore it or add its files anew.",
        )
    if isinstance(error, OSError) or code.startswith(
        ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
    ):
        return SanjinError(
            f"写不了资料夹「{name}」；请检查磁盘是否只读、有没有权限，或用 SANJIN_HOME 换一个位置。",
            f"Collection {name!r} cannot be written; check permissions or set SANJIN_HOME.",
        )
    return SanjinError(
        f"读写资料夹「{name}」出错（{error}）；请检查磁盘后再试。",
        f"Trouble with collection {name!r}: {error}.",
    )
