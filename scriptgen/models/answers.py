"""Answers that were given before, by everything they depend on. Off unless a profile says ``cache``.

They hold what was written from private texts: one file in Sanjin's home, thrown away by deleting it.
"""

from __future__ import annotations

import json
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Any

from heritage_kb.home import home
from scriptgen.models.profiles import AnyProfile
from scriptgen.models.request import Request
from scriptgen.sqlfile import Clock, Held, Layout, connect, sentence

# Neither changes what a model says: who is asked instead, for how much, how patiently.
_ASIDE = {"price", "budget", "fallbacks", "timeout_s", "retries", "cache", "api_key_env", "keyring"}
_LAYOUT = Layout(
    application=0x534A414E,  # "SJAN"
    migrations=(
        "CREATE TABLE answers (key TEXT PRIMARY KEY, at TEXT NOT NULL, value TEXT NOT NULL);",
    ),
    zh="模型回答",
    en="store of answers",
)


class Answers(Held):
    """The file of answers.

    Args:
        file: where it lies; ``models/answers.sqlite`` in Sanjin's home where None.
        clock: tells the time.

    Raises:
        RefusedInput: the file cannot be opened.
    """

    def __init__(self, file: Path | None = None, clock: Clock | None = None) -> None:
        place = file or home() / "models" / "answers.sqlite"
        place.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(connect(place, _LAYOUT, create=True), clock)

    def get(self, key: str) -> str | None:
        """Return an answer as JSON; None where there is none."""
        with self._hand:
            row = self._link.execute("SELECT value FROM answers WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row["value"])

    def put(self, key: str, value: str) -> None:
        """Keep an answer.

        Raises:
            RefusedInput: it cannot be written.
        """
        try:
            with self._hand:
                self._link.execute(
                    "INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (key, self._now(), value)
                )
        except sqlite3.DatabaseError as error:
            raise sentence(error, _LAYOUT) from error


def key_of(
    name: str, profile: AnyProfile, request: Request, told: str, schema: dict[str, Any]
) -> str:
    """Return the key of an answer.

    Args:
        name: of the profile.
        profile: its settings.
        request: what is asked.
        told: the prompt with its slots filled; a changed prompt is another question.
        schema: of the answer.
    """
    parts = {
        "name": name,
        "profile": profile.model_dump(mode="json", exclude=_ASIDE),
        "told": told,
        "material": [[one.id, one.text] for one in request.material],
        "most": request.most_tokens,
        "seed": request.seed,
        "schema": schema,
    }
    return sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
