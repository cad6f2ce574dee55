"""What a rule says when the data breaks it, and every text of a record with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple


class Complaint(NamedTuple):
    """``code`` names the rule; an error makes data unusable, a warning asks for a second look."""

    severity: Literal["error", "warning"]
    code: str
    message: str


def error(code: str, message: str) -> Complaint:
    """Return a complaint that makes the data unusable."""
    return Complaint("error", code, message)


def warning(code: str, message: str) -> Complaint:
    """Return a complaint that asks for a second look."""
    return Complaint("warning", code, message)


def texts_in(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield (where, text) for each string of a JSON value, ``where`` like ``lists.1.remark``.

    >>> list(texts_in({"remarks": ["一", "二"]}, "fields"))
    [('fields.remarks.1', '一'), ('fields.remarks.2', '二')]
    """
    if isinstance(value, str):
        yield name, value
    elif hasattr(value, "items"):
        for key, one in value.items():
            yield from texts_in(one, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value, 1):
            yield from texts_in(one, f"{name}.{number}")
