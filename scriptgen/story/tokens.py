"""The thing that proves: the logline's own, where it speaks of one that a hand can hide."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OWN = r"一[封卷张份把片块页枚方](?:[^，。一]{0,6}的)?"  # 一封不能念的|信
_LONGEST = 10


def token_of(logline: str, tokens: Iterable[dict[str, str]]) -> dict[str, str] | None:
    """Return the thing of the logline among those that wait to be spoken of (“认”), or None.

    Args:
        logline: the brief's; its own words for the thing (一封求救信) are kept.
        tokens: the shelf's, of the year.
    """
    found = [
        (hit.start(), -len(hit[0]), token, hit[0])
        for token in tokens
        if "认" in token and (hit := re.search(token["认"], logline))
    ]
    if not found:
        return None
    _, _, token, word = min(found, key=lambda row: row[:2])
    said = re.search(rf"{_OWN}[^，。一的]{{0,3}}{re.escape(word)}", logline)
    if said and len(said[0]) <= _LONGEST:
        token = {**token, "全": said[0]}
    return token
