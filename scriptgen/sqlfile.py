"""Opening an SQLite file of ours: durable, of the right kind, its tables up to date."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from heritage_kb.errors import RefusedInput

BUSY_MS = 20_000
Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """What one kind of file looks like.

    ``application`` tells it from any other SQLite file; the file's ``user_version`` counts how
    many of the ``migrations`` it has seen. ``zh`` and ``en`` are what sentences call it.
    """

    application: int
    migrations: tuple[str, ...]
    zh: str
    en: str


class Held:
    """An open file of ours; use it in a ``with`` block or call ``close``.

    Args:
        link: the connection, from ``connect``.
        clock: tells the time that is shown to people; the system's where None.
    """

    def __init__(self, link: sqlite3.Connection, clock: Clock | None) -> None:
        self._link = link
        self._clock = clock or (lambda: datetime.now(UTC))
        self._hand = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._hand:
            self._link.close()

    def _undo(self) -> None:
        with suppress(sqlite3.Error):
            self._link.execute("ROLLBACK")

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds")


def connect(path: Path, layout: Layout, *, create: bool) -> sqlite3.Connection:
    """Open a file, bringing its tables up to date; write-ahead log, flushed at every commit.

    Raises:
        RefusedInput: no such file, another kind of file, or one of a newer Sanjin.
    """
    if not create and not path.is_file():
        raise RefusedInput(
            f"找不到{layout.zh}文件“{path}”；请检查路径。", f"No {layout.en} file “{path}”."
        )
    try:
        link = sqlite3.connect(
            path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )
        link.row_factory = sqlite3.Row
        link.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        _refuse_stranger(link, path, layout)
        link.execute("PRAGMA journal_mode = WAL")
        link.execute("PRAGMA synchronous = FULL")
        link.execute("PRAGMA foreign_keys = ON")
        _migrate(link, path, layout)
    except sqlite3.DatabaseError as error:
        raise sentence(error, layout) from error
    return link


def sentence(error: sqlite3.DatabaseError, layout: Layout) -> RefusedInput:
    """Return what is said of a file that cannot be read or written.

    Raises:
        sqlite3.IntegrityError: a mistake of ours, not the file's.
    """
    if isinstance(error, sqlite3.IntegrityError):
        raise error
    said = str(error)
    if not isinstance(error, sqlite3.OperationalError):
        return RefusedInput(
            f"打不开{layout.zh}文件：不是三晋的{layout.zh}，或已损坏；请用备份，或换一个文件。",
            f"This is no {layout.en} file, or it is damaged ({said}).",
        )
    if "locked" in said or "busy" in said:
        return RefusedInput(
            f"{layout.zh}正被别的程序占着，没有改动；请稍后再试。",
            f"The {layout.en} is busy ({said}).",
        )
    return RefusedInput(
        f"{layout.zh}存不进去（磁盘满了，或文件只读），原有内容没有动；请腾出空间再试。",
        f"Cannot save the {layout.en} ({said}); nothing was changed.",
    )


def _refuse_stranger(link: sqlite3.Connection, path: Path, layout: Layout) -> None:
    # Tables before the mark: another run that is making the file commits both at once.
    tables = link.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    mark = link.execute("PRAGMA application_id").fetchone()[0]
    if tables and mark != layout.application:
        raise RefusedInput(
            f"“{path.name}”是别的程序的数据库，不是三晋的{layout.zh}；请换一个文件。",
            f"“{path.name}” is another program's database.",
        )


def _migrate(link: sqlite3.Connection, path: Path, layout: Layout) -> None:
    if link.execute("PRAGMA user_version").fetchone()[0] == len(layout.migrations):
        return
    link.execute("BEGIN IMMEDIATE")
    try:
        seen = link.execute("PRAGMA user_version").fetchone()[0]
        if seen > len(layout.migrations):
            raise RefusedInput(
                f"“{path.name}”是更新版本的三晋存的；请先升级三晋再打开。",
                f"“{path.name}” was written by a newer Sanjin.",
            )
        for number, script in enumerate(layout.migrations[seen:], seen + 1):
            for statement in _statements(script):
                link.execute(statement)
            link.execute(f"PRAGMA user_version = {number}")
        link.execute(f"PRAGMA application_id = {layout.application}")
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
