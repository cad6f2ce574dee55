"""The thing that proves: the logline's own, where it speaks of one that a hand can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OWN = r"[一半][封卷张份把片块页枚方盘段把个双件顶幅台部串支根只口面本册](?:[^，。一]{0,6}的)?"
_LONGEST = 10
# What is hidden in a thing, or comes instead of it, is what the story is about: 嫁衣里，缝着一张当票.
_TURNS_TO = re.compile(
    r"(?:[缝藏夹裹塞压写装埋]着|[却竟]是|掉出|换成|里(?:头)?[听看翻找摸](?:到|见|出))[^，。]{0,3}$"
)
_HALF = "半"


def token_of(logline: str, tokens: Iterable[dict[str, str]]) -> dict[str, str] | None:
    """Return the thing of the logline among those that wait to be spoken of (“认”), or None.

    Args:
        logline: the brief's; its own words for the thing (一封求救信, 病历) are kept.
        tokens: the shelf's, of the year.
    """
    found = [
        (not _TURNS_TO.search(logline[: hit.start()]), hit.start(), -len(hit[0]), token, hit[0])
        for token in tokens
        if "认" in token and (hit := re.search(token["认"], logline))
    ]
    if not found:
        return None
    *_, token, word = min(found, key=lambda row: row[:3])
    said = re.search(rf"{_OWN}[^，。一的]{{0,6}}{re.escape(word)}(?!的)", logline)
    if "叫" in token:
        token = {**token, "名": word, "全": token["全"].replace(token["名"], word)}
        if word not in token["全"]:
            token["全"] = f"那{word}"
    if said and len(said[0]) <= _LONGEST:
        token = {**token, "全": said[0]}
        if said[0][0] == _HALF and "叫" in token:
            token["类"] = "比"  # half of a thing is laid to the other half
    return token
