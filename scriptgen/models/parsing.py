"""Reading JSON out of what a model said, mending only what leaves no doubt.

Talk around it, code fences, thoughts, trailing commas, missing closing brackets: mended. A sentence
that breaks off, a piece that is missing, two different answers: not mended, the model is asked again.
"""

from __future__ import annotations

import json
import re
from typing import Any

_THOUGHT = re.compile(r"<think>.*?</think>|^.*?</think>", re.DOTALL)
_FENCE = re.compile(r"```[a-zA-Z0-9]*\s*\n?(.*?)```", re.DOTALL)
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_PUNCTUATION = re.compile(r"[\s{}\[\]\",:'\\“”]")
_PAIRS = {"{": "}", "[": "]"}
_LONGEST = 400_000  # characters: no scene is as long, and a scanner is kept from working for ever


class Unreadable(Exception):
    """There is no JSON here that leaves no doubt; the message says why, in Chinese."""


def read_json(said: str, *, cut: bool = False) -> dict[str, Any]:
    """Return the JSON object in a model's words.

    Args:
        said: the words.
        cut: the model was stopped at its length: what is not closed is not closed by us.

    Raises:
        Unreadable: no object, several different ones, or one that cannot be mended for certain.
    """
    text = _THOUGHT.sub("", said[:_LONGEST]).strip()
    if "{" not in text:
        raise Unreadable("回答里没有 JSON 对象")
    found = [value for value in (_strict(text), *map(_strict, _fenced(text))) if value is not None]
    if not found:
        found = _objects(text, cut)
    different = {json.dumps(value, sort_keys=True) for value in found}
    if len(different) != 1:
        raise Unreadable("回答里有几个不同的 JSON 对象" if different else "JSON 不合格式")
    return found[0]


def _fenced(text: str) -> list[str]:
    return [found.strip() for found in _FENCE.findall(text)]


def _strict(text: str) -> dict[str, Any] | None:
    """Return the object that a text is; raw control characters in strings are let pass."""
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _objects(text: str, cut: bool) -> list[dict[str, Any]]:
    """Return the outermost objects in a text, mended where that is certain."""
    found: list[dict[str, Any]] = []
    at = text.find("{")
    while at >= 0:
        part, missing, in_string = _balanced(text, at)
        if missing:
            whole = None if cut or in_string else _strict(part + missing)
            if whole is None:
                raise Unreadable("JSON 没有写完")
            return [*found, whole]
        value = _strict(part)
        if value is None:
            value = _mended(part)
        if value is not None:
            found.append(value)
        at = text.find("{", at + len(part))
    return found


def _balanced(text: str, start: int) -> tuple[str, str, bool]:
    """Return an object from its brace on, the brackets it lacks, and whether a string is open."""
    owed: list[str] = []
    quoted = escaped = False
    for at in range(start, len(text)):
        sign = text[at]
        if quoted:
            quoted, escaped = not (sign == '"' and not escaped), sign == "\\" and not escaped
        elif sign == '"':
            quoted = True
        elif sign in _PAIRS:
            owed.append(_PAIRS[sign])
        elif owed and sign == owed[-1]:
            owed.pop()
            if not owed:
                return text[start : at + 1], "", False
    return text[start:], "".join(reversed(owed)), quoted


def _mended(part: str) -> dict[str, Any] | None:
    """Return an object after mending its punctuation; None where a word would be lost or made."""
    from json_repair import repair_json

    value = repair_json(part, return_objects=True, skip_json_loads=True, ensure_ascii=False)
    if not isinstance(value, dict):
        return None
    return value if _letters(json.dumps(value, ensure_ascii=False)) == _letters(part) else None


def _letters(text: str) -> str:
    """Return a text without the signs of JSON itself, to see that nothing came or went."""
    plain = _UNICODE.sub(lambda found: chr(int(found[1], 16)), text)
    return _PUNCTUATION.sub("", plain).lower()
