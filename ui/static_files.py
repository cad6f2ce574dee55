"""Style and scripts of the pages, shipped inside the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def static(name: str) -> str:
    """Return the text of a file under ``ui/static``."""
    return files("ui").joinpath("static", name).read_text("utf-8")
