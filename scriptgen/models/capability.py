"""How a model can be asked for a shape: tried once with small questions, and remembered.

``json_schema`` → ``tools`` → ``json_object`` → ``plain``: the first that is obeyed. Names of
providers tell too little: what one version of a server refuses the next one takes.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from heritage_kb.home import home
from scriptgen.models.parsing import Unreadable, read_json
from scriptgen.models.profiles import AnyProfile, EndpointProfile, Structured
from scriptgen.models.speech import Ask, Channel, Form, FormRefused, Poll, Turn, nothing

VERSION = 1  # of the questions below; what older ones found is asked anew
_ORDER: tuple[Structured, ...] = ("json_schema", "tools", "json_object")
_TOKENS = 200  # room for a model that thinks aloud
_WORD = "shanxi"
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"word": {"type": "string", "enum": [_WORD]}},
    "required": ["word"],
    "additionalProperties": False,
}


def mode_of(profile: AnyProfile, channel: Channel, *, poll: Poll = nothing) -> Structured:
    """Return how a model is asked for a shape.

    Args:
        profile: the model's profile; what its ``structured`` says is not questioned.
        channel: asked where nothing is remembered.
        poll: called while waiting; may raise to stop.

    Raises:
        Trouble: the model cannot be asked at all.
        ModelFailed: likewise, and it will stay so.
    """
    if profile.structured != "auto":
        return profile.structured
    if not isinstance(profile, EndpointProfile):
        return "json_schema"  # we constrain the decoding ourselves
    kept = remembered(profile)
    if kept is None:
        kept = _tried(channel, poll)
        _remember(profile, kept)
    return kept


def remembered(profile: EndpointProfile) -> Structured | None:
    """Return what was found of a model before; None where nothing was."""
    row = _file_content().get(_key(profile), {})
    mode = row.get("mode") if row.get("version") == VERSION else None
    return mode if mode in (*_ORDER, "plain") else None


def after(mode: Structured, profile: AnyProfile) -> Structured | None:
    """Return the form to try where one is refused; None where none is left, or one is prescribed."""
    if profile.structured != "auto" or mode == "plain":
        return None
    return (*_ORDER, "plain")[_ORDER.index(mode) + 1]


def forget(profile: AnyProfile) -> None:
    """Let a model be tried anew by whoever opens it next."""
    rows = _file_content()
    if isinstance(profile, EndpointProfile) and rows.pop(_key(profile), None) is not None:
        _keep(rows)


def _tried(channel: Channel, poll: Poll) -> Structured:
    for mode in _ORDER:
        with suppress(FormRefused):
            if _obeyed(mode, channel, poll):
                return mode
    _obeyed("plain", channel, poll)  # a model that answers nothing at all is not remembered
    return "plain"


def _obeyed(mode: Structured, channel: Channel, poll: Poll) -> bool:
    """Ask for one word in a form that the question itself does not mention."""
    hint = "用 JSON 对象回答，键是 word。" if mode == "json_object" else ""
    ask = Ask(
        turns=(Turn(role="user", text=f"请给出单词 {_WORD}。{hint}"),),
        form=Form(mode=mode, name="word", schema=_SCHEMA),
        most_tokens=_TOKENS,
    )
    try:
        said = channel.say(ask, poll=poll)
        strict = read_json(said.text, cut=said.cut)
    except Unreadable:
        return False
    return mode == "json_object" or strict == {"word": _WORD}


def _key(profile: EndpointProfile) -> str:
    told = f"{profile.kind}|{profile.base_url}|{profile.model}|{sorted(profile.extra_body.items())}"
    return sha256(told.encode()).hexdigest()[:24]


def _place() -> Path:
    return home() / "models" / "capabilities.json"


def _file_content() -> dict[str, Any]:
    try:
        told = json.loads(_place().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _remember(profile: EndpointProfile, mode: Structured) -> None:
    rows = _file_content()
    rows[_key(profile)] = {
        "model": profile.model,
        "base_url": profile.base_url,
        "mode": mode,
        "version": VERSION,
        "on": datetime.now(UTC).date().isoformat(),
    }
    _keep(rows)


def _keep(rows: dict[str, Any]) -> None:
    """Write what was found; a home that cannot be written only costs asking again."""
    place = _place()
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(rows, out, ensure_ascii=False, indent=1)
        Path(name).replace(place)
