"""Style and scripts of the pages, shipped inside the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def static(name: str) -> str:
    """Return the text of a file under ``ui/static``."""
    return files("ui").joinpath("static", name).read_text("utf-8")


@cache
def english() -> dict[str, str]:
    """Return what the page's own words are in English: Chinese → English.

    What comes from the knowledge base, a script or a rule stays as it is.
    """
    rows = (line.split("\t") for line in static("english.tsv").splitlines() if line)
    return dict(row for row in rows if len(row) == 2)
