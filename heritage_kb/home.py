"""Where Sanjin keeps what is not in the package: a user's collections, and what can be rebuilt."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return the folder of the user's data: ``SANJIN_HOME``, else the platform's own place."""
    told = _told()
    if told is not None:
        return told
    import platformdirs

    return platformdirs.user_data_path("sanjin", appauthor=False)


def cache() -> Path:
    """Return the folder of what can be rebuilt at any time (search indexes)."""
    told = _told()
    if told is not None:
        return told / "cache"
    import platformdirs

    return platformdirs.user_cache_path("sanjin", appauthor=False)


def _told() -> Path | None:
    named = os.environ.get("SANJIN_HOME")
    return Path(named).expanduser().absolute() if named else None
