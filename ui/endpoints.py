"""The app's published endpoints, for programs: search, check, review. Few, named, no state.

What they take and give is what the verbs of the same names take and give with ``--json``; where
people sign in, a program signs in as well. With ``sanjin ui --mcp`` they are MCP tools.
"""

from __future__ import annotations

from typing import Any

from gradio.events import api

import scriptgen
from heritage_kb.errors import RefusedInput, SanjinError
from ui.kb_verbs import checked, found

MOST_TEXT = 200_000  # characters of one request: a long series
_MOST_HITS = 50


def add() -> None:
    """Publish the endpoints in the app that is being built."""
    for work in (search, check, review):
        api(work, api_name=work.__name__, concurrency_limit=2, concurrency_id="endpoints")


def search(
    query: str, kind: str = "", city: str = "", period: str = "", k: int = 10
) -> dict[str, Any]:
    """Search Shanxi heritage: sites, buildings, crafts, operas, customs, people, events, products.

    Args:
        query: a question or some words, in Chinese, pinyin or English.
        kind: only this kind: site, structure, craft, opera, custom, person, event, product, place.
        city: only this city or county, as 忻州市 or 平遥县.
        period: only this dynasty or year, as 唐 or 857.
        k: how many entries, 1 to 50.

    Returns:
        dict: {"hits": [{"entry", "title", "kind", "passage", "text", "score", "sources"}]}; or {"error"}.
    """
    try:
        only = {"kind": kind, "city": city, "period": period}
        asked = {key: value for key, value in only.items() if value}
        return found(_short(query, 400), max(1, min(int(k), _MOST_HITS)), asked)
    except SanjinError as error:
        return {"error": error.zh}


def check(text: str) -> dict[str, Any]:
    """Check what a text says of Shanxi heritage against the knowledge base, claim by claim.

    Args:
        text: Chinese prose or dialogue.

    Returns:
        dict: {"claims": [{"text", "span", "verdict", "entry", "passage", "why"}]}; or {"error"}.
    """
    try:
        return checked(_short(text))
    except SanjinError as error:
        return {"error": error.zh}


def review(text: str, period: str = "", year: int | None = None) -> dict[str, Any]:
    """Review a script: anachronisms, citations, length, hooks, what protected sites forbid.

    Args:
        text: a script as crews print it, in Chinese.
        period: the dynasty that it plays in, as 唐.
        year: the year that it plays in; BCE is negative.

    Returns:
        dict: {"findings": [{"code", "severity", "line", "message", "suggestion"}], "summary"}; or {"error"}.
    """
    context = {"period": period or None, "year": year}
    try:
        told: dict[str, Any] = scriptgen.review(
            _short(text), context={k: v for k, v in context.items() if v is not None}
        )
    except SanjinError as error:
        return {"error": error.zh}
    return told


def _short(text: str, most: int = MOST_TEXT) -> str:
    if len(text) > most:
        raise RefusedInput(f"太长了，最多 {most} 字；请分开送。", f"At most {most} characters.")
    return text
