"""Where Sanjin keeps what is not in the package: a user's collections, and what can be rebuilt."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return the folder of a user's own data: ``SANJIN_HOME``, else the system's place for it."""
    told = os.environ.get("SANJIN_HOME")
    if told:
        return Path(told)
    import platformdirs

    return Path(platformdirs.user_data_dir("sanjin", appauthor=False))


def cache() -> Path:
    """Return the folder of what can be rebuilt at any time (search indexes)."""
    told = os.environ.get("SANJIN_HOME")
    if told:
        return Path(told) / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir("sanjin", appauthor=False))
