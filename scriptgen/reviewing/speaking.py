"""Who says a line: a villain's word is no one's claim, a hero's or the narrator's is the play's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from scriptgen.reviewing.findings import Line, Review, ScriptView

Voice = Literal["villain", "approved", "person"]
_VILLAIN = re.compile(r"反派|恶霸|反角|坏人|恶人|幕后")
_LEADING = re.compile(r"主角|男主|女主|主人公")
_PUNISHED = (
    "被捕|被抓|落网|被判|判刑|判了|入狱|坐牢|自首|投案|伏法|被.{0,4}带走|戴上手铐|认罪|归案|被押"
)
_SLIGHT = {"error": "info", "warning": "info", "info": "info"}
_GRAVE = {"error": "error", "warning": "error", "info": "info"}


def voice(review: Review, line: Line) -> Voice:
    """Return whose voice a line is: a villain's, one the play approves of, or a person's."""
    context, name = review.context, line.speaker or ""
    if context.villain is True or name in villains(review.script, _names(context.villain)):
        return "villain"
    if context.hero is not None and (context.hero is True or name in _names(context.hero)):
        return "approved"
    if line.type in ("vo", "caption") or _LEADING.search(name):
        return "approved"
    return "villain" if _VILLAIN.search(name) else "person"


def weighed(severity: str, tone: str, who: Voice) -> str:
    """Return a severity weighed by who speaks; what does harm by itself stays as it is."""
    if tone == "hint":
        return "info"
    if who == "villain" and tone == "depict":
        return _SLIGHT[severity]
    return _GRAVE[severity] if who == "approved" and tone == "harm" else severity


def cue(line: Line) -> str:
    """Return who says a line and how, as it stands before the words; empty for no one."""
    if line.speaker is None:
        return ""
    mood = f"（{line.parenthetical}）" if line.parenthetical else ""
    return f"{line.speaker}{mood}："


def _names(said: object) -> frozenset[str]:
    if isinstance(said, str):
        return frozenset(re.split(r"[、，,;； ]+", said)) - {""}
    return frozenset(map(str, said)) if isinstance(said, list | tuple) else frozenset()


@lru_cache(maxsize=8)
def villains(script: ScriptView, named: frozenset[str]) -> frozenset[str]:
    """Return who is a villain: named so, by role in the bible, or punished within the script."""
    cast = script.bible.characters if script.bible else []
    found = named | {one.name for one in cast if _VILLAIN.search(one.role)}
    if script.whole:
        told = "\n".join(line.text for *_, line in script.lines() if line.type != "dialogue")
        found |= {
            name
            for name in script.speakers
            if re.search(rf"{re.escape(name)}.{{0,8}}(?:{_PUNISHED})", told)
        }
    return frozenset(found)
