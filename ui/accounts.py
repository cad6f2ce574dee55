"""Who may sign in where several people share one Sanjin: names, passwords as hashes, sessions.

One SQLite file. A password is kept as its scrypt hash, a session as the hash of the word that the
browser holds, so that a copy of the file opens nothing. Nobody signs up: whoever runs Sanjin adds
people with ``sanjin accounts``.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from heritage_kb.errors import RefusedInput

LONGEST_NAME = 40  # characters
SHORTEST_PASSWORD = 8  # NIST SP 800-63B §5.1.1.2
LONGEST_PASSWORD = 200
IDLE_S = 12 * 3600.0  # a session that nobody used for so long is over
LONGEST_S = 7 * 86_400.0  # and so is any that is older
# OWASP Password Storage Cheat Sheet, scrypt: N=2^15, r=8, p=3 (32 MiB).
_COST = {"n": 2**15, "r": 8, "p": 3, "maxmem": 64 * 2**20, "dklen": 32}
_TELL_S = 300.0  # how often a session's use is written down
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
_AT_ONCE = threading.Semaphore(2)  # hashes: each takes 32 MiB and a core
_SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
  salt BLOB NOT NULL, hash BLOB NOT NULL, made REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
  hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
  made REAL NOT NULL, seen REAL NOT NULL
) STRICT;
"""
_WRONG = RefusedInput("名字或口令不对，请再写一次。", "Wrong name or password.")


@dataclass(frozen=True, slots=True)
class Account:
    """One who may sign in; ``id`` never changes and says nothing of the name."""

    id: str
    name: str


@dataclass(slots=True)
class Tries:
    """Failed tries of late, by what they came from; more than allowed must wait.

    ``of_one`` bounds one name from one address, ``of_all`` one address: a class sits behind one.
    """

    within_s: float = 900.0
    of_one: int = 5
    of_all: int = 100
    _failed: dict[str, list[float]] = field(default_factory=dict)

    def wait_s(self, name: str, address: str) -> float:
        """Return the seconds until another try is allowed; 0 where it is."""
        limits = ((f"{name}|{address}", self.of_one), (address, self.of_all))
        return max(self._left(key, most) for key, most in limits)

    def _left(self, key: str, most: int) -> float:
        now = time.monotonic()
        late = [at for at in self._failed.get(key, ()) if now - at < self.within_s]
        self._failed[key] = late
        if not late:
            del self._failed[key]
        return self.within_s - (now - late[-most]) if len(late) >= most else 0.0

    def failed(self, name: str, address: str) -> None:
        """Remember a failed try."""
        for key in (f"{name}|{address}", address):
            self._failed.setdefault(key, []).append(time.monotonic())

    def passed(self, name: str, address: str) -> None:
        """Forget the failed tries of one who has signed in."""
        self._failed.pop(f"{name}|{address}", None)


