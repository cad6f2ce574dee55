"""What is wrong with a plan: names of nobody, questions that do not meet, seconds that do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from scriptgen.genres import TURN_KINDS
from scriptgen.reviewing.findings import Finding
from scriptgen.series import EpisodePlan, Series

_OFF = 0.5  # seconds by which the beats of an episode may miss its length
_SAME = 12  # episodes in which two that run may turn alike once


def plan_findings(series: Series) -> list[dict[str, Any]]:
    """Return what is wrong with a plan, as findings of a review.

    ``error`` breaks something (a name of nobody, an episode that does not exist); ``warning`` is a
    rule of the craft. The season's own rules (paid places, hooks) are those of ``review``.
    """
    from scriptgen.reviewing.engine import review

    season = review(replace(series, episodes=[]))["findings"]
    return [*(one.to_json() for one in plan_faults(series)), *season]


def plan_faults(series: Series) -> list[Finding]:
    """Return what is wrong with a plan in itself."""
    return [*_names(series), *_questions(series), *_lengths(series), *_turns(series)]


def _names(series: Series) -> Iterator[Finding]:
    bible = series.bible
    known = {one.name for one in bible.characters}
    used = [
        *((f"relation.{n}.{key}", row[key]) for n, row in enumerate(bible.relations, 1) for key in ("from", "to")),
        *((f"knows.{n}.who", str(row["who"])) for n, row in enumerate(bible.knows, 1)),
    ]  # fmt: skip
    for address, name in used:
        if name not in known:
            yield Finding(
                code="PLAN.NAME", severity="error", line=address, term=name,
                message=f"{address} 里的“{name}”不在人物里。", suggestion="改成人物里的名字。",
            )  # fmt: skip
    rows = {row.number for row in series.outline.episodes}
    for hook in bible.hooks:
        late = hook.answered is not None and hook.answered <= hook.opened
        if hook.opened not in rows or (hook.answered or hook.opened) not in rows or late:
            yield Finding(
                code="PLAN.HOOK", severity="error", episode=hook.opened, line=f"hook.{hook.id}",
                text=hook.question, message=f"钩子 {hook.id} 的集数不对：开在第{hook.opened}集，答在第{hook.answered}集。",
            )  # fmt: skip


def _questions(series: Series) -> Iterator[Finding]:
    rows = series.outline.episodes
    for before, row in pairwise(rows):
        if before.cliffhanger and row.hook_in != before.cliffhanger:
            yield Finding(
                code="PLAN.HOOK_IN", severity="warning", episode=row.number, text=row.hook_in,
                message=f"第{row.number}集接的不是第{before.number}集的卡点“{before.cliffhanger}”。",
            )  # fmt: skip
    for row in rows[:-1]:
        if not row.cliffhanger:
            yield Finding(
                code="PLAN.CLIFFHANGER", severity="warning", episode=row.number,
                message=f"第{row.number}集没有卡点。",
            )  # fmt: skip


def _lengths(series: Series) -> Iterator[Finding]:
    for row in series.outline.episodes:
        total = sum(beat.seconds for beat in row.beats)
        if row.beats and abs(total - series.brief.seconds) > _OFF and total:
            yield Finding(
                code="PLAN.SECONDS", severity="warning", episode=row.number, measured=total,
                limit=series.brief.seconds,
                message=f"第{row.number}集的拍子加起来 {total:g} 秒，题材要 {series.brief.seconds} 秒。",
            )  # fmt: skip


def turn_of(row: EpisodePlan) -> str:
    """Return the kind of an episode's turn; empty where it has none."""
    return next((beat.kind for beat in row.beats if beat.kind in TURN_KINDS), "")


def _turns(series: Series) -> Iterator[Finding]:
    rows = series.outline.episodes
    same = [b.number for a, b in pairwise(rows) if turn_of(a) and turn_of(a) == turn_of(b)]
    if len(same) > len(rows) // _SAME:
        yield Finding(
            code="PLAN.TURN", severity="warning", episode=same[0], measured=len(same),
            message=f"第{'、'.join(map(str, same))}集与上一集的转是同一类。",
        )  # fmt: skip
