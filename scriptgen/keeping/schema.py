"""The tables of a project file, and how an older file is brought up to date.

``nodes`` are the parts of a project (a field of the brief, a character, an outline row, an
episode, a scene, a line); ``states`` hold every content a part ever had, oldest first; the last
one is the present one. Nothing is ever updated there or deleted: triggers see to it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from heritage_kb.errors import RefusedInput

APPLICATION = 0x534A4E50  # "SJNP": tells a project file from any other SQLite file
BUSY_MS = 20_000

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE revisions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL
);
CREATE TABLE nodes (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  born INTEGER NOT NULL REFERENCES revisions (seq)
) WITHOUT ROWID;
CREATE TABLE states (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  node TEXT NOT NULL REFERENCES nodes (id),
  revision INTEGER NOT NULL REFERENCES revisions (seq),
  parent TEXT NOT NULL,
  place REAL NOT NULL,
  content TEXT NOT NULL,
  author TEXT NOT NULL,
  trashed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX states_of_node ON states (node, seq);
CREATE INDEX states_of_revision ON states (revision);
CREATE TABLE locks (
  node TEXT PRIMARY KEY REFERENCES nodes (id),
  who TEXT NOT NULL,
  at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE versions (
  name TEXT PRIMARY KEY,
  revision INTEGER NOT NULL REFERENCES revisions (seq),
  at TEXT NOT NULL,
  who TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE proposals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  node TEXT NOT NULL REFERENCES nodes (id),
  base INTEGER NOT NULL,
  content TEXT NOT NULL,
  author TEXT NOT NULL,
  at TEXT NOT NULL,
  why TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open'
);
CREATE INDEX proposals_of_node ON proposals (node, state);
CREATE TRIGGER states_stay BEFORE UPDATE ON states
  BEGIN SELECT RAISE(ABORT, 'states are never changed'); END;
CREATE TRIGGER states_remain BEFORE DELETE ON states
  BEGIN SELECT RAISE(ABORT, 'states are never deleted'); END;
CREATE TRIGGER revisions_stay BEFORE UPDATE ON revisions
  BEGIN SELECT RAISE(ABORT, 'revisions are never changed'); END;
CREATE TRIGGER revisions_remain BEFORE DELETE ON revisions
  BEGIN SELECT RAISE(ABORT, 'revisions are never deleted'); END;
"""
_MIGRATIONS = (_FIRST,)  # the file's user_version counts how many of them it has seen


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open a project file, bringing its tables up to date.

    Raises:
        RefusedInput: no such file, no project file, or one of a newer Sanjin.
    """
    if not create and not path.is_file():
        raise RefusedInput(f"找不到项目文件“{path}”；请检查路径。", f"No project file “{path}”.")
    try:
        link = sqlite3.connect(
            path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )
        link.row_factory = sqlite3.Row
        link.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        _refuse_stranger(link, path)
        link.execute("PRAGMA journal_mode = WAL")
        link.execute("PRAGMA synchronous = FULL")
        link.execute("PRAGMA foreign_keys = ON")
        _migrate(link, path)
    except sqlite3.DatabaseError as error:
        raise RefusedInput(
            f"打不开项目文件“{path.name}”：不是三晋的项目，或已损坏；请用备份，或换一个文件。",
            f"“{path.name}” is no project file or is damaged ({error}).",
        ) from error
    return link


def _refuse_stranger(link: sqlite3.Connection, path: Path) -> None:
    mark = link.execute("PRAGMA application_id").fetchone()[0]
    tables = link.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and mark != APPLICATION:
        raise RefusedInput(
            f"“{path.name}”是别的程序的数据库，不是三晋的项目；请换一个文件。",
            f"“{path.name}” is another program's database.",
        )


def _migrate(link: sqlite3.Connection, path: Path) -> None:
    link.execute("BEGIN IMMEDIATE")
    try:
        seen = link.execute("PRAGMA user_version").fetchone()[0]
        if seen > len(_MIGRATIONS):
            raise RefusedInput(
                f"“{path.name}”是更新版本的三晋存的；请先升级三晋再打开。",
                f"“{path.name}” was written by a newer Sanjin.",
            )
        for number, script in enumerate(_MIGRATIONS[seen:], seen + 1):
            for statement in _statements(script):
                link.execute(statement)
            link.execute(f"PRAGMA user_version = {number}")
        link.execute(f"PRAGMA application_id = {APPLICATION}")
        link.execute("COMMIT")
    except BaseException:
        link.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    """Return the statements of a script; a trigger holds semicolons of its own."""
    found, kept = [], ""
    for line in script.strip().splitlines():
        kept += line + "\n"
        if sqlite3.complete_statement(kept):
            found.append(kept)
            kept = ""
    return found
