"""A home of its own, and models that are plugged in by a settings file in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scriptgen.models.endpoint import keep_away


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the user's home, from proxies and from waiting."""
    return keep_away(tmp_path, monkeypatch)


@pytest.fixture
def plug(home: Path) -> Callable[..., None]:
    """Return what writes profiles into the settings file."""

    def plugged(writer: str = "", **tables: dict[str, Any]) -> None:
        rows = ["[models]", *([f'writer = "{writer}"'] if writer else [])]
        for name, table in tables.items():
            rows.append(f"[models.{name}]")
            rows += [f"{key} = {_toml(value)}" for key, value in table.items()]
        home.mkdir(exist_ok=True)
        (home / "settings.toml").write_text("\n".join(rows), encoding="utf-8")

    return plugged


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + "}"
    return json.dumps(value)
