"""The tables of a project file, and how an older file is brought up to date.

``nodes`` are the parts of a project (a field of the brief, a character, an outline row, an
episode, a scene, a line); ``states`` hold every content a part ever had, oldest first; the last
one is the present one. Nothing is ever updated there or deleted: triggers see to it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from heritage_kb.errors import RefusedInput
from scriptgen import sqlfile
from scriptgen.sqlfile import Layout

APPLICATION = 0x534A4E50  # "SJNP": tells a project file from any other SQLite file

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
_LAYOUT = Layout(application=APPLICATION, migrations=(_FIRST,), zh="项目", en="project")


def refuse_foreign(path: Path) -> None:
    """Refuse a file that was brought and is not, table for table, a project file of this version.

    A database that somebody made can hold triggers of its own that act when it is written to.

    Raises:
        RefusedInput: it is damaged, or holds what no project file holds.
    """
    own = sqlite3.connect(":memory:")
    own.executescript(_FIRST)
    try:
        link = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            link.execute("PRAGMA trusted_schema = OFF")
            same = _tables(link) == _tables(own)
            whole = link.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        finally:
            link.close()
    except sqlite3.DatabaseError:
        same = whole = False
    finally:
        own.close()
    if not (same and whole):
        raise RefusedInput(
            "这不是三晋导出的项目，或已损坏，没有收；请用「导出整个项目」存下的文件。",
            "This is no project that Sanjin exported, or it is damaged.",
        )


def _tables(link: sqlite3.Connection) -> set[tuple[str, str, str]]:
    rows = link.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
    return {(kind, name, " ".join(sql.split())) for kind, name, sql in rows}


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open a project file, bringing its tables up to date.

    Raises:
        RefusedInput: no such file, no project file, or one of a newer Sanjin.
    """
    return sqlfile.connect(path, _LAYOUT, create=create)
