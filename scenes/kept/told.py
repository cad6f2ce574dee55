"""A render's manifest read back: every part that others rely on is there and of its kind.

A person may have opened it in an editor. What was asked is held to the digest that stands beside
it; the rest to its shape, so that whatever is wrong is one sentence and no crash later on.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from heritage_kb.errors import RefusedInput
from scenes import manifest

_Words = dict[str, Any]


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class _File(_Part):
    file: str
    sha256: str


class _Camera(_Part):
    words: _Words = {}


class _Building(_Part):
    title: str
    site: str
    year: int | None = None
    roof: str = ""
    bays: Annotated[int, Field(ge=1, le=11)] | None = None


class _Light(_Part):
    hour: str


class _Versions(_Part):
    spec: str


class _Model(_Part):
    model_hash: str = ""


class _Body(_Part):
    title: str
    spec: _Words
    camera: _Camera
    light: _Light
    building: _Building
    measures: _Words
    evidence: list[_Words]
    documented: list[str]
    invented: list[str]
    files: list[_File]
    versions: _Versions
    model: _Model | None = None


def read(file: Path) -> dict[str, Any]:
    """Return the body of a ``manifest.json``.

    Raises:
        RefusedInput: it cannot be read, is of another version, or was edited by hand.
    """
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise _unreadable(file) from wrong
    if not isinstance(body, dict) or "format" not in body:
        raise _unreadable(file)
    if body["format"] != manifest.FORMAT:
        raise RefusedInput(
            f"清单 {file.name} 是另一版本写的：请用现在的 sanjin scene render 重出一遍。",
            f"{file.name} was written by another version; render the set again.",
        )
    try:
        _Body.model_validate(body)
    except ValidationError as wrong:
        where = ".".join(str(part) for part in wrong.errors()[0]["loc"])
        raise _edited(file, where) from wrong
    text = json.dumps(body["spec"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(text.encode()).hexdigest() != body["versions"]["spec"]:
        raise _edited(file, "spec")
    return body


def _unreadable(file: Path) -> RefusedInput:
    return RefusedInput(
        f"清单 {file.name} 读不出：请指向 sanjin scene render 写出的 manifest.json。",
        f"{file.name} is no manifest of a render.",
    )


def _edited(file: Path, where: str) -> RefusedInput:
    return RefusedInput(
        f"清单 {file.name} 的 {where} 不是当初写出的样子，像是手改过：要改什么请改制景单，"
        "用 sanjin scene render 重出一遍。",
        f"{where} of {file.name} is not as it was written; render the set again.",
    )
