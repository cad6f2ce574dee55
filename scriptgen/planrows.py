"""Whole rows of a plan: people, places, relations, who knows what, episodes, the beats of one.

A list of rows is changed as one value, so that taking a row in or out can be taken back; what was
decided of a row (locks, marks) goes with it to its new number.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heritage_kb.errors import RefusedInput
from scriptgen.series import Beat, Bible, Character, EpisodePlan, Outline, Planning, Series

_BEATS = re.compile(r"episode\.(\d+)\.beat")
_LISTS = {"character": "characters", "place": "places", "relation": "relations", "knows": "knows"}
# What tells one row of a list from another.
_KEYS = {
    "character": ("name",),
    "place": ("name",),
    "beat": ("what", "kind"),
    "episode": ("title", "logline", "cliffhanger"),
}


def rows_at(series: Series, head: str) -> list[dict[str, Any]] | None:
    """Return the rows of a list as plain values; None where there is no such list.

    Args:
        series: whose plan it is.
        head: ``character``, ``place``, ``relation``, ``knows``, ``episode`` or ``episode.3.beat``.
    """
    found = _list(series.bible, series.outline, head)
    if found is None:
        return None
    return [copy.deepcopy(r) if isinstance(r, dict) else asdict(r) for r in found]


def rows_said(value: Any) -> str:
    """Return rows as a person reads them, one after another; another value as it is."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return str(value)
    return "｜".join(
        str(row.get("name") or row.get("title") or row["what"])
        if "from" not in row
        else "{from}→{to}".format(**row)
        for row in value
    )


def put_rows(bible: Bible, outline: Outline, head: str, rows: list[dict[str, Any]]) -> None:
    """Put rows into a list, in place.

    Raises:
        RefusedInput: there is no such list, or a row is not one of its kind.
    """
    found = _list(bible, outline, head)
    if found is None:
        raise RefusedInput(f"方案里没有“{head}”这一列。", f"The plan has no list “{head}”.")
    made: list[Any] = copy.deepcopy(rows)
    try:
        if head == "character":
            made = [Character(**row) for row in made]
        elif head == "episode":
            beats = [[Beat(**beat) for beat in row.pop("beats")] for row in made]
            made = [EpisodePlan(**row, beats=own) for row, own in zip(made, beats, strict=True)]
        elif _BEATS.fullmatch(head):
            made = [Beat(**row) for row in made]
    except TypeError as error:
        raise RefusedInput(f"“{head}”有一行读不了：{error}。", f"{head}: {error}.") from error
    found[:] = made


def _list(bible: Bible, outline: Outline, head: str) -> list[Any] | None:
    if head in _LISTS:
        rows: list[Any] = getattr(bible, _LISTS[head])
        return rows
    if head == "episode":
        return outline.episodes
    nth = _BEATS.fullmatch(head)
    found = (row.beats for row in outline.episodes if nth and row.number == int(nth[1]))
    return next(found, None)


def moved(head: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[int, int]:
    """Return the new number of every row that stays, counted from 1."""
    keys = _KEYS.get(head.rpartition(".")[2])
    left = [_same(row, keys) for row in after]
    numbers: dict[int, int] = {}
    for n, row in enumerate(before, 1):
        if (key := _same(row, keys)) in left:
            at = left.index(key)
            left[at] = None
            numbers[n] = at + 1
    return numbers


def _same(row: Mapping[str, Any], keys: tuple[str, ...] | None) -> tuple[Any, ...] | None:
    return tuple(str(row.get(key)) for key in keys or sorted(row))


def locked_row(
    head: str, before: list[dict[str, Any]], after: list[dict[str, Any]], locks: list[str]
) -> str:
    """Return the lock that a change of rows would break; empty where it breaks none."""
    numbers = moved(head, before, after)
    for lock in locks:
        if head == lock or head.startswith(f"{lock}."):
            return lock
        n = _number(lock, head)
        if n and n <= len(before) and (
            n not in numbers or before[n - 1] != after[numbers[n] - 1]
        ):  # fmt: skip
            return lock
    return ""


def renumber(planning: Planning, head: str, numbers: Mapping[int, int]) -> None:
    """Let what was decided of rows go with them, in place; of rows that are gone it goes too."""
    planning.locks = sorted(
        made for one in planning.locks if (made := _moved(one, head, numbers)) is not None
    )
    for name in ("todo", "refused"):
        rows = {
            made: value
            for at, value in getattr(planning, name).items()
            if (made := _moved(at, head, numbers)) is not None
        }
        setattr(planning, name, dict(sorted(rows.items())))


def renumber_told(bible: Bible, numbers: Mapping[int, int]) -> None:
    """Let the ledger of hooks and who knows what go with episodes to their new numbers, in place."""
    for hook in bible.hooks:
        hook.opened = numbers.get(hook.opened, hook.opened)
        hook.touched = sorted(numbers.get(n, n) for n in hook.touched)
        hook.answered = numbers.get(hook.answered, hook.answered) if hook.answered else None
    for row in bible.knows:
        row["episode"] = numbers.get(row["episode"], row["episode"])


def _number(address: str, head: str) -> int:
    rest = address.removeprefix(f"{head}.") if address.startswith(f"{head}.") else ""
    first = rest.split(".")[0]
    return int(first) if first.isdigit() else 0


def _moved(address: str, head: str, numbers: Mapping[int, int]) -> str | None:
    n = _number(address, head)
    if not n:
        return address
    if n not in numbers:
        return None
    rest = address.removeprefix(f"{head}.{n}")
    return f"{head}.{numbers[n]}{rest}"
