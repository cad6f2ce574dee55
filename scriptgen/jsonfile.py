"""series.json and the JSON of a reading: written in the key order of the contract, read back whole.

Takes the class to build from its caller, so that ``series`` and this module do not import each
other.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from heritage_kb.errors import RefusedInput

T = TypeVar("T")


def dumps(data: Any) -> bytes:
    """Return readable UTF-8 JSON, the same bytes for the same data."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def loads(text: str, name: str) -> dict[str, Any]:
    """Return the object of a JSON text.

    Raises:
        RefusedInput: no valid JSON, or no object.
    """
    try:
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f"第 {line} 行" if line else "某处"
        raise RefusedInput(
            f"“{name}”{where}的 JSON 写法有误；请检查引号、逗号和括号。",
            f"“{name}” is not valid JSON: {error}.",
        ) from error
    if not isinstance(data, dict):
        raise RefusedInput(
            f"“{name}”的 JSON 应是一个对象（series.json 或 import 的结果）；请检查文件。",
            f"“{name}” must hold a JSON object.",
        )
    return data


def series_from_json(cls: type[T], data: dict[str, Any]) -> T:
    """Return the series of ``series.json``; unknown keys are ignored, missing ones default.

    Raises:
        RefusedInput: a value of the wrong kind; the sentence names its place.
    """
    return _built(cls, data, "series.json")


def reading_from_json(cls: type[T], data: dict[str, Any]) -> T:
    """Return the reading of an ``import`` result; same rules as ``series_from_json``."""
    return _built(cls, data, "剧本 JSON")


def is_series(data: dict[str, Any]) -> bool:
    """Tell a ``series.json`` from the JSON of a reading."""
    return "brief" in data


@cache
def adapter(cls: Any) -> TypeAdapter[Any]:
    """Return what checks a class; to make one costs as much as to check a whole series."""
    return TypeAdapter(cls)


def _built(cls: type[T], data: dict[str, Any], name: str) -> T:
    known = {key: value for key, value in data.items() if not key.startswith("AI")}
    try:
        kind: Any = cls
        made: T = adapter(kind).validate_python(known)
        return made
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        said = "缺少" if first["type"] == "missing" else "写得不对"
        raise RefusedInput(
            f"{name} 里的 {place} {said}；请对照 docs/contracts.md 改正，或重新导出。",
            f"{name}: {place}: {first['msg']}.",
        ) from error
