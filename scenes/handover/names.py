"""What the crew calls matter, classes and pieces: the table ``data/stage.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from scenes.drawings import layers
from scenes.palette import known


@cache
def table() -> dict[str, Any]:
    """Return the table of names."""
    return tomllib.loads((files("scenes") / "data" / "stage.toml").read_text("utf-8"))


def matter(material: str) -> tuple[str, str]:
    """Return what a material is called and how a set builder makes it."""
    rows = table()["material"]
    title, made = rows.get(material) or rows[known(material)]
    return str(title), str(made)


def element(name: str) -> str:
    """Return what a class of things is called."""
    return str(table()["element"].get(name) or layers.title(name))


def piece(name: str) -> str:
    """Return what a thing of the court is called; "" where it has no name of its own."""
    return str(table()["piece"].get(name.split(".")[0], ""))
