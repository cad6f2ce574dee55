"""The tables of a ledger."""

from __future__ import annotations

from scriptgen.sqlfile import Layout

_FIRST = """
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  owner TEXT NOT NULL,
  title TEXT NOT NULL,
  inputs TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  place INTEGER NOT NULL,
  asked_to_stop INTEGER NOT NULL DEFAULT 0,
  worker TEXT NOT NULL DEFAULT '',
  fence INTEGER NOT NULL DEFAULT 0,
  beat INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  deaths INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  what TEXT NOT NULL DEFAULT '',
  result TEXT,
  error TEXT NOT NULL DEFAULT '',
  error_en TEXT NOT NULL DEFAULT '',
  seconds REAL NOT NULL DEFAULT 0,
  queued_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX jobs_by_state ON jobs (state, owner, place);
CREATE TABLE steps (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  job INTEGER NOT NULL REFERENCES jobs (id),
  name TEXT NOT NULL,
  base TEXT NOT NULL,
  fence INTEGER NOT NULL,
  result TEXT NOT NULL,
  seconds REAL NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (job, name)
);
CREATE TABLE owners (owner TEXT PRIMARY KEY, served INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  job INTEGER NOT NULL REFERENCES jobs (id),
  at TEXT NOT NULL,
  what TEXT NOT NULL,
  worker TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX events_of_job ON events (job, seq);
CREATE TRIGGER events_stay BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
"""
LAYOUT = Layout(
    application=0x534A4C47,  # "SJLG": tells a ledger from any other SQLite file
    migrations=(_FIRST,),
    zh="作业台账",
    en="job ledger",
)
