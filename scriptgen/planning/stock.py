"""What the stock has for the elements of a plan: questions to end on, ways people stand to each other."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

QUESTIONS, RELATIONS = "questions.txt", "relations.txt"


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of a file of the story shelf by their ``# heading``, slots unfilled."""
    text = (files("scriptgen") / "data/story" / name).read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("# "):
            found[line[2:].strip()] = rows = []
        elif line.strip() and found:
            rows.append(line.strip())
    return {key: tuple(rows) for key, rows in found.items()}