class Accounts:
    """The file of accounts.

    Args:
        file: where it lies; made where it does not exist.

    Raises:
        RefusedInput: it cannot be opened.
    """

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        self.tries = Tries()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600, exist_ok=True)
            self._db = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA busy_timeout = 5000")
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise RefusedInput(
                f"打不开账号文件 {file}（{error}）；请检查权限，或换一个数据目录。",
                f"Cannot open the accounts at {file} ({error}).",
            ) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    # ------------------------------------------------------------------------------ people

    def all(self) -> list[Account]:
        """Return everyone, by name."""
        with self._told() as db:
            rows = db.execute("SELECT id, name FROM accounts ORDER BY name").fetchall()
        return [Account(*row) for row in rows]

    def add(self, name: str, password: str | None = None) -> str:
        """Add a person and return the password, a new one where none is given.

        Raises:
            RefusedInput: the name is taken or no name, or the password too short.
        """
        plain, secret = _named(name), _worthy(password or _new_password())
        salt, made = _hashed(secret)
        try:
            with self._told() as db:
                db.execute(
                    "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?)",
                    (secrets.token_hex(12), plain, plain.casefold(), salt, made, time.time()),
                )
        except sqlite3.IntegrityError:
            raise RefusedInput(
                f"已经有人叫「{plain}」了；请换一个名字，或用 sanjin accounts reset 换口令。",
                f"{plain} is taken.",
            ) from None
        return secret

    def set_password(self, name: str, password: str | None = None) -> str:
        """Give a person another password and return it; all sessions of theirs end.

        Raises:
            RefusedInput: there is no such person, or the password is too short.
        """
        secret = _worthy(password or _new_password())
        salt, made = _hashed(secret)
        id = self._id(name)
        with self._told() as db:
            db.execute("UPDATE accounts SET salt = ?, hash = ? WHERE id = ?", (salt, made, id))
            db.execute("DELETE FROM sessions WHERE account = ?", (id,))
        return secret

    def remove(self, name: str) -> None:
        """Take a person away; their projects stay on the disk.

        Raises:
            RefusedInput: there is no such person.
        """
        id = self._id(name)
        with self._told() as db:
            db.execute("DELETE FROM accounts WHERE id = ?", (id,))

    def _id(self, name: str) -> str:
        with self._told() as db:
            key = _named(name).casefold()
            row = db.execute("SELECT id FROM accounts WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise RefusedInput(
                f"没有叫「{name}」的账号；sanjin accounts list 列出全部。", f"No account {name}."
            )
        return str(row[0])

    # ---------------------------------------------------------------------------- sessions

    def sign_in(self, name: str, password: str, address: str) -> str:
        """Return the word of a new session.

        Args:
            name: of the person.
            password: as it was typed.
            address: where the request came from, for counting failed tries.

        Raises:
            RefusedInput: wrong, or tried too often; the sentence does not say which part is wrong.
        """
        key = unicodedata.normalize("NFKC", name).strip().casefold()[:LONGEST_NAME]
        wait = self.tries.wait_s(key, address)
        if wait > 0:
            minutes = max(1, round(wait / 60))
            raise RefusedInput(
                f"试得太多了，请过 {minutes} 分钟再试；忘了口令，请管三晋的人换一个。",
                f"Too many tries; wait {minutes} min.",
            )
        with self._told() as db:
            row = db.execute("SELECT id, salt, hash FROM accounts WHERE key = ?", (key,)).fetchone()
        # One who is not there costs as much time as one who is.
        id, salt, kept = row or ("", b"\0" * 16, b"")
        _, tried = _hashed(password[:LONGEST_PASSWORD], salt)
        if not hmac.compare_digest(tried, kept):
            self.tries.failed(key, address)
            raise RefusedInput(_WRONG.zh, _WRONG.en)
        self.tries.passed(key, address)
        word, now = secrets.token_urlsafe(32), time.time()
        with self._told() as db:
            db.execute("DELETE FROM sessions WHERE seen < ? OR made < ?",
                       (now - IDLE_S, now - LONGEST_S))  # fmt: skip
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_mark(word), id, now, now))
        return word

    def who(self, word: str) -> Account | None:
        """Return whose session a word opens; None where it opens none, or none any more."""
        now = time.time()
        with self._told() as db:
            row = db.execute(
                "SELECT id, name, s.made, seen FROM sessions s JOIN accounts a ON a.id = account "
                "WHERE s.hash = ?", (_mark(word),),
            ).fetchone()  # fmt: skip
            if row is None or now - row[3] > IDLE_S or now - row[2] > LONGEST_S:
                return None
            if now - row[3] > _TELL_S:
                db.execute("UPDATE sessions SET seen = ? WHERE hash = ?", (now, _mark(word)))
        return Account(row[0], row[1])

    def sign_out(self, word: str) -> None:
        """End a session."""
        with self._told() as db:
            db.execute("DELETE FROM sessions WHERE hash = ?", (_mark(word),))

    @contextmanager
    def _told(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            yield self._db


def _mark(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def _hashed(password: str, salt: bytes | None = None) -> tuple[bytes, bytes]:
    salt = salt or secrets.token_bytes(16)
    plain = unicodedata.normalize("NFKC", password).encode()
    with _AT_ONCE:
        return salt, hashlib.scrypt(plain, salt=salt, **_COST)


def _new_password() -> str:
    """Return 12 letters in threes: 59 bits, and a person can read them out."""
    letters = [secrets.choice(_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[at : at + 3]) for at in range(0, 12, 3))


def _named(name: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise RefusedInput(
            f"名字要 1 到 {LONGEST_NAME} 个字，不能有看不见的字符。",
            f"A name has 1 to {LONGEST_NAME} printable characters.",
        )
    return plain


def _worthy(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RefusedInput(
            f"口令要 {SHORTEST_PASSWORD} 到 {LONGEST_PASSWORD} 个字符。",
            f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.",
        )
    return password
