"""Which class a micro-drama is of, on a day: budget, AI or not, themes, what the maker wishes.

The thresholds are dated rows of ``data/filing/classes.json``. A special theme lifts a work to the
first class; what a script merely touches is asked of a person and never lowers anything.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.reading import Reading

_NAMES = ("一类", "二类", "三类")
_OLD = ("重点", "普通", "其他")
_SHOWN = 5  # lines of a script that are shown for a theme


@dataclass(frozen=True, kw_only=True, slots=True)
class Classification:
    """What a work is of; ``alternatives`` holds the answers where something was not said.

    ``rule`` is the sentence that decided, ``source`` and ``effective_from`` whose it is and since
    when, ``questions`` what a person must decide.
    """

    name: str
    rule: str
    source: str
    effective_from: str
    tag: str
    why: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    alternatives: tuple[dict[str, Any], ...] = ()
    evidence: tuple[dict[str, Any], ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON, the class under ``class``."""
        data = asdict(self)
        return {"class": data.pop("name"), **data}


def classify(
    day: str,
    budget: float,
    *,
    ai: bool | None = None,
    themes: Iterable[str] = (),
    voluntary: str | None = None,
    promoted: bool | None = None,
    script: Reading | None = None,
) -> Classification:
    """Return the class of a work.

    Args:
        day: ISO day of filing or release, from 2024-06-01.
        budget: the whole cost of making, in units of 10,000 yuan.
        ai: whether it is an AI micro-drama; None gives the answer for live action and, under
            ``alternatives``, both.
        themes: what the main plot is about, in the words of Article 5.
        voluntary: the class that the maker asks for; only a higher one counts.
        promoted: whether a platform puts it on its first page.
        script: a script whose lines are looked through for special themes.

    Raises:
        RefusedInput: a day before the rules, a budget below zero, a class of another time.
    """
    row = _row(day)
    if not math.isfinite(budget) or budget < 0:
        raise RefusedInput("投资额应是不小于 0 的数，单位是万元。", "The budget must be 0 or more.")
    special = _special(themes)
    touched = _touched(script) if script is not None else []
    answers = {
        one: _level(row, budget, ai=one, special=special, promoted=bool(promoted))
        for one in ((ai,) if ai is not None else (False, True))
    }
    level, why = _raised(row, *answers[bool(ai)], voluntary)
    return Classification(
        name=row["names"][level],
        rule=why,
        source=row["source"],
        effective_from=row["effective_from"],
        tag=row["tag"],
        why=tuple(dict.fromkeys([why, *(found[1] for found in answers.values())])),
        questions=tuple(_questions(row, ai, promoted, touched, special)),
        alternatives=tuple(
            {"ai": one, "class": row["names"][found[0]], "why": found[1]}
            for one, found in answers.items()
        )
        if ai is None
        else (),
        evidence=tuple(touched),
    )


def special_themes() -> tuple[str, ...]:
    """Return the special themes of Article 5."""
    return tuple(_themes()["themes"])


def _row(day: str) -> dict[str, Any]:
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise RefusedInput(
            f"日期“{day}”写法不对，应如 2026-10-01。", f"“{day}” is no date like 2026-10-01."
        ) from error
    counted = [row for row in _classes() if row["effective_from"] <= day]
    if not counted:
        first = _classes()[0]["effective_from"]
        raise RefusedInput(
            f"{day} 还没有分类分层的规定（自 {first} 起才有）；请写备案或上线的日期。",
            f"There were no classes before {first}.",
        )
    return counted[-1]


def _special(themes: Iterable[str]) -> list[str]:
    return [one for theme in themes for one in special_themes() if theme and one in theme]


def _level(
    row: dict[str, Any], budget: float, *, ai: bool, special: list[str], promoted: bool
) -> tuple[int, str]:
    """Return 0 for the first class, 1, 2, and the reason."""
    high, low = row["ai"] if ai else row["live"]
    kind = "AI微短剧" if ai and row["ai"] != row["live"] else "微短剧"
    names = row["names"]
    if special:
        return 0, f"主要剧情涉及{'、'.join(special)}题材，不论投资额，归{names[0]}"
    if promoted and row["promoted"]:
        return 0, f"由平台首页首屏或招商主推，归{names[0]}"
    if budget >= high:
        return 0, f"{kind}投资额 {budget:g} 万元，不低于 {high} 万元，归{names[0]}"
    if budget >= low:
        return (
            1,
            f"{kind}投资额 {budget:g} 万元，在 {low} 万元（含）至 {high} 万元之间，归{names[1]}",
        )
    return 2, f"{kind}投资额 {budget:g} 万元，低于 {low} 万元，归{names[2]}"


def _raised(row: dict[str, Any], level: int, why: str, voluntary: str | None) -> tuple[int, str]:
    if not voluntary:
        return level, why
    wanted = next((names.index(voluntary) for names in (_NAMES, _OLD) if voluntary in names), None)
    if wanted is None:
        raise RefusedInput(
            f"没有“{voluntary}”这一类；当时分{'、'.join(row['names'])}。",
            f"No class “{voluntary}”.",
        )
    if wanted < level:
        return wanted, f"{why}；制作方自愿按{row['names'][wanted]}办理"
    return level, why


def _questions(
    row: dict[str, Any],
    ai: bool | None,
    promoted: bool | None,
    touched: list[dict[str, Any]],
    special: list[str],
) -> list[str]:
    asked = []
    if ai is None and row["ai"] != row["live"]:
        asked.append(
            "是不是 AI 微短剧？两种答案都列在 alternatives 里；占多大比例算，公开文件没有写。"
        )
    if promoted and row["promoted"] is None:
        asked.append("首页首屏、招商主推是否仍提高分类，新规定的转载件没有写，请问主管部门。")
    for theme in dict.fromkeys(one["theme"] for one in touched if one["theme"] not in special):
        asked.append(f"剧中写到{theme}方面的内容，是不是主要剧情？由人来定；只作背景不算。")
    return asked


def _touched(script: Reading) -> list[dict[str, Any]]:
    """Return the lines of a script that touch a special theme, a few for each."""
    found: list[dict[str, Any]] = []
    for theme, words in _themes()["themes"].items():
        lines = [
            {"theme": theme, "term": word, "line": line.source_line, "scene": scene.number,
             "text": line.text}
            for episode in script.episodes
            for scene in episode.scenes
            for line in scene.lines
            for word in words
            if word in line.text
        ]  # fmt: skip
        found += lines[:_SHOWN]
    return found


@cache
def _classes() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(_data("classes.json"))
    return sorted(rows, key=lambda row: row["effective_from"])


@cache
def _themes() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_data("themes.json"))
    return data


def _data(name: str) -> str:
    return files("scriptgen").joinpath("data", "filing", name).read_text(encoding="utf-8")
