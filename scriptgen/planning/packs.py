"""Checking a genre pack: the engines, complications and review rules it names are there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from scriptgen.genres import Pack
from scriptgen.reviewing.rulebook import rules
from scriptgen.story.shelf import open_shelf


def pack_faults(pack: Pack) -> list[str]:
    """Return what is wrong with a pack, each in one sentence; empty where nothing is."""
    shelf, known = open_shelf(), rules()
    faults = [
        *_strange("引擎", pack.engines, shelf.engines),
        *_strange("岔子", pack.turns, [step.name for step in shelf.turns]),
        *_strange("规则", [row.rule for row in pack.avoid if row.rule], known),
    ]
    if pack.engines and not any(pack.engines.values()):
        faults.append("[engines] 全是 0：没有一种故事可用；请至少留一种。")
    named = [row.name for row in pack.pacing]
    faults += [
        f"[[pacing]] 里 {name} 写了两次。" for name in sorted(set(named)) if named.count(name) > 1
    ]
    faults += [f"“{key}”是空的。" for key in ("expects", "tone") if not getattr(pack, key)]
    return faults


def _strange(what: str, named: Iterable[str], known: Iterable[str]) -> list[str]:
    there = list(known)
    rows = []
    for name in named:
        if name not in there:
            near = difflib.get_close_matches(name, there, 1, 0.4)
            rows.append(
                f"没有{what}“{name}”" + (f"，是不是“{near[0]}”？" if near else "；请删去。")
            )
    return rows
