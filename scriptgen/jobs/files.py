"""Whether a file that a step wrote still is what it was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def holds(path: Path, kept: Mapping[str, Any]) -> bool:
    """Tell whether the file is there with the content that a step recorded."""
    return path.is_file() and digest(path) == kept["sha256"]
