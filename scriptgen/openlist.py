"""Open lists: one TOML file for each entry, ours in ``scriptgen/data``, a user's own in Sanjin's home.

A user's entry of the same name comes first.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from heritage_kb.errors import RefusedInput
from heritage_kb.home import home

Name = Annotated[str, Field(min_length=1, max_length=20)]


class Entry(BaseModel):
    """An entry of an open list: what it is called, and what its own list says of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name


T = TypeVar("T", bound=Entry)


def entries(shape: type[T], folder: str, *, zh: str, en: str) -> dict[str, T]:
    """Return every entry of a list by its name, the user's own first.

    Args:
        shape: of an entry.
        folder: of the files, in ``scriptgen/data`` and in the home.
        zh: what such a file is called in a refusal (类型包).
        en: the same in English.

    Raises:
        RefusedInput: a user's file that is not as it must be; the sentence names it and the cure.
    """
    paths = sorted((home() / folder).glob("*.toml"))
    found = {one.name: one for one in (_own(shape, path, zh, en) for path in paths)}
    return found | {one.name: one for one in _shipped(shape, folder) if one.name not in found}


@cache
def _shipped(shape: type[T], folder: str) -> tuple[T, ...]:
    texts = sorted(
        (item.name, item.read_text(encoding="utf-8"))
        for item in (files("scriptgen") / "data" / folder).iterdir()
        if item.name.endswith(".toml")
    )
    return tuple(shape.model_validate(tomllib.loads(text)) for _, text in texts)


def _own(shape: type[T], path: Path, zh: str, en: str) -> T:
    try:
        return shape.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        at = error.errors()[0]["loc"] if isinstance(error, ValidationError) else ""
        where = "、".join(map(str, at)) if at else "写法"
        raise RefusedInput(
            f"{zh}文件“{path.name}”的{where}有误；请照随附的一份改写，或删去这个文件。",
            f"The {en} file “{path.name}” is wrong at {where}.",
        ) from error
